//! Tracks and what they spend.

use axiom_types::asset::Asset;
use axiom_types::dao::{TrackResponse, WindowResponse};
use cosmwasm_std::{Deps, Env, StdResult, Uint128};

use crate::domain::spending::{left, rule_for, running};
use crate::error::ContractError;
use crate::state;

/// One track as it is now.
pub fn track(deps: Deps<'_>, track: u32) -> Result<TrackResponse, ContractError> {
    let (_, config) = state::load_track(deps.storage, track)?;
    Ok(TrackResponse { track, config })
}

/// All tracks as they are now.
pub fn tracks(deps: Deps<'_>) -> StdResult<Vec<TrackResponse>> {
    let rows = state::load_tracks(deps.storage)?.into_iter();
    Ok(rows.map(|(track, config)| TrackResponse { track, config }).collect())
}

/// Spending of a track in the running window; all zero without a rule.
pub fn window(
    deps: Deps<'_>,
    env: &Env,
    track: u32,
    asset: &Asset,
) -> Result<WindowResponse, ContractError> {
    let (_, config) = state::load_track(deps.storage, track)?;
    let Some(rule) = rule_for(&config, asset) else {
        let (spent, left) = (Uint128::zero(), Uint128::zero());
        return Ok(WindowResponse { spent, left, ends: 0 });
    };
    let kept = state::may_load_spent(deps.storage, track, rule.window, asset)?;
    let counter = running(rule, kept, env.block.time.seconds());
    Ok(WindowResponse {
        spent: counter.spent,
        left: left(rule, counter),
        ends: counter.start.saturating_add(rule.window),
    })
}
