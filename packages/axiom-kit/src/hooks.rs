//! Safe hooks: whoever listens can fail, burn its gas or vanish without touching what is told.
//!
//! Each call is a submessage with its own gas limit and a reply in every case. A hook has a number that is never used
//! again, so a reply always finds the hook it is about. After three failures in a row it is put in quarantine: it is
//! no longer called until the owner releases it, and it catches up by pull.

use axiom_types::bounds::{HOOK_GAS, HOOK_MAX_FAILURES, MAX_HOOKS};
use axiom_types::packed::{Packed, Reader, Writer};
use cosmwasm_std::{Addr, Binary, StdError, StdResult, Storage, SubMsg, WasmMsg};

use crate::checks;
use crate::error::KitError;
use crate::reply;
use crate::store::PackedItem;

/// () -> [`Registered`]; written by add, remove, release and failing replies; at most 4 hooks.
const HOOKS: PackedItem<Registered> = PackedItem::new("y");

/// A listener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// Its number, never used again.
    pub id: u32,
    /// Contract that is called.
    pub address: Addr,
    /// Failures in a row.
    pub failures: u32,
    /// True if it is no longer called.
    pub quarantined: bool,
}

/// All listeners.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Registered {
    last_id: u32,
    hooks: Vec<Hook>,
}

impl Packed for Registered {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.u32(self.last_id);
        for hook in &self.hooks {
            out.u32(hook.id).addr(&hook.address).u32(hook.failures).u8(u8::from(hook.quarantined));
        }
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        let last_id = input.u32()?;
        let mut hooks = vec![];
        while !input.is_empty() {
            hooks.push(Hook {
                id: input.u32()?,
                address: input.addr()?,
                failures: input.u32()?,
                quarantined: input.u8()? != 0,
            });
        }
        Some(Self { last_id, hooks })
    }
}

/// What a reply did to a hook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HookOutcome {
    /// It took the message.
    Delivered {
        /// The hook.
        hook: Addr,
    },
    /// It failed and will be called again.
    Failed {
        /// The hook.
        hook: Addr,
        /// Failures in a row, this one included.
        failures: u32,
    },
    /// It failed once too often and is no longer called.
    Quarantined {
        /// The hook.
        hook: Addr,
        /// Failures in a row, this one included.
        failures: u32,
    },
    /// It was removed since it was called.
    Gone {},
}

fn load(storage: &dyn Storage) -> StdResult<Registered> {
    Ok(HOOKS.may_load(storage)?.unwrap_or_default())
}

/// Registers a listener; returns its number.
///
/// # Errors
/// [`KitError::Duplicate`], [`KitError::TooMany`] beyond 4.
pub fn add(storage: &mut dyn Storage, address: Addr) -> Result<u32, KitError> {
    let mut all = load(storage)?;
    checks::list("hooks", all.hooks.len().saturating_add(1), MAX_HOOKS)?;
    if all.hooks.iter().any(|hook| hook.address == address) {
        return Err(KitError::Duplicate {
            field: "hooks",
            value: checks::reason(address.as_str()),
        });
    }
    let id = all.last_id.checked_add(1);
    let id = id.ok_or_else(|| StdError::generic_err("no number is left for a hook"))?;
    all.last_id = id;
    all.hooks.push(Hook { id, address, failures: 0, quarantined: false });
    HOOKS.save(storage, &all)?;
    Ok(id)
}

/// Removes a listener; returns its number.
///
/// # Errors
/// [`KitError::UnknownHook`].
pub fn remove(storage: &mut dyn Storage, address: &Addr) -> Result<u32, KitError> {
    let mut all = load(storage)?;
    let Some(id) = all.hooks.iter().find(|hook| hook.address == *address).map(|hook| hook.id)
    else {
        return Err(KitError::UnknownHook { hook: checks::reason(address.as_str()) });
    };
    all.hooks.retain(|hook| hook.id != id);
    HOOKS.save(storage, &all)?;
    Ok(id)
}

/// All listeners, oldest first.
///
/// # Errors
/// Stored bytes of an unknown format.
pub fn list(storage: &dyn Storage) -> StdResult<Vec<Hook>> {
    Ok(load(storage)?.hooks)
}

/// The calls that tell every listener that is not in quarantine. `kind` is the contract's reply kind for hooks.
///
/// # Errors
/// Stored bytes of an unknown format.
pub fn messages(storage: &dyn Storage, kind: u8, msg: &Binary) -> Result<Vec<SubMsg>, KitError> {
    let mut calls = vec![];
    for hook in load(storage)?.hooks.into_iter().filter(|hook| !hook.quarantined) {
        let call = WasmMsg::Execute {
            contract_addr: hook.address.into_string(),
            msg: msg.clone(),
            funds: vec![],
        };
        let id = reply::id(kind, u64::from(hook.id))?;
        calls.push(SubMsg::reply_always(call, id).with_gas_limit(HOOK_GAS));
    }
    Ok(calls)
}

/// Counts the outcome of a call; `hook_id` is the key of the reply id. A success ends a row of failures, the third
/// failure in a row ends in quarantine. Storage is written only if the count changes. A hook that was removed or put
/// in quarantine meanwhile is left alone.
///
/// # Errors
/// Stored bytes of an unknown format.
pub fn on_reply(
    storage: &mut dyn Storage,
    hook_id: u64,
    failed: bool,
) -> Result<HookOutcome, KitError> {
    let mut all = load(storage)?;
    let Some(hook) = all.hooks.iter_mut().find(|hook| u64::from(hook.id) == hook_id) else {
        return Ok(HookOutcome::Gone {});
    };
    let address = hook.address.clone();
    if hook.quarantined {
        return Ok(match failed {
            true => HookOutcome::Quarantined { hook: address, failures: hook.failures },
            false => HookOutcome::Delivered { hook: address },
        });
    }
    let before = hook.failures;
    hook.failures = if failed { before.saturating_add(1) } else { 0 };
    hook.quarantined = hook.failures >= HOOK_MAX_FAILURES;
    let (failures, quarantined) = (hook.failures, hook.quarantined);
    if failures != before {
        HOOKS.save(storage, &all)?;
    }
    Ok(match (failed, quarantined) {
        (false, _) => HookOutcome::Delivered { hook: address },
        (true, false) => HookOutcome::Failed { hook: address, failures },
        (true, true) => HookOutcome::Quarantined { hook: address, failures },
    })
}

/// Calls a hook again and forgets its failures; returns its address.
///
/// # Errors
/// [`KitError::UnknownHook`].
pub fn release(storage: &mut dyn Storage, hook_id: u32) -> Result<Addr, KitError> {
    let mut all = load(storage)?;
    let Some(hook) = all.hooks.iter_mut().find(|hook| hook.id == hook_id) else {
        return Err(KitError::UnknownHook { hook: hook_id.to_string() });
    };
    hook.failures = 0;
    hook.quarantined = false;
    let address = hook.address.clone();
    HOOKS.save(storage, &all)?;
    Ok(address)
}

#[cfg(test)]
mod tests;
