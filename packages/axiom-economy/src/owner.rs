//! An owner that is there already: a wallet, an economy's own DAO, a DAO of DAO DAO, another contract.

use cosmwasm_std::CosmosMsg;
use serde::{Deserialize, Serialize};
use serde_json::{json, Value};

use crate::error::EconomyError;
use crate::ground::{ask, kind_of, Ground, GroundError};

/// Who owns contracts in place of a governance-dao of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// Its address.
    pub address: String,
    /// What it is.
    pub kind: OwnerKind,
}

/// What an owner is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnerKind {
    /// An account with a key.
    Wallet,
    /// The governance-dao of an economy.
    GovernanceDao {
        /// Number of its first strict track, which may call any method of its own contracts; others need a call rule.
        track: u32,
    },
    /// A DAO of DAO DAO.
    DaoDao {
        /// The contract that takes its proposals.
        module: String,
        /// Whether that is a module in front of the proposals, which wraps them.
        pre_propose: bool,
    },
    /// Another contract; how it decides is not known here.
    Other {
        /// What it says that it is.
        says: String,
    },
}

impl OwnerKind {
    /// What it is, in words.
    pub fn about(&self) -> String {
        match self {
            Self::Wallet => "a wallet".to_string(),
            Self::GovernanceDao { .. } => "a governance-dao".to_string(),
            Self::DaoDao { .. } => "a DAO of DAO DAO".to_string(),
            Self::Other { says } => format!("a contract, {says}"),
        }
    }
}

impl Owner {
    /// Finds out what is behind an address.
    ///
    /// # Errors
    /// [`EconomyError::Ground`]; [`EconomyError::Unsuited`] for a DAO without a module that takes proposals.
    pub fn look(ground: &dyn Ground, address: &str) -> Result<Self, EconomyError> {
        let address = address.to_string();
        if ground.contract(&address)?.is_none() {
            return Ok(Self { address, kind: OwnerKind::Wallet });
        }
        let says = kind_of(ground, &address)?.map(|(name, _)| name).unwrap_or_default();
        let kind = match says.as_str() {
            axiom_types::dao::CONTRACT_NAME => {
                OwnerKind::GovernanceDao { track: strict_track(ground, &address)? }
            }
            name if name.ends_with("dao-dao-core") || name.ends_with("cw-dao-core") => {
                dao_dao(ground, &address)?
            }
            _ => OwnerKind::Other { says },
        };
        Ok(Self { address, kind })
    }

    /// Where a proposal that sends these messages in the owner's name goes, and the proposal. None for a wallet and for
    /// contracts of which it is not known how they decide.
    ///
    /// # Errors
    /// None in practice: messages can be written as JSON.
    pub fn proposal(
        &self,
        title: &str,
        description: &str,
        msgs: &[CosmosMsg],
    ) -> Result<Option<(String, Value)>, EconomyError> {
        let plain = json!({ "title": title, "description": description, "msgs": msgs });
        Ok(match &self.kind {
            OwnerKind::Wallet | OwnerKind::Other { .. } => None,
            OwnerKind::GovernanceDao { track } => {
                let mut inner = plain;
                inner["track"] = json!(track);
                Some((self.address.clone(), json!({ "propose": inner })))
            }
            OwnerKind::DaoDao { module, pre_propose: false } => {
                Some((module.clone(), json!({ "propose": plain })))
            }
            OwnerKind::DaoDao { module, pre_propose: true } => {
                Some((module.clone(), json!({ "propose": { "msg": { "propose": plain } } })))
            }
        })
    }
}

/// Number of the first strict track.
pub(crate) fn strict_track(ground: &dyn Ground, dao: &str) -> Result<u32, GroundError> {
    let tracks: Vec<axiom_types::dao::TrackResponse> =
        ask(ground, dao, &axiom_types::dao::QueryMsg::Tracks {})?;
    let strict = tracks.iter().find(|track| track.config.strict);
    strict.map(|track| track.track).ok_or_else(|| GroundError::Answer {
        contract: dao.to_string(),
        why: "it has no strict track".to_string(),
    })
}

/// The module of a DAO of DAO DAO that takes proposals.
fn dao_dao(ground: &dyn Ground, core: &str) -> Result<OwnerKind, EconomyError> {
    let modules: Vec<Value> = ask(ground, core, &json!({ "proposal_modules": {} }))?;
    let enabled = |module: &&Value| {
        module
            .get("status")
            .and_then(Value::as_str)
            .is_none_or(|status| status.eq_ignore_ascii_case("enabled"))
    };
    let address = modules
        .iter()
        .find(enabled)
        .and_then(|module| module.get("address").and_then(Value::as_str))
        .ok_or_else(|| EconomyError::Unsuited {
            what: format!("the DAO {core} has no module that takes proposals: enable one, or name another owner"),
        })?;
    let policy = json!({ "proposal_creation_policy": {} });
    // A module that does not know the question takes proposals of everybody.
    let before = match ground.smart(address, &policy) {
        Ok(answer) => answer.pointer("/module/addr").and_then(Value::as_str).map(str::to_string),
        Err(error) if error.is_refusal() => None,
        Err(error) => return Err(error.into()),
    };
    let pre_propose = before.is_some();
    let module = before.unwrap_or_else(|| address.to_string());
    Ok(OwnerKind::DaoDao { module, pre_propose })
}
