//! Fetching the way from a root to a header from a node.

use axiom_types::proof::RootResponse;
use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use cosmwasm_std::{Binary, HexBinary};
use serde_json::{json, Value};
use tendermint::block::signed_header::SignedHeader;
use tendermint::validator::Info;

use super::storage::{Storage, STORE};
use super::{Anchor, Base, Peak, Stored, TrustedHeader, TrustedSet};
use crate::error::{ProofError, SourceError};
use crate::file::{ProofFile, Subject};
use crate::parts::peak_positions;
use crate::source::{number, RawRpc};

/// Validators that a node gives at once.
const PAGE: usize = 100;
/// More validators than any chain has.
const MOST_VALIDATORS: usize = 10_000;

/// Adds to a file the way from its root to the newest header of a node. `base`: the height of the header that the
/// reader trusts, if it trusts one.
///
/// # Errors
/// [`ProofError::NoHeaderYet`] if the record is so new that no header carries it, [`ProofError::NoStorageProof`], or if
/// the node cannot be asked.
pub fn anchor_file(
    file: &mut ProofFile,
    rpc: &impl RawRpc,
    base: Option<u64>,
) -> Result<(), ProofError> {
    let storage = match &file.subject {
        Subject::Record(_) => Storage::ledger(&file.contract),
        Subject::Cell(cell) => Storage::space(&file.contract, cell.space),
    };
    file.anchor = Some(anchor(&storage, &file.root, (rpc, base))?);
    Ok(())
}

/// The way from a root of a ledger's records to the newest header of a node, for [`crate::verify_root`].
///
/// # Errors
/// As [`anchor_file`].
pub fn anchor_root(
    ledger: &str,
    root: &RootResponse,
    rpc: &impl RawRpc,
    base: Option<u64>,
) -> Result<Anchor, ProofError> {
    anchor(&Storage::ledger(ledger), root, (rpc, base))
}

/// The validator set of a node's header, to be trusted after it was compared with another source.
///
/// # Errors
/// If the node cannot be asked.
pub fn trusted_set(rpc: &impl RawRpc, height: u64) -> Result<TrustedSet, ProofError> {
    let header = signed_header(rpc, height)?.header;
    Ok(TrustedSet {
        chain_id: header.chain_id.to_string(),
        height,
        validators_hash: HexBinary::from(header.validators_hash.as_bytes()),
        trusted_until: None,
    })
}

/// A node's header, to be trusted after it was compared with another source. `trusting_period`: seconds.
///
/// # Errors
/// If the node cannot be asked.
pub fn trusted_header(
    rpc: &impl RawRpc,
    height: u64,
    trusting_period: u64,
) -> Result<TrustedHeader, ProofError> {
    let header = signed_header(rpc, height)?.header;
    Ok(TrustedHeader {
        chain_id: header.chain_id.to_string(),
        height,
        hash: HexBinary::from(header.hash().as_bytes()),
        trusting_period,
    })
}

fn anchor(
    at: &Storage<'_>,
    root: &RootResponse,
    (rpc, base): (&impl RawRpc, Option<u64>),
) -> Result<Anchor, ProofError> {
    let height = newest(rpc)?.saturating_sub(1);
    let positions = peak_positions(root.leaves).ok_or_else(|| {
        SourceError::answer("the root", format!("{} leaves are too many", root.leaves))
    })?;
    let mut store = Binary::default();
    let mut read = |key: &[u8]| -> Result<Stored, ProofError> {
        let (stored, of_store) = read_proved(at, rpc, (key, height))?;
        store = of_store;
        Ok(stored)
    };
    let count = at.count_key().map(&mut read).transpose()?;
    let mut peaks = Vec::with_capacity(positions.len());
    for position in positions {
        peaks.push(Peak { position, stored: read(&at.node_key(position))? });
    }
    let of_header = height.saturating_add(1);
    let base = match base {
        None => None,
        Some(height) => Some(Base {
            header: signed_header(rpc, height)?.header,
            next_validators: validators(rpc, height.saturating_add(1))?,
        }),
    };
    Ok(Anchor {
        height,
        peaks,
        count,
        store,
        header: signed_header(rpc, of_header)?,
        validators: validators(rpc, of_header)?,
        base,
    })
}

