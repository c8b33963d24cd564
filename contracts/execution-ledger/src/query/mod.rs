//! Queries.

mod config;
mod jobs;
mod pending;
mod records;

use axiom_kit::{ownership, pause, version};
use axiom_types::ledger::QueryMsg;
use cosmwasm_std::{to_json_binary, Binary, Deps, Env};

use crate::error::ContractError;

/// Dispatches by message.
pub fn run(deps: Deps<'_>, env: &Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    let storage = deps.storage;
    let now = env.block.time.seconds();
    Ok(match msg {
        QueryMsg::Info {} => to_json_binary(&version::info(storage)?),
        QueryMsg::Ownership {} => to_json_binary(&ownership::query(storage)?),
        QueryMsg::Settings {} => to_json_binary(&config::settings(storage)?),
        QueryMsg::Peers {} => to_json_binary(&config::peers(storage)?),
        QueryMsg::Pause {} => to_json_binary(&pause::status(storage, now)?),
        QueryMsg::Job { job } => to_json_binary(&jobs::job(storage, now, job)?),
        QueryMsg::Jobs { by, start_after, limit } => {
            to_json_binary(&jobs::jobs(deps, now, by, (start_after, limit))?)
        }
        QueryMsg::PendingLegs { job } => to_json_binary(&pending::of_job(storage, job)?),
        QueryMsg::AllPendingLegs { start_after, limit } => {
            to_json_binary(&pending::all(storage, start_after, limit)?)
        }
        QueryMsg::Record { seq } => to_json_binary(&records::record(storage, env, seq)?),
        QueryMsg::Records { from, limit } => {
            to_json_binary(&records::records(storage, env, from, limit)?)
        }
        QueryMsg::Root { leaves } => to_json_binary(&records::root(storage, leaves)?),
        QueryMsg::Proof { seq, leaves } => to_json_binary(&records::proof(storage, seq, leaves)?),
    }?)
}
