//! The state machine: which action leads from which state to which.

use axiom_types::ledger::{EndReason, JobState};
use axiom_types::record::Transition;

/// What can happen to a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// A worker takes it.
    Accept,
    /// The worker it was offered to refuses.
    Decline,
    /// The client takes it back.
    Cancel,
    /// The worker hands in.
    Submit,
    /// The client or the reviewer accepts the work.
    Approve,
    /// The client or the reviewer rejects the work.
    Reject,
    /// The arbiter decides.
    Arbitrate,
    /// The deadline has passed.
    Expire,
    /// Client and worker end it together.
    Dissolve,
    /// Client and worker move the deadline.
    Extend,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 10] = [
        Self::Accept,
        Self::Decline,
        Self::Cancel,
        Self::Submit,
        Self::Approve,
        Self::Reject,
        Self::Arbitrate,
        Self::Expire,
        Self::Dissolve,
        Self::Extend,
    ];

    /// Name of its message; the two agreements by their own names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Decline => "decline",
            Self::Cancel => "cancel",
            Self::Submit => "submit",
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Arbitrate => "arbitrate",
            Self::Expire => "expire",
            Self::Dissolve => "dissolve",
            Self::Extend => "extend",
        }
    }

    /// The states in which it is possible, in words.
    pub fn expected(self) -> &'static str {
        match self {
            Self::Accept | Self::Decline | Self::Cancel => "open",
            Self::Submit => "accepted or rework",
            Self::Approve | Self::Reject => "in_review",
            Self::Arbitrate => "disputed",
            Self::Expire => "any state but settled",
            Self::Dissolve | Self::Extend => "accepted, in_review, rework or disputed",
        }
    }
}

/// Where an action leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To a waiting state with a deadline of its own.
    To(JobState, Transition),
    /// To the end.
    End(EndReason, Transition),
    /// Nowhere: the state and the rest of its deadline stay.
    Stay(Transition),
}

impl Step {
    /// The transition that the record of this step names.
    pub fn transition(self) -> Transition {
        match self {
            Self::To(_, transition) | Self::End(_, transition) | Self::Stay(transition) => {
                transition
            }
        }
    }
}

/// The whole state machine. `submissions` counts what was handed in so far; only a rejection looks at it: the first
/// leads to rework, the second to the arbiter. `None` where the action is impossible.
pub fn next(state: JobState, action: Action, submissions: u8) -> Option<Step> {
    use Action as A;
    use JobState as S;
    use Transition as T;

    Some(match (state, action) {
        (S::Open, A::Accept) => Step::To(S::Accepted, T::Accepted),
        (S::Open, A::Decline) => Step::End(EndReason::Declined, T::Declined),
        (S::Open, A::Cancel) => Step::End(EndReason::Cancelled, T::Cancelled),
        (S::Open, A::Expire) => Step::End(EndReason::NotAccepted, T::Expired),

        (S::Accepted, A::Submit) => Step::To(S::InReview, T::Submitted),
        (S::Accepted, A::Expire) => Step::End(EndReason::NotSubmitted, T::Expired),

        (S::InReview, A::Approve) => Step::End(EndReason::Approved, T::Approved),
        (S::InReview, A::Reject) if submissions < 2 => Step::To(S::Rework, T::Rejected),
        (S::InReview, A::Reject) => Step::To(S::Disputed, T::Disputed),
        (S::InReview, A::Expire) => Step::End(EndReason::ReviewerAbsent, T::Expired),

        (S::Rework, A::Submit) => Step::To(S::InReview, T::Resubmitted),
        (S::Rework, A::Expire) => Step::End(EndReason::NotReworked, T::Expired),

        (S::Disputed, A::Arbitrate) => Step::End(EndReason::Arbitrated, T::Arbitrated),
        (S::Disputed, A::Expire) => Step::End(EndReason::ArbiterAbsent, T::Expired),

        (S::Accepted | S::InReview | S::Rework | S::Disputed, A::Dissolve) => {
            Step::End(EndReason::Dissolved, T::Dissolved)
        }
        (S::Accepted | S::InReview | S::Rework | S::Disputed, A::Extend) => Step::Stay(T::Extended),

        (
            S::Open | S::Accepted | S::InReview | S::Rework | S::Disputed | S::Settled,
            A::Accept
            | A::Decline
            | A::Cancel
            | A::Submit
            | A::Approve
            | A::Reject
            | A::Arbitrate
            | A::Expire
            | A::Dissolve
            | A::Extend,
        ) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// All possible steps; whatever is not here is impossible.
    #[test]
    fn the_table_is_exactly_this() {
        use Action as A;
        use JobState as S;
        let mut possible = vec![];
        for state in JobState::ALL {
            for action in Action::ALL {
                if let Some(step) = next(state, action, 1) {
                    possible.push((state, action, step));
                }
            }
        }
        let expected = [
            (S::Open, A::Accept),
            (S::Open, A::Decline),
            (S::Open, A::Cancel),
            (S::Open, A::Expire),
            (S::Accepted, A::Submit),
            (S::Accepted, A::Expire),
            (S::Accepted, A::Dissolve),
            (S::Accepted, A::Extend),
            (S::InReview, A::Approve),
            (S::InReview, A::Reject),
            (S::InReview, A::Expire),
            (S::InReview, A::Dissolve),
            (S::InReview, A::Extend),
            (S::Rework, A::Submit),
            (S::Rework, A::Expire),
            (S::Rework, A::Dissolve),
            (S::Rework, A::Extend),
            (S::Disputed, A::Arbitrate),
            (S::Disputed, A::Expire),
            (S::Disputed, A::Dissolve),
            (S::Disputed, A::Extend),
        ];
        let found: Vec<_> = possible.iter().map(|(s, a, _)| (*s, *a)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn every_waiting_state_ends_by_time_and_the_end_absorbs() {
        for submissions in 0..3 {
            for state in JobState::ALL {
                let by_time = next(state, Action::Expire, submissions);
                let waits = state != JobState::Settled;
                assert_eq!(matches!(by_time, Some(Step::End(_, Transition::Expired))), waits);
                for action in Action::ALL {
                    let step = next(state, action, submissions);
                    assert!(waits || step.is_none(), "{state:?} {action:?}");
                    assert!(!matches!(step, Some(Step::To(JobState::Settled, _))));
                    assert!(!matches!(step, Some(Step::To(JobState::Open, _))));
                }
            }
        }
    }

    #[rstest]
    #[case(1, Step::To(JobState::Rework, Transition::Rejected))]
    #[case(2, Step::To(JobState::Disputed, Transition::Disputed))]
    fn the_second_rejection_is_a_dispute(#[case] submissions: u8, #[case] step: Step) {
        assert_eq!(next(JobState::InReview, Action::Reject, submissions), Some(step));
    }

    #[test]
    fn every_end_has_its_own_reason() {
        let mut reasons = vec![];
        for state in JobState::ALL {
            for action in Action::ALL {
                if let Some(Step::End(reason, _)) = next(state, action, 2) {
                    if !reasons.contains(&reason) {
                        reasons.push(reason);
                    }
                }
            }
        }
        for (reason, _) in EndReason::ALL {
            assert!(reasons.contains(&reason), "{reason:?} is never reached");
        }
    }
}
