//! The cw3 facade: shapes as the cw3 crate has them, in every state.

use axiom_types::dao::{ExecuteMsg, QueryMsg, Stage, Vote};
use cosmwasm_schema::serde::de::DeserializeOwned;
use cosmwasm_std::{Decimal, Timestamp};
use cw3::{
    Cw3ExecuteMsg, Cw3QueryMsg, ProposalListResponse, ProposalResponse, Status, VoteListResponse,
    VoteResponse, VoterListResponse, VoterResponse,
};
use cw_utils::{Expiration, ThresholdResponse};
use governance_dao::ContractError;

use crate::world::{send, world, World, DAY, DENOM, TREASURY};

fn ask<T: DeserializeOwned>(w: &World, msg: &Cw3QueryMsg) -> T {
    w.chain.query(&w.dao, msg)
}

fn proposal(w: &World, proposal_id: u64) -> ProposalResponse {
    ask(w, &Cw3QueryMsg::Proposal { proposal_id })
}

#[test]
fn every_stage_has_its_status() {
    let mut w = world();
    let (ann, ben) = (w.ann.clone(), w.ben.clone());
    let msgs = vec![send(&ben, 1, DENOM)];
    let ids: Vec<u64> = (0..4).map(|_| w.propose(TREASURY, msgs.clone())).collect();
    let [won, lost, back, late] = ids[..] else { unreachable!() };
    for id in [won, late] {
        w.vote(&ann, id, Vote::Yes).should_succeed();
    }
    let seen = |w: &World, id: u64, stage: Stage, status: Status| {
        assert_eq!(w.stage(id).stage, stage);
        let found = proposal(w, id);
        assert_eq!(found.status, status);
        assert_eq!((found.id, found.title.as_str()), (id, "title"));
        assert_eq!((found.description.as_str(), &found.msgs), ("what and why", &msgs));
        assert_eq!((found.proposer, found.deposit), (ann.address.clone(), None));
        let ends = Timestamp::from_seconds(w.stage(id).voting_ends);
        assert_eq!(found.expires, Expiration::AtTime(ends));
        let bars = ThresholdResponse::ThresholdQuorum {
            threshold: Decimal::percent(50),
            quorum: Decimal::percent(20),
            total_weight: 100,
        };
        assert_eq!(found.threshold, bars);
    };
    seen(&w, won, Stage::Voting, Status::Open);
    w.tell(&ann, &ExecuteMsg::Cancel { proposal_id: back }).should_succeed();
    seen(&w, back, Stage::Cancelled, Status::Rejected);
    w.chain.advance_seconds(DAY);
    seen(&w, won, Stage::Queued, Status::Passed);
    seen(&w, lost, Stage::Defeated, Status::Rejected);
    w.chain.advance_seconds(3_600);
    seen(&w, won, Stage::Ready, Status::Passed);
    w.execute(won).should_succeed();
    seen(&w, won, Stage::Executed, Status::Executed);
    w.chain.advance_seconds(8 * DAY);
    seen(&w, late, Stage::Expired, Status::Rejected);
    let all: ProposalListResponse =
        ask(&w, &Cw3QueryMsg::ListProposals { start_after: None, limit: None });
    let status: Vec<_> = all.proposals.iter().map(|row| row.status).collect();
    let rejected = Status::Rejected;
    assert_eq!(status, [Status::Executed, rejected, rejected, rejected]);
}

#[test]
fn a_cw3_client_proposes_votes_and_executes() {
    let mut w = world();
    let (ann, dao) = (w.ann.clone(), w.dao.clone());
    let propose = Cw3ExecuteMsg::Propose::<cosmwasm_std::Empty> {
        title: "title".to_string(),
        description: "d".to_string(),
        msgs: vec![],
        earliest: None,
        latest: None,
    };
    w.chain.execute(&ann, &dao, &propose, &[]).should_succeed();
    let vote = Cw3ExecuteMsg::Vote::<cosmwasm_std::Empty> { proposal_id: 1, vote: Vote::Yes };
    w.chain.execute(&ann, &dao, &vote, &[]).should_succeed();
    w.wait_until(w.stage(1).ready_at);
    let execute = Cw3ExecuteMsg::Execute::<cosmwasm_std::Empty> { proposal_id: 1 };
    w.chain.execute(&ann, &dao, &execute, &[]).should_succeed();
    let close = Cw3ExecuteMsg::Close::<cosmwasm_std::Empty> { proposal_id: 1 };
    w.chain.execute(&ann, &dao, &close, &[]).should_fail_with(&ContractError::WrongStage {
        proposal: 1,
        stage: Stage::Executed,
        expected: "defeated or expired, and not closed yet",
    });
}

