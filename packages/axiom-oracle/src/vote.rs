//! Whether a proposal passes, by comparing exact fractions.

use num_bigint::BigInt;
use num_rational::BigRational;

/// Votes by weight, and all weight that could have voted at the snapshot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// For.
    pub yes: u128,
    /// Against.
    pub no: u128,
    /// Counts for the quorum only.
    pub abstain: u128,
    /// Total weight at the start of the proposal's block.
    pub total: u128,
}

/// What a track asks of a vote. Fractions as (top, bottom).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The least share of all weight that takes part, abstentions included.
    pub quorum: (u64, u64),
    /// The share of yes among yes and no.
    pub threshold: (u64, u64),
    /// Whether yes must exceed the threshold (a majority of one half) or may equal it.
    pub above: bool,
}

fn fraction(top: impl Into<BigInt>, bottom: impl Into<BigInt>) -> BigRational {
    BigRational::new(top.into(), bottom.into())
}

/// Whether the vote passes once it has ended: somebody could vote, at least one yes, the quorum is
/// met, and yes reaches (or exceeds) its share of yes and no. Abstentions alone never pass.
pub fn passes(tally: &Tally, rule: &Rule) -> bool {
    if tally.total == 0 || tally.yes == 0 {
        return false;
    }
    let (yes, no) = (BigInt::from(tally.yes), BigInt::from(tally.no));
    let cast = &yes + &no + BigInt::from(tally.abstain);
    if fraction(cast, tally.total) < fraction(rule.quorum.0, rule.quorum.1) {
        return false;
    }
    let support = fraction(yes.clone(), yes + no);
    let threshold = fraction(rule.threshold.0, rule.threshold.1);
    support > threshold || (!rule.above && support == threshold)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAJORITY: Rule = Rule { quorum: (1, 5), threshold: (1, 2), above: true };
    const TWO_THIRDS: Rule = Rule { quorum: (1, 5), threshold: (2, 3), above: false };

    fn tally(yes: u128, no: u128, abstain: u128) -> Tally {
        Tally { yes, no, abstain, total: 100 }
    }

    #[test]
    fn outcomes() {
        for (votes, majority, two_thirds) in [
            (tally(0, 0, 0), false, false),
            (tally(0, 0, 100), false, false),
            (tally(0, 100, 0), false, false),
            (tally(20, 0, 0), true, true),
            (tally(19, 0, 0), false, false),
            (tally(1, 0, 19), true, true),
            (tally(10, 10, 0), false, false),
            (tally(11, 10, 0), true, false),
            (tally(20, 10, 0), true, true),
            (tally(199, 100, 0), true, false),
            (Tally::default(), false, false),
            (Tally { yes: 5, ..Tally::default() }, false, false),
        ] {
            assert_eq!(passes(&votes, &MAJORITY), majority, "{votes:?}");
            assert_eq!(passes(&votes, &TWO_THIRDS), two_thirds, "{votes:?}");
        }
    }
}
