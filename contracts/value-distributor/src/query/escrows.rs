//! Escrows.

use axiom_kit::{checks, page};
use axiom_types::common::Reference;
use axiom_types::distributor::{EscrowResponse, EscrowsResponse};
use cosmwasm_std::{Addr, Deps, Env};

use super::next_of;
use crate::domain::Escrow;
use crate::error::ContractError;
use crate::state::{escrows as stored, halts, money};

/// One open escrow, or none. Fails for a bad address.
pub fn escrow(
    deps: Deps,
    env: &Env,
    controller: &str,
    reference: &Reference,
) -> Result<Option<EscrowResponse>, ContractError> {
    let controller = checks::addr(deps.api, controller)?;
    let found = stored::may_load_escrow(deps.storage, &controller, reference)?;
    found.map(|escrow| row(deps, env, &controller, reference.clone(), escrow)).transpose()
}

/// Open escrows of a controller. Fails for a bad address.
pub fn escrows(
    deps: Deps,
    env: &Env,
    controller: &str,
    start_after: Option<Reference>,
    limit: Option<u32>,
) -> Result<EscrowsResponse, ContractError> {
    let controller = checks::addr(deps.api, controller)?;
    let limit = page::limit(limit);
    let found = stored::list_escrows(deps.storage, &controller, start_after.as_ref(), limit)?;
    let mut escrows = vec![];
    for (reference, escrow) in found {
        escrows.push(row(deps, env, &controller, reference, escrow)?);
    }
    let next = next_of(&escrows, limit, |row| row.reference.clone());
    Ok(EscrowsResponse { escrows, next })
}

fn row(
    deps: Deps,
    env: &Env,
    controller: &Addr,
    reference: Reference,
    escrow: Escrow,
) -> Result<EscrowResponse, ContractError> {
    let idle = halts::idle_seconds(deps.storage, env.block.time.seconds(), &escrow.asset)?;
    Ok(EscrowResponse {
        controller: controller.clone(),
        reference,
        payer: escrow.payer,
        asset: money::asset_of(&escrow.asset)?,
        amount: escrow.amount,
        backstop: escrow.backstop.ends_at(idle),
    })
}
