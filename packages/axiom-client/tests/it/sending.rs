//! Transactions: sequence, waiting, refusals, broken connections.

use std::sync::{Arc, Mutex};

use axiom_chain::Account;
use axiom_client::{messages, Client, ClientError, Gas, Signer, TxDone, TxOptions};
use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use cosmrs::proto::cosmos::auth::v1beta1::{BaseAccount, QueryAccountResponse};
use cosmrs::proto::cosmos::base::abci::v1beta1::{GasInfo, TxMsgData};
use cosmrs::proto::cosmos::tx::v1beta1::{AuthInfo, SimulateResponse, TxBody, TxRaw};
use cosmrs::proto::cosmwasm::wasm::v1::MsgExecuteContractResponse;
use cosmwasm_std::coin;
use prost::Message;
use serde_json::{json, Value};
use sha2::{Digest, Sha256};

use crate::reading::{refusal, value};
use crate::server::{status, Answer, Node};

const TAKEN: &str = "tx already exists in cache";

/// A node with one account (number 4, sequence 9) whose other answers are scripted.
fn node(mut other: impl FnMut(&str, &Value) -> Option<Answer> + Send + 'static) -> Node {
    Node::play(move |method, params| {
        if let Some(answer) = other(method, params) {
            return answer;
        }
        let path = params["path"].as_str().unwrap_or_default();
        match (method, path) {
            ("status", _) => Answer::Result(status(7)),
            ("abci_info", _) => Answer::Result(json!({"response": {"last_block_height": "7"}})),
            ("abci_query", "/cosmos.auth.v1beta1.Query/Account") => {
                let base = BaseAccount { account_number: 4, sequence: 9, ..BaseAccount::default() };
                value(&QueryAccountResponse { account: Some(messages::any(&base)) }, 7)
            }
            ("abci_query", "/cosmos.tx.v1beta1.Service/Simulate") => {
                let gas_info = Some(GasInfo { gas_wanted: 0, gas_used: 100_001 });
                value(&SimulateResponse { gas_info, result: None }, 7)
            }
            ("broadcast_tx_sync", _) => checked(0, "", params),
            ("tx", _) => done(params),
            _ => panic!("{method} {path} was not expected"),
        }
    })
}

fn checked(code: u32, log: &str, params: &Value) -> Answer {
    let bytes = STANDARD.decode(params["tx"].as_str().unwrap()).unwrap();
    let hash = hex::encode_upper(Sha256::digest(bytes));
    Answer::Result(json!({"code": code, "codespace": "sdk", "log": log, "hash": hash}))
}

/// A transaction in block 8, with one answer and two events.
fn done(params: &Value) -> Answer {
    let answer = messages::any(&MsgExecuteContractResponse { data: b"42".to_vec() });
    let data = TxMsgData { msg_responses: vec![answer], ..TxMsgData::default() };
    let hash = hex::encode_upper(STANDARD.decode(params["hash"].as_str().unwrap()).unwrap());
    let attribute = |key: &str, value: &str| json!({"key": key, "value": value, "index": true});
    Answer::Result(json!({"hash": hash, "height": "8", "tx": "", "tx_result": {
        "code": 0, "data": STANDARD.encode(data.encode_to_vec()), "log": "",
        "gas_wanted": "140002", "gas_used": "99", "codespace": "", "events": [
            {"type": "tx", "attributes": [attribute("fee", "1stake")]},
            {"type": "wasm-axiom_x", "attributes": [
                attribute("_contract_address", "wasm1c"), attribute("id", "5"),
                attribute("msg_index", "0"),
            ]},
        ],
    }}))
}

fn failed_in_block(params: &Value) -> Answer {
    let hash = hex::encode_upper(STANDARD.decode(params["hash"].as_str().unwrap()).unwrap());
    let log = "failed to execute message; message index: 0: not yet: execute wasm contract failed";
    Answer::Result(json!({"hash": hash, "height": "8", "tx": "", "tx_result": {
        "code": 5, "codespace": "wasm", "log": log, "data": null, "events": [],
        "gas_wanted": "140002", "gas_used": "120000",
    }}))
}

fn alice() -> Signer {
    Signer::from(&Account::named("alice"))
}

