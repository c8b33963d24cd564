//! `fund_pool`

use axiom_kit::funds;
use axiom_types::asset::Asset;
use axiom_types::distributor::events::{Deposited, PoolFunded};
use cosmwasm_std::{Addr, DepsMut, Env, MessageInfo, Response, Uint128};

use super::above_zero;
use super::standing::Walk;
use crate::domain::{Course, Ledger, PoolState};
use crate::error::ContractError;
use crate::state::pools::{self, PoolKind};
use crate::state::{halts, money};

/// Funds a pool from the sender's balance, to which coins of the pool's denom are credited first. By anyone.
pub fn fund_pool(
    mut deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    pool: u64,
    amount: Uint128,
) -> Result<Response, ContractError> {
    // ---- load ----
    above_zero("amount", amount)?;
    let asset = pools::load_pool(deps.storage, pool)?.asset;
    let sent = sent_of(info, pool, &asset)?;
    let owner = &info.sender;
    let key = asset.key();
    let held = money::load_balance(deps.storage, owner, &key)?.checked_add(sent);
    let held = held.map_err(cosmwasm_std::StdError::from)?;

    // ---- decide ----
    let rest = held.checked_sub(amount).map_err(|_| ContractError::InsufficientBalance {
        owner: owner.to_string(),
        asset: asset.clone(),
        held,
        asked: amount,
    })?;
    let holdings = money::load_holdings(deps.storage, &key)?
        .entered(Ledger::Balances, sent)?
        .shifted(Ledger::Balances, Ledger::Pooled, amount)?;

    // ---- save ----
    money::save_balance(deps.storage, owner, &key, rest)?;
    money::save_holdings(deps.storage, &key, &holdings)?;
    let funded = fund(deps.branch(), env, pool, owner, (&asset, amount))?;

    // ---- respond ----
    let deposited = (!sent.is_zero()).then(|| Deposited {
        sender: owner.clone(),
        owner: owner.clone(),
        asset: asset.clone(),
        amount: sent,
        balance: held,
    });
    Ok(Response::new().add_events(deposited).add_event(funded))
}

/// What came along; only the pool's own denom may.
fn sent_of(info: &MessageInfo, pool: u64, asset: &Asset) -> Result<Uint128, ContractError> {
    if info.funds.is_empty() {
        return Ok(Uint128::zero());
    }
    let coin = funds::one(info)?;
    let found = Asset::native(&coin.denom);
    if found != *asset {
        return Err(ContractError::WrongAsset { pool, expected: asset.clone(), found });
    }
    Ok(coin.amount)
}

/// Puts money, which the ledger of pools holds already, into a pool.
///
/// # Errors
/// [`ContractError::NoPool`], [`ContractError::WrongAsset`], a freeze, an unreadable tracker.
pub fn fund(
    deps: DepsMut,
    env: &Env,
    pool: u64,
    funder: &Addr,
    money: (&Asset, Uint128),
) -> Result<PoolFunded, ContractError> {
    let (asset, amount) = money;
    let now = env.block.time.seconds();
    let config = pools::load_pool(deps.storage, pool)?;
    if config.asset != *asset {
        let found = asset.clone();
        return Err(ContractError::WrongAsset { pool, expected: config.asset, found });
    }
    halts::ensure_pool(deps.storage, now, pool)?;
    halts::ensure_asset(deps.storage, now, asset)?;
    let epoch = match &config.kind {
        PoolKind::Standing(standing) => {
            let mut walk = Walk::begin(deps.as_ref(), now, pool, standing)?;
            walk.settle_oldest()?;
            walk.fund(amount)?;
            let (epoch, changes) = (walk.open_epoch(), walk.changes());
            changes.save(deps.storage, pool)?;
            Some(epoch)
        }
        PoolKind::Table { period } => {
            let (mut book, mut table) = pools::load_table(deps.storage, pool)?;
            table.settle(&mut book, now)?;
            table.fund(&mut book, amount, now, *period)?;
            let state = PoolState { book, course: Course::Table(table) };
            pools::save_state(deps.storage, pool, &state)?;
            None
        }
    };
    Ok(PoolFunded { pool, funder: funder.clone(), amount, epoch })
}
