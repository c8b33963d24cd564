//! What every contract of the suite repeats, written once: ownership, pause, deadlines, access tables, versions,
//! checks of messages, pages, reply ids, rules, signed actions, safe hooks.
//!
//! Nothing here knows what a contract is for. Storage names taken by this crate in each contract that uses the
//! module: `z` ([`pause`]), `y` ([`hooks`]), `ownership` (cw-ownable), `contract_info` (cw2).

pub mod access;
pub mod checks;
pub mod codes;
pub mod deadline;
pub mod decay;
pub mod error;
pub mod events;
pub mod funds;
pub mod hooks;
pub use axiom_types::json;
pub mod math;
pub mod mmr;
pub mod ownership;
pub mod page;
pub mod pause;
pub mod reply;
pub mod rule;
pub mod signed;
pub mod store;
pub mod version;

pub use error::KitError;
