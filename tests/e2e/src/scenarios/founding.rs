//! Founding by one transaction of a wallet, and every way in which it is refused: nothing is left behind.

use anyhow::{ensure, Context, Result};
use axiom_chain::{json, Chain, ChainExt, Failure, Outcome};
use axiom_client::{messages, Gas, NodeChain, TxOptions};
use axiom_devnet::Line;
use axiom_suite::{Builder, Economy, Suite};
use axiom_types::dao::{self, EconomyResponse, InstantiateMsg, Part};
use cosmwasm_std::{Coin, CosmosMsg, HexBinary, WasmMsg};

use super::Scenario;
use crate::world::World;

const FOUNDER: &str = "founder";
const SALT: &str = "founding";
/// A code id that no devnet reaches.
const NO_CODE: u64 = 1_000_000;

/// Its scenarios.
pub fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario {
            name: "founding-0.70",
            shows: "one wallet transaction founds all, governance-dao its own admin; what is refused leaves nothing",
            play: |world| play(world, Line::V070),
        },
        Scenario {
            name: "founding-0.60",
            shows: "the same on wasmd v0.60.8",
            play: |world| play(world, Line::V060),
        },
    ]
}

fn play(world: &mut World, line: Line) -> Result<()> {
    let mut chain = world.chain(line)?;
    let founder = axiom_chain::Account::named(FOUNDER);
    chain.know(&founder);
    // Its first transaction: afterwards it has coins for its fees, and its key is on the chain.
    let own = [cosmwasm_std::coin(1, "stake")];
    let _ = chain.bank_send(&founder, &founder, &own).should_succeed();
    let mut twin = Builder::on(chain).salt("founding-twin");
    let needed = twin.try_found().into_result()?.gas.total;
    let mut b = Builder::on(twin.chain).salt(SALT);
    let refused = wrong_codes(&mut b)? + wrong_admins(&mut b)?;
    let gas = little_gas(&mut b, needed)?;
    founded(world, b)?;
    println!("      {refused} wrong foundings and {gas} with too little gas left nothing behind");
    Ok(())
}

/// What a founding could leave behind.
#[derive(Debug, PartialEq, Eq)]
struct Traces {
    codes: usize,
    contracts: Vec<Vec<String>>,
    coins: Vec<Coin>,
    state_of_dao: bool,
}

fn traces(b: &Builder<NodeChain>) -> Result<Traces> {
    let client = b.chain.client();
    let codes = b.codes;
    let five = [codes.dao, codes.registry, codes.ledger, codes.tracker, codes.distributor];
    Ok(Traces {
        codes: client.codes()?.len(),
        contracts: five.iter().map(|id| client.contracts_of(*id)).collect::<Result<_, _>>()?,
        coins: client.balances(axiom_chain::Account::named(FOUNDER).as_ref())?,
        state_of_dao: client.contract_info(b.predicted().as_str())?.is_some(),
    })
}

/// Tries something that has to be refused with this text, and compares what is there before and after: only the fee is
/// gone, which is that of the limit of gas, or nothing if the node did not let it into a block.
fn nothing_left(
    b: &mut Builder<NodeChain>,
    gas: u64,
    text: &str,
    found: impl FnOnce(&mut Builder<NodeChain>) -> Result<Outcome>,
) -> Result<Failure> {
    let mut before = traces(b)?;
    ensure!(!before.state_of_dao, "there is a contract at the predicted address already");
    let failure = match found(b)?.into_result() {
        Err(failure) => failure,
        Ok(_) => anyhow::bail!("a founding was accepted that has to be refused with: {text}"),
    };
    ensure!(
        failure.text.to_lowercase().contains(text),
        "refused with {:?}, not with {text:?}",
        failure.text
    );
    if failure.gas.total > 0 {
        let fee = b.chain.client().config().gas_price.fee(gas);
        let coins = before.coins.iter_mut().find(|coin| coin.denom == fee.denom);
        coins.context("the founder has nothing for fees")?.amount -= fee.amount;
    }
    let after = traces(b)?;
    ensure!(before == after, "{text}: before {before:?}, after {after:?}");
    Ok(failure)
}

