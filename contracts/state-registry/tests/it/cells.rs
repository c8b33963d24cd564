//! Write_cells.

use axiom_types::common::Link;
use axiom_types::registry::{CellContent, CellWrite};
use cosmwasm_std::HexBinary;
use sha2::{Digest, Sha256};
use state_registry::ContractError;

use crate::support::*;

#[test]
fn a_write_tells_who_when_and_what() {
    let mut world = World::settled();
    let now = world.now();
    let write_two = CellWrite { ttl: Some(60), ..cell("k", 1, "two") };
    let done = world.ok("bob", &write(1, vec![write_two]));
    let hash = HexBinary::from(Sha256::digest("two").to_vec());
    let event = |key| done.attribute("axiom_registry_cell_written", key);
    assert_eq!(event("space"), Some("1"));
    assert_eq!((event("key"), event("version")), (Some("k"), Some("2")));
    assert_eq!((event("index"), event("hash")), (Some("1"), Some(&*hash.to_hex())));
    assert_eq!(event("writer"), Some(&*text("bob")));

    let found = world.cell(1, "k").unwrap();
    assert_eq!(found.content, CellContent::Inline { data: b"two".into() });
    assert_eq!((found.version, found.index, found.time), (2, 1, now));
    assert_eq!((found.writer, found.hash), (addr("bob"), hash));
    assert_eq!((found.stale_at, found.stale), (Some(now + 60), false));
    assert_eq!(world.space(1).leaves, 2);
    world.chain.halt(now + 59 - world.now());
    assert!(!world.cell(1, "k").unwrap().stale);
    world.chain.halt(1);
    assert!(world.cell(1, "k").unwrap().stale);
    // Stale is a mark for readers; the version goes on counting.
    world.ok("bob", &write(1, vec![cell("k", 2, "three")]));
    let found = world.cell(1, "k").unwrap();
    assert_eq!((found.version, found.stale_at, found.stale), (3, None, false));
}

#[test]
fn a_link_is_pinned_by_its_hash() {
    let mut world = World::settled();
    let link = Link { uri: "ipfs://model".into(), sha256: vec![9; 32].into() };
    let content = CellContent::Linked(link.clone());
    world.ok("ada", &write(1, vec![CellWrite { content: content.clone(), ..cell("m", 0, "") }]));
    let found = world.cell(1, "m").unwrap();
    assert_eq!((found.content, found.hash), (content, link.sha256));
}

#[test]
fn the_first_writer_wins_and_the_second_learns_why() {
    let mut world = World::settled();
    world.ok("ada", &write(1, vec![cell("k", 1, "ada's")]));
    let conflict = ContractError::VersionConflict { key: "k".into(), expected: 1, found: 2 };
    world.refused("bob", &write(1, vec![cell("k", 1, "bob's")]), &conflict);
    let conflict = ContractError::VersionConflict { key: "new".into(), expected: 1, found: 0 };
    world.refused("bob", &write(1, vec![cell("new", 1, "bob's")]), &conflict);
    let conflict = ContractError::VersionConflict { key: "k".into(), expected: 0, found: 2 };
    world.refused("bob", &write(1, vec![cell("k", 0, "bob's")]), &conflict);
    world.ok("bob", &write(1, vec![cell("k", 2, "bob's")]));
}

#[test]
fn a_batch_is_all_or_nothing() {
    let mut world = World::settled();
    let mut batch: Vec<_> = (0..15).map(|i| cell(&format!("b{i:02}"), 0, "x")).collect();
    batch.push(cell("k", 0, "late"));
    let conflict = ContractError::VersionConflict { key: "k".into(), expected: 0, found: 1 };
    world.refused("ada", &write(1, batch.clone()), &conflict);
    assert_eq!(world.cell(1, "b00"), None);

    batch[15] = cell("k", 1, "in time");
    let done = world.ok("ada", &write(1, batch));
    assert_eq!(done.count_of("axiom_registry_cell_written"), 16);
    assert_eq!(world.space(1).leaves, 17);
    for i in 0..15 {
        let found = world.cell(1, &format!("b{i:02}")).unwrap();
        assert_eq!((found.version, found.index), (1, i + 1), "in the order of the batch");
    }
    assert_eq!(world.cell(1, "k").unwrap().index, 16);
}

#[test]
fn keys_that_begin_alike_do_not_meet() {
    let mut world = World::settled();
    let keys = ["a", "aa", "a/", "a a", "A", "~"];
    world.ok("ada", &write(2, keys.iter().map(|key| cell(key, 0, key)).collect()));
    for key in keys {
        let data = key.as_bytes().into();
        assert_eq!(world.cell(2, key).unwrap().content, CellContent::Inline { data });
    }
}
