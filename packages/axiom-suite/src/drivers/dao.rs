use axiom_chain::{Account, Chain, ChainExt, Outcome};
use axiom_types::dao::{
    vote_text, ExecuteMsg, Proposed, QueryMsg, SignedVote, Stage, StageResponse, Vote,
};
use cosmwasm_std::CosmosMsg;

use crate::suite::Suite;

/// Messages of governance-dao.
pub struct DaoDriver<'a, C: Chain>(pub(crate) &'a mut Suite<C>);

impl<C: Chain> DaoDriver<'_, C> {
    /// Sends any message.
    pub fn send(&mut self, sender: &str, msg: &ExecuteMsg) -> Outcome {
        let (sender, contract) = (self.0.addr(sender), self.0.at.dao.clone());
        self.0.chain.execute(sender, contract, msg, &[])
    }

    /// Proposes on a track.
    pub fn propose(&mut self, who: &str, track: u32, msgs: Vec<CosmosMsg>) -> Outcome {
        self.send(
            who,
            &ExecuteMsg::Propose {
                title: "A proposal".to_string(),
                description: "What it is for.".to_string(),
                msgs,
                earliest: None,
                latest: None,
                track: Some(track),
                may_fail: None,
            },
        )
    }

    /// Proposes and answers the number.
    pub fn proposed(&mut self, who: &str, track: u32, msgs: Vec<CosmosMsg>) -> u64 {
        self.propose(who, track, msgs).should_succeed().data_as::<Proposed>().proposal_id
    }

    /// Votes.
    pub fn vote(&mut self, who: &str, proposal_id: u64, vote: Vote) -> Outcome {
        self.send(who, &ExecuteMsg::Vote { proposal_id, vote })
    }

    /// The vote that an actor signs, valid for a day.
    pub fn signed_vote(&self, who: &str, proposal_id: u64, vote: Vote) -> SignedVote {
        let valid_until = self.0.now() + 86_400;
        let chain_id = self.0.chain.chain_id();
        let text = vote_text(&chain_id, self.0.at.dao.as_str(), proposal_id, vote, valid_until);
        let (pubkey, signature) = Account::named(who).sign_adr36(&text);
        SignedVote { pubkey, signature, vote, valid_until }
    }

    /// Relays signed votes.
    pub fn relay(&mut self, who: &str, proposal_id: u64, votes: Vec<SignedVote>) -> Outcome {
        self.send(who, &ExecuteMsg::VoteSigned { proposal_id, votes })
    }

    /// Executes.
    pub fn execute(&mut self, who: &str, proposal_id: u64) -> Outcome {
        self.send(who, &ExecuteMsg::Execute { proposal_id })
    }

    /// True state of a proposal.
    pub fn stage(&self, proposal_id: u64) -> StageResponse {
        self.0.chain.query(&self.0.at.dao, &QueryMsg::Stage { proposal_id })
    }

    /// Brings a proposal of alice through with the votes of alice and ben, and executes it.
    pub fn pass(&mut self, track: u32, msgs: Vec<CosmosMsg>) -> Outcome {
        let id = self.ready(track, msgs);
        self.execute("stranger", id)
    }

    /// Brings a proposal of alice to the point where anybody can execute it.
    pub fn ready(&mut self, track: u32, msgs: Vec<CosmosMsg>) -> u64 {
        let id = self.proposed("alice", track, msgs);
        for voter in ["alice", "ben"] {
            let _ = self.vote(voter, id, Vote::Yes).should_succeed();
        }
        let ready_at = self.stage(id).ready_at;
        let now = self.0.now();
        self.0.wait(ready_at.saturating_sub(now));
        assert_eq!(self.stage(id).stage, Stage::Ready, "the proposal should be ready");
        id
    }
}
