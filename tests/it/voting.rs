//! Voting with the real tracker: what power counts, and that no weak track can make votes.

use axiom_suite::{call, Suite};
use axiom_types::common::Reference;
use axiom_types::dao::{self, ExecuteMsg, Proposed, Vote};
use axiom_types::tracker::{self, AdminMsg, Holder, NewGrant};
use cosmwasm_std::{CosmosMsg, Uint128};

fn award(s: &Suite, who: &str, points: u128, id: u64) -> tracker::ExecuteMsg {
    let reference = Reference { kind: "vote".to_string(), id };
    tracker::ExecuteMsg::Admin(AdminMsg::Award {
        domain: 1,
        account: s.addr(who).to_string(),
        points: Uint128::new(points),
        reference,
    })
}

fn proposing(track: u32) -> ExecuteMsg {
    ExecuteMsg::Propose {
        title: "A proposal".to_string(),
        description: "What it is for.".to_string(),
        msgs: vec![],
        earliest: None,
        latest: None,
        track: Some(track),
        may_fail: None,
    }
}

/// Weights count at the start of the proposal's block: not what came in it, before or after the proposal, and not what
/// came in the twelve blocks after it, which is more than the raw log is read.
#[test]
fn power_is_that_of_the_start_of_the_block() {
    let mut s = Suite::found();
    let (dao, tracker) = (s.at.dao.clone(), s.at.tracker.clone());
    let (alice, dave) = (s.addr("alice"), s.addr("dave"));
    let first =
        [award(&s, "alice", 5_000, 1), award(&s, "dave", 5_000, 2), award(&s, "alice", 7, 3)];
    let after = award(&s, "alice", 9_000, 4);
    let id = s.chain.in_one_block(|chain| {
        for msg in &first {
            let _ = chain.execute(&dao, &tracker, msg, &[]).should_succeed();
        }
        chain.execute(&dave, &dao, &proposing(1), &[]).should_fail_containing("had a weight of 0");
        let made = chain.execute(&alice, &dao, &proposing(1), &[]).should_succeed();
        let _ = chain.execute(&dao, &tracker, &after, &[]).should_succeed();
        made.data_as::<Proposed>().proposal_id
    });
    for n in 0..12 {
        for who in ["alice", "ben"] {
            let msg = award(&s, who, 100, 10 + 2 * n + u64::from(who == "ben"));
            let _ = s.tracker().send(dao.as_str(), &msg).should_succeed();
        }
    }
    let _ = s.dao().vote("alice", id, Vote::Yes).should_succeed();
    let signed = s.dao().signed_vote("ben", id, Vote::No);
    let _ = s.dao().relay("stranger", id, vec![signed]).should_succeed();
    s.dao().vote("dave", id, Vote::No).should_fail_containing("had no weight");
    let found = s.dao().stage(id);
    assert_eq!((found.yes, found.no, found.total), (500, 300, 1_000));
}

fn grant(s: &Suite, domain: u32) -> CosmosMsg {
    let grant = NewGrant {
        domain,
        ledger: s.addr("carol").to_string(),
        holder: Holder::Address { address: s.addr("dave").to_string() },
        per_client: Uint128::new(1_000_000),
        total: Uint128::new(1_000_000),
        per_pair: Uint128::new(1_000_000),
        last_epoch: None,
    };
    call(&s.at.tracker, &tracker::ExecuteMsg::Admin(AdminMsg::GrantBudget { grant }))
}

/// A fifth of the weight carries track 1, which may grant budgets. A budget in the domain that votes would make its
/// holder the majority of every track: it needs the strict one.
#[test]
fn a_weak_track_makes_no_votes() {
    let mut s = Suite::found();
    let rules = ["admin.award", "admin.penalise", "admin.grant_budget"];
    let mut weak: dao::TrackResponse = s.chain.query(&s.at.dao, &dao::QueryMsg::Track { track: 1 });
    weak.config.calls = rules
        .map(|method| dao::CallRule { target: dao::Target::Tracker {}, method: method.to_string() })
        .to_vec();
    let set = dao::ExecuteMsg::Admin(dao::AdminMsg::SetTrack { track: 1, config: weak.config });
    let at = s.at.clone();
    let _ = s.dao().pass(3, vec![call(&at.dao, &set)]).should_succeed();
    let strict = "expected a strict track, not parameters";
    let penalty = AdminMsg::Penalise {
        domain: 1,
        account: s.addr("alice").to_string(),
        points: Uint128::new(1),
        reference: Reference { kind: "vote".to_string(), id: 1 },
    };
    let refused = [
        grant(&s, 1),
        call(&at.tracker, &award(&s, "carol", 1_000_000, 1)),
        call(&at.tracker, &tracker::ExecuteMsg::Admin(penalty)),
    ];
    for msg in refused.clone() {
        s.dao().propose("carol", 1, vec![msg]).should_fail_containing(strict);
    }
    let other = grant(&s, 2);
    let _ = s.dao().pass(1, vec![other]).should_succeed();
    let [granted, ..] = refused;
    let _ = s.dao().pass(3, vec![granted]).should_succeed();
}
