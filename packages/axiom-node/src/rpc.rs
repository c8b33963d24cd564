//! The methods of the JSON-RPC of CometBFT 0.38, and the node's own.

use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use prost::Message;
use serde_json::{json, Value};
use tendermint_proto::v0_38::abci::{ExecTxResult, TxResult};

use crate::error::{Refusal, RpcError};
use crate::events::base64;
use crate::node::Node;
use crate::{blocks, search};

/// What the node calls itself.
pub(crate) const MONIKER: &str = "axiom development chain (no validators)";
/// The version of CometBFT whose answers these are like.
pub(crate) const VERSION: &str = "0.38.17";
/// Most transactions of one page of a search.
const LARGEST_PAGE: usize = 100;

/// Answers one call.
pub(crate) fn dispatch(node: &mut Node, method: &str, params: &Value) -> Result<Value, RpcError> {
    if !(params.is_object() || params.is_null()) {
        return Err(RpcError::params("parameters have to be an object with names"));
    }
    match method {
        "health" => Ok(json!({})),
        "status" => Ok(status(node)),
        "abci_info" => Ok(abci_info(node)),
        "abci_query" => abci_query(node, params),
        "broadcast_tx_sync" => broadcast(node, params, Wait::Check),
        "broadcast_tx_async" => broadcast(node, params, Wait::Nothing),
        "broadcast_tx_commit" => broadcast(node, params, Wait::Block),
        "tx" => tx(node, params),
        "tx_search" => tx_search(node, params),
        "block" => blocks::block(node, height(node, params)?),
        "header" => blocks::header(node, height(node, params)?),
        "block_results" => block_results(node, params),
        "axiom_info" => Ok(info(node)),
        "axiom_advance" => {
            let seconds = number(params, "seconds")?
                .ok_or_else(|| RpcError::params("seconds: how much time is to pass"))?;
            node.advance(seconds)?;
            Ok(info(node))
        }
        "axiom_pace" => {
            let seconds = number(params, "seconds")?
                .ok_or_else(|| RpcError::params("seconds: how much time a transaction takes"))?;
            node.set_pace(seconds)?;
            Ok(info(node))
        }
        "validators" | "commit" | "genesis" | "genesis_chunked" | "consensus_state"
        | "dump_consensus_state" | "consensus_params" | "net_info" | "block_by_hash"
        | "block_search" | "blockchain" | "header_by_hash" | "num_unconfirmed_txs"
        | "unconfirmed_txs" | "subscribe" | "unsubscribe" => Err(RpcError::internal(format!(
            "this is a development chain in one file, without validators and consensus: it has no {method}. Use a \
             devnet or a testnet for it"
        ))),
        other => Err(RpcError::method(other)),
    }
}

// ---- parameters ----

/// A text.
pub(crate) fn text<'a>(params: &'a Value, name: &str) -> Result<&'a str, RpcError> {
    match params.get(name) {
        None | Some(Value::Null) => Ok(""),
        Some(Value::String(text)) => Ok(text),
        Some(other) => Err(RpcError::params(format!("{name} should be a text, but is {other}"))),
    }
}

/// A whole number, written as number or text; none if it is not there or empty.
pub(crate) fn number(params: &Value, name: &str) -> Result<Option<u64>, RpcError> {
    let wrong = |found: &Value| {
        RpcError::params(format!("{name} should be a whole number from 0 on, but is {found}"))
    };
    match params.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(found @ Value::String(text)) => text.parse().map(Some).map_err(|_| wrong(found)),
        Some(found) => found.as_u64().map(Some).ok_or_else(|| wrong(found)),
    }
}

fn bytes(params: &Value, name: &str) -> Result<Vec<u8>, RpcError> {
    let written = text(params, name)?;
    STANDARD
        .decode(written)
        .map_err(|error| RpcError::params(format!("{name} should be base64: {error}")))
}

/// A height that the chain has; the newest without.
fn height(node: &Node, params: &Value) -> Result<u64, RpcError> {
    let newest = node.block().height;
    match number(params, "height")? {
        None => Ok(newest),
        Some(0) => Err(RpcError::internal("height must be greater than 0, but got 0")),
        Some(height) if height > newest => Err(RpcError::internal(format!(
            "height {height} must be less than or equal to the current blockchain height {newest}"
        ))),
        Some(height) => Ok(height),
    }
}

// ---- about the node ----

