//! Every message in every state.

use axiom_local::Outcome;
use axiom_types::ledger::*;
use execution_ledger::ContractError;

use crate::world::World;

type Try = fn(&mut World, u64) -> Outcome;

fn both(world: &mut World, job: u64, agreement: Agreement) -> Outcome {
    let (client, worker) = (world.client.clone(), world.worker.clone());
    let first = world.agree(&client, job, agreement.clone());
    if !first.is_ok() {
        return first;
    }
    world.agree(&worker, job, agreement)
}

/// Name, how to try it, states in which it is possible with the state and end that follow, and what is expected.
type Row = (&'static str, Try, &'static [(JobState, JobState, Option<EndReason>)], &'static str);

const ROWS: [Row; 10] = {
    use EndReason as E;
    use JobState as S;
    [
        ("accept", |w, j| w.accept(j), &[(S::Open, S::Accepted, None)], "open"),
        (
            "decline",
            |w, j| w.send(&w.worker.clone(), ExecuteMsg::Decline { job: j }),
            &[(S::Open, S::Settled, Some(E::Declined))],
            "open",
        ),
        (
            "cancel",
            |w, j| w.send(&w.client.clone(), ExecuteMsg::Cancel { job: j }),
            &[(S::Open, S::Settled, Some(E::Cancelled))],
            "open",
        ),
        (
            "submit",
            |w, j| w.submit(j, 30),
            &[(S::Accepted, S::InReview, None), (S::Rework, S::InReview, None)],
            "accepted or rework",
        ),
        (
            "approve",
            |w, j| w.approve(j),
            &[(S::InReview, S::Settled, Some(E::Approved))],
            "in_review",
        ),
        ("reject", |w, j| w.reject(j), &[(S::InReview, S::Rework, None)], "in_review"),
        (
            "arbitrate",
            |w, j| w.arbitrate(j, 2_500),
            &[(S::Disputed, S::Settled, Some(E::Arbitrated))],
            "disputed",
        ),
        (
            "expire",
            |w, j| {
                w.chain.halt(1_000_000);
                w.expire(j)
            },
            &[
                (S::Open, S::Settled, Some(E::NotAccepted)),
                (S::Accepted, S::Settled, Some(E::NotSubmitted)),
                (S::InReview, S::Settled, Some(E::ReviewerAbsent)),
                (S::Rework, S::Settled, Some(E::NotReworked)),
                (S::Disputed, S::Settled, Some(E::ArbiterAbsent)),
            ],
            "any state but settled",
        ),
        (
            "dissolve",
            |w, j| both(w, j, Agreement::Dissolve { worker_bps: 2_000 }),
            &[
                (S::Accepted, S::Settled, Some(E::Dissolved)),
                (S::InReview, S::Settled, Some(E::Dissolved)),
                (S::Rework, S::Settled, Some(E::Dissolved)),
                (S::Disputed, S::Settled, Some(E::Dissolved)),
            ],
            "accepted, in_review, rework or disputed",
        ),
        (
            "extend",
            |w, j| both(w, j, Agreement::Extend { seconds: 60 }),
            &[
                (S::Accepted, S::Accepted, None),
                (S::InReview, S::InReview, None),
                (S::Rework, S::Rework, None),
                (S::Disputed, S::Disputed, None),
            ],
            "accepted, in_review, rework or disputed",
        ),
    ]
};

#[test]
fn every_message_in_every_state() {
    for (action, attempt, possible, expected) in ROWS {
        for state in JobState::ALL {
            let mut world = World::new();
            let job = world.job_in(state);
            let (before, records) = (world.job(job), world.records());
            let outcome = attempt(&mut world, job);
            match possible.iter().find(|(from, _, _)| *from == state) {
                Some((_, to, ended)) => {
                    outcome.should_succeed();
                    let after = world.job(job);
                    assert_eq!((after.state, after.ended), (*to, *ended), "{action} in {state:?}");
                    assert_eq!(world.records(), records + 1, "{action} in {state:?}");
                }
                None => {
                    let error = ContractError::WrongState { job, state, action, expected };
                    outcome.should_fail_with(&error);
                    let after = world.job(job);
                    assert_eq!(after, before, "{action} in {state:?}");
                    assert_eq!(world.records(), records);
                }
            }
        }
    }
}

#[test]
fn the_second_rejection_goes_to_the_arbiter() {
    let mut world = World::new();
    let job = world.job_in(JobState::Rework);
    world.submit(job, 20).should_succeed();
    let told = world.reject(job).should_succeed();
    assert_eq!(told.attribute("axiom_ledger_work_rejected", "state"), Some("disputed"));
    assert_eq!(world.job(job).state, JobState::Disputed);
}

#[test]
fn nothing_happens_to_a_job_that_is_not_there() {
    let mut world = World::new();
    let job = world.job_in(JobState::Accepted) + 1;
    for (_, attempt, _, _) in ROWS {
        attempt(&mut world, job).should_fail_with(&ContractError::UnknownJob { job });
    }
    world.retry(job, Leg::Money).should_fail_with(&ContractError::UnknownJob { job });
}

#[test]
pub fn no_leg_can_be_retried_that_did_not_fail() {
    for state in JobState::ALL {
        let mut world = World::new();
        let job = world.job_in(state);
        for leg in Leg::ALL {
            let error = ContractError::NoPendingLeg { job, leg: leg.name() };
            world.retry(job, leg).should_fail_with(&error);
        }
    }
}
