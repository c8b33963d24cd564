//! `admin.set_track`: replaces a track, or adds one.

use axiom_types::dao::events::TrackSet;
use axiom_types::dao::Track;
use cosmwasm_std::Response;

use crate::domain::tracks::check_all;
use crate::error::ContractError;
use crate::execute::Context;
use crate::found::check_addresses;
use crate::peers::{can_arbitrate, can_decide};
use crate::state;

/// Writes a new revision of a track; proposals that were made keep the old one.
///
/// # Errors
/// [`ContractError::UnknownTrack`] beyond the next free number, [`ContractError::Track`] if the tracks would not fit
/// together or the strict one would be out of reach, [`ContractError::NoVoters`], [`ContractError::ArbitrationTooShort`]
/// if the ledger's disputes would end before a vote: its settings are to be changed first.
pub fn set_track(ctx: Context<'_>, number: u32, track: Track) -> Result<Response, ContractError> {
    // load
    let mut tracks = state::load_tracks(ctx.deps.storage)?;
    let economy = state::load_economy(ctx.deps.storage)?;
    let source = state::load_source(ctx.deps.storage, economy.source)?;

    // decide
    let count = state::count_tracks(ctx.deps.storage)?;
    if !(1..=count.saturating_add(1)).contains(&number) {
        return Err(ContractError::UnknownTrack { track: number, count });
    }
    tracks.retain(|(other, _)| *other != number);
    tracks.push((number, track.clone()));
    let all: Vec<Track> = tracks.into_iter().map(|(_, track)| track).collect();
    check_all(&all)?;
    check_addresses(ctx.deps.api, &track)?;
    let querier = &ctx.deps.querier;
    can_decide(querier, &source, &all)?;
    if let Some(ledger) = &economy.ledger {
        can_arbitrate(querier, &ctx.env.contract.address, &ledger.address, &all)?;
    }

    // save
    state::save_track(ctx.deps.storage, number, &track)?;

    // respond
    Ok(Response::new().add_event(TrackSet { track: number, name: track.name }))
}
