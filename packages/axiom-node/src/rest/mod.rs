//! The REST gateway of the Cosmos SDK, as far as wallets and clients need it: paths below
//! `/cosmos/` and `/cosmwasm/`, on the port of the JSON-RPC.
//!
//! A path stands for a query of gRPC ([`route::ROUTES`]). Its fields, those behind the question mark
//! and those of a body become the request in protobuf, and its answer becomes JSON as the gateway
//! writes it: names in snake case, numbers of 64 bits as texts, bytes as base64, messages of any type
//! with `@type`, moments as RFC 3339, and every field, also where it is empty. Only
//! `POST /cosmos/tx/v1beta1/txs` changes something.

use cosmrs::proto::cosmos::base::abci::v1beta1::TxResponse;
use cosmrs::proto::cosmos::tx::v1beta1 as tx;
use prost::Message;
use serde_json::Value;

use crate::error::Refusal;
use crate::node::Node;
use crate::tx::hash_of;

mod error;
mod from_json;
mod route;
mod shape;
mod shapes;
mod to_json;

pub(crate) use error::RestError;

/// A request.
pub(crate) struct Asked {
    /// `GET` or `POST`.
    pub method: String,
    /// The path with what follows a question mark.
    pub target: String,
    /// The body.
    pub body: Vec<u8>,
}

/// Whether a path is one of the gateway.
pub(crate) fn is_rest(target: &str) -> bool {
    target.starts_with("/cosmos/") || target.starts_with("/cosmwasm/")
}

impl Node {
    /// Answers a request of the REST gateway.
    pub(crate) fn rest(&mut self, asked: &Asked) -> Result<Value, RestError> {
        let (path, query) = asked.target.split_once('?').unwrap_or((&asked.target, ""));
        let (route, fields) = route::find(&asked.method, path)?;
        let request = match route.method {
            "POST" => {
                let body: Value = serde_json::from_slice(&asked.body)
                    .map_err(|error| RestError::Body(error.to_string()))?;
                let object = body.as_object();
                let object = object.ok_or_else(|| RestError::Body("it is none".to_string()))?;
                from_json::from_json(route.asks, object, "")?
            }
            _ => route::request(route, fields, query)?,
        };
        let answer = self.guarded(|node| match route.call {
            route::BROADCAST => broadcast(node, &request),
            call => Ok(node.query(call, &request)?),
        })?;
        to_json::to_json(route.says, &answer)
    }
}

/// Hands a transaction in. Both ways to do it answer when it is in its block: there is nothing to
/// wait for.
fn broadcast(node: &mut Node, request: &[u8]) -> Result<Vec<u8>, RestError> {
    let asked = tx::BroadcastTxRequest::decode(request)
        .map_err(|error| RestError::Failed(error.to_string()))?;
    match tx::BroadcastMode::try_from(asked.mode) {
        Ok(tx::BroadcastMode::Sync | tx::BroadcastMode::Async) => {}
        Ok(other) => return Err(RestError::Mode(other.as_str_name().to_string())),
        Err(_) => return Err(RestError::Mode(format!("mode {}", asked.mode))),
    }
    if asked.tx_bytes.is_empty() {
        return Err(RestError::Invalid("tx_bytes: the signed transaction is missing".to_string()));
    }
    let hash = hash_of(&asked.tx_bytes);
    let refusal = match node.file.height_of(&hash) {
        Some(_) => Some(Refusal::module("sdk", 19, "tx already in mempool")),
        None => node.hand_in(&asked.tx_bytes)?.result.err(),
    };
    let mut response = TxResponse { txhash: hex::encode_upper(hash), ..TxResponse::default() };
    if let Some(refusal) = refusal {
        response.code = refusal.code;
        response.codespace = refusal.codespace.to_string();
        response.raw_log = refusal.log;
    }
    Ok(tx::BroadcastTxResponse { tx_response: Some(response) }.encode_to_vec())
}
