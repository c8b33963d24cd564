//! `admin.forgive_guardian`: lifts the guardian's cooldowns.

use axiom_types::dao::events::GuardianForgiven;
use cosmwasm_std::Response;

use crate::error::ContractError;
use crate::execute::Context;
use crate::records::Guardian;
use crate::state;

/// Lets the guardian pause and freeze again once nothing of its runs.
///
/// # Errors
/// [`ContractError::NoGuardian`].
pub fn forgive_guardian(ctx: Context<'_>) -> Result<Response, ContractError> {
    // load
    let record = state::load_guardian(ctx.deps.storage)?;

    // decide
    let guardian = record.named.as_ref().ok_or(ContractError::NoGuardian {})?.address.clone();

    // save
    state::save_guardian(ctx.deps.storage, &forgiven(record))?;

    // respond
    Ok(Response::new().add_event(GuardianForgiven { guardian }))
}

/// The record without cooldowns.
pub fn forgiven(mut record: Guardian) -> Guardian {
    if let Some(pause) = &mut record.pause {
        pause.acted.forgiven = true;
    }
    if let Some(freeze) = &mut record.freeze {
        freeze.acted.forgiven = true;
    }
    record
}
