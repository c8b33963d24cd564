//! Standing pools, against a stand-in tracker that serves the published keys.

use axiom_local::{Fault, Outcome};
use axiom_types::bounds::POOL_ABANDONED;
use axiom_types::distributor::{
    Claim, ExecuteMsg, FreezeTarget, NewPool, PoolKind, PoolKindResponse,
};
use axiom_types::tracker::raw::Subject;
use cosmwasm_std::{Uint128, Uint256};
use num_bigint::BigUint;
use proptest::prelude::*;
use value_distributor::domain::BookError;
use value_distributor::ContractError;

use crate::tracker::{Tracker, DOMAIN, EPOCH};
use crate::world::{claim_msg, gold, World, GOLD};

struct Stage {
    world: World,
    tracker: Tracker,
    pool: u64,
}

impl Stage {
    fn new() -> Self {
        let mut world = World::new();
        let tracker = Tracker::new(&mut world.chain);
        let pool = open(&mut world, &tracker);
        Self { world, tracker, pool }
    }

    fn set(&mut self, who: &str, units: u128) {
        let account = self.world.addr(who);
        self.tracker.set(&mut self.world.chain, &account, units);
    }

    fn until_epoch(&mut self, epoch: u64) {
        self.tracker.until_epoch(&mut self.world.chain, epoch);
    }

    fn fund(&mut self, amount: u128) {
        self.world.fund("ann", self.pool, amount, GOLD);
    }

    fn claimed(&mut self, who: &str) -> u128 {
        self.world.claimed(who, self.pool)
    }

    fn sweep(&mut self) -> Outcome {
        let pool = self.pool;
        self.world.run("fay", &ExecuteMsg::SweepPool { pool })
    }

    #[track_caller]
    fn sweeps_nothing(&mut self) {
        let pool = self.pool;
        self.sweep().should_fail_with(&ContractError::NothingToSweep { pool });
    }

    /// Time passes to a second, unless it has passed.
    fn until(&mut self, at: u64) {
        let wait = at.saturating_sub(self.world.now());
        self.world.chain.advance_seconds(wait);
    }

    fn kill_tracker(&mut self) {
        let tracker = self.tracker.address.clone();
        self.world.chain.set_fault(&tracker, Fault::Silent);
    }

    #[track_caller]
    fn nothing(&mut self, who: &str) {
        let account = self.world.addr(who).to_string();
        let pool = self.pool;
        self.world
            .claim(who, pool)
            .should_fail_with(&ContractError::NothingToClaim { pool, account });
    }

    #[track_caller]
    fn unreadable(&mut self, who: &str) {
        let before = self.world.the_pool(self.pool);
        let outcome = self.world.claim(who, self.pool);
        assert!(matches!(outcome.error(), Some(ContractError::TrackerUnreadable { .. })));
        assert_eq!(self.world.the_pool(self.pool), before);
    }

    #[track_caller]
    fn check(&self) {
        let pool = self.world.the_pool(self.pool);
        let inside = pool.undistributed + pool.allocated + pool.residual;
        assert_eq!(self.world.holdings(&gold()).pooled, inside);
        assert!(pool.claimed + inside <= pool.funded);
        self.world.check(&gold());
    }
}

fn open(world: &mut World, tracker: &Tracker) -> u64 {
    let kind = PoolKind::Standing { tracker: tracker.address.to_string(), domain: DOMAIN };
    world.pool("ben", gold(), kind)
}

#[test]
fn a_closed_epoch_pays_by_units_at_its_close() {
    let mut stage = Stage::new();
    stage.set("cat", 1);
    stage.set("dan", 3);
    stage.fund(400);
    let PoolKindResponse::Standing { epoch, .. } = stage.world.the_pool(stage.pool).kind else {
        panic!("a standing pool");
    };
    assert_eq!(epoch, 0);
    stage.nothing("cat");
    stage.until_epoch(1);
    // After the close nothing changes what it pays.
    stage.set("cat", 1_000_000);
    assert_eq!(stage.world.claimable("cat", stage.pool).amount.u128(), 100);
    assert_eq!(stage.claimed("cat"), 100);
    let fund = stage.world.epoch_fund(stage.pool, 0);
    assert_eq!((fund.total_units, fund.claimed.u128()), (Some(Uint256::from(4u8)), 100));
    assert_eq!(fund.claimed_units, Uint256::one());
    stage.nothing("cat");
    assert_eq!(stage.world.claimable("cat", stage.pool).amount.u128(), 0);
    assert_eq!(stage.claimed("dan"), 300);
    stage.nothing("dan");
    assert_eq!((stage.world.gold("cat"), stage.world.gold("dan")), (100, 300));
    stage.nothing("eve");
    stage.check();
}

