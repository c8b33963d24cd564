//! What every move of a job shares: is it possible now, who may, what it writes.

use axiom_kit::deadline::Deadline;
use axiom_kit::pause;
use axiom_types::ledger::events::JobSettled;
use axiom_types::ledger::{EndReason, JobState, Reward};
use axiom_types::record::Transition;
use cosmwasm_std::{Addr, Env, Event, Response, Storage};

use super::legs::{self, Settlement};
use super::Ctx;
use crate::domain::outcome;
use crate::domain::time;
use crate::domain::transition::{next, Action, Step};
use crate::error::ContractError;
use crate::records::{self, Done};
use crate::state::{self, Job};

/// A job with the step that the action takes. Time is not looked at.
///
/// # Errors
/// [`ContractError::UnknownJob`], [`ContractError::WrongState`].
pub fn load(storage: &dyn Storage, id: u64, action: Action) -> Result<(Job, Step), ContractError> {
    let job = state::load_job(storage, id)?;
    match next(job.head.state, action, job.head.submissions) {
        Some(step) => Ok((job, step)),
        None => Err(ContractError::WrongState {
            job: id,
            state: job.head.state,
            action: action.name(),
            expected: action.expected(),
        }),
    }
}

/// Passes one of the accounts that may.
///
/// # Errors
/// [`ContractError::NotAllowed`].
pub fn only(
    job: &Job,
    sender: &Addr,
    allowed: [Option<&Addr>; 2],
    expected: &'static str,
) -> Result<(), ContractError> {
    if allowed.into_iter().flatten().any(|account| account == sender) {
        return Ok(());
    }
    Err(ContractError::NotAllowed { job: job.id, sender: sender.to_string(), expected })
}

/// Passes while the present state lasts: every action but `expire` belongs to it alone.
///
/// # Errors
/// [`ContractError::DeadlinePassed`].
pub fn in_time(storage: &dyn Storage, env: &Env, job: &Job) -> Result<Clock, ContractError> {
    let clock = Clock::read(storage, env)?;
    if !clock.passed(&job.head.deadline) {
        return Ok(clock);
    }
    Err(ContractError::DeadlinePassed {
        job: job.id,
        ended_at: job.head.deadline.ends_at(clock.idle),
    })
}

/// Passes once the present state is over.
///
/// # Errors
/// [`ContractError::DeadlineAhead`].
pub fn overdue(storage: &dyn Storage, env: &Env, job: &Job) -> Result<(), ContractError> {
    let clock = Clock::read(storage, env)?;
    let deadline = &job.head.deadline;
    if clock.passed(deadline) {
        return Ok(());
    }
    Err(ContractError::DeadlineAhead {
        job: job.id,
        until: deadline.ends_at(clock.idle),
        height: deadline.min_height,
    })
}

/// The moment, as deadlines see it. Read once per message.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    now: u64,
    height: u64,
    idle: u64,
}

impl Clock {
    /// Block and paused time.
    ///
    /// # Errors
    /// Only for damaged storage.
    pub fn read(storage: &dyn Storage, env: &Env) -> Result<Self, ContractError> {
        let now = env.block.time.seconds();
        Ok(Self { now, height: env.block.height, idle: pause::paused_seconds(storage, now)? })
    }

    /// The deadline of a state that begins now, by the job's windows.
    pub fn deadline(&self, spec: &state::Spec, to: JobState) -> Deadline {
        let seconds = time::window(to, &spec.windows);
        Deadline::after(self.now, self.height, seconds, u64::from(spec.min_blocks), self.idle)
    }

    fn passed(&self, deadline: &Deadline) -> bool {
        deadline.passed(self.now, self.height, self.idle)
    }
}

/// Moves a job to a waiting state and makes the record. An offer of one side is forgotten.
pub fn enter(
    ctx: &mut Ctx<'_>,
    job: &mut Job,
    (to, clock): (JobState, &Clock),
    done: Done<'_>,
) -> Result<Event, ContractError> {
    state::clear_offer(ctx.deps.storage, job);
    job.head.state = to;
    job.head.deadline = clock.deadline(&job.spec, to);
    state::save_head(ctx.deps.storage, job)?;
    records::append(ctx.deps.storage, &ctx.env, job, done)
}

/// How a handler ends a job.
#[derive(Debug, Clone, Copy)]
pub struct Ending<'a> {
    /// The step, which is an end.
    pub step: Step,
    /// What the arbiter or both sides decided; ignored by other ends.
    pub decided_bps: u16,
    /// The reason given, if the message has one.
    pub reason: Option<&'a str>,
}

impl Ending<'_> {
    /// An end that nobody decides on.
    pub fn plain(step: Step) -> Self {
        Self { step, decided_bps: 0, reason: None }
    }
}

/// Ends a job: outcome, state, record, then one message per leg.
///
/// # Errors
/// None but for damaged storage; [`ContractError::WrongState`] for a step that is no end, which no handler passes.
pub fn settle(ctx: Ctx<'_>, mut job: Job, ending: Ending<'_>) -> Result<Response, ContractError> {
    let Step::End(reason, transition) = ending.step else {
        return Err(ContractError::WrongState {
            job: job.id,
            state: job.head.state,
            action: "settle",
            expected: "a step that ends the job",
        });
    };

    // ---- decide ----
    let (policy, silence) = (job.spec.on_silence, job.spec.silence_bps);
    job.head.worker_bps = outcome::worker_bps(reason, policy, silence, ending.decided_bps);
    let was_open = job.head.state == JobState::Open;

    // ---- save ----
    let Ctx { deps, env, sender } = ctx;
    state::clear_offer(deps.storage, &mut job);
    job.head.state = JobState::Settled;
    job.head.ended = Some(reason);
    state::save_head(deps.storage, &job)?;
    state::index_ended(deps.storage, &job, was_open);
    let done = Done { actor: &sender, transition, reason: ending.reason };
    let record = records::append(deps.storage, &env, &job, done)?;

    // ---- respond ----
    let settlement = legs::settlement(deps.storage, job)?;
    let messages = settlement.first_try()?;
    Ok(Response::new()
        .add_event(settled_event(&settlement, reason))
        .add_event(record)
        .add_submessages(messages))
}

/// What the end of a job came to; without money in a voluntary one.
fn settled_event(settlement: &Settlement, reason: EndReason) -> JobSettled {
    let job = &settlement.job;
    let (paid, fee, refunded) = match &settlement.money {
        Some(money) => (money.paid, money.fee, money.refunded),
        None => Default::default(),
    };
    JobSettled {
        job: job.id,
        reason,
        client: job.spec.client.clone(),
        worker: job.head.worker.clone(),
        worker_bps: job.head.worker_bps,
        asset: match &job.spec.reward {
            Reward::Paid { asset, .. } => Some(asset.clone()),
            Reward::Voluntary { .. } => None,
        },
        paid,
        fee,
        refunded,
    }
}

/// The record of a step by the sender.
pub fn done(actor: &Addr, transition: Transition) -> Done<'_> {
    Done { actor, transition, reason: None }
}
