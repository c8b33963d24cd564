//! Voting, closing, cancelling.

use axiom_types::dao::{ExecuteMsg, QueryMsg, Stage, Vote};
use cw3::{VoteInfo, VoteResponse};
use governance_dao::ContractError;

use crate::fakes::set_weight;
use crate::world::{world, DAY, STRICT};

#[test]
fn each_ballot_counts_once_with_the_weight_at_the_start() {
    let mut w = world();
    let (ann, ben, cat) = (w.ann.clone(), w.ben.clone(), w.cat.clone());
    let id = w.propose(1, vec![]);
    // What changes from the proposal's block on does not count.
    let (tracker, height) = (w.tracker(), w.stage(id).start_height);
    w.chain.seed(&tracker, |s| set_weight(s, 1, (&ben.address, 29), height.saturating_sub(1)));
    let done = w.vote(&ann, id, Vote::Yes).should_succeed();
    assert_eq!(done.attribute("axiom_dao_vote_cast", "weight"), Some("60"));
    assert_eq!(done.attribute("axiom_dao_vote_cast", "vote"), Some("yes"));
    assert_eq!(done.attribute("axiom_dao_vote_cast", "relayer"), None);
    w.vote(&ben, id, Vote::No).should_succeed();
    w.vote(&cat, id, Vote::Abstain).should_succeed();
    let found = w.stage(id);
    assert_eq!((found.yes, found.no, found.abstain), (60, 29, 10));
    let voter = ann.address.clone();
    let expected = ContractError::AlreadyVoted { proposal: id, voter };
    w.vote(&ann, id, Vote::No).should_fail_with(&expected);
    let vote: VoteResponse =
        w.chain.query(&w.dao, &QueryMsg::Vote { proposal_id: id, voter: ben.to_string() });
    let info = VoteInfo { proposal_id: id, voter: ben.to_string(), vote: Vote::No, weight: 29 };
    assert_eq!(vote.vote, Some(info));
}

#[test]
pub fn strangers_latecomers_and_vetoes_are_refused() {
    let mut w = world();
    let (ann, dan) = (w.ann.clone(), w.founder.clone());
    let id = w.propose(1, vec![]);
    let (tracker, start) = (w.tracker(), w.stage(id).start_height);
    let stranger = ContractError::NoWeight { voter: dan.address.clone(), height: start };
    w.vote(&dan, id, Vote::Yes).should_fail_with(&stranger);
    w.chain.seed(&tracker, |s| set_weight(s, 1, (&dan.address, 50), start));
    w.vote(&dan, id, Vote::Yes).should_fail_with(&stranger);
    w.vote(&ann, id, Vote::Veto).should_fail_with(&ContractError::Veto {});
    w.vote(&ann, 9, Vote::Yes).should_fail_with(&ContractError::UnknownProposal { proposal: 9 });
    w.chain.advance_seconds(DAY);
    w.vote(&ann, id, Vote::Yes).should_fail_with(&ContractError::WrongStage {
        proposal: id,
        stage: Stage::Defeated,
        expected: "voting",
    });
}

#[test]
pub fn weights_beyond_64_bits_are_refused() {
    let mut w = world();
    let (ann, ben, tracker) = (w.ann.clone(), w.ben.clone(), w.tracker());
    for who in [&ann, &ben] {
        w.chain.seed(&tracker, |s| set_weight(s, 1, (&who.address, u64::MAX), 1));
    }
    let id = w.propose(1, vec![]);
    w.vote(&ann, id, Vote::Yes).should_succeed();
    w.vote(&ben, id, Vote::Yes).should_fail_with(&ContractError::WeightOverflow { proposal: id });
}

#[test]
fn stages_follow_the_clock() {
    let mut w = world();
    let (ann, ben) = (w.ann.clone(), w.ben.clone());
    let (won, lost) = (w.propose(STRICT, vec![]), w.propose(STRICT, vec![]));
    w.vote(&ann, won, Vote::Yes).should_succeed();
    w.vote(&ben, lost, Vote::Yes).should_succeed();
    let ends = w.stage(lost).voting_ends;
    // No early pass: 60 of 100 is beyond every bar, and still nothing is decided.
    w.wait_until(ends - 10);
    assert_eq!((w.stage(won).stage, w.stage(lost).stage), (Stage::Voting, Stage::Voting));
    w.wait_until(ends);
    assert_eq!((w.stage(won).stage, w.stage(lost).stage), (Stage::Queued, Stage::Defeated));
    let ready = w.stage(won).ready_at;
    w.wait_until(ready);
    assert_eq!(w.stage(won).stage, Stage::Ready);
    w.wait_until(w.stage(won).expires_at);
    assert_eq!((w.stage(won).stage, w.stage(lost).stage), (Stage::Expired, Stage::Defeated));
}

