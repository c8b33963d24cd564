//! The language in which tests and demos speak of an economy: a builder that founds one, named actors, one driver
//! per contract, and outcomes that must be looked at.
//!
//! ```no_run
//! use axiom_suite::{Suite, DENOM};
//!
//! let mut s = Suite::found();
//! s.distributor().deposit("app", 1_000, DENOM).should_succeed();
//! assert_eq!(s.balance_of("app", DENOM), 1_000);
//! ```

mod builder;
mod codes;
mod drivers;
mod jobs;
mod next;
mod proposals;
mod suite;
pub mod upgrades;

pub use builder::{Builder, DAY, HOUR};
pub use codes::{shelve, Codes};
pub use drivers::{DaoDriver, DistributorDriver, LedgerDriver, RegistryDriver, TrackerDriver};
pub use jobs::{link, profile, rejection, submission, JobBuilder};
pub use next::NEXT_VERSION;
pub use proposals::{call, spend};
pub use suite::{Economy, Suite, DENOM, DENOM_2, FUNDS};
