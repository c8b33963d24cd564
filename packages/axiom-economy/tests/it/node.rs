//! The ground behind the RPC of a node: what it makes of a node's answers.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use axiom_chain::Account;
use axiom_client::{Client, ClientError, Config, Signer, TxOptions};
use axiom_economy::{ask, Code, EconomyError, Ground, GroundError, NodeGround, Task, Uploads};
use base64::prelude::{Engine, BASE64_STANDARD};
use cosmrs::proto::cosmos::auth::v1beta1::{BaseAccount, QueryAccountResponse};
use cosmrs::proto::cosmos::bank::v1beta1::QueryAllBalancesResponse;
use cosmrs::proto::cosmos::base::abci::v1beta1::GasInfo;
use cosmrs::proto::cosmos::base::v1beta1::Coin as ProtoCoin;
use cosmrs::proto::cosmos::tx::v1beta1::SimulateResponse;
use cosmrs::proto::cosmwasm::wasm::v1 as wasm;
use cosmrs::Any;
use cosmwasm_std::coin;
use prost::Message;
use serde_json::{json, Value};

use crate::world::{now, wanted, who};

/// What a node answers by path: bytes, or an error's text.
type Answers = BTreeMap<&'static str, Result<Vec<u8>, &'static str>>;

/// A node of the chain `scripted-1` that answers from a table.
fn node(answers: Answers) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answers = Arc::new(answers);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answers = answers.clone();
            thread::spawn(move || serve(stream, &answers));
        }
    });
    Client::connect(Config::new(url, "0.025stake".parse().unwrap())).unwrap()
}

