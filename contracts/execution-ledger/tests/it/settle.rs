//! What everybody gets at the end: money, score, result.

use axiom_types::asset::Asset;
use axiom_types::common::{Link, Reference, Share};
use axiom_types::distributor::{EscrowMsg, ExecuteMsg as DistributorMsg};
use axiom_types::ledger::*;
use axiom_types::registry::CellContent;
use axiom_types::tracker::Measure;
use cosmwasm_std::Uint128;
use rstest::rstest;

use crate::world::{hash, paid, settings, voluntary, World, DOMAIN, PRICE};

#[test]
fn approval_pays_credits_and_publishes() {
    let mut world = World::new();
    let job = world.job_in(JobState::InReview);
    assert_eq!(world.locked(), PRICE);
    let told = world.approve(job).should_succeed();

    assert_eq!((world.credit(&world.worker), world.credit(&world.client)), (950, 0));
    assert_eq!(world.credit(settings().fee_recipient), 50);
    assert_eq!(world.locked(), 0);

    let reports = world.reports();
    let [report] = reports.as_slice() else { panic!("{reports:?}") };
    assert_eq!(report.reference, Reference { kind: "job".into(), id: job });
    assert_eq!((report.role.as_str(), report.domain), ("worker", DOMAIN));
    assert_eq!(report.client, world.client.to_string());
    assert_eq!(report.worker, world.worker.to_string());
    assert_eq!(report.worker_principal, None);
    assert_eq!(report.shares, [Share { account: world.worker.to_string(), bps: 10_000 }]);
    let (asset, amount) = (Asset::native("uaxm"), Uint128::new(PRICE));
    assert_eq!(report.measure, Measure::Price { asset, amount });
    assert_eq!(report.evidence, Some(hash(10)));

    let writes = world.writes();
    let [(space, write)] = writes.as_slice() else { panic!("{writes:?}") };
    assert_eq!((*space, write.key.as_str(), write.expected_version), (71, "job/1", 0));
    let output = Link { uri: "ipfs://output-10".into(), sha256: hash(10) };
    assert_eq!((&write.content, write.ttl), (&CellContent::Linked(output), None));

    let settled = "axiom_ledger_job_settled";
    for (key, value) in [
        ("job", "1"),
        ("reason", "approved"),
        ("client", world.client.as_ref()),
        ("worker", world.worker.as_ref()),
        ("worker_bps", "10000"),
        ("asset", "uaxm"),
        ("paid", "950"),
        ("fee", "50"),
        ("refunded", "0"),
    ] {
        assert_eq!(told.attribute(settled, key), Some(value), "{key}");
    }
    assert_eq!(told.count_of(settled), 1);
    assert_eq!(world.pending(job), []);
}

#[test]
fn the_reviewer_approves_as_well() {
    let mut world = World::new();
    let job = world.job_in(JobState::InReview);
    world.send(&world.reviewer.clone(), ExecuteMsg::Approve { job }).should_succeed();
    assert_eq!(world.job(job).ended, Some(EndReason::Approved));
}

#[rstest]
#[case(0, 0, 0, false)]
#[case(1, 0, 0, false)] // floor(1000 / 10000) = 0
#[case(10, 0, 1, true)] // gross 1, fee rounded up to 1
#[case(3_333, 316, 17, true)]
#[case(10_000, 950, 50, true)]
fn the_arbiter_splits(
    #[case] bps: u16,
    #[case] worker: u128,
    #[case] fee: u128,
    #[case] scored: bool,
) {
    let mut world = World::new();
    let job = world.job_in(JobState::Disputed);
    world.arbitrate(job, bps).should_succeed();
    assert_eq!(world.credit(&world.worker), worker);
    assert_eq!(world.credit(settings().fee_recipient), fee);
    assert_eq!(world.credit(&world.client), PRICE - worker - fee);
    assert_eq!(world.reports().len(), usize::from(scored));
    if let Some(report) = world.reports().first() {
        let (asset, amount) = (Asset::native("uaxm"), Uint128::new(worker + fee));
        assert_eq!(report.measure, Measure::Price { asset, amount });
    }
    assert_eq!(world.writes().len(), usize::from(bps > 0));
    assert_eq!(world.locked(), 0);
}

#[test]
fn a_refund_is_a_release_without_payouts() {
    for (decline, state) in [(true, JobState::Open), (false, JobState::Open)] {
        let mut world = World::new();
        let job = world.job_in(state);
        let (sender, msg) = match decline {
            true => (world.worker.clone(), ExecuteMsg::Decline { job }),
            false => (world.client.clone(), ExecuteMsg::Cancel { job }),
        };
        world.send(&sender, msg).should_succeed();
        let log = world.log::<DistributorMsg>(&world.distributor);
        let reference = Reference { kind: "job".into(), id: job };
        let refund = DistributorMsg::Escrow(EscrowMsg::Release { reference, payouts: vec![] });
        assert_eq!(log.last(), Some(&refund));
        assert_eq!((world.credit(&world.client), world.locked()), (PRICE, 0));
        assert_eq!((world.reports().len(), world.writes().len()), (0, 0));
        let ended = world.job(job);
        assert_eq!((ended.worker, ended.payees.len(), ended.worker_bps), (None, 0, Some(0)));
    }
}

