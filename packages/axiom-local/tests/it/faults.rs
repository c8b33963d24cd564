use axiom_local::{Entry, Fault, FaultAction, StorageFault, Tamper};
use cosmwasm_std::coin;

use crate::probe::{number, put, world, ExecuteMsg, InstantiateMsg, QueryMsg};

fn add(amount: u64) -> ExecuteMsg {
    ExecuteMsg::Add { key: "sum".to_string(), amount }
}

#[test]
fn a_failing_peer_fails_alone_and_recovers() {
    let mut world = world();
    world.chain.set_fault(&world.b, Fault::fail("out of order"));
    world.relay(&put("k", "v"), true).should_succeed();
    assert_eq!(world.text("reply").unwrap(), "out of order");
    world.relay(&put("k", "v"), false).should_fail_containing("out of order");
    assert_eq!(world.chain.fault_hits(&world.b), 2);
    let born: String = world.chain.query(&world.b, &QueryMsg::Get { key: "born".into() });
    assert_eq!(born, "yes", "queries go on");
    world.chain.clear_fault(&world.b);
    world.relay(&put("k", "v"), true).should_succeed();
    assert_eq!(world.text("reply").unwrap(), "success");
}

#[test]
fn a_panicking_peer_is_seen_as_one() {
    let mut world = world();
    world.chain.set_fault(&world.b, Fault::panic("boom"));
    world.relay(&put("k", "v"), true).should_succeed();
    assert_eq!(world.text("reply").unwrap(), "codespace: wasm, code: 29");
    let failure = world.relay(&put("k", "v"), false).should_fail();
    assert_eq!(failure.panic(), Some("boom"));
}

#[test]
fn a_silent_peer_answers_nothing_to_anybody() {
    let mut world = world();
    world.chain.seed(&world.b, |storage| storage.set(b"k", b"v"));
    let (contract, key) = (world.b.to_string(), "k".to_string());
    let ask = ExecuteMsg::Ask { contract, key };
    world.tell(ask.clone()).should_succeed();
    assert_eq!(world.text("raw").unwrap(), "v");
    assert_eq!(world.text("smart").unwrap(), "<v>");
    world.chain.set_fault(&world.b, Fault::Silent);
    world.tell(ask).should_succeed();
    assert_eq!(world.text("raw").unwrap(), "absent");
    assert!(world.text("smart").unwrap().contains("no answer"));
    world.relay(&put("k", "w"), true).should_succeed();
    assert_eq!(world.text("reply").unwrap(), "no answer");
    assert_eq!(world.chain.query_raw(&world.b, b"k").unwrap(), b"v", "the test still sees");
}

#[test]
fn a_write_can_be_lost_doubled_or_never_removed() {
    let mut world = world();
    world.tell(add(5)).should_succeed();
    let lost = StorageFault::new().drop_write(|key, _| key == b"sum");
    world.chain.set_fault(&world.a, Fault::Storage(lost));
    world.tell(add(5)).should_succeed();
    world.tell(put("other", "v")).should_succeed();
    let sum = |world: &crate::probe::World| number(world.chain.query_raw(&world.a, b"sum"));
    assert_eq!(sum(&world), 5);
    assert_eq!(world.text("other").unwrap(), "v");
    assert_eq!(world.chain.fault_hits(&world.a), 1);

    let twice = StorageFault::new().rewrite(|write| {
        let old = number(write.old.map(<[u8]>::to_vec));
        let new = number(Some(write.new.to_vec()));
        (write.key == b"sum").then(|| (new + (new - old)).to_be_bytes().to_vec())
    });
    world.chain.set_fault(&world.a, Fault::Storage(twice));
    world.tell(add(5)).should_succeed();
    assert_eq!(sum(&world), 15, "credited twice");

    let kept = StorageFault::new().ignore_remove(|key| key == b"sum");
    world.chain.set_fault(&world.a, Fault::Storage(kept));
    world.tell(ExecuteMsg::Del { key: "sum".into() }).should_succeed();
    assert_eq!(sum(&world), 15);
    world.chain.clear_faults();
    world.tell(ExecuteMsg::Del { key: "sum".into() }).should_succeed();
    assert_eq!(sum(&world), 0);
}

