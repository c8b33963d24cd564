use axiom_types::registry::events::{Left, Unbound};
use cosmwasm_std::{Addr, DepsMut, Response};

use crate::error::ContractError;
use crate::state;

/// Ends the sender's registration and its own binding to a principal. Agents bound to the sender stay bound, so that
/// what they earn still reaches the route that they consented to; either side may unbind later.
pub fn leave(deps: DepsMut, sender: &Addr) -> Result<Response, ContractError> {
    // ---- load ----
    let entry = state::load_participant(deps.storage, sender)?;
    let profile = state::load_profile(deps.storage, sender)?;

    // ---- save ----
    state::remove_participant(deps.storage, sender);
    state::move_kind(deps.storage, sender, Some(entry.kind), None)?;
    state::swap_profile(deps.storage, sender, Some(&profile), None)?;
    if let Some(principal) = &entry.principal {
        state::unlist_agent(deps.storage, principal, sender)?;
    }

    // ---- respond ----
    let unbound = entry.principal.map(|principal| Unbound { agent: sender.clone(), principal });
    Ok(Response::new().add_events(unbound).add_event(Left { participant: sender.clone() }))
}
