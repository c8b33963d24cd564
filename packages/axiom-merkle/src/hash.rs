//! The three hashes. Their encoding is frozen by test vectors.

use sha2::{Digest, Sha256};

/// A SHA-256 digest.
pub type Hash = [u8; 32];

const LEAF: [u8; 1] = [0x00];
const INNER: [u8; 1] = [0x01];
const ROOT: [u8; 1] = [0x02];

/// The hash of a leaf's content: `sha256(0x00 || data)`.
pub fn leaf_hash(data: &[u8]) -> Hash {
    Sha256::new().chain_update(LEAF).chain_update(data).finalize().into()
}

/// The hash of a node with two children: `sha256(0x01 || left || right)`.
pub fn inner_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update(INNER).chain_update(left).chain_update(right).finalize().into()
}

/// The root over the peaks, highest first: `sha256(0x02 || leaves as u64 big endian || peaks)`.
/// An empty range has the root `sha256(0x02 || 0u64)`.
pub fn bag<'a>(leaves: u64, peaks: impl IntoIterator<Item = &'a Hash>) -> Hash {
    let mut hasher = Sha256::new().chain_update(ROOT).chain_update(leaves.to_be_bytes());
    for peak in peaks {
        hasher.update(peak);
    }
    hasher.finalize().into()
}
