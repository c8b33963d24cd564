//! Balances, allowances, holdings, transfers under way, listed tokens.

use axiom_kit::store::{PackedItem, PackedMap};
use axiom_types::asset::Asset;
use axiom_types::distributor::raw::BALANCES;
use axiom_types::packed::{Packed, Reader, Writer};
use cosmwasm_std::{Addr, Order, StdError, StdResult, Storage, Uint128};
use cw_storage_plus::Bound;
use sha2::{Digest, Sha256};

use super::Mark;
use crate::domain::{Holdings, Ledger};
use crate::error::ContractError;

/// (owner, asset key) -> base units. Published: see `axiom_types::distributor::raw`.
const BALANCE: PackedMap<(&Addr, &str), Amount> = PackedMap::new(BALANCES);
/// hash of (owner, controller, asset key) -> base units still to be drawn; no key means none. The hash is a third of
/// the parts in length, and allowances are never listed.
const ALLOWANCE: PackedMap<&[u8], Amount> = PackedMap::new("a");
/// asset key -> what is owed of it.
const HOLDINGS: PackedMap<&str, Holdings> = PackedMap::new("h");
/// sequence -> transfer under way.
const TRANSFERS: PackedMap<u64, Transfer> = PackedMap::new("w");
/// () -> last sequence given out.
const SEQUENCE: PackedItem<Sequence> = PackedItem::new("n");
/// token -> listed.
const TOKENS: PackedMap<&Addr, Mark> = PackedMap::new("t");

/// Sixteen bytes without a format byte.
struct Amount(Uint128);

impl Packed for Amount {
    const FORMAT: u8 = 0;

    fn write(&self, out: &mut Writer) {
        out.u128(self.0);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        input.u128().map(Self)
    }

    fn pack(&self) -> Vec<u8> {
        self.0.to_be_bytes().to_vec()
    }

    fn unpack(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|b| Self(Uint128::new(u128::from_be_bytes(b))))
    }
}

struct Sequence(u64);

impl Packed for Sequence {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.u64(self.0);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        input.u64().map(Self)
    }
}

/// A transfer that left and was not yet confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// Whose balance takes it back if it fails.
    pub owner: Addr,
    /// Key of the asset.
    pub asset: String,
    /// Base units.
    pub amount: Uint128,
}

impl Packed for Transfer {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.addr(&self.owner).text(&self.asset).short_u128(self.amount);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self { owner: input.addr()?, asset: input.text()?, amount: input.short_u128()? })
    }
}

impl Packed for Holdings {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.short_u128(self.balances).short_u128(self.escrowed).short_u128(self.pooled);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            balances: input.short_u128()?,
            escrowed: input.short_u128()?,
            pooled: input.short_u128()?,
        })
    }
}

/// The asset behind a stored key.
///
/// # Errors
/// A key that this contract never wrote.
pub fn asset_of(key: &str) -> StdResult<Asset> {
    Asset::from_key(key).ok_or_else(|| StdError::generic_err("a stored asset key has no kind"))
}

// ---- balances ----

/// Balance of an account; zero if there is none.
pub fn load_balance(storage: &dyn Storage, owner: &Addr, key: &str) -> StdResult<Uint128> {
    Ok(BALANCE.may_load(storage, (owner, key))?.map_or(Uint128::zero(), |a| a.0))
}

/// Stores a balance; zero removes it.
pub fn save_balance(
    storage: &mut dyn Storage,
    owner: &Addr,
    key: &str,
    amount: Uint128,
) -> StdResult<()> {
    if amount.is_zero() {
        BALANCE.remove(storage, (owner, key));
        return Ok(());
    }
    BALANCE.save(storage, (owner, key), &Amount(amount))
}

/// Adds to a balance; returns it. The ledgers are the caller's to move.
pub fn credit(
    storage: &mut dyn Storage,
    owner: &Addr,
    key: &str,
    amount: Uint128,
) -> StdResult<Uint128> {
    let balance = load_balance(storage, owner, key)?.checked_add(amount)?;
    save_balance(storage, owner, key, balance)?;
    Ok(balance)
}

/// The balance that is left after taking base units from it; stores nothing.
///
/// # Errors
/// [`ContractError::InsufficientBalance`].
pub fn after_debit(
    storage: &dyn Storage,
    owner: &Addr,
    asset: &Asset,
    amount: Uint128,
) -> Result<Uint128, ContractError> {
    let held = load_balance(storage, owner, &asset.key())?;
    held.checked_sub(amount).map_err(|_| ContractError::InsufficientBalance {
        owner: owner.to_string(),
        asset: asset.clone(),
        held,
        asked: amount,
    })
}

/// A page of balances of an account, by asset key.
pub fn list_balances(
    storage: &dyn Storage,
    owner: &Addr,
    after: Option<String>,
    limit: usize,
) -> StdResult<Vec<(String, Uint128)>> {
    let min = after.as_deref().map(Bound::exclusive);
    let rows = BALANCE.prefix(owner).range(storage, min, None, Order::Ascending);
    rows.take(limit).map(|row| row.map(|(key, amount)| (key, amount.0))).collect()
}

