use crate::json::Json;
use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::{Addr, Binary, CosmosMsg, Empty, HexBinary, Uint128};
use cw_utils::Expiration;

use crate::asset::Asset;
use crate::common::{InfoResponse, PauseStatus};
use crate::distributor::FreezeTarget;
use crate::event::EventValue;
use crate::ledger::Windows;
use crate::registry;
use crate::tracker::{GenesisMember, NewDomain, NewGrant};

crate::json_record!(Track);

/// Founds an economy: the sender instantiates this contract with `instantiate2`, naming the predicted address as its
/// own Wasm admin; this contract creates, adopts or leaves out the four others in the same transaction.
#[cw_serde]
#[derive(Json)]
pub struct InstantiateMsg {
    /// Name of the economy, 1 to 64 bytes.
    pub name: String,
    /// Salt for the addresses of the four, 1 to 60 bytes.
    pub salt: Binary,
    /// The state layer.
    pub registry: Part<registry::Settings>,
    /// The contribution layer. Cannot be left out: it is the source of voting power.
    pub tracker: Part<TrackerSetup>,
    /// The value layer.
    pub distributor: Part<DistributorSetup>,
    /// The execution layer.
    pub ledger: Part<LedgerSetup>,
    /// 1 to 8 tracks, numbered from 1 in this order; at least one strict, and none stricter than that.
    pub tracks: Vec<Track>,
    /// May pause and freeze for a while; none for nobody.
    pub guardian: Option<GuardianSetup>,
}

/// How founding comes by one of the four.
#[cw_serde]
#[derive(Json)]
pub enum Part<T> {
    /// Creates it, with this contract as owner and Wasm admin.
    Create {
        /// Stored code.
        code_id: u64,
        /// Its SHA-256; another one fails the founding.
        checksum: HexBinary,
        /// Settings.
        settings: T,
    },
    /// Uses an existing one, whoever owns it.
    Adopt {
        /// Its address; its cw2 name must be that of the layer.
        address: String,
    },
    /// Leaves it out; what needs it is switched off.
    Omit {},
}

/// Settings of a new tracker.
#[cw_serde]
#[derive(Json)]
pub struct TrackerSetup {
    /// 1 to 32 domains, numbered from 1 in this order.
    pub domains: Vec<NewDomain>,
    /// Number of the domain that votes.
    pub voting_domain: u32,
    /// Voting weight = floor(units / 2^weight_shift); 40 makes one point at founding one vote.
    pub weight_shift: u32,
    /// First holders, 1 to 50.
    pub genesis: Vec<GenesisMember>,
    /// Budgets from the start, at most 8. A grant whose ledger is the word `ledger` means the one founded here.
    pub grants: Vec<NewGrant>,
}

/// Settings of a new distributor.
#[cw_serde]
#[derive(Json)]
pub struct DistributorSetup {
    /// cw20 tokens accepted from the start, at most 16.
    pub tokens: Vec<String>,
}

/// Settings of a new ledger. The fee goes to this contract's balance, disputes come to this contract.
#[cw_serde]
#[derive(Json)]
pub struct LedgerSetup {
    /// Protocol fee, 0 to 3,000 basis points.
    pub fee_bps: u16,
    /// Windows of jobs that name none.
    pub default_windows: Windows,
    /// Worker's part if the arbiter stays silent, in basis points.
    pub arbiter_silence_bps: u16,
    /// Blocks that each waiting state demands.
    pub min_blocks: u64,
    /// Least arbitration window where this contract is the arbiter, in seconds. Must cover delay, voting and timelock
    /// of the slowest track.
    pub min_default_arbitration: u64,
}

/// A guardian from the start.
#[cw_serde]
#[derive(Json)]
pub struct GuardianSetup {
    /// Who.
    pub address: String,
    /// Seconds after which it can do nothing any more; at most 2 years.
    pub sunset: u64,
}

