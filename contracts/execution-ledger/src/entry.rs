//! Where the chain calls: messages are read in the way that takes little code, see [`axiom_types::json`].

use axiom_types::common::MigrateMsg;
use axiom_types::json::Lean;
use axiom_types::ledger::{ExecuteMsg, InstantiateMsg, QueryMsg};
#[cfg(target_arch = "wasm32")]
use cosmwasm_std::entry_point;
use cosmwasm_std::{Binary, Deps, DepsMut, Env, MessageInfo, Reply, Response};

use crate::{contract, ContractError};

type Answer = Result<Response, ContractError>;

/// Creates a contract.
///
/// # Errors
/// See [`contract::instantiate`].
#[cfg_attr(target_arch = "wasm32", entry_point)]
pub fn instantiate(
    deps: DepsMut<'_>,
    env: Env,
    info: MessageInfo,
    msg: Lean<InstantiateMsg>,
) -> Answer {
    contract::instantiate(deps, env, info, msg.0)
}

/// Runs a message.
///
/// # Errors
/// See [`contract::execute`].
#[cfg_attr(target_arch = "wasm32", entry_point)]
pub fn execute(deps: DepsMut<'_>, env: Env, info: MessageInfo, msg: Lean<ExecuteMsg>) -> Answer {
    contract::execute(deps, env, info, msg.0)
}

/// Hears how a submessage went.
///
/// # Errors
/// See [`contract::reply`].
#[cfg_attr(target_arch = "wasm32", entry_point)]
pub fn reply(deps: DepsMut<'_>, env: Env, msg: Reply) -> Answer {
    contract::reply(deps, env, msg)
}

/// Answers a query.
///
/// # Errors
/// See [`contract::query`].
#[cfg_attr(target_arch = "wasm32", entry_point)]
pub fn query(deps: Deps<'_>, env: Env, msg: Lean<QueryMsg>) -> Result<Binary, ContractError> {
    contract::query(deps, env, msg.0)
}

/// Brings the state of an older version to this one.
///
/// # Errors
/// See [`contract::migrate`].
#[cfg_attr(target_arch = "wasm32", entry_point)]
pub fn migrate(deps: DepsMut<'_>, env: Env, msg: Lean<MigrateMsg>) -> Answer {
    contract::migrate(deps, env, msg.0)
}
