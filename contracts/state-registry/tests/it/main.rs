//! Tests of state-registry through the embedded chain.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

mod access;
mod admin;
mod bindings;
mod cells;
mod cost;
mod errors;
mod participants;
mod published;
mod queries;
mod range;
mod spaces;
mod support;
mod walk;
