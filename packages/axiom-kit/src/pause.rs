//! A pause of entries that lapses by itself, with the running sum of paused time.
//!
//! One item, `z`, is read once per message: absent means never paused. Deadlines copy the sum on entry of a state and
//! shift by what was added since ([`crate::deadline`]).

use axiom_types::bounds::MAX_PAUSE;
use axiom_types::common::PauseStatus;
use axiom_types::packed::{Packed, Reader, Writer};
use cosmwasm_std::{StdResult, Storage};

use crate::error::KitError;
use crate::store::PackedItem;

/// () -> [`Halt`]; written by pause and unpause, one record.
const HALT: PackedItem<Halt> = PackedItem::new("z");

/// A halt that lapses by itself: the pause of a contract, or the freeze of one thing in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Halt {
    /// Unix seconds at which the last halt began.
    pub since: u64,
    /// Unix seconds at which it lapses or was ended.
    pub until: u64,
    /// Seconds of all halts before the last one.
    pub total: u64,
}

impl Halt {
    /// True while the halt runs: from its beginning, and no longer at `until`.
    pub fn running(&self, now: u64) -> bool {
        now < self.until
    }

    /// Seconds halted so far, a running halt included.
    pub fn seconds(&self, now: u64) -> u64 {
        let last = now.min(self.until).saturating_sub(self.since);
        self.total.saturating_add(last)
    }

    /// A halt from now on for `seconds`; one that runs is replaced, its time so far counts.
    #[must_use]
    pub fn started(&self, now: u64, seconds: u64) -> Self {
        Self { since: now, until: now.saturating_add(seconds), total: self.seconds(now) }
    }

    /// The halt ended now.
    #[must_use]
    pub fn ended(&self, now: u64) -> Self {
        Self { since: now, until: now, total: self.seconds(now) }
    }
}

impl Packed for Halt {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.u64(self.since).u64(self.until).u64(self.total);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self { since: input.u64()?, until: input.u64()?, total: input.u64()? })
    }
}

fn load(storage: &dyn Storage) -> StdResult<Halt> {
    Ok(HALT.may_load(storage)?.unwrap_or_default())
}

/// Pauses entries for `seconds` from `now`; a running pause is replaced. Returns the unix second at which it lapses.
///
/// # Errors
/// [`KitError::PauseEmpty`], [`KitError::PauseTooLong`] beyond 14 days.
pub fn set(storage: &mut dyn Storage, now: u64, seconds: u64) -> Result<u64, KitError> {
    if seconds == 0 {
        return Err(KitError::PauseEmpty {});
    }
    if seconds > MAX_PAUSE {
        return Err(KitError::PauseTooLong { seconds, max: MAX_PAUSE });
    }
    let halt = load(storage)?.started(now, seconds);
    HALT.save(storage, &halt)?;
    Ok(halt.until)
}

/// Ends a running pause at once.
///
/// # Errors
/// [`KitError::NotPaused`], also when the pause has lapsed by itself.
pub fn clear(storage: &mut dyn Storage, now: u64) -> Result<(), KitError> {
    let halt = load(storage)?;
    if !halt.running(now) {
        return Err(KitError::NotPaused {});
    }
    Ok(HALT.save(storage, &halt.ended(now))?)
}

/// Seconds spent paused so far, a running pause included.
///
/// # Errors
/// Stored bytes of an unknown format.
pub fn paused_seconds(storage: &dyn Storage, now: u64) -> StdResult<u64> {
    Ok(load(storage)?.seconds(now))
}

/// Passes while entries are open.
///
/// # Errors
/// [`KitError::Paused`].
pub fn ensure_open(storage: &dyn Storage, now: u64) -> Result<(), KitError> {
    let halt = load(storage)?;
    if halt.running(now) {
        return Err(KitError::Paused { until: halt.until });
    }
    Ok(())
}

/// The answer to the `pause` query.
///
/// # Errors
/// Stored bytes of an unknown format.
pub fn status(storage: &dyn Storage, now: u64) -> StdResult<PauseStatus> {
    let halt = load(storage)?;
    let paused = halt.running(now);
    Ok(PauseStatus {
        paused,
        until: paused.then_some(halt.until),
        paused_seconds: halt.seconds(now),
    })
}

#[cfg(test)]
mod tests;
