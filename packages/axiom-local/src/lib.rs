//! The embedded chain: the whole suite in one process, for tests, demos and newcomers.
//!
//! cw-multi-test underneath, behind one type, [`LocalChain`], that behaves like a wasmd chain where
//! cw-multi-test by itself does not (see [`mod@guarded`]), produces blocks, keeps events, prices each
//! transaction from what it did ([`price`](mod@price)) and lets tests plant faults ([`Fault`]).
//!
//! What it cannot show, and only a node can: gas limits of submessages, running out of gas.
//!
//! ```
//! use axiom_local::LocalChain;
//! use cosmwasm_std::coin;
//!
//! let mut chain = LocalChain::new("axiom-local");
//! let (ann, ben) = (chain.account("ann"), chain.account("ben"));
//! chain.mint(&ann, coin(10, "uaxm"));
//! chain.bank_send(&ann, &ben, &[coin(4, "uaxm")]).should_succeed();
//! assert_eq!(chain.balance(&ben, "uaxm"), 4);
//! assert_eq!(chain.height(), 2);
//! ```

mod answer;
mod bank;
mod chain;
mod code;
mod control;
pub mod fault;
pub mod guarded;
mod history;
mod hub;
mod metered;
mod queries;
mod steps;
mod store;
mod told;
mod touched;

pub use axiom_chain::{
    address_of, price, Account, Chain, ChainExt, ContractInfo, ContractPanic, Counts, Failure,
    GasReport, Init, Outcome, Signed, Success, Tx, BLOCK_SECONDS, GENESIS_SECONDS, PREFIX,
    TEST_KEY_DOMAIN,
};
pub use bank::BankError;
pub use chain::{LocalChain, GENESIS_HEIGHT};
pub use code::Code;
pub use cw_multi_test::{Contract, ContractWrapper};
pub use fault::{Entry, Fault, FaultAction, FaultCall, StorageFault, Tamper, Write};
pub use history::Snapshot;
pub use steps::{catch_panics, Made, Step, StepFailure};
pub use store::{Backing, Writes};
