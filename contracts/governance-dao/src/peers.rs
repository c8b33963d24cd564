//! The other contracts: what they are, who may migrate them, and what power they tell.

use axiom_kit::checks;
use axiom_types::dao::Target;
use axiom_types::tracker::raw::{self, Subject};
use axiom_types::{distributor, ledger, registry, tracker};
use cosmwasm_std::{from_json, Addr, Binary, Env, QuerierWrapper, StdResult};

use crate::domain::policy::target_word;
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
            Target::Dao {} | Target::Contract { .. } => Err(ContractError::NotALayer {
                target: checks::reason(target_word(target)),
            }),
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
        let missing = || ContractError::LayerMissing {
            layer: role.word().to_string(),
        };
        self.layer(role).cloned().ok_or_else(missing)
    }

    /// What an address is to this economy.
    pub fn target(&self, own: &Addr, address: &str) -> Target {
        let is = |role: Role| {
            self.layer(role)
                .is_some_and(|layer| layer.as_str() == address)
        };
        match () {
            () if own.as_str() == address => Target::Dao {},
            () if is(Role::Registry) => Target::Registry {},
            () if is(Role::Ledger) => Target::Ledger {},
            () if is(Role::Tracker) => Target::Tracker {},
            () if is(Role::Distributor) => Target::Distributor {},
            () => Target::Contract {
                address: address.to_string(),
            },
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
        .and_then(|bytes| from_json::<cw2::ContractVersion>(&Binary::from(bytes)).ok())
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
        querier.query_wasm_smart(tracker, &tracker::QueryMsg::Settings {})?;
    let total: cw4::TotalWeightResponse =
        querier.query_wasm_smart(tracker, &tracker::QueryMsg::TotalWeight { at_height: None })?;
    if total.weight == 0 {
        return Err(ContractError::NoVoters {});
    }
    Ok(Source {
        tracker: tracker.clone(),
        domain: settings.voting_domain,
    })
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
