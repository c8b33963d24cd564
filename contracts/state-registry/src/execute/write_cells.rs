use axiom_kit::checks;
use axiom_types::bounds::MAX_CELL_WRITES;
use axiom_types::registry::events::CellWritten;
use axiom_types::registry::CellWrite;
use cosmwasm_std::{Addr, DepsMut, Response, Storage};

use crate::domain::cell::{Cell, Draft, Stamp};
use crate::domain::space::Head;
use crate::error::ContractError;
use crate::state;

/// Writes cells, all or none, each as a leaf of the space's mountain range in the order of the batch.
pub fn write_cells(
    deps: DepsMut,
    now: u64,
    sender: &Addr,
    space: u64,
    writes: Vec<CellWrite>,
) -> Result<Response, ContractError> {
    // ---- load ----
    let mut head = state::load_head(deps.storage, space)?;
    ensure_writer(deps.storage, now, sender, space, &head)?;
    let drafts = checked_drafts(writes)?;
    let versions = drafts
        .iter()
        .map(|draft| Ok(state::may_load_cell(deps.storage, space, &draft.key)?.map(|c| c.version)))
        .collect::<Result<Vec<_>, ContractError>>()?;

    // ---- decide ----
    let first = head.leaves;
    head.leaves = head.leaves_after(drafts.len())?;
    let cells = drafts
        .into_iter()
        .zip(versions)
        .zip(first..)
        .map(|((draft, found), index)| {
            draft.applied(found.unwrap_or(0), &Stamp { writer: sender, time: now, index })
        })
        .collect::<Result<Vec<_>, _>>()?;

    // ---- save ----
    for (key, cell) in &cells {
        state::append_leaf(deps.storage, space, cell.index, cell.leaf(key))?;
        state::save_cell(deps.storage, space, key, cell)?;
    }
    state::save_head(deps.storage, space, &head)?;

    // ---- respond ----
    let events = cells.into_iter().map(|(key, cell)| written(space, key, cell));
    Ok(Response::new().add_events(events))
}

/// Passes the owner without reading more, and whoever the writer rule admits.
fn ensure_writer(
    storage: &dyn Storage,
    now: u64,
    sender: &Addr,
    space: u64,
    head: &Head,
) -> Result<(), ContractError> {
    if head.owner == *sender {
        return Ok(());
    }
    let rule = state::load_charter(storage, space)?.writers;
    let participant = match rule.by_registration() {
        true => state::may_load_participant(storage, sender)?,
        false => None,
    };
    if !rule.admit(sender, participant.as_ref(), now) {
        return Err(ContractError::NotWriter { space, sender: sender.clone() });
    }
    Ok(())
}

fn checked_drafts(writes: Vec<CellWrite>) -> Result<Vec<Draft>, ContractError> {
    checks::filled_list("writes", writes.len(), MAX_CELL_WRITES)?;
    let drafts = writes.into_iter().map(Draft::try_new).collect::<Result<Vec<_>, _>>()?;
    checks::unique("writes", drafts.iter().map(|draft| &draft.key))?;
    Ok(drafts)
}

fn written(space: u64, key: String, cell: Cell) -> CellWritten {
    let hash = cell.content.hash().into();
    CellWritten { space, key, version: cell.version, index: cell.index, hash, writer: cell.writer }
}
