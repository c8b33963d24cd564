//! withdraw: the items of a batch, and transfers that fail.

use axiom_kit::KitError;
use axiom_types::asset::Asset;
use axiom_types::distributor::{ExecuteMsg, FreezeTarget, Withdrawal};
use cosmwasm_std::{Binary, Uint128};
use value_distributor::ContractError;

use crate::world::{gold, World, GOLD, IRON, START};
use crate::zoo::{self, Temper};

fn item(asset: Asset, amount: Option<u128>, to: Option<String>) -> Withdrawal {
    Withdrawal { asset, amount: amount.map(Uint128::new), to }
}

#[test]
fn balances_leave_to_the_wallet_or_elsewhere() {
    let mut world = World::new();
    let token = world.token.clone();
    let silver = world.silver();
    world.deposit("ann", 10, GOLD);
    world.send_token("ann", &token, 20, Binary::default()).should_succeed();
    let ben = world.addr("ben").to_string();
    let withdrawals = vec![
        item(gold(), Some(4), None),
        item(gold(), Some(5), Some(ben)),
        item(silver.clone(), None, None),
    ];
    let done = world.run("ann", &ExecuteMsg::Withdraw { withdrawals }).should_succeed();
    assert_eq!(done.count_of("axiom_distributor_withdrawn"), 3);
    assert_eq!(done.count_of("axiom_distributor_withdrawal_failed"), 0);
    assert_eq!(world.gold("ann"), 1);
    assert_eq!(world.chain.balance(world.addr("ann"), GOLD), START - 6);
    assert_eq!(world.chain.balance(world.addr("ben"), GOLD), START + 5);
    assert_eq!(world.balance("ann", &silver), 0);
    world.check(&gold());
    world.check(&silver);
}

#[test]
fn a_bad_item_fails_alone() {
    let mut world = World::new();
    world.deposit("ann", 10, GOLD);
    world.deposit("ann", 10, IRON);
    world.freeze(FreezeTarget::Asset(Asset::native(IRON)), 60);
    let vd = world.vd.to_string();
    let withdrawals = vec![
        item(Asset::native(IRON), Some(1), None),
        item(gold(), Some(11), None),
        item(gold(), Some(0), None),
        item(gold(), Some(1), Some("Nobody".into())),
        item(gold(), Some(1), Some(vd)),
        item(Asset::native("umissing"), None, None),
        item(gold(), Some(10), None),
        item(gold(), None, None),
    ];
    let done = world.run("ann", &ExecuteMsg::Withdraw { withdrawals }).should_succeed();
    assert_eq!(done.count_of("axiom_distributor_withdrawn"), 1);
    assert_eq!(done.count_of("axiom_distributor_withdrawal_failed"), 7);
    assert_eq!(world.gold("ann"), 0);
    assert_eq!(world.balance("ann", &Asset::native(IRON)), 10);
    world.check(&gold());
    world.check(&Asset::native(IRON));
}

#[test]
pub fn if_no_item_can_leave_the_first_error_is_told() {
    let mut world = World::new();
    world.deposit("ann", 10, GOLD);
    let withdrawals =
        vec![item(Asset::native("umissing"), None, None), item(gold(), Some(11), None)];
    world
        .run("ann", &ExecuteMsg::Withdraw { withdrawals })
        .should_fail_with(&ContractError::NothingToWithdraw { asset: Asset::native("umissing") });
    world
        .run("ann", &ExecuteMsg::Withdraw { withdrawals: vec![] })
        .should_fail_with(&ContractError::Kit(KitError::Empty { field: "withdrawals" }));
    let withdrawals = vec![item(gold(), Some(1), None); 17];
    world.run("ann", &ExecuteMsg::Withdraw { withdrawals }).should_fail_with(&ContractError::Kit(
        KitError::TooMany { field: "withdrawals", len: 17, max: 16 },
    ));
    assert_eq!(world.gold("ann"), 10);
}

#[test]
fn what_the_bank_refuses_is_back_in_the_balance() {
    let mut world = World::new();
    world.deposit("ann", 10, GOLD);
    let module = world.addr("module");
    world.chain.refuse_bank_sends_to(&module);
    let withdrawals = vec![
        item(gold(), Some(3), Some(module.to_string())),
        item(gold(), Some(4), None),
        item(gold(), Some(2), Some(module.to_string())),
    ];
    let done = world.run("ann", &ExecuteMsg::Withdraw { withdrawals }).should_succeed();
    let failed: Vec<_> = done.events_of("axiom_distributor_withdrawal_failed").collect();
    assert_eq!(failed.len(), 2);
    let reason = done.attribute("axiom_distributor_withdrawal_failed", "reason");
    assert_eq!(reason, Some("codespace: sdk, code: 4"));
    assert_eq!(world.gold("ann"), 6);
    assert_eq!(world.chain.balance(world.addr("ann"), GOLD), START - 6);
    world.check(&gold());
}

#[test]
fn one_failing_token_blocks_nobody_but_itself() {
    let mut world = World::new();
    let token = zoo::deposited(&mut world, "ann", 50);
    let bad = Asset::cw20(token.as_str());
    world.deposit("ann", 10, GOLD);
    zoo::temper(&mut world.chain, &token, Temper::Fails("x".repeat(500)));
    let withdrawals = vec![item(bad.clone(), None, None), item(gold(), None, None)];
    let done = world.run("ann", &ExecuteMsg::Withdraw { withdrawals }).should_succeed();
    let reason = done.attribute("axiom_distributor_withdrawal_failed", "reason").unwrap();
    assert_eq!(reason.chars().count(), 60);
    assert_eq!((world.gold("ann"), world.balance("ann", &bad)), (0, 50));
    world.check(&bad);
    zoo::temper(&mut world.chain, &token, Temper::Honest);
    world.withdraw("ann", bad.clone(), None).should_succeed();
    assert_eq!(world.balance("ann", &bad), 0);
}

#[test]
fn a_panicking_token_is_a_failed_transfer() {
    let mut world = World::new();
    let token = zoo::deposited(&mut world, "ann", 50);
    let bad = Asset::cw20(token.as_str());
    world.chain.set_fault(&token, axiom_local::Fault::panic("boom"));
    let done = world.withdraw("ann", bad.clone(), None).should_succeed();
    assert_eq!(done.count_of("axiom_distributor_withdrawal_failed"), 1);
    assert_eq!(world.balance("ann", &bad), 50);
    world.check(&bad);
}
