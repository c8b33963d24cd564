//! Each template founds, and the main flow of its family is played by several people over days; every payout and every
//! score is compared with an independent computation.

mod agent_gigs;
mod default;
mod flash_collaboration;
mod infrastructure_contribution;
mod model_cooperative;
mod reputation;

use std::collections::BTreeMap;

use axiom_chain::{Chain, GasReport};
use axiom_economy::{Plan, Role};
use axiom_oracle::decay::Clock;
use axiom_oracle::money;
use axiom_suite::{Economy, Suite, DAY, DENOM};
use axiom_types::dao::Vote;
use axiom_types::distributor::{self, Allowance};
use axiom_types::registry::ParticipantKind;
use cosmwasm_std::{coin, Addr, CosmosMsg};
use num_bigint::BigUint;

use crate::world::{applied, chain, ground, planned, set, wanted, Folder};

/// Who is given coins.
const PEOPLE: [&str; 4] = ["founder", "client", "sponsor", "customer"];

/// An economy that was founded from a template, and when.
pub struct Story {
    pub s: Suite,
    pub began: u64,
    pub plan: Plan,
}

impl Story {
    pub fn of(template: &str, changes: &[&str]) -> Self {
        let (mut chain, codes) = chain();
        let folder = Folder::new();
        let began = Chain::now(&chain);
        let (plan, deployment) = {
            let mut ground = ground(&mut chain);
            let mut wanted = wanted("story");
            wanted.set = set(changes);
            let plan = planned(&ground, template, &wanted).unwrap();
            let deployment = applied(&mut ground, &plan, &folder).unwrap();
            (plan, deployment)
        };
        let dao = Addr::unchecked(deployment.address(Role::Dao).unwrap());
        let at = Economy::read(&chain, &dao);
        let founding_gas = GasReport::default();
        let mut s = Suite { chain, codes, at, founding_gas };
        for name in PEOPLE {
            s.give(name);
        }
        Self { s, began, plan }
    }

    pub fn register(&mut self, kind: ParticipantKind, names: &[&str]) {
        for name in names {
            let _ = self.s.registry().register(name, kind, &["work"]).should_succeed();
        }
    }

    /// A book of the points in one domain.
    pub fn book(&self, half_life: u64) -> Book {
        Book { clock: Clock { landmark: self.began, half_life }, units: BTreeMap::new() }
    }

    /// The founder puts messages to the vote, votes for them alone, and they are executed. Answers when.
    pub fn decided(&mut self, track: u32, msgs: Vec<CosmosMsg>) -> u64 {
        let id = self.s.dao().proposed("founder", track, msgs);
        self.carried(id)
    }

    /// The founder votes for a proposal, and it is executed as soon as it can be. Answers when.
    pub fn carried(&mut self, id: u64) -> u64 {
        let _ = self.s.dao().vote("founder", id, Vote::Yes).should_succeed();
        let ready = self.s.dao().stage(id).ready_at;
        let now = self.s.now();
        self.s.wait(ready.saturating_sub(now));
        let at = self.s.now();
        let _ = self.s.dao().execute("customer", id).should_succeed();
        at
    }

    /// Waits for the close of the epoch in which a moment lies; answers the close.
    pub fn close(&mut self, moment: u64, length: u64) -> u64 {
        let close = self.began + ((moment - self.began) / length + 1) * length;
        let now = self.s.now();
        self.s.wait(close.saturating_sub(now) + 60);
        close
    }

    /// Deposits for somebody else.
    pub fn deposit_for(&mut self, who: &str, owner: &str, amount: u128) {
        let (sender, contract) = (self.s.addr(who), self.s.at.distributor.clone());
        let msg = distributor::ExecuteMsg::Deposit {
            on_behalf_of: Some(self.s.addr(owner).to_string()),
            allowances: Vec::<Allowance>::new(),
        };
        let _ =
            self.s.chain.execute(&sender, &contract, &msg, &[coin(amount, DENOM)]).should_succeed();
    }

    /// Claims from a pool into a balance; answers what came.
    pub fn claimed(&mut self, who: &str, pool: u64) -> u128 {
        let before = self.s.balance_of(who, DENOM);
        let _ = self.s.distributor().claim(who, pool, false).should_succeed();
        self.s.balance_of(who, DENOM) - before
    }

    /// All that value-distributor owes is there, and nothing else.
    pub fn solvent(&self) {
        let asset = axiom_types::asset::Asset::native(DENOM);
        let held: distributor::HoldingsResponse =
            self.s.chain.query(&self.s.at.distributor, &distributor::QueryMsg::Holdings { asset });
        assert_eq!(held.tracked, held.real);
        assert_eq!(held.balances + held.escrowed + held.pooled, held.tracked);
    }
}

/// Points by the formulas of docs/math.md, in exact arithmetic of its own.
pub struct Book {
    clock: Clock,
    units: BTreeMap<String, BigUint>,
}

impl Book {
    pub fn earn(&mut self, who: &str, points: u128, at: u64) {
        *self.units.entry(who.to_string()).or_default() += self.clock.units(points, at);
    }

    pub fn score(&self, who: &str, now: u64) -> u128 {
        self.units.get(who).map_or(0, |units| self.clock.score(units, now))
    }

    /// Everybody's part of a fund.
    pub fn parts(&self, fund: u128) -> BTreeMap<String, u128> {
        let total: BigUint = self.units.values().sum();
        let part =
            |(who, units): (&String, &BigUint)| (who.clone(), money::pro_rata(fund, units, &total));
        self.units.iter().map(part).collect()
    }

    /// The tracker has the same scores, and the same lifetime totals as are given.
    pub fn agrees(&self, s: &Suite, domain: u32, lifetimes: &[(&str, u128)]) {
        let now = s.now();
        for (who, lifetime) in lifetimes {
            let found = s.score(who, domain);
            assert_eq!(found.score.u128(), self.score(who, now), "score of {who}");
            assert_eq!(found.lifetime.u128(), *lifetime, "lifetime of {who}");
        }
    }
}

/// Seconds of a week.
pub const WEEK: u64 = 7 * DAY;
