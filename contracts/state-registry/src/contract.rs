//! What the entry points do: translate, authorise, dispatch.

use axiom_kit::{access as gate, checks, ownership, version};
use axiom_types::common::{GuardMsg, MigrateMsg};
use axiom_types::registry::events::SettingsUpdated;
use axiom_types::registry::{AdminMsg, ExecuteMsg, InstantiateMsg, QueryMsg, Settings};
use cosmwasm_std::{Addr, Binary, Deps, DepsMut, Env, MessageInfo, Response};

use crate::domain::lease::Terms;
use crate::error::ContractError;
use crate::{access, execute, migrate as migration, query as answer, state};

/// Name of this contract in cw2.
pub use axiom_types::registry::CONTRACT_NAME as NAME;
/// Version of this code in cw2; with the feature `next`, a second build for the tests of upgrades.
pub const VERSION: &str = if cfg!(feature = "next") { "0.2.0" } else { env!("CARGO_PKG_VERSION") };

/// Creates a registry.
///
/// # Errors
/// Coins, a bad owner's address, settings out of bounds.
pub fn instantiate(
    deps: DepsMut,
    _env: Env,
    info: MessageInfo,
    msg: InstantiateMsg,
) -> Result<Response, ContractError> {
    checks::no_funds(&info)?;
    let InstantiateMsg { owner, settings } = msg;
    let Settings { lease_seconds, renewal_window } = settings;
    state::save_terms(deps.storage, &Terms::try_new(settings)?)?;
    ownership::init(deps.storage, deps.api, owner.as_deref(), &info.sender)?;
    version::init(deps.storage, NAME, VERSION)?;
    Ok(Response::new().add_event(SettingsUpdated { lease_seconds, renewal_window }))
}

/// Runs a message.
///
/// # Errors
/// What the access table or the handler refuses; coins.
pub fn execute(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    msg: ExecuteMsg,
) -> Result<Response, ContractError> {
    checks::no_funds(&info)?;
    gate::enforce(access::rule(&msg), deps.storage, &env, &info)?;
    dispatch(deps, &env, &info.sender, msg)
}

fn dispatch(
    deps: DepsMut,
    env: &Env,
    sender: &Addr,
    msg: ExecuteMsg,
) -> Result<Response, ContractError> {
    let now = env.block.time.seconds();
    match msg {
        ExecuteMsg::Register { kind, profile } => {
            execute::register(deps, now, sender, kind, profile)
        }
        ExecuteMsg::UpdateProfile { profile } => execute::update_profile(deps, sender, profile),
        ExecuteMsg::Renew { participants } => execute::renew(deps, now, sender, &participants),
        ExecuteMsg::Leave {} => execute::leave(deps, sender),
        ExecuteMsg::OfferBinding { agent, route } => {
            execute::offer_binding(deps, now, sender, &agent, &route)
        }
        ExecuteMsg::AcceptBinding { principal, route } => {
            execute::accept_binding(deps, now, sender, &principal, &route)
        }
        ExecuteMsg::Unbind { agent } => execute::unbind(deps, sender, &agent),
        ExecuteMsg::CreateSpace { name, writers } => {
            execute::create_space(deps, sender, name, writers)
        }
        ExecuteMsg::SetWriters { space, writers } => {
            execute::set_writers(deps, sender, space, writers)
        }
        ExecuteMsg::OfferSpace { space, new_owner } => {
            execute::offer_space(deps, sender, space, new_owner.as_deref())
        }
        ExecuteMsg::TakeSpace { space } => execute::take_space(deps, sender, space),
        ExecuteMsg::WriteCells { space, writes } => {
            execute::write_cells(deps, now, sender, space, writes)
        }
        ExecuteMsg::Admin(AdminMsg::UpdateSettings { settings }) => {
            execute::update_settings(deps, settings)
        }
        ExecuteMsg::Admin(AdminMsg::Guard(GuardMsg::Pause { seconds })) => {
            execute::pause(deps, now, seconds)
        }
        ExecuteMsg::Admin(AdminMsg::Guard(GuardMsg::Unpause {})) => execute::unpause(deps, now),
        ExecuteMsg::UpdateOwnership(action) => {
            execute::update_ownership(deps, &env.block, sender, action)
        }
    }
}

/// Answers a query.
///
/// # Errors
/// A malformed address, a space that does not exist, a leaf that does not exist.
pub fn query(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    answer::answer(deps, env.block.time.seconds(), msg)
}

/// Moves the state of an older version to this one.
///
/// # Errors
/// State of another contract, or a version that is not older.
pub fn migrate(deps: DepsMut, _env: Env, _msg: MigrateMsg) -> Result<Response, ContractError> {
    migration::migrate(deps, NAME, VERSION)
}
