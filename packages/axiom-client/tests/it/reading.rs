//! Queries and their answers.

use axiom_client::messages::any;
use axiom_client::{AccountState, ClientError};
use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use cosmrs::proto::cosmos::auth::v1beta1::{BaseAccount, ModuleAccount, QueryAccountResponse};
use cosmrs::proto::cosmos::base::query::v1beta1::PageResponse;
use cosmrs::proto::cosmos::vesting::v1beta1::{BaseVestingAccount, ContinuousVestingAccount};
use cosmrs::proto::cosmwasm::wasm::v1::{
    Model, QueryAllContractStateRequest, QueryAllContractStateResponse,
    QuerySmartContractStateResponse,
};
use prost::Message;
use serde_json::{json, Value};

use crate::server::{status, Answer, Node};

/// The answer of a query at a height.
pub fn value(message: &impl Message, height: u64) -> Answer {
    let value = STANDARD.encode(message.encode_to_vec());
    Answer::Result(json!({"response": {"value": value, "height": height.to_string()}}))
}

/// The refusal of a query.
pub fn refusal(codespace: &str, code: u32, log: &str) -> Answer {
    Answer::Result(json!({"response": {
        "code": code, "codespace": codespace, "log": log, "height": "0"
    }}))
}

/// A node with these answers to queries, whatever is asked.
fn asked(mut answer: impl FnMut(&str, &Value) -> Answer + Send + 'static) -> Node {
    Node::play(move |method, params| match method {
        "status" => Answer::Result(status(7)),
        "abci_query" => answer(params["path"].as_str().unwrap(), params),
        other => panic!("{other} was not expected"),
    })
}

#[test]
fn accounts_of_every_kind_have_number_and_sequence() {
    let base = BaseAccount { account_number: 4, sequence: 9, ..BaseAccount::default() };
    let module = ModuleAccount { base_account: Some(base.clone()), ..ModuleAccount::default() };
    let vesting = ContinuousVestingAccount {
        base_vesting_account: Some(BaseVestingAccount {
            base_account: Some(base.clone()),
            ..BaseVestingAccount::default()
        }),
        ..ContinuousVestingAccount::default()
    };
    for account in [any(&base), any(&module), any(&vesting)] {
        let node = asked(move |path, _| {
            assert_eq!(path, "/cosmos.auth.v1beta1.Query/Account");
            value(&QueryAccountResponse { account: Some(account.clone()) }, 7)
        });
        let state = node.connect().unwrap().account("wasm1x").unwrap();
        assert_eq!(state, AccountState { number: 4, sequence: 9 });
    }
}

#[test]
fn an_account_that_is_not_there_says_what_to_do() {
    let node = asked(|_, _| refusal("sdk", 22, "account wasm1x not found: key not found"));
    let error = node.connect().unwrap().account("wasm1x").unwrap_err();
    assert!(matches!(error, ClientError::NoAccount { .. }), "{error}");
    assert!(error.to_string().contains("faucet"), "{error}");
}

#[test]
fn a_contract_answers_or_is_quoted() {
    let mut calls = 0;
    let node = asked(move |path, _| {
        assert_eq!(path, "/cosmwasm.wasm.v1.Query/SmartContractState");
        calls += 1;
        match calls {
            1 => value(&QuerySmartContractStateResponse { data: b"{\"a\":5}".to_vec() }, 7),
            2 => refusal("sdk", 6, "no such member: query wasm contract failed: unknown request"),
            _ => value(&QuerySmartContractStateResponse { data: b"{\"b".to_vec() }, 7),
        }
    });
    let client = node.connect().unwrap();
    let answer: Value = client.query("wasm1c", &json!({"x": {}})).unwrap();
    assert_eq!(answer, json!({"a": 5}));
    let error = client.query::<Value>("wasm1c", &json!({"x": {}})).unwrap_err();
    assert_eq!(error.to_string(), "no such member");
    let error = client.query::<Value>("wasm1c", &json!({"x": {}})).unwrap_err();
    assert!(error.to_string().contains("answer of the contract wasm1c"), "{error}");
}

#[test]
fn the_whole_state_comes_page_by_page() {
    let node = asked(|_, params| {
        let data = hex::decode(params["data"].as_str().unwrap()).unwrap();
        let request = QueryAllContractStateRequest::decode(data.as_slice()).unwrap();
        let page = request.pagination.unwrap();
        assert_eq!(page.limit, 100);
        let model = |key: u8| Model { key: vec![key], value: vec![key, key] };
        let (models, next_key) = match page.key.first() {
            None => (vec![model(1), model(2)], vec![3]),
            Some(_) => (vec![model(3)], vec![]),
        };
        let pagination = Some(PageResponse { next_key, total: 0 });
        value(&QueryAllContractStateResponse { models, pagination }, 7)
    });
    let state = node.connect().unwrap().all_state("wasm1c", None).unwrap();
    let expected: Vec<_> = (1..4).map(|key: u8| (vec![key], vec![key, key])).collect();
    assert_eq!(state, expected);
    assert_eq!(node.count("abci_query"), 2);
}

#[test]
fn what_is_not_there_is_none_and_what_is_wrong_is_an_error() {
    let mut calls = 0;
    let node = asked(move |_, _| {
        calls += 1;
        match calls {
            1 => refusal("sdk", 6, "address wasm1c: no such contract: unknown request"),
            _ => refusal("sdk", 18, "decoding bech32 failed: invalid checksum: unknown request"),
        }
    });
    let client = node.connect().unwrap();
    assert_eq!(client.contract_info("wasm1c").unwrap(), None);
    assert!(matches!(client.contract_info("wasm1c"), Err(ClientError::Query { .. })));
}

#[test]
fn an_old_chain_tells_codes_with_their_wasm() {
    use cosmrs::proto::cosmwasm::wasm::v1::{CodeInfoResponse, QueryCodeResponse};
    let node = asked(|path, _| match path {
        "/cosmwasm.wasm.v1.Query/CodeInfo" => {
            refusal("sdk", 6, "unknown query path: unknown request")
        }
        "/cosmwasm.wasm.v1.Query/Code" => {
            let info = CodeInfoResponse {
                code_id: 5,
                creator: "wasm1c".to_string(),
                data_hash: vec![8; 32],
                instantiate_permission: None,
            };
            value(&QueryCodeResponse { code_info: Some(info), data: vec![0; 9] }, 7)
        }
        other => panic!("{other}"),
    });
    let client = node.connect().unwrap();
    assert_eq!(client.code_info(5).unwrap().unwrap().checksum, vec![8; 32]);
    assert_eq!(client.code_info(0).unwrap(), None);
}

#[test]
fn answers_from_the_past_are_noticed() {
    let mut height = 100;
    let node = asked(move |_, _| {
        height -= 4;
        value(&QuerySmartContractStateResponse { data: b"1".to_vec() }, height)
    });
    let client = node.connect().unwrap();
    assert_eq!(client.query::<u8>("wasm1c", &json!({})).unwrap(), 1);
    assert_eq!(client.query::<u8>("wasm1c", &json!({})).unwrap(), 1, "a little is tolerated");
    let error = client.query::<u8>("wasm1c", &json!({})).unwrap_err();
    assert!(matches!(error, ClientError::WentBack { seen: 96, now: 88 }), "{error}");
}