#[test]
fn an_epoch_is_closed_exactly_at_its_end() {
    let mut stage = Stage::new();
    stage.set("cat", 1);
    stage.fund(10);
    let end = stage.tracker.start + EPOCH;
    let wait = end - 1 - stage.world.now();
    stage.world.chain.advance_seconds(wait);
    let (pool, vd) = (stage.pool, stage.world.vd.clone());
    let cat = stage.world.chain.account("cat");
    stage.world.chain.in_one_block(|chain| {
        assert_eq!(chain.now().seconds(), end - 1);
        chain.execute(&cat, &vd, &claim_msg(&[pool], None, false), &[]).should_fail();
        chain.halt(1);
        // An entry of the closing second belongs to the next epoch.
        let cat = cat.address.clone();
        stage.tracker.set(chain, &cat, 5);
        assert_eq!(chain.now().seconds(), end);
    });
    stage.fund(7);
    assert_eq!(stage.claimed("cat"), 10);
    let first = stage.world.epoch_fund(pool, 0).total_units;
    assert_eq!(first, Some(Uint256::one()));
    assert_eq!(stage.world.epoch_fund(pool, 1).amount.u128(), 7);
}

#[test]
fn dust_is_swept_when_all_units_were_paid() {
    let mut stage = Stage::new();
    for who in ["cat", "dan", "eve"] {
        stage.set(who, 1);
    }
    stage.fund(100);
    stage.until_epoch(1);
    let sweep = ExecuteMsg::SweepPool { pool: stage.pool };
    let nothing = ContractError::NothingToSweep { pool: stage.pool };
    for who in ["cat", "dan", "eve"] {
        stage.world.run("fay", &sweep).should_fail_with(&nothing);
        assert_eq!(stage.claimed(who), 33);
    }
    assert_eq!(stage.world.the_pool(stage.pool).residual.u128(), 1);
    stage.world.run("fay", &sweep).should_succeed();
    assert_eq!(stage.world.gold("ben"), 1);
    stage.world.run("fay", &sweep).should_fail_with(&nothing);
    let pool = stage.world.the_pool(stage.pool);
    assert_eq!((pool.allocated.u128(), pool.claimed.u128()), (0, 99));
    stage.check();
}

#[test]
fn thirty_epochs_take_two_claims() {
    let mut stage = Stage::new();
    stage.set("cat", 1);
    for epoch in 0..30 {
        stage.until_epoch(epoch);
        stage.fund(10 + u128::from(epoch));
    }
    stage.until_epoch(30);
    let claimable = stage.world.claimable("cat", stage.pool);
    assert_eq!((claimable.from_epoch, claimable.to_epoch), (Some(0), Some(26)));
    let first: u128 = (0..26).map(|e| 10 + e).sum();
    assert_eq!(claimable.amount.u128(), first);
    assert_eq!(stage.claimed("cat"), first);
    let second: u128 = (26..30).map(|e| 10 + e).sum();
    assert_eq!(stage.claimed("cat"), second);
    stage.nothing("cat");
    assert_eq!(stage.world.holdings(&gold()).pooled.u128(), 0);
    stage.check();
}

#[test]
fn a_claim_walks_as_far_as_it_is_told() {
    let mut stage = Stage::new();
    stage.set("cat", 1);
    for epoch in 0..4 {
        stage.until_epoch(epoch);
        stage.fund(10);
    }
    stage.until_epoch(4);
    let claims = vec![Claim { pool: stage.pool, epochs: Some(3) }];
    let msg = ExecuteMsg::Claim { claims, on_behalf_of: None, withdraw: false };
    let done = stage.world.run("cat", &msg).should_succeed();
    assert_eq!(done.attribute("axiom_distributor_claimed", "amount"), Some("30"));
    assert_eq!(done.attribute("axiom_distributor_claimed", "next_epoch"), Some("3"));
    assert_eq!(stage.claimed("cat"), 10);
}

