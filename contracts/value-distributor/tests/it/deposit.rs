//! deposit, receive, transfer.

use axiom_kit::KitError;
use axiom_types::asset::Asset;
use axiom_types::distributor::{raw, AdminMsg, Allowance, ExecuteMsg, FreezeTarget, ReceiveMsg};
use cosmwasm_std::{coin, coins, Binary, Uint128};
use value_distributor::ContractError;

use crate::world::{gold, World, GOLD, IRON, START};

fn deposit(on_behalf_of: Option<String>, allowances: Vec<Allowance>) -> ExecuteMsg {
    ExecuteMsg::Deposit { on_behalf_of, allowances }
}

#[test]
fn each_denom_is_credited_exactly() {
    let mut world = World::new();
    let funds = [coin(7, IRON), coin(5, GOLD)];
    let done = world.run_with("ann", &deposit(None, vec![]), &funds).should_succeed();
    assert_eq!(done.count_of("axiom_distributor_deposited"), 2);
    assert_eq!((world.gold("ann"), world.balance("ann", &Asset::native(IRON))), (5, 7));
    world.deposit("ann", 3, GOLD);
    assert_eq!(world.gold("ann"), 8);
    assert_eq!(world.chain.balance(&world.vd, GOLD), 8);
    let holdings = world.holdings(&gold());
    assert_eq!((holdings.tracked.u128(), holdings.balances.u128()), (8, 8));
    let read = raw::balance(&world.chain.querier(), &world.vd, &world.addr("ann"), &gold());
    assert_eq!(read.unwrap().u128(), 8);
    let none = raw::balance(&world.chain.querier(), &world.vd, &world.addr("ben"), &gold());
    assert_eq!(none.unwrap().u128(), 0);
    world.check(&gold());
}

#[test]
pub fn a_deposit_for_another_is_credited_to_that_one() {
    let mut world = World::new();
    let ben = world.addr("ben");
    let msg = deposit(Some(ben.to_string()), vec![]);
    world.run_with("ann", &msg, &coins(9, GOLD)).should_succeed();
    assert_eq!((world.gold("ann"), world.gold("ben")), (0, 9));
    let allowance =
        Allowance { controller: ben.to_string(), asset: gold(), amount: Uint128::one() };
    let msg = deposit(Some(ben.to_string()), vec![allowance.clone()]);
    world
        .run_with("ann", &msg, &coins(9, GOLD))
        .should_fail_with(&ContractError::AllowanceForAnother { owner: ben.to_string() });
    let vd = world.vd.to_string();
    world
        .run_with("ann", &deposit(Some(vd), vec![]), &coins(9, GOLD))
        .should_fail_with(&ContractError::ToItself { field: "on_behalf_of" });
    assert_eq!(world.gold("ben"), 9);
}

#[test]
fn allowances_replace_and_end() {
    let mut world = World::new();
    world.allow("ann", "dan", 10, GOLD);
    assert_eq!(world.allowance("ann", "dan", GOLD), 10);
    world.allow("ann", "dan", 4, GOLD);
    assert_eq!(world.allowance("ann", "dan", GOLD), 4);
    assert_eq!(world.allowance("ann", "dan", IRON), 0);
    assert_eq!(world.allowance("dan", "ann", GOLD), 0);
    world.allow("ann", "dan", 0, GOLD);
    assert_eq!(world.allowance("ann", "dan", GOLD), 0);
}

#[test]
pub fn bad_deposits_change_nothing() {
    let mut world = World::new();
    let dan = world.addr("dan").to_string();
    let allowance = |controller: &str, asset: Asset| Allowance {
        controller: controller.into(),
        asset,
        amount: Uint128::one(),
    };
    world.run("ann", &deposit(None, vec![])).should_fail_with(&ContractError::NothingToDeposit {});
    let twice = vec![allowance(&dan, gold()), allowance(&dan, gold())];
    let failure = world.run("ann", &deposit(None, twice)).should_fail();
    assert!(matches!(
        failure.error(),
        Some(ContractError::Kit(KitError::Duplicate { field: "allowances", .. }))
    ));
    let many = vec![allowance(&dan, gold()); 17];
    world.run("ann", &deposit(None, many)).should_fail_with(&ContractError::Kit(
        KitError::TooMany { field: "allowances", len: 17, max: 16 },
    ));
    let upper = dan.to_uppercase();
    let failure = world.run("ann", &deposit(None, vec![allowance(&upper, gold())])).should_fail();
    assert!(matches!(failure.error(), Some(ContractError::Kit(KitError::BadAddress { .. }))));
    for asset in [Asset::native("a b"), Asset::cw20("NOT"), Asset::cw20("nosuchaddress")] {
        world.run("ann", &deposit(None, vec![allowance(&dan, asset)])).should_fail();
    }
    let mut funds: Vec<_> = (0..9).map(|i| coin(1, format!("coin{i}"))).collect();
    for coin in &funds {
        let ann = world.addr("ann");
        world.chain.mint(&ann, coin.clone());
    }
    world.run_with("ann", &deposit(None, vec![]), &funds).should_fail_with(&ContractError::Kit(
        KitError::TooMany { field: "coins", len: 9, max: 8 },
    ));
    funds.pop();
    world.run_with("ann", &deposit(None, vec![]), &funds).should_succeed();
    assert_eq!(world.balances("ann").balances.len(), 8);
    assert_eq!(world.allowance("ann", "dan", GOLD), 0);
}

