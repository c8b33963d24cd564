use axiom_types::registry::events::ProfileUpdated;
use axiom_types::registry::{self as msg};
use cosmwasm_std::{Addr, DepsMut, Response};

use crate::domain::profile::Profile;
use crate::error::ContractError;
use crate::state;

/// Replaces the sender's profile, whether or not its lease runs.
pub fn update_profile(
    deps: DepsMut,
    sender: &Addr,
    profile: msg::Profile,
) -> Result<Response, ContractError> {
    // ---- load ----
    let old = state::may_load_profile(deps.storage, sender)?
        .ok_or_else(|| ContractError::NotRegistered { participant: sender.clone() })?;

    // ---- decide ----
    let profile = Profile::try_new(profile)?;

    // ---- save ----
    state::swap_profile(deps.storage, sender, Some(&old), Some(&profile))?;

    // ---- respond ----
    Ok(Response::new().add_event(ProfileUpdated { participant: sender.clone() }))
}
