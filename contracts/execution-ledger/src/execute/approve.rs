//! The client or the reviewer accepts the work.

use cosmwasm_std::Response;

use super::step::{self, Ending};
use super::Ctx;
use crate::domain::transition::Action;
use crate::error::ContractError;

/// Ends the job; the worker is paid in full, credited, and the result published.
pub fn run(ctx: Ctx<'_>, id: u64) -> Result<Response, ContractError> {
    // ---- load ----
    let (job, step) = step::load(ctx.deps.storage, id, Action::Approve)?;

    // ---- decide ----
    let deciders = [Some(&job.spec.client), job.spec.reviewer.as_ref()];
    step::only(&job, &ctx.sender, deciders, "the job's client or reviewer")?;
    step::in_time(ctx.deps.storage, &ctx.env, &job)?;

    // ---- save and respond ----
    step::settle(ctx, job, Ending::plain(step))
}
