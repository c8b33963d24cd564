use axiom_kit::checks;
use axiom_types::registry::events::SpaceOffered;
use cosmwasm_std::{Addr, DepsMut, Response};

use crate::error::ContractError;
use crate::state;

/// Offers a space to a new owner, or withdraws the offer.
pub fn offer_space(
    deps: DepsMut,
    sender: &Addr,
    space: u64,
    new_owner: Option<&str>,
) -> Result<Response, ContractError> {
    // ---- load ----
    let mut head = state::load_head(deps.storage, space)?;
    let new_owner = checks::opt_addr(deps.api, new_owner)?;

    // ---- decide ----
    head.owned_by(space, sender)?;
    head.offer(space, new_owner.clone())?;

    // ---- save ----
    state::save_head(deps.storage, space, &head)?;

    // ---- respond ----
    Ok(Response::new().add_event(SpaceOffered { space, new_owner }))
}
