//! Founding an economy.

use axiom_chain::{Account, Chain, ChainExt, Failure, Init, Outcome};
use axiom_local::LocalChain;
use axiom_types::asset::Asset;
use axiom_types::dao::{
    CallRule, DistributorSetup, GuardianSetup, InstantiateMsg, LedgerSetup, Part, SpendRule,
    Target, Track, TrackerSetup,
};
use axiom_types::ledger::Windows;
use axiom_types::registry;
use axiom_types::tracker::{GenesisMember, Holder, NewDomain, NewGrant, Rate};
use cosmwasm_std::{coin, Addr, Binary, HexBinary, Uint128};

use crate::codes::Codes;
use crate::suite::{Economy, Suite, DENOM, DENOM_2, FUNDS};

/// Seconds of an hour.
pub const HOUR: u64 = 3_600;
/// Seconds of a day.
pub const DAY: u64 = 86_400;

/// Founds an economy with settings that stories share, changed where a story wants it.
pub struct Builder<C: Chain = LocalChain> {
    /// The chain on which it is founded.
    pub chain: C,
    /// The codes on it.
    pub codes: Codes,
    /// The founding message.
    pub msg: InstantiateMsg,
    salt: Vec<u8>,
    founder: Account,
}

impl Builder {
    /// The default economy on an embedded chain: members alice (500), ben (300) and carol (200); domains 1 `governance`, which votes, and
    /// 2 `code`, in which 1,000 `uaxm` count one point; tracks 1 `parameters`, 2 `treasury` and 3 `constitution`; a
    /// guardian; a budget of 1,000 points an epoch for `app` in `code` and of 100 in `governance`; 5 % fee.
    pub fn new() -> Self {
        Self::on(LocalChain::new("axiom-local-1"))
    }
}

impl<C: Chain> Builder<C> {
    /// The default economy on a chain that is there already.
    pub fn on(mut chain: C) -> Self {
        let codes = Codes::store(&mut chain);
        Self::with_codes(chain, codes)
    }

    /// The default economy of codes that are on the chain already.
    pub fn with_codes(mut chain: C, codes: Codes) -> Self {
        let msg = founding(&chain, &codes);
        let founder = Account::named("founder");
        chain.know(&founder);
        Self { chain, codes, msg, salt: b"axiom".to_vec(), founder }
    }

    /// Changes the founding message.
    pub fn tweak(mut self, change: impl FnOnce(&mut InstantiateMsg)) -> Self {
        change(&mut self.msg);
        self
    }

    /// Changes the settings of the tracker that is founded.
    pub fn tracker(self, change: impl FnOnce(&mut TrackerSetup)) -> Self {
        self.tweak(|msg| {
            if let Part::Create { settings, .. } = &mut msg.tracker {
                change(settings);
            }
        })
    }

    /// Changes the settings of the ledger that is founded.
    pub fn ledger(self, change: impl FnOnce(&mut LedgerSetup)) -> Self {
        self.tweak(|msg| {
            if let Part::Create { settings, .. } = &mut msg.ledger {
                change(settings);
            }
        })
    }

    /// Another salt for the address of governance-dao, so that a chain can hold several economies.
    pub fn salt(mut self, salt: &str) -> Self {
        self.salt = salt.as_bytes().to_vec();
        self
    }

    /// The address that governance-dao will have.
    pub fn predicted(&self) -> Addr {
        self.chain.predict_address(self.codes.dao, &self.founder, &self.salt)
    }

    /// Founds in one transaction of the founder's wallet and tells what became of it; the chain stays usable.
    pub fn try_found(&mut self) -> Outcome {
        let predicted = self.predicted();
        let init = Init::new(self.codes.dao, "axiom economy", &self.msg).admin(predicted.as_str());
        self.chain.instantiate2(self.founder.address.clone(), init, &self.salt)
    }

    /// Founds; every named actor then holds coins of both denoms.
    pub fn build(self) -> Suite<C> {
        match self.try_build() {
            Ok(suite) => suite,
            Err(failure) => panic!("the founding should have succeeded, but failed: {failure}"),
        }
    }

