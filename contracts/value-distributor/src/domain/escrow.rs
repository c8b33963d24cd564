//! Escrows.

use axiom_kit::deadline::Deadline;
use axiom_types::packed::{Packed, Reader, Writer};
use cosmwasm_std::{Addr, Uint128};

use super::{plus, BookError};

/// Blocks that must be produced after the opening of an escrow before its payer can take it back.
pub const BACKSTOP_MIN_BLOCKS: u64 = 100;

/// Money locked by a controller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escrow {
    /// Whose money.
    pub payer: Addr,
    /// Key of the asset.
    pub asset: String,
    /// Base units.
    pub amount: Uint128,
    /// From when the payer may take it back. Its idle sum counts paused and frozen seconds.
    pub backstop: Deadline,
}

impl Packed for Escrow {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.addr(&self.payer).text(&self.asset).short_u128(self.amount);
        self.backstop.write(out);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            payer: input.addr()?,
            asset: input.text()?,
            amount: input.short_u128()?,
            backstop: Deadline::read(input)?,
        })
    }
}

/// Sum of the payouts of an escrow; `None` if they exceed what is locked.
///
/// # Errors
/// [`BookError::Overflow`] when the payouts do not even fit 128 bits.
pub fn refund_of(
    locked: Uint128,
    payouts: impl IntoIterator<Item = Uint128>,
) -> Result<(Uint128, Option<Uint128>), BookError> {
    let mut paid = Uint128::zero();
    for amount in payouts {
        paid = plus("payouts", paid, amount)?;
    }
    Ok((paid, locked.checked_sub(paid).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(100, &[], Some(100))]
    #[case(100, &[40, 60], Some(0))]
    #[case(100, &[99], Some(1))]
    #[case(100, &[101], None)]
    #[case(0, &[], Some(0))]
    fn refunds(#[case] locked: u128, #[case] out: &[u128], #[case] want: Option<u128>) {
        let (paid, rest) = refund_of(locked.into(), out.iter().map(|a| Uint128::new(*a))).unwrap();
        assert_eq!(paid.u128(), out.iter().sum::<u128>());
        assert_eq!(rest.map(|r| r.u128()), want);
    }

    #[test]
    fn payouts_beyond_the_type_are_refused() {
        let all = [Uint128::MAX, Uint128::one()];
        assert_eq!(refund_of(Uint128::MAX, all), Err(BookError::Overflow { what: "payouts" }));
    }

    #[test]
    fn an_escrow_comes_back_from_its_bytes() {
        let escrow = Escrow {
            payer: Addr::unchecked("wasm1payer"),
            asset: "nuaxm".into(),
            amount: Uint128::new(7),
            backstop: Deadline::after(100, 5, 50, BACKSTOP_MIN_BLOCKS, 3),
        };
        assert_eq!(Escrow::unpack(&escrow.pack()), Some(escrow));
    }
}
