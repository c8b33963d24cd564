//! Claims from pools, and their dust.

use axiom_local::Success;
use axiom_types::distributor::{Claim, EpochFundResponse, ExecuteMsg, QueryMsg};

use super::distributor::{arrives, dead, send};
use super::pools::{halted, some_pool};
use super::Act;
use crate::properties::model::pools::{Kind, Standing};
use crate::properties::model::Pool;
use crate::properties::rng::Rng;
use crate::properties::violation::{holds, names, same, Check, Violation};
use crate::properties::world::World;

pub fn claim(w: &mut World, rng: &mut Rng) -> Act {
    if dead(w) {
        return Ok(false);
    }
    let who = rng.pick(&w.actors).unwrap_or_default();
    let numbers: Vec<u64> =
        w.m.pools.keys().copied().filter(|n| !halted(w, *n) && worth(w, *n, &who)).collect();
    if numbers.is_empty() {
        return Ok(false);
    }
    let numbers = rng.some(&numbers, 3);
    let epochs = rng.chance(20).then_some(1);
    let withdraw = rng.chance(30);
    let sender = if withdraw || rng.chance(70) {
        who.clone()
    } else {
        rng.pick(&w.actors).unwrap_or_default()
    };
    claim_for(w, &sender, &who, &numbers, (epochs, withdraw))
}

/// Whether a claim would do something, as far as the reference knows.
pub fn worth(w: &World, number: u64, who: &str) -> bool {
    let now = w.now();
    let pool = &w.m.pools[&number];
    match &pool.kind {
        Kind::Table(table) => table.claimable(who, now) > 0,
        Kind::Standing(standing) => {
            let domain = &w.m.score.domains[&standing.domain];
            let subject = (standing.domain, Some(who.to_string()));
            let Some(since) = w.m.history.since(&subject) else {
                return false;
            };
            let first = standing.created_epoch.max(domain.epoch(since));
            let cursor = standing.cursors.get(who).copied().unwrap_or(first);
            pool.held() > 0 && cursor < domain.epoch(now)
        }
    }
}

/// Claims for an account and follows the money.
pub fn claim_for(
    w: &mut World,
    sender: &str,
    who: &str,
    numbers: &[u64],
    (epochs, withdraw): (Option<u64>, bool),
) -> Act {
    let now = w.now();
    let claims = numbers.iter().map(|pool| Claim { pool: *pool, epochs }).collect();
    let on_behalf_of = (sender != who).then(|| who.to_string());
    let msg = ExecuteMsg::Claim { claims, on_behalf_of, withdraw };
    let Some(success) = send(w, "distributor.claim", sender, &msg, &[])? else {
        return Ok(true);
    };
    for number in numbers {
        let Some((paid, next)) = claimed_event(&success, *number) else {
            continue;
        };
        let asset = w.m.pools[number].asset.clone();
        let expected = expected_claim(w, *number, who, next, now)?;
        same(names::I2, || format!("claim of {who} from pool {number}"), paid, expected)?;
        if let Some(pool) = w.m.pools.get_mut(number) {
            pool.claimed += paid;
        }
        if !(withdraw && arrives(w, &asset, who)) {
            w.m.money.credit(who, &asset, paid);
        }
        w.touched.pools.insert(*number);
    }
    w.touched.owners.insert(who.to_string());
    Ok(true)
}

/// Amount and next epoch that a claim's event names.
fn claimed_event(success: &Success, number: u64) -> Option<(u128, Option<u64>)> {
    let get = |event: &cosmwasm_std::Event, key: &str| {
        event.attributes.iter().find(|a| a.key == key).map(|a| a.value.clone())
    };
    let mut of_pool = success
        .events_of("axiom_distributor_claimed")
        .filter(|event| get(event, "pool") == Some(number.to_string()));
    let event = of_pool.next()?;
    let amount = get(event, "amount")?.parse().ok()?;
    Some((amount, get(event, "next_epoch").and_then(|n| n.parse().ok())))
}