fn send(client: &Client, options: &TxOptions) -> Result<TxDone, ClientError> {
    let alice = alice();
    let message = messages::execute(alice.address(), "wasm1c", b"{}", &[]);
    client.send(&alice, &[message], options)
}

/// Body and authentication of the transactions that were handed in.
fn handed_in(node: &Node) -> Vec<(TxBody, AuthInfo)> {
    let parts = |params: &Value| {
        let bytes = STANDARD.decode(params["tx"].as_str().unwrap()).unwrap();
        let raw = TxRaw::decode(bytes.as_slice()).unwrap();
        let body = TxBody::decode(raw.body_bytes.as_slice()).unwrap();
        (body, AuthInfo::decode(raw.auth_info_bytes.as_slice()).unwrap())
    };
    node.params("broadcast_tx_sync").iter().map(parts).collect()
}

/// What wasmd says between its restart and its next block.
#[test]
fn a_node_that_was_just_restarted_is_given_a_moment() {
    const LOG: &str =
        "signature verification failed; please verify account number (0) and chain-id \
                       (scripted-1): (unable to verify single signer signature): unauthorized";
    let mut tries = 0;
    let node = node(move |method, params| {
        tries += u32::from(method == "broadcast_tx_sync");
        (method == "broadcast_tx_sync" && tries < 3).then(|| checked(4, LOG, params))
    });
    send(&node.connect().unwrap(), &TxOptions::default()).unwrap();
    assert_eq!(node.count("broadcast_tx_sync"), 3);
    let stubborn = self::node(|method, params| {
        (method == "broadcast_tx_sync").then(|| checked(4, LOG, params))
    });
    let error = send(&stubborn.connect().unwrap(), &TxOptions::default()).unwrap_err();
    assert!(error.refused().is_some_and(|failure| failure.code == 4), "{error}");
}

#[test]
fn a_transaction_is_simulated_paid_and_waited_for() {
    let mut looks = 0;
    let node = node(move |method, _| {
        looks += u32::from(method == "tx");
        (method == "tx" && looks < 3).then_some(Answer::Error("tx (AB) not found"))
    });
    let done = send(&node.connect().unwrap(), &TxOptions::default()).unwrap();
    assert_eq!((done.height, done.gas_used), (8, 99));
    assert_eq!(done.data().unwrap().as_slice(), b"42");
    assert_eq!(done.attribute("axiom_x", "id"), Some("5"));
    let own = done.message_events();
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].attributes.len(), 2, "the index of the message is left out");
    assert_eq!(node.count("tx"), 3);
    let (_, info) = handed_in(&node).remove(0);
    let fee = info.fee.unwrap();
    assert_eq!(fee.gas_limit, 140_002, "1.4 times 100,001, rounded up");
    assert_eq!(fee.amount[0].amount, "3501", "0.025 times that, rounded up");
    assert_eq!(info.signer_infos[0].sequence, 9);
}

#[test]
fn a_sequence_that_was_used_up_is_taken_anew() {
    let mut tries = 0;
    let node = node(move |method, params| {
        (method == "broadcast_tx_sync").then(|| {
            tries += 1;
            match tries {
                1 => checked(
                    32,
                    "account sequence mismatch, expected 11, got 9: incorrect account sequence",
                    params,
                ),
                _ => checked(0, "", params),
            }
        })
    });
    let options = TxOptions { gas: Gas::Limit(5), ..TxOptions::default() };
    send(&node.connect().unwrap(), &options).unwrap();
    let sequences: Vec<u64> =
        handed_in(&node).iter().map(|(_, info)| info.signer_infos[0].sequence).collect();
    assert_eq!(sequences, [9, 11]);
}

#[test]
fn a_sequence_that_never_fits_is_given_up() {
    let mut expected = 20;
    let node = node(move |method, params| {
        (method == "broadcast_tx_sync").then(|| {
            expected += 1;
            let log = format!("account sequence mismatch, expected {expected}, got 1: incorrect");
            checked(32, &log, params)
        })
    });
    let options = TxOptions { gas: Gas::Limit(5), ..TxOptions::default() };
    let error = send(&node.connect().unwrap(), &options).unwrap_err();
    assert_eq!(error.refused().unwrap().code, 32);
    assert_eq!(node.count("broadcast_tx_sync"), 4);
}

