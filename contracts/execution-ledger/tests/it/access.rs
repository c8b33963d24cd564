//! Who may send what: the table, and every denied sender beside the one who may.

use axiom_kit::access::{golden, message_names};
use axiom_kit::KitError;
use axiom_local::Account;
use axiom_types::common::GuardMsg;
use axiom_types::ledger::*;
use axiom_types::rule::Rule;
use cosmwasm_std::coin;
use execution_ledger::{access, ContractError};

use crate::world::{open, paid, settings, voluntary, work, World};

#[test]
fn the_table_names_every_message() {
    let schema = cosmwasm_schema::schema_for!(ExecuteMsg);
    let mut names = message_names(&schema, &["admin", "guard"]);
    let mut table: Vec<_> = access::TABLE.iter().map(|rule| rule.message.to_string()).collect();
    names.sort();
    table.sort();
    assert_eq!(table, names);
}

#[test]
fn golden_access() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/access.json");
    let text = golden("execution-ledger", &access::TABLE);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(text, committed, "run with UPDATE_GOLDEN=1 if the change is meant");
}

fn admin_messages() -> Vec<ExecuteMsg> {
    let peers = PeersMsg { registry: None, tracker: None, distributor: None };
    vec![
        ExecuteMsg::Admin(AdminMsg::UpdateSettings { settings: settings() }),
        ExecuteMsg::Admin(AdminMsg::SetPeers { peers }),
        ExecuteMsg::Admin(AdminMsg::Guard(GuardMsg::Pause { seconds: 500 })),
        ExecuteMsg::Admin(AdminMsg::Guard(GuardMsg::Unpause {})),
    ]
}

/// One of each, about this job.
fn messages(job: u64) -> Vec<ExecuteMsg> {
    let reason = || "why".to_string();
    let mut all = vec![
        ExecuteMsg::PostJob(voluntary(1)),
        ExecuteMsg::Accept { job },
        ExecuteMsg::Decline { job },
        ExecuteMsg::Cancel { job },
        ExecuteMsg::Submit { job, submission: work(1) },
        ExecuteMsg::Approve { job },
        ExecuteMsg::Reject { job, reason: reason() },
        ExecuteMsg::Arbitrate { job, worker_bps: 1, reason: reason() },
        ExecuteMsg::Agree { job, agreement: Agreement::Extend { seconds: 60 } },
        ExecuteMsg::Expire { job },
        ExecuteMsg::RetryLeg { job, leg: Leg::Money },
        ExecuteMsg::UpdateOwnership(cw_ownable::Action::RenounceOwnership),
    ];
    all.extend(admin_messages());
    all
}

#[test]
fn the_table_finds_the_row_of_each_message() {
    let rows: Vec<_> = messages(1).iter().map(|msg| access::rule(msg).message).collect();
    let expected = [
        "post_job",
        "accept",
        "decline",
        "cancel",
        "submit",
        "approve",
        "reject",
        "arbitrate",
        "agree",
        "expire",
        "retry_leg",
        "update_ownership",
        "admin.update_settings",
        "admin.set_peers",
        "admin.guard.pause",
        "admin.guard.unpause",
    ];
    assert_eq!(rows, expected);
}

