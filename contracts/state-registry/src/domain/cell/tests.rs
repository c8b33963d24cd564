use rstest::rstest;

use super::*;

fn a(name: &str) -> Addr {
    Addr::unchecked(name)
}

fn write(key: &str) -> CellWrite {
    let content = CellContent::Inline { data: b"abc".into() };
    CellWrite { key: key.into(), expected_version: 0, content, ttl: None }
}

fn link(uri: &str, len: usize) -> CellContent {
    CellContent::Linked(Link { uri: uri.into(), sha256: vec![7; len].into() })
}

fn inline(len: usize) -> CellContent {
    CellContent::Inline { data: vec![1; len].into() }
}

#[rstest]
#[case("a", true)]
#[case("a b~!/'\"", true)]
#[case("", false)]
#[case("tab\t", false)]
#[case("del\u{7f}", false)]
#[case("line\n", false)]
#[case("é", false)]
fn keys_are_printable_ascii(#[case] key: &str, #[case] good: bool) {
    let refusal = ContractError::BadCellKey { len: key.len(), max: 64 };
    let found = Draft::try_new(write(key)).map(|draft| draft.key);
    assert_eq!(found, if good { Ok(key.to_string()) } else { Err(refusal) });
}

#[rstest]
#[case(64, true)]
#[case(65, false)]
fn keys_have_a_bound(#[case] len: usize, #[case] good: bool) {
    assert_eq!(Draft::try_new(write(&"k".repeat(len))).is_ok(), good);
}

#[rstest]
#[case::empty(inline(0), true)]
#[case::longest(inline(4_096), true)]
#[case::too_long(inline(4_097), false)]
#[case::link(link("ipfs://a", 32), true)]
#[case::longest_link(link(&"u".repeat(256), 32), true)]
#[case::no_uri(link("", 32), false)]
#[case::long_uri(link(&"u".repeat(257), 32), false)]
#[case::short_hash(link("ipfs://a", 31), false)]
fn content_has_a_form(#[case] content: CellContent, #[case] good: bool) {
    let draft = Draft::try_new(CellWrite { content: content.clone(), ..write("k") });
    assert_eq!(draft.is_ok(), good);
    if let Ok(draft) = draft {
        assert_eq!(draft.content.into_msg(), content);
    }
}

#[rstest]
#[case(None, Ok(None))]
#[case(Some(0), Err(()))]
#[case(Some(1), Ok(Some(101)))]
#[case(Some(3_155_760_000), Ok(Some(3_155_760_100)))]
#[case(Some(3_155_760_001), Err(()))]
#[case(Some(u64::MAX), Err(()))]
fn lives_have_a_bound(#[case] ttl: Option<u64>, #[case] expected: Result<Option<u64>, ()>) {
    let stamp = Stamp { writer: &a("ada"), time: 100, index: 0 };
    let draft = Draft::try_new(CellWrite { ttl, ..write("k") });
    let refusal =
        |()| ContractError::BadTtl { key: "k".into(), ttl: ttl.unwrap_or(0), max: 3_155_760_000 };
    let found = draft.map(|draft| draft.applied(0, &stamp).unwrap().1.stale_at);
    assert_eq!(found, expected.map_err(refusal));
}

#[rstest]
#[case(0, 0, Ok(1))]
#[case(1, 1, Ok(2))]
#[case(0, 1, Err(true))]
#[case(1, 0, Err(true))]
#[case(2, 3, Err(true))]
#[case(u64::MAX, u64::MAX, Err(false))]
fn compare_and_set(#[case] seen: u64, #[case] found: u64, #[case] expected: Result<u64, bool>) {
    let stamp = Stamp { writer: &a("ada"), time: 5, index: 9 };
    let draft = Draft::try_new(CellWrite { expected_version: seen, ..write("k") }).unwrap();
    let applied = draft.applied(found, &stamp);
    match expected {
        Ok(version) => {
            let (key, cell) = applied.unwrap();
            assert_eq!((key.as_str(), cell.version, cell.index, cell.time), ("k", version, 9, 5));
            assert_eq!(cell.writer, a("ada"));
        }
        Err(true) => {
            let key = "k".to_string();
            let conflict = ContractError::VersionConflict { key, expected: seen, found };
            assert_eq!(applied.unwrap_err(), conflict);
        }
        Err(false) => {
            let full = ContractError::CounterFull { counter: "version" };
            assert_eq!(applied.unwrap_err(), full);
        }
    }
}

fn cell(content: Content, stale_at: Option<u64>) -> Cell {
    Cell { version: 1, index: 2, writer: a("ada"), time: 3, stale_at, content }
}

#[rstest]
#[case(Content::Inline(vec![]))]
#[case(Content::Inline(vec![0; 4_096]))]
#[case(Content::Linked { uri: "u".repeat(256), sha256: [7; 32] })]
fn cells_survive_packing(#[case] content: Content) {
    for stale_at in [None, Some(1), Some(u64::MAX)] {
        let cell = cell(content.clone(), stale_at);
        assert_eq!(Cell::unpack(&cell.pack()), Some(cell));
    }
}

/// Frozen: a new layout takes a new format byte.
#[test]
fn a_cell_is_packed_like_this() {
    let numbers = |last: u8| [0, 0, 0, 0, 0, 0, 0, last];
    let head =
        [&[1u8][..], &numbers(1), &numbers(2), b"\x03ada", &numbers(3), &numbers(9)].concat();
    let inline = cell(Content::Inline(b"abc".to_vec()), Some(9));
    assert_eq!(inline.pack(), [&head[..], b"\0abc"].concat());
    let linked = cell(Content::Linked { uri: "u".into(), sha256: [7; 32] }, Some(9));
    assert_eq!(linked.pack(), [&head[..], &[1], &[7; 32], b"u"].concat());

    assert_eq!(Cell::unpack(&[&head[..], b"\x02abc"].concat()), None, "an unknown kind of content");
    assert_eq!(Cell::unpack(&head), None, "cut short");
    assert_eq!(Cell::unpack(&[&head[..], &[1], &[7; 31]].concat()), None, "half a hash");
}

/// Frozen: SHA-256 of `00`, length of the key, key, version in eight bytes, SHA-256 of the content.
#[test]
fn the_leaf_is_made_like_this() {
    let cell = cell(Content::Inline(b"abc".to_vec()), None);
    let hash = cell.content.hash();
    let expected = Sha256::digest([&b"\0\x01k\0\0\0\0\0\0\0\x01"[..], &hash].concat());
    assert_eq!(cell.leaf("k")[..], expected[..]);
    assert_eq!(
        cosmwasm_std::HexBinary::from(hash).to_hex(),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    let linked = Content::Linked { uri: "u".into(), sha256: hash };
    assert_eq!(Cell { content: linked, ..cell.clone() }.leaf("k"), cell.leaf("k"));
}

#[rstest]
#[case(None, u64::MAX, false)]
#[case(Some(10), 9, false)]
#[case(Some(10), 10, true)]
#[case(Some(10), 11, true)]
fn entries_go_stale(#[case] stale_at: Option<u64>, #[case] now: u64, #[case] stale: bool) {
    let cell = cell(Content::Inline(vec![]), stale_at);
    assert_eq!(cell.into_response("k".into(), now).stale, stale);
}
