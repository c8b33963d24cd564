//! What the entry points do: translate, authorise, dispatch.

use axiom_kit::{access as gate, checks};
use axiom_types::common::MigrateMsg;
use axiom_types::ledger::{AdminMsg, ExecuteMsg, InstantiateMsg, QueryMsg};
use cosmwasm_std::{Binary, Deps, DepsMut, Env, MessageInfo, Reply, Response};

use crate::error::ContractError;
use crate::execute::{self, Ctx};
use crate::{access, migrate as steps, query as queries, reply as replies};

/// Version of this code, as kept by cw2; with the feature `next`, a second build for the tests of upgrades.
pub const VERSION: &str = if cfg!(feature = "next") { "0.2.0" } else { env!("CARGO_PKG_VERSION") };

/// Creates a ledger; with a registry it opens its own space there.
pub fn instantiate(
    deps: DepsMut<'_>,
    env: Env,
    info: MessageInfo,
    msg: InstantiateMsg,
) -> Result<Response, ContractError> {
    checks::no_funds(&info)?;
    execute::instantiate::run(Ctx { deps, env, sender: info.sender }, msg)
}

/// Runs a message.
pub fn execute(
    deps: DepsMut<'_>,
    env: Env,
    info: MessageInfo,
    msg: ExecuteMsg,
) -> Result<Response, ContractError> {
    checks::no_funds(&info)?;
    gate::enforce(access::rule(&msg), deps.storage, &env, &info)?;
    let ctx = Ctx { deps, env, sender: info.sender };
    match msg {
        ExecuteMsg::PostJob(new) => execute::post_job::run(ctx, new),
        ExecuteMsg::Accept { job } => execute::accept::run(ctx, job),
        ExecuteMsg::Decline { job } => execute::decline::run(ctx, job),
        ExecuteMsg::Cancel { job } => execute::cancel::run(ctx, job),
        ExecuteMsg::Submit { job, submission } => execute::submit::run(ctx, job, &submission),
        ExecuteMsg::Approve { job } => execute::approve::run(ctx, job),
        ExecuteMsg::Reject { job, reason } => execute::reject::run(ctx, job, &reason),
        ExecuteMsg::Arbitrate { job, worker_bps, reason } => {
            execute::arbitrate::run(ctx, job, worker_bps, &reason)
        }
        ExecuteMsg::Agree { job, agreement } => execute::agree::run(ctx, job, agreement),
        ExecuteMsg::Expire { job } => execute::expire::run(ctx, job),
        ExecuteMsg::RetryLeg { job, leg } => execute::retry_leg::run(ctx, job, leg),
        ExecuteMsg::Admin(AdminMsg::UpdateSettings { settings }) => {
            execute::update_settings::run(ctx, settings)
        }
        ExecuteMsg::Admin(AdminMsg::SetPeers { peers }) => execute::set_peers::run(ctx, peers),
        ExecuteMsg::Admin(AdminMsg::Guard(msg)) => execute::guard::run(ctx, msg),
        ExecuteMsg::UpdateOwnership(action) => execute::update_ownership::run(ctx, action),
    }
}

/// Hears how a submessage went.
pub fn reply(deps: DepsMut<'_>, env: Env, msg: Reply) -> Result<Response, ContractError> {
    replies::run(deps, &env, msg)
}

/// Answers a query.
pub fn query(deps: Deps<'_>, env: Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    queries::run(deps, &env, msg)
}

/// Brings the state of an older version to this one.
pub fn migrate(deps: DepsMut<'_>, _env: Env, msg: MigrateMsg) -> Result<Response, ContractError> {
    let MigrateMsg {} = msg;
    steps::run(deps)
}
