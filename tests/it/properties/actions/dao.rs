//! Messages of governance-dao.

use std::collections::BTreeMap;

use axiom_local::Success;
use axiom_types::dao::{vote_text, ExecuteMsg, Proposed, SignedVote, Stage, Vote};

use super::dao_effects::{apply, draw, executable, messages};
use super::Act;
use crate::properties::model::votes::Proposal;
use crate::properties::rng::Rng;
use crate::properties::violation::{holds, names, same, Violation};
use crate::properties::world::{address, World, ACTORS};

pub fn send(
    w: &mut World,
    label: &'static str,
    sender: &str,
    msg: &ExecuteMsg,
) -> Result<Option<Success>, Violation> {
    let contract = w.s.at.dao.clone();
    w.send(label, sender, &contract, msg, &[])
}

/// Weight that an account has at the start of a block.
pub fn weight(w: &World, who: &str, height: u64) -> u64 {
    let subject = (1, Some(who.to_string()));
    w.m.history.at_height(&subject, height).map_or(0, |row| row.weight)
}

fn some_proposal(w: &World, rng: &mut Rng, fits: impl Fn(&Proposal) -> bool) -> Option<u64> {
    let fitting = w.m.proposals.iter().filter(|(_, p)| fits(p)).map(|(id, _)| *id);
    rng.pick(&fitting.collect::<Vec<_>>())
}

pub fn propose(w: &mut World, rng: &mut Rng) -> Act {
    let at = w.clock();
    let fits = |who: &&String| weight(w, who, at.height) >= 10;
    let able: Vec<String> = w.actors.iter().filter(fits).cloned().collect();
    let Some(proposer) = rng.pick(&able) else {
        return Ok(false);
    };
    let (track, effect) = draw(w, rng);
    let msgs = messages(w, &effect);
    let may_fail = !msgs.is_empty() && rng.chance(20);
    let msg = ExecuteMsg::Propose {
        title: "a proposal".to_string(),
        description: "what it is for".to_string(),
        msgs,
        earliest: None,
        latest: None,
        track: Some(track),
        may_fail: may_fail.then(|| vec![0]),
    };
    if let Some(success) = send(w, "dao.propose", &proposer, &msg)? {
        let id = success.data_as::<Proposed>().proposal_id;
        let total = w.m.history.at_height(&(1, None), at.height).map_or(0, |row| row.weight);
        let proposal = Proposal {
            rules: (&w.m.tracks[&track]).into(),
            proposer,
            start_height: at.height,
            start: at.now,
            idle: at.idle,
            total,
            ballots: BTreeMap::new(),
            effect,
            may_fail,
            executed: false,
            cancelled: false,
            closed: false,
        };
        w.m.proposals.insert(id, proposal);
        w.touched.proposals.insert(id);
    }
    Ok(true)
}

fn ballot(rng: &mut Rng) -> Vote {
    match rng.below(10) {
        0..=6 => Vote::Yes,
        7..=8 => Vote::No,
        _ => Vote::Abstain,
    }
}

/// Accounts with weight at a proposal's start that have not voted.
fn voters(w: &World, id: u64) -> Vec<String> {
    let proposal = &w.m.proposals[&id];
    let fits = |who: &&String| {
        weight(w, who, proposal.start_height) > 0 && !proposal.ballots.contains_key(*who)
    };
    w.actors.iter().filter(fits).cloned().collect()
}

/// Counts ballots by the weights at the start of the proposal's block, and compares them with the events.
fn counted(
    w: &mut World,
    id: u64,
    votes: &[(String, Vote)],
    success: &Success,
) -> Result<(), Violation> {
    let start = w.m.proposals[&id].start_height;
    for (voter, vote) in votes {
        let expected = weight(w, voter, start);
        let get = |event: &cosmwasm_std::Event, key: &str| {
            event.attributes.iter().find(|a| a.key == key).map(|a| a.value.clone())
        };
        let mut cast = success
            .events_of("axiom_dao_vote_cast")
            .filter(|event| get(event, "voter").as_deref() == Some(voter.as_str()));
        let found = cast.next().and_then(|event| get(event, "weight")?.parse().ok());
        same(names::I31, || format!("weight of {voter} on proposal {id}"), found, Some(expected))?;
        if let Some(proposal) = w.m.proposals.get_mut(&id) {
            let again = proposal.ballots.insert(voter.clone(), (*vote, expected));
            holds(names::I31, again.is_none(), || format!("{voter} voted twice on {id}"))?;
        }
    }
    w.touched.proposals.insert(id);
    Ok(())
}

fn in_voting(w: &World, rng: &mut Rng) -> Option<u64> {
    let at = w.clock();
    some_proposal(w, rng, |p| p.stage(at) == Stage::Voting)
}

pub fn vote(w: &mut World, rng: &mut Rng) -> Act {
    let Some(id) = in_voting(w, rng) else {
        return Ok(false);
    };
    let Some(voter) = rng.pick(&voters(w, id)) else {
        return Ok(false);
    };
    let vote = ballot(rng);
    let msg = ExecuteMsg::Vote { proposal_id: id, vote };
    if let Some(success) = send(w, "dao.vote", &voter, &msg)? {
        counted(w, id, &[(voter, vote)], &success)?;
    }
    Ok(true)
}

