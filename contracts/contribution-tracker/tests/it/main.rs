//! Tests of the contract through the embedded chain; histories through mock dependencies.
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod access;
mod admin;
mod budgets;
mod cw4_group;
mod errors;
mod history;
mod hooks;
mod instantiate;
mod reports;
mod support;
