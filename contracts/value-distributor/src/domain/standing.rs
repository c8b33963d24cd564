//! Epochs of a standing pool.

use axiom_kit::math::pro_rata_floor;
use axiom_types::bounds::POOL_ABANDONED;
use axiom_types::json::Json;
use axiom_types::packed::{Packed, Reader, Writer};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Uint128, Uint256};

use super::{minus, plus, BookError};

/// The epochs of a pool: windows of equal length, copied from its tracker's domain when the pool was created.
#[cw_serde]
#[derive(Json, Copy)]
pub struct Grid {
    /// Unix seconds at which epoch 0 began.
    pub start: u64,
    /// Seconds of an epoch; never zero.
    pub length: u64,
}

impl Grid {
    /// The epoch that is open at `now`; 0 before the first.
    pub fn epoch_at(&self, now: u64) -> u64 {
        now.saturating_sub(self.start).checked_div(self.length).unwrap_or(0)
    }

    /// Unix seconds at which an epoch ends, exclusive.
    pub fn end_of(&self, epoch: u64) -> u64 {
        self.start.saturating_add(epoch.saturating_add(1).saturating_mul(self.length))
    }

    /// Epochs before this one are given up if they cannot be read: the tracker is known to be dark for
    /// [`POOL_ABANDONED`] seconds, and they closed at least as long ago.
    pub fn given_up_before(&self, now: u64, dark: Option<u64>) -> u64 {
        match dark {
            Some(since) if now >= since.saturating_add(POOL_ABANDONED) => {
                self.epoch_at(now.saturating_sub(POOL_ABANDONED))
            }
            _ => 0,
        }
    }
}

/// An epoch's total and what was claimed from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// Units of the domain at its close; above zero.
    pub total: Uint256,
    /// Units of those who claimed.
    pub units: Uint256,
    /// Base units claimed.
    pub claimed: Uint128,
}

/// The money of one epoch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EpochFund {
    /// Base units put in for it.
    pub amount: Uint128,
    /// Its total, once somebody looked after its close.
    pub settled: Option<Settled>,
}

/// What a claim takes from an epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payment {
    /// Base units to the member, rounded down.
    pub paid: Uint128,
    /// Base units left over after the last unit was paid; for the residue.
    pub dust: Uint128,
}

impl EpochFund {
    /// Adds money; only while the epoch is open.
    ///
    /// # Errors
    /// [`BookError::Overflow`].
    pub fn add(&mut self, amount: Uint128) -> Result<(), BookError> {
        self.amount = plus("epoch", self.amount, amount)?;
        Ok(())
    }

    /// What nobody has claimed yet; nothing once all units were paid, because the dust left then.
    ///
    /// # Errors
    /// None for stored epochs.
    pub fn unclaimed(&self) -> Result<Uint128, BookError> {
        match &self.settled {
            None => Ok(self.amount),
            Some(settled) if settled.units == settled.total => Ok(Uint128::zero()),
            Some(settled) => minus("an epoch's funds", self.amount, settled.claimed),
        }
    }

    /// Stores the total of the closed epoch, which is above zero.
    pub fn settle(&mut self, total: Uint256) {
        self.settled = Some(Settled { total, units: Uint256::zero(), claimed: Uint128::zero() });
    }

    /// Pays a member: floor(amount * units / total), in favour of the pool. The rest that remains once all units
    /// were paid is dust. Never pays more in all than the epoch has, whatever the tracker says of its members.
    ///
    /// # Errors
    /// [`BookError::UnitsExceedTotal`]. Nothing has changed then.
    pub fn pay_floor(&mut self, epoch: u64, units: Uint256) -> Result<Payment, BookError> {
        let (zero, Some(settled)) = (Uint128::zero(), self.settled) else {
            return Ok(Payment { paid: Uint128::zero(), dust: Uint128::zero() });
        };
        if units.is_zero() {
            return Ok(Payment { paid: zero, dust: zero });
        }
        let total = settled.total;
        let exceeded = |units| BookError::UnitsExceedTotal { epoch, units, total };
        let all = settled.units.checked_add(units).map_err(|_| exceeded(Uint256::MAX))?;
        if all > total {
            return Err(exceeded(all));
        }
        let paid = pro_rata_floor(self.amount, units, total)?;
        let claimed = plus("epoch", settled.claimed, paid)?;
        let left = minus("an epoch's funds", self.amount, claimed)?;
        self.settled = Some(Settled { total, units: all, claimed });
        Ok(Payment { paid, dust: if all == total { left } else { zero } })
    }
}