/// The node's newest block.
fn newest(rpc: &impl RawRpc) -> Result<u64, SourceError> {
    let info = rpc.ask("abci_info", &json!({}))?;
    let height = info.pointer("/response/last_block_height").and_then(number);
    height.ok_or_else(|| SourceError::answer("the node's height", "no last_block_height"))
}

/// A value of a contract's storage at a height, with its proof and that of the store.
fn read_proved(
    at: &Storage<'_>,
    rpc: &impl RawRpc,
    (key, height): (&[u8], u64),
) -> Result<(Stored, Binary), ProofError> {
    let full = at.full_key(key)?;
    let params = json!({
        "path": format!("/store/{STORE}/key"), "data": hex::encode(full),
        "height": height.to_string(), "prove": true
    });
    let answer = rpc.ask("abci_query", &params)?;
    let response = answer.get("response").cloned().unwrap_or_default();
    let no = |why: &str| {
        let (contract, why) = (at.contract().to_string(), why.to_string());
        ProofError::NoStorageProof { contract, height, why }
    };
    let code = response.get("code").and_then(number).unwrap_or(0);
    if code != 0 {
        let log = response.get("log").and_then(Value::as_str).unwrap_or("no reason given");
        return Err(no(log));
    }
    let value = base64_at(&response, "/value").unwrap_or_default();
    if value.is_empty() {
        return Err(ProofError::NoHeaderYet { height: height.saturating_add(2) });
    }
    let op = |index: usize, kind: &str| -> Option<Binary> {
        let op = response.pointer(&format!("/proofOps/ops/{index}"))?;
        let right = op.get("type").and_then(Value::as_str) == Some(kind);
        right.then(|| base64_at(op, "/data")).flatten().map(Binary::from)
    };
    let proof = op(0, "ics23:iavl").ok_or_else(|| no("no proof of the kind ics23:iavl"))?;
    let store = op(1, "ics23:simple").ok_or_else(|| no("no proof of the kind ics23:simple"))?;
    Ok((Stored { value: HexBinary::from(value), proof }, store))
}

fn base64_at(value: &Value, place: &str) -> Option<Vec<u8>> {
    STANDARD.decode(value.pointer(place)?.as_str()?).ok()
}

fn signed_header(rpc: &impl RawRpc, height: u64) -> Result<SignedHeader, SourceError> {
    let mut answer = rpc.ask("commit", &json!({ "height": height.to_string() }))?;
    let found = answer.get_mut("signed_header").map(Value::take).unwrap_or_default();
    serde_json::from_value(found)
        .map_err(|error| SourceError::answer(format!("the commit of height {height}"), error))
}

fn validators(rpc: &impl RawRpc, height: u64) -> Result<Vec<Info>, SourceError> {
    let what = || format!("the validators of height {height}");
    let mut all: Vec<Info> = Vec::new();
    loop {
        let page = all.len() / PAGE + 1;
        let params = json!({
            "height": height.to_string(), "page": page.to_string(), "per_page": PAGE.to_string()
        });
        let mut answer = rpc.ask("validators", &params)?;
        let total = answer.get("total").and_then(number).unwrap_or(0);
        let found = answer.get_mut("validators").map(Value::take).unwrap_or_default();
        let found: Vec<Info> =
            serde_json::from_value(found).map_err(|error| SourceError::answer(what(), error))?;
        let last = found.len() < PAGE;
        all.extend(found);
        if last || all.len() as u64 >= total || all.len() >= MOST_VALIDATORS {
            return Ok(all);
        }
    }
}

#[cfg(test)]
mod tests;
