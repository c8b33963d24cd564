//! Rules of the registry as plain values: no storage, no querier, no chain.

pub mod binding;
pub mod cell;
pub mod lease;
pub mod profile;
pub mod space;
