//! Jobs, one by one and by client, worker, capability and state.
//!
//! Work per query is bounded: a page reads at most 100 jobs in full, and a query by state looks at no more than
//! [`MAX_WALK`] heads to find them. Such a page can be short and still have a `next`.

use axiom_kit::{checks, page, pause};
use axiom_types::common::Share;
use axiom_types::ledger::{AgreementOffer, JobFilter, JobResponse, JobState, JobsResponse};
use cosmwasm_std::{Deps, StdResult, Storage};

use super::config;
use crate::error::ContractError;
use crate::state::{self, Ids, Index, Job};

/// Heads that a query by state looks at in one page.
const MAX_WALK: usize = 500;

/// One job.
pub fn job(storage: &dyn Storage, now: u64, id: u64) -> Result<JobResponse, ContractError> {
    response(storage, now, state::load_job(storage, id)?)
}

/// A page of jobs.
pub fn jobs(
    deps: Deps<'_>,
    now: u64,
    by: Option<JobFilter>,
    (start_after, limit): (Option<u64>, Option<u32>),
) -> Result<JobsResponse, ContractError> {
    let storage = deps.storage;
    let (ids, wanted): (Ids<'_>, Option<JobState>) = match by {
        None => (every(storage, start_after), None),
        Some(JobFilter::State { state: JobState::Settled }) => {
            (every(storage, start_after), Some(JobState::Settled))
        }
        Some(JobFilter::State { state }) => {
            (state::jobs_by(storage, Index::Running, start_after), Some(state))
        }
        Some(JobFilter::Client { client }) => {
            let client = checks::addr(deps.api, &client)?;
            (state::jobs_by(storage, Index::Client(&client), start_after), None)
        }
        Some(JobFilter::Worker { worker }) => {
            let worker = checks::addr(deps.api, &worker)?;
            (state::jobs_by(storage, Index::Worker(&worker), start_after), None)
        }
        Some(JobFilter::Capability { capability }) => {
            (state::jobs_by(storage, Index::Capability(&capability), start_after), None)
        }
    };
    let walk = Walk { limit: page::limit(limit), wanted, start: start_after.unwrap_or(0) };
    let (ids, next) = walk.run(storage, ids)?;
    let jobs = ids.into_iter().map(|id| job(storage, now, id)).collect::<Result<_, _>>()?;
    Ok(JobsResponse { jobs, next })
}

fn every(storage: &dyn Storage, start_after: Option<u64>) -> Ids<'_> {
    Box::new(state::all_jobs(storage, start_after).map(|row| Ok(row?.0)))
}

/// A walk over numbers of jobs.
struct Walk {
    limit: usize,
    wanted: Option<JobState>,
    start: u64,
}

impl Walk {
    /// The numbers of a page, and the last number looked at if there is more to see.
    fn run(&self, storage: &dyn Storage, ids: Ids<'_>) -> StdResult<(Vec<u64>, Option<u64>)> {
        let mut rows = vec![];
        let mut last = self.start;
        for (seen, id) in ids.enumerate() {
            let id = id?;
            if seen >= MAX_WALK {
                return Ok((rows, Some(last)));
            }
            if self.matches(storage, id)? {
                if rows.len() >= self.limit {
                    return Ok((rows, Some(last)));
                }
                rows.push(id);
            }
            last = id;
        }
        Ok((rows, None))
    }

    fn matches(&self, storage: &dyn Storage, id: u64) -> StdResult<bool> {
        let Some(wanted) = self.wanted else {
            return Ok(true);
        };
        Ok(state::may_load_head(storage, id)?.is_some_and(|head| head.state == wanted))
    }
}

fn response(storage: &dyn Storage, now: u64, job: Job) -> Result<JobResponse, ContractError> {
    let taken = state::load_taken(storage, &job)?;
    let offer = state::may_load_offer(storage, &job)?;
    let submission = state::load_submission(storage, job.id, job.head.submissions)?;
    let idle = pause::paused_seconds(storage, now)?;
    let waits = job.head.state != JobState::Settled;
    let peers = config::peer_set(storage, job.spec.peer_set)?;
    let rejection = state::may_load_rejection(storage, job.id)?;
    let posted = job.spec.posted();
    let Job { id, head, spec } = job;
    Ok(JobResponse {
        job: id,
        state: head.state,
        ended: head.ended,
        posted,
        client: spec.client,
        worker: head.worker,
        worker_principal: taken.principal,
        arbiter: spec.arbiter,
        payees: taken
            .payees
            .into_iter()
            .map(|(account, bps)| Share { account: account.into_string(), bps })
            .collect(),
        fee_bps: spec.fee_bps,
        fee_recipient: spec.fee_recipient,
        windows: spec.windows,
        deadline: waits.then(|| head.deadline.ends_at(idle)),
        deadline_height: waits.then_some(head.deadline.min_height),
        offer: offer.map(|offer| AgreementOffer { by: offer.by, agreement: offer.agreement }),
        submission: submission.map(|submission| submission.to_msg()),
        rejection,
        worker_bps: (!waits).then_some(head.worker_bps),
        peers,
    })
}
