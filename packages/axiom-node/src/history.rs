//! Which codes a contract has run, and which contracts a code has.

use axiom_local::{Entry, LocalChain};
use cosmrs::proto::cosmwasm::wasm::v1::{
    AbsoluteTxPosition, ContractCodeHistoryEntry, ContractCodeHistoryOperationType,
};
use cosmwasm_std::Order;
use prost::Message;

use crate::{keys, state};

/// Notes what the messages that just ran did to contracts.
pub(crate) fn note_contracts(chain: &mut LocalChain) {
    for made in chain.made() {
        let contract = made.contract.as_str();
        // What was undone with a submessage is not there, or not new.
        let Some(now) = chain.contract_info(contract) else {
            continue;
        };
        let entries = history(chain, contract);
        let last = entries.last().map(|entry| entry.code_id);
        let operation = match (made.entry, last) {
            (Entry::Instantiate, None) => ContractCodeHistoryOperationType::Init,
            (Entry::Migrate, Some(_)) => ContractCodeHistoryOperationType::Migrate,
            _ => continue,
        };
        let entry = ContractCodeHistoryEntry {
            operation: operation.into(),
            code_id: now.code_id,
            updated: Some(AbsoluteTxPosition { block_height: chain.height(), tx_index: 0 }),
            msg: made.msg,
        };
        let index = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        state::save(chain.storage_mut(), &keys::history(contract, Some(index)), &entry);
        list(chain, contract, last, now.code_id);
    }
}

/// Lists a contract among those of its code.
fn list(chain: &mut LocalChain, contract: &str, before: Option<u64>, now: u64) {
    let storage = chain.storage_mut();
    let known = storage.get(&keys::number(contract)).and_then(|bytes| bytes.try_into().ok());
    let number = match known.map(u64::from_be_bytes) {
        Some(number) => number,
        None => {
            let number = state::count(storage, keys::NEXT_CONTRACT);
            storage.set(&keys::number(contract), &number.to_be_bytes());
            number
        }
    };
    if let Some(before) = before {
        storage.remove(&keys::of_code(before, Some(number)));
    }
    storage.set(&keys::of_code(now, Some(number)), contract.as_bytes());
}

/// The codes of a contract, oldest first.
pub(crate) fn history(chain: &LocalChain, contract: &str) -> Vec<ContractCodeHistoryEntry> {
    let prefix = keys::history(contract, None);
    state::below(chain.storage(), &prefix, None, Order::Ascending)
        .filter_map(|(_, value)| ContractCodeHistoryEntry::decode(value.as_slice()).ok())
        .collect()
}
