use axiom_kit::hooks;
use axiom_types::tracker::events::{HookFailed, HookSynced};
use cosmwasm_std::{Response, Storage};

use crate::error::ContractError;

/// A hook was synchronised. Only a success lifts a quarantine. A failure counts for nothing, for anybody may ask for a
/// synchronisation and choose one that the hook cannot bear.
///
/// # Errors
/// Stored bytes of an unknown format.
pub fn sync(
    storage: &mut dyn Storage,
    hook_id: u64,
    failed: bool,
) -> Result<Response, ContractError> {
    // ---- load ----
    let all = hooks::list(storage)?;
    let Some(hook) = all.into_iter().find(|hook| u64::from(hook.id) == hook_id) else {
        return Ok(Response::new());
    };

    // ---- decide ----
    if failed {
        let event = HookFailed { hook: hook.id, quarantined: hook.quarantined };
        return Ok(Response::new().add_event(event));
    }

    // ---- save ----
    if hook.failures > 0 {
        hooks::release(storage, hook.id)?;
    }

    // ---- respond ----
    Ok(Response::new().add_event(HookSynced { addr: hook.address }))
}
