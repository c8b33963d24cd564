//! What a grant allows, and what is left of it.

use axiom_client::messages::{any, coins as to_proto, EXECUTE_CONTRACT};
use cosmrs::proto::cosmos::authz::v1beta1::GenericAuthorization;
use cosmrs::proto::cosmos::bank::v1beta1::{MsgSend, SendAuthorization};
use cosmrs::proto::cosmwasm::wasm::v1 as wasm;
use cosmrs::Any;
use cosmwasm_std::Coin;
use serde_json::Value;

use crate::ante::checked;
use crate::error::Refusal;
use crate::tx::{coins, unpack};

const GENERIC: &str = "/cosmos.authz.v1beta1.GenericAuthorization";
const SEND: &str = "/cosmos.bank.v1beta1.SendAuthorization";
const CONTRACTS: &str = "/cosmwasm.wasm.v1.ContractExecutionAuthorization";
const MSG_SEND: &str = "/cosmos.bank.v1beta1.MsgSend";

/// What a use leaves of an authorization.
pub(super) enum Accepted {
    /// It stays.
    AsItIs,
    /// Nothing is left.
    UsedUp,
    /// This is left.
    Left(Any),
}

/// The type of message that an authorization is for.
pub(super) fn type_of(authorization: &Any) -> Result<String, Refusal> {
    match authorization.type_url.as_str() {
        GENERIC => Ok(unpack::<GenericAuthorization>(authorization)?.msg),
        SEND => Ok(MSG_SEND.to_string()),
        CONTRACTS => Ok(EXECUTE_CONTRACT.to_string()),
        other => Err(Refusal::sdk(
            37,
            format!("{other} is not known here: use a generic, send or contract execution authorization"),
        )),
    }
}

/// Whether an authorization can be granted.
pub(super) fn check(authorization: &Any) -> Result<(), Refusal> {
    match authorization.type_url.as_str() {
        SEND => {
            let send: SendAuthorization = unpack(authorization)?;
            if coins(&send.spend_limit)?.is_empty() {
                return Err(Refusal::sdk(10, "spend limit cannot be nil"));
            }
            send.allow_list.iter().try_for_each(|one| checked(one, "allowed").map(|_| ()))
        }
        CONTRACTS => {
            let grants = unpack::<wasm::ContractExecutionAuthorization>(authorization)?.grants;
            if grants.is_empty() {
                return Err(Refusal::wasm(14, "grants: empty"));
            }
            grants.iter().try_for_each(check_contract)
        }
        _ => {
            let ty = type_of(authorization)?;
            if !ty.starts_with('/') {
                return Err(Refusal::sdk(29, format!("{ty} doesn't exist.")));
            }
            Ok(())
        }
    }
}

fn check_contract(grant: &wasm::ContractGrant) -> Result<(), Refusal> {
    checked(&grant.contract, "contract")?;
    match limit_of(grant)? {
        Limit { calls: Some(0), .. } => Err(Refusal::wasm(14, "calls remaining: empty")),
        Limit { funds: Some(funds), .. } if funds.is_empty() => {
            Err(Refusal::wasm(14, "amounts: empty"))
        }
        _ => passes(grant, b"{}").map(|_| ()),
    }
}

/// What may still be done with a contract.
struct Limit {
    calls: Option<u64>,
    funds: Option<Vec<Coin>>,
}

fn limit_of(grant: &wasm::ContractGrant) -> Result<Limit, Refusal> {
    let limit = grant.limit.as_ref().ok_or_else(|| Refusal::wasm(14, "limit: empty"))?;
    Ok(match limit.type_url.as_str() {
        "/cosmwasm.wasm.v1.MaxCallsLimit" => {
            Limit { calls: Some(unpack::<wasm::MaxCallsLimit>(limit)?.remaining), funds: None }
        }
        "/cosmwasm.wasm.v1.MaxFundsLimit" => {
            let amounts = unpack::<wasm::MaxFundsLimit>(limit)?.amounts;
            Limit { calls: None, funds: Some(coins(&amounts)?) }
        }
        "/cosmwasm.wasm.v1.CombinedLimit" => {
            let both: wasm::CombinedLimit = unpack(limit)?;
            Limit { calls: Some(both.calls_remaining), funds: Some(coins(&both.amounts)?) }
        }
        other => return Err(Refusal::sdk(29, format!("limit {other}"))),
    })
}

