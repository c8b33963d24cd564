//! Grants and what is left of them.

use axiom_kit::{checks, page};
use axiom_types::tracker::{BudgetResponse, GrantResponse, GrantsResponse, Holder, NewGrant};
use cosmwasm_std::{Deps, Storage, Uint128};

use crate::book::people::People;
use crate::book::spend::{self, Asking};
use crate::domain::budget;
use crate::domain::parties::{self, Parties};
use crate::error::ContractError;
use crate::state;
use crate::state::budgets::{self, Counter, Grant, StoredHolder};

fn row(
    storage: &dyn Storage,
    id: u64,
    grant: Grant,
    now: u64,
) -> Result<GrantResponse, ContractError> {
    let epoch = spend::open_epoch(storage, grant.domain, now)?;
    Ok(GrantResponse {
        id,
        active: grant.open_at(epoch),
        spent: budgets::load_spent(storage, grant.book, Counter::All, epoch)?,
        grant: told(grant),
    })
}

fn told(grant: Grant) -> NewGrant {
    let Grant { domain, ledger, holder, per_client, total, per_pair, last_epoch, .. } = grant;
    NewGrant {
        domain,
        ledger: ledger.into_string(),
        holder: match holder {
            StoredHolder::Address(address) => Holder::Address { address: address.into_string() },
            StoredHolder::MinScore { domain, min } => Holder::MinScore { domain, min },
        },
        per_client,
        total,
        per_pair,
        last_epoch,
    }
}

/// One grant.
pub fn grant(storage: &dyn Storage, id: u64, now: u64) -> Result<GrantResponse, ContractError> {
    row(storage, id, budgets::load_grant(storage, id)?, now)
}

/// A page of grants.
pub fn grants(
    storage: &dyn Storage,
    start_after: Option<u64>,
    limit: Option<u32>,
    now: u64,
) -> Result<GrantsResponse, ContractError> {
    let limit = page::limit(limit);
    let mut found = budgets::list_grants(storage, start_after, limit.saturating_add(1))?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().map(|(id, _)| *id).filter(|_| more);
    let rows = found.into_iter().map(|(id, grant)| row(storage, id, grant, now));
    Ok(GrantsResponse { grants: rows.collect::<Result<_, _>>()?, next })
}

/// Whose budget is asked for.
pub struct Asked {
    /// The domain.
    pub domain: u32,
    /// The reporter.
    pub ledger: String,
    /// The client.
    pub client: String,
    /// The worker.
    pub worker: Option<String>,
}

/// What a report would find left; zero for a worker that is one person with the client.
pub fn budget(deps: Deps<'_>, asked: &Asked, now: u64) -> Result<BudgetResponse, ContractError> {
    let ledger = checks::addr(deps.api, &asked.ledger)?;
    let client = checks::addr(deps.api, &asked.client)?;
    let worker = checks::opt_addr(deps.api, asked.worker.as_deref())?;
    let epoch = spend::open_epoch(deps.storage, asked.domain, now)?;
    let asking = Asking { domain: asked.domain, reporter: &ledger, client: &client, epoch, now };
    let Some((id, grant)) = spend::find(deps.storage, &asking)? else {
        return Ok(BudgetResponse { grant: None, left: Uint128::zero() });
    };
    let settings = state::load_settings(deps.storage)?;
    let mut people = People::new(deps.querier, settings.registry.as_ref());
    let mut caps = spend::caps(&grant);
    let Some(worker) = worker else {
        // Without a worker there is no pair to bound.
        caps.per_pair = Uint128::MAX;
        let client = people.find(&client)?;
        let names = parties::names(&client, None);
        let spent = spend::load_spent(deps.storage, &grant, epoch, (&names, &[]))?;
        return Ok(BudgetResponse { grant: Some(id), left: budget::left(&caps, &spent).0 });
    };
    let parties = Parties {
        client: people.find(&client)?,
        client_then: None,
        worker: people.find(&worker)?,
        worker_then: None,
    };
    let (clients, workers) = (parties.clients(), parties.workers());
    let spent = spend::load_spent(deps.storage, &grant, epoch, (&clients, &workers))?;
    let left = match parties.related() {
        true => Uint128::zero(),
        false => budget::left(&caps, &spent).0,
    };
    Ok(BudgetResponse { grant: Some(id), left })
}
