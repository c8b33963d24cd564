//! Freezes of assets and pools.

use axiom_kit::pause::{self, Halt};
use axiom_kit::store::PackedMap;
use axiom_types::asset::Asset;
use axiom_types::distributor::FreezeTarget;
use cosmwasm_std::{StdResult, Storage};

use crate::error::ContractError;

/// target -> freezes of it. A target is an asset key (`n...`, `c...`) or `p` and a pool's number.
const HALTS: PackedMap<&str, Halt> = PackedMap::new("v");

fn key(target: &FreezeTarget) -> String {
    match target {
        FreezeTarget::Asset(asset) => asset.key(),
        FreezeTarget::Pool(pool) => format!("p{pool}"),
    }
}

/// Words for events and errors: `asset:<key>` or `pool:<number>`.
pub fn words(target: &FreezeTarget) -> String {
    match target {
        FreezeTarget::Asset(asset) => format!("asset:{}", asset.key()),
        FreezeTarget::Pool(pool) => format!("pool:{pool}"),
    }
}

/// Freezes of a target so far.
pub fn load_halt(storage: &dyn Storage, target: &FreezeTarget) -> StdResult<Halt> {
    Ok(HALTS.may_load(storage, &key(target))?.unwrap_or_default())
}

/// Stores the freezes of a target.
pub fn save_halt(storage: &mut dyn Storage, target: &FreezeTarget, halt: &Halt) -> StdResult<()> {
    HALTS.save(storage, &key(target), halt)
}

/// Passes while an asset is not frozen; returns the freezes of it so far.
///
/// # Errors
/// [`ContractError::AssetFrozen`].
pub fn ensure_asset(storage: &dyn Storage, now: u64, asset: &Asset) -> Result<Halt, ContractError> {
    let halt = HALTS.may_load(storage, &asset.key())?.unwrap_or_default();
    if halt.running(now) {
        return Err(ContractError::AssetFrozen { asset: asset.clone(), until: halt.until });
    }
    Ok(halt)
}

/// Passes while a pool is not frozen.
///
/// # Errors
/// [`ContractError::PoolFrozen`].
pub fn ensure_pool(storage: &dyn Storage, now: u64, pool: u64) -> Result<(), ContractError> {
    let halt = load_halt(storage, &FreezeTarget::Pool(pool))?;
    if halt.running(now) {
        return Err(ContractError::PoolFrozen { pool, until: halt.until });
    }
    Ok(())
}

/// Seconds by which deadlines over an asset are late: paused and frozen seconds so far, each counted in full.
pub fn idle_seconds(storage: &dyn Storage, now: u64, asset_key: &str) -> StdResult<u64> {
    let halt = HALTS.may_load(storage, asset_key)?.unwrap_or_default();
    idle_seconds_of(storage, now, &halt)
}

/// [`idle_seconds`] with the freezes of the asset loaded already.
pub fn idle_seconds_of(storage: &dyn Storage, now: u64, halt: &Halt) -> StdResult<u64> {
    let paused = pause::paused_seconds(storage, now)?;
    Ok(paused.saturating_add(halt.seconds(now)))
}
