use axiom_types::registry::events::SpaceTaken;
use cosmwasm_std::{Addr, DepsMut, Response};

use crate::error::ContractError;
use crate::state;

/// Makes the sender owner of a space that was offered to it. The writer rule stays.
pub fn take_space(deps: DepsMut, sender: &Addr, space: u64) -> Result<Response, ContractError> {
    // ---- load ----
    let mut head = state::load_head(deps.storage, space)?;

    // ---- decide ----
    head.take(space, sender)?;

    // ---- save ----
    state::save_head(deps.storage, space, &head)?;

    // ---- respond ----
    Ok(Response::new().add_event(SpaceTaken { space, owner: sender.clone() }))
}
