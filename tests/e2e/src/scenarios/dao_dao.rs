//! DAO DAO 2.6.0 on contribution-tracker: its voting module over the tracker that is there, its proposals decided by
//! earned weight, its rewards claimed to the last unit though weights change while they are paid out.

use std::collections::BTreeMap;

use anyhow::{ensure, Context, Result};
use axiom_chain::{Chain, ChainExt};
use axiom_client::NodeChain;
use axiom_devnet::Line;
use axiom_suite::{spend, Suite, DAY, DENOM, HOUR};
use axiom_types::tracker::{HookStatus, QueryMsg};
use cosmwasm_std::{coin, coins, to_json_binary, Addr, CosmosMsg, Uint256, WasmMsg};
use serde_json::{json, Value};

use super::cw3_flex::{award, decided, earn, hook, members};
use super::Scenario;
use crate::peers::{self, DaoDao};
use crate::world::World;

/// What the DAO pays.
const PAID: u128 = 500;
/// So much is paid out in so many seconds, until what was funded is gone.
const AMOUNT: u128 = 1_003;
const SECONDS: u64 = HOUR;
const FUNDED: u128 = 100_000;
/// What is paid out at once.
const AT_ONCE: u128 = 12_345;
/// Who claims in the end.
const CLAIMERS: [&str; 5] = ["alice", "ben", "carol", "worker", "dave"];

/// Its scenarios.
pub fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario {
            name: "dao-dao-0.70",
            shows: "DAO DAO 2.6.0 over contribution-tracker: propose, vote, execute, exact rewards",
            play: |world| play(world, Line::V070),
        },
        Scenario {
            name: "dao-dao-0.60",
            shows: "the same on wasmd v0.60.8",
            play: |world| play(world, Line::V060),
        },
    ]
}

fn play(world: &mut World, line: Line) -> Result<()> {
    let mut s = world.found(line, "dao-dao")?;
    let alone = earn(&mut s, 30);
    let founder = s.addr("founder");
    let group = json!({ "existing": { "address": s.at.tracker } });
    let dao = DaoDao::found(&mut s.chain, &founder, group, "0.51")?;
    s.chain.give(dao.core.as_str(), coin(PAID + FUNDED + AT_ONCE, DENOM));
    let msg = json!({ "owner": dao.core });
    let rewards = peers::create(&mut s.chain, &founder, "dao_rewards_distributor", &msg)?;
    powers_agree(&s, &dao)?;
    let changes = vec![award(&s, "carol", 400), award(&s, "dave", 77)];
    let listening = vec![hook(&s, &rewards)];
    let decided = decided(&mut s, vec![listening, changes])?;

    let created = distributions(&s, &dao, &rewards)?;
    governed(&mut s, &dao, created)?;
    let mut ledgers = Expected::read(&s, &rewards)?;
    let _ = s.dao().execute("stranger", decided[0]).should_succeed();
    s.wait(DAY);
    let _ = s.dao().execute("stranger", decided[1]).should_succeed();
    ledgers.changed(&s, &rewards)?;
    powers_agree(&s, &dao)?;
    s.wait(DAY / 2 + 1_234);
    claimed(&mut s, &rewards, &mut ledgers, "alice", 1)?;
    s.wait(DAY / 2);
    let told = earn(&mut s, 30);
    println!("      a job settles with {alone} gas, with {told} if the rewards are told of it");
    ledgers.changed(&s, &rewards)?;
    s.wait(4 * DAY);
    all_claimed(&mut s, &rewards, &mut ledgers)?;
    world.check_codes(&s)
}

/// What the voting module tells is what the tracker tells, for members and strangers, now and before.
fn powers_agree(s: &Suite<NodeChain>, dao: &DaoDao) -> Result<()> {
    let members = members(s)?;
    let height = s.chain.height();
    let power = |msg: Value| -> Result<u64> {
        let answer: Value = s.chain.query(&dao.core, &msg);
        let power = answer["power"].as_str().context("no power was answered")?;
        Ok(power.parse()?)
    };
    let one = |addr: &Addr| power(json!({ "voting_power_at_height": { "address": addr } }));
    for (addr, weight) in &members {
        ensure!(one(addr)? == *weight, "power of {addr} is not {weight}");
        let before = json!({ "address": addr, "height": height - 3 });
        let member = json!({ "member": { "addr": addr, "at_height": height - 3 } });
        let member: Value = s.chain.query(&s.at.tracker, &member);
        let weight = member["weight"].as_u64().unwrap_or(0);
        let before = power(json!({ "voting_power_at_height": before }))?;
        ensure!(before == weight, "power of {addr} was {before}, its weight {weight}");
    }
    ensure!(one(&s.addr("stranger"))? == 0, "a stranger has power");
    let sum: u64 = members.iter().map(|(_, weight)| weight).sum();
    let total = power(json!({ "total_power_at_height": {} }))?;
    ensure!(total == sum, "total power is {total}, all weights are {sum}");
    Ok(())
}

