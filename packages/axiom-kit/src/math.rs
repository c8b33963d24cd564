//! Exact arithmetic on money. Every function names its rounding; nothing is ever paid out that did
//! not come in.

use axiom_types::json::Json;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Uint128, Uint256, Uint512};

use axiom_types::bounds::BPS;

#[cfg(test)]
mod tests;

/// Bits behind the point of an [`Accumulator`]'s index: `S = 2^96`.
pub const INDEX_BITS: u32 = 96;

/// Why an amount cannot be computed.
#[derive(thiserror::Error, Clone, Debug, PartialEq, Eq)]
pub enum MathError {
    /// There is nothing to divide by: no shares, no weight, no units.
    #[error("the total is zero, expected more")]
    ZeroTotal,
    /// The result does not fit its type.
    #[error("the amount overflowed, expected it to fit")]
    Overflow,
    /// A rate above a whole.
    #[error("{bps} basis points are too many, expected at most {max}")]
    BpsTooHigh {
        /// The rate given.
        bps: u16,
        /// A whole: 10,000.
        max: u16,
    },
    /// A part above its whole.
    #[error("the part {part} is too large, expected at most the whole {whole}")]
    PartExceedsWhole {
        /// The part given.
        part: Uint256,
        /// The whole.
        whole: Uint256,
    },
    /// A member's index lies ahead of the pool's.
    #[error("the member's index {from} is ahead, expected at most the pool's {index}")]
    IndexAhead {
        /// The member's.
        from: Uint256,
        /// The pool's.
        index: Uint256,
    },
}

/// `floor(a * b / c)`. The product is taken in 512 bits.
///
/// # Errors
/// [`MathError::ZeroTotal`] when `c` is zero, [`MathError::Overflow`] above 128 bits.
pub fn mul_div_floor(a: Uint128, b: Uint256, c: Uint256) -> Result<Uint128, MathError> {
    if c.is_zero() {
        return Err(MathError::ZeroTotal);
    }
    let quotient = Uint256::from(a)
        .full_mul(b)
        .checked_div(Uint512::from(c))
        .map_err(|_| MathError::ZeroTotal)?;
    narrow(quotient)
}

/// `ceil(a * b / c)`. The product is taken in 512 bits.
///
/// # Errors
/// As [`mul_div_floor`].
pub fn mul_div_ceil(a: Uint128, b: Uint256, c: Uint256) -> Result<Uint128, MathError> {
    if c.is_zero() {
        return Err(MathError::ZeroTotal);
    }
    let less_one = c.saturating_sub(Uint256::one());
    let product = Uint256::from(a).full_mul(b);
    let quotient = product
        .checked_add(Uint512::from(less_one))
        .map_err(|_| MathError::Overflow)?
        .checked_div(Uint512::from(c))
        .map_err(|_| MathError::ZeroTotal)?;
    narrow(quotient)
}

fn narrow(value: Uint512) -> Result<Uint128, MathError> {
    Uint256::try_from(value)
        .ok()
        .and_then(|value| Uint128::try_from(value).ok())
        .ok_or(MathError::Overflow)
}

/// What a holder of `member` out of `total` units takes from `fund`: `floor(fund * member / total)`.
/// Rounded down for the pool; each claim leaves less than one behind.
///
/// # Errors
/// [`MathError::ZeroTotal`], [`MathError::PartExceedsWhole`] when `member` is above `total`.
pub fn pro_rata_floor(
    fund: Uint128,
    member: Uint256,
    total: Uint256,
) -> Result<Uint128, MathError> {
    if member > total {
        return Err(MathError::PartExceedsWhole { part: member, whole: total });
    }
    mul_div_floor(fund, member, total)
}

/// The fee on `amount`: `ceil(amount * bps / 10000)`, at most `amount`. Rounded up for the treasury,
/// so that splitting a job into small ones never saves a fee.
///
/// # Errors
/// [`MathError::BpsTooHigh`] above 10,000.
pub fn fee_up(amount: Uint128, bps: u16) -> Result<Uint128, MathError> {
    if bps > BPS {
        return Err(MathError::BpsTooHigh { bps, max: BPS });
    }
    mul_div_ceil(amount, Uint256::from(bps), Uint256::from(BPS))
}

/// `amount` split by weights, in order: part k is
/// `floor(amount * cum_k / total) - floor(amount * cum_(k-1) / total)`. The parts sum to `amount`
/// exactly, and each is its exact share rounded down or up by less than one.
///
/// # Errors
/// [`MathError::ZeroTotal`] when no weight is above zero.
pub fn split_exact<W>(amount: Uint128, weights: &[W]) -> Result<Vec<Uint128>, MathError>
where
    W: Copy + Into<u128>,
{
    let mut total = Uint256::zero();
    for weight in weights {
        total = add(total, Uint256::from(Into::<u128>::into(*weight)))?;
    }
    if total.is_zero() {
        return Err(MathError::ZeroTotal);
    }
    let mut parts = Vec::with_capacity(weights.len());
    let mut cumulated = Uint256::zero();
    let mut paid = Uint128::zero();
    for weight in weights {
        cumulated = add(cumulated, Uint256::from(Into::<u128>::into(*weight)))?;
        let up_to_here = mul_div_floor(amount, cumulated, total)?;
        parts.push(up_to_here.checked_sub(paid).map_err(|_| MathError::Overflow)?);
        paid = up_to_here;
    }
    Ok(parts)
}

