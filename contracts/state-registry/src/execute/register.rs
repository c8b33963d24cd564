use axiom_types::registry::events::Registered;
use axiom_types::registry::raw::Participant;
use axiom_types::registry::{self as msg, ParticipantKind};
use cosmwasm_std::{Addr, DepsMut, Response};

use crate::domain::profile::Profile;
use crate::error::ContractError;
use crate::state;

/// Registers the sender, or reuses its expired entry in place. A binding that it consented to outlives the lease.
pub fn register(
    deps: DepsMut,
    now: u64,
    sender: &Addr,
    kind: ParticipantKind,
    profile: msg::Profile,
) -> Result<Response, ContractError> {
    // ---- load ----
    let old = state::may_load_participant(deps.storage, sender)?;
    let old_kind = old.as_ref().map(|entry| entry.kind);
    let old_profile = match &old {
        Some(_) => state::may_load_profile(deps.storage, sender)?,
        None => None,
    };
    let terms = state::load_terms(deps.storage)?;

    // ---- decide ----
    let profile = Profile::try_new(profile)?;
    let expires = terms.ends(now);
    let entry = match old {
        Some(entry) if entry.live(now) => {
            let participant = sender.clone();
            return Err(ContractError::Live { participant, expires: entry.expires });
        }
        Some(entry) => Participant { kind, expires, ..entry },
        None => Participant { kind, expires, principal: None, route: vec![] },
    };

    // ---- save ----
    state::save_participant(deps.storage, sender, &entry)?;
    state::move_kind(deps.storage, sender, old_kind, Some(kind))?;
    state::swap_profile(deps.storage, sender, old_profile.as_ref(), Some(&profile))?;

    // ---- respond ----
    let participant = sender.clone();
    Ok(Response::new().add_event(Registered { participant, kind, expires }))
}
