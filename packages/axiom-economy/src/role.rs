//! The five contracts of an economy, and what each is called where.

use axiom_types::{dao, distributor, ledger, registry, tracker};
use serde::{Deserialize, Serialize};

/// One of the five contracts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// The state layer.
    #[serde(rename = "state-registry")]
    Registry,
    /// The contribution layer.
    #[serde(rename = "contribution-tracker")]
    Tracker,
    /// The value layer.
    #[serde(rename = "value-distributor")]
    Distributor,
    /// The execution layer.
    #[serde(rename = "execution-ledger")]
    Ledger,
    /// The governance layer.
    #[serde(rename = "governance-dao")]
    Dao,
}

impl Role {
    /// All five, in the order in which they are stored: what the founding needs last comes last.
    pub const ALL: [Self; 5] =
        [Self::Registry, Self::Tracker, Self::Distributor, Self::Ledger, Self::Dao];
    /// The four that governance-dao creates, in the order in which it does.
    pub const LAYERS: [Self; 4] = [Self::Registry, Self::Tracker, Self::Distributor, Self::Ledger];

    /// Name of the contract, its Wasm file and its schema: `state-registry`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Registry => "state-registry",
            Self::Tracker => "contribution-tracker",
            Self::Distributor => "value-distributor",
            Self::Ledger => "execution-ledger",
            Self::Dao => "governance-dao",
        }
    }

    /// Its short name, the part of the founding message that is about it: `registry`; `dao` for governance-dao.
    pub fn part(self) -> &'static str {
        match self {
            Self::Registry => "registry",
            Self::Tracker => "tracker",
            Self::Distributor => "distributor",
            Self::Ledger => "ledger",
            Self::Dao => "dao",
        }
    }

    /// The variable of templates that stands for its address, without the dollar: `REGISTRY`.
    pub fn variable(self) -> &'static str {
        match self {
            Self::Registry => "REGISTRY",
            Self::Tracker => "TRACKER",
            Self::Distributor => "DISTRIBUTOR",
            Self::Ledger => "LEDGER",
            Self::Dao => "DAO",
        }
    }

    /// The name that the contract itself keeps (cw2).
    pub fn kind(self) -> &'static str {
        match self {
            Self::Registry => registry::CONTRACT_NAME,
            Self::Tracker => tracker::CONTRACT_NAME,
            Self::Distributor => distributor::CONTRACT_NAME,
            Self::Ledger => ledger::CONTRACT_NAME,
            Self::Dao => dao::CONTRACT_NAME,
        }
    }

    /// The contract of a full or a short name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name || role.part() == name)
    }

    /// The letter that follows the economy's salt in the salt of a layer; none for governance-dao.
    pub(crate) fn letter(self) -> Option<u8> {
        match self {
            Self::Registry => Some(b'r'),
            Self::Tracker => Some(b't'),
            Self::Distributor => Some(b'd'),
            Self::Ledger => Some(b'l'),
            Self::Dao => None,
        }
    }
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}
