//! Messages of the owner.

use axiom_kit::KitError;
use axiom_types::asset::Asset;
use axiom_types::common::{GuardMsg, PauseStatus};
use axiom_types::distributor::{AdminMsg, FreezeTarget, QueryMsg};
use cosmwasm_std::coins;
use value_distributor::ContractError;

use crate::world::{gold, World, GOLD, IRON};
use crate::zoo;

#[test]
pub fn tokens_are_listed_once_and_must_answer() {
    let mut world = World::new();
    let token = zoo::token(&mut world.chain, zoo::Temper::Mute).to_string();
    let list = |address: &str| AdminMsg::ListToken { address: address.into() };
    let outcome = world.admin(list(&token));
    let Some(ContractError::NotAToken { reason, .. }) = outcome.error() else {
        panic!("{outcome:?}");
    };
    assert!(reason.chars().count() <= 60);
    let wallet = world.addr("eve").to_string();
    let outcome = world.admin(list(&wallet));
    assert!(matches!(outcome.error(), Some(ContractError::NotAToken { .. })));
    let outcome = world.admin(list("Nobody"));
    assert!(matches!(outcome.error(), Some(ContractError::Kit(KitError::BadAddress { .. }))));
    let silver = world.token.to_string();
    world
        .admin(list(&silver))
        .should_fail_with(&ContractError::AlreadyListed { token: silver.clone() });
    let delist = AdminMsg::DelistToken { address: silver.clone() };
    world.admin(delist.clone()).should_succeed();
    world.admin(delist).should_fail_with(&ContractError::UnlistedToken { token: silver.clone() });
    world.admin(list(&silver)).should_succeed();
    let tokens: Vec<String> = world.ask(&QueryMsg::Tokens { start_after: None, limit: None });
    assert_eq!(tokens, std::slice::from_ref(&silver));
    let none: Vec<String> = world.ask(&QueryMsg::Tokens { start_after: Some(silver), limit: None });
    assert!(none.is_empty());
}

#[test]
pub fn only_what_belongs_to_nobody_is_swept() {
    let mut world = World::new();
    world.deposit("ann", 100, GOLD);
    let sweep = |to: &str| AdminMsg::SweepSurplus { asset: gold(), to: to.into() };
    let eve = world.addr("eve").to_string();
    world.admin(sweep(&eve)).should_fail_with(&ContractError::NoSurplus { asset: gold() });
    let (vd, fay) = (world.vd.clone(), world.addr("fay"));
    world.chain.bank_send(&fay, &vd, &coins(42, GOLD)).should_succeed();
    assert_eq!(world.holdings(&gold()).surplus.map(|s| s.u128()), Some(42));
    assert_eq!(world.gold("fay"), 0);
    world.admin(sweep(vd.as_str())).should_fail_with(&ContractError::ToItself { field: "to" });
    world.freeze(FreezeTarget::Asset(gold()), 15);
    let outcome = world.admin(sweep(&eve));
    assert!(matches!(outcome.error(), Some(ContractError::AssetFrozen { .. })));
    world.chain.advance_seconds(15);
    let done = world.admin(sweep(&eve)).should_succeed();
    assert_eq!(done.attribute("axiom_distributor_surplus_swept", "amount"), Some("42"));
    assert_eq!((world.gold("eve"), world.gold("ann")), (42, 100));
    let held = world.holdings(&gold());
    assert_eq!((held.tracked.u128(), held.surplus.map(|s| s.u128())), (142, Some(0)));
    world.withdraw("eve", gold(), None).should_succeed();
    world.withdraw("ann", gold(), None).should_succeed();
    assert_eq!(world.holdings(&gold()).real.u128(), 0);
}

fn frozen(world: &World, target: FreezeTarget) -> PauseStatus {
    world.ask(&QueryMsg::Frozen { target })
}

