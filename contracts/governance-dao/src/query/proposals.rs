//! True state of proposals, and outcomes.

use axiom_types::dao::{MessageOutcome, Stage, StageResponse};
use cosmwasm_std::{Deps, Env};

use crate::error::ContractError;
use crate::execute::moment;
use crate::state;

/// Where a proposal stands.
pub fn stage(deps: Deps<'_>, env: &Env, proposal_id: u64) -> Result<StageResponse, ContractError> {
    let head = state::load_head(deps.storage, proposal_id)?;
    let tally = state::load_tally(deps.storage, proposal_id)?;
    let content = state::load_content(deps.storage, proposal_id)?;
    let moment = moment(deps.storage, env)?;
    Ok(StageResponse {
        proposal_id,
        track: head.track,
        stage: head.stage(&tally, moment),
        yes: tally.yes,
        no: tally.no,
        abstain: tally.abstain,
        total: head.bar.total,
        start_height: head.start_height,
        voting_ends: head.voting.ends_at(moment.idle),
        ready_at: head.ready().ends_at(moment.idle),
        expires_at: head.expiry().ends_at(moment.idle),
        proposer: head.proposer,
        content_hash: content.hash,
        may_fail: content.may_fail,
    })
}

/// Outcomes of messages that might fail, of an executed proposal.
pub fn outcomes(
    deps: Deps<'_>,
    env: &Env,
    proposal: u64,
) -> Result<Vec<MessageOutcome>, ContractError> {
    let found = stage(deps, env, proposal)?;
    if found.stage != Stage::Executed {
        let expected = "executed";
        return Err(ContractError::WrongStage { proposal, stage: found.stage, expected });
    }
    let rows = found.may_fail.into_iter().map(|index| {
        let reason = state::may_load_failure(deps.storage, proposal, index)?;
        Ok(MessageOutcome { index, ok: reason.is_none(), reason })
    });
    rows.collect()
}
