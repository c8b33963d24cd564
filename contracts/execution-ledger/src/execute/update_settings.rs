//! New settings for jobs posted from now on.

use axiom_kit::checks;
use axiom_types::ledger::events::SettingsUpdated;
use axiom_types::ledger::SettingsMsg;
use cosmwasm_std::{Api, Response};

use super::Ctx;
use crate::domain::posting::check_settings;
use crate::error::ContractError;
use crate::state::{self, Settings};

/// Replaces the settings; the peers stay.
pub fn run(ctx: Ctx<'_>, new: SettingsMsg) -> Result<Response, ContractError> {
    // ---- load ----
    let old = state::load_settings(ctx.deps.storage)?;

    // ---- decide ----
    let settings = checked(ctx.deps.api, new, old.peer_set)?;

    // ---- save ----
    state::save_settings(ctx.deps.storage, &settings)?;

    // ---- respond ----
    Ok(Response::new().add_event(SettingsUpdated { fee_bps: settings.fee_bps }))
}

/// Settings in the stored form.
///
/// # Errors
/// [`ContractError::Terms`], [`axiom_kit::KitError::BadAddress`].
pub fn checked(api: &dyn Api, msg: SettingsMsg, peer_set: u32) -> Result<Settings, ContractError> {
    check_settings(&msg)?;
    let SettingsMsg {
        fee_bps,
        fee_recipient,
        default_arbiter,
        default_windows,
        min_default_arbitration,
        arbiter_silence_bps,
        min_blocks,
    } = msg;
    Ok(Settings {
        fee_bps,
        fee_recipient: checks::addr(api, &fee_recipient)?,
        default_arbiter: checks::addr(api, &default_arbiter)?,
        default_windows,
        min_default_arbitration,
        arbiter_silence_bps,
        min_blocks,
        peer_set,
    })
}
