//! Migration from older versions.

use axiom_kit::version;
use axiom_types::distributor::events::Migrated;
use axiom_types::distributor::CONTRACT_NAME;
use cosmwasm_std::{DepsMut, Response};

use crate::error::ContractError;

/// Version of this code; with the feature `next`, a second build for the tests of upgrades.
pub const VERSION: &str = if cfg!(feature = "next") { "0.2.0" } else { env!("CARGO_PKG_VERSION") };

/// Accepts the state of an older version of the same contract. There is no older form of state so far.
pub fn migrate(deps: DepsMut) -> Result<Response, ContractError> {
    let (from, to) = version::migrate(deps.storage, CONTRACT_NAME, VERSION)?;
    Ok(Response::new().add_event(Migrated { from, to }))
}
