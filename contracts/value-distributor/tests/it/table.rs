//! Table pools.

use axiom_kit::KitError;
use axiom_oracle::money::released;
use axiom_oracle::pool::IndexPool;
use axiom_types::asset::Asset;
use axiom_types::bounds::POOL_ABANDONED;
use axiom_types::distributor::{
    ExecuteMsg, FreezeTarget, NewPool, PoolKind, PoolKindResponse, PoolMembersResponse, QueryMsg,
};
use cosmwasm_std::{coins, Uint128};
use value_distributor::{domain::BookError, ContractError};

use crate::world::{gold, World, GOLD, IRON};

fn period_end(world: &World, pool: u64) -> u64 {
    match world.the_pool(pool).kind {
        PoolKindResponse::Table { period_end, .. } => period_end,
        PoolKindResponse::Standing { .. } => panic!("a table pool"),
    }
}

#[test]
fn a_deposit_streams_over_the_period_by_shares() {
    let mut world = World::new();
    let pool = world.table_pool("ben", gold(), &[("cat", 1), ("dan", 3)]);
    let start = world.now();
    world.fund("ann", pool, 400, GOLD);
    assert_eq!(period_end(&world, pool), start + 100);
    world.chain.advance_seconds(45);
    assert_eq!(world.now(), start + 50);
    assert_eq!(world.claimable("cat", pool).amount.u128(), 50);
    assert_eq!(world.claimed("cat", pool), 50);
    let state = world.the_pool(pool);
    assert_eq!((state.claimed.u128(), state.funded.u128()), (50, 400));
    world.chain.advance_seconds(500);
    assert_eq!((world.claimed("cat", pool), world.claimed("dan", pool)), (50, 300));
    assert_eq!(world.gold("dan"), 300);
    assert_eq!(world.holdings(&gold()).pooled.u128(), 0);
    let nothing = ContractError::NothingToClaim { pool, account: world.addr("dan").to_string() };
    world.claim("dan", pool).should_fail_with(&nothing);
    world.check(&gold());
}

#[test]
pub fn a_stranger_has_nothing_to_claim() {
    let mut world = World::new();
    let pool = world.table_pool("ben", gold(), &[("cat", 1)]);
    world.fund("ann", pool, 400, GOLD);
    world.claim("eve", pool).should_fail_with(&ContractError::NothingToClaim {
        pool,
        account: world.addr("eve").to_string(),
    });
    assert_eq!(world.claimable("eve", pool).amount.u128(), 0);
}

#[test]
pub fn shares_change_after_settling() {
    let mut world = World::new();
    let pool = world.table_pool("ben", gold(), &[("cat", 1)]);
    let start = world.now();
    world.fund("ann", pool, 1_000, GOLD);
    world.chain.advance_seconds(start + 20 - world.now());
    let done = world.set_shares("ben", pool, &[("dan", 1), ("cat", 3)]).should_succeed();
    assert_eq!(done.count_of("axiom_distributor_shares_set"), 2);
    world.chain.advance_seconds(start + 60 - world.now());
    world.set_shares("ben", pool, &[("cat", 0)]).should_succeed();
    world.chain.advance_seconds(200);
    assert_eq!(world.claimed("cat", pool), 200 + 300);
    assert_eq!(world.claimed("dan", pool), 100 + 400);
    assert_eq!(world.members(pool).members.len(), 1);
    let nobody = world.addr("eve").to_string();
    world
        .set_shares("ben", pool, &[("eve", 0)])
        .should_fail_with(&ContractError::NotMember { account: nobody, pool });
    world.check(&gold());
}

#[test]
fn with_nobody_in_the_table_the_stream_stands_still() {
    let mut world = World::new();
    let pool = world.table_pool("ben", gold(), &[]);
    world.fund("ann", pool, 1_000, GOLD);
    world.chain.advance_seconds(50_000);
    let now = world.now();
    world.set_shares("ben", pool, &[("cat", 5)]).should_succeed();
    assert_eq!(period_end(&world, pool), now + 100);
    assert!(world.the_pool(pool).undistributed.u128() >= 950);
    world.chain.advance_seconds(200);
    assert_eq!(world.claimed("cat", pool), 1_000);
}

