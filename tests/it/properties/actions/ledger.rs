//! Messages of execution-ledger.

use axiom_local::Success;
use axiom_suite::submission;
use axiom_types::ledger::{Agreement, EndReason, ExecuteMsg, JobPosted, JobState};

use super::jobs::new_job;
use super::tracker::client;
use super::{settled, Act};
use crate::properties::model::jobs::{Gate, Pay};
use crate::properties::model::money::Escrow;
use crate::properties::model::Job;
use crate::properties::rng::Rng;
use crate::properties::violation::Violation;
use crate::properties::world::World;

fn send(
    w: &mut World,
    label: &'static str,
    sender: &str,
    msg: &ExecuteMsg,
) -> Result<Option<Success>, Violation> {
    let contract = w.s.at.ledger.clone();
    w.send(label, sender, &contract, msg, &[])
}

fn dead(w: &World) -> bool {
    w.broken.contains(w.s.at.ledger.as_str())
}

fn closed(w: &World) -> bool {
    dead(w) || w.m.paused(w.s.at.ledger.as_str(), w.now())
}

/// One of the jobs that fit.
fn some_job(w: &World, rng: &mut Rng, fits: impl Fn(&Job) -> bool) -> Option<u64> {
    let fitting: Vec<u64> = w.m.jobs.iter().filter(|(_, j)| fits(j)).map(|(id, _)| *id).collect();
    rng.pick(&fitting)
}

/// A job in one of these states whose deadline has not passed.
fn timely(w: &World, rng: &mut Rng, states: &[JobState]) -> Option<u64> {
    let at = w.moment();
    some_job(w, rng, |job| states.contains(&job.state) && !job.late(at))
}

pub fn post(w: &mut World, rng: &mut Rng) -> Act {
    let client = client(w, rng);
    if closed(w) {
        return Ok(false);
    }
    let Some((new, mut job)) = new_job(w, &client, rng) else {
        return Ok(false);
    };
    let at = w.moment();
    if let Some(success) = send(w, "ledger.post_job", &client, &ExecuteMsg::PostJob(new))? {
        let id = success.data_as::<JobPosted>().job;
        job.enter(JobState::Open, at);
        if let Pay::Money { asset, price, .. } = &job.pay {
            let distributor = w.s.at.distributor.to_string();
            let escrow = Escrow {
                payer: client,
                asset: asset.clone(),
                amount: *price,
                backstop: at.now + Job::backstop_after(&job.windows),
                min_height: at.height + 100,
                idle: w.m.idle(&distributor, at.now) + w.m.frozen_seconds(asset, at.now),
            };
            let key = (w.s.at.ledger.to_string(), "job".to_string(), id);
            w.m.money.open(key, escrow)?;
        }
        w.m.jobs.insert(id, job);
        w.touched.jobs.insert(id);
    }
    Ok(true)
}

/// Whether a gate admits an account.
fn admits(w: &World, job: &Job, who: &str) -> bool {
    if job.reviewer.as_deref() == Some(who) || job.arbiter == who {
        return false;
    }
    match &job.gate {
        Gate::Direct(worker) => worker == who,
        Gate::Anyone => true,
        Gate::Registered => w.m.people.live(who, w.now()),
        Gate::Members(list) => list.iter().any(|member| member == who),
        Gate::MinScore { domain, min } => w.m.score.score(*domain, who, w.now()) >= *min,
    }
}

pub fn accept(w: &mut World, rng: &mut Rng) -> Act {
    let (Some(id), false) = (timely(w, rng, &[JobState::Open]), closed(w)) else {
        return Ok(false);
    };
    let job = &w.m.jobs[&id];
    let fitting: Vec<String> = w.actors.iter().filter(|who| admits(w, job, who)).cloned().collect();
    let Some(worker) = rng.pick(&fitting) else {
        return Ok(false);
    };
    let at = w.moment();
    if send(w, "ledger.accept", &worker, &ExecuteMsg::Accept { job: id })?.is_some() {
        let (payees, principal) = w.m.people.payees(&worker);
        let client = w.m.people.persons.get(&w.m.jobs[&id].client);
        let client_principal = client.and_then(|client| client.principal.clone());
        if let Some(job) = w.m.jobs.get_mut(&id) {
            job.payees = payees;
            job.worker_principal = principal;
            job.client_principal = client_principal;
            job.worker = Some(worker);
            job.enter(JobState::Accepted, at);
        }
        w.touched.jobs.insert(id);
    }
    Ok(true)
}

