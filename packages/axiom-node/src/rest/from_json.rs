//! Messages as clients of the gateway write them, in snake or in camel case.

use base64::engine::general_purpose::STANDARD_NO_PAD;
use base64::Engine;
use cosmrs::proto::Timestamp;
use prost::encoding::{encode_key, encode_varint, WireType};
use serde_json::{Map, Value};

use super::error::RestError;
use super::shape::{Field, Kind, Shape};
use super::shapes;

/// A message in JSON as protobuf. `place` is where it stands, for errors.
pub(super) fn from_json(
    shape: &Shape,
    object: &Map<String, Value>,
    place: &str,
) -> Result<Vec<u8>, RestError> {
    let mut message = Vec::new();
    for (name, given) in object.iter().filter(|(name, _)| *name != "@type") {
        let Some(field) = shape.field(name) else {
            let known: Vec<&str> = shape.fields.iter().map(|field| field.name).collect();
            let (field, known) = (inside(place, name), known.join(", "));
            return Err(RestError::Unknown { field, known });
        };
        let place = inside(place, field.name);
        match given {
            Value::Null => {}
            Value::Array(list) if field.list => {
                for (index, one) in list.iter().enumerate() {
                    put(field, one, &format!("{place}[{index}]"), &mut message)?;
                }
            }
            other if field.list => return Err(RestError::field(&place, "a list", other)),
            one => put(field, one, &place, &mut message)?,
        }
    }
    Ok(message)
}

fn inside(place: &str, name: &str) -> String {
    match place {
        "" => name.to_string(),
        place => format!("{place}.{name}"),
    }
}

/// Adds a field to a message.
fn put(field: &Field, given: &Value, place: &str, message: &mut Vec<u8>) -> Result<(), RestError> {
    let number = match field.kind {
        Kind::Flag => Some(u64::from(flag(given, place)?)),
        Kind::Small => Some(small(given, place)?),
        Kind::Signed => Some(signed(given, place)?),
        Kind::Wide => Some(wide(given, place)?),
        Kind::Names(names) => Some(named(names, given, place)?),
        _ => None,
    };
    if let Some(number) = number {
        encode_key(field.number, WireType::Varint, message);
        encode_varint(number, message);
        return Ok(());
    }
    let bytes = match field.kind {
        Kind::Text => text(given, "a text", place)?.as_bytes().to_vec(),
        Kind::Bytes => base64_of(text(given, "base64", place)?, place)?,
        Kind::Hex => {
            let expected = "hexadecimal digits";
            let digits = hex::decode(text(given, expected, place)?);
            digits.map_err(|_| RestError::field(place, expected, given))?
        }
        Kind::Json => given.to_string().into_bytes(),
        Kind::Is(shape) => from_json(shape, map(given, place)?, place)?,
        Kind::Packed => packed(map(given, place)?, place)?,
        _ => moment(field.kind, given, place)?,
    };
    encode_key(field.number, WireType::LengthDelimited, message);
    encode_varint(bytes.len() as u64, message);
    message.extend(bytes);
    Ok(())
}

fn map<'a>(given: &'a Value, place: &str) -> Result<&'a Map<String, Value>, RestError> {
    given.as_object().ok_or_else(|| RestError::field(place, "an object", given))
}

fn text<'a>(given: &'a Value, expected: &str, place: &str) -> Result<&'a str, RestError> {
    given.as_str().ok_or_else(|| RestError::field(place, expected, given))
}

fn flag(given: &Value, place: &str) -> Result<bool, RestError> {
    match given {
        Value::Bool(flag) => Ok(*flag),
        // As queries behind a path write it.
        Value::String(text) if text == "true" => Ok(true),
        Value::String(text) if text == "false" => Ok(false),
        other => Err(RestError::field(place, "true or false", other)),
    }
}

