use axiom_types::bounds::MAX_NAME_LEN;
use cosmwasm_std::testing::{message_info, MockApi};
use cosmwasm_std::{coin, coins};
use rstest::rstest;

use super::*;

#[test]
fn coins_are_refused_by_name() {
    let anna = Addr::unchecked("anna");
    assert_eq!(no_funds(&message_info(&anna, &[])), Ok(()));
    let two = [coin(5, "uatom"), coin(7, "uosmo")];
    let wanted = KitError::FundsSent { coins: "5uatom,7uosmo".to_string() };
    assert_eq!(wanted.to_string(), "this message takes no coins: got 5uatom,7uosmo");
    assert_eq!(no_funds(&message_info(&anna, &two)), Err(wanted));
    let zero = KitError::FundsSent { coins: "0uatom".to_string() };
    assert_eq!(no_funds(&message_info(&anna, &coins(0, "uatom"))), Err(zero));
    let long: Vec<_> = (0..50).map(|n| coin(n, "factory/some/long/denom")).collect();
    let Err(KitError::FundsSent { coins }) = no_funds(&message_info(&anna, &long)) else {
        panic!("expected a refusal");
    };
    assert_eq!(coins.len(), 60);
}

#[rstest]
#[case("code", true)]
#[case("a-b_c.d/9", true)]
#[case("abcdefghijklmnopqrstuvwxyz012345", true)]
#[case("abcdefghijklmnopqrstuvwxyz0123456", false)]
#[case("", false)]
#[case("Code", false)]
#[case("a b", false)]
#[case("é", false)]
fn slugs(#[case] value: &str, #[case] ok: bool) {
    let wanted = KitError::NotSlug { field: "tag", value: value.to_string() };
    assert_eq!(slug("tag", value), if ok { Ok(()) } else { Err(wanted) });
}

#[rstest]
#[case("a", true)]
#[case("two\nlines, é", true)]
#[case("", false)]
#[case("tab\there", false)]
#[case("bell\u{7}", false)]
#[case("turned \u{202e}round", false)]
#[case("two\u{2028}lines", false)]
#[case("\u{200b}", false)]
#[case("\u{feff}ada", false)]
#[case("   ", false)]
#[case("\u{a0}\u{3000}", false)]
#[case("شكرا 👩\u{200d}🌾", true)]
fn texts(#[case] value: &str, #[case] ok: bool) {
    let wanted = KitError::BadText { field: "name", len: value.len(), max: MAX_NAME_LEN };
    assert_eq!(text("name", value, MAX_NAME_LEN), if ok { Ok(()) } else { Err(wanted) });
}

#[test]
fn a_line_is_a_text_without_line_feeds() {
    assert_eq!(line("name", "Ada L.", MAX_NAME_LEN), Ok(()));
    for value in ["", "Ada\nowner: bob", "bell\u{7}"] {
        let wanted = KitError::BadText { field: "name", len: value.len(), max: MAX_NAME_LEN };
        assert_eq!(line("name", value, MAX_NAME_LEN), Err(wanted));
    }
}

#[test]
fn texts_are_measured_in_bytes() {
    assert_eq!(text("name", &"x".repeat(4), 4), Ok(()));
    let wanted = KitError::BadText { field: "name", len: 6, max: 4 };
    assert_eq!(text("name", "ééé", 4), Err(wanted));
}

#[rstest]
#[case("https://example.org/a?b=c#d", true)]
#[case("ipfs://bafy", true)]
#[case("", false)]
#[case("https://example.org/a b", false)]
#[case("https://exämple.org", false)]
#[case("a\nb", false)]
fn uris(#[case] value: &str, #[case] ok: bool) {
    let wanted = KitError::BadUri { field: "uri", len: value.len(), max: MAX_URI_LEN };
    assert_eq!(uri("uri", value), if ok { Ok(()) } else { Err(wanted) });
}

#[test]
fn the_longest_uri() {
    assert_eq!(uri("uri", &"x".repeat(MAX_URI_LEN)), Ok(()));
    let wanted = KitError::BadUri { field: "uri", len: MAX_URI_LEN + 1, max: MAX_URI_LEN };
    assert_eq!(uri("uri", &"x".repeat(MAX_URI_LEN + 1)), Err(wanted));
}

#[rstest]
#[case(0)]
#[case(31)]
#[case(33)]
fn hashes_of_another_length(#[case] len: usize) {
    let value = HexBinary::from(vec![1; len]);
    let wanted = || KitError::BadHash { field: "output", len };
    assert_eq!(hash("output", &value), Err(wanted()));
    assert_eq!(opt_hash("output", Some(&value)), Err(wanted()));
    let pinned = Link { uri: "ipfs://x".to_string(), sha256: value };
    assert_eq!(link(&pinned), Err(KitError::BadHash { field: "link.sha256", len }));
}