#[test]
fn parts_of_a_job() {
    let people =
        ["client", "worker", "reviewer", "arbiter", "owner", "dao", "treasury", "stranger"];
    let extend = |job| ExecuteMsg::Agree { job, agreement: Agreement::Extend { seconds: 60 } };
    type Make = fn(u64) -> ExecuteMsg;
    let rows: [(JobState, Make, &'static str, &[&str]); 8] = [
        (
            JobState::Open,
            |job| ExecuteMsg::Accept { job },
            "the worker it is offered to",
            &["worker"],
        ),
        (
            JobState::Open,
            |job| ExecuteMsg::Decline { job },
            "the worker it is offered to",
            &["worker"],
        ),
        (JobState::Open, |job| ExecuteMsg::Cancel { job }, "the job's client", &["client"]),
        (
            JobState::Accepted,
            |job| ExecuteMsg::Submit { job, submission: work(1) },
            "the job's worker",
            &["worker"],
        ),
        (
            JobState::InReview,
            |job| ExecuteMsg::Approve { job },
            "the job's client or reviewer",
            &["client", "reviewer"],
        ),
        (
            JobState::InReview,
            |job| ExecuteMsg::Reject { job, reason: "why".into() },
            "the job's client or reviewer",
            &["client", "reviewer"],
        ),
        (
            JobState::Disputed,
            |job| ExecuteMsg::Arbitrate { job, worker_bps: 1, reason: "why".into() },
            "the job's arbiter",
            &["arbiter"],
        ),
        (JobState::Rework, extend, "the job's client or worker", &["client", "worker"]),
    ];
    for (state, make, expected, allowed) in rows {
        for name in people {
            let mut world = World::new();
            let job = world.job_in(state);
            let who = Account::named(name);
            let outcome = world.send(&who, make(job));
            if allowed.contains(&name) {
                outcome.should_succeed();
            } else {
                let sender = who.to_string();
                let error = ContractError::NotAllowed { job, sender, expected };
                outcome.should_fail_with(&error);
                assert_eq!(world.job(job).state, state);
            }
        }
    }
}

#[test]
fn without_a_reviewer_the_client_decides_alone() {
    let mut world = World::new();
    let job = world.post(NewJob { reviewer: None, ..paid() });
    world.bring(job, JobState::InReview);
    let reviewer = world.reviewer.clone();
    let error = ContractError::NotAllowed {
        job,
        sender: reviewer.to_string(),
        expected: "the job's client or reviewer",
    };
    world.send(&reviewer, ExecuteMsg::Approve { job }).should_fail_with(&error);
    world.approve(job).should_succeed();
}

#[test]
fn anybody_posts_expires_and_takes_an_open_job() {
    for name in ["client", "stranger", "owner"] {
        let mut world = World::new();
        let who = Account::named(name);
        world.send(&who, ExecuteMsg::PostJob(voluntary(1))).should_succeed();
        let job = world.post(open(Rule::Anyone {}));
        world.send(&who, ExecuteMsg::Accept { job }).should_succeed();
        world.chain.halt(1_000_000);
        world.send(&who, ExecuteMsg::Expire { job }).should_succeed();
    }
}

#[test]
fn only_the_owner_governs() {
    let mut world = World::new();
    for msg in admin_messages() {
        for name in ["client", "dao", "stranger"] {
            let who = Account::named(name);
            let error = ContractError::Kit(KitError::NotOwner { sender: who.to_string() });
            world.send(&who, msg.clone()).should_fail_with(&error);
        }
        world.send(&world.owner.clone(), msg).should_succeed();
    }
}

#[test]
fn ownership_moves_in_two_steps() {
    use cw_ownable::Action;
    let mut world = World::new();
    let (owner, heir, thief) =
        (world.owner.clone(), Account::named("heir"), world.stranger.clone());
    let offer = |to: &Account| {
        ExecuteMsg::UpdateOwnership(Action::TransferOwnership {
            new_owner: to.to_string(),
            expiry: None,
        })
    };
    let not_owner = ContractError::Kit(KitError::NotOwner { sender: thief.to_string() });
    world.send(&thief, offer(&thief)).should_fail_with(&not_owner);
    world.send(&owner, offer(&heir)).should_succeed();
    let accept = || ExecuteMsg::UpdateOwnership(Action::AcceptOwnership);
    let refused =
        ContractError::Kit(KitError::Ownership(cw_ownable::OwnershipError::NotPendingOwner));
    world.send(&thief, accept()).should_fail_with(&refused);
    world.send(&heir, accept()).should_succeed();
    let found: cw_ownable::Ownership<String> = world.ask(&QueryMsg::Ownership {});
    assert_eq!((found.owner, found.pending_owner), (Some(heir.to_string()), None));
    let error = ContractError::Kit(KitError::NotOwner { sender: owner.to_string() });
    world.send(&owner, admin_messages().remove(0)).should_fail_with(&error);
    world.send(&heir, admin_messages().remove(0)).should_succeed();
}

#[test]
fn no_message_takes_coins() {
    let mut world = World::new();
    let job = world.job_in(JobState::Open);
    let (client, ledger) = (world.client.clone(), world.ledger.clone());
    world.chain.mint(&client, coin(100, "uaxm"));
    let error = ContractError::Kit(KitError::FundsSent { coins: "3uaxm".into() });
    for msg in messages(job) {
        let funds = [coin(3, "uaxm")];
        world.chain.execute(&client, &ledger, &msg, &funds).should_fail_with(&error);
    }
    assert_eq!(world.chain.balance(&client, "uaxm"), 100);
}
