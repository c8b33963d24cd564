//! The lines of an archive.

use std::collections::BTreeMap;

use cosmwasm_std::HexBinary;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::error::ArchiveError;

/// Name of the format.
pub const FORMAT: &str = "axiom-ledger-1";

/// First line: what the archive is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// [`FORMAT`].
    pub format: String,
    /// The chain.
    pub chain_id: String,
    /// The ledger.
    pub ledger: String,
    /// Former ids of the chain, which old records name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_chain_ids: Vec<String>,
}

/// Any line after the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// An event of the ledger.
    Event(EventLine),
    /// A record whose events were gone: read from the contract.
    Record(RecordLine),
    /// The last line.
    End(End),
}

/// An event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventLine {
    /// Height of its block.
    pub height: u64,
    /// Index of its transaction in the block, from 0.
    pub tx: u32,
    /// Number among the ledger's events of its transaction, from 0.
    pub n: u32,
    /// Hash of the transaction, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// Type without the chain's `wasm-`.
    pub kind: String,
    /// Attributes, without the contract's address.
    pub attributes: BTreeMap<String, String>,
}

/// A record without its events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordLine {
    /// Its number.
    pub seq: u64,
    /// Its canonical bytes.
    pub bytes: HexBinary,
}

/// The last line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// Lines before this one.
    pub lines: u64,
    /// Records in them.
    pub records: u64,
    /// Height up to which events were read.
    pub height: u64,
    /// SHA-256 of all bytes before this line, and of this line with an empty text here.
    pub sha256: HexBinary,
}

impl End {
    /// The checksum that belongs here after lines with this hash.
    pub(crate) fn checksum(&self, mut before: Sha256) -> Result<HexBinary, ArchiveError> {
        let bare = Self { sha256: HexBinary::default(), ..self.clone() };
        before.update(text(&Line::End(bare))?);
        Ok(HexBinary::from(<[u8; 32]>::from(before.finalize())))
    }
}

/// A line of JSON with its line feed.
pub(crate) fn text(line: &impl Serialize) -> Result<String, ArchiveError> {
    let text = serde_json::to_string(line);
    let text = text.map_err(|error| ArchiveError::NotAnArchive { why: error.to_string() })?;
    Ok(format!("{text}\n"))
}
