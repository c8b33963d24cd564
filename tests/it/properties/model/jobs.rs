//! Jobs: who may do what when, and what an end means.

use std::collections::BTreeSet;

use axiom_oracle::money::{fee, released, split};
use axiom_types::asset::Asset;
use axiom_types::ledger::{Agreement, EndReason, JobState, Leg, OnSilence, Windows};

/// What a job gives.
#[derive(Clone, Debug)]
pub enum Pay {
    Money { asset: Asset, price: u128, domain: Option<u32> },
    Score { domain: u32, points: u128 },
}

/// Who may take it.
#[derive(Clone, Debug)]
pub enum Gate {
    Direct(String),
    Anyone,
    Registered,
    Members(Vec<String>),
    MinScore { domain: u32, min: u128 },
}

/// A job.
#[derive(Clone, Debug)]
pub struct Job {
    pub client: String,
    pub gate: Gate,
    pub pay: Pay,
    pub reviewer: Option<String>,
    pub arbiter: String,
    pub windows: Windows,
    pub on_silence: OnSilence,
    pub silence_bps: u16,
    pub fee_bps: u16,
    pub fee_recipient: String,
    pub min_blocks: u64,
    pub state: JobState,
    pub worker: Option<String>,
    pub worker_principal: Option<String>,
    pub client_principal: Option<String>,
    pub payees: Vec<(String, u16)>,
    pub submissions: u8,
    pub deadline: Deadline,
    pub extended: u64,
    pub offer: Option<(String, Agreement)>,
    pub ended: Option<EndReason>,
    pub worker_bps: u16,
    /// Legs that failed and wait.
    pub pending: BTreeSet<u8>,
    /// Points that the tracker minted, once the score leg went through.
    pub minted: Option<u128>,
    /// The worker's part of the money, once the money leg went through.
    pub released: bool,
}

/// When a waiting state ends.
#[derive(Clone, Copy, Debug, Default)]
pub struct Deadline {
    pub at: u64,
    pub min_height: u64,
    pub idle: u64,
}

impl Deadline {
    pub fn passed(&self, now: u64, height: u64, idle: u64) -> bool {
        now >= self.at + (idle - self.idle) && height >= self.min_height
    }
}

/// Time, height and paused seconds of the ledger.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    pub now: u64,
    pub height: u64,
    pub idle: u64,
}

/// What an end moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    pub gross: u128,
    pub fee: u128,
    /// One row per account, none with zero.
    pub payouts: Vec<(String, u128)>,
    pub refunded: u128,
}

impl Job {
    /// Enters a waiting state.
    pub fn enter(&mut self, state: JobState, at: Moment) {
        let windows = &self.windows;
        let window = match state {
            JobState::Open => windows.accept,
            JobState::Accepted => windows.submit,
            JobState::InReview => windows.review,
            JobState::Rework => windows.rework,
            JobState::Disputed => windows.arbitrate,
            JobState::Settled => 0,
        };
        self.state = state;
        self.offer = None;
        self.deadline = Deadline {
            at: at.now + window,
            min_height: at.height + self.min_blocks,
            idle: at.idle,
        };
    }

    /// Whether only `expire` works.
    pub fn late(&self, at: Moment) -> bool {
        self.deadline.passed(at.now, at.height, at.idle)
    }

    /// The default of the present state.
    pub fn default_end(&self) -> EndReason {
        match self.state {
            JobState::Open => EndReason::NotAccepted,
            JobState::Accepted => EndReason::NotSubmitted,
            JobState::InReview => EndReason::ReviewerAbsent,
            JobState::Rework => EndReason::NotReworked,
            JobState::Disputed | JobState::Settled => EndReason::ArbiterAbsent,
        }
    }

    /// Ends it; `decided` is what the arbiter or both sides said.
    pub fn end(&mut self, reason: EndReason, decided: u16) {
        self.state = JobState::Settled;
        self.offer = None;
        self.ended = Some(reason);
        self.worker_bps = match reason {
            EndReason::Approved => 10_000,
            EndReason::ReviewerAbsent if self.on_silence == OnSilence::PayWorker => 10_000,
            EndReason::Arbitrated | EndReason::Dissolved => decided,
            EndReason::ArbiterAbsent => self.silence_bps,
            _ => 0,
        };
    }

    /// Legs that the end asks for.
    pub fn legs(&self) -> Vec<Leg> {
        let mut legs = vec![];
        if matches!(self.pay, Pay::Money { .. }) {
            legs.push(Leg::Money);
        }
        if self.measure() > 0 && self.domain().is_some() {
            legs.push(Leg::Score);
        }
        if self.submissions > 0 && self.worker_bps > 0 {
            legs.push(Leg::Result);
        }
        legs
    }

    pub fn domain(&self) -> Option<u32> {
        match &self.pay {
            Pay::Money { domain, .. } => *domain,
            Pay::Score { domain, .. } => Some(*domain),
        }
    }

    /// The part of price or points that counts for the worker; rounded down.
    pub fn measure(&self) -> u128 {
        let whole = match &self.pay {
            Pay::Money { price, .. } => *price,
            Pay::Score { points, .. } => *points,
        };
        released(whole, 0, 10_000, u64::from(self.worker_bps))
    }

    /// What the end moves.
    pub fn money(&self) -> Option<(Asset, Money)> {
        let Pay::Money { asset, price, .. } = &self.pay else {
            return None;
        };
        let gross = self.measure();
        let fee = fee(gross, u32::from(self.fee_bps));
        let mut payouts: Vec<(String, u128)> = vec![];
        let mut add = |to: &str, amount: u128| {
            if amount == 0 {
                return;
            }
            match payouts.iter_mut().find(|(known, _)| known == to) {
                Some((_, sum)) => *sum += amount,
                None => payouts.push((to.to_string(), amount)),
            }
        };
        if gross > fee {
            let weights: Vec<u128> = self.payees.iter().map(|(_, bps)| u128::from(*bps)).collect();
            for ((to, _), part) in self.payees.iter().zip(split(gross - fee, &weights)) {
                add(to, part);
            }
        }
        add(&self.fee_recipient, fee);
        Some((asset.clone(), Money { gross, fee, payouts, refunded: price - gross }))
    }

    /// Seconds from posting to the last possible end, and half a year.
    pub fn backstop_after(windows: &Windows) -> u64 {
        windows.accept
            + windows.submit
            + 2 * windows.review
            + windows.rework
            + windows.arbitrate
            + 31_536_000
            + 15_552_000
    }
}
