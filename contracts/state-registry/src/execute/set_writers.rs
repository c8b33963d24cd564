use axiom_types::registry::events::WritersSet;
use axiom_types::registry::WriterRule;
use cosmwasm_std::{Addr, DepsMut, Response};

use super::checked_writers;
use crate::error::ContractError;
use crate::state;

/// Replaces the writer rule of a space.
pub fn set_writers(
    deps: DepsMut,
    sender: &Addr,
    space: u64,
    writers: WriterRule,
) -> Result<Response, ContractError> {
    // ---- load ----
    let head = state::load_head(deps.storage, space)?;
    let mut charter = state::load_charter(deps.storage, space)?;

    // ---- decide ----
    head.owned_by(space, sender)?;
    charter.writers = checked_writers(deps.api, writers)?;

    // ---- save ----
    state::save_charter(deps.storage, space, &charter)?;

    // ---- respond ----
    Ok(Response::new().add_event(WritersSet { space }))
}
