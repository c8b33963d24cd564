//! From the end of a job to what everybody gets.

use axiom_kit::math::{fee_up, mul_div_floor, split_exact, MathError};
use axiom_types::bounds::BPS;
use axiom_types::ledger::{EndReason, OnSilence};
use cosmwasm_std::{Addr, Uint128, Uint256};

/// Worker's part of the price, in basis points. `decided` is what the arbiter or both sides said; other ends ignore it.
pub fn worker_bps(reason: EndReason, policy: OnSilence, silence_bps: u16, decided: u16) -> u16 {
    match reason {
        EndReason::Approved => BPS,
        EndReason::ReviewerAbsent => match policy {
            OnSilence::PayWorker => BPS,
            OnSilence::RefundClient => 0,
        },
        EndReason::NotAccepted
        | EndReason::Declined
        | EndReason::Cancelled
        | EndReason::NotSubmitted
        | EndReason::NotReworked => 0,
        EndReason::Arbitrated | EndReason::Dissolved => decided,
        EndReason::ArbiterAbsent => silence_bps,
    }
}

/// A part of a whole in basis points: `floor(amount * bps / 10000)`, in favour of who keeps the rest.
///
/// # Errors
/// None for `bps` up to 10,000; beyond, [`MathError::Overflow`] above 128 bits.
pub fn part_floor(amount: Uint128, bps: u16) -> Result<Uint128, MathError> {
    mul_div_floor(amount, Uint256::from(bps), Uint256::from(BPS))
}

/// How an escrow is paid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// For the payees together.
    pub paid: Uint128,
    /// For the fee recipient.
    pub fee: Uint128,
    /// Back to the client.
    pub refunded: Uint128,
    /// Payees and fee recipient, each once, none with zero.
    pub payouts: Vec<(Addr, Uint128)>,
}

/// What a job of this price owes at its end.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// Price in base units.
    pub price: Uint128,
    /// Worker's part of it.
    pub worker_bps: u16,
    /// Fee on that part.
    pub fee_bps: u16,
    /// Who takes the fee.
    pub fee_recipient: &'a Addr,
    /// Who shares the rest, in basis points that sum to 10,000; empty before acceptance.
    pub payees: &'a [(Addr, u16)],
}

/// Splits a price: gross = `floor(price * worker_bps / 10000)` in favour of the client; fee rounded up on gross;
/// the rest of gross split exactly over the payees. paid + fee + refunded = price, and the payouts sum to paid + fee.
///
/// # Errors
/// [`MathError::BpsTooHigh`], [`MathError::PartExceedsWhole`] for a worker's part above 10,000,
/// [`MathError::ZeroTotal`] if something is due and there is no payee.
pub fn money(terms: &Terms<'_>) -> Result<Money, MathError> {
    let gross = part_floor(terms.price, terms.worker_bps)?;
    let whole = Uint256::from(terms.price);
    let above = MathError::PartExceedsWhole { part: Uint256::from(gross), whole };
    let refunded = terms.price.checked_sub(gross).map_err(|_| above)?;
    let fee = fee_up(gross, terms.fee_bps)?;
    let paid = gross.checked_sub(fee).map_err(|_| MathError::Overflow)?;
    let mut payouts = vec![];
    if !paid.is_zero() {
        let weights: Vec<u16> = terms.payees.iter().map(|(_, bps)| *bps).collect();
        for ((payee, _), amount) in terms.payees.iter().zip(split_exact(paid, &weights)?) {
            credit(&mut payouts, payee, amount)?;
        }
    }
    credit(&mut payouts, terms.fee_recipient, fee)?;
    Ok(Money { paid, fee, refunded, payouts })
}

