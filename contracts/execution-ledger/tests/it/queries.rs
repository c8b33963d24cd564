//! Jobs are found by state, client, worker and capability, page by page.

use axiom_local::{Account, Fault};
use axiom_types::ledger::*;
use axiom_types::rule::Rule;
use execution_ledger::ContractError;

use crate::world::{open, paid, voluntary, World};

fn page(
    world: &World,
    by: Option<JobFilter>,
    after: Option<u64>,
    limit: u32,
) -> (Vec<u64>, Option<u64>) {
    let msg = QueryMsg::Jobs { by, start_after: after, limit: Some(limit) };
    let found: JobsResponse = world.ask(&msg);
    (found.jobs.iter().map(|job| job.job).collect(), found.next)
}

/// All pages together.
fn walk(world: &World, by: Option<JobFilter>, limit: u32) -> Vec<u64> {
    let (mut all, mut after) = (vec![], None);
    loop {
        let (rows, next) = page(world, by.clone(), after, limit);
        assert!(rows.len() <= limit as usize);
        all.extend(rows);
        match next {
            Some(next) => {
                assert!(after < Some(next));
                after = Some(next);
            }
            None => return all,
        }
    }
}

#[test]
fn by_state_through_a_whole_life() {
    let mut world = World::new();
    let expected: Vec<_> =
        (0..3).flat_map(|_| JobState::ALL).map(|state| (world.job_in(state), state)).collect();
    for limit in [1, 2, 100] {
        for state in JobState::ALL {
            let want: Vec<u64> =
                expected.iter().filter(|(_, s)| *s == state).map(|(id, _)| *id).collect();
            assert_eq!(walk(&world, Some(JobFilter::State { state }), limit), want, "{state:?}");
        }
        let all: Vec<u64> = expected.iter().map(|(id, _)| *id).collect();
        assert_eq!(walk(&world, None, limit), all);
    }
}

#[test]
fn a_long_walk_by_state_stops_and_goes_on() {
    let mut world = World::new();
    for _ in 0..520 {
        world.post(voluntary(1));
    }
    let last = world.job_in(JobState::Settled);
    let settled = Some(JobFilter::State { state: JobState::Settled });
    assert_eq!(page(&world, settled.clone(), None, 30), (vec![], Some(500)));
    assert_eq!(page(&world, settled, Some(500), 30), (vec![last], None));
    let open = Some(JobFilter::State { state: JobState::Open });
    let (rows, next) = page(&world, open.clone(), None, 1_000);
    assert_eq!((rows.len(), next), (100, Some(100)));
    assert_eq!(walk(&world, open, 100).len(), 520);
    let default: JobsResponse =
        world.ask(&QueryMsg::Jobs { by: None, start_after: None, limit: None });
    assert_eq!((default.jobs.len(), default.next), (30, Some(30)));
    assert_eq!(page(&world, None, Some(7), 0), (vec![], Some(7)));
}

#[test]
fn by_client_and_by_worker() {
    let mut world = World::new();
    let (client, worker, stranger) =
        (world.client.clone(), world.worker.clone(), world.stranger.clone());
    let direct = world.post(paid());
    let free = world.post(open(Rule::Anyone {}));
    let other: JobPosted =
        world.send(&stranger, ExecuteMsg::PostJob(voluntary(1))).should_succeed().data_as();
    let by_client = |who: &Account| Some(JobFilter::Client { client: who.to_string() });
    let by_worker = |who: &Account| Some(JobFilter::Worker { worker: who.to_string() });
    assert_eq!(walk(&world, by_client(&client), 1), [direct, free]);
    assert_eq!(walk(&world, by_client(&stranger), 1), [other.job]);
    assert_eq!(walk(&world, by_worker(&worker), 1), [direct, other.job]);
    world.send(&stranger, ExecuteMsg::Accept { job: free }).should_succeed();
    assert_eq!(walk(&world, by_worker(&stranger), 1), [free]);
    // They stay after the end.
    world.bring(direct, JobState::Settled);
    assert_eq!(walk(&world, by_client(&client), 5), [direct, free]);
    assert_eq!(walk(&world, by_worker(&worker), 5), [direct, other.job]);
    let bad = QueryMsg::Jobs {
        by: Some(JobFilter::Client { client: "bob".into() }),
        start_after: None,
        limit: None,
    };
    assert!(world.chain.try_query::<JobsResponse>(&world.ledger, &bad).is_err());
}

#[test]
fn by_capability_while_open() {
    let mut world = World::new();
    let board = || Some(JobFilter::Capability { capability: "bridges".into() });
    let jobs: Vec<u64> = (0..5).map(|_| world.post(paid())).collect();
    world.post(NewJob { capability: Some("tunnels".into()), ..paid() });
    world.post(NewJob { capability: None, ..paid() });
    assert_eq!(walk(&world, board(), 2), jobs);
    let (client, worker) = (world.client.clone(), world.worker.clone());
    world.accept(jobs[0]).should_succeed();
    world.send(&worker, ExecuteMsg::Decline { job: jobs[1] }).should_succeed();
    world.send(&client, ExecuteMsg::Cancel { job: jobs[2] }).should_succeed();
    assert_eq!(walk(&world, board(), 2), jobs[3..]);
    world.chain.halt(1_000_000);
    world.expire(jobs[3]).should_succeed();
    assert_eq!(walk(&world, board(), 2), jobs[4..]);
}

#[test]
fn pending_legs_of_all_jobs() {
    let mut world = World::new();
    let jobs: Vec<u64> = (0..3).map(|_| world.job_in(JobState::InReview)).collect();
    let (distributor, registry) = (world.distributor.clone(), world.registry.clone());
    world.chain.set_fault(&distributor, Fault::fail("frozen"));
    world.chain.set_fault(&registry, Fault::fail("paused"));
    for job in &jobs {
        world.approve(*job).should_succeed();
    }
    let mut found = vec![];
    let mut after = None;
    loop {
        let msg = QueryMsg::AllPendingLegs { start_after: after, limit: Some(4) };
        let page: PendingLegsResponse = world.ask(&msg);
        found.extend(page.legs.into_iter().map(|row| (row.job, row.leg, row.reason)));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let expected: Vec<_> = jobs
        .iter()
        .flat_map(|job| {
            [(*job, Leg::Money, "frozen".to_string()), (*job, Leg::Result, "paused".to_string())]
        })
        .collect();
    assert_eq!(found, expected);
    assert_eq!(world.pending(jobs[1]).len(), 2);
}

#[test]
pub fn questions_about_nothing() {
    let world = World::new();
    for msg in [QueryMsg::Job { job: 1 }, QueryMsg::PendingLegs { job: 1 }] {
        let failure = world.chain.try_query::<serde_json::Value>(&world.ledger, &msg).unwrap_err();
        let text = ContractError::UnknownJob { job: 1 }.to_string();
        assert!(failure.to_string().contains(&text), "{failure}");
    }
    assert!(walk(&world, None, 5).is_empty());
}

#[test]
fn peers_read_the_state_raw() {
    use axiom_types::ledger::raw::job_state;
    let mut world = World::new();
    for state in JobState::ALL {
        let job = world.job_in(state);
        let ended = (state == JobState::Settled).then_some(EndReason::Approved);
        let found = job_state(&world.chain.querier(), &world.ledger, job).unwrap();
        assert_eq!(found, Some((state, ended)));
    }
    assert_eq!(job_state(&world.chain.querier(), &world.ledger, 99).unwrap(), None);
}
