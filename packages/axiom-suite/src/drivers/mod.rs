//! One driver per contract: the messages that people send, in a line each.

mod dao;
mod distributor;
mod ledger;
mod registry;
mod tracker;

pub use dao::DaoDriver;
pub use distributor::DistributorDriver;
pub use ledger::LedgerDriver;
pub use registry::RegistryDriver;
pub use tracker::TrackerDriver;
