//! `close`: writes down that a proposal was defeated or ran out.

use axiom_types::dao::events::ProposalClosed;
use axiom_types::dao::Stage;
use cosmwasm_std::Response;

use super::{look, Context};
use crate::domain::proposal::{Head, Mark};
use crate::error::ContractError;
use crate::state;

/// Closes a proposal that has ended by itself. A second close is refused.
///
/// # Errors
/// [`ContractError::UnknownProposal`], [`ContractError::WrongStage`].
pub fn close(ctx: Context<'_>, proposal: u64) -> Result<Response, ContractError> {
    // load
    let (head, _, stage) = look(&ctx, proposal)?;

    // decide
    let mark = match (head.mark, stage) {
        (Mark::Open, Stage::Defeated) => Mark::Defeated,
        (Mark::Open, Stage::Expired) => Mark::Expired,
        _ => {
            let expected = "defeated or expired, and not closed yet";
            return Err(ContractError::WrongStage { proposal, stage, expected });
        }
    };

    // save
    state::save_head(ctx.deps.storage, proposal, &Head { mark, ..head })?;

    // respond
    Ok(Response::new().add_event(ProposalClosed { proposal_id: proposal, stage }))
}
