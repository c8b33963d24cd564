use axiom_local::{BankError, ContractPanic, Init};
use cosmwasm_std::{coin, coins, StdError};

use crate::probe::{put, world, ExecuteMsg, InstantiateMsg, ProbeError, QueryMsg};

#[test]
fn a_typed_error_comes_out_as_it_went_in() {
    let mut world = world();
    let outcome = world.tell(ExecuteMsg::Fail { code: 4 });
    assert!(!outcome.is_ok());
    assert_eq!(outcome.error::<ProbeError>(), Some(&ProbeError::Told { code: 4 }));
    assert_eq!(outcome.error::<StdError>(), None);
    let failure = outcome.should_fail_with(&ProbeError::Told { code: 4 });
    assert_eq!(failure.text, "failed with code 4, expected never to be told so");
    assert_eq!(failure.panic(), None);
    // Two calls deep, not caught: still the callee's own error.
    world
        .relay(&ExecuteMsg::Fail { code: 5 }, false)
        .should_fail_with(&ProbeError::Told { code: 5 });
}

#[test]
#[should_panic(expected = "should have failed with Told { code: 5 }, but with Told { code: 4 }")]
fn another_error_is_not_accepted() {
    let outcome = world().tell(ExecuteMsg::Fail { code: 4 });
    outcome.should_fail_with(&ProbeError::Told { code: 5 });
}

#[test]
#[should_panic(expected = "should have succeeded, but failed: failed with code 4")]
fn a_failure_is_no_success() {
    world().tell(ExecuteMsg::Fail { code: 4 }).should_succeed();
}

#[test]
#[should_panic(expected = "should have failed, but succeeded")]
fn a_success_is_no_failure() {
    world().tell(put("k", "v")).should_fail();
}

#[test]
fn a_message_that_is_not_understood_is_refused_by_its_text() {
    let mut world = world();
    world
        .chain
        .execute(&world.ann, &world.a, &"nonsense", &[])
        .should_fail_containing("Error parsing into type");
}

#[test]
fn a_rejected_transaction_changes_no_byte() {
    let mut world = world();
    world.chain.mint(&world.ann, coin(10, "uaxm"));
    let (dump, digest) = (world.chain.dump(), world.chain.state_digest());
    let ann = world.ann.clone();
    let funds = coins(3, "uaxm");
    let msg = ExecuteMsg::Fail { code: 1 };
    world.chain.execute(&ann, &world.a, &msg, &funds).should_fail();
    world.tell(ExecuteMsg::Panic {}).should_fail();
    world.relay(&ExecuteMsg::Fail { code: 2 }, false).should_fail();
    assert_eq!(world.chain.dump(), dump);
    assert_eq!(world.chain.state_digest(), digest);
    world.tell(put("k", "v")).should_succeed();
    assert_ne!(world.chain.state_digest(), digest);
}

#[test]
fn a_caught_failure_keeps_the_callers_writes_and_shows_only_the_callees_text() {
    let mut world = world();
    world.relay(&ExecuteMsg::Fail { code: 8 }, true).should_succeed();
    assert_eq!(world.text("called").unwrap(), "yes");
    assert_eq!(world.text("reply").unwrap(), "failed with code 8, expected never to be told so");
    assert_eq!(world.chain.query_raw(&world.b, b"half"), None);
    assert_eq!(world.text("payload").unwrap(), "[]", "payloads are blank on 1.x chains");
    world.relay(&put("k", "v"), true).should_succeed();
    assert_eq!(world.text("reply").unwrap(), "success");
}

#[test]
fn a_panic_is_an_error_with_the_chains_text() {
    let mut world = world();
    let outcome = world.tell(ExecuteMsg::Panic {});
    assert!(outcome.error::<ContractPanic>().is_some());
    let failure = outcome.should_fail();
    assert_eq!(failure.text, "codespace: wasm, code: 29");
    assert!(failure.panic().unwrap().contains("told to panic"), "{failure}");
    world.relay(&ExecuteMsg::Panic {}, true).should_succeed();
    assert_eq!(world.text("reply").unwrap(), "codespace: wasm, code: 29");
}

