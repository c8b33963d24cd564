use axiom_kit::{checks, hooks};
use axiom_types::tracker::events::HookAdded;
use cosmwasm_std::{DepsMut, Response};

use crate::error::ContractError;

/// Calls a contract after each change of weight from now on. Owner only, as the access table says.
///
/// # Errors
/// [`ContractError::Kit`] for a bad address, one registered already, or a fifth hook.
pub fn add_hook(deps: DepsMut, addr: &str) -> Result<Response, ContractError> {
    // ---- load ----
    let addr = checks::addr(deps.api, addr)?;

    // ---- decide and save ----
    let hook = hooks::add(deps.storage, addr.clone())?;

    // ---- respond ----
    Ok(Response::new().add_event(HookAdded { hook, addr }))
}