/// What the DAO is to do: pay heidi, and pay out money by weight, slowly and at once.
fn distributions(s: &Suite<NodeChain>, dao: &DaoDao, rewards: &Addr) -> Result<Vec<CosmosMsg>> {
    let mut msgs = vec![spend(&s.addr("heidi"), PAID, DENOM)];
    let parts = [(peers::linear(AMOUNT, SECONDS), FUNDED), (peers::immediate(), AT_ONCE)];
    for (emission, funds) in parts {
        let msg = peers::distribution(emission, &dao.voting, &s.at.tracker);
        msgs.push(
            WasmMsg::Execute {
                contract_addr: rewards.to_string(),
                msg: to_json_binary(&msg)?,
                funds: coins(funds, DENOM),
            }
            .into(),
        );
    }
    Ok(msgs)
}

/// A proposal of the DAO is proposed, voted on and executed. Carol's and ben's 500 are not 51 % of all, with the
/// worker's they are; who has no weight cannot vote.
fn governed(s: &mut Suite<NodeChain>, dao: &DaoDao, msgs: Vec<CosmosMsg>) -> Result<()> {
    let carol = s.addr("carol");
    let msg = peers::proposal("rewards for all", &msgs);
    let done = peers::send(&mut s.chain, &carol, &dao.proposals, &msg, &[])?;
    let proposed_at = done.height;
    let dave = s.addr("dave");
    let vote = s.chain.execute(dave, &dao.proposals, &peers::yes(1), &[]);
    let _ = vote.should_fail_containing("not registered to vote");
    let state = |s: &Suite<NodeChain>| -> Value {
        s.chain.query(&dao.proposals, &json!({ "proposal": { "proposal_id": 1 } }))
    };
    for (who, status) in [("carol", "open"), ("ben", "open"), ("worker", "passed")] {
        let who = s.addr(who);
        let done = peers::send(&mut s.chain, &who, &dao.proposals, &peers::yes(1), &[])?;
        let state = &state(s)["proposal"]["status"];
        ensure!(*state == json!(status), "{who} voted, and it is {state}, not {status}");
        let msg = json!({ "get_vote": { "proposal_id": 1, "voter": who } });
        let vote: Value = s.chain.query(&dao.proposals, &msg);
        let member = json!({ "member": { "addr": who, "at_height": proposed_at } });
        let member: Value = s.chain.query(&s.at.tracker, &member);
        let (power, weight) = (&vote["vote"]["power"], &member["weight"]);
        ensure!(power.as_str() == Some(&weight.to_string()), "{power}, but {weight} at the start");
        println!("      a vote costs {} gas", done.gas.total);
    }
    let (before, stranger) = (s.wallet("heidi", DENOM), s.addr("stranger"));
    let _ = peers::send(&mut s.chain, &stranger, &dao.proposals, &peers::execution(1), &[])?;
    ensure!(state(s)["proposal"]["status"] == json!("executed"), "it is not executed");
    ensure!(s.wallet("heidi", DENOM) == before + PAID, "heidi was not paid");
    ensure!(s.chain.balance(dao.core.as_str(), DENOM) == 0, "the money is still in the treasury");
    Ok(())
}

/// Claims a distribution for somebody; the amount has to be the expected one.
fn claimed(
    s: &mut Suite<NodeChain>,
    rewards: &Addr,
    ledgers: &mut Expected,
    who: &str,
    id: u64,
) -> Result<u128> {
    let (addr, before) = (s.addr(who), s.wallet(who, DENOM));
    let done = peers::send(&mut s.chain, &addr, rewards, &peers::claim(id), &[])?;
    let paid = s.wallet(who, DENOM) - before;
    let time = s.chain.last_tx().context("a claim was sent")?.time;
    let expected = ledgers.claim(id, &addr, time)?;
    ensure!(paid == expected, "{who} claimed {paid} of distribution {id}, expected {expected}");
    ensure!(
        done.attribute("wasm", "amount_claimed") == Some(&expected.to_string()),
        "another amount is told than {expected}"
    );
    println!("      {who} claims {paid} of distribution {id} with {} gas", done.gas.total);
    Ok(paid)
}

/// After the end everybody claims everything. What is left is less than a unit for each rounding.
fn all_claimed(s: &mut Suite<NodeChain>, rewards: &Addr, ledgers: &mut Expected) -> Result<()> {
    for who in CLAIMERS {
        for id in [1, 2] {
            // Dave had no weight when the second distribution was paid out.
            if (who, id) == ("dave", 2) {
                let dave = s.addr(who);
                let none = s.chain.execute(dave, rewards, &peers::claim(2), &[]);
                let _ = none.should_fail_containing("No rewards claimable");
                continue;
            }
            let paid = claimed(s, rewards, ledgers, who, id)?;
            ensure!(paid > 0, "{who} got nothing");
        }
    }
    let left = s.chain.balance(rewards.as_str(), DENOM);
    let dust = FUNDED + AT_ONCE - ledgers.paid;
    ensure!(left == dust, "{left} is left, {dust} was not paid");
    ensure!(dust < 30, "{dust} was lost in roundings");
    println!("      {} paid out, {dust} lost in roundings", ledgers.paid);
    Ok(())
}

