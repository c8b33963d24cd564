//! Grants and what was spent of them.

use axiom_kit::store::{next_id, PackedMap};
use axiom_types::json::Json;
use axiom_types::packed::{Packed, Reader, Writer};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Addr, Order, StdResult, Storage, Uint128};
use cw_storage_plus::{Bound, Item, Map};
use sha2::{Digest, Sha256};

use crate::error::ContractError;

/// () -> number of the last grant; written by admin.grant_budget; one number.
const LAST_GRANT: Item<u64> = Item::new("i");
/// (grant) -> grant, ended ones included; written by admin.grant_budget and admin.revoke_budget; one per grant.
const GRANTS: PackedMap<u64, Grant> = PackedMap::new("g");
/// (domain, ledger, client) -> slot of grants to an address; written by admin.grant_budget; one per holder.
const ADDRESS_SLOTS: PackedMap<(u32, &Addr, &Addr), Slot> = PackedMap::new("a");
/// (domain, ledger) -> slot of grants by score; written by admin.grant_budget; one per ledger.
const RULE_SLOTS: PackedMap<(u32, &Addr), Slot> = PackedMap::new("b");
/// (domain, client) -> newest grant to that address through any ledger; written by admin.grant_budget; one per holder.
const DIRECT: Map<(u32, &Addr), u64> = Map::new("e");
/// (book) -> points spent by all; written by report; one per slot, overwritten each epoch.
const SPENT: PackedMap<u64, Spending> = PackedMap::new("f");
/// (book, client or its principal) -> points spent by it; written by report through a grant by score; one per name.
const SPENT_BY_CLIENT: PackedMap<(u64, &Addr), Spending> = PackedMap::new("m");
/// (book, hash of a name of each side) -> points between them; written by report; one per pair, overwritten each epoch.
const SPENT_BY_PAIR: PackedMap<(u64, &[u8]), Spending> = PackedMap::new("p");

axiom_types::json_record!(Grant);

/// A grant as stored.
#[cw_serde]
#[derive(Json)]
pub struct Grant {
    /// Domain in which it mints.
    pub domain: u32,
    /// Whose reports spend it.
    pub ledger: Addr,
    /// Who may spend.
    pub holder: StoredHolder,
    /// Points of one client per epoch.
    pub per_client: Uint128,
    /// Points of all clients per epoch.
    pub total: Uint128,
    /// Points between one client and one worker per epoch.
    pub per_pair: Uint128,
    /// Last epoch in which it can be spent.
    pub last_epoch: Option<u64>,
    /// Where its spending is counted: the first grant to the same holder, ledger and domain.
    pub book: u64,
    /// True once it was revoked or replaced.
    pub ended: bool,
}

impl Grant {
    /// True if it was neither revoked nor replaced and its last epoch is not over.
    pub fn open_at(&self, epoch: u64) -> bool {
        !self.ended && self.last_epoch.is_none_or(|last| epoch <= last)
    }
}

/// Who may spend, with checked addresses.
#[cw_serde]
#[derive(Json)]
pub enum StoredHolder {
    /// One client.
    Address(Addr),
    /// Every client with a score.
    MinScore {
        /// The domain looked at.
        domain: u32,
        /// Points.
        min: Uint128,
    },
}

/// The place of all grants to one holder, ledger and domain, one after the other. They share one book, so that a new
/// grant does not give back what was spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Number of the first grant.
    pub book: u64,
    /// Number of the newest grant.
    pub grant: u64,
}

impl Packed for Slot {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.u64(self.book).u64(self.grant);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self { book: input.u64()?, grant: input.u64()? })
    }
}

/// Points spent in an epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spending {
    epoch: u64,
    points: Uint128,
}

impl Packed for Spending {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.u64(self.epoch).u128(self.points);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self { epoch: input.u64()?, points: input.u128()? })
    }
}

/// Which counter of a book.
#[derive(Debug, Clone, Copy)]
pub enum Counter<'a> {
    /// All clients.
    All,
    /// One client, under one of its names.
    Client(&'a Addr),
    /// One client and one worker, under one name of each.
    Pair(&'a Addr, &'a Addr),
}

