//! A layer was migrated: it must still be what it was.

use cosmwasm_std::{DepsMut, Response};

use crate::error::ContractError;
use crate::peers::{is_kind, total_now, Role};
use crate::state;

/// Reads back the kind of the layer; of a tracker also the weight of its voters, without which nothing could be decided
/// any more.
///
/// # Errors
/// [`ContractError::WrongKind`], [`ContractError::NoVoters`]; either undoes the migration.
pub fn upgraded(deps: DepsMut<'_>, layer: Role) -> Result<Response, ContractError> {
    // load
    let economy = state::load_economy(deps.storage)?;
    let source = state::load_source(deps.storage, economy.source)?;

    // decide
    is_kind(&deps.querier, &economy.needed(layer)?, layer)?;
    if layer == Role::Tracker && total_now(&deps.querier, &source)? == 0 {
        return Err(ContractError::NoVoters {});
    }

    // respond
    Ok(Response::new())
}
