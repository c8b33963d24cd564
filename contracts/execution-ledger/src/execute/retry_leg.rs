//! A failed leg is tried again.

use axiom_types::ledger::events::LegRetried;
use axiom_types::ledger::Leg;
use cosmwasm_std::Response;

use super::{legs, Ctx};
use crate::error::ContractError;
use crate::state;

/// Sends the leg as a plain message without a gas limit; if it fails everything is undone and it stays pending.
pub fn run(ctx: Ctx<'_>, id: u64, leg: Leg) -> Result<Response, ContractError> {
    // ---- load ----
    let job = state::load_job(ctx.deps.storage, id)?;
    let missing = || ContractError::NoPendingLeg { job: id, leg: leg.name() };
    state::may_load_failure(ctx.deps.storage, id, leg)?.ok_or_else(missing)?;
    let settlement = legs::settlement(ctx.deps.storage, job)?;

    // ---- save ----
    state::remove_failure(ctx.deps.storage, id, leg);

    // ---- respond ----
    let msg = settlement.again(leg)?.ok_or_else(missing)?;
    Ok(Response::new().add_event(LegRetried { job: id, leg }).add_message(msg))
}
