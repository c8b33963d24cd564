//! `sweep_pool`

use axiom_types::distributor::events::PoolSwept;
use cosmwasm_std::{DepsMut, Env, Response, StdError, Uint128};

use super::standing::{most_epochs, Walk};
use crate::domain::{Course, Ledger, PoolState};
use crate::error::ContractError;
use crate::state::pools::{self, Pool, PoolKind, Standing};
use crate::state::{halts, money};

/// Moves a pool's dust and residue to the balance named for it, passes on money of epochs without units, and gives up
/// what can never be paid: what a table without members held for 180 days, and epochs whose tracker does not answer
/// and was not seen to answer for 180 days, as the first sweep of that time notes. By anyone.
pub fn sweep_pool(deps: DepsMut, env: &Env, pool: u64) -> Result<Response, ContractError> {
    // ---- load ----
    let now = env.block.time.seconds();
    let config = pools::load_pool(deps.storage, pool)?;
    halts::ensure_pool(deps.storage, now, pool)?;
    halts::ensure_asset(deps.storage, now, &config.asset)?;

    // ---- decide, save ----
    let (amount, changed) = take_residue(deps, now, pool, &config)?;
    if amount.is_zero() && !changed {
        return Err(ContractError::NothingToSweep { pool });
    }

    // ---- respond ----
    Ok(Response::new().add_event(PoolSwept { pool, to: config.residual_to, amount }))
}

/// Takes the residue out of the pool's books and credits it. True if something else changed.
fn take_residue(
    mut deps: DepsMut,
    now: u64,
    pool: u64,
    config: &Pool,
) -> Result<(Uint128, bool), ContractError> {
    let (amount, changed) = match &config.kind {
        PoolKind::Standing(source) => match Walk::begin(deps.as_ref(), now, pool, source) {
            Ok(mut walk) => {
                let changed = walk.settle_or_give_up(now)? | walk.carried();
                let mut changes = walk.changes();
                let amount = changes.state_mut().book.sweep();
                changes.save(deps.storage, pool)?;
                (amount, changed)
            }
            Err(ContractError::TrackerUnreadable { .. }) => {
                sweep_dark(deps.branch(), now, pool, source)?
            }
            Err(error) => return Err(error),
        },
        PoolKind::Table { .. } => {
            let (mut book, mut table) = pools::load_table(deps.storage, pool)?;
            table.settle(&mut book, now)?;
            table.give_up(&mut book, now)?;
            let amount = book.sweep();
            let state = PoolState { book, course: Course::Table(table) };
            pools::save_state(deps.storage, pool, &state)?;
            (amount, false)
        }
    };
    if !amount.is_zero() {
        let key = config.asset.key();
        money::shift(deps.storage, &key, Ledger::Pooled, Ledger::Balances, amount)?;
        money::credit(deps.storage, &config.residual_to, &key, amount)?;
    }
    Ok((amount, changed))
}

/// The residue of a pool whose tracker does not answer, which keeps nobody from the dust. Notes since when; at most 26
/// of the epochs that are given up go too, with what nobody has claimed of them. True if something else changed.
fn sweep_dark(
    deps: DepsMut,
    now: u64,
    pool: u64,
    source: &Standing,
) -> Result<(Uint128, bool), ContractError> {
    let PoolState { mut book, course } = pools::load_state(deps.storage, pool)?;
    let Course::Standing { unsettled, dark } = course else {
        return Err(StdError::generic_err("the pool's record has a table").into());
    };
    let lost = source.grid.given_up_before(now, dark);
    let rows = pools::list_funds(deps.storage, pool, 0, lost, most_epochs())?;
    for (epoch, fund) in &rows {
        let left = fund.unclaimed()?;
        match fund.settled {
            Some(_) => book.write_off(left)?,
            None => book.give_up(left)?,
        }
        pools::save_fund(deps.storage, pool, *epoch, None)?;
    }
    let amount = book.sweep();
    let course = Course::Standing { unsettled, dark: dark.or(Some(now)) };
    pools::save_state(deps.storage, pool, &PoolState { book, course })?;
    Ok((amount, dark.is_none() || !rows.is_empty()))
}
