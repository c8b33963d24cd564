//! Forward decay: scores that halve every half-life, without anybody turning a crank.
//!
//! A contribution of `a` points at time `t`, in a domain with landmark `L` and half-life `h`, adds
//!
//! ```text
//! u = floor(a * 2^40 * 2^((t - L) / h))      units
//! score at t' = floor(U * 2^-((t' - L) / h) / 2^40)      points, U = sum of units
//! ```
//!
//! Units never change by time alone, so sums, shares and snapshots stay exact.
//!
//! # Rounding
//! Everything is rounded down: neither units nor score is ever above the true value. With `true`
//! the real number that is rounded,
//!
//! ```text
//! 0 <= true - computed < true * 2^-120 + 1
//! ```
//!
//! Derivation, in parts of `e = 2^-128` of the value. The exponent's fraction `f` is kept in 128
//! bits, rounded down: at most `ln 2 * e < 0.7 e`. Its upper 64 bits select among 64 constants
//! `2^(2^-i)`, each rounded down to 128 bits behind the point (`1 e`), each product rounded down
//! (`1 e`, since it is at least one): `128 e`. The lower 64 bits, `y < 2^-64`, enter as
//! `1 + y ln 2`, which is below `2^y` by less than `(y ln 2)^2 < 0.5 e`, with two roundings down:
//! `2.5 e`. In all below `132 e < 2^-120`. The last rounding, to a whole unit or point, is the `+ 1`.
//!
//! # Consequences
//! - Units grow with time and with the amount, and a score never grows by time: one second moves the
//!   true value by at least `2^-65` of it, far more than the error.
//! - `score(units(a, t), t)` is `a` or `a - 1`, for every amount allowed: the two errors together
//!   stay below `2^96 * 2^-119 + 2^-40 < 1`.
//! - At whole half-lives, units are exact.

use cosmwasm_std::{Uint128, Uint256};

#[cfg(test)]
mod tests;

/// Units per point at the landmark, as a power of two.
pub const UNIT_BITS: u32 = 40;
/// Half-lives after the landmark until which units can be added. A score can be read for ever.
pub const MAX_HALF_LIVES: u64 = 100;
/// The largest contribution, as a power of two: `2^96` points. It makes at most `2^236` units, so
/// that a sum of a million of the largest ones fits 256 bits.
pub const MAX_AMOUNT_BITS: u32 = 96;

/// Bits behind the point of the powers below.
const Q: u32 = 128;

/// Why units, score or weight cannot be told.
#[derive(thiserror::Error, Clone, Debug, PartialEq, Eq)]
pub enum DecayError {
    /// The time lies before the landmark.
    #[error("time {now} is before the landmark, expected {landmark} or later")]
    TimeBeforeLandmark {
        /// Unix seconds asked for.
        now: u64,
        /// Unix seconds of the landmark.
        landmark: u64,
    },
    /// The half-life is zero.
    #[error("the half-life is zero seconds, expected at least one")]
    ZeroHalfLife,
    /// The amount is larger than one contribution may be.
    #[error("amount {amount} is too large, expected at most {max}")]
    AmountTooLarge {
        /// Points given.
        amount: Uint128,
        /// `2^96`.
        max: Uint128,
    },
    /// The landmark is too long ago for new units: it must be moved first.
    #[error("{half_lives} half-lives have passed since the landmark, expected at most {max}")]
    HeadroomExhausted {
        /// Whole half-lives passed.
        half_lives: u64,
        /// [`MAX_HALF_LIVES`].
        max: u64,
    },
    /// The score does not fit 128 bits. Never caused by time passing.
    #[error("the score of {units} units does not fit, expected at most 128 bits")]
    ScoreOverflow {
        /// The units.
        units: Uint256,
    },
    /// The weight does not fit 64 bits: the shift must be raised.
    #[error("{units} units at shift {shift} do not fit a weight, expected at most 64 bits")]
    WeightOverflow {
        /// The units.
        units: Uint256,
        /// The shift used.
        shift: u32,
    },
    /// An intermediate product did not fit. The bounds above exclude it.
    #[error("decay arithmetic overflowed, expected every product to fit")]
    Overflow,
}

