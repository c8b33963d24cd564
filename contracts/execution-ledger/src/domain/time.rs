//! Windows and the last possible end of a job.

use axiom_types::bounds::{ESCROW_BACKSTOP, MAX_EXTENSION};
use axiom_types::ledger::{JobState, Windows};

/// Seconds that a waiting state lasts; zero for the end, which waits for nothing.
pub fn window(state: JobState, windows: &Windows) -> u64 {
    match state {
        JobState::Open => windows.accept,
        JobState::Accepted => windows.submit,
        JobState::InReview => windows.review,
        JobState::Rework => windows.rework,
        JobState::Disputed => windows.arbitrate,
        JobState::Settled => 0,
    }
}

/// Unix seconds from which the payer of a job posted now may take its escrow back whatever became of the ledger:
/// every window (the review twice), every extension, and 180 days. Saturates; windows within their bounds never do.
pub fn backstop(now: u64, windows: &Windows) -> u64 {
    [
        windows.accept,
        windows.submit,
        windows.review,
        windows.review,
        windows.rework,
        windows.arbitrate,
        MAX_EXTENSION,
        ESCROW_BACKSTOP,
    ]
    .into_iter()
    .fold(now, u64::saturating_add)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
    use rstest::rstest;

    const WINDOWS: Windows =
        Windows { accept: 100, submit: 200, review: 300, rework: 400, arbitrate: 500 };

    #[rstest]
    #[case(JobState::Open, 100)]
    #[case(JobState::Accepted, 200)]
    #[case(JobState::InReview, 300)]
    #[case(JobState::Rework, 400)]
    #[case(JobState::Disputed, 500)]
    #[case(JobState::Settled, 0)]
    fn windows(#[case] state: JobState, #[case] seconds: u64) {
        assert_eq!(window(state, &WINDOWS), seconds);
    }

    #[test]
    fn backstop_counts_both_reviews_and_every_extension() {
        let longest = 100 + 200 + 300 + 400 + 300 + 500;
        assert_eq!(backstop(7, &WINDOWS), 7 + longest + MAX_EXTENSION + ESCROW_BACKSTOP);
        assert_eq!(backstop(u64::MAX - 1, &WINDOWS), u64::MAX);
    }
}
