//! Jobs, submissions and profiles with sensible contents.

use axiom_chain::Account;
use axiom_types::asset::Asset;
use axiom_types::common::Link;
use axiom_types::ledger::{Assignment, NewJob, OnSilence, Reward, Submission, Windows};
use axiom_types::registry::Profile;
use axiom_types::rule::Rule;
use cosmwasm_std::{HexBinary, Uint128};

use crate::suite::DENOM;

/// A link whose hash repeats one byte of its name's length; enough to tell links apart.
pub fn link(name: &str) -> Link {
    let byte = name.bytes().fold(7u8, |sum, b| sum.wrapping_mul(31).wrapping_add(b));
    Link { uri: format!("ipfs://{name}"), sha256: HexBinary::from([byte; 32]) }
}

/// A submission of that name.
pub fn submission(name: &str) -> Submission {
    Submission { output: link(name), context_root: None, evidence: None }
}

/// A reason.
pub fn rejection() -> String {
    "the figures do not add up".to_string()
}

/// A profile of that name.
pub fn profile(name: &str, capabilities: &[&str]) -> Profile {
    Profile {
        name: name.to_string(),
        metadata: Some(link(name)),
        endpoints: vec![],
        tags: vec![],
        capabilities: capabilities.iter().map(|c| c.to_string()).collect(),
    }
}

/// Builds a job.
pub struct JobBuilder(NewJob);

impl JobBuilder {
    /// A job that pays `amount` of the stories' money and counts in domain 2, open to anybody.
    pub fn paid(amount: u128) -> Self {
        Self::new(Reward::Paid {
            asset: Asset::native(DENOM),
            amount: Uint128::new(amount),
            domain: Some(2),
        })
    }

    /// A job for score alone, open to anybody.
    pub fn voluntary(domain: u32, points: u128) -> Self {
        Self::new(Reward::Voluntary { domain, points: Uint128::new(points) })
    }

    fn new(reward: Reward) -> Self {
        Self(NewJob {
            title: "Summarise the week".to_string(),
            description: None,
            brief: Some(link("brief")),
            input_hash: None,
            procedure_hash: None,
            capability: None,
            assignment: Assignment::Open { gate: Rule::Anyone {} },
            reward,
            reviewer: None,
            arbiter: None,
            windows: None,
            on_silence: None,
            arbiter_silence_bps: None,
        })
    }

    /// In another asset.
    pub fn asset(mut self, asset: Asset) -> Self {
        if let Reward::Paid { asset: old, .. } = &mut self.0.reward {
            *old = asset;
        }
        self
    }

    /// Counts in another domain, or in none.
    pub fn domain(mut self, in_domain: Option<u32>) -> Self {
        if let Reward::Paid { domain, .. } = &mut self.0.reward {
            *domain = in_domain;
        }
        self
    }

    /// Offered to one worker.
    pub fn to(mut self, worker: &str) -> Self {
        self.0.assignment = Assignment::Direct { worker: address(worker) };
        self
    }

    /// Through a gate.
    pub fn gate(mut self, gate: Rule) -> Self {
        self.0.assignment = Assignment::Open { gate };
        self
    }

    /// Wants a capability.
    pub fn capability(mut self, capability: &str) -> Self {
        self.0.capability = Some(capability.to_string());
        self
    }

    /// With a reviewer.
    pub fn reviewer(mut self, reviewer: &str) -> Self {
        self.0.reviewer = Some(address(reviewer));
        self
    }

    /// With an arbiter.
    pub fn arbiter(mut self, arbiter: &str) -> Self {
        self.0.arbiter = Some(address(arbiter));
        self
    }

    /// With its own windows.
    pub fn windows(mut self, windows: Windows) -> Self {
        self.0.windows = Some(windows);
        self
    }

    /// What silence means.
    pub fn on_silence(mut self, rule: OnSilence) -> Self {
        self.0.on_silence = Some(rule);
        self
    }

    /// The worker's part if the arbiter stays silent.
    pub fn arbiter_silence(mut self, bps: u16) -> Self {
        self.0.arbiter_silence_bps = Some(bps);
        self
    }

    /// Changes anything else.
    pub fn tweak(mut self, change: impl FnOnce(&mut NewJob)) -> Self {
        change(&mut self.0);
        self
    }

    /// The job.
    pub fn build(self) -> NewJob {
        self.0
    }
}

fn address(name: &str) -> String {
    if name.starts_with("wasm1") {
        return name.to_string();
    }
    Account::named(name).address.to_string()
}
