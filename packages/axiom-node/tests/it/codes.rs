//! Codes: built in, found by checksum, and nothing else.

use axiom_client::messages::{self, InstantiateAccess};
use axiom_client::{Access, TxOptions};
use axiom_node::{Genesis, KnownCode, Node};
use axiom_suite::Builder;
use cosmrs::proto::cosmwasm::wasm::v1 as wasm;
use cosmwasm_std::coin;
use sha2::{Digest, Sha256};

use crate::world::{address, client, refused, send, signer, story_chain, Folder};

const CHECKSUMS: &str = include_str!("../../../../artifacts/checksums.txt");

#[test]
fn the_five_are_found_by_the_committed_checksums_for_everybody() {
    let folder = Folder::new();
    let (_, client) = folder.connect();
    let codes = client.codes().unwrap();
    assert_eq!(codes.len(), 11);
    for line in CHECKSUMS.lines() {
        let (sum, file) = line.split_once("  ").unwrap();
        let found = codes.iter().find(|code| hex::encode(&code.checksum) == sum).unwrap();
        assert_eq!(found.access, Access::Everybody, "{file}");
        assert_eq!(client.code_info(found.code_id).unwrap().unwrap(), *found);
        let expected = match file {
            "state-registry.wasm" => 1,
            "execution-ledger.wasm" => 2,
            "contribution-tracker.wasm" => 3,
            "value-distributor.wasm" => 4,
            _ => 5,
        };
        assert_eq!(found.code_id, expected, "{file}");
    }
    assert_eq!(client.code_info(99).unwrap(), None);
}

#[test]
fn an_upload_of_a_known_code_answers_its_id_and_any_other_is_refused() {
    let wasm = b"\0asm pretended".to_vec();
    let checksum: [u8; 32] = Sha256::digest(&wasm).into();
    let folder = Folder::new();
    let mut node = folder.open();
    let alice = address("alice");
    // A built-in code whose Wasm is small enough for a test.
    node = {
        drop(node);
        let extra = vec![axiom_node::BuiltIn { name: "pretended".to_string(), make: pretended }];
        let patience = std::time::Duration::ZERO;
        let opening = axiom_node::Opening { patience, waits: &mut || {}, extra };
        Node::open_with(folder.path(), &Genesis::default(), opening).unwrap()
    };
    let known =
        KnownCode { id: 12, name: "pretended".to_string(), checksum: hex::encode(checksum) };
    assert_eq!(node.codes().last(), Some(&known));
    let client = client(node.transport());
    let access = InstantiateAccess::ChainDefault;
    let done = send(&client, "alice", &[messages::store_code(&alice, &wasm, &access)]);
    assert_eq!(done.code_id(), Some(12));
    let plain = messages::any(&wasm::MsgStoreCode {
        sender: alice.clone(),
        wasm_byte_code: wasm,
        instantiate_permission: None,
    });
    assert_eq!(send(&client, "alice", &[plain]).code_id(), Some(12));
    let other = messages::store_code(&alice, b"\0asm another", &access);
    let failure = refused(client.send(&signer("alice"), &[other], &TxOptions::default()));
    assert!(failure.raw_log.contains("runs only its built-in codes"), "{failure}");
    let broken = messages::any(&wasm::MsgStoreCode {
        sender: alice.clone(),
        wasm_byte_code: vec![0x1f, 0x8b, 1, 2],
        instantiate_permission: None,
    });
    let failure = refused(client.send(&signer("alice"), &[broken], &TxOptions::default()));
    assert!(failure.raw_log.contains("cannot be unpacked"), "{failure}");
}

fn pretended() -> axiom_local::Code {
    let mut shelf = axiom_local::LocalChain::new("shelf");
    axiom_suite::shelve(&mut shelf);
    let code = shelf.shelved("cw20_base").unwrap();
    code.with_checksum(Sha256::digest(b"\0asm pretended").into())
}

