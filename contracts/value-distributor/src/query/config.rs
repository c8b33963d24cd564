//! The contract itself.

use axiom_kit::{checks, ownership as owners, page, pause as pauses, version};
use axiom_types::common::{InfoResponse, PauseStatus};
use axiom_types::distributor::FreezeTarget;
use cosmwasm_std::{Addr, Deps, Env};
use cw_ownable::Ownership;

use crate::error::ContractError;
use crate::state::{halts, money};

/// Name and version.
pub fn info(deps: Deps) -> Result<InfoResponse, ContractError> {
    Ok(version::info(deps.storage)?)
}

/// Owner and pending owner.
pub fn ownership(deps: Deps) -> Result<Ownership<Addr>, ContractError> {
    Ok(owners::query(deps.storage)?)
}

/// Pause state.
pub fn pause(deps: Deps, env: &Env) -> Result<PauseStatus, ContractError> {
    Ok(pauses::status(deps.storage, env.block.time.seconds())?)
}

/// Freeze state of an asset or a pool.
pub fn frozen(deps: Deps, env: &Env, target: &FreezeTarget) -> Result<PauseStatus, ContractError> {
    let now = env.block.time.seconds();
    let halt = halts::load_halt(deps.storage, target)?;
    let paused = halt.running(now);
    Ok(PauseStatus {
        paused,
        until: paused.then_some(halt.until),
        paused_seconds: halt.seconds(now),
    })
}

/// Listed tokens by address. Fails for a bad address.
pub fn tokens(
    deps: Deps,
    start_after: Option<String>,
    limit: Option<u32>,
) -> Result<Vec<Addr>, ContractError> {
    let after = checks::opt_addr(deps.api, start_after.as_deref())?;
    Ok(money::list_tokens(deps.storage, after.as_ref(), page::limit(limit))?)
}
