//! Drain: time, and a constant number of permissionless calls per open obligation, leave nothing but unclaimed
//! balances and declared residue; also with a ledger that answers nothing any more.

use axiom_local::Fault;
use axiom_suite::DAY;
use axiom_types::distributor::{ExecuteMsg, HoldingsResponse, PoolResponse, QueryMsg, Withdrawal};
use axiom_types::ledger::{JobState, Leg};

use super::actions::{claim_for, expire_job, reclaim_key, retry, sweep_number, worth};
use super::checks;
use super::model::jobs::Pay;
use super::model::pools::Kind;
use super::violation::{holds, names, Check, Violation};
use super::world::{address, World};

/// Calls for each open job, leg or escrow.
const CALLS_PER_OBLIGATION: u64 = 2;
/// Calls for each member of each pool: its claims, 26 epochs at a time, over the time that passes here.
const CALLS_PER_CLAIM: u64 = 12;

/// Drains the present state as it is, then again with a silent ledger.
pub fn both(w: &mut World) -> Check {
    w.heal();
    let mark = w.mark();
    let escrow_ends = w.escrow_ends.clone();
    named(names::DRAIN, with_ledger(w))?;
    w.back_to(&mark);
    w.escrow_ends = escrow_ends;
    let ledger = w.s.at.ledger.clone();
    if w.planted.contains(ledger.as_str()) {
        return Ok(());
    }
    w.s.chain.set_fault(&ledger, Fault::Silent);
    w.broken.insert(ledger.to_string());
    let drained = named(names::DRAIN_SILENT, silent(w));
    w.heal();
    drained
}

/// A drain fails by its own name, whatever it was that failed, and tells what.
fn named(property: &'static str, checked: Check) -> Check {
    checked.map_err(|v| match v.property == property {
        true => v,
        false => Violation { property, text: format!("while draining: {v}") },
    })
}

/// Everybody's helper; holds nothing.
fn anybody() -> String {
    address("stranger")
}

fn with_ledger(w: &mut World) -> Check {
    *w.stats.checks.entry(names::DRAIN).or_default() += 1;
    // Beyond every window, pause, freeze and extension, and short of the backstop.
    w.s.wait(100 * DAY);
    let mut calls = 0;
    let open: Vec<u64> =
        w.m.jobs.iter().filter(|(_, j)| j.state != JobState::Settled).map(|(id, _)| *id).collect();
    let pending: u64 = w.m.jobs.values().map(|j| j.pending.len() as u64).sum();
    let obligations = open.len() as u64 + pending;
    while let Some(id) =
        w.m.jobs.iter().find(|(_, j)| j.state != JobState::Settled).map(|(id, _)| *id)
    {
        let at = w.moment();
        let deadline = &w.m.jobs[&id].deadline;
        let ends = deadline.at + (at.idle - deadline.idle);
        w.s.wait(ends.saturating_sub(at.now));
        expire_job(w, id, &anybody())?;
        calls += 1;
        holds(names::DRAIN, w.m.jobs[&id].state == JobState::Settled, || {
            format!("job {id} is still {:?} after its deadline", w.m.jobs[&id].state)
        })?;
    }
    let mut waiting = vec![];
    for (id, job) in &w.m.jobs {
        waiting.extend(job.pending.iter().filter_map(|code| Some((*id, Leg::from_code(*code)?))));
    }
    for (id, leg) in waiting {
        retry(w, id, leg, &anybody())?;
        calls += 1;
        holds(names::DRAIN, !w.m.jobs[&id].pending.contains(&leg.code()), || {
            format!("leg {leg:?} of job {id} is still pending")
        })?;
    }
    holds(names::DRAIN, calls <= CALLS_PER_OBLIGATION * obligations, || {
        format!("{calls} calls for {obligations} obligations")
    })?;
    for (id, job) in &w.m.jobs {
        let key = (w.s.at.ledger.to_string(), "job".to_string(), *id);
        let locked = matches!(job.pay, Pay::Money { .. }) && w.m.money.escrows.contains_key(&key);
        holds(names::DRAIN, !locked, || format!("job {id} has settled and its escrow is open"))?;
    }
    rest(w, names::DRAIN)
}

fn silent(w: &mut World) -> Check {
    *w.stats.checks.entry(names::DRAIN_SILENT).or_default() += 1;
    // Beyond every backstop: windows, a year of extensions, 180 days, and paused or frozen time.
    w.s.wait(5 * 366 * DAY);
    rest(w, names::DRAIN_SILENT)
}

