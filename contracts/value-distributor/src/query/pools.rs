//! Pools, as of now: what a table pool released since its last message is counted.

use axiom_kit::{checks, page};
use axiom_types::distributor::{
    ClaimableResponse, EpochFundResponse, PoolKindResponse, PoolMember, PoolMembersResponse,
    PoolResponse, PoolsResponse,
};
use cosmwasm_std::{Deps, Env, Uint128, Uint256};

use super::next_of;
use crate::domain::{PoolBook, Table};
use crate::error::ContractError;
use crate::execute::standing::{most_epochs, Walk};
use crate::state::pools::{self as stored, Pool, PoolKind};

/// One pool. Fails for an unknown one.
pub fn pool(deps: Deps, env: &Env, pool: u64) -> Result<PoolResponse, ContractError> {
    let config = stored::load_pool(deps.storage, pool)?;
    row(deps, env, pool, config)
}

/// Pools by number.
pub fn pools(
    deps: Deps,
    env: &Env,
    start_after: Option<u64>,
    limit: Option<u32>,
) -> Result<PoolsResponse, ContractError> {
    let limit = page::limit(limit);
    let mut pools = vec![];
    for (number, config) in stored::list_pools(deps.storage, start_after, limit)? {
        pools.push(row(deps, env, number, config)?);
    }
    let next = next_of(&pools, limit, |row| row.pool);
    Ok(PoolsResponse { pools, next })
}

fn row(deps: Deps, env: &Env, pool: u64, config: Pool) -> Result<PoolResponse, ContractError> {
    let (book, kind) = match config.kind {
        PoolKind::Standing(source) => {
            let epoch = source.grid.epoch_at(env.block.time.seconds());
            let (tracker, domain) = (source.tracker, source.domain);
            let book = stored::load_state(deps.storage, pool)?.book;
            (book, PoolKindResponse::Standing { tracker, domain, epoch })
        }
        PoolKind::Table { period } => {
            let (book, table) = settled_table(deps, env, pool)?;
            let (period_end, total_shares) = (table.stream.end, table.total_shares);
            (book, PoolKindResponse::Table { period, period_end, total_shares })
        }
    };
    Ok(PoolResponse {
        pool,
        name: config.name,
        owner: config.owner,
        asset: config.asset,
        kind,
        residual_to: config.residual_to,
        funded: book.funded,
        undistributed: book.undistributed,
        allocated: book.allocated,
        residual: book.residual,
        claimed: book.claimed,
    })
}

fn settled_table(deps: Deps, env: &Env, pool: u64) -> Result<(PoolBook, Table), ContractError> {
    let (mut book, mut table) = stored::load_table(deps.storage, pool)?;
    table.settle(&mut book, env.block.time.seconds())?;
    Ok((book, table))
}

/// What a claim of all epochs allowed in one message would pay. Fails for an unknown pool, a bad address, or a tracker
/// that cannot be read.
/// What the same walk as that of a claim comes to; a freeze is not looked at.
pub fn claimable(
    deps: Deps,
    env: &Env,
    pool: u64,
    account: &str,
) -> Result<ClaimableResponse, ContractError> {
    let account = checks::addr(deps.api, account)?;
    let config = stored::load_pool(deps.storage, pool)?;
    let nothing = ClaimableResponse { amount: Uint128::zero(), from_epoch: None, to_epoch: None };
    match &config.kind {
        PoolKind::Standing(source) => {
            let mut walk = Walk::begin(deps, env.block.time.seconds(), pool, source)?;
            walk.settle_oldest()?;
            match walk.pay(&account, most_epochs()) {
                Ok(walked) => Ok(ClaimableResponse {
                    amount: walked.amount,
                    from_epoch: Some(walked.from),
                    to_epoch: Some(walked.to),
                }),
                Err(ContractError::NothingToClaim { .. }) => Ok(nothing),
                Err(error) => Err(error),
            }
        }
        PoolKind::Table { .. } => {
            let (_, table) = settled_table(deps, env, pool)?;
            let Some(member) = stored::may_load_member(deps.storage, pool, &account)? else {
                return Ok(nothing);
            };
            Ok(ClaimableResponse { amount: table.settled_floor(&member)?.owed, ..nothing })
        }
    }
}

/// Money of one epoch. Fails for an unknown pool or one of another kind.
/// An epoch without money is shown with zeros, as is one whose money was passed on.
pub fn epoch_fund(deps: Deps, pool: u64, epoch: u64) -> Result<EpochFundResponse, ContractError> {
    let config = stored::load_pool(deps.storage, pool)?;
    match config.kind {
        PoolKind::Standing(_) => {}
        PoolKind::Table { .. } => {
            return Err(ContractError::WrongPoolKind { pool, expected: "standing" });
        }
    }
    let fund = stored::may_load_fund(deps.storage, pool, epoch)?.unwrap_or_default();
    let settled = fund.settled;
    Ok(EpochFundResponse {
        amount: fund.amount,
        total_units: settled.map(|s| s.total),
        claimed: settled.map_or(Uint128::zero(), |s| s.claimed),
        claimed_units: settled.map_or(Uint256::zero(), |s| s.units),
    })
}

/// Members of a table pool by address. Fails for an unknown pool, one of another kind, or a bad address.
pub fn members(
    deps: Deps,
    env: &Env,
    pool: u64,
    start_after: Option<String>,
    limit: Option<u32>,
) -> Result<PoolMembersResponse, ContractError> {
    let config = stored::load_pool(deps.storage, pool)?;
    match config.kind {
        PoolKind::Table { .. } => {}
        PoolKind::Standing(_) => {
            return Err(ContractError::WrongPoolKind { pool, expected: "table" });
        }
    }
    let after = checks::opt_addr(deps.api, start_after.as_deref())?;
    let limit = page::limit(limit);
    let (_, table) = settled_table(deps, env, pool)?;
    let rows = stored::list_members(deps.storage, pool, after.as_ref(), limit)?;
    let mut members = vec![];
    for (account, member) in rows {
        let owed = table.settled_floor(&member)?.owed;
        members.push(PoolMember { account, shares: member.shares, owed });
    }
    let next = next_of(&members, limit, |row| row.account.to_string());
    Ok(PoolMembersResponse { members, next })
}