#[test]
fn a_sequence_is_taken_anew_in_the_simulation_too() {
    let mut tries = 0;
    let node = node(move |method, params| {
        let simulated = params["path"] == "/cosmos.tx.v1beta1.Service/Simulate";
        tries += u32::from(simulated);
        (method == "abci_query" && simulated && tries == 1).then(|| {
            refusal(
                "sdk",
                32,
                "account sequence mismatch, expected 10, got 9: incorrect account sequence",
            )
        })
    });
    send(&node.connect().unwrap(), &TxOptions::default()).unwrap();
    assert_eq!(handed_in(&node)[0].1.signer_infos[0].sequence, 10);
}

#[test]
fn options_reach_the_transaction() {
    let node = node(|_, _| None);
    let options = TxOptions {
        gas: Gas::Limit(777),
        fee: Some(vec![coin(3, "uaxm")]),
        memo: "note".to_string(),
        timeout_height: 50,
        fee_granter: Some("wasm1payer".to_string()),
        authz_granter: Some("wasm1granter".to_string()),
    };
    send(&node.connect().unwrap(), &options).unwrap();
    let (body, info) = handed_in(&node).remove(0);
    assert_eq!((body.memo.as_str(), body.timeout_height), ("note", 50));
    assert_eq!(body.messages[0].type_url, "/cosmos.authz.v1beta1.MsgExec");
    let fee = info.fee.unwrap();
    assert_eq!((fee.gas_limit, fee.granter.as_str()), (777, "wasm1payer"));
    assert_eq!((fee.amount[0].denom.as_str(), fee.amount[0].amount.as_str()), ("uaxm", "3"));
}

#[test]
fn a_failure_in_a_block_quotes_the_contract() {
    let node = node(|method, params| (method == "tx").then(|| failed_in_block(params)));
    let error = send(&node.connect().unwrap(), &TxOptions::default()).unwrap_err();
    let failure = error.refused().unwrap();
    assert_eq!((failure.text.as_str(), failure.height), ("not yet", Some(8)));
    assert_eq!(failure.gas_used, 120_000);
    assert!(failure.by_contract());
}

#[test]
fn a_failure_in_the_simulation_hands_nothing_in() {
    let node = node(|_, params| {
        (params["path"] == "/cosmos.tx.v1beta1.Service/Simulate").then(|| {
            refusal("sdk", 6, "rpc error: code = Unknown desc = failed to execute message; message index: 0: not yet: execute wasm contract failed with gas used: '9': unknown request")
        })
    });
    let error = send(&node.connect().unwrap(), &TxOptions::default()).unwrap_err();
    assert_eq!(error.refused().unwrap().text, "not yet");
    assert!(error.refused().unwrap().by_contract());
    assert!(error.to_string().contains("nothing was sent"), "{error}");
    assert_eq!(node.count("broadcast_tx_sync"), 0);
}

#[test]
fn a_node_without_simulation_says_what_to_do() {
    let node = node(|_, params| {
        (params["path"] == "/cosmos.tx.v1beta1.Service/Simulate")
            .then(|| refusal("sdk", 6, "unknown query path: unknown request"))
    });
    let error = send(&node.connect().unwrap(), &TxOptions::default()).unwrap_err();
    assert!(matches!(error, ClientError::NoSimulation), "{error}");
    assert!(error.to_string().contains("gas limit"), "{error}");
}

#[test]
fn a_forgetful_node_is_reminded_and_then_given_up_with_the_hash() {
    let mut handed = 0;
    let node = node(move |method, _| match method {
        "tx" => Some(Answer::Error("tx (AB) not found")),
        "broadcast_tx_sync" => {
            handed += 1;
            (handed > 1).then_some(Answer::Error(TAKEN))
        }
        _ => None,
    });
    let error = send(&node.connect().unwrap(), &TxOptions::default()).unwrap_err();
    let ClientError::NotIncluded { hash, .. } = &error else { panic!("{error}") };
    assert_eq!(hash.len(), 64);
    assert!(error.to_string().contains("may still be included"), "{error}");
    let handed = node.params("broadcast_tx_sync");
    assert_eq!(handed.len(), 2);
    assert_eq!(handed[0], handed[1], "the same bytes: it cannot run twice");
}

