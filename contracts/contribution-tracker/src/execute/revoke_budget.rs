use axiom_types::tracker::events::BudgetRevoked;
use cosmwasm_std::{Response, Storage};

use crate::error::ContractError;
use crate::state::budgets;

/// Ends a grant now; what it minted stays, and what was spent stays spent for a later grant to the same holder.
/// Owner only, as the access table says.
///
/// # Errors
/// [`ContractError::UnknownGrant`], [`ContractError::GrantEnded`].
pub fn revoke_budget(storage: &mut dyn Storage, id: u64) -> Result<Response, ContractError> {
    // ---- load ----
    let mut grant = budgets::load_grant(storage, id)?;

    // ---- decide ----
    if grant.ended {
        return Err(ContractError::GrantEnded { grant: id });
    }
    grant.ended = true;

    // ---- save ----
    budgets::save_grant(storage, id, &grant)?;

    // ---- respond ----
    Ok(Response::new().add_event(BudgetRevoked { grant: id }))
}
