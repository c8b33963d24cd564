//! The client takes back a job that nobody has accepted.

use cosmwasm_std::Response;

use super::step::{self, Ending};
use super::Ctx;
use crate::domain::transition::Action;
use crate::error::ContractError;

/// Ends the job; the client is refunded.
pub fn run(ctx: Ctx<'_>, id: u64) -> Result<Response, ContractError> {
    // ---- load ----
    let (job, step) = step::load(ctx.deps.storage, id, Action::Cancel)?;

    // ---- decide ----
    step::only(&job, &ctx.sender, [Some(&job.spec.client), None], "the job's client")?;
    step::in_time(ctx.deps.storage, &ctx.env, &job)?;

    // ---- save and respond ----
    step::settle(ctx, job, Ending::plain(step))
}
