//! Where proofs and events come from: a node through its client, or the embedded chain.

use axiom_chain::Chain;
use axiom_client::{Client, ClientError};
use cosmwasm_std::{Binary, Event};
use serde::de::DeserializeOwned;
use serde::Serialize;
use serde_json::{json, Value};

use crate::error::SourceError;

/// A chain whose contracts can be asked.
pub trait Source {
    /// Id of the chain.
    fn chain_id(&self) -> String;

    /// Height of the newest block whose state is asked.
    ///
    /// # Errors
    /// If the node cannot be reached.
    fn height(&self) -> Result<u64, SourceError>;

    /// Asks a contract; message and answer are JSON.
    ///
    /// # Errors
    /// [`SourceError::Refused`] with the contract's words, or that the node cannot be reached.
    fn smart(&self, contract: &str, msg: Vec<u8>) -> Result<Vec<u8>, SourceError>;
}

/// Asks a contract and reads its answer.
pub(crate) fn ask<T: DeserializeOwned>(
    source: &(impl Source + ?Sized),
    contract: &str,
    msg: &impl Serialize,
) -> Result<T, SourceError> {
    let what = || format!("the answer of {contract}");
    let bytes = serde_json::to_vec(msg).map_err(|error| SourceError::answer(what(), error))?;
    let answer = source.smart(contract, bytes)?;
    serde_json::from_slice(&answer).map_err(|error| SourceError::answer(what(), error))
}

/// Where a transaction stands on its chain: height of its block, index in that block from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Height of the block.
    pub height: u64,
    /// Index in the block, from 0.
    pub index: u32,
}

/// The events of one transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct TxEvents {
    /// Where it stands.
    pub place: Place,
    /// Its hash, upper-case hexadecimal; none on a chain without transactions in bytes.
    pub hash: Option<String>,
    /// All its events in order, as the chain writes them.
    pub events: Vec<Event>,
}

/// A chain that kept its events.
pub trait EventSource: Source {
    /// Successful transactions with events of a contract that stand after a place, in order: at least one if there
    /// are any up to height `to`, and none at the end.
    ///
    /// # Errors
    /// If the node cannot be reached or keeps no index of transactions.
    fn transactions(
        &self,
        contract: &str,
        after: Option<Place>,
        to: u64,
    ) -> Result<Vec<TxEvents>, SourceError>;
}

// ---- a chain in this process ----

/// A [`Chain`] of stories and tests as a source: the embedded one, which keeps its transactions.
pub struct Embedded<'a, C: Chain + ?Sized>(pub &'a C);

/// Transactions of one page of the embedded chain.
const LOCAL_PAGE: usize = 200;

impl<C: Chain + ?Sized> Source for Embedded<'_, C> {
    fn chain_id(&self) -> String {
        self.0.chain_id()
    }

    /// Of its newest transaction: the block that is still open may get more.
    fn height(&self) -> Result<u64, SourceError> {
        let open = self.0.height().saturating_sub(1);
        Ok(self.0.txs().last().map_or(open, |tx| tx.height))
    }

    fn smart(&self, contract: &str, msg: Vec<u8>) -> Result<Vec<u8>, SourceError> {
        match self.0.smart(contract, Binary::from(msg)) {
            Ok(answer) => Ok(answer.to_vec()),
            Err(no) => {
                Err(SourceError::Refused { contract: contract.to_string(), said: no.text.clone() })
            }
        }
    }
}

impl<C: Chain + ?Sized> EventSource for Embedded<'_, C> {
    fn transactions(
        &self,
        contract: &str,
        after: Option<Place>,
        to: u64,
    ) -> Result<Vec<TxEvents>, SourceError> {
        let mut found = Vec::new();
        let mut place = Place { height: 0, index: 0 };
        for tx in self.0.txs() {
            place = match tx.height == place.height {
                true => Place { index: place.index.saturating_add(1), ..place },
                false => Place { height: tx.height, index: 0 },
            };
            let new = after.is_none_or(|last| place > last) && place.height <= to;
            if tx.ok && new && tx.events.iter().any(|event| is_of(event, contract)) {
                found.push(TxEvents { place, hash: None, events: tx.events.clone() });
                if found.len() >= LOCAL_PAGE {
                    break;
                }
            }
        }
        Ok(found)
    }
}

/// Whether an event was emitted by a contract.
pub(crate) fn is_of(event: &Event, contract: &str) -> bool {
    let mut attributes = event.attributes.iter();
    attributes.any(|pair| pair.key == "_contract_address" && pair.value == contract)
}

// ---- a node ----

/// Any method of a node's RPC that changes nothing, by name: for what [`Client`] has no method.
pub trait RawRpc {
    /// Calls a method; the answer is what stands under `result`.
    ///
    /// # Errors
    /// If the node cannot be reached or refuses.
    fn ask(&self, method: &str, params: &Value) -> Result<Value, SourceError>;
}

impl<F: Fn(&str, &Value) -> Result<Value, ClientError>> RawRpc for F {
    fn ask(&self, method: &str, params: &Value) -> Result<Value, SourceError> {
        Ok(self(method, params)?)
    }
}

