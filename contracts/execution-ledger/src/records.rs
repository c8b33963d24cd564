//! Execution records: made by every transition, rebuilt from what is stored.
//!
//! What a record names, besides who did what and when: input and procedure of its job; context root and output of the
//! newest submission by then; as evidence the hash of the reason that was given, else that of the newest submission.

use axiom_types::ledger::events::RecordMade;
use axiom_types::ledger::raw::JOB_KIND;
use axiom_types::record::{Record, RecordHashes, Transition};
use cosmwasm_std::{Addr, Env, Event, HexBinary, StdError, StdResult, Storage};
use sha2::{Digest, Sha256};

use crate::error::ContractError;
use crate::state::{self, ActorCode, Counters, Job, StoredSubmission, Tail};

/// What a handler did to a job.
#[derive(Debug, Clone, Copy)]
pub struct Done<'a> {
    /// Who acted.
    pub actor: &'a Addr,
    /// What happened.
    pub transition: Transition,
    /// The reason given, if the message has one.
    pub reason: Option<&'a str>,
}

/// Appends the record of what was done to a job, as it stands afterwards. Returns the event.
///
/// # Errors
/// Only for damaged storage.
pub fn append(
    storage: &mut dyn Storage,
    env: &Env,
    job: &Job,
    done: Done<'_>,
) -> Result<Event, ContractError> {
    let counters = state::load_counters(storage)?;
    append_to(storage, env, counters, (job, done))
}

/// The same with counters that the caller has changed and not stored yet: they are written once.
///
/// # Errors
/// As [`append`].
pub fn append_to(
    storage: &mut dyn Storage,
    env: &Env,
    mut counters: Counters,
    (job, done): (&Job, Done<'_>),
) -> Result<Event, ContractError> {
    let seq = counters.records;
    if counters.chain_id != env.block.chain_id {
        counters.chain_id.clone_from(&env.block.chain_id);
        state::save_chain(storage, seq, &counters.chain_id)?;
    }
    let tail = Tail {
        transition: done.transition,
        job: job.id,
        actor: actor_code(job, done.actor),
        submission: job.head.submissions,
        reason: done.reason.map(|text| Sha256::digest(text).into()),
        height: env.block.height,
        time: env.block.time.seconds(),
    };
    let submission = state::load_submission(storage, job.id, tail.submission)?;
    let place = Place { chain_id: env.block.chain_id.clone(), ledger: &env.contract.address, seq };
    let record = build(place, job, &tail, submission)?;
    let bytes = canonical(&record)?;
    let leaf = axiom_merkle::leaf_hash(&bytes);

    state::save_tail(storage, seq, &tail)?;
    state::RANGE.append(storage, seq, leaf)?;
    counters.records = seq.saturating_add(1);
    state::save_counters(storage, &counters)?;
    Ok(RecordMade {
        seq,
        job: job.id,
        transition: done.transition.name().to_string(),
        actor: record.actor,
        leaf: HexBinary::from(leaf),
        bytes: HexBinary::from(bytes),
    }
    .into())
}

/// A record as it was made.
///
/// # Errors
/// [`ContractError::UnknownRecord`].
pub fn load(storage: &dyn Storage, env: &Env, seq: u64) -> Result<Record, ContractError> {
    let Some(tail) = state::may_load_tail(storage, seq)? else {
        let records = state::load_counters(storage)?.records;
        return Err(ContractError::UnknownRecord { seq, records });
    };
    let job = state::load_job(storage, tail.job)?;
    let submission = state::load_submission(storage, job.id, tail.submission)?;
    let chain_id = state::load_chain(storage, seq)?;
    let place = Place { chain_id, ledger: &env.contract.address, seq };
    Ok(build(place, &job, &tail, submission)?)
}

/// The canonical bytes of a record.
///
/// # Errors
/// Never for a record of this module: its hashes are 32 bytes long.
pub fn canonical(record: &Record) -> StdResult<Vec<u8>> {
    record.bytes().ok_or_else(|| StdError::generic_err("a hash of a record is not 32 bytes long"))
}

struct Place<'a> {
    chain_id: String,
    ledger: &'a Addr,
    seq: u64,
}

/// Only what never changes after the record was made may be read here.
fn build(
    place: Place<'_>,
    job: &Job,
    tail: &Tail,
    submission: Option<StoredSubmission>,
) -> StdResult<Record> {
    let hex = |hash: Option<[u8; 32]>| hash.map(HexBinary::from);
    let given = submission.as_ref();
    Ok(Record {
        chain_id: place.chain_id,
        ledger: place.ledger.clone(),
        seq: place.seq,
        kind: JOB_KIND.to_string(),
        id: job.id,
        actor: actor(job, &tail.actor)?,
        client: job.spec.client.clone(),
        payer: job.spec.client.clone(),
        transition: tail.transition,
        hashes: RecordHashes {
            context_root: hex(given.and_then(|s| s.context_root)),
            input_hash: hex(job.spec.input_hash),
            procedure_hash: hex(job.spec.procedure_hash),
            output_hash: hex(given.map(|s| s.output)),
            evidence: hex(tail.reason.or(given.and_then(|s| s.evidence))),
        },
        height: tail.height,
        time: tail.time,
    })
}

fn actor_code(job: &Job, actor: &Addr) -> ActorCode {
    let worker = job.head.worker.as_ref().or(job.spec.offered_to());
    if *actor == job.spec.client {
        ActorCode::Client
    } else if worker == Some(actor) {
        ActorCode::Worker
    } else if job.spec.reviewer.as_ref() == Some(actor) {
        ActorCode::Reviewer
    } else if job.spec.arbiter == *actor {
        ActorCode::Arbiter
    } else {
        ActorCode::Other(actor.clone())
    }
}

fn actor(job: &Job, code: &ActorCode) -> StdResult<Addr> {
    let worker = || job.head.worker.as_ref().or(job.spec.offered_to());
    let found = match code {
        ActorCode::Client => Some(&job.spec.client),
        ActorCode::Worker => worker(),
        ActorCode::Reviewer => job.spec.reviewer.as_ref(),
        ActorCode::Arbiter => Some(&job.spec.arbiter),
        ActorCode::Other(address) => Some(address),
    };
    found.cloned().ok_or_else(|| StdError::not_found("actor of a record"))
}
