//! `update_ownership`

use axiom_kit::ownership;
use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use cw_ownable::Action;

use crate::error::ContractError;

/// Offers, accepts or gives up ownership. By the owner, or by whom it was offered to.
pub fn update_ownership(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    action: Action,
) -> Result<Response, ContractError> {
    let (_, event) = ownership::update(deps, &env.block, &info.sender, action)?;
    Ok(Response::new().add_event(event))
}
