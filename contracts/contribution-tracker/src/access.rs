//! Who may send which message, under which grant, and whether a pause refuses it. Total: a match without `_`.

use axiom_kit::access::{Gate, Rule, Who};
use axiom_types::common::GuardMsg;
use axiom_types::tracker::{AdminMsg, ExecuteMsg};

const OWNED: &str = "ownership";

const fn anyone(message: &'static str, grant: &'static str, gate: Gate) -> Rule {
    Rule { message, who: Who::Anyone, grant, gate }
}

const fn owner(message: &'static str) -> Rule {
    Rule { message, who: Who::Owner, grant: OWNED, gate: Gate::Always }
}

const REPORT: Rule = anyone(
    "report",
    "none to record; mints within budgets granted to (client, sender)",
    Gate::WhenOpen,
);
const UPDATE_MEMBERS: Rule = anyone("update_members", "none; always refused", Gate::Always);
const UPDATE_ADMIN: Rule = anyone("update_admin", "none; always refused", Gate::Always);
const ADD_HOOK: Rule = owner("add_hook");
const REMOVE_HOOK: Rule = owner("remove_hook");
const SYNC_HOOK: Rule =
    anyone("sync_hook", "none; sends true weights to a registered hook", Gate::WhenOpen);
const SET_REGISTRY: Rule = owner("admin.set_registry");
const ADD_DOMAIN: Rule = owner("admin.add_domain");
const SET_RATES: Rule = owner("admin.set_rates");
const GRANT_BUDGET: Rule = owner("admin.grant_budget");
const REVOKE_BUDGET: Rule = owner("admin.revoke_budget");
const AWARD: Rule = owner("admin.award");
const PENALISE: Rule = owner("admin.penalise");
const PAUSE: Rule = owner("admin.guard.pause");
const UNPAUSE: Rule = owner("admin.guard.unpause");
const UPDATE_OWNERSHIP: Rule = Rule {
    message: "update_ownership",
    who: Who::Named("the owner; to accept, the pending owner"),
    grant: "ownership, or its offer",
    gate: Gate::Always,
};

/// The table, in the order of the messages.
pub const TABLE: &[Rule] = &[
    REPORT,
    UPDATE_MEMBERS,
    UPDATE_ADMIN,
    ADD_HOOK,
    REMOVE_HOOK,
    SYNC_HOOK,
    SET_REGISTRY,
    ADD_DOMAIN,
    SET_RATES,
    GRANT_BUDGET,
    REVOKE_BUDGET,
    AWARD,
    PENALISE,
    PAUSE,
    UNPAUSE,
    UPDATE_OWNERSHIP,
];

/// The row of a message.
pub fn rule(msg: &ExecuteMsg) -> Rule {
    match msg {
        ExecuteMsg::Report(_) => REPORT,
        ExecuteMsg::UpdateMembers { .. } => UPDATE_MEMBERS,
        ExecuteMsg::UpdateAdmin { .. } => UPDATE_ADMIN,
        ExecuteMsg::AddHook { .. } => ADD_HOOK,
        ExecuteMsg::RemoveHook { .. } => REMOVE_HOOK,
        ExecuteMsg::SyncHook { .. } => SYNC_HOOK,
        ExecuteMsg::Admin(AdminMsg::SetRegistry { .. }) => SET_REGISTRY,
        ExecuteMsg::Admin(AdminMsg::AddDomain { .. }) => ADD_DOMAIN,
        ExecuteMsg::Admin(AdminMsg::SetRates { .. }) => SET_RATES,
        ExecuteMsg::Admin(AdminMsg::GrantBudget { .. }) => GRANT_BUDGET,
        ExecuteMsg::Admin(AdminMsg::RevokeBudget { .. }) => REVOKE_BUDGET,
        ExecuteMsg::Admin(AdminMsg::Award { .. }) => AWARD,
        ExecuteMsg::Admin(AdminMsg::Penalise { .. }) => PENALISE,
        ExecuteMsg::Admin(AdminMsg::Guard(GuardMsg::Pause { .. })) => PAUSE,
        ExecuteMsg::Admin(AdminMsg::Guard(GuardMsg::Unpause {})) => UNPAUSE,
        ExecuteMsg::UpdateOwnership(_) => UPDATE_OWNERSHIP,
    }
}
