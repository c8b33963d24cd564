//! A replay against what the chain answers.

use std::collections::{BTreeMap, BTreeSet};

use axiom_types::ledger::{
    Assignment, JobResponse, JobsResponse, LegId, PendingLegsResponse, QueryMsg, RecordsResponse,
    Reward,
};
use axiom_types::proof::RootResponse;
use cosmwasm_std::Uint256;
use serde::Serialize;

use super::machine::reason_name;
use super::outcome::{Job, Replay};
use super::settled::{ceil, floor};
use crate::error::SourceError;
use crate::source::{ask, Source};

/// Rows asked for at once.
const PAGE: u32 = 100;

/// What a comparison found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Every difference; empty if the archive and the chain tell the same.
    pub differences: Vec<Difference>,
    /// Jobs compared.
    pub jobs: u64,
    /// Records that the ledger made after the archive ended.
    pub newer_records: u64,
    /// Jobs that moved on by them, and could not be compared.
    pub moved_on: BTreeSet<u64>,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What differs.
    pub what: &'static str,
    /// Of which job; none if it is of the whole ledger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job: Option<u64>,
    /// By the events.
    pub replayed: String,
    /// By the chain.
    pub chain: String,
}

impl Comparison {
    fn note(
        &mut self,
        what: &'static str,
        job: Option<u64>,
        (replayed, chain): (impl ToString, impl ToString),
    ) {
        let (replayed, chain) = (replayed.to_string(), chain.to_string());
        if replayed != chain {
            self.differences.push(Difference { what, job, replayed, chain });
        }
    }
}

/// Asks a chain for root, jobs and failed legs, and lists what differs from a replay. What the ledger did after the
/// archive ended is no difference.
///
/// # Errors
/// If the chain cannot be asked.
pub fn compare(
    source: &(impl Source + ?Sized),
    replay: &Replay,
) -> Result<Comparison, SourceError> {
    let mut found = Comparison::default();
    let ledger = replay.header.ledger.as_str();
    found.note("chain", None, (&replay.header.chain_id, source.chain_id()));
    let now: RootResponse = ask(source, ledger, &QueryMsg::Root { leaves: None })?;
    if now.leaves < replay.root.leaves {
        found.note("number of records", None, (replay.root.leaves, now.leaves));
        return Ok(found);
    }
    found.newer_records = now.leaves - replay.root.leaves;
    root(source, replay, &mut found)?;
    found.moved_on = moved_on(source, replay)?;
    jobs(source, replay, &mut found)?;
    legs(source, replay, &mut found)?;
    Ok(found)
}

/// The root as it was with so many records; if it differs, the first record that does.
fn root(
    source: &(impl Source + ?Sized),
    replay: &Replay,
    found: &mut Comparison,
) -> Result<(), SourceError> {
    let ledger = replay.header.ledger.as_str();
    let leaves = replay.root.leaves;
    let then: RootResponse = ask(source, ledger, &QueryMsg::Root { leaves: Some(leaves) })?;
    found.note("root", None, (&replay.root.root, &then.root));
    if replay.root.root == then.root {
        return Ok(());
    }
    let mut from = 0u64;
    while from < leaves {
        let msg = QueryMsg::Records { from: Some(from), limit: Some(PAGE) };
        let page: RecordsResponse = ask(source, ledger, &msg)?;
        if page.records.is_empty() {
            return Ok(());
        }
        let ours = replay.leaves.iter().skip(usize::try_from(from).unwrap_or(usize::MAX));
        for (row, leaf) in page.records.iter().zip(ours) {
            if row.leaf.as_slice() != leaf {
                let job = Some(row.record.id);
                found.note(
                    "first record that differs, its leaf",
                    job,
                    (hex::encode(leaf), &row.leaf),
                );
                return Ok(());
            }
            from += 1;
        }
    }
    Ok(())
}

/// Jobs with records after the archive ended.
fn moved_on(
    source: &(impl Source + ?Sized),
    replay: &Replay,
) -> Result<BTreeSet<u64>, SourceError> {
    let mut moved = BTreeSet::new();
    let mut from = Some(replay.root.leaves);
    while let Some(first) = from {
        let msg = QueryMsg::Records { from: Some(first), limit: Some(PAGE) };
        let page: RecordsResponse = ask(source, &replay.header.ledger, &msg)?;
        moved.extend(page.records.iter().map(|row| row.record.id));
        from = page.next.filter(|next| *next > first);
    }
    Ok(moved)
}

