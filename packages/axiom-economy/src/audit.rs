//! One report on the health of an economy.

use std::collections::BTreeSet;

use axiom_types::asset::Asset;
use axiom_types::common::PauseStatus;
use axiom_types::dao::{GuardianResponse, TrackResponse};
use axiom_types::distributor::{FreezeTarget, HoldingsResponse, PoolsResponse};
use axiom_types::ledger::{PendingLeg, PendingLegsResponse};
use axiom_types::proof::RootResponse;
use axiom_types::{dao, distributor, ledger, registry, tracker};
use cosmwasm_std::{Addr, Uint128};
use serde::Serialize;

use crate::error::EconomyError;
use crate::ground::{ask, Ground};
use crate::release::Release;
use crate::role::Role;
use crate::site::Site;
use crate::verify::{answered, verify, Report};

/// Rows of a page.
const PAGE: Option<u32> = Some(100);

/// What value-distributor owes and holds of one asset.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Solvency {
    /// The asset.
    pub asset: Asset,
    /// Base units owed to somebody, in all ledgers together.
    pub owed: Uint128,
    /// Balances, escrows, pools and transfers under way, summed here.
    pub ledgers: Uint128,
    /// Base units held, by the word of the bank or the token.
    pub held: Uint128,
    /// Whether the ledgers sum up to what is owed, and all that is owed is held.
    pub ok: bool,
    /// What it comes to.
    pub why: String,
}

/// A pause or a freeze that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Halt {
    /// What is halted: a contract's name, `asset <key>` or `pool <number>`.
    pub what: String,
    /// Unix seconds at which it lapses by itself.
    pub until: Option<u64>,
}

/// What a replay of the ledger came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Replayed {
    /// Records that were replayed.
    pub records: u64,
    /// Root over them, 32 bytes as hex.
    pub root: String,
}

/// Replays a ledger up to its newest record, from its events or from an archive: somebody else's work. Any closure from
/// the ledger's address is one.
pub trait Replayer {
    /// Replays the ledger at an address.
    ///
    /// # Errors
    /// Why it cannot be replayed; the report tells it.
    fn replay(&mut self, ledger: &str) -> Result<Replayed, String>;
}

impl<F: FnMut(&str) -> Result<Replayed, String>> Replayer for F {
    fn replay(&mut self, ledger: &str) -> Result<Replayed, String> {
        self(ledger)
    }
}

/// The replay beside what the ledger says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Replay {
    /// What the replay came to, or why it could not be made.
    pub replayed: Result<Replayed, String>,
    /// Records by the ledger's word.
    pub records: u64,
    /// Root by the ledger's word, as hex.
    pub root: String,
    /// Whether both are the same.
    pub ok: bool,
}

/// One report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Audit {
    /// Codes, admins, owners, wiring.
    pub verify: Report,
    /// What is owed and held, by asset.
    pub solvency: Vec<Solvency>,
    /// Parts of settlements that failed and wait for another try.
    pub pending: Vec<PendingLeg>,
    /// The guardian; none without a governance-dao.
    pub guardian: Option<GuardianResponse>,
    /// Pauses and freezes that run.
    pub halts: Vec<Halt>,
    /// The replay; none if it was not asked for, or there is no ledger.
    pub replay: Option<Replay>,
}

impl Audit {
    /// Whether nothing is wrong: every check passes, every asset is covered, and the replay agrees. What waits or is
    /// halted is no fault.
    pub fn is_ok(&self) -> bool {
        let replay = self.replay.as_ref().is_none_or(|replay| replay.ok);
        self.verify.is_ok() && replay && self.solvency.iter().all(|row| row.ok)
    }
}

/// What an audit looks at besides.
#[derive(Default)]
pub struct Lens<'a> {
    /// Assets besides those that the economy itself names.
    pub assets: Vec<Asset>,
    /// Replays the ledger at an address up to its newest record.
    pub replay: Option<&'a mut dyn Replayer>,
}