/// A track: what may be decided by whom, how fast and how surely.
#[cw_serde]
#[derive(Json)]
pub struct Track {
    /// Visible name, a slug, unique.
    pub name: String,
    /// A strict track may change tracks, guardian and code, and call any method of the suite.
    /// Its quorum, threshold and timelock are at least those of every other track.
    pub strict: bool,
    /// Part of the total weight that must take part, abstentions included; 1 to 10,000 basis points.
    pub quorum_bps: u16,
    /// Part of yes and no that must be yes; 5,000 to 10,000 basis points. At 5,000 more yes than no.
    pub threshold_bps: u16,
    /// Seconds of voting, 1 hour to 90 days.
    pub voting_period: u64,
    /// Blocks that voting demands besides.
    pub min_blocks: u64,
    /// Seconds between the end of voting and execution, up to 90 days.
    pub timelock: u64,
    /// Seconds after the timelock in which it can be executed; at least 7 days and longer than any window of the
    /// track's spending rules.
    pub grace: u64,
    /// Weight a proposer needs at the start of the block; at least 1.
    pub proposer_weight: u64,
    /// Methods that proposals may call, at most 32.
    pub calls: Vec<CallRule>,
    /// What proposals may spend, at most 8; one rule per asset.
    pub spending: Vec<SpendRule>,
}

/// A contract of the suite, or any other.
#[cw_serde]
#[derive(Json, Eq)]
pub enum Target {
    /// This contract.
    Dao {},
    /// The state layer.
    Registry {},
    /// The execution layer.
    Ledger {},
    /// The contribution layer.
    Tracker {},
    /// The value layer.
    Distributor {},
    /// Any other contract.
    Contract {
        /// Its address.
        address: String,
    },
}

/// Admits one method, or one group of methods, of one contract.
#[cw_serde]
#[derive(Json, Eq)]
pub struct CallRule {
    /// The contract.
    pub target: Target,
    /// `method`, or `group.method` for a nested message such as `admin.update_settings`, or `group.*`.
    pub method: String,
}

/// Admits payments in one asset, from the bank account, from a cw20 holding or from the internal balance
/// (`transfer` and `withdraw`), all counted together.
#[cw_serde]
#[derive(Json, Eq)]
pub struct SpendRule {
    /// The asset.
    pub asset: Asset,
    /// Base units that the track may pay within one window.
    pub amount: Uint128,
    /// Seconds of a window, from 1 hour to 90 days. Windows are counted from unix time zero.
    pub window: u64,
}

/// A vote. `veto` is part of cw3 and refused here.
pub use cw3::Vote;

/// A vote signed off-chain (ADR-36) over [`vote_text`].
#[cw_serde]
#[derive(Json)]
pub struct SignedVote {
    /// Compressed secp256k1 key, 33 bytes; the account derived from it votes.
    pub pubkey: Binary,
    /// 64 bytes.
    pub signature: Binary,
    /// The vote.
    pub vote: Vote,
    /// Unix seconds after which the signature is void.
    pub valid_until: u64,
}

/// Text that a voter signs: readable in a wallet, bound to chain, contract, proposal, vote and validity.
pub fn vote_text(
    chain_id: &str,
    contract: &str,
    proposal: u64,
    vote: Vote,
    valid_until: u64,
) -> String {
    let word = vote_word(vote);
    format!(
        "AxiomOS: vote on a proposal\nchain: {chain_id}\ncontract: {contract}\nproposal: {proposal}\n\
         vote: {word}\nvalid until: {valid_until} (unix seconds)"
    )
}

/// The word for a vote in messages, events and signed texts.
pub fn vote_word(vote: Vote) -> &'static str {
    match vote {
        Vote::Yes => "yes",
        Vote::No => "no",
        Vote::Abstain => "abstain",
        Vote::Veto => "veto",
    }
}

