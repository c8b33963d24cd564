//! `sweep_pool`

use axiom_types::distributor::events::PoolSwept;
use cosmwasm_std::{DepsMut, Env, Response, Uint128};

use super::standing::Walk;
use crate::domain::{Course, Ledger, PoolState};
use crate::error::ContractError;
use crate::state::pools::{self, Pool, PoolKind};
use crate::state::{halts, money};

/// Moves a pool's dust and residue to the balance named for it, and passes on money of epochs without units.
/// By anyone.
pub fn sweep_pool(deps: DepsMut, env: &Env, pool: u64) -> Result<Response, ContractError> {
    // ---- load ----
    let now = env.block.time.seconds();
    let config = pools::load_pool(deps.storage, pool)?;
    halts::ensure_pool(deps.storage, now, pool)?;
    halts::ensure_asset(deps.storage, now, &config.asset)?;

    // ---- decide, save ----
    let (amount, carried) = take_residue(deps, now, pool, &config)?;
    if amount.is_zero() && !carried {
        return Err(ContractError::NothingToSweep { pool });
    }

    // ---- respond ----
    Ok(Response::new().add_event(PoolSwept {
        pool,
        to: config.residual_to,
        amount,
    }))
}

fn take_residue(
    deps: DepsMut,
    now: u64,
    pool: u64,
    config: &Pool,
) -> Result<(Uint128, bool), ContractError> {
    let (amount, carried) = match &config.kind {
        PoolKind::Standing(source) => match Walk::begin(deps.as_ref(), now, pool, source) {
            Ok(mut walk) => {
                walk.settle_oldest()?;
                let carried = walk.carried();
                let mut changes = walk.changes();
                let amount = changes.state_mut().book.sweep();
                changes.save(deps.storage, pool)?;
                (amount, carried)
            }
            // A tracker that does not answer keeps nobody from the dust.
            Err(_) => {
                let mut state = pools::load_state(deps.storage, pool)?;
                let amount = state.book.sweep();
                pools::save_state(deps.storage, pool, &state)?;
                (amount, false)
            }
        },
        PoolKind::Table { .. } => {
            let (mut book, mut table) = pools::load_table(deps.storage, pool)?;
            table.settle(&mut book, now)?;
            let amount = book.sweep();
            let state = PoolState {
                book,
                course: Course::Table(table),
            };
            pools::save_state(deps.storage, pool, &state)?;
            (amount, false)
        }
    };
    if !amount.is_zero() {
        let key = config.asset.key();
        money::shift(deps.storage, &key, Ledger::Pooled, Ledger::Balances, amount)?;
        money::credit(deps.storage, &config.residual_to, &key, amount)?;
    }
    Ok((amount, carried))
}