/// Sends a message that ends a job, and follows its legs.
pub fn ending(
    w: &mut World,
    label: &'static str,
    sender: &str,
    msg: &ExecuteMsg,
    (id, reason, decided): (u64, EndReason, u16),
) -> Act {
    let Some(success) = send(w, label, sender, msg)? else {
        return Ok(true);
    };
    if let Some(job) = w.m.jobs.get_mut(&id) {
        job.end(reason, decided);
    }
    settled(w, id, &success)?;
    w.touched.jobs.insert(id);
    Ok(true)
}

pub fn decline(w: &mut World, rng: &mut Rng) -> Act {
    let at = w.moment();
    let fits =
        |j: &Job| j.state == JobState::Open && matches!(j.gate, Gate::Direct(_)) && !j.late(at);
    let (Some(job), false) = (some_job(w, rng, fits), dead(w)) else {
        return Ok(false);
    };
    let Gate::Direct(worker) = w.m.jobs[&job].gate.clone() else {
        return Ok(false);
    };
    let end = (job, EndReason::Declined, 0);
    ending(w, "ledger.decline", &worker, &ExecuteMsg::Decline { job }, end)
}

pub fn cancel(w: &mut World, rng: &mut Rng) -> Act {
    let (Some(job), false) = (timely(w, rng, &[JobState::Open]), dead(w)) else {
        return Ok(false);
    };
    let client = w.m.jobs[&job].client.clone();
    let end = (job, EndReason::Cancelled, 0);
    ending(w, "ledger.cancel", &client, &ExecuteMsg::Cancel { job }, end)
}

pub fn submit(w: &mut World, rng: &mut Rng) -> Act {
    let states = [JobState::Accepted, JobState::Rework];
    let (Some(id), false) = (timely(w, rng, &states), dead(w)) else {
        return Ok(false);
    };
    let worker = w.m.jobs[&id].worker.clone().unwrap_or_default();
    let work = submission(if rng.chance(50) { "work" } else { "better-work" });
    let at = w.moment();
    let msg = ExecuteMsg::Submit { job: id, submission: work };
    if send(w, "ledger.submit", &worker, &msg)?.is_some() {
        if let Some(job) = w.m.jobs.get_mut(&id) {
            job.submissions += 1;
            job.enter(JobState::InReview, at);
        }
        w.touched.jobs.insert(id);
    }
    Ok(true)
}

/// Who decides on the work: the client, or the reviewer if there is one.
fn decider(w: &World, id: u64, rng: &mut Rng) -> String {
    let job = &w.m.jobs[&id];
    match &job.reviewer {
        Some(reviewer) if rng.chance(50) => reviewer.clone(),
        _ => job.client.clone(),
    }
}

pub fn approve(w: &mut World, rng: &mut Rng) -> Act {
    let (Some(job), false) = (timely(w, rng, &[JobState::InReview]), dead(w)) else {
        return Ok(false);
    };
    let who = decider(w, job, rng);
    let end = (job, EndReason::Approved, 0);
    ending(w, "ledger.approve", &who, &ExecuteMsg::Approve { job }, end)
}

pub fn reject(w: &mut World, rng: &mut Rng) -> Act {
    let (Some(id), false) = (timely(w, rng, &[JobState::InReview]), dead(w)) else {
        return Ok(false);
    };
    let who = decider(w, id, rng);
    let at = w.moment();
    let msg = ExecuteMsg::Reject { job: id, reason: "not what was asked for".to_string() };
    if send(w, "ledger.reject", &who, &msg)?.is_some() {
        if let Some(job) = w.m.jobs.get_mut(&id) {
            let again = job.submissions < 2;
            job.enter(if again { JobState::Rework } else { JobState::Disputed }, at);
        }
        w.touched.jobs.insert(id);
    }
    Ok(true)
}

