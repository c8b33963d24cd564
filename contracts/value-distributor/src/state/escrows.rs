//! Escrows and the references that they used up.

use axiom_kit::store::PackedMap;
use axiom_types::common::Reference;
use axiom_types::packed::Writer;
use cosmwasm_std::{Addr, Order, StdResult, Storage};
use cw_storage_plus::Bound;
use sha2::{Digest, Sha256};

use super::Mark;
use crate::domain::Escrow;
use crate::error::ContractError;

/// (controller, kind, id) -> open escrow.
const ESCROWS: PackedMap<(&Addr, &str, u64), Escrow> = PackedMap::new("e");
/// hash of (controller, kind, id) -> used, for ever. Never listed; the hash is less than half of the parts in length.
const USED: PackedMap<&[u8], Mark> = PackedMap::new("x");

fn used_key(controller: &Addr, reference: &Reference) -> [u8; 32] {
    let mut parts = Writer::new();
    parts.addr(controller).text(&reference.kind).u64(reference.id);
    Sha256::digest(parts.into_bytes()).into()
}

/// True if a controller has or had an escrow of that reference.
pub fn is_used(storage: &dyn Storage, controller: &Addr, reference: &Reference) -> bool {
    USED.has(storage, &used_key(controller, reference))
}

/// Stores a new escrow and uses its reference up.
pub fn open_escrow(
    storage: &mut dyn Storage,
    controller: &Addr,
    reference: &Reference,
    escrow: &Escrow,
) -> StdResult<()> {
    let key = (controller, reference.kind.as_str(), reference.id);
    USED.save(storage, &used_key(controller, reference), &Mark)?;
    ESCROWS.save(storage, key, escrow)
}

/// An open escrow, if there is one.
pub fn may_load_escrow(
    storage: &dyn Storage,
    controller: &Addr,
    reference: &Reference,
) -> StdResult<Option<Escrow>> {
    ESCROWS.may_load(storage, (controller, &reference.kind, reference.id))
}

/// An open escrow.
///
/// # Errors
/// [`ContractError::NoEscrow`].
pub fn load_escrow(
    storage: &dyn Storage,
    controller: &Addr,
    reference: &Reference,
) -> Result<Escrow, ContractError> {
    may_load_escrow(storage, controller, reference)?.ok_or_else(|| ContractError::NoEscrow {
        controller: controller.to_string(),
        kind: reference.kind.clone(),
        id: reference.id,
    })
}

/// Ends an escrow; its reference stays used.
pub fn close_escrow(storage: &mut dyn Storage, controller: &Addr, reference: &Reference) {
    ESCROWS.remove(storage, (controller, &reference.kind, reference.id));
}

/// A page of open escrows of a controller, by length of kind, kind and number.
pub fn list_escrows(
    storage: &dyn Storage,
    controller: &Addr,
    after: Option<&Reference>,
    limit: usize,
) -> StdResult<Vec<(Reference, Escrow)>> {
    let min = after.map(|last| Bound::exclusive((last.kind.as_str(), last.id)));
    let rows = ESCROWS.sub_prefix(controller).range(storage, min, None, Order::Ascending);
    rows.take(limit)
        .map(|row| row.map(|((kind, id), escrow)| (Reference { kind, id }, escrow)))
        .collect()
}
