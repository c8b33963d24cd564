//! An economy on the embedded chain: ann 60, ben 30, cat 10; three tracks; gus guards.

use std::cell::RefCell;
use std::collections::BTreeSet;

use axiom_local::{Account, Code, ContractWrapper, Init, LocalChain, Outcome};
use axiom_types::asset::Asset;
use axiom_types::dao::{
    AdminMsg, CallRule, DistributorSetup, EconomyResponse, ExecuteMsg, GuardianSetup,
    InstantiateMsg, LedgerSetup, Part, Proposed, QueryMsg, SpendRule, Stage, StageResponse, Target,
    Track, TrackerSetup, Vote,
};
use axiom_types::ledger::Windows;
use axiom_types::registry;
use axiom_types::tracker::{GenesisMember, Holder, NewDomain, NewGrant};
use cosmwasm_schema::serde::Serialize;
use cosmwasm_std::{coin, wasm_execute, Addr, CosmosMsg, HexBinary, Uint128};
use governance_dao::ContractError;
use serde_json::Value;

use crate::{errors, fakes};

pub const DAY: u64 = 86_400;
pub const DENOM: &str = "uaxm";
pub const PARAMETERS: u32 = 1;
pub const TREASURY: u32 = 2;
pub const STRICT: u32 = 3;
pub const SALT: &[u8] = b"salt";

pub struct Codes {
    pub dao: u64,
    pub registry: u64,
    pub tracker: u64,
    pub distributor: u64,
    pub ledger: u64,
    pub stranger: u64,
}

pub struct World {
    pub chain: LocalChain,
    pub codes: Codes,
    pub dao: Addr,
    pub founder: Account,
    pub ann: Account,
    pub ben: Account,
    pub cat: Account,
    pub gus: Account,
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

/// The contract's entry points; what they refuse is heard.
pub mod entry {
    use axiom_types::dao::{ExecuteMsg, InstantiateMsg, MigrateMsg, QueryMsg};
    use cosmwasm_std::{Binary, Deps, DepsMut, Env, MessageInfo, Reply, Response};
    use governance_dao::{contract, ContractError};

    use super::heard;

    type Answer = Result<Response, ContractError>;

    pub fn instantiate(d: DepsMut<'_>, e: Env, i: MessageInfo, msg: InstantiateMsg) -> Answer {
        heard(contract::instantiate(d, e, i, msg))
    }

    pub fn execute(d: DepsMut<'_>, e: Env, i: MessageInfo, msg: ExecuteMsg) -> Answer {
        heard(contract::execute(d, e, i, msg))
    }

    pub fn query(d: Deps<'_>, e: Env, msg: QueryMsg) -> Result<Binary, ContractError> {
        heard(contract::query(d, e, msg))
    }

    pub fn reply(d: DepsMut<'_>, e: Env, msg: Reply) -> Answer {
        heard(contract::reply(d, e, msg))
    }

