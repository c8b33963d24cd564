#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::cast_possible_truncation)]

use super::*;
use axiom_oracle::{decay as oracle, BigUint};
use proptest::prelude::*;
use rstest::rstest;

const DAY: u64 = 86_400;
const CLOCK: Clock = Clock { landmark: 1_000, half_life: 90 * DAY };

fn big(value: Uint256) -> BigUint {
    BigUint::from_bytes_be(&value.to_be_bytes())
}

fn reference(clock: &Clock) -> oracle::Clock {
    oracle::Clock { landmark: clock.landmark, half_life: clock.half_life }
}

/// Whether `computed` is within the stated bound below `exact`, itself the true value rounded down.
fn within_bound(computed: &BigUint, exact: &BigUint) -> bool {
    // true - computed < true * 2^-120 + 1 and true < exact + 1 give, in integers:
    computed <= exact && exact - computed <= ((exact + 1u8) >> 120u32) + 1u8
}

#[test]
fn constants() {
    // 2^(2^-i) by repeated integer square roots with 472 spare bits.
    let one = BigUint::from(1u8) << 600u32;
    let mut power = &one * 2u8;
    for root in ROOTS {
        power = (&power * &one).sqrt();
        assert_eq!((&power - &one) >> 472u32, BigUint::from(root));
    }
    let ln_2: BigUint = (1u32..=600).map(|k| (BigUint::from(1u8) << (600 - k)) / k).sum();
    assert_eq!(ln_2 >> 472u32, BigUint::from(LN_2));
}

#[rstest]
#[case(0, 0, 40)]
#[case(1, 0, 40)]
#[case(1, 1, 41)]
#[case(7, 88, 128)]
#[case(1 << 96, 99, 139)]
#[case(1 << 96, 100, 140)]
fn units_are_exact_at_whole_half_lives(
    #[case] amount: u128,
    #[case] half_lives: u64,
    #[case] bits: u32,
) {
    let now = CLOCK.landmark + half_lives * CLOCK.half_life;
    let units = CLOCK.units(Uint128::new(amount), now).unwrap();
    assert_eq!(units, Uint256::from(amount).checked_shl(bits).unwrap());
    assert_eq!(CLOCK.score(units, now), Ok(Uint128::new(amount)));
    assert_eq!(CLOCK.half_lives(now), Ok(half_lives));
}

#[test]
fn a_score_halves_and_ends_at_zero() {
    let units = CLOCK.units(Uint128::new(1_000), 1_000).unwrap();
    for (half_lives, score) in [(0, 1_000), (1, 500), (2, 250), (3, 125), (4, 62), (9, 1), (10, 0)]
    {
        let now = 1_000 + half_lives * CLOCK.half_life;
        assert_eq!(CLOCK.score(units, now), Ok(Uint128::new(score)), "{half_lives} half-lives");
    }
    assert_eq!(CLOCK.score(units, 1_000 + CLOCK.half_life / 2), Ok(Uint128::new(707)));
    assert_eq!(CLOCK.score(Uint256::MAX, u64::MAX), Ok(Uint128::zero()));
    let fast = Clock { landmark: 0, half_life: 1 };
    assert_eq!(fast.score(Uint256::MAX, u64::MAX), Ok(Uint128::zero()));
    assert_eq!(fast.score(Uint256::MAX, 217), Ok(Uint128::zero()));
    assert_eq!(fast.score(Uint256::MAX, 215), Ok(Uint128::one()));
}

#[test]
fn what_is_refused() {
    let before = DecayError::TimeBeforeLandmark { now: 999, landmark: 1_000 };
    assert_eq!(CLOCK.units(Uint128::one(), 999), Err(before.clone()));
    assert_eq!(CLOCK.score(Uint256::one(), 999), Err(before.clone()));
    assert_eq!(CLOCK.half_lives(999), Err(before));

    let stopped = Clock { landmark: 0, half_life: 0 };
    assert_eq!(stopped.units(Uint128::one(), 5), Err(DecayError::ZeroHalfLife));
    assert_eq!(stopped.score(Uint256::one(), 5), Err(DecayError::ZeroHalfLife));
    assert_eq!(stopped.half_lives(5), Err(DecayError::ZeroHalfLife));

    let amount = Uint128::new((1 << 96) + 1);
    let large = DecayError::AmountTooLarge { amount, max: Uint128::new(1 << 96) };
    assert_eq!(CLOCK.units(amount, 1_000), Err(large));

    let last = 1_000 + 100 * CLOCK.half_life;
    assert!(CLOCK.units(Uint128::one(), last).is_ok());
    let exhausted = DecayError::HeadroomExhausted { half_lives: 100, max: 100 };
    assert_eq!(CLOCK.units(Uint128::one(), last + 1), Err(exhausted));

    let overflow = DecayError::ScoreOverflow { units: Uint256::MAX };
    assert_eq!(CLOCK.score(Uint256::MAX, 1_000), Err(overflow));
}

