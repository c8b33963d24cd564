//! `deposit`

use axiom_kit::{checks, funds};
use axiom_types::asset::Asset;
use axiom_types::bounds::MAX_ALLOWANCES;
use axiom_types::distributor::events::{AllowanceSet, Deposited};
use axiom_types::distributor::Allowance;
use cosmwasm_std::{Addr, Api, Coin, DepsMut, Env, MessageInfo, Response};

use super::{checked_asset, spender};
use crate::domain::Ledger;
use crate::error::ContractError;
use crate::state::{halts, money};

/// Credits the attached coins and sets allowances. By anyone.
pub fn deposit(
    mut deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    on_behalf_of: Option<String>,
    allowances: Vec<Allowance>,
) -> Result<Response, ContractError> {
    // ---- load ----
    let owner = match &on_behalf_of {
        Some(owner) => spender(deps.as_ref(), env, "on_behalf_of", owner)?,
        None => info.sender.clone(),
    };
    if owner != info.sender && !allowances.is_empty() {
        return Err(ContractError::AllowanceForAnother { owner: owner.into_string() });
    }
    if info.funds.is_empty() && allowances.is_empty() {
        return Err(ContractError::NothingToDeposit {});
    }
    if !info.funds.is_empty() {
        funds::coins(&info.funds)?;
    }
    let allowances = checked_allowances(deps.api, &owner, allowances)?;

    // ---- save ----
    let now = env.block.time.seconds();
    let mut response = Response::new();
    for coin in &info.funds {
        response = response.add_event(credit_coin(deps.branch(), now, info, &owner, coin)?);
    }
    for allowance in &allowances {
        let key = allowance.asset.key();
        let controller = &allowance.controller;
        money::save_allowance(deps.storage, &owner, controller, &key, allowance.amount)?;
    }

    // ---- respond ----
    Ok(response.add_events(allowances))
}

fn credit_coin(
    deps: DepsMut,
    now: u64,
    info: &MessageInfo,
    owner: &Addr,
    coin: &Coin,
) -> Result<Deposited, ContractError> {
    let asset = Asset::native(&coin.denom);
    halts::ensure_asset(deps.storage, now, &asset)?;
    let key = asset.key();
    let holdings = money::load_holdings(deps.storage, &key)?;
    let next = holdings.entered(Ledger::Balances, coin.amount)?;
    money::save_holdings(deps.storage, &key, &next)?;
    let balance = money::credit(deps.storage, owner, &key, coin.amount)?;
    Ok(Deposited {
        sender: info.sender.clone(),
        owner: owner.clone(),
        asset,
        amount: coin.amount,
        balance,
    })
}

/// Allowances of the owner, in order, as the events to emit.
fn checked_allowances(
    api: &dyn Api,
    owner: &Addr,
    allowances: Vec<Allowance>,
) -> Result<Vec<AllowanceSet>, ContractError> {
    checks::list("allowances", allowances.len(), MAX_ALLOWANCES)?;
    let mut checked = Vec::with_capacity(allowances.len());
    for allowance in allowances {
        checked_asset(api, &allowance.asset)?;
        checked.push(AllowanceSet {
            owner: owner.clone(),
            controller: checks::addr(api, &allowance.controller)?,
            asset: allowance.asset,
            amount: allowance.amount,
        });
    }
    let pairs = checked.iter().map(|set| format!("{} {}", set.controller, set.asset));
    checks::unique("allowances", pairs)?;
    Ok(checked)
}
