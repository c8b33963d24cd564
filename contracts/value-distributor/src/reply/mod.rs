//! Replies, by kind.

mod transfer;

use axiom_kit::reply;
use cosmwasm_std::{DepsMut, Reply, Response};

use crate::error::ContractError;

/// A transfer left the contract; the key is its sequence.
pub const TRANSFER: u8 = 1;

/// Hands a reply to its kind.
///
/// # Errors
/// [`axiom_kit::KitError::UnknownReply`].
pub fn dispatch(deps: DepsMut, msg: Reply) -> Result<Response, ContractError> {
    match reply::parse(msg.id) {
        (TRANSFER, sequence) => transfer::transfer(deps, sequence, msg.result),
        _ => Err(reply::unknown(msg.id).into()),
    }
}
