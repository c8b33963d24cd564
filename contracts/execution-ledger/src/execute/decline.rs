//! The worker that a job is offered to refuses it.

use cosmwasm_std::Response;

use super::step::{self, Ending};
use super::Ctx;
use crate::domain::transition::Action;
use crate::error::ContractError;

/// Ends the job; the client is refunded.
pub fn run(ctx: Ctx<'_>, id: u64) -> Result<Response, ContractError> {
    // ---- load ----
    let (job, step) = step::load(ctx.deps.storage, id, Action::Decline)?;

    // ---- decide ----
    let offered_to = job.spec.offered_to();
    step::only(&job, &ctx.sender, [offered_to, None], "the worker it is offered to")?;
    step::in_time(ctx.deps.storage, &ctx.env, &job)?;

    // ---- save and respond ----
    step::settle(ctx, job, Ending::plain(step))
}
