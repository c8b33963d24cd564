//! A founded economy and the people in it.

use axiom_chain::{Account, Chain, ChainExt, GasReport, Init};
use axiom_local::LocalChain;
use axiom_types::asset::Asset;
use axiom_types::dao::{self, EconomyResponse, Layer};
use axiom_types::distributor;
use axiom_types::tracker::{self, ScoreResponse};
use cosmwasm_std::{Addr, Uint128};
use cw20::{Cw20Coin, MinterResponse};

use crate::builder::{fund, Builder};
use crate::codes::Codes;
use crate::drivers::{DaoDriver, DistributorDriver, LedgerDriver, RegistryDriver, TrackerDriver};

/// The money of the stories.
pub const DENOM: &str = "uaxm";
/// A second denom.
pub const DENOM_2: &str = "uusd";
/// What each actor holds of either at the start.
pub const FUNDS: u128 = 1_000_000_000;

const ACTORS: [&str; 16] = [
    "alice", "ben", "carol", "app", "agent", "worker", "client", "reviewer", "arbiter", "guardian",
    "stranger", "dave", "erin", "frank", "grace", "heidi",
];

/// Addresses of an economy.
#[derive(Debug, Clone)]
pub struct Economy {
    /// governance-dao.
    pub dao: Addr,
    /// state-registry.
    pub registry: Addr,
    /// execution-ledger.
    pub ledger: Addr,
    /// contribution-tracker.
    pub tracker: Addr,
    /// value-distributor.
    pub distributor: Addr,
}

impl Economy {
    /// Reads the addresses from governance-dao. A layer that was left out has an empty address.
    pub fn read(chain: &impl Chain, dao: &Addr) -> Self {
        let found: EconomyResponse = chain.query(dao, &dao::QueryMsg::Economy {});
        let address = |layer: Option<Layer>| layer.map_or(Addr::unchecked(""), |l| l.address);
        Self {
            dao: dao.clone(),
            registry: address(found.registry),
            ledger: address(found.ledger),
            tracker: found.tracker.address,
            distributor: address(found.distributor),
        }
    }

    /// All five, with their names.
    pub fn all(&self) -> [(&'static str, &Addr); 5] {
        [
            ("state-registry", &self.registry),
            ("execution-ledger", &self.ledger),
            ("contribution-tracker", &self.tracker),
            ("value-distributor", &self.distributor),
            ("governance-dao", &self.dao),
        ]
    }
}

/// An economy on a chain, the embedded one if nothing else is said.
pub struct Suite<C: Chain = LocalChain> {
    /// The chain.
    pub chain: C,
    /// The codes on it.
    pub codes: Codes,
    /// The addresses.
    pub at: Economy,
    /// What the founding cost.
    pub founding_gas: GasReport,
}

impl Suite {
    /// Founds the default economy on an embedded chain, see [`Builder::new`].
    pub fn found() -> Self {
        Builder::new().build()
    }
}

impl<C: Chain> Suite<C> {
    pub(crate) fn new(mut chain: C, codes: Codes, at: Economy, founding_gas: GasReport) -> Self {
        fund(&mut chain, &ACTORS);
        Self { chain, codes, at, founding_gas }
    }

    /// The address of a named actor, or of a contract of the suite by its name.
    pub fn addr(&self, name: &str) -> Addr {
        match name {
            "dao" => self.at.dao.clone(),
            "registry" => self.at.registry.clone(),
            "ledger" => self.at.ledger.clone(),
            "tracker" => self.at.tracker.clone(),
            "distributor" => self.at.distributor.clone(),
            other if other.starts_with("wasm1") => Addr::unchecked(other),
            other => Account::named(other).address,
        }
    }

    /// Gives an actor coins of both denoms.
    pub fn give(&mut self, name: &str) {
        fund(&mut self.chain, &[name]);
    }

    /// Unix seconds of the open block.
    pub fn now(&self) -> u64 {
        self.chain.now()
    }

    /// Lets time pass, blocks included.
    pub fn wait(&mut self, seconds: u64) {
        self.chain.advance_seconds(seconds);
    }

    /// Messages of state-registry.
    pub fn registry(&mut self) -> RegistryDriver<'_, C> {
        RegistryDriver(self)
    }

    /// Messages of execution-ledger.
    pub fn ledger(&mut self) -> LedgerDriver<'_, C> {
        LedgerDriver(self)
    }

    /// Messages of contribution-tracker.
    pub fn tracker(&mut self) -> TrackerDriver<'_, C> {
        TrackerDriver(self)
    }

    /// Messages of value-distributor.
    pub fn distributor(&mut self) -> DistributorDriver<'_, C> {
        DistributorDriver(self)
    }

    /// Messages of governance-dao.
    pub fn dao(&mut self) -> DaoDriver<'_, C> {
        DaoDriver(self)
    }

    /// A cw20 token with `FUNDS` for each of these actors, who may also mint more through `founder`.
    pub fn token(&mut self, holders: &[&str]) -> Addr {
        let initial_balances = holders
            .iter()
            .map(|name| Cw20Coin {
                address: self.addr(name).to_string(),
                amount: Uint128::new(FUNDS),
            })
            .collect();
        let founder = self.addr("founder");
        let msg = cw20_base::msg::InstantiateMsg {
            name: "Token".to_string(),
            symbol: "TOK".to_string(),
            decimals: 6,
            initial_balances,
            mint: Some(MinterResponse { minter: founder.to_string(), cap: None }),
            marketing: None,
        };
        let init = Init::new(self.codes.cw20, "token", &msg);
        self.chain.instantiate(&founder, init).should_succeed().contract()
    }

    /// Internal balance of an actor in a denom, in base units.
    pub fn balance_of(&self, owner: &str, denom: &str) -> u128 {
        self.asset_balance(owner, &Asset::native(denom))
    }

    /// Internal balance of an actor in any asset, in base units.
    pub fn asset_balance(&self, owner: &str, asset: &Asset) -> u128 {
        let msg = distributor::QueryMsg::Balance {
            owner: self.addr(owner).to_string(),
            asset: asset.clone(),
        };
        self.chain.query::<Uint128>(&self.at.distributor, &msg).u128()
    }

    /// Coins in an actor's wallet.
    pub fn wallet(&self, owner: &str, denom: &str) -> u128 {
        self.chain.balance(self.addr(owner).as_str(), denom)
    }

    /// Score of an actor in a domain.
    pub fn score(&self, owner: &str, domain: u32) -> ScoreResponse {
        let msg = tracker::QueryMsg::Score { domain, account: self.addr(owner).to_string() };
        self.chain.query(&self.at.tracker, &msg)
    }

    /// Voting weight of an actor now.
    pub fn weight(&self, owner: &str) -> u64 {
        let msg = tracker::QueryMsg::Member { addr: self.addr(owner).to_string(), at_height: None };
        let answer: serde_json::Value = self.chain.query(&self.at.tracker, &msg);
        answer["weight"].as_u64().unwrap_or(0)
    }
}
