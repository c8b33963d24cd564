//! The other contracts: what they are, who may migrate them, and what power they tell.

use axiom_kit::checks;
use axiom_types::common::PauseStatus;
use axiom_types::dao::{Target, Track};
use axiom_types::distributor::FreezeTarget;
use axiom_types::json;
use axiom_types::tracker::raw::{self, Subject};
use axiom_types::{distributor, ledger, registry, tracker};
use cosmwasm_std::{Addr, Binary, Env, QuerierWrapper, StdResult};

use crate::domain::policy::target_word;
use crate::domain::tracks::{slowest, within_reach};
use crate::error::ContractError;
use crate::records::{Economy, Source};

/// A layer beside this contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The state layer.
    Registry,
    /// The contribution layer.
    Tracker,
    /// The value layer.
    Distributor,
    /// The execution layer.
    Ledger,
}

impl Role {
    /// Every layer.
    pub const ALL: [Self; 4] = [Self::Registry, Self::Tracker, Self::Distributor, Self::Ledger];

    /// The layer of a letter.
    pub fn from_letter(letter: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.letter() == letter)
    }

    /// The layer that a target names.
    ///
    /// # Errors
    /// [`ContractError::NotALayer`] for this contract and others.
    pub fn of(target: &Target) -> Result<Self, ContractError> {
        match target {
            Target::Registry {} => Ok(Self::Registry),
            Target::Tracker {} => Ok(Self::Tracker),
            Target::Distributor {} => Ok(Self::Distributor),
            Target::Ledger {} => Ok(Self::Ledger),
            Target::Dao {} | Target::Contract { .. } => {
                Err(ContractError::NotALayer { target: checks::reason(target_word(target)) })
            }
        }
    }

    /// Word in events and errors.
    pub fn word(self) -> &'static str {
        match self {
            Self::Registry => "registry",
            Self::Tracker => "tracker",
            Self::Distributor => "distributor",
            Self::Ledger => "ledger",
        }
    }

    /// cw2 name of its contracts.
    pub fn contract_name(self) -> &'static str {
        match self {
            Self::Registry => registry::CONTRACT_NAME,
            Self::Tracker => tracker::CONTRACT_NAME,
            Self::Distributor => distributor::CONTRACT_NAME,
            Self::Ledger => ledger::CONTRACT_NAME,
        }
    }

    /// Letter that tells its salt from those of the others; frozen, addresses follow from it.
    pub fn letter(self) -> u8 {
        match self {
            Self::Registry => b'r',
            Self::Tracker => b't',
            Self::Distributor => b'd',
            Self::Ledger => b'l',
        }
    }
}

impl Economy {
    /// Address of a layer, if there is one.
    pub fn layer(&self, role: Role) -> Option<&Addr> {
        let layer = match role {
            Role::Registry => self.registry.as_ref(),
            Role::Tracker => Some(&self.tracker),
            Role::Distributor => self.distributor.as_ref(),
            Role::Ledger => self.ledger.as_ref(),
        };
        layer.map(|layer| &layer.address)
    }

    /// Address of a layer.
    ///
    /// # Errors
    /// [`ContractError::LayerMissing`].
    pub fn needed(&self, role: Role) -> Result<Addr, ContractError> {
        let missing = || ContractError::LayerMissing { layer: role.word().to_string() };
        self.layer(role).cloned().ok_or_else(missing)
    }

    /// What an address is to this economy.
    pub fn target(&self, own: &Addr, address: &str) -> Target {
        let is = |role: Role| self.layer(role).is_some_and(|layer| layer.as_str() == address);
        match () {
            () if own.as_str() == address => Target::Dao {},
            () if is(Role::Registry) => Target::Registry {},
            () if is(Role::Ledger) => Target::Ledger {},
            () if is(Role::Tracker) => Target::Tracker {},
            () if is(Role::Distributor) => Target::Distributor {},
            () => Target::Contract { address: address.to_string() },
        }
    }
}

/// Passes a contract of the layer's kind, by its cw2 name.
///
/// # Errors
/// [`ContractError::WrongKind`].
pub fn is_kind(
    querier: &QuerierWrapper<'_>,
    contract: &Addr,
    role: Role,
) -> Result<(), ContractError> {
    let stored = querier.query_wasm_raw(contract, b"contract_info".as_slice())?;
    let name = stored
        .and_then(|bytes| json::read::<cw2::ContractVersion>(&Binary::from(bytes)).ok())
        .map(|info| info.contract);
    if name.as_deref() == Some(role.contract_name()) {
        return Ok(());
    }
    Err(ContractError::WrongKind {
        contract: contract.clone(),
        expected: role.contract_name(),
        found: checks::reason(name.as_deref().unwrap_or("nothing")),
    })
}

