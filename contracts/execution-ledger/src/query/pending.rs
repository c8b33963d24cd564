//! Failed legs: which, and why.

use axiom_kit::page;
use axiom_types::ledger::{Leg, LegId, PendingLeg, PendingLegsResponse};
use cosmwasm_std::{StdError, StdResult, Storage};

use crate::error::ContractError;
use crate::execute::legs::peer_of;
use crate::state::{self, Failure};

/// Failed legs of one job, at most 3.
pub fn of_job(storage: &dyn Storage, id: u64) -> Result<Vec<PendingLeg>, ContractError> {
    let job = state::load_job(storage, id)?;
    let peers = state::load_peers(storage, job.spec.peer_set)?;
    let mut found = vec![];
    for leg in Leg::ALL {
        let failure = state::may_load_failure(storage, id, leg)?;
        if let (Some(Failure { reason, height }), Some(peer)) = (failure, peer_of(&peers, leg)) {
            found.push(PendingLeg { job: id, leg, peer: peer.clone(), reason, height });
        }
    }
    Ok(found)
}

/// Failed legs of all jobs, by job and leg.
pub fn all(
    storage: &dyn Storage,
    start_after: Option<LegId>,
    limit: Option<u32>,
) -> Result<PendingLegsResponse, ContractError> {
    let limit = page::limit(limit);
    let mut legs: Vec<PendingLeg> = vec![];
    let after = start_after.as_ref().map(|row| (row.job, row.leg));
    for row in state::failures(storage, after) {
        let ((id, code), failure) = row?;
        if legs.len() >= limit {
            let next = legs.last().map(|row| LegId { job: row.job, leg: row.leg });
            let next = next.or(start_after);
            return Ok(PendingLegsResponse { legs, next });
        }
        legs.push(pending(storage, (id, code), failure)?);
    }
    Ok(PendingLegsResponse { legs, next: None })
}

fn pending(
    storage: &dyn Storage,
    (id, code): (u64, u8),
    failure: Failure,
) -> Result<PendingLeg, ContractError> {
    let missing = || -> StdError { StdError::not_found("peer of a failed leg") };
    let leg = Leg::from_code(code).ok_or_else(missing)?;
    let job = state::load_job(storage, id)?;
    let peers = state::load_peers(storage, job.spec.peer_set)?;
    let peer: StdResult<_> = peer_of(&peers, leg).cloned().ok_or_else(missing);
    let Failure { reason, height } = failure;
    Ok(PendingLeg { job: id, leg, peer: peer?, reason, height })
}
