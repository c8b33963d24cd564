//! A wasmd node, by way of its index of transactions.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use axiom_client::{Client, ClientError, FoundTx};
use cosmwasm_std::{Coin, HexBinary, Uint128};

use super::{
    ContractFacts, EventFilter, EventMatch, EventPage, Moment, Source, SourceError, TxEvents,
};

/// Pages read of one search whose transactions are all in one block.
const MAX_PAGES_OF_A_BLOCK: u32 = 50;
/// Block times that are kept.
const MAX_TIMES: usize = 10_000;
/// Events that every run of a contract leaves behind, by which a node finds all that it did.
const RUNS: [&str; 3] = ["execute", "instantiate", "migrate"];

/// A node. Times of blocks are asked once and kept.
pub struct NodeSource<'a> {
    client: &'a Client,
    lag: u64,
    times: RefCell<BTreeMap<u64, u64>>,
}

impl<'a> NodeSource<'a> {
    /// Asks through this client. The index of transactions may be one block behind the chain.
    pub fn new(client: &'a Client) -> Self {
        Self { client, lag: 1, times: RefCell::default() }
    }

    /// How many blocks the index may be behind the chain: none where it is written with the block, as by a node in a
    /// file, which makes no blocks without transactions.
    #[must_use]
    pub fn lag(mut self, blocks: u64) -> Self {
        self.lag = blocks;
        self
    }

    /// Unix seconds of a block.
    fn time(&self, height: u64) -> Result<u64, SourceError> {
        if let Some(time) = self.times.borrow().get(&height) {
            return Ok(*time);
        }
        let (time, _) = self.client.rpc().block_time(height).map_err(failed)?;
        let mut times = self.times.borrow_mut();
        if times.len() >= MAX_TIMES {
            times.clear();
        }
        times.insert(height, time);
        Ok(time)
    }

    /// What a search finds from its first height on.
    fn search(&self, query: &str, rows: u32) -> Result<Found, SourceError> {
        let mut txs: Vec<FoundTx> = vec![];
        for page in 1..=MAX_PAGES_OF_A_BLOCK {
            let (found, total) = self.client.rpc().tx_search(query, page, rows).map_err(failed)?;
            let ended = found.is_empty();
            txs.extend(found);
            if ended || txs.len() as u64 >= total {
                return Ok(Found { txs, complete_to: None });
            }
            let first = txs.first().map_or(0, |tx| tx.height);
            let last = txs.last().map_or(0, |tx| tx.height);
            if first < last {
                // The last block may go on in the next page.
                return Ok(Found { txs, complete_to: Some(last.saturating_sub(1)) });
            }
        }
        Err(SourceError::Failed {
            text: format!(
                "more than {MAX_PAGES_OF_A_BLOCK} pages of transactions in one block answer {query}: expected fewer. \
                 Ask from a later height"
            ),
        })
    }

    /// Transactions of one block in the order in which they ran.
    fn in_order(&self, height: u64, mut txs: Vec<FoundTx>) -> Result<Vec<FoundTx>, SourceError> {
        if txs.len() > 1 {
            let block = self.client.rpc().block(Some(height)).map_err(failed)?;
            txs.sort_by_key(|tx| block.txs.iter().position(|bytes| *bytes == tx.bytes));
        }
        Ok(txs)
    }
}

/// What one search found.
struct Found {
    txs: Vec<FoundTx>,
    /// Highest block that is complete; none if all are.
    complete_to: Option<u64>,
}

impl Source for NodeSource<'_> {
    fn smart(&self, contract: &str, msg: &[u8]) -> Result<Vec<u8>, SourceError> {
        self.client.smart(contract, msg.to_vec(), None).map_err(failed)
    }

    fn raw(&self, contract: &str, key: &[u8]) -> Result<Option<Vec<u8>>, SourceError> {
        self.client.raw(contract, key).map_err(failed)
    }

    fn moment(&self) -> Result<Moment, SourceError> {
        let status = self.client.status().map_err(failed)?;
        Ok(Moment { now: status.time, height: status.height })
    }

    fn balance(&self, account: &str, denom: &str) -> Result<Uint128, SourceError> {
        self.client.balance(account, denom).map(Uint128::new).map_err(failed)
    }

    fn balances(&self, account: &str) -> Result<Option<Vec<Coin>>, SourceError> {
        self.client.balances(account).map(Some).map_err(failed)
    }

    fn events(&self, filter: &EventFilter) -> Result<EventPage, SourceError> {
        let indexed = self.moment()?.height.saturating_sub(self.lag);
        let mut horizon: Option<u64> = None;
        let mut blocks: BTreeMap<u64, Vec<FoundTx>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for query in queries(filter)? {
            let found = self.search(&query, filter.rows())?;
            if let Some(height) = found.complete_to {
                horizon = Some(horizon.map_or(height, |known| known.min(height)));
            }
            let wanted = |tx: &FoundTx| tx.result.code == 0 && filter.hits(&tx.result.events);
            for tx in found.txs.into_iter().filter(wanted) {
                if tx.height >= filter.from && seen.insert(tx.hash.clone()) {
                    blocks.entry(tx.height).or_default().push(tx);
                }
            }
        }
        let mut txs = vec![];
        let mut reached = None;
        for (height, found) in blocks {
            if horizon.is_some_and(|horizon| height > horizon) {
                break;
            }
            if txs.len() >= filter.rows() as usize {
                horizon = reached;
                break;
            }
            for tx in self.in_order(height, found)? {
                let (time, hash) = (self.time(height)?, Some(tx.hash));
                txs.push(TxEvents { height, time, hash, events: tx.result.events });
            }
            reached = Some(height);
        }
        Ok(EventPage { txs, complete_to: horizon.unwrap_or(indexed), more: horizon.is_some() })
    }

    fn contract(&self, address: &str) -> Result<Option<ContractFacts>, SourceError> {
        let found = self.client.contract_info(address).map_err(failed)?;
        Ok(found.map(|info| ContractFacts { code_id: info.code_id, admin: info.admin }))
    }

    fn code_checksum(&self, code_id: u64) -> Result<Option<HexBinary>, SourceError> {
        let found = self.client.code_info(code_id).map_err(failed)?;
        Ok(found.map(|info| HexBinary::from(info.checksum)))
    }
}

/// Searches that together find every transaction that is wanted, and some that are not.
fn queries(filter: &EventFilter) -> Result<BTreeSet<String>, SourceError> {
    let mut all = BTreeSet::new();
    let from = format!("tx.height>={}", filter.from);
    for EventMatch { contract, event, attribute } in &filter.any {
        let contract = quoted(contract)?;
        let Some(event) = event else {
            for run in RUNS {
                all.insert(format!("{run}._contract_address={contract} AND {from}"));
            }
            continue;
        };
        let mut query = format!("wasm-{event}._contract_address={contract}");
        if let Some((key, value)) = attribute {
            query.push_str(&format!(" AND wasm-{event}.{key}={}", quoted(value)?));
        }
        all.insert(format!("{query} AND {from}"));
    }
    Ok(all)
}

fn quoted(value: &str) -> Result<String, SourceError> {
    if value.contains(['\'', '\\']) {
        let text = format!(
            "{value:?} cannot be searched for: expected no quotation mark and no backslash"
        );
        return Err(SourceError::Failed { text });
    }
    Ok(format!("'{value}'"))
}

fn failed(error: ClientError) -> SourceError {
    match error {
        ClientError::Query { text, .. } => SourceError::Refused { text },
        ClientError::NoIndex => SourceError::NoHistory { text: ClientError::NoIndex.to_string() },
        other => SourceError::Failed { text: other.to_string() },
    }
}
