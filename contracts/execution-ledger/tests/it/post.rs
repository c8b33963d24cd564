//! Posting: what is refused, what is stored, what is escrowed.

use axiom_kit::KitError;
use axiom_local::Account;
use axiom_types::asset::{Asset, AssetError};
use axiom_types::bounds::{ESCROW_BACKSTOP, MAX_EXTENSION};
use axiom_types::common::{Link, Reference};
use axiom_types::distributor::{EscrowMsg, ExecuteMsg as DistributorMsg};
use axiom_types::ledger::*;
use axiom_types::registry::ParticipantKind;
use axiom_types::rule::Rule;
use cosmwasm_std::{HexBinary, Uint128};
use execution_ledger::domain::posting::TermsError;
use execution_ledger::ContractError;

use crate::world::{hash, open, paid, settings, voluntary, World, DOMAIN, PRICE, WINDOWS};

fn price(asset: Asset, amount: u128, domain: Option<u32>) -> Reward {
    Reward::Paid { asset, amount: Uint128::new(amount), domain }
}

#[test]
fn a_paid_job_is_stored_and_escrowed() {
    let mut world = World::new();
    let now = world.chain.now().seconds();
    let client = world.client.clone();
    let told = world.send(&client, ExecuteMsg::PostJob(paid())).should_succeed();
    assert_eq!(told.data_as::<JobPosted>(), JobPosted { job: 1 });
    let posted = "axiom_ledger_job_posted";
    for (key, value) in [
        ("job", Some("1")),
        ("client", Some(client.as_ref())),
        ("worker", Some(world.worker.as_ref())),
        ("capability", Some("bridges")),
        ("asset", Some("uaxm")),
        ("amount", Some("1000")),
        ("points", None),
    ] {
        assert_eq!(told.attribute(posted, key), value, "{key}");
    }
    let expected = JobResponse {
        job: 1,
        state: JobState::Open,
        ended: None,
        posted: paid(),
        client: client.address.clone(),
        worker: None,
        worker_principal: None,
        arbiter: world.arbiter.address.clone(),
        payees: vec![],
        fee_bps: 500,
        fee_recipient: Account::named("treasury").address,
        windows: WINDOWS,
        deadline: Some(now + WINDOWS.accept),
        deadline_height: Some(told.height),
        offer: None,
        submission: None,
        rejection: None,
        worker_bps: None,
        peers: world.ask(&QueryMsg::Peers {}),
    };
    assert_eq!(world.job(1), expected);
    let windows = 1_000 + 2_000 + 2 * 3_000 + 4_000 + 50_000;
    let open = DistributorMsg::Escrow(EscrowMsg::Open {
        reference: Reference { kind: "job".into(), id: 1 },
        payer: client.to_string(),
        asset: Asset::native("uaxm"),
        amount: Uint128::new(PRICE),
        backstop: now + windows + MAX_EXTENSION + ESCROW_BACKSTOP,
    });
    assert_eq!(world.log::<DistributorMsg>(&world.distributor), [open]);
}

#[test]
fn what_was_posted_comes_back_word_for_word() {
    let mut world = World::new();
    let token = Account::named("token").to_string();
    let bare = NewJob {
        title: "t".into(),
        description: None,
        brief: None,
        input_hash: None,
        procedure_hash: None,
        capability: None,
        assignment: Assignment::Open { gate: Rule::Anyone {} },
        reward: Reward::Voluntary { domain: DOMAIN, points: Uint128::new((1 << 96) - 1) },
        reviewer: None,
        arbiter: None,
        windows: None,
        on_silence: None,
        arbiter_silence_bps: None,
    };
    let deep = Rule::AtLeast {
        count: 1,
        rules: vec![
            Rule::Not { rule: Box::new(Rule::Registered { kind: Some(ParticipantKind::User) }) },
            Rule::Capability { name: "rust".into() },
            Rule::MinScore { tracker: Some(token.clone()), domain: 3, min: Uint128::MAX },
        ],
    };
    let full = NewJob {
        title: "é".repeat(60),
        description: Some("d".repeat(1_024)),
        brief: Some(Link { uri: "u".repeat(256), sha256: hash(9) }),
        assignment: Assignment::Open { gate: deep },
        reward: price(Asset::cw20(token), u128::MAX, None),
        arbiter: Some(settings().default_arbiter),
        windows: Some(Windows { arbitrate: 31_536_000, accept: 60, ..WINDOWS }),
        on_silence: Some(OnSilence::RefundClient),
        arbiter_silence_bps: Some(10_000),
        ..paid()
    };
    let said = NewJob {
        on_silence: Some(OnSilence::PayWorker),
        arbiter_silence_bps: Some(5_000),
        windows: Some(WINDOWS),
        ..paid()
    };
    for job in [bare, full, said, voluntary(7)] {
        let id = world.post(job.clone());
        assert_eq!(world.job(id).posted, job);
    }
    // What was left out was taken from the settings.
    let found = world.job(1);
    assert_eq!(found.arbiter.to_string(), settings().default_arbiter);
    assert_eq!(found.windows, WINDOWS);
    // A voluntary job draws nothing.
    assert_eq!(world.log::<DistributorMsg>(&world.distributor).len(), 2);
}

