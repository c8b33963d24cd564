//! The cw3 facade: its queries, in its shapes.

use axiom_kit::checks;
use axiom_types::json;
use axiom_types::tracker::raw::CW4_MEMBERS;
use axiom_types::tracker::QueryMsg as TrackerQuery;
use cosmwasm_std::{Addr, Decimal, Deps, Env, Order, Timestamp};
use cw3::{
    ProposalListResponse, ProposalResponse, VoteInfo, VoteListResponse, VoteResponse, VoterDetail,
    VoterListResponse, VoterResponse,
};
use cw_storage_plus::Map;
use cw_utils::{Expiration, ThresholdResponse};

use crate::domain::proposal::Head;
use crate::domain::tally::Bar;
use crate::error::ContractError;
use crate::execute::moment;
use crate::peers::total_now;
use crate::records::Ballot;
use crate::state;

/// Track whose thresholds stand for the whole economy.
const FACADE_TRACK: u32 = 1;

/// Which proposals.
pub struct Page {
    /// Number of the page's neighbour.
    pub from: Option<u64>,
    /// Rows.
    pub limit: Option<u32>,
    /// Oldest or newest first.
    pub order: Order,
}

/// Thresholds of track 1 with the total weight now.
pub fn threshold(deps: Deps<'_>) -> Result<ThresholdResponse, ContractError> {
    let (_, track) = state::load_track(deps.storage, FACADE_TRACK)?;
    let economy = state::load_economy(deps.storage)?;
    let source = state::load_source(deps.storage, economy.source)?;
    let total = total_now(&deps.querier, &source)?;
    let (quorum_bps, threshold_bps) = (track.quorum_bps, track.threshold_bps);
    Ok(bars(&Bar { quorum_bps, threshold_bps, total }))
}

fn bars(bar: &Bar) -> ThresholdResponse {
    ThresholdResponse::ThresholdQuorum {
        threshold: Decimal::bps(u64::from(bar.threshold_bps)),
        quorum: Decimal::bps(u64::from(bar.quorum_bps)),
        total_weight: bar.total,
    }
}

/// One proposal.
pub fn proposal(
    deps: Deps<'_>,
    env: &Env,
    proposal_id: u64,
) -> Result<ProposalResponse, ContractError> {
    let head = state::load_head(deps.storage, proposal_id)?;
    answer(deps, env, proposal_id, head)
}

/// Proposals by number.
pub fn proposals(
    deps: Deps<'_>,
    env: &Env,
    page: &Page,
) -> Result<ProposalListResponse, ContractError> {
    let rows = state::list_heads(deps.storage, page.from, page.limit, page.order)?.into_iter();
    let answers: Result<_, ContractError> =
        rows.map(|(number, head)| answer(deps, env, number, head)).collect();
    Ok(ProposalListResponse { proposals: answers? })
}

fn answer(
    deps: Deps<'_>,
    env: &Env,
    id: u64,
    head: Head,
) -> Result<ProposalResponse, ContractError> {
    let tally = state::load_tally(deps.storage, id)?;
    let content = state::load_content(deps.storage, id)?;
    let moment = moment(deps.storage, env)?;
    Ok(ProposalResponse {
        id,
        title: content.title,
        description: content.description,
        msgs: content.msgs,
        status: head.stage(&tally, moment).cw3(),
        expires: Expiration::AtTime(Timestamp::from_seconds(head.voting.ends_at(moment.idle))),
        threshold: bars(&head.bar),
        proposer: head.proposer,
        deposit: None,
    })
}

/// One ballot.
pub fn vote(deps: Deps<'_>, proposal: u64, voter: &str) -> Result<VoteResponse, ContractError> {
    state::load_head(deps.storage, proposal)?;
    let voter = checks::addr(deps.api, voter)?;
    let ballot = state::may_load_ballot(deps.storage, proposal, &voter)?;
    Ok(VoteResponse { vote: ballot.map(|ballot| info(proposal, voter, ballot)) })
}

/// Ballots of a proposal.
pub fn votes(
    deps: Deps<'_>,
    proposal: u64,
    after: Option<&str>,
    limit: Option<u32>,
) -> Result<VoteListResponse, ContractError> {
    state::load_head(deps.storage, proposal)?;
    let after = checks::opt_addr(deps.api, after)?;
    let rows = state::list_ballots(deps.storage, proposal, after.as_ref(), limit)?.into_iter();
    let votes = rows.map(|(voter, ballot)| info(proposal, voter, ballot)).collect();
    Ok(VoteListResponse { votes })
}

fn info(proposal_id: u64, voter: Addr, ballot: Ballot) -> VoteInfo {
    VoteInfo {
        proposal_id,
        voter: voter.into_string(),
        vote: ballot.choice.vote(),
        weight: ballot.weight,
    }
}

/// Weight of an account now, read raw as cw4 publishes it.
pub fn voter(deps: Deps<'_>, address: &str) -> Result<VoterResponse, ContractError> {
    let address = checks::addr(deps.api, address)?;
    let tracker = state::load_economy(deps.storage)?.tracker.address;
    let members: Map<&Addr, u64> = Map::new(CW4_MEMBERS);
    let weight = members.query(&deps.querier, tracker, &address)?;
    Ok(VoterResponse { weight })
}

/// Members by address, as the tracker lists them.
pub fn voters(
    deps: Deps<'_>,
    start_after: Option<String>,
    limit: Option<u32>,
) -> Result<VoterListResponse, ContractError> {
    let tracker = state::load_economy(deps.storage)?.tracker.address;
    let query = TrackerQuery::ListMembers { start_after, limit };
    let list: cw4::MemberListResponse = json::ask(&deps.querier, tracker, &query)?;
    let detail = |member: cw4::Member| VoterDetail { addr: member.addr, weight: member.weight };
    Ok(VoterListResponse { voters: list.members.into_iter().map(detail).collect() })
}
