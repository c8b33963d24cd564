//! Pools.

use axiom_kit::store::{self, PackedMap};
use axiom_types::asset::Asset;
use axiom_types::json::Json;
use axiom_types::packed::{Packed, Reader, Writer};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Addr, Order, StdError, StdResult, Storage};
use cw_storage_plus::{Bound, Item};

use crate::domain::{Course, EpochFund, Grid, Member, PoolBook, PoolState, Table};
use crate::error::ContractError;

/// () -> last number given out.
const LAST: Item<u64> = Item::new("i");
/// pool -> what never changes of it.
const POOLS: PackedMap<u64, Pool> = PackedMap::new("p");
/// pool -> what changes with every payment.
const STATES: PackedMap<u64, PoolState> = PackedMap::new("q");
/// (pool, epoch) -> money of an epoch.
const FUNDS: PackedMap<(u64, u64), EpochFund> = PackedMap::new("f");
/// (pool, account) -> first epoch that stays to claim.
const CURSORS: PackedMap<(u64, &Addr), Cursor> = PackedMap::new("k");
/// (pool, account) -> member of a table pool.
const MEMBERS: PackedMap<(u64, &Addr), Member> = PackedMap::new("m");

struct Cursor(u64);

impl Packed for Cursor {
    const FORMAT: u8 = 0;

    fn write(&self, out: &mut Writer) {
        out.u64(self.0);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        input.u64().map(Self)
    }

    fn pack(&self) -> Vec<u8> {
        self.0.to_be_bytes().to_vec()
    }

    fn unpack(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|b| Self(u64::from_be_bytes(b)))
    }
}

axiom_types::json_record!(Pool);

/// A pool, as it was created.
#[cw_serde]
#[derive(Json)]
pub struct Pool {
    /// Visible name.
    pub name: String,
    /// Owner.
    pub owner: Addr,
    /// What it pays.
    pub asset: Asset,
    /// Whose balance takes dust and residue.
    pub residual_to: Addr,
    /// How it weighs.
    pub kind: PoolKind,
}

/// How a pool weighs.
#[cw_serde]
#[derive(Json)]
pub enum PoolKind {
    /// By standing.
    Standing(Standing),
    /// By a table of shares.
    Table {
        /// Seconds over which a deposit is spread.
        period: u64,
    },
}

/// What a standing pool reads.
#[cw_serde]
#[derive(Json)]
pub struct Standing {
    /// The tracker.
    pub tracker: Addr,
    /// The domain.
    pub domain: u32,
    /// Its epochs, as they were when the pool was created.
    pub grid: Grid,
    /// The epoch that was open when the pool was created.
    pub created: u64,
}

/// Stores a new pool; returns its number, from 1.
///
/// # Errors
/// All numbers used.
pub fn create_pool(storage: &mut dyn Storage, pool: &Pool) -> StdResult<u64> {
    let number = store::next_id(storage, &LAST)?;
    let course = match &pool.kind {
        PoolKind::Standing(standing) => {
            Course::Standing { unsettled: standing.created, dark: None }
        }
        PoolKind::Table { .. } => Course::Table(Table::default()),
    };
    POOLS.save(storage, number, pool)?;
    STATES.save(storage, number, &PoolState { book: PoolBook::default(), course })?;
    Ok(number)
}

/// A pool.
///
/// # Errors
/// [`ContractError::NoPool`].
pub fn load_pool(storage: &dyn Storage, pool: u64) -> Result<Pool, ContractError> {
    POOLS.may_load(storage, pool)?.ok_or(ContractError::NoPool { pool })
}

/// A page of pools by number.
pub fn list_pools(
    storage: &dyn Storage,
    after: Option<u64>,
    limit: usize,
) -> StdResult<Vec<(u64, Pool)>> {
    let min = after.map(Bound::exclusive);
    POOLS.range(storage, min, None, Order::Ascending).take(limit).collect()
}

/// What changes of a pool.
pub fn load_state(storage: &dyn Storage, pool: u64) -> StdResult<PoolState> {
    STATES.load(storage, pool)
}

/// Stores what changes of a pool.
pub fn save_state(storage: &mut dyn Storage, pool: u64, state: &PoolState) -> StdResult<()> {
    STATES.save(storage, pool, state)
}

/// The table of a table pool, with its books.
///
/// # Errors
/// A record that contradicts the pool's kind.
pub fn load_table(storage: &dyn Storage, pool: u64) -> StdResult<(PoolBook, Table)> {
    let state = STATES.load(storage, pool)?;
    match state.course {
        Course::Table(table) => Ok((state.book, table)),
        Course::Standing { .. } => Err(StdError::generic_err("the pool's record has no table")),
    }
}

/// Money of an epoch.
pub fn may_load_fund(storage: &dyn Storage, pool: u64, epoch: u64) -> StdResult<Option<EpochFund>> {
    FUNDS.may_load(storage, (pool, epoch))
}

/// Stores the money of an epoch; none removes it.
pub fn save_fund(
    storage: &mut dyn Storage,
    pool: u64,
    epoch: u64,
    fund: Option<&EpochFund>,
) -> StdResult<()> {
    match fund {
        Some(fund) => FUNDS.save(storage, (pool, epoch), fund),
        None => {
            FUNDS.remove(storage, (pool, epoch));
            Ok(())
        }
    }
}

/// At most `limit` epochs with money from `from` on and before `until`, in order.
pub fn list_funds(
    storage: &dyn Storage,
    pool: u64,
    from: u64,
    until: u64,
    limit: usize,
) -> StdResult<Vec<(u64, EpochFund)>> {
    if from >= until {
        return Ok(vec![]);
    }
    let (min, max) = (Some(Bound::inclusive(from)), Some(Bound::exclusive(until)));
    FUNDS.prefix(pool).range(storage, min, max, Order::Ascending).take(limit).collect()
}

/// First epoch that stays for an account to claim; none before its first claim.
pub fn may_load_cursor(storage: &dyn Storage, pool: u64, account: &Addr) -> StdResult<Option<u64>> {
    Ok(CURSORS.may_load(storage, (pool, account))?.map(|c| c.0))
}

/// Stores the first epoch that stays for an account to claim.
pub fn save_cursor(
    storage: &mut dyn Storage,
    pool: u64,
    account: &Addr,
    epoch: u64,
) -> StdResult<()> {
    CURSORS.save(storage, (pool, account), &Cursor(epoch))
}

/// A member of a table pool.
pub fn may_load_member(
    storage: &dyn Storage,
    pool: u64,
    account: &Addr,
) -> StdResult<Option<Member>> {
    MEMBERS.may_load(storage, (pool, account))
}

/// Stores a member; none removes it.
pub fn save_member(
    storage: &mut dyn Storage,
    pool: u64,
    account: &Addr,
    member: Option<&Member>,
) -> StdResult<()> {
    match member {
        Some(member) => MEMBERS.save(storage, (pool, account), member),
        None => {
            MEMBERS.remove(storage, (pool, account));
            Ok(())
        }
    }
}

/// A page of members by address.
pub fn list_members(
    storage: &dyn Storage,
    pool: u64,
    after: Option<&Addr>,
    limit: usize,
) -> StdResult<Vec<(Addr, Member)>> {
    let min = after.map(Bound::exclusive);
    let rows = MEMBERS.prefix(pool).range(storage, min, None, Order::Ascending);
    rows.take(limit).collect()
}
