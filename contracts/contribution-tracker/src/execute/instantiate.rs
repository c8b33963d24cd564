use axiom_kit::{checks, ownership, version};
use axiom_types::bounds::{MAX_DOMAINS, MAX_GENESIS};
use axiom_types::tracker::events::{DomainAdded, RegistrySet};
use axiom_types::tracker::{GenesisMember, InstantiateMsg};
use cosmwasm_std::{Addr, Api, DepsMut, Env, Event, Response, Uint128};

use super::add_domain;
use crate::book::credit;
use crate::contract::{NAME, VERSION};
use crate::domain::terms;
use crate::error::ContractError;
use crate::state::{self, log, Settings};

/// Creates a tracker with its domains and first holders. The total weight is stored even if it is zero, for cw4
/// readers take a missing one for an error.
///
/// # Errors
/// [`ContractError::Kit`] for bad addresses, names, lists; [`ContractError::Terms`] for settings out of bounds;
/// [`ContractError::Standing`] if the first weights do not fit.
pub fn instantiate(
    deps: DepsMut,
    env: &Env,
    sender: &Addr,
    msg: InstantiateMsg,
) -> Result<Response, ContractError> {
    // ---- load ----
    let InstantiateMsg { owner, registry, domains, voting_domain, weight_shift, genesis } = msg;
    let registry = checks::opt_addr(deps.api, registry.as_deref())?;
    let holders = holders(deps.api, &genesis)?;

    // ---- decide ----
    checks::filled_list("domains", domains.len(), MAX_DOMAINS)?;
    terms::voting_domain(voting_domain, domains.len())?;
    terms::shift(weight_shift)?;

    // ---- save ----
    version::init(deps.storage, NAME, VERSION)?;
    ownership::init(deps.storage, deps.api, owner.as_deref(), sender)?;
    let settings = Settings { registry: registry.clone(), voting_domain, weight_shift };
    state::save_settings(deps.storage, &settings)?;
    if holders.is_empty() {
        log::save_total_weight(deps.storage, 0)?;
    }
    let mut events: Vec<Event> = vec![];
    events.extend(registry.map(|registry| RegistrySet { registry: Some(registry) }.into()));
    for (number, domain) in (1u32..).zip(&domains) {
        let voting = number == voting_domain;
        let domain_id = add_domain::store(deps.storage, deps.api, env, domain, voting)?;
        events.push(DomainAdded { domain: domain_id, name: domain.name.clone() }.into());
    }
    let ground = credit::load_ground(deps.storage, env, voting_domain)?;
    let written = credit::credit(deps.storage, voting_domain, &holders, &ground)?;

    // ---- respond ----
    Ok(Response::new().add_events(events).add_events(written.events))
}

/// The first holders, checked.
fn holders(
    api: &dyn Api,
    genesis: &[GenesisMember],
) -> Result<Vec<(Addr, Uint128)>, ContractError> {
    checks::list("genesis", genesis.len(), MAX_GENESIS)?;
    let mut holders = vec![];
    for GenesisMember { address, points } in genesis {
        terms::points("genesis", *points)?;
        holders.push((checks::addr(api, address)?, *points));
    }
    checks::unique("genesis", holders.iter().map(|(address, _)| address))?;
    Ok(holders)
}
