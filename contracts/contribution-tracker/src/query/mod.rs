//! Answers, by topic.

mod cw4;
mod grants;
mod history;
mod records;
mod scores;
mod settings;

use axiom_kit::{ownership, pause, version};
use axiom_types::tracker::QueryMsg;
use cosmwasm_std::{to_json_binary, Binary, Deps, Env};

use crate::error::ContractError;

/// Answers a query.
///
/// # Errors
/// [`ContractError`] for unknown numbers and bad addresses.
pub fn answer(deps: Deps<'_>, env: &Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    let now = env.block.time.seconds();
    Ok(match msg {
        QueryMsg::Info {} => to_json_binary(&version::info(deps.storage)?)?,
        QueryMsg::Ownership {} => to_json_binary(&ownership::query(deps.storage)?)?,
        QueryMsg::Pause {} => to_json_binary(&pause::status(deps.storage, now)?)?,
        QueryMsg::Settings {} => to_json_binary(&settings::settings(deps.storage)?)?,
        QueryMsg::Domain { domain } => {
            to_json_binary(&settings::domain(deps.storage, domain, now)?)?
        }
        QueryMsg::Domains {} => to_json_binary(&settings::domains(deps.storage, now)?)?,
        QueryMsg::Headroom {} => to_json_binary(&settings::headroom(deps.storage, now)?)?,
        QueryMsg::HookStates {} => to_json_binary(&settings::hook_states(deps.storage)?)?,
        QueryMsg::Score { domain, account } => {
            to_json_binary(&scores::score(deps, domain, &account, now)?)?
        }
        QueryMsg::Scores { account } => to_json_binary(&scores::scores(deps, &account, now)?)?,
        QueryMsg::Members {
            domain,
            start_after,
            limit,
        } => {
            let page = (start_after.as_deref(), limit);
            to_json_binary(&scores::members(deps, domain, page, now)?)?
        }
        QueryMsg::StandingAtHeight {
            domain,
            account,
            height,
        } => to_json_binary(&history::at_height(
            deps,
            domain,
            account.as_deref(),
            height,
        )?)?,
        QueryMsg::StandingAtTime {
            domain,
            account,
            time,
        } => to_json_binary(&history::at_time(deps, domain, account.as_deref(), time)?)?,
        QueryMsg::Epoch {
            domain,
            epoch,
            account,
        } => to_json_binary(&history::epoch(
            deps,
            domain,
            epoch,
            (account.as_deref(), now),
        )?)?,
        QueryMsg::Grant { grant } => to_json_binary(&grants::grant(deps.storage, grant, now)?)?,
        QueryMsg::Grants { start_after, limit } => {
            to_json_binary(&grants::grants(deps.storage, start_after, limit, now)?)?
        }
        QueryMsg::Budget {
            domain,
            ledger,
            client,
            worker,
        } => {
            let asked = grants::Asked {
                domain,
                ledger,
                client,
                worker,
            };
            to_json_binary(&grants::budget(deps, &asked, now)?)?
        }
        QueryMsg::Contribution {
            reporter,
            reference,
            role,
        } => to_json_binary(&records::contribution(deps, &reporter, &reference, &role)?)?,
        QueryMsg::Admin {} => to_json_binary(&cw4::admin(deps.storage)?)?,
        QueryMsg::TotalWeight { at_height } => {
            to_json_binary(&cw4::total_weight(deps.storage, at_height)?)?
        }
        QueryMsg::Member { addr, at_height } => {
            to_json_binary(&cw4::member(deps, &addr, at_height)?)?
        }
        QueryMsg::ListMembers { start_after, limit } => {
            to_json_binary(&cw4::list_members(deps, start_after.as_deref(), limit)?)?
        }
        QueryMsg::Hooks {} => to_json_binary(&cw4::hooks(deps.storage)?)?,
        QueryMsg::VotingPowerAtHeight { address, height } => {
            to_json_binary(&cw4::voting_power(deps, env, &address, height)?)?
        }
        QueryMsg::TotalPowerAtHeight { height } => {
            to_json_binary(&cw4::total_power(deps.storage, env, height)?)?
        }
        QueryMsg::Dao {} => to_json_binary(&cw4::dao(deps.storage)?)?,
    })
}
