//! A worker takes a job; its payees are fixed for good.

use axiom_kit::rule::{self, ChainFacts};
use axiom_types::bounds::{BPS, MAX_PAYEES};
use axiom_types::ledger::events::JobAccepted;
use axiom_types::ledger::JobState;
use axiom_types::registry::raw::{participant, Participant};
use cosmwasm_std::{Addr, Response};

use super::{step, Ctx};
use crate::domain::posting::{check_roles, Roles};
use crate::domain::transition::Action;
use crate::error::ContractError;
use crate::state::{self, Assigned, Job, PeerSet, Taken};

/// Takes the job for the sender.
pub fn run(mut ctx: Ctx<'_>, id: u64) -> Result<Response, ContractError> {
    // ---- load ----
    let (mut job, step) = step::load(ctx.deps.storage, id, Action::Accept)?;
    let worker = ctx.sender.clone();
    let peers = state::load_peers(ctx.deps.storage, job.spec.peer_set)?;

    // ---- decide ----
    admit(&ctx, &job, &peers)?;
    let clock = step::in_time(ctx.deps.storage, &ctx.env, &job)?;
    let (found, client) = match &peers.registry {
        Some(registry) => {
            let read = |who| participant(&ctx.deps.querier, registry, who);
            (read(&worker)?, read(&job.spec.client)?)
        }
        None => (None, None),
    };
    let mut taken = terms(&worker, found)?;
    taken.client_principal = client.and_then(|client| client.principal);

    // ---- save ----
    job.head.has_terms = taken != Taken::default();
    if job.head.has_terms {
        state::save_taken(ctx.deps.storage, id, &taken)?;
    }
    job.head.worker = Some(worker.clone());
    state::index_accepted(ctx.deps.storage, &job, &worker)?;
    let done = step::done(&worker, step.transition());
    let record = step::enter(&mut ctx, &mut job, (JobState::Accepted, &clock), done)?;

    // ---- respond ----
    let event = JobAccepted { job: id, worker };
    Ok(Response::new().add_event(event).add_event(record))
}

/// Passes the worker it is offered to, or anybody whom the gate admits but the reviewer and the arbiter.
fn admit(ctx: &Ctx<'_>, job: &Job, peers: &PeerSet) -> Result<(), ContractError> {
    let sender = &ctx.sender;
    match &job.spec.assigned {
        Assigned::Direct(worker) => {
            step::only(job, sender, [Some(worker), None], "the worker it is offered to")
        }
        Assigned::Open(gate) => {
            check_roles(&Roles {
                client: &job.spec.client,
                worker: Some(sender),
                reviewer: job.spec.reviewer.as_ref(),
                arbiter: &job.spec.arbiter,
            })?;
            let facts = ChainFacts {
                querier: ctx.deps.querier,
                registry: peers.registry.clone(),
                tracker: peers.tracker.clone(),
                now: ctx.env.block.time.seconds(),
            };
            if rule::eval(gate, sender, &facts)? {
                return Ok(());
            }
            Err(ContractError::GateClosed { job: job.id, sender: sender.to_string() })
        }
    }
}

/// What is fixed of the worker: its principal and its payout split. A split that gives the worker everything is
/// left out.
fn terms(worker: &Addr, found: Option<Participant>) -> Result<Taken, ContractError> {
    let Some(Participant { principal, route, .. }) = found else {
        return Ok(Taken::default());
    };
    let sum = route.iter().fold(0u32, |sum, (_, bps)| sum.saturating_add(u32::from(*bps)));
    let whole = sum == u32::from(BPS) && route.iter().all(|(_, bps)| *bps > 0);
    let once = axiom_kit::checks::unique("route", route.iter().map(|(a, _)| a)).is_ok();
    let alone = route.iter().all(|(payee, _)| payee == worker);
    match route.len() {
        0 => Ok(Taken { principal, ..Taken::default() }),
        1..=MAX_PAYEES if whole && once => {
            Ok(Taken { principal, payees: if alone { vec![] } else { route }, ..Taken::default() })
        }
        _ => Err(ContractError::BadRoute { worker: worker.to_string() }),
    }
}
