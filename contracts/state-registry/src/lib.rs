//! state-registry: who takes part, who acts for whom, and what is known together.
//!
//! Participants hold a leased entry; a principal and an agent bind by consent of both. Spaces hold shared entries
//! (cells), written by compare-and-set, each write a leaf of the space's Merkle mountain range. The registry calls
//! nobody and asks nobody; peers read it raw by the keys of `axiom_types::registry::raw`.
//!
//! Invariants: an entry, its profile, its kind and its capabilities come and go together; bindings are one level deep;
//! a space has as many leaves as it had accepted writes, and a leaf once written never changes.

pub mod access;
pub mod contract;
mod domain;
pub mod entry;
mod error;
mod execute;
mod migrate;
mod query;
mod state;

pub use error::ContractError;