fn jobs(
    source: &(impl Source + ?Sized),
    replay: &Replay,
    found: &mut Comparison,
) -> Result<(), SourceError> {
    let mut missing: BTreeSet<u64> = replay.jobs.keys().copied().collect();
    let mut start_after = None;
    loop {
        let msg = QueryMsg::Jobs { by: None, start_after, limit: Some(PAGE) };
        let page: JobsResponse = ask(source, &replay.header.ledger, &msg)?;
        for answer in &page.jobs {
            missing.remove(&answer.job);
            if found.moved_on.contains(&answer.job) {
                continue;
            }
            match replay.jobs.get(&answer.job) {
                None => found.note("job", Some(answer.job), ("unknown", "known")),
                Some(job) => {
                    found.jobs += 1;
                    one(job, answer, found);
                }
            }
        }
        match page.next.filter(|next| start_after.is_none_or(|last| *next > last)) {
            Some(next) => start_after = Some(next),
            None => break,
        }
    }
    for job in missing {
        found.note("job", Some(job), ("known", "unknown"));
    }
    Ok(())
}

fn or_none(text: Option<impl ToString>) -> String {
    text.map_or("none".to_string(), |text| text.to_string())
}

/// One job.
fn one(job: &Job, answer: &JobResponse, found: &mut Comparison) {
    let id = Some(answer.job);
    found.note("state", id, (job.state.name(), answer.state.name()));
    let ends = (or_none(job.ended.map(reason_name)), or_none(answer.ended.map(reason_name)));
    found.note("reason of the end", id, ends);
    found.note("client", id, (&job.client, &answer.client));
    found.note("worker", id, (or_none(job.worker.as_ref()), or_none(answer.worker.as_ref())));
    let output = answer.submission.as_ref().map(|submission| &submission.output.sha256);
    found.note("hash of the output", id, (or_none(job.output_hash.as_ref()), or_none(output)));
    if job.terms_known {
        let (asset, amount, points) = match &answer.posted.reward {
            Reward::Paid { asset, amount, .. } => (Some(asset), Some(amount), None),
            Reward::Voluntary { points, .. } => (None, None, Some(points)),
        };
        let offered_to = match &answer.posted.assignment {
            Assignment::Direct { worker } => Some(worker),
            Assignment::Open { .. } => None,
        };
        found.note("offered to", id, (or_none(job.offered_to.as_ref()), or_none(offered_to)));
        let wanted = answer.posted.capability.as_ref();
        found.note("capability", id, (or_none(job.capability.as_ref()), or_none(wanted)));
        found.note("asset", id, (or_none(job.asset.as_ref()), or_none(asset)));
        found.note("price", id, (or_none(job.amount), or_none(amount)));
        found.note("points", id, (or_none(job.points), or_none(points)));
    }
    if let Some(bps) = job.fee_bps {
        found.note("fee in basis points", id, (bps, answer.fee_bps));
    }
    money(job, answer, found);
}

/// What a job came to, computed from what the chain tells of its terms.
fn money(job: &Job, answer: &JobResponse, found: &mut Comparison) {
    let Some(settled) = &job.settled else {
        return;
    };
    let id = Some(answer.job);
    found.note("worker's part", id, (settled.worker_bps, or_none(answer.worker_bps)));
    let (Reward::Paid { amount, .. }, Some(bps)) = (&answer.posted.reward, answer.worker_bps)
    else {
        return;
    };
    let gross = floor(*amount, bps.min(axiom_types::bounds::BPS));
    let fee = ceil(gross, answer.fee_bps.min(axiom_types::bounds::BPS));
    found.note("paid", id, (settled.paid, gross.saturating_sub(fee)));
    found.note("fee", id, (settled.fee, fee));
    found.note("refund", id, (settled.refunded, Uint256::from(*amount) - gross));
}

/// Failed legs that wait for another try.
fn legs(
    source: &(impl Source + ?Sized),
    replay: &Replay,
    found: &mut Comparison,
) -> Result<(), SourceError> {
    let mut theirs: BTreeMap<u64, BTreeSet<&'static str>> = BTreeMap::new();
    let mut start_after: Option<LegId> = None;
    loop {
        let msg = QueryMsg::AllPendingLegs { start_after: start_after.clone(), limit: Some(PAGE) };
        let page: PendingLegsResponse = ask(source, &replay.header.ledger, &msg)?;
        for leg in &page.legs {
            theirs.entry(leg.job).or_default().insert(leg.leg.name());
        }
        match page.next.filter(|next| start_after.as_ref() != Some(next)) {
            Some(next) => start_after = Some(next),
            None => break,
        }
    }
    for (id, job) in &replay.jobs {
        // A failure of a job whose end is not known by its event is not known either.
        if found.moved_on.contains(id) || (job.ended.is_some() && job.settled.is_none()) {
            continue;
        }
        let there = theirs.remove(id).unwrap_or_default();
        let list = |legs: &BTreeSet<&str>| legs.iter().copied().collect::<Vec<_>>().join(", ");
        found.note("failed legs", Some(*id), (list(&job.pending), list(&there)));
    }
    Ok(())
}
