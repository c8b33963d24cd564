//! The last contract of a founding was created: this contract must be able to migrate all, alone.

use cosmwasm_std::{DepsMut, Env, Response};

use crate::error::ContractError;
use crate::found;
use crate::peers::{can_decide, is_kind, is_ours, Role};
use crate::state;

/// Reads back kind and admin of every contract founded here, the admin of this one, and that the voters have weight.
///
/// # Errors
/// [`ContractError::WrongAdmin`], [`ContractError::WrongKind`], [`ContractError::NoVoters`], [`ContractError::Track`]; either undoes the whole founding.
pub fn founded(deps: DepsMut<'_>, env: &Env) -> Result<Response, ContractError> {
    // load
    let economy = state::load_economy(deps.storage)?;
    let source = state::load_source(deps.storage, economy.source)?;
    let tracks = state::tracks_now(deps.storage)?;
    let layers = [
        (Role::Registry, economy.registry.as_ref()),
        (Role::Tracker, Some(&economy.tracker)),
        (Role::Distributor, economy.distributor.as_ref()),
        (Role::Ledger, economy.ledger.as_ref()),
    ];

    // decide
    is_ours(&deps.querier, env, &env.contract.address)?;
    can_decide(&deps.querier, &source, &tracks)?;
    for (role, layer) in layers {
        if let Some(layer) = layer.filter(|layer| layer.founded) {
            is_kind(&deps.querier, &layer.address, role)?;
            is_ours(&deps.querier, env, &layer.address)?;
        }
    }

    // respond
    Ok(Response::new().add_event(found::founded(&economy)))
}
