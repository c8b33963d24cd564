//! The ledger by its messages, on the embedded chain, with peers that record what they are asked and can fail.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::type_complexity,
    clippy::unwrap_used
)]

mod accept;
mod access;
mod admin;
mod agree;
mod deadlines;
mod errors;
mod gas;
mod legs;
mod peers;
mod post;
mod queries;
mod records;
mod settle;
mod table;
mod world;
