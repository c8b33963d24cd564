use axiom_kit::checks;
use axiom_types::tracker::events::RegistrySet;
use cosmwasm_std::{DepsMut, Response};

use crate::error::ContractError;
use crate::state;

/// Sets the registry in which principals are looked up, or none. Owner only, as the access table says.
///
/// # Errors
/// [`ContractError::Kit`] for a bad address.
pub fn set_registry(deps: DepsMut, registry: Option<&str>) -> Result<Response, ContractError> {
    // ---- load ----
    let mut settings = state::load_settings(deps.storage)?;

    // ---- decide ----
    settings.registry = checks::opt_addr(deps.api, registry)?;

    // ---- save ----
    state::save_settings(deps.storage, &settings)?;

    // ---- respond ----
    Ok(Response::new().add_event(RegistrySet { registry: settings.registry }))
}
