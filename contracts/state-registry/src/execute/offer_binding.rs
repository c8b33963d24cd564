use axiom_kit::checks;
use axiom_types::bounds::MAX_PAYEES;
use axiom_types::common::Share;
use axiom_types::registry::events::BindingOffered;
use cosmwasm_std::{Addr, DepsMut, Response};

use crate::domain::binding;
use crate::error::ContractError;
use crate::state;

/// Offers to become an agent's principal, in place of an earlier offer. Binds nobody.
pub fn offer_binding(
    deps: DepsMut,
    now: u64,
    sender: &Addr,
    agent: &str,
    route: &[Share],
) -> Result<Response, ContractError> {
    // ---- load ----
    let agent = checks::addr(deps.api, agent)?;
    let route = checks::shares(deps.api, route, MAX_PAYEES)?;
    let principal = state::load_live(deps.storage, sender, now)?;

    // ---- decide ----
    binding::not_oneself(&agent, sender)?;
    binding::nobodys_agent(sender, principal.principal.as_ref())?;

    // ---- save ----
    state::save_offer(deps.storage, sender, &agent, &route)?;

    // ---- respond ----
    Ok(Response::new().add_event(BindingOffered { agent, principal: sender.clone() }))
}
