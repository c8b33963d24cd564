use axiom_kit::pause as halt;
use axiom_types::tracker::events::PauseSet;
use cosmwasm_std::{Env, Response, Storage};

use crate::error::ContractError;

/// Refuses reports and synchronisations for a time. Owner only, as the access table says.
///
/// # Errors
/// [`ContractError::Kit`] for 0 seconds or more than 14 days.
pub fn pause(
    storage: &mut dyn Storage,
    env: &Env,
    seconds: u64,
) -> Result<Response, ContractError> {
    // ---- decide and save ----
    let until = halt::set(storage, env.block.time.seconds(), seconds)?;

    // ---- respond ----
    Ok(Response::new().add_event(PauseSet { until: Some(until) }))
}
