//! Hooks: told of changes of weight, never able to undo them.

use axiom_kit::KitError;
use axiom_local::Fault;
use axiom_types::tracker::*;
use contribution_tracker::{contract, ContractError};
use cosmwasm_std::testing::{mock_dependencies, mock_env};
use cosmwasm_std::{Binary, Reply, SubMsgResponse, SubMsgResult};
use serde_json::{json, Value};

use crate::support::*;

/// A world in which the listener listens.
fn listening() -> World {
    let mut world = World::new();
    let addr = world.listener.to_string();
    let done = world.ok("owner", &ExecuteMsg::AddHook { addr });
    assert_eq!(done.attribute("axiom_tracker_hook_added", "hook"), Some("1"));
    world
}

fn told(world: &World) -> Value {
    let last = world.chain.query_raw(&world.listener, b"last");
    last.map_or(Value::Null, |bytes| serde_json::from_slice(&bytes).unwrap())
}

fn states(world: &World) -> Vec<(u32, u32, bool)> {
    let all: Vec<HookStatus> = world.ask(&QueryMsg::HookStates {});
    all.into_iter().map(|hook| (hook.id, hook.failures, hook.quarantined)).collect()
}

fn sync(world: &World, members: &[&str]) -> ExecuteMsg {
    let members = members.iter().map(|name| text(name)).collect();
    ExecuteMsg::SyncHook { addr: world.listener.to_string(), members }
}

#[test]
fn all_changes_of_a_report_are_in_one_message() {
    let mut world = listening();
    let grant = NewGrant { domain: VOTE, ..grant_of("ledger", to("app"), (100, 100, 100)) };
    world.grant(grant);
    let mut report = world.work("app", "ann", 10);
    report.domain = VOTE;
    report.shares = shares(&[("ann", 5_000), ("cat", 5_000)]);
    let done = world.ok("ledger", &ExecuteMsg::Report(report));
    let answer: Reported = done.data_as();
    assert_eq!(answer.minted, points(10), "replies leave the data alone");
    let diffs = json!([
        {"key": text("ann"), "old": 100, "new": 105},
        {"key": text("cat"), "old": null, "new": 5},
    ]);
    assert_eq!(told(&world), json!({"member_changed_hook": {"diffs": diffs}}));
    let sender = world.chain.query_raw(&world.listener, b"sender").unwrap();
    assert_eq!(sender, world.tracker.as_bytes());
    let hooks: cw4::HooksResponse = world.ask(&QueryMsg::Hooks {});
    assert_eq!(hooks.hooks, [world.listener.to_string()]);
}

#[test]
fn no_change_of_weight_no_message() {
    let mut world = listening();
    world.award(CODE, "ann", 10);
    assert_eq!(told(&world), Value::Null);
    world.penalise(VOTE, "ben", 1_000);
    let before = told(&world);
    assert_ne!(before, Value::Null);
    world.chain.seed(&world.listener, |storage| storage.remove(b"last"));
    world.penalise(VOTE, "ben", 1_000);
    assert_eq!(told(&world), Value::Null);
}

#[test]
fn a_failing_hook_undoes_nothing_and_ends_in_quarantine() {
    let mut world = listening();
    world.chain.set_fault(&world.listener, Fault::fail("no"));
    for (failures, quarantined) in [(1, "false"), (2, "false"), (3, "true")] {
        let done = world.award(VOTE, "ann", 10);
        let of = |key| done.attribute("axiom_tracker_hook_failed", key);
        assert_eq!((of("hook"), of("quarantined")), (Some("1"), Some(quarantined)));
        assert_eq!(states(&world), [(1, failures, failures == 3)]);
    }
    assert_eq!((world.weight("ann"), told(&world)), (Some(130), Value::Null));
    let done = world.award(VOTE, "ann", 10);
    assert_eq!(done.count_of("axiom_tracker_hook_failed"), 0, "it is not called any more");
    let hooks: cw4::HooksResponse = world.ask(&QueryMsg::Hooks {});
    assert_eq!(hooks.hooks.len(), 1, "but still listed");

    // A synchronisation that fails changes nothing; one that succeeds lifts the quarantine.
    let msg = sync(&world, &["ann", "ben"]);
    let done = world.ok("nan", &msg);
    assert_eq!(done.attribute("axiom_tracker_hook_failed", "quarantined"), Some("true"));
    assert_eq!(states(&world), [(1, 3, true)]);
    world.chain.clear_faults();
    let done = world.ok("nan", &msg);
    let listener = world.listener.to_string();
    assert_eq!(done.attribute("axiom_tracker_hook_synced", "addr"), Some(listener.as_str()));
    assert_eq!(states(&world), [(1, 0, false)]);
    let diffs = json!([
        {"key": text("ann"), "old": 140, "new": 140},
        {"key": text("ben"), "old": 50, "new": 50},
    ]);
    assert_eq!(told(&world), json!({"member_changed_hook": {"diffs": diffs}}));
    world.award(VOTE, "ben", 1);
    assert_ne!(told(&world), json!({"member_changed_hook": {"diffs": diffs}}));
}

