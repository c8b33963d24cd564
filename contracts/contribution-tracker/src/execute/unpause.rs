use axiom_kit::pause as halt;
use axiom_types::tracker::events::PauseSet;
use cosmwasm_std::{Env, Response, Storage};

use crate::error::ContractError;

/// Ends a pause at once. Owner only, as the access table says.
///
/// # Errors
/// [`ContractError::Kit`] if none is running.
pub fn unpause(storage: &mut dyn Storage, env: &Env) -> Result<Response, ContractError> {
    // ---- decide and save ----
    halt::clear(storage, env.block.time.seconds())?;

    // ---- respond ----
    Ok(Response::new().add_event(PauseSet { until: None }))
}