/// Tries a founding that is changed in one place.
fn changed(
    b: &mut Builder<NodeChain>,
    text: &str,
    change: impl FnOnce(&mut InstantiateMsg),
) -> Result<()> {
    let right = b.msg.clone();
    change(&mut b.msg);
    let gas = limit(&b.chain);
    let result = nothing_left(b, gas, text, |b| Ok(b.try_found()));
    b.msg = right;
    result.map(|_| ())
}

fn limit(chain: &NodeChain) -> u64 {
    match chain.options().gas {
        Gas::Limit(limit) => limit,
        Gas::Auto => 0,
    }
}

/// Code id and checksum of a layer that is to be created.
fn code<T>(part: &mut Part<T>) -> (&mut u64, &mut HexBinary) {
    match part {
        Part::Create { code_id, checksum, .. } => (code_id, checksum),
        Part::Adopt { .. } | Part::Omit {} => panic!("the economy of stories creates every layer"),
    }
}

/// What of a layer is wrong.
#[derive(Clone, Copy)]
enum Wrong {
    /// A code that is not on the chain.
    NoCode,
    /// The code of another contract, under the checksum of the right one.
    OtherCode(u64),
    /// A checksum that is none of the code.
    Checksum,
    /// The code of another contract with its own checksum.
    OtherContract(u64, [u8; 32]),
}

impl Wrong {
    fn spoil<T>(self, part: &mut Part<T>) {
        let (code_id, checksum) = code(part);
        match self {
            Self::NoCode => *code_id = NO_CODE,
            Self::OtherCode(other) => *code_id = other,
            Self::Checksum => *checksum = HexBinary::from([7; 32]),
            Self::OtherContract(other, sum) => (*code_id, *checksum) = (other, sum.into()),
        }
    }
}

/// Wrong code ids and checksums in the place of each layer; answers how many.
fn wrong_codes(b: &mut Builder<NodeChain>) -> Result<usize> {
    let token = b.codes.cw20;
    let info = b.chain.code_info(token).context("the token's code is not stored")?;
    let sum: [u8; 32] = info.checksum.as_slice().try_into()?;
    let ways = [
        (Wrong::NoCode, "no such code"),
        (Wrong::OtherCode(token), "has checksum"),
        (Wrong::Checksum, "has checksum"),
        (Wrong::OtherContract(token, sum), "missing field `name`"),
    ];
    for (wrong, text) in ways {
        changed(b, text, |msg| wrong.spoil(&mut msg.registry))?;
        changed(b, text, |msg| wrong.spoil(&mut msg.tracker))?;
        changed(b, text, |msg| wrong.spoil(&mut msg.distributor))?;
        changed(b, text, |msg| wrong.spoil(&mut msg.ledger))?;
    }
    let gas = limit(&b.chain);
    let unknown = |b: &mut Builder<NodeChain>| {
        let right = std::mem::replace(&mut b.codes.dao, NO_CODE);
        let outcome = send(b, right, gas);
        b.codes.dao = right;
        outcome
    };
    nothing_left(b, gas, "no such code", unknown)?;
    Ok(ways.len() * 4 + 1)
}

/// The transaction of the founding, with the address of governance-dao predicted for this code.
fn message(b: &Builder<NodeChain>, code_of_address: u64) -> CosmosMsg {
    let founder = axiom_chain::Account::named(FOUNDER);
    let admin = b.chain.predict_address(code_of_address, &founder, SALT.as_bytes());
    WasmMsg::Instantiate2 {
        admin: Some(admin.into_string()),
        code_id: b.codes.dao,
        label: "axiom economy".to_string(),
        msg: json(&b.msg),
        funds: vec![],
        salt: SALT.as_bytes().into(),
    }
    .into()
}

/// Sends the founding with a limit of gas.
fn send(b: &mut Builder<NodeChain>, code_of_address: u64, gas: u64) -> Result<Outcome> {
    let founder = axiom_chain::Account::named(FOUNDER).address.into_string();
    let message = message(b, code_of_address);
    let packed = [messages::from_cosmos(&founder, &message)?];
    let options = TxOptions { gas: Gas::Limit(gas), ..TxOptions::default() };
    Ok(b.chain.send(&founder, &packed, vec![message], &options)?)
}