#[test]
fn a_deposit_while_it_runs_spreads_over_the_rest() {
    let mut world = World::new();
    let pool = world.table_pool("ben", gold(), &[("cat", 1)]);
    let start = world.now();
    world.fund("ann", pool, 1_000, GOLD);
    world.chain.advance_seconds(start + 50 - world.now());
    world.fund("ann", pool, 500, GOLD);
    assert_eq!(period_end(&world, pool), start + 100);
    world.chain.advance_seconds(start + 75 - world.now());
    assert_eq!(world.claimed("cat", pool), 1_000);
    world.chain.advance_seconds(100);
    let again = world.now();
    world.fund("ann", pool, 10, GOLD);
    assert_eq!(period_end(&world, pool), again + 100);
    world.chain.advance_seconds(100);
    assert_eq!(world.claimed("cat", pool), 510);
}

#[test]
pub fn dust_is_swept_once_nobody_is_left() {
    let mut world = World::new();
    let pool = world.table_pool("ben", gold(), &[("cat", 1), ("dan", 1), ("eve", 1)]);
    world.fund("ann", pool, 100, GOLD);
    world.chain.advance_seconds(200);
    for who in ["cat", "dan", "eve"] {
        assert_eq!(world.claimed(who, pool), 33);
    }
    let sweep = ExecuteMsg::SweepPool { pool };
    world.run("fay", &sweep).should_fail_with(&ContractError::NothingToSweep { pool });
    world.set_shares("ben", pool, &[("cat", 0), ("dan", 0), ("eve", 0)]).should_succeed();
    assert_eq!(world.the_pool(pool).residual.u128(), 1);
    let done = world.run("fay", &sweep).should_succeed();
    assert_eq!(done.attribute("axiom_distributor_pool_swept", "amount"), Some("1"));
    assert_eq!((world.gold("ben"), world.gold("fay")), (1, 0));
    assert_eq!(world.holdings(&gold()).pooled.u128(), 0);
    world.run("fay", &sweep).should_fail_with(&ContractError::NothingToSweep { pool });
}

#[test]
fn a_table_without_members_gives_its_money_up_after_180_days() {
    let mut world = World::new();
    let pool = world.table_pool("ben", gold(), &[("cat", 1)]);
    let sweep = ExecuteMsg::SweepPool { pool };
    world.fund("ann", pool, 100, GOLD);
    world.chain.advance_seconds(50);
    let empty = world.now();
    world.set_shares("ben", pool, &[("cat", 0)]).should_succeed();
    let left = world.the_pool(pool).undistributed.u128();
    assert!(left > 0);
    wait_until(&mut world, empty + POOL_ABANDONED - 1);
    let nothing = ContractError::NothingToSweep { pool };
    world.run("fay", &sweep).should_fail_with(&nothing);
    // Failing looked at it and changed nothing; a look that changes something does not begin the wait anew.
    assert_eq!(world.claimed("cat", pool), 100 - left);
    wait_until(&mut world, empty + POOL_ABANDONED);
    let done = world.run("fay", &sweep).should_succeed();
    let swept = done.attribute("axiom_distributor_pool_swept", "amount");
    assert_eq!(swept, Some(left.to_string().as_str()));
    assert_eq!((world.gold("ben"), world.gold("fay")), (left, 0));
    assert_eq!(world.holdings(&gold()).pooled.u128(), 0);
    world.run("fay", &sweep).should_fail_with(&nothing);
    // The pool lives on.
    world.set_shares("ben", pool, &[("dan", 1)]).should_succeed();
    world.fund("ann", pool, 70, GOLD);
    world.chain.advance_seconds(100);
    assert_eq!(world.claimed("dan", pool), 70);
    world.check(&gold());
}

#[test]
fn what_comes_in_or_a_member_begins_the_180_days_anew() {
    let mut world = World::new();
    let pool = world.table_pool("ben", gold(), &[]);
    let sweep = ExecuteMsg::SweepPool { pool };
    let nothing = ContractError::NothingToSweep { pool };
    world.chain.advance_seconds(POOL_ABANDONED);
    world.fund("ann", pool, 100, GOLD);
    world.run("fay", &sweep).should_fail_with(&nothing);
    world.chain.advance_seconds(POOL_ABANDONED - 100);
    let funded = world.now();
    world.fund("ann", pool, 1, GOLD);
    wait_until(&mut world, funded + POOL_ABANDONED - 1);
    world.run("fay", &sweep).should_fail_with(&nothing);
    world.set_shares("ben", pool, &[("cat", 1)]).should_succeed();
    let empty = world.now();
    world.set_shares("ben", pool, &[("cat", 0)]).should_succeed();
    let left = world.the_pool(pool).undistributed.u128();
    wait_until(&mut world, empty + POOL_ABANDONED - 1);
    world.run("fay", &sweep).should_fail_with(&nothing);
    wait_until(&mut world, empty + POOL_ABANDONED);
    world.run("fay", &sweep).should_succeed();
    assert_eq!(world.gold("ben"), left);
    world.check(&gold());
}