#[test]
fn payees_are_paid_and_credited_exactly() {
    let mut world = World::new();
    let (worker, client) = (world.worker.clone(), world.client.clone());
    world.register(&worker, Some(&client), &[("worker", 3_333), ("ann", 6_667)]);
    let job = world.job_in(JobState::InReview);
    world.approve(job).should_succeed();
    assert_eq!(
        (world.credit(&worker), world.credit(axiom_local::Account::named("ann"))),
        (316, 634)
    );
    let report = world.reports().remove(0);
    assert_eq!(report.worker_principal, Some(client.to_string()));
    let bps: Vec<_> = report.shares.iter().map(|share| share.bps).collect();
    assert_eq!(bps, [3_333, 6_667]);
}

#[test]
fn a_payee_that_takes_the_fee_too_is_paid_once() {
    let mut world = World::new();
    let worker = world.worker.clone();
    world.register(&worker, None, &[("worker", 5_000), ("treasury", 5_000)]);
    let job = world.job_in(JobState::InReview);
    world.approve(job).should_succeed();
    assert_eq!(world.credit(settings().fee_recipient), 475 + 50);
    assert_eq!(world.pending(job), []);
}

#[test]
fn eight_payees_and_the_fee_fit_one_release() {
    let mut world = World::new();
    let worker = world.worker.clone();
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"].map(|name| (name, 1_250));
    world.register(&worker, None, &names);
    let job = world.job_in(JobState::InReview);
    world.approve(job).should_succeed();
    let paid: u128 = names.iter().map(|(n, _)| world.credit(axiom_local::Account::named(*n))).sum();
    assert_eq!((paid, world.locked()), (950, 0));
    assert_eq!(world.pending(job), []);
}

#[test]
fn voluntary_work_earns_stated_points_and_moves_no_money() {
    let mut world = World::new();
    let job = world.post(voluntary(100));
    world.bring(job, JobState::Disputed);
    let told = world.arbitrate(job, 5_050).should_succeed();
    assert_eq!(world.log::<DistributorMsg>(&world.distributor), []);
    assert_eq!(world.reports()[0].measure, Measure::Stated { points: Uint128::new(50) });
    assert_eq!(told.attribute("axiom_ledger_job_settled", "asset"), None);
    assert_eq!(told.attribute("axiom_ledger_job_settled", "paid"), Some("0"));
    assert_eq!(world.writes().len(), 1);
}

#[test]
fn points_that_round_to_nothing_are_not_reported() {
    let mut world = World::new();
    let job = world.post(voluntary(1));
    world.bring(job, JobState::Disputed);
    world.arbitrate(job, 9_999).should_succeed();
    assert_eq!(world.reports(), []);
}

#[test]
fn without_a_domain_nothing_is_reported() {
    let mut world = World::new();
    let reward =
        Reward::Paid { asset: Asset::native("uaxm"), amount: Uint128::new(10), domain: None };
    let job = world.post(NewJob { reward, ..paid() });
    world.bring(job, JobState::Settled);
    assert_eq!((world.reports().len(), world.credit(&world.worker)), (0, 9));
}

#[test]
fn dissolving_before_any_work_publishes_nothing() {
    let mut world = World::new();
    let job = world.job_in(JobState::Accepted);
    let (client, worker) = (world.client.clone(), world.worker.clone());
    let half = Agreement::Dissolve { worker_bps: 5_000 };
    world.agree(&worker, job, half.clone()).should_succeed();
    world.agree(&client, job, half).should_succeed();
    assert_eq!(world.writes(), []);
    assert_eq!((world.credit(&worker), world.credit(&client)), (475, 500));
    assert_eq!(world.reports()[0].evidence, None);
}

#[test]
fn a_ledger_without_peers_runs_voluntary_jobs_alone() {
    let mut world = World::new();
    let peers = PeersMsg { registry: None, tracker: None, distributor: None };
    world.admin(AdminMsg::SetPeers { peers }).should_succeed();
    let job = world.post(voluntary(5));
    world.bring(job, JobState::Settled);
    assert_eq!(world.job(job).worker_bps, Some(10_000));
    assert_eq!((world.reports().len(), world.writes().len()), (0, 0));
    assert_eq!(world.pending(job), []);
    let none = PeersResponse { registry: None, space: None, tracker: None, distributor: None };
    assert_eq!(world.job(job).peers, none);
}

#[test]
fn one_person_on_both_sides_gets_its_money_back_less_the_fee() {
    let mut world = World::new();
    let client = world.client.clone();
    let assignment = Assignment::Direct { worker: client.to_string() };
    let job = world.post(NewJob { assignment, ..paid() });
    world.send(&client, ExecuteMsg::Accept { job }).should_succeed();
    let submission = crate::world::work(1);
    world.send(&client, ExecuteMsg::Submit { job, submission }).should_succeed();
    world.approve(job).should_succeed();
    assert_eq!(world.credit(&client), 950);
    // The tracker is told both names and mints nothing for one person.
    let report = world.reports().remove(0);
    assert_eq!(report.client, report.worker);
}