/// Adds to the payout of an account: one row per account, no row of zero.
fn credit(
    payouts: &mut Vec<(Addr, Uint128)>,
    account: &Addr,
    amount: Uint128,
) -> Result<(), MathError> {
    if amount.is_zero() {
        return Ok(());
    }
    match payouts.iter_mut().find(|(known, _)| known == account) {
        Some((_, sum)) => *sum = sum.checked_add(amount).map_err(|_| MathError::Overflow)?,
        None => payouts.push((account.clone(), amount)),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(EndReason::Approved, 10_000)]
    #[case(EndReason::ReviewerAbsent, 10_000)]
    #[case(EndReason::NotAccepted, 0)]
    #[case(EndReason::Declined, 0)]
    #[case(EndReason::Cancelled, 0)]
    #[case(EndReason::NotSubmitted, 0)]
    #[case(EndReason::NotReworked, 0)]
    #[case(EndReason::Arbitrated, 33)]
    #[case(EndReason::ArbiterAbsent, 500)]
    #[case(EndReason::Dissolved, 33)]
    fn parts(#[case] reason: EndReason, #[case] bps: u16) {
        assert_eq!(worker_bps(reason, OnSilence::PayWorker, 500, 33), bps);
    }

    #[test]
    fn a_silent_reviewer_can_mean_a_refund() {
        let bps = worker_bps(EndReason::ReviewerAbsent, OnSilence::RefundClient, 500, 33);
        assert_eq!(bps, 0);
    }

    fn split(price: u128, worker_bps: u16, fee_bps: u16, payees: &[(&str, u16)]) -> Money {
        let payees: Vec<_> = payees.iter().map(|(a, b)| (Addr::unchecked(*a), *b)).collect();
        let fee_recipient = Addr::unchecked("treasury");
        let terms = Terms {
            price: price.into(),
            worker_bps,
            fee_bps,
            fee_recipient: &fee_recipient,
            payees: &payees,
        };
        money(&terms).unwrap()
    }

    fn rows(money: &Money) -> Vec<(&str, u128)> {
        money.payouts.iter().map(|(a, n)| (a.as_str(), n.u128())).collect()
    }

    #[test]
    fn a_round_price() {
        let m = split(1_000, 10_000, 500, &[("agent", 4_000), ("ann", 6_000)]);
        assert_eq!(rows(&m), [("agent", 380), ("ann", 570), ("treasury", 50)]);
        assert_eq!((m.paid.u128(), m.fee.u128(), m.refunded.u128()), (950, 50, 0));
    }

    #[test]
    fn rounding_favours_the_client_then_the_treasury() {
        let m = split(3, 5_000, 1, &[("ben", 10_000)]);
        assert_eq!(rows(&m), [("treasury", 1)]);
        assert_eq!((m.paid.u128(), m.fee.u128(), m.refunded.u128()), (0, 1, 2));
    }

    #[test]
    fn a_payee_that_takes_the_fee_too_has_one_row() {
        let m = split(100, 10_000, 1_000, &[("treasury", 5_000), ("ben", 5_000)]);
        assert_eq!(rows(&m), [("treasury", 55), ("ben", 45)]);
    }

    #[test]
    fn a_refund_needs_no_payee_and_pays_no_fee() {
        let m = split(100, 0, 3_000, &[]);
        assert_eq!(rows(&m), []);
        assert_eq!(m.refunded.u128(), 100);
    }

    #[test]
    fn a_share_that_rounds_to_zero_is_left_out() {
        let m = split(1, 10_000, 0, &[("ann", 1), ("ben", 9_999)]);
        assert_eq!(rows(&m), [("ben", 1)]);
    }

    #[rstest]
    fn it_always_sums(
        #[values(1, 2, 9_999, 1_000_003, u128::MAX)] price: u128,
        #[values(0, 1, 3_333, 9_999, 10_000)] worker_bps: u16,
        #[values(0, 1, 500, 3_000)] fee_bps: u16,
    ) {
        let m = split(price, worker_bps, fee_bps, &[("a", 1), ("b", 3_333), ("treasury", 6_666)]);
        let out: u128 = m.payouts.iter().map(|(_, n)| n.u128()).sum();
        assert_eq!(out, m.paid.u128() + m.fee.u128());
        assert_eq!(out + m.refunded.u128(), price);
        assert!(m.payouts.iter().all(|(_, n)| !n.is_zero()));
    }

    #[test]
    fn damaged_terms_are_errors() {
        let nobody = Addr::unchecked("treasury");
        let terms = Terms {
            price: Uint128::new(10),
            worker_bps: 10_000,
            fee_bps: 0,
            fee_recipient: &nobody,
            payees: &[],
        };
        assert_eq!(money(&terms), Err(MathError::ZeroTotal));
        let high = Terms { worker_bps: 10_001, price: Uint128::new(10_000), ..terms };
        assert!(matches!(money(&high), Err(MathError::PartExceedsWhole { .. })));
        let fee = Terms { fee_bps: 10_001, ..terms };
        assert!(matches!(money(&fee), Err(MathError::BpsTooHigh { .. })));
    }
}
