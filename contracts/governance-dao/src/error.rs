//! What this contract refuses.

use axiom_kit::KitError;
use axiom_types::asset::Asset;
use axiom_types::dao::Stage;
use axiom_types::event::EventValue;
use cosmwasm_std::{Addr, StdError, Uint128};
use thiserror::Error;

use crate::domain::guardian::GuardianError;
use crate::domain::tracks::TrackError;

/// Errors of governance-dao. An error changes nothing.
#[derive(Error, Debug, PartialEq)]
pub enum ContractError {
    /// A check of the kit: coins, form of a text, list or address, approved code, version, reply id.
    #[error(transparent)]
    Kit(#[from] KitError),
    /// Storage, serialisation or a query failed.
    #[error(transparent)]
    Std(#[from] StdError),
    /// A track is malformed, or the tracks do not fit together.
    #[error(transparent)]
    Track(#[from] TrackError),
    /// The guardian may not do that.
    #[error(transparent)]
    Guardian(#[from] GuardianError),

    // ---- founding ----
    /// A salt that gives no address.
    #[error("a salt of {len} bytes: expected 1 to {max}")]
    Salt {
        /// Bytes given.
        len: usize,
        /// Most bytes.
        max: usize,
    },
    /// No source of voting power.
    #[error("the tracker is left out: expected one, as it is the source of voting power")]
    TrackerNeeded {},
    /// Nobody could vote.
    #[error("the voters have no weight: expected a total above zero")]
    NoVoters {},
    /// A grant to the ledger founded here, but none is.
    #[error("grant {index} names the ledger of this economy, which has none: expected an address or a ledger")]
    NoLedgerForGrant {
        /// Its index.
        index: usize,
    },
    /// The ledger would let the arbiter's silence decide before a proposal can.
    #[error("an arbitration window of {seconds} seconds: expected at least {needed}, voting and timelock of the slowest track")]
    ArbitrationTooShort {
        /// Given.
        seconds: u64,
        /// Needed.
        needed: u64,
    },
    /// Somebody else can migrate a contract of this economy.
    #[error("the admin of '{contract}' is '{found}': expected '{expected}'; create this contract with instantiate2 and its predicted address as admin")]
    WrongAdmin {
        /// The contract.
        contract: Addr,
        /// This contract.
        expected: Addr,
        /// Its admin; empty for none.
        found: String,
    },
    /// A contract of another kind.
    #[error("'{contract}' is '{found}': expected '{expected}'")]
    WrongKind {
        /// The contract.
        contract: Addr,
        /// cw2 name expected.
        expected: &'static str,
        /// cw2 name found, cut to 60 characters; `nothing` without one.
        found: String,
    },

    // ---- tracks and layers ----
    /// There is no such track.
    #[error("track {track} does not exist: expected 1 to {count}")]
    UnknownTrack {
        /// Asked for.
        track: u32,
        /// Tracks there are.
        count: u32,
    },
    /// A layer that this economy has switched off.
    #[error("this economy has no {layer}: expected one; see admin.set_peer")]
    LayerMissing {
        /// The layer.
        layer: String,
    },
    /// Not a layer where one is needed.
    #[error("'{target}' is not a layer: expected registry, ledger, tracker or distributor")]
    NotALayer {
        /// What was named.
        target: String,
    },

    // ---- proposing ----
    /// There is no such proposal.
    #[error("proposal {proposal} does not exist: expected one that was made")]
    UnknownProposal {
        /// Asked for.
        proposal: u64,
    },
    /// The track says when voting begins and ends.
    #[error("{field} is set: expected none, as the track says when voting begins and ends")]
    TimesAreFixed {
        /// `earliest` or `latest`.
        field: &'static str,
    },
    /// No message of that index.
    #[error("message {index} may fail but there are only {msgs}: expected an index below")]
    MayFailIndex {
        /// The index.
        index: u32,
        /// Messages there are.
        msgs: usize,
    },
    /// Texts and messages together are too large.
    #[error("a proposal of {bytes} bytes: expected at most {max}")]
    TooLarge {
        /// Bytes.
        bytes: usize,
        /// Most bytes.
        max: usize,
    },
    /// Too little weight to propose.
    #[error("'{sender}' had a weight of {weight} at the start of this block: expected at least {needed}")]
    TooLittleWeight {
        /// Who tried.
        sender: Addr,
        /// Its weight.
        weight: u64,
        /// The track's bar.
        needed: u64,
    },

    // ---- message policy ----
    /// A message kind that no proposal may hold.
    #[error("message {index} is of kind {kind}: expected bank.send or wasm.execute")]
    MessageKind {
        /// Its index.
        index: usize,
        /// Its kind.
        kind: &'static str,
    },
    /// A call that cannot be read.
    #[error("message {index} cannot be read: expected JSON of one method, no key twice, with the fields of that method")]
    BadCall {
        /// Its index.
        index: usize,
    },
    /// A call that the track does not admit.
    #[error("message {index} calls {method} of {target}: expected a call rule of track {track}")]
    CallNotListed {
        /// Its index.
        index: usize,
        /// The contract.
        target: String,
        /// The method.
        method: String,
        /// The track's name.
        track: String,
    },
    /// A call that needs a strict track.
    #[error(
        "message {index} calls {method}, which rules every track: expected a strict track, not {track}"
    )]
    NeedsStrict {
        /// Its index.
        index: usize,
        /// The method.
        method: String,
        /// The track's name.
        track: String,
    },
    /// A payment in an asset that the track may not spend.
    #[error("message {index} spends {asset}: expected a spending rule of track {track}")]
    SpendNotListed {
        /// Its index.
        index: usize,
        /// The asset.
        asset: Asset,
        /// The track's name.
        track: String,
    },
    /// A payment of nothing or of everything.
    #[error("message {index} names no amount: expected one above zero")]
    AmountNeeded {
        /// Its index.
        index: usize,
    },
    /// A payment beyond what the window has left.
    #[error("{asked} of {asset} asked for, {left} left for track {track} until unix second {ends}: expected no more; the proposal stays ready")]
    WindowUsedUp {
        /// The track.
        track: u32,
        /// The asset.
        asset: Asset,
        /// Base units asked for.
        asked: Uint128,
        /// Base units left.
        left: Uint128,
        /// Unix seconds at which the window ends.
        ends: u64,
    },

    // ---- voting and after ----
    /// A proposal that stands elsewhere.
    #[error("proposal {proposal} is {}: expected {expected}", word(.stage))]
    WrongStage {
        /// The proposal.
        proposal: u64,
        /// Where it stands.
        stage: Stage,
        /// Where it would have to.
        expected: &'static str,
    },
    /// `veto` has no meaning here.
    #[error("a veto: expected yes, no or abstain")]
    Veto {},
    /// A second ballot.
    #[error("'{voter}' has voted on proposal {proposal}: expected one ballot each")]
    AlreadyVoted {
        /// The proposal.
        proposal: u64,
        /// Who.
        voter: Addr,
    },
    /// A stranger.
    #[error("'{voter}' had no weight at the start of block {height}: expected some")]
    NoWeight {
        /// Who.
        voter: Addr,
        /// The proposal's block.
        height: u64,
    },
    /// More weight than fits.
    #[error("the weights of proposal {proposal} exceed 64 bits: expected a tracker whose members sum to its total")]
    WeightOverflow {
        /// The proposal.
        proposal: u64,
    },
    /// A batch of which nothing counts.
    #[error("none of {votes} signed votes on proposal {proposal} counts: expected at least one")]
    NoVoteCounted {
        /// The proposal.
        proposal: u64,
        /// Votes given.
        votes: usize,
    },
    /// Somebody else's proposal.
    #[error("'{sender}' did not propose that: expected '{proposer}'")]
    NotProposer {
        /// Who tried.
        sender: Addr,
        /// Who proposed.
        proposer: Addr,
    },

    // ---- guardian and upgrades ----
    /// Not the guardian.
    #[error("'{sender}' is not the guardian: expected the one named by vote")]
    NotGuardian {
        /// Who tried.
        sender: Addr,
    },
    /// There is no guardian.
    #[error("this economy has no guardian: expected one")]
    NoGuardian {},
    /// A build that cannot go on governing.
    #[error("the self-check failed: {what}; expected a build that reads this state")]
    SelfCheck {
        /// What it could not do.
        what: &'static str,
    },
}

fn word(stage: &Stage) -> String {
    stage.value().unwrap_or_default()
}
