//! What a devnet shall be like.

use std::ffi::OsString;
use std::time::Duration;

use anyhow::{bail, Result};

use crate::line::Line;

/// Chain id of the devnet named `default`.
pub const DEFAULT_CHAIN_ID: &str = "axiom-devnet-1";
/// Name of the devnet that is meant when none is named.
pub const DEFAULT_NAME: &str = "default";
/// Names of the test accounts that every devnet funds: [`axiom_chain::Account::named`] gives their keys.
pub const TEST_NAMES: [&str; 13] = [
    "deployer", "faucet", "alice", "ben", "carol", "dave", "erin", "frank", "grace", "heidi",
    "ivan", "judy", "mallory",
];
/// Coins that a test account has at the start: of each, 10^12 base units; the faucet has a million times as much.
pub const TEST_DENOMS: [&str; 3] = ["stake", "uaxm", "uusd"];
/// Base units of each of [`TEST_DENOMS`] that a test account has at the start.
pub const TEST_AMOUNT: u128 = 1_000_000_000_000;

/// The time by which blocks are stamped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// That of this machine; it can be moved ahead.
    Real,
    /// One that stands still until it is moved.
    Manual {
        /// Unix seconds of the first block; not after the time of this machine.
        genesis_time: u64,
    },
}

/// Who may store code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upload {
    /// Anybody.
    Everybody,
    /// Nobody but the governance of the chain.
    Nobody,
}

/// Where a devnet listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ports {
    /// On free ports from 26657 on, ten for each validator.
    Free,
    /// From this one on, ten for each validator; a port in use is an error.
    From(u16),
}

/// What becomes of a devnet of the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It is stopped and deleted.
    Replace,
    /// It goes on where it stopped.
    Resume,
}

/// Who keeps the time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeptBy {
    /// Threads of this process: the devnet ends with its handle.
    Thread,
    /// A process of its own, started with this command line and the folder of the devnet as last argument: the devnet
    /// can outlive this process.
    Process(Vec<OsString>),
}

/// Coins at the start: an address, and amounts of denominations.
pub type Funded = (String, Vec<(u128, String)>);

/// What a devnet shall be like. Start with [`Options::named`] and change what matters.
#[derive(Clone, Debug)]
pub struct Options {
    /// Its name, of letters, digits, `-` and `_`.
    pub name: String,
    /// Its chain id.
    pub chain_id: String,
    /// The line of wasmd that it runs.
    pub line: Line,
    /// Number of validators, 1 to 9.
    pub validators: usize,
    /// Pause after each block, from 1 ms on. A node needs some 15 ms for an empty block of its own.
    pub block_time: Duration,
    /// The time by which blocks are stamped.
    pub clock: Clock,
    /// Test accounts that get coins, by name.
    pub accounts: Vec<String>,
    /// Further addresses that get coins.
    pub funded: Vec<Funded>,
    /// Where it listens.
    pub ports: Ports,
    /// Who may store code.
    pub upload: Upload,
    /// Seconds that a vote of the chain's governance lasts; an expedited one half of it.
    pub voting_seconds: u64,
    /// Whether nodes also serve REST and gRPC.
    pub api: bool,
    /// Whether its files lie in memory, where the system offers that and has room: blocks are twice as fast, and a
    /// restart of the machine deletes it.
    pub in_memory: bool,
    /// What becomes of a devnet of the same name.
    pub existing: Existing,
    /// Who keeps the time.
    pub kept_by: KeptBy,
    /// How long to wait until blocks flow.
    pub patience: Duration,
}

impl Options {
    /// One validator on v0.70, half-second blocks, the machine's clock, all test accounts, free ports.
    pub fn named(name: impl Into<String>) -> Self {
        let name = name.into();
        let chain_id = match name.as_str() {
            DEFAULT_NAME => DEFAULT_CHAIN_ID.to_string(),
            other => format!("axiom-devnet-{other}-1"),
        };
        Self {
            name,
            chain_id,
            line: Line::V070,
            validators: 1,
            block_time: Duration::from_millis(500),
            clock: Clock::Real,
            accounts: TEST_NAMES.iter().map(ToString::to_string).collect(),
            funded: Vec::new(),
            ports: Ports::Free,
            upload: Upload::Everybody,
            voting_seconds: 30,
            api: false,
            in_memory: false,
            existing: Existing::Replace,
            kept_by: KeptBy::Thread,
            patience: Duration::from_secs(90),
        }
    }

    /// For tests: a clock that stands still at the start of [`axiom_chain::GENESIS_SECONDS`], the fastest blocks,
    /// and files in memory.
    pub fn for_tests(name: impl Into<String>) -> Self {
        Self {
            block_time: Duration::from_millis(10),
            clock: Clock::Manual { genesis_time: axiom_chain::GENESIS_SECONDS },
            in_memory: true,
            ..Self::named(name)
        }
    }

    pub(crate) fn check(&self) -> Result<()> {
        if !(1..=9).contains(&self.validators) {
            bail!("a devnet has 1 to 9 validators, not {}", self.validators);
        }
        if self.block_time < Duration::from_millis(1) || self.block_time > Duration::from_secs(60) {
            bail!("the block time lies between 1ms and 60s; {:?} does not", self.block_time);
        }
        if self.voting_seconds < 2 {
            bail!("a vote of the chain's governance lasts at least 2 s");
        }
        if let Clock::Manual { genesis_time } = self.clock {
            let now = crate::time::wall_ns() / crate::time::SECOND;
            if genesis_time >= now {
                bail!("a devnet cannot begin in the future: name a time before {now} and advance from there");
            }
        }
        let fine = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if self.chain_id.is_empty() || self.chain_id.len() > 48 || !self.chain_id.chars().all(fine)
        {
            bail!("'{}' is no chain id: take 1 to 48 letters, digits and '-'", self.chain_id);
        }
        Ok(())
    }
}
