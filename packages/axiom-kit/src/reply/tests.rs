use proptest::prelude::*;
use rstest::rstest;

use super::*;

#[rstest]
#[case(0, 0, 0)]
#[case(3, 0, 3)]
#[case(0, 1, 256)]
#[case(255, (1 << 56) - 1, u64::MAX)]
fn ids(#[case] kind: u8, #[case] key: u64, #[case] wanted: u64) {
    assert_eq!(id(kind, key), Ok(wanted));
    assert_eq!(parse(wanted), (kind, key));
}

#[rstest]
#[case(1 << 56)]
#[case(u64::MAX)]
fn a_key_that_does_not_fit(#[case] key: u64) {
    assert_eq!(id(1, key), Err(KitError::ReplyKeyTooLarge { key }));
}

#[test]
fn unknown_ids_are_named() {
    assert_eq!(unknown(77), KitError::UnknownReply { id: 77 });
}

proptest! {
    #[test]
    fn kind_and_key_come_back(kind: u8, key in 0..1u64 << 56) {
        prop_assert_eq!(id(kind, key).map(parse), Ok((kind, key)));
    }

    #[test]
    fn every_id_has_one_kind_and_key(any_id: u64) {
        let (kind, key) = parse(any_id);
        prop_assert_eq!(id(kind, key), Ok(any_id));
    }
}
