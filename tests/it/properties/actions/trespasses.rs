//! More messages that must be refused: rightful people at the wrong time, with too much, or twice.

use axiom_suite::{profile, submission};
use axiom_types::common::Reference;
use axiom_types::dao::{ExecuteMsg as DaoMsg, Stage, Target, Vote};
use axiom_types::distributor::{EscrowMsg, ExecuteMsg, Withdrawal};
use axiom_types::ledger::{Agreement, ExecuteMsg as LedgerMsg, JobState};
use axiom_types::registry::{ExecuteMsg as RegistryMsg, ParticipantKind};
use axiom_types::tracker::{ExecuteMsg as TrackerMsg, Measure, MemberWeight, Report};
use cosmwasm_std::Uint128;

use super::probes::{probe_of, Probe};
use super::registry::as_shares;
use crate::properties::model::Job;
use crate::properties::rng::Rng;
use crate::properties::world::{address, World, GUARDIAN};

/// One that fits the present state.
pub fn draw(w: &World, rng: &mut Rng) -> Option<Probe> {
    match rng.below(10) {
        0..=2 => wrong_side(w, rng),
        3 => too_late(w, rng),
        4..=5 => too_much(w, rng),
        6 => twice(w, rng),
        7 => registry(w, rng),
        8 => governance(w, rng),
        _ => weight_is_earned(w, rng),
    }
}

fn some_job(w: &World, rng: &mut Rng, fits: impl Fn(&Job) -> bool) -> Option<(u64, Job)> {
    let fitting = w.m.jobs.iter().filter(|(_, job)| fits(job));
    rng.pick(&fitting.map(|(id, job)| (*id, job.clone())).collect::<Vec<_>>())
}

/// Somebody of the job does what belongs to somebody else of it.
fn wrong_side(w: &World, rng: &mut Rng) -> Option<Probe> {
    let (id, job) = some_job(w, rng, |job| job.state != JobState::Settled)?;
    let ledger = &w.s.at.ledger;
    let worker = job.worker.clone();
    let reason = "mine".to_string();
    match job.state {
        JobState::Open => {
            let msg = LedgerMsg::Accept { job: id };
            probe_of("the arbiter takes the job", &job.arbiter, ledger, &msg, &[])
        }
        JobState::Accepted | JobState::Rework if worker.as_ref() != Some(&job.client) => {
            let msg = LedgerMsg::Submit { job: id, submission: submission("work") };
            probe_of("the client hands in", &job.client, ledger, &msg, &[])
        }
        JobState::InReview if worker.as_ref() != Some(&job.client) => {
            let msg = LedgerMsg::Approve { job: id };
            probe_of("the worker approves", &worker?, ledger, &msg, &[])
        }
        JobState::Disputed => {
            let who = if rng.chance(50) { job.client } else { worker? };
            let msg = LedgerMsg::Arbitrate { job: id, worker_bps: 5_000, reason };
            probe_of("a party decides its own dispute", &who, ledger, &msg, &[])
        }
        _ => {
            let msg = LedgerMsg::Agree { job: id, agreement: Agreement::Extend { seconds: 600 } };
            probe_of("the arbiter agrees for a party", &job.arbiter, ledger, &msg, &[])
        }
    }
}

/// The right one after the deadline.
fn too_late(w: &World, rng: &mut Rng) -> Option<Probe> {
    let at = w.moment();
    let (id, job) = some_job(w, rng, |job| job.state != JobState::Settled && job.late(at))?;
    let ledger = &w.s.at.ledger;
    let why = "after the deadline";
    match job.state {
        JobState::Open => probe_of(why, &job.client, ledger, &LedgerMsg::Cancel { job: id }, &[]),
        JobState::Accepted | JobState::Rework => {
            let msg = LedgerMsg::Submit { job: id, submission: submission("work") };
            probe_of(why, &job.worker?, ledger, &msg, &[])
        }
        JobState::InReview => {
            probe_of(why, &job.client, ledger, &LedgerMsg::Approve { job: id }, &[])
        }
        JobState::Disputed | JobState::Settled => {
            let reason = "late".to_string();
            let msg = LedgerMsg::Arbitrate { job: id, worker_bps: 1, reason };
            probe_of(why, &job.arbiter, ledger, &msg, &[])
        }
    }
}

/// More than there is, or than was allowed.
fn too_much(w: &World, rng: &mut Rng) -> Option<Probe> {
    let distributor = &w.s.at.distributor;
    let (who, asset) = (rng.pick(&w.actors)?, rng.pick(&w.assets)?);
    let held = w.m.money.balance(&who, &asset);
    let amount = Uint128::new(held + 1);
    match rng.below(3) {
        0 => {
            let withdrawals = vec![Withdrawal { asset, amount: Some(amount), to: None }];
            let msg = ExecuteMsg::Withdraw { withdrawals };
            probe_of("a withdrawal of one too many", &who, distributor, &msg, &[])
        }
        1 => {
            let to = w.s.at.dao.to_string();
            let msg = ExecuteMsg::Transfer { to, asset, amount };
            probe_of("a transfer of one too many", &who, distributor, &msg, &[])
        }
        _ => {
            let payer = rng.pick(&w.actors)?;
            let left = w.m.money.allowance(&payer, &who, &asset);
            let msg = ExecuteMsg::Escrow(EscrowMsg::Open {
                reference: Reference { kind: "deal".to_string(), id: rng.next() >> 16 },
                payer,
                asset,
                amount: Uint128::new(left + 1),
                backstop: w.now() + 9_000,
            });
            probe_of("an escrow beyond the allowance", &who, distributor, &msg, &[])
        }
    }
}

