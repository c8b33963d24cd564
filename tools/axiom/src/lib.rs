//! `axiom`: an economy in a terminal, on the embedded chain or on any chain with wasmd.

mod agent;
mod amounts;
mod ask;
mod calls;
mod chains;
mod cli;
mod codes;
mod demo;
mod devnet;
mod doctor;
mod economy;
mod fail;
mod faucet;
mod global;
mod hints;
mod home;
mod keys;
mod local;
mod manual;
mod offline;
mod out;
mod progress;
mod propose;
mod records;
mod rehearsal;
mod sdk_json;
mod session;
mod sign;
mod story;
mod tx;
mod who;

pub use cli::{command, run};
pub use manual::markdown;
