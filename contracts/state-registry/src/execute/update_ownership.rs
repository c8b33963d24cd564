use axiom_kit::ownership;
use cosmwasm_std::{Addr, BlockInfo, DepsMut, Response};
use cw_ownable::Action;

use crate::error::ContractError;

/// Offers, takes over or gives up ownership of the contract.
pub fn update_ownership(
    deps: DepsMut,
    block: &BlockInfo,
    sender: &Addr,
    action: Action,
) -> Result<Response, ContractError> {
    // ---- decide and save ----
    let (_, event) = ownership::update(deps, block, sender, action)?;

    // ---- respond ----
    Ok(Response::new().add_event(event))
}