    pub fn migrate(d: DepsMut<'_>, e: Env, msg: MigrateMsg) -> Answer {
        heard(contract::migrate(d, e, msg))
    }
}

pub fn dao_code() -> Code {
    let wrapper = ContractWrapper::new(entry::execute, entry::instantiate, entry::query)
        .with_reply(entry::reply)
        .with_migrate(entry::migrate);
    Code::new("governance-dao", "0.1.0", Box::new(wrapper))
}

/// A chain with the codes stored and nothing founded.
pub fn empty() -> World {
    let mut chain = LocalChain::new("axiom-local");
    let codes = Codes {
        dao: chain.store_code(dao_code()),
        registry: chain.store_code(fakes::registry_code()),
        tracker: chain.store_code(fakes::tracker_code()),
        distributor: chain.store_code(fakes::distributor_code()),
        ledger: chain.store_code(fakes::ledger_code()),
        stranger: chain.store_code(fakes::stranger_code()),
    };
    let named = |name: &str| Account::named(name);
    let founder = named("founder");
    let dao = chain.predict_address(codes.dao, &founder, SALT);
    World {
        chain,
        codes,
        dao,
        founder,
        ann: named("ann"),
        ben: named("ben"),
        cat: named("cat"),
        gus: named("gus"),
    }
}

/// The economy, founded and funded.
pub fn world() -> World {
    let mut w = empty();
    let msg = w.founding();
    w.found(&msg).should_succeed();
    w.chain.mint(&w.dao, coin(1_000_000, DENOM));
    w.chain.mint(&w.dao, coin(1_000_000, "uother"));
    w
}

pub fn track(name: &str) -> Track {
    Track {
        name: name.to_string(),
        strict: false,
        quorum_bps: 2_000,
        threshold_bps: 5_000,
        voting_period: DAY,
        min_blocks: 10,
        timelock: 3_600,
        grace: 7 * DAY,
        proposer_weight: 10,
        calls: vec![],
        spending: vec![],
    }
}

pub fn call(target: Target, method: &str) -> CallRule {
    CallRule { target, method: method.to_string() }
}

pub fn other(address: &Addr) -> Target {
    Target::Contract { address: address.to_string() }
}

pub fn spend(asset: Asset, amount: u128) -> SpendRule {
    SpendRule { asset, amount: Uint128::new(amount), window: DAY }
}

pub fn tracks() -> Vec<Track> {
    let own = |method: &str| call(Target::Dao {}, method);
    let parameters = Track {
        calls: vec![
            call(Target::Ledger {}, "admin.update_settings"),
            call(Target::Ledger {}, "fail"),
            call(Target::Registry {}, "admin.*"),
            own("admin.forgive_guardian"),
            own("admin.accept_ownership"),
        ],
        ..track("parameters")
    };
    let treasury = Track {
        calls: vec![
            call(Target::Distributor {}, "deposit"),
            call(Target::Distributor {}, "fund_pool"),
            call(Target::Distributor {}, "escrow.*"),
        ],
        spending: vec![spend(Asset::native(DENOM), 1_000), spend(Asset::native("ugold"), 50)],
        ..track("treasury")
    };
    let strict = Track {
        strict: true,
        quorum_bps: 4_000,
        threshold_bps: 6_000,
        timelock: 2 * DAY,
        spending: vec![spend(Asset::native(DENOM), 10)],
        ..track("constitution")
    };
    vec![parameters, treasury, strict]
}

impl World {
    pub fn checksum(&self, code_id: u64) -> HexBinary {
        HexBinary::from(self.chain.code_info(code_id).unwrap().checksum.as_slice())
    }

    pub fn create<T>(&self, code_id: u64, settings: T) -> Part<T> {
        Part::Create { code_id, checksum: self.checksum(code_id), settings }
    }

    /// The usual founding: four creations.
    pub fn founding(&self) -> InstantiateMsg {
        InstantiateMsg {
            name: "test economy".to_string(),
            salt: b"first".as_slice().into(),
            registry: self.create(
                self.codes.registry,
                registry::Settings { lease_seconds: 31_536_000, renewal_window: DAY },
            ),
            tracker: self.create(self.codes.tracker, self.tracker_setup()),
            distributor: self.create(self.codes.distributor, DistributorSetup { tokens: vec![] }),
            ledger: self.create(self.codes.ledger, ledger_setup()),
            tracks: tracks(),
            guardian: Some(GuardianSetup { address: self.gus.to_string(), sunset: 365 * DAY }),
        }
    }

    pub fn tracker_setup(&self) -> TrackerSetup {
        let member = |who: &Account, points: u128| GenesisMember {
            address: who.to_string(),
            points: Uint128::new(points),
        };
        TrackerSetup {
            domains: vec![NewDomain {
                name: "gov".to_string(),
                half_life: 365 * DAY,
                epoch_length: DAY,
                rates: vec![],
            }],
            voting_domain: 1,
            weight_shift: 40,
            genesis: vec![member(&self.ann, 60), member(&self.ben, 30), member(&self.cat, 10)],
            grants: vec![grant("ledger", &self.ann)],
        }
    }

    pub fn found(&mut self, msg: &InstantiateMsg) -> Outcome {
        let admin = self.dao.to_string();
        self.found_with_admin(msg, Some(&admin))
    }

    pub fn found_with_admin(&mut self, msg: &InstantiateMsg, admin: Option<&str>) -> Outcome {
        let init = Init { admin, ..Init::new(self.codes.dao, "economy", msg) };
        self.chain.instantiate2(&self.founder, init, SALT)
    }

    pub fn economy(&self) -> EconomyResponse {
        self.chain.query(&self.dao, &QueryMsg::Economy {})
    }

    pub fn ledger(&self) -> Addr {
        self.economy().ledger.unwrap().address
    }

    pub fn registry(&self) -> Addr {
        self.economy().registry.unwrap().address
    }

    pub fn tracker(&self) -> Addr {
        self.economy().tracker.address
    }

    pub fn distributor(&self) -> Addr {
        self.economy().distributor.unwrap().address
    }

    /// What a stand-in was told, by whom.
    pub fn log(&self, contract: &Addr) -> Vec<(String, Value)> {
        self.chain.query(contract, &serde_json::json!({"log": {}}))
    }

    pub fn last_told(&self, contract: &Addr) -> Value {
        self.log(contract).pop().unwrap().1
    }

