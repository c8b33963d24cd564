//! Each waiting state ends by itself, at its second and block and not before, whatever was paused.

use axiom_kit::KitError;
use axiom_types::common::GuardMsg;
use axiom_types::ledger::*;
use execution_ledger::ContractError;
use rstest::rstest;

use crate::world::{paid, settings, voluntary, World, PRICE, WINDOWS};

const WAITING: [JobState; 5] =
    [JobState::Open, JobState::Accepted, JobState::InReview, JobState::Rework, JobState::Disputed];

fn own_action(world: &mut World, job: u64, state: JobState) -> axiom_local::Outcome {
    match state {
        JobState::Open => world.accept(job),
        JobState::Accepted | JobState::Rework => world.submit(job, 40),
        JobState::InReview => world.approve(job),
        JobState::Disputed | JobState::Settled => world.arbitrate(job, 1),
    }
}

fn window(state: JobState) -> u64 {
    match state {
        JobState::Open => WINDOWS.accept,
        JobState::Accepted => WINDOWS.submit,
        JobState::InReview => WINDOWS.review,
        JobState::Rework => WINDOWS.rework,
        JobState::Disputed | JobState::Settled => WINDOWS.arbitrate,
    }
}

#[test]
fn a_deadline_is_the_entry_plus_its_window() {
    for state in WAITING {
        let mut world = World::new();
        let job = world.job_in(state);
        // The state was entered one block ago.
        let entered = world.chain.now().seconds() - axiom_local::BLOCK_SECONDS;
        assert_eq!(world.job(job).deadline, Some(entered + window(state)), "{state:?}");
    }
}

#[test]
fn one_second_before_only_the_action_works() {
    for state in WAITING {
        let mut world = World::new();
        let job = world.job_in(state);
        let until = world.job(job).deadline.unwrap();
        let height = world.job(job).deadline_height.unwrap();
        world.go_to(until - 1);
        let error = ContractError::DeadlineAhead { job, until, height };
        world.expire(job).should_fail_with(&error);
        let mut world = World::new();
        let job = world.job_in(state);
        world.go_to(world.job(job).deadline.unwrap() - 1);
        own_action(&mut world, job, state).should_succeed();
        assert_ne!(world.job(job).state, state);
    }
}

#[rstest]
fn from_then_on_only_expire_works(#[values(0, 1)] later: u64) {
    for state in WAITING {
        let mut world = World::new();
        let job = world.job_in(state);
        let ended_at = world.job(job).deadline.unwrap();
        world.go_to(ended_at + later);
        let late = ContractError::DeadlinePassed { job, ended_at };
        let at = world.chain.block();
        own_action(&mut world, job, state).should_fail_with(&late);
        assert_eq!(at.time.seconds(), ended_at + later);
        world.expire(job).should_succeed();
        let ended = world.job(job);
        assert_eq!(ended.state, JobState::Settled);
        assert_eq!((ended.deadline, ended.deadline_height), (None, None));
    }
}

#[test]
fn expire_works_at_the_very_second() {
    for (state, reason, worker_gets) in [
        (JobState::Open, EndReason::NotAccepted, 0),
        (JobState::Accepted, EndReason::NotSubmitted, 0),
        (JobState::InReview, EndReason::ReviewerAbsent, 950),
        (JobState::Rework, EndReason::NotReworked, 0),
        (JobState::Disputed, EndReason::ArbiterAbsent, 475),
    ] {
        let mut world = World::new();
        let job = world.job_in(state);
        world.go_to(world.job(job).deadline.unwrap());
        let told = world.expire(job).should_succeed();
        assert_eq!(world.job(job).ended, Some(reason));
        let wire = told.attribute("axiom_ledger_job_settled", "reason").unwrap().to_string();
        assert_eq!(wire, EndReason::ALL.iter().find(|(r, _)| *r == reason).unwrap().1);
        assert_eq!(world.credit(&world.worker), worker_gets, "{state:?}");
        let fee = worker_gets / 19;
        assert_eq!(world.credit(&world.client), PRICE - worker_gets - fee, "{state:?}");
        assert_eq!(world.locked(), 0);
    }
}

#[test]
pub fn every_other_action_of_a_state_is_late_too() {
    let late = |job, world: &World| {
        let ended_at = world.job(job).deadline.unwrap();
        (ended_at, ContractError::DeadlinePassed { job, ended_at })
    };
    for decline in [true, false] {
        let mut world = World::new();
        let job = world.job_in(JobState::Open);
        let (at, error) = late(job, &world);
        world.go_to(at);
        let (sender, msg) = match decline {
            true => (world.worker.clone(), ExecuteMsg::Decline { job }),
            false => (world.client.clone(), ExecuteMsg::Cancel { job }),
        };
        world.send(&sender, msg).should_fail_with(&error);
    }
    let mut world = World::new();
    let job = world.job_in(JobState::InReview);
    let (at, error) = late(job, &world);
    world.go_to(at);
    world.reject(job).should_fail_with(&error);
    let client = world.client.clone();
    for agreement in [Agreement::Dissolve { worker_bps: 1 }, Agreement::Extend { seconds: 60 }] {
        world.agree(&client, job, agreement).should_fail_with(&error);
    }
}

