//! A Merkle mountain range in a contract's storage.
//!
//! Nodes stand under `prefix || id || position`, the numbers as 8 bytes with their big end first,
//! the value being the 32 bytes of the hash and nothing else. The caller keeps the number of leaves
//! in a record of its own and passes it in, so that it costs no write of its own.
//!
//! Such a key never meets one of cw-storage-plus: a map's key begins with a zero byte, which the
//! prefix must not, and an item's key is text, while a position has zero bytes.

use axiom_merkle::{Hash, MmrError, NodeStore, Proof, VerifyError};
use axiom_types::proof::InclusionProof;
use cosmwasm_std::{HexBinary, Storage};

#[cfg(test)]
mod tests;

/// Why a stored range could not be read, extended or verified.
#[derive(thiserror::Error, Clone, Debug, PartialEq, Eq)]
pub enum KitMmrError {
    /// The range is full, or a larger one was asked for.
    #[error("{leaves} leaves are too many, expected at most {max}")]
    TooManyLeaves {
        /// The number of leaves.
        leaves: u64,
        /// The bound.
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
    /// The range has not grown to this size, or storage is damaged.
    #[error("node {pos} is missing, expected every node of the range to be stored")]
    MissingNode {
        /// The position of the node.
        pos: u64,
    },
    /// A stored node has another length than a hash: storage is damaged.
    #[error("node {pos} has {len} bytes, expected 32")]
    MalformedNode {
        /// The position of the node.
        pos: u64,
        /// The length found.
        len: usize,
    },
    /// A hash of a proof has another length than a hash.
    #[error("a hash of the proof has {len} bytes, expected 32")]
    MalformedProof {
        /// The length found.
        len: usize,
    },
    /// The proof does not show what it should.
    #[error(transparent)]
    Refused(#[from] VerifyError),
}

impl From<MmrError<KitMmrError>> for KitMmrError {
    fn from(error: MmrError<KitMmrError>) -> Self {
        match error {
            MmrError::TooManyLeaves { leaves, max } => Self::TooManyLeaves { leaves, max },
            MmrError::IndexOutOfRange { index, leaves } => Self::IndexOutOfRange { index, leaves },
            MmrError::MissingNode { pos } => Self::MissingNode { pos },
            MmrError::Store(error) => error,
        }
    }
}

/// Where one range is stored.
#[derive(Clone, Copy, Debug)]
pub struct Mmr {
    prefix: &'static [u8],
    id: Option<u64>,
}

impl Mmr {
    /// The only range under a prefix. The prefix must not begin with a zero byte and must serve
    /// nothing else.
    pub const fn new(prefix: &'static [u8]) -> Self {
        Self { prefix, id: None }
    }

    /// One of many ranges under a prefix, by number.
    pub const fn numbered(prefix: &'static [u8], id: u64) -> Self {
        Self { prefix, id: Some(id) }
    }

    /// The storage key of a node.
    pub fn key(&self, pos: u64) -> Vec<u8> {
        let mut key = self.prefix.to_vec();
        if let Some(id) = self.id {
            key.extend_from_slice(&id.to_be_bytes());
        }
        key.extend_from_slice(&pos.to_be_bytes());
        key
    }

    /// Adds `leaf` (an [`axiom_merkle::leaf_hash`]) to a range of `leaves` leaves; the caller then
    /// stores `leaves + 1`. Reads only the peaks that it merges.
    ///
    /// # Errors
    /// [`KitMmrError::TooManyLeaves`], [`KitMmrError::MissingNode`],
    /// [`KitMmrError::MalformedNode`]. On an error nothing has been written.
    pub fn append(
        &self,
        storage: &mut dyn Storage,
        leaves: u64,
        leaf: Hash,
    ) -> Result<(), KitMmrError> {
        for (pos, node) in axiom_merkle::append(&self.over(storage), leaves, leaf)? {
            storage.set(&self.key(pos), &node);
        }
        Ok(())
    }

    /// The root of the range as it was with `leaves` leaves: now or at any earlier time.
    ///
    /// # Errors
    /// As [`Mmr::append`].
    pub fn root(&self, storage: &dyn Storage, leaves: u64) -> Result<Hash, KitMmrError> {
        Ok(axiom_merkle::root(&self.over(storage), leaves)?)
    }

    /// The proof that leaf `index` is in the range as it was with `leaves` leaves.
    ///
    /// # Errors
    /// As [`Mmr::append`], and [`KitMmrError::IndexOutOfRange`].
    pub fn prove(
        &self,
        storage: &dyn Storage,
        index: u64,
        leaves: u64,
    ) -> Result<InclusionProof, KitMmrError> {
        Ok(publish(axiom_merkle::prove(&self.over(storage), index, leaves)?))
    }

    fn over<'a>(&'a self, storage: &'a dyn Storage) -> Nodes<'a> {
        Nodes { range: self, storage }
    }
}

/// Checks a published proof that `leaf` (an [`axiom_merkle::leaf_hash`]) is in the range with this
/// root.
///
/// # Errors
/// [`KitMmrError::MalformedProof`] for a hash of another length, [`KitMmrError::Refused`] with the
/// reason when the proof does not hold.
pub fn verify(root: &Hash, leaf: &Hash, proof: &InclusionProof) -> Result<(), KitMmrError> {
    let InclusionProof { index, leaves, path, peaks } = proof;
    let proof =
        Proof { index: *index, leaves: *leaves, path: hashes(path)?, peaks: hashes(peaks)? };
    Ok(axiom_merkle::verify(root, leaf, &proof)?)
}

fn publish(proof: Proof) -> InclusionProof {
    let Proof { index, leaves, path, peaks } = proof;
    let hex = |hashes: Vec<Hash>| hashes.into_iter().map(HexBinary::from).collect();
    InclusionProof { index, leaves, path: hex(path), peaks: hex(peaks) }
}

fn hashes(published: &[HexBinary]) -> Result<Vec<Hash>, KitMmrError> {
    published
        .iter()
        .map(|hash| {
            Hash::try_from(hash.as_slice())
                .map_err(|_| KitMmrError::MalformedProof { len: hash.len() })
        })
        .collect()
}

struct Nodes<'a> {
    range: &'a Mmr,
    storage: &'a dyn Storage,
}

impl NodeStore for Nodes<'_> {
    type Error = KitMmrError;

    fn get(&self, pos: u64) -> Result<Option<Hash>, KitMmrError> {
        let Some(bytes) = self.storage.get(&self.range.key(pos)) else {
            return Ok(None);
        };
        Hash::try_from(bytes.as_slice())
            .map(Some)
            .map_err(|_| KitMmrError::MalformedNode { pos, len: bytes.len() })
    }
}
