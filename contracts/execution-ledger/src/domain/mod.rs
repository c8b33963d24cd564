//! Rules of the ledger as plain values: no storage, no querier, no chain.

pub mod legs;
pub mod outcome;
pub mod posting;
pub mod time;
pub mod transition;
