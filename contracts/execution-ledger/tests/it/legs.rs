//! A failing peer fails alone: the outcome stands, and anybody tries again.

use std::cell::RefCell;
use std::rc::Rc;

use axiom_local::Fault;
use axiom_types::ledger::*;
use axiom_types::{distributor, registry, tracker};
use cosmwasm_std::testing::{mock_dependencies, mock_env};
use cosmwasm_std::{Addr, Binary, Reply, SubMsgResponse, SubMsgResult};
use execution_ledger::{contract, ContractError};
use rstest::rstest;

use crate::world::{paid, peer, seed_domain, World, PRICE};

fn peer_of(world: &World, leg: Leg) -> Addr {
    match leg {
        Leg::Money => world.distributor.clone(),
        Leg::Score => world.tracker.clone(),
        Leg::Result => world.registry.clone(),
    }
}

fn done(world: &World, leg: Leg) -> bool {
    match leg {
        Leg::Money => world.credit(&world.worker) == 950 && world.locked() == 0,
        Leg::Score => world.reports().len() == 1,
        Leg::Result => world.writes().len() == 1,
    }
}

#[rstest]
fn one_leg_fails_alone(
    #[values(Leg::Money, Leg::Score, Leg::Result)] leg: Leg,
    #[values("error", "panic")] how: &str,
) {
    let mut world = World::new();
    let job = world.job_in(JobState::InReview);
    let peer = peer_of(&world, leg);
    let long = "x".repeat(500);
    let fault = match how {
        "error" => Fault::fail(long),
        _ => Fault::panic(long),
    };
    world.chain.set_fault(&peer, fault);
    let height = world.chain.height();
    let told = world.approve(job).should_succeed();

    assert_eq!(world.job(job).ended, Some(EndReason::Approved));
    for other in Leg::ALL {
        assert_eq!(done(&world, other), other != leg, "{other:?}");
    }
    let reason = match how {
        "error" => "x".repeat(60),
        _ => "codespace: wasm, code: 29".to_string(),
    };
    let pending = PendingLeg { job, leg, peer: peer.clone(), reason: reason.clone(), height };
    assert_eq!(world.pending(job), [pending]);
    let failed = "axiom_ledger_leg_failed";
    assert_eq!(told.count_of(failed), 1);
    assert_eq!(told.attribute(failed, "leg"), Some(leg.name()));
    assert_eq!(told.attribute(failed, "peer"), Some(peer.as_str()));
    assert_eq!(told.attribute(failed, "reason"), Some(reason.as_str()));

    // Still failing: everything is undone and it stays.
    world.retry(job, leg).should_fail();
    assert_eq!(world.pending(job).len(), 1);
    // Well again: it goes through once and no second time.
    world.chain.clear_fault(&peer);
    let told = world.retry(job, leg).should_succeed();
    assert_eq!(told.attribute("axiom_ledger_leg_retried", "leg"), Some(leg.name()));
    assert_eq!(world.pending(job), []);
    assert!(Leg::ALL.into_iter().all(|leg| done(&world, leg)));
    let gone = ContractError::NoPendingLeg { job, leg: leg.name() };
    world.retry(job, leg).should_fail_with(&gone);
}

#[test]
fn all_legs_fail_and_each_is_retried_by_itself() {
    let mut world = World::new();
    let job = world.job_in(JobState::InReview);
    for leg in Leg::ALL {
        world.chain.set_fault(peer_of(&world, leg), Fault::Silent);
    }
    world.approve(job).should_succeed();
    assert_eq!(world.job(job).state, JobState::Settled);
    assert_eq!(world.pending(job).len(), 3);
    for leg in [Leg::Result, Leg::Money, Leg::Score] {
        world.chain.clear_fault(peer_of(&world, leg));
        world.retry(job, leg).should_succeed();
        assert!(done(&world, leg));
    }
    assert_eq!(world.pending(job), []);
}

