//! Shared entries (cells): content, version, compare-and-set, leaf.

use axiom_kit::checks;
use axiom_merkle::{leaf_hash, Hash};
use axiom_types::bounds::{MAX_CELL_KEY_LEN, MAX_CELL_TTL, MAX_CELL_VALUE_LEN};
use axiom_types::common::Link;
use axiom_types::packed::{Packed, Reader, Writer};
use axiom_types::registry::{cell_leaf_data, CellContent, CellResponse, CellWrite};
use cosmwasm_std::Addr;
use sha2::{Digest, Sha256};

use crate::error::ContractError;

const INLINE: u8 = 0;
const LINKED: u8 = 1;

/// Checked content of a cell, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// The bytes.
    Inline(Vec<u8>),
    /// Where the bytes can be fetched, and their hash.
    Linked {
        /// Where.
        uri: String,
        /// SHA-256 of the bytes.
        sha256: Hash,
    },
}

impl Content {
    fn try_new(key: &str, content: CellContent) -> Result<Self, ContractError> {
        match content {
            CellContent::Inline { data } => {
                let (len, max) = (data.len(), MAX_CELL_VALUE_LEN);
                if len > max {
                    return Err(ContractError::ValueTooLong { key: key.to_string(), len, max });
                }
                Ok(Self::Inline(data.into()))
            }
            CellContent::Linked(link) => {
                let sha256 = checks::link(&link)?;
                Ok(Self::Linked { uri: link.uri, sha256 })
            }
        }
    }

    /// SHA-256 of the content; for a link, of what stands behind it.
    pub fn hash(&self) -> Hash {
        match self {
            Self::Inline(data) => Sha256::digest(data).into(),
            Self::Linked { sha256, .. } => *sha256,
        }
    }

    fn into_msg(self) -> CellContent {
        match self {
            Self::Inline(data) => CellContent::Inline { data: data.into() },
            Self::Linked { uri, sha256 } => {
                CellContent::Linked(Link { uri, sha256: sha256.into() })
            }
        }
    }
}

/// A cell, as stored. Its key stands in the storage key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Version, from 1.
    pub version: u64,
    /// Number of the write in the space.
    pub index: u64,
    /// Who wrote.
    pub writer: Addr,
    /// Unix seconds of the write.
    pub time: u64,
    /// Unix seconds from which the entry counts as stale.
    pub stale_at: Option<u64>,
    /// Content.
    pub content: Content,
}

impl Packed for Cell {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.u64(self.version).u64(self.index).addr(&self.writer).u64(self.time);
        // An entry lives at least one second, so 0 is free to mean never.
        out.u64(self.stale_at.unwrap_or(0));
        match &self.content {
            Content::Inline(data) => out.u8(INLINE).raw(data),
            Content::Linked { uri, sha256 } => out.u8(LINKED).raw(sha256).raw(uri.as_bytes()),
        };
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        let (version, index) = (input.u64()?, input.u64()?);
        let (writer, time) = (input.addr()?, input.u64()?);
        let stale_at = Some(input.u64()?).filter(|at| *at != 0);
        let content = match input.u8()? {
            INLINE => Content::Inline(input.rest().to_vec()),
            LINKED => {
                let sha256 = input.hash()?;
                Content::Linked { uri: String::from_utf8(input.rest().to_vec()).ok()?, sha256 }
            }
            _ => return None,
        };
        Some(Self { version, index, writer, time, stale_at, content })
    }
}

impl Cell {
    /// The leaf of this write in the space's mountain range.
    pub fn leaf(&self, key: &str) -> Hash {
        leaf_hash(&cell_leaf_data(key, self.version, &self.content.hash()))
    }

    /// The answer to a query.
    pub fn into_response(self, key: String, now: u64) -> CellResponse {
        let (hash, leaf) = (self.content.hash().into(), self.leaf(&key).into());
        let Self { version, index, writer, time, stale_at, content } = self;
        let stale = stale_at.is_some_and(|at| now >= at);
        let content = content.into_msg();
        CellResponse { key, version, content, hash, writer, time, stale_at, stale, index, leaf }
    }
}

/// A checked write that waits for its version.
#[derive(Debug)]
pub struct Draft {
    /// Key.
    pub key: String,
    expected: u64,
    ttl: Option<u64>,
    content: Content,
}

/// Who writes, when, and as which write of the space.
pub struct Stamp<'a> {
    /// The writer.
    pub writer: &'a Addr,
    /// Unix seconds.
    pub time: u64,
    /// Number of the write.
    pub index: u64,
}

impl Draft {
    /// Takes a write that a message brought.
    ///
    /// # Errors
    /// [`ContractError::BadCellKey`], [`ContractError::ValueTooLong`], [`ContractError::BadTtl`], or the form of a link.
    pub fn try_new(write: CellWrite) -> Result<Self, ContractError> {
        let CellWrite { key, expected_version, content, ttl } = write;
        let printable = key.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
        if !printable || key.is_empty() || key.len() > MAX_CELL_KEY_LEN {
            return Err(ContractError::BadCellKey { len: key.len(), max: MAX_CELL_KEY_LEN });
        }
        let content = Content::try_new(&key, content)?;
        match ttl {
            Some(ttl) if !(1..=MAX_CELL_TTL).contains(&ttl) => {
                Err(ContractError::BadTtl { key, ttl, max: MAX_CELL_TTL })
            }
            _ => Ok(Self { key, expected: expected_version, ttl, content }),
        }
    }

    /// The cell that the write makes of version `found`; 0 for a key never written.
    ///
    /// # Errors
    /// [`ContractError::VersionConflict`], [`ContractError::CounterFull`].
    pub fn applied(self, found: u64, stamp: &Stamp<'_>) -> Result<(String, Cell), ContractError> {
        let Self { key, expected, ttl, content } = self;
        if found != expected {
            return Err(ContractError::VersionConflict { key, expected, found });
        }
        let full = ContractError::CounterFull { counter: "version" };
        let cell = Cell {
            version: found.checked_add(1).ok_or(full)?,
            index: stamp.index,
            writer: stamp.writer.clone(),
            time: stamp.time,
            stale_at: ttl.map(|seconds| stamp.time.saturating_add(seconds)),
            content,
        };
        Ok((key, cell))
    }
}

#[cfg(test)]
mod tests;
