//! `create_pool`

use axiom_kit::checks;
use axiom_types::asset::Asset;
use axiom_types::bounds::{MAX_NAME_LEN, MAX_PERIOD};
use axiom_types::distributor::events::PoolOpened;
use axiom_types::distributor::{NewPool, PoolCreated, PoolKind as NewKind, PoolShare};
use axiom_types::json;
use cosmwasm_std::{Deps, DepsMut, Env, MessageInfo, Response};

use super::set_shares::{apply_shares, checked_shares};
use super::{above_zero, checked_asset, spender, standing};
use crate::domain::Grid;
use crate::error::ContractError;
use crate::state::money;
use crate::state::pools::{self, Pool, PoolKind, Standing};

/// Opens a pool that the sender owns. By anyone.
pub fn create_pool(
    mut deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    pool: NewPool,
) -> Result<Response, ContractError> {
    // ---- load ----
    checks::line("name", &pool.name, MAX_NAME_LEN)?;
    checked_asset(deps.api, &pool.asset)?;
    if let Asset::Cw20(token) = &pool.asset {
        if !money::is_listed(deps.storage, &checks::addr(deps.api, token)?) {
            return Err(ContractError::UnlistedToken { token: token.clone() });
        }
    }
    let residual_to = pool.residual_to.as_deref().unwrap_or(info.sender.as_str());
    let residual_to = spender(deps.as_ref(), env, "residual_to", residual_to)?;
    let (kind, shares) = checked_kind(deps.as_ref(), env, pool.kind)?;
    let shares = checked_shares(deps.as_ref(), env, shares)?;
    for (_, amount) in &shares {
        above_zero("shares", *amount)?;
    }

    // ---- save ----
    let pool =
        Pool { name: pool.name, owner: info.sender.clone(), asset: pool.asset, residual_to, kind };
    let number = pools::create_pool(deps.storage, &pool)?;
    let opened = PoolOpened { pool: number, owner: pool.owner, asset: pool.asset };
    let set =
        if shares.is_empty() { vec![] } else { apply_shares(deps.branch(), env, number, shares)? };

    // ---- respond ----
    let data = json::binary(&PoolCreated { pool: number })?;
    Ok(Response::new().add_event(opened).add_events(set).set_data(data))
}

/// The kind to store, and the first shares of a table.
fn checked_kind(
    deps: Deps<'_>,
    env: &Env,
    kind: NewKind,
) -> Result<(PoolKind, Vec<PoolShare>), ContractError> {
    match kind {
        NewKind::Standing { tracker, domain } => {
            let tracker = checks::addr(deps.api, &tracker)?;
            let clock = standing::clock(&deps.querier, &tracker, domain)?;
            let grid = Grid { start: clock.epoch_start, length: clock.epoch_length };
            let created = grid.epoch_at(env.block.time.seconds());
            Ok((PoolKind::Standing(Standing { tracker, domain, grid, created }), vec![]))
        }
        NewKind::Table { period, shares } => {
            if period == 0 || period > MAX_PERIOD {
                return Err(ContractError::BadPeriod { period, max: MAX_PERIOD });
            }
            Ok((PoolKind::Table { period }, shares))
        }
    }
}
