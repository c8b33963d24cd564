//! What a report mints, and to whom.

use axiom_kit::{math, KitError};
use axiom_types::tracker::Shortfall;
use cosmwasm_std::{Addr, Uint128};

/// One who is to be credited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credited {
    /// The account.
    pub account: Addr,
    /// Basis points of the whole.
    pub bps: u16,
    /// True if it is one person with the client: its part is not minted.
    pub barred: bool,
}

/// What bounds a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowance {
    /// Client and worker are one person.
    Related,
    /// No grant.
    None,
    /// A grant with so much left, and the reason given if that is too little.
    Left(Uint128, Shortfall),
}

/// What is minted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Points of each account that gains, none of them zero.
    pub parts: Vec<(Addr, Uint128)>,
    /// Their sum; this much of the budget is spent.
    pub minted: Uint128,
    /// Why it is less than the measure, if it is.
    pub shortfall: Option<Shortfall>,
}

impl Outcome {
    fn nothing(why: Shortfall) -> Self {
        Self { parts: vec![], minted: Uint128::zero(), shortfall: Some(why) }
    }
}

/// Mints min(measure, what is left), split exactly by shares. The part of a barred account is neither minted nor given
/// to others nor spent. Of several reasons for a shortfall the first of: related, no rate, no budget, the cap that is
/// tightest, a barred share.
///
/// # Errors
/// [`KitError::Empty`] without shares.
pub fn decide(
    measure: Uint128,
    allowance: Allowance,
    credited: &[Credited],
) -> Result<Outcome, KitError> {
    let (left, tightest) = match (allowance, measure.is_zero()) {
        (Allowance::Related, _) => return Ok(Outcome::nothing(Shortfall::Related)),
        (_, true) => return Ok(Outcome::nothing(Shortfall::NoRate)),
        (Allowance::None, _) => return Ok(Outcome::nothing(Shortfall::NoBudget)),
        (Allowance::Left(left, tightest), _) => (left, tightest),
    };
    let admitted = measure.min(left);
    let weights: Vec<u128> = credited.iter().map(|c| u128::from(c.bps)).collect();
    let parts = math::split_exact(admitted, &weights);
    let parts = parts.map_err(|_| KitError::Empty { field: "shares" })?;
    let parts: Vec<(Addr, Uint128)> = credited
        .iter()
        .zip(parts)
        .filter(|(to, part)| !to.barred && !part.is_zero())
        .map(|(to, part)| (to.account.clone(), part))
        .collect();
    let minted = parts.iter().fold(Uint128::zero(), |sum, (_, part)| sum.saturating_add(*part));
    let shortfall = match (admitted < measure, minted < admitted) {
        (true, _) => Some(tightest),
        (false, true) => Some(Shortfall::Related),
        (false, false) => None,
    };
    Ok(Outcome { parts, minted, shortfall })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn to(account: &str, bps: u16, barred: bool) -> Credited {
        Credited { account: Addr::unchecked(account), bps, barred }
    }

    fn left(points: u128) -> Allowance {
        Allowance::Left(Uint128::new(points), Shortfall::Budget)
    }

    #[rstest]
    #[case::whole(9, left(9), 9, None)]
    #[case::more_than_enough(9, left(100), 9, None)]
    #[case::short(9, left(8), 8, Some(Shortfall::Budget))]
    #[case::spent(9, left(0), 0, Some(Shortfall::Budget))]
    #[case::pair(
        9,
        Allowance::Left(Uint128::new(2), Shortfall::PairCap),
        2,
        Some(Shortfall::PairCap)
    )]
    #[case::no_budget(9, Allowance::None, 0, Some(Shortfall::NoBudget))]
    #[case::no_rate(0, left(9), 0, Some(Shortfall::NoRate))]
    #[case::no_rate_first(0, Allowance::None, 0, Some(Shortfall::NoRate))]
    #[case::related(9, Allowance::Related, 0, Some(Shortfall::Related))]
    #[case::related_first(0, Allowance::Related, 0, Some(Shortfall::Related))]
    fn least_of_measure_and_left(
        #[case] measure: u128,
        #[case] allowance: Allowance,
        #[case] minted: u128,
        #[case] why: Option<Shortfall>,
    ) {
        let all = [to("a", 3_333, false), to("b", 6_667, false)];
        let found = decide(Uint128::new(measure), allowance, &all).unwrap();
        assert_eq!((found.minted.u128(), found.shortfall), (minted, why));
    }

    #[test]
    fn barred_parts_are_not_minted_nor_given_away() {
        let all = [to("a", 5_000, false), to("c", 3_000, true), to("b", 2_000, false)];
        let found = decide(Uint128::new(10), left(10), &all).unwrap();
        let (a, b) = (Addr::unchecked("a"), Addr::unchecked("b"));
        assert_eq!(found.parts, [(a, Uint128::new(5)), (b, Uint128::new(2))]);
        assert_eq!((found.minted.u128(), found.shortfall), (7, Some(Shortfall::Related)));
    }

    #[test]
    fn zero_parts_are_left_out() {
        let all = [to("a", 1, false), to("b", 9_999, false)];
        let found = decide(Uint128::new(1), left(1), &all).unwrap();
        assert_eq!(found.parts, [(Addr::unchecked("b"), Uint128::new(1))]);
        assert_eq!(found.shortfall, None);
    }

    #[test]
    fn nobody_to_credit_is_an_error() {
        let error = KitError::Empty { field: "shares" };
        assert_eq!(decide(Uint128::new(1), left(1), &[]), Err(error));
    }
}
