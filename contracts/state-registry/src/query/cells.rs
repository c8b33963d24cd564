use axiom_kit::page;
use axiom_types::registry::{CellResponse, CellsResponse};
use cosmwasm_std::Deps;

use super::cut;
use crate::error::ContractError;
use crate::state::{self, Page};

/// One cell; none in a space that does not exist, too.
pub fn one(
    deps: Deps,
    now: u64,
    space: u64,
    key: String,
) -> Result<Option<CellResponse>, ContractError> {
    let cell = state::may_load_cell(deps.storage, space, &key)?;
    Ok(cell.map(|cell| cell.into_response(key, now)))
}

/// Cells by key.
pub fn all(
    deps: Deps,
    now: u64,
    space: u64,
    start_after: Option<String>,
    limit: Option<u32>,
) -> Result<CellsResponse, ContractError> {
    state::load_head(deps.storage, space)?;
    let shown = page::cw_limit(limit);
    let page = Page { after: start_after, limit: shown.saturating_add(1) };
    let (rows, next) =
        cut(state::cells(deps.storage, space, &page)?, shown, |(key, _)| key.clone());
    let cells = rows.into_iter().map(|(key, cell)| cell.into_response(key, now)).collect();
    Ok(CellsResponse { cells, next })
}
