//! Storage. Names taken in this module and those below: `a` to `i`, `k` to `n`, `p`, `r` to `u`, `total`, `members`;
//! those of the kit are `y`, `z`, `ownership`, `contract_info`.

pub mod budgets;
pub mod log;
pub mod records;

use axiom_kit::store::{PackedItem, PackedMap};
use axiom_types::asset::Asset;
use axiom_types::packed::{Packed, Reader, Writer};
use axiom_types::tracker::raw::{self, DomainClock};
use axiom_types::tracker::Rate;
use cosmwasm_std::{Addr, Order, StdError, StdResult, Storage};
use cw_storage_plus::{Item, Map};

use crate::domain::measure::Price;
use crate::error::ContractError;

/// () -> settings; written by instantiate and admin.set_registry; one record.
const SETTINGS: PackedItem<Settings> = PackedItem::new("s");
/// () -> number of domains; written by instantiate and admin.add_domain; at most 32.
const DOMAINS: Item<u32> = Item::new("c");
/// (domain) -> name; written when a domain is added; at most 32.
const NAMES: Map<u32, String> = Map::new("n");
/// (domain) -> clock, published; written when a domain is added; at most 32.
const CLOCKS: PackedMap<u32, DomainClock> = PackedMap::new(raw::CLOCKS);
/// (domain, key of the asset) -> rate; written by admin.add_domain and admin.set_rates; at most 16 a domain.
const RATES: PackedMap<(u32, &str), Price> = PackedMap::new("r");
/// Settings of the tracker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Registry in which principals are looked up.
    pub registry: Option<Addr>,
    /// Number of the domain that votes.
    pub voting_domain: u32,
    /// Weight = floor(units / 2^shift).
    pub weight_shift: u32,
}

impl Packed for Settings {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.opt_addr(self.registry.as_ref()).u32(self.voting_domain).u32(self.weight_shift);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            registry: input.opt_addr()?,
            voting_domain: input.u32()?,
            weight_shift: input.u32()?,
        })
    }
}

impl Packed for Price {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.u128(self.points).u128(self.per);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self { points: input.u128()?, per: input.u128()? })
    }
}

/// Settings.
pub fn load_settings(storage: &dyn Storage) -> StdResult<Settings> {
    SETTINGS.load(storage)
}

/// Replaces the settings.
pub fn save_settings(storage: &mut dyn Storage, settings: &Settings) -> StdResult<()> {
    SETTINGS.save(storage, settings)
}

/// How many domains there are; they are numbered from 1.
pub fn load_domain_count(storage: &dyn Storage) -> StdResult<u32> {
    Ok(DOMAINS.may_load(storage)?.unwrap_or(0))
}

/// Adds a domain under the next number, which it returns. The caller checks the bound.
pub fn add_domain(storage: &mut dyn Storage, name: &str, clock: &DomainClock) -> StdResult<u32> {
    let domain = load_domain_count(storage)?.saturating_add(1);
    DOMAINS.save(storage, &domain)?;
    NAMES.save(storage, domain, &name.to_string())?;
    CLOCKS.save(storage, domain, clock)?;
    Ok(domain)
}

/// Name of a domain.
pub fn load_name(storage: &dyn Storage, domain: u32) -> StdResult<String> {
    NAMES.load(storage, domain)
}

/// Names of all domains, at most 32.
pub fn load_names(storage: &dyn Storage) -> StdResult<Vec<String>> {
    NAMES.range(storage, None, None, Order::Ascending).map(|row| Ok(row?.1)).collect()
}

/// Clock of a domain.
///
/// # Errors
/// [`ContractError::UnknownDomain`].
pub fn load_clock(storage: &dyn Storage, domain: u32) -> Result<DomainClock, ContractError> {
    match CLOCKS.may_load(storage, domain)? {
        Some(clock) => Ok(clock),
        None => {
            let domains = load_domain_count(storage)?;
            Err(ContractError::UnknownDomain { domain, domains })
        }
    }
}

/// Rate of an asset in a domain.
pub fn may_load_rate(
    storage: &dyn Storage,
    domain: u32,
    asset: &Asset,
) -> StdResult<Option<Price>> {
    RATES.may_load(storage, (domain, &asset.key()))
}

/// Rates of a domain, at most 16, in order of their keys.
pub fn load_rates(storage: &dyn Storage, domain: u32) -> StdResult<Vec<Rate>> {
    let rows = RATES.prefix(domain).range(storage, None, None, Order::Ascending);
    rows.map(|row| {
        let (key, Price { points, per }) = row?;
        let asset = Asset::from_key(&key);
        let asset = asset.ok_or_else(|| StdError::generic_err("a rate has no asset as its key"))?;
        Ok(Rate { asset, points, per })
    })
    .collect()
}

/// Replaces the rates of a domain.
pub fn save_rates(storage: &mut dyn Storage, domain: u32, rates: &[Rate]) -> StdResult<()> {
    for old in load_rates(storage, domain)? {
        RATES.remove(storage, (domain, &old.asset.key()));
    }
    for Rate { asset, points, per } in rates {
        let price = Price { points: *points, per: *per };
        RATES.save(storage, (domain, &asset.key()), &price)?;
    }
    Ok(())
}
