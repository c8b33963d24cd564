use axiom_local::{Account, Init};
use cosmwasm_std::{coin, to_json_binary, BankMsg, CosmosMsg, WasmMsg};

use crate::probe::{code, put, world, ExecuteMsg, InstantiateMsg, QueryMsg};

#[test]
fn what_a_message_answers_is_unwrapped() {
    let mut world = world();
    let success = world.tell(put("k", "v")).should_succeed();
    assert_eq!(success.data_as::<String>(), "v");
    let success = world.tell(ExecuteMsg::Del { key: "k".to_string() }).should_succeed();
    assert_eq!(success.data, None);
    assert_eq!(world.text("k"), None);
    let msg = InstantiateMsg::default();
    let init = Init::new(world.code_id, "c", &msg);
    let success = world.chain.instantiate(&world.ann, init).should_succeed();
    assert_eq!(success.data.unwrap().as_slice(), b"hello");
    let long = "x".repeat(300);
    let success = world.tell(put("k", &long)).should_succeed();
    assert_eq!(success.data_as::<String>(), long);
}

#[test]
fn addresses_can_be_predicted_from_wallets_and_from_contracts() {
    let mut world = world();
    let msg = InstantiateMsg::default();
    let (code_id, ann) = (world.code_id, world.ann.clone());
    let predicted = world.chain.predict_address(code_id, &ann, b"salt");
    let init = || Init::new(code_id, "p", &msg).admin(predicted.as_str());
    let success = world.chain.instantiate2(&ann, init(), b"salt").should_succeed();
    assert_eq!(success.contract(), predicted);
    let info = world.chain.contract_info(&predicted).unwrap();
    assert_eq!((info.code_id, info.creator), (code_id, ann.address.clone()));
    assert_eq!(info.admin.as_ref(), Some(&predicted));
    world.chain.instantiate2(&ann, init(), b"salt").should_fail_containing("already exists");
    world.chain.instantiate2(&ann, init(), &[1; 65]).should_fail_containing("invalid salt length");

    let child = world.chain.predict_address(code_id, &world.a, b"child");
    let salt = b"child".into();
    world.tell(ExecuteMsg::Create { code_id, salt }).should_succeed();
    assert_eq!(world.chain.query::<String>(&child, &QueryMsg::Get { key: "born".into() }), "yes");
}

/// The expected address was computed outside, by another implementation of wasmd's rule: module
/// prefix, then checksum, creator, salt and an empty message, each with its length.
#[test]
fn the_checksum_decides_the_address() {
    let mut world = world();
    let real = world.chain.store_code(code("probe-a").with_checksum([7; 32]));
    let default = world.chain.store_code(code("probe-a"));
    let info = world.chain.code_info(real).unwrap();
    assert_eq!(info.checksum.as_slice(), [7; 32]);
    let address = |id| world.chain.predict_address(id, &world.ann, b"salt");
    assert_eq!(address(default), address(world.code_id), "same name and version, same address");
    assert_ne!(address(default), address(real));
    let outside = "wasm1adu9g8jrcttf7vqpm65c9e5jef8xw5kgs8x79rcj8mvsc6tzfs8scvmxfz";
    assert_eq!(address(real).as_str(), outside);
    assert!(world.chain.code_info(99).is_none());
}

#[test]
fn codes_know_their_creator() {
    let mut world = world();
    let id = world.chain.store_code_with_creator(&world.ann, code("mine"));
    assert_eq!(world.chain.code_info(id).unwrap().creator, world.ann.address);
}