#[test]
fn a_pause_shifts_deadlines_by_its_length() {
    for state in WAITING {
        let mut world = World::new();
        let job = world.job_in(state);
        let before = world.job(job).deadline.unwrap();
        world.pause(1_000);
        world.chain.halt(95); // one block of 5 seconds has passed with the pause itself
        world.admin(AdminMsg::Guard(GuardMsg::Unpause {})).should_succeed();
        let after = before + 100;
        assert_eq!(world.job(job).deadline, Some(after), "{state:?}");
        let height = world.job(job).deadline_height.unwrap();
        world.go_to(after - 1);
        let early = ContractError::DeadlineAhead { job, until: after, height };
        world.expire(job).should_fail_with(&early);
        world.expire(job).should_succeed();
    }
}

#[test]
fn a_running_pause_holds_the_clock() {
    let mut world = World::new();
    let job = world.job_in(JobState::Open);
    let at = world.job(job).deadline.unwrap();
    world.pause(10_000);
    let began = world.chain.now().seconds() - axiom_local::BLOCK_SECONDS;
    world.go_to(began + 5_000);
    let height = world.job(job).deadline_height.unwrap();
    let until = at + 5_000;
    world.expire(job).should_fail_with(&ContractError::DeadlineAhead { job, until, height });
    // It lapses by itself, and then the whole pause was added.
    world.go_to(at + 10_000);
    world.expire(job).should_succeed();
}

#[test]
fn time_paused_before_a_state_began_does_not_count() {
    let mut world = World::new();
    world.pause(500);
    world.chain.halt(1_000);
    let job = world.job_in(JobState::Open);
    let entered = world.chain.now().seconds() - axiom_local::BLOCK_SECONDS;
    assert_eq!(world.job(job).deadline, Some(entered + WINDOWS.accept));
}

#[test]
fn paused_are_posting_and_accepting_alone() {
    let mut world = World::new();
    let jobs: Vec<_> = WAITING.iter().map(|state| (*state, world.job_in(*state))).collect();
    let declined = world.job_in(JobState::Open);
    let cancelled = world.job_in(JobState::Open);
    world.pause(100_000);
    let until = world.chain.now().seconds() - axiom_local::BLOCK_SECONDS + 100_000;
    let paused = ContractError::Kit(KitError::Paused { until });
    let (client, worker) = (world.client.clone(), world.worker.clone());
    world.send(&client, ExecuteMsg::PostJob(paid())).should_fail_with(&paused);
    for (state, job) in jobs {
        match state {
            JobState::Open => {
                world.accept(job).should_fail_with(&paused);
            }
            state => {
                let offer = Agreement::Extend { seconds: 60 };
                world.agree(&client, job, offer).should_succeed();
                own_action(&mut world, job, state).should_succeed();
            }
        }
    }
    world.send(&worker, ExecuteMsg::Decline { job: declined }).should_succeed();
    world.send(&client, ExecuteMsg::Cancel { job: cancelled }).should_succeed();
}

#[test]
pub fn a_halted_chain_ends_nobodys_rights() {
    for state in WAITING {
        let mut world = World::with(SettingsMsg { min_blocks: 100, ..settings() });
        let job = world.job_in(state);
        let (until, height) =
            (world.job(job).deadline.unwrap(), world.job(job).deadline_height.unwrap());
        assert_eq!(height, world.chain.height() - 1 + 100);
        world.chain.halt(10_000_000);
        world.expire(job).should_fail_with(&ContractError::DeadlineAhead { job, until, height });
        let blocks = height - world.chain.height() - 1;
        world.chain.advance_blocks(blocks);
        world.expire(job).should_fail_with(&ContractError::DeadlineAhead { job, until, height });
        assert_eq!(world.chain.height(), height);
        world.expire(job).should_succeed();
    }
}

#[test]
fn on_a_halted_chain_the_action_still_works_until_its_blocks_are_there() {
    let mut world = World::with(SettingsMsg { min_blocks: 100, ..settings() });
    let job = world.job_in(JobState::Accepted);
    world.chain.halt(10_000_000);
    world.submit(job, 50).should_succeed();
    assert_eq!(world.job(job).state, JobState::InReview);
}

#[test]
fn silence_of_a_reviewer_means_what_the_job_says() {
    let mut world = World::new();
    let job = world.post(NewJob { on_silence: Some(OnSilence::RefundClient), ..paid() });
    world.bring(job, JobState::InReview);
    world.go_to(world.job(job).deadline.unwrap());
    world.expire(job).should_succeed();
    assert_eq!(world.job(job).worker_bps, Some(0));
    assert_eq!(world.credit(&world.client), PRICE);
    assert_eq!((world.reports().len(), world.writes().len()), (0, 0));
}

#[test]
fn silence_of_an_arbiter_splits_as_the_job_says() {
    let mut world = World::new();
    let job = world.post(NewJob { arbiter_silence_bps: Some(1), ..voluntary(10_000) });
    world.bring(job, JobState::Disputed);
    world.go_to(world.job(job).deadline.unwrap());
    world.expire(job).should_succeed();
    assert_eq!(world.job(job).worker_bps, Some(1));
    assert_eq!(world.reports().len(), 1);
}