#[test]
fn epochs_without_money_are_passed_over_unread() {
    let mut stage = Stage::new();
    stage.set("cat", 1);
    stage.fund(5);
    stage.until_epoch(1_000);
    stage.fund(6);
    stage.until_epoch(1_001);
    assert_eq!(stage.claimed("cat"), 11);
    let claimable = stage.world.claimable("cat", stage.pool);
    assert_eq!((claimable.from_epoch, claimable.to_epoch), (Some(1_001), Some(1_001)));
}

#[test]
fn an_epoch_without_units_passes_its_money_on() {
    let mut stage = Stage::new();
    stage.fund(70);
    stage.until_epoch(1);
    // Funding looks after the epochs before.
    stage.fund(30);
    assert_eq!(stage.world.epoch_fund(stage.pool, 0).amount.u128(), 0);
    assert_eq!(stage.world.epoch_fund(stage.pool, 1).amount.u128(), 100);
    stage.until_epoch(5);
    // So does a sweep, by anybody.
    let sweep = ExecuteMsg::SweepPool { pool: stage.pool };
    stage.world.run("fay", &sweep).should_succeed();
    assert_eq!(stage.world.epoch_fund(stage.pool, 5).amount.u128(), 100);
    stage.set("cat", 9);
    stage.until_epoch(6);
    assert_eq!(stage.claimed("cat"), 100);
    stage.nothing("cat");
    assert_eq!(stage.world.the_pool(stage.pool).funded.u128(), 100);
    stage.check();
}

#[test]
fn a_late_joiner_finds_money_that_nobody_could_claim() {
    let mut stage = Stage::new();
    stage.fund(70);
    stage.until_epoch(3);
    stage.set("cat", 9);
    stage.until_epoch(4);
    // Its first claim only passes the money on, to the epoch that is open.
    assert_eq!(stage.claimed("cat"), 0);
    assert_eq!(stage.world.epoch_fund(stage.pool, 4).amount.u128(), 70);
    stage.nothing("cat");
    stage.until_epoch(5);
    assert_eq!(stage.claimed("cat"), 70);
    stage.check();
}

#[test]
fn a_late_joiner_takes_nothing_of_earlier_epochs() {
    let mut stage = Stage::new();
    stage.set("cat", 1);
    stage.fund(100);
    stage.until_epoch(1);
    stage.set("dan", 1);
    stage.fund(100);
    stage.until_epoch(2);
    assert_eq!(stage.world.claimable("dan", stage.pool).from_epoch, Some(1));
    assert_eq!((stage.claimed("dan"), stage.claimed("cat")), (50, 150));
    stage.check();
}

#[test]
fn a_pool_pays_from_its_creation_on() {
    let mut stage = Stage::new();
    stage.set("cat", 1);
    stage.until_epoch(5);
    let (world, tracker) = (&mut stage.world, &stage.tracker);
    stage.pool = open(world, tracker);
    stage.fund(12);
    stage.until_epoch(6);
    assert_eq!(stage.world.claimable("cat", stage.pool).from_epoch, Some(5));
    assert_eq!(stage.claimed("cat"), 12);
}

#[test]
fn deep_logs_answer_every_epoch() {
    let mut stage = Stage::new();
    // Thirteen changes an epoch: old epochs lie behind eight raw reads and need the smart query.
    let mut want = vec![];
    for epoch in 0..8 {
        stage.until_epoch(epoch);
        stage.fund(1_000_000 / 8);
        for step in 0..13u128 {
            stage.set("cat", 1 + u128::from(epoch) * 100 + step);
            stage.set("dan", 500 - u128::from(epoch) * 10 + step);
            stage.world.chain.advance_blocks(1);
        }
        let (cat, dan) = (13 + u128::from(epoch) * 100, 512 - u128::from(epoch) * 10);
        want.push(125_000 * cat / (cat + dan));
    }
    stage.until_epoch(8);
    stage.set("cat", 0);
    assert_eq!(stage.claimed("cat"), want.iter().sum::<u128>());
    stage.claimed("dan");
    stage.check();
    assert!(stage.world.the_pool(stage.pool).residual.u128() <= 8);
    assert_eq!(stage.world.the_pool(stage.pool).allocated.u128(), 0);
}

