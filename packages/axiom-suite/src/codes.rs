//! The codes of the suite: by name on any chain, and as the embedded chain runs them.

use axiom_chain::Chain;
use axiom_local::{Code, ContractWrapper, LocalChain};

use crate::next;

/// Code ids on a chain.
#[derive(Debug, Clone, Copy)]
pub struct Codes {
    /// state-registry.
    pub registry: u64,
    /// execution-ledger.
    pub ledger: u64,
    /// contribution-tracker.
    pub tracker: u64,
    /// value-distributor.
    pub distributor: u64,
    /// governance-dao.
    pub dao: u64,
    /// cw20-base, for tokens.
    pub cw20: u64,
}

macro_rules! code {
    ($name:literal, $krate:ident :: $entry:ident) => {
        Code::new(
            $name,
            env!("CARGO_PKG_VERSION"),
            Box::new(
                ContractWrapper::new(
                    $krate::$entry::execute,
                    $krate::$entry::instantiate,
                    $krate::$entry::query,
                )
                .with_migrate($krate::$entry::migrate),
            ),
        )
    };
    ($name:literal, $krate:ident :: $entry:ident, reply) => {
        Code::new(
            $name,
            env!("CARGO_PKG_VERSION"),
            Box::new(
                ContractWrapper::new(
                    $krate::$entry::execute,
                    $krate::$entry::instantiate,
                    $krate::$entry::query,
                )
                .with_migrate($krate::$entry::migrate)
                .with_reply($krate::$entry::reply),
            ),
        )
    };
}

impl Codes {
    /// Stores all of them.
    pub fn store(chain: &mut impl Chain) -> Self {
        if let Some(local) = chain.as_any_mut().downcast_mut::<LocalChain>() {
            shelve(local);
        }
        Self {
            registry: chain.store_named("state-registry"),
            ledger: chain.store_named("execution-ledger"),
            tracker: chain.store_named("contribution-tracker"),
            distributor: chain.store_named("value-distributor"),
            dao: chain.store_named("governance-dao"),
            cw20: chain.store_named("cw20_base"),
        }
    }

    /// Stores the second build of each of the five; the token is the one that is there.
    pub fn store_next(&self, chain: &mut impl Chain) -> Self {
        Self {
            registry: chain.store_named("state-registry@next"),
            ledger: chain.store_named("execution-ledger@next"),
            tracker: chain.store_named("contribution-tracker@next"),
            distributor: chain.store_named("value-distributor@next"),
            dao: chain.store_named("governance-dao@next"),
            cw20: self.cw20,
        }
    }
}

/// Puts every code of the suite on the shelf of an embedded chain: the five contracts, their second builds, tokens
/// and test contracts.
pub fn shelve(chain: &mut LocalChain) {
    chain.shelve("state-registry", || code!("state-registry", state_registry::entry));
    chain.shelve("execution-ledger", || code!("execution-ledger", execution_ledger::entry, reply));
    chain.shelve("contribution-tracker", || {
        code!("contribution-tracker", contribution_tracker::entry, reply)
    });
    chain.shelve("value-distributor", || {
        code!("value-distributor", value_distributor::entry, reply)
    });
    chain.shelve("governance-dao", || code!("governance-dao", governance_dao::entry, reply));
    chain.shelve("cw20_base", || {
        Code::new(
            "cw20-base",
            "2.0.0",
            Box::new(ContractWrapper::new(
                cw20_base::contract::execute,
                cw20_base::contract::instantiate,
                cw20_base::contract::query,
            )),
        )
    });
    chain.shelve("saboteur", || code!("saboteur", saboteur::contract, reply));
    chain.shelve("zoo-token", || {
        Code::new(
            "zoo-token",
            env!("CARGO_PKG_VERSION"),
            Box::new(
                ContractWrapper::new(
                    zoo_token::contract::execute,
                    zoo_token::contract::instantiate,
                    zoo_token::contract::query,
                )
                .with_reply(zoo_token::contract::reply),
            ),
        )
    });
    next::shelve(chain);
}
