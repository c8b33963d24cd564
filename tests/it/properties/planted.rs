//! Each property is shown to notice: a fault is planted into a contract, never into the reference, and the same run
//! must fail by that property's name. With `AXIOM_PLANTED` set (`make test-planted`) the table is printed.

use std::cell::Cell;
use std::rc::Rc;

use axiom_local::{Entry, Fault, FaultAction, FaultCall, StorageFault, Tamper, Write};
use cosmwasm_std::{
    Addr, BankMsg, Binary, CosmosMsg, Response, SubMsg, WasmMsg,
};
use serde_json::Value;

use super::actions::{draw, moves_time, Step};
use super::rng::Rng;
use super::violation::names;
use super::world::World;
use super::{run, STEPS};

/// A property, what is wrong with the contract, and how it is planted.
struct Planted {
    property: &'static str,
    wrong: &'static str,
    plant: fn(&mut World),
}

const TABLE: &[Planted] = &[
    Planted {
        property: names::I1,
        wrong: "a withdrawal sends one coin too many",
        plant: one_coin_more,
    },
    Planted {
        property: names::I2,
        wrong: "a pool counts one base unit twice",
        plant: pool_counts_twice,
    },
    Planted {
        property: names::I3,
        wrong: "balances are stored one too high",
        plant: balance_too_high,
    },
    Planted {
        property: names::I4,
        wrong: "the owner's messages of the ledger are anybody's",
        plant: no_owner_check,
    },
    Planted {
        property: names::I5,
        wrong: "a payee loses a base unit to rounding",
        plant: payee_loses_one,
    },
    Planted {
        property: names::I6,
        wrong: "a released escrow stays open",
        plant: deal_stays_open,
    },
    Planted {
        property: names::I8,
        wrong: "balances are told from the bank account",
        plant: donation_counts,
    },
    Planted {
        property: names::I9,
        wrong: "only the first claim of a block is served",
        plant: first_come,
    },
    Planted {
        property: names::I14,
        wrong: "a job's escrow stays locked",
        plant: job_stays_locked,
    },
    Planted {
        property: names::I25,
        wrong: "work that is handed in is lost",
        plant: submission_lost,
    },
    Planted {
        property: names::I26,
        wrong: "the total weight is not written",
        plant: total_not_written,
    },
    Planted {
        property: names::I27,
        wrong: "an earlier entry of the log is changed",
        plant: past_changed,
    },
    Planted {
        property: names::I31,
        wrong: "a vote counts one too much",
        plant: vote_too_heavy,
    },
    Planted {
        property: names::I34,
        wrong: "a stage is told for another time",
        plant: other_time,
    },
    Planted {
        property: names::I48,
        wrong: "the report to the tracker is left out",
        plant: no_report,
    },
    Planted {
        property: names::RING,
        wrong: "spent budgets are not written down",
        plant: budget_not_spent,
    },
    Planted {
        property: names::DECAY,
        wrong: "gains are dated an hour ahead",
        plant: dated_ahead,
    },
    Planted {
        property: names::DRAIN,
        wrong: "a deadline cannot be enforced",
        plant: no_expiry,
    },
    Planted {
        property: names::DRAIN_SILENT,
        wrong: "a backstop of a job does not work",
        plant: no_backstop,
    },
];

fn plant(w: &mut World, contract: Addr, fault: Fault) {
    w.planted.insert(contract.to_string());
    w.s.chain.set_fault(contract, fault);
}

/// Whether a storage key lies under a namespace.
fn under(key: &[u8], namespace: &str) -> bool {
    let length = namespace.len() as u16;
    key.starts_with(&length.to_be_bytes()) && key[2..].starts_with(namespace.as_bytes())
}

/// A storage that stores something else under a namespace.
fn rewriting(namespace: &'static str, change: fn(&Write) -> Option<Vec<u8>>) -> Fault {
    let rewrite = move |write: &Write| {
        if under(write.key, namespace) {
            change(write)
        } else {
            None
        }
    };
    Fault::Storage(StorageFault::new().rewrite(rewrite))
}

