//! What the REST gateway refuses, and how it says so.

use serde_json::{json, Value};

use crate::rest::{base64, client, post, refusal, sign, token};
use crate::world::{address, pay, Folder, Running};

#[test]
fn wrong_requests_are_told_what_was_expected() {
    let folder = Folder::new();
    let server = Running::usual(&folder);
    let token = token(&client(&server));
    let cases: Vec<(String, u16, u64, &str)> = vec![
        ("/cosmos/staking/v1beta1/validators".into(), 501, 12, "/cosmos/bank/v1beta1, "),
        ("/cosmwasm/".into(), 501, 12, "/cosmwasm/wasm/v1"),
        ("/cosmos/tx/v1beta1/txs".into(), 501, 12, "asked by POST, not by GET"),
        (
            "/cosmos/auth/v1beta1/accounts/cosmos1xyz".into(),
            400,
            3,
            "Expected is one such as wasm1",
        ),
        (
            format!("/cosmos/bank/v1beta1/balances/{}x", address("ben")),
            400,
            3,
            "no address of this chain",
        ),
        (format!("/cosmos/auth/v1beta1/accounts/{}", address("nobody")), 404, 5, "not found"),
        (format!("/cosmos/bank/v1beta1/balances/{token}/by_denom"), 400, 3, "invalid denom"),
        (
            format!("/cosmos/bank/v1beta1/balances/{token}?pagination.limit=x"),
            400,
            3,
            "pagination.limit should be a whole number",
        ),
        (
            format!("/cosmos/bank/v1beta1/balances/{token}?pagination.key=%zz"),
            400,
            3,
            "hexadecimal digits",
        ),
        ("/cosmos/tx/v1beta1/txs/ABCD".into(), 400, 3, "64 hexadecimal digits"),
        (format!("/cosmos/tx/v1beta1/txs/{}", "x".repeat(64)), 400, 3, "64 hexadecimal digits"),
        (format!("/cosmwasm/wasm/v1/contract/{}", address("ben")), 404, 5, "no such contract"),
        (
            format!("/cosmwasm/wasm/v1/contract/{token}/smart/!!"),
            400,
            3,
            "query_data should be base64",
        ),
        (
            format!("/cosmwasm/wasm/v1/contract/{token}/smart/e30="),
            500,
            2,
            "query wasm contract failed",
        ),
        (
            format!("/cosmwasm/wasm/v1/contract/{token}/raw/a"),
            400,
            3,
            "query_data should be base64",
        ),
        ("/cosmwasm/wasm/v1/code/99".into(), 404, 5, "no such code"),
        ("/cosmwasm/wasm/v1/code/0".into(), 400, 3, "invalid"),
        ("/cosmwasm/wasm/v1/code/six".into(), 400, 3, "code_id should be a whole number"),
    ];
    for (path, status, code, said) in cases {
        let (found, number, text) = refusal(&server, "GET", &path, "");
        assert_eq!((found, number), (status, code), "{path}: {text}");
        assert!(text.contains(said), "{path}: {text}");
    }
}

#[test]
fn wrong_bodies_are_told_what_was_expected_and_change_nothing() {
    let folder = Folder::new();
    let server = Running::usual(&folder);
    let client = client(&server);
    let signed = sign(&client, "alice", &[pay("alice", "ben", 5, "uusd")]);
    let tx = base64(&signed.bytes);
    let (txs, simulate) = ("/cosmos/tx/v1beta1/txs", "/cosmos/tx/v1beta1/simulate");
    let with = |mode: Value| json!({ "tx_bytes": tx, "mode": mode }).to_string();
    let message =
        |message: Value| json!({ "tx": { "body": { "messages": [message] } } }).to_string();
    let cases = [
        (txs, "".to_string(), 400, "the body should be a JSON object"),
        (txs, "[]".to_string(), 400, "the body should be a JSON object"),
        (txs, with(json!("BROADCAST_MODE_BLOCK")), 400, "Expected is BROADCAST_MODE_SYNC or"),
        (txs, with(json!("SYNC")), 400, "mode should be one of BROADCAST_MODE_UNSPECIFIED, "),
        (txs, with(json!(0)), 400, "BROADCAST_MODE_UNSPECIFIED is not supported"),
        (txs, json!({ "tx_bytes": "?", "mode": 2 }).to_string(), 400, "tx_bytes should be base64"),
        (
            txs,
            json!({ "tx_bytes": 5, "mode": 2 }).to_string(),
            400,
            "tx_bytes should be base64, but is 5",
        ),
        (txs, json!({ "mode": 2 }).to_string(), 400, "signed transaction is missing"),
        (txs, json!({ "tx": "AA==" }).to_string(), 400, "Expected is one of: tx_bytes, mode"),
        (simulate, "{}".to_string(), 400, "empty txBytes"),
        (simulate, message(json!({ "a": 1 })), 400, "tx.body.messages[0].@type should be the type"),
        (simulate, message(json!({ "@type": "/a.B" })), 400, "that this development chain knows"),
        (
            simulate,
            message(json!({ "@type": "/cosmos.bank.v1beta1.MsgSend", "to": "" })),
            400,
            "tx.body.messages[0].to is no field",
        ),
        ("/cosmos/auth/v1beta1/params", "{}".to_string(), 501, "asked by GET, not by POST"),
    ];
    for (path, body, status, said) in cases {
        let (found, _, text) = refusal(&server, "POST", path, &body);
        assert_eq!(found, status, "{body}: {text}");
        assert!(text.contains(said), "{body}: {text}");
    }
    // What the checks of the chain refuse is an answer with a code.
    let mut broken = signed.bytes.clone();
    *broken.last_mut().unwrap() ^= 1;
    let body = json!({ "tx_bytes": base64(&broken), "mode": "BROADCAST_MODE_ASYNC" });
    let response = post(&server, txs, &body)["tx_response"].clone();
    assert_eq!((&response["code"], &response["codespace"]), (&json!(4), &json!("sdk")));
    assert!(response["raw_log"].as_str().unwrap().contains("signature"), "{response}");
    assert_eq!(client.status().unwrap().height, 1);
}
