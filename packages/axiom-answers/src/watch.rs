//! Typed events of an economy, as they come.

use std::collections::BTreeMap;

use axiom_types::event::EventInfo;
use axiom_types::{dao, distributor, ledger, registry, tracker};
use cosmwasm_std::Event;
use serde::{Deserialize, Serialize};

use crate::ask::{Answered, Answers};
use crate::economy::{ContractName, Economy};
use crate::error::AnswerError;
use crate::source::{attribute, EventFilter, EventMatch, MAX_EVENT_PAGE};

/// Up to where events were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// First height that has not been read.
    pub height: u64,
}

/// A typed event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WatchedEvent {
    /// Height of its block.
    pub height: u64,
    /// Unix seconds of its block.
    pub time: u64,
    /// Hash of its transaction; none where the chain has none.
    pub hash: Option<String>,
    /// Who emitted it.
    pub contract: ContractName,
    /// Its name without the contract's: `job_posted`.
    pub event: String,
    /// What it says.
    pub attributes: BTreeMap<String, String>,
}

/// Typed events, a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Watched {
    /// In the order in which they happened.
    pub events: Vec<WatchedEvent>,
    /// Where the next page begins: nothing is missed and nothing comes twice.
    pub cursor: Cursor,
    /// True if there is more by now; else ask again once there are new blocks.
    pub more: bool,
}

impl Answers<'_> {
    /// Typed events from a cursor on, of about `limit` transactions (1 to 100). The newest block is left for the next
    /// page while it can still change.
    ///
    /// # Errors
    /// [`AnswerError::Source`] if the chain keeps no history or cannot be asked.
    pub fn watch(&self, cursor: Cursor, limit: u32) -> Answered<Watched> {
        let any = self.economy.contracts().into_iter().map(|(_, address)| EventMatch::of(address));
        let limit = limit.clamp(1, MAX_EVENT_PAGE);
        let filter = EventFilter { any: any.collect(), from: cursor.height, limit };
        let page = self.source.events(&filter);
        let page = page.map_err(|error| AnswerError::chain("its past events", error))?;
        let mut events = vec![];
        for tx in page.txs.iter().filter(|tx| tx.height <= page.complete_to) {
            let typed = tx.events.iter().filter_map(|event| typed(&self.economy, event));
            events.extend(typed.map(|(contract, name, attributes)| WatchedEvent {
                height: tx.height,
                time: tx.time,
                hash: tx.hash.clone(),
                contract,
                event: name.to_string(),
                attributes,
            }));
        }
        let height = cursor.height.max(page.complete_to.saturating_add(1));
        Ok(Watched { events, cursor: Cursor { height }, more: page.more })
    }

    /// The cursor from which only what is still to come is read.
    ///
    /// # Errors
    /// [`AnswerError::Source`] if the chain cannot be asked.
    pub fn from_now_on(&self) -> Answered<Cursor> {
        Ok(Cursor { height: self.moment()?.height })
    }
}

/// Events that a contract can emit.
pub fn catalogue(contract: ContractName) -> &'static [EventInfo] {
    match contract {
        ContractName::Dao => dao::events::ALL,
        ContractName::Registry => registry::events::ALL,
        ContractName::Ledger => ledger::events::ALL,
        ContractName::Tracker => tracker::events::ALL,
        ContractName::Distributor => distributor::events::ALL,
    }
}

type Typed<'e> = (ContractName, &'e str, BTreeMap<String, String>);

/// A typed event of the economy; none for any other event.
fn typed<'e>(economy: &Economy, event: &'e Event) -> Option<Typed<'e>> {
    let contract = economy.name_of(attribute(event, "_contract_address")?)?;
    let name = event.ty.strip_prefix("wasm-axiom_")?.strip_prefix(contract.word())?;
    let name = name.strip_prefix('_')?;
    // The chain adds the contract's address and, on nodes, the number of the message.
    let own = event.attributes.iter();
    let own = own.filter(|pair| !pair.key.starts_with('_') && pair.key != "msg_index");
    let attributes = own.map(|pair| (pair.key.clone(), pair.value.clone()));
    Some((contract, name, attributes.collect()))
}
