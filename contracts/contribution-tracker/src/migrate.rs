//! Migration: same contract, newer version.

use axiom_kit::version;
use axiom_types::tracker::events::Migrated;
use cosmwasm_std::{Response, Storage};

use crate::contract::{NAME, VERSION};
use crate::error::ContractError;

/// Moves the state to this code's version. There is no older form of it yet.
///
/// # Errors
/// [`ContractError::Kit`] for another contract, the same or an older version.
pub fn migrate(storage: &mut dyn Storage) -> Result<Response, ContractError> {
    let (from, to) = version::migrate(storage, NAME, VERSION)?;
    Ok(Response::new().add_event(Migrated { from, to }))
}