/// How time turns points into units in one domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Unix seconds at which one point is `2^40` units.
    pub landmark: u64,
    /// Seconds in which a score halves.
    pub half_life: u64,
}

/// Time since the landmark.
struct Age {
    /// Whole half-lives.
    whole: u64,
    /// Seconds of the half-life under way.
    rest: u64,
}

impl Clock {
    /// The units that `amount` points add at `now`, rounded down.
    ///
    /// # Errors
    /// [`DecayError::AmountTooLarge`] above `2^96`, [`DecayError::HeadroomExhausted`] later than
    /// [`MAX_HALF_LIVES`], [`DecayError::TimeBeforeLandmark`], [`DecayError::ZeroHalfLife`].
    pub fn units(&self, amount: Uint128, now: u64) -> Result<Uint256, DecayError> {
        let max = Uint128::new(1 << MAX_AMOUNT_BITS);
        if amount > max {
            return Err(DecayError::AmountTooLarge { amount, max });
        }
        let Age { whole, rest } = self.age(now)?;
        if whole > MAX_HALF_LIVES || (whole == MAX_HALF_LIVES && rest > 0) {
            return Err(DecayError::HeadroomExhausted { half_lives: whole, max: MAX_HALF_LIVES });
        }
        // amount <= 2^96 and power < 2^129: the product is below 2^225, and 12 bits more at most.
        let power = power_of_two_floor(fraction_floor(rest, self.half_life)?)?;
        let product = mul(Uint256::from(amount), power)?;
        let up = u32::try_from(whole)
            .ok()
            .and_then(|whole| whole.checked_add(UNIT_BITS))
            .ok_or(DecayError::Overflow)?;
        match up.checked_sub(Q) {
            Some(left) => product.checked_shl(left).map_err(|_| DecayError::Overflow),
            None => shr(product, Q.saturating_sub(up)),
        }
    }

    /// The points that `units` are worth at `now`, rounded down. However much time has passed, this
    /// is an answer: in the end zero.
    ///
    /// # Errors
    /// [`DecayError::ScoreOverflow`] when the score is above 128 bits,
    /// [`DecayError::TimeBeforeLandmark`], [`DecayError::ZeroHalfLife`].
    pub fn score(&self, units: Uint256, now: u64) -> Result<Uint128, DecayError> {
        let Age { whole, rest } = self.age(now)?;
        // 2^-(w + r/h) = 2^-(w + 1) * 2^((h - r)/h): the power is rounded down, not its inverse up.
        let power = if rest == 0 {
            one()?.checked_shl(1).map_err(|_| DecayError::Overflow)?
        } else {
            let left = self.half_life.saturating_sub(rest);
            power_of_two_floor(fraction_floor(left, self.half_life)?)?
        };
        let down = whole.saturating_add(u64::from(Q)).saturating_add(u64::from(UNIT_BITS));
        let down = u32::try_from(down.saturating_add(1)).unwrap_or(u32::MAX);
        // A shift by the whole width or more leaves nothing.
        let Ok(score) = units.full_mul(power).checked_shr(down) else {
            return Ok(Uint128::zero());
        };
        Uint256::try_from(score)
            .ok()
            .and_then(|score| Uint128::try_from(score).ok())
            .ok_or(DecayError::ScoreOverflow { units })
    }

    /// Whole half-lives from the landmark to `now`.
    ///
    /// # Errors
    /// [`DecayError::TimeBeforeLandmark`], [`DecayError::ZeroHalfLife`].
    pub fn half_lives(&self, now: u64) -> Result<u64, DecayError> {
        self.age(now).map(|age| age.whole)
    }

