//! I31 and I34: tallies and stages.

use axiom_types::dao::{QueryMsg, StageResponse, Vote};
use cosmwasm_std::Uint128;

use crate::properties::actions::weight_at;
use crate::properties::violation::{holds, names, same, Check};
use crate::properties::world::World;

fn stage(w: &World, id: u64) -> StageResponse {
    w.s.chain.query(&w.s.at.dao, &QueryMsg::Stage { proposal_id: id })
}

/// I34: the stage follows from what the proposal copied when it was made, its ballots and the time; settings changed
/// since change nothing.
pub fn i34_status(w: &mut World, id: u64) -> Check {
    *w.stats.checks.entry(names::I34).or_default() += 1;
    let (found, at, proposal) = (stage(w, id), w.clock(), &w.m.proposals[&id]);
    let what = |what: &'static str| move || format!("{what} of proposal {id}");
    same(names::I34, what("stage"), found.stage, proposal.stage(at))?;
    same(names::I34, what("end of voting"), found.voting_ends, proposal.voting_ends(at))?;
    same(names::I34, what("time of execution"), found.ready_at, proposal.ready_at(at))?;
    same(names::I34, what("end"), found.expires_at, proposal.expires_at(at))
}

/// I31: the tally is the sum of ballots, each with its weight at the start of the proposal's block, and no more than
/// the total then.
pub fn i31_tally(w: &mut World, id: u64) -> Check {
    *w.stats.checks.entry(names::I31).or_default() += 1;
    let (found, proposal) = (stage(w, id), &w.m.proposals[&id]);
    let tally = [found.yes, found.no, found.abstain];
    let expected = [Vote::Yes, Vote::No, Vote::Abstain].map(|vote| proposal.sum(vote));
    same(names::I31, || format!("tally of proposal {id}"), tally, expected)?;
    same(names::I31, || format!("total of proposal {id}"), found.total, proposal.total)?;
    holds(names::I31, tally.iter().sum::<u64>() <= found.total, || {
        format!("proposal {id} has {tally:?} of {}", found.total)
    })
}

/// I31: each ballot weighs what the tracker says today of the start of the proposal's block.
pub fn i31_ballots(w: &mut World, id: u64) -> Check {
    let proposal = &w.m.proposals[&id];
    for (voter, (_, weight)) in &proposal.ballots {
        let msg = axiom_types::tracker::QueryMsg::VotingPowerAtHeight {
            address: voter.clone(),
            height: Some(proposal.start_height),
        };
        let found: axiom_types::tracker::VotingPowerAtHeightResponse =
            w.s.chain.query(&w.s.at.tracker, &msg);
        let what = || format!("weight of {voter} at {}", proposal.start_height);
        same(names::I31, what, found.power, Uint128::from(*weight))?;
        same(names::I31, what, *weight, weight_at(w, voter, proposal.start_height))?;
    }
    Ok(())
}
