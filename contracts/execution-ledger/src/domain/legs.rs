//! Gas limits of the legs of a settlement.
//!
//! A limit keeps a broken peer from blocking a settlement for ever: it burns its limit and no more. A chain applies it
//! only if it is below the gas that remains, so nobody can make a leg fail by sending little gas. Hence generous: about
//! three times what the honest work of the leg was measured to cost, plus the worst append of a mountain range.

use axiom_types::bounds::{HOOK_GAS, MAX_HOOKS};
use axiom_types::ledger::Leg;

/// Release of an escrow: loading the distributor, reading and removing the escrow.
pub const MONEY_BASE: u64 = 250_000;
/// One payout: one balance read and written.
pub const MONEY_PER_PAYOUT: u64 = 30_000;
/// A report: loading the tracker, budgets and caps, the domain's total, the record. Hooks come on top.
pub const SCORE_BASE: u64 = 450_000;
/// One share: the account's head moved and written, its cw4 weight.
pub const SCORE_PER_SHARE: u64 = 60_000;
/// One cell with its leaf.
pub const RESULT_BASE: u64 = 250_000;

/// Gas limit of a leg's first try. `items`: payouts of the money leg, shares of the score leg.
pub fn gas_limit(leg: Leg, items: usize) -> u64 {
    let items = u64::try_from(items).unwrap_or(u64::MAX);
    match leg {
        Leg::Money => MONEY_BASE.saturating_add(MONEY_PER_PAYOUT.saturating_mul(items)),
        Leg::Score => {
            let hooks = u64::try_from(MAX_HOOKS).unwrap_or(u64::MAX).saturating_mul(HOOK_GAS);
            let shares = SCORE_PER_SHARE.saturating_mul(items);
            SCORE_BASE.saturating_add(shares).saturating_add(hooks)
        }
        Leg::Result => RESULT_BASE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(Leg::Money, 0, 250_000)]
    #[case(Leg::Money, 9, 520_000)]
    #[case(Leg::Score, 1, 1_710_000)]
    #[case(Leg::Score, 8, 2_130_000)]
    #[case(Leg::Result, 5, 250_000)]
    fn limits(#[case] leg: Leg, #[case] items: usize, #[case] gas: u64) {
        assert_eq!(gas_limit(leg, items), gas);
    }
}
