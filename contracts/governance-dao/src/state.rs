//! Storage of the DAO. Keys are private; nobody else names one.

use axiom_kit::page;
use axiom_kit::store::{next_id, PackedItem, PackedMap};
use axiom_types::asset::Asset;
use axiom_types::dao::{raw, Track};
use cosmwasm_std::{Addr, Order, StdResult, Storage};
use cw_storage_plus::{Bound, Item, Map};

use crate::domain::guardian::Idle;
use crate::domain::proposal::Head;
use crate::domain::spending::Counter;
use crate::domain::tally::Tally;
use crate::error::ContractError;
use crate::records::{Ballot, Content, Economy, Guardian, Source};

/// () -> the economy; written by founding and admin.set_peer; one.
const ECONOMY: PackedItem<Economy> = PackedItem::new("e");
/// (source) -> tracker and domain that give power; written by founding and admin.set_peer; one per tracker ever used.
const SOURCES: PackedMap<'_, u32, Source> = PackedMap::new("w");
/// (track) -> its newest revision, from 1; written by founding and admin.set_track; at most 8.
const REVISIONS: Map<u32, u32> = Map::new("r");
/// (track, revision) -> the track; written by founding and admin.set_track, never rewritten: proposals keep their rules.
const TRACKS: PackedMap<(u32, u32), Track> = PackedMap::new("k");
/// () -> last number of a proposal; written by propose; one.
const LAST_PROPOSAL: Item<u64> = Item::new("c");
/// (proposal) -> head; written by propose, execute, cancel, close; one per proposal. Published.
const PROPOSALS: PackedMap<'_, u64, Head> = PackedMap::new(raw::PROPOSALS);
/// (proposal) -> tally; written by propose, vote, vote_signed; one per proposal. Published.
const TALLIES: PackedMap<'_, u64, Tally> = PackedMap::new(raw::TALLIES);
/// (proposal, voter) -> ballot; written by vote, vote_signed, never rewritten; one per voter and proposal.
const BALLOTS: PackedMap<'_, (u64, &Addr), Ballot> = PackedMap::new("b");
/// (proposal) -> texts and messages; written by propose, never rewritten; one per proposal.
const CONTENTS: PackedMap<u64, Content> = PackedMap::new("x");
/// (proposal, index) -> why a message that may fail has failed; written by its reply; at most 16 per proposal.
const FAILURES: Map<(u64, u32), String> = Map::new("o");
/// (track, window in seconds, asset key) -> what was spent in the newest window; written by execute; one per rule ever
/// used.
const SPENT: PackedMap<'_, (u32, u64, &str), Counter> = PackedMap::new("s");
/// () -> the guardian and its newest acts; written by founding, admin.set_guardian, admin.forgive_guardian, guardian_*.
const GUARDIAN: PackedItem<Guardian> = PackedItem::new("g");
/// () -> running sum of paused and frozen time; written by guardian_*; one.
const IDLE: PackedItem<Idle> = PackedItem::new("i");

/// The economy.
pub fn load_economy(storage: &dyn Storage) -> StdResult<Economy> {
    ECONOMY.load(storage)
}

/// Writes the economy.
pub fn save_economy(storage: &mut dyn Storage, economy: &Economy) -> StdResult<()> {
    ECONOMY.save(storage, economy)
}

/// A source of power.
pub fn load_source(storage: &dyn Storage, number: u32) -> StdResult<Source> {
    SOURCES.load(storage, number)
}

/// Writes a source of power.
pub fn save_source(storage: &mut dyn Storage, number: u32, source: &Source) -> StdResult<()> {
    SOURCES.save(storage, number, source)
}

/// A track as it is now, and its revision.
pub fn load_track(storage: &dyn Storage, track: u32) -> Result<(u32, Track), ContractError> {
    match REVISIONS.may_load(storage, track)? {
        Some(revision) => Ok((revision, TRACKS.load(storage, (track, revision))?)),
        None => Err(ContractError::UnknownTrack { track, count: count_tracks(storage)? }),
    }
}

/// A track as a proposal was made under it.
pub fn load_revision(storage: &dyn Storage, track: u32, revision: u32) -> StdResult<Track> {
    TRACKS.load(storage, (track, revision))
}

/// All tracks as they are now, by number.
pub fn load_tracks(storage: &dyn Storage) -> StdResult<Vec<(u32, Track)>> {
    REVISIONS
        .range(storage, None, None, Order::Ascending)
        .map(|row| {
            let (track, revision) = row?;
            Ok((track, TRACKS.load(storage, (track, revision))?))
        })
        .collect()
}

/// All tracks as they are now, without their numbers.
pub fn tracks_now(storage: &dyn Storage) -> StdResult<Vec<Track>> {
    let tracks = load_tracks(storage)?;
    Ok(tracks.into_iter().map(|(_, track)| track).collect())
}

/// Number of tracks.
pub fn count_tracks(storage: &dyn Storage) -> StdResult<u32> {
    let last = REVISIONS.keys(storage, None, None, Order::Descending).next().transpose()?;
    Ok(last.unwrap_or(0))
}

/// Writes a new revision of a track.
pub fn save_track(storage: &mut dyn Storage, number: u32, track: &Track) -> StdResult<()> {
    let revision = REVISIONS.may_load(storage, number)?.unwrap_or(0).saturating_add(1);
    REVISIONS.save(storage, number, &revision)?;
    TRACKS.save(storage, (number, revision), track)
}

