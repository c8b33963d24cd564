//! A node in this process as the other end of a client.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{anyhow, Result};
use axiom_chain::Clock;
use axiom_client::{ClientError, HttpTransport, RpcConfig, Transport};
use serde_json::{json, Value};

use crate::error::NodeError;
use crate::genesis::Genesis;
use crate::node::{Node, Opening};
use crate::serve::Serving;

/// A node that is asked without a server. Clones are the same node.
#[derive(Clone)]
pub struct LocalTransport {
    node: Rc<RefCell<Node>>,
    place: String,
}

impl LocalTransport {
    /// Does something with the node itself.
    pub fn with<R>(&self, run: impl FnOnce(&mut Node) -> R) -> R {
        run(&mut self.node.borrow_mut())
    }
}

impl Node {
    /// The node as the other end of a client (`axiom_client::Client::over`), without a server.
    pub fn transport(self) -> LocalTransport {
        let place = self.folder().display().to_string();
        LocalTransport { node: Rc::new(RefCell::new(self)), place }
    }
}

impl Transport for LocalTransport {
    fn call(&self, method: &str, params: &Value) -> Result<Value, ClientError> {
        self.node.borrow_mut().call(method, params).map_err(|error| ClientError::Node {
            method: method.to_string(),
            code: error.code,
            message: error.to_string(),
        })
    }

    fn url(&self) -> &str {
        &self.place
    }
}

/// A chain in a folder, wherever it runs.
pub enum Reached {
    /// In this process, which has the file.
    Here(LocalTransport),
    /// In the server that has the file.
    Served(HttpTransport),
}

impl Transport for Reached {
    fn call(&self, method: &str, params: &Value) -> Result<Value, ClientError> {
        match self {
            Self::Here(node) => node.call(method, params),
            Self::Served(server) => server.call(method, params),
        }
    }

    fn url(&self) -> &str {
        match self {
            Self::Here(node) => node.url(),
            Self::Served(server) => server.url(),
        }
    }

    fn take_broken(&self) -> bool {
        match self {
            Self::Here(node) => node.take_broken(),
            Self::Served(server) => server.take_broken(),
        }
    }
}

/// Opens the chain of a folder, or asks the server that has it.
///
/// # Errors
/// As [`Node::open`].
pub fn open_or_connect(
    folder: impl AsRef<Path>,
    genesis: &Genesis,
    opening: Opening<'_>,
) -> Result<Reached, NodeError> {
    let folder = folder.as_ref();
    if let Some(server) = answering(folder) {
        return Ok(Reached::Served(server));
    }
    match Node::open_with(folder, genesis, opening) {
        Ok(node) => Ok(Reached::Here(node.transport())),
        // A server may have started meanwhile.
        Err(error @ NodeError::Locked { .. }) => {
            answering(folder).map(Reached::Served).ok_or(error)
        }
        Err(error) => Err(error),
    }
}

/// The server that runs on a folder, if it answers and is the one that says so there.
fn answering(folder: &Path) -> Option<HttpTransport> {
    let serving = Serving::of(folder)?;
    let mut config = RpcConfig::new(&serving.url);
    config.connect_timeout = Duration::from_millis(500);
    let server = HttpTransport::new(config).ok()?;
    let info = server.call("axiom_info", &json!({})).ok()?;
    let known = info.get("instance").and_then(Value::as_str) == Some(&serving.instance);
    known.then_some(server)
}

/// The clock of a node, for stories that move the time themselves
/// (`axiom_client::NodeChain`): with it a transaction takes no time of its own.
pub struct NodeClock {
    transport: Box<dyn Transport>,
}

impl NodeClock {
    /// Takes the time of a node over: from now on only this clock moves it.
    ///
    /// # Errors
    /// If the node cannot be reached, or is no development chain.
    pub fn take(transport: impl Transport + 'static) -> Result<Self, ClientError> {
        transport.call("axiom_pace", &json!({ "seconds": "0" }))?;
        Ok(Self { transport: Box::new(transport) })
    }
}

impl Clock for NodeClock {
    fn now(&self) -> u64 {
        let info = self.transport.call("axiom_info", &json!({})).unwrap_or_default();
        let time = info.get("time").and_then(Value::as_str).and_then(|time| time.parse().ok());
        time.unwrap_or_default()
    }

    fn advance(&self, seconds: u64) -> Result<()> {
        let moved = self.transport.call("axiom_advance", &json!({ "seconds": seconds }));
        moved.map(|_| ()).map_err(|error| anyhow!(error))
    }
}