    /// [`Builder::build`] for code that is no test.
    ///
    /// # Errors
    /// What refused the founding.
    pub fn try_build(mut self) -> Result<Suite<C>, Failure> {
        let success = self.try_found().into_result()?;
        let dao = self.predicted();
        let economy = Economy::read(&self.chain, &dao);
        Ok(Suite::new(self.chain, self.codes, economy, success.gas))
    }
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

/// Gives coins of both denoms to named actors.
pub(crate) fn fund(chain: &mut impl Chain, names: &[&str]) {
    for name in names {
        let account = Account::named(*name);
        chain.know(&account);
        for denom in [DENOM, DENOM_2] {
            chain.give(account.as_ref(), coin(FUNDS, denom));
        }
    }
}

fn founding(chain: &impl Chain, codes: &Codes) -> InstantiateMsg {
    InstantiateMsg {
        name: "First Light".to_string(),
        salt: Binary::from(b"first-light"),
        registry: create(
            chain,
            codes.registry,
            registry::Settings { lease_seconds: 90 * DAY, renewal_window: 30 * DAY },
        ),
        tracker: create(chain, codes.tracker, tracker_setup()),
        distributor: create(chain, codes.distributor, DistributorSetup { tokens: vec![] }),
        ledger: create(
            chain,
            codes.ledger,
            LedgerSetup {
                fee_bps: 500,
                default_windows: Windows {
                    accept: 3 * DAY,
                    submit: 7 * DAY,
                    review: 3 * DAY,
                    rework: 3 * DAY,
                    arbitrate: 14 * DAY,
                },
                arbiter_silence_bps: 5_000,
                min_blocks: 10,
                min_default_arbitration: 12 * DAY,
            },
        ),
        tracks: tracks(),
        guardian: Some(GuardianSetup { address: account("guardian"), sunset: 365 * DAY }),
    }
}

fn create<T>(chain: &impl Chain, code_id: u64, settings: T) -> Part<T> {
    let checksum = chain
        .code_info(code_id)
        .map(|info| HexBinary::from(info.checksum.as_slice()))
        .expect("the code is stored");
    Part::Create { code_id, checksum, settings }
}

fn account(name: &str) -> String {
    Account::named(name).address.to_string()
}

fn tracker_setup() -> TrackerSetup {
    let member = |name: &str, points: u128| GenesisMember {
        address: account(name),
        points: Uint128::new(points),
    };
    TrackerSetup {
        domains: vec![
            NewDomain {
                name: "governance".to_string(),
                half_life: 180 * DAY,
                epoch_length: 30 * DAY,
                rates: vec![],
            },
            NewDomain {
                name: "code".to_string(),
                half_life: 90 * DAY,
                epoch_length: 7 * DAY,
                rates: vec![Rate {
                    asset: Asset::native(DENOM),
                    points: Uint128::one(),
                    per: Uint128::new(1_000),
                }],
            },
        ],
        voting_domain: 1,
        weight_shift: 40,
        genesis: vec![member("alice", 500), member("ben", 300), member("carol", 200)],
        grants: vec![grant(2, "app", 1_000, 1_000, 600), grant(1, "app", 100, 100, 60)],
    }
}

fn grant(domain: u32, client: &str, per_client: u128, total: u128, per_pair: u128) -> NewGrant {
    NewGrant {
        domain,
        ledger: "ledger".to_string(),
        holder: Holder::Address { address: account(client) },
        per_client: Uint128::new(per_client),
        total: Uint128::new(total),
        per_pair: Uint128::new(per_pair),
        last_epoch: None,
    }
}

fn tracks() -> Vec<Track> {
    let rule = |target: Target, method: &str| CallRule { target, method: method.to_string() };
    let track = |name: &str, quorum_bps, threshold_bps| Track {
        name: name.to_string(),
        strict: false,
        quorum_bps,
        threshold_bps,
        voting_period: 3 * DAY,
        min_blocks: 100,
        timelock: DAY,
        grace: 14 * DAY,
        proposer_weight: 10,
        calls: vec![],
        spending: vec![],
    };
    vec![
        Track {
            calls: vec![
                rule(Target::Ledger {}, "admin.update_settings"),
                rule(Target::Registry {}, "admin.update_settings"),
                rule(Target::Tracker {}, "admin.set_rates"),
                rule(Target::Tracker {}, "admin.grant_budget"),
                rule(Target::Tracker {}, "admin.revoke_budget"),
            ],
            ..track("parameters", 2_000, 5_000)
        },
        Track {
            grace: 45 * DAY,
            calls: vec![rule(Target::Distributor {}, "create_pool")],
            spending: vec![SpendRule {
                asset: Asset::native(DENOM),
                amount: Uint128::new(1_000_000),
                window: 30 * DAY,
            }],
            ..track("treasury", 2_500, 5_000)
        },
        Track {
            strict: true,
            voting_period: 7 * DAY,
            timelock: 3 * DAY,
            grace: 60 * DAY,
            ..track("constitution", 4_000, 6_667)
        },
    ]
}