#[test]
fn a_retry_says_the_same_as_the_first_try() {
    let mut world = World::new();
    let (first, second) = (world.job_in(JobState::InReview), world.job_in(JobState::InReview));
    world.approve(first).should_succeed();
    for leg in Leg::ALL {
        world.chain.set_fault(peer_of(&world, leg), Fault::fail("closed"));
    }
    world.approve(second).should_succeed();
    world.chain.clear_faults();
    for leg in Leg::ALL {
        world.retry(second, leg).should_succeed();
    }
    let renumbered = |text: String| {
        let text = text.replace("job/2", "job/1");
        text.replace("\"id\":2", "\"id\":1")
    };
    let same = |log: Vec<String>| {
        let (a, b) = (log[log.len() - 2].clone(), log[log.len() - 1].clone());
        assert_eq!(a, renumbered(b));
    };
    let json = |value: serde_json::Value| value.to_string();
    for leg in Leg::ALL {
        let log = world.log::<serde_json::Value>(&peer_of(&world, leg));
        same(log.into_iter().map(json).collect());
    }
}

#[test]
fn a_refund_that_fails_waits_too() {
    let mut world = World::new();
    let job = world.job_in(JobState::Open);
    let distributor = world.distributor.clone();
    world.chain.set_fault(&distributor, Fault::fail("frozen"));
    world.send(&world.client.clone(), ExecuteMsg::Cancel { job }).should_succeed();
    assert_eq!(world.pending(job)[0].reason, "frozen");
    world.chain.clear_fault(&distributor);
    world.retry(job, Leg::Money).should_succeed();
    assert_eq!(world.credit(&world.client), PRICE);
}

#[test]
fn posting_needs_its_escrow() {
    let mut world = World::new();
    let distributor = world.distributor.clone();
    world.chain.set_fault(&distributor, Fault::fail("allowance is too small"));
    let client = world.client.clone();
    world
        .send(&client, ExecuteMsg::PostJob(paid()))
        .should_fail_containing("allowance is too small");
    assert_eq!(world.records(), 0);
    world.chain.clear_fault(&distributor);
    assert_eq!(world.post(paid()), 1);
}

#[test]
fn a_job_ends_with_the_peers_it_began_with() {
    let mut world = World::new();
    let job = world.job_in(JobState::InReview);
    let (old, old_tracker) = (world.distributor.clone(), world.tracker.clone());
    let registry = peer(&mut world.chain, "registry", registry::CONTRACT_NAME, false);
    let tracker = peer(&mut world.chain, "tracker", tracker::CONTRACT_NAME, false);
    let distributor = peer(&mut world.chain, "distributor", distributor::CONTRACT_NAME, false);
    seed_domain(&mut world.chain, &tracker);
    let peers = PeersMsg {
        registry: Some(registry.to_string()),
        tracker: Some(tracker.to_string()),
        distributor: Some(distributor.to_string()),
    };
    world.admin(AdminMsg::SetPeers { peers }).should_succeed();

    world.chain.set_fault(&old_tracker, Fault::fail("paused"));
    world.approve(job).should_succeed();
    assert_eq!(world.pending(job)[0].peer, old_tracker);
    world.chain.clear_faults();
    world.retry(job, Leg::Score).should_succeed();
    assert!(Leg::ALL.into_iter().all(|leg| done(&world, leg)));
    assert_eq!(world.log::<distributor::ExecuteMsg>(&distributor), []);
    assert_eq!(world.log::<tracker::ExecuteMsg>(&tracker), []);
    assert_eq!(world.job(job).peers.distributor, Some(old));

    // The next job works with the new ones and their space.
    let next = world.post(paid());
    assert_eq!(world.log::<distributor::ExecuteMsg>(&distributor).len(), 1);
    assert_eq!(world.job(next).peers.registry, Some(registry.clone()));
    assert_eq!(world.job(next).peers.space, Some(71));
}

