//! Who may send what, and what a pause refuses. The table is total: a test compares it with the message type.

use axiom_kit::access::{Gate, Rule, Who};
use axiom_types::common::GuardMsg;
use axiom_types::ledger::{AdminMsg, ExecuteMsg};

const NOTHING: &str = "nothing";
const JOB: &str = "a part in the job";
const OWNERSHIP: &str = "ownership";

/// Every message.
pub const TABLE: [Rule; 16] = [
    row("post_job", Who::Anyone, "an allowance at the distributor, for a paid job", Gate::WhenOpen),
    row(
        "accept",
        Who::Named("the worker it is offered to, or whom its gate admits"),
        JOB,
        Gate::WhenOpen,
    ),
    row("decline", Who::Named("the worker it is offered to"), JOB, Gate::Always),
    row("cancel", Who::Named("the job's client"), JOB, Gate::Always),
    row("submit", Who::Named("the job's worker"), JOB, Gate::Always),
    row("approve", Who::Named("the job's client or reviewer"), JOB, Gate::Always),
    row("reject", Who::Named("the job's client or reviewer"), JOB, Gate::Always),
    row("arbitrate", Who::Named("the job's arbiter"), JOB, Gate::Always),
    row("agree", Who::Named("the job's client or worker"), JOB, Gate::Always),
    row("expire", Who::Anyone, NOTHING, Gate::Always),
    row("retry_leg", Who::Anyone, NOTHING, Gate::Always),
    row("admin.update_settings", Who::Owner, OWNERSHIP, Gate::Always),
    row("admin.set_peers", Who::Owner, OWNERSHIP, Gate::Always),
    row("admin.guard.pause", Who::Owner, OWNERSHIP, Gate::Always),
    row("admin.guard.unpause", Who::Owner, OWNERSHIP, Gate::Always),
    row(
        "update_ownership",
        Who::Named("the owner, or whom ownership was offered to"),
        OWNERSHIP,
        Gate::Always,
    ),
];

const fn row(message: &'static str, who: Who, grant: &'static str, gate: Gate) -> Rule {
    Rule { message, who, grant, gate }
}

/// The row of a message.
pub fn rule(msg: &ExecuteMsg) -> &'static Rule {
    let [post_job, accept, decline, cancel, submit, approve, reject, arbitrate, agree, expire, retry_leg, update_settings, set_peers, pause, unpause, update_ownership] =
        &TABLE;
    match msg {
        ExecuteMsg::PostJob(_) => post_job,
        ExecuteMsg::Accept { .. } => accept,
        ExecuteMsg::Decline { .. } => decline,
        ExecuteMsg::Cancel { .. } => cancel,
        ExecuteMsg::Submit { .. } => submit,
        ExecuteMsg::Approve { .. } => approve,
        ExecuteMsg::Reject { .. } => reject,
        ExecuteMsg::Arbitrate { .. } => arbitrate,
        ExecuteMsg::Agree { .. } => agree,
        ExecuteMsg::Expire { .. } => expire,
        ExecuteMsg::RetryLeg { .. } => retry_leg,
        ExecuteMsg::Admin(AdminMsg::UpdateSettings { .. }) => update_settings,
        ExecuteMsg::Admin(AdminMsg::SetPeers { .. }) => set_peers,
        ExecuteMsg::Admin(AdminMsg::Guard(GuardMsg::Pause { .. })) => pause,
        ExecuteMsg::Admin(AdminMsg::Guard(GuardMsg::Unpause {})) => unpause,
        ExecuteMsg::UpdateOwnership(_) => update_ownership,
    }
}
