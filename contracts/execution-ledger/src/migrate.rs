//! Migrations: forward only, of this contract only.

use axiom_kit::version;
use axiom_types::ledger::events::Migrated;
use axiom_types::ledger::CONTRACT_NAME;
use cosmwasm_std::{DepsMut, Response};

use crate::contract::VERSION;
use crate::error::ContractError;

/// Checks name and version; this version changes no stored form.
///
/// # Errors
/// [`axiom_kit::KitError::WrongContract`], [`axiom_kit::KitError::NotNewer`], [`axiom_kit::KitError::BadVersion`].
pub fn run(deps: DepsMut<'_>) -> Result<Response, ContractError> {
    let (from, to) = version::migrate(deps.storage, CONTRACT_NAME, VERSION)?;
    Ok(Response::new().add_event(Migrated { from, to }))
}
