use crate::json::Json;
use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::{Addr, HexBinary, Uint128};

use crate::asset::Asset;
use crate::common::{GuardMsg, InfoResponse, Link, PauseStatus, Share};
use crate::event::EventValue;
use crate::proof::{InclusionProof, RootResponse};
use crate::record::Record;
use crate::rule::Rule;

/// Creates a ledger.
#[cw_serde]
#[derive(Json)]
pub struct InstantiateMsg {
    /// Owner; the sender if none is named.
    pub owner: Option<String>,
    /// The contracts that it works with. With a registry it opens its own space there.
    pub peers: PeersMsg,
    /// Settings.
    pub settings: SettingsMsg,
}

/// The contracts that a ledger works with. What needs a missing one is switched off.
#[cw_serde]
#[derive(Json)]
pub struct PeersMsg {
    /// Gates, payout splits and published results. Without it: gates on registration are false, workers are paid
    /// themselves, nothing is published.
    pub registry: Option<String>,
    /// Score. Without it nothing is minted.
    pub tracker: Option<String>,
    /// Escrow. Without it only voluntary jobs can be posted.
    pub distributor: Option<String>,
}

/// Settings, changed by the owner; jobs keep those with which they were posted.
#[cw_serde]
#[derive(Json)]
pub struct SettingsMsg {
    /// Protocol fee on what is paid to workers, inside the price, rounded up; 0 to 3,000 basis points.
    pub fee_bps: u16,
    /// Whose balance takes the fee.
    pub fee_recipient: String,
    /// Arbiter of jobs that name none.
    pub default_arbiter: String,
    /// Windows of jobs that name none.
    pub default_windows: Windows,
    /// Least arbitration window of a job whose arbiter is the default one: long enough for a whole proposal. Seconds.
    pub min_default_arbitration: u64,
    /// Worker's part if the arbiter stays silent, for jobs that name none; 0 to 10,000 basis points.
    pub arbiter_silence_bps: u16,
    /// Blocks that must be produced in each waiting state besides its window.
    pub min_blocks: u64,
}

/// Seconds of each waiting state, 60 to 31,536,000 each.
#[cw_serde]
#[derive(Json, Eq, Copy)]
pub struct Windows {
    /// From posting to acceptance; then `not_accepted`.
    pub accept: u64,
    /// From acceptance to submission; then `not_submitted`.
    pub submit: u64,
    /// From each submission to a decision; then `reviewer_absent`.
    pub review: u64,
    /// From the first rejection to the second submission; then `not_reworked`.
    pub rework: u64,
    /// From the second rejection to the arbiter's decision; then `arbiter_absent`.
    pub arbitrate: u64,
}

/// How a job finds its worker.
#[cw_serde]
#[derive(Json)]
pub enum Assignment {
    /// Offered to one.
    Direct {
        /// The worker, who may accept or decline.
        worker: String,
    },
    /// First come, through a gate.
    Open {
        /// Who may accept.
        gate: Rule,
    },
}

/// What a job gives.
#[cw_serde]
#[derive(Json)]
pub enum Reward {
    /// Money, drawn from the client's balance into an escrow when the job is posted; and score by its price.
    Paid {
        /// The asset.
        asset: Asset,
        /// Base units, fee included; above zero.
        amount: Uint128,
        /// Domain in which the work counts; none mints nothing.
        domain: Option<u32>,
    },
    /// Score alone.
    Voluntary {
        /// Domain in which the work counts.
        domain: u32,
        /// Points stated by the client; minted within its budget.
        points: Uint128,
    },
}

/// What a silent reviewer means; fixed at posting.
#[cw_serde]
#[derive(Json, Eq, Copy)]
pub enum OnSilence {
    /// The worker is paid in full.
    PayWorker,
    /// The client is refunded in full.
    RefundClient,
}

