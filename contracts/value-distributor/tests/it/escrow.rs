//! Escrows: open, release, reclaim.

use axiom_kit::KitError;
use axiom_types::asset::Asset;
use axiom_types::bounds::MAX_BACKSTOP;
use axiom_types::common::{Payout, Reference};
use axiom_types::distributor::{EscrowMsg, EscrowsResponse, ExecuteMsg, FreezeTarget, QueryMsg};
use cosmwasm_std::Uint128;
use value_distributor::ContractError;

use crate::world::{gold, reference, World, GOLD};

fn ready() -> World {
    let mut world = World::new();
    world.deposit("ann", 1_000, GOLD);
    world.allow("ann", "dan", 500, GOLD);
    world
}

fn reclaim(world: &World, id: u64) -> ExecuteMsg {
    let controller = world.addr("dan").to_string();
    ExecuteMsg::ReclaimEscrow { controller, reference: reference(id) }
}

#[test]
fn opening_draws_balance_and_allowance() {
    let mut world = ready();
    let backstop = world.now() + 10_000;
    world.open("dan", 1, "ann", 300).should_succeed();
    assert_eq!((world.gold("ann"), world.allowance("ann", "dan", GOLD)), (700, 200));
    let escrow = world.escrow("dan", 1).unwrap();
    assert_eq!((escrow.amount.u128(), escrow.backstop), (300, backstop));
    assert_eq!((escrow.payer, escrow.controller), (world.addr("ann"), world.addr("dan")));
    let held = world.holdings(&gold());
    assert_eq!((held.balances.u128(), held.escrowed.u128()), (700, 300));
    world.open("dan", 2, "ann", 201).should_fail_with(&ContractError::NotAllowed {
        left: Uint128::new(200),
        asked: Uint128::new(201),
    });
    world.open("eve", 2, "ann", 1).should_fail_with(&ContractError::NotAllowed {
        left: Uint128::zero(),
        asked: Uint128::one(),
    });
    world.open("dan", 2, "ann", 200).should_succeed();
    assert_eq!(world.allowance("ann", "dan", GOLD), 0);
    world.check(&gold());
}

#[test]
pub fn an_allowance_is_no_balance() {
    let mut world = World::new();
    world.deposit("ann", 10, GOLD);
    world.allow("ann", "dan", 500, GOLD);
    world.open("dan", 1, "ann", 11).should_fail_with(&ContractError::InsufficientBalance {
        owner: world.addr("ann").to_string(),
        asset: gold(),
        held: Uint128::new(10),
        asked: Uint128::new(11),
    });
    assert_eq!(world.allowance("ann", "dan", GOLD), 500);
}

#[test]
pub fn bad_openings_are_refused() {
    let mut world = ready();
    let now = world.now();
    let payer = world.addr("ann").to_string();
    let open = |reference: Reference, amount: u128, backstop: u64, asset: Asset| {
        let (payer, amount) = (payer.clone(), amount.into());
        ExecuteMsg::Escrow(EscrowMsg::Open { reference, payer, asset, amount, backstop })
    };
    let latest = now + MAX_BACKSTOP;
    let bad = |backstop| ContractError::BadBackstop { backstop, now, latest };
    world.chain.in_one_block(|chain| {
        let dan = chain.account("dan");
        for backstop in [0, now, latest + 1, u64::MAX] {
            let msg = open(reference(1), 1, backstop, gold());
            chain.execute(&dan, &world.vd, &msg, &[]).should_fail_with(&bad(backstop));
        }
        for backstop in [now + 1, latest] {
            let msg = open(reference(backstop), 1, backstop, gold());
            chain.execute(&dan, &world.vd, &msg, &[]).should_succeed();
        }
    });
    world
        .run("dan", &open(reference(1), 0, now + 99, gold()))
        .should_fail_with(&ContractError::Kit(KitError::ZeroAmount { field: "amount" }));
    let kind = Reference { kind: "Bad Kind".into(), id: 1 };
    let outcome = world.run("dan", &open(kind, 1, now + 99, gold()));
    assert!(matches!(outcome.error(), Some(ContractError::Kit(KitError::NotSlug { .. }))));
    let outcome = world.run("dan", &open(reference(1), 1, now + 99, Asset::native("x")));
    assert!(matches!(outcome.error(), Some(ContractError::Kit(KitError::Asset(_)))));
    world.freeze(FreezeTarget::Asset(gold()), 60);
    let outcome = world.run("dan", &open(reference(1), 1, now + 99, gold()));
    assert!(matches!(outcome.error(), Some(ContractError::AssetFrozen { .. })));
}

