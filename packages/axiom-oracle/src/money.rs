//! Fees, splits, pro rata payouts, release over time: exact rationals, rounded at the end.

use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

/// All of something, in basis points.
pub const WHOLE_BPS: u32 = 10_000;

fn ratio(top: impl Into<BigInt>, bottom: impl Into<BigInt>) -> BigRational {
    BigRational::new(top.into(), bottom.into())
}

fn amount(value: BigRational) -> u128 {
    value.to_integer().to_u128().expect("an amount fits 128 bits and is not negative")
}

/// The protocol fee on a price, rounded up in favour of the treasury.
pub fn fee(price: u128, bps: u32) -> u128 {
    assert!(bps <= WHOLE_BPS, "a fee is at most the whole");
    amount((ratio(price, 1) * ratio(bps, WHOLE_BPS)).ceil())
}

/// A price without its fee: what the payees share.
pub fn net(price: u128, bps: u32) -> u128 {
    price - fee(price, bps)
}

/// The parts of `whole` by shares, in order, summing exactly. What one part loses to rounding is
/// carried to the next, so each running sum is the exact one rounded down.
pub fn split(whole: u128, shares: &[u128]) -> Vec<u128> {
    let total: BigInt = shares.iter().map(|share| BigInt::from(*share)).sum();
    assert!(!total.is_zero(), "shares need a total above zero");
    let mut carried = BigRational::zero();
    shares
        .iter()
        .map(|share| {
            let exact = ratio(whole, 1) * ratio(*share, total.clone()) + &carried;
            let part = exact.floor();
            carried = exact - &part;
            amount(part)
        })
        .collect()
}

/// What a holder of `member` out of `total` units takes from `fund`, rounded down; dust stays.
pub fn pro_rata(fund: u128, member: &BigUint, total: &BigUint) -> u128 {
    assert!(member <= total, "a member holds at most the total");
    amount((ratio(fund, 1) * ratio(member.clone(), total.clone())).floor())
}

/// How much of `whole` has been released at `now` by a straight line from `start` over `length`
/// seconds, rounded down. Nothing before the start, all from the end on.
pub fn released(whole: u128, start: u64, length: u64, now: u64) -> u128 {
    if now < start {
        return 0;
    }
    if now - start >= length {
        return whole;
    }
    amount((ratio(whole, 1) * ratio(now - start, length)).floor())
}

/// What the approval of one paid job moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// To the treasury.
    pub fee: u128,
    /// To the payees, in the order of their shares.
    pub parts: Vec<u128>,
}

/// The legs of a job settled at `price`: the fee, then the rest by the payees' shares.
pub fn settlement(price: u128, fee_bps: u32, shares: &[u128]) -> Settlement {
    Settlement { fee: fee(price, fee_bps), parts: split(net(price, fee_bps), shares) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fees_round_up() {
        assert_eq!(fee(1000, 500), 50);
        assert_eq!(fee(1001, 500), 51);
        assert_eq!(fee(1, 1), 1);
        assert_eq!(fee(0, 500), 0);
        assert_eq!(fee(7, 0), 0);
        assert_eq!(fee(7, 10_000), 7);
        assert_eq!(fee(u128::MAX, 10_000), u128::MAX);
        assert_eq!(net(1000, 500), 950);
    }

    #[test]
    fn splits_are_exact() {
        assert_eq!(split(10, &[1, 1, 1]), [3, 3, 4]);
        assert_eq!(split(1, &[1, 1, 1]), [0, 0, 1]);
        assert_eq!(split(950, &[7000, 3000]), [665, 285]);
        assert_eq!(split(5, &[0, 1, 0]), [0, 5, 0]);
    }

    #[test]
    fn payouts_and_releases_round_down() {
        assert_eq!(pro_rata(100, &2u32.into(), &3u32.into()), 66);
        assert_eq!(pro_rata(100, &3u32.into(), &3u32.into()), 100);
        assert_eq!(released(100, 10, 30, 9), 0);
        assert_eq!(released(100, 10, 30, 10), 0);
        assert_eq!(released(100, 10, 30, 11), 3);
        assert_eq!(released(100, 10, 30, 40), 100);
        assert_eq!(released(100, 10, 30, u64::MAX), 100);
    }

    #[test]
    fn a_settlement_is_the_whole_price() {
        let legs = settlement(1001, 500, &[7000, 3000]);
        assert_eq!(legs, Settlement { fee: 51, parts: vec![665, 285] });
    }
}