#[test]
pub fn a_real_cw20_is_credited_by_its_send() {
    let mut world = World::new();
    let token = world.token.clone();
    let silver = world.silver();
    world.send_token("ann", &token, 40, Binary::default()).should_succeed();
    assert_eq!(world.balance("ann", &silver), 40);
    let ben = world.addr("ben").to_string();
    world.receive("ann", 2, &ReceiveMsg::Deposit { on_behalf_of: Some(ben) }).should_succeed();
    world.receive("ann", 3, &ReceiveMsg::Deposit { on_behalf_of: None }).should_succeed();
    assert_eq!((world.balance("ann", &silver), world.balance("ben", &silver)), (43, 2));
    world.check(&silver);
    let junk = Binary::from(b"{\"steal\":{}}");
    world.send_token("ann", &token, 5, junk).should_fail_with(&ContractError::BadReceiveMsg {});
    let vd = world.vd.to_string();
    world
        .receive("ann", 2, &ReceiveMsg::Deposit { on_behalf_of: Some(vd) })
        .should_fail_with(&ContractError::ToItself { field: "on_behalf_of" });
    assert_eq!(world.holdings(&silver).real.u128(), 45);
}

#[test]
fn a_cw20_funds_a_pool_straight() {
    let mut world = World::new();
    let silver = world.silver();
    let pool = world.table_pool("ben", silver.clone(), &[("cat", 1)]);
    let done = world.receive("ann", 100, &ReceiveMsg::FundPool { pool }).should_succeed();
    assert_eq!(done.count_of("axiom_distributor_pool_funded"), 1);
    assert_eq!(world.balance("ann", &silver), 0);
    assert_eq!(world.holdings(&silver).pooled.u128(), 100);
    assert_eq!(world.the_pool(pool).funded.u128(), 100);
    let other = world.table_pool("ben", gold(), &[]);
    world.receive("ann", 100, &ReceiveMsg::FundPool { pool: other }).should_fail_with(
        &ContractError::WrongAsset { pool: other, expected: gold(), found: silver.clone() },
    );
    world.check(&silver);
}

#[test]
fn a_delisted_token_can_leave_and_not_enter() {
    let mut world = World::new();
    let token = world.token.clone();
    let silver = world.silver();
    world.send_token("ann", &token, 40, Binary::default()).should_succeed();
    world.admin(AdminMsg::DelistToken { address: token.to_string() }).should_succeed();
    world
        .send_token("ann", &token, 1, Binary::default())
        .should_fail_with(&ContractError::UnlistedToken { token: token.to_string() });
    world.withdraw("ann", silver.clone(), None).should_succeed();
    assert_eq!(world.holdings(&silver).real.u128(), 0);
}

#[test]
pub fn transfers_move_balances_only() {
    let mut world = World::new();
    world.deposit("ann", 10, GOLD);
    let before = world.holdings(&gold());
    let transfer = |to: String, asset: Asset, amount: u128| ExecuteMsg::Transfer {
        to,
        asset,
        amount: amount.into(),
    };
    let (ann, ben) = (world.addr("ann").to_string(), world.addr("ben").to_string());
    let done = world.run("ann", &transfer(ben.clone(), gold(), 4)).should_succeed();
    assert_eq!(done.count_of("axiom_distributor_transferred"), 1);
    assert_eq!((world.gold("ann"), world.gold("ben")), (6, 4));
    assert_eq!(world.holdings(&gold()), before);
    world.run("ann", &transfer(ben.clone(), gold(), 7)).should_fail_with(
        &ContractError::InsufficientBalance {
            owner: ann.clone(),
            asset: gold(),
            held: Uint128::new(6),
            asked: Uint128::new(7),
        },
    );
    world
        .run("ann", &transfer(ann.clone(), gold(), 1))
        .should_fail_with(&ContractError::SelfTransfer { account: ann });
    world
        .run("ann", &transfer(ben.clone(), gold(), 0))
        .should_fail_with(&ContractError::Kit(KitError::ZeroAmount { field: "amount" }));
    let vd = world.vd.to_string();
    world
        .run("ann", &transfer(vd, gold(), 1))
        .should_fail_with(&ContractError::ToItself { field: "to" });
    world.freeze(FreezeTarget::Asset(gold()), 60);
    let failure = world.run("ann", &transfer(ben.clone(), gold(), 1)).should_fail();
    assert!(matches!(failure.error(), Some(ContractError::AssetFrozen { .. })));
    world.chain.advance_seconds(60);
    world.run("ann", &transfer(ben, gold(), 6)).should_succeed();
    assert_eq!((world.gold("ann"), world.gold("ben")), (0, 10));
    assert!(world.balances("ann").balances.is_empty());
}

#[test]
pub fn a_frozen_asset_takes_no_deposits() {
    let mut world = World::new();
    let silver = world.silver();
    world.freeze(FreezeTarget::Asset(gold()), 60);
    world.freeze(FreezeTarget::Asset(silver), 60);
    let outcome = world.run_with("ann", &deposit(None, vec![]), &coins(9, GOLD));
    assert!(matches!(outcome.error(), Some(ContractError::AssetFrozen { .. })));
    let outcome = world.receive("ann", 5, &ReceiveMsg::Deposit { on_behalf_of: None });
    assert!(matches!(outcome.error(), Some(ContractError::AssetFrozen { .. })));
    world.deposit("ann", 5, IRON);
    assert_eq!(world.chain.balance(world.addr("ann"), GOLD), START);
}
