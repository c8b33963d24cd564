//! Storage of spaces, cells and their mountain ranges. Keys are private; nobody else names one.

use axiom_kit::mmr::{KitMmrError, Mmr};
use axiom_kit::store::{next_id, PackedMap};
use axiom_merkle::Hash;
use axiom_types::proof::InclusionProof;
use cosmwasm_std::{Order, StdResult, Storage};
use cw_storage_plus::{Bound, Item};

use super::Page;
use crate::domain::cell::Cell;
use crate::domain::space::{Charter, Head};
use crate::error::ContractError;

/// () -> last number of a space; written by create_space; one.
const LAST_SPACE: Item<u64> = Item::new("s");
/// (space) -> owner, offer, number of leaves; written by create_space, offer_space, take_space, write_cells.
const HEADS: PackedMap<'_, u64, Head> = PackedMap::new("h");
/// (space) -> name and writer rule; written by create_space, set_writers.
const CHARTERS: PackedMap<u64, Charter> = PackedMap::new("t");
/// (space, key) -> cell; written by write_cells; one per key, rewritten in place.
const CELLS: PackedMap<'_, (u64, &str), Cell> = PackedMap::new("e");
/// `m`, space, position -> node of the mountain range; written by write_cells, never rewritten; two per write.
const RANGES: &[u8] = b"m";

/// Number of a new space, from 1.
pub fn next_space(storage: &mut dyn Storage) -> StdResult<u64> {
    next_id(storage, &LAST_SPACE)
}

/// The head of a space.
///
/// # Errors
/// [`ContractError::NoSpace`].
pub fn load_head(storage: &dyn Storage, space: u64) -> Result<Head, ContractError> {
    HEADS.may_load(storage, space)?.ok_or(ContractError::NoSpace { space })
}

/// Saves the head of a space.
pub fn save_head(storage: &mut dyn Storage, space: u64, head: &Head) -> StdResult<()> {
    HEADS.save(storage, space, head)
}

/// Heads by number of the space.
pub fn heads(storage: &dyn Storage, page: &Page<u64>) -> StdResult<Vec<(u64, Head)>> {
    let min = page.after.map(Bound::exclusive);
    HEADS.range(storage, min, None, Order::Ascending).take(page.limit).collect()
}

/// Name and writer rule of a space known to exist.
pub fn load_charter(storage: &dyn Storage, space: u64) -> StdResult<Charter> {
    CHARTERS.load(storage, space)
}

/// Saves name and writer rule of a space.
pub fn save_charter(storage: &mut dyn Storage, space: u64, charter: &Charter) -> StdResult<()> {
    CHARTERS.save(storage, space, charter)
}

/// A cell, if it was ever written.
pub fn may_load_cell(storage: &dyn Storage, space: u64, key: &str) -> StdResult<Option<Cell>> {
    CELLS.may_load(storage, (space, key))
}

/// Saves a cell.
pub fn save_cell(storage: &mut dyn Storage, space: u64, key: &str, cell: &Cell) -> StdResult<()> {
    CELLS.save(storage, (space, key), cell)
}

/// Cells of a space by key.
pub fn cells(
    storage: &dyn Storage,
    space: u64,
    page: &Page<String>,
) -> StdResult<Vec<(String, Cell)>> {
    let min = page.after.as_deref().map(Bound::exclusive);
    CELLS.prefix(space).range(storage, min, None, Order::Ascending).take(page.limit).collect()
}

/// Appends a leaf to a range of `leaves` leaves.
pub fn append_leaf(
    storage: &mut dyn Storage,
    space: u64,
    leaves: u64,
    leaf: Hash,
) -> Result<(), KitMmrError> {
    range(space).append(storage, leaves, leaf)
}

/// Root of a space's range as it was with `leaves` leaves.
pub fn root(storage: &dyn Storage, space: u64, leaves: u64) -> Result<Hash, KitMmrError> {
    range(space).root(storage, leaves)
}

/// Proof of a leaf against the root with `leaves` leaves.
pub fn prove(
    storage: &dyn Storage,
    space: u64,
    index: u64,
    leaves: u64,
) -> Result<InclusionProof, KitMmrError> {
    range(space).prove(storage, index, leaves)
}

fn range(space: u64) -> Mmr {
    Mmr::numbered(RANGES, space)
}
