//! What a track spends of an asset within a window. Windows are counted from unix time zero.

use axiom_types::asset::Asset;
use axiom_types::dao::{SpendRule, Track};
use cosmwasm_std::Uint128;

/// What was spent in a window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counter {
    /// Unix seconds at which the window began.
    pub start: u64,
    /// Base units.
    pub spent: Uint128,
}

/// Spending beyond what the window has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beyond {
    /// Base units left.
    pub left: Uint128,
}

/// The track's rule for an asset.
pub fn rule_for<'a>(track: &'a Track, asset: &Asset) -> Option<&'a SpendRule> {
    track.spending.iter().find(|rule| rule.asset == *asset)
}

/// Unix seconds at which the running window began; a window of no length began now.
pub fn window_start(now: u64, window: u64) -> u64 {
    now.saturating_sub(now.checked_rem(window).unwrap_or(0))
}

/// What was spent in the running window; a counter of an earlier window counts nothing.
pub fn running(rule: &SpendRule, kept: Option<Counter>, now: u64) -> Counter {
    let start = window_start(now, rule.window);
    kept.filter(|counter| counter.start == start)
        .unwrap_or(Counter { start, spent: Uint128::zero() })
}

/// Base units left in the window.
pub fn left(rule: &SpendRule, counter: Counter) -> Uint128 {
    rule.amount.saturating_sub(counter.spent)
}

/// The counter after spending an amount now.
///
/// # Errors
/// [`Beyond`].
pub fn charge(
    rule: &SpendRule,
    kept: Option<Counter>,
    now: u64,
    amount: Uint128,
) -> Result<Counter, Beyond> {
    let counter = running(rule, kept, now);
    match counter.spent.checked_add(amount) {
        Ok(spent) if spent <= rule.amount => Ok(Counter { spent, ..counter }),
        _ => Err(Beyond { left: left(rule, counter) }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
    use rstest::rstest;

    fn rule() -> SpendRule {
        SpendRule { asset: Asset::native("uaxm"), amount: Uint128::new(100), window: 3_600 }
    }

    fn counter(start: u64, spent: u128) -> Counter {
        Counter { start, spent: Uint128::new(spent) }
    }

    #[rstest]
    #[case::first(None, 7_300, 40, Ok(counter(7_200, 40)))]
    #[case::all(None, 7_300, 100, Ok(counter(7_200, 100)))]
    #[case::too_much(None, 7_300, 101, Err(100))]
    #[case::added(Some(counter(7_200, 60)), 7_300, 40, Ok(counter(7_200, 100)))]
    #[case::beyond(Some(counter(7_200, 60)), 7_300, 41, Err(40))]
    #[case::last_second(Some(counter(7_200, 60)), 10_799, 41, Err(40))]
    #[case::next_window(Some(counter(7_200, 60)), 10_800, 100, Ok(counter(10_800, 100)))]
    #[case::overflow(Some(counter(7_200, 60)), 7_300, u128::MAX, Err(40))]
    #[case::nothing_left(Some(counter(7_200, 100)), 7_300, 1, Err(0))]
    #[case::rule_was_lowered(Some(counter(7_200, 500)), 7_300, 1, Err(0))]
    fn charging(
        #[case] kept: Option<Counter>,
        #[case] now: u64,
        #[case] amount: u128,
        #[case] expected: Result<Counter, u128>,
    ) {
        let expected = expected.map_err(|left| Beyond { left: Uint128::new(left) });
        assert_eq!(charge(&rule(), kept, now, Uint128::new(amount)), expected);
    }

    #[test]
    fn a_window_of_no_length_does_not_divide() {
        assert_eq!(window_start(77, 0), 77);
    }
}