/// Looks at everything that can be told from outside.
///
/// # Errors
/// As [`verify`].
pub fn audit(
    ground: &dyn Ground,
    site: &Site,
    release: &Release,
    lens: Lens<'_>,
) -> Result<Audit, EconomyError> {
    let verify = verify(ground, site, release)?;
    let assets = assets(ground, site, lens.assets)?;
    let (mut solvency, mut halts) = (vec![], paused(ground, site)?);
    if let Some(distributor) = site.address(Role::Distributor) {
        for asset in &assets {
            solvency.push(covered(ground, distributor, asset)?);
        }
        halts.extend(frozen(ground, distributor, &assets)?);
    }
    Ok(Audit {
        verify,
        solvency,
        pending: pending(ground, site)?,
        guardian: guardian(ground, site)?,
        halts,
        replay: replay(ground, site, lens.replay)?,
    })
}

/// The assets that the economy names, and what lies in the custodian's account.
fn assets(
    ground: &dyn Ground,
    site: &Site,
    more: Vec<Asset>,
) -> Result<BTreeSet<Asset>, EconomyError> {
    let mut all: BTreeSet<Asset> = more.into_iter().collect();
    if let Some(distributor) = site.address(Role::Distributor) {
        let coins = ground.coins(distributor)?.unwrap_or_default();
        all.extend(coins.into_iter().map(|coin| Asset::Native(coin.denom)));
        let mut start_after: Option<String> = None;
        loop {
            let query = distributor::QueryMsg::Tokens { start_after, limit: PAGE };
            let page: Vec<Addr> = answered(ask(ground, distributor, &query))?.unwrap_or_default();
            start_after = page.last().map(|token| token.to_string());
            all.extend(page.into_iter().map(|token| Asset::Cw20(token.into_string())));
            if start_after.is_none() {
                break;
            }
        }
        all.extend(pools(ground, distributor)?.into_iter().map(|(_, asset)| asset));
    }
    if let Some(tracker) = site.address(Role::Tracker) {
        let query = tracker::QueryMsg::Domains {};
        let domains: Vec<tracker::DomainResponse> =
            answered(ask(ground, tracker, &query))?.unwrap_or_default();
        all.extend(domains.into_iter().flat_map(|one| one.rates).map(|rate| rate.asset));
    }
    if let Some(dao) = site.address(Role::Dao) {
        let query = dao::QueryMsg::Tracks {};
        let tracks: Vec<TrackResponse> = answered(ask(ground, dao, &query))?.unwrap_or_default();
        all.extend(tracks.into_iter().flat_map(|one| one.config.spending).map(|rule| rule.asset));
    }
    Ok(all)
}

/// Numbers and assets of all pools.
fn pools(ground: &dyn Ground, distributor: &str) -> Result<Vec<(u64, Asset)>, EconomyError> {
    let (mut all, mut start_after) = (vec![], None);
    loop {
        let query = distributor::QueryMsg::Pools { start_after, limit: PAGE };
        let Some(page) = answered(ask::<PoolsResponse>(ground, distributor, &query))? else {
            return Ok(all);
        };
        all.extend(page.pools.into_iter().map(|pool| (pool.pool, pool.asset)));
        start_after = page.next;
        if start_after.is_none() {
            return Ok(all);
        }
    }
}

