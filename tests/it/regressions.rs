//! Faults that were found and mended: each keeps the test that showed it.

use axiom_suite::{JobBuilder, Suite, DAY, DENOM};
use axiom_types::ledger::EndReason;
use axiom_types::registry::ParticipantKind;
use axiom_types::tracker::{ContributionResponse, QueryMsg};

fn recorded(s: &Suite, job: u64) -> Option<ContributionResponse> {
    let msg = QueryMsg::Contribution {
        reporter: s.at.ledger.to_string(),
        reference: axiom_types::common::Reference { kind: "job".to_string(), id: job },
        role: "worker".to_string(),
    };
    s.chain.query(&s.at.tracker, &msg)
}

/// An agent posts, its principal works, and they dissolve the bond before the end: they were one person when the work
/// was accepted, so it mints nothing.
#[test]
fn a_bond_dissolved_before_the_end_mints_nothing() {
    let mut s = Suite::found();
    let _ = s.registry().register("worker", ParticipantKind::User, &[]).should_succeed();
    let _ = s.registry().register("app", ParticipantKind::Agent, &[]).should_succeed();
    s.registry().bind("worker", "app", &[("worker", 10_000)]);
    let _ = s.distributor().deposit_for_work("app", 100_000, DENOM).should_succeed();
    let job = s.ledger().handed_in("app", "worker", JobBuilder::paid(100_000).build());
    let _ = s.registry().unbind("app", "app").should_succeed();
    let _ = s.ledger().approve("app", job).should_succeed();
    assert_eq!(s.ledger().job(job).ended, Some(EndReason::Approved));
    assert_eq!(s.balance_of("worker", DENOM), 95_000);
    assert_eq!(recorded(&s, job).map(|r| r.minted.u128()), Some(0));
    assert_eq!(s.score("worker", 2).lifetime.u128(), 0);
}

/// The same two without a bond: the control of the test above.
#[test]
fn strangers_to_each_other_mint() {
    let mut s = Suite::found();
    let _ = s.distributor().deposit_for_work("app", 100_000, DENOM).should_succeed();
    let job = s.ledger().handed_in("app", "worker", JobBuilder::paid(100_000).build());
    let _ = s.ledger().approve("app", job).should_succeed();
    assert_eq!(recorded(&s, job).map(|r| r.minted.u128()), Some(100));
    assert_eq!(s.score("worker", 2).lifetime.u128(), 100);
}

/// A payout split may name any account. What would go to the distributor itself, whence nobody could take it, goes back
/// to the client; the settlement is whole all the same.
#[test]
fn a_split_that_pays_the_distributor_itself_holds_nothing_up_and_strands_nothing() {
    let mut s = Suite::found();
    let _ = s.registry().register("owner", ParticipantKind::User, &[]).should_succeed();
    let _ = s.registry().register("worker", ParticipantKind::Agent, &[]).should_succeed();
    s.registry().bind("owner", "worker", &[("distributor", 3_000), ("worker", 7_000)]);
    let _ = s.distributor().deposit_for_work("client", 10_000, DENOM).should_succeed();
    let job = s.ledger().handed_in("client", "worker", JobBuilder::paid(10_000).build());
    let _ = s.ledger().approve("client", job).should_succeed();
    assert!(s.ledger().pending(job).is_empty());
    assert_eq!(s.balance_of("dao", DENOM), 500);
    assert_eq!(s.balance_of("worker", DENOM), 6_650);
    assert_eq!(s.balance_of("client", DENOM), 2_850);
    assert_eq!(s.balance_of("distributor", DENOM), 0);
    let held = s.distributor().holdings(&axiom_types::asset::Asset::native(DENOM));
    assert_eq!((held.escrowed.u128(), held.balances), (0, held.tracked));
}

/// A tracker that never answers again: what a standing pool holds goes to its residue by time alone.
#[test]
fn a_pool_of_a_tracker_that_is_gone_empties_by_time_alone() {
    let mut s = Suite::found();
    let pool = s.distributor().standing_pool("client", 1, DENOM);
    let _ = s.distributor().deposit("client", 900, DENOM).should_succeed();
    let _ = s.distributor().fund("client", pool, 900).should_succeed();
    let tracker = s.at.tracker.clone();
    s.chain.set_fault(&tracker, axiom_local::Fault::Silent);
    let _ = s.distributor().sweep("stranger", pool).should_succeed();
    s.wait(180 * DAY - 1);
    assert!(!s.distributor().sweep("stranger", pool).is_ok(), "a second early");
    assert_eq!(s.distributor().pool(pool).undistributed.u128(), 900);
    s.wait(31 * DAY);
    let _ = s.distributor().sweep("stranger", pool).should_succeed();
    assert_eq!(s.balance_of("client", DENOM), 900);
    let held = s.distributor().holdings(&axiom_types::asset::Asset::native(DENOM));
    assert_eq!(held.pooled.u128(), 0);
}

/// The largest price there can be: every leg of its settlement works, and nothing is made.
#[test]
fn the_largest_price_settles_whole() {
    let mut s = Suite::found();
    let denom = "uhuge";
    let asset = axiom_types::asset::Asset::native(denom);
    let client = s.addr("client");
    s.chain.mint(&client, cosmwasm_std::Coin::new(u128::MAX, denom));
    let _ = s.distributor().deposit_for_work("client", u128::MAX, denom).should_succeed();
    let job = JobBuilder::paid(u128::MAX).asset(asset.clone()).build();
    let job = s.ledger().handed_in("client", "worker", job);
    let _ = s.ledger().approve("client", job).should_succeed();
    assert_eq!(s.ledger().pending(job), vec![]);
    let fee = u128::MAX / 20 + 1; // 5 %, rounded up.
    assert_eq!(s.asset_balance("dao", &asset), fee);
    assert_eq!(s.asset_balance("worker", &asset), u128::MAX - fee);
    let held = s.distributor().holdings(&asset);
    assert_eq!((held.tracked, held.balances), (held.real, held.tracked));
    let _ = s.distributor().withdraw("worker", &asset, None).should_succeed();
    assert_eq!(s.wallet("worker", denom), u128::MAX - fee);
}