/// Whether a filter lets a message of a contract through.
fn passes(grant: &wasm::ContractGrant, msg: &[u8]) -> Result<bool, Refusal> {
    let filter = grant.filter.as_ref().ok_or_else(|| Refusal::wasm(14, "filter: empty"))?;
    match filter.type_url.as_str() {
        "/cosmwasm.wasm.v1.AllowAllMessagesFilter" => Ok(true),
        "/cosmwasm.wasm.v1.AcceptedMessageKeysFilter" => {
            let keys = unpack::<wasm::AcceptedMessageKeysFilter>(filter)?.keys;
            let Ok(Value::Object(map)) = serde_json::from_slice(msg) else {
                return Ok(false);
            };
            Ok(map.len() == 1 && map.keys().all(|key| keys.contains(key)))
        }
        "/cosmwasm.wasm.v1.AcceptedMessagesFilter" => {
            let messages = unpack::<wasm::AcceptedMessagesFilter>(filter)?.messages;
            Ok(messages.iter().any(|accepted| accepted == msg))
        }
        other => Err(Refusal::sdk(29, format!("filter {other}"))),
    }
}

/// Whether an authorization covers a message, and what it leaves.
pub(super) fn accept(authorization: &Any, msg: &Any) -> Result<Accepted, Refusal> {
    match authorization.type_url.as_str() {
        SEND => accept_send(&unpack(authorization)?, &unpack(msg)?),
        CONTRACTS => accept_execution(unpack(authorization)?, &unpack(msg)?),
        _ => Ok(Accepted::AsItIs),
    }
}

fn accept_send(send: &SendAuthorization, msg: &MsgSend) -> Result<Accepted, Refusal> {
    if !send.allow_list.is_empty() && !send.allow_list.contains(&msg.to_address) {
        let said = format!("cannot send to {} address", msg.to_address);
        return Err(Refusal::sdk(4, said));
    }
    let amount = coins(&msg.amount)?;
    let left = less(&coins(&send.spend_limit)?, &amount)
        .ok_or_else(|| Refusal::sdk(5, "requested amount is more than spend limit"))?;
    if left.is_empty() {
        return Ok(Accepted::UsedUp);
    }
    let allow_list = send.allow_list.clone();
    Ok(Accepted::Left(any(&SendAuthorization { spend_limit: to_proto(&left), allow_list })))
}

fn accept_execution(
    mut all: wasm::ContractExecutionAuthorization,
    msg: &wasm::MsgExecuteContract,
) -> Result<Accepted, Refusal> {
    let funds = coins(&msg.funds)?;
    for at in 0..all.grants.len() {
        let grant = &all.grants[at];
        if grant.contract != msg.contract {
            continue;
        }
        let Some(left) = after_use(limit_of(grant)?, &funds) else {
            continue;
        };
        if !passes(grant, &msg.msg)? {
            continue;
        }
        match left {
            Accepted::AsItIs => return Ok(Accepted::AsItIs),
            Accepted::Left(limit) => all.grants[at].limit = Some(limit),
            Accepted::UsedUp => {
                all.grants.remove(at);
            }
        }
        return Ok(match all.grants.is_empty() {
            true => Accepted::UsedUp,
            false => Accepted::Left(any(&all)),
        });
    }
    Err(Refusal::sdk(4, "the grant does not cover this message: contract, funds or filter"))
}

/// What a limit leaves after one call with these coins; none if it does not allow it.
fn after_use(limit: Limit, funds: &[Coin]) -> Option<Accepted> {
    match limit {
        Limit { calls: Some(0), .. } => None,
        Limit { calls: Some(calls), funds: None } => match (funds.is_empty(), calls) {
            (false, _) => None,
            (true, 1) => Some(Accepted::UsedUp),
            (true, _) => Some(Accepted::Left(any(&wasm::MaxCallsLimit { remaining: calls - 1 }))),
        },
        Limit { calls: None, funds: Some(amounts) } => {
            if funds.is_empty() {
                return Some(Accepted::AsItIs);
            }
            let left = less(&amounts, funds)?;
            Some(match left.is_empty() {
                true => Accepted::UsedUp,
                false => Accepted::Left(any(&wasm::MaxFundsLimit { amounts: to_proto(&left) })),
            })
        }
        Limit { calls: Some(calls), funds: Some(amounts) } => {
            let left = less(&amounts, funds)?;
            if calls == 1 || left.is_empty() {
                return Some(Accepted::UsedUp);
            }
            let (calls_remaining, amounts) = (calls - 1, to_proto(&left));
            Some(Accepted::Left(any(&wasm::CombinedLimit { calls_remaining, amounts })))
        }
        Limit { calls: None, funds: None } => None,
    }
}

/// Coins without others; none if they are too few.
pub(super) fn less(coins: &[Coin], spent: &[Coin]) -> Option<Vec<Coin>> {
    let mut left = coins.to_vec();
    for coin in spent {
        let from = left.iter_mut().find(|left| left.denom == coin.denom)?;
        from.amount = from.amount.checked_sub(coin.amount).ok()?;
    }
    left.retain(|coin| !coin.amount.is_zero());
    Some(left)
}
