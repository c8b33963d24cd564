//! The cw4 group, and the DAO DAO voting module.
//!
//! Heights mean the start of a block; a future height answers the latest value.

use axiom_kit::{checks, hooks as listeners, ownership, page};
use axiom_types::tracker::raw::Subject;
use axiom_types::tracker::{TotalPowerAtHeightResponse, VotingPowerAtHeightResponse};
use cosmwasm_std::{Addr, Deps, Env, StdResult, Storage, Uint128};
use cw4::{
    AdminResponse, HooksResponse, Member, MemberListResponse, MemberResponse, TotalWeightResponse,
};

use super::history;
use crate::error::ContractError;
use crate::state::{self, log};

fn weight_at(storage: &dyn Storage, subject: Subject<'_>, height: u64) -> StdResult<Option<u64>> {
    let domain = state::load_settings(storage)?.voting_domain;
    let entry = history::entry_at_height(storage, domain, subject, height)?;
    Ok(entry.map(|entry| entry.weight))
}

/// The owner.
pub fn admin(storage: &dyn Storage) -> StdResult<AdminResponse> {
    Ok(AdminResponse { admin: ownership::query(storage)?.owner.map(Addr::into_string) })
}

/// Total weight; 0 before the group had members.
pub fn total_weight(
    storage: &dyn Storage,
    at_height: Option<u64>,
) -> StdResult<TotalWeightResponse> {
    let weight = match at_height {
        None => log::load_total_weight(storage)?,
        Some(height) => weight_at(storage, Subject::Total, height)?.unwrap_or(0),
    };
    Ok(TotalWeightResponse { weight })
}

/// Weight of a member; none for an account that was no member.
pub fn member(
    deps: Deps<'_>,
    addr: &str,
    at_height: Option<u64>,
) -> Result<MemberResponse, ContractError> {
    let addr = checks::addr(deps.api, addr)?;
    let weight = match at_height {
        None => log::may_load_weight(deps.storage, &addr)?,
        Some(height) => weight_at(deps.storage, Subject::Account(&addr), height)?,
    };
    Ok(MemberResponse { weight })
}

/// A page of members.
pub fn list_members(
    deps: Deps<'_>,
    start_after: Option<&str>,
    limit: Option<u32>,
) -> Result<MemberListResponse, ContractError> {
    let start = checks::opt_addr(deps.api, start_after)?;
    let rows = log::list_weights(deps.storage, start.as_ref(), page::cw_limit(limit))?;
    let members =
        rows.into_iter().map(|(addr, weight)| Member { addr: addr.into_string(), weight });
    Ok(MemberListResponse { members: members.collect() })
}

/// Receivers of `member_changed_hook`, those in quarantine included.
pub fn hooks(storage: &dyn Storage) -> StdResult<HooksResponse> {
    let all = listeners::list(storage)?.into_iter();
    Ok(HooksResponse { hooks: all.map(|hook| hook.address.into_string()).collect() })
}

/// Power of an account; 0 for a stranger.
pub fn voting_power(
    deps: Deps<'_>,
    env: &Env,
    address: &str,
    height: Option<u64>,
) -> Result<VotingPowerAtHeightResponse, ContractError> {
    let power = member(deps, address, height)?.weight.unwrap_or(0);
    let height = height.unwrap_or(env.block.height);
    Ok(VotingPowerAtHeightResponse { power: Uint128::from(power), height })
}

/// Total power.
pub fn total_power(
    storage: &dyn Storage,
    env: &Env,
    height: Option<u64>,
) -> StdResult<TotalPowerAtHeightResponse> {
    let power = total_weight(storage, height)?.weight;
    let height = height.unwrap_or(env.block.height);
    Ok(TotalPowerAtHeightResponse { power: Uint128::from(power), height })
}

/// The owner.
///
/// # Errors
/// [`ContractError::NoOwner`].
pub fn dao(storage: &dyn Storage) -> Result<Addr, ContractError> {
    ownership::query(storage)?.owner.ok_or(ContractError::NoOwner {})
}
