//! The REST gateway beside the JSON-RPC.

use axiom_client::{messages, Client, SignedTx, TxOptions};
use cosmwasm_std::{Binary, HexBinary};
use serde_json::{json, Value};

use crate::served::{raw, request};
use crate::world::{address, config, pay, send, signer, Folder, Running};

/// Asks, and answers the status and the JSON.
fn ask(server: &Running, method: &str, path: &str, body: &str) -> (u16, Value) {
    let answer = raw(&server.url, &request(&format!("{method} {path} HTTP/1.1"), body), "");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("access-control-allow-origin: *\r\n"), "{head}");
    assert!(head.contains("content-type: application/json\r\n"), "{head}");
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap())
}

pub fn get(server: &Running, path: &str) -> Value {
    let (status, answer) = ask(server, "GET", path, "");
    assert_eq!(status, 200, "{path}: {answer}");
    answer
}

pub fn post(server: &Running, path: &str, body: &Value) -> Value {
    let (status, answer) = ask(server, "POST", path, &body.to_string());
    assert_eq!(status, 200, "{path}: {answer}");
    answer
}

/// Status, code of gRPC and text of a refusal.
pub fn refusal(server: &Running, method: &str, path: &str, body: &str) -> (u16, u64, String) {
    let (status, answer) = ask(server, method, path, body);
    assert_eq!(answer["details"], json!([]), "{answer}");
    let text = answer["message"].as_str().unwrap().to_string();
    (status, answer["code"].as_u64().unwrap(), text)
}

pub fn client(server: &Running) -> Client {
    let mut config = config();
    config.rpc.url = server.url.clone();
    Client::connect(config).unwrap()
}

pub fn sign(client: &Client, from: &str, messages: &[axiom_client::Any]) -> SignedTx {
    client.sign(&signer(from), messages, &TxOptions::default()).unwrap()
}

pub fn base64(bytes: &[u8]) -> String {
    Binary::from(bytes).to_base64()
}

/// A token of Alice's.
pub fn token(client: &Client) -> String {
    let balances = json!([{ "address": address("alice"), "amount": "1000" }]);
    let msg =
        json!({ "name": "Token", "symbol": "TOK", "decimals": 6, "initial_balances": balances });
    let new = messages::NewContract {
        code_id: 6,
        msg: serde_json::to_vec(&msg).unwrap(),
        label: "token".to_string(),
        admin: None,
        funds: vec![],
    };
    let done = send(client, "alice", &[messages::instantiate(&address("alice"), &new)]);
    done.contract().unwrap().to_string()
}