    fn age(&self, now: u64) -> Result<Age, DecayError> {
        let Clock { landmark, half_life } = *self;
        let passed =
            now.checked_sub(landmark).ok_or(DecayError::TimeBeforeLandmark { now, landmark })?;
        let whole = passed.checked_div(half_life).ok_or(DecayError::ZeroHalfLife)?;
        let rest = passed.checked_rem(half_life).ok_or(DecayError::ZeroHalfLife)?;
        Ok(Age { whole, rest })
    }
}

/// The voting weight of units: `floor(units / 2^shift)`. Members' weights are summed one by one, so
/// their total may be below the weight of the total units.
///
/// # Errors
/// [`DecayError::WeightOverflow`] when it is above 64 bits.
pub fn weight(units: Uint256, shift: u32) -> Result<u64, DecayError> {
    let Ok(shifted) = units.checked_shr(shift) else {
        return Ok(0);
    };
    Uint128::try_from(shifted)
        .ok()
        .and_then(|weight| u64::try_from(weight.u128()).ok())
        .ok_or(DecayError::WeightOverflow { units, shift })
}

/// `floor(top / bottom * 2^128)` for `top < bottom`.
fn fraction_floor(top: u64, bottom: u64) -> Result<u128, DecayError> {
    let fraction = Uint256::from(top)
        .checked_shl(Q)
        .map_err(|_| DecayError::Overflow)?
        .checked_div(Uint256::from(bottom))
        .map_err(|_| DecayError::ZeroHalfLife)?;
    Uint128::try_from(fraction).map(|f| f.u128()).map_err(|_| DecayError::Overflow)
}

/// `2^(fraction / 2^128) * 2^128`, rounded down as derived at the top of this module; in
/// `[2^128, 2^129)`.
fn power_of_two_floor(fraction: u128) -> Result<Uint256, DecayError> {
    let mut power = one()?;
    let mut bits = fraction;
    for root in ROOTS {
        if bits & TOP_BIT != 0 {
            power = grow(power, root)?;
        }
        bits <<= 1;
    }
    // What is left of `bits` are the lower 64 of the fraction, moved up by 64.
    let below = shr(mul(Uint256::from(bits >> 64), Uint256::from(LN_2))?, Q)?;
    let below = Uint128::try_from(below).map_err(|_| DecayError::Overflow)?;
    grow(power, below.u128())
}

/// `floor(power * (1 + part / 2^128))`. The power is below `2^129` and every part is below `2^127`,
/// so the product fits 256 bits.
fn grow(power: Uint256, part: u128) -> Result<Uint256, DecayError> {
    let gain = shr(mul(power, Uint256::from(part))?, Q)?;
    power.checked_add(gain).map_err(|_| DecayError::Overflow)
}

fn one() -> Result<Uint256, DecayError> {
    Uint256::one().checked_shl(Q).map_err(|_| DecayError::Overflow)
}

fn mul(a: Uint256, b: Uint256) -> Result<Uint256, DecayError> {
    a.checked_mul(b).map_err(|_| DecayError::Overflow)
}

fn shr(a: Uint256, bits: u32) -> Result<Uint256, DecayError> {
    a.checked_shr(bits).map_err(|_| DecayError::Overflow)
}

const TOP_BIT: u128 = 1 << 127;

/// `floor(ln 2 * 2^128)`.
const LN_2: u128 = 0xb17217f7_d1cf79ab_c9e3b398_03f2f6af;

