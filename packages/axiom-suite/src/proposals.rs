//! Messages that proposals carry.

use cosmwasm_std::{coin, to_json_binary, Addr, BankMsg, CosmosMsg, WasmMsg};
use serde::Serialize;

/// A call of a contract.
pub fn call(contract: &Addr, msg: &impl Serialize) -> CosmosMsg {
    WasmMsg::Execute {
        contract_addr: contract.to_string(),
        msg: to_json_binary(msg).expect("a message serialises"),
        funds: vec![],
    }
    .into()
}

/// A payment from the treasury's bank account.
pub fn spend(to: &Addr, amount: u128, denom: &str) -> CosmosMsg {
    BankMsg::Send { to_address: to.to_string(), amount: vec![coin(amount, denom)] }.into()
}
