//! The world in which these tests play: one chain, one tracker, a registry of bare records, a listener, named accounts.

use axiom_local::{Account, Code, ContractWrapper, Init, LocalChain, Success};
use axiom_types::asset::Asset;
use axiom_types::common::{Reference, Share};
use axiom_types::packed::Packed;
use axiom_types::registry::raw::{Participant, PARTICIPANTS};
use axiom_types::registry::ParticipantKind;
use axiom_types::tracker::*;
use contribution_tracker::{contract, ContractError};
use cosmwasm_std::storage_keys::namespace_with_key;
use cosmwasm_std::{
    to_json_binary, Addr, Binary, Deps, DepsMut, Empty, Env, MessageInfo, Response, StdError,
    StdResult, Uint128,
};
use serde::de::DeserializeOwned;

pub const DAY: u64 = 86_400;
/// Half-life of both domains.
pub const HALF: u64 = 90 * DAY;
/// Epoch of the domain `code`.
pub const EPOCH: u64 = DAY;
/// The domain that votes.
pub const VOTE: u32 = 1;
/// The domain in which work counts.
pub const CODE: u32 = 2;

pub struct World {
    pub chain: LocalChain,
    pub code_id: u64,
    pub tracker: Addr,
    pub registry: Addr,
    pub listener: Addr,
    next: u64,
}

pub fn addr(name: &str) -> Addr {
    Account::named(name).address
}

pub fn text(name: &str) -> String {
    addr(name).into_string()
}

pub fn points(n: u128) -> Uint128 {
    Uint128::new(n)
}

/// One point per 100 uaxm.
pub fn rate() -> Rate {
    Rate { asset: Asset::native("uaxm"), points: points(1), per: points(100) }
}

pub fn domain(name: &str, epoch_length: u64) -> NewDomain {
    NewDomain { name: name.to_string(), half_life: HALF, epoch_length, rates: vec![rate()] }
}

/// Ann holds 100 points, ben 50; two domains.
pub fn init(registry: Option<String>) -> InstantiateMsg {
    let holder = |name, n| GenesisMember { address: text(name), points: points(n) };
    InstantiateMsg {
        owner: None,
        registry,
        domains: vec![domain("standing", 7 * DAY), domain("code", EPOCH)],
        voting_domain: VOTE,
        weight_shift: 40,
        genesis: vec![holder("ann", 100), holder("ben", 50)],
    }
}

pub fn code() -> Code {
    let contract = ContractWrapper::new(contract::execute, contract::instantiate, contract::query)
        .with_reply(contract::reply)
        .with_migrate(contract::migrate);
    Code::new("contribution-tracker", contract::VERSION, Box::new(contract))
}

/// A contract that keeps the last message it was sent.
pub fn stub() -> Code {
    fn instantiate(_: DepsMut, _: Env, _: MessageInfo, _: Empty) -> StdResult<Response> {
        Ok(Response::new())
    }
    fn execute(
        deps: DepsMut,
        _: Env,
        info: MessageInfo,
        msg: serde_json::Value,
    ) -> Result<Response, StdError> {
        deps.storage.set(b"sender", info.sender.as_bytes());
        deps.storage.set(b"last", msg.to_string().as_bytes());
        Ok(Response::new())
    }
    fn query(_: Deps, _: Env, _: Empty) -> StdResult<Binary> {
        to_json_binary(&())
    }
    Code::new("stub", "1", Box::new(ContractWrapper::new(execute, instantiate, query)))
}

impl World {
    pub fn new() -> Self {
        let mut chain = LocalChain::new("axiom-local");
        let code_id = chain.store_code(code());
        let stub = chain.store_code(stub());
        let mut create = |label| {
            let init = Init::new(stub, label, &Empty {});
            chain.instantiate(addr("owner"), init).should_succeed().contract()
        };
        let (registry, listener) = (create("registry"), create("listener"));
        let msg = init(Some(registry.to_string()));
        let admin = text("owner");
        let init = Init::new(code_id, "tracker", &msg).admin(&admin);
        let tracker = chain.instantiate(addr("owner"), init).should_succeed().contract();
        Self { chain, code_id, tracker, registry, listener, next: 1 }
    }

    pub fn run(&mut self, sender: &str, msg: &ExecuteMsg) -> axiom_local::Outcome {
        self.chain.execute(addr(sender), &self.tracker, msg, &[])
    }

    #[track_caller]
    pub fn ok(&mut self, sender: &str, msg: &ExecuteMsg) -> Success {
        self.run(sender, msg).should_succeed()
    }

    /// The message fails with this error and changes nothing.
    #[track_caller]
    pub fn refused(&mut self, sender: &str, msg: &ExecuteMsg, error: &ContractError) {
        let before = self.chain.state_digest();
        self.run(sender, msg).should_fail_with(error);
        assert_eq!(self.chain.state_digest(), before, "a refused message changed something");
    }

