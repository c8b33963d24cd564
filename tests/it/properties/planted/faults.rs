//! Faults, each planted into one contract.

use std::cell::Cell;
use std::rc::Rc;

use axiom_local::{Entry, Fault, FaultAction, FaultCall, StorageFault, Tamper, Write};
use axiom_types::packed::Packed;
use axiom_types::tracker::Standing;
use cosmwasm_std::Uint128;
use cosmwasm_std::{Addr, BankMsg, Binary, CosmosMsg, Response, SubMsg, WasmMsg};
use serde_json::Value;

use crate::properties::world::World;

fn plant(w: &mut World, contract: Addr, fault: Fault) {
    w.planted.insert(contract.to_string());
    w.s.chain.set_fault(contract, fault);
}

/// Whether a storage key lies under a namespace.
fn under(key: &[u8], namespace: &str) -> bool {
    let length = namespace.len() as u16;
    key.starts_with(&length.to_be_bytes()) && key[2..].starts_with(namespace.as_bytes())
}

/// A response with each message changed, or left out.
fn messages(response: Response, change: impl Fn(CosmosMsg) -> Option<CosmosMsg>) -> Response {
    let mut out = response;
    let changed = out.messages.into_iter();
    out.messages = changed
        .filter_map(|sub| change(sub.msg.clone()).map(|msg| SubMsg { msg, ..sub }))
        .collect();
    out
}

/// Execute messages of a name get a treatment; the rest passes.
fn on_execute(name: &'static str, act: impl Fn(&FaultCall) -> FaultAction + 'static) -> Fault {
    Fault::hook(move |call| match call.entry == Entry::Execute && call.msg_name() == name {
        true => act(call),
        false => FaultAction::Pass,
    })
}

pub fn one_coin_more(w: &mut World) {
    let fault = Fault::response(|response| {
        messages(response, |msg| match msg {
            CosmosMsg::Bank(BankMsg::Send { to_address, mut amount }) => {
                for coin in &mut amount {
                    coin.amount += Uint128::one();
                }
                Some(BankMsg::Send { to_address, amount }.into())
            }
            other => Some(other),
        })
    });
    plant(w, w.s.at.distributor.clone(), fault);
}

pub fn shares_lost(w: &mut World) {
    let fault = on_execute("set_shares", |_| FaultAction::Ignore);
    plant(w, w.s.at.distributor.clone(), fault);
}

pub fn transfer_lost(w: &mut World) {
    let fault = on_execute("transfer", |_| FaultAction::Ignore);
    plant(w, w.s.at.distributor.clone(), fault);
}

pub fn no_owner_check(w: &mut World) {
    let owner = w.s.at.dao.to_string();
    let fault = on_execute("admin", move |_| FaultAction::Run(Tamper::new().sender(owner.clone())));
    plant(w, w.s.at.ledger.clone(), fault);
}

/// Changes the JSON of messages that a contract sends to others.
fn outgoing(change: fn(&mut Value) -> bool) -> Fault {
    Fault::response(move |response| {
        messages(response, |msg| {
            let CosmosMsg::Wasm(WasmMsg::Execute { contract_addr, msg, funds }) = msg else {
                return Some(msg);
            };
            let mut json: Value = serde_json::from_slice(&msg).unwrap_or_default();
            if !change(&mut json) {
                return None;
            }
            let msg = Binary::from(json.to_string().into_bytes());
            Some(WasmMsg::Execute { contract_addr, msg, funds }.into())
        })
    })
}

pub fn payee_loses_one(w: &mut World) {
    let fault = outgoing(|json| {
        if let Some(payouts) =
            json.pointer_mut("/escrow/release/payouts").and_then(Value::as_array_mut)
        {
            if let Some(amount) = payouts.first_mut().map(|row| &mut row["amount"]) {
                let number: u128 = amount.as_str().and_then(|n| n.parse().ok()).unwrap_or(0);
                *amount = Value::String(number.saturating_sub(1).max(1).to_string());
            }
        }
        true
    });
    plant(w, w.s.at.ledger.clone(), fault);
}

pub fn no_report(w: &mut World) {
    plant(w, w.s.at.ledger.clone(), outgoing(|json| json.get("report").is_none()));
}