#[test]
fn weights_round_down_and_fit() {
    let max = Uint256::from(u64::MAX);
    assert_eq!(weight(max, 0), Ok(u64::MAX));
    assert_eq!(weight(Uint256::from(1023u64), 10), Ok(0));
    assert_eq!(weight(Uint256::from(1024u64), 10), Ok(1));
    assert_eq!(weight(Uint256::MAX, 192), Ok(u64::MAX));
    assert_eq!(weight(Uint256::MAX, 256), Ok(0));
    assert_eq!(weight(Uint256::MAX, u32::MAX), Ok(0));
    for (units, shift) in [(Uint256::from(1u128 << 64), 0), (Uint256::MAX, 191), (Uint256::MAX, 0)]
    {
        assert_eq!(weight(units, shift), Err(DecayError::WeightOverflow { units, shift }));
    }
}

fn half_life() -> impl Strategy<Value = u64> {
    prop_oneof![1u64..100, 604_800u64..3_155_760_000, any::<u64>().prop_map(|h| h | 1)]
}

fn amount() -> impl Strategy<Value = u128> {
    (any::<u128>(), 32u32..=128).prop_map(|(a, shift)| a.checked_shr(shift).unwrap_or(0))
}

/// A clock and a time at which units can be added.
fn moment() -> impl Strategy<Value = (Clock, u64)> {
    (half_life(), any::<u64>(), 0u64..1_000_000).prop_map(|(half_life, at, landmark)| {
        let span = half_life.saturating_mul(100).min(u64::MAX - landmark);
        (Clock { landmark, half_life }, landmark + at % span.max(1))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn units_keep_the_bound((clock, now) in moment(), amount in amount()) {
        let units = big(clock.units(Uint128::new(amount), now).unwrap());
        let exact = reference(&clock).units(amount, now);
        prop_assert!(within_bound(&units, &exact), "{} against {}", units, exact);
    }

    #[test]
    fn scores_keep_the_bound((clock, now) in moment(), bytes in any::<[u8; 32]>(), drop in 88u32..256) {
        let units = Uint256::from_be_bytes(bytes).checked_shr(drop).unwrap();
        let score = BigUint::from(clock.score(units, now).unwrap().u128());
        let exact = BigUint::from(reference(&clock).score(&big(units), now));
        prop_assert!(within_bound(&score, &exact), "{} against {}", score, exact);
    }

    #[test]
    fn weights_agree(bytes in any::<[u8; 32]>(), shift in 0u32..300) {
        let units = Uint256::from_be_bytes(bytes);
        let fits = (big(units) >> shift).bits() <= 64;
        let exact = || oracle::Clock::weight(&big(units), shift.into());
        prop_assert_eq!(weight(units, shift).ok(), fits.then(exact));
    }

    #[test]
    fn the_round_trip_loses_at_most_one((clock, now) in moment(), amount in amount()) {
        let units = clock.units(Uint128::new(amount), now).unwrap();
        let back = clock.score(units, now).unwrap().u128();
        prop_assert!(back == amount || back + 1 == amount, "{} of {}", back, amount);
    }

    #[test]
    fn units_grow_and_scores_fall(
        (clock, now) in moment(), small in amount(), more in amount(), later in 1u64..1_000,
    ) {
        let points = Uint128::new(small);
        let units = clock.units(points, now).unwrap();
        let larger = Uint128::new((small + more).min(1 << 96));
        prop_assert!(clock.units(larger, now).unwrap() >= units);
        let next = now.saturating_add(later);
        if let Ok(then) = clock.units(points, next) {
            prop_assert!(then >= units);
        }
        prop_assert!(clock.score(units, next).unwrap() <= clock.score(units, now).unwrap());
    }

    #[test]
    fn a_total_is_worth_at_least_its_parts((clock, now) in moment(), a in amount(), b in amount(), later in any::<u32>()) {
        let (a, b) = (Uint128::new(a), Uint128::new(b));
        let (u, v) = (clock.units(a, now).unwrap(), clock.units(b, now).unwrap());
        let then = now.saturating_add(u64::from(later));
        let total = clock.score(u.checked_add(v).unwrap(), then).unwrap();
        let parts = clock.score(u, then).unwrap() + clock.score(v, then).unwrap();
        prop_assert!(total >= parts && total <= parts + Uint128::one());
    }
}