/// Messages. Funds are refused by each of them; coins reach the treasury by a bank transfer.
#[cw_serde]
#[derive(Json)]
pub enum ExecuteMsg {
    /// cw3: proposes. The sender needs the track's weight at the start of this block. The id comes back as data
    /// (`Proposed`). The form of the messages is checked now, amounts when it is executed.
    Propose {
        /// 1 to 120 bytes.
        title: String,
        /// 1 to 16,384 bytes.
        description: String,
        /// At most 16; may be empty for a statement. Execution is all or none.
        msgs: Vec<CosmosMsg<Empty>>,
        /// cw3: must be absent; voting begins at once.
        earliest: Option<Expiration>,
        /// cw3: must be absent; the track says when voting ends.
        latest: Option<Expiration>,
        /// Number of the track; 1 if not said.
        track: Option<u32>,
        /// Indices of messages whose failure is recorded instead of undoing the rest; no duplicates. Each may use
        /// 10,000,000 gas.
        may_fail: Option<Vec<u32>>,
    },
    /// cw3: votes once, with the weight at the start of the proposal's block. `veto` is refused.
    Vote {
        /// The proposal.
        proposal_id: u64,
        /// Yes, no or abstain.
        vote: Vote,
    },
    /// Relays up to 100 signed votes on one proposal. A vote that is void, of a stranger or of somebody who has voted
    /// is passed over with an event; the others count. Fails if none counts.
    VoteSigned {
        /// The proposal.
        proposal_id: u64,
        /// The votes.
        votes: Vec<SignedVote>,
    },
    /// cw3: executes a proposal that passed, after its timelock and before its grace ends. Anybody may call.
    Execute {
        /// The proposal.
        proposal_id: u64,
    },
    /// cw3: writes down that a proposal was defeated or ran out. Anybody may call; nothing depends on it.
    Close {
        /// The proposal.
        proposal_id: u64,
    },
    /// Cancels a proposal that has not been executed; by its proposer while voting runs.
    Cancel {
        /// The proposal.
        proposal_id: u64,
    },
    /// Pauses entries of one contract of the suite for at most 14 days; by the guardian. One pause at a time, none
    /// again within 30 days of the last, and none while that contract is paused by a vote.
    GuardianPause {
        /// The contract; `dao` and others are refused.
        target: Target,
        /// Seconds, 1 to 1,209,600.
        seconds: u64,
    },
    /// Freezes one asset or pool for at most 72 hours; by the guardian. One freeze at a time, none again within 30 days
    /// of the last, and none while it is frozen by a vote.
    GuardianFreeze {
        /// What.
        target: FreezeTarget,
        /// Seconds, 1 to 259,200.
        seconds: u64,
    },
    /// Ends the guardian's running pause or freeze early; by the guardian. What a vote has put in its place stays.
    GuardianRelease {
        /// Which.
        what: GuardianAct,
    },
    /// This contract only, by an executed proposal.
    Admin(AdminMsg),
}

/// What a guardian can do.
#[cw_serde]
#[derive(Json, Eq, Copy)]
pub enum GuardianAct {
    /// Refuse entries of a contract.
    Pause,
    /// Freeze an asset or a pool.
    Freeze,
}

impl EventValue for GuardianAct {
    fn value(&self) -> Option<String> {
        Some(match self {
            Self::Pause => "pause".to_string(),
            Self::Freeze => "freeze".to_string(),
        })
    }
}

/// Messages that this contract sends to itself by an executed proposal. All but `forgive_guardian` and
/// `accept_ownership` need a strict track.
#[cw_serde]
#[derive(Json)]
pub enum AdminMsg {
    /// Replaces a track, or adds one at the next number. Proposals keep the rules they were made under. A slower track
    /// than the ledger's arbitration window allows is refused: that is to be lengthened first.
    SetTrack {
        /// Number; the next free one adds.
        track: u32,
        /// The track.
        config: Track,
    },
    /// Names the guardian, or nobody. Its cooldowns start anew.
    SetGuardian {
        /// The guardian.
        guardian: Option<GuardianSetup>,
    },
    /// Lets the guardian pause and freeze again before 30 days have passed.
    ForgiveGuardian {},
    /// Changes which contract is a layer of this economy; its cw2 name must be that of the layer. `none` switches the
    /// layer off; the tracker cannot be switched off. A ledger of which this contract is the arbiter must leave it the
    /// time of a proposal.
    SetPeer {
        /// The layer: registry, ledger, tracker or distributor.
        target: Target,
        /// The contract.
        address: Option<String>,
    },
    /// Takes ownership of a contract that offered it to this one.
    AcceptOwnership {
        /// The contract.
        contract: String,
    },
    /// Migrates a contract of which this one is the Wasm admin; itself too, then followed by `self_check`. A layer must
    /// afterwards be of its kind still, and a tracker have voters.
    Upgrade {
        /// The contract.
        target: Target,
        /// New code.
        code_id: u64,
        /// Its SHA-256; another one fails.
        checksum: HexBinary,
        /// Migrate message.
        msg: Binary,
    },
    /// Proves that this contract can still tally, decode its replies, read its tracks and migrate; else fails.
    /// Sent by `upgrade` after this contract has migrated itself, so that a build that cannot is undone.
    SelfCheck {},
}