fn status(node: &Node) -> Value {
    let block = node.block();
    let hash = |height: u64| blocks::hash(node, "block", height);
    json!({
        "node_info": {
            "protocol_version": { "p2p": "8", "block": "11", "app": "0" },
            "id": blocks::hash(node, "node", 0).get(..40),
            "listen_addr": "tcp://127.0.0.1:0",
            "network": block.chain_id,
            "version": VERSION,
            "channels": "40",
            "moniker": MONIKER,
            "other": { "tx_index": "on", "rpc_address": "" },
        },
        "sync_info": {
            "latest_block_hash": hash(block.height),
            "latest_app_hash": blocks::hash(node, "app", block.height),
            "latest_block_height": block.height.to_string(),
            "latest_block_time": blocks::time(node, block.height),
            "earliest_block_hash": hash(1),
            "earliest_app_hash": blocks::hash(node, "app", 1),
            "earliest_block_height": "1",
            "earliest_block_time": blocks::time(node, 1),
            "catching_up": false,
        },
        "validator_info": {
            "address": blocks::hash(node, "proposer", 0).get(..40),
            "pub_key": { "type": "tendermint/PubKeyEd25519", "value": base64(&[0; 32]) },
            "voting_power": "0",
        },
    })
}

fn abci_info(node: &Node) -> Value {
    let height = node.block().height;
    let hash = hex::decode(blocks::hash(node, "app", height)).unwrap_or_default();
    json!({ "response": {
        "data": "axiom development chain",
        "version": env!("CARGO_PKG_VERSION"),
        "app_version": "0",
        "last_block_height": height.to_string(),
        "last_block_app_hash": base64(&hash),
    } })
}

fn info(node: &Node) -> Value {
    let block = node.block();
    let accounts: Vec<Value> = crate::genesis::ACCOUNTS
        .iter()
        .map(|name| json!({ "name": name, "address": axiom_chain::Account::named(*name).address }))
        .collect();
    json!({
        "development_chain": true,
        "instance": node.instance,
        "chain_id": block.chain_id,
        "height": block.height.to_string(),
        "time": block.time.seconds().to_string(),
        "pace": node.pace.to_string(),
        "gas_price": node.genesis().gas_price(),
        "denoms": node.genesis().denoms,
        "codes": node.codes(),
        "accounts": accounts,
    })
}

// ---- queries ----

fn abci_query(node: &mut Node, params: &Value) -> Result<Value, RpcError> {
    let path = text(params, "path")?.to_string();
    let data = hex::decode(text(params, "data")?)
        .map_err(|error| RpcError::params(format!("data should be hexadecimal: {error}")))?;
    let asked = number(params, "height")?.unwrap_or(0);
    let newest = node.block().height;
    let at = if asked == 0 { newest } else { asked };
    let answer = match node.has_state_of(at) {
        true => node.query(&path, &data),
        false => Err(Refusal::sdk(
            18,
            format!("failed to load state at height {at}; version does not exist (latest height: {newest})"),
        )),
    };
    let (code, codespace, log, value) = match &answer {
        Ok(value) => (0, "", "", Value::from(base64(value))),
        Err(refusal) => (refusal.code, refusal.codespace, refusal.log.as_str(), Value::Null),
    };
    let height = if answer.is_ok() { at } else { 0 };
    Ok(json!({ "response": {
        "code": code, "log": log, "info": "", "index": "0", "key": null, "value": value,
        "proofOps": null, "height": height.to_string(), "codespace": codespace,
    } }))
}

// ---- transactions ----

enum Wait {
    Nothing,
    Check,
    Block,
}

fn broadcast(node: &mut Node, params: &Value, wait: Wait) -> Result<Value, RpcError> {
    let bytes = bytes(params, "tx")?;
    if bytes.is_empty() {
        return Err(RpcError::params("tx: the signed transaction is missing"));
    }
    if node.file.height_of(&crate::tx::hash_of(&bytes)).is_some() {
        return Err(RpcError::internal("tx already exists in cache"));
    }
    let handed = node.hand_in(&bytes)?;
    let hash = hex::encode_upper(handed.hash);
    let refused = |refusal: &Refusal| {
        json!({
            "code": refusal.code, "data": "", "log": refusal.log, "codespace": refusal.codespace,
        })
    };
    let taken = json!({ "code": 0, "data": "", "log": "", "codespace": "" });
    Ok(match (wait, &handed.result) {
        (Wait::Block, Ok((height, result))) => json!({
            "check_tx": taken, "tx_result": result_json(result), "hash": hash,
            "height": height.to_string(),
        }),
        (Wait::Block, Err(refusal)) => json!({
            "check_tx": refused(refusal), "tx_result": result_json(&ExecTxResult::default()),
            "hash": hash, "height": "0",
        }),
        (Wait::Check, Err(refusal)) => with_hash(refused(refusal), hash),
        (Wait::Check | Wait::Nothing, _) => with_hash(taken, hash),
    })
}