/// A new job.
#[cw_serde]
#[derive(Json)]
pub struct NewJob {
    /// 1 to 120 bytes.
    pub title: String,
    /// 1 to 1,024 bytes.
    pub description: Option<String>,
    /// The whole brief, kept elsewhere.
    pub brief: Option<Link>,
    /// Hash of the input, 32 bytes.
    pub input_hash: Option<HexBinary>,
    /// Hash of the procedure, 32 bytes.
    pub procedure_hash: Option<HexBinary>,
    /// Capability wanted, a slug; jobs are found by it. It is no gate by itself.
    pub capability: Option<String>,
    /// How the worker is found.
    pub assignment: Assignment,
    /// What it gives.
    pub reward: Reward,
    /// Who decides besides the client; neither the worker nor the arbiter.
    pub reviewer: Option<String>,
    /// Who decides after a second rejection; neither the client nor the worker. The ledger's default if none is
    /// named; if that is the client, one must be named.
    pub arbiter: Option<String>,
    /// Seconds of each waiting state; the ledger's if none are named.
    pub windows: Option<Windows>,
    /// What a silent reviewer means; `pay_worker` if not said.
    pub on_silence: Option<OnSilence>,
    /// Worker's part if the arbiter stays silent, in basis points; the ledger's if not said.
    pub arbiter_silence_bps: Option<u16>,
}

/// What a worker hands in.
#[cw_serde]
#[derive(Json)]
pub struct Submission {
    /// Where the output is, and its hash.
    pub output: Link,
    /// Root of the shared context that was acted on, 32 bytes.
    pub context_root: Option<HexBinary>,
    /// Hash of the evidence, 32 bytes.
    pub evidence: Option<HexBinary>,
}

/// What client and worker can do together at any time before the end.
#[cw_serde]
#[derive(Json, Eq)]
pub enum Agreement {
    /// End the job; the worker gets this part of the price.
    Dissolve {
        /// 0 to 10,000 basis points.
        worker_bps: u16,
    },
    /// Move the deadline of the present waiting state.
    Extend {
        /// Seconds, at least 60; at most 31,536,000 over the life of the job.
        seconds: u64,
    },
}

/// A part of a settlement that can fail alone.
#[cw_serde]
#[derive(Json, Eq, Copy)]
pub enum Leg {
    /// Release of the escrow.
    Money,
    /// Report to the tracker.
    Score,
    /// Publication of the result.
    Result,
}

impl Leg {
    /// Every leg in the order of its stored number.
    pub const ALL: [Self; 3] = [Self::Money, Self::Score, Self::Result];

    /// Stored number; frozen.
    pub fn code(self) -> u8 {
        match self {
            Self::Money => 0,
            Self::Score => 1,
            Self::Result => 2,
        }
    }

    /// The leg behind a stored number.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }

    /// Name in events.
    pub fn name(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Score => "score",
            Self::Result => "result",
        }
    }
}

impl EventValue for Leg {
    fn value(&self) -> Option<String> {
        Some(self.name().to_string())
    }
}

