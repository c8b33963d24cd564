//! Random sequences of messages: money is conserved, and every ledger equals the sum of its entries in a naive model.

use std::cell::RefCell;
use std::collections::BTreeMap;

use axiom_types::asset::Asset;
use axiom_types::common::Payout;
use axiom_types::distributor::{
    AdminMsg, EscrowMsg, ExecuteMsg, FreezeTarget, PoolShare, Withdrawal,
};
use cosmwasm_std::{coins, Binary, Uint128};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::world::{claim_msg, reference, World, GOLD, IRON, PEOPLE, START};

#[derive(Debug, Clone)]
enum Act {
    Deposit(usize, usize, u128),
    Transfer(usize, usize, usize, u128),
    Withdraw(usize, usize, Option<u128>),
    Allow(usize, usize, u128),
    Open(usize, usize, u64, u128),
    Release(usize, u64, usize, u128),
    Reclaim(usize, u64),
    Fund(usize, u64, u128),
    Shares(u64, usize, u128),
    Claim(usize, bool),
    Sweep(u64),
    Unsolicited(usize, usize, u128),
    Surplus(usize, usize),
    Freeze(usize),
    Wait(u64),
}

fn act() -> impl Strategy<Value = Act> {
    let (who, asset, amount) = (0usize..6, 0usize..3, 1u128..400);
    let pool = 1u64..4;
    let id = 0u64..6;
    prop_oneof![
        3 => (who.clone(), asset.clone(), amount.clone()).prop_map(|(w, a, n)| Act::Deposit(w, a, n)),
        2 => (who.clone(), who.clone(), asset.clone(), amount.clone())
            .prop_map(|(w, t, a, n)| Act::Transfer(w, t, a, n)),
        3 => (who.clone(), asset.clone(), proptest::option::of(amount.clone()))
            .prop_map(|(w, a, n)| Act::Withdraw(w, a, n)),
        2 => (who.clone(), who.clone(), amount.clone()).prop_map(|(w, c, n)| Act::Allow(w, c, n)),
        3 => (who.clone(), who.clone(), id.clone(), 1u128..200)
            .prop_map(|(c, p, i, n)| Act::Open(c, p, i, n)),
        2 => (who.clone(), id.clone(), who.clone(), 1u128..200)
            .prop_map(|(c, i, t, n)| Act::Release(c, i, t, n)),
        1 => (who.clone(), id).prop_map(|(c, i)| Act::Reclaim(c, i)),
        3 => (who.clone(), pool.clone(), amount.clone()).prop_map(|(w, p, n)| Act::Fund(w, p, n)),
        2 => (pool.clone(), 0usize..3, prop_oneof![Just(0u128), 1u128..9]).prop_map(|(p, w, n)| Act::Shares(p, w, n)),
        3 => (0usize..3, any::<bool>()).prop_map(|(w, out)| Act::Claim(w, out)),
        1 => pool.prop_map(Act::Sweep),
        1 => (who.clone(), 0usize..2, 1u128..50).prop_map(|(w, a, n)| Act::Unsolicited(w, a, n)),
        1 => (who, 0usize..2).prop_map(|(w, a)| Act::Surplus(w, a)),
        1 => asset.prop_map(Act::Freeze),
        3 => (1u64..400).prop_map(Act::Wait),
    ]
}

/// What everybody should own inside, naively.
#[derive(Default)]
struct Model {
    balances: BTreeMap<(usize, usize), u128>,
    escrows: BTreeMap<(usize, u64), (usize, u128)>,
    swept: BTreeMap<u64, u128>,
    funded: BTreeMap<u64, u128>,
    claimed: BTreeMap<u64, u128>,
}

impl Model {
    fn add(&mut self, who: usize, asset: usize, amount: u128) {
        *self.balances.entry((who, asset)).or_default() += amount;
    }

    fn take(&mut self, who: usize, asset: usize, amount: u128) {
        let held = self.balances.entry((who, asset)).or_default();
        *held = held.checked_sub(amount).expect("the contract took what was not there");
    }

    fn held(&self, who: usize, asset: usize) -> u128 {
        self.balances.get(&(who, asset)).copied().unwrap_or_default()
    }
}

struct Run {
    world: World,
    assets: [Asset; 3],
    model: Model,
    accepted: u32,
}

const FRESH: u128 = START;

impl Run {
    fn new() -> Self {
        let mut world = World::new();
        let assets = [Asset::native(GOLD), Asset::native(IRON), world.silver()];
        for asset in &assets[..2] {
            world.table_pool("ann", asset.clone(), &[("ben", 1)]);
        }
        world.table_pool("ann", assets[0].clone(), &[]);
        let mut run = Self { world, assets, model: Model::default(), accepted: 0 };
        for (who, name) in PEOPLE.iter().enumerate() {
            for asset in 0..3 {
                run.deposit(who, asset, 500);
            }
            for controller in ["eve", "fay"] {
                run.world.allow(name, controller, 400, GOLD);
            }
        }
        run.accepted = 0;
        run
    }