fn with_hash(mut answer: Value, hash: String) -> Value {
    answer["hash"] = hash.into();
    answer
}

/// What became of a transaction.
pub(crate) fn result_json(result: &ExecTxResult) -> Value {
    let events: Vec<Value> = result
        .events
        .iter()
        .map(|event| {
            let attributes: Vec<Value> = event
                .attributes
                .iter()
                .map(|one| json!({ "key": one.key, "value": one.value, "index": one.index }))
                .collect();
            json!({ "type": event.r#type, "attributes": attributes })
        })
        .collect();
    let data = if result.data.is_empty() { Value::Null } else { base64(&result.data).into() };
    json!({
        "code": result.code, "data": data, "log": result.log, "info": result.info,
        "gas_wanted": result.gas_wanted.to_string(), "gas_used": result.gas_used.to_string(),
        "events": events, "codespace": result.codespace,
    })
}

fn found(node: &Node, height: u64) -> Result<Value, RpcError> {
    let stored = node.stored_tx(height)?;
    Ok(json!({
        "hash": hex::encode_upper(crate::tx::hash_of(&stored.tx)),
        "height": height.to_string(),
        "index": stored.index,
        "tx_result": result_json(&stored.result.unwrap_or_default()),
        "tx": base64(&stored.tx),
    }))
}

fn tx(node: &Node, params: &Value) -> Result<Value, RpcError> {
    let hash = bytes(params, "hash")?;
    match node.file.height_of(&hash) {
        Some(height) => found(node, height),
        None => Err(RpcError::internal(format!("tx ({}) not found", hex::encode_upper(hash)))),
    }
}

fn tx_search(node: &Node, params: &Value) -> Result<Value, RpcError> {
    let mut heights = search::find(&node.file, text(params, "query")?)?;
    match text(params, "order_by")? {
        "" | "asc" => {}
        "desc" => heights.reverse(),
        other => {
            return Err(RpcError::internal(format!(
                "expected order_by to be either `asc` or `desc` or empty, but got {other:?}"
            )))
        }
    }
    let size = number(params, "per_page")?.unwrap_or(30).clamp(1, LARGEST_PAGE as u64);
    let page = number(params, "page")?.unwrap_or(1);
    let total = heights.len() as u64;
    let pages = total.div_ceil(size).max(1);
    if page == 0 || page > pages {
        return Err(RpcError::internal(format!(
            "page should be within [1, {pages}] range, given {page}"
        )));
    }
    let start = usize::try_from((page - 1) * size).unwrap_or(usize::MAX);
    let size = usize::try_from(size).unwrap_or(LARGEST_PAGE);
    let some = heights.into_iter().skip(start).take(size);
    let txs: Vec<Value> = some.map(|height| found(node, height)).collect::<Result<_, _>>()?;
    Ok(json!({ "txs": txs, "total_count": total.to_string() }))
}

fn block_results(node: &Node, params: &Value) -> Result<Value, RpcError> {
    let height = height(node, params)?;
    let results = match node.file.tx(height) {
        Some(_) => {
            let stored = node.stored_tx(height)?;
            json!([result_json(&stored.result.unwrap_or_default())])
        }
        None => Value::Null,
    };
    Ok(json!({
        "height": height.to_string(), "txs_results": results, "finalize_block_events": [],
        "validator_updates": null, "consensus_param_updates": null,
        "app_hash": blocks::hash(node, "app", height),
    }))
}

impl Node {
    /// The transaction of a block.
    pub(crate) fn stored_tx(&self, height: u64) -> Result<TxResult, RpcError> {
        let bytes = self.file.tx(height).unwrap_or_default();
        TxResult::decode(bytes.as_slice()).map_err(|error| {
            RpcError::internal(format!("the transaction of block {height}: {error}"))
        })
    }

    /// Whether the state at a height is the one that is kept: nothing happened since.
    pub(crate) fn has_state_of(&self, height: u64) -> bool {
        let newest = self.block().height;
        height <= newest && (height == newest || !self.file.has_tx(height + 1, newest))
    }
}