pub fn arbitrate(w: &mut World, rng: &mut Rng) -> Act {
    let at = w.moment();
    let fits =
        |j: &Job| j.state == JobState::Disputed && !j.late(at) && w.actors.contains(&j.arbiter);
    let (Some(job), false) = (some_job(w, rng, fits), dead(w)) else {
        return Ok(false);
    };
    let arbiter = w.m.jobs[&job].arbiter.clone();
    let worker_bps = rng.pick(&[0, 1, 3_333, 5_000, 10_000]).unwrap_or(0);
    let reason = "as agreed".to_string();
    let msg = ExecuteMsg::Arbitrate { job, worker_bps, reason };
    ending(w, "ledger.arbitrate", &arbiter, &msg, (job, EndReason::Arbitrated, worker_bps))
}

pub fn agree(w: &mut World, rng: &mut Rng) -> Act {
    let at = w.moment();
    let fits = |j: &Job| {
        !matches!(j.state, JobState::Open | JobState::Settled)
            && !j.late(at)
            && j.worker.as_ref() != Some(&j.client)
    };
    let (Some(id), false) = (some_job(w, rng, fits), dead(w)) else {
        return Ok(false);
    };
    let job = w.m.jobs[&id].clone();
    let worker = job.worker.clone().unwrap_or_default();
    let (sender, agreement, answered) = match &job.offer {
        Some((by, agreement)) if rng.chance(75) => {
            let other = if *by == worker { job.client.clone() } else { worker };
            (other, agreement.clone(), true)
        }
        _ => {
            let sender = if rng.chance(50) { worker } else { job.client.clone() };
            let agreement = if rng.chance(60) {
                Agreement::Extend { seconds: 60 + rng.below(200_000) }
            } else {
                Agreement::Dissolve { worker_bps: rng.below(10_001) as u16 }
            };
            let answered =
                job.offer.as_ref().is_some_and(|(by, a)| *by != sender && *a == agreement);
            (sender, agreement, answered)
        }
    };
    let msg = ExecuteMsg::Agree { job: id, agreement: agreement.clone() };
    match (&agreement, answered) {
        (Agreement::Dissolve { worker_bps }, true) => {
            let end = (id, EndReason::Dissolved, *worker_bps);
            return ending(w, "ledger.agree", &sender, &msg, end);
        }
        (Agreement::Extend { seconds }, true) => {
            if send(w, "ledger.agree", &sender, &msg)?.is_some() {
                if let Some(job) = w.m.jobs.get_mut(&id) {
                    job.deadline.at += seconds;
                    job.extended += seconds;
                    job.offer = None;
                }
                w.touched.jobs.insert(id);
            }
        }
        (_, false) => {
            if send(w, "ledger.agree", &sender, &msg)?.is_some() {
                if let Some(job) = w.m.jobs.get_mut(&id) {
                    job.offer = Some((sender, agreement));
                }
            }
        }
    }
    Ok(true)
}

/// Brings one of the running jobs a step on.
pub fn work(w: &mut World, rng: &mut Rng) -> Act {
    let at = w.moment();
    let fits = |j: &Job| j.state != JobState::Settled && !j.late(at);
    let Some(id) = some_job(w, rng, fits) else {
        return Ok(false);
    };
    match w.m.jobs[&id].state {
        JobState::Open => accept(w, rng),
        JobState::Accepted | JobState::Rework => submit(w, rng),
        JobState::InReview if rng.chance(55) => reject(w, rng),
        JobState::InReview => approve(w, rng),
        JobState::Disputed | JobState::Settled => arbitrate(w, rng),
    }
}

pub fn expire(w: &mut World, rng: &mut Rng) -> Act {
    let at = w.moment();
    let fits = |j: &Job| j.state != JobState::Settled && j.late(at);
    let (Some(id), false) = (some_job(w, rng, fits), dead(w)) else {
        return Ok(false);
    };
    let anybody = rng.pick(&w.actors).unwrap_or_default();
    expire_job(w, id, &anybody)
}

/// Ends a job by time.
pub fn expire_job(w: &mut World, id: u64, sender: &str) -> Act {
    let reason = w.m.jobs[&id].default_end();
    let msg = ExecuteMsg::Expire { job: id };
    ending(w, "ledger.expire", sender, &msg, (id, reason, 0))
}
