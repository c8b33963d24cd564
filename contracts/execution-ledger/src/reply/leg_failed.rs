//! A leg of a settlement failed: the outcome stands, the leg is kept for anybody to try again.

use axiom_kit::checks;
use axiom_types::ledger::events::LegFailed;
use axiom_types::ledger::Leg;
use cosmwasm_std::{DepsMut, Env, Response, StdError, SubMsgResult};

use crate::error::ContractError;
use crate::execute::legs;
use crate::state::{self, Failure};

/// Stores the failure. The text of the peer is cut and never interpreted.
pub fn run(
    deps: DepsMut<'_>,
    env: &Env,
    (id, leg): (u64, Leg),
    result: SubMsgResult,
) -> Result<Response, ContractError> {
    // ---- load ----
    let SubMsgResult::Err(text) = result else {
        return Ok(Response::new());
    };
    let job = state::load_job(deps.storage, id)?;
    let peers = state::load_peers(deps.storage, job.spec.peer_set)?;
    let peer = legs::peer_of(&peers, leg).ok_or_else(|| StdError::not_found("peer of a leg"))?;

    // ---- save ----
    let failure = Failure { reason: checks::reason(&text), height: env.block.height };
    state::save_failure(deps.storage, id, leg, &failure)?;

    // ---- respond ----
    let event = LegFailed { job: id, leg, peer: peer.clone(), reason: failure.reason };
    Ok(Response::new().add_event(event))
}
