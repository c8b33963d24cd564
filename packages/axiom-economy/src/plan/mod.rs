//! What founding an economy would do, before anything is done.

use std::collections::BTreeMap;

use axiom_types::dao::Origin;
use cosmwasm_std::{Coin, CosmosMsg};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::owner::Owner;
use crate::role::Role;
use crate::template::{Call, Override, Proposal};

mod closed;
mod make;
pub(crate) mod messages;
mod resume;
mod show;
mod steps;

pub use make::plan;
pub use resume::resume;

/// What is to be founded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// Name of the economy in commands and files: 1 to 32 of a-z, 0-9 and -.
    pub economy: String,
    /// The account that founds and pays.
    pub founder: String,
    /// Visible name; that of the template if none.
    pub name: Option<String>,
    /// What work is paid in, for `$DENOM`; the template's, else the denom of fees, if none.
    pub denom: Option<String>,
    /// Salt of the addresses, 1 to 60 bytes; the economy's name if none.
    pub salt: Option<String>,
    /// Existing contracts in place of those that would be created.
    pub adopt: BTreeMap<Role, String>,
    /// Who owns the contracts, without a governance-dao of their own: a wallet or an existing DAO.
    pub owner: Option<String>,
    /// Changes to the template.
    pub set: Vec<Override>,
}

/// Which template was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateMark {
    /// Its name or file.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its family.
    pub family: Option<String>,
    /// SHA-256 of its text, as hex.
    pub sha256: String,
}

/// A code that is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedCode {
    /// The contract.
    pub contract: Role,
    /// SHA-256 of its Wasm, as hex.
    pub checksum: String,
    /// Its number, if it is on the chain already.
    pub code_id: Option<u64>,
}

/// A contract that there will be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedContract {
    /// Which of the five.
    pub contract: Role,
    /// Its address.
    pub address: String,
    /// Its label; none if it is adopted.
    pub label: Option<String>,
    /// Founded or adopted.
    pub origin: Origin,
    /// Who may migrate it.
    pub admin: Option<String>,
    /// Who owns it; of governance-dao itself.
    pub owner: Option<String>,
    /// Whether it is on the chain already.
    pub there: bool,
}

/// Where a figure of gas comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// From what the same cost elsewhere.
    Estimated,
    /// The chain tried it out.
    Simulated,
}

/// One step: one transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedStep {
    /// Its name: `store:<contract>`, `found` or `propose:<number>`.
    pub step: String,
    /// What it does.
    pub about: String,
    /// Gas that it will use.
    pub gas: u64,
    /// Where that figure comes from.
    pub measure: Measure,
    /// The fee for that, with its reserve; none where nothing is paid.
    pub fee: Option<Coin>,
    /// Whether it is done already, by what is on the chain.
    pub done: bool,
}

/// Codes are missing that this account cannot store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosedUploads {
    /// Who may store code.
    pub allowed: String,
    /// What is missing.
    pub missing: Vec<Role>,
}

/// What an owner who is not the founder has to do after the founding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnerTask {
    /// Why.
    pub about: String,
    /// The messages, in the owner's name.
    pub messages: Vec<CosmosMsg>,
    /// Where the proposal that carries them is sent; none for a wallet, which sends them itself.
    pub to: Option<String>,
    /// That proposal, ready to be sent; none for a wallet.
    pub proposal: Option<Value>,
}

/// What founding an economy would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Version of the contracts.
    pub version: String,
    /// The chain.
    pub chain_id: String,
    /// Name in commands and files.
    pub economy: String,
    /// Visible name.
    pub name: String,
    /// Who founds and pays.
    pub founder: String,
    /// Salt of the addresses.
    pub salt: String,
    /// The template.
    pub template: TemplateMark,
    /// Who owns the contracts in place of a governance-dao.
    pub owner: Option<Owner>,
    /// Codes that are needed, in the order in which they are stored.
    pub codes: Vec<PlannedCode>,
    /// The contracts.
    pub contracts: Vec<PlannedContract>,
    /// The steps in order.
    pub steps: Vec<PlannedStep>,
    /// If codes are missing that this account cannot store.
    pub closed: Option<ClosedUploads>,
    /// What is left to the owner.
    pub owner_task: Option<OwnerTask>,
    /// What is good to know.
    pub notes: Vec<String>,
    /// The founding message without codes and salt.
    pub founding: Value,
    /// Messages of the founder's in the founding transaction.
    pub calls: Vec<Call>,
    /// Proposals of the founder's after it.
    pub proposals: Vec<Proposal>,
}

impl Plan {
    /// The address of a contract.
    pub fn address(&self, contract: Role) -> Option<&str> {
        self.contract(contract).map(|found| found.address.as_str())
    }

    /// A contract.
    pub fn contract(&self, contract: Role) -> Option<&PlannedContract> {
        self.contracts.iter().find(|found| found.contract == contract)
    }

    /// Gas of all steps that are not done.
    pub fn gas(&self) -> u64 {
        self.open().map(|step| step.gas).fold(0, u64::saturating_add)
    }

    /// Fees of all steps that are not done.
    pub fn fee(&self) -> Option<Coin> {
        let fees = self.open().filter_map(|step| step.fee.clone());
        fees.reduce(|sum, fee| Coin { amount: sum.amount.saturating_add(fee.amount), ..sum })
    }

    /// Contracts that are created, in the order of their creation; governance-dao, which creates the others, last.
    pub fn created(&self) -> impl Iterator<Item = &PlannedContract> {
        self.contracts.iter().filter(|contract| contract.origin == Origin::Founded)
    }

    fn open(&self) -> impl Iterator<Item = &PlannedStep> {
        self.steps.iter().filter(|step| !step.done)
    }
}
