//! What is owed of an asset, by ledger.

use cosmwasm_std::Uint128;

use super::{minus, plus, BookError};

/// A ledger of an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ledger {
    /// Internal balances.
    Balances,
    /// Open escrows.
    Escrowed,
    /// Pools.
    Pooled,
}

impl Ledger {
    fn name(self) -> &'static str {
        match self {
            Self::Balances => "balances",
            Self::Escrowed => "escrows",
            Self::Pooled => "pools",
        }
    }
}

/// Base units of one asset that are owed to somebody and rest in a ledger. With the transfers in flight, which are
/// records of their own, their sum is what is tracked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holdings {
    /// In internal balances.
    pub balances: Uint128,
    /// In escrows.
    pub escrowed: Uint128,
    /// In pools.
    pub pooled: Uint128,
}

impl Holdings {
    /// All that rests in the ledgers.
    ///
    /// # Errors
    /// [`BookError::Overflow`]; excluded for stored holdings, because every entry checks it.
    pub fn resting(&self) -> Result<Uint128, BookError> {
        let kept = plus("holdings", self.balances, self.escrowed)?;
        plus("holdings", kept, self.pooled)
    }

    /// Base units arrive in a ledger.
    ///
    /// # Errors
    /// [`BookError::Overflow`].
    pub fn entered(&self, to: Ledger, amount: Uint128) -> Result<Self, BookError> {
        let mut next = *self;
        let slot = next.slot(to);
        *slot = plus("holdings", *slot, amount)?;
        next.resting()?;
        Ok(next)
    }

    /// Base units leave: into a transfer.
    ///
    /// # Errors
    /// [`BookError::Short`].
    pub fn left(&self, from: Ledger, amount: Uint128) -> Result<Self, BookError> {
        let mut next = *self;
        let slot = next.slot(from);
        *slot = minus(from.name(), *slot, amount)?;
        Ok(next)
    }

    /// Base units move between ledgers; the sum stays.
    ///
    /// # Errors
    /// [`BookError::Short`].
    pub fn shifted(&self, from: Ledger, to: Ledger, amount: Uint128) -> Result<Self, BookError> {
        self.left(from, amount)?.entered(to, amount)
    }

    fn slot(&mut self, ledger: Ledger) -> &mut Uint128 {
        match ledger {
            Ledger::Balances => &mut self.balances,
            Ledger::Escrowed => &mut self.escrowed,
            Ledger::Pooled => &mut self.pooled,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holdings(b: u128, e: u128, p: u128) -> Holdings {
        Holdings { balances: b.into(), escrowed: e.into(), pooled: p.into() }
    }

    #[test]
    fn moves_keep_the_sum() {
        let start = holdings(10, 20, 30);
        let next = start.shifted(Ledger::Pooled, Ledger::Balances, Uint128::new(30)).unwrap();
        assert_eq!(next, holdings(40, 20, 0));
        assert_eq!(next.resting(), start.resting());
        assert_eq!(next.left(Ledger::Balances, Uint128::new(40)).unwrap(), holdings(0, 20, 0));
        assert_eq!(next.entered(Ledger::Escrowed, Uint128::one()).unwrap(), holdings(40, 21, 0));
    }

    #[test]
    fn nothing_is_taken_that_is_not_there() {
        let error = holdings(10, 0, 0).left(Ledger::Escrowed, Uint128::one()).unwrap_err();
        let want =
            BookError::Short { ledger: "escrows", held: Uint128::zero(), asked: Uint128::one() };
        assert_eq!(error, want);
    }

    #[test]
    fn the_sum_must_fit_and_not_only_the_ledger() {
        let full = holdings(u128::MAX, 0, 0);
        assert!(full.entered(Ledger::Pooled, Uint128::one()).is_err());
        assert!(full.shifted(Ledger::Balances, Ledger::Pooled, Uint128::one()).is_ok());
    }
}
