//! The log: standings at a height, at a moment, at the close of an epoch.

use axiom_kit::checks;
use axiom_types::tracker::raw::Subject;
use axiom_types::tracker::{EpochResponse, Standing};
use cosmwasm_std::{Addr, Api, Deps, StdResult, Storage, Uint128};

use crate::domain::seek;
use crate::error::ContractError;
use crate::state::{self, log};

/// The last entry for which `earlier` holds: the head if nothing changed since, else by search.
fn last_entry(
    storage: &dyn Storage,
    domain: u32,
    subject: Subject<'_>,
    earlier: impl Fn(&Standing) -> bool,
) -> StdResult<Option<Standing>> {
    let Some(head) = log::may_load_newest(storage, domain, subject)? else {
        return Ok(None);
    };
    if earlier(&head) {
        return Ok(Some(head));
    }
    let load = |seq| log::load_entry(storage, domain, subject, seq);
    seek::last_earlier(head.seq.saturating_sub(1), load, earlier)
}

/// Standing at the start of a block.
pub fn entry_at_height(
    storage: &dyn Storage,
    domain: u32,
    subject: Subject<'_>,
    height: u64,
) -> StdResult<Option<Standing>> {
    last_entry(storage, domain, subject, |entry| entry.height < height)
}

fn entry_at_time(
    storage: &dyn Storage,
    domain: u32,
    subject: Subject<'_>,
    time: u64,
) -> StdResult<Option<Standing>> {
    last_entry(storage, domain, subject, |entry| entry.time < time)
}

fn account(api: &dyn Api, account: Option<&str>) -> Result<Option<Addr>, ContractError> {
    Ok(checks::opt_addr(api, account)?)
}

fn subject(account: Option<&Addr>) -> Subject<'_> {
    account.map_or(Subject::Total, Subject::Account)
}

/// Standing at the start of a block; the empty one if there was none.
pub fn at_height(
    deps: Deps<'_>,
    domain: u32,
    of: Option<&str>,
    height: u64,
) -> Result<Standing, ContractError> {
    state::load_clock(deps.storage, domain)?;
    let of = account(deps.api, of)?;
    Ok(entry_at_height(deps.storage, domain, subject(of.as_ref()), height)?.unwrap_or_default())
}

/// Standing at a moment; the empty one if there was none.
pub fn at_time(
    deps: Deps<'_>,
    domain: u32,
    of: Option<&str>,
    time: u64,
) -> Result<Standing, ContractError> {
    state::load_clock(deps.storage, domain)?;
    let of = account(deps.api, of)?;
    Ok(entry_at_time(deps.storage, domain, subject(of.as_ref()), time)?.unwrap_or_default())
}

/// Standing at the close of an epoch, and the points earned within it.
pub fn epoch(
    deps: Deps<'_>,
    domain: u32,
    epoch: u64,
    (of, now): (Option<&str>, u64),
) -> Result<EpochResponse, ContractError> {
    let clock = state::load_clock(deps.storage, domain)?;
    let end = clock.epoch_end(epoch);
    if now < end {
        return Err(ContractError::EpochOpen { epoch, end, now });
    }
    let of = account(deps.api, of)?;
    let start = end.saturating_sub(clock.epoch_length);
    let between = |who: Subject<'_>| -> StdResult<(Standing, Uint128)> {
        let close = entry_at_time(deps.storage, domain, who, end)?.unwrap_or_default();
        let before = entry_at_time(deps.storage, domain, who, start)?.unwrap_or_default();
        let gained = close.lifetime.saturating_sub(before.lifetime);
        Ok((close, gained))
    };
    let (total, total_gained) = between(Subject::Total)?;
    let (own, gained) = match &of {
        Some(of) => between(Subject::Account(of))?,
        None => Default::default(),
    };
    let (total_units, units) = (total.units, own.units);
    Ok(EpochResponse { epoch, start, end, total_units, total_gained, units, gained })
}