#[test]
fn a_code_that_this_program_no_longer_has_refuses_and_says_so() {
    let folder = Folder::new();
    let contract = {
        let extra = vec![axiom_node::BuiltIn { name: "pretended".to_string(), make: pretended }];
        let patience = std::time::Duration::ZERO;
        let opening = axiom_node::Opening { patience, waits: &mut || {}, extra };
        let node = Node::open_with(folder.path(), &Genesis::default(), opening).unwrap();
        let client = client(node.transport());
        let msg = serde_json::json!({ "name": "Token", "symbol": "TOK", "decimals": 6, "initial_balances": [] });
        let new = messages::NewContract {
            code_id: 12,
            msg: serde_json::to_vec(&msg).unwrap(),
            label: "token".to_string(),
            admin: None,
            funds: vec![],
        };
        let done = send(&client, "alice", &[messages::instantiate(&address("alice"), &new)]);
        done.contract().unwrap().to_string()
    };
    let (_, client) = folder.connect();
    let answer: Result<serde_json::Value, _> =
        client.query(&contract, &serde_json::json!({ "token_info": {} }));
    assert!(answer
        .unwrap_err()
        .to_string()
        .contains("does not have the code of this contract any more"));
    assert_eq!(client.contract_info(&contract).unwrap().unwrap().code_id, 12);
}

#[test]
fn contracts_are_listed_with_their_codes_and_history_over_a_migration() {
    let folder = Folder::new();
    let transport = folder.open().transport();
    let suite = Builder::on(story_chain(&transport)).salt("listed").build();
    let client = client(transport);
    let dao = suite.at.dao.to_string();
    assert_eq!(client.contracts_of(5).unwrap(), std::slice::from_ref(&dao));
    let info = client.contract_info(&dao).unwrap().unwrap();
    assert_eq!((info.code_id, info.admin.as_deref()), (5, Some(dao.as_str())));
    let asked = wasm::QueryContractHistoryRequest { address: dao.clone(), pagination: None };
    let history: wasm::QueryContractHistoryResponse =
        client.grpc("/cosmwasm.wasm.v1.Query/ContractHistory", &asked, None).unwrap();
    assert_eq!(history.entries.len(), 1);
    assert!(history.entries[0].msg.starts_with(b"{"));
    // A token that its owner migrates: the checksums of both codes are known.
    let msg = serde_json::json!({ "name": "Token", "symbol": "TOK", "decimals": 6, "initial_balances": [] });
    let new = messages::NewContract {
        code_id: 6,
        msg: serde_json::to_vec(&msg).unwrap(),
        label: "token".to_string(),
        admin: Some(address("alice")),
        funds: vec![],
    };
    let token = send(&client, "alice", &[messages::instantiate(&address("alice"), &new)]);
    let token = token.contract().unwrap().to_string();
    let strange = messages::migrate(&address("ben"), &token, 6, b"{}");
    let failure = refused(client.send(&signer("ben"), &[strange], &TxOptions::default()));
    assert_eq!(failure.text, "can not migrate: unauthorized");
    let nothing = messages::migrate(&address("alice"), &token, 99, b"{}");
    let failure = refused(client.send(&signer("alice"), &[nothing], &TxOptions::default()));
    assert_eq!(failure.text, "code id 99: no such code");
    let handed = messages::update_admin(&address("alice"), &token, &address("ben"));
    send(&client, "alice", &[handed]);
    let admin = || client.contract_info(&token).unwrap().unwrap().admin;
    assert_eq!(admin(), Some(address("ben")));
    send(&client, "ben", &[messages::clear_admin(&address("ben"), &token)]);
    assert_eq!(admin(), None);
    let missing = messages::execute(&address("alice"), &address("ben"), b"{}", &[coin(1, "uaxm")]);
    let failure = refused(client.send(&signer("alice"), &[missing], &TxOptions::default()));
    assert!(failure.text.ends_with("no such contract"), "{failure}");
    // All state, page by page, is what single reads say.
    let state = client.all_state(&dao, None).unwrap();
    assert!(state.len() > 5, "{}", state.len());
    for (key, value) in &state {
        assert_eq!(client.raw(&dao, key).unwrap().as_ref(), Some(value));
    }
    assert_eq!(client.contract_info(&address("alice")).unwrap(), None);
}
