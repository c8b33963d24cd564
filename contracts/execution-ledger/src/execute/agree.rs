//! Client and worker do something together: end the job, or move its deadline.

use axiom_types::bounds::{BPS, MAX_EXTENSION, MIN_WINDOW};
use axiom_types::ledger::events::{AgreementOffered, DeadlineExtended};
use axiom_types::ledger::Agreement;
use cosmwasm_std::Response;

use super::step::{self, Ending};
use super::Ctx;
use crate::domain::posting::check_bps;
use crate::domain::transition::{Action, Step};
use crate::error::ContractError;
use crate::records;
use crate::state::{self, Job, Offer};

/// Answers the other side's offer if the words are the same, else leaves an offer in place of an earlier one.
/// Who is both client and worker agrees alone.
pub fn run(ctx: Ctx<'_>, id: u64, agreement: Agreement) -> Result<Response, ContractError> {
    // ---- load ----
    let action = match agreement {
        Agreement::Dissolve { .. } => Action::Dissolve,
        Agreement::Extend { .. } => Action::Extend,
    };
    let (mut job, step) = step::load(ctx.deps.storage, id, action)?;
    let offer = state::may_load_offer(ctx.deps.storage, &job)?;

    // ---- decide ----
    let sides = [Some(&job.spec.client), job.head.worker.as_ref()];
    step::only(&job, &ctx.sender, sides, "the job's client or worker")?;
    step::in_time(ctx.deps.storage, &ctx.env, &job)?;
    check(&job, &agreement)?;
    let alone = job.head.worker.as_ref() == Some(&job.spec.client);
    let answered = offer.is_some_and(|o| o.by != ctx.sender && o.agreement == agreement);

    // ---- save and respond ----
    match agreement {
        Agreement::Dissolve { worker_bps } if alone || answered => {
            step::settle(ctx, job, Ending { step, decided_bps: worker_bps, reason: None })
        }
        Agreement::Extend { seconds } if alone || answered => extend(ctx, job, step, seconds),
        agreement => {
            let by = ctx.sender;
            state::save_offer(ctx.deps.storage, id, &Offer { by: by.clone(), agreement })?;
            if !job.head.has_offer {
                job.head.has_offer = true;
                state::save_head(ctx.deps.storage, &job)?;
            }
            Ok(Response::new().add_event(AgreementOffered { job: id, by }))
        }
    }
}

fn check(job: &Job, agreement: &Agreement) -> Result<(), ContractError> {
    match *agreement {
        Agreement::Dissolve { worker_bps } => Ok(check_bps("worker_bps", worker_bps, BPS)?),
        Agreement::Extend { seconds } => {
            let left = MAX_EXTENSION.saturating_sub(u64::from(job.head.extended));
            if seconds < MIN_WINDOW {
                return Err(ContractError::ExtensionTooShort { seconds, min: MIN_WINDOW });
            }
            if seconds > left {
                return Err(ContractError::ExtensionTooLong { seconds, left });
            }
            Ok(())
        }
    }
}

fn extend(ctx: Ctx<'_>, mut job: Job, step: Step, seconds: u64) -> Result<Response, ContractError> {
    // ---- save ----
    state::clear_offer(ctx.deps.storage, &mut job);
    job.head.deadline = job.head.deadline.extended(seconds);
    // Extensions together are bounded by a year, far below 2^32 seconds.
    let added = u32::try_from(seconds).unwrap_or(u32::MAX);
    job.head.extended = job.head.extended.saturating_add(added);
    state::save_head(ctx.deps.storage, &job)?;
    let done = step::done(&ctx.sender, step.transition());
    let record = records::append(ctx.deps.storage, &ctx.env, &job, done)?;

    // ---- respond ----
    let event = DeadlineExtended { job: job.id, deadline: job.head.deadline.at };
    Ok(Response::new().add_event(event).add_event(record))
}
