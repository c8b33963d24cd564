//! The founded economy, the reference beside it, and how messages are sent to it.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use axiom_local::{Account, LocalChain, Snapshot, Success};
use axiom_suite::{Suite, DENOM, DENOM_2};
use axiom_types::asset::Asset;
use axiom_types::tracker::raw::{newest, Subject};
use cosmwasm_std::{Addr, Coin, CosmosMsg, WasmMsg};
use serde::Serialize;

use super::model::history::Row;
use super::model::jobs::Moment;
use super::model::votes::Clock;
use super::model::Model;
use super::setup;
use super::stats::Stats;
use super::violation::{names, Violation};

/// The eight who act.
pub const ACTORS: [&str; 8] = ["alice", "ben", "carol", "app", "dave", "erin", "frank", "grace"];
/// One of them is the guardian.
pub const GUARDIAN: &str = "grace";
/// What each of them puts into the distributor at the start, per asset.
pub const FIRST_DEPOSIT: u128 = 20_000_000;

/// What a message touched and the cheap checks look at again.
#[derive(Default, Clone)]
pub struct Touched {
    pub owners: BTreeSet<String>,
    pub jobs: BTreeSet<u64>,
    pub pools: BTreeSet<u64>,
    pub proposals: BTreeSet<u64>,
}

/// One economy under test.
pub struct World {
    pub s: Suite,
    pub m: Model,
    pub token: Addr,
    pub assets: [Asset; 3],
    pub actors: Vec<String>,
    pub stats: Stats,
    pub touched: Touched,
    /// Supply of each asset, which nothing changes after the founding.
    pub supply: BTreeMap<Asset, u128>,
    /// Contracts whose messages fail for the time being.
    pub broken: BTreeSet<String>,
    /// Contracts with a planted fault; steps leave them alone.
    pub planted: BTreeSet<String>,
    /// Accounts to which the bank refuses to send for the time being.
    pub refused: BTreeSet<String>,
    /// Set when somebody sends coins to a contract unasked; planted faults look at it.
    pub donated: Rc<Cell<bool>>,
    /// How often each escrow was released or reclaimed, by events.
    pub escrow_ends: BTreeMap<(String, String, u64), u32>,
    /// Time of the block in which the last message ran.
    pub sent_at: u64,
    spare: Option<LocalChain>,
    sent: u64,
}

/// A world to go back to.
pub struct Base {
    snapshot: Snapshot,
    model: Model,
}

impl World {
    /// Founds the economy with three assets, budgets by address and by score, a hook that always fails, and money in
    /// everybody's balance.
    pub fn found() -> (Self, Base) {
        let (builder, token) = setup::builder();
        let founding = builder.msg.clone();
        let s = builder.build();
        let actors: Vec<String> = ACTORS.iter().map(|name| address(name)).collect();
        let assets = [Asset::native(DENOM), Asset::native(DENOM_2), Asset::cw20(token.as_str())];
        let m = setup::model(&s, &founding);
        let mut world = Self {
            s,
            m,
            token,
            assets,
            actors,
            stats: Stats::default(),
            touched: Touched::default(),
            supply: BTreeMap::new(),
            broken: BTreeSet::new(),
            planted: BTreeSet::new(),
            refused: BTreeSet::new(),
            donated: Rc::new(Cell::new(false)),
            escrow_ends: BTreeMap::new(),
            sent_at: 0,
            spare: Some(LocalChain::new("spare")),
            sent: 0,
        };
        setup::fill(&mut world);
        world.observe();
        world.supply =
            world.assets.clone().into_iter().map(|a| (a.clone(), world.everywhere(&a))).collect();
        let base = Base { snapshot: world.s.chain.snapshot(), model: world.m.clone() };
        (world, base)
    }

    /// Goes back to the founded economy.
    pub fn reset(&mut self, base: &Base) {
        self.s.chain.restore(&base.snapshot);
        self.heal();
        self.s.chain.forget_history();
        self.m = base.model.clone();
        self.touched = Touched::default();
        self.escrow_ends.clear();
        self.donated.set(false);
        self.sent = 0;
    }

    /// A copy of the present state, to try something and come back.
    pub fn mark(&self) -> Base {
        Base { snapshot: self.s.chain.snapshot(), model: self.m.clone() }
    }

    /// Back to a mark; faults stay.
    pub fn back_to(&mut self, base: &Base) {
        self.s.chain.restore(&base.snapshot);
        self.m = base.model.clone();
    }

    /// Ends the faults that steps have planted.
    pub fn heal(&mut self) {
        for contract in std::mem::take(&mut self.broken) {
            self.s.chain.clear_fault(contract);
        }
        for account in std::mem::take(&mut self.refused) {
            self.s.chain.accept_bank_sends_to(account);
        }
    }

    pub fn now(&self) -> u64 {
        self.s.now()
    }

    /// Time, height and paused seconds, for jobs.
    pub fn moment(&self) -> Moment {
        let now = self.now();
        Moment {
            now,
            height: self.s.chain.height(),
            idle: self.m.idle(self.s.at.ledger.as_str(), now),
        }
    }

    /// Time, height and halted seconds, for proposals.
    pub fn clock(&self) -> Clock {
        let now = self.now();
        Clock { now, height: self.s.chain.height(), idle: self.m.guardian.union_seconds(now) }
    }

