//! Storage of the registry. Keys are private; nobody else names one. Spaces stand in [`spaces`], the pause and the
//! owner in modules of the kit.

mod spaces;

pub use spaces::*;

use axiom_kit::store::{PackedItem, PackedMap};
use axiom_types::packed::{Packed, Reader, Writer};
use axiom_types::registry::raw::{self, Participant};
use axiom_types::registry::ParticipantKind;
use cosmwasm_std::{Addr, Order, StdResult, Storage};
use cw_storage_plus::{Bound, Map};

use crate::domain::binding::Route;
use crate::domain::lease::Terms;
use crate::domain::profile::{lacking, Profile};
use crate::error::ContractError;

/// () -> terms of leases; written by instantiate and update_settings; one.
const TERMS: PackedItem<Terms> = PackedItem::new("g");
/// (address) -> hot part of a participant; written by register, renew, accept_binding, unbind, leave;
/// one per participant. Published.
const PARTICIPANTS: PackedMap<'_, &Addr, Participant> = PackedMap::new(raw::PARTICIPANTS);
/// (address) -> profile; written by register, update_profile, leave; one per participant.
const PROFILES: PackedMap<&Addr, Profile> = PackedMap::new("f");
/// (kind, address) -> a mark; written by register, leave; one per participant.
const KINDS: PackedMap<'_, (u8, &Addr), Mark> = PackedMap::new("k");
/// (capability, address) -> a mark; written by register, update_profile, leave; at most 8 per participant. Published.
const CAPABILITIES: PackedMap<'_, (&str, &Addr), Mark> = PackedMap::new(raw::CAPABILITIES);
/// (principal, agent) -> a mark; written by accept_binding, unbind, leave; one per bound agent.
const AGENTS: PackedMap<'_, (&Addr, &Addr), Mark> = PackedMap::new("a");
/// (principal) -> number of its agents, absent for none; written with [`AGENTS`]; one per principal.
const AGENT_COUNTS: PackedMap<'_, &Addr, Count> = PackedMap::new("n");
/// (principal, agent) -> route offered; written by offer_binding, accept_binding; one per pair, paid by the principal.
const OFFERS: Map<(&Addr, &Addr), Route> = Map::new("o");

/// An index row: the key tells everything, the value is the single byte 1.
struct Mark;

impl Packed for Mark {
    const FORMAT: u8 = 1;

    fn write(&self, _: &mut Writer) {}

    fn read(_: &mut Reader<'_>) -> Option<Self> {
        Some(Self)
    }
}

/// A number above zero.
struct Count(u32);

impl Packed for Count {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.u32(self.0);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self(input.u32()?))
    }
}

/// Which page: rows after `after`, at most `limit`.
pub struct Page<T> {
    /// Last key of the page before.
    pub after: Option<T>,
    /// Rows.
    pub limit: usize,
}

// ---- terms ----

/// Terms of leases.
pub fn load_terms(storage: &dyn Storage) -> StdResult<Terms> {
    TERMS.load(storage)
}

/// Replaces the terms.
pub fn save_terms(storage: &mut dyn Storage, terms: &Terms) -> StdResult<()> {
    TERMS.save(storage, terms)
}

// ---- participants ----

/// The hot part of a participant, if it has an entry.
pub fn may_load_participant(
    storage: &dyn Storage,
    address: &Addr,
) -> StdResult<Option<Participant>> {
    PARTICIPANTS.may_load(storage, address)
}

/// The hot part of a participant.
///
/// # Errors
/// [`ContractError::NotRegistered`].
pub fn load_participant(
    storage: &dyn Storage,
    address: &Addr,
) -> Result<Participant, ContractError> {
    PARTICIPANTS
        .may_load(storage, address)?
        .ok_or_else(|| ContractError::NotRegistered { participant: address.clone() })
}

/// The hot part of a participant whose lease runs.
///
/// # Errors
/// [`ContractError::NotRegistered`], [`ContractError::LeaseEnded`].
pub fn load_live(
    storage: &dyn Storage,
    address: &Addr,
    now: u64,
) -> Result<Participant, ContractError> {
    let found = load_participant(storage, address)?;
    if !found.live(now) {
        let (participant, expired) = (address.clone(), found.expires);
        return Err(ContractError::LeaseEnded { participant, expired });
    }
    Ok(found)
}

/// Saves the hot part of a participant whose kind stays.
pub fn save_participant(
    storage: &mut dyn Storage,
    address: &Addr,
    participant: &Participant,
) -> StdResult<()> {
    PARTICIPANTS.save(storage, address, participant)
}

/// Moves a participant from one kind's index to another's; `None` is no kind.
pub fn move_kind(
    storage: &mut dyn Storage,
    address: &Addr,
    old: Option<ParticipantKind>,
    new: Option<ParticipantKind>,
) -> StdResult<()> {
    if old == new {
        return Ok(());
    }
    if let Some(kind) = old {
        KINDS.remove(storage, (kind.code(), address));
    }
    match new {
        Some(kind) => KINDS.save(storage, (kind.code(), address), &Mark),
        None => Ok(()),
    }
}