type Change = fn(&mut NewJob);

#[test]
fn bad_texts_and_hashes_are_refused() {
    let hash_of = |field, len| KitError::BadHash { field, len };
    let text = |field, len, max| KitError::BadText { field, len, max };
    let rows: Vec<(Change, KitError)> = vec![
        (|j| j.title = String::new(), text("title", 0, 120)),
        (|j| j.title = "x".repeat(121), text("title", 121, 120)),
        (|j| j.title = "a\tb".into(), text("title", 3, 120)),
        (|j| j.description = Some(String::new()), text("description", 0, 1_024)),
        (|j| j.description = Some("x".repeat(1_025)), text("description", 1_025, 1_024)),
        (
            |j| j.capability = Some("Not A Slug".into()),
            KitError::NotSlug { field: "capability", value: "Not A Slug".into() },
        ),
        (
            |j| j.brief = Some(Link { uri: String::new(), sha256: hash(1) }),
            KitError::BadUri { field: "link.uri", len: 0, max: 256 },
        ),
        (
            |j| j.brief = Some(Link { uri: "u".into(), sha256: HexBinary::from([1; 31]) }),
            hash_of("link.sha256", 31),
        ),
        (|j| j.input_hash = Some(HexBinary::from([1; 33])), hash_of("input_hash", 33)),
        (|j| j.procedure_hash = Some(HexBinary::default()), hash_of("procedure_hash", 0)),
        (
            |j| j.assignment = Assignment::Direct { worker: "bob".into() },
            KitError::BadAddress { address: "bob".into() },
        ),
        (|j| j.reviewer = Some("eve".into()), KitError::BadAddress { address: "eve".into() }),
        (
            |j| j.arbiter = Some("mallory".into()),
            KitError::BadAddress { address: "mallory".into() },
        ),
        (
            |j| j.assignment = Assignment::Open { gate: Rule::Any { rules: vec![] } },
            KitError::Empty { field: "rules" },
        ),
        (
            |j| j.reward = price(Asset::native("u"), 1, None),
            KitError::Asset(AssetError::BadDenom { denom: "u".into() }),
        ),
        (
            |j| j.reward = price(Asset::cw20("token"), 1, None),
            KitError::BadAddress { address: "token".into() },
        ),
        (
            |j| j.reward = price(Asset::native("uaxm"), 0, None),
            KitError::ZeroAmount { field: "amount" },
        ),
        (
            |j| j.reward = Reward::Voluntary { domain: DOMAIN, points: Uint128::zero() },
            KitError::ZeroAmount { field: "points" },
        ),
    ];
    refused(rows.into_iter().map(|(change, error)| (change, ContractError::Kit(error))));
}

#[test]
fn bad_terms_are_refused() {
    let clash = |first, second, who: &str| TermsError::RoleClash {
        first,
        second,
        account: Account::named(who).to_string(),
    };
    let rows: Vec<(Change, TermsError)> = vec![
        (
            |j| j.windows = Some(Windows { review: 59, ..WINDOWS }),
            TermsError::WindowOutOfRange {
                window: "review",
                seconds: 59,
                min: 60,
                max: 31_536_000,
            },
        ),
        (
            |j| j.arbiter_silence_bps = Some(10_001),
            TermsError::BpsTooHigh { field: "arbiter_silence_bps", bps: 10_001, max: 10_000 },
        ),
        (
            |j| j.reward = Reward::Voluntary { domain: DOMAIN, points: Uint128::new(1 << 96) },
            TermsError::PointsTooHigh { points: Uint128::new(1 << 96), bits: 96 },
        ),
        (
            |j| j.arbiter = Some(Account::named("client").to_string()),
            clash("client", "arbiter", "client"),
        ),
        (
            |j| j.reviewer = Some(Account::named("client").to_string()),
            clash("client", "reviewer", "client"),
        ),
        (
            |j| j.reviewer = Some(Account::named("arbiter").to_string()),
            clash("reviewer", "arbiter", "arbiter"),
        ),
        (
            |j| j.arbiter = Some(Account::named("worker").to_string()),
            clash("worker", "arbiter", "worker"),
        ),
        (
            |j| j.reviewer = Some(Account::named("worker").to_string()),
            clash("worker", "reviewer", "worker"),
        ),
        (
            |j| {
                j.arbiter = None;
                j.windows = Some(Windows { arbitrate: 39_999, ..WINDOWS });
            },
            TermsError::ArbitrationTooShort { seconds: 39_999, min: 40_000 },
        ),
        (
            |j| {
                j.arbiter = Some(Account::named("dao").to_string());
                j.windows = Some(Windows { arbitrate: 39_999, ..WINDOWS });
            },
            TermsError::ArbitrationTooShort { seconds: 39_999, min: 40_000 },
        ),
    ];
    refused(rows.into_iter().map(|(change, error)| (change, ContractError::Terms(error))));
}

