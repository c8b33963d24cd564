use rstest::rstest;

use super::*;

#[rstest]
#[case::one_second_early(1_099, 60, 0, false)]
#[case::on_time(1_100, 60, 0, true)]
#[case::one_second_late(1_101, 60, 0, true)]
#[case::one_block_short(1_100, 59, 0, false)]
#[case::far_too_late_but_chain_halted(9_999_999, 59, 0, false)]
#[case::paused_before_entry_only(1_100, 60, 7, true)]
#[case::paused_since_and_early(1_119, 60, 27, false)]
#[case::paused_since_and_on_time(1_120, 60, 27, true)]
fn hundred_seconds_and_ten_blocks(
    #[case] now: u64,
    #[case] height: u64,
    #[case] idle_now: u64,
    #[case] wanted: bool,
) {
    let deadline = Deadline::after(1_000, 50, 100, 10, 7);
    assert_eq!(deadline.passed(now, height, idle_now), wanted);
}

#[test]
fn the_end_moves_with_paused_time() {
    let deadline = Deadline::after(1_000, 50, 100, 10, 7);
    assert_eq!(deadline.ends_at(7), 1_100);
    assert_eq!(deadline.ends_at(10), 1_103);
    assert_eq!(deadline.extended(40).ends_at(10), 1_143);
}

#[test]
fn beyond_the_clock_it_never_ends() {
    let deadline = Deadline::after(1_000, u64::MAX, u64::MAX, 5, 0);
    assert_eq!(deadline.ends_at(u64::MAX), u64::MAX);
    assert!(!deadline.passed(u64::MAX - 1, u64::MAX, 0));
}

#[test]
fn twenty_four_bytes_come_back() {
    let deadline = Deadline { at: 1, min_height: 2, idle: u64::MAX };
    let mut out = Writer::new();
    deadline.write(&mut out);
    let bytes = out.into_bytes();
    assert_eq!(bytes.len(), 24);
    assert_eq!(Deadline::read(&mut Reader::new(&bytes)), Some(deadline));
    assert_eq!(Deadline::read(&mut Reader::new(&bytes[..23])), None);
}
