use axiom_types::registry::events::SettingsUpdated;
use axiom_types::registry::Settings;
use cosmwasm_std::{DepsMut, Response};

use crate::domain::lease::Terms;
use crate::error::ContractError;
use crate::state;

/// Replaces the settings. Running leases keep their end.
pub fn update_settings(deps: DepsMut, settings: Settings) -> Result<Response, ContractError> {
    // ---- decide ----
    let Settings { lease_seconds, renewal_window } = settings;
    let terms = Terms::try_new(settings)?;

    // ---- save ----
    state::save_terms(deps.storage, &terms)?;

    // ---- respond ----
    Ok(Response::new().add_event(SettingsUpdated { lease_seconds, renewal_window }))
}
