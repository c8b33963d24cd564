//! A transaction as it is remembered.

use cosmwasm_std::{CosmosMsg, Event};
use serde::Serialize;

use crate::outcome::{attribute, events_of, Failure, Success};
use crate::price::GasReport;

/// A transaction as it is remembered. Serializes to JSON.
#[derive(Clone, Debug, Serialize)]
pub struct Tx {
    /// Height of its block.
    pub height: u64,
    /// Time of its block, seconds.
    pub time: u64,
    /// Who sent it.
    pub sender: String,
    /// Its messages.
    pub messages: Vec<CosmosMsg>,
    /// Whether it was accepted.
    pub ok: bool,
    /// Why not, if it was not.
    pub error: Option<String>,
    /// Its events; none if it was refused.
    pub events: Vec<Event>,
    /// What it cost: measured on a node, estimated on the embedded chain.
    pub gas: GasReport,
}

impl Tx {
    /// Remembers what became of `messages` of `sender` in a block at `time` (seconds).
    pub fn new(
        sender: &str,
        messages: Vec<CosmosMsg>,
        time: u64,
        result: &Result<Success, Failure>,
    ) -> Self {
        let (height, error, events, gas) = match result {
            Ok(done) => (done.height, None, done.events.clone(), done.gas.clone()),
            Err(no) => (no.height, Some(no.text.clone()), Vec::new(), (*no.gas).clone()),
        };
        let sender = sender.to_string();
        Self { height, time, sender, messages, ok: error.is_none(), error, events, gas }
    }

    /// The events of that type, in order; the prefix `wasm-` may be left out.
    pub fn events_of<'a>(&'a self, ty: &'a str) -> impl Iterator<Item = &'a Event> {
        events_of(&self.events, ty)
    }

    /// The attribute of the first event of that type that has it.
    pub fn attribute(&self, ty: &str, key: &str) -> Option<&str> {
        attribute(&self.events, ty, key)
    }
}
