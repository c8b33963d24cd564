//! Deadlines that a halted chain or a pause does not eat up.

use axiom_types::packed::{Reader, Writer};

/// When a waiting state ends: its time has come, a number of blocks was produced since it began, and time paused
/// meanwhile was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// Unix seconds at which it ends if nothing is paused meanwhile.
    pub at: u64,
    /// Lowest block height at which it can end.
    pub min_height: u64,
    /// Sum of paused seconds when the state began.
    pub idle: u64,
}

impl Deadline {
    /// The deadline of a state that begins now. Beyond the range of the clock it never ends.
    pub fn after(now: u64, height: u64, seconds: u64, min_blocks: u64, idle: u64) -> Self {
        Self {
            at: now.saturating_add(seconds),
            min_height: height.saturating_add(min_blocks),
            idle,
        }
    }

    /// True once the deadline has passed; `idle_now` is the sum of paused seconds by now.
    pub fn passed(&self, now: u64, height: u64, idle_now: u64) -> bool {
        now >= self.ends_at(idle_now) && height >= self.min_height
    }

    /// Unix seconds at which it ends as far as paused time is known.
    pub fn ends_at(&self, idle_now: u64) -> u64 {
        self.at.saturating_add(idle_now.saturating_sub(self.idle))
    }

    /// The same deadline, later by `seconds`.
    #[must_use]
    pub fn extended(&self, seconds: u64) -> Self {
        Self { at: self.at.saturating_add(seconds), ..*self }
    }

    /// Appends the 24 bytes: `at`, `min_height`, `idle`.
    pub fn write(&self, out: &mut Writer) {
        out.u64(self.at).u64(self.min_height).u64(self.idle);
    }

    /// Reads what [`Deadline::write`] wrote; none if it is cut short.
    pub fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self { at: input.u64()?, min_height: input.u64()?, idle: input.u64()? })
    }
}

#[cfg(test)]
mod tests;
