//! Proofs that a leaf stands in a Merkle mountain range.

use crate::json::Json;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::HexBinary;

/// Proof that leaf `index` stands in the range as it was with `leaves` leaves.
/// Hashing rules and verifier: `axiom-merkle`.
#[cw_serde]
#[derive(Json)]
pub struct InclusionProof {
    /// Number of the leaf, from 0.
    pub index: u64,
    /// Number of leaves of the range that the root commits to.
    pub leaves: u64,
    /// Sibling hashes from the leaf up to its peak.
    pub path: Vec<HexBinary>,
    /// The other peaks, highest first.
    pub peaks: Vec<HexBinary>,
}

/// Root of a mountain range.
#[cw_serde]
#[derive(Json)]
pub struct RootResponse {
    /// Number of leaves that the root commits to.
    pub leaves: u64,
    /// The root, 32 bytes.
    pub root: HexBinary,
}
