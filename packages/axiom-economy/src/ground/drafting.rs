//! A chain behind the RPC of a node, for an account whose key is elsewhere: what would be sent is kept instead.

use axiom_client::{Any, Client};
use cosmwasm_std::Coin;
use serde_json::Value;

use super::node::packed;
use super::{Code, Contract, Ground, GroundError, NodeGround, Receipt, Task, Uploads};

/// Reads as [`NodeGround`] does; the first task that would be sent is kept, and refused with [`GroundError::Drafted`].
pub struct Drafting<'a> {
    node: NodeGround<'a>,
    sender: String,
    drafted: Option<Vec<Any>>,
}

impl<'a> Drafting<'a> {
    /// For an account that sends.
    pub fn new(client: &'a Client, sender: impl Into<String>) -> Self {
        Self { node: NodeGround::new(client), sender: sender.into(), drafted: None }
    }

    /// The messages of the transaction that has to be signed and sent next; none if nothing would have been sent.
    pub fn drafted(&self) -> Option<&[Any]> {
        self.drafted.as_deref()
    }
}

impl Ground for Drafting<'_> {
    fn chain_id(&self) -> String {
        self.node.chain_id()
    }

    fn codes(&self) -> Result<Vec<Code>, GroundError> {
        self.node.codes()
    }

    fn code(&self, code_id: u64) -> Result<Option<Code>, GroundError> {
        self.node.code(code_id)
    }

    fn uploads(&self) -> Result<Uploads, GroundError> {
        self.node.uploads()
    }

    fn contract(&self, address: &str) -> Result<Option<Contract>, GroundError> {
        self.node.contract(address)
    }

    fn smart(&self, contract: &str, msg: &Value) -> Result<Value, GroundError> {
        self.node.smart(contract, msg)
    }

    fn raw(&self, contract: &str, key: &[u8]) -> Result<Option<Vec<u8>>, GroundError> {
        self.node.raw(contract, key)
    }

    fn coins(&self, account: &str) -> Result<Option<Vec<Coin>>, GroundError> {
        self.node.coins(account)
    }

    fn try_out(&self, task: Task<'_>) -> Result<Option<u64>, GroundError> {
        self.node.try_out(task)
    }

    fn fee(&self, gas: u64) -> Option<Coin> {
        self.node.fee(gas)
    }

    fn send(&mut self, task: Task<'_>) -> Result<Receipt, GroundError> {
        self.drafted = Some(packed(&self.sender, task)?);
        Err(GroundError::Drafted)
    }
}
