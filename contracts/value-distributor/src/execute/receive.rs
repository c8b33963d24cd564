//! `receive`

use axiom_kit::checks;
use axiom_types::asset::Asset;
use axiom_types::distributor::events::Deposited;
use axiom_types::distributor::ReceiveMsg;
use axiom_types::json;
use cosmwasm_std::{Addr, DepsMut, Env, MessageInfo, Response, Uint128};
use cw20::Cw20ReceiveMsg;

use super::fund_pool::fund;
use super::{above_zero, real_balance, spender};
use crate::domain::{credited_of, Ledger};
use crate::error::ContractError;
use crate::state::{halts, money};

/// Credits what a listed token says was sent, as far as it is really there; funds a pool from it if asked.
/// By a listed token.
pub fn receive(
    mut deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    received: Cw20ReceiveMsg,
) -> Result<Response, ContractError> {
    // ---- load ----
    if !money::is_listed(deps.storage, &info.sender) {
        return Err(ContractError::UnlistedToken { token: info.sender.to_string() });
    }
    above_zero("amount", received.amount)?;
    let asset = Asset::cw20(info.sender.as_str());
    halts::ensure_asset(deps.storage, env.block.time.seconds(), &asset)?;
    let sender = checks::addr(deps.api, &received.sender)?;
    let msg = if received.msg.is_empty() {
        ReceiveMsg::Deposit { on_behalf_of: None }
    } else {
        json::read(&received.msg).map_err(|_| ContractError::BadReceiveMsg {})?
    };
    let (owner, pool) = match &msg {
        ReceiveMsg::Deposit { on_behalf_of: Some(owner) } => {
            (spender(deps.as_ref(), env, "on_behalf_of", owner)?, None)
        }
        ReceiveMsg::Deposit { on_behalf_of: None } => (sender.clone(), None),
        ReceiveMsg::FundPool { pool } => (sender.clone(), Some(*pool)),
    };
    let amount = arrived(&deps, env, &info.sender, received.amount)?;

    // ---- decide, save ----
    let key = asset.key();
    let target = if pool.is_some() { Ledger::Pooled } else { Ledger::Balances };
    let holdings = money::load_holdings(deps.storage, &key)?.entered(target, amount)?;
    money::save_holdings(deps.storage, &key, &holdings)?;
    let (balance, funded) = match pool {
        None => (money::credit(deps.storage, &owner, &key, amount)?, None),
        Some(pool) => {
            let held = money::load_balance(deps.storage, &owner, &key)?;
            let funded = fund(deps.branch(), env, pool, &owner, (&asset, amount))?;
            (held, Some(funded))
        }
    };

    // ---- respond ----
    let deposited = Deposited { sender, owner, asset, amount, balance };
    Ok(Response::new().add_event(deposited).add_events(funded))
}

/// Base units that really arrived.
fn arrived(
    deps: &DepsMut,
    env: &Env,
    token: &Addr,
    announced: Uint128,
) -> Result<Uint128, ContractError> {
    let asset = Asset::cw20(token.as_str());
    let real = real_balance(&deps.querier, &env.contract.address, &asset)?;
    let tracked = money::tracked(deps.storage, &asset.key())?;
    let amount = credited_of(announced, real, tracked);
    if amount.is_zero() {
        return Err(ContractError::NothingArrived { token: token.to_string(), announced });
    }
    Ok(amount)
}