#[test]
pub fn an_unreadable_tracker_marks_nothing() {
    let mut stage = Stage::new();
    stage.set("cat", 1);
    stage.fund(100);
    stage.until_epoch(1);
    stage.world.chain.set_fault(&stage.tracker.address, Fault::Silent);
    stage.unreadable("cat");
    let fund = ExecuteMsg::FundPool { pool: stage.pool, amount: Uint128::one() };
    let coin = cosmwasm_std::coins(1, GOLD);
    let outcome = stage.world.run_with("ann", &fund, &coin);
    assert!(matches!(outcome.error(), Some(ContractError::TrackerUnreadable { .. })));
    // The first sweep notes since when, and moves nothing; the next has nothing to do.
    let before = stage.world.the_pool(stage.pool);
    stage.sweep().should_succeed();
    assert_eq!(stage.world.the_pool(stage.pool), before);
    stage.sweeps_nothing();
    stage.world.chain.clear_faults();
    let bare = stage.world.epoch_fund(stage.pool, 0);
    assert_eq!((bare.amount.u128(), bare.total_units), (100, None));
    assert_eq!(stage.claimed("cat"), 100);
}

#[test]
fn the_dust_of_a_dead_tracker_can_be_swept() {
    let mut stage = Stage::new();
    stage.set("cat", 1);
    stage.set("dan", 2);
    stage.fund(100);
    stage.until_epoch(1);
    stage.claimed("cat");
    stage.claimed("dan");
    stage.world.chain.set_fault(&stage.tracker.address, Fault::Silent);
    stage.world.run("fay", &ExecuteMsg::SweepPool { pool: stage.pool }).should_succeed();
    assert_eq!(stage.world.gold("ben"), 1);
    stage.check();
}

#[test]
fn a_dead_tracker_gives_its_money_up_after_180_days() {
    let mut stage = Stage::new();
    stage.set("cat", 1);
    stage.set("dan", 3);
    stage.fund(400);
    stage.until_epoch(1);
    assert_eq!(stage.claimed("cat"), 100);
    for epoch in 1..30 {
        stage.until_epoch(epoch);
        stage.fund(10);
    }
    stage.until_epoch(30);
    // Long after its epochs closed: what counts is that the tracker is dead, and known to be.
    stage.world.chain.advance_seconds(2 * POOL_ABANDONED);
    stage.kill_tracker();
    let known = stage.world.now();
    stage.sweep().should_succeed();
    stage.until(known + POOL_ABANDONED - 1);
    stage.sweeps_nothing();
    assert_eq!(stage.world.gold("ben"), 0);
    stage.until(known + POOL_ABANDONED);
    // At most 26 epochs a message; the first is what dan never claimed.
    stage.sweep().should_succeed();
    assert_eq!(stage.world.gold("ben"), 300 + 25 * 10);
    stage.sweep().should_succeed();
    assert_eq!(stage.world.gold("ben"), 300 + 29 * 10);
    let pool = stage.world.the_pool(stage.pool);
    let zero = Uint128::zero();
    assert_eq!((pool.undistributed, pool.allocated, pool.residual), (zero, zero, zero));
    stage.check();
    stage.sweeps_nothing();
    // It comes back: what was given up is gone, what comes in is paid.
    stage.world.chain.clear_faults();
    stage.nothing("dan");
    stage.fund(80);
    stage.world.chain.advance_seconds(EPOCH);
    assert_eq!(stage.claimed("dan"), 60);
    assert_eq!(stage.claimed("cat"), 20);
    stage.check();
}

#[test]
fn a_tracker_that_answers_in_between_begins_the_180_days_anew() {
    let mut stage = Stage::new();
    stage.set("cat", 1);
    stage.fund(100);
    stage.until_epoch(1);
    stage.kill_tracker();
    stage.sweep().should_succeed();
    stage.world.chain.advance_seconds(POOL_ABANDONED);
    stage.world.chain.clear_faults();
    stage.sweep().should_succeed();
    stage.kill_tracker();
    let known = stage.world.now();
    stage.sweep().should_succeed();
    stage.until(known + POOL_ABANDONED - 1);
    stage.sweeps_nothing();
    // A claim shows it too.
    stage.world.chain.clear_faults();
    assert_eq!(stage.claimed("cat"), 100);
    stage.sweeps_nothing();
    stage.check();
}

