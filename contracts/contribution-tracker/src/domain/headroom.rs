//! How long the weights of the voting domain last.

use axiom_kit::decay::MAX_HALF_LIVES;
use axiom_types::tracker::HeadroomResponse;

/// Headroom after `half_lives` with this total weight; each number rounded down.
pub fn headroom(half_lives: u64, total_weight: u64) -> HeadroomResponse {
    HeadroomResponse {
        half_lives_used: half_lives,
        weight_doublings_left: total_weight.leading_zeros(),
        half_lives_left: MAX_HALF_LIVES.saturating_sub(half_lives),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0, 0, 64, 100)]
    #[case(0, 1, 63, 100)]
    #[case(3, 1 << 20, 43, 97)]
    #[case(100, u64::MAX, 0, 0)]
    #[case(400, 2, 62, 0)]
    fn table(#[case] used: u64, #[case] weight: u64, #[case] doublings: u32, #[case] left: u64) {
        let found = headroom(used, weight);
        assert_eq!(found.half_lives_used, used);
        assert_eq!((found.weight_doublings_left, found.half_lives_left), (doublings, left));
        assert!(u128::from(weight) << doublings < 1 << 64, "that many doublings fit");
    }
}
