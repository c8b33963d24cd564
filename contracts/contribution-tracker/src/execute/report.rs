use axiom_kit::checks;
use axiom_types::bounds::MAX_PAYEES;
use axiom_types::common::Reference;
use axiom_types::json;
use axiom_types::tracker::events::Recorded;
use axiom_types::tracker::{Measure, Report, Reported};
use cosmwasm_std::{Addr, Api, Deps, DepsMut, Env, Response, Storage, Uint128};

use crate::book::credit;
use crate::book::people::People;
use crate::book::spend::{self, Asking};
use crate::domain::budget::{self, Spent};
use crate::domain::measure;
use crate::domain::outcome::{self, Allowance, Credited};
use crate::domain::parties::Parties;
use crate::error::ContractError;
use crate::state::budgets::Grant;
use crate::state::records::{self, Record};
use crate::state::{self, Settings};

/// Records a settled outcome and mints min(measure, what is left of the client's budget), possibly nothing. Anybody may
/// call: it spends only budgets of (client, sender), and a client's own.
///
/// # Errors
/// [`ContractError::AlreadyRecorded`], [`ContractError::UnknownDomain`], [`ContractError::Kit`] for bad addresses,
/// shares, slugs or evidence, [`ContractError::Standing`] if a sum does not fit.
pub fn report(
    deps: DepsMut,
    env: &Env,
    sender: Addr,
    report: Report,
) -> Result<Response, ContractError> {
    // ---- load ----
    let claim = Claim::check(deps.api, sender, report)?;
    let key = unused_key(deps.storage, &claim.reporter, &claim.reference, &claim.role)?;
    let clock = state::load_clock(deps.storage, claim.domain)?;
    let settings = state::load_settings(deps.storage)?;
    let ground = credit::ground(env, claim.domain, &clock, &settings);
    let epoch = clock.epoch_at(ground.now);
    let case = load_case(deps.as_ref(), &claim, &settings, (epoch, ground.now))?;

    // ---- decide ----
    let outcome = outcome::decide(case.measure, case.allowance, &case.credited)?;

    // ---- save ----
    let Claim { domain, .. } = claim;
    let record = Record { domain, minted: outcome.minted, height: env.block.height };
    records::save_record(deps.storage, &key, &record)?;
    if let Some(found) = case.found.as_ref().filter(|_| !outcome.minted.is_zero()) {
        let (clients, workers) = (case.parties.clients(), case.parties.workers());
        let spent = (&found.spent, outcome.minted);
        let sides = (&*clients, &*workers);
        spend::save_spent(deps.storage, &found.grant, epoch, sides, spent)?;
    }
    let written = credit::credit(deps.storage, domain, &outcome.parts, &ground)?;

    // ---- respond ----
    let recorded = Recorded {
        reporter: claim.reporter,
        kind: claim.reference.kind,
        id: claim.reference.id,
        role: claim.role,
        domain,
        client: claim.client,
        worker: claim.worker,
        measure: case.measure,
        minted: outcome.minted,
        grant: case.found.map(|found| found.id),
        shortfall: outcome.shortfall,
        evidence: claim.evidence.map(Into::into),
    };
    let answer = Reported { minted: outcome.minted, shortfall: outcome.shortfall };
    Ok(Response::new()
        .add_event(recorded)
        .add_events(written.events)
        .add_submessages(credit::hook_calls(deps.storage, written.diffs)?)
        .set_data(json::binary(&answer)?))
}

/// A report whose form was checked.
struct Claim {
    reporter: Addr,
    reference: Reference,
    role: String,
    domain: u32,
    client: Addr,
    client_principal: Option<Addr>,
    worker: Addr,
    worker_principal: Option<Addr>,
    shares: Vec<(Addr, u16)>,
    measure: Measure,
    evidence: Option<[u8; 32]>,
}

