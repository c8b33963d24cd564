//! The access table: total, golden, and true.

use std::collections::BTreeSet;

use axiom_kit::access::{golden, message_names, Gate, Who};
use axiom_kit::KitError;
use axiom_types::common::GuardMsg;
use axiom_types::registry::{AdminMsg, ExecuteMsg, ParticipantKind, WriterRule};
use cosmwasm_schema::schema_for;
use cosmwasm_std::coin;
use state_registry::access::{rule, TABLE};
use state_registry::ContractError;

use crate::support::*;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/access.json");

#[test]
fn golden_access() {
    let table = golden("state-registry", TABLE);
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

/// A message that succeeds in [`World::settled`] from each of `allowed`, and from nobody else of [`CAST`].
struct Row {
    msg: ExecuteMsg,
    allowed: &'static [&'static str],
}

const CAST: &[&str] = &["owner", "ada", "bot", "eve", "bob", "pal", "nan"];

fn row(allowed: &'static [&'static str], msg: ExecuteMsg) -> Row {
    Row { msg, allowed }
}

fn matrix() -> Vec<Row> {
    let writers = || WriterRule::Owner {};
    let guard = |msg| ExecuteMsg::Admin(AdminMsg::Guard(msg));
    let transfer = cw_ownable::Action::TransferOwnership { new_owner: text("nan"), expiry: None };
    vec![
        // Everybody without a live entry.
        row(&["owner", "bob", "nan"], register(ParticipantKind::User)),
        row(&["ada", "bot", "eve", "pal"], ExecuteMsg::UpdateProfile { profile: profile(&[]) }),
        row(&["ada", "bot"], renew(&["bot"])),
        row(&["ada", "bot", "eve", "pal"], ExecuteMsg::Leave {}),
        // The bot is nobody's principal, the others are not registered.
        row(&["ada", "eve", "pal"], offer("zoe")),
        row(&["eve"], accept("ada")),
        row(&["ada", "bot"], unbind("bot")),
        row(CAST, create(writers())),
        row(&["ada"], ExecuteMsg::SetWriters { space: 1, writers: writers() }),
        row(&["ada"], ExecuteMsg::OfferSpace { space: 1, new_owner: Some(text("eve")) }),
        row(&["pal"], ExecuteMsg::TakeSpace { space: 1 }),
        row(&["ada", "bob"], write(1, vec![cell("k", 1, "two")])),
        row(&["ada", "bot"], write(2, vec![cell("k", 0, "one")])),
        row(&["owner"], ExecuteMsg::Admin(AdminMsg::UpdateSettings { settings: settings() })),
        row(&["owner"], guard(GuardMsg::Pause { seconds: 100 })),
        row(&["owner"], guard(GuardMsg::Unpause {})),
        row(&["owner"], ExecuteMsg::UpdateOwnership(transfer)),
    ]
}

/// The settled world at a moment at which leases may be renewed, paused or not.
fn moment(paused: bool) -> World {
    let mut world = World::settled();
    world.chain.advance_seconds(LEASE - WINDOW);
    if paused {
        let pause = AdminMsg::Guard(GuardMsg::Pause { seconds: 1_000 });
        world.ok("owner", &ExecuteMsg::Admin(pause));
    }
    world
}

#[test]
fn every_denied_cell_is_a_message_that_succeeds_from_the_right_sender() {
    let mut seen = BTreeSet::new();
    for Row { msg, allowed } in matrix() {
        let name = rule(&msg).message;
        seen.insert(name);
        let mut world = moment(name == "admin.guard.unpause");
        let start = world.chain.snapshot();
        for who in CAST {
            let before = world.chain.state_digest();
            let outcome = world.run(who, &msg);
            let denied = outcome.error::<ContractError>().is_some();
            assert_eq!(outcome.is_ok(), allowed.contains(who), "{name} by {who}: {outcome:?}");
            assert_eq!(denied, !allowed.contains(who), "{name} by {who}");
            let changed = world.chain.state_digest() != before;
            // The same settings or writers again are a success that changes nothing.
            assert!(allowed.contains(who) || !changed, "{name} by {who} changed something");
            world.chain.restore(&start);
        }
        if rule(&msg).who == Who::Owner {
            let sender = text("ada");
            world.refused("ada", &msg, &KitError::NotOwner { sender }.into());
        }
    }
    assert_eq!(seen, TABLE.iter().map(|row| row.message).collect(), "each message has its row");
}

#[test]
fn a_pause_refuses_entries_and_nothing_else() {
    for Row { msg, allowed } in matrix() {
        let mut world = moment(true);
        let until = world
            .ask::<axiom_types::common::PauseStatus>(&axiom_types::registry::QueryMsg::Pause {});
        let until = until.until.unwrap();
        let who = allowed[0];
        match rule(&msg).gate {
            Gate::WhenOpen => world.refused(who, &msg, &KitError::Paused { until }.into()),
            Gate::Always => {
                world.ok(who, &msg);
            }
        }
        // It lapses by itself.
        if rule(&msg).gate == Gate::WhenOpen {
            let now = world.now();
            world.chain.halt(until - now - 1);
            world.refused(who, &msg, &KitError::Paused { until }.into());
        }
    }
}

#[test]
fn a_pause_lapses_to_the_second() {
    let mut world = moment(false);
    let pause = AdminMsg::Guard(GuardMsg::Pause { seconds: 1_000 });
    let until = world.now() + 1_000;
    world.ok("owner", &ExecuteMsg::Admin(pause));
    let left = until - world.now();
    world.chain.halt(left - 1);
    let create = create(WriterRule::Owner {});
    world.refused("nan", &create, &KitError::Paused { until }.into());
    let left = until.saturating_sub(world.now());
    world.chain.halt(left);
    world.ok("nan", &create);
}

#[test]
fn no_message_takes_coins() {
    for Row { msg, allowed } in matrix() {
        let mut world = moment(false);
        let who = addr(allowed[0]);
        world.chain.mint(&who, coin(7, "uaxm"));
        let expected = ContractError::from(KitError::FundsSent { coins: "7uaxm".into() });
        let (chain, registry) = (&mut world.chain, &world.registry);
        chain.execute(&who, registry, &msg, &[coin(7, "uaxm")]).should_fail_with(&expected);
        assert_eq!(chain.balance(&who, "uaxm"), 7);
    }
}
