//! What the entry points do: translate, authorise, dispatch.

use axiom_kit::{access, checks};
use axiom_types::dao::{ExecuteMsg, InstantiateMsg, MigrateMsg, QueryMsg};
use cosmwasm_std::{Binary, Deps, DepsMut, Env, MessageInfo, Reply, Response};

use crate::access::rule_of;
use crate::error::ContractError;
use crate::execute::{self, Context};

/// Founds an economy.
///
/// # Errors
/// [`ContractError`].
pub fn instantiate(
    deps: DepsMut<'_>,
    env: Env,
    info: MessageInfo,
    msg: InstantiateMsg,
) -> Result<Response, ContractError> {
    checks::no_funds(&info)?;
    crate::found::found(deps, &env, msg)
}

/// Runs a message.
///
/// # Errors
/// [`ContractError`].
pub fn execute(
    deps: DepsMut<'_>,
    env: Env,
    info: MessageInfo,
    msg: ExecuteMsg,
) -> Result<Response, ContractError> {
    checks::no_funds(&info)?;
    access::enforce(rule_of(&msg), deps.storage, &env, &info)?;
    let ctx = Context { deps, env, sender: info.sender };
    match msg {
        ExecuteMsg::Propose { title, description, msgs, earliest, latest, track, may_fail } => {
            let draft = execute::propose::Draft { title, description, msgs, track, may_fail };
            execute::propose::no_times(earliest, latest)?;
            execute::propose::propose(ctx, draft)
        }
        ExecuteMsg::Vote { proposal_id, vote } => execute::vote::vote(ctx, proposal_id, vote),
        ExecuteMsg::VoteSigned { proposal_id, votes } => {
            execute::vote_signed::vote_signed(ctx, proposal_id, &votes)
        }
        ExecuteMsg::Execute { proposal_id } => execute::execute::execute(ctx, proposal_id),
        ExecuteMsg::Close { proposal_id } => execute::close::close(ctx, proposal_id),
        ExecuteMsg::Cancel { proposal_id } => execute::cancel::cancel(ctx, proposal_id),
        ExecuteMsg::GuardianPause { target, seconds } => {
            execute::guardian_pause::guardian_pause(ctx, &target, seconds)
        }
        ExecuteMsg::GuardianFreeze { target, seconds } => {
            execute::guardian_freeze::guardian_freeze(ctx, target, seconds)
        }
        ExecuteMsg::GuardianRelease { what } => {
            execute::guardian_release::guardian_release(ctx, what)
        }
        ExecuteMsg::Admin(msg) => execute::admin::dispatch(ctx, msg),
    }
}

/// Answers a query.
///
/// # Errors
/// [`ContractError`].
pub fn query(deps: Deps<'_>, env: Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    crate::query::dispatch(deps, &env, msg)
}

/// Hears of a submessage.
///
/// # Errors
/// [`ContractError`].
pub fn reply(deps: DepsMut<'_>, env: Env, msg: Reply) -> Result<Response, ContractError> {
    crate::reply::dispatch(deps, &env, msg)
}

/// Brings the state of an older version to this one.
///
/// # Errors
/// [`ContractError`].
pub fn migrate(deps: DepsMut<'_>, env: Env, msg: MigrateMsg) -> Result<Response, ContractError> {
    crate::migrate::migrate(deps, &env, &msg)
}
