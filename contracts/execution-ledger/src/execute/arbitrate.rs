//! The arbiter decides a dispute.

use axiom_kit::checks;
use axiom_types::bounds::{BPS, MAX_TEXT_LEN};
use cosmwasm_std::Response;

use super::step::{self, Ending};
use super::Ctx;
use crate::domain::posting::check_bps;
use crate::domain::transition::Action;
use crate::error::ContractError;

/// Ends the job with the part of the price that the arbiter gives the worker.
pub fn run(
    ctx: Ctx<'_>,
    id: u64,
    worker_bps: u16,
    reason: &str,
) -> Result<Response, ContractError> {
    // ---- load ----
    let (job, step) = step::load(ctx.deps.storage, id, Action::Arbitrate)?;

    // ---- decide ----
    step::only(&job, &ctx.sender, [Some(&job.spec.arbiter), None], "the job's arbiter")?;
    step::in_time(ctx.deps.storage, &ctx.env, &job)?;
    check_bps("worker_bps", worker_bps, BPS)?;
    checks::text("reason", reason, MAX_TEXT_LEN)?;

    // ---- save and respond ----
    step::settle(ctx, job, Ending { step, decided_bps: worker_bps, reason: Some(reason) })
}