/// Messages. Funds are refused by each of them: money waits in the distributor.
#[cw_serde]
#[derive(Json)]
#[allow(clippy::large_enum_variant)] // Parsed once per message: a box would gain nothing.
pub enum ExecuteMsg {
    /// Posts a job; its number comes back as data (`JobPosted`). The sender is its client.
    /// A paid job draws its price within the allowance that the client set for this ledger.
    PostJob(NewJob),
    /// Takes a job: the worker it was offered to, or anybody whom the gate admits. Fixes the payees for good.
    /// Neither the reviewer nor the arbiter can take it.
    Accept {
        /// The job.
        job: u64,
    },
    /// Refuses a job offered to the sender; the client is refunded. Open while paused.
    Decline {
        /// The job.
        job: u64,
    },
    /// Takes back a job that nobody has accepted; by its client, who is refunded. Open while paused.
    Cancel {
        /// The job.
        job: u64,
    },
    /// Hands in work: the first time, or again after a rejection. By the worker, before the deadline. Open while paused.
    Submit {
        /// The job.
        job: u64,
        /// The work.
        submission: Submission,
    },
    /// Accepts the work and settles; by the client or the reviewer. Open while paused.
    Approve {
        /// The job.
        job: u64,
    },
    /// Rejects the work; by the client or the reviewer. Once: the worker may hand in again.
    /// A second time: the arbiter decides. Open while paused.
    Reject {
        /// The job.
        job: u64,
        /// Why, 1 to 1,024 bytes.
        reason: String,
    },
    /// Decides a dispute and settles; by the arbiter. Open while paused.
    Arbitrate {
        /// The job.
        job: u64,
        /// Worker's part of the price, 0 to 10,000 basis points.
        worker_bps: u16,
        /// Why, 1 to 1,024 bytes.
        reason: String,
    },
    /// Offers, or answers with the very same words, something that client and worker do together.
    /// An offer lasts until replaced or until the state changes. Open while paused.
    Agree {
        /// The job.
        job: u64,
        /// What.
        agreement: Agreement,
    },
    /// Ends a waiting state whose deadline has passed, by its default. Anybody may call. Open while paused.
    Expire {
        /// The job.
        job: u64,
    },
    /// Tries a failed leg of a settlement again, without a gas limit. Anybody may call. Open while paused.
    RetryLeg {
        /// The job.
        job: u64,
        /// The leg.
        leg: Leg,
    },
    /// Owner only.
    Admin(AdminMsg),
    /// Two-step handover of ownership.
    UpdateOwnership(cw_ownable::Action),
}

/// Owner's messages.
#[cw_serde]
#[derive(Json)]
pub enum AdminMsg {
    /// Replaces the settings for jobs posted from now on.
    UpdateSettings {
        /// New settings.
        settings: SettingsMsg,
    },
    /// Replaces the contracts for jobs posted from now on; a job ends with those it began with.
    SetPeers {
        /// New contracts.
        peers: PeersMsg,
    },
    /// Pause and unpause. Paused: posting and accepting.
    Guard(GuardMsg),
}

/// Data of a `post_job`.
#[cw_serde]
#[derive(Json)]
pub struct JobPosted {
    /// Number of the new job.
    pub job: u64,
}

/// Where a job stands.
#[cw_serde]
#[derive(Json, Eq, Copy)]
pub enum JobState {
    /// Waits for a worker.
    Open,
    /// Waits for a submission.
    Accepted,
    /// Waits for the client or the reviewer.
    InReview,
    /// Rejected once; waits for the second submission.
    Rework,
    /// Rejected twice; waits for the arbiter.
    Disputed,
    /// Ended.
    Settled,
}

impl JobState {
    /// Every state in the order of its stored number.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Accepted, Self::InReview, Self::Rework, Self::Disputed, Self::Settled];

    /// Stored number; frozen.
    pub fn code(self) -> u8 {
        match self {
            Self::Open => 0,
            Self::Accepted => 1,
            Self::InReview => 2,
            Self::Rework => 3,
            Self::Disputed => 4,
            Self::Settled => 5,
        }
    }

    /// The state behind a stored number.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }

    /// Name in events.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::InReview => "in_review",
            Self::Rework => "rework",
            Self::Disputed => "disputed",
            Self::Settled => "settled",
        }
    }
}

impl EventValue for JobState {
    fn value(&self) -> Option<String> {
        Some(self.name().to_string())
    }
}

/// Why a job ended.
#[cw_serde]
#[derive(Json, Eq, Copy)]
pub enum EndReason {
    /// The work was approved; the worker is paid in full.
    Approved,
    /// Nobody decided in time; the policy of the job decides.
    ReviewerAbsent,
    /// Nobody accepted in time; refunded.
    NotAccepted,
    /// The worker it was offered to refused; refunded.
    Declined,
    /// Taken back before acceptance; refunded.
    Cancelled,
    /// Nothing was handed in in time; refunded.
    NotSubmitted,
    /// Rejected once and not handed in again; refunded.
    NotReworked,
    /// Decided by the arbiter.
    Arbitrated,
    /// The arbiter stayed silent; split as the job says.
    ArbiterAbsent,
    /// Ended by client and worker together.
    Dissolved,
}

