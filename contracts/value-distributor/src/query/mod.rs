//! Queries, by topic.

mod balances;
mod config;
mod escrows;
mod pools;

use axiom_types::distributor::QueryMsg;
use axiom_types::json;
use cosmwasm_std::{Binary, Deps, Env};

use crate::error::ContractError;

/// Answers a query.
pub fn dispatch(deps: Deps, env: &Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    let answer = match msg {
        QueryMsg::Info {} => json::binary(&config::info(deps)?),
        QueryMsg::Ownership {} => json::binary(&config::ownership(deps)?),
        QueryMsg::Pause {} => json::binary(&config::pause(deps, env)?),
        QueryMsg::Frozen { target } => json::binary(&config::frozen(deps, env, &target)?),
        QueryMsg::Tokens { start_after, limit } => {
            json::binary(&config::tokens(deps, start_after, limit)?)
        }
        QueryMsg::Balance { owner, asset } => {
            json::binary(&balances::balance(deps, &owner, &asset)?)
        }
        QueryMsg::Balances { owner, start_after, limit } => {
            json::binary(&balances::balances(deps, &owner, start_after, limit)?)
        }
        QueryMsg::Allowance { owner, controller, asset } => {
            json::binary(&balances::allowance(deps, &owner, &controller, &asset)?)
        }
        QueryMsg::Holdings { asset } => json::binary(&balances::holdings(deps, env, &asset)?),
        QueryMsg::Escrow { controller, reference } => {
            json::binary(&escrows::escrow(deps, env, &controller, &reference)?)
        }
        QueryMsg::Escrows { controller, start_after, limit } => {
            json::binary(&escrows::escrows(deps, env, &controller, start_after, limit)?)
        }
        QueryMsg::Pool { pool } => json::binary(&pools::pool(deps, env, pool)?),
        QueryMsg::Pools { start_after, limit } => {
            json::binary(&pools::pools(deps, env, start_after, limit)?)
        }
        QueryMsg::Claimable { pool, account } => {
            json::binary(&pools::claimable(deps, env, pool, &account)?)
        }
        QueryMsg::EpochFund { pool, epoch } => json::binary(&pools::epoch_fund(deps, pool, epoch)?),
        QueryMsg::PoolMembers { pool, start_after, limit } => {
            json::binary(&pools::members(deps, env, pool, start_after, limit)?)
        }
    };
    Ok(answer?)
}

/// The key to continue behind, if a page is full.
fn next_of<T, K>(rows: &[T], limit: usize, key: impl Fn(&T) -> K) -> Option<K> {
    rows.last().filter(|_| rows.len() == limit).map(key)
}
