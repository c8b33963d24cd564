//! JSON-RPC over one CometBFT URL.

use std::thread::sleep;
use std::time::Duration;

use serde_json::{json, Value};

use crate::answers::{AbciAnswer, Block, Checked, FoundTx, Status, TxResult};
use crate::error::ClientError;
use crate::json::{
    at, base64, bytes_or_empty, code, number, number_or_zero, text, text_or_empty, time, to_base64,
    tx_result,
};
use crate::transport::{HttpTransport, Transport};

/// How a node is reached.
#[derive(Clone, Debug)]
pub struct RpcConfig {
    /// URL of the CometBFT RPC, `http://` or `https://`.
    pub url: String,
    /// Longest wait for a connection.
    pub connect_timeout: Duration,
    /// Longest wait for a whole answer.
    pub timeout: Duration,
    /// How often a read is tried again when the connection fails.
    pub retries: u32,
    /// Wait before the first repetition; doubles with each.
    pub backoff: Duration,
}

impl RpcConfig {
    /// The usual time-outs: 5 s to connect, 30 s to answer, four repetitions from 100 ms on.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(30),
            retries: 4,
            backoff: Duration::from_millis(100),
        }
    }
}

/// A connection to one node.
pub struct Rpc {
    transport: Box<dyn Transport>,
    retries: u32,
    backoff: Duration,
}

impl Rpc {
    /// Prepares a connection over HTTP. Nothing is sent yet.
    ///
    /// # Errors
    /// If the URL is no `http://` or `https://` URL.
    pub fn new(config: RpcConfig) -> Result<Self, ClientError> {
        let (retries, backoff) = (config.retries, config.backoff);
        Ok(Self { transport: Box::new(HttpTransport::new(config)?), retries, backoff })
    }

    /// The node at the other end of a transport. Reads are repeated as `config` says; its URL and
    /// time-outs do not matter.
    pub fn over(transport: impl Transport + 'static, config: &RpcConfig) -> Self {
        let (retries, backoff) = (config.retries, config.backoff);
        Self { transport: Box::new(transport), retries, backoff }
    }

    /// The URL.
    pub fn url(&self) -> &str {
        self.transport.url()
    }

    /// Whether a connection failed since this was asked last: it may be another node now.
    pub fn take_broken(&self) -> bool {
        self.transport.take_broken()
    }

    /// The node's state.
    ///
    /// # Errors
    /// If the node cannot be reached or its answer cannot be understood; so with all calls.
    pub fn status(&self) -> Result<Status, ClientError> {
        let answer = self.read("status", json!({}))?;
        Ok(Status {
            chain_id: text(&answer, "/node_info/network")?.to_string(),
            height: number(&answer, "/sync_info/latest_block_height")?,
            time: time(&answer, "/sync_info/latest_block_time")?.0,
            time_text: text(&answer, "/sync_info/latest_block_time")?.to_string(),
            catching_up: at(&answer, "/sync_info/catching_up")?.as_bool().unwrap_or(false),
            version: text_or_empty(&answer, "/node_info/version"),
        })
    }

    /// The newest height whose state can be asked: a moment behind [`Rpc::status`].
    ///
    /// # Errors
    /// As [`Rpc::status`].
    pub fn app_height(&self) -> Result<u64, ClientError> {
        let answer = self.read("abci_info", json!({}))?;
        number_or_zero(&answer, "/response/last_block_height")
    }

    /// Asks the application; `path` is that of a gRPC method, `height` none for the newest state.
    ///
    /// # Errors
    /// As [`Rpc::status`]. A refusal of the application is an answer.
    pub fn abci_query(
        &self,
        path: &str,
        data: &[u8],
        height: Option<u64>,
    ) -> Result<AbciAnswer, ClientError> {
        let height = height.unwrap_or(0).to_string();
        let params = json!({
            "path": path, "data": hex::encode(data), "height": height, "prove": false
        });
        let answer = self.read("abci_query", params)?;
        let response = at(&answer, "/response")?;
        Ok(AbciAnswer {
            code: code(response, "/code")?,
            codespace: text_or_empty(response, "/codespace"),
            log: text_or_empty(response, "/log"),
            value: bytes_or_empty(response, "/value")?,
            height: number_or_zero(response, "/height")?,
        })
    }

    /// Hands in a signed transaction. Never tried twice.
    ///
    /// # Errors
    /// As [`Rpc::status`]. A refusal by the node's first check is an answer.
    pub fn broadcast_tx_sync(&self, tx: &[u8]) -> Result<Checked, ClientError> {
        let answer = self.call("broadcast_tx_sync", &json!({ "tx": to_base64(tx) }))?;
        Ok(Checked {
            code: code(&answer, "/code")?,
            codespace: text_or_empty(&answer, "/codespace"),
            log: text_or_empty(&answer, "/log"),
            hash: text(&answer, "/hash")?.to_string(),
        })
    }