/// Data of a proposal.
#[cw_serde]
#[derive(Json)]
pub struct Proposed {
    /// Its number.
    pub proposal_id: u64,
}

/// A migration of this contract.
#[cw_serde]
#[derive(Json)]
pub struct MigrateMsg {}

/// Where a proposal really stands.
#[cw_serde]
#[derive(Json, Eq, Copy)]
pub enum Stage {
    /// Votes are taken.
    Voting,
    /// Passed; the timelock runs.
    Queued,
    /// Passed; anybody may execute it.
    Ready,
    /// Executed; see the outcomes for messages that were allowed to fail.
    Executed,
    /// Too little weight took part, or too little of it was yes.
    Defeated,
    /// Passed and not executed in time.
    Expired,
    /// Taken back by its proposer.
    Cancelled,
}

impl EventValue for Stage {
    fn value(&self) -> Option<String> {
        Some(
            match self {
                Self::Voting => "voting",
                Self::Queued => "queued",
                Self::Ready => "ready",
                Self::Executed => "executed",
                Self::Defeated => "defeated",
                Self::Expired => "expired",
                Self::Cancelled => "cancelled",
            }
            .to_string(),
        )
    }
}

impl Stage {
    /// The cw3 status: voting is open; queued and ready are passed; the other ends are rejected.
    pub fn cw3(self) -> cw3::Status {
        match self {
            Self::Voting => cw3::Status::Open,
            Self::Queued | Self::Ready => cw3::Status::Passed,
            Self::Executed => cw3::Status::Executed,
            Self::Defeated | Self::Expired | Self::Cancelled => cw3::Status::Rejected,
        }
    }
}

/// Queries.
#[cw_serde]
#[derive(Json, QueryResponses)]
pub enum QueryMsg {
    /// Name and version.
    #[returns(InfoResponse)]
    Info {},
    /// The economy: its name, contracts and how it came by them.
    #[returns(EconomyResponse)]
    Economy {},
    /// One track.
    #[returns(TrackResponse)]
    Track {
        /// Its number.
        track: u32,
    },
    /// All tracks, at most 8.
    #[returns(Vec<TrackResponse>)]
    Tracks {},
    /// What a track has spent of an asset in the running window.
    #[returns(WindowResponse)]
    Window {
        /// The track.
        track: u32,
        /// The asset.
        asset: Asset,
    },
    /// True state of a proposal.
    #[returns(StageResponse)]
    Stage {
        /// The proposal.
        proposal_id: u64,
    },
    /// Outcome of each message of an executed proposal that was allowed to fail.
    #[returns(Vec<MessageOutcome>)]
    Outcomes {
        /// The proposal.
        proposal_id: u64,
    },
    /// The guardian and what it has done.
    #[returns(GuardianResponse)]
    Guardian {},
    /// Seconds paused or frozen by the guardian so far; they shift the deadlines of proposals.
    #[returns(PauseStatus)]
    Pause {},
    /// cw3: thresholds of track 1.
    #[returns(cw_utils::ThresholdResponse)]
    Threshold {},
    /// cw3: one proposal.
    #[returns(cw3::ProposalResponse)]
    Proposal {
        /// The proposal.
        proposal_id: u64,
    },
    /// cw3: proposals by number; default 10, at most 30.
    #[returns(cw3::ProposalListResponse)]
    ListProposals {
        /// Last number of the page before.
        start_after: Option<u64>,
        /// Rows.
        limit: Option<u32>,
    },
    /// cw3: proposals, newest first.
    #[returns(cw3::ProposalListResponse)]
    ReverseProposals {
        /// Last number of the page before.
        start_before: Option<u64>,
        /// Rows.
        limit: Option<u32>,
    },
    /// cw3: a ballot; null if not voted. Fails for an unknown proposal.
    #[returns(cw3::VoteResponse)]
    Vote {
        /// The proposal.
        proposal_id: u64,
        /// The voter.
        voter: String,
    },
    /// cw3: ballots by voter.
    #[returns(cw3::VoteListResponse)]
    ListVotes {
        /// The proposal.
        proposal_id: u64,
        /// Last voter of the page before.
        start_after: Option<String>,
        /// Rows.
        limit: Option<u32>,
    },
    /// cw3: weight of an account now; null for a stranger.
    #[returns(cw3::VoterResponse)]
    Voter {
        /// Whom.
        address: String,
    },
    /// cw3: members by address.
    #[returns(cw3::VoterListResponse)]
    ListVoters {
        /// Last address of the page before.
        start_after: Option<String>,
        /// Rows.
        limit: Option<u32>,
    },
}

