//! What is stored. Keys are private to this module and its parts:
//!
//! | Key | Value | Written by | Bounded by |
//! |---|---|---|---|
//! | `b` (owner, asset key) | balance, 16 bytes | everything that moves money | non-zero balances |
//! | `a` (hash of owner, controller, asset key) | allowance, 16 bytes | deposit, escrow.open | 16 a message |
//! | `h` (asset key) | [`Holdings`] | everything that moves money between ledgers | assets ever held |
//! | `w` (sequence) | [`Transfer`] | withdraw, claim, reply | transfers under way; none between transactions |
//! | `n` | last sequence | withdraw, claim | one |
//! | `t` (token) | one byte | admin.list_token, admin.delist_token | listed tokens |
//! | `v` (target) | [`Halt`] | admin.freeze, admin.unfreeze | targets ever frozen |
//! | `e` (controller, kind, id) | [`Escrow`] | escrow, reclaim_escrow | open escrows |
//! | `x` (hash of controller, kind, id) | one byte, for ever | escrow.open | escrows ever opened |
//! | `i` | last pool number | create_pool | one |
//! | `p` (pool) | [`Pool`], JSON | create_pool | pools |
//! | `q` (pool) | [`PoolState`] | whatever moves a pool's money | pools |
//! | `f` (pool, epoch) | [`EpochFund`] | fund_pool, claim, sweep_pool | funded epochs |
//! | `k` (pool, account) | first epoch that stays to claim, 8 bytes | claim | claimants |
//! | `m` (pool, account) | [`Member`] | create_pool, set_shares, claim | members |
//!
//! `z` (pause) belongs to `axiom-kit`, `ownership` and `contract_info` to cw-ownable and cw2.
//!
//! [`Holdings`]: crate::domain::Holdings
//! [`Transfer`]: money::Transfer
//! [`Halt`]: axiom_kit::pause::Halt
//! [`Escrow`]: crate::domain::Escrow
//! [`Pool`]: pools::Pool
//! [`PoolState`]: crate::domain::PoolState
//! [`EpochFund`]: crate::domain::EpochFund
//! [`Member`]: crate::domain::Member

pub mod escrows;
pub mod halts;
pub mod money;
pub mod pools;

use axiom_types::packed::{Packed, Reader, Writer};

/// Something that is there or not, one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark;

impl Packed for Mark {
    const FORMAT: u8 = 1;

    fn write(&self, _: &mut Writer) {}

    fn read(_: &mut Reader<'_>) -> Option<Self> {
        Some(Self)
    }
}
