//! Legs of settlements that failed.

use axiom_kit::store::PackedMap;
use axiom_types::json::Json;
use axiom_types::ledger::Leg;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Order, StdResult, Storage};
use cw_storage_plus::Bound;

/// (job u64, leg u8) -> [`Failure`]; written when a leg fails, removed by its retry; at most 3 per job.
const LEGS: PackedMap<(u64, u8), Failure> = PackedMap::new("l");

/// Rows in order, read one by one: job, code of the leg, failure.
pub type Failures<'s> = Box<dyn Iterator<Item = StdResult<((u64, u8), Failure)>> + 's>;

axiom_types::json_record!(Failure);

/// Why a leg failed.
#[cw_serde]
#[derive(Json)]
pub struct Failure {
    /// At most 60 characters.
    pub reason: String,
    /// Block of the failure.
    pub height: u64,
}

/// A failed leg, if it failed.
pub fn may_load_failure(storage: &dyn Storage, id: u64, leg: Leg) -> StdResult<Option<Failure>> {
    LEGS.may_load(storage, (id, leg.code()))
}

/// Stores a failure.
pub fn save_failure(
    storage: &mut dyn Storage,
    id: u64,
    leg: Leg,
    failure: &Failure,
) -> StdResult<()> {
    LEGS.save(storage, (id, leg.code()), failure)
}

/// Forgets a failure.
pub fn remove_failure(storage: &mut dyn Storage, id: u64, leg: Leg) {
    LEGS.remove(storage, (id, leg.code()));
}

/// Failed legs after a row, by job and leg; the caller takes at most a page.
pub fn failures(storage: &dyn Storage, after: Option<(u64, Leg)>) -> Failures<'_> {
    let from = after.map(|(job, leg)| Bound::exclusive((job, leg.code())));
    LEGS.range(storage, from, None, Order::Ascending)
}
