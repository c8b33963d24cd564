//! `axiom agent`: lets an agent act in somebody's name, within limits, and pays its fees.

use axiom_client::messages::{self, ContractGrant};
use axiom_schema::{Contract, Kind};
use clap::{Args, Subcommand};

use crate::fail::{Done, Fail};
use crate::global::Global;
use crate::session::Session;
use crate::tx::{self, Draft, TxArgs};

#[derive(Subcommand)]
pub enum Command {
    /// Lets an agent send some messages to the contracts in your name, and pays its fees: authz and feegrant in one
    /// transaction. Replaces an earlier grant.
    Grant(Grant),
    /// Takes both back.
    Revoke(Revoke),
}

#[derive(Args)]
pub struct Grant {
    /// The agent: an address or @alias.
    agent: String,
    /// A message that it may send, such as execution-ledger/accept; can be given several times.
    #[arg(long = "allow", value_name = "CONTRACT/MESSAGE", required = true)]
    allow: Vec<String>,
    /// How many messages to each contract, at most.
    #[arg(long, default_value_t = 100)]
    calls: u64,
    /// Coins that all its messages to one contract together may send along; none if not given.
    #[arg(long, value_name = "AMOUNT")]
    funds: Option<String>,
    /// Fees that it may spend in all; it pays its own if not given.
    #[arg(long, value_name = "AMOUNT")]
    fees: Option<String>,
    /// Until when: a span such as 30d or a time.
    #[arg(long, default_value = "30d")]
    until: String,
    #[command(flatten)]
    tx: TxArgs,
}

#[derive(Args)]
pub struct Revoke {
    /// The agent: an address or @alias.
    agent: String,
    /// There is no fee grant to take back.
    #[arg(long)]
    keep_fees: bool,
    #[command(flatten)]
    tx: TxArgs,
}

const EXECUTE: &str = "/cosmwasm.wasm.v1.MsgExecuteContract";

/// Runs a command.
pub fn run(command: &Command, global: &Global) -> Done {
    match command {
        Command::Grant(wanted) => grant(wanted, global),
        Command::Revoke(wanted) => revoke(wanted, global),
    }
}

fn grant(wanted: &Grant, global: &Global) -> Done {
    let session = tx::open(global, &wanted.tx)?;
    let agent = session.address(&wanted.agent)?;
    let until = moment(&session, &wanted.until)?;
    let grants = grants(&session, wanted)?;
    let fees = match &wanted.fees {
        Some(text) => tx::coins(&session, "fees", [text.as_str()].into_iter())?,
        None => Vec::new(),
    };
    let build = |granter: &str, replaces: bool| {
        let any = messages::grant_contracts(granter, &agent, &grants, Some(until))?;
        let list = wanted.allow.join(", ");
        let mut all = vec![Draft { any, text: format!("{agent} may send {list} until {until}") }];
        if replaces {
            all.push(revoked_fees(granter, &agent));
        }
        if !fees.is_empty() {
            let allowance = messages::FeeAllowance {
                spend_limit: fees.clone(),
                expiration: Some(until),
                ..messages::FeeAllowance::default()
            };
            let any = messages::grant_fees(granter, &agent, &allowance);
            let text = format!("{agent} may spend {} on fees", tx::told(&session, &fees));
            all.push(Draft { any, text });
        }
        Ok(all)
    };
    match tx::send(&session, &wanted.tx, |granter| build(granter, false)) {
        // An earlier one, perhaps used up, has to go first.
        Err(fail) if fail.text.contains("fee allowance already exists") => {
            tx::send(&session, &wanted.tx, |granter| build(granter, true))?;
        }
        sent => {
            sent?;
        }
    }
    if !wanted.tx.dry_run && !wanted.tx.generate_only {
        let payer = if fees.is_empty() { "" } else { " --fee-granter <you>" };
        session.out.note(&format!("next, as the agent: axiom tx … --authz-granter <you>{payer}"));
    }
    Ok(())
}

/// The contracts with the messages that may be sent to them.
fn grants(session: &Session, wanted: &Grant) -> Done<Vec<ContractGrant>> {
    let max_funds = match &wanted.funds {
        Some(text) => tx::coins(session, "funds", [text.as_str()].into_iter())?,
        None => Vec::new(),
    };
    let mut all: Vec<ContractGrant> = Vec::new();
    for text in &wanted.allow {
        let expected = || {
            Fail::usage(format!(
                "--allow {text:?}: expected contract/message such as execution-ledger/accept"
            ))
        };
        let (name, message) = text.split_once('/').ok_or_else(expected)?;
        let contract = Contract::find(name).ok_or_else(expected)?;
        let message = contract.message(Kind::Execute, message).map_err(Fail::usage)?;
        let address = session.contract(contract.name())?;
        match all.iter_mut().find(|grant| grant.contract == address) {
            Some(grant) => grant.keys.push(message.name),
            None => all.push(ContractGrant {
                contract: address,
                max_calls: Some(wanted.calls),
                max_funds: max_funds.clone(),
                keys: vec![message.name],
            }),
        }
    }
    Ok(all)
}

fn revoke(wanted: &Revoke, global: &Global) -> Done {
    let session = tx::open(global, &wanted.tx)?;
    let agent = session.address(&wanted.agent)?;
    let build = |granter: &str, (grant, fees): (bool, bool)| {
        let mut all = Vec::new();
        if grant {
            all.push(Draft {
                any: messages::revoke_grant(granter, &agent, EXECUTE),
                text: format!("{agent} may no longer send messages in this name"),
            });
        }
        if fees {
            all.push(revoked_fees(granter, &agent));
        }
        Ok(all)
    };
    let sent = tx::send(&session, &wanted.tx, |granter| build(granter, (true, !wanted.keep_fees)));
    match sent {
        // What is not there, or was used up, needs no taking back; the other half still does.
        Err(fail) if fail.text.contains("fee-grant not found") => {
            tx::send(&session, &wanted.tx, |granter| build(granter, (true, false)))?;
        }
        Err(fail) if fail.text.contains("authorization not found") && !wanted.keep_fees => {
            tx::send(&session, &wanted.tx, |granter| build(granter, (false, true)))?;
        }
        sent => {
            sent?;
        }
    }
    Ok(())
}

fn revoked_fees(granter: &str, agent: &str) -> Draft {
    Draft {
        any: messages::revoke_fees(granter, agent),
        text: format!("{agent} may no longer spend the fees that were granted before"),
    }
}

/// Unix seconds of a span from now, or of a time.
fn moment(session: &Session, text: &str) -> Done<u64> {
    match axiom_schema::seconds_of(text) {
        Ok(span) => Ok(session.client.status()?.time.saturating_add(span)),
        Err(_) => axiom_schema::time_of(text).map_err(Fail::usage),
    }
}
