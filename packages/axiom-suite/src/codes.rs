//! The codes of the suite, as the embedded chain runs them.

use axiom_local::{Code, ContractWrapper, LocalChain};

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
    ($name:literal, $krate:ident) => {
        Code::new(
            $name,
            env!("CARGO_PKG_VERSION"),
            Box::new(
                ContractWrapper::new(
                    $krate::contract::execute,
                    $krate::contract::instantiate,
                    $krate::contract::query,
                )
                .with_migrate($krate::contract::migrate),
            ),
        )
    };
    ($name:literal, $krate:ident, reply) => {
        Code::new(
            $name,
            env!("CARGO_PKG_VERSION"),
            Box::new(
                ContractWrapper::new(
                    $krate::contract::execute,
                    $krate::contract::instantiate,
                    $krate::contract::query,
                )
                .with_migrate($krate::contract::migrate)
                .with_reply($krate::contract::reply),
            ),
        )
    };
}

impl Codes {
    /// Stores all of them.
    pub fn store(chain: &mut LocalChain) -> Self {
        Self {
            registry: chain.store_code(code!("state-registry", state_registry)),
            ledger: chain.store_code(code!("execution-ledger", execution_ledger, reply)),
            tracker: chain.store_code(code!("contribution-tracker", contribution_tracker, reply)),
            distributor: chain.store_code(code!("value-distributor", value_distributor, reply)),
            dao: chain.store_code(code!("governance-dao", governance_dao, reply)),
            cw20: chain.store_code(Code::new(
                "cw20-base",
                "2.0.0",
                Box::new(ContractWrapper::new(
                    cw20_base::contract::execute,
                    cw20_base::contract::instantiate,
                    cw20_base::contract::query,
                )),
            )),
        }
    }
}
