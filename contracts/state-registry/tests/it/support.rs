//! The world in which these tests play: one chain, one registry, named accounts.

use axiom_local::{Account, Code, ContractWrapper, Failure, Init, LocalChain, Outcome, Success};
use axiom_types::common::{Link, Share};
use axiom_types::registry::{
    CellContent, CellResponse, CellWrite, ExecuteMsg, InstantiateMsg, ParticipantKind,
    ParticipantResponse, ParticipantsResponse, Profile, QueryMsg, Settings, SpaceResponse,
    WriterRule,
};
use cosmwasm_schema::serde::de::DeserializeOwned;
use cosmwasm_std::Addr;
use state_registry::{contract, ContractError};

/// Seconds of a lease.
pub const LEASE: u64 = 100_000;
/// Seconds before its end in which it can be renewed.
pub const WINDOW: u64 = 10_000;

pub struct World {
    pub chain: LocalChain,
    pub code_id: u64,
    pub registry: Addr,
}

pub fn settings() -> Settings {
    Settings { lease_seconds: LEASE, renewal_window: WINDOW }
}

pub fn addr(name: &str) -> Addr {
    Account::named(name).address
}

pub fn text(name: &str) -> String {
    addr(name).into_string()
}

pub fn code() -> Code {
    let contract = ContractWrapper::new(contract::execute, contract::instantiate, contract::query)
        .with_migrate(contract::migrate);
    Code::new("state-registry", contract::VERSION, Box::new(contract))
}

impl World {
    /// A registry owned by `owner`, with nothing in it.
    pub fn new() -> Self {
        let mut chain = LocalChain::new("axiom-local");
        let code_id = chain.store_code(code());
        let msg = InstantiateMsg { owner: None, settings: settings() };
        let admin = text("owner");
        let init = Init::new(code_id, "registry", &msg).admin(&admin);
        let registry = chain.instantiate(addr("owner"), init).should_succeed().contract();
        Self { chain, code_id, registry }
    }

    /// Ada (user), eve (developer) and pal (partner) are registered; bot is an agent bound to ada; ada has an offer to
    /// eve and owns space 1, which bob may write (`k` has version 1) and which is offered to pal, and space 2, which
    /// agents may write. Nan is a stranger.
    pub fn settled() -> Self {
        let mut world = Self::new();
        world.join("ada", ParticipantKind::User);
        world.join("bot", ParticipantKind::Agent);
        world.join("eve", ParticipantKind::Developer);
        world.join("pal", ParticipantKind::Partner);
        world.bind("ada", "bot");
        world.ok("ada", &offer("eve"));
        world.ok("ada", &create(WriterRule::List { addresses: vec![text("bob")] }));
        let agents = WriterRule::Registered { kind: Some(ParticipantKind::Agent) };
        world.ok("ada", &create(agents));
        world.ok("ada", &write(1, vec![cell("k", 0, "one")]));
        let new_owner = Some(text("pal"));
        world.ok("ada", &ExecuteMsg::OfferSpace { space: 1, new_owner });
        world
    }

    pub fn now(&self) -> u64 {
        self.chain.now().seconds()
    }

    pub fn run(&mut self, who: &str, msg: &ExecuteMsg) -> Outcome {
        self.chain.execute(addr(who), &self.registry, msg, &[])
    }

    #[track_caller]
    pub fn ok(&mut self, who: &str, msg: &ExecuteMsg) -> Success {
        self.run(who, msg).should_succeed()
    }

    /// Asserts the refusal, and that it changed nothing.
    #[track_caller]
    pub fn refused(&mut self, who: &str, msg: &ExecuteMsg, expected: &ContractError) {
        let before = self.chain.state_digest();
        self.run(who, msg).should_fail_with(expected);
        assert_eq!(self.chain.state_digest(), before, "a refusal changes nothing");
    }

    #[track_caller]
    pub fn ask<T: DeserializeOwned>(&self, msg: &QueryMsg) -> T {
        self.chain.query(&self.registry, msg)
    }

