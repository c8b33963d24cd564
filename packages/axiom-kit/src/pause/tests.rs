#![allow(clippy::arithmetic_side_effects)]

use cosmwasm_std::testing::MockStorage;
use rstest::rstest;

use super::*;

#[rstest]
#[case::before_anything(0, false, 0)]
#[case::at_the_first_second(100, true, 0)]
#[case::within(105, true, 5)]
#[case::last_second(109, true, 9)]
#[case::lapsed_by_itself(110, false, 10)]
#[case::long_after(9_999, false, 10)]
fn a_pause_of_ten_seconds_from_100(#[case] now: u64, #[case] paused: bool, #[case] sum: u64) {
    let mut storage = MockStorage::new();
    if now < 100 {
        assert_eq!(ensure_open(&storage, now), Ok(()));
        return;
    }
    assert_eq!(set(&mut storage, 100, 10), Ok(110));
    let open = ensure_open(&storage, now);
    assert_eq!(open, if paused { Err(KitError::Paused { until: 110 }) } else { Ok(()) });
    assert_eq!(paused_seconds(&storage, now), Ok(sum));
    let until = paused.then_some(110);
    assert_eq!(status(&storage, now), Ok(PauseStatus { paused, until, paused_seconds: sum }));
}

#[test]
fn never_paused_costs_nothing_and_says_so() {
    let storage = MockStorage::new();
    let wanted = PauseStatus { paused: false, until: None, paused_seconds: 0 };
    assert_eq!(status(&storage, 5), Ok(wanted));
    assert_eq!(paused_seconds(&storage, u64::MAX), Ok(0));
}

#[test]
fn pauses_add_up_whether_they_lapse_are_replaced_or_are_ended() {
    let mut storage = MockStorage::new();
    set(&mut storage, 100, 10).unwrap(); // lapses at 110: 10
    set(&mut storage, 200, 50).unwrap(); // replaced at 220: 20
    assert_eq!(set(&mut storage, 220, 5), Ok(225)); // a shorter one replaces a longer one
    assert_eq!(ensure_open(&storage, 225), Ok(()));
    assert_eq!(paused_seconds(&storage, 222), Ok(32));
    clear(&mut storage, 223).unwrap(); // ended: 3
    assert_eq!(ensure_open(&storage, 223), Ok(()));
    assert_eq!(paused_seconds(&storage, 1_000), Ok(33));
    set(&mut storage, 1_000, 1).unwrap();
    assert_eq!(paused_seconds(&storage, 1_001), Ok(34));
}

#[rstest]
#[case(0, Err(KitError::PauseEmpty {}))]
#[case(1, Ok(101))]
#[case(MAX_PAUSE, Ok(100 + MAX_PAUSE))]
#[case(MAX_PAUSE + 1, Err(KitError::PauseTooLong { seconds: MAX_PAUSE + 1, max: MAX_PAUSE }))]
#[case(u64::MAX, Err(KitError::PauseTooLong { seconds: u64::MAX, max: MAX_PAUSE }))]
fn length_of_a_pause(#[case] seconds: u64, #[case] wanted: Result<u64, KitError>) {
    let mut storage = MockStorage::new();
    let refused = wanted.is_err();
    assert_eq!(set(&mut storage, 100, seconds), wanted);
    assert_eq!(storage.get(b"z").is_none(), refused);
}

#[test]
fn only_a_running_pause_can_be_ended() {
    let mut storage = MockStorage::new();
    assert_eq!(clear(&mut storage, 5), Err(KitError::NotPaused {}));
    set(&mut storage, 100, 10).unwrap();
    assert_eq!(clear(&mut storage, 110), Err(KitError::NotPaused {}));
    assert_eq!(paused_seconds(&storage, 110), Ok(10));
    set(&mut storage, 200, 10).unwrap();
    assert_eq!(clear(&mut storage, 204), Ok(()));
    assert_eq!(clear(&mut storage, 204), Err(KitError::NotPaused {}));
}

#[test]
fn an_unknown_record_is_an_error_and_not_an_open_door() {
    let mut storage = MockStorage::new();
    storage.set(b"z", &[7, 7]);
    assert!(matches!(ensure_open(&storage, 1), Err(KitError::Std(_))));
    assert!(paused_seconds(&storage, 1).is_err());
}

#[test]
fn the_sum_never_falls_and_never_outruns_the_clock() {
    let mut storage = MockStorage::new();
    let mut last = 0;
    for now in 1_000..1_200u64 {
        match now % 17 {
            0 => drop(set(&mut storage, now, now % 29 + 1)),
            9 => drop(clear(&mut storage, now)),
            _ => {}
        }
        let sum = paused_seconds(&storage, now).unwrap();
        assert!(sum == last || sum == last + 1, "at {now}: {last} then {sum}");
        last = sum;
    }
    assert!(last > 20);
}
