use axiom_kit::{checks, hooks};
use axiom_types::tracker::events::HookRemoved;
use cosmwasm_std::{DepsMut, Response};

use crate::error::ContractError;

/// Ends a hook. Owner only, as the access table says.
///
/// # Errors
/// [`ContractError::Kit`] for a bad address or one that is not registered.
pub fn remove_hook(deps: DepsMut, addr: &str) -> Result<Response, ContractError> {
    // ---- load ----
    let addr = checks::addr(deps.api, addr)?;

    // ---- decide and save ----
    hooks::remove(deps.storage, &addr)?;

    // ---- respond ----
    Ok(Response::new().add_event(HookRemoved { addr }))
}
