//! Published keys of execution-ledger.

use cosmwasm_std::storage_keys::namespace_with_key;
use cosmwasm_std::{Addr, QuerierWrapper, StdResult};

use super::{EndReason, JobResponse, JobState, QueryMsg};

/// Namespace of job heads: (job u64) -> packed; the first three bytes are format, state and end reason.
pub const JOBS: &str = "j";
/// Format byte of a job head.
pub const JOB_FORMAT: u8 = 1;
/// Kind under which a ledger refers to its jobs in escrows, reports and records.
pub const JOB_KIND: &str = "job";

/// Key under which a ledger publishes the result of a job in its own space.
pub fn result_key(job: u64) -> String {
    format!("job/{job}")
}

/// State of a job and why it ended; `None` for an unknown job or ledger.
///
/// # Errors
/// If the querier fails.
pub fn job_state(
    querier: &QuerierWrapper<'_>,
    ledger: &Addr,
    job: u64,
) -> StdResult<Option<(JobState, Option<EndReason>)>> {
    let key = namespace_with_key(&[JOBS.as_bytes()], &job.to_be_bytes());
    let Some(bytes) = querier.query_wasm_raw(ledger, key)? else {
        return Ok(None);
    };
    match bytes.as_slice() {
        [] => Ok(None),
        [JOB_FORMAT, state, ended, ..] => {
            Ok(JobState::from_code(*state).map(|s| (s, EndReason::from_code(*ended))))
        }
        _ => {
            let found: JobResponse = crate::json::ask(querier, ledger, &QueryMsg::Job { job })?;
            Ok(Some((found.state, found.ended)))
        }
    }
}
