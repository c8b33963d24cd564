//! Interface of execution-ledger.

pub mod events;
mod msg;
pub mod raw;

pub use msg::*;

/// Name of the contract, as kept by cw2.
pub const CONTRACT_NAME: &str = "crates.io:axiom-execution-ledger";
