//! Tokens that lie, take fees or call back: only who holds them is harmed, and nothing is paid twice.

use axiom_types::asset::Asset;
use axiom_types::distributor::{AdminMsg, ExecuteMsg, HoldingsResponse};
use cosmwasm_std::{to_json_binary, Addr, Binary, Uint128};
use cw20::Cw20ReceiveMsg;
use value_distributor::ContractError;

use crate::world::{gold, World, GOLD};
use crate::zoo::{self, Temper, ZooMsg};

fn call(world: &mut World, token: &Addr, msg: &ExecuteMsg) -> axiom_local::Outcome {
    let keeper = world.chain.account("keeper");
    let msg = ZooMsg::Call { contract: world.vd.to_string(), msg: to_json_binary(msg).unwrap() };
    world.chain.execute(&keeper, token, &msg, &[])
}

fn announce(world: &mut World, token: &Addr, amount: u128) -> axiom_local::Outcome {
    let sender = world.addr("eve").to_string();
    let received = Cw20ReceiveMsg { sender, amount: amount.into(), msg: Binary::default() };
    call(world, token, &ExecuteMsg::Receive(received))
}

#[test]
pub fn announced_tokens_that_are_not_there_are_not_credited() {
    let mut world = World::new();
    let token = zoo::deposited(&mut world, "ann", 50);
    let announced = Uint128::new(10);
    announce(&mut world, &token, 10)
        .should_fail_with(&ContractError::NothingArrived { token: token.to_string(), announced });
    // Unsolicited tokens are surplus: a listed token can announce them, and no more than them.
    let vd = world.vd.clone();
    zoo::mint(&mut world.chain, &token, &vd, 4);
    announce(&mut world, &token, 10).should_succeed();
    let asset = Asset::cw20(token.as_str());
    assert_eq!(world.balance("eve", &asset), 4);
    world.check(&asset);
}

#[test]
fn a_fee_on_transfer_is_the_depositors_loss() {
    let mut world = World::new();
    let token = zoo::listed(&mut world);
    let asset = Asset::cw20(token.as_str());
    zoo::temper(&mut world.chain, &token, Temper::Fee);
    let ann = world.addr("ann");
    zoo::mint(&mut world.chain, &token, &ann, 100);
    world.send_token("ann", &token, 100, Binary::default()).should_succeed();
    assert_eq!(world.balance("ann", &asset), 90);
    world.check(&asset);
    world.withdraw("ann", asset.clone(), None).should_succeed();
    let held: HoldingsResponse = world.holdings(&asset);
    assert_eq!((held.tracked.u128(), held.real.u128()), (0, 0));
}

#[test]
fn a_boasting_token_inflates_only_itself() {
    let mut world = World::new();
    world.deposit("ben", 500, GOLD);
    let token = zoo::deposited(&mut world, "ann", 50);
    let asset = Asset::cw20(token.as_str());
    zoo::temper(&mut world.chain, &token, Temper::Boasts);
    announce(&mut world, &token, 1_000).should_succeed();
    assert_eq!(world.balance("eve", &asset), 50);
    zoo::temper(&mut world.chain, &token, Temper::Honest);
    // Fifty tokens for a hundred base units: who comes first gets them, the other keeps its claim.
    world.withdraw("eve", asset.clone(), None).should_succeed();
    let done = world.withdraw("ann", asset.clone(), None).should_succeed();
    assert_eq!(done.count_of("axiom_distributor_withdrawal_failed"), 1);
    let held = world.holdings(&asset);
    assert_eq!((held.tracked.u128(), held.surplus), (50, None));
    world.withdraw("ben", gold(), None).should_succeed();
    world.check(&gold());
}

#[test]
fn a_lazy_token_keeps_what_it_says_it_moved_as_surplus() {
    let mut world = World::new();
    let token = zoo::deposited(&mut world, "ann", 50);
    let asset = Asset::cw20(token.as_str());
    zoo::temper(&mut world.chain, &token, Temper::Lazy);
    world.withdraw("ann", asset.clone(), Some(20)).should_succeed();
    let held = world.holdings(&asset);
    assert_eq!((held.tracked.u128(), held.surplus), (30, Some(Uint128::new(20))));
    let to = world.addr("cat").to_string();
    world.admin(AdminMsg::SweepSurplus { asset: asset.clone(), to }).should_succeed();
    assert_eq!(world.balance("cat", &asset), 20);
    world.check(&asset);
}

#[test]
fn a_mute_token_is_reported_as_such() {
    let mut world = World::new();
    let token = zoo::deposited(&mut world, "ann", 50);
    let asset = Asset::cw20(token.as_str());
    zoo::temper(&mut world.chain, &token, Temper::Mute);
    let held = world.holdings(&asset);
    assert_eq!((held.tracked.u128(), held.real.u128(), held.surplus), (50, 0, None));
    let outcome = world.admin(AdminMsg::ListToken { address: token.to_string() });
    assert!(matches!(outcome.error(), Some(ContractError::AlreadyListed { .. })));
    announce(&mut world, &token, 5).should_fail_containing("no answer");
    // Leaving needs no answer.
    world.withdraw("ann", asset.clone(), None).should_succeed();
    assert_eq!(world.balance("ann", &asset), 0);
}

#[test]
fn withdrawing_again_in_the_middle_of_a_transfer_takes_nothing_twice() {
    let mut world = World::new();
    let token = zoo::deposited(&mut world, "ann", 50);
    let asset = Asset::cw20(token.as_str());
    // The token itself owns a balance, so that its call back has something to take.
    let msg = ExecuteMsg::Transfer {
        to: token.to_string(),
        asset: asset.clone(),
        amount: Uint128::new(20),
    };
    world.run("ann", &msg).should_succeed();
    let vd = world.vd.to_string();
    zoo::temper(&mut world.chain, &token, Temper::ReentersWithdraw(vd));
    let done = world.withdraw("ann", asset.clone(), None).should_succeed();
    // The innermost call back found nothing left and failed, hence the transfer around it, and so on outwards:
    // each failure was credited back to its own owner.
    let held = world.holdings(&asset);
    assert_eq!(held.in_flight.u128(), 0);
    assert_eq!(held.tracked, held.real);
    let inside = world.balance("ann", &asset) + world.balance_of(&token, &asset);
    assert_eq!(Uint128::new(inside), held.tracked);
    assert!(done.count_of("axiom_distributor_withdrawn") >= 1);
    world.check(&asset);
}

#[test]
fn announcing_tokens_that_are_in_flight_credits_nothing() {
    let mut world = World::new();
    let token = zoo::deposited(&mut world, "ann", 50);
    let asset = Asset::cw20(token.as_str());
    let vd = world.vd.to_string();
    zoo::temper(&mut world.chain, &token, Temper::ReentersReceive(vd));
    let done = world.withdraw("ann", asset.clone(), None).should_succeed();
    assert_eq!(done.count_of("axiom_distributor_withdrawal_failed"), 1);
    assert_eq!(world.balance("ann", &asset), 50);
    world.check(&asset);
}
