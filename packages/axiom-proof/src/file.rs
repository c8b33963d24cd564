//! The file that carries a proof: JSON of the format `axiom-proof-1`.

use axiom_types::ledger::RecordResponse;
use axiom_types::proof::{InclusionProof, RootResponse};
use cosmwasm_std::HexBinary;
use serde::{Deserialize, Serialize};

use crate::anchor::Anchor;
use crate::error::ProofError;

/// Name of the format.
pub const FORMAT: &str = "axiom-proof-1";
/// Largest file that is read, bytes; a proof with a header of 200 validators has about 200,000.
const LARGEST_FILE: usize = 8 << 20;

/// Everything that shows one record or shared entry. JSON; unknown fields are refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofFile {
    /// [`FORMAT`].
    pub format: String,
    /// Chain that the contract is on.
    pub chain_id: String,
    /// The ledger of a record, the registry of a shared entry.
    pub contract: String,
    /// Height at which the proof was fetched; only for people.
    pub height: u64,
    /// What is proved.
    pub subject: Subject,
    /// The way from its leaf to the root.
    pub proof: InclusionProof,
    /// The root.
    pub root: RootResponse,
    /// The way from the root to a signed header; none where there are no headers (the embedded chain).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Anchor>,
}

/// What is proved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// An execution record: what the ledger answers.
    Record(Box<RecordResponse>),
    /// A write of a shared entry.
    Cell(Cell),
}

/// A write of a shared entry, as far as its leaf tells: writer and time are not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// The space.
    pub space: u64,
    /// The key.
    pub key: String,
    /// The version written, from 1.
    pub version: u64,
    /// SHA-256 of the content, 32 bytes; of what stands behind it for a link.
    pub hash: HexBinary,
    /// Number of the write in the space, which is the index of its leaf.
    pub index: u64,
    /// The leaf, 32 bytes.
    pub leaf: HexBinary,
}

impl ProofFile {
    /// Reads a file.
    ///
    /// # Errors
    /// [`ProofError::NotAProofFile`].
    pub fn from_json(bytes: &[u8]) -> Result<Self, ProofError> {
        let no = |why: String| ProofError::NotAProofFile { why };
        if bytes.len() > LARGEST_FILE {
            return Err(no(format!("it has {} bytes, at most {LARGEST_FILE}", bytes.len())));
        }
        let value: serde_json::Value =
            serde_json::from_slice(bytes).map_err(|error| no(format!("no JSON: {error}")))?;
        match value.get("format").and_then(serde_json::Value::as_str) {
            Some(FORMAT) => {}
            Some(other) => return Err(no(format!("its format is {other:?}"))),
            None => return Err(no("it names no format".to_string())),
        }
        serde_json::from_value(value).map_err(|error| no(error.to_string()))
    }

    /// The file's text: indented JSON and a line feed.
    ///
    /// # Errors
    /// [`ProofError::NotAProofFile`] if it cannot be written, which no file that was read or fetched brings about.
    pub fn to_json(&self) -> Result<String, ProofError> {
        let text = serde_json::to_string_pretty(self);
        let text = text.map_err(|error| ProofError::NotAProofFile { why: error.to_string() })?;
        Ok(format!("{text}\n"))
    }
}
