//! Two-step ownership over `cw-ownable`.

use cosmwasm_std::{Addr, Api, BlockInfo, DepsMut, Event, StdResult, Storage};
use cw_ownable::{Action, Ownership, OwnershipError};

use crate::error::KitError;
use crate::events::OwnershipUpdated;

/// Sets the first owner: the one named, else the sender. Returns it.
///
/// # Errors
/// [`KitError::BadAddress`].
pub fn init(
    storage: &mut dyn Storage,
    api: &dyn Api,
    owner: Option<&str>,
    sender: &Addr,
) -> Result<Addr, KitError> {
    let owner = crate::checks::addr(api, owner.unwrap_or(sender.as_str()))?;
    cw_ownable::initialize_owner(storage, api, Some(owner.as_str()))?;
    Ok(owner)
}

/// Passes only the owner.
///
/// # Errors
/// [`KitError::NotOwner`], also once ownership was given up.
pub fn assert_owner(storage: &dyn Storage, sender: &Addr) -> Result<(), KitError> {
    match cw_ownable::assert_owner(storage, sender) {
        Ok(()) => Ok(()),
        Err(error) => Err(named(error, sender)),
    }
}

/// A step of a handover: offer (owner), accept (the one it was offered to), give up (owner).
/// Returns the new state and the event to emit.
///
/// # Errors
/// [`KitError::NotOwner`], [`KitError::BadAddress`], [`KitError::Ownership`] with what cw-ownable refused.
pub fn update(
    deps: DepsMut<'_>,
    block: &BlockInfo,
    sender: &Addr,
    action: Action,
) -> Result<(Ownership<Addr>, Event), KitError> {
    if let Action::TransferOwnership { new_owner, .. } = &action {
        assert_owner(deps.storage, sender)?;
        crate::checks::addr(deps.api, new_owner)?;
    }
    let state = cw_ownable::update_ownership(deps, block, sender, action)
        .map_err(|error| named(error, sender))?;
    let event = OwnershipUpdated {
        owner: state.owner.clone(),
        pending_owner: state.pending_owner.clone(),
        pending_expiry: state.pending_expiry.map(|expiry| expiry.to_string()),
    };
    Ok((state, event.into()))
}

/// Owner and pending owner.
///
/// # Errors
/// Before [`init`].
pub fn query(storage: &dyn Storage) -> StdResult<Ownership<Addr>> {
    cw_ownable::get_ownership(storage)
}

fn named(error: OwnershipError, sender: &Addr) -> KitError {
    match error {
        OwnershipError::NotOwner | OwnershipError::NoOwner => {
            KitError::NotOwner { sender: sender.to_string() }
        }
        OwnershipError::Std(error) => KitError::Std(error),
        other => KitError::Ownership(other),
    }
}

#[cfg(test)]
mod tests;
