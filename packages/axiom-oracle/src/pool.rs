//! A pool with a table of weights: who is owed what, by the index of `docs/math.md`, and what
//! everybody would be owed if money were infinitely divisible.

use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};
use std::collections::BTreeMap;

const SCALE_BITS: u64 = 96;

#[derive(Clone, Debug, Default)]
struct Member {
    weight: u128,
    seen: BigUint,
    /// Owed and not yet paid, in parts of `2^-96`.
    scaled: BigUint,
    paid: u128,
    exact: BigRational,
}

/// One pool and one asset. While nobody has a weight, money waits and is not lost.
#[derive(Clone, Debug, Default)]
pub struct IndexPool {
    index: BigUint,
    remainder: BigUint,
    waiting: u128,
    members: BTreeMap<String, Member>,
}

impl IndexPool {
    /// Sum of the weights.
    pub fn total_weight(&self) -> BigUint {
        self.members.values().map(|member| BigUint::from(member.weight)).sum()
    }

    /// Money that waits for a first weight.
    pub fn waiting(&self) -> u128 {
        self.waiting
    }

    /// Shares `amount`, with what waited, among the present weights.
    pub fn add(&mut self, amount: u128) {
        let total = self.total_weight();
        self.waiting += amount;
        if total.is_zero() {
            return;
        }
        let shared = std::mem::take(&mut self.waiting);
        let scaled = (BigUint::from(shared) << SCALE_BITS) + &self.remainder;
        self.index += &scaled / &total;
        self.remainder = scaled % &total;
        for member in self.members.values_mut() {
            let part = BigRational::new(member.weight.into(), BigInt::from(total.clone()));
            member.exact += part * BigInt::from(shared);
        }
    }

    /// Gives a member another weight; what it earned with the old one stays its own.
    pub fn set_weight(&mut self, name: &str, weight: u128) {
        self.settle(name);
        self.members.entry(name.to_owned()).or_default().weight = weight;
    }

    fn settle(&mut self, name: &str) {
        let index = self.index.clone();
        let member = self.members.entry(name.to_owned()).or_default();
        member.scaled += (&index - &member.seen) * member.weight;
        member.seen = index;
    }

    /// What a claim would pay now.
    pub fn owed(&self, name: &str) -> u128 {
        let mut copy = self.clone();
        copy.settle(name);
        (&copy.members[name].scaled >> SCALE_BITS).to_u128().expect("an amount fits 128 bits")
    }

    /// Pays what is owed; a fraction below one stays with the member for the next claim.
    pub fn claim(&mut self, name: &str) -> u128 {
        let owed = self.owed(name);
        self.settle(name);
        let member = self.members.entry(name.to_owned()).or_default();
        member.scaled -= BigUint::from(owed) << SCALE_BITS;
        member.paid += owed;
        owed
    }

    /// All that a member has been paid.
    pub fn paid(&self, name: &str) -> u128 {
        self.members.get(name).map_or(0, |member| member.paid)
    }

    /// What a member has earned in all, exactly: never below what it is paid and owed.
    pub fn exact(&self, name: &str) -> BigRational {
        self.members.get(name).map_or_else(BigRational::zero, |member| member.exact.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_share_by_weight_and_keep_fractions() {
        let mut pool = IndexPool::default();
        pool.add(5);
        assert_eq!(pool.waiting(), 5);
        pool.set_weight("a", 1);
        pool.set_weight("b", 3);
        pool.add(5);
        assert_eq!((pool.waiting(), pool.owed("a"), pool.owed("b")), (0, 2, 7));
        assert_eq!(pool.claim("a"), 2);
        assert_eq!(pool.claim("a"), 0);
        pool.add(2);
        assert_eq!((pool.claim("a"), pool.claim("b")), (1, 9));
        pool.set_weight("a", 0);
        // A third of 7 has no end in parts of 2^-96: one below the whole, until it is a third of 9.
        pool.add(7);
        assert_eq!((pool.claim("a"), pool.claim("b")), (0, 6));
        pool.add(2);
        assert_eq!((pool.claim("a"), pool.claim("b")), (0, 3));
        assert_eq!((pool.paid("a"), pool.paid("b")), (3, 18));
        assert_eq!(pool.exact("a"), BigRational::from_integer(3.into()));
    }
}
