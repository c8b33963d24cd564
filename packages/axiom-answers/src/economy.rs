//! Which contracts an economy consists of.

use axiom_types::dao::{EconomyResponse, Layer, QueryMsg};
use axiom_types::tracker::{QueryMsg as TrackerQuery, SettingsResponse};
use serde::{Deserialize, Serialize};

use crate::ask::{ask, Answered};
use crate::error::AnswerError;
use crate::source::Source;

/// One of the five contracts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContractName {
    /// governance-dao.
    Dao,
    /// state-registry.
    Registry,
    /// execution-ledger.
    Ledger,
    /// contribution-tracker.
    Tracker,
    /// value-distributor.
    Distributor,
}

impl ContractName {
    /// Every contract.
    pub const ALL: [Self; 5] =
        [Self::Dao, Self::Registry, Self::Ledger, Self::Tracker, Self::Distributor];

    /// The short word, as in messages: `ledger`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Dao => "dao",
            Self::Registry => "registry",
            Self::Ledger => "ledger",
            Self::Tracker => "tracker",
            Self::Distributor => "distributor",
        }
    }

    /// The full name: `execution-ledger`.
    pub fn full(self) -> &'static str {
        match self {
            Self::Dao => "governance-dao",
            Self::Registry => "state-registry",
            Self::Ledger => "execution-ledger",
            Self::Tracker => "contribution-tracker",
            Self::Distributor => "value-distributor",
        }
    }
}

impl std::fmt::Display for ContractName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

/// Addresses of an economy. What was left out at founding has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Economy {
    /// Its name.
    pub name: String,
    /// governance-dao; none where somebody else owns the contracts.
    pub dao: Option<String>,
    /// state-registry.
    pub registry: Option<String>,
    /// execution-ledger.
    pub ledger: Option<String>,
    /// contribution-tracker. No economy is without one: it is the source of voting power.
    pub tracker: String,
    /// value-distributor.
    pub distributor: Option<String>,
    /// Number of the domain that votes.
    pub voting_domain: u32,
}

impl Economy {
    /// Reads the addresses from governance-dao.
    ///
    /// # Errors
    /// [`crate::AnswerError::Source`] and [`crate::AnswerError::BadAnswer`] if the address is not that of a
    /// governance-dao, or the chain cannot be asked.
    pub fn read(source: &dyn Source, dao: &str) -> Answered<Self> {
        let found: EconomyResponse = ask(source, dao, &QueryMsg::Economy {})?;
        let address = |layer: Option<Layer>| layer.map(|layer| layer.address.into_string());
        Ok(Self {
            name: found.name,
            dao: Some(dao.to_string()),
            registry: address(found.registry),
            ledger: address(found.ledger),
            tracker: found.tracker.address.into_string(),
            distributor: address(found.distributor),
            voting_domain: found.voting_domain,
        })
    }

    /// An economy that somebody owns in place of a governance-dao, of addresses that are known.
    ///
    /// # Errors
    /// [`crate::AnswerError::LeftOut`] without a tracker; [`crate::AnswerError::Source`] and
    /// [`crate::AnswerError::BadAnswer`] if the tracker does not answer.
    pub fn owned(
        source: &dyn Source,
        name: &str,
        address: impl Fn(ContractName) -> Option<String>,
    ) -> Answered<Self> {
        let contract = ContractName::Tracker;
        let tracker = address(contract).ok_or(AnswerError::LeftOut { contract })?;
        let settings: SettingsResponse = ask(source, &tracker, &TrackerQuery::Settings {})?;
        Ok(Self {
            name: name.to_string(),
            dao: None,
            registry: address(ContractName::Registry),
            ledger: address(ContractName::Ledger),
            tracker,
            distributor: address(ContractName::Distributor),
            voting_domain: settings.voting_domain,
        })
    }

    /// The address of a contract; none if it was left out.
    pub fn address(&self, name: ContractName) -> Option<&str> {
        match name {
            ContractName::Dao => self.dao.as_deref(),
            ContractName::Registry => self.registry.as_deref(),
            ContractName::Ledger => self.ledger.as_deref(),
            ContractName::Tracker => Some(&self.tracker),
            ContractName::Distributor => self.distributor.as_deref(),
        }
    }

    /// The contracts that are there.
    pub fn contracts(&self) -> Vec<(ContractName, &str)> {
        let there = |name| self.address(name).map(|address| (name, address));
        ContractName::ALL.into_iter().filter_map(there).collect()
    }

    /// The contracts that were left out.
    pub fn missing(&self) -> Vec<ContractName> {
        let gone = |name: &ContractName| self.address(*name).is_none();
        ContractName::ALL.into_iter().filter(gone).collect()
    }

    /// Which contract an address is.
    pub fn name_of(&self, address: &str) -> Option<ContractName> {
        ContractName::ALL.into_iter().find(|name| self.address(*name) == Some(address))
    }

    /// The word for an address in texts: the contract's, or the address itself.
    pub fn word<'a>(&self, address: &'a str) -> &'a str {
        match self.name_of(address) {
            Some(name) => name.word(),
            None => address,
        }
    }
}
