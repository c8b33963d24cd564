//! Answers, by topic.

mod cw4;
mod grants;
mod history;
mod records;
mod scores;
mod settings;

use axiom_kit::{ownership, pause, version};
use axiom_types::json::{self, Json};
use axiom_types::tracker::QueryMsg;
use cosmwasm_schema::serde::Serialize;
use cosmwasm_std::{Binary, Deps, Env};

use crate::error::ContractError;

/// Answers a query.
///
/// # Errors
/// [`ContractError`] for unknown numbers and bad addresses.
pub fn answer(deps: Deps<'_>, env: &Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    let (store, now) = (deps.storage, env.block.time.seconds());
    match msg {
        QueryMsg::Info {} => told(version::info(store)),
        QueryMsg::Ownership {} => told(ownership::query(store)),
        QueryMsg::Pause {} => told(pause::status(store, now)),
        QueryMsg::Settings {} => told(settings::settings(store)),
        QueryMsg::Domain { domain } => told(settings::domain(store, domain, now)),
        QueryMsg::Domains {} => told(settings::domains(store, now)),
        QueryMsg::Headroom {} => told(settings::headroom(store, now)),
        QueryMsg::HookStates {} => told(settings::hook_states(store)),
        QueryMsg::Score { domain, account } => told(scores::score(deps, domain, &account, now)),
        QueryMsg::Scores { account } => told(scores::scores(deps, &account, now)),
        QueryMsg::Members { domain, start_after, limit } => {
            told(scores::members(deps, domain, (start_after.as_deref(), limit), now))
        }
        QueryMsg::StandingAtHeight { domain, account, height } => {
            told(history::at_height(deps, domain, account.as_deref(), height))
        }
        QueryMsg::StandingAtTime { domain, account, time } => {
            told(history::at_time(deps, domain, account.as_deref(), time))
        }
        QueryMsg::Epoch { domain, epoch, account } => {
            told(history::epoch(deps, domain, epoch, (account.as_deref(), now)))
        }
        QueryMsg::Grant { grant } => told(grants::grant(store, grant, now)),
        QueryMsg::Grants { start_after, limit } => {
            told(grants::grants(store, start_after, limit, now))
        }
        QueryMsg::Budget { domain, ledger, client, worker } => {
            let asked = grants::Asked { domain, ledger, client, worker };
            told(grants::budget(deps, &asked, now))
        }
        QueryMsg::Contribution { reporter, reference, role } => {
            told(records::contribution(deps, &reporter, &reference, &role))
        }
        QueryMsg::Admin {} => told(cw4::admin(store)),
        QueryMsg::TotalWeight { at_height } => told(cw4::total_weight(store, at_height)),
        QueryMsg::Member { addr, at_height } => told(cw4::member(deps, &addr, at_height)),
        QueryMsg::ListMembers { start_after, limit } => {
            told(cw4::list_members(deps, start_after.as_deref(), limit))
        }
        QueryMsg::Hooks {} => told(cw4::hooks(store)),
        QueryMsg::VotingPowerAtHeight { address, height } => {
            told(cw4::voting_power(deps, env, &address, height))
        }
        QueryMsg::TotalPowerAtHeight { height } => told(cw4::total_power(store, env, height)),
        QueryMsg::Dao {} => told(cw4::dao(store)),
    }
}

fn told<T, E>(found: Result<T, E>) -> Result<Binary, ContractError>
where
    T: Json + Serialize,
    E: Into<ContractError>,
{
    Ok(json::binary(&found.map_err(Into::into)?)?)
}
