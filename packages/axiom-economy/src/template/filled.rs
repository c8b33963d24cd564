//! A template with its changes made and its words filled in.

use std::collections::BTreeMap;

use cosmwasm_std::Coin;
use serde::{Deserialize, Serialize};
use serde_json::{json, Value};

use crate::error::EconomyError;
use crate::role::Role;
use crate::template::words::{is_fixed, Filler};
use crate::template::{checks, set::Override, Template};

/// A message to one of the contracts of an economy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// What it is for; empty within a proposal.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// Short name of the contract: registry, tracker, distributor, ledger or dao.
    pub contract: String,
    /// The message.
    pub message: Value,
    /// Coins that go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub funds: Vec<Coin>,
}

/// A proposal to the members.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// What it is for.
    pub about: String,
    /// Number of the track.
    pub track: u32,
    /// Its title, by which it is found again.
    pub title: String,
    /// What the members read.
    pub description: String,
    /// What it does.
    pub calls: Vec<Call>,
}

/// What a template comes to: checked, without a word left open.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    /// The founding message without codes and salt.
    pub founding: Value,
    /// Messages of the founder's in the founding transaction.
    pub calls: Vec<Call>,
    /// Proposals of the founder's after it.
    pub proposals: Vec<Proposal>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Then {
    Call(Call),
    Propose(Proposal),
}

impl Template {
    /// Makes changes, sets layers that are adopted, and fills words in: `fixed` holds the addresses, and `DENOM` if it
    /// is known. A variable's value is that of a change, else of `fixed`, else its default.
    ///
    /// # Errors
    /// [`EconomyError::Set`]; [`EconomyError::Unresolved`] for words without a value; [`EconomyError::Template`] if what
    /// comes out does not fit the contracts, with the path of each fault.
    pub fn fill(
        &self,
        changes: &[Override],
        adopt: &BTreeMap<Role, String>,
        fixed: &BTreeMap<String, Value>,
    ) -> Result<Filled, EconomyError> {
        let mut document = self.document().clone();
        let mut words = self.words(fixed);
        for change in changes {
            match change.variable() {
                Some(name) => {
                    self.may_set(name)?;
                    let value = change.value(words.get(name));
                    words.insert(name.to_string(), value);
                }
                None => change.apply(&mut document)?,
            }
        }
        // A change may have broken what was right.
        let problems = checks::form(&document);
        if !problems.is_empty() {
            return Err(EconomyError::Template { name: self.name.clone(), problems });
        }
        for (role, address) in adopt {
            document["founding"][role.part()] = json!({ "adopt": { "address": address } });
        }
        let mut filler = Filler { words: &words, open: BTreeMap::new() };
        let founding = filler.fill(&document["founding"], "founding");
        let then = filler.fill(&document["then"], "then");
        if !filler.open.is_empty() {
            let open = filler.open.iter().map(|(name, path)| format!("${name} at {path}"));
            return Err(EconomyError::Unresolved { name: self.name.clone(), open: open.collect() });
        }
        self.checked(founding, then)
    }

    /// A text of this template with the values that variables have by changes or by default; for what has to be known
    /// before the addresses are.
    pub(crate) fn text(
        &self,
        changes: &[Override],
        text: &Value,
        path: &str,
    ) -> Result<String, EconomyError> {
        let mut words = self.words(&BTreeMap::new());
        for change in changes {
            if let Some(name) = change.variable() {
                words.insert(name.to_string(), change.value(words.get(name)));
            }
        }
        let mut filler = Filler { words: &words, open: BTreeMap::new() };
        let filled = filler.fill(text, path);
        match (filler.open.into_iter().next(), filled) {
            (Some((open, path)), _) => {
                let open = vec![format!("${open} at {path}")];
                Err(EconomyError::Unresolved { name: self.name.clone(), open })
            }
            (None, Value::String(text)) => Ok(text),
            (None, other) => {
                let problems = vec![format!("{path}: expected a text, found {other}")];
                Err(EconomyError::Template { name: self.name.clone(), problems })
            }
        }
    }

    fn words(&self, fixed: &BTreeMap<String, Value>) -> BTreeMap<String, Value> {
        let default = |(name, one): (&String, &super::Variable)| {
            one.default.clone().map(|value| (name.clone(), value))
        };
        let mut words: BTreeMap<String, Value> =
            self.variables.iter().filter_map(default).collect();
        words.extend(fixed.clone());
        words
    }

    fn may_set(&self, name: &str) -> Result<(), EconomyError> {
        let wrong = |why: String| EconomyError::Set { given: name.to_string(), why };
        if is_fixed(name) {
            return Err(wrong(format!("${name} is an address that the plan fills in")));
        }
        if name == "DENOM" || self.variables.contains_key(name) {
            return Ok(());
        }
        let hint = axiom_schema::nearest(name, self.variables.keys().map(String::as_str));
        Err(wrong(format!("template {} has no variable {name}{hint}", self.name)))
    }

    fn checked(&self, founding: Value, then: Value) -> Result<Filled, EconomyError> {
        let mut problems = checks::founding(&founding);
        let (mut calls, mut proposals) = (vec![], vec![]);
        let steps = then.as_array().cloned().unwrap_or_default();
        for (at, step) in steps.into_iter().enumerate() {
            match serde_json::from_value::<Then>(step) {
                Ok(Then::Call(call)) => {
                    problems.extend(call.problems(&founding, &format!("then[{at}].call")));
                    calls.push(call);
                }
                Ok(Then::Propose(proposal)) => {
                    for (row, call) in proposal.calls.iter().enumerate() {
                        let path = format!("then[{at}].propose.calls[{row}]");
                        problems.extend(call.problems(&founding, &path));
                    }
                    proposals.push(proposal);
                }
                Err(error) => problems.push(format!("then[{at}]: {error}")),
            }
        }
        if !problems.is_empty() {
            return Err(EconomyError::Template { name: self.name.clone(), problems });
        }
        Ok(Filled { founding, calls, proposals })
    }
}

impl Call {
    /// The contract that it goes to.
    pub fn role(&self) -> Option<Role> {
        Role::find(&self.contract)
    }

    fn problems(&self, founding: &Value, path: &str) -> Vec<String> {
        let Some(role) = self.role() else {
            let names = Role::ALL.map(Role::part).join(", ");
            return vec![format!(
                "{path}.contract: expected one of {names}, found {:?}",
                self.contract
            )];
        };
        if founding.pointer(&format!("/{}/omit", role.part())).is_some() {
            return vec![format!(
                "{path}.contract: expected a contract of this economy, and {role} is left out"
            )];
        }
        checks::message(role, &self.message, &format!("{path}.message"))
    }
}
