//! What an outsider does with a proof: no chain, no contract, only bytes and `axiom-oracle`.

use anyhow::{Context, Result};
use axiom_oracle::record::Record;
use axiom_oracle::tree::{Hash, Proof};
use axiom_types::proof::InclusionProof;
use axiom_types::record::Record as Answered;
use cosmwasm_std::HexBinary;
use sha2::{Digest, Sha256};

/// 32 bytes.
///
/// # Errors
/// For any other length.
pub fn hash(hex: &HexBinary) -> Result<Hash> {
    let bytes = <Hash>::try_from(hex.as_slice());
    bytes.ok().context("a hash has 32 bytes")
}

/// A proof as the reference reads it.
///
/// # Errors
/// If a hash in it has not 32 bytes.
pub fn proof(answered: &InclusionProof) -> Result<Proof> {
    let hashes = |all: &[HexBinary]| all.iter().map(hash).collect::<Result<Vec<Hash>>>();
    Ok(Proof {
        index: answered.index,
        leaves: answered.leaves,
        path: hashes(&answered.path)?,
        peaks: hashes(&answered.peaks)?,
    })
}

/// A record as the reference reads it, field by field.
///
/// # Errors
/// If a hash in it has not 32 bytes.
pub fn record(answered: &Answered) -> Result<Record> {
    let h = &answered.hashes;
    let named = [&h.context_root, &h.input_hash, &h.procedure_hash, &h.output_hash, &h.evidence];
    let mut hashes = [None; 5];
    for (slot, named) in hashes.iter_mut().zip(named) {
        *slot = named.as_ref().map(hash).transpose()?;
    }
    Ok(Record {
        chain_id: answered.chain_id.clone(),
        ledger: answered.ledger.to_string(),
        seq: answered.seq,
        kind: answered.kind.clone(),
        id: answered.id,
        actor: answered.actor.to_string(),
        client: answered.client.to_string(),
        payer: answered.payer.to_string(),
        transition: answered.transition.name().to_string(),
        hashes,
        height: answered.height,
        time: answered.time,
    })
}

/// The bytes behind the leaf of a shared entry, from its published layout: one byte of length and the key, eight bytes
/// of version, big end first, and the SHA-256 of the content.
pub fn entry(key: &str, version: u64, content: &[u8]) -> Vec<u8> {
    let length = u8::try_from(key.len()).unwrap_or(u8::MAX);
    let mut bytes = vec![length];
    bytes.extend_from_slice(key.as_bytes());
    bytes.extend_from_slice(&version.to_be_bytes());
    bytes.extend_from_slice(&Sha256::digest(content));
    bytes
}
