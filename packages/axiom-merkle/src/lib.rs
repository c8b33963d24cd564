//! A Merkle mountain range: an append-only list whose every state has one root, and whose every
//! leaf can be proved against the root of any state that held it.
//!
//! Pure: no input or output, no chain. Nodes live behind [`NodeStore`]; a node once written is
//! never rewritten, which is why a proof can be made against any earlier root.
//!
//! # Hashes
//! - leaf: `sha256(0x00 || data)` ([`leaf_hash`])
//! - inner node: `sha256(0x01 || left || right)` ([`inner_hash`])
//! - root: `sha256(0x02 || leaves as 8 bytes, big end first || peaks, highest first)` ([`bag`])
//!
//! The first byte keeps the three apart, so no inner node can be shown as a leaf. The root commits
//! to the number of leaves, so a proof is good for one state only.
//!
//! # Positions
//! Nodes are numbered from 0 in post-order: a parent directly follows its right child. Leaf `i`
//! stands at `2i - ones(i)`; a range of `n` leaves has `2n - ones(n)` nodes.
//!
//! # Work
//! For `n` leaves: append reads at most `log2 n` nodes and writes one more than it reads, root
//! reads one node per peak (at most 48), prove reads at most 96, verify hashes at most 50 times.

mod hash;
mod position;
mod proof;
mod range;

pub use hash::{bag, inner_hash, leaf_hash, Hash};
pub use position::{leaf_position, node_count, MAX_LEAVES};
pub use proof::{verify, Proof, VerifyError};
pub use range::{append, prove, root, MmrError, NodeStore};