#[test]
fn a_last_height_that_has_passed_is_final() {
    let node = node(|method, _| (method == "tx").then_some(Answer::Error("tx (AB) not found")));
    let options = TxOptions { timeout_height: 6, ..TxOptions::default() };
    let error = send(&node.connect().unwrap(), &options).unwrap_err();
    assert!(matches!(error, ClientError::Expired { timeout_height: 6, .. }), "{error}");
}

#[test]
fn a_break_while_handing_in_is_not_repeated() {
    let node = node(|method, _| (method == "broadcast_tx_sync").then_some(Answer::Hangup));
    let error = send(&node.connect().unwrap(), &TxOptions::default()).unwrap_err();
    assert!(matches!(error, ClientError::Uncertain { .. }), "{error}");
    assert_eq!(node.count("broadcast_tx_sync"), 1);
}

#[test]
fn a_transaction_that_is_known_already_is_waited_for() {
    let node = node(|method, _| (method == "broadcast_tx_sync").then_some(Answer::Error(TAKEN)));
    assert_eq!(send(&node.connect().unwrap(), &TxOptions::default()).unwrap().height, 8);
}

#[test]
fn after_a_break_the_chain_is_checked_before_signing() {
    let broken = Arc::new(Mutex::new(false));
    let seen = broken.clone();
    let node = node(move |method, params| {
        let mut broken = broken.lock().unwrap();
        if params["path"] == "/cosmos.auth.v1beta1.Query/Account" && !*broken {
            *broken = true;
            return Some(Answer::Hangup);
        }
        (method == "status" && *broken).then(|| {
            let mut other = status(7);
            other["node_info"]["network"] = json!("liar-1");
            Answer::Result(other)
        })
    });
    let error = send(&node.connect().unwrap(), &TxOptions::default()).unwrap_err();
    assert!(*seen.lock().unwrap());
    assert!(matches!(error, ClientError::WrongChain { .. }), "{error}");
    assert_eq!(node.count("broadcast_tx_sync"), 0);
}

/// A node was stopped, and that of another chain has taken its port.
#[test]
fn after_a_break_the_chain_is_checked_while_waiting() {
    let (mut handed_in, mut broke) = (false, false);
    let node = node(move |method, _| {
        handed_in |= method == "broadcast_tx_sync";
        match method {
            "tx" if !broke => {
                broke = true;
                Some(Answer::Hangup)
            }
            "tx" => Some(Answer::Error("tx (AB) not found")),
            "status" if handed_in => {
                let mut other = status(7);
                other["node_info"]["network"] = json!("other-1");
                Some(Answer::Result(other))
            }
            _ => None,
        }
    });
    let options = TxOptions { gas: Gas::Limit(1), ..TxOptions::default() };
    let error = send(&node.connect().unwrap(), &options).unwrap_err();
    let text = error.to_string();
    assert!(matches!(error, ClientError::Uncertain { .. }), "{text}");
    assert!(text.contains("leads to the chain \"other-1\" now"), "{text}");
}

#[test]
fn without_an_index_the_blocks_are_searched() {
    let handed: Arc<Mutex<String>> = Arc::default();
    let node = node(move |method, params| match method {
        "broadcast_tx_sync" => {
            *handed.lock().unwrap() = params["tx"].as_str().unwrap().to_string();
            None
        }
        "tx" => Some(Answer::Error("transaction indexing is disabled")),
        "abci_info" => Some(Answer::Result(json!({"response": {"last_block_height": "8"}}))),
        "block" => {
            let ours = params["height"] == "8";
            let txs = if ours { json!(["AAAA", *handed.lock().unwrap()]) } else { json!([]) };
            let header = json!({"height": params["height"], "time": "2026-01-01T00:00:05Z"});
            Some(Answer::Result(json!({"block": {"header": header, "data": {"txs": txs}}})))
        }
        "block_results" => Some(Answer::Result(json!({"txs_results": [
            {"code": 1, "gas_used": "5"}, {"code": 0, "gas_used": "6", "events": []},
        ]}))),
        _ => None,
    });
    let done = send(&node.connect().unwrap(), &TxOptions::default()).unwrap();
    assert_eq!((done.height, done.gas_used), (8, 6));
}
