//! What can be owned, paid and escrowed.

use std::fmt;

use crate::json::Json;
use cosmwasm_schema::cw_serde;
use thiserror::Error;

use crate::bounds::{MAX_ADDRESS_LEN, MAX_DENOM_LEN, MIN_DENOM_LEN};

/// A fungible asset: a bank denom (factory and IBC denoms included) or a cw20 token.
///
/// Ours and not `cw-asset`'s, because that enum cannot grow the internal credits that later join these two.
#[cw_serde]
#[derive(Json, Eq, Hash, PartialOrd, Ord)]
pub enum Asset {
    /// A bank denom, e.g. `uatom` or `ibc/27394...`.
    Native(String),
    /// The address of a cw20 contract.
    Cw20(String),
}

/// A malformed asset.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
pub enum AssetError {
    /// Not a denom that the bank module accepts.
    #[error("'{denom}' is not a bank denom: expected a letter, then 2 to 127 letters, digits or / : . _ -")]
    BadDenom {
        /// What was given, cut to 60 characters.
        denom: String,
    },
    /// Not an address by form.
    #[error("'{address}' is not a cw20 address: expected 1 to 90 lower-case letters and digits")]
    BadToken {
        /// What was given, cut to 60 characters.
        address: String,
    },
}

impl Asset {
    /// A bank denom.
    pub fn native(denom: impl Into<String>) -> Self {
        Self::Native(denom.into())
    }

    /// A cw20 token.
    pub fn cw20(address: impl Into<String>) -> Self {
        Self::Cw20(address.into())
    }

    /// Storage and event form: `n` + denom or `c` + address. Injective, because the first letter tells the kind.
    pub fn key(&self) -> String {
        match self {
            Self::Native(denom) => format!("n{denom}"),
            Self::Cw20(address) => format!("c{address}"),
        }
    }

    /// The asset that [`Asset::key`] came from; `None` for a text that is no key.
    pub fn from_key(key: &str) -> Option<Self> {
        match (key.get(..1), key.get(1..)) {
            (Some("n"), Some(denom)) => Some(Self::Native(denom.to_string())),
            (Some("c"), Some(address)) => Some(Self::Cw20(address.to_string())),
            _ => None,
        }
    }

    /// Checks the form: the bank module's denom rule, or the length and letters of an address.
    /// A cw20 address must also pass `addr_validate` where it enters a contract.
    pub fn validate(&self) -> Result<(), AssetError> {
        match self {
            Self::Native(denom) => {
                let ok_len = (MIN_DENOM_LEN..=MAX_DENOM_LEN).contains(&denom.len());
                let first = denom.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
                let rest = denom.chars().all(|c| c.is_ascii_alphanumeric() || "/:._-".contains(c));
                if ok_len && first && rest {
                    return Ok(());
                }
                Err(AssetError::BadDenom { denom: cut(denom) })
            }
            Self::Cw20(address) => {
                let ok_len = (1..=MAX_ADDRESS_LEN).contains(&address.len());
                if ok_len && address.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) {
                    return Ok(());
                }
                Err(AssetError::BadToken { address: cut(address) })
            }
        }
    }
}

impl fmt::Display for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Native(denom) => write!(f, "{denom}"),
            Self::Cw20(address) => write!(f, "cw20:{address}"),
        }
    }
}

fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("uatom", true)]
    #[case("factory/wasm1abc/u.gold_2", true)]
    #[case("ibc/27394FB092D2ECCD56123C74F36E4C1F926001CEADA9CA97EA622B25F41E5EB2", true)]
    #[case("ab", false)]
    #[case("1atom", false)]
    #[case("u atom", false)]
    #[case("", false)]
    fn denom_rule(#[case] denom: &str, #[case] ok: bool) {
        assert_eq!(Asset::native(denom).validate().is_ok(), ok);
    }

    #[test]
    fn keys_are_injective_and_come_back() {
        let pair =
            [Asset::native("cabc"), Asset::cw20("abc"), Asset::native("nabc"), Asset::cw20("nabc")];
        let mut keys: Vec<_> = pair.iter().map(Asset::key).collect();
        assert!(pair.iter().zip(&keys).all(|(a, k)| Asset::from_key(k).as_ref() == Some(a)));
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), pair.len());
    }
}
