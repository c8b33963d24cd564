#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use axiom_oracle::{money, pool::IndexPool, BigRational, BigUint};
use proptest::prelude::*;
use rstest::rstest;

fn n(value: u128) -> Uint128 {
    Uint128::new(value)
}

fn w(value: u128) -> Uint256 {
    Uint256::from(value)
}

#[rstest]
#[case(0, 500, 0)]
#[case(1, 1, 1)]
#[case(1_000, 500, 50)]
#[case(1_001, 500, 51)]
#[case(7, 0, 0)]
#[case(7, 10_000, 7)]
#[case(u128::MAX, 10_000, u128::MAX)]
fn fees_round_up(#[case] amount: u128, #[case] bps: u16, #[case] fee: u128) {
    assert_eq!(fee_up(n(amount), bps), Ok(n(fee)));
}

#[test]
fn a_fee_above_the_whole_is_refused() {
    let expected = MathError::BpsTooHigh { bps: 10_001, max: 10_000 };
    assert_eq!(fee_up(n(1), 10_001), Err(expected));
}

#[rstest]
#[case(10, &[1, 1, 1], &[3, 3, 4])]
#[case(0, &[1, 2], &[0, 0])]
#[case(5, &[0, 3, 0], &[0, 5, 0])]
#[case(950, &[7_000, 3_000], &[665, 285])]
#[case(u128::MAX, &[u128::MAX, u128::MAX], &[u128::MAX >> 1, (u128::MAX >> 1) + 1])]
fn splits_sum_exactly(#[case] amount: u128, #[case] weights: &[u128], #[case] parts: &[u128]) {
    let parts: Vec<_> = parts.iter().copied().map(n).collect();
    assert_eq!(split_exact(n(amount), weights), Ok(parts));
}

#[test]
fn a_split_needs_a_weight() {
    assert_eq!(split_exact::<u32>(n(5), &[]), Err(MathError::ZeroTotal));
    assert_eq!(split_exact(n(5), &[0u16, 0]), Err(MathError::ZeroTotal));
}

#[test]
fn products_are_wide_and_results_are_not() {
    assert_eq!(mul_div_floor(n(7), w(10), w(4)), Ok(n(17)));
    assert_eq!(mul_div_ceil(n(7), w(10), w(4)), Ok(n(18)));
    assert_eq!(mul_div_ceil(n(8), w(10), w(4)), Ok(n(20)));
    assert_eq!(mul_div_floor(Uint128::MAX, Uint256::MAX, Uint256::MAX), Ok(Uint128::MAX));
    assert_eq!(mul_div_ceil(Uint128::MAX, Uint256::MAX, Uint256::MAX), Ok(Uint128::MAX));
    for calc in [mul_div_floor, mul_div_ceil] {
        assert_eq!(calc(n(1), w(1), w(0)), Err(MathError::ZeroTotal));
        assert_eq!(calc(Uint128::MAX, w(2), w(1)), Err(MathError::Overflow));
        assert_eq!(calc(Uint128::MAX, Uint256::MAX, w(1)), Err(MathError::Overflow));
    }
}

#[test]
fn a_share_is_part_of_its_whole() {
    assert_eq!(pro_rata_floor(n(100), w(2), w(3)), Ok(n(66)));
    assert_eq!(pro_rata_floor(n(100), w(3), w(3)), Ok(n(100)));
    assert_eq!(pro_rata_floor(n(100), w(0), w(0)), Err(MathError::ZeroTotal));
    let expected = MathError::PartExceedsWhole { part: w(4), whole: w(3) };
    assert_eq!(pro_rata_floor(n(100), w(4), w(3)), Err(expected));
}

#[rstest]
#[case(0, 30, 0)]
#[case(1, 30, 3)]
#[case(29, 30, 96)]
#[case(30, 30, 100)]
#[case(31, 30, 100)]
#[case(0, 0, 100)]
fn a_line_releases_all_in_the_end(#[case] elapsed: u64, #[case] over: u64, #[case] out: u128) {
    assert_eq!(released_floor(n(100), elapsed, over), Ok(n(out)));
}

#[test]
fn an_accumulator_refuses_what_it_cannot_share() {
    let mut pool = Accumulator::default();
    assert_eq!(pool.add(n(5), n(0)), Err(MathError::ZeroTotal));
    assert_eq!(pool, Accumulator::default());

    pool.add(n(9), n(3)).unwrap();
    assert_eq!(pool.owed(n(2), w(0)), Ok(n(6)));
    assert_eq!(pool.owed(n(2), pool.index), Ok(n(0)));
    let from = pool.index + w(1);
    assert_eq!(pool.owed(n(2), from), Err(MathError::IndexAhead { from, index: pool.index }));

    let full = Accumulator { index: Uint256::MAX, remainder: w(0) };
    let mut copy = full;
    assert_eq!(copy.add(n(1), n(1)), Err(MathError::Overflow));
    assert_eq!(copy, full);
    assert_eq!(full.owed(n(2), w(0)), Err(MathError::Overflow));
    let start = MemberCursor::default();
    let mut cursor = start;
    assert_eq!(cursor.settle(&full, n(2)), Err(MathError::Overflow));
    assert_eq!(cursor, start);
}