// ---- allowances ----

/// What a controller may still draw; zero if nothing was set.
pub fn load_allowance(
    storage: &dyn Storage,
    owner: &Addr,
    controller: &Addr,
    key: &str,
) -> StdResult<Uint128> {
    let found = ALLOWANCE.may_load(storage, &allowance_key(owner, controller, key))?;
    Ok(found.map_or(Uint128::zero(), |a| a.0))
}

/// Stores an allowance; zero removes it.
pub fn save_allowance(
    storage: &mut dyn Storage,
    owner: &Addr,
    controller: &Addr,
    key: &str,
    amount: Uint128,
) -> StdResult<()> {
    let place = allowance_key(owner, controller, key);
    if amount.is_zero() {
        ALLOWANCE.remove(storage, &place);
        return Ok(());
    }
    ALLOWANCE.save(storage, &place, &Amount(amount))
}

fn allowance_key(owner: &Addr, controller: &Addr, key: &str) -> [u8; 32] {
    let mut parts = Writer::new();
    parts.addr(owner).addr(controller).text(key);
    Sha256::digest(parts.into_bytes()).into()
}

// ---- holdings ----

/// What is owed of an asset.
pub fn load_holdings(storage: &dyn Storage, key: &str) -> StdResult<Holdings> {
    Ok(HOLDINGS.may_load(storage, key)?.unwrap_or_default())
}

/// Stores what is owed of an asset.
pub fn save_holdings(storage: &mut dyn Storage, key: &str, holdings: &Holdings) -> StdResult<()> {
    HOLDINGS.save(storage, key, holdings)
}

/// Moves base units between ledgers of an asset.
///
/// # Errors
/// [`ContractError::Book`].
pub fn shift(
    storage: &mut dyn Storage,
    key: &str,
    from: Ledger,
    to: Ledger,
    amount: Uint128,
) -> Result<(), ContractError> {
    let next = load_holdings(storage, key)?.shifted(from, to, amount)?;
    Ok(save_holdings(storage, key, &next)?)
}

/// All that is owed of an asset: what rests in the ledgers and what is in flight.
///
/// # Errors
/// [`ContractError::Book`]; excluded for an asset whose supply fits 128 bits.
pub fn tracked(storage: &dyn Storage, key: &str) -> Result<Uint128, ContractError> {
    let resting = load_holdings(storage, key)?.resting()?;
    Ok(resting.checked_add(in_flight(storage, key)?).map_err(StdError::from)?)
}

// ---- transfers under way ----

/// Base units of an asset in transfers under way. Nothing is stored between transactions, and within one only what
/// its own messages sent, so the walk is short.
pub fn in_flight(storage: &dyn Storage, key: &str) -> StdResult<Uint128> {
    let mut sum = Uint128::zero();
    for row in TRANSFERS.range(storage, None, None, Order::Ascending) {
        let (_, transfer) = row?;
        if transfer.asset == key {
            sum = sum.checked_add(transfer.amount)?;
        }
    }
    Ok(sum)
}

/// Stores transfers under new numbers; returns the first number.
///
/// # Errors
/// All numbers used.
pub fn start_transfers(storage: &mut dyn Storage, transfers: &[Transfer]) -> StdResult<u64> {
    let last = SEQUENCE.may_load(storage)?.map_or(0, |s| s.0);
    let mut sequence = last;
    for transfer in transfers {
        sequence = sequence
            .checked_add(1)
            .ok_or_else(|| StdError::generic_err("no number for a transfer is left"))?;
        TRANSFERS.save(storage, sequence, transfer)?;
    }
    if sequence != last {
        SEQUENCE.save(storage, &Sequence(sequence))?;
    }
    Ok(last.saturating_add(1))
}

/// Takes a transfer that was confirmed or failed.
///
/// # Errors
/// [`ContractError::NoTransfer`].
pub fn end_transfer(storage: &mut dyn Storage, sequence: u64) -> Result<Transfer, ContractError> {
    let transfer =
        TRANSFERS.may_load(storage, sequence)?.ok_or(ContractError::NoTransfer { sequence })?;
    TRANSFERS.remove(storage, sequence);
    Ok(transfer)
}

// ---- tokens ----

/// True if a token is listed.
pub fn is_listed(storage: &dyn Storage, token: &Addr) -> bool {
    TOKENS.has(storage, token)
}

/// Lists a token.
pub fn list_token(storage: &mut dyn Storage, token: &Addr) -> StdResult<()> {
    TOKENS.save(storage, token, &Mark)
}

/// Delists a token.
pub fn delist_token(storage: &mut dyn Storage, token: &Addr) {
    TOKENS.remove(storage, token);
}

/// A page of listed tokens by address.
pub fn list_tokens(
    storage: &dyn Storage,
    after: Option<&Addr>,
    limit: usize,
) -> StdResult<Vec<Addr>> {
    let rows = TOKENS.range(storage, after.map(Bound::exclusive), None, Order::Ascending);
    rows.take(limit).map(|row| row.map(|(token, _)| token)).collect()
}
