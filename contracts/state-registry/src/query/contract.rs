use axiom_kit::{ownership as owner, pause as halt, version};
use axiom_types::common::{InfoResponse, PauseStatus};
use axiom_types::registry::Settings;
use cosmwasm_std::{Addr, Deps};
use cw_ownable::Ownership;

use crate::error::ContractError;
use crate::state;

/// Name and version.
pub fn info(deps: Deps) -> Result<InfoResponse, ContractError> {
    Ok(version::info(deps.storage)?)
}

/// Owner and pending owner.
pub fn ownership(deps: Deps) -> Result<Ownership<Addr>, ContractError> {
    Ok(owner::query(deps.storage)?)
}

/// Settings.
pub fn settings(deps: Deps) -> Result<Settings, ContractError> {
    Ok(state::load_terms(deps.storage)?.settings())
}

/// Pause state.
pub fn pause(deps: Deps, now: u64) -> Result<PauseStatus, ContractError> {
    Ok(halt::status(deps.storage, now)?)
}
