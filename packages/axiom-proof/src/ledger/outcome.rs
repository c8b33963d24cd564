//! What a replay rebuilds.

use std::collections::{BTreeMap, BTreeSet};

use axiom_types::ledger::{EndReason, JobState};
use axiom_types::proof::RootResponse;
use cosmwasm_std::{HexBinary, Uint128, Uint256};
use serde::Serialize;

use super::line::Header;
use super::machine::reason_name;

/// A ledger as its events tell it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Replay {
    /// Of which ledger.
    pub header: Header,
    /// Root of all records, computed from them.
    pub root: RootResponse,
    /// The jobs by number.
    pub jobs: BTreeMap<u64, Job>,
    /// Figures over all of them.
    pub statistics: Statistics,
    /// Records whose events were gone: of their jobs some money is not known.
    pub gaps: Vec<Gap>,
    /// The leaves, for finding the first record that differs.
    #[serde(skip)]
    pub leaves: Vec<[u8; 32]>,
}

/// Records from `from` up to and including `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// The first.
    pub from: u64,
    /// The last.
    pub to: u64,
}

/// A job as its records and events tell it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Job {
    /// Where it stands.
    pub state: JobState,
    /// Why it ended.
    pub ended: Option<EndReason>,
    /// Who decides and pays.
    pub client: String,
    /// Who took it.
    pub worker: Option<String>,
    /// To whom it is offered; none for an open one and where the event is gone.
    pub offered_to: Option<String>,
    /// Capability wanted; none where the event is gone.
    pub capability: Option<String>,
    /// Asset of a paid one, as events write it.
    pub asset: Option<String>,
    /// Price in base units of a paid one.
    pub amount: Option<Uint128>,
    /// Points of a voluntary one.
    pub points: Option<Uint128>,
    /// Protocol fee when it was posted, in basis points; none if not known.
    pub fee_bps: Option<u16>,
    /// What it came to; none before the end and where the event is gone.
    pub settled: Option<Settled>,
    /// Submissions so far.
    pub submissions: u8,
    /// Hash of the newest output.
    pub output_hash: Option<HexBinary>,
    /// Deadline after the newest extension, Unix seconds, before paused time.
    pub extended_to: Option<u64>,
    /// Legs that failed and were not tried again with success.
    pub pending: BTreeSet<&'static str>,
    /// Number of its records.
    pub records: u64,
    /// Unix seconds of its first record.
    pub posted_at: u64,
    /// Unix seconds of its last record.
    pub changed_at: u64,
    /// Its input hash, which all its records name.
    #[serde(skip)]
    pub(crate) input: Option<HexBinary>,
    /// Its procedure hash, which all its records name.
    #[serde(skip)]
    pub(crate) procedure: Option<HexBinary>,
    /// Whether the event of its posting is known.
    #[serde(skip)]
    pub(crate) terms_known: bool,
}

/// What a job came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Settled {
    /// Worker's part of the price, in basis points.
    pub worker_bps: u16,
    /// Asset of a paid job.
    pub asset: Option<String>,
    /// Base units for the payees together.
    pub paid: Uint128,
    /// Base units of the fee.
    pub fee: Uint128,
    /// Base units given back to the client.
    pub refunded: Uint128,
}

/// Figures over all jobs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Statistics {
    /// Jobs posted.
    pub jobs: u64,
    /// Records made.
    pub records: u64,
    /// Jobs in each state.
    pub by_state: BTreeMap<&'static str, u64>,
    /// Jobs by their end.
    pub by_reason: BTreeMap<&'static str, u64>,
    /// Records by what happened.
    pub by_transition: BTreeMap<&'static str, u64>,
    /// Money by asset.
    pub money: BTreeMap<String, Money>,
    /// Points stated by voluntary jobs.
    pub points: Uint256,
    /// Paid or voluntary jobs whose terms are not known, because their events are gone.
    pub unknown_terms: u64,
    /// Different clients.
    pub clients: u64,
    /// Different workers that took a job.
    pub workers: u64,
    /// Offers of one side to the other.
    pub offers: u64,
    /// Legs that failed.
    pub legs_failed: u64,
    /// Legs tried again with success.
    pub legs_retried: u64,
    /// Legs that wait for another try.
    pub legs_pending: u64,
}

/// Money of one asset, in base units.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Money {
    /// Prices of all jobs.
    pub posted: Uint256,
    /// Paid to payees.
    pub paid: Uint256,
    /// Fees.
    pub fee: Uint256,
    /// Given back to clients.
    pub refunded: Uint256,
    /// Prices of jobs that have not ended.
    pub open: Uint256,
}

/// What is counted while the events go by.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    pub by_transition: BTreeMap<&'static str, u64>,
    pub offers: u64,
    pub legs_failed: u64,
    pub legs_retried: u64,
}

/// The figures over all jobs.
pub(crate) fn statistics(jobs: &BTreeMap<u64, Job>, counts: &Counts) -> Statistics {
    let mut s = Statistics {
        jobs: jobs.len() as u64,
        records: counts.by_transition.values().sum(),
        by_transition: counts.by_transition.clone(),
        offers: counts.offers,
        legs_failed: counts.legs_failed,
        legs_retried: counts.legs_retried,
        ..Statistics::default()
    };
    let (mut clients, mut workers) = (BTreeSet::new(), BTreeSet::new());
    for job in jobs.values() {
        *s.by_state.entry(job.state.name()).or_default() += 1;
        if let Some(reason) = job.ended {
            *s.by_reason.entry(reason_name(reason)).or_default() += 1;
        }
        clients.insert(&job.client);
        workers.extend(&job.worker);
        s.legs_pending += job.pending.len() as u64;
        s.unknown_terms += u64::from(!job.terms_known);
        s.points += job.points.map(Uint256::from).unwrap_or_default();
        money(&mut s.money, job);
    }
    (s.clients, s.workers) = (clients.len() as u64, workers.len() as u64);
    s
}

/// Sums cannot overflow: fewer than 2^64 jobs of less than 2^128 each.
fn money(all: &mut BTreeMap<String, Money>, job: &Job) {
    if let (Some(asset), Some(amount)) = (&job.asset, job.amount) {
        let row = all.entry(asset.clone()).or_default();
        row.posted += Uint256::from(amount);
        if job.state != JobState::Settled {
            row.open += Uint256::from(amount);
        }
    }
    if let Some(Settled { asset: Some(asset), paid, fee, refunded, .. }) = &job.settled {
        let row = all.entry(asset.clone()).or_default();
        row.paid += Uint256::from(*paid);
        row.fee += Uint256::from(*fee);
        row.refunded += Uint256::from(*refunded);
    }
}
