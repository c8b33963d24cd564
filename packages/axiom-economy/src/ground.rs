//! What an economy needs of the chain under it.

use axiom_client::ClientError;
use cosmwasm_std::{Coin, CosmosMsg};
use serde::de::DeserializeOwned;
use serde::Serialize;
use serde_json::Value;

mod drafting;
mod node;
mod story;

pub use drafting::Drafting;
pub use node::NodeGround;
pub use story::StoryGround;

/// A code on the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its number.
    pub code_id: u64,
    /// SHA-256 of its Wasm, 32 bytes.
    pub checksum: Vec<u8>,
    /// Whether everybody may create contracts of it.
    pub for_all: bool,
}

/// A contract on the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// Its code.
    pub code_id: u64,
    /// Who created it.
    pub creator: String,
    /// Who may migrate it; nobody if none.
    pub admin: Option<String>,
    /// Its label.
    pub label: String,
}

/// Who may store code on a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Uploads {
    /// Everybody.
    Everybody,
    /// These accounts, and the chain's governance; without any the governance alone.
    Only(Vec<String>),
}

/// Something that costs gas.
#[derive(Clone, Copy, Debug)]
pub enum Task<'a> {
    /// Storing the code of one of the five, for everybody to use.
    Store {
        /// Its name, `state-registry`.
        name: &'static str,
        /// Its Wasm.
        wasm: &'a [u8],
    },
    /// Messages in one transaction, all or none.
    Messages(&'a [CosmosMsg]),
}

/// A transaction that went through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Hash of the transaction; none on a chain without.
    pub tx: Option<String>,
    /// Height of its block.
    pub height: u64,
    /// Gas that it used.
    pub gas: u64,
    /// Number of the code, if one was stored.
    pub code_id: Option<u64>,
}

/// What the chain did not do.
#[derive(Debug, thiserror::Error)]
pub enum GroundError {
    /// What a node or the way to it said.
    #[error(transparent)]
    Node(#[from] ClientError),
    /// What a contract or the chain refused.
    #[error("{text}")]
    Refused {
        /// Its own words.
        text: String,
    },
    /// An answer of a contract that is not what was asked for.
    #[error("the answer of {contract} cannot be understood: {why}. Is it the contract that it is taken for? Try `axiom economy verify`")]
    Answer {
        /// The contract.
        contract: String,
        /// What is wrong with it.
        why: String,
    },
    /// Another transaction of the account came first, perhaps of a run of this program that was killed: what was looked
    /// at before may have changed, and nothing was sent.
    #[error("another transaction of this account came first, and nothing was sent. Try again: it goes on where it stopped")]
    Overtaken,
    /// The key is elsewhere: what would have been sent is kept for it.
    #[error("nothing was sent: the transaction has to be signed elsewhere")]
    Drafted,
    /// Nothing can be sent without a key.
    #[error("no key to sign with: expected one for whatever is sent. Name a key with --from")]
    NoSigner,
}

impl GroundError {
    /// Whether a contract, or the chain, understood and refused: asking again would change nothing.
    pub fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Refused { .. } | Self::Node(ClientError::Query { .. } | ClientError::Refused(_))
        )
    }
}

/// A chain, and an account on it that sends.
pub trait Ground {
    /// Id of the chain.
    fn chain_id(&self) -> String;

    /// Before the chain is looked at for a step: whatever [`Ground::send`] sends until the next call is refused with
    /// [`GroundError::Overtaken`] if any other transaction of the account comes in between.
    ///
    /// # Errors
    /// [`GroundError::Node`] if the chain cannot be asked.
    fn begin_step(&mut self) -> Result<(), GroundError> {
        Ok(())
    }

    /// All codes, oldest first.
    ///
    /// # Errors
    /// If the chain does not answer.
    fn codes(&self) -> Result<Vec<Code>, GroundError>;

    /// One code; none if there is none of that number.
    ///
    /// # Errors
    /// If the chain does not answer.
    fn code(&self, code_id: u64) -> Result<Option<Code>, GroundError>;

    /// Who may store code.
    ///
    /// # Errors
    /// If the chain does not answer.
    fn uploads(&self) -> Result<Uploads, GroundError>;

    /// A contract; none if there is none at that address.
    ///
    /// # Errors
    /// If the chain does not answer, or the address is none.
    fn contract(&self, address: &str) -> Result<Option<Contract>, GroundError>;

    /// Asks a contract.
    ///
    /// # Errors
    /// What the contract refuses with; if the chain does not answer.
    fn smart(&self, contract: &str, msg: &Value) -> Result<Value, GroundError>;

    /// The value under a key of a contract's storage; none if there is none.
    ///
    /// # Errors
    /// If the chain does not answer, or there is no such contract.
    fn raw(&self, contract: &str, key: &[u8]) -> Result<Option<Vec<u8>>, GroundError>;

    /// All coins of an account; none on a chain that tells them only denom by denom.
    ///
    /// # Errors
    /// If the chain does not answer.
    fn coins(&self, account: &str) -> Result<Option<Vec<Coin>>, GroundError>;

    /// Gas that a task of the sending account would use, by trying it out; none on a chain that cannot.
    ///
    /// # Errors
    /// If the task would be refused, or the chain does not answer.
    fn try_out(&self, task: Task<'_>) -> Result<Option<u64>, GroundError>;

    /// The fee for so much gas, its reserve added; none where nothing is paid.
    fn fee(&self, gas: u64) -> Option<Coin>;

    /// Does a task and waits until it is done.
    ///
    /// # Errors
    /// If it is refused; if what became of it is unknown; [`GroundError::NoSigner`].
    fn send(&mut self, task: Task<'_>) -> Result<Receipt, GroundError>;
}

/// Asks a contract for an answer of a type.
///
/// # Errors
/// As [`Ground::smart`]; [`GroundError::Answer`] if the answer is of another type.
pub fn ask<T: DeserializeOwned>(
    ground: &dyn Ground,
    contract: &str,
    msg: &impl Serialize,
) -> Result<T, GroundError> {
    let wrong = |error: serde_json::Error| GroundError::Answer {
        contract: contract.to_string(),
        why: error.to_string(),
    };
    let msg = serde_json::to_value(msg).map_err(wrong)?;
    let answer = ground.smart(contract, &msg)?;
    serde_json::from_value(answer).map_err(wrong)
}

/// Name and version that a contract keeps (cw2); none if it keeps none.
///
/// # Errors
/// If the chain does not answer.
pub(crate) fn kind_of(
    ground: &dyn Ground,
    contract: &str,
) -> Result<Option<(String, String)>, GroundError> {
    let Some(bytes) = ground.raw(contract, b"contract_info")? else {
        return Ok(None);
    };
    let value: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_string);
    Ok(text("contract").zip(text("version")))
}