impl Packed for EpochFund {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.short_u128(self.amount);
        if let Some(settled) = &self.settled {
            out.short_u256(settled.total).short_u256(settled.units).short_u128(settled.claimed);
        }
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        let amount = input.short_u128()?;
        if input.is_empty() {
            return Some(Self { amount, settled: None });
        }
        let (total, units, claimed) =
            (input.short_u256()?, input.short_u256()?, input.short_u128()?);
        Some(Self { amount, settled: Some(Settled { total, units, claimed }) })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::before(50, 0)]
    #[case::first(100, 0)]
    #[case::last_second(109, 0)]
    #[case::edge(110, 1)]
    #[case::later(205, 10)]
    fn epochs(#[case] now: u64, #[case] want: u64) {
        let grid = Grid { start: 100, length: 10 };
        assert_eq!(grid.epoch_at(now), want);
        assert!(now < grid.end_of(want));
        assert!(want == 0 || now >= grid.end_of(want - 1));
    }

    fn fund(amount: u128, total: u128) -> EpochFund {
        let mut fund = EpochFund { amount: amount.into(), settled: None };
        fund.settle(total.into());
        fund
    }

    #[rstest]
    #[case::known_to_answer(9_999_999_999, None, 0)]
    #[case::a_second_early(100 + POOL_ABANDONED - 1, Some(100), 0)]
    #[case::nothing_closed_by_then(100 + POOL_ABANDONED, Some(100), 0)]
    #[case::first_close(110 + POOL_ABANDONED, Some(100), 1)]
    #[case::a_second_before_the_next(119 + POOL_ABANDONED, Some(100), 1)]
    #[case::known_late(205 + POOL_ABANDONED, Some(205), 10)]
    fn given_up(#[case] now: u64, #[case] dark: Option<u64>, #[case] want: u64) {
        let grid = Grid { start: 100, length: 10 };
        assert_eq!(grid.given_up_before(now, dark), want);
    }

    #[test]
    fn what_is_unclaimed_leaves_out_the_dust() {
        let mut epoch = EpochFund::default();
        epoch.add(Uint128::new(100)).unwrap();
        assert_eq!(epoch.unclaimed().unwrap().u128(), 100);
        epoch.settle(Uint256::from(3u8));
        for left in [67, 34, 0] {
            epoch.pay_floor(0, Uint256::one()).unwrap();
            assert_eq!(epoch.unclaimed().unwrap().u128(), left);
        }
    }

    #[test]
    fn the_last_unit_leaves_the_dust() {
        let mut epoch = fund(100, 3);
        for dust in [0, 0, 1] {
            let want = Payment { paid: Uint128::new(33), dust: Uint128::new(dust) };
            assert_eq!(epoch.pay_floor(4, Uint256::one()).unwrap(), want);
        }
        let error = epoch.pay_floor(4, Uint256::one()).unwrap_err();
        let (units, total) = (Uint256::from(4u8), Uint256::from(3u8));
        assert_eq!(error, BookError::UnitsExceedTotal { epoch: 4, units, total });
        let nothing = Payment { paid: Uint128::zero(), dust: Uint128::zero() };
        assert_eq!(epoch.pay_floor(4, Uint256::zero()).unwrap(), nothing);
    }

    #[test]
    fn largest_values_do_not_overflow() {
        let mut epoch = fund(u128::MAX, 0);
        epoch.settle(Uint256::MAX);
        let paid = epoch.pay_floor(0, Uint256::MAX - Uint256::one()).unwrap().paid;
        assert_eq!(paid.u128(), u128::MAX - 1);
        assert!(epoch.pay_floor(0, Uint256::MAX).is_err());
        assert_eq!(epoch.pay_floor(0, Uint256::one()).unwrap().dust.u128(), 1);
    }

    #[test]
    fn both_forms_come_back_from_their_bytes() {
        let mut epoch = EpochFund { amount: Uint128::new(5), settled: None };
        assert_eq!(EpochFund::unpack(&epoch.pack()), Some(epoch));
        epoch.settle(Uint256::from(9u8));
        assert_eq!(EpochFund::unpack(&epoch.pack()), Some(epoch));
    }

    proptest! {
        #[test]
        fn an_epoch_pays_all_and_no_more(
            amount in any::<u128>(),
            units in proptest::collection::vec(1u128..1 << 100, 1..12),
        ) {
            let mut epoch = fund(amount, units.iter().sum());
            let (mut out, mut dust) = (0, 0);
            for part in &units {
                let payment = epoch.pay_floor(0, Uint256::from(*part)).unwrap();
                out += payment.paid.u128();
                dust += payment.dust.u128();
            }
            prop_assert_eq!(out + dust, amount);
            prop_assert!(dust < units.len() as u128);
        }
    }
}
