//! Appending, and reading roots and proofs, over a store of nodes.

use crate::hash::{bag, inner_hash, Hash};
use crate::position::{holds, leaf_position, mountains, node_position, MAX_LEAVES};
use crate::proof::Proof;

/// Where the nodes are kept: position to hash. A node, once written, must never change.
pub trait NodeStore {
    /// Why a read failed.
    type Error;

    /// The node at `pos`, or `None` when it was never written.
    fn get(&self, pos: u64) -> Result<Option<Hash>, Self::Error>;
}

/// Why a range could not be read or extended.
#[derive(thiserror::Error, Clone, Debug, PartialEq, Eq)]
pub enum MmrError<E> {
    /// The number of leaves is beyond [`MAX_LEAVES`], or would be after the append.
    #[error("{leaves} leaves are too many, expected at most {max}")]
    TooManyLeaves {
        /// The number of leaves asked for.
        leaves: u64,
        /// [`MAX_LEAVES`].
        max: u64,
    },
    /// The range has no such leaf.
    #[error("leaf {index} does not exist, expected an index below {leaves}")]
    IndexOutOfRange {
        /// The leaf asked for.
        index: u64,
        /// How many leaves the range has.
        leaves: u64,
    },
    /// The store lacks a node that a range of this size has: `leaves` is wrong or data was lost.
    #[error("node {pos} is missing, expected every node of the range to be stored")]
    MissingNode {
        /// The position of the node.
        pos: u64,
    },
    /// The store failed.
    #[error("the node store failed: {0}")]
    Store(E),
}

/// The nodes to write so that a range of `leaves` leaves gains `leaf` (a [`crate::leaf_hash`]) as
/// its leaf number `leaves`: the leaf first, then each parent that it completes, upwards.
/// Reads only the peaks that it merges.
///
/// # Errors
/// [`MmrError::TooManyLeaves`] when the range is full, [`MmrError::MissingNode`] when a peak is not
/// stored, [`MmrError::Store`] when a read fails.
pub fn append<S: NodeStore>(
    store: &S,
    leaves: u64,
    leaf: Hash,
) -> Result<Vec<(u64, Hash)>, MmrError<S::Error>> {
    let mut pos = leaf_position(leaves)
        .ok_or(MmrError::TooManyLeaves { leaves: leaves.saturating_add(1), max: MAX_LEAVES })?;
    let mut node = leaf;
    let mut written = vec![(pos, node)];
    // Each trailing one bit of the old count is a mountain as high as the tree now ending here.
    for height in 0..leaves.trailing_ones() {
        let left = read(store, sibling(leaves, height, leaves)?)?;
        node = inner_hash(&left, &node);
        pos = pos.saturating_add(1);
        written.push((pos, node));
    }
    Ok(written)
}

/// The root of the first `leaves` leaves of the range: any state up to the newest.
///
/// # Errors
/// [`MmrError::TooManyLeaves`] beyond the bound, [`MmrError::MissingNode`] when the range has not
/// grown to that size, [`MmrError::Store`] when a read fails.
pub fn root<S: NodeStore>(store: &S, leaves: u64) -> Result<Hash, MmrError<S::Error>> {
    check_size(leaves)?;
    let peaks = mountains(leaves)
        .map(|m| read(store, position(m.height, m.first, leaves)?))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(bag(leaves, &peaks))
}

/// The proof that leaf `index` is in the range as it was with `leaves` leaves: the newest state or
/// any earlier one.
///
/// # Errors
/// [`MmrError::TooManyLeaves`], [`MmrError::IndexOutOfRange`] when the range of that size has no
/// such leaf, [`MmrError::MissingNode`] when the range has not grown to that size,
/// [`MmrError::Store`].
pub fn prove<S: NodeStore>(
    store: &S,
    index: u64,
    leaves: u64,
) -> Result<Proof, MmrError<S::Error>> {
    check_size(leaves)?;
    if index >= leaves {
        return Err(MmrError::IndexOutOfRange { index, leaves });
    }
    let mut path = Vec::new();
    let mut peaks = Vec::new();
    for mountain in mountains(leaves) {
        if holds(mountain, index) {
            for height in 0..mountain.height {
                path.push(read(store, sibling(index, height, leaves)?)?);
            }
        } else {
            peaks.push(read(store, position(mountain.height, mountain.first, leaves)?)?);
        }
    }
    Ok(Proof { index, leaves, path, peaks })
}

fn check_size<E>(leaves: u64) -> Result<(), MmrError<E>> {
    if leaves > MAX_LEAVES {
        return Err(MmrError::TooManyLeaves { leaves, max: MAX_LEAVES });
    }
    Ok(())
}

/// The position of the other child beside the node of `height` above leaf `index`.
fn sibling<E>(index: u64, height: u32, leaves: u64) -> Result<u64, MmrError<E>> {
    let first = index
        .checked_shr(height)
        .and_then(|tree| (tree ^ 1).checked_shl(height))
        .ok_or(MmrError::TooManyLeaves { leaves, max: MAX_LEAVES })?;
    position(height, first, leaves)
}

fn position<E>(height: u32, first: u64, leaves: u64) -> Result<u64, MmrError<E>> {
    node_position(height, first).ok_or(MmrError::TooManyLeaves { leaves, max: MAX_LEAVES })
}

fn read<S: NodeStore>(store: &S, pos: u64) -> Result<Hash, MmrError<S::Error>> {
    store.get(pos).map_err(MmrError::Store)?.ok_or(MmrError::MissingNode { pos })
}
