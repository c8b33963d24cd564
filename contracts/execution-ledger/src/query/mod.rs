//! Queries.

mod config;
mod jobs;
mod pending;
mod records;

use axiom_kit::{ownership, pause, version};
use axiom_types::json;
use axiom_types::ledger::QueryMsg;
use cosmwasm_std::{Binary, Deps, Env};

use crate::error::ContractError;

/// Dispatches by message.
pub fn run(deps: Deps<'_>, env: &Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    let storage = deps.storage;
    let now = env.block.time.seconds();
    Ok(match msg {
        QueryMsg::Info {} => json::binary(&version::info(storage)?),
        QueryMsg::Ownership {} => json::binary(&ownership::query(storage)?),
        QueryMsg::Settings {} => json::binary(&config::settings(storage)?),
        QueryMsg::Peers {} => json::binary(&config::peers(storage)?),
        QueryMsg::Pause {} => json::binary(&pause::status(storage, now)?),
        QueryMsg::Job { job } => json::binary(&jobs::job(storage, now, job)?),
        QueryMsg::Jobs { by, start_after, limit } => {
            json::binary(&jobs::jobs(deps, now, by, (start_after, limit))?)
        }
        QueryMsg::PendingLegs { job } => json::binary(&pending::of_job(storage, job)?),
        QueryMsg::AllPendingLegs { start_after, limit } => {
            json::binary(&pending::all(storage, start_after, limit)?)
        }
        QueryMsg::Record { seq } => json::binary(&records::record(storage, env, seq)?),
        QueryMsg::Records { from, limit } => {
            json::binary(&records::records(storage, env, from, limit)?)
        }
        QueryMsg::Root { leaves } => json::binary(&records::root(storage, leaves)?),
        QueryMsg::Proof { seq, leaves } => json::binary(&records::proof(storage, seq, leaves)?),
    }?)
}
