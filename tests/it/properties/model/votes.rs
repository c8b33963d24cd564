//! Proposals: tallies from ballots, stages from time.

use std::collections::BTreeMap;

use axiom_oracle::vote::{passes, Rule, Tally};
use axiom_types::asset::Asset;
use axiom_types::dao::{Stage, Track, Vote};
use axiom_types::distributor::NewPool;
use axiom_types::tracker::{NewGrant, Rate};

/// What a proposal copies from its track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackRules {
    pub quorum_bps: u16,
    pub threshold_bps: u16,
    pub voting_period: u64,
    pub min_blocks: u64,
    pub timelock: u64,
    pub grace: u64,
    pub proposer_weight: u64,
}

impl From<&Track> for TrackRules {
    fn from(track: &Track) -> Self {
        Self {
            quorum_bps: track.quorum_bps,
            threshold_bps: track.threshold_bps,
            voting_period: track.voting_period,
            min_blocks: track.min_blocks,
            timelock: track.timelock,
            grace: track.grace,
            proposer_weight: track.proposer_weight,
        }
    }
}

/// What a proposal does when it is executed.
#[derive(Clone, Debug)]
pub enum Effect {
    Statement,
    Fee(u16),
    Rates(u32, Vec<Rate>),
    Grant(NewGrant),
    Revoke(u64),
    Spend { to: String, amount: u128, denom: String },
    Transfer { to: String, amount: u128, asset: Asset },
    Pool(NewPool),
    Award { domain: u32, who: String, points: u128, id: u64 },
    Penalise { domain: u32, who: String, points: u128, id: u64 },
    Track(u32, Box<Track>),
    Surplus { asset: Asset, to: String },
}

/// A proposal.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub rules: TrackRules,
    pub proposer: String,
    pub start_height: u64,
    pub start: u64,
    pub idle: u64,
    pub total: u64,
    pub ballots: BTreeMap<String, (Vote, u64)>,
    pub effect: Effect,
    /// Whether its message may fail alone.
    pub may_fail: bool,
    pub executed: bool,
    pub cancelled: bool,
    pub closed: bool,
}

/// Time, height, and seconds that the guardian halted something.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    pub now: u64,
    pub height: u64,
    pub idle: u64,
}

impl Proposal {
    pub fn sum(&self, vote: Vote) -> u64 {
        let cast = self.ballots.values().filter(|(v, _)| *v == vote);
        cast.map(|(_, weight)| weight).sum()
    }

    fn shift(&self, at: Clock) -> u64 {
        at.idle - self.idle
    }

    pub fn voting_ends(&self, at: Clock) -> u64 {
        self.start + self.rules.voting_period + self.shift(at)
    }

    pub fn ready_at(&self, at: Clock) -> u64 {
        self.voting_ends(at) + self.rules.timelock
    }

    pub fn expires_at(&self, at: Clock) -> u64 {
        self.ready_at(at) + self.rules.grace
    }

    pub fn passes(&self) -> bool {
        let tally = Tally {
            yes: self.sum(Vote::Yes).into(),
            no: self.sum(Vote::No).into(),
            abstain: self.sum(Vote::Abstain).into(),
            total: self.total.into(),
        };
        let rules = &self.rules;
        passes(
            &tally,
            &Rule {
                quorum: (rules.quorum_bps.into(), 10_000),
                threshold: (rules.threshold_bps.into(), 10_000),
                above: rules.threshold_bps == 5_000,
            },
        )
    }

    /// Where it stands: from what it copied, its ballots and the time alone.
    pub fn stage(&self, at: Clock) -> Stage {
        if self.executed {
            return Stage::Executed;
        }
        if self.cancelled {
            return Stage::Cancelled;
        }
        let voted = at.now >= self.voting_ends(at)
            && at.height >= self.start_height + self.rules.min_blocks;
        if !voted {
            Stage::Voting
        } else if !self.passes() {
            Stage::Defeated
        } else if at.now < self.ready_at(at) {
            Stage::Queued
        } else if at.now < self.expires_at(at) {
            Stage::Ready
        } else {
            Stage::Expired
        }
    }
}
