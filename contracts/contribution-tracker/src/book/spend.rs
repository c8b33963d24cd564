//! Finds the grant that a report spends, and counts what it spends.

use cosmwasm_std::{Addr, StdResult, Storage, Uint128};

use super::credit;
use crate::domain::budget::{Caps, Spent};
use crate::error::ContractError;
use crate::state;
use crate::state::budgets::{self, Counter, Grant, StoredHolder};

/// Who asks for a budget, where and when.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// The domain in which it mints.
    pub domain: u32,
    /// Who reports.
    pub reporter: &'a Addr,
    /// Whose budget is spent.
    pub client: &'a Addr,
    /// The epoch of the domain that is open.
    pub epoch: u64,
    /// Unix seconds of the block.
    pub now: u64,
}

/// The grant that is spent: that of (client, reporter); for a client's own report else its newest grant through any
/// ledger; else a grant by score for the reporter. None if none can be spent now.
///
/// # Errors
/// Stored bytes of an unknown format.
pub fn find(
    storage: &dyn Storage,
    asking: &Asking<'_>,
) -> Result<Option<(u64, Grant)>, ContractError> {
    let Asking { domain, reporter, client, .. } = *asking;
    let slot = budgets::may_load_slot(storage, domain, reporter, Some(client))?;
    if let Some(found) = usable(storage, slot.map(|slot| slot.grant), asking)? {
        return Ok(Some(found));
    }
    if reporter == client {
        let direct = budgets::may_load_direct(storage, domain, client)?;
        if let Some(found) = usable(storage, direct, asking)? {
            return Ok(Some(found));
        }
    }
    let slot = budgets::may_load_slot(storage, domain, reporter, None)?;
    usable(storage, slot.map(|slot| slot.grant), asking)
}

/// The grant if it has not ended and the client meets its condition.
fn usable(
    storage: &dyn Storage,
    id: Option<u64>,
    asking: &Asking<'_>,
) -> Result<Option<(u64, Grant)>, ContractError> {
    let Some(id) = id else { return Ok(None) };
    let grant = budgets::load_grant(storage, id)?;
    let open = grant.open_at(asking.epoch);
    let held = open
        && match &grant.holder {
            StoredHolder::Address(holder) => holder == asking.client,
            StoredHolder::MinScore { domain, min } => {
                credit::load_score(storage, *domain, asking.client, asking.now)? >= *min
            }
        };
    Ok(held.then_some((id, grant)))
}

/// The epoch of a grant's domain that is open now.
///
/// # Errors
/// [`ContractError::UnknownDomain`].
pub fn open_epoch(storage: &dyn Storage, domain: u32, now: u64) -> Result<u64, ContractError> {
    Ok(state::load_clock(storage, domain)?.epoch_at(now))
}

/// Caps of a grant.
pub fn caps(grant: &Grant) -> Caps {
    let Grant { total, per_client, per_pair, .. } = *grant;
    Caps { total, per_client, per_pair }
}

/// The names of a client under which a grant counts: the one client of a grant to an address is that address, for
/// whomever it acts.
fn counted<'a, 'b>(grant: &Grant, clients: &'b [&'a Addr]) -> &'b [&'a Addr] {
    match grant.holder {
        StoredHolder::Address(_) => clients.get(..1).unwrap_or(clients),
        StoredHolder::MinScore { .. } => clients,
    }
}

/// Points spent of a grant in an epoch. The one client of a grant to an address has spent what all have spent. Of
/// several names under which client or pair are counted, the one with most spent bounds.
///
/// # Errors
/// Stored bytes of an unknown format.
pub fn load_spent(
    storage: &dyn Storage,
    grant: &Grant,
    epoch: u64,
    (clients, workers): (&[&Addr], &[&Addr]),
) -> StdResult<Spent> {
    let spent = |counter| budgets::load_spent(storage, grant.book, counter, epoch);
    let total = spent(Counter::All)?;
    let (mut of_client, mut pair) = (Uint128::zero(), Uint128::zero());
    for client in counted(grant, clients) {
        of_client = of_client.max(match grant.holder {
            StoredHolder::Address(_) => total,
            StoredHolder::MinScore { .. } => spent(Counter::Client(client))?,
        });
        for worker in workers {
            pair = pair.max(spent(Counter::Pair(client, worker))?);
        }
    }
    Ok(Spent { total, client: of_client, pair })
}

/// Counts points as spent by all, under each name of the client, and between it and each name of the worker, on top
/// of what [`load_spent`] told.
///
/// # Errors
/// Stored bytes of an unknown format.
pub fn save_spent(
    storage: &mut dyn Storage,
    grant: &Grant,
    epoch: u64,
    (clients, workers): (&[&Addr], &[&Addr]),
    (spent, points): (&Spent, Uint128),
) -> StdResult<()> {
    let book = grant.book;
    let clients = counted(grant, clients);
    let total = spent.total.checked_add(points)?;
    budgets::save_spent(storage, book, Counter::All, epoch, total)?;
    let mut add = |counter, known: Option<Uint128>| {
        let before = match known {
            Some(before) => before,
            None => budgets::load_spent(storage, book, counter, epoch)?,
        };
        budgets::save_spent(storage, book, counter, epoch, before.checked_add(points)?)
    };
    // What was told of one name alone is what is stored under it.
    let one_client = clients.len() == 1;
    let one_pair = one_client && workers.len() == 1;
    for client in clients {
        if matches!(grant.holder, StoredHolder::MinScore { .. }) {
            add(Counter::Client(client), one_client.then_some(spent.client))?;
        }
        for worker in workers {
            add(Counter::Pair(client, worker), one_pair.then_some(spent.pair))?;
        }
    }
    Ok(())
}
