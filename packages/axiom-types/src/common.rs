//! Small shapes that several contracts share.

use crate::json::Json;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{HexBinary, Uint128};

/// A text kept elsewhere, pinned by its hash.
#[cw_serde]
#[derive(Json)]
pub struct Link {
    /// Where it can be fetched; at most 256 bytes.
    pub uri: String,
    /// SHA-256 of the bytes behind the URI; 32 bytes as hex.
    pub sha256: HexBinary,
}

/// An account's part of a whole, in basis points; the parts of one list sum to 10,000.
#[cw_serde]
#[derive(Json)]
pub struct Share {
    /// Who receives.
    pub account: String,
    /// Part of the whole, 1 to 10,000.
    pub bps: u16,
}

/// An amount for an account, in base units of an asset named beside it.
#[cw_serde]
#[derive(Json)]
pub struct Payout {
    /// Who receives.
    pub account: String,
    /// Base units; zero is refused.
    pub amount: Uint128,
}

/// What a contract calls a thing of its own: kind and number. With the contract's address it is unique on the chain.
#[cw_serde]
#[derive(Json, Eq)]
pub struct Reference {
    /// E.g. `job`; a slug of at most 32 bytes.
    pub kind: String,
    /// Number within that kind.
    pub id: u64,
}

/// Name and version of a contract, as cw2 keeps them.
#[cw_serde]
#[derive(Json)]
pub struct InfoResponse {
    /// Contract name and version.
    pub info: cw2::ContractVersion,
}

/// Whether entries are paused, and the running sum that shifts deadlines.
#[cw_serde]
#[derive(Json)]
pub struct PauseStatus {
    /// True while entries are refused.
    pub paused: bool,
    /// Unix seconds at which a running pause lapses by itself.
    pub until: Option<u64>,
    /// Seconds spent paused so far, the running pause included.
    pub paused_seconds: u64,
}

/// Messages that every contract of the suite takes from its owner.
#[cw_serde]
#[derive(Json)]
pub enum GuardMsg {
    /// Refuses entries for at most 14 days; exits stay open. A running pause is replaced.
    Pause {
        /// Seconds until the pause lapses by itself, 1 to 1,209,600.
        seconds: u64,
    },
    /// Ends a pause at once.
    Unpause {},
}

/// A migration of a contract of the suite. The code checks name and version for itself.
#[cw_serde]
#[derive(Json)]
pub struct MigrateMsg {}

/// Checks a slug: 1 to 32 of lower-case letters, digits and `- _ . /`.
pub fn is_slug(text: &str) -> bool {
    (1..=crate::bounds::MAX_SLUG_LEN).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_./".contains(&b))
}

/// Checks a visible text: 1 to `max` bytes, not blank, no control characters other than line feed, none that is hidden.
pub fn is_text(text: &str, max: usize) -> bool {
    (1..=max).contains(&text.len())
        && !text.trim().is_empty()
        && text.chars().all(|c| (!c.is_control() || c == '\n') && !is_hidden(c))
}

/// True for signs without width or that change order or lines on a screen: a text with them is not what it looks like.
pub fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{feff}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

/// The 32 bytes of a hash; `None` for any other length.
pub fn hash32(hex: &HexBinary) -> Option<[u8; 32]> {
    hex.as_slice().try_into().ok()
}
