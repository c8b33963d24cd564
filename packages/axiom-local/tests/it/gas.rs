use std::time::Instant;

use axiom_local::price;
use axiom_local::Init;
use cosmwasm_std::{coin, to_json_binary, CosmosMsg, WasmMsg};

use crate::probe::{code, put, world, ExecuteMsg, InstantiateMsg, QueryMsg};

#[test]
fn a_write_is_counted_with_its_bytes() {
    let mut world = world();
    let gas = world.tell(put("key", "value")).should_succeed().gas;
    assert_eq!((gas.counts.writes, gas.counts.write_bytes), (1, 8));
    assert_eq!((gas.counts.reads, gas.counts.deletes), (0, 0));
    assert_eq!(gas.fixed, price::TX_CALL);
    let bytes = to_json_binary(&put("key", "value")).unwrap().len() as u64;
    assert_eq!(gas.counts.message_bytes, bytes);
    let message = bytes * (price::MESSAGE_BYTE + price::CALL_BYTE);
    let expected = price::WRITE + 30 * 8 + message + gas.counts.addresses * price::ADDRESS;
    assert_eq!(gas.above, expected);
    assert_eq!(gas.total, gas.fixed + gas.above);
}

#[test]
fn reads_removals_and_ranges_are_counted() {
    let mut world = world();
    let key = "sum".to_string();
    world.tell(ExecuteMsg::Add { key: key.clone(), amount: 1 }).should_succeed();
    let gas = world.tell(ExecuteMsg::Add { key: key.clone(), amount: 1 }).should_succeed().gas;
    assert_eq!((gas.counts.reads, gas.counts.read_bytes), (1, 3 + 8));
    let gas = world.tell(ExecuteMsg::Del { key }).should_succeed().gas;
    assert_eq!(gas.counts.deletes, 1);
    let (count, gas) = world.chain.query_gas::<u64>(&world.a, &QueryMsg::Count {}).unwrap();
    assert_eq!((count, gas.counts.range_steps, gas.counts.range_bytes), (1, 1, 4 + 3));
    assert_eq!(gas.fixed, price::QUERY_BASE);
}

#[test]
fn a_further_contract_is_fixed_its_second_call_is_not() {
    let mut world = world();
    let gas = world.relay(&put("k", "v"), false).should_succeed().gas;
    assert_eq!(gas.fixed, price::TX_CALL + price::CALL_FIRST);
    assert_eq!((gas.counts.calls_first, gas.counts.calls_further), (1, 0));
    assert_eq!((gas.counts.submessages_plain, gas.counts.submessages_reply), (1, 0));

    let gas = world.relay(&put("k", "v"), true).should_succeed().gas;
    assert_eq!((gas.counts.replies, gas.counts.submessages_reply), (1, 1));

    let call = |contract: &cosmwasm_std::Addr| -> CosmosMsg {
        let contract_addr = contract.to_string();
        let msg = to_json_binary(&put("k", "v")).unwrap();
        WasmMsg::Execute { contract_addr, msg, funds: vec![] }.into()
    };
    let three = vec![call(&world.a), call(&world.a), call(&world.b)];
    let gas = world.chain.execute_multi(&world.ann, three).should_succeed().gas;
    assert_eq!((gas.counts.calls_first, gas.counts.calls_further), (1, 1));
    assert_eq!(gas.fixed, price::TX_CALL + price::CALL_FIRST);
}

#[test]
fn raw_and_smart_queries_have_their_prices() {
    let mut world = world();
    world.chain.seed(&world.b, |storage| storage.set(b"k", b"12345"));
    let (contract, key) = (world.b.to_string(), "k".to_string());
    let gas = world.tell(ExecuteMsg::Ask { contract, key }).should_succeed().gas;
    assert_eq!((gas.counts.raw_queries, gas.counts.raw_query_bytes), (1, 1 + 5), "key, value");
    assert_eq!((gas.counts.smart_queries_first, gas.counts.smart_queries_further), (1, 0));
    assert_eq!(gas.counts.reads, 1, "the peer's own read, in its query");
    assert_eq!(gas.fixed, price::TX_CALL + price::SMART_QUERY_FIRST);
    assert_eq!(world.text("raw").unwrap(), "12345");
}

#[test]
fn sends_events_and_creations_have_their_prices() {
    let mut world = world();
    world.chain.mint(&world.a, coin(5, "uaxm"));
    world.chain.mint(&world.ann, coin(5, "uaxm"));
    let to = world.ann.to_string();
    let send = ExecuteMsg::Send { to, amount: 1, catch: false };
    let gas = world.tell(send).should_succeed().gas;
    assert_eq!(gas.counts.bank_sends, 1);
    let ann = world.ann.clone();
    let sent = world.chain.bank_send(&ann, &world.a, &[coin(1, "uaxm")]).should_succeed();
    assert_eq!(sent.gas.total, price::TX_BANK + sent.gas.counts.addresses * price::ADDRESS);
    let gas = world.tell(ExecuteMsg::Emit { text: "hello".into() }).should_succeed().gas;
    assert_eq!((gas.counts.events, gas.counts.attributes, gas.counts.attribute_bytes), (1, 1, 9));
    let msg = InstantiateMsg::default();
    let fresh = world.chain.store_code(code("fresh"));
    let gas = world.chain.instantiate(&ann, Init::new(fresh, "f", &msg)).should_succeed().gas;
    assert_eq!(gas.counts.instantiations, 1);
    assert!(gas.total.abs_diff(147_600) * 20 < 147_600, "{gas:?}");
}

#[test]
fn each_transaction_is_counted_by_itself_and_so_is_a_failed_one() {
    let mut world = world();
    let first = world.tell(put("k", "v")).should_succeed().gas;
    let second = world.tell(put("k", "v")).should_succeed().gas;
    assert_eq!(first.total, second.total);
    assert_eq!((first.counts.keys_changed, second.counts.keys_changed), (1, 0), "the same again");
    let failed = world.tell(ExecuteMsg::Fail { code: 1 });
    assert_eq!(failed.gas().counts.writes, 1, "work done before the failure is charged");
    let caught = world.relay(&ExecuteMsg::Fail { code: 1 }, true).should_succeed().gas;
    assert_eq!(caught.counts.writes, 1 + 1 + 2, "caller, rolled back callee, reply");
}

/// A bound that a slow machine keeps; what it took is printed.
#[test]
fn a_message_takes_little_time() {
    let mut world = world();
    const ROUNDS: u32 = 2_000;
    let messages: Vec<_> = (0..ROUNDS).map(|round| put("k", &round.to_string())).collect();
    let start = Instant::now();
    for message in messages {
        world.tell(message).should_succeed();
    }
    let each = start.elapsed() / ROUNDS;
    println!("one message: {each:?}");
    assert!(each.as_micros() < 2_000, "one message took {each:?}");
}