    fn pool_asset(pool: u64) -> usize {
        usize::from(pool == 2)
    }

    fn ok(&mut self, outcome: axiom_local::Outcome) -> Option<axiom_local::Success> {
        let done = outcome.into_result().ok()?;
        self.accepted += 1;
        Some(done)
    }

    fn send(&mut self, who: usize, msg: &ExecuteMsg) -> Option<axiom_local::Success> {
        let outcome = self.world.run(PEOPLE[who], msg);
        self.ok(outcome)
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Deposit(who, asset, amount) => self.deposit(who, asset, amount),
            Act::Transfer(who, to, asset, amount) => {
                let to_text = self.world.addr(PEOPLE[to]).to_string();
                let (asset_of, amount_of) = (self.assets[asset].clone(), amount.into());
                let msg = ExecuteMsg::Transfer { to: to_text, asset: asset_of, amount: amount_of };
                if self.send(who, &msg).is_some() {
                    self.model.take(who, asset, amount);
                    self.model.add(to, asset, amount);
                }
            }
            Act::Withdraw(who, asset, amount) => {
                let item = Withdrawal {
                    asset: self.assets[asset].clone(),
                    amount: amount.map(Uint128::new),
                    to: None,
                };
                if self.send(who, &ExecuteMsg::Withdraw { withdrawals: vec![item] }).is_some() {
                    let amount = amount.unwrap_or(self.model.held(who, asset));
                    self.model.take(who, asset, amount);
                }
            }
            Act::Allow(who, controller, amount) => {
                self.world.allow(PEOPLE[who], PEOPLE[controller], amount, GOLD);
            }
            Act::Open(controller, payer, id, amount) => self.open(controller, payer, id, amount),
            Act::Release(controller, id, to, amount) => {
                let (controller, id) = self.picked(controller, id);
                let payout = Payout {
                    account: self.world.addr(PEOPLE[to]).to_string(),
                    amount: amount.into(),
                };
                let msg = EscrowMsg::Release { reference: reference(id), payouts: vec![payout] };
                if self.send(controller, &ExecuteMsg::Escrow(msg)).is_some() {
                    let (payer, locked) = self.model.escrows.remove(&(controller, id)).unwrap();
                    self.model.add(to, 0, amount);
                    self.model.add(payer, 0, locked - amount);
                }
            }
            Act::Reclaim(controller, id) => {
                let (controller, id) = self.picked(controller, id);
                let msg = ExecuteMsg::ReclaimEscrow {
                    controller: self.world.addr(PEOPLE[controller]).to_string(),
                    reference: reference(id),
                };
                if self.send(5, &msg).is_some() {
                    let (payer, locked) = self.model.escrows.remove(&(controller, id)).unwrap();
                    self.model.add(payer, 0, locked);
                }
            }
            other => self.act_on_pools(other),
        }
    }

    fn deposit(&mut self, who: usize, asset: usize, amount: u128) {
        let outcome = match &self.assets[asset] {
            Asset::Native(denom) => {
                let msg = ExecuteMsg::Deposit { on_behalf_of: None, allowances: vec![] };
                self.world.run_with(PEOPLE[who], &msg, &coins(amount, denom))
            }
            Asset::Cw20(_) => {
                let token = self.world.token.clone();
                self.world.send_token(PEOPLE[who], &token, amount, Binary::default())
            }
        };
        if self.ok(outcome).is_some() {
            self.model.add(who, asset, amount);
        }
    }

    /// Mostly one of the open escrows, else whatever was drawn.
    fn picked(&self, controller: usize, id: u64) -> (usize, u64) {
        let open: Vec<_> = self.model.escrows.keys().copied().collect();
        match id.checked_rem(open.len() as u64) {
            Some(at) if id > 0 => open[at as usize],
            _ => (controller, id),
        }
    }

    fn open(&mut self, controller: usize, payer: usize, id: u64, amount: u128) {
        // Mostly a new number, sometimes one that may be used.
        let controller = 4 + controller % 2;
        let id = if id == 0 { 1 } else { 100 + u64::from(self.accepted) };
        let msg = EscrowMsg::Open {
            reference: reference(id),
            payer: self.world.addr(PEOPLE[payer]).to_string(),
            asset: self.assets[0].clone(),
            amount: amount.into(),
            backstop: self.world.now() + 120,
        };
        if self.send(controller, &ExecuteMsg::Escrow(msg)).is_some() {
            self.model.take(payer, 0, amount);
            self.model.escrows.insert((controller, id), (payer, amount));
        }
    }

    fn claim(&mut self, who: usize, pools: &[u64], withdraw: bool) {
        let Some(done) = self.send(who, &claim_msg(pools, None, withdraw)) else {
            return;
        };
        for event in done.events_of("axiom_distributor_claimed") {
            let get = |key: &str| {
                let found = event.attributes.iter().find(|a| a.key == key);
                found.unwrap().value.clone()
            };
            let pool: u64 = get("pool").parse().unwrap();
            let amount: u128 = get("amount").parse().unwrap();
            *self.model.claimed.entry(pool).or_default() += amount;
            if !withdraw {
                self.model.add(who, Self::pool_asset(pool), amount);
            }
        }
    }

    /// Takes all members out of a pool that has several, so that dust can remain.
    fn empty(&mut self, pool: u64) {
        let members = self.world.members(pool).members;
        if members.len() < 2 {
            return;
        }
        let shares = members
            .iter()
            .map(|m| PoolShare { account: m.account.to_string(), shares: Uint128::zero() });
        let shares = shares.collect();
        let _ = self.world.run("ann", &ExecuteMsg::SetShares { pool, shares }).is_ok();
        for who in 0..PEOPLE.len() {
            let before = self.accepted;
            self.claim(who, &[pool], false);
            self.accepted = before;
        }
    }

    fn act_on_pools(&mut self, act: Act) {
        match act {
            Act::Fund(who, pool, amount) => {
                if self.send(who, &ExecuteMsg::FundPool { pool, amount: amount.into() }).is_some() {
                    self.model.take(who, Self::pool_asset(pool), amount);
                    *self.model.funded.entry(pool).or_default() += amount;
                }
            }
            Act::Shares(pool, who, shares) => {
                let account = self.world.addr(PEOPLE[who]).to_string();
                let shares = vec![PoolShare { account, shares: shares.into() }];
                self.send(0, &ExecuteMsg::SetShares { pool, shares });
            }
            Act::Claim(who, withdraw) => self.claim(who, &[1, 2, 3], withdraw),
            Act::Sweep(pool) => {
                self.empty(pool);
                if let Some(done) = self.send(5, &ExecuteMsg::SweepPool { pool }) {
                    let amount = done.attribute("axiom_distributor_pool_swept", "amount");
                    let amount: u128 = amount.unwrap().parse().unwrap();
                    *self.model.swept.entry(pool).or_default() += amount;
                    self.model.add(0, Self::pool_asset(pool), amount);
                }
            }
            Act::Unsolicited(who, asset, amount) => {
                let Asset::Native(denom) = self.assets[asset].clone() else {
                    return;
                };
                let (who, vd) = (self.world.addr(PEOPLE[who]), self.world.vd.clone());
                let _ = self.world.chain.bank_send(who, vd, &coins(amount, denom)).is_ok();
            }
            Act::Surplus(to, asset) => {
                let surplus = self.world.holdings(&self.assets[asset]).surplus.unwrap().u128();
                let to_text = self.world.addr(PEOPLE[to]).to_string();
                let asset_of = self.assets[asset].clone();
                let sweep = AdminMsg::SweepSurplus { asset: asset_of, to: to_text };
                let outcome = self.world.admin(sweep);
                if self.ok(outcome).is_some() {
                    assert!(surplus > 0);
                    self.model.add(to, asset, surplus);
                }
            }
            Act::Freeze(asset) => {
                let target = FreezeTarget::Asset(self.assets[asset].clone());
                self.world.freeze(target, 15);
            }
            Act::Wait(seconds) => self.world.chain.advance_seconds(seconds),
            _ => unreachable!("handled before"),
        }
    }

    fn check(&self) {
        for (number, asset) in self.assets.iter().enumerate() {
            self.world.check(asset);
            let held = self.world.holdings(asset);
            let mut balances = 0;
            let mut outside = held.real.u128();
            for (who, name) in PEOPLE.iter().enumerate() {
                let inside = self.world.balance(name, asset);
                assert_eq!(inside, self.model.held(who, number), "{name} {asset}");
                balances += inside;
                outside += self.wallet(name, asset);
            }
            assert_eq!(held.balances.u128(), balances);
            assert_eq!(outside, FRESH * PEOPLE.len() as u128);
            let locked: u128 = self.model.escrows.values().map(|(_, amount)| amount).sum();
            assert_eq!(held.escrowed.u128(), if number == 0 { locked } else { 0 });
            let pooled = self.world.pools().pools.into_iter().filter(|p| p.asset == *asset);
            let pooled: u128 =
                pooled.map(|p| (p.undistributed + p.allocated + p.residual).u128()).sum();
            assert_eq!(held.pooled.u128(), pooled);
        }
        for pool in self.world.pools().pools {
            let get = |map: &BTreeMap<u64, u128>| map.get(&pool.pool).copied().unwrap_or_default();
            let inside = (pool.undistributed + pool.allocated + pool.residual).u128();
            assert_eq!(pool.funded.u128(), get(&self.model.funded));
            assert_eq!(pool.claimed.u128(), get(&self.model.claimed));
            assert_eq!(
                pool.funded.u128(),
                inside + get(&self.model.claimed) + get(&self.model.swept)
            );
            let members = self.world.members(pool.pool).members;
            let owed: u128 = members.iter().map(|m| m.owed.u128()).sum();
            let dust = pool.allocated.u128() - owed;
            assert!(dust <= members.len() as u128 + 6, "{dust}");
        }
    }

    fn wallet(&self, name: &str, asset: &Asset) -> u128 {
        let who = self.world.addr(name);
        match asset {
            Asset::Native(denom) => self.world.chain.balance(&who, denom),
            Asset::Cw20(token) => {
                let msg = cw20::Cw20QueryMsg::Balance { address: who.to_string() };
                let answer: cw20::BalanceResponse = self.world.chain.query(token, &msg);
                answer.balance.u128()
            }
        }
    }

    /// Time and calls that anybody may make leave only balances and declared residue.
    fn drain(&mut self) {
        self.world.chain.advance_seconds(100_000);
        for (controller, id) in self.model.escrows.keys().copied().collect::<Vec<_>>() {
            let msg = ExecuteMsg::ReclaimEscrow {
                controller: self.world.addr(PEOPLE[controller]).to_string(),
                reference: reference(id),
            };
            self.world.run("fay", &msg).should_succeed();
        }
        for name in PEOPLE {
            let who = self.world.addr(name);
            let _ = self.world.run("fay", &claim_msg(&[1, 2, 3], Some(&who), false)).is_ok();
        }
        for pool in self.world.pools().pools {
            let _ = self.world.run("fay", &ExecuteMsg::SweepPool { pool: pool.pool }).is_ok();
        }
        for asset in self.assets.clone() {
            for name in PEOPLE {
                if self.world.balance(name, &asset) > 0 {
                    self.world.withdraw(name, asset.clone(), None).should_succeed();
                }
            }
            let held = self.world.holdings(&asset);
            assert_eq!((held.balances.u128(), held.escrowed.u128()), (0, 0));
            assert_eq!(held.tracked, held.pooled);
        }
        for pool in self.world.pools().pools {
            // What stays is rounding, and streams of pools in which nobody has shares.
            let empty = self.world.members(pool.pool).members.is_empty();
            assert!(pool.allocated.u128() <= 12);
            assert!(pool.undistributed.is_zero() || empty);
        }
    }
}

