//! A job, record by record.

use axiom_types::ledger::JobState;
use axiom_types::record::{Record, Transition};
use cosmwasm_std::HexBinary;

use super::error::ReplayError;
use super::outcome::Job;
use super::settled::{same, text};

/// A job just posted, before its record is followed.
pub(crate) fn posted(record: &Record) -> Job {
    Job {
        state: JobState::Open,
        ended: None,
        client: record.client.to_string(),
        worker: None,
        offered_to: None,
        capability: None,
        asset: None,
        amount: None,
        points: None,
        fee_bps: None,
        settled: None,
        submissions: 0,
        output_hash: None,
        extended_to: None,
        pending: Default::default(),
        records: 0,
        posted_at: record.time,
        changed_at: record.time,
        input: record.hashes.input_hash.clone(),
        procedure: record.hashes.procedure_hash.clone(),
        terms_known: false,
    }
}

/// Checks what a record says of its job against the records before, and counts it.
pub(crate) fn follow(job: &mut Job, record: &Record) -> Result<(), ReplayError> {
    let of = || format!("record {}", record.seq);
    let hash =
        |hash: &Option<HexBinary>| hash.as_ref().map_or("none".to_string(), ToString::to_string);
    let hashes = &record.hashes;
    same(of(), "client", (&record.client, &job.client))?;
    same(of(), "payer", (&record.payer, &job.client))?;
    same(of(), "input hash", (hash(&hashes.input_hash), hash(&job.input)))?;
    same(of(), "procedure hash", (hash(&hashes.procedure_hash), hash(&job.procedure)))?;
    match record.transition {
        Transition::Posted | Transition::Cancelled => {
            same(of(), "actor", (&record.actor, &job.client))?;
        }
        Transition::Accepted => job.worker = Some(record.actor.to_string()),
        Transition::Declined => {
            if let Some(offered) = &job.offered_to {
                same(of(), "actor", (&record.actor, offered))?;
            }
        }
        Transition::Submitted | Transition::Resubmitted => {
            same(of(), "actor", (&record.actor, text(&job.worker)))?;
            job.submissions = job.submissions.saturating_add(1);
            job.output_hash = hashes.output_hash.clone();
        }
        _ => {}
    }
    same(of(), "output hash", (hash(&hashes.output_hash), hash(&job.output_hash)))?;
    job.records += 1;
    job.changed_at = record.time;
    Ok(())
}

/// The event that stands before the record of a transition.
pub(crate) fn expected_event(transition: Transition) -> &'static str {
    match transition {
        Transition::Posted => "axiom_ledger_job_posted",
        Transition::Accepted => "axiom_ledger_job_accepted",
        Transition::Submitted | Transition::Resubmitted => "axiom_ledger_work_submitted",
        Transition::Rejected | Transition::Disputed => "axiom_ledger_work_rejected",
        Transition::Extended => "axiom_ledger_deadline_extended",
        Transition::Declined
        | Transition::Cancelled
        | Transition::Approved
        | Transition::Arbitrated
        | Transition::Expired
        | Transition::Dissolved => "axiom_ledger_job_settled",
    }
}