#[test]
fn a_release_pays_and_refunds_exactly() {
    let mut world = ready();
    world.open("dan", 1, "ann", 300).should_succeed();
    let done = world.release("dan", 1, &[("ben", 200), ("cat", 15)]).should_succeed();
    assert_eq!(done.count_of("axiom_distributor_escrow_paid"), 2);
    let refunded = done.attribute("axiom_distributor_escrow_released", "refunded");
    assert_eq!(refunded, Some("85"));
    assert_eq!((world.gold("ann"), world.gold("ben"), world.gold("cat")), (785, 200, 15));
    assert_eq!(world.escrow("dan", 1), None);
    assert_eq!(world.holdings(&gold()).escrowed.u128(), 0);
    world.check(&gold());
    // All back, and all to the payer as a payee.
    world.open("dan", 2, "ann", 100).should_succeed();
    world.release("dan", 2, &[]).should_succeed();
    assert_eq!(world.gold("ann"), 785);
    world.open("dan", 3, "ann", 100).should_succeed();
    world.release("dan", 3, &[("ann", 60)]).should_succeed();
    assert_eq!(world.gold("ann"), 785);
    world.check(&gold());
}

#[test]
pub fn a_reference_is_used_once() {
    let mut world = ready();
    world.open("dan", 1, "ann", 100).should_succeed();
    let used = ContractError::ReferenceUsed { kind: "job".into(), id: 1 };
    world.open("dan", 1, "ann", 100).should_fail_with(&used);
    world.release("dan", 1, &[("ben", 100)]).should_succeed();
    world.open("dan", 1, "ann", 100).should_fail_with(&used);
    let none = ContractError::NoEscrow {
        controller: world.addr("dan").to_string(),
        kind: "job".into(),
        id: 1,
    };
    world.release("dan", 1, &[("ben", 100)]).should_fail_with(&none);
    let msg = reclaim(&world, 1);
    world.run("ann", &msg).should_fail_with(&none);
    // Another controller has references of its own.
    world.allow("ann", "eve", 5, GOLD);
    world.open("eve", 1, "ann", 5).should_succeed();
    assert_eq!(world.gold("ben"), 100);
}

#[test]
pub fn bad_releases_leave_the_escrow() {
    let mut world = ready();
    world.open("dan", 1, "ann", 300).should_succeed();
    world.release("dan", 1, &[("ben", 300), ("cat", 1)]).should_fail_with(
        &ContractError::PayoutsExceedEscrow { locked: Uint128::new(300), asked: Uint128::new(301) },
    );
    world
        .release("dan", 1, &[("ben", 0)])
        .should_fail_with(&ContractError::Kit(KitError::ZeroAmount { field: "payouts" }));
    let outcome = world.release("dan", 1, &[("ben", 1), ("ben", 1)]);
    assert!(matches!(outcome.error(), Some(ContractError::Kit(KitError::Duplicate { .. }))));
    let names: Vec<String> = (0..10).map(|i| format!("payee{i}")).collect();
    let many: Vec<(&str, u128)> = names.iter().map(|n| (n.as_str(), 1)).collect();
    world.release("dan", 1, &many).should_fail_with(&ContractError::Kit(KitError::TooMany {
        field: "payouts",
        len: 10,
        max: 9,
    }));
    let payouts = vec![Payout { account: "Nobody".into(), amount: Uint128::one() }];
    let msg = EscrowMsg::Release { reference: reference(1), payouts };
    let outcome = world.run("dan", &ExecuteMsg::Escrow(msg));
    assert!(matches!(outcome.error(), Some(ContractError::Kit(KitError::BadAddress { .. }))));
    let huge = [("ben", u128::MAX), ("cat", 1)];
    let outcome = world.release("dan", 1, &huge);
    assert!(matches!(outcome.error(), Some(ContractError::Book(_))));
    world.freeze(FreezeTarget::Asset(gold()), 60);
    let outcome = world.release("dan", 1, &[]);
    assert!(matches!(outcome.error(), Some(ContractError::AssetFrozen { .. })));
    assert_eq!(world.escrow("dan", 1).unwrap().amount.u128(), 300);
    world.chain.advance_seconds(60);
    world.release("dan", 1, &many[..9]).should_succeed();
    assert_eq!(world.gold("ann"), 700 + 291);
}

#[test]
pub fn after_the_backstop_anybody_gives_it_back() {
    let mut world = ready();
    world.open("dan", 1, "ann", 300).should_succeed();
    let at = world.escrow("dan", 1).unwrap().backstop;
    let height = world.chain.height() - 1 + 100;
    let msg = reclaim(&world, 1);
    let wait = at - world.now();
    world.chain.advance_seconds(wait - 1);
    world.chain.in_one_block(|chain| {
        assert_eq!(chain.now().seconds(), at - 1);
        let fay = chain.account("fay");
        let ahead = ContractError::BackstopAhead { at, height };
        chain.execute(&fay, &world.vd, &msg, &[]).should_fail_with(&ahead);
    });
    let done = world.run("fay", &msg).should_succeed();
    assert_eq!(done.count_of("axiom_distributor_escrow_reclaimed"), 1);
    assert_eq!((world.gold("ann"), world.gold("fay")), (1_000, 0));
    world.check(&gold());
}

