//! Who can take a job, and what is fixed by it.

use axiom_local::Account;
use axiom_types::common::Share;
use axiom_types::ledger::*;
use axiom_types::registry::ParticipantKind;
use axiom_types::rule::Rule;
use cosmwasm_std::Uint128;
use execution_ledger::domain::posting::TermsError;
use execution_ledger::ContractError;

use crate::world::{open, paid, World};

fn take(world: &mut World, who: &Account, job: u64) -> axiom_local::Outcome {
    world.send(who, ExecuteMsg::Accept { job })
}

#[test]
pub fn first_come_first_served() {
    let mut world = World::new();
    let job = world.post(open(Rule::Anyone {}));
    let stranger = world.stranger.clone();
    let told = take(&mut world, &stranger, job).should_succeed();
    assert_eq!(told.attribute("axiom_ledger_job_accepted", "worker"), Some(stranger.as_ref()));
    let error = ContractError::WrongState {
        job,
        state: JobState::Accepted,
        action: "accept",
        expected: "open",
    };
    world.accept(job).should_fail_with(&error);
    assert_eq!(world.job(job).worker, Some(stranger.address));
}

#[test]
pub fn an_open_job_was_offered_to_nobody() {
    let mut world = World::new();
    let job = world.post(open(Rule::Anyone {}));
    let worker = world.worker.clone();
    let error = ContractError::NotAllowed {
        job,
        sender: worker.to_string(),
        expected: "the worker it is offered to",
    };
    world.send(&worker, ExecuteMsg::Decline { job }).should_fail_with(&error);
}

#[test]
pub fn reviewer_and_arbiter_stay_outside() {
    let mut world = World::new();
    let job = world.post(open(Rule::Anyone {}));
    for (who, role) in [(world.reviewer.clone(), "reviewer"), (world.arbiter.clone(), "arbiter")] {
        let error = ContractError::Terms(TermsError::RoleClash {
            first: "worker",
            second: role,
            account: who.to_string(),
        });
        take(&mut world, &who, job).should_fail_with(&error);
    }
    assert_eq!(world.job(job).state, JobState::Open);
}

#[test]
pub fn a_gate_admits_whom_it_says() {
    let mut world = World::new();
    let (worker, stranger) = (world.worker.clone(), world.stranger.clone());
    let agents = Rule::Registered { kind: Some(ParticipantKind::Agent) };
    let job = world.post(open(agents));
    let closed = ContractError::GateClosed { job, sender: worker.to_string() };
    take(&mut world, &worker, job).should_fail_with(&closed);
    world.register(&worker, None, &[]);
    take(&mut world, &worker, job).should_succeed();

    let score = Rule::MinScore { tracker: None, domain: 1, min: Uint128::new(1) };
    let job = world.post(open(score));
    let closed = ContractError::GateClosed { job, sender: worker.to_string() };
    take(&mut world, &worker, job).should_fail_with(&closed);

    let members = Rule::Member { addresses: vec![stranger.to_string()] };
    let job = world.post(open(Rule::All { rules: vec![members, Rule::Anyone {}] }));
    let closed = ContractError::GateClosed { job, sender: worker.to_string() };
    take(&mut world, &worker, job).should_fail_with(&closed);
    take(&mut world, &stranger, job).should_succeed();
}

#[test]
fn without_a_registry_nobody_is_registered() {
    let mut world = World::new();
    let worker = world.worker.clone();
    world.register(&worker, None, &[]);
    let distributor = Some(world.distributor.to_string());
    let peers = PeersMsg { registry: None, tracker: None, distributor };
    world.admin(AdminMsg::SetPeers { peers }).should_succeed();
    let job = world.post(open(Rule::Registered { kind: None }));
    let closed = ContractError::GateClosed { job, sender: worker.to_string() };
    take(&mut world, &worker, job).should_fail_with(&closed);
}

#[test]
fn a_worker_without_a_route_is_paid_itself() {
    for registered in [false, true] {
        let mut world = World::new();
        let worker = world.worker.clone();
        if registered {
            world.register(&worker, None, &[("worker", 10_000)]);
        }
        let job = world.job_in(JobState::Accepted);
        let alone = Share { account: worker.to_string(), bps: 10_000 };
        assert_eq!(world.job(job).payees, [alone]);
    }
}

#[test]
fn payees_stay_although_the_route_changes() {
    let mut world = World::new();
    let (worker, principal) = (world.worker.clone(), Account::named("ann"));
    world.register(&worker, Some(&principal), &[("ann", 9_000), ("worker", 1_000)]);
    let job = world.job_in(JobState::Accepted);
    let fixed = world.job(job).payees;
    assert_eq!(world.job(job).worker_principal, Some(principal.address.clone()));

    world.register(&worker, None, &[("thief", 10_000)]);
    world.submit(job, 1).should_succeed();
    world.approve(job).should_succeed();
    assert_eq!(world.job(job).payees, fixed);
    assert_eq!(world.job(job).worker_principal, Some(principal.address.clone()));
    assert_eq!((world.credit(&principal), world.credit(&worker)), (855, 95));
    assert_eq!(world.credit(Account::named("thief")), 0);
}

#[test]
fn a_principal_without_a_route_is_kept() {
    let mut world = World::new();
    let (worker, principal) = (world.worker.clone(), Account::named("ann"));
    world.register(&worker, Some(&principal), &[]);
    let job = world.job_in(JobState::Accepted);
    let found = world.job(job);
    assert_eq!(found.worker_principal, Some(principal.address));
    assert_eq!(found.payees, [Share { account: worker.to_string(), bps: 10_000 }]);
}

#[test]
pub fn a_registry_cannot_plant_a_bad_route() {
    let nine = ["a", "b", "c", "d", "e", "f", "g", "h", "i"].map(|name| (name, 1_111));
    let routes: [&[(&str, u16)]; 5] = [
        &[("a", 9_999)],
        &[("a", 10_001)],
        &[("a", 5_000), ("a", 5_000)],
        &[("a", 10_000), ("b", 0)],
        &nine,
    ];
    for route in routes {
        let mut world = World::new();
        let worker = world.worker.clone();
        world.register(&worker, None, route);
        let job = world.post(paid());
        let bad = ContractError::BadRoute { worker: worker.to_string() };
        world.accept(job).should_fail_with(&bad);
    }
}
