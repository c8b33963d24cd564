//! Pure rules of money: plain values in, plain values out.

mod arrival;
mod book;
mod escrow;
mod holdings;
mod standing;
mod stream;
mod table;

pub use arrival::credited_of;
pub use book::{Course, PoolBook, PoolState};
pub use escrow::{refund_of, Escrow, BACKSTOP_MIN_BLOCKS};
pub use holdings::{Holdings, Ledger};
pub use standing::{EpochFund, Grid, Payment, Settled};
pub use stream::Stream;
pub use table::{Member, Table};

use axiom_kit::math::MathError;
use cosmwasm_std::{Uint128, Uint256};
use thiserror::Error;

/// What the rules of money refuse.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
pub enum BookError {
    /// An amount does not fit.
    #[error(transparent)]
    Math(#[from] MathError),
    /// A sum that would not fit 128 bits.
    #[error("{what} would exceed 128 bits: expected a smaller amount")]
    Overflow {
        /// Which sum.
        what: &'static str,
    },
    /// More is taken from a ledger than it holds.
    #[error("{ledger} hold {held}: expected at least {asked}")]
    Short {
        /// Which ledger.
        ledger: &'static str,
        /// Base units there.
        held: Uint128,
        /// Base units to be taken.
        asked: Uint128,
    },
    /// The members of an epoch have more units than its total: the tracker contradicts itself.
    #[error(
        "epoch {epoch} has {total} units, but its members {units}: expected no more than the total"
    )]
    UnitsExceedTotal {
        /// The epoch.
        epoch: u64,
        /// Units of those who claimed, this one included.
        units: Uint256,
        /// Units of all.
        total: Uint256,
    },
    /// Shares of a table beyond its bound.
    #[error("the shares of a pool would sum to {total}: expected at most {max}")]
    TooManyShares {
        /// What they would sum to.
        total: Uint128,
        /// Most shares of a pool.
        max: Uint128,
    },
}

/// `a + b`, or which sum does not fit.
pub(crate) fn plus(what: &'static str, a: Uint128, b: Uint128) -> Result<Uint128, BookError> {
    a.checked_add(b).map_err(|_| BookError::Overflow { what })
}

/// `held - asked`, or which ledger is short.
pub(crate) fn minus(
    ledger: &'static str,
    held: Uint128,
    asked: Uint128,
) -> Result<Uint128, BookError> {
    held.checked_sub(asked).map_err(|_| BookError::Short { ledger, held, asked })
}