#[test]
fn pages() {
    let mut w = world();
    for _ in 0..35 {
        w.propose(1, vec![]);
    }
    let ids = |msg: &Cw3QueryMsg| -> Vec<u64> {
        let list: ProposalListResponse = ask(&w, msg);
        list.proposals.into_iter().map(|row| row.id).collect()
    };
    let list = |start_after, limit| Cw3QueryMsg::ListProposals { start_after, limit };
    let back = |start_before, limit| Cw3QueryMsg::ReverseProposals { start_before, limit };
    assert_eq!(ids(&list(None, None)), (1..=10).collect::<Vec<_>>());
    assert_eq!(ids(&list(Some(10), Some(2))), [11, 12]);
    assert_eq!(ids(&list(None, Some(99))).len(), 30);
    assert_eq!(ids(&list(Some(35), None)), Vec::<u64>::new());
    assert_eq!(ids(&back(None, Some(3))), [35, 34, 33]);
    assert_eq!(ids(&back(Some(3), None)), [2, 1]);
}

#[test]
fn thresholds_ballots_and_voters() {
    let mut w = world();
    let (ann, ben, dan) = (w.ann.clone(), w.ben.clone(), w.founder.clone());
    let bars: ThresholdResponse = ask(&w, &Cw3QueryMsg::Threshold {});
    let expected = ThresholdResponse::ThresholdQuorum {
        threshold: Decimal::percent(50),
        quorum: Decimal::percent(20),
        total_weight: 100,
    };
    assert_eq!(bars, expected);
    let id = w.propose(1, vec![]);
    w.vote(&ann, id, Vote::Abstain).should_succeed();
    w.vote(&ben, id, Vote::No).should_succeed();
    let vote = |voter: &str| Cw3QueryMsg::Vote { proposal_id: id, voter: voter.to_string() };
    let found: VoteResponse = ask(&w, &vote(ann.as_ref()));
    let found = found.vote.unwrap();
    assert_eq!((found.proposal_id, found.vote, found.weight), (id, Vote::Abstain, 60));
    let none: VoteResponse = ask(&w, &vote(dan.as_ref()));
    assert_eq!(none.vote, None);
    let votes = |start_after: Option<String>, limit| {
        let list: VoteListResponse =
            ask(&w, &Cw3QueryMsg::ListVotes { proposal_id: id, start_after, limit });
        list.votes.into_iter().map(|row| row.voter).collect::<Vec<_>>()
    };
    let mut both = vec![ann.to_string(), ben.to_string()];
    both.sort();
    assert_eq!(votes(None, None), both);
    assert_eq!(votes(Some(both[0].clone()), Some(5)), both[1..]);
    let voter = |who: &str| -> Option<u64> {
        let found: VoterResponse = ask(&w, &Cw3QueryMsg::Voter { address: who.to_string() });
        found.weight
    };
    assert_eq!((voter(ann.as_ref()), voter(dan.as_ref())), (Some(60), None));
    let list: VoterListResponse =
        ask(&w, &Cw3QueryMsg::ListVoters { start_after: None, limit: None });
    assert_eq!(list.voters.iter().map(|row| row.weight).sum::<u64>(), 100);
}

#[test]
fn unknown_proposals_are_errors() {
    let w = world();
    let who = w.ann.to_string();
    let unknown = ContractError::UnknownProposal { proposal: 1 };
    for msg in [
        QueryMsg::Proposal { proposal_id: 1 },
        QueryMsg::Stage { proposal_id: 1 },
        QueryMsg::Outcomes { proposal_id: 1 },
        QueryMsg::Vote { proposal_id: 1, voter: who.clone() },
        QueryMsg::ListVotes { proposal_id: 1, start_after: None, limit: None },
    ] {
        let failure = w.chain.try_query::<serde_json::Value>(&w.dao, &msg).unwrap_err();
        assert_eq!(failure.error::<ContractError>(), Some(&unknown));
    }
}
