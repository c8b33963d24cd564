//! Settings, domains, health.

use axiom_kit::hooks;
use axiom_types::tracker::raw::Subject;
use axiom_types::tracker::{DomainResponse, HeadroomResponse, HookStatus, SettingsResponse};
use cosmwasm_std::{StdResult, Storage};

use crate::book::credit;
use crate::domain::headroom as room;
use crate::error::ContractError;
use crate::state::{self, log, Settings};

/// Settings.
pub fn settings(storage: &dyn Storage) -> StdResult<SettingsResponse> {
    let Settings { registry, voting_domain, weight_shift } = state::load_settings(storage)?;
    Ok(SettingsResponse { registry, voting_domain, weight_shift })
}

/// One domain.
pub fn domain(
    storage: &dyn Storage,
    domain: u32,
    now: u64,
) -> Result<DomainResponse, ContractError> {
    let clock = state::load_clock(storage, domain)?;
    let total = log::may_load_newest(storage, domain, Subject::Total)?.unwrap_or_default();
    Ok(DomainResponse {
        domain,
        name: state::load_name(storage, domain)?,
        parent: (clock.parent > 0).then_some(clock.parent),
        half_life: clock.half_life,
        landmark: clock.landmark,
        era: clock.era,
        epoch_start: clock.epoch_start,
        epoch_length: clock.epoch_length,
        epoch: clock.epoch_at(now),
        rates: state::load_rates(storage, domain)?,
        total_units: total.units,
        total_score: credit::decay_clock(&clock).score(total.units, now)?,
        lifetime: total.lifetime,
    })
}

/// All domains.
pub fn domains(storage: &dyn Storage, now: u64) -> Result<Vec<DomainResponse>, ContractError> {
    (1..=state::load_domain_count(storage)?).map(|number| domain(storage, number, now)).collect()
}

/// Headroom of the voting domain.
pub fn headroom(storage: &dyn Storage, now: u64) -> Result<HeadroomResponse, ContractError> {
    let settings = state::load_settings(storage)?;
    let clock = credit::decay_clock(&state::load_clock(storage, settings.voting_domain)?);
    Ok(room::headroom(clock.half_lives(now)?, log::load_total_weight(storage)?))
}

/// State of the hooks.
pub fn hook_states(storage: &dyn Storage) -> StdResult<Vec<HookStatus>> {
    let all = hooks::list(storage)?.into_iter();
    Ok(all
        .map(|hook| HookStatus {
            id: hook.id,
            addr: hook.address,
            failures: hook.failures,
            quarantined: hook.quarantined,
        })
        .collect())
}
