//! What the entry points do: translate, authorise, dispatch.

use axiom_kit::{access as gate, checks, reply as reply_id};
use axiom_types::common::{GuardMsg, MigrateMsg};
use axiom_types::tracker::{AdminMsg, ExecuteMsg, InstantiateMsg, QueryMsg};
use cosmwasm_std::{Binary, Deps, DepsMut, Env, MessageInfo, Reply, Response};

use crate::{
    access, error::ContractError, execute, migrate as migration, query as answer, reply as replies,
};

/// Name of the contract, as cw2 keeps it.
pub use axiom_types::tracker::CONTRACT_NAME as NAME;
/// Version of this code; with the feature `next`, a second build for the tests of upgrades.
pub const VERSION: &str = if cfg!(feature = "next") { "0.2.0" } else { env!("CARGO_PKG_VERSION") };

/// Creates a tracker.
///
/// # Errors
/// [`ContractError`].
pub fn instantiate(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    msg: InstantiateMsg,
) -> Result<Response, ContractError> {
    checks::no_funds(&info)?;
    execute::instantiate(deps, &env, &info.sender, msg)
}

/// Runs a message.
///
/// # Errors
/// [`ContractError`].
pub fn execute(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    msg: ExecuteMsg,
) -> Result<Response, ContractError> {
    checks::no_funds(&info)?;
    gate::enforce(&access::rule(&msg), deps.storage, &env, &info)?;
    match msg {
        ExecuteMsg::Report(report) => execute::report(deps, &env, info.sender, report),
        ExecuteMsg::UpdateMembers { remove: _, add: _ } => Err(ContractError::WeightIsEarned {}),
        ExecuteMsg::UpdateAdmin { admin: _ } => Err(ContractError::TwoSteps {}),
        ExecuteMsg::AddHook { addr } => execute::add_hook(deps, &addr),
        ExecuteMsg::RemoveHook { addr } => execute::remove_hook(deps, &addr),
        ExecuteMsg::SyncHook { addr, members } => execute::sync_hook(deps, &addr, &members),
        ExecuteMsg::Admin(msg) => admin(deps, &env, info, msg),
        ExecuteMsg::UpdateOwnership(action) => {
            execute::update_ownership(deps, &env, &info.sender, action)
        }
    }
}

fn admin(
    deps: DepsMut,
    env: &Env,
    info: MessageInfo,
    msg: AdminMsg,
) -> Result<Response, ContractError> {
    match msg {
        AdminMsg::SetRegistry { registry } => execute::set_registry(deps, registry.as_deref()),
        AdminMsg::AddDomain { domain } => execute::add_domain(deps, env, &domain),
        AdminMsg::SetRates { domain, rates } => execute::set_rates(deps, domain, &rates),
        AdminMsg::GrantBudget { grant } => execute::grant_budget(deps, env, grant),
        AdminMsg::RevokeBudget { grant } => execute::revoke_budget(deps.storage, grant),
        AdminMsg::Award { domain, account, points, reference } => {
            let decision =
                execute::Decision { owner: info.sender, domain, account, points, reference };
            execute::award(deps, env, decision)
        }
        AdminMsg::Penalise { domain, account, points, reference } => {
            let decision =
                execute::Decision { owner: info.sender, domain, account, points, reference };
            execute::penalise(deps, env, decision)
        }
        AdminMsg::Guard(GuardMsg::Pause { seconds }) => execute::pause(deps.storage, env, seconds),
        AdminMsg::Guard(GuardMsg::Unpause {}) => execute::unpause(deps.storage, env),
    }
}

/// Answers a query.
///
/// # Errors
/// [`ContractError`].
pub fn query(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    answer::answer(deps, &env, msg)
}

/// Takes the outcome of a hook.
///
/// # Errors
/// [`axiom_kit::KitError::UnknownReply`] for an id that this contract does not emit.
pub fn reply(deps: DepsMut, _env: Env, msg: Reply) -> Result<Response, ContractError> {
    let failed = msg.result.is_err();
    match reply_id::parse(msg.id) {
        (replies::HOOK, hook) => replies::hook(deps.storage, hook, failed),
        (replies::SYNC, hook) => replies::sync(deps.storage, hook, failed),
        _ => Err(reply_id::unknown(msg.id).into()),
    }
}

/// Migrates to a newer version.
///
/// # Errors
/// [`ContractError::Kit`].
pub fn migrate(deps: DepsMut, _env: Env, _msg: MigrateMsg) -> Result<Response, ContractError> {
    migration::migrate(deps.storage)
}
