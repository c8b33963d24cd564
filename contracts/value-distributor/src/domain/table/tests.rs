#![allow(clippy::arithmetic_side_effects)]
use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Default)]
struct Pool {
    table: Table,
    book: PoolBook,
    members: BTreeMap<u8, Member>,
    paid: BTreeMap<u8, u128>,
}

impl Pool {
    fn fund(&mut self, now: u64, amount: u128, period: u64) {
        self.table.settle(&mut self.book, now).unwrap();
        self.table.stream.add(amount.into(), now, period).unwrap();
        self.book.fund(amount.into()).unwrap();
    }

    fn keep(&mut self, who: u8, member: Option<Member>) {
        match member {
            Some(member) => self.members.insert(who, member),
            None => self.members.remove(&who),
        };
    }

    fn set(&mut self, now: u64, who: u8, shares: u128) {
        self.table.settle(&mut self.book, now).unwrap();
        let old = self.members.get(&who).map(|m| self.table.settled_floor(m).unwrap());
        let next = self.table.set_shares(&mut self.book, old, shares.into()).unwrap();
        self.keep(who, next);
    }

    fn claim(&mut self, now: u64, who: u8) -> u128 {
        self.table.settle(&mut self.book, now).unwrap();
        let Some(member) = self.members.get(&who) else {
            return 0;
        };
        let member = self.table.settled_floor(member).unwrap();
        let (paid, rest) = self.table.claim(&mut self.book, member).unwrap();
        self.keep(who, rest);
        *self.paid.entry(who).or_default() += paid.u128();
        paid.u128()
    }

    fn check(&self) {
        let book = &self.book;
        let inside = book.undistributed + book.allocated + book.residual + book.claimed;
        assert_eq!(inside, book.funded);
        let shares: u128 = self.members.values().map(|m| m.shares.u128()).sum();
        assert_eq!(shares, self.table.total_shares.u128());
        assert_eq!(u32::try_from(self.members.len()), Ok(self.table.members));
        let owed: u128 =
            self.members.values().map(|m| self.table.settled_floor(m).unwrap().owed.u128()).sum();
        assert!(owed <= book.allocated.u128());
    }
}

#[test]
fn members_share_the_stream_by_shares() {
    let mut pool = Pool::default();
    pool.set(0, 1, 1);
    pool.set(0, 2, 3);
    pool.fund(0, 400, 100);
    assert_eq!((pool.claim(50, 1), pool.claim(50, 2)), (50, 150));
    pool.set(50, 2, 0);
    assert_eq!((pool.claim(100, 1), pool.claim(100, 2)), (200, 0));
    pool.check();
}

#[test]
fn nobody_takes_a_backlog_after_a_standstill() {
    let mut pool = Pool::default();
    pool.fund(0, 100, 100);
    pool.set(1_000, 1, 5);
    assert_eq!(pool.claim(1_000, 1), 0);
    assert_eq!(pool.claim(1_050, 1), 50);
    assert_eq!(pool.claim(1_100, 1), 50);
}

#[test]
fn a_leaver_keeps_what_it_earned() {
    let mut pool = Pool::default();
    pool.set(0, 1, 1);
    pool.fund(0, 100, 100);
    pool.set(40, 1, 0);
    pool.check();
    assert_eq!(pool.table.members, 1);
    assert_eq!(pool.claim(90, 1), 40);
    assert_eq!(pool.table.members, 0);
    assert_eq!(pool.book.undistributed.u128(), 60);
}

#[test]
fn dust_is_residue_once_the_last_record_ends() {
    let mut pool = Pool::default();
    for who in 1..=3 {
        pool.set(0, who, 1);
    }
    pool.fund(0, 100, 10);
    for who in 1..=3 {
        assert_eq!(pool.claim(10, who), 33);
        pool.set(10, who, 0);
    }
    assert_eq!((pool.book.residual.u128(), pool.book.allocated.u128()), (1, 0));
    pool.set(20, 1, 1);
    pool.fund(20, 100, 10);
    assert_eq!(pool.claim(30, 1), 100);
    pool.check();
}

#[test]
fn too_many_shares_are_refused() {
    let mut pool = Pool::default();
    pool.set(0, 1, MAX_TOTAL_SHARES);
    let max = Uint128::new(MAX_TOTAL_SHARES);
    let error = pool.table.set_shares(&mut pool.book, None, Uint128::one()).unwrap_err();
    assert_eq!(error, BookError::TooManyShares { total: max + Uint128::one(), max });
    pool.fund(0, u128::MAX, 1);
    assert!(pool.claim(1, 1) >= u128::MAX - 1);
    pool.check();
}

#[test]
fn a_member_comes_back_from_its_bytes() {
    let member = Member { shares: Uint128::new(3), owed: Uint128::new(9), ..Member::default() };
    assert_eq!(Member::unpack(&member.pack()), Some(member));
}

/// The same events, but claims only at the end: what each is paid must not differ.
fn lazily(events: &[(u64, u8, u8, u128)]) -> (Pool, u64) {
    replay(events, false)
}

fn replay(events: &[(u64, u8, u8, u128)], claims: bool) -> (Pool, u64) {
    let (mut pool, mut now) = (Pool::default(), 0);
    for (wait, what, who, amount) in events {
        now += wait;
        match what {
            0 => pool.fund(now, *amount, 500),
            1 => pool.set(now, *who, amount % 1_000 + 1),
            _ if claims => drop(pool.claim(now, *who)),
            _ => {}
        }
        pool.check();
    }
    now = now.max(pool.table.stream.end);
    for who in 0..4 {
        pool.claim(now, who);
    }
    pool.check();
    (pool, now)
}

proptest! {
    #[test]
    fn claiming_often_pays_what_claiming_once_pays(
        events in proptest::collection::vec((0u64..200, 0u8..4, 0u8..4, 0u128..1 << 80), 1..60),
    ) {
        let (often, _) = replay(&events, true);
        let (once, _) = lazily(&events);
        prop_assert_eq!(&often.paid, &once.paid);
        prop_assert!(often.book.allocated.u128() <= 4);
    }
}
