//! Who may do what to a job now, and what time alone does to it.

use axiom_types::bounds::BPS;
use axiom_types::ledger::{
    AgreementOffer, Assignment, EndReason, JobResponse, JobState, Leg, OnSilence,
};
use axiom_types::rule::Rule;
use serde::Serialize;

use crate::due::Due;
use crate::source::Moment;

/// A part that somebody plays in a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Posted it and pays.
    Client,
    /// Was offered it and has not taken it.
    OfferedTo,
    /// Took it.
    Worker,
    /// Decides besides the client.
    Reviewer,
    /// Decides a dispute.
    Arbiter,
}

/// What can be done to a job: the names of the ledger's messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JobAction {
    /// Take it.
    Accept,
    /// Refuse it.
    Decline,
    /// Take it back.
    Cancel,
    /// Hand in work.
    Submit,
    /// Accept the work.
    Approve,
    /// Reject the work.
    Reject,
    /// Decide the dispute.
    Arbitrate,
    /// Offer the other side to end the job or to move its deadline.
    Agree,
    /// Answer such an offer of the other side with the same words.
    AnswerOffer,
    /// End the waiting state by its default.
    Expire,
    /// Try a failed leg of the settlement again.
    RetryLeg,
}

/// Who may do something.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// One account.
    Account {
        /// Which.
        account: String,
        /// Its part.
        role: Role,
    },
    /// Whoever meets a rule, but neither the reviewer nor the arbiter.
    Gate {
        /// The rule.
        gate: Rule,
    },
    /// Anybody.
    Anyone {},
}

/// Something that can be done to a job now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Move {
    /// By whom.
    pub who: Who,
    /// What.
    pub action: JobAction,
}

/// What time alone makes of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Why it ends.
    pub reason: EndReason,
    /// The worker's part of the price then, in basis points.
    pub worker_bps: u16,
    /// True if the part is that of the ledger's settings of now: the job named none, and its answer does not tell the one
    /// that was fixed when it was posted.
    pub assumed: bool,
    /// In words.
    pub text: String,
}

/// When the present state of a job ends; none once it is settled.
pub fn due(job: &JobResponse, moment: Moment) -> Option<Due> {
    job.deadline.map(|at| Due::new(at, job.deadline_height, moment))
}

/// What happens at the deadline if nobody acts; none once the job is settled. `silence_bps`: the worker's part if the
/// arbiter is silent, by the ledger's settings.
pub fn if_nobody_acts(job: &JobResponse, silence_bps: u16) -> Option<Outcome> {
    let outcome = |reason, worker_bps, text: &str| {
        let text = text.to_string();
        Some(Outcome { reason, worker_bps, assumed: false, text })
    };
    match job.state {
        JobState::Open => {
            outcome(EndReason::NotAccepted, 0, "nobody takes it: the client is refunded")
        }
        JobState::Accepted => {
            outcome(EndReason::NotSubmitted, 0, "nothing is handed in: the client is refunded")
        }
        JobState::Rework => {
            outcome(EndReason::NotReworked, 0, "not handed in again: the client is refunded")
        }
        JobState::InReview => match job.posted.on_silence {
            Some(OnSilence::RefundClient) => outcome(
                EndReason::ReviewerAbsent,
                0,
                "nobody reviews it: the client is refunded in full, as the job says",
            ),
            Some(OnSilence::PayWorker) | None => outcome(
                EndReason::ReviewerAbsent,
                BPS,
                "nobody reviews it: silence approves, and the worker is paid in full",
            ),
        },
        JobState::Disputed => {
            let named = job.posted.arbiter_silence_bps;
            let worker_bps = named.unwrap_or(silence_bps);
            let part = percent(worker_bps);
            let text = format!("the arbiter is silent: the worker gets {part} of the price");
            let (reason, assumed) = (EndReason::ArbiterAbsent, named.is_none());
            Some(Outcome { reason, worker_bps, assumed, text })
        }
        JobState::Settled => None,
    }
}

/// Basis points in words: `33.33 %`.
pub fn percent(bps: u16) -> String {
    match (bps / 100, bps % 100) {
        (whole, 0) => format!("{whole} %"),
        (whole, rest) => format!("{whole}.{rest:02} %"),
    }
}