/// A number for a new grant.
pub fn next_grant(storage: &mut dyn Storage) -> StdResult<u64> {
    next_id(storage, &LAST_GRANT)
}

/// A grant.
///
/// # Errors
/// [`ContractError::UnknownGrant`].
pub fn load_grant(storage: &dyn Storage, grant: u64) -> Result<Grant, ContractError> {
    let found = GRANTS.may_load(storage, grant)?;
    found.ok_or(ContractError::UnknownGrant { grant })
}

/// Writes a grant.
pub fn save_grant(storage: &mut dyn Storage, id: u64, grant: &Grant) -> StdResult<()> {
    GRANTS.save(storage, id, grant)
}

/// A page of grants by number.
pub fn list_grants(
    storage: &dyn Storage,
    start_after: Option<u64>,
    limit: usize,
) -> StdResult<Vec<(u64, Grant)>> {
    let start = start_after.map(Bound::exclusive);
    GRANTS.range(storage, start, None, Order::Ascending).take(limit).collect()
}

/// Slot of a holder in a domain for reports by `ledger`; the holder of a grant by score is everybody (none).
pub fn may_load_slot(
    storage: &dyn Storage,
    domain: u32,
    ledger: &Addr,
    client: Option<&Addr>,
) -> StdResult<Option<Slot>> {
    match client {
        Some(client) => ADDRESS_SLOTS.may_load(storage, (domain, ledger, client)),
        None => RULE_SLOTS.may_load(storage, (domain, ledger)),
    }
}

/// Writes the slot of a grant and, for a grant to an address, makes it the one that the client spends directly.
pub fn save_slot(storage: &mut dyn Storage, grant: &Grant, slot: &Slot) -> StdResult<()> {
    match &grant.holder {
        StoredHolder::Address(client) => {
            ADDRESS_SLOTS.save(storage, (grant.domain, &grant.ledger, client), slot)?;
            DIRECT.save(storage, (grant.domain, client), &slot.grant)
        }
        StoredHolder::MinScore { .. } => {
            RULE_SLOTS.save(storage, (grant.domain, &grant.ledger), slot)
        }
    }
}

/// The grant that a client spends by its own reports.
pub fn may_load_direct(
    storage: &dyn Storage,
    domain: u32,
    client: &Addr,
) -> StdResult<Option<u64>> {
    DIRECT.may_load(storage, (domain, client))
}

/// Points counted in an epoch; what was counted in another epoch is over.
pub fn load_spent(
    storage: &dyn Storage,
    book: u64,
    counter: Counter<'_>,
    epoch: u64,
) -> StdResult<Uint128> {
    let found = match counter {
        Counter::All => SPENT.may_load(storage, book)?,
        Counter::Client(client) => SPENT_BY_CLIENT.may_load(storage, (book, client))?,
        Counter::Pair(client, worker) => {
            SPENT_BY_PAIR.may_load(storage, (book, &pair_key(client, worker)))?
        }
    };
    let of_epoch = found.filter(|spending| spending.epoch == epoch);
    Ok(of_epoch.map_or(Uint128::zero(), |spending| spending.points))
}

/// Replaces the points counted in an epoch.
pub fn save_spent(
    storage: &mut dyn Storage,
    book: u64,
    counter: Counter<'_>,
    epoch: u64,
    points: Uint128,
) -> StdResult<()> {
    let spending = Spending { epoch, points };
    match counter {
        Counter::All => SPENT.save(storage, book, &spending),
        Counter::Client(client) => SPENT_BY_CLIENT.save(storage, (book, client), &spending),
        Counter::Pair(client, worker) => {
            SPENT_BY_PAIR.save(storage, (book, &pair_key(client, worker)), &spending)
        }
    }
}

/// A hash is shorter than two addresses.
fn pair_key(client: &Addr, worker: &Addr) -> [u8; 32] {
    let mut parts = Writer::new();
    parts.addr(client).addr(worker);
    Sha256::digest(parts.into_bytes()).into()
}
