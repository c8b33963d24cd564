use axiom_kit::{checks, KitError};
use axiom_types::bounds::MAX_DOMAINS;
use axiom_types::tracker::events::DomainAdded;
use axiom_types::tracker::raw::DomainClock;
use axiom_types::tracker::NewDomain;
use cosmwasm_std::{Api, DepsMut, Env, Response, Storage};

use super::set_rates;
use crate::domain::terms;
use crate::error::ContractError;
use crate::state;

/// Adds a domain. Owner only, as the access table says.
///
/// # Errors
/// [`ContractError::Kit`] for a bad or used name, bad rates, more than 32 domains; [`ContractError::Terms`].
pub fn add_domain(deps: DepsMut, env: &Env, domain: &NewDomain) -> Result<Response, ContractError> {
    let number = store(deps.storage, deps.api, env, domain, false)?;
    Ok(Response::new().add_event(DomainAdded { domain: number, name: domain.name.clone() }))
}

/// Checks and stores a domain; its landmark and its epoch 0 begin now. Returns its number.
///
/// # Errors
/// As [`add_domain`].
pub fn store(
    storage: &mut dyn Storage,
    api: &dyn Api,
    env: &Env,
    domain: &NewDomain,
    voting: bool,
) -> Result<u32, ContractError> {
    // ---- load ----
    let NewDomain { name, half_life, epoch_length, rates } = domain;
    let names = state::load_names(storage)?;

    // ---- decide ----
    checks::slug("name", name)?;
    checks::list("domains", names.len().saturating_add(1), MAX_DOMAINS)?;
    if names.contains(name) {
        return Err(KitError::Duplicate { field: "domains", value: name.clone() }.into());
    }
    terms::half_life(*half_life, voting)?;
    terms::epoch_length(*epoch_length)?;
    set_rates::check(api, rates)?;
    let now = env.block.time.seconds();
    let clock = DomainClock {
        landmark: now,
        half_life: *half_life,
        epoch_start: now,
        epoch_length: *epoch_length,
        era: 0,
        parent: 0,
    };

    // ---- save ----
    let number = state::add_domain(storage, name, &clock)?;
    state::save_rates(storage, number, rates)?;
    Ok(number)
}
