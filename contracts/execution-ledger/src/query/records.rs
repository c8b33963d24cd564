//! Records, their roots and proofs.

use axiom_kit::mmr::KitMmrError;
use axiom_kit::page;
use axiom_types::ledger::{RecordResponse, RecordsResponse};
use axiom_types::proof::{InclusionProof, RootResponse};
use cosmwasm_std::{Env, HexBinary, Storage};

use crate::error::ContractError;
use crate::{records as rebuilt, state};

/// One record, rebuilt, with its canonical bytes and leaf.
pub fn record(storage: &dyn Storage, env: &Env, seq: u64) -> Result<RecordResponse, ContractError> {
    let record = rebuilt::load(storage, env, seq)?;
    let bytes = rebuilt::canonical(&record)?;
    let leaf = HexBinary::from(axiom_merkle::leaf_hash(&bytes));
    Ok(RecordResponse { record, bytes: HexBinary::from(bytes), leaf })
}

/// A page of records.
pub fn records(
    storage: &dyn Storage,
    env: &Env,
    from: Option<u64>,
    limit: Option<u32>,
) -> Result<RecordsResponse, ContractError> {
    let count = state::load_counters(storage)?.records;
    let first = from.unwrap_or(0);
    let rows = u64::try_from(page::limit(limit)).unwrap_or(u64::MAX);
    let end = first.saturating_add(rows).min(count);
    let records = (first..end).map(|seq| record(storage, env, seq)).collect::<Result<_, _>>()?;
    Ok(RecordsResponse { records, next: (end < count).then_some(end) })
}

/// Root now, or as of an earlier number of records.
pub fn root(storage: &dyn Storage, leaves: Option<u64>) -> Result<RootResponse, ContractError> {
    let leaves = within(storage, leaves)?;
    let root = state::RANGE.root(storage, leaves)?;
    Ok(RootResponse { leaves, root: HexBinary::from(root) })
}

/// Proof that a record stands under the root with so many records.
pub fn proof(
    storage: &dyn Storage,
    seq: u64,
    leaves: Option<u64>,
) -> Result<InclusionProof, ContractError> {
    let leaves = within(storage, leaves)?;
    Ok(state::RANGE.prove(storage, seq, leaves)?)
}

fn within(storage: &dyn Storage, asked: Option<u64>) -> Result<u64, ContractError> {
    let max = state::load_counters(storage)?.records;
    match asked {
        Some(leaves) if leaves > max => Err(KitMmrError::TooManyLeaves { leaves, max }.into()),
        asked => Ok(asked.unwrap_or(max)),
    }
}
