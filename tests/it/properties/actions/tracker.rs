//! Messages of contribution-tracker.

use axiom_local::Success;
use axiom_types::common::Reference;
use axiom_types::tracker::{ExecuteMsg, Measure, Report};
use cosmwasm_std::Uint128;

use super::registry::{as_shares, shares};
use super::Act;
use crate::properties::model::score::{Claim, Holder};
use crate::properties::rng::Rng;
use crate::properties::violation::{names, same, Violation};
use crate::properties::world::World;

/// Compares what a report minted with what budgets, caps and kinship admit, and counts it. Answers the points minted.
pub fn recorded(w: &mut World, mut claim: Claim, success: &Success) -> Result<u128, Violation> {
    let now = w.sent_at;
    let (kind, id) = (claim.kind.clone(), claim.id.to_string());
    let get = |event: &cosmwasm_std::Event, key: &str| {
        event.attributes.iter().find(|a| a.key == key).map(|a| a.value.clone())
    };
    let found = success.events_of("axiom_tracker_recorded").find(|event| {
        get(event, "kind").as_deref() == Some(kind.as_str())
            && get(event, "id").as_deref() == Some(id.as_str())
            && get(event, "reporter").as_deref() == Some(claim.reporter.as_str())
    });
    let Some(event) = found else {
        let text = format!("no record was made of {kind} {id}");
        return Err(Violation { property: names::I48, text });
    };
    claim.role = get(event, "role").unwrap_or_default();
    let minting = w.m.score.decide(&claim, &w.m.people, now);
    let minted: Option<u128> = get(event, "minted").and_then(|n| n.parse().ok());
    same(
        names::RING,
        || format!("points minted for {kind} {id}: {claim:?}"),
        minted,
        Some(minting.sum()),
    )?;
    if minting.grant.is_some() && minting.sum() < claim.measure {
        *w.stats.checks.entry("mintings that a cap or kinship cut").or_default() += 1;
    }
    w.m.score.record(&claim, &minting, &w.m.people, now);
    Ok(minting.sum())
}

/// Somebody who posts or reports work: every other time one who holds a budget.
pub fn client(w: &World, rng: &mut Rng) -> String {
    let open = w.m.score.grants.values().filter(|grant| !grant.ended);
    let holders = open.filter_map(|grant| match &grant.holder {
        Holder::Address(who) => Some(who.clone()),
        Holder::MinScore(..) => None,
    });
    let holder = rng.pick(&holders.collect::<Vec<_>>()).filter(|_| rng.chance(50));
    holder.or_else(|| rng.pick(&w.actors)).unwrap_or_default()
}

pub fn report(w: &mut World, rng: &mut Rng) -> Act {
    // A client reports for itself, mostly one with a budget; or a stranger claims a client that it does not have.
    let client = client(w, rng);
    let reporter = match rng.chance(75) {
        true => client.clone(),
        false => rng.pick(&w.actors).unwrap_or_default(),
    };
    let worker = rng.pick(&w.actors).unwrap_or_default();
    report_one(w, rng, reporter, client, worker)
}

/// A ring: somebody with a budget credits the same two again and again, as much as the budget gives.
pub fn ring(w: &mut World, rng: &mut Rng) -> Act {
    let client = client(w, rng);
    let workers = rng.some(&w.actors, 2);
    let mut done = false;
    for _ in 0..4 {
        let worker = rng.pick(&workers).unwrap_or_default();
        done |= report_one(w, rng, client.clone(), client.clone(), worker)?;
    }
    Ok(done)
}

fn report_one(
    w: &mut World,
    rng: &mut Rng,
    reporter: String,
    client: String,
    worker: String,
) -> Act {
    let tracker = w.s.at.tracker.clone();
    if w.m.paused(tracker.as_str(), w.now()) || w.broken.contains(tracker.as_str()) {
        return Ok(false);
    }
    let domain = rng.pick(&[1u32, 2, 2]).unwrap_or(2);
    let (measure, points) = if rng.chance(60) {
        let points = rng.range(1, 200);
        (Measure::Stated { points: Uint128::new(points) }, points)
    } else {
        let asset = rng.pick(&w.assets).unwrap_or_else(|| w.assets[0].clone());
        let amount = rng.range(1, 90_000);
        let points = w.m.score.price(domain, &asset, amount);
        (Measure::Price { asset, amount: Uint128::new(amount) }, points)
    };
    let payees = match rng.chance(50) {
        true => vec![(worker.clone(), 10_000)],
        false => shares(w, rng, std::slice::from_ref(&worker)),
    };
    // A client may name whom it or the worker acted for; that only ever bars more.
    let then = rng.chance(20).then(|| rng.pick(&w.actors)).flatten();
    let id = rng.next() >> 16;
    let claim = Claim {
        reporter: reporter.clone(),
        kind: "own".to_string(),
        id,
        role: "worker".to_string(),
        domain,
        client,
        client_principal: then.clone().filter(|_| id.is_multiple_of(2)),
        worker,
        worker_principal: then.filter(|_| !id.is_multiple_of(2)),
        shares: payees,
        measure: points,
    };
    let report = Report {
        reference: Reference { kind: claim.kind.clone(), id },
        role: claim.role.clone(),
        domain,
        client: claim.client.clone(),
        client_principal: claim.client_principal.clone(),
        worker: claim.worker.clone(),
        worker_principal: claim.worker_principal.clone(),
        shares: as_shares(&claim.shares),
        measure,
        evidence: None,
    };
    let msg = ExecuteMsg::Report(report);
    if let Some(success) = w.send("tracker.report", &reporter, &tracker, &msg, &[])? {
        recorded(w, claim, &success)?;
    }
    Ok(true)
}

pub fn sync_hook(w: &mut World, rng: &mut Rng) -> Act {
    let tracker = w.s.at.tracker.clone();
    if w.m.paused(tracker.as_str(), w.now()) || w.broken.contains(tracker.as_str()) {
        return Ok(false);
    }
    let members = rng.some(&w.m.history.members(1), 8);
    let sender = rng.pick(&w.actors).unwrap_or_default();
    let msg = ExecuteMsg::SyncHook { addr: w.token.to_string(), members };
    w.send("tracker.sync_hook", &sender, &tracker, &msg, &[])?;
    Ok(true)
}