/// How much of `amount` a straight line over `duration` seconds has released after `elapsed`:
/// `floor(amount * elapsed / duration)`, all of it from the end on. A duration of zero is over at
/// once. Rounded down for the pool; the last second releases what is left.
///
/// # Errors
/// None for these types; [`MathError::Overflow`] is excluded by the bounds.
pub fn released_floor(amount: Uint128, elapsed: u64, duration: u64) -> Result<Uint128, MathError> {
    if elapsed >= duration {
        return Ok(amount);
    }
    mul_div_floor(amount, Uint256::from(elapsed), Uint256::from(duration))
}

/// What one unit of weight has earned in a pool since its beginning, in parts of `2^-96`.
#[cw_serde]
#[derive(Json, Copy, Eq, Default)]
pub struct Accumulator {
    /// Earned by one unit of weight, times `2^96`, rounded down.
    pub index: Uint256,
    /// What that rounding left over, times `2^96`: shared with the next amount, whatever the total
    /// weight is by then.
    pub remainder: Uint256,
}

impl Accumulator {
    /// Shares `amount` among all weight: `(amount * S + remainder) / total_weight`.
    /// Rounded down; the remainder is kept, so many small amounts share what one large one does.
    ///
    /// # Errors
    /// [`MathError::ZeroTotal`] while nobody has a weight: the caller keeps the money and adds it
    /// later. [`MathError::Overflow`] when all that was ever added is above 128 bits.
    /// On an error nothing has changed.
    pub fn add(&mut self, amount: Uint128, total_weight: Uint128) -> Result<(), MathError> {
        if total_weight.is_zero() {
            return Err(MathError::ZeroTotal);
        }
        let weight = Uint256::from(total_weight);
        let scaled = Uint256::from(amount)
            .checked_shl(INDEX_BITS)
            .map_err(|_| MathError::Overflow)?
            .checked_add(self.remainder)
            .map_err(|_| MathError::Overflow)?;
        let step = scaled.checked_div(weight).map_err(|_| MathError::ZeroTotal)?;
        let remainder = scaled.checked_rem(weight).map_err(|_| MathError::ZeroTotal)?;
        self.index = add(self.index, step)?;
        self.remainder = remainder;
        Ok(())
    }

    /// What `shares` have earned since the index stood at `from_index`, rounded down for the pool.
    ///
    /// # Errors
    /// [`MathError::IndexAhead`], [`MathError::Overflow`].
    pub fn owed(&self, shares: Uint128, from_index: Uint256) -> Result<Uint128, MathError> {
        self.earned(shares, from_index, Uint128::zero()).map(|(owed, _)| owed)
    }

    /// Whole amount and fraction (in parts of `2^-96`) earned since `from`, with the fraction that
    /// was left before.
    fn earned(
        &self,
        shares: Uint128,
        from: Uint256,
        fraction: Uint128,
    ) -> Result<(Uint128, Uint128), MathError> {
        let gained = self
            .index
            .checked_sub(from)
            .map_err(|_| MathError::IndexAhead { from, index: self.index })?;
        let scaled = gained.checked_mul(shares.into()).map_err(|_| MathError::Overflow)?;
        let scaled = add(scaled, fraction.into())?;
        let whole = scaled.checked_shr(INDEX_BITS).map_err(|_| MathError::Overflow)?;
        let below = whole.checked_shl(INDEX_BITS).map_err(|_| MathError::Overflow)?;
        let rest = scaled.checked_sub(below).map_err(|_| MathError::Overflow)?;
        let whole = Uint128::try_from(whole).map_err(|_| MathError::Overflow)?;
        let rest = Uint128::try_from(rest).map_err(|_| MathError::Overflow)?;
        Ok((whole, rest))
    }
}

/// Where a member of an [`Accumulator`] was last settled.
#[cw_serde]
#[derive(Json, Copy, Eq, Default)]
pub struct MemberCursor {
    /// The pool's index then.
    pub index: Uint256,
    /// Earned and below one, in parts of `2^-96`: paid with what comes next, so that many claims
    /// pay what one does.
    pub fraction: Uint128,
}

impl MemberCursor {
    /// A member that joins now and takes no part in what was shared before.
    pub fn joining(pool: &Accumulator) -> Self {
        Self { index: pool.index, fraction: Uint128::zero() }
    }

    /// Moves to the pool's index and returns the whole amount that `shares` have earned on the way;
    /// the fraction stays. Settle before every change of a member's shares, and [`Accumulator::add`]
    /// before every change of the total. Rounded down for the pool.
    ///
    /// # Errors
    /// [`MathError::IndexAhead`], [`MathError::Overflow`]. On an error nothing has changed.
    pub fn settle(&mut self, pool: &Accumulator, shares: Uint128) -> Result<Uint128, MathError> {
        let (owed, fraction) = pool.earned(shares, self.index, self.fraction)?;
        *self = Self { index: pool.index, fraction };
        Ok(owed)
    }
}

fn add(a: Uint256, b: Uint256) -> Result<Uint256, MathError> {
    a.checked_add(b).map_err(|_| MathError::Overflow)
}
