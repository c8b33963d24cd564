//! Bounds of what the owner sets.

use axiom_types::asset::Asset;
use axiom_types::bounds::{
    MAX_EPOCH, MAX_HALF_LIFE, MIN_EPOCH, MIN_HALF_LIFE, MIN_VOTING_HALF_LIFE,
};
use axiom_types::tracker::Rate;
use cosmwasm_std::Uint128;
use thiserror::Error;

use super::MAX_POINTS;

/// Smallest shift from units to voting weight.
pub const MIN_SHIFT: u32 = 20;
/// Largest shift from units to voting weight.
pub const MAX_SHIFT: u32 = 60;

/// A setting out of bounds.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
pub enum TermsError {
    /// A half-life out of bounds.
    #[error("a half-life of {seconds} seconds: expected {min} to {max}")]
    HalfLife {
        /// Given.
        seconds: u64,
        /// Shortest.
        min: u64,
        /// Longest.
        max: u64,
    },
    /// An epoch out of bounds.
    #[error("an epoch of {seconds} seconds: expected {min} to {max}")]
    EpochLength {
        /// Given.
        seconds: u64,
        /// Shortest.
        min: u64,
        /// Longest.
        max: u64,
    },
    /// A rate with a zero in it.
    #[error("a rate of {points} points per {per} of {asset}: expected both numbers above zero")]
    ZeroRate {
        /// The asset.
        asset: Asset,
        /// Points given.
        points: Uint128,
        /// Base units given.
        per: Uint128,
    },
    /// A weight shift out of bounds.
    #[error("a weight shift of {shift}: expected {min} to {max}")]
    Shift {
        /// Given.
        shift: u32,
        /// Smallest.
        min: u32,
        /// Largest.
        max: u32,
    },
    /// A voting domain that is not founded.
    #[error("domain {domain} is to vote: expected one of the {domains} founded, numbered from 1")]
    VotingDomain {
        /// Given.
        domain: u32,
        /// How many are founded.
        domains: usize,
    },
    /// An amount of points out of bounds.
    #[error("{field} is {points} points: expected 1 to {max}")]
    Points {
        /// Which field.
        field: &'static str,
        /// Given.
        points: Uint128,
        /// Most.
        max: Uint128,
    },
}

/// Passes a half-life: 7 days to 100 years, at least 90 days where votes count.
///
/// # Errors
/// [`TermsError::HalfLife`].
pub fn half_life(seconds: u64, voting: bool) -> Result<(), TermsError> {
    let min = if voting { MIN_VOTING_HALF_LIFE } else { MIN_HALF_LIFE };
    match (min..=MAX_HALF_LIFE).contains(&seconds) {
        true => Ok(()),
        false => Err(TermsError::HalfLife { seconds, min, max: MAX_HALF_LIFE }),
    }
}

/// Passes the length of an epoch: 1 hour to 366 days.
///
/// # Errors
/// [`TermsError::EpochLength`].
pub fn epoch_length(seconds: u64) -> Result<(), TermsError> {
    match (MIN_EPOCH..=MAX_EPOCH).contains(&seconds) {
        true => Ok(()),
        false => Err(TermsError::EpochLength { seconds, min: MIN_EPOCH, max: MAX_EPOCH }),
    }
}

/// Passes a rate with both numbers above zero.
///
/// # Errors
/// [`TermsError::ZeroRate`].
pub fn rate(rate: &Rate) -> Result<(), TermsError> {
    let Rate { asset, points, per } = rate;
    match points.is_zero() || per.is_zero() {
        true => Err(TermsError::ZeroRate { asset: asset.clone(), points: *points, per: *per }),
        false => Ok(()),
    }
}

/// Passes a weight shift of 20 to 60.
///
/// # Errors
/// [`TermsError::Shift`].
pub fn shift(shift: u32) -> Result<(), TermsError> {
    match (MIN_SHIFT..=MAX_SHIFT).contains(&shift) {
        true => Ok(()),
        false => Err(TermsError::Shift { shift, min: MIN_SHIFT, max: MAX_SHIFT }),
    }
}

/// Passes the number of one of the founded domains.
///
/// # Errors
/// [`TermsError::VotingDomain`].
pub fn voting_domain(domain: u32, domains: usize) -> Result<(), TermsError> {
    let known = usize::try_from(domain).is_ok_and(|domain| (1..=domains).contains(&domain));
    match known {
        true => Ok(()),
        false => Err(TermsError::VotingDomain { domain, domains }),
    }
}

/// Passes 1 to 2^96 - 1 points.
///
/// # Errors
/// [`TermsError::Points`].
pub fn points(field: &'static str, points: Uint128) -> Result<(), TermsError> {
    match points.is_zero() || points > MAX_POINTS {
        true => Err(TermsError::Points { field, points, max: MAX_POINTS }),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(604_799, false, false)]
    #[case(604_800, false, true)]
    #[case(604_800, true, false)]
    #[case(7_776_000, true, true)]
    #[case(3_155_760_000, true, true)]
    #[case(3_155_760_001, false, false)]
    fn half_lives(#[case] seconds: u64, #[case] voting: bool, #[case] ok: bool) {
        assert_eq!(half_life(seconds, voting).is_ok(), ok);
    }

    #[rstest]
    #[case(3_599, false)]
    #[case(3_600, true)]
    #[case(31_622_400, true)]
    #[case(31_622_401, false)]
    fn epochs(#[case] seconds: u64, #[case] ok: bool) {
        assert_eq!(epoch_length(seconds).is_ok(), ok);
    }

    #[rstest]
    #[case(19, false)]
    #[case(20, true)]
    #[case(60, true)]
    #[case(61, false)]
    fn shifts(#[case] value: u32, #[case] ok: bool) {
        assert_eq!(shift(value).is_ok(), ok);
    }

    #[rstest]
    #[case(0, 2, false)]
    #[case(1, 2, true)]
    #[case(2, 2, true)]
    #[case(3, 2, false)]
    fn voting(#[case] domain: u32, #[case] domains: usize, #[case] ok: bool) {
        assert_eq!(voting_domain(domain, domains).is_ok(), ok);
    }

    #[rstest]
    #[case(0, false)]
    #[case(1, true)]
    #[case((1 << 96) - 1, true)]
    #[case(1 << 96, false)]
    fn amounts(#[case] value: u128, #[case] ok: bool) {
        assert_eq!(points("total", Uint128::new(value)).is_ok(), ok);
    }

    #[rstest]
    #[case(1, 1, true)]
    #[case(0, 1, false)]
    #[case(1, 0, false)]
    fn rates(#[case] points: u128, #[case] per: u128, #[case] ok: bool) {
        let value = Rate {
            asset: Asset::native("uatom"),
            points: Uint128::new(points),
            per: Uint128::new(per),
        };
        assert_eq!(rate(&value).is_ok(), ok);
    }
}
