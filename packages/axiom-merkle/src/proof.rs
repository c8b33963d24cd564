//! Verifying a proof, with nothing but the root.

use crate::hash::{bag, inner_hash, Hash};
use crate::position::{holds, mountains, MAX_LEAVES};

/// What shows that a leaf is in a range of a given size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Index of the leaf, from 0.
    pub index: u64,
    /// How many leaves the range had.
    pub leaves: u64,
    /// The siblings from the leaf up to its own peak.
    pub path: Vec<Hash>,
    /// The other peaks, highest first; the leaf's own peak is left out.
    pub peaks: Vec<Hash>,
}

/// Why a proof was refused.
#[derive(thiserror::Error, Clone, Debug, PartialEq, Eq)]
pub enum VerifyError {
    /// The proof claims more leaves than any range may hold.
    #[error("{leaves} leaves are too many, expected at most {max}")]
    TooManyLeaves {
        /// What the proof claims.
        leaves: u64,
        /// [`MAX_LEAVES`].
        max: u64,
    },
    /// The proof names a leaf that a range of its size lacks.
    #[error("leaf {index} does not exist, expected an index below {leaves}")]
    IndexOutOfRange {
        /// The leaf that the proof names.
        index: u64,
        /// How many leaves it claims.
        leaves: u64,
    },
    /// The path is too short or too long for this leaf.
    #[error("the path has {got} nodes, expected exactly {expected}")]
    PathLength {
        /// Nodes given.
        got: usize,
        /// Height of the leaf's mountain.
        expected: usize,
    },
    /// There are too few or too many other peaks.
    #[error("the proof has {got} other peaks, expected exactly {expected}")]
    PeakCount {
        /// Peaks given.
        got: usize,
        /// Mountains of the range less one.
        expected: usize,
    },
    /// Everything has the right shape, but the hashes lead to another root.
    #[error("the proof does not lead to the expected root")]
    RootMismatch,
}

/// Checks that `leaf` (a [`crate::leaf_hash`]) is leaf `proof.index` of the range whose state with
/// `proof.leaves` leaves has this `root`. Strict: path and peaks must have exactly the length that
/// index and size call for, and are looked at before anything is hashed.
///
/// # Errors
/// Each variant of [`VerifyError`].
pub fn verify(root: &Hash, leaf: &Hash, proof: &Proof) -> Result<(), VerifyError> {
    let Proof { index, leaves, path, peaks } = proof;
    let (index, leaves) = (*index, *leaves);
    if leaves > MAX_LEAVES {
        return Err(VerifyError::TooManyLeaves { leaves, max: MAX_LEAVES });
    }
    if index >= leaves {
        return Err(VerifyError::IndexOutOfRange { index, leaves });
    }
    check_shape(index, leaves, path.len(), peaks.len())?;

    let own = climb(index, leaf, path);
    let mut others = peaks.iter();
    let all = mountains(leaves).filter_map(|mountain| {
        if holds(mountain, index) {
            Some(&own)
        } else {
            others.next()
        }
    });
    if bag(leaves, all) == *root {
        Ok(())
    } else {
        Err(VerifyError::RootMismatch)
    }
}

fn check_shape(index: u64, leaves: u64, path: usize, peaks: usize) -> Result<(), VerifyError> {
    let mut height = 0usize;
    let mut others = 0usize;
    for mountain in mountains(leaves) {
        if holds(mountain, index) {
            height = usize::try_from(mountain.height).unwrap_or(usize::MAX);
        } else {
            others = others.saturating_add(1);
        }
    }
    if path != height {
        return Err(VerifyError::PathLength { got: path, expected: height });
    }
    if peaks != others {
        return Err(VerifyError::PeakCount { got: peaks, expected: others });
    }
    Ok(())
}

/// The peak above the leaf. Bit `h` of the index tells on which side the node of height `h` stands.
fn climb(index: u64, leaf: &Hash, path: &[Hash]) -> Hash {
    let mut node = *leaf;
    let mut sides = index;
    for sibling in path {
        node = if sides & 1 == 0 { inner_hash(&node, sibling) } else { inner_hash(sibling, &node) };
        sides >>= 1;
    }
    node
}