/// The next message runs at that second or, where blocks already passed it, later.
fn wait_until(world: &mut World, at: u64) {
    let wait = at.saturating_sub(world.now());
    world.chain.advance_seconds(wait);
}

#[test]
pub fn funding_draws_on_balance_and_coins() {
    let mut world = World::new();
    let pool = world.table_pool("ben", gold(), &[("cat", 1)]);
    let fund = |amount: u128| ExecuteMsg::FundPool { pool, amount: amount.into() };
    world.deposit("ann", 30, GOLD);
    world.run("ann", &fund(10)).should_succeed();
    assert_eq!(world.gold("ann"), 20);
    let done = world.run_with("ann", &fund(25), &coins(7, GOLD)).should_succeed();
    assert_eq!(done.count_of("axiom_distributor_deposited"), 1);
    assert_eq!((world.gold("ann"), world.the_pool(pool).funded.u128()), (2, 35));
    world.check(&gold());
    let outcome = world.run_with("ann", &fund(25), &coins(7, GOLD));
    let short = ContractError::InsufficientBalance {
        owner: world.addr("ann").to_string(),
        asset: gold(),
        held: 9u128.into(),
        asked: 25u128.into(),
    };
    outcome.should_fail_with(&short);
    world.run_with("ann", &fund(2), &coins(7, IRON)).should_fail_with(&ContractError::WrongAsset {
        pool,
        expected: gold(),
        found: Asset::native(IRON),
    });
    let two = [coins(7, IRON), coins(7, GOLD)].concat();
    let outcome = world.run_with("ann", &fund(2), &two);
    assert!(matches!(outcome.error(), Some(ContractError::Kit(KitError::WrongFunds { .. }))));
    world
        .run("ann", &fund(0))
        .should_fail_with(&ContractError::Kit(KitError::ZeroAmount { field: "amount" }));
    let none = ExecuteMsg::FundPool { pool: 99, amount: 1u128.into() };
    world.run("ann", &none).should_fail_with(&ContractError::NoPool { pool: 99 });
}

#[test]
pub fn a_frozen_pool_stands_and_its_claims_wait() {
    let mut world = World::new();
    let pool = world.table_pool("ben", gold(), &[("cat", 1)]);
    world.fund("ann", pool, 100, GOLD);
    world.chain.advance_seconds(200);
    world.freeze(FreezeTarget::Pool(pool), 600);
    let frozen = |outcome: axiom_local::Outcome| {
        assert!(matches!(outcome.error(), Some(ContractError::PoolFrozen { .. })));
    };
    frozen(world.claim("cat", pool));
    frozen(world.set_shares("ben", pool, &[("dan", 1)]));
    frozen(world.run("fay", &ExecuteMsg::SweepPool { pool }));
    let fund = ExecuteMsg::FundPool { pool, amount: 1u128.into() };
    frozen(world.run_with("ann", &fund, &coins(1, GOLD)));
    world.chain.advance_seconds(600);
    assert_eq!(world.claimed("cat", pool), 100);
}

