//! The worker hands in work: the first time, or again after a rejection.

use axiom_kit::checks;
use axiom_types::ledger::events::WorkSubmitted;
use axiom_types::ledger::{JobState, Submission};
use cosmwasm_std::{HexBinary, Response};

use super::{step, Ctx};
use crate::domain::transition::Action;
use crate::error::ContractError;
use crate::state::{self, StoredSubmission};

/// Stores the submission beside the earlier one and opens the review.
pub fn run(mut ctx: Ctx<'_>, id: u64, submission: &Submission) -> Result<Response, ContractError> {
    // ---- load ----
    let (mut job, step) = step::load(ctx.deps.storage, id, Action::Submit)?;

    // ---- decide ----
    step::only(&job, &ctx.sender, [job.head.worker.as_ref(), None], "the job's worker")?;
    let clock = step::in_time(ctx.deps.storage, &ctx.env, &job)?;
    let stored = StoredSubmission {
        uri: submission.output.uri.clone(),
        output: checks::link(&submission.output)?,
        context_root: checks::opt_hash("context_root", submission.context_root.as_ref())?,
        evidence: checks::opt_hash("evidence", submission.evidence.as_ref())?,
    };
    let number = job.head.submissions.saturating_add(1);

    // ---- save ----
    job.head.submissions = number;
    state::save_submission(ctx.deps.storage, id, number, &stored)?;
    let worker = ctx.sender.clone();
    let done = step::done(&worker, step.transition());
    let record = step::enter(&mut ctx, &mut job, (JobState::InReview, &clock), done)?;

    // ---- respond ----
    let output_hash = HexBinary::from(stored.output);
    let event = WorkSubmitted { job: id, worker, output_hash, submission: number };
    Ok(Response::new().add_event(event).add_event(record))
}