fn serve(mut stream: TcpStream, answers: &Answers) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    while let Some(request) = read(&mut reader) {
        let result = match request["method"].as_str() {
            Some("status") => json!({
                "node_info": { "network": "scripted-1", "version": "0.39.0" },
                "sync_info": {
                    "latest_block_height": "7",
                    "latest_block_time": "2026-01-01T00:00:05Z",
                    "catching_up": false
                }
            }),
            _ => {
                let path = request["params"]["path"].as_str().unwrap_or_default();
                let unknown = Err("unknown query path");
                let response = match answers.get(path).unwrap_or(&unknown) {
                    Ok(bytes) => {
                        json!({ "code": 0, "value": BASE64_STANDARD.encode(bytes), "height": "7" })
                    }
                    Err(log) => {
                        json!({ "code": 5, "codespace": "wasm", "log": log, "height": "7" })
                    }
                };
                json!({ "response": response })
            }
        };
        let body = json!({ "jsonrpc": "2.0", "id": request["id"], "result": result }).to_string();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
        if stream.write_all(format!("{head}{body}").as_bytes()).is_err() {
            return;
        }
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

fn permission(permission: wasm::AccessType, addresses: &[String]) -> Option<wasm::AccessConfig> {
    Some(wasm::AccessConfig { permission: permission.into(), addresses: addresses.to_vec() })
}

fn code(code_id: u64, byte: u8, open: bool) -> wasm::CodeInfoResponse {
    let access = if open { wasm::AccessType::Everybody } else { wasm::AccessType::Nobody };
    wasm::CodeInfoResponse {
        code_id,
        creator: who("alice"),
        data_hash: vec![byte; 32],
        instantiate_permission: permission(access, &[]),
    }
}

const CODES: &str = "/cosmwasm.wasm.v1.Query/Codes";
const PARAMS: &str = "/cosmwasm.wasm.v1.Query/Params";
const CONTRACT: &str = "/cosmwasm.wasm.v1.Query/ContractInfo";
const SMART: &str = "/cosmwasm.wasm.v1.Query/SmartContractState";
const RAW: &str = "/cosmwasm.wasm.v1.Query/RawContractState";
const ACCOUNT: &str = "/cosmos.auth.v1beta1.Query/Account";
const SIMULATE: &str = "/cosmos.tx.v1beta1.Service/Simulate";
const BALANCES: &str = "/cosmos.bank.v1beta1.Query/AllBalances";

fn uploads(access: wasm::AccessType, addresses: &[String]) -> Vec<u8> {
    let params = wasm::Params {
        code_upload_access: permission(access, addresses),
        instantiate_default_permission: wasm::AccessType::Everybody.into(),
    };
    wasm::QueryParamsResponse { params: Some(params) }.encode_to_vec()
}

fn account() -> Vec<u8> {
    let base =
        BaseAccount { address: who("founder"), pub_key: None, account_number: 3, sequence: 0 };
    let any = Any {
        type_url: "/cosmos.auth.v1beta1.BaseAccount".to_string(),
        value: base.encode_to_vec(),
    };
    QueryAccountResponse { account: Some(any) }.encode_to_vec()
}

#[test]
fn codes_uploads_contracts_and_coins_are_read() {
    let info = wasm::ContractInfo {
        code_id: 4,
        creator: who("founder"),
        admin: String::new(),
        label: "axiom".to_string(),
        ..wasm::ContractInfo::default()
    };
    let found = wasm::QueryContractInfoResponse { address: who("x"), contract_info: Some(info) };
    let codes = vec![code(3, 1, true), code(4, 2, false)];
    let codes = wasm::QueryCodesResponse { code_infos: codes, pagination: None };
    let coins = vec![ProtoCoin { denom: "uaxm".to_string(), amount: "5".to_string() }];
    let coins = QueryAllBalancesResponse { balances: coins, pagination: None };
    let client = node(Answers::from([
        (CODES, Ok(codes.encode_to_vec())),
        (PARAMS, Ok(uploads(wasm::AccessType::AnyOfAddresses, &[who("alice")]))),
        (CONTRACT, Ok(found.encode_to_vec())),
        (
            SMART,
            Ok(wasm::QuerySmartContractStateResponse { data: b"[1]".to_vec() }.encode_to_vec()),
        ),
        (RAW, Ok(wasm::QueryRawContractStateResponse { data: b"kept".to_vec() }.encode_to_vec())),
        (BALANCES, Ok(coins.encode_to_vec())),
    ]));
    let ground = NodeGround::new(&client);
    assert_eq!(ground.chain_id(), "scripted-1");
    let all = ground.codes().unwrap();
    assert_eq!(all[0], Code { code_id: 3, checksum: vec![1; 32], for_all: true });
    assert_eq!((all.len(), all[1].for_all), (2, false));
    assert_eq!(ground.uploads().unwrap(), Uploads::Only(vec![who("alice")]));
    let contract = ground.contract(&who("x")).unwrap().unwrap();
    assert_eq!((contract.code_id, contract.admin, contract.label.as_str()), (4, None, "axiom"));
    assert_eq!(ground.smart(&who("x"), &json!({})).unwrap(), json!([1]));
    assert_eq!(ask::<Vec<u8>>(&ground, &who("x"), &json!({})).unwrap(), [1]);
    let error = ask::<String>(&ground, &who("x"), &json!({})).unwrap_err();
    assert!(matches!(&error, GroundError::Answer { .. }) && !error.is_refusal(), "{error}");
    assert_eq!(ground.raw(&who("x"), b"k").unwrap().unwrap(), b"kept");
    assert_eq!(ground.coins(&who("x")).unwrap(), Some(vec![coin(5, "uaxm")]));
    for (access, expected) in [
        (wasm::AccessType::Everybody, Uploads::Everybody),
        (wasm::AccessType::Nobody, Uploads::Only(vec![])),
    ] {
        let client = node(Answers::from([(PARAMS, Ok(uploads(access, &[])))]));
        assert_eq!(NodeGround::new(&client).uploads().unwrap(), expected);
    }
}

#[test]
fn what_is_not_there_and_what_is_refused() {
    let client = node(Answers::from([
        (CONTRACT, Err("no such contract: wasm1")),
        (SMART, Err("Generic error: unknown job: query wasm contract failed")),
    ]));
    let ground = NodeGround::new(&client);
    assert_eq!(ground.contract(&who("x")).unwrap(), None);
    let error = ground.smart(&who("x"), &json!({})).unwrap_err();
    assert!(error.is_refusal(), "{error}");
    let lost = GroundError::Node(ClientError::NoIndex);
    assert!(!lost.is_refusal());
    let error: EconomyError = ClientError::NoIndex.into();
    assert!(matches!(error, EconomyError::Ground(_)));
}

#[test]
fn fees_have_their_reserve_and_nothing_is_sent_without_a_key() {
    let gas_info = Some(GasInfo { gas_wanted: 0, gas_used: 1_000_000 });
    let tried = SimulateResponse { gas_info, result: None };
    let client =
        node(Answers::from([(ACCOUNT, Ok(account())), (SIMULATE, Ok(tried.encode_to_vec()))]));
    let mut ground = NodeGround::new(&client);
    // 1.4 times the gas at 0.025, rounded up.
    assert_eq!(ground.fee(1_000_000), Some(coin(35_000, "stake")));
    assert_eq!(ground.fee(1), Some(coin(1, "stake")));
    let task = Task::Store { name: "state-registry", wasm: b"wasm" };
    assert_eq!(ground.try_out(task).unwrap(), None);
    let error = ground.send(task).unwrap_err();
    assert!(matches!(&error, GroundError::NoSigner), "{error}");
    let signer = Signer::from(&Account::named("founder"));
    let ground = NodeGround::new(&client).signed_by(&signer, TxOptions::default());
    assert_eq!(ground.try_out(task).unwrap(), Some(1_000_000));
}

/// A plan is made over a node as over any ground: what it would refuse is told, and so is a closed chain.
#[test]
fn a_plan_over_a_node() {
    let release = now();
    let codes = release.checksums.iter().zip(1..).map(|((_, checksum), code_id)| {
        wasm::CodeInfoResponse { data_hash: checksum.clone(), ..code(code_id, 0, true) }
    });
    let codes = wasm::QueryCodesResponse { code_infos: codes.collect(), pagination: None };
    let answers = |simulated: Result<Vec<u8>, &'static str>| {
        Answers::from([
            (CODES, Ok(codes.encode_to_vec())),
            (CONTRACT, Err("no such contract: wasm1")),
            (ACCOUNT, Ok(account())),
            (SIMULATE, simulated),
        ])
    };
    let template = axiom_economy::Template::find("agent-gigs").unwrap();
    let signer = Signer::from(&Account::named("founder"));
    let gas_info = Some(GasInfo { gas_wanted: 0, gas_used: 1_500_000 });
    let tried = SimulateResponse { gas_info, result: None };
    let client = node(answers(Ok(tried.encode_to_vec())));
    let ground = NodeGround::new(&client).signed_by(&signer, TxOptions::default());
    let mut wish = wanted("roads");
    wish.denom = None;
    let plan = axiom_economy::plan(&ground, &template, &wish, &release).unwrap();
    assert_eq!((plan.gas(), plan.fee()), (1_500_000, Some(coin(52_500, "stake"))));
    assert!(plan.founding.to_string().contains("\"native\":\"stake\""));
    let refusal = "failed to execute message; message index: 0: the salt is taken: instantiate wasm contract failed";
    let client = node(answers(Err(refusal)));
    let ground = NodeGround::new(&client).signed_by(&signer, TxOptions::default());
    let error = axiom_economy::plan(&ground, &template, &wish, &release).unwrap_err();
    assert!(matches!(&error, EconomyError::Step { .. }), "{error}");
    assert!(error.to_string().contains("the salt is taken"), "{error}");
    // The chain has none of the codes and lets nobody store them.
    let client = node(Answers::from([
        (CODES, Ok(wasm::QueryCodesResponse::default().encode_to_vec())),
        (CONTRACT, Err("no such contract: wasm1")),
        (PARAMS, Ok(uploads(wasm::AccessType::Nobody, &[]))),
    ]));
    let plan = axiom_economy::plan(&NodeGround::new(&client), &template, &wish, &release).unwrap();
    assert_eq!(plan.closed.unwrap().missing.len(), 5);
}