#[test]
fn several_messages_are_all_or_none() {
    let mut world = world();
    world.chain.mint(&world.ann, coin(10, "uaxm"));
    let ben = Account::named("ben");
    let call = |msg: &ExecuteMsg| -> CosmosMsg {
        WasmMsg::Execute {
            contract_addr: world.a.to_string(),
            msg: to_json_binary(msg).unwrap(),
            funds: vec![coin(1, "uaxm")],
        }
        .into()
    };
    let send: CosmosMsg =
        BankMsg::Send { to_address: ben.to_string(), amount: vec![coin(2, "uaxm")] }.into();
    let good = vec![call(&put("k", "v")), send.clone()];
    let bad = vec![call(&put("k", "w")), send, call(&ExecuteMsg::Fail { code: 1 })];
    let ann = world.ann.clone();
    world.chain.execute_multi(&ann, good).should_succeed();
    world.chain.execute_multi(&ann, bad).should_fail();
    assert_eq!(world.text("k").unwrap(), "v");
    assert_eq!(world.chain.balance(&ann, "uaxm"), 7);
    assert_eq!(world.chain.balance(&ben, "uaxm"), 2);
    assert_eq!(world.chain.balance(&world.a, "uaxm"), 1);
}

#[test]
fn only_the_admin_migrates_and_a_failed_migration_leaves_the_code() {
    let mut world = world();
    let new = world.chain.store_code(code("probe-new"));
    let msg = InstantiateMsg::default();
    let (ann, ben) = (world.ann.clone(), Account::named("ben"));
    world.chain.migrate(&ben, &world.a, new, &msg).should_fail_containing("Only admin");
    let bad = InstantiateMsg { read_own_info: true };
    world.chain.migrate(&ann, &world.a, new, &bad).should_fail_containing("code 99");
    assert_eq!(world.chain.contract_info(&world.a).unwrap().code_id, world.code_id);
    world.chain.migrate(&ann, &world.a, new, &msg).should_succeed();
    assert_eq!(world.chain.contract_info(&world.a).unwrap().code_id, new);
    assert_eq!(world.text("migrated").unwrap(), "yes");
}

#[test]
fn transactions_and_events_are_kept_and_can_be_written_as_json() {
    let mut world = world();
    let before = world.chain.txs().len();
    let text = "hi".to_string();
    let success = world.tell(ExecuteMsg::Emit { text }).should_succeed();
    assert_eq!(success.attribute("probe_said", "text"), Some("hi"));
    assert_eq!(success.count_of("wasm-probe_said"), 1);
    world.tell(ExecuteMsg::Fail { code: 6 }).should_fail();
    let txs = &world.chain.txs()[before..];
    assert_eq!(txs.len(), 2);
    assert!(txs[0].ok && !txs[1].ok);
    assert_eq!(txs[0].attribute("probe_said", "text"), Some("hi"));
    assert!(txs[1].events.is_empty());
    let json = serde_json::to_value(&txs[1]).unwrap();
    assert_eq!(json["error"], "failed with code 6, expected never to be told so");
    assert_eq!(json["sender"], world.ann.address.as_str());
    let said = world.chain.events().filter(|event| event.ty == "wasm-probe_said");
    assert_eq!(said.count(), 1);
    world.chain.forget_history();
    assert!(world.chain.last_tx().is_none());
}

#[test]
fn states_can_be_seeded_read_and_restored() {
    let mut world = world();
    let start = world.chain.snapshot();
    let digest = world.chain.state_digest();
    world.chain.seed(&world.a, |storage| {
        for index in 0u32..1_000 {
            storage.set(&index.to_be_bytes(), b"seeded");
        }
    });
    let count: u64 = world.chain.query(&world.a, &QueryMsg::Count {});
    assert_eq!(count, 1_001, "the seeds and the key of the creation");
    assert_eq!(world.chain.dump_contract(&world.a).len(), 1_001);
    let read = world.chain.read(&world.a, |storage| storage.get(&7u32.to_be_bytes()));
    assert_eq!(read.as_deref(), Some(b"seeded".as_slice()));
    world.chain.advance_blocks(10);
    world.chain.restore(&start);
    assert_eq!(world.chain.state_digest(), digest);
    assert_eq!(world.chain.query::<u64>(&world.a, &QueryMsg::Count {}), 1);
}
