use axiom_kit::pause as halt;
use axiom_types::registry::events::PauseSet;
use cosmwasm_std::{DepsMut, Response};

use crate::error::ContractError;

/// Ends a running pause.
pub fn unpause(deps: DepsMut, now: u64) -> Result<Response, ContractError> {
    // ---- save ----
    halt::clear(deps.storage, now)?;

    // ---- respond ----
    Ok(Response::new().add_event(PauseSet { until: None }))
}
