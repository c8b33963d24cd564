//! A chain with a ledger, its peers and the people of the tests.

use std::cell::RefCell;
use std::collections::BTreeSet;

use axiom_local::{Account, Code, ContractWrapper, Init, LocalChain, Outcome};
use axiom_types::asset::Asset;
use axiom_types::common::{GuardMsg, Link};
use axiom_types::ledger::*;
use axiom_types::packed::Packed;
use axiom_types::registry::raw::Participant;
use axiom_types::registry::ParticipantKind;
use axiom_types::rule::Rule;
use axiom_types::tracker::raw::DomainClock;
use axiom_types::{distributor, registry, tracker};
use cosmwasm_std::storage_keys::namespace_with_key;
use cosmwasm_std::{from_json, Addr, Binary, HexBinary, Uint128};
use execution_ledger::{contract, ContractError};
use serde::de::DeserializeOwned;

use crate::errors;
use crate::peers::{self, Ask};

pub const PRICE: u128 = 1_000;
pub const DOMAIN: u32 = 1;

/// Windows that differ, so that a wrong one shows.
pub const WINDOWS: Windows =
    Windows { accept: 1_000, submit: 2_000, review: 3_000, rework: 4_000, arbitrate: 50_000 };

pub struct World {
    pub chain: LocalChain,
    pub ledger: Addr,
    pub registry: Addr,
    pub tracker: Addr,
    pub distributor: Addr,
    pub owner: Account,
    pub client: Account,
    pub worker: Account,
    pub reviewer: Account,
    pub arbiter: Account,
    pub stranger: Account,
}

pub fn settings() -> SettingsMsg {
    SettingsMsg {
        fee_bps: 500,
        fee_recipient: Account::named("treasury").to_string(),
        default_arbiter: Account::named("dao").to_string(),
        default_windows: WINDOWS,
        min_default_arbitration: 40_000,
        arbiter_silence_bps: 5_000,
        min_blocks: 0,
    }
}

pub fn ledger_code() -> Code {
    let contract = ContractWrapper::new(
        |deps, env, info, msg| heard(contract::execute(deps, env, info, msg)),
        |deps, env, info, msg| heard(contract::instantiate(deps, env, info, msg)),
        |deps, env, msg| heard(contract::query(deps, env, msg)),
    )
    .with_reply(|deps, env, msg| heard(contract::reply(deps, env, msg)))
    .with_migrate(|deps, env, msg| heard(contract::migrate(deps, env, msg)));
    Code::new("execution-ledger", contract::VERSION, Box::new(contract))
}

thread_local! {
    static SEEN: RefCell<BTreeSet<&'static str>> = const { RefCell::new(BTreeSet::new()) };
}

/// Notes the variant of an error that an entry point answered.
fn heard<T>(answer: Result<T, ContractError>) -> Result<T, ContractError> {
    if let Err(error) = &answer {
        SEEN.with_borrow_mut(|seen| seen.insert(errors::name(error)));
    }
    answer
}

/// Variants that this test has heard so far.
pub fn errors_seen() -> BTreeSet<&'static str> {
    SEEN.with_borrow(Clone::clone)
}

pub fn hash(n: u8) -> HexBinary {
    HexBinary::from([n; 32])
}

pub fn work(n: u8) -> Submission {
    Submission {
        output: Link { uri: format!("ipfs://output-{n}"), sha256: hash(n) },
        context_root: Some(hash(n + 1)),
        evidence: Some(hash(n + 2)),
    }
}

impl World {
    pub fn new() -> Self {
        Self::with(settings())
    }

    pub fn with(settings: SettingsMsg) -> Self {
        let mut chain = LocalChain::new("axiom-test-1");
        let registry = peer(&mut chain, "registry", registry::CONTRACT_NAME, false);
        let tracker = peer(&mut chain, "tracker", tracker::CONTRACT_NAME, false);
        let distributor = peer(&mut chain, "distributor", distributor::CONTRACT_NAME, false);
        seed_domain(&mut chain, &tracker);
        let code = chain.store_code(ledger_code());
        let msg = InstantiateMsg {
            owner: None,
            peers: PeersMsg {
                registry: Some(registry.to_string()),
                tracker: Some(tracker.to_string()),
                distributor: Some(distributor.to_string()),
            },
            settings,
        };
        let owner = Account::named("owner");
        let admin = owner.to_string();
        let init = Init::new(code, "ledger", &msg).admin(&admin);
        let ledger = chain.instantiate(&owner, init).should_succeed();
        let ledger = Addr::unchecked(
            ledger.attribute("instantiate", "_contract_address").expect("an address"),
        );
        Self {
            chain,
            ledger,
            registry,
            tracker,
            distributor,
            owner,
            client: Account::named("client"),
            worker: Account::named("worker"),
            reviewer: Account::named("reviewer"),
            arbiter: Account::named("arbiter"),
            stranger: Account::named("stranger"),
        }
    }