/// What a claim had to pay: by the reference table, or epoch by epoch from what was put in and how units stood at the
/// close. Marks the epochs as claimed.
fn expected_claim(
    w: &mut World,
    number: u64,
    who: &str,
    next: Option<u64>,
    now: u64,
) -> Result<u128, Violation> {
    if let Some(Kind::Table(table)) = w.m.pools.get_mut(&number).map(|pool| &mut pool.kind) {
        return Ok(table.claim(who, now));
    }
    let Some(Kind::Standing(standing)) = w.m.pools.get(&number).map(|pool| &pool.kind) else {
        return Ok(0);
    };
    let (domain, standing) = (w.m.score.domains[&standing.domain].clone(), standing.clone());
    let subject = (standing.domain, Some(who.to_string()));
    let since = w.m.history.since(&subject).unwrap_or(now);
    let first = standing.created_epoch.max(domain.epoch(since));
    let from = standing.cursors.get(who).copied().unwrap_or(first);
    let next = next.unwrap_or(from);
    let mut sum = 0;
    for epoch in from..next.min(domain.epoch(now)) {
        let paid = expected_of_epoch(w, number, &standing, who, epoch)?;
        sum += paid;
        if let Some(Kind::Standing(standing)) = w.m.pools.get_mut(&number).map(|p| &mut p.kind) {
            if paid > 0 {
                let before = standing.paid.entry(epoch).or_default().insert(who.to_string(), paid);
                holds(names::I6, before.is_none(), || {
                    format!("{who} was paid twice for epoch {epoch} of pool {number}")
                })?;
            }
        }
    }
    if let Some(Kind::Standing(standing)) = w.m.pools.get_mut(&number).map(|p| &mut p.kind) {
        standing.cursors.insert(who.to_string(), next);
    }
    Ok(sum)
}

/// floor(money of the epoch * units of the member / units of all), as they stood at its close.
fn expected_of_epoch(
    w: &World,
    number: u64,
    standing: &Standing,
    who: &str,
    epoch: u64,
) -> Result<u128, Violation> {
    let msg = QueryMsg::EpochFund { pool: number, epoch };
    let fund: EpochFundResponse = w.s.chain.query(&w.s.at.distributor, &msg);
    let end = w.m.score.domains[&standing.domain].end_of(epoch);
    let total = w.m.history.at_time(&(standing.domain, None), end).map(|row| row.units);
    let member = w.m.history.at_time(&(standing.domain, Some(who.to_string())), end);
    let (Some(total), Some(units)) = (total, member.map(|row| row.units)) else {
        return Ok(0);
    };
    if fund.amount.is_zero() || total.is_zero() {
        return Ok(0);
    }
    let what = || format!("units of epoch {epoch} of pool {number}");
    same(names::I2, what, fund.total_units, Some(total))?;
    let big =
        |units: cosmwasm_std::Uint256| axiom_oracle::BigUint::from_bytes_be(&units.to_be_bytes());
    Ok(axiom_oracle::money::pro_rata(fund.amount.u128(), &big(units), &big(total)))
}

pub fn sweep(w: &mut World, rng: &mut Rng) -> Act {
    let residue = |number: u64, _: &Pool| {
        let found: Result<axiom_types::distributor::PoolResponse, _> =
            w.s.chain.try_query(&w.s.at.distributor, &QueryMsg::Pool { pool: number });
        found.is_ok_and(|pool| !pool.residual.is_zero())
    };
    let (Some(number), false) = (some_pool(w, rng, residue), dead(w)) else {
        return Ok(false);
    };
    let anybody = rng.pick(&w.actors).unwrap_or_default();
    sweep_number(w, number, &anybody).map(|_| true)
}

/// Sweeps a pool.
pub fn sweep_number(w: &mut World, number: u64, sender: &str) -> Check {
    let now = w.now();
    let msg = ExecuteMsg::SweepPool { pool: number };
    if let Some(success) = send(w, "distributor.sweep_pool", sender, &msg, &[])? {
        let amount = success.attribute("axiom_distributor_pool_swept", "amount");
        let amount: u128 = amount.and_then(|n| n.parse().ok()).unwrap_or(0);
        let Some(pool) = w.m.pools.get_mut(&number) else {
            return Ok(());
        };
        pool.swept += amount;
        let (to, asset) = (pool.residual_to.clone(), pool.asset.clone());
        if let Kind::Table(table) = &mut pool.kind {
            table.settle(now);
            table.give_up(now);
            let residual = std::mem::take(&mut table.residual);
            same(names::I5, || format!("dust of pool {number}"), amount, residual)?;
        }
        w.m.money.credit(&to, &asset, amount);
        w.touched.owners.insert(to);
        w.touched.pools.insert(number);
    }
    Ok(())
}