#[test]
fn a_success_ends_a_row_of_failures_and_others_cannot_make_one() {
    let mut world = listening();
    world.chain.set_fault(&world.listener, Fault::panic("no"));
    world.award(VOTE, "ann", 1);
    world.award(VOTE, "ann", 1);
    let msg = sync(&world, &["ann"]);
    world.ok("nan", &msg);
    world.ok("nan", &msg);
    assert_eq!(states(&world), [(1, 2, false)], "failed synchronisations do not count");
    world.chain.clear_faults();
    world.award(VOTE, "ann", 1);
    assert_eq!(states(&world), [(1, 0, false)]);
}

#[test]
fn hooks_are_bounded_and_unique() {
    let mut world = listening();
    let add = |name: &str| ExecuteMsg::AddHook { addr: text(name) };
    for name in ["h2", "h3", "h4"] {
        world.ok("owner", &add(name));
    }
    let error = KitError::TooMany { field: "hooks", len: 5, max: 4 };
    world.refused("owner", &add("h5"), &error.into());
    world.ok("owner", &ExecuteMsg::RemoveHook { addr: text("h4") });
    let error = KitError::Duplicate { field: "hooks", value: text("h2") };
    world.refused("owner", &add("h2"), &error.into());
    let gone = ExecuteMsg::RemoveHook { addr: text("h4") };
    world.refused("owner", &gone, &KitError::UnknownHook { hook: text("h4") }.into());
    // Numbers are never used again.
    let done = world.ok("owner", &add("h4"));
    assert_eq!(done.attribute("axiom_tracker_hook_added", "hook"), Some("5"));
    let bad = ExecuteMsg::AddHook { addr: "x".to_string() };
    world.refused("owner", &bad, &KitError::BadAddress { address: "x".to_string() }.into());
}

#[test]
fn bad_synchronisations_are_refused() {
    let mut world = listening();
    let cases: Vec<(ExecuteMsg, ContractError)> = vec![
        (sync(&world, &[]), KitError::Empty { field: "members" }.into()),
        (
            sync(&world, &["ann", "ann"]),
            KitError::Duplicate { field: "members", value: text("ann") }.into(),
        ),
        (
            sync(&world, &["ann"; 31]),
            KitError::TooMany { field: "members", len: 31, max: 30 }.into(),
        ),
        (sync(&world, &["nan"]), ContractError::NotMember { address: addr("nan") }),
        (
            ExecuteMsg::SyncHook { addr: text("nan"), members: vec![text("ann")] },
            KitError::UnknownHook { hook: text("nan") }.into(),
        ),
    ];
    for (msg, error) in cases {
        world.refused("nan", &msg, &error);
    }
}

#[test]
fn replies_of_removed_hooks_pass_and_unknown_ones_do_not() {
    let mut deps = mock_dependencies();
    #[allow(deprecated)]
    let ok = SubMsgResponse { events: vec![], data: None, msg_responses: vec![] };
    for result in [SubMsgResult::Ok(ok), SubMsgResult::Err("no".to_string())] {
        let reply =
            |id| Reply { id, payload: Binary::default(), gas_used: 0, result: result.clone() };
        for kind in [1, 2] {
            let id = axiom_kit::reply::id(kind, 77).unwrap();
            let done = contract::reply(deps.as_mut(), mock_env(), reply(id)).unwrap();
            assert!(done.events.is_empty());
        }
        let error = contract::reply(deps.as_mut(), mock_env(), reply(3)).unwrap_err();
        assert_eq!(error, KitError::UnknownReply { id: 3 }.into());
    }
}
