//! How a change of points moves a standing, and how the changes of members move the total.

use axiom_kit::decay::{self, Clock, DecayError};
use axiom_types::tracker::Standing;
use cosmwasm_std::{Uint128, Uint256};
use thiserror::Error;

/// Where and when a change happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// How time turns points into units in this domain.
    pub clock: Clock,
    /// Decay era in which units are written.
    pub era: u16,
    /// Weight = floor(units / 2^shift) if the domain votes; none if it does not.
    pub shift: Option<u32>,
    /// Block height.
    pub height: u64,
    /// Unix seconds of the block.
    pub now: u64,
}

/// A standing before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Newest entry so far; none for an account that has no log yet.
    pub old: Option<Standing>,
    /// Newest entry from now on.
    pub new: Standing,
}

impl Change {
    /// Weight before; none for an account without a log.
    pub fn old_weight(&self) -> Option<u64> {
        self.old.as_ref().map(|old| old.weight)
    }

    /// True if the weight, or being a member at all, changed.
    pub fn weight_changed(&self) -> bool {
        self.old_weight() != Some(self.new.weight)
    }
}

/// A change that does not fit.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
pub enum StandingError {
    /// Units, score or weight cannot be told.
    #[error(transparent)]
    Decay(#[from] DecayError),
    /// A number of the log does not fit its type.
    #[error("{what} does not fit: expected at most {max}")]
    Overflow {
        /// Which number.
        what: &'static str,
        /// Largest value, in words.
        max: &'static str,
    },
}

const ENTRIES: StandingError =
    StandingError::Overflow { what: "the number of log entries", max: "2^32 - 1" };
const UNITS: StandingError = StandingError::Overflow { what: "the sum of units", max: "2^256 - 1" };
const LIFETIME: StandingError =
    StandingError::Overflow { what: "the sum of points ever earned", max: "2^128 - 1" };
const WEIGHTS: StandingError =
    StandingError::Overflow { what: "the sum of voting weights", max: "2^64 - 1" };

/// The entry that a change of this block writes, with the old values still in it: the old entry itself if it is of
/// the same block (it is overwritten), else the next number.
fn entry_of_block(old: Option<&Standing>, ground: &Ground) -> Result<Standing, StandingError> {
    let Ground { era, height, now, .. } = *ground;
    Ok(match old {
        None => Standing { seq: 1, height, time: now, era, since: now, ..Standing::default() },
        Some(old) if old.height == height => old.clone(),
        Some(old) => Standing {
            seq: old.seq.checked_add(1).ok_or(ENTRIES)?,
            height,
            time: now,
            era,
            ..old.clone()
        },
    })
}

fn weight(units: Uint256, ground: &Ground) -> Result<u64, DecayError> {
    ground.shift.map_or(Ok(0), |shift| decay::weight(units, shift))
}

/// Credits points: units go up by floor(points * 2^40 * 2^(age / half-life)), lifetime by the points.
/// Rounded down, against the account.
///
/// # Errors
/// [`StandingError`] if the half-lives are used up, or a sum or the weight does not fit.
pub fn credit(
    old: Option<Standing>,
    points: Uint128,
    ground: &Ground,
) -> Result<Change, StandingError> {
    let mut new = entry_of_block(old.as_ref(), ground)?;
    let gained = ground.clock.units(points, ground.now)?;
    new.units = new.units.checked_add(gained).map_err(|_| UNITS)?;
    new.lifetime = new.lifetime.checked_add(points).map_err(|_| LIFETIME)?;
    new.weight = weight(new.units, ground)?;
    Ok(Change { old, new })
}

/// Takes points as of now, at most what is left; lifetime stays. Also tells the points taken, rounded down when all
/// that is left is taken.
///
/// # Errors
/// [`StandingError`] if the half-lives are used up or the log is full.
pub fn debit(
    old: Standing,
    points: Uint128,
    ground: &Ground,
) -> Result<(Change, Uint128), StandingError> {
    let mut new = entry_of_block(Some(&old), ground)?;
    let asked = ground.clock.units(points, ground.now)?;
    let taken = match asked <= old.units {
        true => points,
        false => ground.clock.score(old.units, ground.now)?,
    };
    new.units = old.units.saturating_sub(asked);
    new.weight = weight(new.units, ground)?;
    Ok((Change { old: Some(old), new }, taken))
}

/// The total after changes of members: each sum moves by new minus old of each member, exactly. The total weight is
/// the sum of weights, never a weight of the total units.
///
/// # Errors
/// [`StandingError`] if a sum does not fit.
pub fn total(
    old: Option<Standing>,
    members: &[&Change],
    ground: &Ground,
) -> Result<Change, StandingError> {
    let mut new = entry_of_block(old.as_ref(), ground)?;
    let none = Standing::default();
    for change in members {
        let before = change.old.as_ref().unwrap_or(&none);
        new.units = new.units.saturating_sub(before.units);
        new.units = new.units.checked_add(change.new.units).map_err(|_| UNITS)?;
        new.weight = new.weight.saturating_sub(before.weight);
        new.weight = new.weight.checked_add(change.new.weight).ok_or(WEIGHTS)?;
        new.lifetime = new.lifetime.saturating_sub(before.lifetime);
        new.lifetime = new.lifetime.checked_add(change.new.lifetime).map_err(|_| LIFETIME)?;
    }
    Ok(Change { old, new })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;

    const HALF: u64 = 1_000;

    fn ground(height: u64, now: u64) -> Ground {
        let clock = Clock { landmark: 0, half_life: HALF };
        Ground { clock, era: 0, shift: Some(40), height, now }
    }

    fn points(n: u128) -> Uint128 {
        Uint128::new(n)
    }

    #[test]
    fn first_credit_opens_a_log() {
        let change = credit(None, points(3), &ground(7, 0)).unwrap();
        assert_eq!(change.old, None);
        let new = change.new;
        assert_eq!((new.seq, new.height, new.time, new.since), (1, 7, 0, 0));
        assert_eq!(new.units, Uint256::from(3u128 << 40));
        assert_eq!((new.weight, new.lifetime), (3, points(3)));
    }

    #[test]
    fn same_block_overwrites_and_a_later_one_appends() {
        let one = credit(None, points(1), &ground(7, 5)).unwrap().new;
        let two = credit(Some(one), points(1), &ground(7, 5)).unwrap().new;
        assert_eq!((two.seq, two.lifetime), (1, points(2)));
        // Another block of the same time is another entry.
        let three = credit(Some(two), points(1), &ground(8, 5)).unwrap().new;
        assert_eq!((three.seq, three.time, three.since), (2, 5, 5));
    }

    #[test]
    fn later_points_weigh_double_after_a_half_life() {
        let change = credit(None, points(3), &ground(7, HALF)).unwrap();
        assert_eq!(change.new.units, Uint256::from(6u128 << 40));
        assert_eq!(change.new.weight, 6);
    }

    #[test]
    fn debit_takes_no_more_than_is_left() {
        let old = credit(None, points(10), &ground(1, 0)).unwrap().new;
        let (part, taken) = debit(old.clone(), points(4), &ground(2, 0)).unwrap();
        assert_eq!((part.new.weight, taken, part.new.lifetime), (6, points(4), points(10)));
        // After one half-life five are left.
        let (all, taken) = debit(old, points(9), &ground(2, HALF)).unwrap();
        assert_eq!((all.new.units, all.new.weight, taken), (Uint256::zero(), 0, points(5)));
        assert_eq!(all.new.seq, 2);
    }

    #[test]
    fn total_weight_is_the_sum_of_floors() {
        let at = ground(1, 0);
        let half = Uint256::from((1u128 << 39) + (1 << 38));
        let member = Standing { seq: 1, units: half, ..Standing::default() };
        let a = Change { old: None, new: member.clone() };
        let b = Change { old: None, new: member };
        let sum = total(None, &[&a, &b], &at).unwrap().new;
        assert_eq!(sum.units, Uint256::from((1u128 << 40) + (1 << 39)));
        assert_eq!(sum.weight, 0, "the total units would weigh 1");
    }

    #[test]
    fn a_domain_that_does_not_vote_has_no_weight() {
        let at = Ground { shift: None, ..ground(1, 0) };
        assert_eq!(credit(None, points(9), &at).unwrap().new.weight, 0);
    }

    #[test]
    fn each_sum_has_its_overflow() {
        let at = ground(9, 0);
        let full = |f: fn(&mut Standing)| {
            let mut s = Standing { seq: 1, height: 1, ..Standing::default() };
            f(&mut s);
            s
        };
        let entries = full(|s| s.seq = u32::MAX);
        assert_eq!(credit(Some(entries), points(1), &at), Err(ENTRIES));
        let units = full(|s| s.units = Uint256::MAX);
        assert_eq!(credit(Some(units.clone()), points(1), &at), Err(UNITS));
        let lifetime = full(|s| s.lifetime = Uint128::MAX);
        assert_eq!(credit(Some(lifetime.clone()), points(1), &at), Err(LIFETIME));
        let heavy = credit(None, points(1 << 90), &at);
        assert!(matches!(heavy, Err(StandingError::Decay(DecayError::WeightOverflow { .. }))));
        let late = credit(None, points(1), &ground(9, 101 * HALF));
        assert!(matches!(late, Err(StandingError::Decay(DecayError::HeadroomExhausted { .. }))));

        let one = credit(None, points(1), &at).unwrap();
        let weights = full(|s| s.weight = u64::MAX);
        for (old, error) in [(units, UNITS), (lifetime, LIFETIME), (weights, WEIGHTS)] {
            assert_eq!(total(Some(old), &[&one], &at), Err(error));
        }
    }
}