#[test]
fn the_remainder_is_shared_later() {
    // One token among three: a third each, and 2^96 mod 3 = 1 part stays.
    let mut pool = Accumulator::default();
    let mut members = [MemberCursor::default(); 3];
    pool.add(n(1), n(3)).unwrap();
    assert_eq!(pool.remainder, w(1));
    for member in &mut members {
        assert_eq!(member.settle(&pool, n(1)), Ok(n(0)));
    }
    pool.add(n(2), n(3)).unwrap();
    assert_eq!(pool.remainder, w(0));
    for member in &mut members {
        assert_eq!(member.settle(&pool, n(1)), Ok(n(1)));
        assert_eq!(member.fraction, n(0));
    }
    let late = MemberCursor::joining(&pool);
    assert_eq!(pool.owed(n(9), late.index), Ok(n(0)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn splits_agree_with_the_reference(
        amount in any::<u128>(), weights in prop::collection::vec(any::<u128>(), 1..12),
    ) {
        prop_assume!(weights.iter().any(|weight| *weight > 0));
        let parts = split_exact(n(amount), &weights).unwrap();
        let values: Vec<u128> = parts.iter().map(|part| part.u128()).collect();
        prop_assert_eq!(values.iter().sum::<u128>(), amount);
        prop_assert_eq!(values, money::split(amount, &weights));
    }

    #[test]
    fn fees_agree_and_splitting_a_job_saves_nothing(a in any::<u64>(), b in any::<u64>(), bps in 0u16..=10_000) {
        let fee = |amount: u128| fee_up(n(amount), bps).unwrap().u128();
        let (a, b) = (u128::from(a), u128::from(b));
        prop_assert_eq!(fee(a), money::fee(a, bps.into()));
        prop_assert!(fee(a) + fee(b) >= fee(a + b));
        prop_assert!(fee(a) <= a);
    }

    #[test]
    fn payouts_agree(fund in any::<u128>(), a in any::<[u8; 32]>(), b in any::<[u8; 32]>()) {
        let (member, total) = (a.min(b), a.max(b));
        let paid = pro_rata_floor(n(fund), Uint256::new(member), Uint256::new(total)).unwrap();
        let big = |bytes: &[u8; 32]| BigUint::from_bytes_be(bytes);
        prop_assert_eq!(paid.u128(), money::pro_rata(fund, &big(&member), &big(&total)));
    }

    #[test]
    fn releases_agree(amount in any::<u128>(), over in any::<u64>(), part in any::<u64>()) {
        let elapsed = part % over.saturating_add(2).max(1);
        let released = released_floor(n(amount), elapsed, over).unwrap();
        prop_assert_eq!(released.u128(), money::released(amount, 0, over, elapsed));
    }

    /// Deposits, changes of weight and claims in any order, against the reference.
    #[test]
    fn pools_agree_and_keep_their_dust(
        steps in prop::collection::vec((0u8..3, 0usize..5, 0u64..1_000_000_000), 1..60),
    ) {
        let names = ["a", "b", "c", "d", "e"];
        let mut reference = IndexPool::default();
        let mut pool = Accumulator::default();
        let mut members = [(MemberCursor::default(), 0u128, 0u128); 5];
        let (mut waiting, mut added, mut paid) = (0u128, 0u128, 0u128);
        for (kind, who, value) in steps {
            let total: u128 = members.iter().map(|(_, weight, _)| weight).sum();
            let (cursor, weight, due) = &mut members[who];
            match kind {
                0 => {
                    reference.add(value.into());
                    waiting += u128::from(value);
                    if pool.add(n(waiting), n(total)).is_ok() {
                        added += std::mem::take(&mut waiting);
                    }
                    prop_assert_eq!(waiting, reference.waiting());
                }
                1 => {
                    reference.set_weight(names[who], value.into());
                    *due += cursor.settle(&pool, n(*weight)).unwrap().u128();
                    *weight = value.into();
                }
                _ => {
                    *due += cursor.settle(&pool, n(*weight)).unwrap().u128();
                    prop_assert_eq!(*due, reference.claim(names[who]));
                    paid += std::mem::take(due);
                }
            }
        }
        for ((cursor, weight, due), name) in members.iter_mut().zip(names) {
            *due += cursor.settle(&pool, n(*weight)).unwrap().u128();
            paid += *due;
            let all = reference.paid(name) + reference.owed(name);
            prop_assert!(BigRational::from_integer(all.into()) <= reference.exact(name));
        }
        prop_assert!(paid <= added);
        prop_assert!(added - paid <= 5, "dust {}", added - paid);
    }

    #[test]
    fn many_claims_pay_what_one_does(
        amounts in prop::collection::vec(any::<u64>(), 1..40), shares in 1u64.., others in any::<u64>(),
    ) {
        let total = n(u128::from(shares) + u128::from(others));
        let shares = n(shares.into());
        let mut pool = Accumulator::default();
        let mut often = MemberCursor::default();
        let mut paid = Uint128::zero();
        for amount in &amounts {
            pool.add(n((*amount).into()), total).unwrap();
            paid += often.settle(&pool, shares).unwrap();
        }
        let mut once = MemberCursor::default();
        prop_assert_eq!(paid, once.settle(&pool, shares).unwrap());
        prop_assert_eq!(often, once);

        // Nor does it matter that the money came in pieces.
        let mut whole = Accumulator::default();
        whole.add(n(amounts.iter().map(|a| u128::from(*a)).sum()), total).unwrap();
        prop_assert_eq!(whole, pool);
    }
}