/// Adds one to the big-endian number that ends at a byte.
fn one_more(bytes: &[u8], end: usize) -> Option<Vec<u8>> {
    let mut out = bytes.to_vec();
    let last = out.get_mut(end)?;
    *last = last.wrapping_add(1);
    Some(out)
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
    Fault::hook(
        move |call| match call.entry == Entry::Execute && call.msg_name() == name {
            true => act(call),
            false => FaultAction::Pass,
        },
    )
}

fn one_coin_more(w: &mut World) {
    let fault = Fault::response(|response| {
        messages(response, |msg| match msg {
            CosmosMsg::Bank(BankMsg::Send {
                to_address,
                mut amount,
            }) => {
                for coin in &mut amount {
                    coin.amount += cosmwasm_std::Uint128::one();
                }
                Some(BankMsg::Send { to_address, amount }.into())
            }
            other => Some(other),
        })
    });
    plant(w, w.s.at.distributor.clone(), fault);
}

fn pool_counts_twice(w: &mut World) {
    // The record of a pool: format, then what was ever put in, 16 bytes.
    plant(
        w,
        w.s.at.distributor.clone(),
        rewriting("q", |write| one_more(write.new, 16)),
    );
}

fn balance_too_high(w: &mut World) {
    let change = |write: &Write| one_more(write.new, write.new.len() - 1);
    plant(
        w,
        w.s.at.distributor.clone(),
        rewriting(axiom_types::distributor::raw::BALANCES, change),
    );
}

fn no_owner_check(w: &mut World) {
    let owner = w.s.at.dao.to_string();
    let fault = on_execute("admin", move |_| {
        FaultAction::Run(Tamper::new().sender(owner.clone()))
    });
    plant(w, w.s.at.ledger.clone(), fault);
}

/// Changes the JSON of messages that a contract sends to others.
fn outgoing(change: fn(&mut Value) -> bool) -> Fault {
    Fault::response(move |response| {
        messages(response, |msg| {
            let CosmosMsg::Wasm(WasmMsg::Execute {
                contract_addr,
                msg,
                funds,
            }) = msg
            else {
                return Some(msg);
            };
            let mut json: Value = serde_json::from_slice(&msg).unwrap_or_default();
            if !change(&mut json) {
                return None;
            }
            let msg = Binary::from(json.to_string().into_bytes());
            Some(
                WasmMsg::Execute {
                    contract_addr,
                    msg,
                    funds,
                }
                .into(),
            )
        })
    })
}

fn payee_loses_one(w: &mut World) {
    let fault = outgoing(|json| {
        if let Some(payouts) = json.pointer_mut("/escrow/release/payouts").and_then(Value::as_array_mut) {
            if let Some(amount) = payouts.first_mut().map(|row| &mut row["amount"]) {
                let number: u128 = amount.as_str().and_then(|n| n.parse().ok()).unwrap_or(0);
                *amount = Value::String(number.saturating_sub(1).max(1).to_string());
            }
        }
        true
    });
    plant(w, w.s.at.ledger.clone(), fault);
}

fn no_report(w: &mut World) {
    plant(
        w,
        w.s.at.ledger.clone(),
        outgoing(|json| json.get("report").is_none()),
    );
}

fn kept_escrow(kind: &'static [u8]) -> Fault {
    Fault::Storage(StorageFault::new().ignore_remove(move |key| {
        under(key, "e") && key.windows(kind.len()).any(|part| part == kind)
    }))
}

fn deal_stays_open(w: &mut World) {
    plant(w, w.s.at.distributor.clone(), kept_escrow(b"deal"));
}

fn job_stays_locked(w: &mut World) {
    plant(w, w.s.at.distributor.clone(), kept_escrow(b"job"));
}

