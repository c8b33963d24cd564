//! Audits: what is owed and held, what waits, what is halted, and the replay.

use axiom_chain::Chain;
use axiom_economy::{audit, Audit, EconomyError, Lens, Replayed, Role, Site};
use axiom_local::{Fault, LocalChain};
use axiom_suite::{JobBuilder, DAY, DENOM};
use axiom_types::asset::Asset;
use axiom_types::distributor::{self, Allowance, FreezeTarget};
use axiom_types::ledger::{self, JobPosted, Leg};
use axiom_types::proof::RootResponse;
use axiom_types::{common, dao, registry};
use cosmwasm_std::{coin, BankMsg, Uint128};

use crate::world::{chain, founded, give, ground, now, set, wanted, who};

/// An economy in which a job is handed in; answers the job.
fn lived(chain: &mut LocalChain) -> (Site, u64) {
    let mut wanted = wanted("roads");
    let guardian = format!("guardian={{\"address\":\"{}\",\"sunset\":86400}}", who("guardian"));
    wanted.set = set(&[&guardian]);
    let site = Site::of(&founded(chain, "agent-gigs", &wanted)).unwrap();
    give(chain, "founder", 10_000);
    let [ledger, distributor] =
        [Role::Ledger, Role::Distributor].map(|role| site.address(role).unwrap().to_string());
    let msg = distributor::ExecuteMsg::Deposit {
        on_behalf_of: None,
        allowances: vec![Allowance {
            controller: ledger.clone(),
            asset: Asset::native(DENOM),
            amount: Uint128::new(6_000),
        }],
    };
    let _ =
        chain.execute(who("founder"), &distributor, &msg, &[coin(9_000, DENOM)]).should_succeed();
    let fund = distributor::ExecuteMsg::FundPool { pool: 1, amount: Uint128::new(1_000) };
    let _ = chain.execute(who("founder"), &distributor, &fund, &[]).should_succeed();
    let post = ledger::ExecuteMsg::PostJob(JobBuilder::paid(6_000).build());
    let done = chain.execute(who("founder"), &ledger, &post, &[]).should_succeed();
    let job = done.data_as::<JobPosted>().job;
    let _ = chain
        .execute(who("ann"), &ledger, &ledger::ExecuteMsg::Accept { job }, &[])
        .should_succeed();
    let submission = axiom_suite::submission("work");
    let submit = ledger::ExecuteMsg::Submit { job, submission };
    let _ = chain.execute(who("ann"), &ledger, &submit, &[]).should_succeed();
    (site, job)
}

fn audited(chain: &mut LocalChain, site: &Site) -> Audit {
    audit(&ground(chain), site, &now(), Lens::default()).unwrap()
}

#[test]
fn a_healthy_economy_is_covered() {
    let (mut chain, _) = chain();
    let (site, _) = lived(&mut chain);
    let found = audited(&mut chain, &site);
    assert!(found.is_ok() && found.pending.is_empty() && found.halts.is_empty());
    assert_eq!(found.solvency.len(), 1);
    let row = &found.solvency[0];
    assert_eq!(row.asset, Asset::native(DENOM));
    let sums = (row.owed.u128(), row.ledgers.u128(), row.held.u128());
    assert_eq!(sums, (9_000, 9_000, 9_000));
    assert_eq!(row.why, "all that is owed is held");
    assert_eq!(found.guardian.unwrap().address.unwrap().as_str(), who("guardian"));
    assert_eq!(found.replay, None);
    // Money that nobody deposited is surplus; other assets are looked at when they are named.
    chain.give(site.address(Role::Distributor).unwrap(), coin(77, DENOM));
    let lens = Lens { assets: vec![Asset::native("uusd")], ..Lens::default() };
    let found = audit(&ground(&mut chain), &site, &now(), lens).unwrap();
    assert!(found.is_ok());
    assert_eq!(found.solvency.len(), 2);
    assert_eq!(found.solvency[0].why, "all that is owed is held, and 77 that belong to nobody");
    assert_eq!(serde_json::to_value(&found).unwrap()["solvency"][0]["held"], "9077");
}

#[test]
fn a_shortfall_is_found() {
    let (mut chain, _) = chain();
    let (site, _) = lived(&mut chain);
    let distributor = site.address(Role::Distributor).unwrap();
    let theft = BankMsg::Send { to_address: who("thief"), amount: vec![coin(1, DENOM)] };
    let _ = chain.execute_multi(distributor, vec![theft.into()]).should_succeed();
    let found = audited(&mut chain, &site);
    assert!(!found.is_ok() && found.verify.is_ok());
    let row = &found.solvency[0];
    assert!(!row.ok);
    assert_eq!(row.why, "1 are missing: 9000 are owed and 8999 are held");
}

