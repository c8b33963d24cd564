//! Members of a table pool.

use axiom_kit::math::{Accumulator, MemberCursor};
use axiom_types::bounds::POOL_ABANDONED;
use axiom_types::packed::{Packed, Reader, Writer};
use cosmwasm_std::Uint128;

use super::{minus, plus, BookError, PoolBook, Stream};

/// Most shares of a pool in all: 2^96 - 1. Keeps what rounding leaves over below one base unit.
pub const MAX_TOTAL_SHARES: u128 = (1 << 96) - 1;

/// Shares of a pool and the line of money that they divide.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Table {
    /// Sum of all shares.
    pub total_shares: Uint128,
    /// Number of member records, those without shares included.
    pub members: u32,
    /// What one share has earned.
    pub pool: Accumulator,
    /// The money on its way.
    pub stream: Stream,
    /// Unix seconds since which nobody has shares and nothing came in; none while somebody has, or nothing ever came.
    pub empty: Option<u64>,
}

/// One member of a table pool.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Member {
    /// Shares.
    pub shares: Uint128,
    /// Up to where it was settled.
    pub cursor: MemberCursor,
    /// Whole base units earned and not yet claimed.
    pub owed: Uint128,
}

impl Table {
    /// Settles the pool up to `now`. Before every change of shares, every deposit and every claim.
    ///
    /// # Errors
    /// [`BookError::Math`] when what a share ever earned exceeds its type.
    pub fn settle(&mut self, book: &mut PoolBook, now: u64) -> Result<(), BookError> {
        let flowing = !self.total_shares.is_zero();
        let due = self.stream.settle_floor(now, flowing)?;
        if !due.is_zero() {
            self.pool.add(due, self.total_shares)?;
            book.release(due)?;
        }
        Ok(())
    }

    /// Money comes in at `now`, up to which the pool is settled; spread as [`Stream::add`] says.
    ///
    /// # Errors
    /// [`BookError::Overflow`].
    pub fn fund(
        &mut self,
        book: &mut PoolBook,
        amount: Uint128,
        now: u64,
        period: u64,
    ) -> Result<(), BookError> {
        self.stream.add(amount, now, period)?;
        self.empty = self.total_shares.is_zero().then_some(now);
        book.fund(amount)
    }

    /// Gives up what is on its way to nobody, [`POOL_ABANDONED`] seconds after the last member or deposit; the pool is
    /// settled up to `now`. What members have earned stays theirs.
    ///
    /// # Errors
    /// None for stored pools.
    pub fn give_up(&mut self, book: &mut PoolBook, now: u64) -> Result<(), BookError> {
        match self.empty {
            Some(since) if now >= since.saturating_add(POOL_ABANDONED) => {
                book.give_up(self.stream.cut(now)?)
            }
            _ => Ok(()),
        }
    }

    /// A member settled up to the pool, which is settled. Rounded down; the fraction stays the member's.
    ///
    /// # Errors
    /// [`BookError::Math`].
    pub fn settled_floor(&self, member: &Member) -> Result<Member, BookError> {
        let mut next = *member;
        let earned = next.cursor.settle(&self.pool, next.shares)?;
        next.owed = plus("a member's claim", next.owed, earned)?;
        Ok(next)
    }

    /// Gives a member (settled, or none) other shares; the pool is settled. `None` when its record ends.
    ///
    /// # Errors
    /// [`BookError::TooManyShares`].
    pub fn set_shares(
        &mut self,
        book: &mut PoolBook,
        member: Option<Member>,
        shares: Uint128,
    ) -> Result<Option<Member>, BookError> {
        let before = member.map_or(Uint128::zero(), |m| m.shares);
        let total = plus("shares", minus("shares", self.total_shares, before)?, shares)?;
        let max = Uint128::new(MAX_TOTAL_SHARES);
        if total > max {
            return Err(BookError::TooManyShares { total, max });
        }
        if member.is_none() {
            self.members =
                self.members.checked_add(1).ok_or(BookError::Overflow { what: "members" })?;
        }
        let joining = || Member { cursor: MemberCursor::joining(&self.pool), ..Member::default() };
        let next = Member { shares, ..member.unwrap_or_else(joining) };
        self.total_shares = total;
        let since = self.empty.unwrap_or(self.stream.touched);
        self.empty = total.is_zero().then_some(since);
        self.kept(book, next)
    }

    /// Takes what a settled member is owed. Its record ends if it has no shares left.
    ///
    /// # Errors
    /// None for stored pools.
    pub fn claim(
        &mut self,
        book: &mut PoolBook,
        member: Member,
    ) -> Result<(Uint128, Option<Member>), BookError> {
        let paid = member.owed;
        book.pay(paid)?;
        let rest = self.kept(book, Member { owed: Uint128::zero(), ..member })?;
        Ok((paid, rest))
    }

    /// The record to keep. With the last record all that is still allocated is dust that nobody can claim.
    fn kept(&mut self, book: &mut PoolBook, member: Member) -> Result<Option<Member>, BookError> {
        if !member.shares.is_zero() || !member.owed.is_zero() {
            return Ok(Some(member));
        }
        self.members = self.members.saturating_sub(1);
        if self.members == 0 {
            self.pool.remainder = Default::default();
            book.write_off(book.allocated)?;
        }
        Ok(None)
    }
}

impl Packed for Member {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.short_u128(self.shares).short_u256(self.cursor.index);
        out.short_u128(self.cursor.fraction).short_u128(self.owed);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            shares: input.short_u128()?,
            cursor: MemberCursor { index: input.short_u256()?, fraction: input.short_u128()? },
            owed: input.short_u128()?,
        })
    }
}

#[cfg(test)]
mod tests;
