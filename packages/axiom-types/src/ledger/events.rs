//! Events of execution-ledger.

use cosmwasm_std::{Addr, HexBinary, Uint128};

use super::{EndReason, JobState, Leg};
use crate::asset::Asset;

crate::events! {
    /// A job was posted.
    JobPosted = "axiom_ledger_job_posted" {
        /// Its number.
        job: u64,
        /// Who decides and pays.
        client: Addr,
        /// Worker it is offered to; absent for an open job.
        worker: Option<Addr>,
        /// Capability wanted.
        capability: Option<String>,
        /// Asset of a paid job.
        asset: Option<Asset>,
        /// Price in base units of a paid job.
        amount: Option<Uint128>,
        /// Points of a voluntary job.
        points: Option<Uint128>,
    }
    /// A job was taken; its payees are fixed.
    JobAccepted = "axiom_ledger_job_accepted" {
        /// The job.
        job: u64,
        /// The worker.
        worker: Addr,
    }
    /// Work was handed in.
    WorkSubmitted = "axiom_ledger_work_submitted" {
        /// The job.
        job: u64,
        /// The worker.
        worker: Addr,
        /// Hash of the output.
        output_hash: HexBinary,
        /// First or second.
        submission: u8,
    }
    /// Work was rejected.
    WorkRejected = "axiom_ledger_work_rejected" {
        /// The job.
        job: u64,
        /// By whom.
        by: Addr,
        /// Where the job stands now: `rework` or `disputed`.
        state: JobState,
    }
    /// One side offered something to the other.
    AgreementOffered = "axiom_ledger_agreement_offered" {
        /// The job.
        job: u64,
        /// By whom.
        by: Addr,
    }
    /// Client and worker moved the deadline.
    DeadlineExtended = "axiom_ledger_deadline_extended" {
        /// The job.
        job: u64,
        /// New deadline in unix seconds, before paused time.
        deadline: u64,
    }
    /// A job ended.
    JobSettled = "axiom_ledger_job_settled" {
        /// The job.
        job: u64,
        /// Why.
        reason: EndReason,
        /// The client.
        client: Addr,
        /// The worker.
        worker: Option<Addr>,
        /// Worker's part of the price, in basis points.
        worker_bps: u16,
        /// Asset of a paid job.
        asset: Option<Asset>,
        /// Base units for the payees together.
        paid: Uint128,
        /// Base units of the fee.
        fee: Uint128,
        /// Base units given back to the client.
        refunded: Uint128,
    }
    /// An execution record was made; its leaf is `leaf`.
    RecordMade = "axiom_ledger_record_made" {
        /// Number of the record and of its leaf.
        seq: u64,
        /// The job.
        job: u64,
        /// What happened, by name.
        transition: String,
        /// Who acted.
        actor: Addr,
        /// The leaf, 32 bytes.
        leaf: HexBinary,
        /// Canonical bytes of the record, so that the ledger can be replayed from its events.
        bytes: HexBinary,
    }
    /// A leg of a settlement failed; the outcome stands and the leg can be tried again.
    LegFailed = "axiom_ledger_leg_failed" {
        /// The job.
        job: u64,
        /// The leg.
        leg: Leg,
        /// The contract that failed.
        peer: Addr,
        /// Why, at most 60 characters.
        reason: String,
    }
    /// A failed leg was tried again and went through.
    LegRetried = "axiom_ledger_leg_retried" {
        /// The job.
        job: u64,
        /// The leg.
        leg: Leg,
    }
    /// The settings changed.
    SettingsUpdated = "axiom_ledger_settings_updated" {
        /// Protocol fee in basis points.
        fee_bps: u16,
    }
    /// The contracts for new jobs changed.
    PeersSet = "axiom_ledger_peers_set" {
        /// The registry.
        registry: Option<Addr>,
        /// The tracker.
        tracker: Option<Addr>,
        /// The distributor.
        distributor: Option<Addr>,
    }
    /// The ledger's own space was opened in its registry.
    SpaceReady = "axiom_ledger_space_ready" {
        /// The space.
        space: u64,
    }
    /// Entries were paused or opened again.
    PauseSet = "axiom_ledger_pause_set" {
        /// Unix seconds until which entries are refused; absent when open.
        until: Option<u64>,
    }
    /// The contract was migrated.
    Migrated = "axiom_ledger_migrated" {
        /// From version.
        from: String,
        /// To version.
        to: String,
    }
}
