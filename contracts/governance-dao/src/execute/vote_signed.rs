//! `vote_signed`: ballots of others, by their signatures, in one message. Each counts exactly as a direct one.

use axiom_kit::{checks, signed};
use axiom_types::bounds::MAX_SIGNED_VOTES;
use axiom_types::dao::events::{VoteCast, VoteSkipped};
use axiom_types::dao::{vote_text, vote_word, SignedVote, Stage};
use axiom_types::tracker::raw::Subject;
use cosmwasm_std::{Addr, Event, Response};

use super::{look, stands, Context};
use crate::domain::proposal::Head;
use crate::domain::tally::Choice;
use crate::error::ContractError;
use crate::peers::weight_at;
use crate::records::{Ballot, Source};
use crate::state;

/// Casts the ballots that count and passes over the others, each with an event. What stops a replay is the ballot's
/// key, never the signature's bytes.
///
/// # Errors
/// [`ContractError::UnknownProposal`], [`ContractError::WrongStage`], [`ContractError::NoVoteCounted`],
/// [`ContractError::WeightOverflow`], an empty or too long list.
pub fn vote_signed(
    ctx: Context<'_>,
    proposal: u64,
    votes: &[SignedVote],
) -> Result<Response, ContractError> {
    // load
    let (head, mut tally, stage) = look(&ctx, proposal)?;
    let source = state::load_source(ctx.deps.storage, head.source)?;

    // decide
    checks::filled_list("votes", votes.len(), MAX_SIGNED_VOTES)?;
    stands(proposal, stage, Stage::Voting, "voting")?;

    // Ballot by ballot, as each decides whether a later one of the same voter is the second.
    let ballots = Ballots { proposal, head: &head, source: &source };
    let mut events: Vec<Event> = vec![];
    let mut counted = false;
    for (index, vote) in (0u32..).zip(votes) {
        match ballots.examine(&ctx, vote)? {
            Ok((voter, ballot)) => {
                let overflow = ContractError::WeightOverflow { proposal };
                tally = tally.with(ballot.choice, ballot.weight).ok_or(overflow)?;
                state::save_ballot(ctx.deps.storage, proposal, &voter, &ballot)?;
                counted = true;
                events.push(cast(proposal, voter, &ballot, &ctx.sender).into());
            }
            Err(why) => {
                let (proposal_id, reason) = (proposal, checks::reason(&why));
                events.push(VoteSkipped { proposal_id, index, reason }.into());
            }
        }
    }
    if !counted {
        let votes = votes.len();
        return Err(ContractError::NoVoteCounted { proposal, votes });
    }

    // save
    state::save_tally(ctx.deps.storage, proposal, &tally)?;

    // respond
    Ok(Response::new().add_events(events))
}

fn cast(proposal_id: u64, voter: Addr, ballot: &Ballot, relayer: &Addr) -> VoteCast {
    VoteCast {
        proposal_id,
        voter,
        vote: vote_word(ballot.choice.vote()).to_string(),
        weight: ballot.weight,
        relayer: Some(relayer.clone()),
    }
}

/// Where ballots are cast.
struct Ballots<'a> {
    proposal: u64,
    head: &'a Head,
    source: &'a Source,
}

impl Ballots<'_> {
    /// Voter and ballot, or why the vote is passed over.
    ///
    /// # Errors
    /// If the tracker cannot be read.
    fn examine(
        &self,
        ctx: &Context<'_>,
        vote: &SignedVote,
    ) -> Result<Result<(Addr, Ballot), String>, ContractError> {
        let Some(choice) = Choice::from_vote(vote.vote) else {
            return Ok(Err(ContractError::Veto {}.to_string()));
        };
        let voter = match self.signer(ctx, vote) {
            Ok(voter) => voter,
            Err(error) => return Ok(Err(error.to_string())),
        };
        if state::has_voted(ctx.deps.storage, self.proposal, &voter) {
            return Ok(Err("the voter has voted".to_string()));
        }
        let subject = Subject::Account(&voter);
        let height = self.head.start_height;
        let weight = weight_at(&ctx.deps.querier, self.source, subject, height)?;
        if weight == 0 {
            return Ok(Err("the voter had no weight".to_string()));
        }
        Ok(Ok((voter, Ballot { choice, weight })))
    }

    fn signer(&self, ctx: &Context<'_>, vote: &SignedVote) -> Result<Addr, signed::SignError> {
        signed::in_time(vote.valid_until, ctx.now())?;
        let chain = ctx.env.block.chain_id.as_str();
        let own = ctx.env.contract.address.as_str();
        let text = vote_text(chain, own, self.proposal, vote.vote, vote.valid_until);
        signed::verify(ctx.deps.api, &text, &vote.pubkey, &vote.signature)
    }
}
