//! Local wasmd chains: the node is built from its published module, devnets of one or more validators are started and
//! stopped, and their clock is moved.
//!
//! ```no_run
//! use axiom_chain::Clock;
//! use axiom_devnet::{Devnet, Options};
//! use std::time::Duration;
//!
//! # fn main() -> anyhow::Result<()> {
//! let devnet = Devnet::up(&Options::for_tests("story"))?;
//! println!("{} at {}", devnet.chain_id(), devnet.rpc(0));
//! devnet.clock().advance(3 * 86_400)?;
//! let block = devnet.wait_time(devnet.clock().now(), Duration::from_secs(10))?;
//! println!("three days later: block {}", block.height);
//! # Ok(())
//! # }
//! ```
//!
//! The clock works on an unmodified node: see [`Keeper`].

mod clock;
mod config;
mod devnet;
mod genesis;
mod home;
mod keeper;
mod line;
mod memory;
mod node;
mod options;
mod ports;
mod process;
mod record;
mod rpc;
mod setup;
#[cfg(test)]
mod testing;
mod time;
mod vote;

pub use clock::{DevnetClock, Setting};
pub use devnet::{Devnet, NodeStatus};
pub use home::{Home, HOME_VARIABLE};
pub use keeper::Keeper;
pub use line::Line;
pub use node::Node;
pub use options::{
    Clock as ClockMode, Existing, Funded, KeptBy, Options, Ports, Upload, DEFAULT_CHAIN_ID,
    DEFAULT_NAME, TEST_AMOUNT, TEST_DENOMS, TEST_NAMES,
};
pub use record::{KeyRecord, NodeRecord, Record};
pub use rpc::Head;
pub use time::{format_time, parse_span, parse_time};
