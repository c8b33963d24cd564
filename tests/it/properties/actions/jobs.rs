//! New jobs of many shapes.

use axiom_suite::{link, DAY, HOUR};
use axiom_types::asset::Asset;
use axiom_types::ledger::{Assignment, JobState, NewJob, OnSilence, Reward, Windows};
use axiom_types::rule::Rule;
use cosmwasm_std::Uint128;

use crate::properties::model::jobs::{Deadline, Gate, Pay};
use crate::properties::model::Job;
use crate::properties::rng::Rng;
use crate::properties::world::World;

/// A job that its client can post now, and the same job as the reference keeps it.
pub fn new_job(w: &World, client: &str, rng: &mut Rng) -> Option<(NewJob, Job)> {
    let (reward, pay) = reward(w, client, rng)?;
    let rules = &w.m.ledger;
    let others: Vec<String> = w.actors.iter().filter(|a| *a != client).cloned().collect();
    let mut parties = rng.some(&others, 7);
    while parties.len() < 3 {
        let more = rng.pick(&others)?;
        if !parties.contains(&more) {
            parties.push(more);
        }
    }
    let (worker, reviewer, arbiter) = (parties[0].clone(), parties[1].clone(), parties[2].clone());
    let worker = if rng.chance(6) { client.to_string() } else { worker };
    let (assignment, gate) = assignment(w, worker, rng);
    let reviewer = rng.chance(40).then_some(reviewer);
    let arbiter = rng.chance(75).then_some(arbiter);
    let windows = windows(w, arbiter.is_none(), rng);
    let on_silence =
        rng.pick(&[None, Some(OnSilence::PayWorker), Some(OnSilence::RefundClient)])?;
    let silence = rng.chance(50).then(|| rng.below(10_001) as u16);
    let chosen = windows.or(rules.windows)?;
    let job = Job {
        client: client.to_string(),
        gate,
        pay,
        reviewer: reviewer.clone(),
        arbiter: arbiter.clone().unwrap_or_else(|| rules.default_arbiter.clone()),
        windows: chosen,
        on_silence: on_silence.unwrap_or(OnSilence::PayWorker),
        silence_bps: silence.unwrap_or(rules.silence_bps),
        fee_bps: rules.fee_bps,
        fee_recipient: rules.fee_recipient.clone(),
        min_blocks: rules.min_blocks,
        state: JobState::Open,
        worker: None,
        worker_principal: None,
        client_principal: None,
        payees: vec![],
        submissions: 0,
        deadline: Deadline::default(),
        extended: 0,
        offer: None,
        ended: None,
        worker_bps: 0,
        pending: Default::default(),
        minted: None,
        released: false,
    };
    let new = NewJob {
        title: "a job".to_string(),
        description: None,
        brief: Some(link("brief")),
        input_hash: None,
        procedure_hash: None,
        capability: rng.chance(30).then(|| "write".to_string()),
        assignment,
        reward,
        reviewer,
        arbiter,
        windows,
        on_silence,
        arbiter_silence_bps: silence,
    };
    Some((new, job))
}

fn reward(w: &World, client: &str, rng: &mut Rng) -> Option<(Reward, Pay)> {
    if rng.chance(25) {
        let (domain, points) = (rng.pick(&[1u32, 1, 2])?, rng.range(1, 80));
        let reward = Reward::Voluntary { domain, points: Uint128::new(points) };
        return Some((reward, Pay::Score { domain, points }));
    }
    let asset = affordable(w, client, rng)?;
    let most = w.m.money.balance(client, &asset).min(w.m.money.allowance(
        client,
        w.s.at.ledger.as_str(),
        &asset,
    ));
    let cap = rng.pick(&[40u128, 9_000, 400_000])?;
    let price = rng.range(1, most.min(cap));
    let domain = rng.chance(85).then_some(2);
    let reward = Reward::Paid { asset: asset.clone(), amount: Uint128::new(price), domain };
    Some((reward, Pay::Money { asset, price, domain }))
}

/// An asset that a client can put into a job now.
fn affordable(w: &World, client: &str, rng: &mut Rng) -> Option<Asset> {
    let now = w.now();
    let ledger = w.s.at.ledger.as_str();
    let fits = |asset: &&Asset| {
        w.m.money.balance(client, asset) > 0
            && w.m.money.allowance(client, ledger, asset) > 0
            && !w.m.frozen(asset, now)
    };
    let distributor = w.s.at.distributor.as_str();
    if w.m.paused(distributor, now) || w.broken.contains(distributor) {
        return None;
    }
    let fitting: Vec<Asset> = w.assets.iter().filter(fits).cloned().collect();
    rng.pick(&fitting)
}

fn assignment(w: &World, worker: String, rng: &mut Rng) -> (Assignment, Gate) {
    let open = |gate| Assignment::Open { gate };
    match rng.below(20) {
        0..=8 => (Assignment::Direct { worker: worker.clone() }, Gate::Direct(worker)),
        9..=14 => (open(Rule::Anyone {}), Gate::Anyone),
        15..=16 => (open(Rule::Registered { kind: None }), Gate::Registered),
        17..=18 => {
            let members = rng.some(&w.actors, 4);
            (open(Rule::Member { addresses: members.clone() }), Gate::Members(members))
        }
        _ => {
            let min = rng.range(1, 150);
            let rule = Rule::MinScore { tracker: None, domain: 1, min: Uint128::new(min) };
            (open(rule), Gate::MinScore { domain: 1, min })
        }
    }
}

fn windows(w: &World, default_arbiter: bool, rng: &mut Rng) -> Option<Windows> {
    if rng.chance(30) {
        return None;
    }
    let lengths = [60, 6 * HOUR, 2 * DAY, 5 * DAY, 20 * DAY];
    let mut length = || rng.pick(&lengths).unwrap_or(DAY);
    let mut windows = Windows {
        accept: length(),
        submit: length(),
        review: length(),
        rework: length(),
        arbitrate: length(),
    };
    if default_arbiter {
        windows.arbitrate = windows.arbitrate.max(w.m.ledger.min_default_arbitration);
    }
    Some(windows)
}
