//! Migrations, one file per step from the version after the first release on; none so far.

use axiom_kit::version;
use axiom_types::registry::events::Migrated;
use cosmwasm_std::{DepsMut, Response};

use crate::error::ContractError;

/// Checks name and version and stores the new version.
pub fn migrate(deps: DepsMut, name: &str, this_version: &str) -> Result<Response, ContractError> {
    let (from, to) = version::migrate(deps.storage, name, this_version)?;
    Ok(Response::new().add_event(Migrated { from, to }))
}
