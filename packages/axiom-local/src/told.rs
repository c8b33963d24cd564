//! The embedded chain behind the trait of all chains.

use std::any::Any;

use axiom_chain::{Account, Chain, ContractInfo, Failure, Outcome, Tx};
use cosmwasm_std::{Addr, Binary, CodeInfoResponse, Coin, CosmosMsg};

use crate::chain::LocalChain;

impl Chain for LocalChain {
    fn chain_id(&self) -> String {
        self.block().chain_id
    }

    fn height(&self) -> u64 {
        LocalChain::height(self)
    }

    fn now(&self) -> u64 {
        LocalChain::now(self).seconds()
    }

    fn advance_seconds(&mut self, seconds: u64) {
        LocalChain::advance_seconds(self, seconds);
    }

    /// Nothing to do: signatures of transactions are not checked here.
    fn know(&mut self, _: &Account) {}

    fn give(&mut self, to: &str, coin: Coin) {
        self.mint(to, coin);
    }

    fn execute_multi(&mut self, sender: &str, messages: Vec<CosmosMsg>) -> Outcome {
        LocalChain::execute_multi(self, sender, messages)
    }

    fn store_named(&mut self, name: &str) -> u64 {
        self.store_shelved(name)
    }

    fn smart(&self, contract: &str, msg: Binary) -> Result<Binary, Failure> {
        self.answer(contract, msg).map(|(answer, _)| answer)
    }

    fn query_raw(&self, contract: &str, key: &[u8]) -> Option<Vec<u8>> {
        LocalChain::query_raw(self, contract, key)
    }

    fn balance(&self, account: &str, denom: &str) -> u128 {
        LocalChain::balance(self, account, denom)
    }

    fn contract_info(&self, contract: &str) -> Option<ContractInfo> {
        LocalChain::contract_info(self, contract)
    }

    fn code_info(&self, code_id: u64) -> Option<CodeInfoResponse> {
        LocalChain::code_info(self, code_id)
    }

    /// Over every byte of the whole chain, these contracts included.
    fn state_digest(&self, _: &[&Addr]) -> [u8; 32] {
        LocalChain::state_digest(self)
    }

    fn txs(&self) -> &[Tx] {
        LocalChain::txs(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}
