//! The registry opened the ledger's own space.

use axiom_types::json;
use axiom_types::ledger::events::SpaceReady;
use axiom_types::registry::SpaceCreated;
use cosmwasm_std::{Binary, DepsMut, Reply, Response, SubMsgResponse};

use crate::error::ContractError;
use crate::state;

/// Notes the number of the space in the peer set that asked for it.
pub fn run(deps: DepsMut<'_>, set: u64, msg: Reply) -> Result<Response, ContractError> {
    // ---- load ----
    let answer = msg.result.into_result().map_err(|_| ContractError::NoSpace {})?;
    let data = answer_data(answer).ok_or(ContractError::NoSpace {})?;
    let SpaceCreated { space } = json::read(&data).map_err(|_| ContractError::NoSpace {})?;
    let set = u32::try_from(set).map_err(|_| axiom_kit::reply::unknown(msg.id))?;
    let mut peers = state::load_peers(deps.storage, set)?;

    // ---- save ----
    peers.space = Some(space);
    state::save_peers(deps.storage, set, &peers)?;

    // ---- respond ----
    Ok(Response::new().add_event(SpaceReady { space }))
}

/// The data that the contract set: chains wrap it in the answer of the message, in `data` or, newer ones, in the list
/// of answers.
#[allow(deprecated)]
fn answer_data(answer: SubMsgResponse) -> Option<Binary> {
    let listed = answer.msg_responses.into_iter().next().map(|first| first.value);
    let wrapped = answer.data.or(listed)?;
    cw_utils::parse_execute_response_data(&wrapped).ok()?.data
}
