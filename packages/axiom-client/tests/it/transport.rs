//! A transport of one's own in the place of HTTP.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use axiom_client::{Client, ClientError, Config, Transport};
use serde_json::{json, Value};

/// A node whose connection breaks a few times before it answers.
struct Shaky {
    breaks: Cell<u32>,
    calls: Rc<Cell<u32>>,
    broken: Cell<bool>,
}

impl Transport for Shaky {
    fn call(&self, method: &str, _: &Value) -> Result<Value, ClientError> {
        self.calls.set(self.calls.get() + 1);
        if self.breaks.get() > 0 {
            self.breaks.set(self.breaks.get() - 1);
            self.broken.set(true);
            let url = self.url().to_string();
            return Err(ClientError::Unreachable { url, why: "it shakes".to_string() });
        }
        match method {
            "status" => Ok(crate::server::status(7)),
            other => Err(ClientError::Node {
                method: other.to_string(),
                code: -32601,
                message: "Method not found".to_string(),
            }),
        }
    }

    fn url(&self) -> &str {
        "shaky"
    }

    fn take_broken(&self) -> bool {
        self.broken.replace(false)
    }
}

fn shaky(breaks: u32) -> (Shaky, Rc<Cell<u32>>, Config) {
    let calls = Rc::new(Cell::new(0));
    let node = Shaky { breaks: Cell::new(breaks), calls: calls.clone(), broken: Cell::new(false) };
    let mut config = Config::new("not asked", "0stake".parse().unwrap());
    config.rpc.backoff = Duration::ZERO;
    (node, calls, config)
}

#[test]
fn reads_are_repeated_over_any_transport_and_calls_are_not() {
    let (node, calls, config) = shaky(4);
    let client = Client::over(node, config).unwrap();
    assert_eq!((client.chain_id(), client.rpc().url(), calls.get()), ("scripted-1", "shaky", 5));
    assert!(!client.rpc().take_broken(), "connecting looked at the chain already");
    assert_eq!(client.rpc().ask("status", &json!({})).unwrap(), crate::server::status(7));
    // What the node refuses is not asked again.
    let refused = client.rpc().ask("nothing", &json!({}));
    assert!(matches!(refused, Err(ClientError::Node { code: -32601, .. })));
    assert_eq!(calls.get(), 7);

    let (node, calls, config) = shaky(5);
    assert!(matches!(Client::over(node, config), Err(ClientError::Unreachable { .. })));
    assert_eq!(calls.get(), 5);
}

#[test]
fn a_call_is_made_once() {
    let (node, calls, config) = shaky(1);
    let rpc = axiom_client::Rpc::over(node, &config.rpc);
    let once = rpc.call("status", &json!({}));
    assert!(matches!(once, Err(ClientError::Unreachable { .. })));
    assert_eq!(calls.get(), 1);
    assert!(rpc.take_broken() && !rpc.take_broken());
}

#[test]
fn another_chain_is_refused() {
    let (node, _, config) = shaky(0);
    let refused = Client::over(node, config.chain_id("other-1"));
    assert!(matches!(refused, Err(ClientError::WrongChain { .. })));
}
