//! What tests, demos and tools need of a chain, whichever it is.
//!
//! The embedded chain (`axiom-local`) and a wasmd node (`axiom-client`) implement one trait, [`Chain`], so a story
//! that is told through it runs on both. Around it: [`Account`]s with test keys, an [`Outcome`] that has to be looked
//! at, transactions as they are remembered ([`Tx`]), and the list of prices ([`price`](mod@price)) by which the
//! embedded chain estimates what a transaction would cost on a node.
//!
//! A chain behind the trait is driven one transaction at a time: each runs in a block of its own, and between two of
//! them [`BLOCK_SECONDS`] pass. [`Chain::now`] is the time in which the next transaction runs.

mod account;
mod chain;
mod clock;
mod init;
mod outcome;
pub mod price;
mod tx;

pub use account::{address_of, Account, Signed, TEST_KEY_DOMAIN};
pub use chain::{json, AnyChain, Chain, ChainExt, ContractInfo};
pub use clock::Clock;
pub use init::Init;
pub use outcome::{attribute, events_of, ContractPanic, Failure, Outcome, Success};
pub use price::{Counts, GasReport};
pub use tx::Tx;

/// Bech32 prefix of every address.
pub const PREFIX: &str = "wasm";
/// Time of the first block of a chain for tests: 2026-01-01T00:00:00Z.
pub const GENESIS_SECONDS: u64 = 1_767_225_600;
/// Seconds between two transactions.
pub const BLOCK_SECONDS: u64 = 5;
