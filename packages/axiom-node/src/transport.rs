//! A node in this process as the other end of a client.

use std::cell::RefCell;
use std::rc::Rc;

use anyhow::{anyhow, Result};
use axiom_chain::Clock;
use axiom_client::{ClientError, Transport};
use serde_json::{json, Value};

use crate::node::Node;

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