/// `floor((2^(2^-i) - 1) * 2^128)` for `i` from 1 to 64. The test `constants` derives them anew by
/// integer square roots.
#[rustfmt::skip]
const ROOTS: [u128; 64] = [
    0x6a09e667_f3bcc908_b2fb1366_ea957d3e,
    0x306fe0a3_1b7152de_8d5a4630_5c85edec,
    0x172b83c7_d517adcd_f7c8c50e_b14a7920,
    0x0b5586cf_9890f629_8b92b718_42a98364,
    0x059b0d31_585743ae_7c548eb6_8ca417fe,
    0x02c9a3e7_78060ee6_f7caca4f_7a29bde9,
    0x0163da9f_b33356d8_4a66ae33_6dcdfa40,
    0x00b1afa5_abcbed61_29ab13ec_11dc9544,
    0x0058c86d_a1c09ea1_ff19d294_cf2f679c,
    0x002c605e_2e8cec50_6d21bfc8_9a23a010,
    0x00162f39_04051fa1_28bca9c5_5c31e5e0,
    0x000b175e_ffdc76ba_38e31671_ca939726,
    0x00058ba0_1fb9f96d_6cacd4b1_80917c3e,
    0x0002c5cc_37da9491_d0985c34_8c68e7b3,
    0x000162e5_25ee0547_54457d59_95292026,
    0x0000b172_55775c04_0618bf4a_4ade83fc,
    0x000058b9_1b5bc9ae_2eed81e9_b7d4cfac,
    0x00002c5c_89d5ec6c_a4d7c8ac_c017b7c9,
    0x0000162e_43f4f831_060e02d8_39a9d16d,
    0x00000b17_21bcfc99_d9f890ea_06911763,
    0x0000058b_90cf1e6d_97f9ca14_dbcc1628,
    0x000002c5_c863b73f_016468f6_bac5ca2c,
    0x00000162_e430e5a1_8f6119e3_c02282a5,
    0x000000b1_72183551_4b86e6d9_6efd1bff,
    0x00000058_b90c0b48_c6be5df8_46c5b2f0,
    0x0000002c_5c8601cc_6b9e9421_3c72737a,
    0x00000016_2e42fff0_37df38aa_2b219f06,
    0x0000000b_17217fba_9c739aa5_819f44f9,
    0x00000005_8b90bfcd_ee5acd3c_1cedc823,
    0x00000002_c5c85fe3_1f35a6a3_0da1be50,
    0x00000001_62e42ff0_999ce354_1b9fffcf,
    0x00000000_b17217f8_0f4ef5aa_dda45554,
    0x00000000_58b90bfb_f8479bd5_a81b51ad,
    0x00000000_2c5c85fd_f84bd62a_e30a74cc,
    0x00000000_162e42fe_fb2fed25_7559bdaa,
    0x00000000_0b17217f_7d5a7716_bba4a9af,
    0x00000000_058b90bf_be9ddbac_5e109ccf,
    0x00000000_02c5c85f_df4b15de_6f17eb0d,
    0x00000000_0162e42f_efa494f1_478fde05,
    0x00000000_00b17217_f7d20cf9_27c8e94c,
    0x00000000_0058b90b_fbe8f71c_b4e4b33e,
    0x00000000_002c5c85_fdf477b6_62b26945,
    0x00000000_00162e42_fefa3ae5_3369388c,
    0x00000000_000b1721_7f7d1d35_1a389d40,
    0x00000000_00058b90_bfbe8e8b_2d3d4ede,
    0x00000000_0002c5c8_5fdf4741_bea6e77f,
    0x00000000_000162e4_2fefa39f_e95583c3,
    0x00000000_0000b172_17f7d1cf_b72b45e2,
    0x00000000_000058b9_0bfbe8e7_cc35c3f1,
    0x00000000_00002c5c_85fdf473_e242ea38,
    0x00000000_0000162e_42fefa39_f02b772c,
    0x00000000_00000b17_217f7d1c_f7d83c1a,
    0x00000000_0000058b_90bfbe8e_7bdcbe2e,
    0x00000000_000002c5_c85fdf47_3dea871f,
    0x00000000_00000162_e42fefa3_9ef44d91,
    0x00000000_000000b1_7217f7d1_cf79e949,
    0x00000000_00000058_b90bfbe8_e7bce544,
    0x00000000_0000002c_5c85fdf4_73de6eca,
    0x00000000_00000016_2e42fefa_39ef366f,
    0x00000000_0000000b_17217f7d_1cf79afa,
    0x00000000_00000005_8b90bfbe_8e7bcd6d,
    0x00000000_00000002_c5c85fdf_473de6b2,
    0x00000000_00000001_62e42fef_a39ef358,
    0x00000000_00000000_b17217f7_d1cf79ac,
];