#[test]
fn a_halted_chain_does_not_pass_the_backstop() {
    let mut world = ready();
    world.open("dan", 1, "ann", 300).should_succeed();
    world.chain.halt(1_000_000);
    let msg = reclaim(&world, 1);
    let outcome = world.run("ann", &msg);
    assert!(matches!(outcome.error(), Some(ContractError::BackstopAhead { .. })));
    world.chain.advance_blocks(100);
    world.run("ann", &msg).should_succeed();
}

#[test]
fn paused_and_frozen_time_moves_the_backstop() {
    let mut world = ready();
    // What was paused and frozen before does not count.
    world.pause();
    world.freeze(FreezeTarget::Asset(gold()), 2_000);
    world.chain.advance_seconds(3_000);
    world.open("dan", 1, "ann", 300).should_succeed();
    let at = world.escrow("dan", 1).unwrap().backstop;
    world.freeze(FreezeTarget::Asset(gold()), 500);
    world.pause();
    world.chain.advance_seconds(2_000);
    assert_eq!(world.escrow("dan", 1).unwrap().backstop, at + 1_500);
    let wait = at - world.now();
    world.chain.advance_seconds(wait + 1_400);
    let msg = reclaim(&world, 1);
    let outcome = world.run("ann", &msg);
    assert!(matches!(outcome.error(), Some(ContractError::BackstopAhead { .. })));
    world.chain.advance_seconds(100);
    world.freeze(FreezeTarget::Asset(gold()), 10);
    let outcome = world.run("ann", &msg);
    assert!(matches!(outcome.error(), Some(ContractError::AssetFrozen { .. })));
    world.chain.advance_seconds(20);
    world.run("ann", &msg).should_succeed();
}

#[test]
fn a_late_release_still_pays() {
    let mut world = ready();
    world.open("dan", 1, "ann", 300).should_succeed();
    world.chain.advance_seconds(20_000);
    world.release("dan", 1, &[("ben", 300)]).should_succeed();
    let msg = reclaim(&world, 1);
    let outcome = world.run("ann", &msg);
    assert!(matches!(outcome.error(), Some(ContractError::NoEscrow { .. })));
    assert_eq!(world.gold("ben"), 300);
}

#[test]
fn open_escrows_are_listed_by_page() {
    let mut world = ready();
    for id in [5, 1, 9, 300] {
        world.open("dan", id, "ann", 10).should_succeed();
    }
    world.release("dan", 5, &[]).should_succeed();
    let all: Vec<u64> = world.escrows("dan").escrows.iter().map(|e| e.reference.id).collect();
    assert_eq!(all, [1, 9, 300]);
    let controller = world.addr("dan").to_string();
    let page: EscrowsResponse = world.ask(&QueryMsg::Escrows {
        controller: controller.clone(),
        start_after: Some(reference(1)),
        limit: Some(1),
    });
    assert_eq!(page.escrows[0].reference, reference(9));
    assert_eq!(page.next, Some(reference(9)));
    let rest: EscrowsResponse =
        world.ask(&QueryMsg::Escrows { controller, start_after: page.next, limit: Some(2) });
    assert_eq!((rest.escrows.len(), rest.next), (1, None));
}

#[test]
fn what_would_go_to_the_distributor_itself_goes_back_to_the_payer() {
    let mut world = ready();
    world.open("dan", 1, "ann", 300).should_succeed();
    let vd = world.vd.to_string();
    let payout =
        |account: &str, amount: u128| Payout { account: account.into(), amount: amount.into() };
    let release = |payouts: Vec<Payout>| {
        ExecuteMsg::Escrow(EscrowMsg::Release { reference: reference(1), payouts })
    };
    // It counts like any payout: more than is locked stays refused.
    world.run("dan", &release(vec![payout(&vd, 301)])).should_fail_with(
        &ContractError::PayoutsExceedEscrow { locked: Uint128::new(300), asked: Uint128::new(301) },
    );
    let ben = world.addr("ben");
    let both = vec![payout(&vd, 200), payout(ben.as_str(), 70)];
    let done = world.run("dan", &release(both)).should_succeed();
    let told = |key| done.attribute("axiom_distributor_escrow_released", key);
    assert_eq!((told("paid"), told("refunded")), (Some("70"), Some("230")));
    assert_eq!(world.balance_of(&world.vd, &gold()), 0);
    assert_eq!((world.gold("ann"), world.gold("ben")), (700 + 230, 70));
    world.check(&gold());
}