/// A node: a client for its contracts, and the methods of its RPC.
pub struct Node<'a, R: RawRpc> {
    /// The client.
    pub client: &'a Client,
    /// Its RPC.
    pub rpc: R,
}

/// Transactions that a node gives at once.
const NODE_PAGE: usize = 100;
/// What a contract's own code can run in, as the chain tells it; each a search of its own.
const CALLS: [&str; 3] = ["instantiate", "execute", "migrate"];

impl<R: RawRpc> Source for Node<'_, R> {
    fn chain_id(&self) -> String {
        self.client.chain_id().to_string()
    }

    fn height(&self) -> Result<u64, SourceError> {
        Ok(self.client.rpc().app_height()?)
    }

    fn smart(&self, contract: &str, msg: Vec<u8>) -> Result<Vec<u8>, SourceError> {
        match self.client.smart(contract, msg, None) {
            Err(ClientError::Query { text, .. }) => {
                Err(SourceError::Refused { contract: contract.to_string(), said: text })
            }
            answer => Ok(answer?),
        }
    }
}

impl<R: RawRpc> EventSource for Node<'_, R> {
    fn transactions(
        &self,
        contract: &str,
        after: Option<Place>,
        to: u64,
    ) -> Result<Vec<TxEvents>, SourceError> {
        transactions(&self.rpc, contract, after, to)
    }
}

/// A page of transactions with events of a contract, from the searches of every call.
fn transactions(
    rpc: &impl RawRpc,
    contract: &str,
    after: Option<Place>,
    to: u64,
) -> Result<Vec<TxEvents>, SourceError> {
    let mut all: Vec<TxEvents> = Vec::new();
    // The least place up to which every search was read: beyond it something may be missing yet.
    let mut known: Option<Place> = None;
    for call in CALLS {
        let (found, more) = search(rpc, (call, contract), after, to)?;
        if let (true, Some(last)) = (more, found.last()) {
            known = Some(known.map_or(last.place, |least| least.min(last.place)));
        }
        all.extend(found);
    }
    all.retain(|tx| known.is_none_or(|last| tx.place <= last));
    all.sort_by_key(|tx| tx.place);
    all.dedup_by_key(|tx| tx.place);
    Ok(all)
}

/// The first transactions after a place, and whether there may be more.
fn search(
    rpc: &impl RawRpc,
    (call, contract): (&str, &str),
    after: Option<Place>,
    to: u64,
) -> Result<(Vec<TxEvents>, bool), SourceError> {
    // With an index beyond all, nothing of that height is wanted any more.
    let from = after.map_or(1, |place| match place.index {
        u32::MAX => place.height.saturating_add(1),
        _ => place.height,
    });
    if from > to {
        return Ok((Vec::new(), false));
    }
    let query =
        format!("{call}._contract_address='{contract}' AND tx.height>={from} AND tx.height<={to}");
    let mut page = 1usize;
    loop {
        let params = json!({
            "query": query, "prove": false, "page": page.to_string(),
            "per_page": NODE_PAGE.to_string(), "order_by": "asc"
        });
        let (rows, total) = rows(&rpc.ask("tx_search", &params)?)?;
        let more = !rows.is_empty() && page.saturating_mul(NODE_PAGE) < total;
        let new: Vec<_> =
            rows.into_iter().filter(|tx| after.is_none_or(|last| tx.place > last)).collect();
        if !new.is_empty() || !more {
            return Ok((new, more));
        }
        page = page.saturating_add(1);
    }
}

/// The transactions of an answer to `tx_search`, and how many there are in all.
fn rows(answer: &Value) -> Result<(Vec<TxEvents>, usize), SourceError> {
    let wrong = |why: &str| SourceError::answer("the node's answer to tx_search", why);
    let total =
        answer.get("total_count").and_then(number).ok_or_else(|| wrong("no total_count"))?;
    let list = answer.get("txs").and_then(Value::as_array);
    let rows = list.into_iter().flatten().map(row).collect::<Option<Vec<_>>>();
    let total = usize::try_from(total).unwrap_or(usize::MAX);
    Ok((rows.ok_or_else(|| wrong("a transaction without height, index or events"))?, total))
}

fn row(tx: &Value) -> Option<TxEvents> {
    let place = Place {
        height: tx.get("height").and_then(number)?,
        index: tx.get("index").and_then(Value::as_u64)?.try_into().ok()?,
    };
    let hash = tx.get("hash").and_then(Value::as_str).map(str::to_string);
    let events = tx.pointer("/tx_result/events").and_then(Value::as_array);
    let events = events.into_iter().flatten().map(event).collect::<Option<_>>()?;
    Some(TxEvents { place, hash, events })
}

fn event(value: &Value) -> Option<Event> {
    let mut event = Event::new(value.get("type")?.as_str()?);
    for pair in value.get("attributes").and_then(Value::as_array).into_iter().flatten() {
        let text = |name: &str| pair.get(name).and_then(Value::as_str).unwrap_or_default();
        let (key, value) = (text("key").to_string(), text("value").to_string());
        event.attributes.push(cosmwasm_std::Attribute { key, value });
    }
    Some(event)
}

/// A whole number, written as number or text.
pub(crate) fn number(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_u64(),
    }
}

#[cfg(test)]
mod tests;
