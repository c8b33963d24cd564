//! Coins that come with a message that takes them.

use axiom_types::asset::Asset;
use axiom_types::bounds::MAX_COINS;
use cosmwasm_std::{Coin, MessageInfo};

use crate::checks::{filled_list, unique};
use crate::error::KitError;

/// Passes 1 to 8 coins, each denom well formed and once, none of amount zero.
///
/// # Errors
/// [`KitError::Empty`], [`KitError::TooMany`], [`KitError::Asset`], [`KitError::ZeroAmount`], [`KitError::Duplicate`].
pub fn coins(list: &[Coin]) -> Result<(), KitError> {
    filled_list("coins", list.len(), MAX_COINS)?;
    for coin in list {
        Asset::native(coin.denom.as_str()).validate()?;
        if coin.amount.is_zero() {
            return Err(KitError::ZeroAmount { field: "coins" });
        }
    }
    unique("coins", list.iter().map(|coin| coin.denom.as_str()))
}

/// The one coin sent.
///
/// # Errors
/// [`KitError::WrongFunds`] for none or several, and what [`coins`] refuses.
pub fn one(info: &MessageInfo) -> Result<&Coin, KitError> {
    match info.funds.as_slice() {
        [coin] => {
            coins(&info.funds)?;
            Ok(coin)
        }
        other => Err(KitError::WrongFunds { found: other.len(), expected: "exactly one coin" }),
    }
}

#[cfg(test)]
mod tests;
