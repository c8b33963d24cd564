//! `set_shares`

use axiom_kit::checks;
use axiom_types::bounds::MAX_SHARE_CHANGES;
use axiom_types::distributor::events::SharesSet;
use axiom_types::distributor::PoolShare;
use cosmwasm_std::{Addr, Deps, DepsMut, Env, MessageInfo, Response, Uint128};

use super::spender;
use crate::domain::{Course, PoolState};
use crate::error::ContractError;
use crate::state::halts;
use crate::state::pools::{self, PoolKind};

/// Changes shares of a table pool, after settling the pool and each member named. By the pool's owner.
pub fn set_shares(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    pool: u64,
    shares: Vec<PoolShare>,
) -> Result<Response, ContractError> {
    // ---- load ----
    checks::filled_list("shares", shares.len(), MAX_SHARE_CHANGES)?;
    let config = pools::load_pool(deps.storage, pool)?;
    if config.owner != info.sender {
        return Err(ContractError::NotPoolOwner {
            sender: info.sender.to_string(),
            pool,
            owner: config.owner.into_string(),
        });
    }
    match config.kind {
        PoolKind::Table { .. } => {}
        PoolKind::Standing(_) => {
            return Err(ContractError::WrongPoolKind { pool, expected: "table" });
        }
    }
    halts::ensure_pool(deps.storage, env.block.time.seconds(), pool)?;
    let shares = checked_shares(deps.as_ref(), env, shares)?;

    // ---- decide, save ----
    let events = apply_shares(deps, env, pool, shares)?;

    // ---- respond ----
    Ok(Response::new().add_events(events))
}

/// At most 50 shares, checked accounts that can spend, none twice.
pub fn checked_shares(
    deps: Deps<'_>,
    env: &Env,
    shares: Vec<PoolShare>,
) -> Result<Vec<(Addr, Uint128)>, ContractError> {
    checks::list("shares", shares.len(), MAX_SHARE_CHANGES)?;
    let mut checked = Vec::with_capacity(shares.len());
    for share in shares {
        checked.push((spender(deps, env, "shares", &share.account)?, share.shares));
    }
    checks::unique("shares", checked.iter().map(|(account, _)| account))?;
    Ok(checked)
}

/// Settles pool and members and gives them their new shares.
pub fn apply_shares(
    deps: DepsMut,
    env: &Env,
    pool: u64,
    shares: Vec<(Addr, Uint128)>,
) -> Result<Vec<SharesSet>, ContractError> {
    let (mut book, mut table) = pools::load_table(deps.storage, pool)?;
    table.settle(&mut book, env.block.time.seconds())?;
    let mut events = Vec::with_capacity(shares.len());
    for (account, shares) in shares {
        let member = match pools::may_load_member(deps.storage, pool, &account)? {
            Some(member) => Some(table.settled_floor(&member)?),
            None if shares.is_zero() => {
                return Err(ContractError::NotMember { account: account.into_string(), pool });
            }
            None => None,
        };
        let next = table.set_shares(&mut book, member, shares)?;
        pools::save_member(deps.storage, pool, &account, next.as_ref())?;
        let total_shares = table.total_shares;
        events.push(SharesSet { pool, account, shares, total_shares });
    }
    let state = PoolState { book, course: Course::Table(table) };
    pools::save_state(deps.storage, pool, &state)?;
    Ok(events)
}
