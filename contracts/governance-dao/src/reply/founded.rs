//! The last contract of a founding was created: this contract must be able to migrate all, alone.

use cosmwasm_std::{DepsMut, Env, Response};

use crate::error::ContractError;
use crate::found;
use crate::peers::{is_kind, is_ours, Role};
use crate::state;

/// Reads back kind and admin of every contract founded here, and the admin of this one.
///
/// # Errors
/// [`ContractError::WrongAdmin`], [`ContractError::WrongKind`]; either undoes the whole founding.
pub fn founded(deps: DepsMut<'_>, env: &Env) -> Result<Response, ContractError> {
    // load
    let economy = state::load_economy(deps.storage)?;
    let layers = [
        (Role::Registry, economy.registry.as_ref()),
        (Role::Tracker, Some(&economy.tracker)),
        (Role::Distributor, economy.distributor.as_ref()),
        (Role::Ledger, economy.ledger.as_ref()),
    ];

    // decide
    is_ours(&deps.querier, env, &env.contract.address)?;
    for (role, layer) in layers {
        if let Some(layer) = layer.filter(|layer| layer.founded) {
            is_kind(&deps.querier, &layer.address, role)?;
            is_ours(&deps.querier, env, &layer.address)?;
        }
    }

    // respond
    Ok(Response::new().add_event(found::founded(&economy)))
}
