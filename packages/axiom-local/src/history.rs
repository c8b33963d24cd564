//! What happened on the chain, kept for reading, and its state as bytes.

use std::collections::BTreeMap;

use axiom_chain::Tx;
use cosmwasm_std::{Addr, BlockInfo, Event, Order, Storage};
use sha2::{Digest, Sha256};

use crate::chain::LocalChain;

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
        self.app.storage_mut().replace(&snapshot.storage);
        self.app.set_block(snapshot.block.clone());
    }
}

fn records(storage: &dyn Storage) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> + '_ {
    storage.range(None, None, Order::Ascending)
}
