//! What client and worker do together.

use axiom_types::ledger::*;
use cosmwasm_std::Uint128;
use execution_ledger::domain::posting::TermsError;
use execution_ledger::ContractError;

use crate::world::{open, World};

const YEAR: u64 = 31_536_000;

fn extend(seconds: u64) -> Agreement {
    Agreement::Extend { seconds }
}

fn dissolve(worker_bps: u16) -> Agreement {
    Agreement::Dissolve { worker_bps }
}

#[test]
fn an_offer_waits_for_the_other_side() {
    let mut world = World::new();
    let (client, worker) = (world.client.clone(), world.worker.clone());
    let job = world.job_in(JobState::Accepted);
    let told = world.agree(&client, job, dissolve(100)).should_succeed();
    assert_eq!(told.attribute("axiom_ledger_agreement_offered", "by"), Some(client.as_ref()));
    let offer = AgreementOffer { by: client.address.clone(), agreement: dissolve(100) };
    assert_eq!(world.job(job).offer, Some(offer));
    let records = world.records();
    // Saying it twice does not make it agreed.
    world.agree(&client, job, dissolve(100)).should_succeed();
    assert_eq!(world.job(job).state, JobState::Accepted);
    // Other words are a counter-offer.
    world.agree(&worker, job, dissolve(200)).should_succeed();
    let counter = AgreementOffer { by: worker.address.clone(), agreement: dissolve(200) };
    assert_eq!(world.job(job).offer, Some(counter));
    assert_eq!(world.records(), records);
    // The offer that was replaced is gone.
    world.agree(&worker, job, dissolve(100)).should_succeed();
    assert_eq!(world.job(job).state, JobState::Accepted);
    world.agree(&client, job, dissolve(100)).should_succeed();
    let ended = world.job(job);
    assert_eq!((ended.ended, ended.worker_bps), (Some(EndReason::Dissolved), Some(100)));
    assert_eq!(ended.offer, None);
}

#[test]
fn a_change_of_state_withdraws_an_offer() {
    let mut world = World::new();
    let (client, worker) = (world.client.clone(), world.worker.clone());
    let job = world.job_in(JobState::Accepted);
    world.agree(&worker, job, dissolve(9_000)).should_succeed();
    world.submit(job, 1).should_succeed();
    assert_eq!(world.job(job).offer, None);
    world.agree(&client, job, dissolve(9_000)).should_succeed();
    assert_eq!(world.job(job).state, JobState::InReview);
}

#[test]
pub fn both_move_the_deadline_up_to_a_year_in_all() {
    let mut world = World::new();
    let (client, worker) = (world.client.clone(), world.worker.clone());
    let job = world.job_in(JobState::Accepted);
    let before = world.job(job).deadline.unwrap();
    let short = ContractError::ExtensionTooShort { seconds: 59, min: 60 };
    world.agree(&client, job, extend(59)).should_fail_with(&short);
    world.agree(&client, job, extend(YEAR - 100)).should_succeed();
    let told = world.agree(&worker, job, extend(YEAR - 100)).should_succeed();
    let after = before + YEAR - 100;
    assert_eq!(world.job(job).deadline, Some(after));
    let wire = after.to_string();
    assert_eq!(told.attribute("axiom_ledger_deadline_extended", "deadline"), Some(wire.as_str()));
    assert_eq!(world.job(job).offer, None);

    world.submit(job, 1).should_succeed();
    let long = ContractError::ExtensionTooLong { seconds: 101, left: 100 };
    world.agree(&worker, job, extend(101)).should_fail_with(&long);
    world.agree(&worker, job, extend(100)).should_succeed();
    world.agree(&client, job, extend(100)).should_succeed();
    let none = ContractError::ExtensionTooLong { seconds: 60, left: 0 };
    world.agree(&worker, job, extend(60)).should_fail_with(&none);
}

#[test]
fn an_extended_deadline_is_kept_to_the_second() {
    let mut world = World::new();
    let (client, worker) = (world.client.clone(), world.worker.clone());
    let job = world.job_in(JobState::Rework);
    let until = world.job(job).deadline.unwrap() + 500;
    world.agree(&client, job, extend(500)).should_succeed();
    world.agree(&worker, job, extend(500)).should_succeed();
    world.go_to(until - 1);
    let height = world.job(job).deadline_height.unwrap();
    world.expire(job).should_fail_with(&ContractError::DeadlineAhead { job, until, height });
    world.expire(job).should_succeed();
    assert_eq!(world.job(job).ended, Some(EndReason::NotReworked));
}

#[test]
fn nobody_agrees_to_more_than_all() {
    let mut world = World::new();
    let client = world.client.clone();
    let job = world.job_in(JobState::Disputed);
    let error = TermsError::BpsTooHigh { field: "worker_bps", bps: 10_001, max: 10_000 };
    world
        .agree(&client, job, dissolve(10_001))
        .should_fail_with(&ContractError::Terms(error.clone()));
    world.arbitrate(job, 10_001).should_fail_with(&ContractError::Terms(error));
    let empty = axiom_kit::KitError::BadText { field: "reason", len: 0, max: 1_024 };
    let arbiter = world.arbiter.clone();
    let silent = ExecuteMsg::Arbitrate { job, worker_bps: 1, reason: String::new() };
    world.send(&arbiter, silent).should_fail_with(&ContractError::Kit(empty));
}

#[test]
fn one_person_on_both_sides_agrees_alone() {
    let mut world = World::new();
    let client = world.client.clone();
    let job = world.post(open(axiom_types::rule::Rule::Anyone {}));
    world.send(&client, ExecuteMsg::Accept { job }).should_succeed();
    world.agree(&client, job, extend(60)).should_succeed();
    assert_eq!(world.job(job).offer, None);
    world.agree(&client, job, dissolve(0)).should_succeed();
    assert_eq!(world.job(job).ended, Some(EndReason::Dissolved));
    assert_eq!(Uint128::new(world.credit(&client)).u128(), crate::world::PRICE);
}
