//! `tests/golden/storage-keys.txt`: every namespace in which the five contracts store something.
//!
//! Peers read published keys and migrations meet all of them, so a key that changes must be seen.

use std::collections::BTreeMap;
use std::fmt::Write;

use axiom_cost::Ran;
use axiom_local::LocalChain;
use axiom_types::{dao, distributor, ledger, registry, tracker};
use cosmwasm_std::{Addr, Order};

use super::golden;

/// Namespaces that other contracts and clients may read, by contract. Name and version of a
/// contract stand where cw2 puts them, the owner where cw-ownable does.
const PUBLISHED: &[(&str, &[&str])] = &[
    ("state-registry", &[registry::raw::PARTICIPANTS, registry::raw::CAPABILITIES]),
    ("execution-ledger", &[ledger::raw::JOBS]),
    (
        "contribution-tracker",
        &[
            tracker::raw::CLOCKS,
            tracker::raw::HEADS,
            tracker::raw::LOG,
            tracker::raw::TOTALS,
            tracker::raw::TOTAL_LOG,
            tracker::raw::CW4_TOTAL,
            tracker::raw::CW4_MEMBERS,
        ],
    ),
    ("value-distributor", &[distributor::raw::BALANCES]),
    ("governance-dao", &[dao::raw::PROPOSALS, dao::raw::TALLIES]),
];
/// Published by each of them.
const COMMON: [&str; 1] = ["contract_info"];

#[test]
fn golden_storage_keys() {
    let ran = axiom_cost::model();
    let mut text = "\
# Every namespace that the five contracts write in the scenes of the cost table, with one key.
# Bytes of a key that are not printable ASCII, and the backslash, are written as \\xNN.
# Written by a test: UPDATE_GOLDEN=1 cargo test -p axiom-tests --test it golden
"
    .to_string();
    for (contract, published) in PUBLISHED {
        let found = namespaces(&ran, contract);
        writeln!(text, "\n{contract}").unwrap();
        for name in published.iter().chain(&COMMON) {
            assert!(found.contains_key(*name), "{contract} never wrote its published {name}");
        }
        for (name, key) in &found {
            let known = published.contains(&name.as_str()) || COMMON.contains(&name.as_str());
            let whose = if known { "published" } else { "private" };
            writeln!(text, "  {name:<14} {whose:<10} {}", escaped(key)).unwrap();
        }
    }
    golden("tests/golden/storage-keys.txt", &text);
}

/// Namespaces of a contract, each with the least key of the first economy that has one.
fn namespaces(ran: &Ran<LocalChain>, contract: &str) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for at in &ran.economies {
        for (_, address) in at.all().into_iter().filter(|(name, _)| *name == contract) {
            for key in keys(&ran.chain, address) {
                found.entry(namespace(&key)).or_insert(key);
            }
        }
    }
    found
}

fn keys(chain: &LocalChain, contract: &Addr) -> Vec<Vec<u8>> {
    chain.read(contract, |storage| {
        storage.range(None, None, Order::Ascending).map(|(key, _)| key).collect()
    })
}

/// The first part of a map's key, or the text that a bare key begins with.
fn namespace(key: &[u8]) -> String {
    let name = match key {
        [0, len, rest @ ..] => rest.get(..usize::from(*len)).unwrap(),
        bare => {
            let text = bare.iter().position(|byte| !byte.is_ascii_graphic());
            &bare[..text.unwrap_or(bare.len())]
        }
    };
    String::from_utf8(name.to_vec()).unwrap()
}

fn escaped(key: &[u8]) -> String {
    let mut out = String::new();
    for byte in key {
        match byte {
            b'\\' => out.push_str("\\x5c"),
            b' '..=b'~' => out.push(char::from(*byte)),
            _ => write!(out, "\\x{byte:02x}").unwrap(),
        }
    }
    out
}

#[test]
fn namespaces_are_told_apart() {
    let cases: [(&[u8], &str, &str); 4] = [
        (b"\x00\x01hkey", "h", "\\x00\\x01hkey"),
        (b"\x00\x07memberswasm1a", "members", "\\x00\\x07memberswasm1a"),
        (b"total", "total", "total"),
        (b"m\x00\x00\x5c", "m", "m\\x00\\x00\\x5c"),
    ];
    for (key, name, text) in cases {
        assert_eq!((namespace(key).as_str(), escaped(key).as_str()), (name, text));
    }
}
