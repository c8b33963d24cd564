//! `admin.accept_ownership`: takes a contract that was offered to this one.

use axiom_kit::checks;
use axiom_types::dao::events::OwnershipTaken;
use axiom_types::json;
use axiom_types::registry::ExecuteMsg;
use cosmwasm_std::Response;
use cw_ownable::Action;

use crate::error::ContractError;
use crate::execute::Context;

/// Accepts ownership. All contracts of the suite, and all that use cw-ownable, take the same message.
///
/// # Errors
/// A malformed address; whatever the contract refuses.
pub fn accept_ownership(ctx: Context<'_>, contract: &str) -> Result<Response, ContractError> {
    // decide
    let contract = checks::addr(ctx.deps.api, contract)?;

    // respond
    let msg = ExecuteMsg::UpdateOwnership(Action::AcceptOwnership);
    let message = json::call(&contract, &msg)?;
    Ok(Response::new().add_message(message).add_event(OwnershipTaken { contract }))
}