pub fn vote_signed(w: &mut World, rng: &mut Rng) -> Act {
    let Some(id) = in_voting(w, rng) else {
        return Ok(false);
    };
    let mut votes = vec![];
    for voter in rng.some(&voters(w, id), 3) {
        votes.push((voter, ballot(rng)));
    }
    if votes.is_empty() {
        return Ok(false);
    }
    let mut signed: Vec<SignedVote> =
        votes.iter().filter_map(|(who, v)| sign(w, who, id, *v)).collect();
    // What must not count: one vote twice, and one of a stranger.
    if let (Some(first), true) = (signed.first().cloned(), rng.chance(40)) {
        signed.push(first);
    }
    let relayer = rng.pick(&w.actors).unwrap_or_default();
    let msg = ExecuteMsg::VoteSigned { proposal_id: id, votes: signed };
    if let Some(success) = send(w, "dao.vote_signed", &relayer, &msg)? {
        counted(w, id, &votes, &success)?;
    }
    Ok(true)
}

fn sign(w: &World, who: &str, proposal: u64, vote: Vote) -> Option<SignedVote> {
    let name = ACTORS.iter().find(|name| address(name) == who)?;
    let valid_until = w.now() + 86_400;
    let chain_id = w.s.chain.block().chain_id;
    let text = vote_text(&chain_id, w.s.at.dao.as_str(), proposal, vote, valid_until);
    let (pubkey, signature) = axiom_local::Account::named(*name).sign_adr36(&text);
    Some(SignedVote { pubkey, signature, vote, valid_until })
}

pub fn execute(w: &mut World, rng: &mut Rng) -> Act {
    let at = w.clock();
    let fits =
        |p: &Proposal| p.stage(at) == Stage::Ready && (p.may_fail || executable(w, &p.effect));
    let Some(id) = some_proposal(w, rng, fits) else {
        return Ok(false);
    };
    let anybody = rng.pick(&w.actors).unwrap_or_default();
    if let Some(success) =
        send(w, "dao.execute", &anybody, &ExecuteMsg::Execute { proposal_id: id })?
    {
        let effect = w.m.proposals[&id].effect.clone();
        if let Some(proposal) = w.m.proposals.get_mut(&id) {
            proposal.executed = true;
        }
        // A message that was allowed to fail and did has changed nothing.
        let failed = success.count_of("axiom_dao_message_failed") > 0;
        if !(failed && w.m.proposals[&id].may_fail) {
            apply(w, &effect, &success, at.now)?;
        }
        w.touched.proposals.insert(id);
    }
    Ok(true)
}

/// Brings one of the running proposals a step on: a vote, the end of its timelock, its execution.
pub fn govern(w: &mut World, rng: &mut Rng) -> Act {
    let at = w.clock();
    let live = |p: &Proposal| matches!(p.stage(at), Stage::Voting | Stage::Queued | Stage::Ready);
    let Some(id) = some_proposal(w, rng, live) else {
        return Ok(false);
    };
    let proposal = &w.m.proposals[&id];
    match proposal.stage(at) {
        Stage::Voting if !voters(w, id).is_empty() => vote(w, rng),
        Stage::Voting if rng.chance(50) && proposal.passes() => {
            let ends = proposal.voting_ends(at);
            w.s.wait(ends.saturating_sub(at.now).max(600));
            Ok(true)
        }
        Stage::Queued => {
            w.s.wait(proposal.ready_at(at) - at.now);
            Ok(true)
        }
        Stage::Ready => execute(w, rng),
        _ => Ok(false),
    }
}

pub fn close(w: &mut World, rng: &mut Rng) -> Act {
    let at = w.clock();
    let fits = |p: &Proposal| matches!(p.stage(at), Stage::Defeated | Stage::Expired) && !p.closed;
    let Some(id) = some_proposal(w, rng, fits) else {
        return Ok(false);
    };
    let anybody = rng.pick(&w.actors).unwrap_or_default();
    if send(w, "dao.close", &anybody, &ExecuteMsg::Close { proposal_id: id })?.is_some() {
        if let Some(proposal) = w.m.proposals.get_mut(&id) {
            proposal.closed = true;
        }
        w.touched.proposals.insert(id);
    }
    Ok(true)
}

pub fn cancel(w: &mut World, rng: &mut Rng) -> Act {
    let Some(id) = in_voting(w, rng) else {
        return Ok(false);
    };
    let proposer = w.m.proposals[&id].proposer.clone();
    if send(w, "dao.cancel", &proposer, &ExecuteMsg::Cancel { proposal_id: id })?.is_some() {
        if let Some(proposal) = w.m.proposals.get_mut(&id) {
            proposal.cancelled = true;
        }
        w.touched.proposals.insert(id);
    }
    Ok(true)
}
