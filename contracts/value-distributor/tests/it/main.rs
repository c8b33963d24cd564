//! value-distributor on the embedded chain.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod access;
mod admin;
mod claim;
mod deposit;
mod errors;
mod escrow;
mod hostile;
mod migrate;
mod properties;
mod queries;
mod standing;
mod table;
mod tracker;
mod withdraw;
mod world;
mod zoo;
