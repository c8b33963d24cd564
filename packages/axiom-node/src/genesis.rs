//! How a development chain begins.

use axiom_chain::{Account, BLOCK_SECONDS, GENESIS_SECONDS};
use cosmwasm_std::{coin, Coin};
use serde::{Deserialize, Serialize};

use crate::error::NodeError;

/// The id of a development chain, where nobody says another.
pub const CHAIN_ID: &str = "axiom-local-1";
/// The coin in which fees are paid, where nobody says another.
pub const FEE_DENOM: &str = "uaxm";
/// Names of the public test accounts that own coins from the beginning.
pub const ACCOUNTS: [&str; 7] = ["faucet", "founder", "alice", "ben", "carol", "app", "agent"];

/// Latest time of a first block, Unix seconds: 2101-01-01.
const LATEST: u64 = 4_133_980_800;

/// A coin and how people write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denom {
    /// The base unit, such as `uaxm`.
    pub base: String,
    /// The unit that people write, such as `axm`.
    pub display: String,
    /// How many decimal digits the display unit has.
    pub exponent: u32,
    /// One line about it.
    pub description: String,
}

/// How a chain begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Genesis {
    /// Its id.
    pub chain_id: String,
    /// Time of its first block, Unix seconds.
    pub time: u64,
    /// Seconds between a block with a transaction and the one before.
    pub pace: u64,
    /// The coin in which fees are paid.
    pub fee_denom: String,
    /// Lowest price of gas, in thousandths of that coin's base unit.
    pub milli_gas_price: u64,
    /// Its coins.
    pub denoms: Vec<Denom>,
    /// Who owns what: address and coins.
    pub balances: Vec<(String, Vec<Coin>)>,
}

impl Default for Genesis {
    /// `axiom-local-1` from 2026-01-01 on, with the coins `uaxm` and `uusd`, of which the public test
    /// accounts own a billion display units each.
    fn default() -> Self {
        let denom = |base: &str, display: &str, description: &str| Denom {
            base: base.to_string(),
            display: display.to_string(),
            exponent: 6,
            description: description.to_string(),
        };
        let rich = |name: &&str| {
            let coins =
                vec![coin(1_000_000_000_000_000, FEE_DENOM), coin(1_000_000_000_000_000, "uusd")];
            (Account::named(*name).address.to_string(), coins)
        };
        Self {
            chain_id: CHAIN_ID.to_string(),
            time: GENESIS_SECONDS,
            pace: BLOCK_SECONDS,
            fee_denom: FEE_DENOM.to_string(),
            milli_gas_price: 25,
            denoms: vec![
                denom(FEE_DENOM, "axm", "Fees and payments of a development chain, worth nothing"),
                denom("uusd", "usd", "A second coin of a development chain, worth nothing"),
            ],
            balances: ACCOUNTS.iter().map(rich).collect(),
        }
    }
}

impl Genesis {
    /// With another chain id.
    pub fn chain_id(mut self, chain_id: impl Into<String>) -> Self {
        self.chain_id = chain_id.into();
        self
    }

    /// The lowest price of gas as it is written, such as `0.025uaxm`.
    pub fn gas_price(&self) -> String {
        let price = self.milli_gas_price;
        format!("{}.{:03}{}", price / 1_000, price % 1_000, self.fee_denom)
    }

    /// Whether a chain can begin like this.
    ///
    /// # Errors
    /// If the chain id is empty or has other characters than letters, digits, `-`, `_` and `.`; if a
    /// balance is of no address, or zero.
    pub(crate) fn check(&self) -> Result<(), NodeError> {
        let fits = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        let id = &self.chain_id;
        if id.is_empty() || id.len() > 48 || !id.chars().all(fits) {
            return Err(NodeError::Invalid(format!(
                "{id:?} is no chain id: use up to 48 letters, digits, '-', '_' and '.'"
            )));
        }
        if self.time > LATEST || self.pace > 86_400 {
            return Err(NodeError::Invalid(
                "the chain cannot begin after the year 2100, or take more than a day for a transaction".to_string(),
            ));
        }
        for (address, coins) in &self.balances {
            let zero = coins.iter().any(|coin| coin.amount.is_zero() || coin.denom.is_empty());
            if zero || !crate::msgs::is_address(address) {
                return Err(NodeError::Invalid(format!(
                    "the chain cannot begin with the balance of {address:?}: name an address that begins with {}1 and \
                     amounts above zero",
                    axiom_chain::PREFIX
                )));
            }
        }
        Ok(())
    }
}