#[test]
pub fn bad_pools_are_refused() {
    let mut world = World::new();
    let mut create = |name: &str, asset: Asset, kind: PoolKind, residual: Option<&str>| {
        let residual_to = residual.map(str::to_string);
        let pool = NewPool { name: name.into(), asset, kind, residual_to };
        world.run("ben", &ExecuteMsg::CreatePool { pool })
    };
    let table = |period| PoolKind::Table { period, shares: vec![] };
    let outcome = create("", gold(), table(1), None);
    assert!(matches!(outcome.error(), Some(ContractError::Kit(KitError::BadText { .. }))));
    let outcome = create(&"x".repeat(65), gold(), table(1), None);
    assert!(matches!(outcome.error(), Some(ContractError::Kit(KitError::BadText { .. }))));
    let max = 315_576_000;
    for period in [0, max + 1] {
        create("p", gold(), table(period), None)
            .should_fail_with(&ContractError::BadPeriod { period, max });
    }
    let outcome = create("p", gold(), table(1), Some("Nobody"));
    assert!(matches!(outcome.error(), Some(ContractError::Kit(KitError::BadAddress { .. }))));
    create("p", gold(), table(max), None).should_succeed();
    let unlisted = crate::world::new_cw20(&mut world.chain);
    let token = unlisted.to_string();
    let pool = NewPool {
        name: "p".into(),
        asset: Asset::cw20(&token),
        kind: PoolKind::Table { period: 1, shares: vec![] },
        residual_to: None,
    };
    world
        .run("ben", &ExecuteMsg::CreatePool { pool: pool.clone() })
        .should_fail_with(&ContractError::UnlistedToken { token });
    let itself = world.vd.to_string();
    let mut with_shares = |shares| {
        let kind = PoolKind::Table { period: 1, shares };
        let pool = NewPool { asset: gold(), kind, ..pool.clone() };
        world.run("ben", &ExecuteMsg::CreatePool { pool })
    };
    let share = |who: &str, shares: u128| axiom_types::distributor::PoolShare {
        account: axiom_local::Account::named(who).address.to_string(),
        shares: shares.into(),
    };
    with_shares(vec![share("a", 0)])
        .should_fail_with(&ContractError::Kit(KitError::ZeroAmount { field: "shares" }));
    let outcome = with_shares(vec![share("a", 1), share("a", 2)]);
    assert!(matches!(outcome.error(), Some(ContractError::Kit(KitError::Duplicate { .. }))));
    let vd = vec![axiom_types::distributor::PoolShare {
        account: itself.clone(),
        shares: Uint128::one(),
    }];
    with_shares(vd).should_fail_with(&ContractError::ToItself { field: "shares" });
    let many = (0..51).map(|i| share(&format!("m{i}"), 1)).collect();
    let outcome = with_shares(many);
    assert!(matches!(outcome.error(), Some(ContractError::Kit(KitError::TooMany { .. }))));
    let outcome = with_shares(vec![share("a", u128::MAX)]);
    assert!(matches!(outcome.error(), Some(ContractError::Book(BookError::TooManyShares { .. }))));
    let fifty = (0..50).map(|i| share(&format!("m{i}"), 1)).collect();
    with_shares(fifty).should_succeed();
    let page: PoolMembersResponse =
        world.ask(&QueryMsg::PoolMembers { pool: 2, start_after: None, limit: Some(20) });
    assert_eq!(page.members.len(), 20);
    let rest: PoolMembersResponse =
        world.ask(&QueryMsg::PoolMembers { pool: 2, start_after: page.next, limit: Some(100) });
    assert_eq!((rest.members.len(), rest.next), (30, None));
}

#[test]
fn it_pays_what_a_second_by_second_reference_pays() {
    let mut world = World::new();
    let pool = world.table_pool("ben", gold(), &[("cat", 7)]);
    let mut model = IndexPool::default();
    model.set_weight("cat", 7);
    // The line of the model: (amount, start, end, seen until).
    let (mut line, mut seen) = ((0u128, 0u64, 0u64), 0u64);
    let pour = |model: &mut IndexPool, line: (u128, u64, u64), from: u64, to: u64| {
        let length = line.2 - line.1;
        for second in from + 1..=to {
            let (a, b) = (
                released(line.0, line.1, length, second - 1),
                released(line.0, line.1, length, second),
            );
            model.add(b - a);
        }
    };
    let steps: [(u64, &str, u128); 9] = [
        (0, "fund", 1_003),
        (17, "dan", 5),
        (9, "fund", 77),
        (31, "cat", 2),
        (4, "eve", 1),
        (20, "dan", 11),
        (60, "fund", 991),
        (33, "eve", 1_000),
        (40, "cat", 9),
    ];
    for (wait, what, amount) in steps {
        world.chain.advance_seconds(wait);
        let now = world.now();
        if line.0 > 0 {
            pour(&mut model, line, seen, now);
        }
        seen = now;
        if what == "fund" {
            let rest = line.0 - released(line.0, line.1, line.2 - line.1, now);
            let end = if now < line.2 { line.2 } else { now + 100 };
            line = (rest + amount, now, end);
            world.fund("ann", pool, amount, GOLD);
        } else {
            model.set_weight(what, amount);
            world.set_shares("ben", pool, &[(what, amount)]).should_succeed();
        }
    }
    world.chain.advance_seconds(500);
    pour(&mut model, line, seen, line.2);
    let mut paid = 0;
    for who in ["cat", "dan", "eve"] {
        let (ours, exact) = (world.claimed(who, pool), model.exact(who).to_integer().to_string());
        let exact: u128 = exact.parse().unwrap();
        assert!(ours <= exact && exact - ours <= 1, "{who}: {ours} of {exact}");
        paid += ours;
    }
    let state = world.the_pool(pool);
    assert_eq!(state.funded.u128(), 1_003 + 77 + 991);
    assert_eq!(state.allocated.u128(), state.funded.u128() - paid);
    assert!(state.allocated.u128() <= 3);
}
