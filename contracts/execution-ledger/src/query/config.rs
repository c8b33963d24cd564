//! Settings and peers.

use axiom_types::ledger::{PeersResponse, SettingsMsg};
use cosmwasm_std::{StdResult, Storage};

use crate::state::{self, PeerSet, Settings};

/// Settings in force.
pub fn settings(storage: &dyn Storage) -> StdResult<SettingsMsg> {
    let Settings {
        fee_bps,
        fee_recipient,
        default_arbiter,
        default_windows,
        min_default_arbitration,
        arbiter_silence_bps,
        min_blocks,
        peer_set: _,
    } = state::load_settings(storage)?;
    Ok(SettingsMsg {
        fee_bps,
        fee_recipient: fee_recipient.into_string(),
        default_arbiter: default_arbiter.into_string(),
        default_windows,
        min_default_arbitration,
        arbiter_silence_bps,
        min_blocks,
    })
}

/// Peers of new jobs.
pub fn peers(storage: &dyn Storage) -> StdResult<PeersResponse> {
    peer_set(storage, state::load_settings(storage)?.peer_set)
}

/// A peer set by number.
pub fn peer_set(storage: &dyn Storage, set: u32) -> StdResult<PeersResponse> {
    let PeerSet { registry, space, tracker, distributor } = state::load_peers(storage, set)?;
    Ok(PeersResponse { registry, space, tracker, distributor })
}