    pub fn tell(&mut self, who: &Account, msg: &ExecuteMsg) -> Outcome {
        self.chain.execute(who, &self.dao, msg, &[])
    }

    pub fn try_propose(&mut self, who: &Account, track: u32, msgs: Vec<CosmosMsg>) -> Outcome {
        self.tell(who, &proposal(track, msgs, None))
    }

    pub fn propose(&mut self, track: u32, msgs: Vec<CosmosMsg>) -> u64 {
        self.propose_with(track, msgs, None)
    }

    pub fn propose_with(
        &mut self,
        track: u32,
        msgs: Vec<CosmosMsg>,
        may_fail: Option<Vec<u32>>,
    ) -> u64 {
        let ann = self.ann.clone();
        let made = self.tell(&ann, &proposal(track, msgs, may_fail)).should_succeed();
        made.data_as::<Proposed>().proposal_id
    }

    pub fn vote(&mut self, who: &Account, proposal_id: u64, vote: Vote) -> Outcome {
        self.tell(who, &ExecuteMsg::Vote { proposal_id, vote })
    }

    /// Makes a proposal pass and waits until it is ready.
    pub fn pass(&mut self, id: u64) {
        let ann = self.ann.clone();
        self.vote(&ann, id, Vote::Yes).should_succeed();
        // What the guardian has running moves the end along while we wait.
        for _ in 0..9 {
            let ready = self.stage(id).ready_at;
            self.wait_until(ready);
        }
        assert_eq!(self.stage(id).stage, Stage::Ready);
    }

    pub fn wait_until(&mut self, time: u64) {
        let now = self.chain.now().seconds();
        self.chain.advance_seconds(time.saturating_sub(now));
    }

    pub fn execute(&mut self, proposal_id: u64) -> Outcome {
        let founder = self.founder.clone();
        self.tell(&founder, &ExecuteMsg::Execute { proposal_id })
    }

    /// Proposes, passes and executes.
    pub fn run(&mut self, track: u32, msgs: Vec<CosmosMsg>) -> Outcome {
        let id = self.propose(track, msgs);
        self.pass(id);
        self.execute(id)
    }

    /// An admin message by a strict proposal.
    pub fn admin(&mut self, msg: AdminMsg) -> Outcome {
        let msg = self.to_itself(msg);
        self.run(STRICT, vec![msg])
    }

    pub fn to_itself(&self, msg: AdminMsg) -> CosmosMsg {
        to(&self.dao, &ExecuteMsg::Admin(msg))
    }

    pub fn stage(&self, proposal_id: u64) -> StageResponse {
        self.chain.query(&self.dao, &QueryMsg::Stage { proposal_id })
    }

    pub fn stranger(&mut self) -> Addr {
        let init = Init::new(self.codes.stranger, "stranger", &serde_json::Value::Null);
        self.chain.instantiate(&self.founder, init).should_succeed().contract()
    }
}

pub fn ledger_setup() -> LedgerSetup {
    let day = DAY;
    LedgerSetup {
        fee_bps: 500,
        default_windows: Windows {
            accept: day,
            submit: day,
            review: day,
            rework: day,
            arbitrate: 7 * day,
        },
        arbiter_silence_bps: 5_000,
        min_blocks: 10,
        min_default_arbitration: 3 * day,
    }
}

pub fn grant(ledger: &str, holder: &Account) -> NewGrant {
    NewGrant {
        domain: 1,
        ledger: ledger.to_string(),
        holder: Holder::Address { address: holder.to_string() },
        per_client: Uint128::new(10),
        total: Uint128::new(10),
        per_pair: Uint128::new(10),
        last_epoch: None,
    }
}

pub fn proposal(track: u32, msgs: Vec<CosmosMsg>, may_fail: Option<Vec<u32>>) -> ExecuteMsg {
    ExecuteMsg::Propose {
        title: "title".to_string(),
        description: "what and why".to_string(),
        msgs,
        earliest: None,
        latest: None,
        track: Some(track),
        may_fail,
    }
}

pub fn to(contract: &Addr, msg: &impl Serialize) -> CosmosMsg {
    wasm_execute(contract, msg, vec![]).unwrap().into()
}

pub fn raw(contract: &Addr, json: &str) -> CosmosMsg {
    cosmwasm_std::WasmMsg::Execute {
        contract_addr: contract.to_string(),
        msg: json.as_bytes().into(),
        funds: vec![],
    }
    .into()
}

pub fn send(to: &Account, amount: u128, denom: &str) -> CosmosMsg {
    cosmwasm_std::BankMsg::Send { to_address: to.to_string(), amount: vec![coin(amount, denom)] }
        .into()
}
