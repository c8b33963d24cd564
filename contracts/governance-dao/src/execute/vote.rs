//! `vote`: one ballot, with the weight at the start of the proposal's block.

use axiom_types::dao::events::VoteCast;
use axiom_types::dao::{vote_word, Stage, Vote};
use axiom_types::tracker::raw::Subject;
use cosmwasm_std::Response;

use super::{look, stands, Context};
use crate::domain::tally::Choice;
use crate::error::ContractError;
use crate::peers::weight_at;
use crate::records::Ballot;
use crate::state;

/// Casts the sender's ballot.
///
/// # Errors
/// [`ContractError::UnknownProposal`], [`ContractError::WrongStage`], [`ContractError::Veto`],
/// [`ContractError::AlreadyVoted`], [`ContractError::NoWeight`], [`ContractError::WeightOverflow`].
pub fn vote(ctx: Context<'_>, proposal: u64, vote: Vote) -> Result<Response, ContractError> {
    // load
    let (head, tally, stage) = look(&ctx, proposal)?;
    let source = state::load_source(ctx.deps.storage, head.source)?;
    let subject = Subject::Account(&ctx.sender);
    let weight = weight_at(&ctx.deps.querier, &source, subject, head.start_height)?;
    let voted = state::has_voted(ctx.deps.storage, proposal, &ctx.sender);

    // decide
    let choice = Choice::from_vote(vote).ok_or(ContractError::Veto {})?;
    stands(proposal, stage, Stage::Voting, "voting")?;
    let voter = ctx.sender;
    if voted {
        return Err(ContractError::AlreadyVoted { proposal, voter });
    }
    if weight == 0 {
        return Err(ContractError::NoWeight { voter, height: head.start_height });
    }
    let overflow = ContractError::WeightOverflow { proposal };
    let tally = tally.with(choice, weight).ok_or(overflow)?;

    // save
    state::save_ballot(ctx.deps.storage, proposal, &voter, &Ballot { choice, weight })?;
    state::save_tally(ctx.deps.storage, proposal, &tally)?;

    // respond
    let vote = vote_word(vote).to_string();
    let event = VoteCast { proposal_id: proposal, voter, vote, weight, relayer: None };
    Ok(Response::new().add_event(event))
}
