//! value-distributor: the one custodian of an economy.
//!
//! Coins and cw20 tokens enter as an internal balance of their owner. Balances fund pools and back escrows within
//! allowances; every payout returns to a balance or leaves by a withdrawal. Called by anybody; escrows are opened and
//! released by the contracts that control them, admin messages come from the owner.
//!
//! Invariants, per asset and after every message: balances + escrowed + pooled + in flight = tracked, and
//! tracked <= what the bank or the token says this contract holds. Unsolicited transfers are surplus, never a
//! deposit. A failing token, receiver or tracker harms only whoever holds or claims what it serves.

pub mod access;
pub mod contract;
pub mod domain;
pub mod entry;
mod error;
mod execute;
mod migrate;
mod query;
mod reply;
pub mod state;

pub use error::ContractError;