/// Name of an act whose acceptance is counted; the others always pass.
fn name(act: &Act) -> Option<&'static str> {
    Some(match act {
        Act::Deposit(..) => "deposit",
        Act::Transfer(..) => "transfer",
        Act::Withdraw(..) => "withdraw",
        Act::Open(..) => "open",
        Act::Release(..) => "release",
        Act::Reclaim(..) => "reclaim",
        Act::Fund(..) => "fund",
        Act::Shares(..) => "shares",
        Act::Claim(..) => "claim",
        Act::Sweep(_) => "sweep",
        Act::Surplus(..) => "surplus",
        Act::Allow(..) | Act::Unsolicited(..) | Act::Freeze(_) | Act::Wait(_) => return None,
    })
}

#[test]
fn money_is_conserved() {
    let tally = RefCell::new(BTreeMap::<&str, (u32, u32)>::new());
    let config = ProptestConfig { cases: 40, failure_persistence: None, ..Default::default() };
    let sequences = proptest::collection::vec(act(), 60);
    let outcome = TestRunner::new(config).run(&sequences, |acts| {
        let mut run = Run::new();
        for (step, act) in acts.into_iter().enumerate() {
            let (name, before) = (name(&act), run.accepted);
            run.act(act);
            if let Some(name) = name {
                let mut tally = tally.borrow_mut();
                let slot = tally.entry(name).or_default();
                *slot = (slot.0 + run.accepted - before, slot.1 + 1);
            }
            if step % 5 == 4 {
                run.check();
            }
        }
        run.drain();
        Ok(())
    });
    println!("accepted and tried: {:?}", tally.borrow());
    outcome.unwrap();
    let total = tally.borrow().values().fold((0, 0), |sum, t| (sum.0 + t.0, sum.1 + t.1));
    assert!(total.0 * 10 >= total.1 * 3, "{total:?}");
    // Dust and passed backstops are rare on the way; the drain at the end of each sequence meets both.
    let rare = ["reclaim", "sweep"];
    let tally = tally.borrow();
    assert!(tally.iter().all(|(name, t)| t.0 > 0 || rare.contains(name)), "{tally:?}");
}
