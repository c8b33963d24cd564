//! The reference: what the economy must look like, by rules written a second time. It shares no code with the
//! contracts; what needs exact arithmetic comes from `axiom-oracle`.

pub mod halts;
pub mod history;
pub mod jobs;
pub mod money;
pub mod people;
pub mod pools;
pub mod score;
pub mod votes;

use std::collections::BTreeMap;

use axiom_types::asset::Asset;
use axiom_types::dao::Track;
use axiom_types::ledger::Windows;

pub use halts::{Guardian, Halts};
pub use history::History;
pub use jobs::Job;
pub use money::Money;
pub use people::People;
pub use pools::Pool;
pub use score::Score;
pub use votes::Proposal;

/// The whole economy.
#[derive(Clone, Default)]
pub struct Model {
    /// Balances, allowances, escrows.
    pub money: Money,
    /// Pools by number.
    pub pools: BTreeMap<u64, Pool>,
    /// Jobs by number.
    pub jobs: BTreeMap<u64, Job>,
    /// Participants, bindings, spaces.
    pub people: People,
    /// Budgets, records, lifetime totals.
    pub score: Score,
    /// Proposals by number.
    pub proposals: BTreeMap<u64, Proposal>,
    /// Standings as seen when they were new.
    pub history: History,
    /// Pauses per contract.
    pub pauses: BTreeMap<String, Halts>,
    /// Freezes per asset key or pool.
    pub freezes: BTreeMap<String, Halts>,
    /// What the guardian did.
    pub guardian: Guardian,
    /// Rules for new jobs.
    pub ledger: LedgerRules,
    /// Rules for new proposals, by track.
    pub tracks: BTreeMap<u32, Track>,
}

/// What a job copies when it is posted.
#[derive(Clone, Default)]
pub struct LedgerRules {
    pub fee_bps: u16,
    pub fee_recipient: String,
    pub default_arbiter: String,
    pub min_default_arbitration: u64,
    pub silence_bps: u16,
    pub min_blocks: u64,
    pub windows: Option<Windows>,
}

impl Model {
    /// Whether entries of a contract are refused now.
    pub fn paused(&self, contract: &str, now: u64) -> bool {
        self.pauses.get(contract).is_some_and(|halts| halts.running(now))
    }

    /// Seconds that a contract was paused so far.
    pub fn idle(&self, contract: &str, now: u64) -> u64 {
        self.pauses.get(contract).map_or(0, |halts| halts.seconds(now))
    }

    /// Whether an asset is frozen now.
    pub fn frozen(&self, asset: &Asset, now: u64) -> bool {
        let key = format!("asset:{}", asset.key());
        self.freezes.get(&key).is_some_and(|halts| halts.running(now))
    }

    /// Whether a pool is frozen now, by itself.
    pub fn pool_frozen(&self, pool: u64, now: u64) -> bool {
        let key = format!("pool:{pool}");
        self.freezes.get(&key).is_some_and(|halts| halts.running(now))
    }

    /// Seconds that an asset was frozen so far.
    pub fn frozen_seconds(&self, asset: &Asset, now: u64) -> u64 {
        let key = format!("asset:{}", asset.key());
        self.freezes.get(&key).map_or(0, |halts| halts.seconds(now))
    }
}