#[test]
fn the_node_tells_of_itself_and_of_its_blocks() {
    let folder = Folder::new();
    let server = Running::usual(&folder);
    let base = "/cosmos/base/tendermint/v1beta1";
    let info = get(&server, &format!("{base}/node_info"));
    assert_eq!(info["default_node_info"]["network"], "axiom-local-1");
    assert_eq!(info["default_node_info"]["protocol_version"]["block"], "11");
    assert_eq!(info["default_node_info"]["channels"], Value::Null);
    assert_eq!(info["application_version"]["build_deps"], json!([]));
    assert_eq!(info["application_version"]["cosmos_sdk_version"], "v0.53.0");
    assert_eq!(get(&server, &format!("{base}/syncing")), json!({ "syncing": false }));
    let price = get(&server, "/cosmos/base/node/v1beta1/config");
    assert_eq!(price, json!({ "minimum_gas_price": "0.025uaxm" }));
    let params = get(&server, "/cosmos/consensus/v1/params");
    assert_eq!(params["params"]["block"], json!({ "max_bytes": "4194304", "max_gas": "-1" }));

    send(&client(&server), "alice", &[pay("alice", "ben", 1, "uusd")]);
    let latest = get(&server, &format!("{base}/blocks/latest"));
    let header = &latest["block"]["header"];
    assert_eq!((&header["height"], &header["chain_id"]), (&json!("2"), &json!("axiom-local-1")));
    assert_eq!(header["time"], "2026-01-01T00:00:05Z");
    assert_eq!(latest["block"]["data"]["txs"].as_array().unwrap().len(), 1);
    assert_eq!(latest["sdk_block"]["header"]["app_hash"], header["app_hash"]);
    assert_eq!(get(&server, &format!("{base}/blocks/2")), latest);
    let first = get(&server, &format!("{base}/blocks/1"));
    assert_eq!(first["block_id"]["hash"], header["last_block_id"]["hash"]);
    assert_eq!(first["block"]["data"]["txs"], json!([]));
    // The hash is that of the JSON-RPC.
    let status = client(&server).rpc().ask("status", &json!({})).unwrap();
    let hash: HexBinary =
        serde_json::from_value(status["sync_info"]["latest_block_hash"].clone()).unwrap();
    assert_eq!(latest["block_id"]["hash"], base64(&hash));
    for (height, said) in [("3", "from 1 to 2"), ("0", "from 1 to 2"), ("x", "a whole number")] {
        let path = format!("{base}/blocks/{height}");
        let (status, code, text) = refusal(&server, "GET", &path, "");
        assert_eq!((status, code), (400, 3), "{text}");
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn accounts_and_coins_are_told() {
    let folder = Folder::new();
    let server = Running::usual(&folder);
    let alice = address("alice");
    let path = format!("/cosmos/auth/v1beta1/accounts/{alice}");
    let before = get(&server, &path)["account"].clone();
    assert_eq!(before["@type"], "/cosmos.auth.v1beta1.BaseAccount");
    assert_eq!((&before["pub_key"], &before["sequence"]), (&Value::Null, &json!("0")));
    send(&client(&server), "alice", &[pay("alice", "ben", 7, "uusd")]);
    let after = get(&server, &path)["account"].clone();
    let key = base64(&signer("alice").public_key_bytes());
    assert_eq!(after["pub_key"], json!({ "@type": "/cosmos.crypto.secp256k1.PubKey", "key": key }));
    assert_eq!((&after["sequence"], &after["address"]), (&json!("1"), &json!(alice)));
    assert_eq!(after["account_number"], before["account_number"]);
    let info = get(&server, &format!("/cosmos/auth/v1beta1/account_info/{alice}"));
    assert_eq!(info["info"]["sequence"], "1");

    let ben = address("ben");
    let bank = "/cosmos/bank/v1beta1";
    let usd = json!({ "denom": "uusd", "amount": "1000000000000007" });
    let all = get(&server, &format!("{bank}/balances/{ben}"));
    assert_eq!(all["balances"][1], usd);
    assert_eq!(all["pagination"], json!({ "next_key": null, "total": "0" }));
    assert_eq!(get(&server, &format!("{bank}/spendable_balances/{ben}")), all);
    let one = get(&server, &format!("{bank}/balances/{ben}/by_denom?denom=uusd"));
    assert_eq!(one, json!({ "balance": usd }));
    // Page by page; what is not known behind the question mark is passed over.
    let path = format!("{bank}/balances/{ben}?pagination.limit=1&pagination.count_total=true&x=y");
    let page = get(&server, &path);
    assert_eq!(page["pagination"], json!({ "next_key": base64(b"uusd"), "total": "2" }));
    let path = format!("{bank}/balances/{ben}?pagination.key={}", base64(b"uusd"));
    assert_eq!(get(&server, &path)["balances"], json!([usd]));
    let metadata = get(&server, &format!("{bank}/denoms_metadata"))["metadatas"].clone();
    assert_eq!((&metadata[0]["base"], &metadata[0]["display"]), (&json!("uaxm"), &json!("axm")));
    let unit = json!({ "denom": "axm", "exponent": 6, "aliases": [] });
    assert_eq!(metadata[0]["denom_units"][1], unit);
    let single = get(&server, &format!("{bank}/denoms_metadata/uaxm"));
    assert_eq!(single["metadata"], metadata[0]);
    let supply = get(&server, &format!("{bank}/supply/by_denom?denom=uusd"));
    assert_eq!(supply["amount"]["amount"], "7000000000000000");
}

#[test]
fn a_transaction_is_simulated_sent_and_found() {
    let folder = Folder::new();
    let server = Running::usual(&folder);
    let client = client(&server);
    let signed = sign(&client, "alice", &[pay("alice", "ben", 5, "uusd")]);
    let tx_bytes = base64(&signed.bytes);
    let base = "/cosmos/tx/v1beta1";

    let simulated = post(&server, &format!("{base}/simulate"), &json!({ "tx_bytes": tx_bytes }));
    let gas: u64 = simulated["gas_info"]["gas_used"].as_str().unwrap().parse().unwrap();
    assert!(gas > 20_000, "{gas}");
    let answer = json!({ "@type": "/cosmos.bank.v1beta1.MsgSendResponse" });
    assert_eq!(simulated["result"]["msg_responses"], json!([answer]));
    assert_eq!(client.status().unwrap().height, 1);
    let path = format!("{base}/txs/{}", signed.hash);
    let (status, code, text) = refusal(&server, "GET", &path, "");
    assert_eq!((status, code, text), (404, 5, format!("tx not found: {}", signed.hash)));

    let body = json!({ "tx_bytes": tx_bytes, "mode": "BROADCAST_MODE_SYNC" });
    let sent = post(&server, &format!("{base}/txs"), &body)["tx_response"].clone();
    assert_eq!((&sent["code"], &sent["txhash"]), (&json!(0), &json!(signed.hash)), "{sent}");
    assert_eq!(
        (&sent["height"], &sent["tx"], &sent["events"]),
        (&json!("0"), &Value::Null, &json!([]))
    );
    let again = post(&server, &format!("{base}/txs"), &body)["tx_response"].clone();
    assert_eq!((&again["code"], &again["codespace"]), (&json!(19), &json!("sdk")));
    assert_eq!(client.balance(&address("ben"), "uusd").unwrap(), 1_000_000_000_000_005);

    let found = get(&server, &path);
    let response = &found["tx_response"];
    assert_eq!((&response["height"], &response["code"]), (&json!("2"), &json!(0)));
    assert_eq!(
        (&response["txhash"], &response["timestamp"]),
        (&json!(signed.hash), &json!("2026-01-01T00:00:05Z"))
    );
    assert_eq!(response["tx"]["@type"], "/cosmos.tx.v1beta1.Tx");
    assert_eq!(response["tx"]["body"], found["tx"]["body"]);
    let message = &found["tx"]["body"]["messages"][0];
    let expected = json!({
        "@type": "/cosmos.bank.v1beta1.MsgSend", "from_address": address("alice"),
        "to_address": address("ben"), "amount": [{ "denom": "uusd", "amount": "5" }],
    });
    assert_eq!(message, &expected);
    let info = &found["tx"]["auth_info"]["signer_infos"][0];
    assert_eq!(info["mode_info"], json!({ "single": { "mode": "SIGN_MODE_DIRECT" } }));
    let events = response["events"].as_array().unwrap();
    assert!(events.iter().any(|event| event["type"] == "transfer"), "{response}");
    // The hash may be written in small letters.
    assert_eq!(get(&server, &path.replace(&signed.hash, &signed.hash.to_lowercase())), found);
}

#[test]
fn a_transaction_in_parts_is_simulated_in_both_spellings() {
    let folder = Folder::new();
    let server = Running::usual(&folder);
    let token = token(&client(&server));
    let transfer = json!({ "transfer": { "recipient": address("ben"), "amount": "10" } });
    let key = json!({
        "@type": "/cosmos.crypto.secp256k1.PubKey", "key": base64(&signer("alice").public_key_bytes()),
    });
    let message = json!({
        "@type": "/cosmwasm.wasm.v1.MsgExecuteContract", "sender": address("alice"),
        "contract": token, "msg": transfer, "funds": [],
    });
    let snake = json!({ "tx": {
        "body": { "messages": [message], "memo": "" },
        "auth_info": {
            "signer_infos": [{
                "public_key": key, "mode_info": { "single": { "mode": "SIGN_MODE_DIRECT" } }, "sequence": "1",
            }],
            "fee": { "amount": [], "gas_limit": "0" },
        },
        "signatures": ["AA=="],
    } });
    let camel = json!({ "tx": {
        "body": { "messages": [message] },
        "authInfo": {
            "signerInfos": [{ "publicKey": key, "modeInfo": { "single": { "mode": 1 } }, "sequence": 1 }],
            "fee": {},
        },
        "signatures": ["AA"],
    } });
    let simulate = |body: &Value| post(&server, "/cosmos/tx/v1beta1/simulate", body);
    let (one, other) = (simulate(&snake), simulate(&camel));
    assert_eq!(one["result"]["events"], other["result"]["events"]);
    let response = &one["result"]["msg_responses"][0]["@type"];
    assert_eq!(response, "/cosmwasm.wasm.v1.MsgExecuteContractResponse");
    // What would be refused is refused with the gas that was used.
    let mut wrong = camel;
    wrong["tx"]["body"]["messages"][0]["msg"]["transfer"]["amount"] = json!("5000");
    let path = "/cosmos/tx/v1beta1/simulate";
    let (status, code, text) = refusal(&server, "POST", path, &wrong.to_string());
    assert_eq!((status, code), (500, 2), "{text}");
    assert!(text.contains("Overflow") && text.contains("with gas used"), "{text}");
}

#[test]
fn contracts_and_codes_are_told() {
    let folder = Folder::new();
    let server = Running::usual(&folder);
    let client = client(&server);
    let token = token(&client);
    let base = "/cosmwasm/wasm/v1";
    let info = get(&server, &format!("{base}/contract/{token}"));
    assert_eq!(info["address"], token);
    let expected = json!({
        "code_id": "6", "creator": address("alice"), "admin": "", "label": "token",
        "created": { "block_height": "2", "tx_index": "0" }, "ibc_port_id": "", "extension": null,
    });
    assert_eq!(info["contract_info"], expected);

    let query = json!({ "balance": { "address": address("alice") } }).to_string();
    let standard = base64(query.as_bytes());
    let url = standard.replace('+', "-").replace('/', "_").trim_end_matches('=').to_string();
    let escaped = standard.replace('/', "%2F").replace('+', "%2B").replace('=', "%3D");
    for written in [standard, url, escaped] {
        let answer = get(&server, &format!("{base}/contract/{token}/smart/{written}"));
        assert_eq!(answer, json!({ "data": { "balance": "1000" } }));
    }
    let raw = get(&server, &format!("{base}/contract/{token}/raw/{}", base64(b"token_info")));
    let stored = Binary::from_base64(raw["data"].as_str().unwrap()).unwrap();
    assert!(String::from_utf8_lossy(&stored).contains("\"TOK\""), "{raw}");
    let nothing = get(&server, &format!("{base}/contract/{token}/raw/{}", base64(b"nothing")));
    assert_eq!(nothing, json!({ "data": null }));
    let history = get(&server, &format!("{base}/contract/{token}/history"))["entries"].clone();
    assert_eq!(history[0]["operation"], "CONTRACT_CODE_HISTORY_OPERATION_TYPE_INIT");
    assert_eq!(history[0]["msg"]["symbol"], "TOK");
    let state = get(&server, &format!("{base}/contract/{token}/state"))["models"].clone();
    let key = hex(b"token_info");
    let model = state.as_array().unwrap().iter().find(|model| model["key"] == key).unwrap();
    assert_eq!(model["value"], raw["data"]);

    let codes = get(&server, &format!("{base}/code"))["code_infos"].clone();
    assert_eq!(codes.as_array().unwrap().len(), 11);
    let code = get(&server, &format!("{base}/code/1"));
    assert_eq!((&code["code_info"], &code["data"]), (&codes[0], &Value::Null));
    assert_eq!(codes[0]["data_hash"].as_str().unwrap().len(), 64);
    let everybody = json!({ "permission": "Everybody", "addresses": [] });
    assert_eq!(codes[0]["instantiate_permission"], everybody);
    let contracts = get(&server, &format!("{base}/code/6/contracts"))["contracts"].clone();
    assert_eq!(contracts, json!([token]));
}

fn hex(bytes: &[u8]) -> String {
    HexBinary::from(bytes).to_hex().to_uppercase()
}

#[test]
fn grants_and_allowances_are_told() {
    let folder = Folder::new();
    let server = Running::usual(&folder);
    let (alice, ben) = (address("alice"), address("ben"));
    for path in [
        format!("/cosmos/authz/v1beta1/grants?granter={alice}&grantee={ben}"),
        format!("/cosmos/authz/v1beta1/grants/granter/{alice}"),
        format!("/cosmos/authz/v1beta1/grants/grantee/{ben}"),
    ] {
        assert_eq!(get(&server, &path)["grants"], json!([]));
    }
    let path = format!("/cosmos/feegrant/v1beta1/allowances/{ben}");
    assert_eq!(get(&server, &path)["allowances"], json!([]));
    let path = format!("/cosmos/feegrant/v1beta1/allowance/{alice}/{ben}");
    assert_eq!(refusal(&server, "GET", &path, "").0, 404);
}

#[test]
fn pages_of_a_browser_may_ask_and_other_paths_stay_as_they_are() {
    let folder = Folder::new();
    let server = Running::usual(&folder);
    let head = "OPTIONS /cosmos/tx/v1beta1/txs HTTP/1.1\r\norigin: https://example.org";
    let answer = raw(&server.url, &request(head, ""), "");
    assert!(answer.starts_with("HTTP/1.1 204 "), "{answer}");
    assert!(answer.contains("access-control-allow-origin: *\r\n"), "{answer}");
    let head = "DELETE /cosmos/tx/v1beta1/txs HTTP/1.1";
    assert!(raw(&server.url, &request(head, ""), "").starts_with("HTTP/1.1 405 "));
    let head = "GET /cosmos HTTP/1.1";
    let answer = raw(&server.url, &request(head, ""), "");
    assert!(answer.contains("Method not found"), "{answer}");
}