#[test]
fn an_epoch_whose_total_stays_unreadable_is_given_up_alone() {
    let mut stage = Stage::new();
    stage.set("cat", 1);
    stage.fund(100);
    stage.until_epoch(1);
    stage.tracker.write_in_era(&mut stage.world.chain, Subject::Total, Uint256::one(), 3);
    stage.fund(50);
    stage.until_epoch(2);
    stage.tracker.write(&mut stage.world.chain, Subject::Total, Uint256::one());
    stage.fund(70);
    stage.until_epoch(3);
    let known = stage.world.now();
    stage.sweep().should_succeed();
    stage.until(known + POOL_ABANDONED - 1);
    stage.sweeps_nothing();
    stage.until(known + POOL_ABANDONED);
    stage.sweep().should_succeed();
    assert_eq!(stage.world.gold("ben"), 50);
    assert_eq!(stage.claimed("cat"), 170);
    stage.check();
    stage.sweeps_nothing();
}

#[test]
fn an_epoch_is_given_up_no_sooner_than_180_days_after_its_close() {
    let mut stage = Stage::new();
    stage.set("cat", 1);
    stage.fund(100);
    // Dead while the epoch is open.
    stage.kill_tracker();
    stage.sweep().should_succeed();
    let close = stage.tracker.start + EPOCH;
    stage.until(close + POOL_ABANDONED - 1);
    stage.sweeps_nothing();
    stage.until(close + POOL_ABANDONED);
    stage.sweep().should_succeed();
    assert_eq!(stage.world.gold("ben"), 100);
    stage.check();
}

#[test]
fn an_unreadable_entry_of_one_member_harms_nobody_else() {
    let mut stage = Stage::new();
    stage.set("cat", 1);
    stage.set("dan", 1);
    stage.fund(100);
    let dan = stage.world.addr("dan");
    let subject = Subject::Account(&dan);
    let units = Uint256::one();
    stage.tracker.write_in_era(&mut stage.world.chain, subject, units, 3);
    stage.until_epoch(1);
    let pool = stage.pool;
    stage
        .world
        .claim("dan", pool)
        .should_fail_with(&ContractError::OtherEra { found: 3, expected: 0 });
    assert_eq!(stage.claimed("cat"), 50);
    stage.tracker.write(&mut stage.world.chain, subject, units);
    let done = stage.world.run("dan", &claim_msg(&[stage.pool, 99], None, false)).should_fail();
    assert!(matches!(done.error(), Some(ContractError::OtherEra { .. })));
}

#[test]
pub fn a_new_era_of_the_clock_is_not_misread() {
    let mut stage = Stage::new();
    stage.set("cat", 1);
    stage.fund(100);
    stage.until_epoch(1);
    stage.tracker.set_clock(&mut stage.world.chain, 1);
    let pool = stage.pool;
    stage
        .world
        .claim("cat", pool)
        .should_fail_with(&ContractError::OtherEra { found: 0, expected: 1 });
    // Funding goes on: it leaves the epoch that it cannot read as it is.
    stage.fund(1);
    assert_eq!(stage.world.epoch_fund(pool, 0).amount.u128(), 100);
    stage.tracker.set_clock(&mut stage.world.chain, 0);
    assert_eq!(stage.claimed("cat"), 100);
}

#[test]
pub fn a_tracker_that_contradicts_itself_cannot_overdraw() {
    let mut stage = Stage::new();
    stage.set("cat", 6);
    stage.set("dan", 6);
    let chain = &mut stage.world.chain;
    stage.tracker.write(chain, Subject::Total, Uint256::from(10u8));
    stage.fund(100);
    stage.until_epoch(1);
    assert_eq!(stage.claimed("cat"), 60);
    let (units, total) = (Uint256::from(12u8), Uint256::from(10u8));
    let pool = stage.pool;
    let exceeds = BookError::UnitsExceedTotal { epoch: 0, units, total };
    stage.world.claim("dan", pool).should_fail_with(&ContractError::Book(exceeds));
    stage.check();
}

