//! The chain of a story: the embedded one in memory, or a node of a devnet.

use axiom_chain::Chain;
use cosmwasm_std::{Binary, Coin};
use serde_json::Value;

use super::{Code, Contract, Ground, GroundError, Receipt, Task, Uploads};

/// A chain of a story, with the account that sends. It stores codes by their names, whatever the Wasm.
pub struct StoryGround<'a, C: Chain> {
    chain: &'a mut C,
    sender: String,
}

impl<'a, C: Chain> StoryGround<'a, C> {
    /// With an account that the chain knows.
    pub fn new(chain: &'a mut C, sender: impl Into<String>) -> Self {
        Self { chain, sender: sender.into() }
    }
}

impl<C: Chain> Ground for StoryGround<'_, C> {
    fn chain_id(&self) -> String {
        self.chain.chain_id()
    }

    fn codes(&self) -> Result<Vec<Code>, GroundError> {
        let mut all = vec![];
        for code_id in 1.. {
            match self.code(code_id)? {
                Some(code) => all.push(code),
                None => break,
            }
        }
        Ok(all)
    }

    fn code(&self, code_id: u64) -> Result<Option<Code>, GroundError> {
        let found = self.chain.code_info(code_id);
        Ok(found.map(|info| Code {
            code_id,
            checksum: info.checksum.as_slice().to_vec(),
            for_all: true,
        }))
    }

    fn uploads(&self) -> Result<Uploads, GroundError> {
        Ok(Uploads::Everybody)
    }

    fn contract(&self, address: &str) -> Result<Option<Contract>, GroundError> {
        Ok(self.chain.contract_info(address).map(|info| Contract {
            code_id: info.code_id,
            creator: info.creator.into_string(),
            admin: info.admin.map(|admin| admin.into_string()),
            label: info.label,
        }))
    }

    fn smart(&self, contract: &str, msg: &Value) -> Result<Value, GroundError> {
        let msg = Binary::from(msg.to_string().into_bytes());
        let answer = self
            .chain
            .smart(contract, msg)
            .map_err(|failure| GroundError::Refused { text: failure.text })?;
        serde_json::from_slice(&answer).map_err(|error| GroundError::Answer {
            contract: contract.to_string(),
            why: error.to_string(),
        })
    }

    fn raw(&self, contract: &str, key: &[u8]) -> Result<Option<Vec<u8>>, GroundError> {
        Ok(self.chain.query_raw(contract, key))
    }

    fn coins(&self, _account: &str) -> Result<Option<Vec<Coin>>, GroundError> {
        Ok(None)
    }

    fn try_out(&self, _task: Task<'_>) -> Result<Option<u64>, GroundError> {
        Ok(None)
    }

    fn fee(&self, _gas: u64) -> Option<Coin> {
        None
    }

    fn send(&mut self, task: Task<'_>) -> Result<Receipt, GroundError> {
        let messages = match task {
            Task::Store { name, .. } => {
                let code_id = Some(self.chain.store_named(name));
                return Ok(Receipt { tx: None, height: self.chain.height(), gas: 0, code_id });
            }
            Task::Messages(messages) => messages.to_vec(),
        };
        let done = self
            .chain
            .execute_multi(&self.sender, messages)
            .into_result()
            .map_err(|failure| GroundError::Refused { text: failure.text })?;
        Ok(Receipt { tx: None, height: done.height, gas: done.gas.total, code_id: None })
    }
}