    /// A transaction by its hash (hexadecimal); none if it is in no block.
    ///
    /// # Errors
    /// As [`Rpc::status`]; [`ClientError::NoIndex`] if the node keeps no index.
    pub fn tx(&self, hash: &str) -> Result<Option<FoundTx>, ClientError> {
        let raw = hex::decode(hash)
            .map_err(|_| ClientError::invalid(format!("{hash:?} is no transaction hash")))?;
        match self.read("tx", json!({ "hash": to_base64(&raw), "prove": false })) {
            Ok(answer) => found_tx(&answer).map(Some),
            Err(ClientError::Node { message, .. }) if message.contains("not found") => Ok(None),
            Err(ClientError::Node { message, .. }) if message.contains("indexing is disabled") => {
                Err(ClientError::NoIndex)
            }
            Err(error) => Err(error),
        }
    }

    /// Transactions by their events, newest last; pages start at 1. Answers also how many there
    /// are in all.
    ///
    /// # Errors
    /// As [`Rpc::tx`].
    pub fn tx_search(
        &self,
        query: &str,
        page: u32,
        per_page: u32,
    ) -> Result<(Vec<FoundTx>, u64), ClientError> {
        let params = json!({
            "query": query, "prove": false, "page": page.to_string(),
            "per_page": per_page.to_string(), "order_by": "asc"
        });
        let answer = match self.read("tx_search", params) {
            Err(ClientError::Node { message, .. }) if message.contains("indexing is disabled") => {
                return Err(ClientError::NoIndex)
            }
            other => other?,
        };
        let list = at(&answer, "/txs")?.as_array().cloned().unwrap_or_default();
        let found = list.iter().map(found_tx).collect::<Result<_, _>>()?;
        Ok((found, number(&answer, "/total_count")?))
    }

    /// A block; the newest without a height.
    ///
    /// # Errors
    /// As [`Rpc::status`].
    pub fn block(&self, height: Option<u64>) -> Result<Block, ClientError> {
        let params = height.map_or(json!({}), |height| json!({ "height": height.to_string() }));
        let answer = self.read("block", params)?;
        let (time, nanos) = time(&answer, "/block/header/time")?;
        let list = answer.pointer("/block/data/txs").and_then(Value::as_array);
        let tx = |tx: &Value| base64(tx.as_str().unwrap_or_default(), "/block/data/txs");
        Ok(Block {
            height: number(&answer, "/block/header/height")?,
            time,
            nanos,
            txs: list.into_iter().flatten().map(tx).collect::<Result<_, _>>()?,
        })
    }

    /// Time of a block: Unix seconds and nanoseconds.
    ///
    /// # Errors
    /// As [`Rpc::status`].
    pub fn block_time(&self, height: u64) -> Result<(u64, u32), ClientError> {
        let answer = self.read("header", json!({ "height": height.to_string() }))?;
        time(&answer, "/header/time")
    }

    /// What became of the transactions of a block.
    ///
    /// # Errors
    /// As [`Rpc::status`].
    pub fn block_results(&self, height: u64) -> Result<Vec<TxResult>, ClientError> {
        let answer = self.read("block_results", json!({ "height": height.to_string() }))?;
        let list = answer.pointer("/txs_results").and_then(Value::as_array);
        list.into_iter().flatten().map(tx_result).collect()
    }

    /// Any call that changes nothing, by its name: tried again if the connection fails. The answer
    /// is what stands under `result`.
    ///
    /// # Errors
    /// As [`Rpc::status`].
    pub fn ask(&self, method: &str, params: &Value) -> Result<Value, ClientError> {
        let mut wait = self.backoff;
        let mut left = self.retries;
        loop {
            match self.call(method, params) {
                Err(error) if left > 0 && error.is_passing() => {
                    left -= 1;
                    sleep(wait);
                    wait *= 2;
                }
                result => return result,
            }
        }
    }

    /// Any call, by its name, once.
    ///
    /// # Errors
    /// As [`Rpc::status`].
    pub fn call(&self, method: &str, params: &Value) -> Result<Value, ClientError> {
        self.transport.call(method, params)
    }

    fn read(&self, method: &str, params: Value) -> Result<Value, ClientError> {
        self.ask(method, &params)
    }
}

fn found_tx(value: &Value) -> Result<FoundTx, ClientError> {
    Ok(FoundTx {
        hash: text(value, "/hash")?.to_string(),
        height: number(value, "/height")?,
        result: tx_result(at(value, "/tx_result")?)?,
        bytes: bytes_or_empty(value, "/tx")?,
    })
}
