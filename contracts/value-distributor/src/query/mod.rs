//! Queries, by topic.

mod balances;
mod config;
mod escrows;
mod pools;

use axiom_types::distributor::QueryMsg;
use cosmwasm_std::{to_json_binary, Binary, Deps, Env};

use crate::error::ContractError;

/// Answers a query.
pub fn dispatch(deps: Deps, env: &Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    let answer = match msg {
        QueryMsg::Info {} => to_json_binary(&config::info(deps)?),
        QueryMsg::Ownership {} => to_json_binary(&config::ownership(deps)?),
        QueryMsg::Pause {} => to_json_binary(&config::pause(deps, env)?),
        QueryMsg::Frozen { target } => to_json_binary(&config::frozen(deps, env, &target)?),
        QueryMsg::Tokens { start_after, limit } => {
            to_json_binary(&config::tokens(deps, start_after, limit)?)
        }
        QueryMsg::Balance { owner, asset } => {
            to_json_binary(&balances::balance(deps, &owner, &asset)?)
        }
        QueryMsg::Balances { owner, start_after, limit } => {
            to_json_binary(&balances::balances(deps, &owner, start_after, limit)?)
        }
        QueryMsg::Allowance { owner, controller, asset } => {
            to_json_binary(&balances::allowance(deps, &owner, &controller, &asset)?)
        }
        QueryMsg::Holdings { asset } => to_json_binary(&balances::holdings(deps, env, &asset)?),
        QueryMsg::Escrow { controller, reference } => {
            to_json_binary(&escrows::escrow(deps, env, &controller, &reference)?)
        }
        QueryMsg::Escrows { controller, start_after, limit } => {
            to_json_binary(&escrows::escrows(deps, env, &controller, start_after, limit)?)
        }
        QueryMsg::Pool { pool } => to_json_binary(&pools::pool(deps, env, pool)?),
        QueryMsg::Pools { start_after, limit } => {
            to_json_binary(&pools::pools(deps, env, start_after, limit)?)
        }
        QueryMsg::Claimable { pool, account } => {
            to_json_binary(&pools::claimable(deps, env, pool, &account)?)
        }
        QueryMsg::EpochFund { pool, epoch } => {
            to_json_binary(&pools::epoch_fund(deps, pool, epoch)?)
        }
        QueryMsg::PoolMembers { pool, start_after, limit } => {
            to_json_binary(&pools::members(deps, env, pool, start_after, limit)?)
        }
    };
    Ok(answer?)
}

/// The key to continue behind, if a page is full.
fn next_of<T, K>(rows: &[T], limit: usize, key: impl Fn(&T) -> K) -> Option<K> {
    rows.last().filter(|_| rows.len() == limit).map(key)
}
