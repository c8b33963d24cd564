//! Balances, allowances, holdings.

use axiom_kit::{checks, page};
use axiom_types::asset::Asset;
use axiom_types::distributor::{BalanceRow, BalancesResponse, HoldingsResponse};
use cosmwasm_std::{Deps, Env, Uint128};

use super::next_of;
use crate::error::ContractError;
use crate::execute::real_balance;
use crate::state::money;

/// Balance of an account. Fails for a bad address.
pub fn balance(deps: Deps, owner: &str, asset: &Asset) -> Result<Uint128, ContractError> {
    let owner = checks::addr(deps.api, owner)?;
    Ok(money::load_balance(deps.storage, &owner, &asset.key())?)
}

/// Balances of an account by asset key. Fails for a bad address.
pub fn balances(
    deps: Deps,
    owner: &str,
    start_after: Option<Asset>,
    limit: Option<u32>,
) -> Result<BalancesResponse, ContractError> {
    let owner = checks::addr(deps.api, owner)?;
    let limit = page::limit(limit);
    let after = start_after.map(|asset| asset.key());
    let mut balances = vec![];
    for (key, amount) in money::list_balances(deps.storage, &owner, after, limit)? {
        balances.push(BalanceRow { asset: money::asset_of(&key)?, amount });
    }
    let next = next_of(&balances, limit, |row| row.asset.clone());
    Ok(BalancesResponse { balances, next })
}

/// What a controller may still draw. Fails for a bad address.
pub fn allowance(
    deps: Deps,
    owner: &str,
    controller: &str,
    asset: &Asset,
) -> Result<Uint128, ContractError> {
    let owner = checks::addr(deps.api, owner)?;
    let controller = checks::addr(deps.api, controller)?;
    Ok(money::load_allowance(deps.storage, &owner, &controller, &asset.key())?)
}

/// What is held of an asset, by ledger, and what is surplus.
/// A token that does not answer is shown as holding nothing.
pub fn holdings(deps: Deps, env: &Env, asset: &Asset) -> Result<HoldingsResponse, ContractError> {
    let key = asset.key();
    let holdings = money::load_holdings(deps.storage, &key)?;
    let tracked = money::tracked(deps.storage, &key)?;
    let answer = real_balance(&deps.querier, &env.contract.address, asset).ok();
    Ok(HoldingsResponse {
        tracked,
        balances: holdings.balances,
        escrowed: holdings.escrowed,
        pooled: holdings.pooled,
        in_flight: money::in_flight(deps.storage, &key)?,
        real: answer.unwrap_or_default(),
        surplus: answer.and_then(|real| real.checked_sub(tracked).ok()),
    })
}
