//! The answers of a real node in `tests/data`, and how they are made anew; see the README there.

use std::path::PathBuf;

use axiom_chain::Account;
use axiom_client::{messages, Client, ClientError, Config, Signer, TxOptions};
use axiom_proof::anchor::{trusted_header, trusted_set};
use axiom_proof::{anchor_file, bundle_cell, bundle_record, ledger, Node, ProofFile, RawRpc};
use serde::Serialize;
use serde_json::{json, Value};

/// Seconds for which the header in the data is trusted.
pub const PERIOD: u64 = 1_209_600;

/// The devnet on which the data is made.
const CHAIN: &str = "axiom-devnet-proof-1";

pub fn data(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

pub fn read(name: &str) -> Vec<u8> {
    std::fs::read(data(name)).unwrap()
}

pub fn proof(name: &str) -> ProofFile {
    ProofFile::from_json(&read(name)).unwrap()
}

fn env(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("set {name}, see tests/data/README.md"))
}

/// One method of a node's RPC.
fn call(url: &str, method: &str, params: &Value) -> Result<Value, ClientError> {
    let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    let mut answer = ureq::post(url)
        .header("content-type", "application/json")
        .send(request.to_string())
        .unwrap();
    let answer: Value = serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
    assert!(answer.get("error").is_none_or(Value::is_null), "{method}: {answer}");
    Ok(answer["result"].clone())
}

fn write(name: &str, value: &impl Serialize) {
    let text = serde_json::to_string_pretty(value).unwrap();
    std::fs::write(data(name), format!("{text}\n")).unwrap();
}

struct People {
    client: Client,
    ledger: String,
}

impl People {
    fn send(&self, who: &str, contract: &str, msg: Value) {
        let signer = Signer::from(&Account::named(who));
        let message =
            messages::execute(signer.address(), contract, msg.to_string().as_bytes(), &[]);
        self.client.send(&signer, &[message], &TxOptions::default()).unwrap();
    }

    fn act(&self, who: &str, msg: Value) {
        self.send(who, &self.ledger, msg);
    }

    /// Three voluntary jobs: one approved after a rejection, one cancelled, one that waits.
    fn work(&self) {
        let hash = "11".repeat(32);
        for (title, points) in [("First", "5"), ("Second", "7"), ("Third", "9")] {
            let job = json!({ "title": title, "input_hash": hash,
                "assignment": { "open": { "gate": { "anyone": {} } } },
                "reward": { "voluntary": { "domain": 2, "points": points } } });
            self.act("alice", json!({ "post_job": job }));
        }
        let hand_in = |job: u64, byte: &str| {
            let output = json!({ "uri": "ipfs://work", "sha256": byte.repeat(32) });
            json!({ "submit": { "job": job, "submission": { "output": output } } })
        };
        self.act("alice", json!({ "cancel": { "job": 2 } }));
        self.act("ben", json!({ "accept": { "job": 1 } }));
        self.act("ben", hand_in(1, "22"));
        self.act("alice", json!({ "reject": { "job": 1, "reason": "the figures do not add up" } }));
        self.act("ben", hand_in(1, "33"));
        self.act("alice", json!({ "approve": { "job": 1 } }));
        self.act("carol", json!({ "accept": { "job": 3 } }));
        self.act("carol", hand_in(3, "44"));
    }
}

#[test]
#[ignore = "needs a node: tests/data/README.md"]
fn regenerate() {
    let (url, ledger, registry) =
        (env("AXIOM_PROOF_RPC"), env("AXIOM_PROOF_LEDGER"), env("AXIOM_PROOF_REGISTRY"));
    // Never on anybody else's chain.
    let config = Config::new(&url, "0.025stake".parse().unwrap()).chain_id(CHAIN);
    let client = Client::connect(config).unwrap();
    let people = People { client, ledger: ledger.clone() };
    let rpc = |method: &str, params: &Value| call(&url, method, params);
    let base = people.client.rpc().app_height().unwrap() - 1;
    people.work();
    people.send(
        "alice",
        &registry,
        json!({ "create_space": { "name": "notes", "writers": { "owner": {} } } }),
    );
    let cell = |key: &str| json!({ "key": key, "expected_version": 0, "content": { "inline": { "data": "aGVsbG8=" } } });
    let writes = [cell("plan"), cell("figures"), cell("minutes")];
    let node = Node { client: &people.client, rpc };
    let answer = axiom_proof::Source::smart(
        &node,
        &registry,
        json!({ "spaces": { "start_after": null, "limit": 100 } }).to_string().into_bytes(),
    );
    let spaces: Value = serde_json::from_slice(&answer.unwrap()).unwrap();
    let space = spaces["spaces"].as_array().unwrap().last().unwrap()["space"].as_u64().unwrap();
    people.send("alice", &registry, json!({ "write_cells": { "space": space, "writes": writes } }));
    // One more block, whose header carries the app hash of all that.
    people.send(
        "alice",
        &registry,
        json!({ "set_writers": { "space": space, "writers": { "owner": {} } } }),
    );

    let mut record = bundle_record(&node, &ledger, 4, None).unwrap();
    anchor_file(&mut record, &node.rpc, Some(base)).unwrap();
    write("record.json", &record);
    let mut entry = bundle_cell(&node, &registry, space, "figures").unwrap();
    anchor_file(&mut entry, &node.rpc, None).unwrap();
    write("cell.json", &entry);
    write("trusted-set.json", &trusted_set(&node.rpc, base).unwrap());
    write("trusted-header.json", &trusted_header(&node.rpc, base, PERIOD).unwrap());
    let search = json!({ "query": format!("execute._contract_address='{ledger}' AND tx.height>=1"),
        "prove": false, "page": "1", "per_page": "2", "order_by": "asc" });
    write("tx-search.json", &node.rpc.ask("tx_search", &search).unwrap());
    let path = data("ledger.jsonl");
    let _ = std::fs::remove_file(&path);
    let done = ledger::export(&node, &ledger, &path, &Default::default(), &mut |_| {}).unwrap();
    assert_eq!(done.filled, 0);
    let compared = ledger::compare(&node, &done.replay).unwrap();
    assert_eq!(compared.differences, []);
    println!("{} records", done.replay.root.leaves);
}