/// The next number of a proposal.
pub fn next_proposal(storage: &mut dyn Storage) -> StdResult<u64> {
    next_id(storage, &LAST_PROPOSAL)
}

/// Writes a proposal that was just made.
pub fn save_proposal(
    storage: &mut dyn Storage,
    proposal: u64,
    head: &Head,
    content: &Content,
) -> StdResult<()> {
    PROPOSALS.save(storage, proposal, head)?;
    TALLIES.save(storage, proposal, &Tally::default())?;
    CONTENTS.save(storage, proposal, content)
}

/// Head of a proposal.
pub fn load_head(storage: &dyn Storage, proposal: u64) -> Result<Head, ContractError> {
    PROPOSALS.may_load(storage, proposal)?.ok_or(ContractError::UnknownProposal { proposal })
}

/// Writes the head of a proposal.
pub fn save_head(storage: &mut dyn Storage, proposal: u64, head: &Head) -> StdResult<()> {
    PROPOSALS.save(storage, proposal, head)
}

/// Heads by number after `after`, or before it if the order is descending; at most a cw3 page.
pub fn list_heads(
    storage: &dyn Storage,
    after: Option<u64>,
    limit: Option<u32>,
    order: Order,
) -> StdResult<Vec<(u64, Head)>> {
    let bound = after.map(Bound::exclusive);
    let (min, max) = match order {
        Order::Ascending => (bound, None),
        Order::Descending => (None, bound),
    };
    PROPOSALS.range(storage, min, max, order).take(page::cw_limit(limit)).collect()
}

/// Tally of a proposal.
pub fn load_tally(storage: &dyn Storage, proposal: u64) -> StdResult<Tally> {
    TALLIES.load(storage, proposal)
}

/// Writes the tally of a proposal.
pub fn save_tally(storage: &mut dyn Storage, proposal: u64, tally: &Tally) -> StdResult<()> {
    TALLIES.save(storage, proposal, tally)
}

/// Content of a proposal.
pub fn load_content(storage: &dyn Storage, proposal: u64) -> StdResult<Content> {
    CONTENTS.load(storage, proposal)
}

/// True if an account has voted.
pub fn has_voted(storage: &dyn Storage, proposal: u64, voter: &Addr) -> bool {
    BALLOTS.has(storage, (proposal, voter))
}

/// A ballot.
pub fn may_load_ballot(
    storage: &dyn Storage,
    proposal: u64,
    voter: &Addr,
) -> StdResult<Option<Ballot>> {
    BALLOTS.may_load(storage, (proposal, voter))
}

/// Writes a ballot.
pub fn save_ballot(
    storage: &mut dyn Storage,
    proposal: u64,
    voter: &Addr,
    ballot: &Ballot,
) -> StdResult<()> {
    BALLOTS.save(storage, (proposal, voter), ballot)
}

/// Ballots of a proposal by voter; at most a cw3 page.
pub fn list_ballots(
    storage: &dyn Storage,
    proposal: u64,
    after: Option<&Addr>,
    limit: Option<u32>,
) -> StdResult<Vec<(Addr, Ballot)>> {
    BALLOTS
        .prefix(proposal)
        .range(storage, after.map(Bound::exclusive), None, Order::Ascending)
        .take(page::cw_limit(limit))
        .collect()
}

/// Why a message that may fail has failed; none if it went through.
pub fn may_load_failure(
    storage: &dyn Storage,
    proposal: u64,
    index: u32,
) -> StdResult<Option<String>> {
    FAILURES.may_load(storage, (proposal, index))
}

/// Writes why a message that may fail has failed.
pub fn save_failure(
    storage: &mut dyn Storage,
    proposal: u64,
    index: u32,
    reason: &String,
) -> StdResult<()> {
    FAILURES.save(storage, (proposal, index), reason)
}

/// What a track spent of an asset in the newest window of that length.
pub fn may_load_spent(
    storage: &dyn Storage,
    track: u32,
    window: u64,
    asset: &Asset,
) -> StdResult<Option<Counter>> {
    SPENT.may_load(storage, (track, window, asset.key().as_str()))
}

/// Writes what a track spent of an asset.
pub fn save_spent(
    storage: &mut dyn Storage,
    track: u32,
    window: u64,
    asset: &Asset,
    counter: &Counter,
) -> StdResult<()> {
    SPENT.save(storage, (track, window, asset.key().as_str()), counter)
}

/// The guardian and its newest acts.
pub fn load_guardian(storage: &dyn Storage) -> StdResult<Guardian> {
    Ok(GUARDIAN.may_load(storage)?.unwrap_or_default())
}

/// Writes the guardian.
pub fn save_guardian(storage: &mut dyn Storage, guardian: &Guardian) -> StdResult<()> {
    GUARDIAN.save(storage, guardian)
}

/// The running sum of paused and frozen time.
pub fn load_idle(storage: &dyn Storage) -> StdResult<Idle> {
    Ok(IDLE.may_load(storage)?.unwrap_or_default())
}

/// Writes the running sum.
pub fn save_idle(storage: &mut dyn Storage, idle: &Idle) -> StdResult<()> {
    IDLE.save(storage, idle)
}
