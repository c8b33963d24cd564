//! The parts of a proof: bytes of a record, leaf, path, peaks.

use axiom_merkle::{Hash, NodeStore};
use axiom_types::common::hash32;
use axiom_types::packed::Reader;
use axiom_types::proof::InclusionProof;
use axiom_types::record::{Record, RecordHashes, Transition};
use cosmwasm_std::HexBinary;

/// Format byte of the canonical bytes of a record.
const RECORD_FORMAT: u8 = 1;

/// The record behind its canonical bytes; none if they are malformed, cut short or followed by more.
pub fn record_from_bytes(bytes: &[u8]) -> Option<Record> {
    let mut input = Reader::new(bytes);
    if input.u8()? != RECORD_FORMAT {
        return None;
    }
    let (chain_id, ledger, seq) = (input.text()?, input.addr()?, input.u64()?);
    let (kind, id) = (input.text()?, input.u64()?);
    let (actor, client, payer) = (input.addr()?, input.addr()?, input.addr()?);
    let transition = Transition::from_code(input.u8()?)?;
    let mut hash = || input.opt_hash().map(|found| found.map(HexBinary::from));
    let hashes = RecordHashes {
        context_root: hash()?,
        input_hash: hash()?,
        procedure_hash: hash()?,
        output_hash: hash()?,
        evidence: hash()?,
    };
    let (height, time) = (input.u64()?, input.u64()?);
    input.is_empty().then_some(Record {
        chain_id,
        ledger,
        seq,
        kind,
        id,
        actor,
        client,
        payer,
        transition,
        hashes,
        height,
        time,
    })
}

/// A published proof in the form of the verifier; none if a hash is not 32 bytes long.
pub(crate) fn proof(published: &InclusionProof) -> Option<axiom_merkle::Proof> {
    let hashes = |list: &[HexBinary]| list.iter().map(hash32).collect::<Option<Vec<_>>>();
    Some(axiom_merkle::Proof {
        index: published.index,
        leaves: published.leaves,
        path: hashes(&published.path)?,
        peaks: hashes(&published.peaks)?,
    })
}

/// A store of nodes that answers from a function.
pub(crate) struct Nodes<F>(pub F);

impl<E, F: Fn(u64) -> Result<Option<Hash>, E>> NodeStore for Nodes<F> {
    type Error = E;

    fn get(&self, pos: u64) -> Result<Option<Hash>, E> {
        (self.0)(pos)
    }
}

/// Positions of the peaks of a range, highest first; none if it is larger than a range can be.
pub(crate) fn peak_positions(leaves: u64) -> Option<Vec<u64>> {
    let asked = std::cell::RefCell::new(Vec::new());
    let note = |pos: u64| -> Result<Option<Hash>, std::convert::Infallible> {
        asked.borrow_mut().push(pos);
        Ok(Some(Hash::default()))
    };
    axiom_merkle::root(&Nodes(note), leaves).ok()?;
    Some(asked.into_inner())
}
