//! What happened on the chain, kept for reading, and its state as bytes.

use std::collections::BTreeMap;

use cosmwasm_std::testing::MockStorage;
use cosmwasm_std::{Addr, BlockInfo, CosmosMsg, Event, Order, Storage};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::chain::LocalChain;
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
    /// What it would cost on a wasmd chain.
    pub gas: GasReport,
}

impl Tx {
    pub(crate) fn new(
        sender: &str,
        messages: Vec<CosmosMsg>,
        block: &BlockInfo,
        result: &Result<Success, Failure>,
    ) -> Self {
        let (error, events, gas) = match result {
            Ok(success) => (None, success.events.clone(), success.gas.clone()),
            Err(failure) => (Some(failure.text.clone()), Vec::new(), (*failure.gas).clone()),
        };
        Self {
            height: block.height,
            time: block.time.seconds(),
            sender: sender.to_string(),
            messages,
            ok: error.is_none(),
            error,
            events,
            gas,
        }
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

/// The state of a chain at one moment, to go back to. Codes, faults and history are not in it.
#[derive(Clone)]
pub struct Snapshot {
    storage: Vec<(Vec<u8>, Vec<u8>)>,
    block: BlockInfo,
}

impl LocalChain {
    /// All transactions so far, refused ones included.
    pub fn txs(&self) -> &[Tx] {
        &self.txs
    }

    /// The last transaction.
    pub fn last_tx(&self) -> Option<&Tx> {
        self.txs.last()
    }

    /// All events so far, in order.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.txs.iter().flat_map(|tx| &tx.events)
    }

    /// Forgets the transactions and their events, for long runs. The state stays.
    pub fn forget_history(&mut self) {
        self.txs.clear();
    }

    /// Every byte of the chain's storage: balances, contracts and their states.
    pub fn dump(&self) -> BTreeMap<Vec<u8>, Vec<u8>> {
        records(self.app.storage()).collect()
    }

    /// Every byte of one contract's storage, under the contract's own keys.
    pub fn dump_contract(&self, contract: impl AsRef<str>) -> BTreeMap<Vec<u8>, Vec<u8>> {
        let contract = Addr::unchecked(contract.as_ref());
        self.app.dump_wasm_raw(&contract).into_iter().collect()
    }

    /// SHA-256 over every byte of the chain's storage: equal exactly if nothing changed.
    pub fn state_digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for (key, value) in records(self.app.storage()) {
            for part in [key, value] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
        hash.finalize().into()
    }

    /// Remembers state and block.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot { storage: records(self.app.storage()).collect(), block: self.app.block_info() }
    }

    /// Goes back to a snapshot of this chain. History goes on.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        let mut storage = MockStorage::new();
        for (key, value) in &snapshot.storage {
            storage.set(key, value);
        }
        *self.app.storage_mut() = storage;
        self.app.set_block(snapshot.block.clone());
    }
}

fn records(storage: &dyn Storage) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> + '_ {
    storage.range(None, None, Order::Ascending)
}