#[test]
pub fn a_freeze_holds_one_asset_and_lapses_by_itself() {
    let mut world = World::new();
    let target = FreezeTarget::Asset(gold());
    world.deposit("ann", 10, GOLD);
    world.deposit("ann", 10, IRON);
    let until = world.now() + 259_200;
    let set = AdminMsg::Freeze { target: target.clone(), seconds: 259_200 };
    let done = world.admin(set).should_succeed();
    let event = "axiom_distributor_freeze_set";
    assert_eq!(done.attribute(event, "target"), Some("asset:nugold"));
    assert_eq!(done.attribute(event, "until"), Some(until.to_string().as_str()));
    let failure = world.withdraw("ann", gold(), None).should_fail();
    let want = ContractError::AssetFrozen { asset: gold(), until };
    assert_eq!(failure.error(), Some(&want));
    world.withdraw("ann", Asset::native(IRON), None).should_succeed();
    let status = frozen(&world, target.clone());
    assert_eq!((status.paused, status.until), (true, Some(until)));
    world.chain.advance_seconds(259_200);
    let status = frozen(&world, target.clone());
    assert_eq!((status.paused, status.until, status.paused_seconds), (false, None, 259_200));
    world.withdraw("ann", gold(), None).should_succeed();
    let words = "asset:nugold".to_string();
    world
        .admin(AdminMsg::Unfreeze { target })
        .should_fail_with(&ContractError::NotFrozen { target: words });
}

#[test]
pub fn a_freeze_can_be_ended_and_replaced() {
    let mut world = World::new();
    let pool = world.table_pool("ben", gold(), &[]);
    let target = FreezeTarget::Pool(pool);
    world.freeze(target.clone(), 1_000);
    world.chain.advance_seconds(95);
    world.freeze(target.clone(), 10);
    let status = frozen(&world, target.clone());
    assert_eq!(status.until, Some(world.now() - 5 + 10));
    assert_eq!(status.paused_seconds, 105);
    let done = world.admin(AdminMsg::Unfreeze { target: target.clone() }).should_succeed();
    assert_eq!(done.attribute("axiom_distributor_freeze_set", "until"), None);
    assert!(!frozen(&world, target).paused);
}

#[test]
pub fn bad_freezes_are_refused() {
    let mut world = World::new();
    let freeze = |target, seconds| AdminMsg::Freeze { target, seconds };
    for seconds in [0, 259_201, u64::MAX] {
        world
            .admin(freeze(FreezeTarget::Asset(gold()), seconds))
            .should_fail_with(&ContractError::BadFreeze { seconds, max: 259_200 });
    }
    let none = ContractError::NoPool { pool: 5 };
    world.admin(freeze(FreezeTarget::Pool(5), 1)).should_fail_with(&none);
    world.admin(AdminMsg::Unfreeze { target: FreezeTarget::Pool(5) }).should_fail_with(&none);
    let outcome = world.admin(freeze(FreezeTarget::Asset(Asset::native("1")), 1));
    assert!(matches!(outcome.error(), Some(ContractError::Kit(KitError::Asset(_)))));
}

#[test]
fn a_pause_lapses_and_is_bounded() {
    let mut world = World::new();
    let pause = |seconds| AdminMsg::Guard(GuardMsg::Pause { seconds });
    world.admin(pause(1_209_601)).should_fail_with(&ContractError::Kit(KitError::PauseTooLong {
        seconds: 1_209_601,
        max: 1_209_600,
    }));
    world.admin(pause(0)).should_fail_with(&ContractError::Kit(KitError::PauseEmpty {}));
    world
        .admin(AdminMsg::Guard(GuardMsg::Unpause {}))
        .should_fail_with(&ContractError::Kit(KitError::NotPaused {}));
    let done = world.admin(pause(60)).should_succeed();
    assert_eq!(done.count_of("axiom_distributor_pause_set"), 1);
    let status: PauseStatus = world.ask(&QueryMsg::Pause {});
    assert!(status.paused);
    world.chain.advance_seconds(60);
    world.deposit("ann", 1, GOLD);
    let status: PauseStatus = world.ask(&QueryMsg::Pause {});
    assert_eq!((status.paused, status.paused_seconds), (false, 60));
}