#[test]
fn limits_are_those_of_the_table_and_a_retry_has_none() {
    let mut world = World::new();
    let job = world.job_in(JobState::InReview);
    let limits: Rc<RefCell<Vec<(u64, Option<u64>)>>> = Rc::default();
    let seen = limits.clone();
    let ledger = world.ledger.clone();
    world.chain.set_fault(
        &ledger,
        Fault::response(move |response| {
            let rows = response.messages.iter().map(|sub| (sub.id, sub.gas_limit));
            seen.borrow_mut().extend(rows);
            response
        }),
    );
    let tracker = world.tracker.clone();
    world.chain.set_fault(&tracker, Fault::fail("paused"));
    world.approve(job).should_succeed();
    let id = |kind: u64| (job << 8) | kind;
    let expected = [
        (id(2), Some(250_000 + 2 * 30_000)),
        (id(3), Some(450_000 + 60_000 + 4 * 300_000)),
        (id(4), Some(250_000)),
    ];
    assert_eq!(*limits.borrow(), expected);
    limits.borrow_mut().clear();
    world.chain.clear_fault(&tracker);
    world.retry(job, Leg::Score).should_succeed();
    assert_eq!(*limits.borrow(), [(0, None)]);
}

fn reply(id: u64, result: SubMsgResult) -> Reply {
    Reply { id, payload: Binary::default(), gas_used: 0, result }
}

#[test]
#[allow(deprecated)]
fn replies_that_nobody_expects() {
    let mut deps = mock_dependencies();
    let nothing = SubMsgResponse { events: vec![], data: None, msg_responses: vec![] };
    for id in [0, 5, 255, (7 << 8) | 9] {
        let unknown = axiom_kit::KitError::UnknownReply { id };
        let result = SubMsgResult::Ok(nothing.clone());
        let found = contract::reply(deps.as_mut(), mock_env(), reply(id, result)).unwrap_err();
        assert_eq!(found, ContractError::Kit(unknown));
    }
    // A registry that answers nothing, or fails, brings no space.
    for result in [SubMsgResult::Ok(nothing.clone()), SubMsgResult::Err("no".into())] {
        let id = (1 << 8) | 1;
        let found = contract::reply(deps.as_mut(), mock_env(), reply(id, result)).unwrap_err();
        assert_eq!(found, ContractError::NoSpace {});
    }
    // A leg that went through after all needs nothing.
    let id = (1 << 8) | 2;
    let fine = contract::reply(deps.as_mut(), mock_env(), reply(id, SubMsgResult::Ok(nothing)));
    assert_eq!(fine.unwrap(), cosmwasm_std::Response::new());
}

#[test]
pub fn damaged_terms_stop_a_settlement_instead_of_paying_wrong() {
    let mut world = World::new();
    let job = world.job_in(JobState::InReview);
    let mut key = vec![0, 1, b's'];
    key.extend(job.to_be_bytes());
    let mut spec = world.chain.query_raw(&world.ledger, &key).unwrap();
    // The fee stands before the recipient, four bytes of blocks and one of flags.
    let at = spec.len() - 5 - 1 - crate::world::settings().fee_recipient.len() - 2;
    assert_eq!(spec[at..at + 2], 500u16.to_be_bytes());
    spec[at..at + 2].copy_from_slice(&10_001u16.to_be_bytes());
    let ledger = world.ledger.clone();
    world.chain.seed(ledger, |storage| storage.set(&key, &spec));
    let error = axiom_kit::math::MathError::BpsTooHigh { bps: 10_001, max: 10_000 };
    world.approve(job).should_fail_with(&ContractError::Math(error));
    // Bytes that are no job are an error of storage.
    let ledger = world.ledger.clone();
    world.chain.seed(ledger, |storage| storage.set(&key, &[9, 9]));
    let failure = world.approve(job).should_fail();
    assert!(matches!(failure.error(), Some(ContractError::Std(_))), "{failure}");
}