impl Claim {
    fn check(api: &dyn Api, reporter: Addr, report: Report) -> Result<Self, ContractError> {
        checks::slug("role", &report.role)?;
        Ok(Self {
            reporter,
            client: checks::addr(api, &report.client)?,
            client_principal: checks::opt_addr(api, report.client_principal.as_deref())?,
            worker: checks::addr(api, &report.worker)?,
            worker_principal: checks::opt_addr(api, report.worker_principal.as_deref())?,
            shares: checks::shares(api, &report.shares, MAX_PAYEES)?,
            evidence: checks::opt_hash("evidence", report.evidence.as_ref())?,
            reference: report.reference,
            role: report.role,
            domain: report.domain,
            measure: report.measure,
        })
    }
}

/// What the decision depends on.
struct Case {
    measure: Uint128,
    parties: Parties,
    allowance: Allowance,
    credited: Vec<Credited>,
    found: Option<Found>,
}

/// The grant that is spent.
struct Found {
    id: u64,
    grant: Grant,
    spent: Spent,
}

fn load_case(
    deps: Deps<'_>,
    claim: &Claim,
    settings: &Settings,
    (epoch, now): (u64, u64),
) -> Result<Case, ContractError> {
    let mut people = People::new(deps.querier, settings.registry.as_ref());
    let (client_then, worker_then) = (&claim.client_principal, &claim.worker_principal);
    let mut opt_find = |then: &Option<Addr>| then.as_ref().map(|a| people.find(a)).transpose();
    let (client_then, worker_then) = (opt_find(client_then)?, opt_find(worker_then)?);
    let parties = Parties {
        client: people.find(&claim.client)?,
        client_then,
        worker: people.find(&claim.worker)?,
        worker_then,
    };
    let measure = load_measure(deps.storage, claim.domain, &claim.measure)?;
    let mut case =
        Case { measure, allowance: Allowance::None, credited: vec![], found: None, parties };
    if case.parties.related() {
        case.allowance = Allowance::Related;
        return Ok(case);
    }
    for (account, bps) in &claim.shares {
        let barred = case.parties.bars(&people.find(account)?);
        case.credited.push(Credited { account: account.clone(), bps: *bps, barred });
    }
    let Claim { domain, reporter, client, .. } = claim;
    let asking = Asking { domain: *domain, reporter, client, epoch, now };
    if let Some((id, grant)) = spend::find(deps.storage, &asking)? {
        let (clients, workers) = (case.parties.clients(), case.parties.workers());
        let spent = spend::load_spent(deps.storage, &grant, epoch, (&clients, &workers))?;
        let (left, tightest) = budget::left(&spend::caps(&grant), &spent);
        case.allowance = Allowance::Left(left, tightest);
        case.found = Some(Found { id, grant, spent });
    }
    Ok(case)
}

fn load_measure(
    storage: &dyn Storage,
    domain: u32,
    stated: &Measure,
) -> Result<Uint128, ContractError> {
    Ok(match stated {
        Measure::Stated { points } => measure::stated(*points),
        Measure::Price { asset, amount } => state::may_load_rate(storage, domain, asset)?
            .map_or(Uint128::zero(), |price| measure::price_floor(*amount, &price)),
    })
}

/// Key of a record that is to be made.
///
/// # Errors
/// [`ContractError::AlreadyRecorded`], [`ContractError::Kit`] for a kind that is no slug.
pub fn unused_key(
    storage: &dyn Storage,
    reporter: &Addr,
    reference: &Reference,
    role: &str,
) -> Result<[u8; 32], ContractError> {
    let Reference { kind, id } = reference;
    checks::slug("reference.kind", kind)?;
    let key = records::record_key(reporter, kind, *id, role);
    match records::may_load_record(storage, &key)? {
        None => Ok(key),
        Some(_) => Err(ContractError::AlreadyRecorded {
            kind: kind.clone(),
            id: *id,
            role: role.to_string(),
        }),
    }
}