    /// Sends a message and counts it. `None` if it was refused. Every sixth refusal is checked to have changed
    /// nothing, and every refusal not to be a panic.
    pub fn send(
        &mut self,
        label: &'static str,
        sender: &str,
        contract: &Addr,
        msg: &impl Serialize,
        funds: &[Coin],
    ) -> Result<Option<Success>, Violation> {
        self.sent += 1;
        self.sent_at = self.now();
        let before = self.sent.is_multiple_of(6).then(|| self.s.chain.state_digest());
        match self.s.chain.execute(sender, contract, msg, funds).into_result() {
            Ok(success) => {
                self.stats.accepted(label);
                self.touched.owners.insert(sender.to_string());
                self.count_escrow_ends(&success);
                self.observe();
                Ok(Some(success))
            }
            Err(failure) => {
                self.stats.refused(label, &failure.text);
                let json = serde_json::to_string(msg).unwrap_or_default();
                if let Some(panic) = failure.panic() {
                    if !self.broken.contains(contract.as_str()) {
                        let text = format!("{label} panicked: {panic}; {json}");
                        return Err(Violation { property: names::I4, text });
                    }
                }
                if before.is_some_and(|before| before != self.s.chain.state_digest()) {
                    let text = format!("{label} was refused and changed bytes: {json}");
                    return Err(Violation { property: names::I4, text });
                }
                Ok(None)
            }
        }
    }

    fn count_escrow_ends(&mut self, success: &Success) {
        let names = ["axiom_distributor_escrow_released", "axiom_distributor_escrow_reclaimed"];
        for event in names.iter().flat_map(|name| success.events_of(name)) {
            let get = |key: &str| {
                let found = event.attributes.iter().find(|a| a.key == key);
                found.map(|a| a.value.clone()).unwrap_or_default()
            };
            let key = (get("controller"), get("kind"), get("id").parse().unwrap_or(0));
            *self.escrow_ends.entry(key).or_default() += 1;
        }
    }

    /// Notes the newest standings, as any outsider reads them.
    pub fn observe(&mut self) {
        let tracker = self.s.at.tracker.clone();
        let domains: Vec<u32> = self.m.score.domains.keys().copied().collect();
        let mut rows = vec![];
        for domain in domains {
            let accounts = self.actors.iter().map(|a| Some(Addr::unchecked(a.as_str())));
            let dao = Some(self.s.at.dao.clone());
            let total =
                newest(&self.s.chain.querier(), &tracker, domain, Subject::Total).ok().flatten();
            let seen = self.m.history.newest(&(domain, None));
            let unchanged = match (&total, seen) {
                (Some(total), Some(seen)) => {
                    total.units == seen.units
                        && total.lifetime.u128() == seen.lifetime
                        && total.weight == seen.weight
                }
                (None, None) => true,
                _ => false,
            };
            if unchanged {
                continue;
            }
            for who in accounts.chain([dao, None]) {
                let subject = who.as_ref().map_or(Subject::Total, Subject::Account);
                if let Ok(Some(found)) = newest(&self.s.chain.querier(), &tracker, domain, subject)
                {
                    let row = Row {
                        height: found.height,
                        time: found.time,
                        units: found.units,
                        weight: found.weight,
                        lifetime: found.lifetime.u128(),
                    };
                    rows.push(((domain, who.map(|w| w.to_string())), row));
                }
            }
        }
        for (subject, row) in rows {
            self.m.history.note(subject, row);
        }
    }

    /// All that exists of an asset, wherever it is.
    pub fn everywhere(&self, asset: &Asset) -> u128 {
        let contracts = self.s.at.all().map(|(_, address)| address.to_string());
        let others = ["founder", "stranger"].map(address);
        let all = self.actors.iter().cloned().chain(contracts).chain(others);
        all.chain([self.token.to_string()]).map(|who| self.wallet(&who, asset)).sum()
    }

    /// What an account holds outside.
    pub fn wallet(&self, who: &str, asset: &Asset) -> u128 {
        match asset {
            Asset::Native(denom) => self.s.chain.balance(who, denom),
            Asset::Cw20(token) => {
                let msg = cw20::Cw20QueryMsg::Balance { address: who.to_string() };
                let found = self.s.chain.try_query::<cw20::BalanceResponse>(token, &msg);
                found.map_or(0, |answer| answer.balance.u128())
            }
        }
    }

    /// Runs something in one block.
    pub fn in_one_block<R>(&mut self, run: impl FnOnce(&mut Self) -> R) -> R {
        let Some(spare) = self.spare.take() else {
            return run(self);
        };
        let mut chain = std::mem::replace(&mut self.s.chain, spare);
        let result = chain.in_one_block(|held| {
            std::mem::swap(held, &mut self.s.chain);
            let result = run(self);
            std::mem::swap(held, &mut self.s.chain);
            result
        });
        self.spare = Some(std::mem::replace(&mut self.s.chain, chain));
        result
    }
}

/// Address of a named actor.
pub fn address(name: &str) -> String {
    Account::named(name).address.to_string()
}

/// A call as a proposal carries it.
pub fn call(contract: &Addr, msg: &impl Serialize) -> CosmosMsg {
    WasmMsg::Execute {
        contract_addr: contract.to_string(),
        msg: cosmwasm_std::to_json_binary(msg).expect("a message serialises"),
        funds: vec![],
    }
    .into()
}
