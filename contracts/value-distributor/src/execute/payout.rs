//! Transfers that leave the contract. Everything is debited and in flight before the first message goes out, and
//! each transfer has a number of its own, so that a receiver or token that calls back finds nothing to take twice.

use axiom_kit::reply as reply_ids;
use axiom_types::asset::Asset;
use axiom_types::bounds::TRANSFER_GAS;
use axiom_types::distributor::events::Withdrawn;
use axiom_types::json;
use cosmwasm_std::{coins, Addr, BankMsg, CosmosMsg, StdResult, Storage, SubMsg, Uint128, WasmMsg};
use cw20::Cw20ExecuteMsg;

use crate::error::ContractError;
use crate::reply::TRANSFER;
use crate::state::money::{self, Transfer};

/// Base units on their way out; already taken from the ledger in which they were.
pub struct Payout {
    /// Whose balance takes them back if the transfer fails.
    pub owner: Addr,
    /// Receiver.
    pub to: Addr,
    /// The asset.
    pub asset: Asset,
    /// Base units, above zero.
    pub amount: Uint128,
}

impl Payout {
    /// The fact of its departure.
    pub fn event(&self) -> Withdrawn {
        Withdrawn {
            owner: self.owner.clone(),
            to: self.to.clone(),
            asset: self.asset.clone(),
            amount: self.amount,
        }
    }
}

/// Numbers and stores the transfers; returns their messages in order.
///
/// A single bank send has nobody beside it to protect: it goes out plainly, and if the bank refuses it the whole
/// message is undone, which leaves the money where it was and saves the record and the reply.
pub fn send(storage: &mut dyn Storage, payouts: &[Payout]) -> Result<Vec<SubMsg>, ContractError> {
    if let [only] = payouts {
        if matches!(only.asset, Asset::Native(_)) {
            return Ok(vec![SubMsg::new(message(only)?)]);
        }
    }
    let transfers: Vec<Transfer> = payouts
        .iter()
        .map(|p| Transfer { owner: p.owner.clone(), asset: p.asset.key(), amount: p.amount })
        .collect();
    let first = money::start_transfers(storage, &transfers)?;
    let mut messages = Vec::with_capacity(payouts.len());
    for (sequence, payout) in (first..).zip(payouts) {
        let id = reply_ids::id(TRANSFER, sequence)?;
        messages.push(SubMsg::reply_always(message(payout)?, id).with_gas_limit(TRANSFER_GAS));
    }
    Ok(messages)
}

fn message(payout: &Payout) -> StdResult<CosmosMsg> {
    Ok(match &payout.asset {
        Asset::Native(denom) => BankMsg::Send {
            to_address: payout.to.to_string(),
            amount: coins(payout.amount.u128(), denom),
        }
        .into(),
        Asset::Cw20(token) => WasmMsg::Execute {
            contract_addr: token.clone(),
            msg: json::binary(&Cw20ExecuteMsg::Transfer {
                recipient: payout.to.to_string(),
                amount: payout.amount,
            })?,
            funds: vec![],
        }
        .into(),
    })
}
