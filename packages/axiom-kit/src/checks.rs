//! Checks of what comes in messages.

use std::collections::BTreeSet;
use std::fmt::Write;

use axiom_types::bounds::{BPS, MAX_URI_LEN};
use axiom_types::common::{hash32, is_slug, is_text, Link, Share};
use cosmwasm_std::{Addr, Api, HexBinary, MessageInfo};

use crate::error::{cut, KitError};

/// Passes a message without coins.
///
/// # Errors
/// [`KitError::FundsSent`].
pub fn no_funds(info: &MessageInfo) -> Result<(), KitError> {
    if info.funds.is_empty() {
        return Ok(());
    }
    let mut coins = String::new();
    for coin in info.funds.iter().take(axiom_types::bounds::MAX_COINS) {
        let comma = if coins.is_empty() { "" } else { "," };
        // Writing to a String cannot fail.
        let _ = write!(coins, "{comma}{coin}");
    }
    Err(KitError::FundsSent { coins: cut(&coins) })
}

/// Passes a slug: 1 to 32 of lower-case letters, digits and `- _ . /`.
///
/// # Errors
/// [`KitError::NotSlug`].
pub fn slug(field: &'static str, value: &str) -> Result<(), KitError> {
    if is_slug(value) {
        return Ok(());
    }
    Err(KitError::NotSlug { field, value: cut(value) })
}

/// Passes a visible text of one line, 1 to `max` bytes: a name cannot pose as two rows of a list.
///
/// # Errors
/// [`KitError::BadText`].
pub fn line(field: &'static str, value: &str, max: usize) -> Result<(), KitError> {
    match value.contains('\n') {
        true => Err(KitError::BadText { field, len: value.len(), max }),
        false => text(field, value, max),
    }
}

/// Passes a visible text of 1 to `max` bytes; it may have several lines.
///
/// # Errors
/// [`KitError::BadText`].
pub fn text(field: &'static str, value: &str, max: usize) -> Result<(), KitError> {
    if is_text(value, max) {
        return Ok(());
    }
    Err(KitError::BadText { field, len: value.len(), max })
}

/// Passes a URI: 1 to 256 bytes of printable ASCII without spaces.
///
/// # Errors
/// [`KitError::BadUri`].
pub fn uri(field: &'static str, value: &str) -> Result<(), KitError> {
    let len = value.len();
    if (1..=MAX_URI_LEN).contains(&len) && value.bytes().all(|b| b.is_ascii_graphic()) {
        return Ok(());
    }
    Err(KitError::BadUri { field, len, max: MAX_URI_LEN })
}

/// Passes a link; returns its hash.
///
/// # Errors
/// [`KitError::BadUri`], [`KitError::BadHash`].
pub fn link(value: &Link) -> Result<[u8; 32], KitError> {
    uri("link.uri", &value.uri)?;
    hash("link.sha256", &value.sha256)
}

/// The 32 bytes of a hash.
///
/// # Errors
/// [`KitError::BadHash`].
pub fn hash(field: &'static str, value: &HexBinary) -> Result<[u8; 32], KitError> {
    hash32(value).ok_or(KitError::BadHash { field, len: value.len() })
}

/// The 32 bytes of a hash that may be left out.
///
/// # Errors
/// [`KitError::BadHash`].
pub fn opt_hash(
    field: &'static str,
    value: Option<&HexBinary>,
) -> Result<Option<[u8; 32]>, KitError> {
    value.map(|value| hash(field, value)).transpose()
}

/// Passes a list of at most `max` entries.
///
/// # Errors
/// [`KitError::TooMany`].
pub fn list(field: &'static str, len: usize, max: usize) -> Result<(), KitError> {
    if len <= max {
        return Ok(());
    }
    Err(KitError::TooMany { field, len, max })
}

/// Passes a list of 1 to `max` entries.
///
/// # Errors
/// [`KitError::Empty`], [`KitError::TooMany`].
pub fn filled_list(field: &'static str, len: usize, max: usize) -> Result<(), KitError> {
    if len == 0 {
        return Err(KitError::Empty { field });
    }
    list(field, len, max)
}

/// Passes a list without duplicates. Check its length before.
///
/// # Errors
/// [`KitError::Duplicate`] with the first entry that is there twice.
pub fn unique<T: Ord + ToString>(
    field: &'static str,
    values: impl IntoIterator<Item = T>,
) -> Result<(), KitError> {
    let mut seen = BTreeSet::new();
    for value in values {
        if seen.contains(&value) {
            return Err(KitError::Duplicate { field, value: cut(&value.to_string()) });
        }
        seen.insert(value);
    }
    Ok(())
}

/// The accounts and basis points of a whole: 1 to `max` shares of at least 1, no account twice, sum 10,000.
///
/// # Errors
/// [`KitError::Empty`], [`KitError::TooMany`], [`KitError::BadAddress`], [`KitError::ZeroShare`],
/// [`KitError::Duplicate`], [`KitError::SharesSum`].
pub fn shares(api: &dyn Api, list: &[Share], max: usize) -> Result<Vec<(Addr, u16)>, KitError> {
    filled_list("shares", list.len(), max)?;
    let mut found = Vec::with_capacity(list.len());
    let mut sum = 0u64;
    for share in list {
        let account = addr(api, &share.account)?;
        if share.bps == 0 {
            return Err(KitError::ZeroShare { account: account.into_string() });
        }
        sum = sum.saturating_add(u64::from(share.bps));
        found.push((account, share.bps));
    }
    unique("shares", found.iter().map(|(account, _)| account))?;
    if sum != u64::from(BPS) {
        return Err(KitError::SharesSum { sum });
    }
    Ok(found)
}

/// A checked address. Upper case is refused.
///
/// # Errors
/// [`KitError::BadAddress`].
pub fn addr(api: &dyn Api, value: &str) -> Result<Addr, KitError> {
    api.addr_validate(value).map_err(|_| KitError::BadAddress { address: cut(value) })
}

/// A checked address that may be left out.
///
/// # Errors
/// [`KitError::BadAddress`].
pub fn opt_addr(api: &dyn Api, value: Option<&str>) -> Result<Option<Addr>, KitError> {
    value.map(|value| addr(api, value)).transpose()
}

/// An error text fit to be stored or emitted: its first 60 characters; `unknown` if it is blank.
pub fn reason(text: &str) -> String {
    let short = cut(text.trim());
    if short.is_empty() {
        return "unknown".to_string();
    }
    short
}

#[cfg(test)]
mod tests;
