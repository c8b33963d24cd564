use axiom_kit::pause as halt;
use axiom_types::registry::events::PauseSet;
use cosmwasm_std::{DepsMut, Response};

use crate::error::ContractError;

/// Refuses entries for so many seconds, in place of a running pause.
pub fn pause(deps: DepsMut, now: u64, seconds: u64) -> Result<Response, ContractError> {
    // ---- save ----
    let until = halt::set(deps.storage, now, seconds)?;

    // ---- respond ----
    Ok(Response::new().add_event(PauseSet { until: Some(until) }))
}