    // ---- messages ----

    pub fn send(&mut self, sender: &Account, msg: ExecuteMsg) -> Outcome {
        let ledger = self.ledger.clone();
        self.chain.execute(sender, ledger, &msg, &[])
    }

    pub fn post(&mut self, job: NewJob) -> u64 {
        let client = self.client.clone();
        let posted: JobPosted =
            self.send(&client, ExecuteMsg::PostJob(job)).should_succeed().data_as();
        posted.job
    }

    pub fn accept(&mut self, job: u64) -> Outcome {
        self.send(&self.worker.clone(), ExecuteMsg::Accept { job })
    }

    pub fn submit(&mut self, job: u64, n: u8) -> Outcome {
        let submission = work(n);
        self.send(&self.worker.clone(), ExecuteMsg::Submit { job, submission })
    }

    pub fn approve(&mut self, job: u64) -> Outcome {
        self.send(&self.client.clone(), ExecuteMsg::Approve { job })
    }

    pub fn reject(&mut self, job: u64) -> Outcome {
        let reason = "not what was asked".to_string();
        self.send(&self.client.clone(), ExecuteMsg::Reject { job, reason })
    }

    pub fn arbitrate(&mut self, job: u64, worker_bps: u16) -> Outcome {
        let reason = "half of it works".to_string();
        self.send(&self.arbiter.clone(), ExecuteMsg::Arbitrate { job, worker_bps, reason })
    }

    pub fn expire(&mut self, job: u64) -> Outcome {
        self.send(&self.stranger.clone(), ExecuteMsg::Expire { job })
    }

    pub fn agree(&mut self, who: &Account, job: u64, agreement: Agreement) -> Outcome {
        self.send(who, ExecuteMsg::Agree { job, agreement })
    }

    pub fn admin(&mut self, msg: AdminMsg) -> Outcome {
        self.send(&self.owner.clone(), ExecuteMsg::Admin(msg))
    }

    pub fn pause(&mut self, seconds: u64) {
        self.admin(AdminMsg::Guard(GuardMsg::Pause { seconds })).should_succeed();
    }

    pub fn retry(&mut self, job: u64, leg: Leg) -> Outcome {
        self.send(&self.stranger.clone(), ExecuteMsg::RetryLeg { job, leg })
    }

    // ---- ways into a state ----

    /// A standard job brought into a state by its messages.
    pub fn job_in(&mut self, state: JobState) -> u64 {
        let job = self.post(paid());
        self.bring(job, state);
        job
    }

    /// Brings a job just posted into a state.
    pub fn bring(&mut self, job: u64, state: JobState) {
        if state == JobState::Open {
            return;
        }
        self.accept(job).should_succeed();
        if state == JobState::Accepted {
            return;
        }
        self.submit(job, 10).should_succeed();
        match state {
            JobState::Rework => {
                self.reject(job).should_succeed();
            }
            JobState::Disputed => {
                self.reject(job).should_succeed();
                self.submit(job, 20).should_succeed();
                self.reject(job).should_succeed();
            }
            JobState::Settled => {
                self.approve(job).should_succeed();
            }
            JobState::Open | JobState::Accepted | JobState::InReview => {}
        }
        assert_eq!(self.job(job).state, state);
    }

    /// Moves the clock so that the next transaction runs at this second, in the next block.
    pub fn go_to(&mut self, second: u64) {
        let now = self.chain.now().seconds();
        assert!(second >= now, "second {second} lies before {now}");
        if second > now {
            self.chain.halt(second - now);
        }
    }

    // ---- questions ----

    pub fn job(&self, job: u64) -> JobResponse {
        self.ask(&QueryMsg::Job { job })
    }

    pub fn ask<T: DeserializeOwned>(&self, msg: &QueryMsg) -> T {
        self.chain.query(&self.ledger, msg)
    }

