//! Tests of governance-dao on the embedded chain, with small stand-ins for the four other contracts.
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
mod cw3;
mod errors;
mod executing;
mod fakes;
mod founding;
mod guardian;
mod policy;
mod proposing;
mod signed;
mod spending;
mod upgrade;
mod voting;
mod world;
