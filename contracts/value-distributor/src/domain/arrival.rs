//! What an incoming cw20 transfer is worth.

use cosmwasm_std::Uint128;

/// Base units to credit for a token's message of `announced` base units: never more than what the token's balance
/// answer exceeds what is owed already. A token that takes a fee, or sends no token at all, is credited for what is
/// there. Rounds nothing; errs in favour of those who are owed.
pub fn credited_of(announced: Uint128, real: Uint128, tracked: Uint128) -> Uint128 {
    announced.min(real.saturating_sub(tracked))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::honest(100, 100, 0, 100)]
    #[case::fee_on_transfer(100, 95, 0, 95)]
    #[case::spoofed(100, 500, 500, 0)]
    #[case::surplus_before(100, 700, 500, 100)]
    #[case::insolvent(100, 400, 500, 0)]
    #[case::zero(0, 10, 0, 0)]
    #[case::largest(u128::MAX, u128::MAX, 1, u128::MAX - 1)]
    fn credits(#[case] said: u128, #[case] real: u128, #[case] owed: u128, #[case] want: u128) {
        let got = credited_of(said.into(), real.into(), owed.into());
        assert_eq!(got.u128(), want);
    }
}
