//! Whether an economy is what it says it is.

use axiom_types::registry;
use cw_ownable::Ownership;
use serde::Serialize;

use crate::error::EconomyError;
use crate::ground::{ask, kind_of, Contract, Ground, GroundError};
use crate::release::Release;
use crate::role::Role;
use crate::site::Site;

mod wiring;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// Not this economy's affair, but good to know.
    Note,
    /// Not as it should be.
    Fail,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Its name: the contract and what was looked at, `value-distributor: admin`.
    pub name: String,
    /// How it ended.
    pub verdict: Verdict,
    /// What was found, and if that is wrong, what was expected.
    pub why: String,
}

/// All checks of an economy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The economy.
    pub economy: String,
    /// The chain.
    pub chain_id: String,
    /// The checks.
    pub checks: Vec<Check>,
}

impl Report {
    /// Whether nothing failed.
    pub fn is_ok(&self) -> bool {
        self.failed().next().is_none()
    }

    /// The checks that failed.
    pub fn failed(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| check.verdict == Verdict::Fail)
    }

    /// A check by its name.
    pub fn check(&self, name: &str) -> Option<&Check> {
        self.checks.iter().find(|check| check.name == name)
    }
}

/// Checks codes, kinds, admins, owners and wiring of an economy.
///
/// # Errors
/// [`EconomyError::OtherChain`]; [`EconomyError::Ground`] if the chain does not answer. What contracts answer is a
/// matter of the checks.
pub fn verify(ground: &dyn Ground, site: &Site, release: &Release) -> Result<Report, EconomyError> {
    site.on(ground)?;
    let mut work = Work { ground, site, release, checks: vec![] };
    for role in Role::ALL {
        if let Some(address) = site.address(role) {
            work.contract(role, address)?;
        }
    }
    work.wiring()?;
    let (economy, chain_id) = (site.economy.clone(), site.chain_id.clone());
    Ok(Report { economy, chain_id, checks: work.checks })
}

/// Owner of a contract; none if nobody owns it or it does not say.
pub(crate) fn owner_of(ground: &dyn Ground, contract: &str) -> Result<Option<String>, GroundError> {
    Ok(answered(ask::<Ownership<String>>(ground, contract, &registry::QueryMsg::Ownership {}))?
        .and_then(|found| found.owner))
}

/// None if a contract refuses a question, or does not understand it.
pub(crate) fn answered<T>(answer: Result<T, GroundError>) -> Result<Option<T>, GroundError> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(GroundError::Answer { .. }) => Ok(None),
        Err(error) if error.is_refusal() => Ok(None),
        Err(error) => Err(error),
    }
}

pub(crate) struct Work<'a> {
    pub ground: &'a dyn Ground,
    pub site: &'a Site,
    pub release: &'a Release,
    pub checks: Vec<Check>,
}

impl Work<'_> {
    fn contract(&mut self, role: Role, address: &str) -> Result<(), EconomyError> {
        let Some(found) = self.ground.contract(address)? else {
            let why = format!("there is no contract at {address}: expected a {role}");
            self.fail(role, "contract", why);
            return Ok(());
        };
        self.ok(role, "contract", address.to_string());
        self.code(role, &found)?;
        self.kind(role, address)?;
        self.admin(role, &found);
        if role != Role::Dao {
            self.owner(role, address)?;
        }
        Ok(())
    }

    fn code(&mut self, role: Role, found: &Contract) -> Result<(), EconomyError> {
        let code_id = found.code_id;
        let Some(code) = self.ground.code(code_id)? else {
            self.fail(role, "code", format!("the chain does not know its code {code_id}"));
            return Ok(());
        };
        let sum = hex::encode(&code.checksum);
        let expected = self.release.checksum(role)?;
        match code.checksum == expected {
            true => self.ok(role, "code", format!("code {code_id}, {sum}")),
            false => {
                let (version, expected) = (&self.release.version, hex::encode(expected));
                let why = format!(
                    "code {code_id} has the checksum {sum}; that of {version} is {expected}"
                );
                self.ours(role, "code", why);
            }
        }
        Ok(())
    }

    fn kind(&mut self, role: Role, address: &str) -> Result<(), EconomyError> {
        match kind_of(self.ground, address)? {
            Some((kind, version)) if kind == role.kind() => {
                self.ok(role, "kind", format!("{kind} {version}"));
            }
            Some((kind, _)) => {
                self.fail(role, "kind", format!("it is a {kind}: expected {}", role.kind()));
            }
            None => self.fail(
                role,
                "kind",
                format!("it does not say what it is: expected {}", role.kind()),
            ),
        }
        Ok(())
    }

    fn admin(&mut self, role: Role, found: &Contract) {
        let owner = self.site.owner.clone();
        match &found.admin {
            Some(admin) if *admin == owner => self.ok(role, "admin", admin.clone()),
            Some(admin) => {
                self.ours(role, "admin", format!("{admin} may migrate it: expected {owner} alone"))
            }
            None => self.ours(role, "admin", format!("nobody may migrate it: expected {owner}")),
        }
    }

    fn owner(&mut self, role: Role, address: &str) -> Result<(), EconomyError> {
        let query = registry::QueryMsg::Ownership {};
        let asked = ask::<Ownership<String>>(self.ground, address, &query);
        let Some(found) = answered(asked)? else {
            self.fail(role, "owner", "it does not say who owns it".to_string());
            return Ok(());
        };
        let expected = self.site.owner.clone();
        match found.owner {
            Some(owner) if owner == expected => self.ok(role, "owner", owner),
            Some(owner) => {
                self.ours(role, "owner", format!("{owner} owns it: expected {expected}"))
            }
            None => self.ours(role, "owner", format!("nobody owns it: expected {expected}")),
        }
        if let Some(next) = found.pending_owner {
            let why = format!("its ownership is offered to {next}, who has not accepted it");
            self.note(role, "pending owner", why);
        }
        Ok(())
    }

    /// Wrong in what was founded here; for information in what was adopted.
    pub(crate) fn ours(&mut self, role: Role, what: &str, why: String) {
        match self.site.is_founded(role) {
            true => self.fail(role, what, why),
            false => self.note(role, what, format!("adopted: {why}")),
        }
    }

    pub(crate) fn ok(&mut self, role: Role, what: &str, why: String) {
        self.add(role, what, Verdict::Ok, why);
    }

    pub(crate) fn note(&mut self, role: Role, what: &str, why: String) {
        self.add(role, what, Verdict::Note, why);
    }

    pub(crate) fn fail(&mut self, role: Role, what: &str, why: String) {
        self.add(role, what, Verdict::Fail, why);
    }

    fn add(&mut self, role: Role, what: &str, verdict: Verdict, why: String) {
        self.checks.push(Check { name: format!("{role}: {what}"), verdict, why });
    }
}
