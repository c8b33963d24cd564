//! Indices: which jobs belong to whom, and which still run.
//!
//! There is one index of jobs that run, written at posting and removed at the end, and none per state: a move between
//! states then costs no index write at all. A query by state walks the running jobs (or, for settled ones, all jobs)
//! and looks at each head; see `query/jobs.rs` for the bound of such a walk.

use cosmwasm_std::{Addr, Order, StdResult, Storage};
use cw_storage_plus::{Bound, Map};

use super::{Head, Job, HEADS};

/// (client, job u64) -> 1; written by post_job.
const BY_CLIENT: Map<(&Addr, u64), u8> = Map::new("c");
/// (worker, job u64) -> 1; written by post_job for an offered job, else by accept.
const BY_WORKER: Map<(&Addr, u64), u8> = Map::new("w");
/// (capability, job u64) -> 1; written by post_job, removed when the job leaves `open`.
const BY_CAPABILITY: Map<(&str, u64), u8> = Map::new("o");
/// (job u64) -> 1; written by post_job, removed at the end.
const RUNNING: Map<u64, u8> = Map::new("i");

/// Numbers of jobs in order, read one by one.
pub type Ids<'s> = Box<dyn Iterator<Item = StdResult<u64>> + 's>;

/// Which jobs.
pub enum Index<'a> {
    /// Of a client.
    Client(&'a Addr),
    /// Offered to or taken by a worker.
    Worker(&'a Addr),
    /// Open ones that want a capability.
    Capability(&'a str),
    /// Not ended.
    Running,
}

/// Enters a job just posted.
pub fn index_posted(storage: &mut dyn Storage, job: &Job) -> StdResult<()> {
    RUNNING.save(storage, job.id, &1)?;
    BY_CLIENT.save(storage, (&job.spec.client, job.id), &1)?;
    if let Some(worker) = job.spec.offered_to() {
        BY_WORKER.save(storage, (worker, job.id), &1)?;
    }
    if let Some(capability) = &job.spec.capability {
        BY_CAPABILITY.save(storage, (capability, job.id), &1)?;
    }
    Ok(())
}

/// Notes that a job was taken.
pub fn index_accepted(storage: &mut dyn Storage, job: &Job, worker: &Addr) -> StdResult<()> {
    if job.spec.offered_to().is_none() {
        BY_WORKER.save(storage, (worker, job.id), &1)?;
    }
    leave_board(storage, job);
    Ok(())
}

/// Notes that a job ended; `was_open` if nobody had taken it.
pub fn index_ended(storage: &mut dyn Storage, job: &Job, was_open: bool) {
    RUNNING.remove(storage, job.id);
    if was_open {
        leave_board(storage, job);
    }
}

fn leave_board(storage: &mut dyn Storage, job: &Job) {
    if let Some(capability) = &job.spec.capability {
        BY_CAPABILITY.remove(storage, (capability, job.id));
    }
}

/// Numbers of an index after a number; the caller takes at most a page.
pub fn jobs_by<'s>(storage: &'s dyn Storage, index: Index<'_>, after: Option<u64>) -> Ids<'s> {
    let from = after.map(Bound::exclusive);
    let up = Order::Ascending;
    match index {
        Index::Client(client) => BY_CLIENT.prefix(client).keys(storage, from, None, up),
        Index::Worker(worker) => BY_WORKER.prefix(worker).keys(storage, from, None, up),
        Index::Capability(name) => BY_CAPABILITY.prefix(name).keys(storage, from, None, up),
        Index::Running => RUNNING.keys(storage, from, None, up),
    }
}

/// Every job after a number with its head; the caller takes at most a page.
pub fn all_jobs<'s>(
    storage: &'s dyn Storage,
    after: Option<u64>,
) -> Box<dyn Iterator<Item = StdResult<(u64, Head)>> + 's> {
    HEADS.range(storage, after.map(Bound::exclusive), None, Order::Ascending)
}
