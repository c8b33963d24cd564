use cosmwasm_schema::cw_serde;
use cosmwasm_std::testing::{message_info, mock_dependencies, mock_env};
use cosmwasm_std::Addr;
use rstest::rstest;
use schemars::schema_for;

use super::*;

#[cw_serde]
#[allow(dead_code)]
enum ExecuteMsg {
    /// A plain one.
    Claim { pool: u64 },
    /// One without a body, in the manner of cw-ownable.
    Nudge,
    /// A group.
    Admin(AdminMsg),
    /// A message with an enum that is no group.
    UpdateOwnership(cw_ownable::Action),
}

#[cw_serde]
#[allow(dead_code)]
enum AdminMsg {
    /// Settings.
    UpdateSettings { fee: u64 },
    /// A group in a group.
    Guard(axiom_types::common::GuardMsg),
}

const fn rule(message: &'static str, who: Who, gate: Gate) -> Rule {
    Rule { message, who, grant: "none", gate }
}

#[test]
fn names_come_from_the_schema_with_groups_expanded() {
    let names = message_names(&schema_for!(ExecuteMsg), &["admin", "guard"]);
    let wanted = [
        "claim",
        "nudge",
        "admin.update_settings",
        "admin.guard.pause",
        "admin.guard.unpause",
        "update_ownership",
    ];
    let mut names_sorted = names.clone();
    let mut wanted_sorted = wanted.to_vec();
    names_sorted.sort();
    wanted_sorted.sort();
    assert_eq!(names_sorted, wanted_sorted);
    let flat = message_names(&schema_for!(ExecuteMsg), &[]);
    assert!(flat.contains(&"admin".to_string()) && flat.len() == 4);
}

#[rstest]
#[case::anyone(Who::Anyone, "stranger", Ok(()))]
#[case::named_is_the_handlers(Who::Named("the client"), "stranger", Ok(()))]
#[case::pending_is_the_steps(Who::PendingOwner, "stranger", Ok(()))]
#[case::owner(Who::Owner, "owner", Ok(()))]
#[case::not_owner(Who::Owner, "stranger", Err("owner"))]
#[case::itself(Who::Itself, "itself", Ok(()))]
#[case::not_itself(Who::Itself, "owner", Err("itself"))]
fn who_may_send(#[case] who: Who, #[case] sender: &str, #[case] wanted: Result<(), &str>) {
    let mut deps = mock_dependencies();
    let (env, owner) = (mock_env(), deps.api.addr_make("owner"));
    let api = deps.api;
    ownership::init(&mut deps.storage, &api, None, &owner).unwrap();
    let sender: Addr = match sender {
        "itself" => env.contract.address.clone(),
        name => deps.api.addr_make(name),
    };
    let text = sender.to_string();
    let wanted = wanted.map_err(|kind| match kind {
        "owner" => KitError::NotOwner { sender: text },
        _ => KitError::NotItself { sender: text },
    });
    let info = message_info(&sender, &[]);
    assert_eq!(enforce(&rule("m", who, Gate::Always), &deps.storage, &env, &info), wanted);
}

#[test]
fn a_pause_shuts_entries_and_leaves_exits_open() {
    let mut deps = mock_dependencies();
    let (env, info) = (mock_env(), message_info(&deps.api.addr_make("anna"), &[]));
    let now = env.block.time.seconds();
    let (entry, exit) =
        (rule("in", Who::Anyone, Gate::WhenOpen), rule("out", Who::Anyone, Gate::Always));
    assert_eq!(enforce(&entry, &deps.storage, &env, &info), Ok(()));
    let until = pause::set(&mut deps.storage, now, 60).unwrap();
    let shut = Err(KitError::Paused { until });
    assert_eq!(enforce(&entry, &deps.storage, &env, &info), shut);
    assert_eq!(enforce(&exit, &deps.storage, &env, &info), Ok(()));
}

#[test]
fn the_golden_text_is_stable_json() {
    let table = [
        rule("claim", Who::Anyone, Gate::Always),
        Rule {
            message: "approve",
            who: Who::Named("the job's \"client\""),
            grant: "back\\slash\n",
            gate: Gate::WhenOpen,
        },
        rule("admin.guard.pause", Who::Owner, Gate::Always),
        rule("check", Who::Itself, Gate::Always),
        rule("update_ownership", Who::PendingOwner, Gate::Always),
    ];
    let text = golden("value-distributor", &table);
    assert_eq!(text, golden("value-distributor", &table));
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["contract"], "value-distributor");
    let rows = json["messages"].as_array().unwrap();
    assert_eq!(rows.len(), table.len());
    for (row, rule) in rows.iter().zip(&table) {
        assert_eq!(row["message"], rule.message);
        assert_eq!(row["who"], rule.who.words());
        assert_eq!(row["grant"], rule.grant);
        assert_eq!(row["gate"], rule.gate.words());
    }
    assert_eq!(text.lines().count(), 5 + table.len());
}
