//! How calls of a node get there: over HTTP, or however somebody else brings them.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{json, Value};
use ureq::Agent;

use crate::error::ClientError;
use crate::json::{cut, text_or_empty};
use crate::rpc::RpcConfig;

/// Largest answer that is read, bytes.
const LARGEST_ANSWER: u64 = 256 << 20;
/// Connections older than this are not used again: nodes close them after ten seconds.
const IDLE: Duration = Duration::from_secs(5);

/// The way to one node: one call in, its result out.
pub trait Transport {
    /// Makes one call, once: `method` of CometBFT's JSON-RPC with its parameters as an object. The
    /// answer is what stands under `result`.
    ///
    /// # Errors
    /// [`ClientError::Node`] if the node refuses the call; errors that
    /// [`ClientError::is_passing`] if the way to it is broken: reads are then tried again.
    fn call(&self, method: &str, params: &Value) -> Result<Value, ClientError>;

    /// Where the node is, for people.
    fn url(&self) -> &str;

    /// Whether the way to the node was broken since this was asked last: it may be another node now.
    fn take_broken(&self) -> bool {
        false
    }
}

/// JSON-RPC over HTTP.
pub struct HttpTransport {
    config: RpcConfig,
    agent: Agent,
    calls: AtomicU64,
    broken: AtomicBool,
}

impl HttpTransport {
    /// Prepares a connection. Nothing is sent yet.
    ///
    /// # Errors
    /// If the URL is no `http://` or `https://` URL.
    pub fn new(mut config: RpcConfig) -> Result<Self, ClientError> {
        // Nodes write their address with tcp://.
        if let Some(rest) = config.url.strip_prefix("tcp://") {
            config.url = format!("http://{rest}");
        }
        let rest =
            ["http://", "https://"].iter().find_map(|scheme| config.url.strip_prefix(scheme));
        if rest.is_none_or(|host| host.is_empty() || host.contains(char::is_whitespace)) {
            return Err(ClientError::invalid(format!(
                "{:?} is no RPC URL: write it like http://127.0.0.1:26657",
                config.url
            )));
        }
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(config.connect_timeout))
            .timeout_global(Some(config.timeout))
            .max_idle_age(IDLE)
            .user_agent("axiom-client")
            .build()
            .new_agent();
        Ok(Self { config, agent, calls: AtomicU64::new(0), broken: AtomicBool::new(false) })
    }

    fn post(&self, request: &str) -> Result<(u16, Vec<u8>), ureq::Error> {
        let mut response = self
            .agent
            .post(&self.config.url)
            .header("content-type", "application/json")
            .send(request)?;
        let body = response.body_mut().with_config().limit(LARGEST_ANSWER).read_to_vec()?;
        Ok((response.status().as_u16(), body))
    }

    fn failed(&self, method: &str, error: ureq::Error) -> ClientError {
        let url = self.config.url.clone();
        match error {
            ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => {
                ClientError::Unreachable { url, why: "no connection in time".to_string() }
            }
            ureq::Error::Timeout(_) => ClientError::TimedOut {
                url,
                method: method.to_string(),
                seconds: self.config.timeout.as_secs(),
            },
            other => ClientError::Unreachable { url, why: other.to_string() },
        }
    }
}

impl Transport for HttpTransport {
    fn call(&self, method: &str, params: &Value) -> Result<Value, ClientError> {
        let id = self.calls.fetch_add(1, Ordering::Relaxed);
        let request = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        let (status, body) = self.post(&request.to_string()).map_err(|error| {
            self.broken.store(true, Ordering::Relaxed);
            self.failed(method, error)
        })?;
        let Ok(mut answer) = serde_json::from_slice::<Value>(&body) else {
            if status != 200 {
                return Err(ClientError::Http { url: self.config.url.clone(), status });
            }
            let said = cut(&String::from_utf8_lossy(&body));
            return Err(ClientError::malformed(format!("no JSON for {method}: {said:?}")));
        };
        if let Some(error) = answer.get("error").filter(|error| !error.is_null()) {
            let message = text_or_empty(error, "/message");
            let data = text_or_empty(error, "/data");
            return Err(ClientError::Node {
                method: method.to_string(),
                code: error.get("code").and_then(Value::as_i64).unwrap_or(0),
                message: if data.is_empty() { message } else { format!("{message}: {data}") },
            });
        }
        match answer.get_mut("result").map(Value::take) {
            Some(result) => Ok(result),
            None => Err(ClientError::malformed(format!("no result of {method}"))),
        }
    }

    fn url(&self) -> &str {
        &self.config.url
    }

    fn take_broken(&self) -> bool {
        self.broken.swap(false, Ordering::Relaxed)
    }
}