#[test]
fn a_halted_chain_ends_nobodys_vote() {
    let mut w = world();
    let ann = w.ann.clone();
    let id = w.propose(1, vec![]);
    w.chain.halt(30 * DAY);
    assert_eq!(w.stage(id).stage, Stage::Voting);
    w.vote(&ann, id, Vote::Yes).should_succeed();
    w.chain.advance_blocks(10);
    assert_eq!(w.stage(id).stage, Stage::Queued);
    w.chain.advance_blocks(10);
    assert_eq!(w.stage(id).stage, Stage::Ready);
    w.execute(id).should_succeed();
}

#[test]
fn closing() {
    let mut w = world();
    let (ann, dan) = (w.ann.clone(), w.founder.clone());
    let close = |proposal_id| ExecuteMsg::Close { proposal_id };
    let (lost, won) = (w.propose(1, vec![]), w.propose(1, vec![]));
    w.vote(&ann, won, Vote::Yes).should_succeed();
    let refused = |proposal, stage| {
        let expected = "defeated or expired, and not closed yet";
        ContractError::WrongStage { proposal, stage, expected }
    };
    w.tell(&dan, &close(lost)).should_fail_with(&refused(lost, Stage::Voting));
    w.tell(&dan, &close(9)).should_fail_with(&ContractError::UnknownProposal { proposal: 9 });
    w.chain.advance_seconds(DAY);
    let done = w.tell(&dan, &close(lost)).should_succeed();
    assert_eq!(done.attribute("axiom_dao_proposal_closed", "stage"), Some("defeated"));
    assert_eq!(w.stage(lost).stage, Stage::Defeated);
    w.tell(&dan, &close(lost)).should_fail_with(&refused(lost, Stage::Defeated));
    w.tell(&dan, &close(won)).should_fail_with(&refused(won, Stage::Queued));
    w.chain.advance_seconds(3_600);
    w.tell(&dan, &close(won)).should_fail_with(&refused(won, Stage::Ready));
    w.chain.advance_seconds(7 * DAY);
    let done = w.tell(&dan, &close(won)).should_succeed();
    assert_eq!(done.attribute("axiom_dao_proposal_closed", "stage"), Some("expired"));
    w.execute(won).should_fail_with(&ContractError::WrongStage {
        proposal: won,
        stage: Stage::Expired,
        expected: "ready",
    });
}

#[test]
pub fn cancelling() {
    let mut w = world();
    let (ann, ben) = (w.ann.clone(), w.ben.clone());
    let cancel = |proposal_id| ExecuteMsg::Cancel { proposal_id };
    let (first, second) = (w.propose(1, vec![]), w.propose(1, vec![]));
    w.tell(&ben, &cancel(first)).should_fail_with(&ContractError::NotProposer {
        sender: ben.address.clone(),
        proposer: ann.address.clone(),
    });
    w.tell(&ann, &cancel(9)).should_fail_with(&ContractError::UnknownProposal { proposal: 9 });
    let done = w.tell(&ann, &cancel(first)).should_succeed();
    assert_eq!(done.attribute("axiom_dao_proposal_closed", "stage"), Some("cancelled"));
    assert_eq!(w.stage(first).stage, Stage::Cancelled);
    let gone = |proposal, stage| ContractError::WrongStage { proposal, stage, expected: "voting" };
    w.vote(&ben, first, Vote::Yes).should_fail_with(&gone(first, Stage::Cancelled));
    w.tell(&ann, &cancel(first)).should_fail_with(&gone(first, Stage::Cancelled));
    w.vote(&ann, second, Vote::Yes).should_succeed();
    w.chain.advance_seconds(DAY);
    w.tell(&ann, &cancel(second)).should_fail_with(&gone(second, Stage::Queued));
}

#[test]
fn a_vote_costs_the_same_with_a_long_proposal() {
    let mut w = world();
    let (ann, ben) = (w.ann.clone(), w.ben.clone());
    let short = w.propose(1, vec![]);
    let long = ExecuteMsg::Propose {
        title: "t".to_string(),
        description: "x".repeat(16_000),
        msgs: vec![],
        earliest: None,
        latest: None,
        track: None,
        may_fail: None,
    };
    w.tell(&ann, &long).should_succeed();
    let one = w.vote(&ben, short, Vote::Yes).should_succeed();
    let other = w.vote(&ben, short + 1, Vote::Yes).should_succeed();
    let (one, other) = (one.gas.total, other.gas.total);
    assert!(one < 140_000, "{one}");
    assert!(one.abs_diff(other) < 200, "{one} {other}");
}
