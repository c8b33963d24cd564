//! The chain's own governance.

use cosmrs::proto::cosmos::gov::v1 as gov;
use cosmrs::Any;
use cosmwasm_std::Coin;

use super::{any, coins};

/// A proposal to the chain's own governance.
#[derive(Clone, Debug, Default)]
pub struct ChainProposal {
    /// Its title.
    pub title: String,
    /// What it is about.
    pub summary: String,
    /// A link or note.
    pub metadata: String,
    /// What is executed if it passes; the sender of each is the governance account.
    pub messages: Vec<Any>,
    /// What is deposited at once.
    pub deposit: Vec<Coin>,
    /// Whether it is expedited.
    pub expedited: bool,
}

/// Proposes.
pub fn submit_proposal(proposer: &str, proposal: &ChainProposal) -> Any {
    any(&gov::MsgSubmitProposal {
        messages: proposal.messages.clone(),
        initial_deposit: coins(&proposal.deposit),
        proposer: proposer.to_string(),
        metadata: proposal.metadata.clone(),
        title: proposal.title.clone(),
        summary: proposal.summary.clone(),
        expedited: proposal.expedited,
    })
}

/// Adds to the deposit of a proposal.
pub fn deposit(depositor: &str, proposal_id: u64, amount: &[Coin]) -> Any {
    let depositor = depositor.to_string();
    any(&gov::MsgDeposit { proposal_id, depositor, amount: coins(amount) })
}

/// A vote in the chain's governance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainVote {
    /// For it.
    Yes,
    /// Neither.
    Abstain,
    /// Against it.
    No,
    /// Against it, and the deposit is lost if enough say so.
    NoWithVeto,
}

/// Votes.
pub fn vote(voter: &str, proposal_id: u64, vote: ChainVote) -> Any {
    let option = match vote {
        ChainVote::Yes => gov::VoteOption::Yes,
        ChainVote::Abstain => gov::VoteOption::Abstain,
        ChainVote::No => gov::VoteOption::No,
        ChainVote::NoWithVeto => gov::VoteOption::NoWithVeto,
    };
    any(&gov::MsgVote {
        proposal_id,
        voter: voter.to_string(),
        option: option.into(),
        metadata: String::new(),
    })
}
