//! Answers, by topic.

mod cw3;
mod economy;
mod guardian;
mod proposals;
mod tracks;

use axiom_kit::version;
use axiom_types::dao::QueryMsg;
use axiom_types::json;
use cosmwasm_std::{to_json_binary, Binary, Deps, Env, Order};

use crate::error::ContractError;

/// Answers a query.
///
/// # Errors
/// [`ContractError::UnknownProposal`], [`ContractError::UnknownTrack`], malformed addresses, a tracker that cannot be
/// read.
pub fn dispatch(deps: Deps<'_>, env: &Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    let answer = match msg {
        QueryMsg::Info {} => json::binary(&version::info(deps.storage)?),
        QueryMsg::Economy {} => json::binary(&economy::economy(deps)?),
        QueryMsg::Track { track } => json::binary(&tracks::track(deps, track)?),
        QueryMsg::Tracks {} => json::binary(&tracks::tracks(deps)?),
        QueryMsg::Window { track, asset } => {
            json::binary(&tracks::window(deps, env, track, &asset)?)
        }
        QueryMsg::Stage { proposal_id } => json::binary(&proposals::stage(deps, env, proposal_id)?),
        QueryMsg::Outcomes { proposal_id } => {
            json::binary(&proposals::outcomes(deps, env, proposal_id)?)
        }
        QueryMsg::Guardian {} => json::binary(&guardian::guardian(deps)?),
        QueryMsg::Pause {} => json::binary(&guardian::pause(deps, env)?),
        QueryMsg::Threshold {} => to_json_binary(&cw3::threshold(deps)?),
        QueryMsg::Proposal { proposal_id } => {
            to_json_binary(&cw3::proposal(deps, env, proposal_id)?)
        }
        QueryMsg::ListProposals { start_after, limit } => {
            let page = cw3::Page { from: start_after, limit, order: Order::Ascending };
            to_json_binary(&cw3::proposals(deps, env, &page)?)
        }
        QueryMsg::ReverseProposals { start_before, limit } => {
            let page = cw3::Page { from: start_before, limit, order: Order::Descending };
            to_json_binary(&cw3::proposals(deps, env, &page)?)
        }
        QueryMsg::Vote { proposal_id, voter } => {
            to_json_binary(&cw3::vote(deps, proposal_id, &voter)?)
        }
        QueryMsg::ListVotes { proposal_id, start_after, limit } => {
            to_json_binary(&cw3::votes(deps, proposal_id, start_after.as_deref(), limit)?)
        }
        QueryMsg::Voter { address } => to_json_binary(&cw3::voter(deps, &address)?),
        QueryMsg::ListVoters { start_after, limit } => {
            to_json_binary(&cw3::voters(deps, start_after, limit)?)
        }
    };
    Ok(answer?)
}
