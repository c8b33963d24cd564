//! Where an economy is: its contracts, how it came by them, and who owns them.

use std::collections::BTreeMap;

use axiom_types::dao::{EconomyResponse, Origin, QueryMsg};

use crate::deployment::Deployment;
use crate::error::EconomyError;
use crate::ground::{ask, Ground};
use crate::role::Role;

/// A contract of an economy.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its address.
    pub address: String,
    /// Founded or adopted.
    pub origin: Origin,
}

/// The contracts of an economy that is founded.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Its name.
    pub economy: String,
    /// The chain.
    pub chain_id: String,
    /// The contracts that it has.
    pub places: BTreeMap<Role, Place>,
    /// Who owns what it founded, and may migrate it: governance-dao, or who stands in its place.
    pub owner: String,
}

impl Site {
    /// As a deployment says.
    ///
    /// # Errors
    /// [`EconomyError::Unfinished`] if nothing is founded yet.
    pub fn of(deployment: &Deployment) -> Result<Self, EconomyError> {
        let plan = &deployment.plan;
        let economy = plan.economy.clone();
        let owner = match (&plan.owner, deployment.address(Role::Dao)) {
            _ if !deployment.is_founded() => None,
            (Some(owner), _) => Some(owner.address.clone()),
            (None, dao) => dao.map(str::to_string),
        };
        let Some(owner) = owner else {
            return Err(EconomyError::Unfinished { economy });
        };
        let place = |(role, found): (&Role, &crate::deployment::DeployedContract)| {
            (*role, Place { address: found.address.clone(), origin: found.origin.clone() })
        };
        let places = deployment.contracts.iter().map(place).collect();
        Ok(Self { economy, chain_id: plan.chain_id.clone(), places, owner })
    }

    /// As the governance-dao of an economy says that was founded elsewhere.
    ///
    /// # Errors
    /// [`EconomyError::Ground`] if there is none at that address.
    pub fn read(ground: &dyn Ground, dao: &str) -> Result<Self, EconomyError> {
        let found: EconomyResponse = ask(ground, dao, &QueryMsg::Economy {})?;
        let layers = [
            (Role::Registry, found.registry),
            (Role::Tracker, Some(found.tracker)),
            (Role::Distributor, found.distributor),
            (Role::Ledger, found.ledger),
        ];
        let place = |(role, layer): (Role, Option<axiom_types::dao::Layer>)| {
            let layer = layer?;
            Some((role, Place { address: layer.address.into_string(), origin: layer.origin }))
        };
        let mut places: BTreeMap<Role, Place> = layers.into_iter().filter_map(place).collect();
        let own = Place { address: dao.to_string(), origin: Origin::Founded };
        places.insert(Role::Dao, own);
        let (economy, chain_id) = (found.name, ground.chain_id());
        Ok(Self { economy, chain_id, places, owner: dao.to_string() })
    }

    /// The address of a contract.
    pub fn address(&self, role: Role) -> Option<&str> {
        self.places.get(&role).map(|place| place.address.as_str())
    }

    /// Whether a contract was founded with the economy.
    pub fn is_founded(&self, role: Role) -> bool {
        self.places.get(&role).is_some_and(|place| place.origin == Origin::Founded)
    }

    /// Passes the chain that it is on.
    ///
    /// # Errors
    /// [`EconomyError::OtherChain`].
    pub fn on(&self, ground: &dyn Ground) -> Result<(), EconomyError> {
        let found = ground.chain_id();
        if found == self.chain_id {
            return Ok(());
        }
        let (economy, expected) = (self.economy.clone(), self.chain_id.clone());
        Err(EconomyError::OtherChain { economy, expected, found })
    }
}
