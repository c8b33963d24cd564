//! What a budget has left.

use axiom_types::tracker::Shortfall;
use cosmwasm_std::Uint128;

/// Points per epoch that a grant allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caps {
    /// All its clients together.
    pub total: Uint128,
    /// One client.
    pub per_client: Uint128,
    /// One client and one worker.
    pub per_pair: Uint128,
}

/// Points of a grant spent in the open epoch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// By all its clients.
    pub total: Uint128,
    /// By this client.
    pub client: Uint128,
    /// Between this client and this worker.
    pub pair: Uint128,
}

/// Points left: the least of what all, this client and this pair have left, and the reason that is given if that is
/// too little. A cap that was lowered below what is spent leaves zero.
pub fn left(caps: &Caps, spent: &Spent) -> (Uint128, Shortfall) {
    let budget =
        caps.total.saturating_sub(spent.total).min(caps.per_client.saturating_sub(spent.client));
    let pair = caps.per_pair.saturating_sub(spent.pair);
    match pair < budget {
        true => (pair, Shortfall::PairCap),
        false => (budget, Shortfall::Budget),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case([100, 50, 20], [0, 0, 0], 20, Shortfall::PairCap)]
    #[case([100, 50, 20], [0, 35, 0], 15, Shortfall::Budget)]
    #[case([100, 50, 20], [95, 35, 0], 5, Shortfall::Budget)]
    #[case([100, 50, 20], [95, 35, 17], 3, Shortfall::PairCap)]
    #[case([100, 50, 20], [100, 0, 0], 0, Shortfall::Budget)]
    #[case([100, 50, 20], [0, 0, 21], 0, Shortfall::PairCap)]
    #[case([10, 10, 10], [99, 99, 99], 0, Shortfall::Budget)]
    fn tightest_cap_counts(
        #[case] caps: [u128; 3],
        #[case] spent: [u128; 3],
        #[case] points: u128,
        #[case] why: Shortfall,
    ) {
        let [total, per_client, per_pair] = caps.map(Uint128::new);
        let [all, client, pair] = spent.map(Uint128::new);
        let found =
            left(&Caps { total, per_client, per_pair }, &Spent { total: all, client, pair });
        assert_eq!(found, (Uint128::new(points), why));
    }
}
