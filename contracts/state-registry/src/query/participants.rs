use axiom_kit::{checks, page};
use axiom_types::common::Share;
use axiom_types::registry::raw::Participant;
use axiom_types::registry::{
    BindingOffer, ParticipantKind, ParticipantResponse, ParticipantsResponse,
};
use cosmwasm_std::{Addr, Deps};

use super::cut;
use crate::domain::binding::Route;
use crate::error::ContractError;
use crate::state::{self, Page};

/// Which rows of a list.
pub struct Window {
    /// Only entries whose lease runs, or only those whose lease has ended.
    pub live: Option<bool>,
    /// Last address of the page before.
    pub start_after: Option<String>,
    /// Rows read.
    pub limit: Option<u32>,
}

impl Window {
    /// The page to read, with one row beyond it, and the rows to show.
    fn page(&self) -> (Page<Addr>, usize) {
        let shown = page::limit(self.limit);
        // Only a place in the order of addresses, so any text will do.
        let after = self.start_after.clone().map(Addr::unchecked);
        (Page { after, limit: shown.saturating_add(1) }, shown)
    }
}

/// One participant.
pub fn one(
    deps: Deps,
    now: u64,
    address: &str,
) -> Result<Option<ParticipantResponse>, ContractError> {
    let address = checks::addr(deps.api, address)?;
    state::may_load_participant(deps.storage, &address)?
        .map(|entry| describe(deps, now, address, entry))
        .transpose()
}

/// Participants by address, of one kind if one is named.
pub fn all(
    deps: Deps,
    now: u64,
    kind: Option<ParticipantKind>,
    window: Window,
) -> Result<ParticipantsResponse, ContractError> {
    let (page, shown) = window.page();
    match kind {
        Some(kind) => {
            let rows = state::of_kind(deps.storage, kind, &page)?;
            listed(deps, now, rows, shown, window.live)
        }
        None => {
            let rows = state::participants(deps.storage, &page)?;
            let (rows, next) = cut(rows, shown, |(address, _)| address.to_string());
            Ok(ParticipantsResponse {
                participants: shown_rows(deps, now, rows, window.live)?,
                next,
            })
        }
    }
}

/// Participants that list a capability.
pub fn by_capability(
    deps: Deps,
    now: u64,
    capability: &str,
    window: Window,
) -> Result<ParticipantsResponse, ContractError> {
    checks::slug("capability", capability)?;
    let (page, shown) = window.page();
    let rows = state::with_capability(deps.storage, capability, &page)?;
    listed(deps, now, rows, shown, window.live)
}

/// Agents bound to a principal.
pub fn agents(
    deps: Deps,
    now: u64,
    principal: &str,
    window: Window,
) -> Result<ParticipantsResponse, ContractError> {
    let principal = checks::addr(deps.api, principal)?;
    let (page, shown) = window.page();
    let rows = state::agents(deps.storage, &principal, &page)?;
    listed(deps, now, rows, shown, window.live)
}

/// An offer to an agent.
pub fn offer(
    deps: Deps,
    principal: &str,
    agent: &str,
) -> Result<Option<BindingOffer>, ContractError> {
    let principal = checks::addr(deps.api, principal)?;
    let agent = checks::addr(deps.api, agent)?;
    let route = state::may_load_offer(deps.storage, &principal, &agent)?;
    Ok(route.map(|route| BindingOffer { principal, agent, route: shares(route) }))
}

fn listed(
    deps: Deps,
    now: u64,
    addresses: Vec<Addr>,
    shown: usize,
    live: Option<bool>,
) -> Result<ParticipantsResponse, ContractError> {
    let (addresses, next) = cut(addresses, shown, Addr::to_string);
    let rows = addresses
        .into_iter()
        .map(|address| Ok((address.clone(), state::load_participant(deps.storage, &address)?)))
        .collect::<Result<Vec<_>, ContractError>>()?;
    Ok(ParticipantsResponse { participants: shown_rows(deps, now, rows, live)?, next })
}

fn shown_rows(
    deps: Deps,
    now: u64,
    rows: Vec<(Addr, Participant)>,
    live: Option<bool>,
) -> Result<Vec<ParticipantResponse>, ContractError> {
    rows.into_iter()
        .filter(|(_, entry)| live.is_none_or(|wanted| wanted == entry.live(now)))
        .map(|(address, entry)| describe(deps, now, address, entry))
        .collect()
}

fn describe(
    deps: Deps,
    now: u64,
    address: Addr,
    entry: Participant,
) -> Result<ParticipantResponse, ContractError> {
    let profile = state::load_profile(deps.storage, &address)?.into_msg();
    let live = entry.live(now);
    let Participant { kind, expires, principal, route } = entry;
    let route = shares(route);
    Ok(ParticipantResponse { address, kind, profile, expires, live, principal, route })
}

fn shares(route: Route) -> Vec<Share> {
    route.into_iter().map(|(account, bps)| Share { account: account.into_string(), bps }).collect()
}