    pub fn ask_refused(&self, msg: &QueryMsg) -> Failure {
        match self.chain.try_query::<serde_json::Value>(&self.registry, msg) {
            Ok(answer) => panic!("should have failed, but answered {answer}"),
            Err(failure) => failure,
        }
    }

    #[track_caller]
    pub fn join(&mut self, who: &str, kind: ParticipantKind) {
        self.ok(who, &register(kind));
    }

    #[track_caller]
    pub fn bind(&mut self, principal: &str, agent: &str) {
        self.ok(principal, &offer(agent));
        self.ok(agent, &accept(principal));
    }

    pub fn entry(&self, who: &str) -> Option<ParticipantResponse> {
        self.ask(&QueryMsg::Participant { address: text(who) })
    }

    pub fn space(&self, space: u64) -> SpaceResponse {
        self.ask(&QueryMsg::Space { space })
    }

    pub fn cell(&self, space: u64, key: &str) -> Option<CellResponse> {
        self.ask(&QueryMsg::Cell { space, key: key.into() })
    }

    pub fn of_kind(&self, kind: ParticipantKind) -> Vec<Addr> {
        addresses(self.ask(&QueryMsg::Participants {
            kind: Some(kind),
            live: None,
            start_after: None,
            limit: None,
        }))
    }

    pub fn able(&self, capability: &str) -> Vec<Addr> {
        addresses(self.ask(&QueryMsg::ByCapability {
            capability: capability.into(),
            live: None,
            start_after: None,
            limit: None,
        }))
    }

    pub fn agents_of(&self, principal: &str) -> Vec<Addr> {
        addresses(self.ask(&QueryMsg::Agents {
            principal: text(principal),
            start_after: None,
            limit: None,
        }))
    }
}

pub fn addresses(page: ParticipantsResponse) -> Vec<Addr> {
    page.participants.into_iter().map(|row| row.address).collect()
}

pub fn sorted(names: &[&str]) -> Vec<Addr> {
    let mut found: Vec<_> = names.iter().map(|name| addr(name)).collect();
    found.sort();
    found
}

pub fn profile(capabilities: &[&str]) -> Profile {
    Profile {
        name: "somebody".into(),
        metadata: Some(Link { uri: "ipfs://card".into(), sha256: vec![7; 32].into() }),
        endpoints: vec!["https://somebody.example".into()],
        tags: vec!["tag".into()],
        capabilities: capabilities.iter().map(|c| (*c).to_string()).collect(),
    }
}

pub fn register(kind: ParticipantKind) -> ExecuteMsg {
    ExecuteMsg::Register { kind, profile: profile(&["code/review"]) }
}

pub fn renew(names: &[&str]) -> ExecuteMsg {
    ExecuteMsg::Renew { participants: names.iter().map(|name| text(name)).collect() }
}

pub fn share(name: &str, bps: u16) -> Share {
    Share { account: text(name), bps }
}

/// The route of every binding here.
pub fn route() -> Vec<Share> {
    vec![share("ada", 4_000), share("bot", 6_000)]
}

pub fn offer(agent: &str) -> ExecuteMsg {
    ExecuteMsg::OfferBinding { agent: text(agent), route: route() }
}

pub fn accept(principal: &str) -> ExecuteMsg {
    ExecuteMsg::AcceptBinding { principal: text(principal), route: route() }
}

pub fn unbind(agent: &str) -> ExecuteMsg {
    ExecuteMsg::Unbind { agent: text(agent) }
}

pub fn create(writers: WriterRule) -> ExecuteMsg {
    ExecuteMsg::CreateSpace { name: "notes".into(), writers }
}

pub fn write(space: u64, writes: Vec<CellWrite>) -> ExecuteMsg {
    ExecuteMsg::WriteCells { space, writes }
}

pub fn cell(key: &str, expected_version: u64, value: &str) -> CellWrite {
    let content = CellContent::Inline { data: value.as_bytes().into() };
    CellWrite { key: key.into(), expected_version, content, ttl: None }
}
