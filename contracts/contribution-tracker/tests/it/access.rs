//! The access table: total, golden, and true.

use std::collections::BTreeSet;

use axiom_kit::access::{golden, message_names, Gate, Who};
use axiom_kit::KitError;
use axiom_types::common::{GuardMsg, PauseStatus, Reference};
use axiom_types::tracker::{AdminMsg, ExecuteMsg, QueryMsg};
use contribution_tracker::access::{rule, TABLE};
use contribution_tracker::ContractError;
use cosmwasm_schema::schema_for;
use cosmwasm_std::coin;

use crate::support::*;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/access.json");

#[test]
fn golden_access() {
    let table = golden("contribution-tracker", TABLE);
    if std::env::var("UPDATE_GOLDEN").is_ok() {
        std::fs::write(GOLDEN, &table).unwrap();
    }
    let committed = std::fs::read_to_string(GOLDEN).unwrap();
    assert_eq!(committed, table, "run with UPDATE_GOLDEN=1 if the change is meant");
}

#[test]
fn the_table_is_total() {
    let schema = schema_for!(ExecuteMsg);
    let variants: BTreeSet<_> = message_names(&schema, &["admin", "guard"]).into_iter().collect();
    let rows: BTreeSet<_> = TABLE.iter().map(|row| row.message.to_string()).collect();
    assert_eq!(variants, rows);
    assert_eq!(rows.len(), TABLE.len(), "no row twice");
}

const CAST: &[&str] = &["owner", "heir", "ann", "nan"];
const NOBODY: &[&str] = &[];
const OWNER: &[&str] = &["owner"];

/// A world with a grant, a listener and an offer of ownership to heir; paused if asked for.
fn moment(paused: bool) -> World {
    let mut world = World::new();
    world.grant(grant_of("ann", to("ann"), (10, 10, 10)));
    let addr = world.listener.to_string();
    world.ok("owner", &ExecuteMsg::AddHook { addr });
    let offer = cw_ownable::Action::TransferOwnership { new_owner: text("heir"), expiry: None };
    world.ok("owner", &ExecuteMsg::UpdateOwnership(offer));
    if paused {
        let pause = AdminMsg::Guard(GuardMsg::Pause { seconds: 1_000 });
        world.admin(pause);
    }
    world
}

/// Each message with those of the cast from whom it succeeds in [`moment`].
fn matrix(world: &mut World) -> Vec<(ExecuteMsg, &'static [&'static str])> {
    let reference = || Reference { kind: "vote".to_string(), id: 1 };
    let listener = world.listener.to_string();
    let (account, n) = (text("ann"), points(1));
    let admin = ExecuteMsg::Admin;
    vec![
        (ExecuteMsg::Report(world.work("ann", "ben", 5)), CAST),
        (ExecuteMsg::UpdateMembers { remove: vec![], add: vec![] }, NOBODY),
        (ExecuteMsg::UpdateAdmin { admin: None }, NOBODY),
        (ExecuteMsg::AddHook { addr: text("new") }, OWNER),
        (ExecuteMsg::RemoveHook { addr: listener.clone() }, OWNER),
        (ExecuteMsg::SyncHook { addr: listener, members: vec![text("ann")] }, CAST),
        (admin(AdminMsg::SetRegistry { registry: None }), OWNER),
        (admin(AdminMsg::AddDomain { domain: domain("data", DAY) }), OWNER),
        (admin(AdminMsg::SetRates { domain: CODE, rates: vec![] }), OWNER),
        (admin(AdminMsg::GrantBudget { grant: grant_of("nan", to("ann"), (1, 1, 1)) }), OWNER),
        (admin(AdminMsg::RevokeBudget { grant: 1 }), OWNER),
        (
            admin(AdminMsg::Award {
                domain: VOTE,
                account: account.clone(),
                points: n,
                reference: reference(),
            }),
            OWNER,
        ),
        (
            admin(AdminMsg::Penalise { domain: VOTE, account, points: n, reference: reference() }),
            OWNER,
        ),
        (admin(AdminMsg::Guard(GuardMsg::Pause { seconds: 5 })), OWNER),
        (admin(AdminMsg::Guard(GuardMsg::Unpause {})), OWNER),
        (ExecuteMsg::UpdateOwnership(cw_ownable::Action::AcceptOwnership), &["heir"]),
    ]
}

#[test]
fn every_denied_cell_is_a_message_that_succeeds_from_the_right_sender() {
    let mut seen = BTreeSet::new();
    for (msg, allowed) in matrix(&mut moment(false)) {
        let name = rule(&msg).message;
        seen.insert(name);
        let mut world = moment(name == "admin.guard.unpause");
        let start = world.chain.snapshot();
        for who in CAST {
            let before = world.chain.state_digest();
            let outcome = world.run(who, &msg);
            assert_eq!(outcome.is_ok(), allowed.contains(who), "{name} by {who}: {outcome:?}");
            let typed = outcome.error::<ContractError>().is_some();
            assert_eq!(typed, !allowed.contains(who), "{name} by {who}");
            let changed = world.chain.state_digest() != before;
            assert!(allowed.contains(who) || !changed, "{name} by {who} changed something");
            world.chain.restore(&start);
        }
        if rule(&msg).who == Who::Owner {
            let sender = text("nan");
            world.refused("nan", &msg, &KitError::NotOwner { sender }.into());
        }
    }
    assert_eq!(seen, TABLE.iter().map(|row| row.message).collect(), "each message has its row");
}

#[test]
fn a_pause_refuses_reports_and_synchronisation_and_nothing_else() {
    let mut gated = vec![];
    for (msg, allowed) in matrix(&mut moment(false)) {
        let mut world = moment(true);
        let until = world.ask::<PauseStatus>(&QueryMsg::Pause {}).until.unwrap();
        let Some(who) = allowed.first() else { continue };
        if rule(&msg).gate == Gate::WhenOpen {
            gated.push(rule(&msg).message);
            world.refused(who, &msg, &KitError::Paused { until }.into());
            // A pause lapses by itself.
            world.chain.advance_seconds(1_000);
        }
        world.ok(who, &msg);
    }
    assert_eq!(gated, ["report", "sync_hook"]);
}

#[test]
fn no_message_takes_coins() {
    for (msg, _) in matrix(&mut moment(false)) {
        let mut world = moment(false);
        world.chain.mint(addr("owner"), coin(5, "uaxm"));
        let (tracker, funds) = (world.tracker.clone(), [coin(5, "uaxm")]);
        let error = ContractError::from(KitError::FundsSent { coins: "5uaxm".to_string() });
        let outcome = world.chain.execute(addr("owner"), &tracker, &msg, &funds);
        outcome.should_fail_with(&error);
    }
}
