//! Sizes at the edge, missing nodes, failing stores.

use crate::{data, Memory};
use axiom_merkle::{append, prove, root, Hash, MmrError, NodeStore, MAX_LEAVES};
use std::cell::Cell;

/// Every node is the same: a range of any size.
#[derive(Default)]
struct Endless {
    reads: Cell<u32>,
}

impl NodeStore for Endless {
    type Error = String;
    fn get(&self, pos: u64) -> Result<Option<Hash>, String> {
        assert!(pos < 2 * MAX_LEAVES);
        self.reads.set(self.reads.get() + 1);
        Ok(Some([9; 32]))
    }
}

struct Broken;

impl NodeStore for Broken {
    type Error = String;
    fn get(&self, _: u64) -> Result<Option<Hash>, String> {
        Err("disk".into())
    }
}

#[test]
fn the_largest_range_works_in_bounded_reads() {
    let store = Endless::default();
    let last = append(&store, MAX_LEAVES - 1, [1; 32]).unwrap();
    assert_eq!(last.len(), 49);
    assert_eq!(last.last().unwrap().0, 2 * MAX_LEAVES - 2);
    assert_eq!(store.reads.replace(0), 48);

    let proof = prove(&store, 12345, MAX_LEAVES).unwrap();
    assert_eq!((proof.path.len(), proof.peaks.len()), (48, 0));
    assert_eq!(store.reads.replace(0), 48);

    let proof = prove(&store, 0, MAX_LEAVES - 1).unwrap();
    assert_eq!((proof.path.len(), proof.peaks.len()), (47, 47));
    assert_eq!(store.reads.replace(0), 94);

    root(&store, MAX_LEAVES - 1).unwrap();
    assert_eq!(store.reads.replace(0), 48);
}

#[test]
fn more_is_refused_without_a_read() {
    let store = Endless::default();
    let over = MmrError::TooManyLeaves { leaves: MAX_LEAVES + 1, max: MAX_LEAVES };
    assert_eq!(append(&store, MAX_LEAVES, [1; 32]), Err(over.clone()));
    assert_eq!(root(&store, MAX_LEAVES + 1), Err(over.clone()));
    assert_eq!(prove(&store, 0, MAX_LEAVES + 1), Err(over));
    let over = MmrError::TooManyLeaves { leaves: u64::MAX, max: MAX_LEAVES };
    assert_eq!(append(&store, u64::MAX, [1; 32]), Err(over.clone()));
    assert_eq!(root(&store, u64::MAX), Err(over));
    assert_eq!(store.reads.get(), 0);
}

#[test]
fn a_leaf_that_does_not_exist_has_no_proof() {
    let memory = Memory::with(&data(5));
    assert_eq!(prove(&memory, 5, 5), Err(MmrError::IndexOutOfRange { index: 5, leaves: 5 }));
    assert_eq!(prove(&memory, 4, 4), Err(MmrError::IndexOutOfRange { index: 4, leaves: 4 }));
    assert_eq!(prove(&memory, 0, 0), Err(MmrError::IndexOutOfRange { index: 0, leaves: 0 }));
}

#[test]
fn a_state_not_yet_reached_is_missing_nodes() {
    let memory = Memory::with(&data(5));
    assert_eq!(root(&memory, 6), Err(MmrError::MissingNode { pos: 9 }));
    assert_eq!(prove(&memory, 0, 8), Err(MmrError::MissingNode { pos: 13 }));
    assert_eq!(append(&memory, 7, [1; 32]), Err(MmrError::MissingNode { pos: 10 }));
}

#[test]
fn a_failing_store_is_reported() {
    let failed = MmrError::Store("disk".to_string());
    assert_eq!(append(&Broken, 1, [1; 32]), Err(failed.clone()));
    assert_eq!(root(&Broken, 1), Err(failed.clone()));
    assert_eq!(prove(&Broken, 0, 2), Err(failed.clone()));
    assert_eq!(failed.to_string(), "the node store failed: disk");
    // The first leaf merges nothing, and an empty range has no peak: neither reads.
    assert!(append(&Broken, 0, [1; 32]).is_ok());
    assert!(root(&Broken, 0).is_ok());
}