impl EndReason {
    /// Every reason in the order of its stored number, from 1, with its name in events.
    pub const ALL: [(Self, &'static str); 10] = [
        (Self::Approved, "approved"),
        (Self::ReviewerAbsent, "reviewer_absent"),
        (Self::NotAccepted, "not_accepted"),
        (Self::Declined, "declined"),
        (Self::Cancelled, "cancelled"),
        (Self::NotSubmitted, "not_submitted"),
        (Self::NotReworked, "not_reworked"),
        (Self::Arbitrated, "arbitrated"),
        (Self::ArbiterAbsent, "arbiter_absent"),
        (Self::Dissolved, "dissolved"),
    ];

    /// Stored number, from 1; frozen.
    pub fn code(self) -> u8 {
        Self::ALL
            .iter()
            .position(|(reason, _)| *reason == self)
            .and_then(|at| u8::try_from(at.saturating_add(1)).ok())
            .unwrap_or(0)
    }

    /// The reason behind a stored number; `None` for 0, a job that has not ended.
    pub fn from_code(code: u8) -> Option<Self> {
        let at = usize::from(code).checked_sub(1)?;
        Self::ALL.get(at).map(|(reason, _)| *reason)
    }
}

impl EventValue for EndReason {
    fn value(&self) -> Option<String> {
        Self::ALL.iter().find(|(reason, _)| reason == self).map(|(_, name)| name.to_string())
    }
}

/// Queries.
#[cw_serde]
#[derive(Json, QueryResponses)]
pub enum QueryMsg {
    /// Name and version.
    #[returns(InfoResponse)]
    Info {},
    /// Owner and pending owner.
    #[returns(cw_ownable::Ownership<String>)]
    Ownership {},
    /// Settings.
    #[returns(SettingsMsg)]
    Settings {},
    /// Contracts that new jobs work with, and the ledger's own space.
    #[returns(PeersResponse)]
    Peers {},
    /// Pause state.
    #[returns(PauseStatus)]
    Pause {},
    /// One job.
    #[returns(JobResponse)]
    Job {
        /// Its number.
        job: u64,
    },
    /// Jobs by number.
    #[returns(JobsResponse)]
    Jobs {
        /// Which; all if nothing is named.
        by: Option<JobFilter>,
        /// Last number of the page before.
        start_after: Option<u64>,
        /// Rows, default 30, at most 100.
        limit: Option<u32>,
    },
    /// Failed legs of one job.
    #[returns(Vec<PendingLeg>)]
    PendingLegs {
        /// The job.
        job: u64,
    },
    /// Failed legs of all jobs, by job and leg.
    #[returns(PendingLegsResponse)]
    AllPendingLegs {
        /// Last row of the page before.
        start_after: Option<LegId>,
        /// Rows, default 30, at most 100.
        limit: Option<u32>,
    },
    /// One execution record.
    #[returns(RecordResponse)]
    Record {
        /// Its number, from 0.
        seq: u64,
    },
    /// Execution records by number.
    #[returns(RecordsResponse)]
    Records {
        /// First number of the page; 0 if none is named.
        from: Option<u64>,
        /// Rows, default 30, at most 100.
        limit: Option<u32>,
    },
    /// Root of the records, now or as of an earlier number of them.
    #[returns(RootResponse)]
    Root {
        /// As of so many records; now if none is named.
        leaves: Option<u64>,
    },
    /// Proof that a record stands under any root from its own on.
    #[returns(InclusionProof)]
    Proof {
        /// Number of the record.
        seq: u64,
        /// Against the root with so many records; the newest if none is named.
        leaves: Option<u64>,
    },
}

/// Which jobs.
#[cw_serde]
#[derive(Json)]
pub enum JobFilter {
    /// In a state.
    State {
        /// The state.
        state: JobState,
    },
    /// Of a client.
    Client {
        /// The client.
        client: String,
    },
    /// Offered to or taken by a worker.
    Worker {
        /// The worker.
        worker: String,
    },
    /// That want a capability and wait for a worker.
    Capability {
        /// The capability.
        capability: String,
    },
}

/// Contracts that new jobs work with.
#[cw_serde]
#[derive(Json)]
pub struct PeersResponse {
    /// The registry.
    pub registry: Option<Addr>,
    /// The ledger's own space in it.
    pub space: Option<u64>,
    /// The tracker.
    pub tracker: Option<Addr>,
    /// The distributor.
    pub distributor: Option<Addr>,
}

/// A job.
#[cw_serde]
#[derive(Json)]
pub struct JobResponse {
    /// Its number.
    pub job: u64,
    /// Where it stands.
    pub state: JobState,
    /// Why it ended.
    pub ended: Option<EndReason>,
    /// What was posted.
    pub posted: NewJob,
    /// Who decides and pays.
    pub client: Addr,
    /// Who does it.
    pub worker: Option<Addr>,
    /// The worker's principal when it accepted.
    pub worker_principal: Option<Addr>,
    /// Who decides a dispute.
    pub arbiter: Addr,
    /// Who is paid, fixed at acceptance.
    pub payees: Vec<Share>,
    /// Fee of this job, in basis points.
    pub fee_bps: u16,
    /// Whose balance takes the fee.
    pub fee_recipient: Addr,
    /// Windows of this job.
    pub windows: Windows,
    /// Unix seconds at which the present waiting state can be ended, paused time so far added; null at the end.
    pub deadline: Option<u64>,
    /// Block from which it can be ended, null at the end.
    pub deadline_height: Option<u64>,
    /// Offer of one side that waits for the other.
    pub offer: Option<AgreementOffer>,
    /// Newest submission.
    pub submission: Option<Submission>,
    /// Reason of the newest rejection.
    pub rejection: Option<String>,
    /// Worker's part of the price, in basis points, once ended.
    pub worker_bps: Option<u16>,
    /// Contracts that it works with.
    pub peers: PeersResponse,
}

/// What one side offers.
#[cw_serde]
#[derive(Json)]
pub struct AgreementOffer {
    /// Who offers.
    pub by: Addr,
    /// What.
    pub agreement: Agreement,
}

/// Jobs, a page.
#[cw_serde]
#[derive(Json)]
pub struct JobsResponse {
    /// Rows.
    pub jobs: Vec<JobResponse>,
    /// `start_after` of the next page; null at the end.
    pub next: Option<u64>,
}

/// A leg of a job.
#[cw_serde]
#[derive(Json)]
pub struct LegId {
    /// The job.
    pub job: u64,
    /// The leg.
    pub leg: Leg,
}

/// A leg that failed and can be tried again by anybody.
#[cw_serde]
#[derive(Json)]
pub struct PendingLeg {
    /// The job.
    pub job: u64,
    /// The leg.
    pub leg: Leg,
    /// The contract that failed.
    pub peer: Addr,
    /// Why, at most 60 characters.
    pub reason: String,
    /// Block of the failure.
    pub height: u64,
}

/// Failed legs, a page.
#[cw_serde]
#[derive(Json)]
pub struct PendingLegsResponse {
    /// Rows.
    pub legs: Vec<PendingLeg>,
    /// `start_after` of the next page; null at the end.
    pub next: Option<LegId>,
}

/// A record with its proof material.
#[cw_serde]
#[derive(Json)]
pub struct RecordResponse {
    /// The record.
    pub record: Record,
    /// Its canonical bytes.
    pub bytes: HexBinary,
    /// Its leaf: SHA-256(`00` + bytes).
    pub leaf: HexBinary,
}

/// Records, a page.
#[cw_serde]
#[derive(Json)]
pub struct RecordsResponse {
    /// Rows.
    pub records: Vec<RecordResponse>,
    /// `from` of the next page; null at the end.
    pub next: Option<u64>,
}
