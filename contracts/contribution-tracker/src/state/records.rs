//! What was recorded, once per reporter, reference and role.

use axiom_kit::store::PackedMap;
use axiom_types::packed::{Packed, Reader, Writer};
use axiom_types::tracker::ContributionResponse;
use cosmwasm_std::{Addr, StdResult, Storage, Uint128};
use sha2::{Digest, Sha256};

/// (hash of reporter, kind, id, role) -> what was recorded; written by report, award, penalise; one per reference.
const RECORDS: PackedMap<&[u8], Record> = PackedMap::new("k");

/// What was recorded for a reference in a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// The domain.
    pub domain: u32,
    /// Points minted; in role `penalty`, points taken.
    pub minted: Uint128,
    /// Block height.
    pub height: u64,
}

impl Packed for Record {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.u32(self.domain).u128(self.minted).u64(self.height);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self { domain: input.u32()?, minted: input.u128()?, height: input.u64()? })
    }
}

impl From<Record> for ContributionResponse {
    fn from(record: Record) -> Self {
        let Record { domain, minted, height } = record;
        Self { domain, minted, height }
    }
}

/// Key of a record: a hash of reporter, kind, id and role, each behind its length.
pub fn record_key(reporter: &Addr, kind: &str, id: u64, role: &str) -> [u8; 32] {
    let mut parts = Writer::new();
    parts.addr(reporter).text(kind).u64(id).text(role);
    Sha256::digest(parts.into_bytes()).into()
}

/// What was recorded under a key.
pub fn may_load_record(storage: &dyn Storage, key: &[u8; 32]) -> StdResult<Option<Record>> {
    RECORDS.may_load(storage, key)
}

/// Writes a record.
pub fn save_record(storage: &mut dyn Storage, key: &[u8; 32], record: &Record) -> StdResult<()> {
    RECORDS.save(storage, key, record)
}
