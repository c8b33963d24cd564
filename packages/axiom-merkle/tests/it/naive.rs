//! Agreement with a tree computed from the list of leaves, by code that shares nothing with ours.

use crate::{data, Memory};
use axiom_merkle::{leaf_hash, node_count, prove, root, verify};
use axiom_oracle::tree;
use proptest::prelude::*;

#[test]
fn every_size_every_index_every_earlier_size() {
    let leaves = data(130);
    let memory = Memory::with(&leaves);
    assert_eq!(memory.nodes.len() as u64, node_count(130).unwrap());
    for size in 0..=130u64 {
        let state = &leaves[..size as usize];
        let expected = tree::root(state);
        assert_eq!(root(&memory, size).unwrap(), expected, "root of {size}");
        for index in 0..size {
            let proof = prove(&memory, index, size).unwrap();
            let reference = tree::prove(state, index);
            assert_eq!(proof.path, reference.path, "path of {index} in {size}");
            assert_eq!(proof.peaks, reference.peaks, "peaks of {index} in {size}");
            let content = &leaves[index as usize];
            assert_eq!(verify(&expected, &leaf_hash(content), &proof), Ok(()));
            assert!(tree::verify(&expected, content, &reference));
        }
    }
}

#[test]
fn the_roots_do_not_depend_on_what_came_later() {
    let leaves = data(64);
    let mut memory = Memory::default();
    for (count, one) in leaves.iter().enumerate() {
        assert_eq!(root(&memory, count as u64).unwrap(), tree::root(&leaves[..count]));
        memory.push(count as u64, one);
    }
}

#[test]
fn work_is_logarithmic() {
    let mut memory = Memory::default();
    for (count, one) in data(4096).iter().enumerate() {
        memory.reads.borrow_mut().clear();
        memory.push(count as u64, one);
        let reads = memory.reads.borrow().len() as u32;
        assert_eq!(reads, (count as u64).trailing_ones(), "reads only the peaks it merges");
    }
    for (index, size) in [(0, 4096u64), (4094, 4095), (17, 2049), (2047, 4095)] {
        memory.reads.borrow_mut().clear();
        prove(&memory, index, size).unwrap();
        assert!(memory.reads.borrow().len() <= 24);
        memory.reads.borrow_mut().clear();
        root(&memory, size).unwrap();
        assert_eq!(memory.reads.borrow().len() as u32, size.count_ones());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn larger_ranges_agree(total in 131u64..3000, a in any::<u64>(), b in any::<u64>(), seed in any::<u64>()) {
        let leaves: Vec<Vec<u8>> = (0..total).map(|i| (i ^ seed).to_le_bytes().to_vec()).collect();
        let memory = Memory::with(&leaves);
        let size = 1 + a % total;
        let index = b % size;
        let state = &leaves[..size as usize];
        let expected = tree::root(state);
        prop_assert_eq!(root(&memory, size).unwrap(), expected);
        let proof = prove(&memory, index, size).unwrap();
        let content = &leaves[index as usize];
        prop_assert_eq!(verify(&expected, &leaf_hash(content), &proof), Ok(()));
        let reference = tree::Proof { index, leaves: size, path: proof.path, peaks: proof.peaks };
        prop_assert!(tree::verify(&expected, content, &reference));
    }
}
