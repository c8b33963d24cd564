//! The embedded chain for good: kept in one file, driven by signed transactions, and served as the
//! RPC of a CometBFT node and the REST gateway of the Cosmos SDK.
//!
//! A [`Node`] is a development chain: no validators, no consensus, no proofs. Each transaction is a
//! block and one commit of the database, so a process that is killed loses at most the transaction
//! that was running. Keys, addresses, signatures, sequences, fees, grants and error texts are those
//! of a wasmd chain; contracts run as native builds, known by the checksums of their Wasm, and gas
//! is what the price list says (`axiom_chain::price`).
//!
//! A [`Server`] answers on one port: JSON-RPC, and below `/cosmos/` and `/cosmwasm/` the REST gateway
//! that wallets and clients such as cosmpy ask (accounts, coins, grants, contracts, codes, blocks, and
//! transactions: simulated, sent and found again).
//!
//! ```
//! use axiom_client::{messages, Client, Config, Signer, TxOptions};
//! use axiom_node::{Genesis, Node};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = std::env::temp_dir().join(format!("axiom-node-doc-{}", std::process::id()));
//! let node = Node::open(&folder, &Genesis::default())?;
//! let client = Client::over(node.transport(), Config::new("local", "0.025uaxm".parse()?))?;
//! let (alice, ben) = (axiom_chain::Account::named("alice"), axiom_chain::Account::named("ben"));
//! let send = messages::bank_send(alice.as_ref(), ben.as_ref(), &[cosmwasm_std::coin(5, "uusd")]);
//! let done = client.send(&Signer::from(&alice), &[send], &TxOptions::default())?;
//! assert_eq!(done.height, 2);
//! # drop(client);
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok(())
//! # }
//! ```

mod amino;
mod ante;
mod blocks;
mod codes;
mod disk;
mod error;
mod events;
mod exec;
mod file;
mod genesis;
mod history;
mod http;
mod jsonrpc;
mod keys;
mod msgs;
mod node;
mod query;
mod rest;
mod rpc;
mod search;
mod serve;
mod snapshots;
mod state;
mod transport;
mod tx;

pub use codes::{BuiltIn, KnownCode};
pub use error::{NodeError, RpcError};
pub use genesis::{Denom, Genesis, ACCOUNTS, CHAIN_ID, FEE_DENOM};
pub use node::{Node, Opening, CHAIN_FILE};
pub use serve::{Server, Serving, Stopper};
pub use snapshots::{reset, restore, snapshots, Saved};
pub use transport::{open_or_connect, LocalTransport, NodeClock, Reached};
