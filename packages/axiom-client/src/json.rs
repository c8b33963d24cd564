//! Reading a node's JSON answers.

use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use cosmrs::tendermint::Time;
use cosmwasm_std::Event;
use serde_json::Value;

use crate::answers::TxResult;
use crate::error::ClientError;

/// The value at a place such as `/sync_info/catching_up`.
pub(crate) fn at<'a>(value: &'a Value, place: &str) -> Result<&'a Value, ClientError> {
    value
        .pointer(place)
        .ok_or_else(|| ClientError::malformed(format!("no {place} in {}", short(value))))
}

/// The text at a place.
pub(crate) fn text<'a>(value: &'a Value, place: &str) -> Result<&'a str, ClientError> {
    let found = at(value, place)?;
    found.as_str().ok_or_else(|| {
        ClientError::malformed(format!("{place} should be a text, but is {}", short(found)))
    })
}

/// The whole number at a place, written as number or text.
pub(crate) fn number(value: &Value, place: &str) -> Result<u64, ClientError> {
    let found = at(value, place)?;
    let parsed = match found {
        Value::String(text) => text.parse().ok(),
        other => other.as_u64(),
    };
    parsed.ok_or_else(|| {
        ClientError::malformed(format!("{place} should be a number, but is {}", short(found)))
    })
}

/// The whole number at a place; zero if there is none, as Go leaves zeros out.
pub(crate) fn number_or_zero(value: &Value, place: &str) -> Result<u64, ClientError> {
    match value.pointer(place) {
        None | Some(Value::Null) => Ok(0),
        Some(_) => number(value, place),
    }
}

/// The text at a place; empty if there is none.
pub(crate) fn text_or_empty(value: &Value, place: &str) -> String {
    value.pointer(place).and_then(Value::as_str).unwrap_or_default().to_string()
}

/// The bytes at a place, written in base64; empty if there are none.
pub(crate) fn bytes_or_empty(value: &Value, place: &str) -> Result<Vec<u8>, ClientError> {
    base64(value.pointer(place).and_then(Value::as_str).unwrap_or_default(), place)
}

pub(crate) fn base64(text: &str, place: &str) -> Result<Vec<u8>, ClientError> {
    STANDARD
        .decode(text)
        .map_err(|error| ClientError::malformed(format!("{place} is no base64: {error}")))
}

pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The time at a place, in Unix seconds and nanoseconds.
pub(crate) fn time(value: &Value, place: &str) -> Result<(u64, u32), ClientError> {
    let written = text(value, place)?;
    let parsed = Time::parse_from_rfc3339(written)
        .map_err(|error| ClientError::malformed(format!("{place}, {written:?}: {error}")))?;
    let seconds = parsed.unix_timestamp().try_into().unwrap_or(0);
    Ok((seconds, (parsed.unix_timestamp_nanos().unsigned_abs() % 1_000_000_000) as u32))
}

/// The code of an answer: zero is success.
pub(crate) fn code(value: &Value, place: &str) -> Result<u32, ClientError> {
    number_or_zero(value, place)?
        .try_into()
        .map_err(|_| ClientError::malformed(format!("{place} is out of range")))
}

/// The result of a transaction as `tx` and `block_results` tell it.
pub(crate) fn tx_result(value: &Value) -> Result<TxResult, ClientError> {
    Ok(TxResult {
        code: code(value, "/code")?,
        codespace: text_or_empty(value, "/codespace"),
        log: text_or_empty(value, "/log"),
        data: bytes_or_empty(value, "/data")?,
        gas_wanted: number_or_zero(value, "/gas_wanted")?,
        gas_used: number_or_zero(value, "/gas_used")?,
        events: events(value.pointer("/events").unwrap_or(&Value::Null))?,
    })
}

/// Events as CosmWasm writes them.
pub(crate) fn events(value: &Value) -> Result<Vec<Event>, ClientError> {
    let Some(list) = value.as_array() else {
        return Ok(Vec::new());
    };
    list.iter().map(event).collect()
}

fn event(value: &Value) -> Result<Event, ClientError> {
    let mut event = Event::new(text(value, "/type")?);
    if let Some(attributes) = value.pointer("/attributes").and_then(Value::as_array) {
        for attribute in attributes {
            // Through the fields: keys of the chain's own begin with an underscore.
            event.attributes.push(cosmwasm_std::Attribute {
                key: text_or_empty(attribute, "/key"),
                value: text_or_empty(attribute, "/value"),
            });
        }
    }
    Ok(event)
}

/// A value for an error text: not more than a line.
pub(crate) fn short(value: &Value) -> String {
    cut(&value.to_string())
}

pub(crate) fn cut(text: &str) -> String {
    match text.char_indices().nth(160) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_string(),
    }
}
