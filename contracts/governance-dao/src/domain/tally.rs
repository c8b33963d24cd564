//! Counting of votes and what makes a proposal pass.

use axiom_types::bounds::BPS;
use axiom_types::dao::Vote;

/// What a ballot says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// For.
    Yes,
    /// Against.
    No,
    /// Takes part, decides nothing.
    Abstain,
}

impl Choice {
    /// The choice behind a cw3 vote; none for `veto`, which has no meaning here.
    pub fn from_vote(vote: Vote) -> Option<Self> {
        match vote {
            Vote::Yes => Some(Self::Yes),
            Vote::No => Some(Self::No),
            Vote::Abstain => Some(Self::Abstain),
            Vote::Veto => None,
        }
    }

    /// The cw3 vote.
    pub fn vote(self) -> Vote {
        match self {
            Self::Yes => Vote::Yes,
            Self::No => Vote::No,
            Self::Abstain => Vote::Abstain,
        }
    }
}

/// Weight by choice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// For.
    pub yes: u64,
    /// Against.
    pub no: u64,
    /// Abstaining.
    pub abstain: u64,
}

impl Tally {
    /// The tally with one more ballot; none beyond 64 bits.
    pub fn with(self, choice: Choice, weight: u64) -> Option<Self> {
        let mut next = self;
        let part = match choice {
            Choice::Yes => &mut next.yes,
            Choice::No => &mut next.no,
            Choice::Abstain => &mut next.abstain,
        };
        *part = part.checked_add(weight)?;
        Some(next)
    }
}

/// What a tally has to reach, fixed when the proposal was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Part of the total that must take part, in basis points.
    pub quorum_bps: u16,
    /// Part of yes and no that must be yes, in basis points.
    pub threshold_bps: u16,
    /// Total weight.
    pub total: u64,
}

/// True if the tally passes: a total above zero, a quorum above zero that is reached (abstentions take part), at least
/// one yes, more yes than no, and yes at its threshold. Both bars are compared as products, so nothing is rounded.
pub fn passes(tally: &Tally, bar: &Bar) -> bool {
    let [yes, no, abstain] = [tally.yes, tally.no, tally.abstain].map(u128::from);
    let decided = yes.saturating_add(no);
    let part = decided.saturating_add(abstain);
    bar.total > 0
        && bar.quorum_bps > 0
        && tally.yes > tally.no
        && times(part, BPS) >= times(u128::from(bar.total), bar.quorum_bps)
        && times(yes, BPS) >= times(decided, bar.threshold_bps)
}

/// A sum of weights times basis points; 66 bits times 16 bits never reach the end of 128.
fn times(weight: u128, bps: u16) -> u128 {
    weight.saturating_mul(u128::from(bps))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain([60, 40, 0], [5_000, 5_000, 100], true)]
    #[case::nobody([0, 0, 0], [1, 5_000, 100], false)]
    #[case::empty_total([0, 0, 0], [1, 5_000, 0], false)]
    #[case::yes_of_an_empty_total([1, 0, 0], [1, 5_000, 0], false)]
    #[case::all_abstain([0, 0, 100], [1, 5_000, 100], false)]
    #[case::zero_quorum([100, 0, 0], [0, 5_000, 100], false)]
    #[case::one_yes_and_abstentions([1, 0, 99], [10_000, 5_000, 100], true)]
    #[case::quorum_exactly([33, 0, 0], [3_300, 5_000, 100], true)]
    #[case::quorum_missed_by_one([32, 0, 0], [3_300, 5_000, 100], false)]
    #[case::quorum_by_abstention([1, 0, 32], [3_300, 5_000, 100], true)]
    #[case::quorum_is_not_rounded_down([3_333, 0, 0], [3_334, 5_000, 10_000], false)]
    #[case::tie([50, 50, 0], [1, 5_000, 100], false)]
    #[case::one_more_yes([51, 50, 0], [1, 5_000, 101], true)]
    #[case::threshold_exactly([2, 1, 0], [1, 6_666, 3], true)]
    #[case::threshold_missed([2, 1, 0], [1, 6_667, 3], false)]
    #[case::unanimity([100, 0, 0], [1, 10_000, 100], true)]
    #[case::unanimity_missed([99, 1, 0], [1, 10_000, 100], false)]
    #[case::abstentions_do_not_dilute([2, 1, 1_000], [1, 6_666, 1_003], true)]
    fn passing(#[case] votes: [u64; 3], #[case] bar: [u64; 3], #[case] expected: bool) {
        let [yes, no, abstain] = votes;
        let [quorum, threshold, total] = bar;
        let bar = Bar {
            quorum_bps: u16::try_from(quorum).unwrap(),
            threshold_bps: u16::try_from(threshold).unwrap(),
            total,
        };
        assert_eq!(passes(&Tally { yes, no, abstain }, &bar), expected);
    }

    #[test]
    fn the_largest_weights_do_not_overflow() {
        let most = Tally { yes: u64::MAX, no: u64::MAX.saturating_sub(1), abstain: u64::MAX };
        let bar = Bar { quorum_bps: 10_000, threshold_bps: 5_000, total: u64::MAX };
        assert!(passes(&most, &bar));
        assert_eq!(most.with(Choice::Yes, 1), None);
        assert_eq!(most.with(Choice::No, 1).unwrap().no, u64::MAX);
    }

    #[test]
    fn each_choice_counts_for_itself() {
        let cast = |choice| Tally::default().with(choice, 7).unwrap();
        assert_eq!(cast(Choice::Yes), Tally { yes: 7, ..Tally::default() });
        assert_eq!(cast(Choice::No), Tally { no: 7, ..Tally::default() });
        assert_eq!(cast(Choice::Abstain), Tally { abstain: 7, ..Tally::default() });
        for vote in [Vote::Yes, Vote::No, Vote::Abstain] {
            assert_eq!(Choice::from_vote(vote).unwrap().vote(), vote);
        }
        assert_eq!(Choice::from_vote(Vote::Veto), None);
    }
}
