//! Folders, nodes and clients for tests.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use axiom_chain::Account;
use axiom_client::Any;
use axiom_client::{messages, Client, ClientError, Config, Signer, TxDone, TxFailure, TxOptions};
use axiom_node::{Genesis, LocalTransport, Node};
use cosmwasm_std::coin;

/// A folder of its own, removed with this value.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("axiom-node-{}-{count}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The chain in this folder.
    pub fn open(&self) -> Node {
        Node::open(&self.0, &Genesis::default()).unwrap()
    }

    /// The chain in this folder, and a client of it.
    pub fn connect(&self) -> (LocalTransport, Client) {
        let transport = self.open().transport();
        (transport.clone(), client(transport))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn config() -> Config {
    Config::new("local", "0.025uaxm".parse().unwrap())
}

pub fn client(transport: LocalTransport) -> Client {
    Client::over(transport, config()).unwrap()
}

pub fn signer(name: &str) -> Signer {
    Signer::from(&Account::named(name))
}

pub fn address(name: &str) -> String {
    Account::named(name).address.to_string()
}

/// A message that sends coins.
pub fn pay(from: &str, to: &str, amount: u128, denom: &str) -> Any {
    messages::bank_send(&address(from), &address(to), &[coin(amount, denom)])
}

pub fn send(client: &Client, from: &str, messages: &[Any]) -> TxDone {
    client.send(&signer(from), messages, &TxOptions::default()).unwrap()
}

/// Why the chain refused.
pub fn refused(result: Result<TxDone, ClientError>) -> TxFailure {
    match result {
        Err(ClientError::Refused(failure)) => *failure,
        Err(other) => panic!("should have been refused, but: {other}"),
        Ok(done) => panic!("should have been refused, but is in block {}", done.height),
    }
}
