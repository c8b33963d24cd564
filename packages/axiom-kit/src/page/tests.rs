use rstest::rstest;

use super::*;

#[rstest]
#[case(None, 30, 10)]
#[case(Some(0), 0, 0)]
#[case(Some(29), 29, 29)]
#[case(Some(31), 31, 30)]
#[case(Some(100), 100, 30)]
#[case(Some(101), 100, 30)]
#[case(Some(u32::MAX), 100, 30)]
fn rows(#[case] asked: Option<u32>, #[case] ours: usize, #[case] cw: usize) {
    assert_eq!((limit(asked), cw_limit(asked)), (ours, cw));
}
