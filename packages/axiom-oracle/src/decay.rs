//! Forward decay, exactly: powers of two by the exponential series in wide fixed point, with an
//! interval around each value, refined until rounding down is certain.

use num_bigint::BigUint;
use num_traits::{One, ToPrimitive, Zero};

/// Units per point at the landmark, as a power of two.
pub const UNIT_BITS: u64 = 40;

const FIRST_PRECISION: u64 = 512;

/// A landmark and a half-life, both in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The time at which a point is worth exactly `2^40` units.
    pub landmark: u64,
    /// After how long a score has halved; not zero.
    pub half_life: u64,
}

impl Clock {
    /// Half-lives since the landmark: whole ones, and the rest in seconds.
    fn age(&self, now: u64) -> (u64, u64) {
        let elapsed = now.checked_sub(self.landmark).expect("time is not before the landmark");
        (elapsed / self.half_life, elapsed % self.half_life)
    }

    /// `floor(amount * 2^40 * 2^((now - landmark) / half_life))`, exactly.
    pub fn units(&self, amount: u128, now: u64) -> BigUint {
        let (whole, rest) = self.age(now);
        floor_times_power(&(BigUint::from(amount) << (UNIT_BITS + whole)), rest, self.half_life, 0)
    }

    /// `floor(units * 2^-((now - landmark) / half_life) / 2^40)`, exactly.
    pub fn score(&self, units: &BigUint, now: u64) -> u128 {
        let (whole, rest) = self.age(now);
        if whole > units.bits() {
            return 0;
        }
        // 2^-(w + r/h) = 2^-(w + 1) * 2^((h - r)/h)
        let shift = UNIT_BITS + whole + 1;
        floor_times_power(units, self.half_life - rest, self.half_life, shift)
            .to_u128()
            .expect("a score fits 128 bits")
    }

    /// The voting weight of units: `floor(units / 2^shift)`.
    pub fn weight(units: &BigUint, shift: u64) -> u64 {
        (units >> shift).to_u64().expect("a weight fits 64 bits")
    }
}

/// `floor(factor * 2^(top/bottom) / 2^shift)` for `0 <= top <= bottom`.
fn floor_times_power(factor: &BigUint, top: u64, bottom: u64, shift: u64) -> BigUint {
    assert!(top <= bottom, "the exponent lies between zero and one");
    if top == 0 {
        return factor >> shift;
    }
    if top == bottom {
        return (factor << 1u32) >> shift;
    }
    if factor.is_zero() {
        return BigUint::zero();
    }
    // The power is irrational here, so the product is no integer and the interval around it ends
    // up between two of them.
    let mut precision = FIRST_PRECISION;
    loop {
        let (low, high) = power_of_two(top, bottom, precision);
        let low = (factor * low) >> (precision + shift);
        let high = (factor * high) >> (precision + shift);
        if low == high {
            return low;
        }
        precision *= 2;
    }
}

/// Bounds of `2^(top/bottom) * 2^precision`, for an exponent between zero and one, as
/// `e^(ln 2 * top/bottom)`.
///
/// All terms are rounded down, so the sum is a lower bound. `ln 2` misses at most one unit per
/// series term and one for the tail, hence at most `precision + 1`; the exponent `y < 0.7` misses
/// one more; a miss `m` in `y` costs at most `2 m` in `e^y`; each of the fewer than `precision`
/// terms of the exponential misses at most two for its own rounding and what it inherits, and the
/// tail at most one. Together below `5 precision + 8`; the upper bound adds `16 precision`.
fn power_of_two(top: u64, bottom: u64, precision: u64) -> (BigUint, BigUint) {
    let y = ln_2(precision) * top / bottom;
    let mut term = BigUint::one() << precision;
    let mut sum = BigUint::zero();
    let mut n = 0u64;
    while !term.is_zero() {
        sum += &term;
        n += 1;
        term = ((term * &y) >> precision) / n;
    }
    let high = &sum + 16 * precision;
    (sum, high)
}

/// `ln 2 * 2^precision`, rounded down: the sum of `1 / (k 2^k)`.
fn ln_2(precision: u64) -> BigUint {
    (1..=precision).map(|k| (BigUint::one() << (precision - k)) / k).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOCK: Clock = Clock { landmark: 1000, half_life: 86_400 };

    #[test]
    fn whole_half_lives_are_exact() {
        assert_eq!(CLOCK.units(5, 1000), BigUint::from(5u8) << 40u32);
        assert_eq!(CLOCK.units(5, 1000 + 86_400 * 7), BigUint::from(5u8) << 47u32);
        assert_eq!(CLOCK.score(&(BigUint::from(5u8) << 47u32), 1000 + 86_400 * 7), 5);
        assert_eq!(CLOCK.score(&(BigUint::from(5u8) << 40u32), 1000 + 86_400), 2);
        assert_eq!(CLOCK.score(&(BigUint::from(5u8) << 40u32), u64::MAX), 0);
    }

    #[test]
    fn half_a_half_life_is_the_root_of_two() {
        // floor(10^18 * sqrt 2 * 2^40), by an integer root.
        let squared = (BigUint::from(2u8) * BigUint::from(10u64.pow(18)).pow(2)) << 80u32;
        assert_eq!(CLOCK.units(10u128.pow(18), 1000 + 43_200), squared.sqrt());
        // floor(10^18 / sqrt 2)
        let expected = (BigUint::from(10u64.pow(18)).pow(2) / 2u8).sqrt().to_u128().unwrap();
        assert_eq!(CLOCK.score(&CLOCK.units(10u128.pow(18), 1000), 1000 + 43_200), expected);
    }

    #[test]
    fn a_third_is_the_cube_root() {
        let cubed = BigUint::from(2u8) * (BigUint::from(7u8) << 40u32).pow(3);
        assert_eq!(CLOCK.units(7, 1000 + 28_800), cubed.cbrt());
    }
}