#[test]
fn a_key_can_be_hidden_from_its_owner_and_from_peers() {
    let mut world = world();
    world.chain.seed(&world.b, |storage| storage.set(b"k", b"v"));
    let hidden = StorageFault::new().hide_read(|key| key == b"k");
    world.chain.set_fault(&world.b, Fault::Storage(hidden));
    let (contract, key) = (world.b.to_string(), "k".to_string());
    world.tell(ExecuteMsg::Ask { contract, key }).should_succeed();
    assert_eq!(world.text("raw").unwrap(), "absent");
    assert_eq!(world.text("smart").unwrap(), "<>");
    let count: u64 = world.chain.query(&world.b, &QueryMsg::Count {});
    assert_eq!(count, 1, "ranges skip it");
    assert_eq!(world.chain.fault_hits(&world.b), 3);
}

#[test]
fn a_hook_sees_each_call_and_may_change_it() {
    let mut world = world();
    let (ann, ben) = (world.ann.to_string(), world.chain.account("ben").to_string());
    let fault = Fault::hook(move |call| {
        assert_ne!(call.entry, Entry::Instantiate);
        match call.msg_name().as_str() {
            "whoami" if call.sender == Some(ann.as_str()) => {
                let mut block = call.block.clone();
                block.height += 1_000;
                FaultAction::Run(Tamper::new().sender(ben.clone()).block(block))
            }
            "add" => {
                let mut message = call.msg_json();
                message["add"]["amount"] = 100.into();
                FaultAction::Run(Tamper::new().message(&message))
            }
            "emit" => FaultAction::Ignore,
            "del" => FaultAction::Fail("no".to_string()),
            _ => FaultAction::Pass,
        }
    });
    world.chain.set_fault(&world.a, fault);
    let height = world.chain.height();
    world.tell(ExecuteMsg::Whoami {}).should_succeed();
    assert_eq!(world.text("caller").unwrap(), world.chain.account("ben").to_string());
    assert_eq!(number(world.chain.query_raw(&world.a, b"height")), height + 1_000);
    world.tell(add(1)).should_succeed();
    assert_eq!(number(world.chain.query_raw(&world.a, b"sum")), 100);
    let said = world.tell(ExecuteMsg::Emit { text: "hi".into() }).should_succeed();
    assert_eq!(said.count_of("probe_said"), 0);
    world.tell(ExecuteMsg::Del { key: "sum".into() }).should_fail_containing("no");
    world.tell(put("k", "v")).should_succeed();
    assert_eq!(world.text("k").unwrap(), "v");
    assert_eq!(world.chain.fault_hits(&world.a), 4);
}

#[test]
fn an_answer_can_be_rewritten_in_calls_and_replies() {
    let mut world = world();
    world.chain.mint(&world.a, coin(10, "uaxm"));
    let ben = world.chain.account("ben");
    let twice = Fault::response(|mut response| {
        let again = response.messages.clone();
        response.messages.extend(again);
        response
    });
    world.chain.set_fault(&world.a, twice);
    let to = ben.to_string();
    world.tell(ExecuteMsg::Send { to, amount: 3, catch: false }).should_succeed();
    assert_eq!(world.chain.balance(&ben, "uaxm"), 6, "paid twice");
}

#[test]
fn faults_reach_creations_and_migrations_through_a_hook() {
    let mut world = world();
    let fault = Fault::hook(|call| match call.entry {
        Entry::Migrate => FaultAction::Fail(format!("{} refused", call.entry.name())),
        _ => FaultAction::Pass,
    });
    world.chain.set_fault(&world.a, fault);
    let msg = InstantiateMsg::default();
    world
        .chain
        .migrate(&world.ann, &world.a, world.code_id, &msg)
        .should_fail_containing("migrate refused");
}
