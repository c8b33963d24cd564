//! Where answers come from: what a chain must tell, whichever chain it is.

mod embedded;
mod node;

use cosmwasm_std::{Coin, Event, HexBinary, Uint128};
use serde::{Deserialize, Serialize};

pub use node::NodeSource;

/// Most transactions that one page of events can be asked for.
pub const MAX_EVENT_PAGE: u32 = 100;

/// What a chain could not tell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// The contract, or the chain, refused the question.
    #[error("{text}")]
    Refused {
        /// What it said.
        text: String,
    },
    /// The chain could not be asked, or its answer not understood.
    #[error("{text}")]
    Failed {
        /// What went wrong and what to do about it.
        text: String,
    },
    /// The chain keeps no index of transactions.
    #[error("past events cannot be searched: {text}")]
    NoHistory {
        /// What went wrong and what to do about it.
        text: String,
    },
}

/// The block that questions see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Unix seconds of the block.
    pub now: u64,
    /// Its height.
    pub height: u64,
}

/// What the chain knows of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContractFacts {
    /// Its code.
    pub code_id: u64,
    /// Who may migrate it.
    pub admin: Option<String>,
}

/// One kind of typed event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventMatch {
    /// The contract that emitted it.
    pub contract: String,
    /// Its name without the chain's `wasm-`; any typed event if none is named.
    pub event: Option<String>,
    /// An attribute that it has, key and value.
    pub attribute: Option<(String, String)>,
}

impl EventMatch {
    /// Any event of a contract.
    pub fn of(contract: impl Into<String>) -> Self {
        Self { contract: contract.into(), event: None, attribute: None }
    }

    /// Events of one name.
    #[must_use]
    pub fn named(mut self, event: impl Into<String>) -> Self {
        self.event = Some(event.into());
        self
    }

    /// Events with an attribute.
    #[must_use]
    pub fn with(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.attribute = Some((key.into(), value.into()));
        self
    }

    /// True for an event, as the chain shows it, that this means.
    pub fn hits(&self, event: &Event) -> bool {
        let Some(name) = event.ty.strip_prefix("wasm-") else {
            return false;
        };
        attribute(event, "_contract_address") == Some(self.contract.as_str())
            && self.event.as_deref().is_none_or(|wanted| wanted == name)
            && self
                .attribute
                .as_ref()
                .is_none_or(|(key, value)| attribute(event, key) == Some(value.as_str()))
    }
}

/// The value of an attribute.
pub(crate) fn attribute<'e>(event: &'e Event, key: &str) -> Option<&'e str> {
    event.attributes.iter().find(|pair| pair.key == key).map(|pair| pair.value.as_str())
}

/// Which transactions are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventFilter {
    /// Those that carry at least one event of these kinds.
    pub any: Vec<EventMatch>,
    /// From this height on.
    pub from: u64,
    /// About how many, 1 to [`MAX_EVENT_PAGE`]. A page ends with a block: it can hold a little more.
    pub limit: u32,
}

impl EventFilter {
    /// True for a transaction that is wanted.
    pub fn hits(&self, events: &[Event]) -> bool {
        events.iter().any(|event| self.any.iter().any(|kind| kind.hits(event)))
    }

    pub(crate) fn rows(&self) -> u32 {
        self.limit.clamp(1, MAX_EVENT_PAGE)
    }
}

/// A transaction and its events.
#[derive(Clone, Debug, PartialEq)]
pub struct TxEvents {
    /// Height of its block.
    pub height: u64,
    /// Unix seconds of its block.
    pub time: u64,
    /// Its hash, hexadecimal; none where the chain has none.
    pub hash: Option<String>,
    /// All its events, in order.
    pub events: Vec<Event>,
}

/// Transactions, a page.
#[derive(Clone, Debug, PartialEq)]
pub struct EventPage {
    /// In the order in which they ran.
    pub txs: Vec<TxEvents>,
    /// Nothing up to this height is missing, and nothing can be added there any more. Transactions of higher blocks
    /// may be in the page; the next page shows them again.
    pub complete_to: u64,
    /// True if the page was cut: the next one begins at `complete_to + 1`.
    pub more: bool,
}

/// A chain that can be asked. Nothing here changes it.
pub trait Source {
    /// Asks a contract; message and answer are JSON.
    ///
    /// # Errors
    /// [`SourceError::Refused`] with the contract's text; [`SourceError::Failed`].
    fn smart(&self, contract: &str, msg: &[u8]) -> Result<Vec<u8>, SourceError>;

    /// The value under a key of a contract's storage.
    ///
    /// # Errors
    /// [`SourceError::Failed`].
    fn raw(&self, contract: &str, key: &[u8]) -> Result<Option<Vec<u8>>, SourceError>;

    /// The block that questions see.
    ///
    /// # Errors
    /// [`SourceError::Failed`].
    fn moment(&self) -> Result<Moment, SourceError>;

    /// Coins in an account, in base units.
    ///
    /// # Errors
    /// [`SourceError::Refused`] for a wrong address; [`SourceError::Failed`].
    fn balance(&self, account: &str, denom: &str) -> Result<Uint128, SourceError>;

    /// All coins in an account; none if the chain answers only for a denom that is named.
    ///
    /// # Errors
    /// As [`Source::balance`].
    fn balances(&self, account: &str) -> Result<Option<Vec<Coin>>, SourceError>;

    /// Accepted transactions with events that are wanted, ascending, a page.
    ///
    /// # Errors
    /// [`SourceError::NoHistory`] if the chain keeps no index; [`SourceError::Failed`].
    fn events(&self, filter: &EventFilter) -> Result<EventPage, SourceError>;

    /// Code and admin of a contract; none if there is no such contract.
    ///
    /// # Errors
    /// [`SourceError::Failed`].
    fn contract(&self, address: &str) -> Result<Option<ContractFacts>, SourceError>;

    /// SHA-256 of a code; none if there is no such code.
    ///
    /// # Errors
    /// [`SourceError::Failed`].
    fn code_checksum(&self, code_id: u64) -> Result<Option<HexBinary>, SourceError>;

    /// Unix seconds of the block that questions see.
    ///
    /// # Errors
    /// As [`Source::moment`].
    fn now(&self) -> Result<u64, SourceError> {
        self.moment().map(|moment| moment.now)
    }

    /// Height of the block that questions see.
    ///
    /// # Errors
    /// As [`Source::moment`].
    fn height(&self) -> Result<u64, SourceError> {
        self.moment().map(|moment| moment.height)
    }
}