#[test]
fn hashes_and_links() {
    let value = HexBinary::from([7; 32]);
    assert_eq!(hash("output", &value), Ok([7; 32]));
    assert_eq!(opt_hash("output", Some(&value)), Ok(Some([7; 32])));
    assert_eq!(opt_hash("output", None), Ok(None));
    let pinned = |uri: &str| Link { uri: uri.to_string(), sha256: value.clone() };
    assert_eq!(link(&pinned("ipfs://x")), Ok([7; 32]));
    let wanted = KitError::BadUri { field: "link.uri", len: 0, max: MAX_URI_LEN };
    assert_eq!(link(&pinned("")), Err(wanted));
}

#[test]
fn lists() {
    assert_eq!(list("tags", 0, 2), Ok(()));
    assert_eq!(list("tags", 2, 2), Ok(()));
    assert_eq!(list("tags", 3, 2), Err(KitError::TooMany { field: "tags", len: 3, max: 2 }));
    assert_eq!(filled_list("tags", 0, 2), Err(KitError::Empty { field: "tags" }));
    assert_eq!(filled_list("tags", 1, 2), Ok(()));
    let wanted = KitError::TooMany { field: "tags", len: 3, max: 2 };
    assert_eq!(filled_list("tags", 3, 2), Err(wanted));
    assert_eq!(unique("tags", Vec::<String>::new()), Ok(()));
    assert_eq!(unique("tags", ["a", "b"]), Ok(()));
    let wanted = KitError::Duplicate { field: "tags", value: "a".to_string() };
    assert_eq!(unique("tags", ["a", "b", "a"]), Err(wanted));
    let wanted = KitError::Duplicate { field: "jobs", value: "7".to_string() };
    assert_eq!(unique("jobs", [7u64, 7]), Err(wanted));
}

#[rstest]
#[case::one(&[("a", 10_000)], Ok(()))]
#[case::two(&[("a", 9_999), ("b", 1)], Ok(()))]
#[case::none(&[], Err(KitError::Empty { field: "shares" }))]
#[case::too_many(
    &[("a", 1), ("b", 1), ("c", 1), ("d", 9_997)],
    Err(KitError::TooMany { field: "shares", len: 4, max: 3 })
)]
#[case::short(&[("a", 9_999)], Err(KitError::SharesSum { sum: 9_999 }))]
#[case::over(&[("a", 9_999), ("b", 2)], Err(KitError::SharesSum { sum: 10_001 }))]
#[case::wraps_at_16_bits(&[("a", 65_535), ("b", 10_001)], Err(KitError::SharesSum { sum: 75_536 }))]
fn share_lists(#[case] given: &[(&str, u16)], #[case] wanted: Result<(), KitError>) {
    let api = MockApi::default();
    let list: Vec<Share> = given
        .iter()
        .map(|(name, bps)| Share { account: api.addr_make(name).into_string(), bps: *bps })
        .collect();
    let found = shares(&api, &list, 3);
    let parts = given.iter().map(|(name, bps)| (api.addr_make(name), *bps)).collect();
    assert_eq!(found, wanted.map(|()| parts));
}

#[test]
fn share_lists_name_the_bad_account() {
    let api = MockApi::default();
    let share = |account: &Addr, bps| Share { account: account.to_string(), bps };
    let (a, b) = (api.addr_make("a"), api.addr_make("b"));
    let wanted = KitError::ZeroShare { account: b.to_string() };
    assert_eq!(shares(&api, &[share(&a, 10_000), share(&b, 0)], 8), Err(wanted));
    let wanted = KitError::Duplicate {
        field: "shares",
        value: a.as_str()[..60.min(a.as_str().len())].to_string(),
    };
    assert_eq!(shares(&api, &[share(&a, 5_000), share(&a, 5_000)], 8), Err(wanted));
    let bad = Share { account: "nobody".to_string(), bps: 10_000 };
    let wanted = KitError::BadAddress { address: "nobody".to_string() };
    assert_eq!(shares(&api, &[bad], 8), Err(wanted));
}

#[test]
fn addresses() {
    let api = MockApi::default();
    let anna = api.addr_make("anna");
    assert_eq!(addr(&api, anna.as_str()), Ok(anna.clone()));
    assert_eq!(opt_addr(&api, Some(anna.as_str())), Ok(Some(anna.clone())));
    assert_eq!(opt_addr(&api, None), Ok(None));
    for bad in ["", "anna", &anna.as_str().to_uppercase()] {
        let address: String = bad.chars().take(60).collect();
        assert_eq!(addr(&api, bad), Err(KitError::BadAddress { address: address.clone() }));
        assert_eq!(opt_addr(&api, Some(bad)), Err(KitError::BadAddress { address }));
    }
}

#[rstest]
#[case("it failed", "it failed")]
#[case("", "unknown")]
#[case(" \n", "unknown")]
fn reasons(#[case] text: &str, #[case] wanted: &str) {
    assert_eq!(reason(text), wanted);
}

#[test]
fn reasons_are_cut_between_characters() {
    assert_eq!(reason(&"é".repeat(100)), "é".repeat(60));
}
