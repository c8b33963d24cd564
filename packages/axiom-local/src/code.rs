//! Contract codes to be stored on the chain.

use cosmwasm_std::Empty;
use cw_multi_test::Contract;
use sha2::{Digest, Sha256};

/// A contract's code: its entry points, its name and the checksum that addresses follow from.
pub struct Code {
    /// Name of the contract, for people.
    pub name: String,
    /// The entry points, mostly a `cw_multi_test::ContractWrapper`.
    pub contract: Box<dyn Contract<Empty>>,
    /// SHA-256 of the Wasm that this code stands for. Predictable addresses follow from it.
    pub checksum: [u8; 32],
}

impl Code {
    /// A code with the checksum `sha256(name + version)`.
    pub fn new(name: &str, version: &str, contract: Box<dyn Contract<Empty>>) -> Self {
        Self {
            name: name.to_string(),
            contract,
            checksum: Sha256::digest(format!("{name}{version}")).into(),
        }
    }

    /// The same code with the checksum of a real Wasm file, so that its instances get the
    /// addresses that a chain would give them.
    pub fn with_checksum(mut self, checksum: [u8; 32]) -> Self {
        self.checksum = checksum;
        self
    }
}
