//! Pools: the table kind in full, the standing kind by its books.

use std::collections::BTreeMap;

use axiom_oracle::money::released;
use axiom_oracle::BigUint;
use axiom_types::asset::Asset;
use axiom_types::bounds::POOL_ABANDONED;

/// A pool.
#[derive(Clone)]
pub struct Pool {
    pub owner: String,
    pub asset: Asset,
    pub residual_to: String,
    pub funded: u128,
    pub claimed: u128,
    pub swept: u128,
    pub kind: Kind,
}

/// How it weighs.
#[derive(Clone)]
pub enum Kind {
    Standing(Standing),
    Table(Table),
}

/// By standing: where each member stands, and which epochs have seen money.
#[derive(Clone)]
pub struct Standing {
    pub domain: u32,
    pub created_epoch: u64,
    /// First epoch that a member has not walked yet.
    pub cursors: BTreeMap<String, u64>,
    /// Claimed per epoch, by member.
    pub paid: BTreeMap<u64, BTreeMap<String, u128>>,
}

/// Parts of a base unit in which the index counts, as a power of two.
const SCALE_BITS: u32 = 96;

/// By table: what one share has earned, and what each member has earned and not claimed.
#[derive(Clone, Default)]
pub struct Table {
    pub period: u64,
    pub members: BTreeMap<String, Member>,
    pub line: Line,
    /// Since when nobody has shares and nothing came in.
    empty: Option<u64>,
    /// Released to members and not claimed, dust included.
    pub allocated: u128,
    /// Written off when the last member went, not swept.
    pub residual: u128,
    index: BigUint,
    remainder: BigUint,
}

/// A member of a table.
#[derive(Clone, Default)]
pub struct Member {
    pub shares: u128,
    seen: BigUint,
    earned: BigUint,
}

/// Money on its way in a straight line.
#[derive(Clone, Default, Debug)]
pub struct Line {
    pub amount: u128,
    pub released: u128,
    pub start: u64,
    pub end: u64,
    pub touched: u64,
}

impl Pool {
    /// What is left in it.
    pub fn held(&self) -> u128 {
        self.funded - self.claimed - self.swept
    }
}

impl Table {
    pub fn new(period: u64) -> Self {
        Self { period, ..Self::default() }
    }

    /// All shares.
    pub fn total(&self) -> u128 {
        self.members.values().map(|member| member.shares).sum()
    }

    /// Lets the line run up to `now`.
    pub fn settle(&mut self, now: u64) {
        let total = self.total();
        let line = &mut self.line;
        let idle = now - line.touched.min(now);
        let running = line.touched < line.end;
        line.touched = now;
        if total == 0 {
            if running {
                line.start += idle;
                line.end += idle;
            }
            return;
        }
        let due = match line.end > line.start {
            true => released(line.amount, line.start, line.end - line.start, now),
            false => line.amount,
        };
        let step = due - line.released;
        line.released = due;
        if step > 0 {
            self.allocated += step;
            let scaled = (BigUint::from(step) << SCALE_BITS) + &self.remainder;
            self.index += &scaled / total;
            self.remainder = scaled % total;
        }
    }

    /// Adds money.
    pub fn fund(&mut self, amount: u128, now: u64) {
        self.settle(now);
        let line = &self.line;
        let end = if now < line.end { line.end } else { now + self.period };
        let rest = line.amount - line.released;
        self.line = Line { amount: rest + amount, released: 0, start: now, end, touched: now };
        self.empty = (self.total() == 0).then_some(now);
    }

    /// Gives up what is on its way to nobody, 180 days after the last member or deposit. The table is settled.
    pub fn give_up(&mut self, now: u64) {
        if self.empty.is_some_and(|since| now >= since + POOL_ABANDONED) {
            self.residual += self.line.amount - self.line.released;
            self.line = Line { start: now, end: now, touched: now, ..Line::default() };
        }
    }

    /// Gives a member shares; none ends its membership. The table is settled.
    pub fn set(&mut self, who: &str, shares: u128) {
        let index = self.index.clone();
        let fresh = || Member { seen: index.clone(), ..Member::default() };
        let member = self.members.entry(who.to_string()).or_insert_with(fresh);
        member.earn(&index);
        member.shares = shares;
        self.forget_if_empty(who);
        let since = self.empty.unwrap_or(self.line.touched);
        self.empty = (self.total() == 0).then_some(since);
    }

    /// What a claim pays.
    pub fn claim(&mut self, who: &str, now: u64) -> u128 {
        self.settle(now);
        let Some(member) = self.members.get_mut(who) else {
            return 0;
        };
        member.earn(&self.index);
        let paid = member.owed();
        member.earned -= BigUint::from(paid) << SCALE_BITS;
        self.allocated -= paid;
        self.forget_if_empty(who);
        paid
    }

    /// What a claim would pay.
    pub fn claimable(&self, who: &str, now: u64) -> u128 {
        self.clone().claim(who, now)
    }

    /// A member without shares and without a whole base unit is forgotten; with the last one, all that is allocated
    /// is dust.
    fn forget_if_empty(&mut self, who: &str) {
        if self.members.get(who).is_some_and(|m| m.shares > 0 || m.owed() > 0) {
            return;
        }
        self.members.remove(who);
        if self.members.is_empty() {
            self.remainder = BigUint::default();
            self.residual += std::mem::take(&mut self.allocated);
        }
    }
}

impl Member {
    fn earn(&mut self, index: &BigUint) {
        self.earned += (index - &self.seen) * self.shares;
        self.seen = index.clone();
    }

    fn owed(&self) -> u128 {
        u128::try_from(&self.earned >> SCALE_BITS).expect("an amount fits 128 bits")
    }
}
