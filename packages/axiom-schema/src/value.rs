//! Plain values as people write them.

use std::time::{Duration, UNIX_EPOCH};

use base64::prelude::{Engine, BASE64_STANDARD};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::shape::TextKind;

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueError {
    /// The flag or path.
    pub path: String,
    /// What was expected and what was found, in a sentence.
    pub text: String,
}

impl std::fmt::Display for ValueError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.text)
    }
}

/// What the writer of a value may refer to. Errors are sentences.
pub trait Words {
    /// The address behind `@alias`, without the sign.
    ///
    /// # Errors
    /// If nobody is called so.
    fn address(&self, alias: &str) -> Result<String, String>;

    /// Base units and base denom of an amount such as `1.5axm`.
    ///
    /// # Errors
    /// If it is no amount, the denom is not known, or there are more decimals than the denom has.
    fn amount(&self, text: &str) -> Result<(u128, String), String>;

    /// The base denom of a denom as people write it; itself if there is nothing to change.
    fn denom(&self, denom: &str) -> String;

    /// The content of a file.
    ///
    /// # Errors
    /// If it cannot be read.
    fn file(&self, path: &str) -> Result<Vec<u8>, String>;
}

/// No aliases and no denoms; files are read.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

impl Words for Plain {
    fn address(&self, alias: &str) -> Result<String, String> {
        Err(format!("nobody is called @{alias} here"))
    }

    fn amount(&self, text: &str) -> Result<(u128, String), String> {
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        match text[..end].parse() {
            Ok(amount) if end < text.len() && !text[end..].starts_with('.') => {
                Ok((amount, text[end..].to_string()))
            }
            _ => Err(format!(
                "expected base units with their denom such as 1500uaxm, found {text:?}"
            )),
        }
    }

    fn denom(&self, denom: &str) -> String {
        denom.to_string()
    }

    fn file(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(path).map_err(|error| format!("cannot read {path}: {error}"))
    }
}

/// Seconds of a span such as `3d`, `12h 30m` or `90s`.
///
/// # Errors
/// If it is no span of whole seconds.
pub fn seconds_of(text: &str) -> Result<u64, String> {
    let wrong = || format!("{text:?} is no span: write it like 3d, 12h, 30m or 90s");
    let span: Duration = humantime::parse_duration(text).map_err(|_| wrong())?;
    if span.subsec_nanos() > 0 {
        return Err(format!("{text:?} is no whole number of seconds"));
    }
    Ok(span.as_secs())
}

/// Unix seconds of a time such as `2026-12-01T12:00:00Z` or `2026-12-01`, in UTC.
///
/// # Errors
/// If it is no time since 1970.
pub fn time_of(text: &str) -> Result<u64, String> {
    let whole = if text.len() == 10 { format!("{text}T00:00:00Z") } else { text.to_string() };
    humantime::parse_rfc3339_weak(&whole)
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .map(|since| since.as_secs())
        .ok_or_else(|| {
            format!("{text:?} is no time: write it like 2026-12-01 or 2026-12-01T12:00:00Z")
        })
}

/// A number of so many bits: digits; or a time where it is a point in time, and a span where it is not.
pub(crate) fn number(text: &str, bits: u32, moment: bool) -> Result<Value, String> {
    let text = text.trim();
    let number: u64 = if text.chars().all(|c| c.is_ascii_digit()) && !text.is_empty() {
        text.parse().map_err(|_| too_large(text, bits))?
    } else if moment {
        let expected = "expected a time such as 2026-12-01 or Unix seconds";
        time_of(text).map_err(|_| format!("{expected}, found {text:?}"))?
    } else {
        let expected = "expected a whole number, or a span such as 3d";
        seconds_of(text).map_err(|_| format!("{expected}, found {text:?}"))?
    };
    if bits < 64 && number >> bits != 0 {
        return Err(too_large(text, bits));
    }
    Ok(number.into())
}

fn too_large(text: &str, bits: u32) -> String {
    let largest = if bits >= 64 { u64::MAX } else { (1 << bits) - 1 };
    format!("expected at most {largest}, found {text}")
}

/// True or false.
pub(crate) fn boolean(text: &str) -> Result<Value, String> {
    match text {
        "true" | "yes" => Ok(true.into()),
        "false" | "no" => Ok(false.into()),
        other => Err(format!("expected true or false, found {other:?}")),
    }
}

/// A text of a kind; amounts with a denom answer it too.
pub(crate) fn text(
    text: &str,
    kind: TextKind,
    words: &dyn Words,
) -> Result<(Value, Option<String>), String> {
    let plain = |value: String| Ok((Value::String(value), None));
    match kind {
        TextKind::Plain => match text.strip_prefix('@') {
            Some(rest) if rest.starts_with('@') => plain(rest.to_string()),
            Some(alias) => plain(words.address(alias)?),
            None => plain(text.to_string()),
        },
        TextKind::Integer { bits } => integer(text, bits, words),
        TextKind::Base64 => plain(BASE64_STANDARD.encode(bytes(text, words, |text| {
            let wrong = "expected base64, or text:…, hex:… or file:…";
            BASE64_STANDARD.decode(text).map_err(|_| format!("{wrong}, found {text:?}"))
        })?)),
        TextKind::Hex => plain(hex::encode(bytes(text, words, |text| {
            let wrong = "expected hexadecimal digits, text:…, file:… or sha256:<file>";
            hex::decode(text).map_err(|_| format!("{wrong}, found {text:?}"))
        })?)),
        TextKind::Time => {
            let digits = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
            match digits {
                true => plain(text.to_string()),
                false => plain(format!("{}000000000", time_of(text)?)),
            }
        }
    }
}

fn integer(text: &str, bits: u32, words: &dyn Words) -> Result<(Value, Option<String>), String> {
    let digits = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let (amount, denom) = if digits {
        let amount = text.parse::<u128>().map_err(|_| format!("{text} is too large"))?;
        (amount, None)
    } else {
        let (amount, denom) = words.amount(text)?;
        (amount, Some(denom))
    };
    if bits == 64 && amount > u128::from(u64::MAX) {
        return Err(too_large(text, 64));
    }
    Ok((Value::String(amount.to_string()), denom))
}

fn bytes(
    text: &str,
    words: &dyn Words,
    decode: impl FnOnce(&str) -> Result<Vec<u8>, String>,
) -> Result<Vec<u8>, String> {
    if let Some(text) = text.strip_prefix("text:") {
        return Ok(text.as_bytes().to_vec());
    }
    if let Some(digits) = text.strip_prefix("hex:") {
        return hex::decode(digits).map_err(|_| format!("{digits:?} are no hexadecimal digits"));
    }
    if let Some(path) = text.strip_prefix("sha256:") {
        return Ok(Sha256::digest(words.file(path)?).to_vec());
    }
    match text.strip_prefix("file:") {
        Some(path) => words.file(path),
        None => decode(text),
    }
}
