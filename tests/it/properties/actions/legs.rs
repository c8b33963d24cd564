//! Legs of a settlement: which must fail, which went through, and what they moved.

use axiom_local::Success;
use axiom_types::ledger::{ExecuteMsg, JobState, Leg};

use super::tracker::recorded;
use super::Act;
use crate::properties::model::jobs::Pay;
use crate::properties::model::score::Claim;
use crate::properties::rng::Rng;
use crate::properties::violation::{holds, names, same, Check};
use crate::properties::world::World;

/// Whether the peer of a leg can do its part at a time.
pub fn peer_is_well(w: &World, id: u64, leg: Leg, now: u64) -> bool {
    let at = &w.s.at;
    match leg {
        Leg::Money => {
            let frozen = match &w.m.jobs[&id].pay {
                Pay::Money { asset, .. } => w.m.frozen(asset, now),
                Pay::Score { .. } => false,
            };
            !w.broken.contains(at.distributor.as_str()) && !frozen && !reclaimed(w, id)
        }
        Leg::Score => {
            !w.broken.contains(at.tracker.as_str()) && !w.m.paused(at.tracker.as_str(), now)
        }
        Leg::Result => {
            !w.broken.contains(at.registry.as_str()) && !w.m.paused(at.registry.as_str(), now)
        }
    }
}

/// Whether the payer has taken the escrow of a job back after its backstop.
pub fn reclaimed(w: &World, id: u64) -> bool {
    let key = (w.s.at.ledger.to_string(), "job".to_string(), id);
    !w.m.jobs[&id].released && w.m.money.closed.contains_key(&key)
}

/// Follows the legs of a job that has just ended.
pub fn settled(w: &mut World, id: u64, success: &Success) -> Check {
    let failed: Vec<String> = success
        .events_of("axiom_ledger_leg_failed")
        .filter(|event| {
            event.attributes.iter().any(|a| a.key == "job" && a.value == id.to_string())
        })
        .flat_map(|event| event.attributes.iter().filter(|a| a.key == "leg"))
        .map(|a| a.value.clone())
        .collect();
    for leg in w.m.jobs[&id].legs() {
        let (failed, well) =
            (failed.iter().any(|name| name == leg.name()), peer_is_well(w, id, leg, w.sent_at));
        same(names::I48, || format!("leg {leg:?} of job {id} failed"), failed, !well)?;
        if failed {
            if let Some(job) = w.m.jobs.get_mut(&id) {
                job.pending.insert(leg.code());
            }
        } else {
            went_through(w, id, leg, success)?;
        }
    }
    Ok(())
}

/// What a leg moves.
fn went_through(w: &mut World, id: u64, leg: Leg, success: &Success) -> Check {
    let job = w.m.jobs[&id].clone();
    match leg {
        Leg::Money => {
            let Some((_, money)) = job.money() else {
                return Ok(());
            };
            let key = (w.s.at.ledger.to_string(), "job".to_string(), id);
            w.m.money.close(&key, &money.payouts)?;
            for (to, amount) in &money.payouts {
                w.touched.owners.insert(to.clone());
                let found = paid_by_event(success, to);
                same(names::I5, || format!("job {id} paid {to}"), found, Some(*amount))?;
            }
            w.touched.owners.insert(job.client);
            if let Some(job) = w.m.jobs.get_mut(&id) {
                job.released = true;
            }
        }
        Leg::Score => {
            let measure = match &job.pay {
                Pay::Money { asset, domain, .. } => {
                    w.m.score.price(domain.unwrap_or(0), asset, job.measure())
                }
                Pay::Score { .. } => job.measure(),
            };
            let claim = Claim {
                reporter: w.s.at.ledger.to_string(),
                kind: "job".to_string(),
                id,
                role: String::new(),
                domain: job.domain().unwrap_or(0),
                client: job.client.clone(),
                worker: job.worker.clone().unwrap_or_default(),
                worker_principal: job.worker_principal.clone(),
                client_principal: job.client_principal.clone(),
                shares: job.payees.clone(),
                measure,
            };
            let minted = recorded(w, claim, success)?;
            if let Some(job) = w.m.jobs.get_mut(&id) {
                job.minted = Some(minted);
            }
        }
        Leg::Result => {
            if let Some(space) = w.m.people.spaces.get_mut(&1) {
                let version = space.cells.entry(format!("job/{id}")).or_default();
                *version += 1;
                space.leaves += 1;
                holds(names::I48, *version == 1, || format!("result of job {id} published twice"))?;
            }
        }
    }
    Ok(())
}

/// Base units that an escrow's events say a payee got.
fn paid_by_event(success: &Success, to: &str) -> Option<u128> {
    let paid = success.events_of("axiom_distributor_escrow_paid");
    let get = |event: &cosmwasm_std::Event, key: &str| {
        event.attributes.iter().find(|a| a.key == key).map(|a| a.value.clone())
    };
    let mut of_payee = paid.filter(|event| get(event, "payee").as_deref() == Some(to));
    get(of_payee.next()?, "amount")?.parse().ok()
}

pub fn retry_any(w: &mut World, rng: &mut Rng) -> Act {
    let mut waiting = vec![];
    for (id, job) in w.m.jobs.iter().filter(|(_, job)| job.state == JobState::Settled) {
        let legs = job.pending.iter().filter_map(|code| Leg::from_code(*code));
        // Mostly legs that can succeed; now and then one that cannot.
        waiting.extend(
            legs.map(|leg| (*id, leg)).filter(|(id, leg)| peer_is_well(w, *id, *leg, w.now())),
        );
    }
    let dead = w.broken.contains(w.s.at.ledger.as_str());
    let (Some((id, leg)), false) = (rng.pick(&waiting), dead) else {
        return Ok(false);
    };
    let anybody = rng.pick(&w.actors).unwrap_or_default();
    retry(w, id, leg, &anybody)
}

/// Tries a failed leg again.
pub fn retry(w: &mut World, id: u64, leg: Leg, sender: &str) -> Act {
    let ledger = w.s.at.ledger.clone();
    let well = peer_is_well(w, id, leg, w.now());
    let msg = ExecuteMsg::RetryLeg { job: id, leg };
    let answer = w.send("ledger.retry_leg", sender, &ledger, &msg, &[])?;
    same(
        names::I48,
        || format!("leg {leg:?} of job {id} could be retried"),
        answer.is_some(),
        well,
    )?;
    if let Some(success) = answer {
        if let Some(job) = w.m.jobs.get_mut(&id) {
            job.pending.remove(&leg.code());
        }
        went_through(w, id, leg, &success)?;
        w.touched.jobs.insert(id);
    }
    Ok(true)
}
