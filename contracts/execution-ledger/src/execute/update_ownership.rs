//! Ownership moves in two steps.

use axiom_kit::ownership;
use cosmwasm_std::Response;
use cw_ownable::Action;

use super::Ctx;
use crate::error::ContractError;

/// Offers, accepts or gives up ownership.
pub fn run(ctx: Ctx<'_>, action: Action) -> Result<Response, ContractError> {
    let (_, event) = ownership::update(ctx.deps, &ctx.env.block, &ctx.sender, action)?;
    Ok(Response::new().add_event(event))
}
