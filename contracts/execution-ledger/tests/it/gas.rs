//! What the ledger's own messages cost, priced by what they did. Those that call peers are priced with the real peers
//! in the tests of the whole suite.

use axiom_types::ledger::*;

use crate::world::{paid, World};

/// Ceilings over 64 jobs in a row. The append to the mountain range varies: up to 7 nodes in this range.
const ACCEPT: u64 = 190_000;
const SUBMIT: u64 = 190_000;

#[test]
fn accept_and_submit_stay_below_their_ceilings() {
    let mut world = World::new();
    let (mut accepts, mut submits) = (vec![], vec![]);
    for _ in 0..64 {
        let job = world.post(paid());
        accepts.push(world.accept(job).should_succeed().gas.total);
        submits.push(world.submit(job, 1).should_succeed().gas.total);
    }
    // Every second append touches one node: the price of the message itself.
    assert!(accepts.iter().min() <= Some(&149_500), "{accepts:?}");
    assert!(submits.iter().min() <= Some(&154_000), "{submits:?}");
    assert!(accepts.iter().all(|gas| *gas <= ACCEPT), "{accepts:?}");
    assert!(submits.iter().all(|gas| *gas <= SUBMIT), "{submits:?}");
}

#[test]
fn an_index_is_written_once_and_not_at_each_move() {
    let mut world = World::new();
    let job = world.job_in(JobState::Accepted);
    let told = world.submit(job, 1).should_succeed();
    // Head, counters, record, submission, and the nodes of the range.
    let nodes = told.gas.counts.writes - 4;
    assert!((1..=2).contains(&nodes), "{:?}", told.gas.counts);
    assert_eq!(told.gas.counts.deletes, 0);
}
