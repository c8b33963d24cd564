//! Migration: only forward, only of this contract. No format has changed yet.

use axiom_kit::version;
use axiom_types::dao::events::Migrated;
use axiom_types::dao::{MigrateMsg, CONTRACT_NAME};
use cosmwasm_std::{DepsMut, Env, Response};

use crate::error::ContractError;

/// Version of this code; with the feature `next`, a second build for the tests of upgrades.
pub const VERSION: &str = if cfg!(feature = "next") { "0.2.0" } else { env!("CARGO_PKG_VERSION") };

/// Checks name and version, then writes the new version. The Wasm admin is this contract: it comes by vote.
///
/// # Errors
/// [`axiom_kit::KitError::WrongContract`], [`axiom_kit::KitError::NotNewer`].
pub fn migrate(
    deps: DepsMut<'_>,
    _env: &Env,
    _msg: &MigrateMsg,
) -> Result<Response, ContractError> {
    let (from, to) = version::migrate(deps.storage, CONTRACT_NAME, VERSION)?;
    Ok(Response::new().add_event(Migrated { from, to }))
}
