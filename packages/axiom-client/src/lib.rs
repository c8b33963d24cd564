//! A client for CosmWasm chains over one CometBFT RPC URL.
//!
//! Accounts, balances, simulation, signing, sending, waiting, queries of contracts: everything
//! goes through the RPC of one node ([`Rpc`]), gRPC and REST are not needed. [`Client`] is for
//! programs; [`NodeChain`] makes a node of a devnet the chain of a story
//! ([`axiom_chain::Chain`]).
//!
//! ```no_run
//! use axiom_client::{messages, Client, ClientError, Config, Signer, TxOptions};
//!
//! # fn main() -> Result<(), ClientError> {
//! let config = Config::new("http://127.0.0.1:26657", "0.025stake".parse()?);
//! let client = Client::connect(config.chain_id("axiom-devnet-1"))?;
//! let signer = Signer::from(&axiom_chain::Account::named("alice"));
//! let message = messages::execute(signer.address(), "wasm1...", br#"{"claim":{}}"#, &[]);
//! let done = client.send(&signer, &[message], &TxOptions::default())?;
//! println!("in block {}, gas {}", done.height, done.gas_used);
//! # Ok(())
//! # }
//! ```

mod accounts;
mod answers;
mod clean;
mod client;
mod code_proposal;
mod error;
mod json;
mod library;
pub mod messages;
mod node_chain;
mod queries;
mod rpc;
mod send;
mod transport;
mod tx;

pub use accounts::AccountState;
pub use answers::{AbciAnswer, Block, Checked, FoundTx, Status, TxResult};
pub use axiom_chain::Clock;
pub use clean::{clean_error, said_by_contract};
pub use client::{Client, Config};
pub use code_proposal::{governance_account, CodeProposal};
pub use cosmrs::Any;
pub use error::{ClientError, TxFailure};
pub use library::{Library, WasmFile, CONTRACTS};
pub use node_chain::{NodeChain, NodeConfig, Question};
pub use queries::{Access, CodeInfo, ContractState, WasmParams};
pub use rpc::{Rpc, RpcConfig};
pub use transport::{HttpTransport, Transport};
pub use tx::{Gas, GasPrice, SignedTx, Signer, Trial, TxDone, TxOptions};

#[cfg(test)]
mod vectors;