fn wide(given: &Value, place: &str) -> Result<u64, RestError> {
    let number = match given {
        Value::String(text) => text.parse().ok(),
        other => other.as_u64(),
    };
    number.ok_or_else(|| RestError::field(place, "a whole number from 0 on", given))
}

/// A number with a sign, as protobuf writes it.
fn signed(given: &Value, place: &str) -> Result<u64, RestError> {
    let number: Option<i64> = match given {
        Value::String(text) => text.parse().ok(),
        other => other.as_i64(),
    };
    let number = number.ok_or_else(|| RestError::field(place, "a whole number", given))?;
    Ok(number as u64)
}

fn small(given: &Value, place: &str) -> Result<u64, RestError> {
    let number = wide(given, place)?;
    match u32::try_from(number) {
        Ok(_) => Ok(number),
        Err(_) => Err(RestError::field(place, "a whole number of up to 32 bits", given)),
    }
}

fn named(names: &[(i64, &str)], given: &Value, place: &str) -> Result<u64, RestError> {
    let found = match given {
        Value::String(name) => {
            names.iter().find(|(number, known)| known == name || name.parse() == Ok(*number))
        }
        other => names.iter().find(|(number, _)| Some(*number) == other.as_i64()),
    };
    let all = || names.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ");
    let (number, _) =
        found.ok_or_else(|| RestError::field(place, format!("one of {}", all()), given))?;
    Ok(*number as u64)
}

/// Bytes as base64 of one or the other alphabet, with or without what fills them up.
pub(super) fn base64_of(text: &str, place: &str) -> Result<Vec<u8>, RestError> {
    let letter = |letter: char| match letter {
        '-' => '+',
        '_' => '/',
        other => other,
    };
    let plain: String = text.trim_end_matches('=').chars().map(letter).collect();
    STANDARD_NO_PAD
        .decode(plain)
        .map_err(|error| RestError::Base64 { field: place.to_string(), why: error.to_string() })
}

/// Any message, by its type.
fn packed(object: &Map<String, Value>, place: &str) -> Result<Vec<u8>, RestError> {
    let place_of_type = inside(place, "@type");
    let Some(type_url) = object.get("@type").and_then(Value::as_str) else {
        let found = object.get("@type").unwrap_or(&Value::Null);
        return Err(RestError::field(&place_of_type, "the type of the message", found));
    };
    let name = type_url.rsplit('/').next().unwrap_or_default();
    let shape = shapes::packed(name).ok_or_else(|| {
        let expected = "a type of message that this development chain knows";
        RestError::field(&place_of_type, expected, &Value::from(type_url))
    })?;
    let value = from_json(shape, object, place)?;
    Ok(prost::Message::encode_to_vec(&cosmrs::Any { type_url: format!("/{name}"), value }))
}

/// A moment or a span of time.
fn moment(kind: Kind, given: &Value, place: &str) -> Result<Vec<u8>, RestError> {
    let is_span = matches!(kind, Kind::Span);
    let expected =
        if is_span { "a span such as 3600s" } else { "a moment such as 2026-01-01T00:00:00Z" };
    let written = text(given, expected, place)?;
    // Both have the same two fields.
    let read = if is_span { span(written) } else { time(written) };
    let read = read.ok_or_else(|| RestError::field(place, expected, given))?;
    Ok(prost::Message::encode_to_vec(&read))
}

fn time(text: &str) -> Option<Timestamp> {
    cosmrs::tendermint::Time::parse_from_rfc3339(text).ok().map(Timestamp::from)
}

/// Seconds and nanoseconds of `1.5s`.
fn span(text: &str) -> Option<Timestamp> {
    let number = text.strip_suffix('s')?;
    let (seconds, fraction) = number.split_once('.').unwrap_or((number, ""));
    let fraction = format!("{fraction:0<9}");
    let nanos = if fraction.len() == 9 { fraction.parse().ok()? } else { return None };
    Some(Timestamp { seconds: seconds.parse().ok()?, nanos })
}
