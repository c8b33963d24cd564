//! The client or the reviewer rejects the work.

use axiom_kit::checks;
use axiom_types::bounds::MAX_TEXT_LEN;
use axiom_types::ledger::events::WorkRejected;
use cosmwasm_std::Response;

use super::step;
use super::Ctx;
use crate::domain::transition::{Action, Step};
use crate::error::ContractError;
use crate::records::Done;
use crate::state;

/// The first time the worker may hand in again, the second time the arbiter decides.
pub fn run(mut ctx: Ctx<'_>, id: u64, reason: &str) -> Result<Response, ContractError> {
    // ---- load ----
    let (mut job, step) = step::load(ctx.deps.storage, id, Action::Reject)?;

    // ---- decide ----
    let deciders = [Some(&job.spec.client), job.spec.reviewer.as_ref()];
    step::only(&job, &ctx.sender, deciders, "the job's client or reviewer")?;
    let clock = step::in_time(ctx.deps.storage, &ctx.env, &job)?;
    checks::text("reason", reason, MAX_TEXT_LEN)?;
    let to = match step {
        Step::To(to, _) => to,
        Step::End(..) | Step::Stay(_) => job.head.state,
    };

    // ---- save ----
    state::save_rejection(ctx.deps.storage, id, &reason.to_string())?;
    let by = ctx.sender.clone();
    let done = Done { actor: &by, transition: step.transition(), reason: Some(reason) };
    let record = step::enter(&mut ctx, &mut job, (to, &clock), done)?;

    // ---- respond ----
    let event = WorkRejected { job: id, by, state: to };
    Ok(Response::new().add_event(event).add_event(record))
}