fn covered(
    ground: &dyn Ground,
    distributor: &str,
    asset: &Asset,
) -> Result<Solvency, EconomyError> {
    let query = distributor::QueryMsg::Holdings { asset: asset.clone() };
    let asset = asset.clone();
    let Some(found) = answered(ask::<HoldingsResponse>(ground, distributor, &query))? else {
        let zero = Uint128::zero();
        let why = "the distributor does not tell what it holds of it".to_string();
        return Ok(Solvency { asset, owed: zero, ledgers: zero, held: zero, ok: false, why });
    };
    let parts = [found.balances, found.escrowed, found.pooled, found.in_flight];
    let ledgers = parts.into_iter().fold(Uint128::zero(), Uint128::saturating_add);
    let (owed, held) = (found.tracked, found.real);
    let (ok, why) = match (ledgers == owed, held.checked_sub(owed)) {
        (false, _) => {
            (false, format!("its ledgers sum up to {ledgers}: expected {owed}, which is owed"))
        }
        (true, Err(_)) => (
            false,
            format!(
                "{} are missing: {owed} are owed and {held} are held",
                owed.saturating_sub(held)
            ),
        ),
        (true, Ok(over)) if over.is_zero() => (true, "all that is owed is held".to_string()),
        (true, Ok(over)) => {
            (true, format!("all that is owed is held, and {over} that belong to nobody"))
        }
    };
    Ok(Solvency { asset, owed, ledgers, held, ok, why })
}

fn paused(ground: &dyn Ground, site: &Site) -> Result<Vec<Halt>, EconomyError> {
    let mut halts = vec![];
    for role in Role::LAYERS {
        let Some(address) = site.address(role) else { continue };
        let query = registry::QueryMsg::Pause {};
        let found = answered(ask::<PauseStatus>(ground, address, &query))?;
        if let Some(pause) = found.filter(|pause| pause.paused) {
            halts.push(Halt { what: role.name().to_string(), until: pause.until });
        }
    }
    Ok(halts)
}

fn frozen(
    ground: &dyn Ground,
    distributor: &str,
    assets: &BTreeSet<Asset>,
) -> Result<Vec<Halt>, EconomyError> {
    let asset =
        |asset: &Asset| (format!("asset {}", asset.key()), FreezeTarget::Asset(asset.clone()));
    let mut targets: Vec<(String, FreezeTarget)> = assets.iter().map(asset).collect();
    let pools = pools(ground, distributor)?;
    targets
        .extend(pools.iter().map(|(pool, _)| (format!("pool {pool}"), FreezeTarget::Pool(*pool))));
    let mut halts = vec![];
    for (what, target) in targets {
        let query = distributor::QueryMsg::Frozen { target };
        let found = answered(ask::<PauseStatus>(ground, distributor, &query))?;
        if let Some(freeze) = found.filter(|freeze| freeze.paused) {
            halts.push(Halt { what, until: freeze.until });
        }
    }
    Ok(halts)
}

fn pending(ground: &dyn Ground, site: &Site) -> Result<Vec<PendingLeg>, EconomyError> {
    let (mut all, mut start_after) = (vec![], None);
    let Some(ledger) = site.address(Role::Ledger) else {
        return Ok(all);
    };
    loop {
        let query = ledger::QueryMsg::AllPendingLegs { start_after, limit: PAGE };
        let Some(page) = answered(ask::<PendingLegsResponse>(ground, ledger, &query))? else {
            return Ok(all);
        };
        all.extend(page.legs);
        start_after = page.next;
        if start_after.is_none() {
            return Ok(all);
        }
    }
}

fn guardian(ground: &dyn Ground, site: &Site) -> Result<Option<GuardianResponse>, EconomyError> {
    match site.address(Role::Dao) {
        Some(dao) => Ok(answered(ask(ground, dao, &dao::QueryMsg::Guardian {}))?),
        None => Ok(None),
    }
}

fn replay(
    ground: &dyn Ground,
    site: &Site,
    replayer: Option<&mut dyn Replayer>,
) -> Result<Option<Replay>, EconomyError> {
    let (Some(replayer), Some(ledger)) = (replayer, site.address(Role::Ledger)) else {
        return Ok(None);
    };
    let query = ledger::QueryMsg::Root { leaves: None };
    let told = answered(ask::<RootResponse>(ground, ledger, &query))?;
    let (records, root) = told.map_or((0, String::new()), |told| (told.leaves, told.root.to_hex()));
    let replayed = replayer.replay(ledger);
    let same = |done: &Replayed| done.records == records && done.root == root;
    let ok = replayed.as_ref().is_ok_and(same);
    Ok(Some(Replay { replayed, records, root, ok }))
}