/// How this economy came by a layer.
#[cw_serde]
#[derive(Json)]
pub enum Origin {
    /// Created at founding.
    Founded,
    /// Existed before, or was put in place by vote.
    Adopted,
}

/// A layer of the economy.
#[cw_serde]
#[derive(Json)]
pub struct Layer {
    /// The contract.
    pub address: Addr,
    /// How it came here.
    pub origin: Origin,
    /// Who owns it now; null if nobody does, or if it does not answer.
    pub owner: Option<String>,
}

/// An economy.
#[cw_serde]
#[derive(Json)]
pub struct EconomyResponse {
    /// Its name.
    pub name: String,
    /// The state layer.
    pub registry: Option<Layer>,
    /// The execution layer.
    pub ledger: Option<Layer>,
    /// The contribution layer.
    pub tracker: Layer,
    /// The domain that votes.
    pub voting_domain: u32,
    /// The value layer.
    pub distributor: Option<Layer>,
}

/// A track and its number.
#[cw_serde]
#[derive(Json)]
pub struct TrackResponse {
    /// Its number.
    pub track: u32,
    /// The track.
    pub config: Track,
}

/// Spending of a track in the running window.
#[cw_serde]
#[derive(Json)]
pub struct WindowResponse {
    /// Base units spent.
    pub spent: Uint128,
    /// Base units left; zero without a rule.
    pub left: Uint128,
    /// Unix seconds at which the window ends; 0 without a rule.
    pub ends: u64,
}

/// True state of a proposal.
#[cw_serde]
#[derive(Json)]
pub struct StageResponse {
    /// The proposal.
    pub proposal_id: u64,
    /// Its track.
    pub track: u32,
    /// Who proposed.
    pub proposer: Addr,
    /// Where it stands.
    pub stage: Stage,
    /// Weight for.
    pub yes: u64,
    /// Weight against.
    pub no: u64,
    /// Weight abstaining.
    pub abstain: u64,
    /// Total weight at the start of its block.
    pub total: u64,
    /// Block of the proposal; weights count at its start.
    pub start_height: u64,
    /// Unix seconds at which voting ends, paused time so far added.
    pub voting_ends: u64,
    /// Unix seconds from which it can be executed if it passes.
    pub ready_at: u64,
    /// Unix seconds at which it can no longer be executed.
    pub expires_at: u64,
    /// Hash of title, description and messages, 32 bytes.
    pub content_hash: HexBinary,
    /// Indices of messages that may fail.
    pub may_fail: Vec<u32>,
}

/// Outcome of a message that was allowed to fail.
#[cw_serde]
#[derive(Json)]
pub struct MessageOutcome {
    /// Its index.
    pub index: u32,
    /// True if it went through.
    pub ok: bool,
    /// Why not, at most 60 characters.
    pub reason: Option<String>,
}

/// The guardian.
#[cw_serde]
#[derive(Json)]
pub struct GuardianResponse {
    /// Who; null for nobody.
    pub address: Option<Addr>,
    /// Unix seconds from which it can do nothing.
    pub sunset: Option<u64>,
    /// Its newest pause.
    pub pause: Option<GuardianAction>,
    /// Its newest freeze.
    pub freeze: Option<GuardianAction>,
    /// Unix seconds from which it may pause again.
    pub may_pause_at: u64,
    /// Unix seconds from which it may freeze again.
    pub may_freeze_at: u64,
}

/// One act of the guardian.
#[cw_serde]
#[derive(Json)]
pub struct GuardianAction {
    /// On what: a layer's name, `asset:<key>` or `pool:<number>`.
    pub target: String,
    /// Unix seconds at which it began.
    pub from: u64,
    /// Unix seconds at which it ends or ended.
    pub until: u64,
}
