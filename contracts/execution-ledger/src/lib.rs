//! execution-ledger: the execution layer. It posts jobs, moves each through one state machine in which every waiting
//! state ends by itself, keeps an execution record of every transition as a leaf of one mountain range, and settles:
//! money, score and result in one transaction, each of them in a leg that can fail alone.
//!
//! Called by anybody. It calls a value-distributor (escrow), a contribution-tracker (reports) and a state-registry
//! (its own space), and holds no money itself.
//!
//! Invariants:
//! - a job moves only along [`domain::transition::next`]; a settled job never moves again;
//! - what a settlement pays, keeps as fee and gives back sums to the price exactly;
//! - one transition, one record, one leaf; neither ever changes;
//! - payees, fee, windows and contracts of a job are fixed before they matter and never change after.

pub mod access;
pub mod contract;
pub mod domain;
pub mod entry;
mod error;
mod execute;
mod migrate;
mod query;
mod records;
mod reply;
pub mod state;

pub use error::ContractError;
