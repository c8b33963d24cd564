use axiom_chain::{Chain, ChainExt, Outcome};
use axiom_types::common::Share;
use axiom_types::proof::{InclusionProof, RootResponse};
use axiom_types::registry::{
    CellContent, CellResponse, CellWrite, ExecuteMsg, ParticipantKind, ParticipantResponse,
    QueryMsg, SpaceCreated, WriterRule,
};
use cosmwasm_std::Binary;

use crate::jobs::profile;
use crate::suite::Suite;

/// Messages of state-registry.
pub struct RegistryDriver<'a, C: Chain>(pub(crate) &'a mut Suite<C>);

impl<C: Chain> RegistryDriver<'_, C> {
    /// Sends any message.
    pub fn send(&mut self, sender: &str, msg: &ExecuteMsg) -> Outcome {
        let (sender, contract) = (self.0.addr(sender), self.0.at.registry.clone());
        self.0.chain.execute(sender, contract, msg, &[])
    }

    /// Registers an actor under its own name with the capabilities named.
    pub fn register(&mut self, who: &str, kind: ParticipantKind, capabilities: &[&str]) -> Outcome {
        self.send(who, &ExecuteMsg::Register { kind, profile: profile(who, capabilities) })
    }

    /// Renews leases; the sender's own if nobody is named.
    pub fn renew(&mut self, who: &str, participants: &[&str]) -> Outcome {
        let participants = participants.iter().map(|p| self.0.addr(p).to_string()).collect();
        self.send(who, &ExecuteMsg::Renew { participants })
    }

    /// The payout split of these payees.
    pub fn route(&self, payees: &[(&str, u16)]) -> Vec<Share> {
        let share =
            |(who, bps): &(&str, u16)| Share { account: self.0.addr(who).to_string(), bps: *bps };
        payees.iter().map(share).collect()
    }

    /// A principal offers a binding.
    pub fn offer_binding(
        &mut self,
        principal: &str,
        agent: &str,
        payees: &[(&str, u16)],
    ) -> Outcome {
        let (agent, route) = (self.0.addr(agent).to_string(), self.route(payees));
        self.send(principal, &ExecuteMsg::OfferBinding { agent, route })
    }

    /// An agent accepts it.
    pub fn accept_binding(
        &mut self,
        agent: &str,
        principal: &str,
        payees: &[(&str, u16)],
    ) -> Outcome {
        let (principal, route) = (self.0.addr(principal).to_string(), self.route(payees));
        self.send(agent, &ExecuteMsg::AcceptBinding { principal, route })
    }

    /// Ends a binding.
    pub fn unbind(&mut self, who: &str, agent: &str) -> Outcome {
        let agent = self.0.addr(agent).to_string();
        self.send(who, &ExecuteMsg::Unbind { agent })
    }

    /// Offers and accepts in two messages.
    pub fn bind(&mut self, principal: &str, agent: &str, payees: &[(&str, u16)]) {
        let _ = self.offer_binding(principal, agent, payees).should_succeed();
        let _ = self.accept_binding(agent, principal, payees).should_succeed();
    }

    /// Opens a space and answers its number.
    pub fn create_space(&mut self, owner: &str, writers: WriterRule) -> u64 {
        let msg = ExecuteMsg::CreateSpace { name: format!("space of {owner}"), writers };
        self.send(owner, &msg).should_succeed().data_as::<SpaceCreated>().space
    }

    /// Writes one inline entry.
    pub fn write(
        &mut self,
        who: &str,
        space: u64,
        key: &str,
        version: u64,
        data: &[u8],
    ) -> Outcome {
        let write = CellWrite {
            key: key.to_string(),
            expected_version: version,
            content: CellContent::Inline { data: Binary::from(data) },
            ttl: None,
        };
        self.send(who, &ExecuteMsg::WriteCells { space, writes: vec![write] })
    }

    /// One shared entry.
    pub fn cell(&self, space: u64, key: &str) -> Option<CellResponse> {
        let msg = QueryMsg::Cell { space, key: key.to_string() };
        self.0.chain.query(&self.0.at.registry, &msg)
    }

    /// Root of a space.
    pub fn root(&self, space: u64) -> RootResponse {
        self.0.chain.query(&self.0.at.registry, &QueryMsg::ContextRoot { space, leaves: None })
    }

    /// Proof of a write.
    pub fn proof(&self, space: u64, index: u64, leaves: Option<u64>) -> InclusionProof {
        self.0.chain.query(&self.0.at.registry, &QueryMsg::Proof { space, index, leaves })
    }

    /// A participant.
    pub fn participant(&self, who: &str) -> Option<ParticipantResponse> {
        let msg = QueryMsg::Participant { address: self.0.addr(who).to_string() };
        self.0.chain.query(&self.0.at.registry, &msg)
    }
}