    #[track_caller]
    pub fn ask<T: DeserializeOwned>(&self, msg: &QueryMsg) -> T {
        self.chain.query(&self.tracker, msg)
    }

    #[track_caller]
    pub fn ask_refused(&self, msg: &QueryMsg, error: &ContractError) {
        let failure = self.chain.try_query::<serde_json::Value>(&self.tracker, msg).unwrap_err();
        assert!(failure.text.contains(&error.to_string()), "{failure} is not {error}");
    }

    /// Binds an agent to a principal, or ends its bond.
    pub fn bind(&mut self, agent: &str, principal: Option<&str>) {
        let key = namespace_with_key(&[PARTICIPANTS.as_bytes()], addr(agent).as_bytes());
        let participant = Participant {
            kind: ParticipantKind::Agent,
            expires: 0,
            principal: principal.map(addr),
            route: vec![],
        };
        self.chain.seed(&self.registry, |storage| storage.set(&key, &participant.pack()));
    }

    /// A reference that was not used before.
    pub fn fresh(&mut self) -> Reference {
        self.next += 1;
        Reference { kind: "job".to_string(), id: self.next }
    }

    /// A report that all of the points go to the worker.
    pub fn work(&mut self, client: &str, worker: &str, n: u128) -> Report {
        Report {
            reference: self.fresh(),
            role: "worker".to_string(),
            domain: CODE,
            client: text(client),
            client_principal: None,
            worker: text(worker),
            worker_principal: None,
            shares: shares(&[(worker, 10_000)]),
            measure: Measure::Stated { points: points(n) },
            evidence: None,
        }
    }

    #[track_caller]
    pub fn report(&mut self, reporter: &str, report: Report) -> (u128, Option<Shortfall>) {
        let done = self.ok(reporter, &ExecuteMsg::Report(report));
        let Reported { minted, shortfall } = done.data_as();
        (minted.u128(), shortfall)
    }

    #[track_caller]
    pub fn admin(&mut self, msg: AdminMsg) -> Success {
        self.ok("owner", &ExecuteMsg::Admin(msg))
    }

    /// Grants and returns the number.
    #[track_caller]
    pub fn grant(&mut self, grant: NewGrant) -> u64 {
        let done = self.admin(AdminMsg::GrantBudget { grant });
        done.attribute("axiom_tracker_budget_granted", "grant").unwrap().parse().unwrap()
    }

    #[track_caller]
    pub fn award(&mut self, domain: u32, account: &str, n: u128) -> Success {
        let reference = self.fresh();
        let (account, points) = (text(account), points(n));
        self.admin(AdminMsg::Award { domain, account, points, reference })
    }

    #[track_caller]
    pub fn penalise(&mut self, domain: u32, account: &str, n: u128) -> Success {
        let reference = self.fresh();
        let (account, points) = (text(account), points(n));
        self.admin(AdminMsg::Penalise { domain, account, points, reference })
    }

    pub fn score(&self, domain: u32, account: &str) -> ScoreResponse {
        self.ask(&QueryMsg::Score { domain, account: text(account) })
    }

    pub fn lifetime(&self, domain: u32, account: &str) -> u128 {
        self.score(domain, account).lifetime.u128()
    }

    pub fn total_lifetime(&self, domain: u32) -> u128 {
        self.ask::<DomainResponse>(&QueryMsg::Domain { domain }).lifetime.u128()
    }

    pub fn weight(&self, account: &str) -> Option<u64> {
        let msg = QueryMsg::Member { addr: text(account), at_height: None };
        self.ask::<cw4::MemberResponse>(&msg).weight
    }

    pub fn total_weight(&self) -> u64 {
        let msg = QueryMsg::TotalWeight { at_height: None };
        self.ask::<cw4::TotalWeightResponse>(&msg).weight
    }

    pub fn left(&self, ledger: &str, client: &str, worker: Option<&str>) -> (Option<u64>, u128) {
        let found: BudgetResponse = self.ask(&QueryMsg::Budget {
            domain: CODE,
            ledger: text(ledger),
            client: text(client),
            worker: worker.map(text),
        });
        (found.grant, found.left.u128())
    }
}

pub fn shares(list: &[(&str, u16)]) -> Vec<Share> {
    list.iter().map(|(name, bps)| Share { account: text(name), bps: *bps }).collect()
}

pub fn to(client: &str) -> Holder {
    Holder::Address { address: text(client) }
}

pub fn min_score(min: u128) -> Holder {
    Holder::MinScore { domain: CODE, min: points(min) }
}

/// A grant in `code` for reports of `ledger`: (per client, total, per pair).
pub fn grant_of(ledger: &str, holder: Holder, caps: (u128, u128, u128)) -> NewGrant {
    NewGrant {
        domain: CODE,
        ledger: text(ledger),
        holder,
        per_client: points(caps.0),
        total: points(caps.1),
        per_pair: points(caps.2),
        last_epoch: None,
    }
}