#[test]
fn a_distributor_that_does_not_answer_is_not_taken_for_solvent() {
    let (mut chain, _) = chain();
    let (site, _) = lived(&mut chain);
    chain.set_fault(site.address(Role::Distributor).unwrap(), Fault::Silent);
    let found = audited(&mut chain, &site);
    assert!(!found.is_ok());
    assert!(!found.solvency[0].ok && found.solvency[0].why.contains("does not tell"));
}

#[test]
fn failed_legs_and_halts_are_told_and_are_no_fault() {
    let (mut chain, _) = chain();
    let (site, job) = lived(&mut chain);
    let tracker = site.address(Role::Tracker).unwrap().to_string();
    let ledger = site.address(Role::Ledger).unwrap().to_string();
    chain.set_fault(&tracker, Fault::fail("no score today"));
    let approve = ledger::ExecuteMsg::Approve { job };
    let _ = chain.execute(who("founder"), &ledger, &approve, &[]).should_succeed();
    chain.clear_faults();
    let asset = Asset::native(DENOM);
    let freeze =
        dao::ExecuteMsg::GuardianFreeze { target: FreezeTarget::Asset(asset), seconds: 3_600 };
    let pause = dao::ExecuteMsg::GuardianPause { target: dao::Target::Registry {}, seconds: 7_200 };
    for msg in [freeze, pause] {
        let _ = chain.execute(who("guardian"), &site.owner, &msg, &[]).should_succeed();
    }
    let found = audited(&mut chain, &site);
    assert!(found.is_ok());
    assert_eq!(found.pending.len(), 1);
    assert_eq!((found.pending[0].job, found.pending[0].leg), (job, Leg::Score));
    let what: Vec<&str> = found.halts.iter().map(|halt| halt.what.as_str()).collect();
    assert_eq!(what, ["state-registry", "asset nuaxm"]);
    assert!(found.halts.iter().all(|halt| halt.until.unwrap() > Chain::now(&chain)));
    let guardian = found.guardian.unwrap();
    assert_eq!(guardian.pause.unwrap().target, "registry");
    chain.advance_seconds(DAY);
    assert!(audited(&mut chain, &site).halts.is_empty());
}

#[test]
fn the_replay_is_compared_with_what_the_ledger_says() {
    let (mut chain, _) = chain();
    let (site, _) = lived(&mut chain);
    let ledger = site.address(Role::Ledger).unwrap().to_string();
    let told: RootResponse = chain.query(&ledger, &ledger::QueryMsg::Root { leaves: None });
    assert_eq!(told.leaves, 3);
    let right = Replayed { records: 3, root: told.root.to_hex() };
    let cases = [
        (Ok(right.clone()), true),
        (Ok(Replayed { records: 2, ..right.clone() }), false),
        (Ok(Replayed { root: "00".repeat(32), ..right }), false),
        (Err("events of block 7 are missing".to_string()), false),
    ];
    for (answer, ok) in cases {
        let mut asked = vec![];
        let mut replay = |at: &str| {
            asked.push(at.to_string());
            answer.clone()
        };
        let lens = Lens { replay: Some(&mut replay), ..Lens::default() };
        let found = audit(&ground(&mut chain), &site, &now(), lens).unwrap();
        let replay = found.replay.clone().unwrap();
        assert_eq!((replay.ok, found.is_ok(), replay.records), (ok, ok, 3));
        assert_eq!(replay.replayed, answer);
        assert_eq!(asked, std::slice::from_ref(&ledger));
    }
}

#[test]
fn an_economy_without_layers_is_audited_as_far_as_it_goes() {
    let (mut chain, _) = chain();
    let mut wanted = wanted("votes");
    wanted.set =
        set(&["ledger={\"omit\":{}}", "distributor={\"omit\":{}}", "registry={\"omit\":{}}"]);
    let site = Site::of(&founded(&mut chain, "default", &wanted)).unwrap();
    let mut replay = |_: &str| -> Result<Replayed, String> { panic!("there is no ledger") };
    let lens = Lens { replay: Some(&mut replay), ..Lens::default() };
    let found = audit(&ground(&mut chain), &site, &now(), lens).unwrap();
    assert!(found.is_ok() && found.solvency.is_empty() && found.replay.is_none());
    let mut other = LocalChain::new("other-1");
    let error = audit(&ground(&mut other), &site, &now(), Lens::default()).unwrap_err();
    assert!(matches!(error, EconomyError::OtherChain { .. }));
    let pause = registry::ExecuteMsg::Admin(registry::AdminMsg::Guard(common::GuardMsg::Pause {
        seconds: 60,
    }));
    let tracker = site.address(Role::Tracker).unwrap();
    let _ = chain.execute(&site.owner, tracker, &pause, &[]).should_succeed();
    assert_eq!(audited(&mut chain, &site).halts[0].what, "contribution-tracker");
}
