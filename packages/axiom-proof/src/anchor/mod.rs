//! From a root to a signed header: what the file carries, and what the reader trusts.

mod fetch;
pub(crate) mod header;
pub(crate) mod storage;

use cosmwasm_std::{Binary, HexBinary};
use serde::{Deserialize, Serialize};
use tendermint::block::signed_header::SignedHeader;
use tendermint::block::Header;
use tendermint::validator::Info;

use axiom_types::proof::RootResponse;

use crate::error::ProofError;

pub use fetch::{anchor_file, anchor_root, trusted_header, trusted_set};
pub(crate) use storage::Storage;

/// The way from a root to a signed header.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// Height of the state whose storage is proved; the header is that of the next height.
    pub height: u64,
    /// The peaks of the range in the contract's storage, highest first.
    pub peaks: Vec<Peak>,
    /// The ledger's own count of its records, as stored; none for a space.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<Stored>,
    /// ICS-23 proof, in protobuf, that the store `wasm` is in the app hash.
    pub store: Binary,
    /// The header that carries the app hash, and the commit that signs it.
    pub header: SignedHeader,
    /// The validators of that height.
    pub validators: Vec<Info>,
    /// The header that the reader trusts, with the validators of the height after it; for trust by a header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Base>,
}

/// A node of the range as it is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peak {
    /// Position of the node in the range.
    pub position: u64,
    /// Value and proof.
    #[serde(flatten)]
    pub stored: Stored,
}

/// A value of a contract's storage with its proof.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stored {
    /// The value.
    pub value: HexBinary,
    /// ICS-23 proof, in protobuf, that it is under its key in the store `wasm`.
    pub proof: Binary,
}

/// A header without its commit: its hash is trusted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Base {
    /// The header.
    pub header: Header,
    /// The validators of the next height.
    pub next_validators: Vec<Info>,
}

/// What the reader trusts, and has from somewhere else than the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Trust {
    /// Nothing: the file is only checked for agreeing with itself; a header in it, too.
    Nothing,
    /// A root.
    Root(RootResponse),
    /// A set of validators: it must have signed the header.
    ValidatorSet(TrustedSet),
    /// A header: of its next validators, more than a third must have signed the later header.
    Header(TrustedHeader),
}

/// A validator set that the reader trusts. JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedSet {
    /// The chain.
    pub chain_id: String,
    /// Height at which the set was seen; only for people.
    pub height: u64,
    /// Its hash: `validators_hash` of headers, 32 bytes.
    pub validators_hash: HexBinary,
    /// Unix seconds until which it is trusted; for ever if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trusted_until: Option<u64>,
}

/// A header that the reader trusts. JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedHeader {
    /// The chain.
    pub chain_id: String,
    /// Its height.
    pub height: u64,
    /// Its hash, 32 bytes.
    pub hash: HexBinary,
    /// Seconds after the header's time for which it is trusted; shorter than the chain's unbonding period, usually two
    /// thirds of it.
    pub trusting_period: u64,
}

impl TrustedSet {
    /// Reads the file of a trusted set.
    ///
    /// # Errors
    /// [`ProofError::NotATrustFile`].
    pub fn from_json(bytes: &[u8]) -> Result<Self, ProofError> {
        let no = |why| ProofError::NotATrustFile { what: "validator set", why };
        let found: Self = serde_json::from_slice(bytes).map_err(|error| no(error.to_string()))?;
        match found.validators_hash.len() {
            32 => Ok(found),
            other => Err(no(format!("its hash has {other} bytes, expected 32"))),
        }
    }
}

impl TrustedHeader {
    /// Reads the file of a trusted header.
    ///
    /// # Errors
    /// [`ProofError::NotATrustFile`].
    pub fn from_json(bytes: &[u8]) -> Result<Self, ProofError> {
        let no = |why| ProofError::NotATrustFile { what: "header", why };
        let found: Self = serde_json::from_slice(bytes).map_err(|error| no(error.to_string()))?;
        match found.hash.len() {
            32 => Ok(found),
            other => Err(no(format!("its hash has {other} bytes, expected 32"))),
        }
    }
}
