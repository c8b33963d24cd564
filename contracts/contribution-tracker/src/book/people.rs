//! Principals, read raw from the registry.

use axiom_types::registry;
use cosmwasm_std::{Addr, QuerierWrapper, StdResult};

use crate::domain::parties::Person;

/// Looks up for whom an account acts, each account once. Without a registry everybody acts for itself.
pub struct People<'a> {
    querier: QuerierWrapper<'a>,
    registry: Option<&'a Addr>,
    known: Vec<Person>,
}

impl<'a> People<'a> {
    /// Nobody looked up yet.
    pub fn new(querier: QuerierWrapper<'a>, registry: Option<&'a Addr>) -> Self {
        Self { querier, registry, known: vec![] }
    }

    /// An account with its principal as bound now, whether or not its lease runs.
    ///
    /// # Errors
    /// Only when the querier fails.
    pub fn find(&mut self, account: &Addr) -> StdResult<Person> {
        if let Some(known) = self.known.iter().find(|person| person.account == *account) {
            return Ok(known.clone());
        }
        let bound = match self.registry {
            Some(registry) => registry::raw::participant(&self.querier, registry, account)?,
            None => None,
        };
        let principal = bound.and_then(|participant| participant.principal);
        let person = Person {
            account: account.clone(),
            principal: principal.unwrap_or_else(|| account.clone()),
        };
        self.known.push(person.clone());
        Ok(person)
    }
}