fn kept_escrow(kind: &'static [u8]) -> Fault {
    Fault::Storage(StorageFault::new().ignore_remove(move |key| {
        under(key, "e") && key.windows(kind.len()).any(|part| part == kind)
    }))
}

pub fn deal_stays_open(w: &mut World) {
    plant(w, w.s.at.distributor.clone(), kept_escrow(b"deal"));
}

pub fn job_stays_locked(w: &mut World) {
    plant(w, w.s.at.distributor.clone(), kept_escrow(b"job"));
}

pub fn donation_counts(w: &mut World) {
    let donated = w.donated.clone();
    let richest = w.s.at.distributor.to_string();
    let fault = Fault::hook(move |call| {
        let mut json = call.msg_json();
        if call.entry != Entry::Query || !donated.get() || json.get("balance").is_none() {
            return FaultAction::Pass;
        }
        json["balance"]["owner"] = Value::String(richest.clone());
        FaultAction::Run(Tamper::new().message(&json))
    });
    plant(w, w.s.at.distributor.clone(), fault);
}

pub fn first_come(w: &mut World) {
    let served: Rc<Cell<u64>> = Rc::default();
    let fault = on_execute("claim", move |call| {
        match served.replace(call.block.height) == call.block.height {
            true => FaultAction::Ignore,
            false => FaultAction::Pass,
        }
    });
    plant(w, w.s.at.distributor.clone(), fault);
}

pub fn submission_lost(w: &mut World) {
    plant(w, w.s.at.ledger.clone(), on_execute("submit", |_| FaultAction::Ignore));
}

pub fn total_not_written(w: &mut World) {
    let fault = StorageFault::new().drop_write(|key, _| key == b"total");
    plant(w, w.s.at.tracker.clone(), Fault::Storage(fault));
}

pub fn past_changed(w: &mut World) {
    let rewrite = |write: &Write| {
        let log = under(write.key, axiom_types::tracker::raw::LOG);
        let mut entry = Standing::unpack(write.new).filter(|_| log)?;
        entry.lifetime += Uint128::one();
        Some(entry.pack())
    };
    let fault = Fault::Storage(StorageFault::new().rewrite(rewrite));
    plant(w, w.s.at.tracker.clone(), fault);
}

pub fn vote_turned(w: &mut World) {
    let fault = on_execute("vote", |call| {
        let mut json = call.msg_json();
        json["vote"]["vote"] = match json["vote"]["vote"] == "yes" {
            true => "no".into(),
            false => "yes".into(),
        };
        FaultAction::Run(Tamper::new().message(&json))
    });
    plant(w, w.s.at.dao.clone(), fault);
}

pub fn other_time(w: &mut World) {
    let fault = Fault::hook(|call| {
        if call.entry != Entry::Query || call.msg_name() != "stage" {
            return FaultAction::Pass;
        }
        let mut block = call.block.clone();
        block.time = block.time.plus_days(2);
        FaultAction::Run(Tamper::new().block(block))
    });
    plant(w, w.s.at.dao.clone(), fault);
}

pub fn budget_not_spent(w: &mut World) {
    let counter = |key: &[u8]| ["f", "m", "p"].iter().any(|namespace| under(key, namespace));
    let fault = StorageFault::new().drop_write(move |key, _| counter(key));
    plant(w, w.s.at.tracker.clone(), Fault::Storage(fault));
}

pub fn dated_ahead(w: &mut World) {
    let fault = on_execute("report", |call| {
        let mut block = call.block.clone();
        block.time = block.time.plus_hours(1);
        FaultAction::Run(Tamper::new().block(block))
    });
    plant(w, w.s.at.tracker.clone(), fault);
}

pub fn no_expiry(w: &mut World) {
    let fault = on_execute("expire", |_| FaultAction::Fail("not now".to_string()));
    plant(w, w.s.at.ledger.clone(), fault);
}

pub fn no_backstop(w: &mut World) {
    let fault = on_execute("reclaim_escrow", |call| {
        match call.msg_json()["reclaim_escrow"]["reference"]["kind"] == "job" {
            true => FaultAction::Fail("not now".to_string()),
            false => FaultAction::Pass,
        }
    });
    plant(w, w.s.at.distributor.clone(), fault);
}