/// Removes the hot part of a participant; the caller removes profile and indices.
pub fn remove_participant(storage: &mut dyn Storage, address: &Addr) {
    PARTICIPANTS.remove(storage, address);
}

/// The profile of a participant, if it has an entry.
pub fn may_load_profile(storage: &dyn Storage, address: &Addr) -> StdResult<Option<Profile>> {
    PROFILES.may_load(storage, address)
}

/// The profile of a participant known to have an entry.
pub fn load_profile(storage: &dyn Storage, address: &Addr) -> StdResult<Profile> {
    PROFILES.load(storage, address)
}

/// Replaces or removes a profile, and moves the capabilities that differ.
pub fn swap_profile(
    storage: &mut dyn Storage,
    address: &Addr,
    old: Option<&Profile>,
    new: Option<&Profile>,
) -> StdResult<()> {
    let before = old.map(Profile::capabilities).unwrap_or_default();
    let after = new.map(Profile::capabilities).unwrap_or_default();
    for capability in lacking(before, after) {
        CAPABILITIES.remove(storage, (capability.as_str(), address));
    }
    for capability in lacking(after, before) {
        CAPABILITIES.save(storage, (capability.as_str(), address), &Mark)?;
    }
    match new {
        Some(profile) => PROFILES.save(storage, address, profile)?,
        None => PROFILES.remove(storage, address),
    }
    Ok(())
}

/// Participants by address.
pub fn participants(
    storage: &dyn Storage,
    page: &Page<Addr>,
) -> StdResult<Vec<(Addr, Participant)>> {
    let min = page.after.as_ref().map(Bound::exclusive);
    PARTICIPANTS.range(storage, min, None, Order::Ascending).take(page.limit).collect()
}

/// Addresses of a kind.
pub fn of_kind(
    storage: &dyn Storage,
    kind: ParticipantKind,
    page: &Page<Addr>,
) -> StdResult<Vec<Addr>> {
    let min = page.after.as_ref().map(Bound::exclusive);
    let rows = KINDS.prefix(kind.code()).range(storage, min, None, Order::Ascending);
    rows.take(page.limit).map(|row| Ok(row?.0)).collect()
}

/// Addresses that list a capability.
pub fn with_capability(
    storage: &dyn Storage,
    capability: &str,
    page: &Page<Addr>,
) -> StdResult<Vec<Addr>> {
    let min = page.after.as_ref().map(Bound::exclusive);
    let rows = CAPABILITIES.prefix(capability).range(storage, min, None, Order::Ascending);
    rows.take(page.limit).map(|row| Ok(row?.0)).collect()
}

// ---- bindings ----

/// Number of agents bound to a principal.
pub fn load_agent_count(storage: &dyn Storage, principal: &Addr) -> StdResult<u32> {
    Ok(AGENT_COUNTS.may_load(storage, principal)?.map_or(0, |count| count.0))
}

/// Agents bound to a principal.
pub fn agents(storage: &dyn Storage, principal: &Addr, page: &Page<Addr>) -> StdResult<Vec<Addr>> {
    let min = page.after.as_ref().map(Bound::exclusive);
    let rows = AGENTS.prefix(principal).range(storage, min, None, Order::Ascending);
    rows.take(page.limit).map(|row| Ok(row?.0)).collect()
}

/// Lists an agent under a principal that does not list it.
///
/// # Errors
/// [`ContractError::CounterFull`].
pub fn list_agent(
    storage: &mut dyn Storage,
    principal: &Addr,
    agent: &Addr,
) -> Result<(), ContractError> {
    let full = ContractError::CounterFull { counter: "agents" };
    let count = load_agent_count(storage, principal)?.checked_add(1).ok_or(full)?;
    AGENTS.save(storage, (principal, agent), &Mark)?;
    AGENT_COUNTS.save(storage, principal, &Count(count))?;
    Ok(())
}

/// Takes an agent off the list of the principal that lists it.
pub fn unlist_agent(storage: &mut dyn Storage, principal: &Addr, agent: &Addr) -> StdResult<()> {
    let count = load_agent_count(storage, principal)?.saturating_sub(1);
    AGENTS.remove(storage, (principal, agent));
    if count == 0 {
        AGENT_COUNTS.remove(storage, principal);
        return Ok(());
    }
    AGENT_COUNTS.save(storage, principal, &Count(count))
}

/// The route that a principal offers an agent.
pub fn may_load_offer(
    storage: &dyn Storage,
    principal: &Addr,
    agent: &Addr,
) -> StdResult<Option<Route>> {
    OFFERS.may_load(storage, (principal, agent))
}

/// Saves an offer in place of an earlier one.
pub fn save_offer(
    storage: &mut dyn Storage,
    principal: &Addr,
    agent: &Addr,
    route: &Route,
) -> StdResult<()> {
    OFFERS.save(storage, (principal, agent), route)
}

/// Removes an offer.
pub fn remove_offer(storage: &mut dyn Storage, principal: &Addr, agent: &Addr) {
    OFFERS.remove(storage, (principal, agent));
}
