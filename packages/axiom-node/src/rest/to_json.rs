//! Messages as the gateway writes them: every field of theirs, in snake case.

use std::collections::BTreeMap;

use prost::encoding::{decode_key, decode_varint, WireType};
use prost::{DecodeError, Message};
use serde_json::{json, Map, Value};

use super::error::RestError;
use super::shape::{Field, Kind, Shape};
use super::shapes;
use crate::blocks::rfc3339;
use crate::events::base64;

/// How often messages may be wrapped into others.
const DEEPEST: usize = 64;

/// A value as it came.
#[derive(Clone, Copy)]
enum Raw<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

impl<'a> Raw<'a> {
    fn number(self) -> u64 {
        match self {
            Self::Number(number) => number,
            Self::Bytes(_) => 0,
        }
    }

    fn bytes(self) -> &'a [u8] {
        match self {
            Self::Number(_) => &[],
            Self::Bytes(bytes) => bytes,
        }
    }
}

/// A message in protobuf as JSON.
pub(super) fn to_json(shape: &Shape, message: &[u8]) -> Result<Value, RestError> {
    object(shape, message, 0).map(Value::Object)
}

fn broken(error: impl std::fmt::Display) -> RestError {
    RestError::Failed(format!("a stored message cannot be read: {error}"))
}

/// The next bytes.
fn take<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], DecodeError> {
    let parts = rest.split_at_checked(length);
    let (one, after) = parts.ok_or_else(|| DecodeError::new("a value ends behind its message"))?;
    *rest = after;
    Ok(one)
}

/// The values of a message, by the numbers of their fields.
fn values(mut rest: &[u8]) -> Result<BTreeMap<u32, Vec<Raw<'_>>>, DecodeError> {
    let mut all: BTreeMap<u32, Vec<Raw<'_>>> = BTreeMap::new();
    while !rest.is_empty() {
        let (number, wire) = decode_key(&mut rest)?;
        let value = match wire {
            WireType::Varint => Raw::Number(decode_varint(&mut rest)?),
            WireType::LengthDelimited => {
                let length = decode_varint(&mut rest)?;
                Raw::Bytes(take(&mut rest, usize::try_from(length).unwrap_or(usize::MAX))?)
            }
            WireType::ThirtyTwoBit => Raw::Bytes(take(&mut rest, 4)?),
            WireType::SixtyFourBit => Raw::Bytes(take(&mut rest, 8)?),
            WireType::StartGroup | WireType::EndGroup => {
                return Err(DecodeError::new("groups are not known here"))
            }
        };
        all.entry(number).or_default().push(value);
    }
    Ok(all)
}

fn object(shape: &Shape, message: &[u8], depth: usize) -> Result<Map<String, Value>, RestError> {
    if depth > DEEPEST {
        return Err(broken(format!("it is wrapped more than {DEEPEST} times")));
    }
    let values = values(message).map_err(broken)?;
    let mut object = Map::new();
    for field in shape.fields {
        let raw = values.get(&field.number).map(Vec::as_slice).unwrap_or_default();
        let value = match raw.last() {
            _ if field.list => {
                raw.iter().map(|one| value(field, *one, depth)).collect::<Result<_, _>>()?
            }
            Some(last) => value(field, *last, depth)?,
            None if field.choice => continue,
            None => missing(field.kind),
        };
        object.insert(field.name.to_string(), value);
    }
    Ok(object)
}

/// What stands for a field that is not there.
fn missing(kind: Kind) -> Value {
    match kind {
        Kind::Text | Kind::Hex => json!(""),
        Kind::Flag => json!(false),
        Kind::Small => json!(0),
        Kind::Wide | Kind::Signed => json!("0"),
        Kind::Names(names) => name(names, 0),
        Kind::Bytes | Kind::Json | Kind::Is(_) | Kind::Packed | Kind::Time | Kind::Span => {
            Value::Null
        }
    }
}

fn value(field: &Field, raw: Raw<'_>, depth: usize) -> Result<Value, RestError> {
    // Numbers with a sign are written as if they had none.
    let signed = raw.number() as i64;
    Ok(match field.kind {
        Kind::Text => String::from_utf8_lossy(raw.bytes()).into(),
        Kind::Bytes => base64(raw.bytes()).into(),
        Kind::Hex => hex::encode_upper(raw.bytes()).into(),
        // A contract may answer what is no JSON.
        Kind::Json => {
            serde_json::from_slice(raw.bytes()).unwrap_or_else(|_| base64(raw.bytes()).into())
        }
        Kind::Flag => (raw.number() != 0).into(),
        Kind::Small => signed.into(),
        Kind::Wide => raw.number().to_string().into(),
        Kind::Signed => signed.to_string().into(),
        Kind::Names(names) => name(names, signed),
        Kind::Is(shape) => object(shape, raw.bytes(), depth + 1)?.into(),
        Kind::Packed => packed(raw.bytes(), depth)?,
        Kind::Time => {
            let time = cosmrs::proto::Timestamp::decode(raw.bytes()).map_err(broken)?;
            let seconds = u64::try_from(time.seconds).unwrap_or_default();
            rfc3339(seconds, u32::try_from(time.nanos).unwrap_or_default()).into()
        }
        Kind::Span => {
            let span = tendermint_proto::google::protobuf::Duration::decode(raw.bytes());
            let span = span.map_err(broken)?;
            match span.nanos {
                0 => format!("{}s", span.seconds).into(),
                nanos => format!("{}.{nanos:09}s", span.seconds).into(),
            }
        }
    })
}

/// The name of a number, or the number where it has none.
fn name(names: &[(i64, &str)], number: i64) -> Value {
    let found = names.iter().find(|(known, _)| *known == number);
    found.map_or_else(|| number.into(), |(_, name)| (*name).into())
}

/// Any message, with its type. One of a type that is not known here is shown as its bytes.
fn packed(bytes: &[u8], depth: usize) -> Result<Value, RestError> {
    let any = cosmrs::Any::decode(bytes).map_err(broken)?;
    let known = shapes::packed(any.type_url.rsplit('/').next().unwrap_or_default());
    let mut all = match known {
        Some(shape) => object(shape, &any.value, depth + 1)?,
        None => Map::from_iter([("value".to_string(), base64(&any.value).into())]),
    };
    all.insert("@type".to_string(), any.type_url.into());
    Ok(Value::Object(all))
}
