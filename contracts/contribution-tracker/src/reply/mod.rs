//! Replies of hooks. None of them fails, so that a hook can undo nothing.

mod hook;
mod sync;

pub use hook::hook;
pub use sync::sync;

/// Reply kind: a hook was told of a change; the key is the hook's number.
pub const HOOK: u8 = 1;
/// Reply kind: a hook was synchronised; the key is the hook's number.
pub const SYNC: u8 = 2;