/// Everything that can be done to a job now. `paused`: the ledger refuses entries.
pub fn moves(job: &JobResponse, due: Option<Due>, paused: bool, legs: &[Leg]) -> Vec<Move> {
    if job.state == JobState::Settled {
        let retry = || Move { who: Who::Anyone {}, action: JobAction::RetryLeg };
        return legs.iter().take(1).map(|_| retry()).collect();
    }
    if due.is_some_and(|due| due.passed) {
        return vec![Move { who: Who::Anyone {}, action: JobAction::Expire }];
    }
    let mut all = vec![];
    match job.state {
        JobState::Open => open_moves(job, paused, &mut all),
        JobState::Accepted | JobState::Rework => {
            one(&mut all, job.worker.as_ref(), Role::Worker, &[JobAction::Submit]);
        }
        JobState::InReview => {
            let decide = [JobAction::Approve, JobAction::Reject];
            one(&mut all, Some(&job.client), Role::Client, &decide);
            one(&mut all, job.posted.reviewer.as_ref(), Role::Reviewer, &decide);
        }
        JobState::Disputed => {
            one(&mut all, Some(&job.arbiter), Role::Arbiter, &[JobAction::Arbitrate]);
        }
        JobState::Settled => {}
    }
    if job.state != JobState::Open {
        agree_moves(job, &mut all);
    }
    all
}

fn open_moves(job: &JobResponse, paused: bool, all: &mut Vec<Move>) {
    match &job.posted.assignment {
        Assignment::Direct { worker } => {
            let accept: &[JobAction] = if paused { &[] } else { &[JobAction::Accept] };
            one(all, Some(worker), Role::OfferedTo, accept);
            one(all, Some(worker), Role::OfferedTo, &[JobAction::Decline]);
        }
        Assignment::Open { gate } if !paused => {
            let who = Who::Gate { gate: gate.clone() };
            all.push(Move { who, action: JobAction::Accept });
        }
        Assignment::Open { .. } => {}
    }
    one(all, Some(&job.client), Role::Client, &[JobAction::Cancel]);
}

fn agree_moves(job: &JobResponse, all: &mut Vec<Move>) {
    let offered_to = |account: &str| matches!(&job.offer, Some(AgreementOffer { by, .. }) if by.as_str() != account);
    let sides = [(Some(&job.client), Role::Client), (job.worker.as_ref(), Role::Worker)];
    for (account, role) in sides {
        one(all, account, role, &[JobAction::Agree]);
        if account.is_some_and(|account| offered_to(account.as_str())) {
            one(all, account, role, &[JobAction::AnswerOffer]);
        }
    }
}

fn one(all: &mut Vec<Move>, account: Option<&impl ToString>, role: Role, actions: &[JobAction]) {
    for action in actions {
        let account = account.map(ToString::to_string);
        let who = account.map(|account| Who::Account { account, role });
        all.extend(who.map(|who| Move { who, action: *action }));
    }
}

/// The parts that an account plays in a job.
pub fn roles(job: &JobResponse, account: &str) -> Vec<Role> {
    let offered = match &job.posted.assignment {
        Assignment::Direct { worker } if job.worker.is_none() => Some(worker.as_str()),
        Assignment::Direct { .. } | Assignment::Open { .. } => None,
    };
    let parts = [
        (Some(job.client.as_str()), Role::Client),
        (offered, Role::OfferedTo),
        (job.worker.as_ref().map(|worker| worker.as_str()), Role::Worker),
        (job.posted.reviewer.as_deref(), Role::Reviewer),
        (Some(job.arbiter.as_str()), Role::Arbiter),
    ];
    parts.into_iter().filter(|(who, _)| *who == Some(account)).map(|(_, role)| role).collect()
}

/// What an account can do to a job now. `gate_open`: it meets the gate of an open job.
pub fn actions_of(
    moves: &[Move],
    account: &str,
    roles: &[Role],
    gate_open: bool,
) -> Vec<JobAction> {
    let judge = roles.iter().any(|role| matches!(role, Role::Reviewer | Role::Arbiter));
    let may = |who: &Who| match who {
        Who::Account { account: named, .. } => named == account,
        Who::Gate { .. } => gate_open && !judge,
        Who::Anyone {} => true,
    };
    let mut actions: Vec<_> =
        moves.iter().filter(|one| may(&one.who)).map(|one| one.action).collect();
    actions.sort();
    actions.dedup();
    actions
}