/// Anybody but itself as the admin of governance-dao; answers how many.
fn wrong_admins(b: &mut Builder<NodeChain>) -> Result<usize> {
    let founder = axiom_chain::Account::named(FOUNDER).address.into_string();
    let gas = limit(&b.chain);
    for admin in [None, Some(founder.clone())] {
        nothing_left(b, gas, "create this contract with instantiate2", |b| {
            let mut message = message(b, b.codes.dao);
            if let CosmosMsg::Wasm(WasmMsg::Instantiate2 { admin: named, .. }) = &mut message {
                *named = admin;
            }
            Ok(b.chain.execute_multi(&founder, vec![message]))
        })?;
    }
    Ok(2)
}

/// Limits of gas below what the founding needs; answers how many.
fn little_gas(b: &mut Builder<NodeChain>, needed: u64) -> Result<usize> {
    let parts = [1, 10, 25, 50, 75, 90, 98];
    for part in parts {
        let gas = needed / 100 * part;
        let dao = b.codes.dao;
        nothing_left(b, gas, "out of gas", |b| send(b, dao, gas))?;
    }
    Ok(parts.len())
}

/// Founds, reads everything back from the node, and founds again with the same salt.
fn founded(world: &World, mut b: Builder<NodeChain>) -> Result<()> {
    let before = traces(&b)?;
    let dao = b.predicted();
    let sent = b.chain.txs().len();
    let success = b.try_found().into_result()?;
    ensure!(success.contract() == dao, "governance-dao is not at the predicted address");
    ensure!(success.count_of("instantiate") == 5, "not five contracts were created");
    let messages: usize = b.chain.txs()[sent..].iter().map(|tx| tx.messages.len()).sum();
    ensure!(b.chain.txs().len() == sent + 1 && messages == 1, "more than one message was sent");
    let at = Economy::read(&b.chain, &dao);
    for (name, address) in at.all() {
        let info = b.chain.client().contract_info(address.as_str())?;
        let info = info.with_context(|| format!("{name} is not on the chain"))?;
        let admin = info.admin.as_deref();
        ensure!(admin == Some(dao.as_str()), "the admin of {name} is {admin:?}");
        let creator = match name {
            "governance-dao" => axiom_chain::Account::named(FOUNDER).address,
            _ => dao.clone(),
        };
        ensure!(info.creator == creator.as_str(), "the creator of {name} is {}", info.creator);
    }
    let economy: EconomyResponse = b.chain.query(&dao, &dao::QueryMsg::Economy {});
    ensure!(economy.name == b.msg.name, "the economy is called {:?}", economy.name);
    let after = traces(&b)?;
    for (before, after) in before.contracts.iter().zip(&after.contracts) {
        ensure!(after.len() == before.len() + 1, "not one contract of each code was created");
    }
    used_salt(&mut b, after)?;
    let (chain, codes, founding_gas) = (b.chain, b.codes, success.gas);
    let gas = founding_gas.total;
    world.check_codes(&Suite { chain, codes, at, founding_gas })?;
    println!("      founded in one message with {gas} gas, all five admins are governance-dao");
    Ok(())
}

/// The same salt once more, with another founding message too: the address is taken.
fn used_salt(b: &mut Builder<NodeChain>, mut before: Traces) -> Result<()> {
    for other in [false, true] {
        if other {
            b.msg.name = "Another".to_string();
            b.msg.salt = b"another".into();
        }
        let failure = match b.try_found().into_result() {
            Err(failure) => failure,
            Ok(_) => anyhow::bail!("a second economy was founded at an address that is taken"),
        };
        ensure!(failure.text.contains("duplicate"), "refused with {:?}", failure.text);
        let fee = b.chain.client().config().gas_price.fee(limit(&b.chain));
        let coins = before.coins.iter_mut().find(|coin| coin.denom == fee.denom);
        coins.context("the founder has nothing for fees")?.amount -= fee.amount;
        let after = traces(b)?;
        ensure!(before == after, "used salt: before {before:?}, after {after:?}");
    }
    Ok(())
}
