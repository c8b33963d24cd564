//! Events of governance-dao.

use cosmwasm_std::{Addr, HexBinary, Uint128};

use super::{GuardianAct, Stage};
use crate::asset::Asset;

crate::events! {
    /// An economy was founded; all admins were read back.
    Founded = "axiom_dao_founded" {
        /// Its name.
        name: String,
        /// The state layer.
        registry: Option<Addr>,
        /// The execution layer.
        ledger: Option<Addr>,
        /// The contribution layer.
        tracker: Addr,
        /// The value layer.
        distributor: Option<Addr>,
    }
    /// A proposal was made.
    ProposalMade = "axiom_dao_proposal_made" {
        /// Its number.
        proposal_id: u64,
        /// Its track.
        track: u32,
        /// Who proposed.
        proposer: Addr,
        /// Total weight at the start of the block.
        total: u64,
        /// Hash of title, description and messages.
        content_hash: HexBinary,
        /// Unix seconds at which voting ends.
        voting_ends: u64,
    }
    /// A ballot was cast.
    VoteCast = "axiom_dao_vote_cast" {
        /// The proposal.
        proposal_id: u64,
        /// Whose weight counts.
        voter: Addr,
        /// `yes`, `no` or `abstain`.
        vote: String,
        /// Weight.
        weight: u64,
        /// Who relayed a signed vote.
        relayer: Option<Addr>,
    }
    /// A signed vote of a batch was passed over.
    VoteSkipped = "axiom_dao_vote_skipped" {
        /// The proposal.
        proposal_id: u64,
        /// Its index in the batch.
        index: u32,
        /// Why, at most 60 characters.
        reason: String,
    }
    /// A proposal reached an end.
    ProposalClosed = "axiom_dao_proposal_closed" {
        /// The proposal.
        proposal_id: u64,
        /// Where it stands: executed, defeated, expired or cancelled.
        stage: Stage,
    }
    /// A message that was allowed to fail has failed.
    MessageFailed = "axiom_dao_message_failed" {
        /// The proposal.
        proposal_id: u64,
        /// Its index.
        index: u32,
        /// Why, at most 60 characters.
        reason: String,
    }
    /// A track spent.
    Spent = "axiom_dao_spent" {
        /// The proposal.
        proposal_id: u64,
        /// The track.
        track: u32,
        /// The asset.
        asset: Asset,
        /// Base units.
        amount: Uint128,
    }
    /// A track was set.
    TrackSet = "axiom_dao_track_set" {
        /// Its number.
        track: u32,
        /// Its name.
        name: String,
    }
    /// The guardian was named or removed.
    GuardianSet = "axiom_dao_guardian_set" {
        /// The guardian.
        guardian: Option<Addr>,
        /// Unix seconds of its sunset.
        sunset: Option<u64>,
    }
    /// The guardian's cooldowns were lifted.
    GuardianForgiven = "axiom_dao_guardian_forgiven" {
        /// The guardian.
        guardian: Addr,
    }
    /// The guardian paused or froze.
    GuardianActed = "axiom_dao_guardian_acted" {
        /// What it did.
        act: GuardianAct,
        /// On what.
        target: String,
        /// Unix seconds at which it lapses.
        until: u64,
    }
    /// The guardian ended a pause or freeze early.
    GuardianReleased = "axiom_dao_guardian_released" {
        /// What it ended.
        act: GuardianAct,
        /// On what.
        target: String,
    }
    /// A layer was put in place or switched off.
    PeerSet = "axiom_dao_peer_set" {
        /// The layer.
        layer: String,
        /// The contract.
        address: Option<Addr>,
    }
    /// Ownership of a contract was taken.
    OwnershipTaken = "axiom_dao_ownership_taken" {
        /// The contract.
        contract: Addr,
    }
    /// A contract was upgraded.
    Upgraded = "axiom_dao_upgraded" {
        /// The contract.
        contract: Addr,
        /// New code.
        code_id: u64,
    }
    /// The self-check after an upgrade of this contract went through.
    SelfChecked = "axiom_dao_self_checked" {
        /// Proposals decoded.
        proposals: u64,
        /// Version that answered.
        version: String,
    }
    /// The contract was migrated.
    Migrated = "axiom_dao_migrated" {
        /// From version.
        from: String,
        /// To version.
        to: String,
    }
}
