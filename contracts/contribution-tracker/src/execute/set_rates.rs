use axiom_kit::{checks, KitError};
use axiom_types::asset::Asset;
use axiom_types::bounds::MAX_RATES;
use axiom_types::tracker::events::RatesSet;
use axiom_types::tracker::Rate;
use cosmwasm_std::{Api, DepsMut, Response};

use crate::domain::terms;
use crate::error::ContractError;
use crate::state;

/// Replaces the rates of a domain; reports already counted stay. Owner only, as the access table says.
///
/// # Errors
/// [`ContractError::UnknownDomain`], [`ContractError::Kit`] for bad assets or lists, [`ContractError::Terms`].
pub fn set_rates(deps: DepsMut, domain: u32, rates: &[Rate]) -> Result<Response, ContractError> {
    // ---- load ----
    state::load_clock(deps.storage, domain)?;

    // ---- decide ----
    check(deps.api, rates)?;

    // ---- save ----
    state::save_rates(deps.storage, domain, rates)?;

    // ---- respond ----
    Ok(Response::new().add_event(RatesSet { domain }))
}

/// Passes at most 16 rates of valid assets, no asset twice, no number zero.
///
/// # Errors
/// [`ContractError::Kit`], [`ContractError::Terms`].
pub fn check(api: &dyn Api, rates: &[Rate]) -> Result<(), ContractError> {
    checks::list("rates", rates.len(), MAX_RATES)?;
    for rate in rates {
        rate.asset.validate().map_err(KitError::from)?;
        if let Asset::Cw20(token) = &rate.asset {
            checks::addr(api, token)?;
        }
        terms::rate(rate)?;
    }
    Ok(checks::unique("rates", rates.iter().map(|rate| &rate.asset))?)
}
