//! A client posts a job.

use axiom_kit::{checks, rule, KitError};
use axiom_types::bounds::{BPS, MAX_TEXT_LEN, MAX_TITLE_LEN};
use axiom_types::common::Reference;
use axiom_types::distributor::{EscrowMsg, ExecuteMsg as DistributorMsg};
use axiom_types::json;
use axiom_types::ledger::events::JobPosted as JobPostedEvent;
use axiom_types::ledger::raw::JOB_KIND;
use axiom_types::ledger::{Assignment, JobPosted, JobState, NewJob, OnSilence, Reward};
use axiom_types::record::Transition;
use axiom_types::tracker::raw::domain_clock;
use cosmwasm_std::{Api, Deps, Event, Response, StdError, WasmMsg};

use super::step::{self, Clock};
use super::Ctx;
use crate::domain::posting::{self, Roles};
use crate::domain::time;
use crate::error::ContractError;
use crate::records;
use crate::state::{self, Assigned, Head, Job, Named, PeerSet, Settings, Spec};

/// Stores the job and, if it is paid, draws its price into an escrow.
pub fn run(ctx: Ctx<'_>, new: NewJob) -> Result<Response, ContractError> {
    let Ctx { deps, env, sender } = ctx;

    // ---- load ----
    let settings = state::load_settings(deps.storage)?;
    let peers = state::load_peers(deps.storage, settings.peer_set)?;
    let mut counters = state::load_counters(deps.storage)?;

    // ---- decide ----
    check_reward(deps.as_ref(), &new.reward, &peers)?;
    let spec = spec(deps.api, &settings, sender, new)?;
    let full = || StdError::generic_err("no number is left for jobs");
    counters.jobs = counters.jobs.checked_add(1).ok_or_else(full)?;
    let deadline = Clock::read(deps.storage, &env)?.deadline(&spec, JobState::Open);
    let job = Job { id: counters.jobs, head: Head::posted(deadline), spec };

    // ---- save ----
    state::save_spec(deps.storage, &job)?;
    state::save_head(deps.storage, &job)?;
    state::index_posted(deps.storage, &job)?;
    let done = step::done(&job.spec.client, Transition::Posted);
    let record = records::append_to(deps.storage, &env, counters, (&job, done))?;

    // ---- respond ----
    let mut response = Response::new()
        .add_event(posted_event(&job))
        .add_event(record)
        .set_data(json::binary(&JobPosted { job: job.id })?);
    if let Some(escrow) = escrow(&job, &peers, env.block.time.seconds())? {
        response = response.add_message(escrow);
    }
    Ok(response)
}

/// Passes a reward that can be escrowed and counted.
fn check_reward(deps: Deps<'_>, reward: &Reward, peers: &PeerSet) -> Result<(), ContractError> {
    let domain = match reward {
        Reward::Paid { asset, amount, domain } => {
            asset.validate().map_err(KitError::from)?;
            if let axiom_types::asset::Asset::Cw20(token) = asset {
                checks::addr(deps.api, token)?;
            }
            if amount.is_zero() {
                return Err(KitError::ZeroAmount { field: "amount" }.into());
            }
            if peers.distributor.is_none() {
                return Err(ContractError::NoDistributor {});
            }
            *domain
        }
        Reward::Voluntary { domain, points } => {
            if points.is_zero() {
                return Err(KitError::ZeroAmount { field: "points" }.into());
            }
            posting::check_points(*points)?;
            Some(*domain)
        }
    };
    if let (Some(domain), Some(tracker)) = (domain, &peers.tracker) {
        if domain_clock(&deps.querier, tracker, domain)?.is_none() {
            return Err(ContractError::UnknownDomain { domain });
        }
    }
    Ok(())
}

