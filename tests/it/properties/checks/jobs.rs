//! I14, I25, I48: jobs, their escrows, and what settled ones have left behind.

use axiom_types::common::Reference;
use axiom_types::ledger::{JobResponse, JobState, Leg, PendingLeg, PendingLegsResponse, QueryMsg};
use axiom_types::tracker::{ContributionResponse, QueryMsg as TrackerQuery};

use super::money::escrow;
use crate::properties::model::jobs::Pay;
use crate::properties::violation::{holds, names, same, Check};
use crate::properties::world::World;

fn key(w: &World, id: u64) -> (String, String, u64) {
    (w.s.at.ledger.to_string(), "job".to_string(), id)
}

/// I25: state, end, worker, payees and deadline are what the reference's state machine says.
pub fn i25_state(w: &mut World, id: u64) -> Check {
    *w.stats.checks.entry(names::I25).or_default() += 1;
    let found: JobResponse = w.s.chain.query(&w.s.at.ledger, &QueryMsg::Job { job: id });
    let (job, at) = (&w.m.jobs[&id], w.moment());
    let what = |what: &'static str| move || format!("{what} of job {id}");
    same(names::I25, what("state"), (found.state, found.ended), (job.state, job.ended))?;
    same(names::I25, what("worker"), found.worker.map(|w| w.to_string()), job.worker.clone())?;
    same(names::I25, what("fee"), found.fee_bps, job.fee_bps)?;
    let payees: Vec<_> = found.payees.iter().map(|s| (s.account.clone(), s.bps)).collect();
    same(names::I25, what("payees"), payees, job.payees.clone())?;
    if job.state != JobState::Settled {
        let deadline = job.deadline.at + (at.idle - job.deadline.idle);
        same(names::I25, what("deadline"), found.deadline, Some(deadline))?;
        same(
            names::I25,
            what("deadline's height"),
            found.deadline_height,
            Some(job.deadline.min_height),
        )?;
    }
    Ok(())
}

/// I14: what a job has locked = paid + given back + still locked; nothing is locked once it has settled, unless the
/// release failed and waits.
pub fn i14_escrow(w: &mut World, id: u64) -> Check {
    *w.stats.checks.entry(names::I14).or_default() += 1;
    let job = &w.m.jobs[&id];
    let Pay::Money { price, .. } = &job.pay else {
        return Ok(());
    };
    let locked = escrow(w, &key(w, id)).unwrap_or(0);
    let closed = w.m.money.closed.get(&key(w, id));
    let moved = closed.map_or(0, |closed| closed.paid + closed.refunded);
    same(
        names::I14,
        || format!("locked, paid and given back of job {id}"),
        locked + moved,
        *price,
    )?;
    let waits = job.pending.contains(&Leg::Money.code());
    let may_be_locked = job.state != JobState::Settled || waits;
    holds(names::I14, may_be_locked || locked == 0, || {
        format!("job {id} has settled and {locked} are locked")
    })?;
    if job.released {
        let expected = job.money().map(|(_, money)| (money.gross, money.refunded));
        let found = closed.map(|closed| (closed.paid, closed.refunded));
        same(names::I14, || format!("paid and given back of job {id}"), found, expected)?;
    }
    Ok(())
}

/// I48: a leg is pending exactly if it failed.
pub fn i48_legs(w: &mut World, id: u64) -> Check {
    *w.stats.checks.entry(names::I48).or_default() += 1;
    let found: Vec<PendingLeg> =
        w.s.chain.query(&w.s.at.ledger, &QueryMsg::PendingLegs { job: id });
    let found: Vec<u8> = found.iter().map(|row| row.leg.code()).collect();
    let expected: Vec<u8> = w.m.jobs[&id].pending.iter().copied().collect();
    same(names::I48, || format!("pending legs of job {id}"), found, expected)
}

/// I48: settled jobs, records of the tracker, released escrows and published results match one to one; what is missing
/// is pending.
pub fn i48_bijection(w: &mut World) -> Check {
    let ledger = w.s.at.ledger.to_string();
    for (id, job) in &w.m.jobs {
        let settled = job.state == JobState::Settled;
        let expected =
            |leg: Leg| settled && job.legs().contains(&leg) && !job.pending.contains(&leg.code());
        let msg = TrackerQuery::Contribution {
            reporter: ledger.clone(),
            reference: Reference { kind: "job".to_string(), id: *id },
            role: "worker".to_string(),
        };
        let found: Option<ContributionResponse> = w.s.chain.query(&w.s.at.tracker, &msg);
        let minted = expected(Leg::Score).then_some(job.minted.unwrap_or(0));
        same(names::I48, || format!("record of job {id}"), found.map(|c| c.minted.u128()), minted)?;
        let released = w.escrow_ends.contains_key(&key(w, *id)) && job.released;
        same(names::I48, || format!("release of job {id}"), released, expected(Leg::Money))?;
        let cell = axiom_types::registry::QueryMsg::Cell { space: 1, key: format!("job/{id}") };
        let found: Option<axiom_types::registry::CellResponse> =
            w.s.chain.query(&w.s.at.registry, &cell);
        let version = expected(Leg::Result).then_some(1);
        same(names::I48, || format!("result of job {id}"), found.map(|c| c.version), version)?;
    }
    let pending: usize = w.m.jobs.values().map(|job| job.pending.len()).sum();
    let msg = QueryMsg::AllPendingLegs { start_after: None, limit: Some(100) };
    let found: PendingLegsResponse = w.s.chain.query(&w.s.at.ledger, &msg);
    same(names::I48, || "pending legs of all jobs".to_string(), found.legs.len(), pending)
}
