//! Blocks as a node tells them.

use serde_json::{json, Value};
use sha2::{Digest, Sha256};

use crate::error::RpcError;
use crate::events::base64;
use crate::node::Node;

/// A hash that belongs to a height, in hexadecimal.
pub(crate) fn hash(node: &Node, what: &str, height: u64) -> String {
    hex::encode_upper(digest(node, what, height))
}

/// A hash that belongs to a height. It follows from chain, height and time: nobody votes on blocks
/// here, so there is nothing else that it could prove.
pub(crate) fn digest(node: &Node, what: &str, height: u64) -> [u8; 32] {
    let (seconds, nanos) = node.time_of(height).unwrap_or_default();
    let chain_id = &node.genesis().chain_id;
    let text = format!("axiom development chain/{what}/{chain_id}/{height}/{seconds}/{nanos}");
    Sha256::digest(text).into()
}

/// Time of a block as nodes write it.
pub(crate) fn time(node: &Node, height: u64) -> String {
    let (seconds, nanos) = node.time_of(height).unwrap_or_default();
    rfc3339(seconds, nanos)
}

/// A moment as RFC 3339 writes it, in UTC; digits behind the second only where there are some.
pub(crate) fn rfc3339(seconds: u64, nanos: u32) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = date(days);
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    let fraction = match nanos {
        0 => String::new(),
        nanos => format!(".{nanos:09}").trim_end_matches('0').to_string(),
    };
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
}

/// Year, month and day of a day since 1970-01-01. Years are counted from March on, so that the day
/// that may be missing is the last.
fn date(days: u64) -> (u64, u64, u64) {
    // Days from 0000-03-01 to 1970-01-01, and in 400 years.
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + u64::from(month <= 2), month, day)
}

fn id(node: &Node, height: u64) -> Value {
    let hash = match height {
        0 => String::new(),
        height => hash(node, "block", height),
    };
    json!({ "hash": hash, "parts": { "total": u8::from(height > 0), "hash": hash } })
}

fn head(node: &Node, height: u64) -> Value {
    let of = |what: &str| hash(node, what, height);
    json!({
        "version": { "block": "11" },
        "chain_id": node.genesis().chain_id,
        "height": height.to_string(),
        "time": time(node, height),
        "last_block_id": id(node, height - 1),
        "last_commit_hash": of("commit"),
        "data_hash": of("data"),
        "validators_hash": of("validators"),
        "next_validators_hash": of("validators"),
        "consensus_hash": of("consensus"),
        "app_hash": of("app"),
        "last_results_hash": of("results"),
        "evidence_hash": of("evidence"),
        "proposer_address": hash(node, "proposer", 0).get(..40),
    })
}

/// `header`.
pub(crate) fn header(node: &Node, height: u64) -> Result<Value, RpcError> {
    Ok(json!({ "header": head(node, height) }))
}

/// `block`.
pub(crate) fn block(node: &Node, height: u64) -> Result<Value, RpcError> {
    let txs = match node.file.tx(height) {
        Some(_) => vec![base64(&node.stored_tx(height)?.tx)],
        None => Vec::new(),
    };
    Ok(json!({
        "block_id": id(node, height),
        "block": {
            "header": head(node, height),
            "data": { "txs": txs },
            "evidence": { "evidence": [] },
            "last_commit": {
                "height": (height - 1).to_string(), "round": 0, "block_id": id(node, height - 1),
                "signatures": [],
            },
        },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_nodes_do() {
        let cases = [
            (0, 0, "1970-01-01T00:00:00Z"),
            (951_782_399, 0, "2000-02-28T23:59:59Z"),
            (951_782_400, 1, "2000-02-29T00:00:00.000000001Z"),
            (1_767_225_600, 500_000_000, "2026-01-01T00:00:00.5Z"),
            (4_107_542_399, 0, "2100-02-28T23:59:59Z"),
            (4_107_542_400, 0, "2100-03-01T00:00:00Z"),
        ];
        for (seconds, nanos, expected) in cases {
            assert_eq!(rfc3339(seconds, nanos), expected);
        }
    }
}
