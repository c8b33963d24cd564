//! The clock by which a devnet's blocks are stamped.

use anyhow::Result;

/// A clock that somebody outside the chain moves.
pub trait Clock {
    /// Unix seconds that the clock shows.
    fn now(&self) -> u64;

    /// Moves it forward. Blocks with the new time follow a moment later.
    ///
    /// # Errors
    /// If those who stamp the blocks cannot be told.
    fn advance(&self, seconds: u64) -> Result<()>;
}
