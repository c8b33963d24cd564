//! Grants of messages and of fees as the Cosmos SDK writes them in JSON.

use std::time::{Duration, UNIX_EPOCH};

use cosmrs::proto::cosmos::authz::v1beta1::Grant;
use cosmrs::proto::cosmos::feegrant::v1beta1::BasicAllowance;
use cosmrs::proto::cosmwasm::wasm::v1 as wasm;
use cosmrs::proto::Timestamp;
use cosmrs::Any;
use serde_json::{json, Value};

use super::messages::decoded;
use super::{any, coins, list, number, shown_coins, text, Read};

/// What is granted and until when.
pub fn written_grant(grant: &Grant) -> Option<Value> {
    let authorization: wasm::ContractExecutionAuthorization =
        decoded(grant.authorization.as_ref()?)?;
    let grants = authorization.grants.iter().map(written_contract).collect::<Option<Vec<_>>>()?;
    let until = match &grant.expiration {
        Some(moment) => json!(written_moment(moment)?),
        None => Value::Null,
    };
    Some(json!({
        "authorization": {
            "@type": "/cosmwasm.wasm.v1.ContractExecutionAuthorization", "grants": grants,
        },
        "expiration": until,
    }))
}

fn written_contract(grant: &wasm::ContractGrant) -> Option<Value> {
    let limit = grant.limit.as_ref()?;
    let mut shown = match limit.type_url.as_str() {
        "/cosmwasm.wasm.v1.MaxCallsLimit" => {
            let limit: wasm::MaxCallsLimit = decoded(limit)?;
            json!({ "remaining": limit.remaining.to_string() })
        }
        "/cosmwasm.wasm.v1.MaxFundsLimit" => {
            let limit: wasm::MaxFundsLimit = decoded(limit)?;
            json!({ "amounts": shown_coins(&limit.amounts) })
        }
        _ => {
            let limit: wasm::CombinedLimit = decoded(limit)?;
            json!({
                "calls_remaining": limit.calls_remaining.to_string(),
                "amounts": shown_coins(&limit.amounts),
            })
        }
    };
    shown["@type"] = json!(limit.type_url);
    let filter = grant.filter.as_ref()?;
    let filter = match decoded::<wasm::AcceptedMessageKeysFilter>(filter) {
        Some(accepted) => json!({ "@type": filter.type_url, "keys": accepted.keys }),
        None => {
            decoded::<wasm::AllowAllMessagesFilter>(filter)?;
            json!({ "@type": filter.type_url })
        }
    };
    Some(json!({ "contract": grant.contract, "limit": shown, "filter": filter }))
}

/// What fees may be spent and until when.
pub fn written_allowance(allowance: &Any) -> Option<Value> {
    let BasicAllowance { spend_limit, expiration } = decoded(allowance)?;
    let until = match &expiration {
        Some(moment) => json!(written_moment(moment)?),
        None => Value::Null,
    };
    Some(json!({
        "@type": allowance.type_url, "spend_limit": shown_coins(&spend_limit), "expiration": until,
    }))
}

fn written_moment(moment: &Timestamp) -> Option<String> {
    let since = Duration::new(moment.seconds.try_into().ok()?, moment.nanos.try_into().ok()?);
    Some(humantime::format_rfc3339(UNIX_EPOCH.checked_add(since)?).to_string())
}

/// A grant, read.
pub fn grant(value: &Value) -> Read<Grant> {
    let authorization = &value["authorization"];
    match text(authorization, "@type")?.as_str() {
        "/cosmwasm.wasm.v1.ContractExecutionAuthorization" => {}
        other => {
            return Err(format!(
            "authorization: {other:?} is not known here, expected ContractExecutionAuthorization"
        ))
        }
    }
    let grants = list(authorization, "grants")?.iter().map(contract).collect::<Read<_>>()?;
    Ok(Grant {
        authorization: Some(any(&wasm::ContractExecutionAuthorization { grants })),
        expiration: moment(value)?,
    })
}

fn contract(value: &Value) -> Read<wasm::ContractGrant> {
    let limit = &value["limit"];
    let limit = match text(limit, "@type")?.as_str() {
        "/cosmwasm.wasm.v1.MaxCallsLimit" => {
            any(&wasm::MaxCallsLimit { remaining: number(limit, "remaining")? })
        }
        "/cosmwasm.wasm.v1.MaxFundsLimit" => {
            any(&wasm::MaxFundsLimit { amounts: coins(limit, "amounts")? })
        }
        "/cosmwasm.wasm.v1.CombinedLimit" => any(&wasm::CombinedLimit {
            calls_remaining: number(limit, "calls_remaining")?,
            amounts: coins(limit, "amounts")?,
        }),
        other => {
            return Err(format!(
                "limit: {other:?} is not known here, expected MaxCallsLimit, MaxFundsLimit or CombinedLimit"
            ))
        }
    };
    let filter = &value["filter"];
    let filter = match text(filter, "@type")?.as_str() {
        "/cosmwasm.wasm.v1.AllowAllMessagesFilter" => any(&wasm::AllowAllMessagesFilter {}),
        "/cosmwasm.wasm.v1.AcceptedMessageKeysFilter" => {
            let key = |one: &Value| {
                one.as_str().map(str::to_string).ok_or_else(|| format!("keys: {one} is no text"))
            };
            let keys = list(filter, "keys")?.iter().map(key).collect::<Read<_>>()?;
            any(&wasm::AcceptedMessageKeysFilter { keys })
        }
        other => {
            return Err(format!(
                "filter: {other:?} is not known here, expected AllowAllMessagesFilter or AcceptedMessageKeysFilter"
            ))
        }
    };
    Ok(wasm::ContractGrant {
        contract: text(value, "contract")?,
        limit: Some(limit),
        filter: Some(filter),
    })
}

/// An allowance for fees, read.
pub fn allowance(value: &Value) -> Read<Any> {
    match text(value, "@type")?.as_str() {
        "/cosmos.feegrant.v1beta1.BasicAllowance" => Ok(any(&BasicAllowance {
            spend_limit: coins(value, "spend_limit")?,
            expiration: moment(value)?,
        })),
        other => Err(format!("allowance: {other:?} is not known here, expected BasicAllowance")),
    }
}

fn moment(value: &Value) -> Read<Option<Timestamp>> {
    let written = text(value, "expiration")?;
    if written.is_empty() {
        return Ok(None);
    }
    let wrong =
        || format!("expiration: expected a time such as 2027-01-15T08:00:00Z, found {written:?}");
    let time = humantime::parse_rfc3339(&written).map_err(|_| wrong())?;
    let since = time.duration_since(UNIX_EPOCH).map_err(|_| wrong())?;
    let seconds = i64::try_from(since.as_secs()).map_err(|_| wrong())?;
    let nanos = i32::try_from(since.subsec_nanos()).map_err(|_| wrong())?;
    Ok(Some(Timestamp { seconds, nanos }))
}
