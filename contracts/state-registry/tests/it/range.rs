//! Roots and proofs of a space's writes.

use axiom_kit::mmr::{verify, Mmr};
use axiom_merkle::{leaf_hash, Hash};
use axiom_types::proof::{InclusionProof, RootResponse};
use axiom_types::registry::{cell_leaf_data, QueryMsg, WriterRule};
use sha2::{Digest, Sha256};

use crate::support::*;

fn root(world: &World, leaves: Option<u64>) -> RootResponse {
    world.ask(&QueryMsg::ContextRoot { space: 1, leaves })
}

fn proof(index: u64, leaves: Option<u64>) -> QueryMsg {
    QueryMsg::Proof { space: 1, index, leaves }
}

fn hash(hex: &cosmwasm_std::HexBinary) -> Hash {
    hex.as_slice().try_into().unwrap()
}

/// Leaf of version `version` of `key` with this text.
fn leaf(key: &str, version: u64, value: &str) -> Hash {
    leaf_hash(&cell_leaf_data(key, version, &Sha256::digest(value).into()))
}

#[test]
fn each_write_is_proved_against_every_root_from_its_own_on() {
    let mut world = World::new();
    world.ok("ada", &create(WriterRule::Owner {}));
    let empty = root(&world, None);
    let expected: Hash = Sha256::digest([2, 0, 0, 0, 0, 0, 0, 0, 0]).into();
    assert_eq!((empty.leaves, hash(&empty.root)), (0, expected));

    // Three keys in turn, in batches of one to three.
    let (mut leaves, mut roots) = (vec![], vec![(0, hash(&empty.root))]);
    for round in 0..12u64 {
        let batch = (0..=round % 3).map(|key| {
            let name = format!("key{key}");
            let version = world.cell(1, &name).map_or(0, |found| found.version);
            let value = format!("{round}/{key}");
            leaves.push(leaf(&name, version + 1, &value));
            cell(&name, version, &value)
        });
        let batch = batch.collect();
        world.ok("ada", &write(1, batch));
        let now = root(&world, None);
        assert_eq!(now.leaves, leaves.len() as u64);
        roots.push((now.leaves, hash(&now.root)));
    }
    for (count, expected) in &roots {
        assert_eq!(
            hash(&root(&world, Some(*count)).root),
            *expected,
            "an earlier root is the same"
        );
        for index in 0..*count {
            let found: InclusionProof = world.ask(&proof(index, Some(*count)));
            assert_eq!((found.index, found.leaves), (index, *count));
            verify(expected, &leaves[index as usize], &found).unwrap();
            let other = leaves[(index as usize + 1) % leaves.len()];
            assert!(verify(expected, &other, &found).is_err());
        }
    }
    let newest: InclusionProof = world.ask(&proof(0, None));
    assert_eq!(newest.leaves, leaves.len() as u64);
    // The cell tells its own leaf and index.
    let last = world.cell(1, "key0").unwrap();
    assert_eq!(hash(&last.leaf), leaves[last.index as usize]);
}

/// Gives space 1 so many leaves, nodes and all. Leaf `i` is the hash of `i`.
pub fn seed_leaves(world: &mut World, leaves: u64) {
    let registry = world.registry.clone();
    world.chain.seed(&registry, |storage| {
        let range = Mmr::numbered(b"m", 1);
        for index in 0..leaves {
            range.append(storage, index, seeded(index)).unwrap();
        }
        let key = b"\0\x01h\0\0\0\0\0\0\0\x01";
        let mut head = storage.get(key).unwrap();
        let at = head.len() - 8;
        head[at..].copy_from_slice(&leaves.to_be_bytes());
        storage.set(key, &head);
    });
}

fn seeded(index: u64) -> Hash {
    leaf_hash(&index.to_be_bytes())
}

#[test]
fn proofs_at_a_hundred_thousand_leaves_are_cheap() {
    const LEAVES: u64 = 100_000;
    let mut world = World::new();
    world.ok("ada", &create(WriterRule::Owner {}));
    seed_leaves(&mut world, LEAVES);
    for leaves in [LEAVES, 99_999, 65_537, 65_536, 65_535, 4_097, 1] {
        let expected = hash(&root(&world, Some(leaves)).root);
        for index in [0, 1, leaves / 3, leaves / 2, leaves - 1] {
            let index = index.min(leaves - 1);
            let msg = proof(index, Some(leaves));
            let (found, gas) =
                world.chain.query_gas::<InclusionProof>(&world.registry, &msg).unwrap();
            verify(&expected, &seeded(index), &found).unwrap();
            assert!(gas.counts.reads <= 60, "{} reads", gas.counts.reads);
            assert_eq!(gas.counts.range_steps, 0);
            assert!(gas.total <= 3_000_000, "{} gas", gas.total);
        }
    }
    // A real write on top: provable, and the old roots stand.
    let before = root(&world, None);
    world.ok("ada", &write(1, vec![cell("k", 0, "v")]));
    let after = root(&world, None);
    assert_eq!((before.leaves, after.leaves), (LEAVES, LEAVES + 1));
    assert_eq!(root(&world, Some(LEAVES)), before);
    let found: InclusionProof = world.ask(&proof(LEAVES, None));
    verify(&hash(&after.root), &leaf("k", 1, "v"), &found).unwrap();
    let old: InclusionProof = world.ask(&proof(5, Some(LEAVES)));
    verify(&hash(&before.root), &seeded(5), &old).unwrap();
    assert!(verify(&hash(&after.root), &seeded(5), &old).is_err(), "a proof is for one root");
}
