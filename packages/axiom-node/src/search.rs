//! Finding transactions by their events, through an index.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};
use tendermint_proto::v0_38::abci::Event;

use crate::error::RpcError;
use crate::file::ChainFile;
use crate::keys;

/// Longer values are found by their hash.
const LONGEST: usize = 128;

/// The keys under which a transaction's height is found.
pub(crate) fn keys(height: u64, events: &[Event]) -> Vec<Vec<u8>> {
    let mut all = BTreeSet::new();
    for event in events {
        for attribute in &event.attributes {
            let name = format!("{}.{}", event.r#type, attribute.key);
            let mut key = with_value(&name, &attribute.value);
            key.extend(height.to_be_bytes());
            all.insert(key);
        }
    }
    all.into_iter().collect()
}

fn with_name(name: &str) -> Vec<u8> {
    let length = u32::try_from(name.len()).unwrap_or(u32::MAX);
    [&length.to_be_bytes()[..], name.as_bytes()].concat()
}

fn with_value(name: &str, value: &str) -> Vec<u8> {
    let hash;
    let value = if value.len() > LONGEST {
        hash = Sha256::digest(value);
        &hash[..]
    } else {
        value.as_bytes()
    };
    let length = u32::try_from(value.len()).unwrap_or(u32::MAX);
    [&with_name(name)[..], &length.to_be_bytes(), value].concat()
}

/// One condition of a search.
#[derive(Debug, PartialEq, Eq)]
enum Condition {
    /// Heights from one to another, both included.
    Heights(u64, u64),
    /// The transaction of a hash.
    Hash(Vec<u8>),
    /// An attribute with a value.
    Equals(String, String),
    /// An attribute with any value.
    Exists(String),
}

/// Heights of the transactions that a search finds, lowest first.
pub(crate) fn find(file: &ChainFile, query: &str) -> Result<Vec<u64>, RpcError> {
    let (mut from, mut to) = (0, u64::MAX);
    let mut found: Option<BTreeSet<u64>> = None;
    for condition in parse(query)? {
        let heights: BTreeSet<u64> = match condition {
            Condition::Heights(low, high) => {
                (from, to) = (from.max(low), to.min(high));
                continue;
            }
            Condition::Hash(hash) => file.height_of(&hash).into_iter().collect(),
            Condition::Equals(name, value) => heights_below(file, &with_value(&name, &value)),
            Condition::Exists(name) => heights_below(file, &with_name(&name)),
        };
        found = Some(match found {
            None => heights,
            Some(before) => before.intersection(&heights).copied().collect(),
        });
    }
    Ok(match found {
        Some(found) => found.into_iter().filter(|height| (from..=to).contains(height)).collect(),
        None if from > to => Vec::new(),
        None => file.tx_heights(from, to),
    })
}

fn heights_below(file: &ChainFile, prefix: &[u8]) -> BTreeSet<u64> {
    let height = |key: Vec<u8>| {
        let start = key.len().checked_sub(8)?;
        Some(u64::from_be_bytes(key.get(start..)?.try_into().ok()?))
    };
    file.index(prefix, &keys::after(prefix)).into_iter().filter_map(height).collect()
}

fn parse(query: &str) -> Result<Vec<Condition>, RpcError> {
    let mut rest = query.trim();
    let mut all = Vec::new();
    if rest.is_empty() {
        return Err(wrong(query, "it is empty"));
    }
    loop {
        let end = rest
            .find(|c: char| c.is_whitespace() || "=<>".contains(c))
            .ok_or_else(|| wrong(query, "a condition has no operator"))?;
        let (name, after) = rest.split_at(end);
        let (operator, after) = operator(after.trim_start()).ok_or_else(|| {
            wrong(query, "known operators are =, <, <=, >, >= and EXISTS, joined by AND")
        })?;
        let (value, after) = match operator {
            "EXISTS" => (String::new(), after),
            _ => value(after.trim_start()).ok_or_else(|| wrong(query, "a value is missing"))?,
        };
        all.push(condition(query, name, operator, value)?);
        let after = after.trim_start();
        if after.is_empty() {
            return Ok(all);
        }
        let next = after.strip_prefix("AND").filter(|next| next.starts_with(char::is_whitespace));
        rest = next.ok_or_else(|| wrong(query, "conditions are joined by AND"))?.trim_start();
    }
}

fn operator(text: &str) -> Option<(&'static str, &str)> {
    let known = ["<=", ">=", "=", "<", ">", "EXISTS"];
    known.iter().find_map(|one| Some((*one, text.strip_prefix(one)?)))
}

/// A value in quotation marks, or a plain word.
fn value(text: &str) -> Option<(String, &str)> {
    if let Some(quoted) = text.strip_prefix('\'') {
        let (value, rest) = quoted.split_once('\'')?;
        return Some((value.to_string(), rest));
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (value, rest) = text.split_at(end);
    (!value.is_empty()).then(|| (value.to_string(), rest))
}

fn condition(
    query: &str,
    name: &str,
    operator: &str,
    value: String,
) -> Result<Condition, RpcError> {
    if name.is_empty() {
        return Err(wrong(query, "a condition names no attribute"));
    }
    if name == "tx.height" && operator != "EXISTS" {
        let height: u64 =
            value.parse().map_err(|_| wrong(query, "tx.height is compared with a number"))?;
        return Ok(match operator {
            "<" if height == 0 => Condition::Heights(1, 0),
            "<" => Condition::Heights(0, height - 1),
            "<=" => Condition::Heights(0, height),
            ">" => Condition::Heights(height.saturating_add(1), u64::MAX),
            ">=" => Condition::Heights(height, u64::MAX),
            _ => Condition::Heights(height, height),
        });
    }
    match (name, operator) {
        ("tx.height" | "tx.hash", "EXISTS") => Ok(Condition::Heights(0, u64::MAX)),
        ("tx.hash", "=") => {
            let hash = hex::decode(&value).map_err(|_| wrong(query, "tx.hash is hexadecimal"))?;
            Ok(Condition::Hash(hash))
        }
        (_, "EXISTS") => Ok(Condition::Exists(name.to_string())),
        (_, "=") => Ok(Condition::Equals(name.to_string(), value)),
        _ => Err(wrong(query, "this development chain compares only tx.height with < and >")),
    }
}

fn wrong(query: &str, why: &str) -> RpcError {
    let shown: String = query.chars().take(120).collect();
    RpcError::internal(format!("failed to parse query {shown:?}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_as_clients_write_them_are_read() {
        let equals = |name: &str, value: &str| Condition::Equals(name.into(), value.into());
        let cases = [
            ("tx.hash='0AFF'", vec![Condition::Hash(vec![10, 255])]),
            ("tx.height=5", vec![Condition::Heights(5, 5)]),
            (
                "message.sender='a' AND tx.height >= 3 AND tx.height<7",
                vec![
                    equals("message.sender", "a"),
                    Condition::Heights(3, u64::MAX),
                    Condition::Heights(0, 6),
                ],
            ),
            (
                "wasm-job/posted.job_id = '1 AND 2'",
                vec![equals("wasm-job/posted.job_id", "1 AND 2")],
            ),
            (
                "wasm._contract_address EXISTS",
                vec![Condition::Exists("wasm._contract_address".into())],
            ),
            ("tx.height > 9", vec![Condition::Heights(10, u64::MAX)]),
            ("tx.height < 0", vec![Condition::Heights(1, 0)]),
        ];
        for (query, expected) in cases {
            assert_eq!(parse(query).unwrap(), expected, "{query}");
        }
        for query in [
            "",
            "a",
            "a=",
            "a='b",
            "a='b' OR c='d'",
            "a='b'AND",
            "a>3",
            "tx.height='x'",
            "='b'",
            "a CONTAINS 'b'",
        ] {
            let error = parse(query).unwrap_err();
            assert!(error.data.starts_with("failed to parse query"), "{query}: {error}");
        }
    }

    #[test]
    fn a_value_is_no_prefix_of_another() {
        let one = with_value("a.b", "x");
        assert!(!with_value("a.b", "xy").starts_with(&one));
        assert!(!with_value("a.bx", "").starts_with(&with_name("a.b")));
        assert_eq!(with_value("a.b", &"y".repeat(500)).len(), 4 + 3 + 4 + 32);
    }
}