/// Passes a contract that this one alone can migrate.
///
/// # Errors
/// [`ContractError::WrongAdmin`].
pub fn is_ours(
    querier: &QuerierWrapper<'_>,
    env: &Env,
    contract: &Addr,
) -> Result<(), ContractError> {
    let own = &env.contract.address;
    let admin = querier.query_wasm_contract_info(contract)?.admin;
    if admin.as_ref() == Some(own) {
        return Ok(());
    }
    Err(ContractError::WrongAdmin {
        contract: contract.clone(),
        expected: own.clone(),
        found: admin.map(Addr::into_string).unwrap_or_default(),
    })
}

/// The source of power that an existing tracker is: of the right kind, with voters.
///
/// # Errors
/// [`ContractError::WrongKind`], [`ContractError::NoVoters`].
pub fn existing_source(
    querier: &QuerierWrapper<'_>,
    tracker: &Addr,
) -> Result<Source, ContractError> {
    is_kind(querier, tracker, Role::Tracker)?;
    let settings: tracker::SettingsResponse =
        json::ask(querier, tracker, &tracker::QueryMsg::Settings {})?;
    let total: cw4::TotalWeightResponse =
        json::ask(querier, tracker, &tracker::QueryMsg::TotalWeight { at_height: None })?;
    if total.weight == 0 {
        return Err(ContractError::NoVoters {});
    }
    Ok(Source { tracker: tracker.clone(), domain: settings.voting_domain })
}

/// Passes a source of power that carries the tracks: some weight, and enough for a proposal on a strict track.
///
/// # Errors
/// [`ContractError::NoVoters`], [`ContractError::Track`]; if the tracker cannot be read.
pub fn can_decide(
    querier: &QuerierWrapper<'_>,
    source: &Source,
    tracks: &[Track],
) -> Result<(), ContractError> {
    let total = total_now(querier, source)?;
    if total == 0 {
        return Err(ContractError::NoVoters {});
    }
    Ok(within_reach(tracks, total)?)
}

/// Passes a ledger whose disputes leave this contract, if it is their arbiter, the time of a proposal on the slowest
/// track. A ledger that does not answer keeps nobody waiting.
///
/// # Errors
/// [`ContractError::ArbitrationTooShort`].
pub fn can_arbitrate(
    querier: &QuerierWrapper<'_>,
    own: &Addr,
    ledger: &Addr,
    tracks: &[Track],
) -> Result<(), ContractError> {
    let query = ledger::QueryMsg::Settings {};
    let answer = json::ask::<ledger::SettingsMsg, _>(querier, ledger, &query);
    let Ok(settings) = answer else {
        return Ok(());
    };
    let (seconds, needed) = (settings.min_default_arbitration, slowest(tracks));
    if settings.default_arbiter == own.as_str() && seconds < needed {
        return Err(ContractError::ArbitrationTooShort { seconds, needed });
    }
    Ok(())
}

/// Unix seconds at which the pause of a layer lapses; none if none runs. All layers take the same query.
///
/// # Errors
/// If the layer cannot be read.
pub fn paused_until(querier: &QuerierWrapper<'_>, layer: &Addr) -> StdResult<Option<u64>> {
    let query = registry::QueryMsg::Pause {};
    let status: PauseStatus = json::ask(querier, layer, &query)?;
    Ok(status.until)
}

/// Unix seconds at which the freeze of an asset or pool lapses; none if none runs.
///
/// # Errors
/// If the distributor cannot be read.
pub fn frozen_until(
    querier: &QuerierWrapper<'_>,
    distributor: &Addr,
    target: &FreezeTarget,
) -> StdResult<Option<u64>> {
    let target = target.clone();
    let query = distributor::QueryMsg::Frozen { target };
    let status: PauseStatus = json::ask(querier, distributor, &query)?;
    Ok(status.until)
}

/// Weight at the start of a block; 0 for strangers.
///
/// # Errors
/// If the tracker cannot be read.
pub fn weight_at(
    querier: &QuerierWrapper<'_>,
    source: &Source,
    subject: Subject<'_>,
    height: u64,
) -> StdResult<u64> {
    let found = raw::at_height(querier, &source.tracker, source.domain, subject, height)?;
    Ok(found.map_or(0, |standing| standing.weight))
}

/// Total weight now.
///
/// # Errors
/// If the tracker cannot be read.
pub fn total_now(querier: &QuerierWrapper<'_>, source: &Source) -> StdResult<u64> {
    let found = raw::newest(querier, &source.tracker, source.domain, Subject::Total)?;
    Ok(found.map_or(0, |standing| standing.weight))
}
