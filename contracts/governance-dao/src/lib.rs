//! governance-dao: founds an economy in one transaction, holds its treasury, and changes its rules by vote.
//!
//! Members propose and vote with the weight that the tracker kept at the start of the proposal's block, directly or by
//! a signature that anybody relays. Tracks say what may be decided how fast and how surely, and what may be called and
//! spent. What passed is executed all or none, after a timelock and before its grace ends, by anybody.
//!
//! Invariants: a ballot is cast once per voter and proposal, however it arrives; a tally is the sum of its ballots; a
//! proposal keeps the rules and the source of power it was made under; it is executed at most once; a track spends no
//! more of an asset within a window than its rule says; every proposal ends by time alone; at least one track is strict
//! and none is stricter than that; this contract and all that it founded can be migrated by it alone.

pub mod access;
pub mod contract;
mod domain;
pub mod entry;
mod error;
mod execute;
mod found;
mod migrate;
mod peers;
mod policy;
mod query;
mod records;
mod reply;
mod state;

pub use domain::guardian::GuardianError;
pub use domain::tracks::TrackError;
pub use error::ContractError;
