//! Test vectors that the Rust packages and the TypeScript client share: `clients/vectors.json`.

use std::collections::BTreeMap;
use std::convert::Infallible;

use anyhow::{Context, Result};
use axiom_chain::Account;
use axiom_merkle::{leaf_hash, Hash, NodeStore};
use axiom_types::dao::{vote_text, vote_word, Vote};
use axiom_types::record::{Record, RecordHashes, Transition};
use axiom_types::registry::cell_leaf_data;
use cosmwasm_std::{Addr, HexBinary};
use serde_json::{json, Value};

use crate::generated::File;

/// Sizes of the ranges: around powers of two, and one with mountains of many heights.
const SIZES: [u64; 9] = [1, 2, 3, 4, 7, 8, 11, 16, 21];

/// Beyond 2^53, where a `number` of JavaScript is no longer exact.
const BIG: u64 = (1 << 53) + 1;

/// The file.
pub fn file() -> Result<File> {
    let value = json!({
        "ranges": SIZES.into_iter().map(range).collect::<Result<Vec<_>>>()?,
        "records": records()?,
        "cells": cells(),
        "votes": votes(),
        "signed": signed(),
    });
    let text = serde_json::to_string_pretty(&value)? + "\n";
    Ok(File { path: "clients/vectors.json".to_string(), text })
}

/// Nodes in memory.
struct Nodes(BTreeMap<u64, Hash>);

impl NodeStore for Nodes {
    type Error = Infallible;

    fn get(&self, pos: u64) -> Result<Option<Hash>, Infallible> {
        Ok(self.0.get(&pos).copied())
    }
}

fn leaf_data(index: u64) -> Vec<u8> {
    format!("leaf {index}").into_bytes()
}

fn range(leaves: u64) -> Result<Value> {
    let mut nodes = Nodes(BTreeMap::new());
    for index in 0..leaves {
        let written = axiom_merkle::append(&nodes, index, leaf_hash(&leaf_data(index)))?;
        nodes.0.extend(written);
    }
    let root = axiom_merkle::root(&nodes, leaves)?;
    let proofs: Result<Vec<Value>> = (0..leaves)
        .map(|index| {
            let proof = axiom_merkle::prove(&nodes, index, leaves)?;
            let hashes = |all: &[Hash]| all.iter().map(hex).collect::<Vec<_>>();
            let (path, peaks) = (hashes(&proof.path), hashes(&proof.peaks));
            let data = hex(leaf_data(index));
            Ok(json!({ "data": data, "index": index, "leaves": leaves, "path": path, "peaks": peaks }))
        })
        .collect();
    Ok(json!({ "leaves": leaves, "root": hex(root), "proofs": proofs? }))
}

fn records() -> Result<Vec<Value>> {
    Transition::ALL
        .into_iter()
        .map(|(transition, code, _)| {
            let some = |at: u8| (code % at == 0).then(|| HexBinary::from([at; 32]));
            let record = Record {
                chain_id: "axiom-vectors-1".to_string(),
                ledger: Addr::unchecked("wasm1ledger"),
                seq: u64::from(code),
                kind: "job".to_string(),
                id: BIG,
                actor: Addr::unchecked("wasm1actor"),
                client: Addr::unchecked("wasm1client"),
                payer: Addr::unchecked("wasm1payer"),
                transition,
                hashes: RecordHashes {
                    context_root: some(1),
                    input_hash: some(2),
                    procedure_hash: some(3),
                    output_hash: some(4),
                    evidence: some(5),
                },
                height: u64::MAX,
                time: 1_800_000_000,
            };
            let bytes = record.bytes().context("a hash of another length")?;
            Ok(json!({ "record": record, "leaf": hex(leaf_hash(&bytes)), "bytes": hex(bytes) }))
        })
        .collect()
}

fn cells() -> Vec<Value> {
    let rows = [("a", 1), ("results/7", BIG), ("key with spaces", u64::MAX)];
    let row = |(key, version): (&str, u64)| {
        let hash = leaf_hash(key.as_bytes());
        let data = cell_leaf_data(key, version, &hash);
        let leaf = hex(leaf_hash(&data));
        json!({ "key": key, "version": version, "hash": hex(hash), "data": hex(data), "leaf": leaf })
    };
    rows.into_iter().map(row).collect()
}

fn votes() -> Vec<Value> {
    let all = [Vote::Yes, Vote::No, Vote::Abstain, Vote::Veto];
    let row = |vote: Vote| {
        let (chain_id, contract, valid_until) = ("axiom-vectors-1", "wasm1dao", 1_800_000_000);
        json!({
            "chain_id": chain_id,
            "contract": contract,
            "proposal_id": BIG,
            "vote": vote_word(vote),
            "valid_until": valid_until,
            "text": vote_text(chain_id, contract, BIG, vote, valid_until),
        })
    };
    all.into_iter().map(row).collect()
}

fn signed() -> Vec<Value> {
    let texts =
        ["yes", "Straße\nzwei: \"ü\" <&> \u{2028}", "AxiomOS: vote on a proposal\nvote: no"];
    let row = |(name, text): (&str, &str)| {
        let account = Account::named(name);
        let (pubkey, signature) = account.sign_adr36(text);
        json!({
            "account": account.address,
            "text": text,
            "doc": Account::adr36_doc(&account.address, text),
            "pubkey": pubkey,
            "signature": signature,
        })
    };
    ["alice", "ben", "carla"].into_iter().zip(texts).map(row).collect()
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    HexBinary::from(bytes.as_ref()).to_hex()
}
