//! `admin.set_guardian`: names the guardian, or nobody.

use axiom_types::dao::events::GuardianSet;
use axiom_types::dao::GuardianSetup;
use cosmwasm_std::Response;

use super::forgive_guardian::forgiven;
use crate::error::ContractError;
use crate::execute::Context;
use crate::found;
use crate::records::Guardian;
use crate::state;

/// Names a guardian. Acts that run go on until they lapse or the new guardian ends them; cooldowns are lifted.
///
/// # Errors
/// [`ContractError::Guardian`] for a sunset out of bounds, a malformed address.
pub fn set_guardian(
    ctx: Context<'_>,
    setup: Option<&GuardianSetup>,
) -> Result<Response, ContractError> {
    // load
    let record = state::load_guardian(ctx.deps.storage)?;

    // decide
    let named = found::guardian(ctx.deps.api, ctx.now(), setup)?;

    // save
    let record = Guardian { named: named.clone(), ..forgiven(record) };
    state::save_guardian(ctx.deps.storage, &record)?;

    // respond
    let (guardian, sunset) = named.map(|named| (named.address, named.sunset)).unzip();
    Ok(Response::new().add_event(GuardianSet { guardian, sunset }))
}
