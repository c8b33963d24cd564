//! What is no message: time, blocks, failing peers, coins sent unasked.

use axiom_local::Fault;
use axiom_suite::{DAY, HOUR};
use axiom_types::asset::Asset;
use axiom_types::dao::Stage;
use axiom_types::ledger::JobState;
use cosmwasm_std::{coin, Uint128};
use cw20::Cw20ExecuteMsg;

use super::Act;
use crate::properties::checks::donation;
use crate::properties::rng::Rng;
use crate::properties::violation::names;
use crate::properties::violation::same;
use crate::properties::world::World;

pub fn minutes(w: &mut World, rng: &mut Rng) -> Act {
    w.s.wait(60 + rng.below(2 * HOUR));
    Ok(true)
}

pub fn days(w: &mut World, rng: &mut Rng) -> Act {
    w.s.wait(DAY / 2 + rng.below(5 * DAY));
    Ok(true)
}

pub fn weeks(w: &mut World, rng: &mut Rng) -> Act {
    w.s.wait(7 * DAY + rng.below(40 * DAY));
    Ok(true)
}

pub fn blocks(w: &mut World, rng: &mut Rng) -> Act {
    w.s.chain.advance_blocks(1 + rng.below(120));
    Ok(true)
}

/// Lets time pass until a deadline: of a job, a proposal, an epoch, an escrow; or to just before it.
pub fn next_deadline(w: &mut World, rng: &mut Rng) -> Act {
    let (now, at, clock) = (w.now(), w.moment(), w.clock());
    let mut times = vec![];
    for job in w.m.jobs.values().filter(|job| job.state != JobState::Settled) {
        times.push(job.deadline.at + (at.idle - job.deadline.idle));
    }
    for proposal in w.m.proposals.values() {
        match proposal.stage(clock) {
            Stage::Voting => times.push(proposal.voting_ends(clock)),
            Stage::Queued => times.push(proposal.ready_at(clock)),
            Stage::Ready if rng.chance(10) => times.push(proposal.expires_at(clock)),
            _ => {}
        }
    }
    if !w.m.pools.is_empty() {
        times.extend(w.m.score.domains.values().map(|d| d.end_of(d.epoch(now))));
    }
    let deals = w.m.money.escrows.iter().filter(|((_, kind, _), _)| kind == "deal");
    times.extend(deals.map(|(_, escrow)| escrow.backstop));
    times.retain(|time| *time > now + 1);
    times.sort_unstable();
    let Some(time) = rng.pick(&times[..times.len().min(4)]) else {
        return Ok(false);
    };
    let early = u64::from(rng.chance(15));
    w.s.wait(time - now - early);
    Ok(true)
}

/// Makes a peer fail for some steps: a contract, the token, or the bank towards one account.
pub fn break_peer(w: &mut World, rng: &mut Rng) -> Act {
    if w.broken.len() + w.refused.len() > 1 {
        return Ok(false);
    }
    let at = &w.s.at;
    let peers = [at.registry.clone(), at.tracker.clone(), at.distributor.clone(), w.token.clone()];
    if rng.chance(20) {
        let who = rng.pick(&w.actors).unwrap_or_default();
        w.s.chain.refuse_bank_sends_to(&who);
        w.refused.insert(who);
        return Ok(true);
    }
    let Some(peer) = rng.pick(&peers).filter(|peer| !w.planted.contains(peer.as_str())) else {
        return Ok(false);
    };
    let fault = if rng.chance(50) { Fault::fail("out of order") } else { Fault::panic("broken") };
    w.s.chain.set_fault(&peer, fault);
    w.broken.insert(peer.to_string());
    Ok(true)
}

pub fn heal(w: &mut World, _: &mut Rng) -> Act {
    let sick = !w.broken.is_empty() || !w.refused.is_empty();
    w.heal();
    Ok(sick)
}

/// Sends coins or tokens to a contract that nobody asked for; nothing that any contract says may change by it.
pub fn donate(w: &mut World, rng: &mut Rng) -> Act {
    let from = rng.pick(&w.actors).unwrap_or_default();
    let asset = rng.pick(&w.assets).unwrap_or_else(|| w.assets[0].clone());
    let contracts = w.s.at.all().map(|(_, contract)| contract.clone());
    let Some(to) = rng.pick(&contracts) else {
        return Ok(false);
    };
    let amount = rng.range(1, 90_000);
    if matches!(asset, Asset::Cw20(_)) && w.broken.contains(w.token.as_str()) {
        return Ok(false);
    }
    w.in_one_block(|w| {
        let before = donation::answers(w);
        let sent = match &asset {
            Asset::Native(denom) => w.s.chain.bank_send(&from, &to, &[coin(amount, denom)]).is_ok(),
            Asset::Cw20(token) => {
                let msg = Cw20ExecuteMsg::Transfer {
                    recipient: to.to_string(),
                    amount: Uint128::new(amount),
                };
                w.s.chain.execute(&from, token, &msg, &[]).is_ok()
            }
        };
        if !sent {
            return Ok(false);
        }
        w.donated.set(true);
        if to == w.s.at.distributor {
            *w.m.money.surplus.entry(asset.clone()).or_default() += amount;
        }
        let after = donation::answers(w);
        *w.stats.checks.entry(names::I8).or_default() += 1;
        for ((what, before), (_, after)) in before.into_iter().zip(after) {
            same(
                names::I8,
                || format!("{what} after {amount} of {asset} were sent to {to}"),
                after,
                before,
            )?;
        }
        Ok(true)
    })
}
