//! contribution-tracker: who contributed what, as decaying score in domains, within granted budgets.
//!
//! A settled outcome is reported once, mints what the client's budget admits and moves the log of each account
//! credited and of the domain. The domain that votes is a cw4 group at the same time.
//!
//! Read a message in this order: `contract.rs`, `access.rs`, `execute/<message>.rs`, `domain/`, `state.rs`.

pub mod access;
mod book;
pub mod contract;
pub mod domain;
pub mod entry;
mod error;
mod execute;
mod migrate;
mod query;
mod reply;
mod state;

pub use error::ContractError;
