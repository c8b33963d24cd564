//! A message that may fail has failed; the rest of its proposal went through.

use axiom_kit::checks;
use axiom_types::dao::events::MessageFailed;
use cosmwasm_std::{DepsMut, Response, SubMsgResult};

use super::failure_key;
use crate::error::ContractError;
use crate::state;

/// Writes down why. The text is cut to 60 characters and never read.
///
/// # Errors
/// Storage alone.
pub fn message_failed(
    deps: DepsMut<'_>,
    key: u64,
    result: SubMsgResult,
) -> Result<Response, ContractError> {
    // decide
    let SubMsgResult::Err(text) = result else {
        return Ok(Response::new());
    };
    let (proposal_id, index) = failure_key(key);
    let reason = checks::reason(&text);

    // save
    state::save_failure(deps.storage, proposal_id, index, &reason)?;

    // respond
    Ok(Response::new().add_event(MessageFailed { proposal_id, index, reason }))
}
