//! The states of a job, followed from outside: an independent telling of what the contract does.

use axiom_types::ledger::{EndReason, JobState};
use axiom_types::record::Transition;

/// Where a transition leads from a state, none being a job that was not posted; and why the job ended, if it did.
/// `handed_in`: submissions before this transition.
pub(crate) fn next(
    state: Option<JobState>,
    transition: Transition,
    handed_in: u8,
) -> Option<(JobState, Option<EndReason>)> {
    use JobState as S;
    use Transition as T;
    let Some(state) = state else {
        return (transition == T::Posted).then_some((S::Open, None));
    };
    let taken = matches!(state, S::Accepted | S::InReview | S::Rework | S::Disputed);
    let end = |reason: EndReason| Some((S::Settled, Some(reason)));
    match (transition, state) {
        (T::Accepted, S::Open) => Some((S::Accepted, None)),
        (T::Declined, S::Open) => end(EndReason::Declined),
        (T::Cancelled, S::Open) => end(EndReason::Cancelled),
        (T::Submitted, S::Accepted) | (T::Resubmitted, S::Rework) => Some((S::InReview, None)),
        (T::Approved, S::InReview) => end(EndReason::Approved),
        (T::Rejected, S::InReview) if handed_in == 1 => Some((S::Rework, None)),
        (T::Disputed, S::InReview) if handed_in == 2 => Some((S::Disputed, None)),
        (T::Arbitrated, S::Disputed) => end(EndReason::Arbitrated),
        (T::Extended, _) if taken => Some((state, None)),
        (T::Dissolved, _) if taken => end(EndReason::Dissolved),
        (T::Expired, S::Open) => end(EndReason::NotAccepted),
        (T::Expired, S::Accepted) => end(EndReason::NotSubmitted),
        (T::Expired, S::InReview) => end(EndReason::ReviewerAbsent),
        (T::Expired, S::Rework) => end(EndReason::NotReworked),
        (T::Expired, S::Disputed) => end(EndReason::ArbiterAbsent),
        _ => None,
    }
}

/// Worker's parts, in basis points, that an end allows: from, to.
pub(crate) fn parts(reason: EndReason) -> (u16, u16) {
    const ALL: u16 = axiom_types::bounds::BPS;
    match reason {
        EndReason::Approved => (ALL, ALL),
        EndReason::NotAccepted
        | EndReason::Declined
        | EndReason::Cancelled
        | EndReason::NotSubmitted
        | EndReason::NotReworked => (0, 0),
        EndReason::ReviewerAbsent
        | EndReason::Arbitrated
        | EndReason::ArbiterAbsent
        | EndReason::Dissolved => (0, ALL),
    }
}

/// Name of an end.
pub(crate) fn reason_name(reason: EndReason) -> &'static str {
    EndReason::ALL.iter().find(|(one, _)| *one == reason).map_or("", |(_, name)| *name)
}
