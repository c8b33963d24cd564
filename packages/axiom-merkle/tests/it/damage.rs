//! A proof with one bit changed, or of another shape, is refused.

use crate::{data, Memory};
use axiom_merkle::{leaf_hash, prove, root, verify, Hash, Proof, VerifyError, MAX_LEAVES};

struct Case {
    root: Hash,
    leaf: Hash,
    proof: Proof,
}

fn case(index: u64, leaves: u64) -> Case {
    let all = data(leaves);
    let memory = Memory::with(&all);
    Case {
        root: root(&memory, leaves).unwrap(),
        leaf: leaf_hash(&all[index as usize]),
        proof: prove(&memory, index, leaves).unwrap(),
    }
}

fn flip(hash: &Hash, bit: usize) -> Hash {
    let mut flipped = *hash;
    flipped[bit / 8] ^= 1 << (bit % 8);
    flipped
}

#[test]
fn every_bit_flip_is_refused() {
    for (index, leaves) in [(0, 1), (0, 2), (5, 7), (6, 7), (10, 11), (3, 64), (100, 107)] {
        let Case { root, leaf, proof } = case(index, leaves);
        assert_eq!(verify(&root, &leaf, &proof), Ok(()));
        for bit in 0..256 {
            let other = verify(&flip(&root, bit), &leaf, &proof);
            assert_eq!(other, Err(VerifyError::RootMismatch));
            let other = verify(&root, &flip(&leaf, bit), &proof);
            assert_eq!(other, Err(VerifyError::RootMismatch));
            for at in 0..proof.path.len() {
                let mut bad = proof.clone();
                bad.path[at] = flip(&bad.path[at], bit);
                assert_eq!(verify(&root, &leaf, &bad), Err(VerifyError::RootMismatch));
            }
            for at in 0..proof.peaks.len() {
                let mut bad = proof.clone();
                bad.peaks[at] = flip(&bad.peaks[at], bit);
                assert_eq!(verify(&root, &leaf, &bad), Err(VerifyError::RootMismatch));
            }
        }
        for bit in 0..64 {
            let bad = Proof { index: proof.index ^ (1 << bit), ..proof.clone() };
            assert!(verify(&root, &leaf, &bad).is_err(), "index bit {bit}");
            let bad = Proof { leaves: proof.leaves ^ (1 << bit), ..proof.clone() };
            assert!(verify(&root, &leaf, &bad).is_err(), "leaves bit {bit}");
        }
    }
}

#[test]
fn path_and_peaks_must_have_the_exact_length() {
    let Case { root, leaf, proof } = case(5, 11);
    assert_eq!((proof.path.len(), proof.peaks.len()), (3, 2));

    let mut bad = proof.clone();
    bad.path.push([7; 32]);
    let expected = VerifyError::PathLength { got: 4, expected: 3 };
    assert_eq!(verify(&root, &leaf, &bad), Err(expected));

    bad.path.truncate(2);
    let expected = VerifyError::PathLength { got: 2, expected: 3 };
    assert_eq!(verify(&root, &leaf, &bad), Err(expected));

    let mut bad = proof.clone();
    bad.peaks.push([7; 32]);
    let expected = VerifyError::PeakCount { got: 3, expected: 2 };
    assert_eq!(verify(&root, &leaf, &bad), Err(expected));

    bad.peaks.truncate(1);
    let expected = VerifyError::PeakCount { got: 1, expected: 2 };
    assert_eq!(verify(&root, &leaf, &bad), Err(expected));
}

#[test]
fn size_and_index_are_checked_first() {
    let Case { root, leaf, proof } = case(5, 11);
    let bad = Proof { index: 11, ..proof.clone() };
    let expected = VerifyError::IndexOutOfRange { index: 11, leaves: 11 };
    assert_eq!(verify(&root, &leaf, &bad), Err(expected));

    let bad = Proof { leaves: MAX_LEAVES + 1, ..proof.clone() };
    let expected = VerifyError::TooManyLeaves { leaves: MAX_LEAVES + 1, max: MAX_LEAVES };
    assert_eq!(verify(&root, &leaf, &bad), Err(expected));

    let empty = Proof { index: 0, leaves: 0, path: vec![], peaks: vec![] };
    let expected = VerifyError::IndexOutOfRange { index: 0, leaves: 0 };
    assert_eq!(verify(&root, &leaf, &empty), Err(expected));
}

#[test]
fn an_inner_node_is_no_leaf() {
    let all = data(4);
    let memory = Memory::with(&all);
    let of_four = root(&memory, 4).unwrap();
    // The node above leaves 0 and 1, with the node above 2 and 3 as its only sibling.
    let inner = memory.nodes[&2];
    let forged = Proof { index: 0, leaves: 2, path: vec![memory.nodes[&5]], peaks: vec![] };
    assert_eq!(verify(&of_four, &inner, &forged), Err(VerifyError::RootMismatch));
    let forged = Proof { leaves: 4, ..forged };
    let expected = VerifyError::PathLength { got: 1, expected: 2 };
    assert_eq!(verify(&of_four, &inner, &forged), Err(expected));
}

#[test]
fn a_proof_is_good_for_one_state_only() {
    let all = data(12);
    let memory = Memory::with(&all);
    let leaf = leaf_hash(&all[2]);
    for made in 3..=12 {
        let proof = prove(&memory, 2, made).unwrap();
        for shown in 3..=12 {
            let outcome = verify(&root(&memory, shown).unwrap(), &leaf, &proof);
            assert_eq!(outcome.is_ok(), made == shown);
        }
    }
}
