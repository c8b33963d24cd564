//! `propose`: puts messages to the vote of a track.

use axiom_kit::checks;
use axiom_kit::deadline::Deadline;
use axiom_types::bounds::{
    MAX_DESCRIPTION_LEN, MAX_PROPOSAL_BYTES, MAX_PROPOSAL_MSGS, MAX_TITLE_LEN,
};
use axiom_types::dao::events::ProposalMade;
use axiom_types::dao::{Proposed, Track};
use axiom_types::json;
use axiom_types::tracker::raw::Subject;
use cosmwasm_std::{to_json_vec, CosmosMsg, HexBinary, Response};
use cw_utils::Expiration;
use sha2::{Digest, Sha256};

use super::{moment, Context};
use crate::domain::proposal::{Head, Mark};
use crate::domain::tally::Bar;
use crate::error::ContractError;
use crate::peers::weight_at;
use crate::policy::{self, Place};
use crate::records::{Content, Economy};
use crate::state;

/// Track of a proposal that names none.
const DEFAULT_TRACK: u32 = 1;

/// A proposal as it is sent.
pub struct Draft {
    /// Title.
    pub title: String,
    /// Description.
    pub description: String,
    /// Messages.
    pub msgs: Vec<CosmosMsg>,
    /// Track.
    pub track: Option<u32>,
    /// Indices of messages that may fail.
    pub may_fail: Option<Vec<u32>>,
}

/// Passes a proposal that leaves its times to the track.
///
/// # Errors
/// [`ContractError::TimesAreFixed`].
pub fn no_times(
    earliest: Option<Expiration>,
    latest: Option<Expiration>,
) -> Result<(), ContractError> {
    match (earliest, latest) {
        (None, None) => Ok(()),
        (Some(_), _) => Err(ContractError::TimesAreFixed { field: "earliest" }),
        (None, Some(_)) => Err(ContractError::TimesAreFixed { field: "latest" }),
    }
}

/// Makes a proposal; its number comes back as data.
///
/// # Errors
/// [`ContractError::UnknownTrack`], [`ContractError::NoVoters`], [`ContractError::TooLittleWeight`],
/// [`ContractError::MayFailIndex`], [`ContractError::TooLarge`], what [`policy::check`] refuses, malformed texts.
pub fn propose(ctx: Context<'_>, draft: Draft) -> Result<Response, ContractError> {
    // load
    let number = draft.track.unwrap_or(DEFAULT_TRACK);
    let (revision, track) = state::load_track(ctx.deps.storage, number)?;
    let economy = state::load_economy(ctx.deps.storage)?;
    let total = total(&ctx, &economy, &track)?;
    let moment = moment(ctx.deps.storage, &ctx.env)?;

    // decide
    let content = content(&ctx, &economy, &track, draft)?;
    let voting = Deadline::after(
        moment.now,
        moment.height,
        track.voting_period,
        track.min_blocks,
        moment.idle,
    );
    let head = Head {
        track: number,
        revision,
        source: economy.source,
        proposer: ctx.sender,
        start_height: moment.height,
        voting,
        timelock: track.timelock,
        grace: track.grace,
        bar: bar(&track, total),
        mark: Mark::Open,
        msgs: u8::try_from(content.msgs.len()).unwrap_or(u8::MAX),
    };

    // save
    let proposal_id = state::next_proposal(ctx.deps.storage)?;
    state::save_proposal(ctx.deps.storage, proposal_id, &head, &content)?;

    // respond
    let event = ProposalMade {
        proposal_id,
        track: number,
        proposer: head.proposer,
        total,
        content_hash: content.hash,
        voting_ends: voting.at,
    };
    Ok(Response::new().add_event(event).set_data(json::binary(&Proposed { proposal_id })?))
}

/// Total weight at the start of this block, if the sender then had what the track wants of a proposer.
fn total(ctx: &Context<'_>, economy: &Economy, track: &Track) -> Result<u64, ContractError> {
    let source = state::load_source(ctx.deps.storage, economy.source)?;
    let (querier, height) = (&ctx.deps.querier, ctx.env.block.height);
    let total = weight_at(querier, &source, Subject::Total, height)?;
    if total == 0 {
        return Err(ContractError::NoVoters {});
    }
    let weight = weight_at(querier, &source, Subject::Account(&ctx.sender), height)?;
    if weight < track.proposer_weight {
        return Err(ContractError::TooLittleWeight {
            sender: ctx.sender.clone(),
            weight,
            needed: track.proposer_weight,
        });
    }
    Ok(total)
}

fn bar(track: &Track, total: u64) -> Bar {
    Bar { quorum_bps: track.quorum_bps, threshold_bps: track.threshold_bps, total }
}

/// The content, checked: form and bounds of texts, messages against the track's policy.
fn content(
    ctx: &Context<'_>,
    economy: &Economy,
    track: &Track,
    draft: Draft,
) -> Result<Content, ContractError> {
    checks::line("title", &draft.title, MAX_TITLE_LEN)?;
    checks::text("description", &draft.description, MAX_DESCRIPTION_LEN)?;
    checks::list("msgs", draft.msgs.len(), MAX_PROPOSAL_MSGS)?;
    let may_fail = indices(draft.may_fail.unwrap_or_default(), draft.msgs.len())?;
    // Hash of the JSON list of title, description and messages, as serde-json-wasm writes it.
    let hashed = to_json_vec(&(&draft.title, &draft.description, &draft.msgs))?;
    let (bytes, max) = (hashed.len(), MAX_PROPOSAL_BYTES);
    if bytes > max {
        return Err(ContractError::TooLarge { bytes, max });
    }
    let place = Place {
        api: ctx.deps.api,
        own: &ctx.env.contract.address,
        economy,
        track,
        voting_domain: state::load_source(ctx.deps.storage, economy.source)?.domain,
    };
    policy::check(&place, &draft.msgs)?;
    let hash: [u8; 32] = Sha256::digest(&hashed).into();
    Ok(Content {
        title: draft.title,
        description: draft.description,
        msgs: draft.msgs,
        may_fail,
        hash: HexBinary::from(hash),
    })
}

/// Indices of messages, each once and ascending.
fn indices(mut may_fail: Vec<u32>, msgs: usize) -> Result<Vec<u32>, ContractError> {
    checks::list("may_fail", may_fail.len(), MAX_PROPOSAL_MSGS)?;
    checks::unique("may_fail", may_fail.iter())?;
    for index in &may_fail {
        if usize::try_from(*index).map_or(true, |at| at >= msgs) {
            return Err(ContractError::MayFailIndex { index: *index, msgs });
        }
    }
    may_fail.sort_unstable();
    Ok(may_fail)
}
