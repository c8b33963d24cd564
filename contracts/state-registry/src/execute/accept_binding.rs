use axiom_kit::checks;
use axiom_types::bounds::MAX_PAYEES;
use axiom_types::common::Share;
use axiom_types::registry::events::{Bound, Unbound};
use cosmwasm_std::{Addr, DepsMut, Response};

use crate::domain::binding::{not_oneself, same_route, Sides};
use crate::error::ContractError;
use crate::state;

/// Accepts a principal's offer, in place of an earlier binding. The offer is used up.
pub fn accept_binding(
    deps: DepsMut,
    now: u64,
    sender: &Addr,
    principal: &str,
    seen: &[Share],
) -> Result<Response, ContractError> {
    // ---- load ----
    let principal = checks::addr(deps.api, principal)?;
    let seen = checks::shares(deps.api, seen, MAX_PAYEES)?;
    not_oneself(sender, &principal)?;
    let mut entry = state::load_live(deps.storage, sender, now)?;
    let route = state::may_load_offer(deps.storage, &principal, sender)?;
    let above = state::load_live(deps.storage, &principal, now)?;
    let agents_of_agent = state::load_agent_count(deps.storage, sender)?;

    // ---- decide ----
    let (agent, principal_of_principal) = (sender, above.principal.as_ref());
    let sides = Sides { agent, agents_of_agent, principal: &principal, principal_of_principal };
    sides.check()?;
    entry.route = same_route(&sides, route, &seen)?;
    let former = entry.principal.replace(principal.clone());

    // ---- save ----
    state::save_participant(deps.storage, sender, &entry)?;
    state::remove_offer(deps.storage, &principal, sender);
    let moved = former.as_ref() != Some(&principal);
    let left = former.filter(|_| moved);
    if let Some(left) = &left {
        state::unlist_agent(deps.storage, left, sender)?;
    }
    if moved {
        state::list_agent(deps.storage, &principal, sender)?;
    }

    // ---- respond ----
    let unbound = left.map(|principal| Unbound { agent: sender.clone(), principal });
    let bound = Bound { agent: sender.clone(), principal };
    Ok(Response::new().add_events(unbound).add_event(bound))
}