/// What dao-rewards-distributor documents, computed beside it: rewards per unit of power, scaled by 10^39, rounded down
/// at each step; a holder's part is settled when its weight changes and when it claims.
struct Expected {
    linear: Index,
    at_once: Index,
    updated: u64,
    ends: u64,
    weights: BTreeMap<Addr, u64>,
    paid: u128,
}

/// Rewards per unit of power, and where each holder stands.
#[derive(Default)]
struct Index {
    now: Uint256,
    holders: BTreeMap<Addr, (Uint256, u128)>,
}

impl Index {
    fn add(&mut self, amount: u128, total: u64) -> Result<()> {
        let scaled = Uint256::from(amount).checked_mul(scale())?;
        self.now = self.now.checked_add(scaled.checked_div(Uint256::from(total))?)?;
        Ok(())
    }

    fn settle(&mut self, holder: &Addr, weight: u64) -> Result<()> {
        let (seen, pending) = self.holders.entry(holder.clone()).or_default();
        let news = Uint256::from(weight).checked_mul(self.now.checked_sub(*seen)?)?;
        let news: u128 = news.checked_div(scale())?.to_string().parse()?;
        (*seen, *pending) = (self.now, *pending + news);
        Ok(())
    }

    fn take(&mut self, holder: &Addr) -> u128 {
        self.holders.get_mut(holder).map_or(0, |(_, pending)| std::mem::take(pending))
    }
}

fn scale() -> Uint256 {
    Uint256::from(10u8).pow(39)
}

const ONE: u128 = 1_000_000_000_000_000_000;

impl Expected {
    /// Begins with the transaction that created and funded the distributions, which was the last; compares with what the
    /// contract tells of them.
    fn read(s: &Suite<NodeChain>, rewards: &Addr) -> Result<Self> {
        let started = s.chain.last_tx().context("distributions were created")?.time;
        // Durations are ratios with 18 decimal places.
        let seconds = u128::from(SECONDS) * (FUNDED * ONE / AMOUNT) / ONE;
        let ends = started + u64::try_from(seconds)?;
        let weights: BTreeMap<_, _> = members(s)?.into_iter().collect();
        let mut at_once = Index::default();
        at_once.add(AT_ONCE, weights.values().sum())?;
        let told: Value = s.chain.query(rewards, &json!({ "distribution": { "id": 1 } }));
        let epoch = &told["active_epoch"];
        let nanos = |at: &Value| at["at_time"].as_str()?.parse::<u64>().ok();
        for (field, seconds) in [("started_at", started), ("ends_at", ends)] {
            let nanos = nanos(&epoch[field]).context("no time is told")?;
            ensure!(nanos / 1_000_000_000 == seconds, "{field} is {nanos}, not {seconds} s");
        }
        ensure!(told["funded_amount"] == json!(FUNDED.to_string()), "not funded: {told}");
        let linear = Index::default();
        Ok(Self { linear, at_once, updated: started, ends, weights, paid: 0 })
    }

    /// Pays out to a time, by the weights that hold until then.
    fn advance(&mut self, time: u64) -> Result<()> {
        let time = time.min(self.ends);
        let passed = u128::from(time.saturating_sub(self.updated));
        let amount = AMOUNT * (passed * ONE / u128::from(SECONDS)) / ONE;
        self.linear.add(amount, self.weights.values().sum())?;
        self.updated = time;
        Ok(())
    }

    fn settle(&mut self, holder: &Addr) -> Result<()> {
        let weight = self.weights.get(holder).copied().unwrap_or(0);
        self.linear.settle(holder, weight)?;
        self.at_once.settle(holder, weight)
    }

    /// Weights were changed by the last transaction: whoever has another is settled by the one before. The hook that
    /// tells the contract of it must be sound.
    fn changed(&mut self, s: &Suite<NodeChain>, rewards: &Addr) -> Result<()> {
        let states: Vec<HookStatus> = s.chain.query(&s.at.tracker, &QueryMsg::HookStates {});
        let sound = states.len() == 1 && states[0].addr == *rewards && states[0].failures == 0;
        ensure!(sound, "the hook is not sound: {states:?}");
        let done = s.chain.last_tx().context("weights were changed")?;
        let (time, gas) = (done.time, done.gas.total);
        self.advance(time)?;
        let news: BTreeMap<_, _> = members(s)?.into_iter().collect();
        let changed: Vec<Addr> = news
            .iter()
            .filter(|(addr, weight)| self.weights.get(*addr) != Some(*weight))
            .map(|(addr, _)| addr.clone())
            .collect();
        ensure!(!changed.is_empty(), "no weight changed");
        for holder in &changed {
            self.settle(holder)?;
        }
        self.weights = news;
        println!("      {} weights changed with {gas} gas", changed.len());
        Ok(())
    }

    /// What a claim pays now.
    fn claim(&mut self, id: u64, holder: &Addr, time: u64) -> Result<u128> {
        let weight = self.weights.get(holder).copied().unwrap_or(0);
        let index = match id {
            1 => {
                self.advance(time)?;
                &mut self.linear
            }
            _ => &mut self.at_once,
        };
        index.settle(holder, weight)?;
        let amount = index.take(holder);
        self.paid += amount;
        Ok(amount)
    }
}
