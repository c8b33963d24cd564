//! Batches of claims: isolation, withdrawing what was claimed, claiming for others.

use axiom_kit::KitError;
use axiom_types::asset::Asset;
use axiom_types::distributor::{Claim, ExecuteMsg, FreezeTarget, ReceiveMsg};
use value_distributor::ContractError;

use crate::world::{claim_msg, gold, World, GOLD, IRON, START};
use crate::zoo::{self, Temper};

/// Three pools for cat: two of gold, one of iron; all has been released.
fn ready() -> (World, [u64; 3]) {
    let mut world = World::new();
    let first = world.table_pool("ben", gold(), &[("cat", 1)]);
    let second = world.table_pool("ben", gold(), &[("cat", 1)]);
    let iron = world.table_pool("ben", Asset::native(IRON), &[("cat", 1)]);
    world.fund("ann", first, 100, GOLD);
    world.fund("ann", second, 50, GOLD);
    world.fund("ann", iron, 7, IRON);
    world.chain.advance_seconds(200);
    (world, [first, second, iron])
}

#[test]
fn a_batch_goes_to_the_wallet_with_one_transfer_per_asset() {
    let (mut world, pools) = ready();
    let done = world.run("cat", &claim_msg(&pools, None, true)).should_succeed();
    assert_eq!(done.count_of("axiom_distributor_claimed"), 3);
    assert_eq!(done.count_of("axiom_distributor_withdrawn"), 2);
    assert_eq!(world.chain.balance(world.addr("cat"), GOLD), START + 150);
    assert_eq!(world.chain.balance(world.addr("cat"), IRON), START + 7);
    assert_eq!(world.gold("cat"), 0);
    world.check(&gold());
    world.check(&Asset::native(IRON));
}

#[test]
fn an_earlier_balance_stays_when_claims_are_withdrawn() {
    let (mut world, pools) = ready();
    world.deposit("cat", 11, GOLD);
    world.run("cat", &claim_msg(&pools[..1], None, true)).should_succeed();
    assert_eq!(world.gold("cat"), 11);
    assert_eq!(world.chain.balance(world.addr("cat"), GOLD), START - 11 + 100);
}

#[test]
fn one_failing_pool_fails_alone() {
    let (mut world, pools) = ready();
    world.freeze(FreezeTarget::Asset(Asset::native(IRON)), 60);
    world.freeze(FreezeTarget::Pool(pools[1]), 60);
    let all = [pools[0], pools[1], pools[2], 77];
    let done = world.run("cat", &claim_msg(&all, None, false)).should_succeed();
    assert_eq!(done.count_of("axiom_distributor_claim_failed"), 3);
    assert_eq!(world.gold("cat"), 100);
    world.chain.advance_seconds(60);
    world.run("cat", &claim_msg(&all, None, false)).should_succeed();
    assert_eq!((world.gold("cat"), world.balance("cat", &Asset::native(IRON))), (150, 7));
    let account = world.addr("cat").to_string();
    world
        .run("cat", &claim_msg(&all, None, false))
        .should_fail_with(&ContractError::NothingToClaim { pool: pools[0], account });
}

#[test]
pub fn anybody_claims_for_another_into_its_balance_only() {
    let (mut world, pools) = ready();
    let cat = world.addr("cat");
    world
        .run("fay", &claim_msg(&pools, Some(&cat), true))
        .should_fail_with(&ContractError::WithdrawForAnother { account: cat.to_string() });
    world.run("fay", &claim_msg(&pools, Some(&cat), false)).should_succeed();
    assert_eq!((world.gold("cat"), world.gold("fay")), (150, 0));
    let vd = world.vd.clone();
    world
        .run("fay", &claim_msg(&pools, Some(&vd), false))
        .should_fail_with(&ContractError::ToItself { field: "on_behalf_of" });
}

#[test]
fn a_claimed_token_that_does_not_leave_is_in_the_balance() {
    let mut world = World::new();
    let token = zoo::listed(&mut world);
    let asset = Asset::cw20(token.as_str());
    let ann = world.addr("ann");
    zoo::mint(&mut world.chain, &token, &ann, 100);
    let pool = world.table_pool("ben", asset.clone(), &[("cat", 1)]);
    let good = world.table_pool("ben", gold(), &[("cat", 1)]);
    world.fund("ann", good, 9, GOLD);
    let msg = cosmwasm_std::to_json_binary(&ReceiveMsg::FundPool { pool }).unwrap();
    world.send_token("ann", &token, 100, msg).should_succeed();
    world.chain.advance_seconds(100);
    zoo::temper(&mut world.chain, &token, Temper::Fails("no".into()));
    let done = world.run("cat", &claim_msg(&[pool, good], None, true)).should_succeed();
    assert_eq!(done.count_of("axiom_distributor_withdrawal_failed"), 1);
    assert_eq!(world.balance("cat", &asset), 100);
    assert_eq!(world.chain.balance(world.addr("cat"), GOLD), START + 9);
    world.check(&asset);
    world.check(&gold());
}

#[test]
pub fn bad_batches_are_refused() {
    let (mut world, pools) = ready();
    world
        .run("cat", &claim_msg(&[], None, false))
        .should_fail_with(&ContractError::Kit(KitError::Empty { field: "claims" }));
    let many: Vec<u64> = (1..18).collect();
    world.run("cat", &claim_msg(&many, None, false)).should_fail_with(&ContractError::Kit(
        KitError::TooMany { field: "claims", len: 17, max: 16 },
    ));
    for epochs in [0, 27, u64::MAX] {
        let claims = vec![Claim { pool: pools[0], epochs: Some(epochs) }];
        let msg = ExecuteMsg::Claim { claims, on_behalf_of: None, withdraw: false };
        world.run("cat", &msg).should_fail_with(&ContractError::BadEpochs { epochs, max: 26 });
    }
}
