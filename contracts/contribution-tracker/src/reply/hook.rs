use axiom_kit::hooks::{self, HookOutcome};
use axiom_types::tracker::events::HookFailed;
use cosmwasm_std::{Response, Storage};

use crate::error::ContractError;

/// A hook was told of a change of weights: counts failures in a row, the third ends in quarantine.
///
/// # Errors
/// Stored bytes of an unknown format.
pub fn hook(
    storage: &mut dyn Storage,
    hook_id: u64,
    failed: bool,
) -> Result<Response, ContractError> {
    // ---- decide and save ----
    let outcome = hooks::on_reply(storage, hook_id, failed)?;

    // ---- respond ----
    let quarantined = match outcome {
        HookOutcome::Delivered { .. } | HookOutcome::Gone {} => return Ok(Response::new()),
        HookOutcome::Failed { .. } => false,
        HookOutcome::Quarantined { .. } => true,
    };
    // Numbers of hooks are 32 bits; the key of a reply is wider.
    let hook = u32::try_from(hook_id).unwrap_or(u32::MAX);
    Ok(Response::new().add_event(HookFailed { hook, quarantined }))
}
