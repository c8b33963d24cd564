use axiom_kit::ownership;
use cosmwasm_std::{Addr, DepsMut, Env, Response};

use crate::error::ContractError;

/// A step of the handover of ownership.
///
/// # Errors
/// [`ContractError::Kit`] for anybody else than the owner, or to accept than the one it was offered to.
pub fn update_ownership(
    deps: DepsMut,
    env: &Env,
    sender: &Addr,
    action: cw_ownable::Action,
) -> Result<Response, ContractError> {
    // ---- decide and save ----
    let (_, event) = ownership::update(deps, &env.block, sender, action)?;

    // ---- respond ----
    Ok(Response::new().add_event(event))
}