fn refused(rows: impl Iterator<Item = (Change, ContractError)>) {
    let mut world = World::new();
    let client = world.client.clone();
    for (change, error) in rows {
        let mut job = paid();
        change(&mut job);
        world.send(&client, ExecuteMsg::PostJob(job)).should_fail_with(&error);
    }
    assert_eq!((world.records(), world.post(paid())), (0, 1));
}

#[test]
fn another_arbiter_needs_no_long_window() {
    let mut world = World::new();
    let windows = Some(Windows { arbitrate: 60, ..WINDOWS });
    let job = world.post(NewJob { windows, ..paid() });
    assert_eq!(world.job(job).windows.arbitrate, 60);
}

#[test]
fn the_default_arbiter_as_client_names_another() {
    let mut world = World::new();
    let dao = Account::named("dao");
    let job = NewJob { arbiter: None, ..voluntary(1) };
    let error = ContractError::Terms(TermsError::ArbiterNeeded {});
    world.send(&dao, ExecuteMsg::PostJob(job)).should_fail_with(&error);
    world.send(&dao, ExecuteMsg::PostJob(voluntary(1))).should_succeed();
}

#[test]
pub fn domains_must_exist() {
    let mut world = World::new();
    let client = world.client.clone();
    let error = ContractError::UnknownDomain { domain: 9 };
    for reward in [
        price(Asset::native("uaxm"), 1, Some(9)),
        Reward::Voluntary { domain: 9, points: Uint128::new(1) },
    ] {
        let job = NewJob { reward, ..paid() };
        world.send(&client, ExecuteMsg::PostJob(job)).should_fail_with(&error);
    }
}

#[test]
pub fn without_a_distributor_only_voluntary_jobs() {
    let mut world = World::new();
    let registry = Some(world.registry.to_string());
    let peers = PeersMsg { registry, tracker: None, distributor: None };
    world.admin(AdminMsg::SetPeers { peers }).should_succeed();
    let client = world.client.clone();
    let error = ContractError::NoDistributor {};
    world.send(&client, ExecuteMsg::PostJob(paid())).should_fail_with(&error);
    world.post(voluntary(1));
}

#[test]
fn a_bad_submission_or_rejection_changes_nothing() {
    let mut world = World::new();
    let worker = world.worker.clone();
    let job = world.post(open(Rule::Anyone {}));
    world.bring(job, JobState::Accepted);
    let good = crate::world::work(1);
    let rows: [(fn(&mut Submission), KitError); 4] = [
        (|s| s.output.uri = "a b".into(), KitError::BadUri { field: "link.uri", len: 3, max: 256 }),
        (
            |s| s.output.sha256 = HexBinary::from([0; 4]),
            KitError::BadHash { field: "link.sha256", len: 4 },
        ),
        (
            |s| s.context_root = Some(HexBinary::from([0; 5])),
            KitError::BadHash { field: "context_root", len: 5 },
        ),
        (
            |s| s.evidence = Some(HexBinary::from([0; 6])),
            KitError::BadHash { field: "evidence", len: 6 },
        ),
    ];
    for (change, error) in rows {
        let mut submission = good.clone();
        change(&mut submission);
        let msg = ExecuteMsg::Submit { job, submission };
        world.send(&worker, msg).should_fail_with(&ContractError::Kit(error));
    }
    world.submit(job, 1).should_succeed();
    assert_eq!(world.job(job).submission, Some(good));
    let client = world.client.clone();
    for (reason, len) in [(String::new(), 0), ("x".repeat(1_025), 1_025)] {
        let error = KitError::BadText { field: "reason", len, max: 1_024 };
        let msg = ExecuteMsg::Reject { job, reason };
        world.send(&client, msg).should_fail_with(&ContractError::Kit(error));
    }
    world.reject(job).should_succeed();
    let found = world.job(job);
    assert_eq!(
        (found.state, found.rejection.as_deref()),
        (JobState::Rework, Some("not what was asked"))
    );
}