/// A reference that was used before.
fn twice(w: &World, rng: &mut Rng) -> Option<Probe> {
    if rng.chance(50) {
        let deals = w.m.money.closed.keys().chain(w.m.money.escrows.keys());
        let deals: Vec<_> = deals.filter(|key| w.actors.contains(&key.0)).cloned().collect();
        let key = rng.pick(&deals)?;
        let allowed =
            w.m.money.allowances.iter().find(|((_, controller, _), _)| *controller == key.0);
        let ((payer, _, asset), _) = allowed?;
        let msg = ExecuteMsg::Escrow(EscrowMsg::Open {
            reference: Reference { kind: key.1, id: key.2 },
            payer: payer.clone(),
            asset: asset.clone(),
            amount: Uint128::one(),
            backstop: w.now() + 9_000,
        });
        return probe_of("an escrow's reference again", &key.0, &w.s.at.distributor, &msg, &[]);
    }
    let own = w.m.score.records.keys().filter(|key| w.actors.contains(&key.0));
    let (reporter, kind, id, role) = rng.pick(&own.cloned().collect::<Vec<_>>())?;
    let worker = rng.pick(&w.actors)?;
    let report = Report {
        reference: Reference { kind, id },
        role,
        domain: 2,
        client: reporter.clone(),
        client_principal: None,
        worker: worker.clone(),
        worker_principal: None,
        shares: as_shares(&[(worker, 10_000)]),
        measure: Measure::Stated { points: Uint128::new(5) },
        evidence: None,
    };
    let msg = TrackerMsg::Report(report);
    probe_of("a record's reference again", &reporter, &w.s.at.tracker, &msg, &[])
}

fn registry(w: &World, rng: &mut Rng) -> Option<Probe> {
    let (registry, now) = (&w.s.at.registry, w.now());
    let live = w.actors.iter().filter(|who| w.m.people.live(who, now));
    let who = rng.pick(&live.cloned().collect::<Vec<_>>())?;
    match rng.below(3) {
        0 => {
            let kind = ParticipantKind::User;
            let msg = RegistryMsg::Register { kind, profile: profile("again", &[]) };
            probe_of("a second registration", &who, registry, &msg, &[])
        }
        1 => {
            let principal = rng.pick(&w.actors)?;
            if w.m.people.offers.contains_key(&(principal.clone(), who.clone())) {
                return None;
            }
            let route = as_shares(&[(who.clone(), 10_000)]);
            let msg = RegistryMsg::AcceptBinding { principal, route };
            probe_of("a binding that nobody offered", &who, registry, &msg, &[])
        }
        _ => {
            let other = rng.pick(&w.actors)?;
            if other == who || w.m.people.principal(&other) == who {
                return None;
            }
            let msg = RegistryMsg::Renew { participants: vec![other] };
            probe_of("somebody else's lease", &who, registry, &msg, &[])
        }
    }
}

fn governance(w: &World, rng: &mut Rng) -> Option<Probe> {
    let (dao, at) = (&w.s.at.dao, w.clock());
    if rng.chance(30) {
        let others = w.actors.iter().filter(|who| **who != address(GUARDIAN));
        let who = rng.pick(&others.cloned().collect::<Vec<_>>())?;
        let msg = DaoMsg::GuardianPause { target: Target::Ledger {}, seconds: 600 };
        return probe_of("a pause by nobody's guardian", &who, dao, &msg, &[]);
    }
    let ids: Vec<u64> = w.m.proposals.keys().copied().collect();
    let id = rng.pick(&ids)?;
    let proposal = &w.m.proposals[&id];
    match proposal.stage(at) {
        Stage::Voting if rng.chance(50) => {
            let msg = DaoMsg::Vote { proposal_id: id, vote: Vote::Veto };
            probe_of("a veto", &w.actors[0], dao, &msg, &[])
        }
        Stage::Voting => {
            let others = w.actors.iter().filter(|who| **who != proposal.proposer);
            let who = rng.pick(&others.cloned().collect::<Vec<_>>())?;
            let msg = DaoMsg::Cancel { proposal_id: id };
            probe_of("somebody else's proposal cancelled", &who, dao, &msg, &[])
        }
        Stage::Queued | Stage::Ready => {
            let msg = DaoMsg::Close { proposal_id: id };
            probe_of("a passed proposal closed", &w.actors[0], dao, &msg, &[])
        }
        _ => {
            let msg = DaoMsg::Execute { proposal_id: id };
            probe_of("an ended proposal executed", &w.actors[0], dao, &msg, &[])
        }
    }
}

fn weight_is_earned(w: &World, rng: &mut Rng) -> Option<Probe> {
    let who = rng.pick(&w.actors)?;
    let add = vec![MemberWeight { addr: who.clone(), weight: 1_000 }];
    let msg = TrackerMsg::UpdateMembers { remove: vec![], add };
    let sender = if rng.chance(50) { w.s.at.dao.to_string() } else { who };
    probe_of("weight given and not earned", &sender, &w.s.at.tracker, &msg, &[])
}
