//! `cancel`: takes a proposal back while votes are taken.

use axiom_types::dao::events::ProposalClosed;
use axiom_types::dao::Stage;
use cosmwasm_std::Response;

use super::{look, stands, Context};
use crate::domain::proposal::{Head, Mark};
use crate::error::ContractError;
use crate::state;

/// Cancels the sender's proposal.
///
/// # Errors
/// [`ContractError::UnknownProposal`], [`ContractError::NotProposer`], [`ContractError::WrongStage`].
pub fn cancel(ctx: Context<'_>, proposal: u64) -> Result<Response, ContractError> {
    // load
    let (head, _, stage) = look(&ctx, proposal)?;

    // decide
    if head.proposer != ctx.sender {
        return Err(ContractError::NotProposer { sender: ctx.sender, proposer: head.proposer });
    }
    stands(proposal, stage, Stage::Voting, "voting")?;

    // save
    let head = Head { mark: Mark::Cancelled, ..head };
    state::save_head(ctx.deps.storage, proposal, &head)?;

    // respond
    let closed = ProposalClosed { proposal_id: proposal, stage: Stage::Cancelled };
    Ok(Response::new().add_event(closed))
}
