//! A waiting state is over: its default applies.

use cosmwasm_std::Response;

use super::step::{self, Ending};
use super::Ctx;
use crate::domain::transition::Action;
use crate::error::ContractError;

/// Ends the job by time alone; anybody may call.
pub fn run(ctx: Ctx<'_>, id: u64) -> Result<Response, ContractError> {
    // ---- load ----
    let (job, step) = step::load(ctx.deps.storage, id, Action::Expire)?;

    // ---- decide ----
    step::overdue(ctx.deps.storage, &ctx.env, &job)?;

    // ---- save and respond ----
    step::settle(ctx, job, Ending::plain(step))
}
