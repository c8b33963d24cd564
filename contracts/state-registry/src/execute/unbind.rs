use axiom_kit::checks;
use axiom_types::registry::events::Unbound;
use cosmwasm_std::{Addr, DepsMut, Response};

use crate::domain::binding::ended_by;
use crate::error::ContractError;
use crate::state;

/// Ends a binding, by either side, whether or not leases run and the principal is still registered.
pub fn unbind(deps: DepsMut, sender: &Addr, agent: &str) -> Result<Response, ContractError> {
    // ---- load ----
    let agent = checks::addr(deps.api, agent)?;
    let mut entry = state::load_participant(deps.storage, &agent)?;

    // ---- decide ----
    let principal = ended_by(&agent, entry.principal.as_ref(), sender)?.clone();
    entry.principal = None;
    entry.route.clear();

    // ---- save ----
    state::save_participant(deps.storage, &agent, &entry)?;
    state::unlist_agent(deps.storage, &principal, &agent)?;

    // ---- respond ----
    Ok(Response::new().add_event(Unbound { agent, principal }))
}
