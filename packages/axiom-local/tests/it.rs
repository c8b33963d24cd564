//! The embedded chain, tried with a small contract that does whatever it is told.

#[path = "it/probe.rs"]
mod probe;

#[path = "it/blocks.rs"]
mod blocks;
#[path = "it/errors.rs"]
mod errors;
#[path = "it/faults.rs"]
mod faults;
#[path = "it/gas.rs"]
mod gas;
#[path = "it/signatures.rs"]
mod signatures;
#[path = "it/transactions.rs"]
mod transactions;
