//! What an outcome measures in points.

use axiom_kit::math;
use cosmwasm_std::{Uint128, Uint256};

use super::MAX_POINTS;

/// Points per base unit, as a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// Points.
    pub points: Uint128,
    /// For so many base units; above zero.
    pub per: Uint128,
}

/// floor(amount * points / per), at most 2^96 - 1. Rounded down, against the worker.
pub fn price_floor(amount: Uint128, price: &Price) -> Uint128 {
    let points = math::mul_div_floor(amount, Uint256::from(price.points), Uint256::from(price.per));
    // What does not fit 128 bits is above the cap anyway, and a stored rate never divides by zero.
    points.unwrap_or(MAX_POINTS).min(MAX_POINTS)
}

/// Stated points, at most 2^96 - 1.
pub fn stated(points: Uint128) -> Uint128 {
    points.min(MAX_POINTS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(1_000_000, 1, 1_000_000, 1)]
    #[case(1_999_999, 1, 1_000_000, 1)]
    #[case(999_999, 1, 1_000_000, 0)]
    #[case(0, 5, 1, 0)]
    #[case(7, 3, 2, 10)]
    #[case(u128::MAX, u128::MAX, 1, MAX_POINTS.u128())]
    #[case(u128::MAX, 1, u128::MAX, 1)]
    #[case(1 << 96, 1, 1, MAX_POINTS.u128())]
    #[case((1 << 96) - 1, 1, 1, (1 << 96) - 1)]
    fn rounds_down_and_caps(
        #[case] amount: u128,
        #[case] points: u128,
        #[case] per: u128,
        #[case] expected: u128,
    ) {
        let price = Price { points: Uint128::new(points), per: Uint128::new(per) };
        assert_eq!(price_floor(Uint128::new(amount), &price), Uint128::new(expected));
    }

    #[test]
    fn stated_points_are_capped() {
        assert_eq!(stated(Uint128::new(5)), Uint128::new(5));
        assert_eq!(stated(Uint128::MAX), MAX_POINTS);
    }
}