#[test]
fn creation_needs_a_tracker_that_answers() {
    let mut world = World::new();
    let tracker = Tracker::new(&mut world.chain);
    let wallet = world.addr("eve").to_string();
    let mut create = |tracker: &str, domain: u32| {
        let kind = PoolKind::Standing { tracker: tracker.into(), domain };
        let pool = NewPool { name: "p".into(), asset: gold(), kind, residual_to: None };
        world.run("ben", &ExecuteMsg::CreatePool { pool })
    };
    for (address, domain) in [(tracker.address.as_str(), 1), (wallet.as_str(), DOMAIN)] {
        create(address, domain).should_fail_with(&ContractError::TrackerUnreadable {
            tracker: address.into(),
            domain,
            reason: "there is no such domain".into(),
        });
    }
    create(tracker.address.as_str(), DOMAIN).should_succeed();
    tracker.drop_clock(&mut world.chain);
    let outcome = world.claim("cat", 1);
    assert!(matches!(outcome.error(), Some(ContractError::TrackerUnreadable { .. })));
}

#[test]
pub fn shares_and_epochs_belong_to_their_own_kind_of_pool() {
    let mut stage = Stage::new();
    let pool = stage.pool;
    stage
        .world
        .set_shares("ben", pool, &[("cat", 1)])
        .should_fail_with(&ContractError::WrongPoolKind { pool, expected: "table" });
    stage.world.freeze(FreezeTarget::Pool(pool), 60);
    let outcome = stage.world.claim("cat", pool);
    assert!(matches!(outcome.error(), Some(ContractError::PoolFrozen { .. })));
}

#[derive(Debug, Clone)]
enum Step {
    Fund(u128),
    Units(usize, u128),
    Claim(usize),
    Epochs(u64),
    Sweep,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (1u128..5_000).prop_map(Step::Fund),
        (0usize..3, 0u128..50).prop_map(|(who, units)| Step::Units(who, units)),
        (0usize..3).prop_map(Step::Claim),
        (1u64..4).prop_map(Step::Epochs),
        Just(Step::Sweep),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]
    /// Each epoch with units pays floor(fund * units / total) whoever claims when; what is passed on is never lost.
    #[test]
    fn any_order_of_claims_pays_the_same(steps in proptest::collection::vec(step(), 1..40)) {
        let names = ["cat", "dan", "eve"];
        let mut stage = Stage::new();
        let (mut units, mut epoch) = ([0u128; 3], 0u64);
        // Units at the close of each epoch.
        let mut closes: Vec<[u128; 3]> = vec![];
        let mut given = 0;
        for step in steps {
            match step {
                Step::Fund(amount) => {
                    stage.fund(amount);
                    given += amount;
                }
                Step::Units(who, amount) => {
                    units[who] = amount;
                    stage.set(names[who], amount);
                    stage.world.chain.advance_blocks(1);
                }
                Step::Claim(who) => {
                    let _ = stage.world.claim(names[who], stage.pool).is_ok();
                }
                Step::Epochs(n) => {
                    closes.extend(std::iter::repeat_n(units, n as usize));
                    epoch += n;
                    stage.until_epoch(epoch);
                }
                Step::Sweep => {
                    let sweep = ExecuteMsg::SweepPool { pool: stage.pool };
                    let _ = stage.world.run("fay", &sweep).is_ok();
                }
            }
            stage.check();
        }
        // Units for all, and two more epochs: everything can be claimed.
        for (who, name) in names.iter().enumerate() {
            units[who] = 7;
            stage.set(name, 7);
        }
        for _ in 0..3 {
            closes.push(units);
            epoch += 1;
            stage.until_epoch(epoch);
            for name in names {
                while stage.world.claim(name, stage.pool).is_ok() {}
            }
        }
        let mut want = [0u128; 3];
        let mut funds = 0;
        for (epoch, close) in closes.iter().enumerate() {
            let fund = stage.world.epoch_fund(stage.pool, epoch as u64).amount.u128();
            let total: u128 = close.iter().sum();
            prop_assert!(total > 0 || fund == 0);
            funds += fund;
            for who in 0..3 {
                let part = BigUint::from(close[who]);
                if total > 0 {
                    want[who] += axiom_oracle::money::pro_rata(fund, &part, &total.into());
                }
            }
        }
        prop_assert_eq!(funds, given);
        for (who, name) in names.iter().enumerate() {
            prop_assert_eq!(stage.world.gold(name), want[who]);
        }
        let _ = stage.world.run("fay", &ExecuteMsg::SweepPool { pool: stage.pool }).is_ok();
        let held = stage.world.holdings(&gold());
        prop_assert_eq!(held.pooled.u128(), 0);
        prop_assert_eq!(held.tracked.u128(), given);
    }
}
