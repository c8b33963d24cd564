//! The one log, and the cw4 group beside it.

use axiom_kit::store::{PackedMap, Rows};
use axiom_types::packed::Packed;
use axiom_types::tracker::raw::{self, Subject};
use axiom_types::tracker::Standing;
use cosmwasm_std::{Addr, Order, StdError, StdResult, Storage};
use cw_storage_plus::{Bound, Item, Map};

use crate::domain::standing::Change;

/// (domain, account) -> newest entry of the log, published; written by each credit and penalty; one per account.
/// Points and lookups go through the published keys, this map only lists.
const HEADS: PackedMap<(u32, &Addr), Standing> = PackedMap::new(raw::HEADS);
/// () -> total weight, as in cw4; written when a weight changes; one number.
const CW4_TOTAL: Item<u64> = Item::new(raw::CW4_TOTAL);
/// (account) -> weight, as in cw4; written when the weight changes; one per account of the voting domain.
const CW4_MEMBERS: Map<&Addr, u64> = Map::new(raw::CW4_MEMBERS);
/// Newest entry of a log.
pub fn may_load_newest(
    storage: &dyn Storage,
    domain: u32,
    subject: Subject<'_>,
) -> StdResult<Option<Standing>> {
    may_load_entry(storage, raw::head_key(domain, subject))
}

/// An earlier entry of a log.
pub fn load_entry(
    storage: &dyn Storage,
    domain: u32,
    subject: Subject<'_>,
    seq: u32,
) -> StdResult<Standing> {
    let entry = may_load_entry(storage, raw::log_key(domain, subject, seq))?;
    entry.ok_or_else(|| StdError::not_found("an entry of the log"))
}

fn may_load_entry(storage: &dyn Storage, key: Vec<u8>) -> StdResult<Option<Standing>> {
    let bytes = storage.get(&key);
    let entry = bytes.map(|bytes| {
        Standing::unpack(&bytes)
            .ok_or_else(|| StdError::generic_err("a log entry has an unknown format"))
    });
    entry.transpose()
}

/// Writes a new head. The old one is kept under its number unless the new entry has the same number, that is, is of
/// the same block.
pub fn save_standing(
    storage: &mut dyn Storage,
    domain: u32,
    subject: Subject<'_>,
    change: &Change,
) {
    if let Some(old) = change.old.as_ref().filter(|old| old.seq != change.new.seq) {
        storage.set(&raw::log_key(domain, subject, old.seq), &old.pack());
    }
    storage.set(&raw::head_key(domain, subject), &change.new.pack());
}

/// Accounts of a domain with their newest entries, by address. The caller takes a page.
pub fn list_heads<'s>(
    storage: &'s dyn Storage,
    domain: u32,
    start_after: Option<&'s Addr>,
) -> Rows<'s, Addr, Standing> {
    let start = start_after.map(|addr| Bound::ExclusiveRaw(addr.as_bytes().to_vec()));
    HEADS.prefix(domain).range(storage, start, None, Order::Ascending)
}

/// Total weight of the cw4 group.
pub fn load_total_weight(storage: &dyn Storage) -> StdResult<u64> {
    CW4_TOTAL.load(storage)
}

/// Replaces the total weight of the cw4 group.
pub fn save_total_weight(storage: &mut dyn Storage, weight: u64) -> StdResult<()> {
    CW4_TOTAL.save(storage, &weight)
}

/// Weight of a member; none for a stranger.
pub fn may_load_weight(storage: &dyn Storage, member: &Addr) -> StdResult<Option<u64>> {
    CW4_MEMBERS.may_load(storage, member)
}

/// Replaces the weight of a member.
pub fn save_weight(storage: &mut dyn Storage, member: &Addr, weight: u64) -> StdResult<()> {
    CW4_MEMBERS.save(storage, member, &weight)
}

/// A page of members with their weights, by address.
pub fn list_weights(
    storage: &dyn Storage,
    start_after: Option<&Addr>,
    limit: usize,
) -> StdResult<Vec<(Addr, u64)>> {
    let start = start_after.map(Bound::exclusive);
    CW4_MEMBERS.range(storage, start, None, Order::Ascending).take(limit).collect()
}
