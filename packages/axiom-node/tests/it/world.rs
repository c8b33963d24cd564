//! Folders, nodes and clients for tests.

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use axiom_chain::Account;
use axiom_client::{
    messages, Any, Client, ClientError, Config, HttpTransport, Library, NodeChain, NodeConfig,
    RpcConfig, Signer, TxDone, TxFailure, TxOptions,
};
use axiom_node::{BuiltIn, Genesis, LocalTransport, Node, NodeClock, Opening, Server, Stopper};
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

/// The node as the chain of a story, which moves its time itself.
pub fn story_chain(transport: &LocalTransport) -> NodeChain {
    let nowhere = Library::new("no-wasm-here", "no-wasm-here");
    let mut settings = NodeConfig::devnet("local", "axiom-local-1", nowhere);
    settings.client = config();
    let clock = Rc::new(NodeClock::take(transport.clone()).unwrap());
    let mut chain = NodeChain::with(client(transport.clone()), settings, clock).unwrap();
    for code in transport.with(|node| node.codes().to_vec()) {
        chain.adopt_named(&code.name, code.id);
    }
    chain
}

/// A server in a thread of its own, stopped with this value.
pub struct Running {
    pub url: String,
    stopper: Stopper,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// Serves the chain of a folder, which begins as `genesis` says if it is new.
    pub fn start(folder: &Path, genesis: Genesis, extra: fn() -> Vec<BuiltIn>) -> Self {
        let server = Server::bind("127.0.0.1:0").unwrap();
        let (url, stopper) = (server.url(), server.stopper());
        let folder = folder.to_path_buf();
        let thread = std::thread::spawn(move || {
            let patience = Duration::from_secs(20);
            let opening = Opening { patience, waits: &mut || {}, extra: extra() };
            let mut node = Node::open_with(folder, &genesis, opening).unwrap();
            server.run(&mut node).unwrap();
        });
        Self { url, stopper, thread: Some(thread) }
    }

    /// The usual chain.
    pub fn usual(folder: &Folder) -> Self {
        Self::start(folder.path(), Genesis::default(), Vec::new)
    }

    pub fn http(&self) -> HttpTransport {
        HttpTransport::new(RpcConfig::new(&self.url)).unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stopper.stop();
        let ended = self.thread.take().map(JoinHandle::join);
        assert!(std::thread::panicking() || matches!(ended, Some(Ok(()))), "the server panicked");
    }
}
