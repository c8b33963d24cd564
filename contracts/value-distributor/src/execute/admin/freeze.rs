//! `admin.freeze` and `admin.unfreeze`

use axiom_types::bounds::MAX_FREEZE;
use axiom_types::distributor::events::FreezeSet;
use axiom_types::distributor::FreezeTarget;
use cosmwasm_std::{Deps, DepsMut, Env, Response};

use crate::error::ContractError;
use crate::execute::checked_asset;
use crate::state::{halts, pools};

/// Freezes an asset or a pool, exits included; replaces a running freeze. By the owner.
pub fn freeze(
    deps: DepsMut,
    env: &Env,
    target: &FreezeTarget,
    seconds: u64,
) -> Result<Response, ContractError> {
    // ---- load ----
    checked_target(deps.as_ref(), target)?;
    if seconds == 0 || seconds > MAX_FREEZE {
        return Err(ContractError::BadFreeze { seconds, max: MAX_FREEZE });
    }
    let halt = halts::load_halt(deps.storage, target)?;

    // ---- decide ----
    let halt = halt.started(env.block.time.seconds(), seconds);

    // ---- save ----
    halts::save_halt(deps.storage, target, &halt)?;

    // ---- respond ----
    let target = halts::words(target);
    Ok(Response::new().add_event(FreezeSet { target, until: Some(halt.until) }))
}

/// Ends a running freeze. By the owner.
pub fn unfreeze(
    deps: DepsMut,
    env: &Env,
    target: &FreezeTarget,
) -> Result<Response, ContractError> {
    // ---- load ----
    checked_target(deps.as_ref(), target)?;
    let now = env.block.time.seconds();
    let halt = halts::load_halt(deps.storage, target)?;
    let words = halts::words(target);
    if !halt.running(now) {
        return Err(ContractError::NotFrozen { target: words });
    }

    // ---- save ----
    halts::save_halt(deps.storage, target, &halt.ended(now))?;

    // ---- respond ----
    Ok(Response::new().add_event(FreezeSet { target: words, until: None }))
}

fn checked_target(deps: Deps<'_>, target: &FreezeTarget) -> Result<(), ContractError> {
    match target {
        FreezeTarget::Asset(asset) => checked_asset(deps.api, asset),
        FreezeTarget::Pool(pool) => pools::load_pool(deps.storage, *pool).map(drop),
    }
}
