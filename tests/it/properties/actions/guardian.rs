//! What the guardian does.

use axiom_types::dao::{ExecuteMsg, GuardianAct, Target};
use axiom_types::distributor::FreezeTarget;
use cosmwasm_std::Addr;

use super::dao::send;
use super::Act;
use crate::properties::rng::Rng;
use crate::properties::world::{address, World, GUARDIAN};

const COOLDOWN: u64 = 30 * 86_400;

/// Whether the guardian may act again in this way.
fn free(w: &World, spans: &[(u64, u64)]) -> bool {
    spans.last().is_none_or(|(_, until)| w.now() >= until + COOLDOWN)
}

pub fn guardian_pause(w: &mut World, rng: &mut Rng) -> Act {
    if !free(w, w.m.guardian.pauses.spans()) {
        return Ok(false);
    }
    let at = &w.s.at;
    let targets = [
        (Target::Registry {}, at.registry.clone()),
        (Target::Ledger {}, at.ledger.clone()),
        (Target::Tracker {}, at.tracker.clone()),
        (Target::Distributor {}, at.distributor.clone()),
    ];
    let Some((target, contract)) = rng.pick(&targets) else {
        return Ok(false);
    };
    if w.broken.contains(contract.as_str()) {
        return Ok(false);
    }
    let seconds = rng.pick(&[600, 86_400, 300_000]).unwrap_or(600);
    let now = w.now();
    let msg = ExecuteMsg::GuardianPause { target, seconds };
    if send(w, "dao.guardian_pause", &address(GUARDIAN), &msg)?.is_some() {
        w.m.pauses.entry(contract.to_string()).or_default().start(now, seconds);
        w.m.guardian.pauses.start(now, seconds);
        w.m.guardian.pause_target = Some(contract.to_string());
    }
    Ok(true)
}

pub fn guardian_freeze(w: &mut World, rng: &mut Rng) -> Act {
    let distributor_dead = w.broken.contains(w.s.at.distributor.as_str());
    if !free(w, w.m.guardian.freezes.spans()) || distributor_dead {
        return Ok(false);
    }
    let pools: Vec<u64> = w.m.pools.keys().copied().collect();
    let (target, words) = match rng.pick(&pools).filter(|_| rng.chance(40)) {
        Some(pool) => (FreezeTarget::Pool(pool), format!("pool:{pool}")),
        None => {
            let asset = rng.pick(&w.assets).unwrap_or_else(|| w.assets[0].clone());
            let words = format!("asset:{}", asset.key());
            (FreezeTarget::Asset(asset), words)
        }
    };
    let seconds = rng.pick(&[600, 86_400, 250_000]).unwrap_or(600);
    let now = w.now();
    let msg = ExecuteMsg::GuardianFreeze { target, seconds };
    if send(w, "dao.guardian_freeze", &address(GUARDIAN), &msg)?.is_some() {
        w.m.freezes.entry(words.clone()).or_default().start(now, seconds);
        w.m.guardian.freezes.start(now, seconds);
        w.m.guardian.freeze_target = Some(words);
    }
    Ok(true)
}

pub fn guardian_release(w: &mut World, rng: &mut Rng) -> Act {
    let now = w.now();
    let guardian = &w.m.guardian;
    let mut running = vec![];
    let target = guardian.pause_target.clone().unwrap_or_default();
    if guardian.pauses.running(now) && !w.broken.contains(&target) {
        running.push(GuardianAct::Pause);
    }
    let distributor: &Addr = &w.s.at.distributor;
    if guardian.freezes.running(now) && !w.broken.contains(distributor.as_str()) {
        running.push(GuardianAct::Freeze);
    }
    let Some(what) = rng.pick(&running) else {
        return Ok(false);
    };
    if send(w, "dao.guardian_release", &address(GUARDIAN), &ExecuteMsg::GuardianRelease { what })?
        .is_some()
    {
        let m = &mut w.m;
        match what {
            GuardianAct::Pause => {
                m.guardian.pauses.end(now);
                let target = m.guardian.pause_target.clone().unwrap_or_default();
                m.pauses.entry(target).or_default().end(now);
            }
            GuardianAct::Freeze => {
                m.guardian.freezes.end(now);
                let target = m.guardian.freeze_target.clone().unwrap_or_default();
                m.freezes.entry(target).or_default().end(now);
            }
        }
    }
    Ok(true)
}
