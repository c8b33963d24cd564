#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use axiom_merkle::{leaf_hash, MAX_LEAVES};
use axiom_oracle::{record as oracle, tree};
use axiom_types::record;
use cosmwasm_std::{testing::MockStorage, Addr, Order};
use proptest::prelude::*;

const ONLY: Mmr = Mmr::new(b"m");

fn filled(range: Mmr, storage: &mut MockStorage, leaves: u64) -> Vec<[u8; 8]> {
    let contents: Vec<_> = (0..leaves).map(u64::to_be_bytes).collect();
    for (count, content) in (0u64..).zip(&contents) {
        range.append(storage, count, leaf_hash(content)).unwrap();
    }
    contents
}

#[test]
fn keys_are_plain() {
    assert_eq!(ONLY.key(258), b"m\0\0\0\0\0\0\x01\x02");
    assert_eq!(Mmr::numbered(b"m", 3).key(1), b"m\0\0\0\0\0\0\0\x03\0\0\0\0\0\0\0\x01");
}

#[test]
fn ranges_agree_with_the_reference_at_every_state() {
    let mut storage = MockStorage::new();
    let ranges = [ONLY, Mmr::numbered(b"m", 0), Mmr::numbered(b"m", 1)];
    let mut contents = Vec::new();
    for range in ranges {
        contents = filled(range, &mut storage, 23);
    }
    // 2 * 23 - 4 nodes each, of 32 bytes each.
    let stored: Vec<_> = storage.range(None, None, Order::Ascending).collect();
    assert_eq!(stored.len(), 3 * 42);
    assert!(stored.iter().all(|(_, value)| value.len() == 32));
    for range in ranges {
        for leaves in 0..=23u64 {
            let state = &contents[..usize::try_from(leaves).unwrap()];
            let root = range.root(&storage, leaves).unwrap();
            assert_eq!(root, tree::root(state));
            for (index, content) in (0u64..).zip(state) {
                let proof = range.prove(&storage, index, leaves).unwrap();
                assert_eq!(verify(&root, &leaf_hash(content), &proof), Ok(()));
                let other = verify(&root, &leaf_hash(b"other"), &proof);
                assert_eq!(other, Err(KitMmrError::Refused(VerifyError::RootMismatch)));
            }
        }
    }
}

#[test]
fn what_is_refused() {
    let mut storage = MockStorage::new();
    filled(ONLY, &mut storage, 5);
    let index = KitMmrError::IndexOutOfRange { index: 5, leaves: 5 };
    assert_eq!(ONLY.prove(&storage, 5, 5), Err(index));
    assert_eq!(ONLY.root(&storage, 6), Err(KitMmrError::MissingNode { pos: 9 }));
    let many = KitMmrError::TooManyLeaves { leaves: MAX_LEAVES + 1, max: MAX_LEAVES };
    assert_eq!(ONLY.root(&storage, MAX_LEAVES + 1), Err(many.clone()));
    assert_eq!(ONLY.append(&mut storage, MAX_LEAVES, [1; 32]), Err(many));

    let root = ONLY.root(&storage, 5).unwrap();
    let proof = ONLY.prove(&storage, 0, 5).unwrap();
    let mut bad = proof.clone();
    bad.path[1] = HexBinary::from(vec![1, 2, 3]);
    let short = KitMmrError::MalformedProof { len: 3 };
    assert_eq!(verify(&root, &leaf_hash(&[0; 8]), &bad), Err(short.clone()));
    let mut bad = proof.clone();
    bad.peaks[0] = HexBinary::from(vec![1, 2, 3]);
    assert_eq!(verify(&root, &leaf_hash(&[0; 8]), &bad), Err(short));
    let mut bad = proof;
    bad.path.pop();
    let expected = VerifyError::PathLength { got: 1, expected: 2 };
    assert_eq!(verify(&root, &leaf_hash(&[0; 8]), &bad), Err(KitMmrError::Refused(expected)));

    storage.set(&ONLY.key(7), b"short");
    let damaged = KitMmrError::MalformedNode { pos: 7, len: 5 };
    assert_eq!(ONLY.root(&storage, 5), Err(damaged.clone()));
    let before: Vec<_> = storage.range(None, None, Order::Ascending).collect();
    assert_eq!(ONLY.append(&mut storage, 5, [1; 32]), Err(damaged));
    assert!(storage.range(None, None, Order::Ascending).eq(before), "an error writes nothing");
}

/// The record behind `seed`, and the same one for the reference.
fn records(seed: u64, present: [bool; 5]) -> (record::Record, oracle::Record) {
    let (transition, code, name) = record::Transition::ALL[usize::try_from(seed % 13).unwrap()];
    assert_eq!(oracle::TRANSITIONS[usize::try_from(seed % 13).unwrap()], (name, code));
    let text = |which: &str| which.repeat(usize::try_from(seed % 7).unwrap() + 1);
    let hashes = [1u8, 2, 3, 4, 5].map(|n| present[usize::from(n) - 1].then_some([n; 32]));
    let hex = |at: usize| hashes[at].map(HexBinary::from);
    let ours = record::Record {
        chain_id: text("c-"),
        ledger: Addr::unchecked(text("l")),
        seq: seed,
        kind: text("job"),
        id: seed.rotate_left(17),
        actor: Addr::unchecked(text("ac")),
        client: Addr::unchecked(text("cli")),
        payer: Addr::unchecked(text("p")),
        transition,
        hashes: record::RecordHashes {
            context_root: hex(0),
            input_hash: hex(1),
            procedure_hash: hex(2),
            output_hash: hex(3),
            evidence: hex(4),
        },
        height: seed.rotate_left(31),
        time: !seed,
    };
    let reference = oracle::Record {
        chain_id: text("c-"),
        ledger: text("l"),
        seq: seed,
        kind: text("job"),
        id: seed.rotate_left(17),
        actor: text("ac"),
        client: text("cli"),
        payer: text("p"),
        transition: name.to_owned(),
        hashes,
        height: seed.rotate_left(31),
        time: !seed,
    };
    (ours, reference)
}

proptest! {
    #[test]
    fn record_leaves_agree(seed in any::<u64>(), present in any::<[bool; 5]>()) {
        let (ours, reference) = records(seed, present);
        let bytes = ours.bytes().unwrap();
        prop_assert_eq!(&bytes, &reference.bytes());
        prop_assert_eq!(leaf_hash(&bytes), reference.leaf());
    }
}
