//! The books of one pool.

use axiom_kit::math::Accumulator;
use axiom_types::packed::{Packed, Reader, Writer};
use cosmwasm_std::Uint128;

use super::{minus, plus, BookError, Stream, Table};

/// Where the money of a pool is. What was ever put in = undistributed + allocated + residual + claimed + swept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PoolBook {
    /// Base units ever put in.
    pub funded: Uint128,
    /// Base units not yet due to anybody.
    pub undistributed: Uint128,
    /// Base units due to members and not yet claimed, dust included.
    pub allocated: Uint128,
    /// Base units that wait for a sweep.
    pub residual: Uint128,
    /// Base units ever claimed.
    pub claimed: Uint128,
}

impl PoolBook {
    /// Money comes in.
    ///
    /// # Errors
    /// [`BookError::Overflow`].
    pub fn fund(&mut self, amount: Uint128) -> Result<(), BookError> {
        self.funded = plus("all that a pool was ever given", self.funded, amount)?;
        self.undistributed = plus("pool", self.undistributed, amount)?;
        Ok(())
    }

    /// Money becomes due to members.
    ///
    /// # Errors
    /// [`BookError::Short`].
    pub fn release(&mut self, amount: Uint128) -> Result<(), BookError> {
        self.undistributed = minus("undistributed funds", self.undistributed, amount)?;
        self.allocated = plus("pool", self.allocated, amount)?;
        Ok(())
    }

    /// Money is claimed.
    ///
    /// # Errors
    /// [`BookError::Short`].
    pub fn pay(&mut self, amount: Uint128) -> Result<(), BookError> {
        self.allocated = minus("allocated funds", self.allocated, amount)?;
        self.claimed = plus("all that a pool ever paid", self.claimed, amount)?;
        Ok(())
    }

    /// Money that nobody can claim any more waits for a sweep.
    ///
    /// # Errors
    /// [`BookError::Short`].
    pub fn write_off(&mut self, dust: Uint128) -> Result<(), BookError> {
        self.allocated = minus("allocated funds", self.allocated, dust)?;
        self.residual = plus("pool", self.residual, dust)?;
        Ok(())
    }

    /// Money that never became due to anybody, and never will, waits for a sweep.
    ///
    /// # Errors
    /// [`BookError::Short`].
    pub fn give_up(&mut self, amount: Uint128) -> Result<(), BookError> {
        self.undistributed = minus("undistributed funds", self.undistributed, amount)?;
        self.residual = plus("pool", self.residual, amount)?;
        Ok(())
    }

    /// Takes the residue out.
    pub fn sweep(&mut self) -> Uint128 {
        std::mem::take(&mut self.residual)
    }
}

/// How the money of a pool becomes due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Course {
    /// By closed epochs.
    Standing {
        /// First epoch with money whose total may not be stored yet.
        unsettled: u64,
        /// Unix seconds at which a sweep found that the tracker does not answer; none once it was seen to answer.
        dark: Option<u64>,
    },
    /// By a table of shares.
    Table(Table),
}

/// The record of a pool that changes: one write a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolState {
    /// Where its money is.
    pub book: PoolBook,
    /// How it becomes due.
    pub course: Course,
}

/// Appends a moment at the end of a record; nothing if there is none.
fn write_since(out: &mut Writer, since: Option<u64>) {
    if let Some(since) = since {
        out.u64(since);
    }
}

/// Reads what [`write_since`] wrote.
fn read_since(input: &mut Reader<'_>) -> Option<Option<u64>> {
    if input.is_empty() {
        return Some(None);
    }
    input.u64().map(Some)
}

impl Packed for PoolState {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        let book = &self.book;
        out.short_u128(book.funded).short_u128(book.undistributed).short_u128(book.allocated);
        out.short_u128(book.residual).short_u128(book.claimed);
        match &self.course {
            Course::Standing { unsettled, dark } => {
                out.u8(0).u64(*unsettled);
                write_since(out, *dark);
            }
            Course::Table(table) => {
                let stream = &table.stream;
                out.u8(1).short_u128(table.total_shares).u32(table.members);
                out.short_u256(table.pool.index).short_u256(table.pool.remainder);
                out.short_u128(stream.amount).short_u128(stream.released);
                out.u64(stream.start).u64(stream.end).u64(stream.touched);
                write_since(out, table.empty);
            }
        }
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        let book = PoolBook {
            funded: input.short_u128()?,
            undistributed: input.short_u128()?,
            allocated: input.short_u128()?,
            residual: input.short_u128()?,
            claimed: input.short_u128()?,
        };
        let course = match input.u8()? {
            0 => Course::Standing { unsettled: input.u64()?, dark: read_since(input)? },
            1 => Course::Table(Table {
                total_shares: input.short_u128()?,
                members: input.u32()?,
                pool: Accumulator { index: input.short_u256()?, remainder: input.short_u256()? },
                stream: Stream {
                    amount: input.short_u128()?,
                    released: input.short_u128()?,
                    start: input.u64()?,
                    end: input.u64()?,
                    touched: input.u64()?,
                },
                empty: read_since(input)?,
            }),
            _ => return None,
        };
        Some(Self { book, course })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_moves_and_is_never_made() {
        let mut book = PoolBook::default();
        book.fund(Uint128::new(100)).unwrap();
        book.release(Uint128::new(60)).unwrap();
        book.pay(Uint128::new(50)).unwrap();
        book.write_off(Uint128::new(10)).unwrap();
        assert_eq!(book.sweep().u128(), 10);
        let want = PoolBook {
            funded: Uint128::new(100),
            undistributed: Uint128::new(40),
            claimed: Uint128::new(50),
            ..Default::default()
        };
        assert_eq!(book, want);
        assert!(book.release(Uint128::new(41)).is_err());
        assert!(book.pay(Uint128::one()).is_err());
        assert!(book.write_off(Uint128::one()).is_err());
        assert!(book.give_up(Uint128::new(41)).is_err());
        book.give_up(Uint128::new(40)).unwrap();
        assert_eq!((book.sweep().u128(), book.undistributed.u128()), (40, 0));
        assert!(book.fund(Uint128::MAX).is_err());
    }

    #[test]
    fn both_courses_come_back_from_their_bytes() {
        let standing = |dark| Course::Standing { unsettled: 7, dark };
        let emptied = Table { empty: Some(9), ..Table::default() };
        let book = PoolBook { funded: Uint128::new(9), ..Default::default() };
        for course in [
            standing(None),
            standing(Some(8)),
            Course::Table(Table::default()),
            Course::Table(emptied),
        ] {
            let state = PoolState { book, course };
            assert_eq!(PoolState::unpack(&state.pack()), Some(state));
        }
    }
}