/// The cold part: what was posted, checked, with the settings of now for what was left out.
fn spec(
    api: &dyn Api,
    settings: &Settings,
    client: cosmwasm_std::Addr,
    new: NewJob,
) -> Result<Spec, ContractError> {
    checks::line("title", &new.title, MAX_TITLE_LEN)?;
    if let Some(description) = &new.description {
        checks::text("description", description, MAX_TEXT_LEN)?;
    }
    if let Some(capability) = &new.capability {
        checks::slug("capability", capability)?;
    }
    let brief = match new.brief {
        None => None,
        Some(link) => Some((link.uri.clone(), checks::link(&link)?)),
    };
    let assigned = match new.assignment {
        Assignment::Direct { worker } => Assigned::Direct(checks::addr(api, &worker)?),
        Assignment::Open { gate } => {
            rule::check(&gate, api)?;
            Assigned::Open(gate)
        }
    };
    let named = Named {
        arbiter: new.arbiter.is_some(),
        windows: new.windows.is_some(),
        on_silence: new.on_silence.is_some(),
        silence_bps: new.arbiter_silence_bps.is_some(),
    };
    let arbiter = checks::opt_addr(api, new.arbiter.as_deref())?;
    let spec = Spec {
        arbiter: posting::choose_arbiter(arbiter, &settings.default_arbiter, &client)?,
        client,
        peer_set: settings.peer_set,
        title: new.title,
        description: new.description.unwrap_or_default(),
        brief,
        input_hash: checks::opt_hash("input_hash", new.input_hash.as_ref())?,
        procedure_hash: checks::opt_hash("procedure_hash", new.procedure_hash.as_ref())?,
        capability: new.capability,
        assigned,
        reward: new.reward,
        reviewer: checks::opt_addr(api, new.reviewer.as_deref())?,
        windows: new.windows.unwrap_or(settings.default_windows),
        on_silence: new.on_silence.unwrap_or(OnSilence::PayWorker),
        silence_bps: new.arbiter_silence_bps.unwrap_or(settings.arbiter_silence_bps),
        fee_bps: settings.fee_bps,
        fee_recipient: settings.fee_recipient.clone(),
        // At most 1,000,000 blocks, checked with the settings.
        min_blocks: u32::try_from(settings.min_blocks).unwrap_or(u32::MAX),
        named,
    };
    check_terms(&spec, settings)?;
    Ok(spec)
}

fn check_terms(spec: &Spec, settings: &Settings) -> Result<(), ContractError> {
    posting::check_windows(&spec.windows)?;
    posting::check_bps("arbiter_silence_bps", spec.silence_bps, BPS)?;
    posting::check_roles(&Roles {
        client: &spec.client,
        worker: spec.offered_to(),
        reviewer: spec.reviewer.as_ref(),
        arbiter: &spec.arbiter,
    })?;
    let by_default = spec.arbiter == settings.default_arbiter;
    posting::check_arbitration(by_default, &spec.windows, settings.min_default_arbitration)?;
    Ok(())
}

fn posted_event(job: &Job) -> Event {
    let (asset, amount, points) = match &job.spec.reward {
        Reward::Paid { asset, amount, .. } => (Some(asset.clone()), Some(*amount), None),
        Reward::Voluntary { points, .. } => (None, None, Some(*points)),
    };
    JobPostedEvent {
        job: job.id,
        client: job.spec.client.clone(),
        worker: job.spec.offered_to().cloned(),
        capability: job.spec.capability.clone(),
        asset,
        amount,
        points,
    }
    .into()
}

/// Opens the escrow of a paid job.
fn escrow(job: &Job, peers: &PeerSet, now: u64) -> Result<Option<WasmMsg>, ContractError> {
    let (Reward::Paid { asset, amount, .. }, Some(distributor)) =
        (&job.spec.reward, &peers.distributor)
    else {
        return Ok(None);
    };
    let open = EscrowMsg::Open {
        reference: Reference { kind: JOB_KIND.to_string(), id: job.id },
        payer: job.spec.client.to_string(),
        asset: asset.clone(),
        amount: *amount,
        backstop: time::backstop(now, &job.spec.windows),
    };
    Ok(Some(WasmMsg::Execute {
        contract_addr: distributor.to_string(),
        msg: json::binary(&DistributorMsg::Escrow(open))?,
        funds: vec![],
    }))
}
