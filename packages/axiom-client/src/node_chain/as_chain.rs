//! The trait of all chains, and outcomes as stories know them.

use std::any::Any as StdAny;

use anyhow::anyhow;
use axiom_chain::{
    Account, Chain, ContractInfo, ContractPanic, Failure, GasReport, Outcome, Success, Tx,
};
use cosmrs::Any;
use cosmwasm_std::{Addr, Binary, Checksum, CodeInfoResponse, Coin, CosmosMsg};
use sha2::{Digest, Sha256};

use super::{Known, NodeChain};
use crate::error::{ClientError, TxFailure};
use crate::messages::from_cosmos;
use crate::tx::TxDone;

impl Chain for NodeChain {
    fn chain_id(&self) -> String {
        self.client.chain_id().to_string()
    }

    fn height(&self) -> u64 {
        self.height
    }

    fn now(&self) -> u64 {
        self.now
    }

    fn advance_seconds(&mut self, seconds: u64) {
        self.try_advance(seconds).unwrap_or_else(lost);
    }

    fn know(&mut self, account: &Account) {
        let known = Known { account: account.clone(), fees: None };
        self.known.entry(account.address.to_string()).or_insert(known);
    }

    fn give(&mut self, to: &str, coin: Coin) {
        self.try_give(to, coin).unwrap_or_else(lost);
    }

    fn execute_multi(&mut self, sender: &str, messages: Vec<CosmosMsg>) -> Outcome {
        let packed: Result<Vec<Any>, _> =
            messages.iter().map(|message| from_cosmos(sender, message)).collect();
        let packed = packed.unwrap_or_else(lost);
        let options = self.options();
        self.send(sender, &packed, messages, &options).unwrap_or_else(lost)
    }

    fn store_named(&mut self, name: &str) -> u64 {
        self.try_store_named(name).unwrap_or_else(lost)
    }

    fn smart(&self, contract: &str, msg: Binary) -> Result<Binary, Failure> {
        self.asked.borrow_mut().insert((contract.to_string(), msg.to_vec()));
        match self.client.smart(contract, msg.to_vec(), None) {
            Ok(answer) => Ok(answer.into()),
            Err(ClientError::Query { codespace, code, text }) => {
                let source = anyhow!("{text} [{codespace} {code}]");
                Err(Failure::new(self.height, GasReport::default(), text, source))
            }
            Err(error) => lost(error),
        }
    }

    fn query_raw(&self, contract: &str, key: &[u8]) -> Option<Vec<u8>> {
        match self.client.raw(contract, key) {
            Ok(value) => value,
            Err(ClientError::Query { .. }) => None,
            Err(error) => lost(error),
        }
    }

    fn balance(&self, account: &str, denom: &str) -> u128 {
        match self.client.balance(account, denom) {
            Ok(amount) => amount,
            Err(ClientError::Query { .. }) => 0,
            Err(error) => lost(error),
        }
    }

    fn contract_info(&self, contract: &str) -> Option<ContractInfo> {
        let state = match self.client.contract_info(contract) {
            Ok(state) => state?,
            Err(ClientError::Query { .. }) => return None,
            Err(error) => lost(error),
        };
        Some(ContractInfo {
            code_id: state.code_id,
            creator: Addr::unchecked(state.creator),
            admin: state.admin.map(Addr::unchecked),
            label: state.label,
        })
    }

    fn code_info(&self, code_id: u64) -> Option<CodeInfoResponse> {
        if let Some(info) = self.infos.borrow().get(&code_id) {
            return Some(info.clone());
        }
        let info = self.client.code_info(code_id).unwrap_or_else(lost)?;
        let checksum = Checksum::try_from(info.checksum.as_slice()).ok()?;
        let info = CodeInfoResponse::new(code_id, Addr::unchecked(info.creator), checksum);
        self.infos.borrow_mut().insert(code_id, info.clone());
        Some(info)
    }

    fn state_digest(&self, contracts: &[&Addr]) -> [u8; 32] {
        let mut hash = Sha256::new();
        for contract in contracts {
            let mut state = self.client.all_state(contract.as_str(), None).unwrap_or_else(lost);
            state.sort();
            let count = state.len() as u64;
            hash.update(contract.as_bytes());
            hash.update(count.to_be_bytes());
            for part in state.into_iter().flat_map(|(key, value)| [key, value]) {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
        hash.finalize().into()
    }

    fn txs(&self) -> &[Tx] {
        &self.txs
    }

    fn as_any(&self) -> &dyn StdAny {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn StdAny {
        self
    }
}

/// A story cannot go on without its chain.
#[track_caller]
fn lost<T>(error: ClientError) -> T {
    panic!("{error}")
}

fn measured(total: u64) -> GasReport {
    GasReport { total, ..GasReport::default() }
}

pub(super) fn success(done: TxDone) -> Success {
    Success {
        data: done.data(),
        events: done.message_events(),
        height: done.height,
        gas: measured(done.gas_used),
    }
}

/// The failure of a story. Texts of modules get their code, by which replies know them; a panic
/// gets the type it has on the embedded chain.
pub(super) fn failure(failed: TxFailure, newest: u64) -> Failure {
    let (codespace, code) = (&failed.codespace, failed.code);
    let text = if failed.by_contract() {
        failed.text.clone()
    } else {
        format!("{} (codespace: {codespace}, code: {code})", failed.text)
    };
    let height = failed.height.unwrap_or(newest);
    let gas = measured(failed.gas_used);
    let source = if failed.is_panic() {
        ContractPanic { message: failed.raw_log.clone() }.into()
    } else {
        anyhow!(failed)
    };
    Failure::new(height, gas, text, source)
}