fn donation_counts(w: &mut World) {
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

fn first_come(w: &mut World) {
    let served: Rc<Cell<u64>> = Rc::default();
    let fault = on_execute("claim", move |call| {
        match served.replace(call.block.height) == call.block.height {
            true => FaultAction::Ignore,
            false => FaultAction::Pass,
        }
    });
    plant(w, w.s.at.distributor.clone(), fault);
}

fn submission_lost(w: &mut World) {
    plant(
        w,
        w.s.at.ledger.clone(),
        on_execute("submit", |_| FaultAction::Ignore),
    );
}

fn total_not_written(w: &mut World) {
    let fault = StorageFault::new().drop_write(|key, _| key == b"total");
    plant(w, w.s.at.tracker.clone(), Fault::Storage(fault));
}

fn past_changed(w: &mut World) {
    // An entry: format, number, height, time, era, units, weight, then points ever earned, 16 bytes.
    let change = |write: &Write| one_more(write.new, 78);
    plant(
        w,
        w.s.at.tracker.clone(),
        rewriting(axiom_types::tracker::raw::LOG, change),
    );
}

fn vote_too_heavy(w: &mut World) {
    // A tally: format, then yes, no, abstain, 8 bytes each. A new one is all zero.
    let change = |write: &Write| write.old.and_then(|_| one_more(write.new, 8));
    plant(
        w,
        w.s.at.dao.clone(),
        rewriting(axiom_types::dao::raw::TALLIES, change),
    );
}

fn other_time(w: &mut World) {
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

fn budget_not_spent(w: &mut World) {
    let counter = |key: &[u8]| {
        ["f", "m", "p"]
            .iter()
            .any(|namespace| under(key, namespace))
    };
    let fault = StorageFault::new().drop_write(move |key, _| counter(key));
    plant(w, w.s.at.tracker.clone(), Fault::Storage(fault));
}

fn dated_ahead(w: &mut World) {
    let fault = on_execute("report", |call| {
        let mut block = call.block.clone();
        block.time = block.time.plus_hours(1);
        FaultAction::Run(Tamper::new().block(block))
    });
    plant(w, w.s.at.tracker.clone(), fault);
}

fn no_expiry(w: &mut World) {
    let fault = on_execute("expire", |_| FaultAction::Fail("not now".to_string()));
    plant(w, w.s.at.ledger.clone(), fault);
}

fn no_backstop(w: &mut World) {
    let fault = on_execute("reclaim_escrow", |call| {
        match call.msg_json()["reclaim_escrow"]["reference"]["kind"] == "job" {
            true => FaultAction::Fail("not now".to_string()),
            false => FaultAction::Pass,
        }
    });
    plant(w, w.s.at.distributor.clone(), fault);
}

/// Sequences tried before a fault counts as unnoticed.
const TRIES: u64 = 60;

#[test]
fn planted_faults_are_noticed_by_name() {
    let (mut w, base) = World::found();
    let print = std::env::var("AXIOM_PLANTED").is_ok();
    let mut unnoticed = vec![];
    for planted in TABLE {
        (planted.plant)(&mut w);
        let mut others: Vec<String> = vec![];
        let mut noticed = None;
        for number in 0..TRIES {
            let mut rng = Rng::new(number + 77);
            let steps: Vec<Step> = (0..STEPS)
                .map(|_| {
                    let action = draw(&mut rng);
                    let burst = rng.chance(6) && !moves_time(action);
                    Step {
                        action,
                        seed: rng.next(),
                        burst,
                    }
                })
                .collect();
            match run(&mut w, &base, &steps) {
                Err(violation) if violation.property == planted.property => {
                    noticed = Some((number + 1, violation.text));
                    break;
                }
                Err(violation) => others.push(violation.to_string()),
                Ok(()) => {}
            }
        }
        for contract in std::mem::take(&mut w.planted) {
            w.s.chain.clear_fault(contract);
        }
        w.heal();
        match noticed {
            Some((tries, text)) if print => {
                let text: String = text.chars().take(150).collect();
                println!(
                    "{:<36} {}\n    sequence {tries}: {text}",
                    planted.property, planted.wrong
                );
            }
            Some(_) => {}
            None => unnoticed.push((
                planted.property,
                planted.wrong,
                others.into_iter().take(3).collect::<Vec<_>>(),
            )),
        }
    }
    assert!(
        unnoticed.is_empty(),
        "not noticed by their own name: {unnoticed:#?}"
    );
}

/// Without a fault the same machinery reports nothing: the table above proves the faults and not the machinery.
#[test]
fn planted_table_names_each_property_once() {
    let mut properties: Vec<&str> = TABLE.iter().map(|planted| planted.property).collect();
    properties.sort_unstable();
    let all = properties.len();
    properties.dedup();
    assert_eq!(properties.len(), all);
}
