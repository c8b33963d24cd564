//! Second builds of the five: the same contracts as a release of the next version would bring them.

use axiom_kit::{version, KitError};
use axiom_local::{Code, ContractWrapper, LocalChain};
use axiom_types::{common, dao, distributor, ledger, registry, tracker};
use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use governance_dao::ContractError;

/// The version of the second builds.
pub const NEXT_VERSION: &str = "0.2.0";

type Migrated = Result<Response, KitError>;

fn step(deps: DepsMut<'_>, name: &str) -> Migrated {
    version::migrate(deps.storage, name, NEXT_VERSION)?;
    Ok(Response::new())
}

fn migrate_registry(deps: DepsMut<'_>, _: Env, _: common::MigrateMsg) -> Migrated {
    step(deps, registry::CONTRACT_NAME)
}

fn migrate_ledger(deps: DepsMut<'_>, _: Env, _: common::MigrateMsg) -> Migrated {
    step(deps, ledger::CONTRACT_NAME)
}

fn migrate_tracker(deps: DepsMut<'_>, _: Env, _: common::MigrateMsg) -> Migrated {
    step(deps, tracker::CONTRACT_NAME)
}

fn migrate_distributor(deps: DepsMut<'_>, _: Env, _: common::MigrateMsg) -> Migrated {
    step(deps, distributor::CONTRACT_NAME)
}

fn migrate_dao(deps: DepsMut<'_>, _: Env, _: dao::MigrateMsg) -> Migrated {
    step(deps, dao::CONTRACT_NAME)
}

/// The self-check compares the state's version with the one compiled in, which here is that of the first build: it is
/// shown that one, and only if the state has the second.
fn execute_dao(
    mut deps: DepsMut<'_>,
    env: Env,
    info: MessageInfo,
    msg: dao::ExecuteMsg,
) -> Result<Response, ContractError> {
    let checks = matches!(msg, dao::ExecuteMsg::Admin(dao::AdminMsg::SelfCheck {}));
    let stored = cosmwasm_std::from_json::<serde_json::Value>(
        deps.storage.get(b"contract_info").unwrap_or_default(),
    )?;
    if !checks || stored["version"] != NEXT_VERSION {
        return governance_dao::contract::execute(deps, env, info, msg);
    }
    version::init(deps.storage, dao::CONTRACT_NAME, env!("CARGO_PKG_VERSION"))?;
    let response = governance_dao::contract::execute(deps.branch(), env, info, msg)?;
    version::init(deps.storage, dao::CONTRACT_NAME, NEXT_VERSION)?;
    Ok(response)
}

macro_rules! next {
    ($chain:ident, $name:literal, $wrapper:expr) => {
        $chain
            .shelve(concat!($name, "@next"), || Code::new($name, NEXT_VERSION, Box::new($wrapper)))
    };
}

/// Puts the second builds on the shelf of an embedded chain.
pub(crate) fn shelve(chain: &mut LocalChain) {
    use contribution_tracker::contract as tracker;
    use execution_ledger::contract as ledger;
    use governance_dao::contract as dao;
    use state_registry::contract as registry;
    use value_distributor::contract as distributor;
    next!(
        chain,
        "state-registry",
        ContractWrapper::new(registry::execute, registry::instantiate, registry::query)
            .with_migrate(migrate_registry)
    );
    next!(
        chain,
        "execution-ledger",
        ContractWrapper::new(ledger::execute, ledger::instantiate, ledger::query)
            .with_migrate(migrate_ledger)
            .with_reply(ledger::reply)
    );
    next!(
        chain,
        "contribution-tracker",
        ContractWrapper::new(tracker::execute, tracker::instantiate, tracker::query)
            .with_migrate(migrate_tracker)
            .with_reply(tracker::reply)
    );
    next!(
        chain,
        "value-distributor",
        ContractWrapper::new(distributor::execute, distributor::instantiate, distributor::query)
            .with_migrate(migrate_distributor)
            .with_reply(distributor::reply)
    );
    next!(
        chain,
        "governance-dao",
        ContractWrapper::new(execute_dao, dao::instantiate, dao::query)
            .with_migrate(migrate_dao)
            .with_reply(dao::reply)
    );
}