    pub fn pending(&self, job: u64) -> Vec<PendingLeg> {
        self.ask(&QueryMsg::PendingLegs { job })
    }

    pub fn records(&self) -> u64 {
        let root: axiom_types::proof::RootResponse = self.ask(&QueryMsg::Root { leaves: None });
        root.leaves
    }

    pub fn log<T: DeserializeOwned>(&self, peer: &Addr) -> Vec<T> {
        let all: Vec<Binary> = self.chain.query(peer, &Ask::Log {});
        all.iter().map(|msg| from_json(msg).expect("a message of that peer")).collect()
    }

    pub fn credit(&self, account: impl AsRef<str>) -> u128 {
        let owner = account.as_ref().to_string();
        let sum: Uint128 = self.chain.query(&self.distributor, &Ask::Credit { owner });
        sum.u128()
    }

    pub fn locked(&self) -> u128 {
        let sum: Uint128 = self.chain.query(&self.distributor, &Ask::Locked {});
        sum.u128()
    }

    pub fn reports(&self) -> Vec<tracker::Report> {
        let log = self.log::<tracker::ExecuteMsg>(&self.tracker);
        let report = |msg| match msg {
            tracker::ExecuteMsg::Report(report) => report,
            other => panic!("no report: {other:?}"),
        };
        log.into_iter().map(report).collect()
    }

    pub fn writes(&self) -> Vec<(u64, registry::CellWrite)> {
        let mut found = vec![];
        for msg in self.log::<registry::ExecuteMsg>(&self.registry) {
            if let registry::ExecuteMsg::WriteCells { space, writes } = msg {
                found.extend(writes.into_iter().map(|write| (space, write)));
            }
        }
        found
    }

    // ---- seeds ----

    pub fn register(&mut self, who: &Account, principal: Option<&Account>, route: &[(&str, u16)]) {
        let entry = Participant {
            kind: ParticipantKind::Agent,
            expires: self.chain.now().seconds() + 100_000,
            principal: principal.map(|p| p.address.clone()),
            route: route.iter().map(|(a, b)| (Account::named(*a).address, *b)).collect(),
        };
        let key = namespace_with_key(&[b"p"], who.address.as_bytes());
        let registry = self.registry.clone();
        self.chain.seed(registry, |storage| storage.set(&key, &entry.pack()));
    }
}

pub fn peer(chain: &mut LocalChain, kind: &str, name: &str, mute: bool) -> Addr {
    let code = chain.store_code(peers::code(kind));
    let init = peers::Init { name: name.to_string(), mute };
    let creator = Account::named("creator");
    chain.instantiate(&creator, Init::new(code, kind, &init)).should_succeed().contract()
}

pub fn seed_domain(chain: &mut LocalChain, tracker: &Addr) {
    let clock = DomainClock {
        landmark: 1_700_000_000,
        half_life: 7_776_000,
        epoch_start: 1_700_000_000,
        epoch_length: 604_800,
        era: 0,
        parent: 0,
    };
    let key = namespace_with_key(&[b"d"], &DOMAIN.to_be_bytes());
    chain.seed(tracker, |storage| storage.set(&key, &clock.pack()));
}

/// A paid job offered to the worker, with a reviewer and an arbiter.
pub fn paid() -> NewJob {
    NewJob {
        title: "build a bridge".into(),
        description: Some("over the river".into()),
        brief: Some(Link { uri: "ipfs://brief".into(), sha256: hash(1) }),
        input_hash: Some(hash(2)),
        procedure_hash: Some(hash(3)),
        capability: Some("bridges".into()),
        assignment: Assignment::Direct { worker: Account::named("worker").to_string() },
        reward: Reward::Paid {
            asset: Asset::native("uaxm"),
            amount: Uint128::new(PRICE),
            domain: Some(DOMAIN),
        },
        reviewer: Some(Account::named("reviewer").to_string()),
        arbiter: Some(Account::named("arbiter").to_string()),
        windows: None,
        on_silence: None,
        arbiter_silence_bps: None,
    }
}

/// A paid job for the first that comes through a gate.
pub fn open(gate: Rule) -> NewJob {
    NewJob { assignment: Assignment::Open { gate }, ..paid() }
}

/// A voluntary job offered to the worker.
pub fn voluntary(points: u128) -> NewJob {
    let points = Uint128::new(points);
    NewJob { reward: Reward::Voluntary { domain: DOMAIN, points }, ..paid() }
}