/// Escrows by their backstops, pools by claims and sweeps, balances by withdrawals; then the books must be empty.
fn rest(w: &mut World, property: &'static str) -> Check {
    let last = w.m.money.escrows.values().map(|e| e.backstop).max().unwrap_or(0);
    let now = w.now();
    w.s.wait((last + 60 * DAY).saturating_sub(now).max(1_000));
    for key in w.m.money.escrows.keys().cloned().collect::<Vec<_>>() {
        reclaim_key(w, &key, &anybody())?;
        holds(property, !w.m.money.escrows.contains_key(&key), || {
            format!("escrow {key:?} could not be taken back after its backstop")
        })?;
    }
    claim_all(w, property)?;
    for number in w.m.pools.keys().copied().collect::<Vec<_>>() {
        let msg = QueryMsg::Pool { pool: number };
        let pool: PoolResponse = w.s.chain.query(&w.s.at.distributor, &msg);
        if !pool.residual.is_zero() {
            sweep_number(w, number, &anybody())?;
        }
    }
    withdraw_all(w, property)?;
    checks::money::i1_solvency(w)?;
    for asset in w.assets.clone() {
        let msg = QueryMsg::Holdings { asset: asset.clone() };
        let found: HoldingsResponse = w.s.chain.query(&w.s.at.distributor, &msg);
        let declared: u128 = declared_residue(w, &asset)?;
        let left = found.tracked.u128() - found.balances.u128();
        holds(property, found.escrowed.is_zero() && left == declared, || {
            format!(
                "{asset}: {left} are left beside balances, {declared} of them declared: {found:?}"
            )
        })?;
    }
    Ok(())
}

/// Base units that pools keep and declare: what nobody has shares or units for, and dust.
fn declared_residue(w: &World, asset: &axiom_types::asset::Asset) -> Result<u128, Violation> {
    let mut sum = 0;
    for (number, pool) in w.m.pools.iter().filter(|(_, pool)| pool.asset == *asset) {
        let found: PoolResponse =
            w.s.chain.query(&w.s.at.distributor, &QueryMsg::Pool { pool: *number });
        let declared = (found.undistributed + found.allocated + found.residual).u128();
        let members = match &pool.kind {
            Kind::Table(table) => table.members.len(),
            Kind::Standing(standing) => w.m.history.members(standing.domain).len(),
        } as u128;
        // What is due to members is all claimed but for dust. Money waits only where nobody has shares or units, or
        // in the open epoch, into which nothing was put.
        let epochs = match &pool.kind {
            Kind::Table(_) => 9,
            Kind::Standing(standing) => 1 + standing.paid.len() as u128,
        };
        let most = members.max(1) * epochs;
        holds(names::DRAIN, found.allocated.u128() <= most, || {
            format!("pool {number} still owes {} to {members} members", found.allocated)
        })?;
        sum += declared;
    }
    Ok(sum)
}

/// Everybody's claims, sent by somebody else.
fn claim_all(w: &mut World, property: &'static str) -> Check {
    for number in w.m.pools.keys().copied().collect::<Vec<_>>() {
        let mut who = w.actors.clone();
        if let Kind::Table(table) = &w.m.pools[&number].kind {
            who = table.members.keys().cloned().collect();
        }
        for who in who {
            let mut calls = 0;
            while worth(w, number, &who) {
                let before = w.stats.count("distributor.claim");
                claim_for(w, &anybody(), &who, &[number], (None, false))?;
                if w.stats.count("distributor.claim") == before {
                    break; // Nothing to claim after all: no epoch with money, or no units in it.
                }
                calls += 1;
                holds(property, calls <= CALLS_PER_CLAIM, || {
                    format!("{calls} claims of {who} on pool {number}")
                })?;
            }
        }
    }
    Ok(())
}

/// Everybody takes everything home.
fn withdraw_all(w: &mut World, property: &'static str) -> Check {
    for who in w.actors.clone() {
        let held: Vec<_> =
            w.assets.iter().filter(|a| w.m.money.balance(&who, a) > 0).cloned().collect();
        if held.is_empty() {
            continue;
        }
        let items =
            held.iter().map(|asset| Withdrawal { asset: asset.clone(), amount: None, to: None });
        let msg = ExecuteMsg::Withdraw { withdrawals: items.collect() };
        let distributor = w.s.at.distributor.clone();
        let answer = w.send("distributor.withdraw", &who, &distributor, &msg, &[])?;
        let why = w.s.chain.last_tx().and_then(|tx| tx.error.clone());
        holds(property, answer.is_some(), || format!("{who} could not withdraw: {why:?}"))?;
        for asset in held {
            let amount = w.m.money.balance(&who, &asset);
            w.m.money.debit(&who, &asset, amount)?;
        }
        checks::money::i3_balances(w, [who.as_str()].into_iter())?;
    }
    Ok(())
}