#[test]
fn a_caught_failure_of_a_contract_that_is_not_there_has_its_cause_only() {
    let mut world = world();
    let stranger = world.chain.account("stranger").address;
    world.b = stranger;
    world.relay(&put("k", "v"), true).should_succeed();
    let seen = world.text("reply").unwrap();
    assert!(!seen.contains("Error executing") && !seen.contains('\n'), "{seen}");
}

#[test]
fn the_bank_is_as_strict_as_a_chains() {
    let mut world = world();
    world.chain.mint(&world.a, coin(5, "uaxm"));
    let ben = world.chain.account("ben");
    let amount = coins(9, "uaxm");
    let send = |to: &str, amount, catch| ExecuteMsg::Send { to: to.to_string(), amount, catch };

    let short = BankError::InsufficientFunds { sender: world.a.clone(), amount };
    world.tell(send(ben.as_ref(), 9, false)).should_fail_with(&short);
    world.tell(send(ben.as_ref(), 0, false)).should_fail_with(&BankError::NoCoins);
    let address = "nobody".to_string();
    let invalid = BankError::InvalidAddress { address };
    world.tell(send("nobody", 1, false)).should_fail_with(&invalid);

    world.chain.refuse_bank_sends_to(&ben);
    let refused = BankError::Refused { address: ben.to_string() };
    world.tell(send(ben.as_ref(), 1, false)).should_fail_with(&refused);
    world.tell(send(ben.as_ref(), 1, true)).should_succeed();
    assert_eq!(world.text("reply").unwrap(), "codespace: sdk, code: 4");
    world.chain.accept_bank_sends_to(&ben);
    world.tell(send(ben.as_ref(), 1, true)).should_succeed();
    assert_eq!(world.text("reply").unwrap(), "success");
    assert_eq!(world.chain.balance(&ben, "uaxm"), 1);
    assert_eq!(world.chain.balance(&world.a, "uaxm"), 4);
}

#[test]
fn own_contract_information_is_there_only_after_the_creation() {
    let mut world = world();
    let msg = InstantiateMsg { read_own_info: true };
    let init = Init::new(world.code_id, "early", &msg);
    let failure = world.chain.instantiate(&world.ann, init).should_fail();
    assert!(failure.text.contains("No such contract"), "{failure}");
    // The reply of the probe reads it as well, and may.
    world.relay(&put("k", "v"), true).should_succeed();
}

#[test]
fn refused_queries_carry_their_error_and_panics_do_not_escape() {
    let world = world();
    let failed = world.chain.try_query::<String>(&world.a, &QueryMsg::Fail { code: 3 });
    let failure = failed.unwrap_err();
    assert_eq!(failure.error(), Some(&ProbeError::Told { code: 3 }));
    assert_eq!(failure.text, "failed with code 3, expected never to be told so");
    let failed = world.chain.try_query::<String>(&world.a, &QueryMsg::Panic {});
    assert!(failed.unwrap_err().panic().is_some());
}

#[test]
fn an_address_that_is_none_cannot_send() {
    let mut world = world();
    let upper = world.ann.address.as_str().to_uppercase();
    for sender in ["ann", upper.as_str(), "cosmos1zzz"] {
        let outcome = world.chain.execute(sender, &world.a, &put("k", "v"), &[]);
        outcome.should_fail_containing("Invalid input");
    }
}

#[test]
fn a_panic_of_the_bank_itself_is_a_refusal_and_changes_nothing() {
    let mut world = world();
    let ben = world.chain.account("ben");
    world.chain.mint(&world.ann, coin(u128::MAX, "uaxm"));
    world.chain.mint(&ben, coin(1, "uaxm"));
    let digest = world.chain.state_digest();
    let failure = world.chain.bank_send(&ben, &world.ann, &coins(1, "uaxm")).should_fail();
    assert!(failure.panic().unwrap().contains("overflow"), "{failure}");
    assert_eq!(world.chain.state_digest(), digest);
}
