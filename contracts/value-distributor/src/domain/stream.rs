//! A straight line of money over time.

use axiom_kit::math::released_floor;
use cosmwasm_std::Uint128;

use super::{minus, plus, BookError};

/// Releases `amount` evenly from `start` to `end`; stands still while nobody has shares.
///
/// What has been released at a moment follows from the line alone, never from how often it was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stream {
    /// Base units of this line.
    pub amount: Uint128,
    /// Base units of it released so far.
    pub released: Uint128,
    /// Unix seconds at which the line begins, moved on by the time it stood still.
    pub start: u64,
    /// Unix seconds at which it ends, moved likewise.
    pub end: u64,
    /// Unix seconds at which it was last settled.
    pub touched: u64,
}

impl Stream {
    /// What became due since the last settlement, rounded down; the last second releases what is left.
    /// While nothing flows, the line moves on in time and nothing becomes due.
    ///
    /// # Errors
    /// None for stored streams.
    pub fn settle_floor(&mut self, now: u64, flowing: bool) -> Result<Uint128, BookError> {
        let idle = now.saturating_sub(self.touched);
        let running = self.touched < self.end;
        self.touched = now.max(self.touched);
        if !flowing {
            if running {
                self.start = self.start.saturating_add(idle);
                self.end = self.end.saturating_add(idle);
            }
            return Ok(Uint128::zero());
        }
        let elapsed = now.saturating_sub(self.start);
        let duration = self.end.saturating_sub(self.start);
        let due = released_floor(self.amount, elapsed, duration)?;
        let step = minus("released funds", due, self.released)?;
        self.released = due;
        Ok(step)
    }

    /// Ends the line at `now`; returns what it has not released.
    ///
    /// # Errors
    /// None for stored streams.
    pub fn cut(&mut self, now: u64) -> Result<Uint128, BookError> {
        let rest = minus("released funds", self.amount, self.released)?;
        *self = Self { start: now, end: now, touched: now, ..Self::default() };
        Ok(rest)
    }

    /// Adds money at `now`, up to which the stream is settled: what is left and what came spread over the rest of the
    /// running line, or over `period` seconds if none runs.
    ///
    /// # Errors
    /// [`BookError::Overflow`].
    pub fn add(&mut self, amount: Uint128, now: u64, period: u64) -> Result<(), BookError> {
        let rest = minus("released funds", self.amount, self.released)?;
        let end = if now < self.end { self.end } else { now.saturating_add(period) };
        *self = Self {
            amount: plus("stream", rest, amount)?,
            released: Uint128::zero(),
            start: now,
            end,
            touched: now,
        };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn line(amount: u128, start: u64, period: u64) -> Stream {
        let mut stream = Stream::default();
        stream.add(amount.into(), start, period).unwrap();
        stream
    }

    #[rstest]
    #[case::at_start(1_000, 0)]
    #[case::first_second(1_001, 3)]
    #[case::floored(1_002, 6)]
    #[case::before_end(1_029, 96)]
    #[case::end(1_030, 100)]
    #[case::long_after(9_999, 100)]
    fn releases(#[case] now: u64, #[case] want: u128) {
        assert_eq!(line(100, 1_000, 30).settle_floor(now, true).unwrap().u128(), want);
    }

    #[test]
    fn a_deposit_while_it_runs_takes_the_rest_of_the_period() {
        let mut stream = line(100, 0, 10);
        assert_eq!(stream.settle_floor(5, true).unwrap().u128(), 50);
        stream.add(Uint128::new(50), 5, 10).unwrap();
        assert_eq!((stream.amount.u128(), stream.start, stream.end), (100, 5, 10));
        assert_eq!(stream.settle_floor(10, true).unwrap().u128(), 100);
    }

    #[test]
    fn a_deposit_after_the_end_takes_a_new_period() {
        let mut stream = line(100, 0, 10);
        stream.settle_floor(10, true).unwrap();
        stream.add(Uint128::new(7), 10, 10).unwrap();
        assert_eq!((stream.amount.u128(), stream.start, stream.end), (7, 10, 20));
    }

    #[test]
    fn it_stands_still_while_nobody_has_shares() {
        let mut stream = line(100, 0, 10);
        assert_eq!(stream.settle_floor(4, true).unwrap().u128(), 40);
        assert_eq!(stream.settle_floor(7, false).unwrap().u128(), 0);
        assert_eq!(stream.settle_floor(1_004, false).unwrap().u128(), 0);
        assert_eq!((stream.start, stream.end), (1_000, 1_010));
        assert_eq!(stream.settle_floor(1_005, true).unwrap().u128(), 10);
        assert_eq!(stream.settle_floor(1_010, true).unwrap().u128(), 50);
        assert_eq!(stream.settle_floor(2_000, false).unwrap().u128(), 0);
        assert_eq!(stream.end, 1_010);
    }

    proptest! {
        #[test]
        fn looking_often_changes_nothing(
            amount in any::<u128>(),
            period in 1u64..100_000,
            steps in proptest::collection::vec(0u64..1_000, 0..60),
        ) {
            let (mut often, mut once) = (line(amount, 77, period), line(amount, 77, period));
            let (mut now, mut sum) = (77, 0);
            for step in steps {
                now += step;
                sum += often.settle_floor(now, true).unwrap().u128();
            }
            prop_assert_eq!(sum, once.settle_floor(now, true).unwrap().u128());
            let end = 77 + period;
            sum += often.settle_floor(end.max(now), true).unwrap().u128();
            prop_assert_eq!(sum, amount);
        }

        #[test]
        fn deposits_and_standstills_lose_nothing(
            steps in proptest::collection::vec((0u64..500, any::<bool>(), 0u128..1 << 90), 1..40),
        ) {
            let (mut stream, mut now) = (Stream::default(), 5);
            let (mut given, mut out) = (0u128, 0u128);
            for (wait, flowing, amount) in steps {
                now += wait;
                out += stream.settle_floor(now, flowing).unwrap().u128();
                stream.add(amount.into(), now, 300).unwrap();
                given += amount;
            }
            out += stream.settle_floor(stream.end, true).unwrap().u128();
            prop_assert_eq!(out, given);
        }
    }
}
