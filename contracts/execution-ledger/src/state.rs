//! Everything that is stored. Nobody else names a storage key.
//!
//! A job is two records: a hot head, packed and short because each transition rewrites it, and a cold spec that is
//! written once. Numbers of jobs and records stand together in one small record, [`Counters`].

use axiom_kit::deadline::Deadline;
use axiom_kit::mmr::Mmr;
use axiom_kit::store::{PackedItem, PackedMap};
use axiom_types::json::Json;
use axiom_types::ledger::raw::JOBS as JOBS_NAMESPACE;
use axiom_types::ledger::{Agreement, EndReason, JobState, Windows};
use axiom_types::packed::{Packed, Reader, Writer};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Addr, StdResult, Storage};
use cw_storage_plus::Map;

mod failures;
mod index;
mod spec;
mod tail;
mod taken;

pub use failures::{failures, may_load_failure, remove_failure, save_failure, Failure};
pub use index::{all_jobs, index_accepted, index_ended, index_posted, jobs_by, Ids, Index};
pub use spec::{Assigned, Named, Spec};
pub use tail::{load_submission, save_submission, ActorCode, StoredSubmission, Tail};
pub use taken::Taken;

use crate::error::ContractError;

/// () -> [`Settings`]; written by instantiate and admin.
const SETTINGS: PackedItem<Settings> = PackedItem::new("g");
/// (set u32) -> [`PeerSet`]; written by instantiate, admin and the reply that brings the space; one per change.
const PEERS: PackedMap<u32, PeerSet> = PackedMap::new("p");
/// () -> [`Counters`]; written by every transition.
const COUNTERS: PackedItem<Counters> = PackedItem::new("h");
/// (first record u64) -> chain id from that record on; written when the chain's id changes, hence hardly ever.
const CHAINS: Map<u64, String> = Map::new("k");
/// (job u64) -> [`Head`]; published; written by every transition.
const HEADS: PackedMap<'_, u64, Head> = PackedMap::new(JOBS_NAMESPACE);
/// (job u64) -> [`Spec`]; written once by post_job.
const SPECS: PackedMap<'_, u64, Spec> = PackedMap::new("s");
/// (job u64) -> [`Taken`]; written once by accept, only if the worker is bound or routes its pay.
const TAKEN: PackedMap<'_, u64, Taken> = PackedMap::new("t");
/// (job u64) -> reason of the newest rejection; written by reject; at most 1,024 bytes.
const REJECTIONS: Map<u64, String> = Map::new("x");
/// (job u64) -> offer of one side; written by agree, removed by the next transition.
const OFFERS: PackedMap<u64, Offer> = PackedMap::new("a");
/// (record u64) -> [`Tail`]; written once by every transition.
const RECORDS: PackedMap<'_, u64, Tail> = PackedMap::new("r");
/// Nodes of the mountain range of all records; append-only.
pub const RANGE: Mmr = Mmr::new(b"m");

axiom_types::json_record!(Settings, PeerSet, Offer);

/// Settings for jobs posted from now on, and the peers they get.
#[cw_serde]
#[derive(Json)]
pub struct Settings {
    /// Protocol fee, 0 to 3,000 basis points.
    pub fee_bps: u16,
    /// Whose balance takes it.
    pub fee_recipient: Addr,
    /// Arbiter of jobs that name none.
    pub default_arbiter: Addr,
    /// Windows of jobs that name none.
    pub default_windows: Windows,
    /// Least arbitration window with the default arbiter, seconds.
    pub min_default_arbitration: u64,
    /// Worker's part if the arbiter stays silent.
    pub arbiter_silence_bps: u16,
    /// Blocks that each waiting state demands.
    pub min_blocks: u64,
    /// Number of the peer set in force.
    pub peer_set: u32,
}

/// Contracts that jobs work with; kept for good, because a job ends with those it began with.
#[cw_serde]
#[derive(Json, Default)]
pub struct PeerSet {
    /// The registry.
    pub registry: Option<Addr>,
    /// The ledger's own space in it.
    pub space: Option<u64>,
    /// The tracker.
    pub tracker: Option<Addr>,
    /// The distributor.
    pub distributor: Option<Addr>,
}

/// How many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counters {
    /// Records, which is the number of leaves.
    pub records: u64,
    /// Jobs; the newest has this number.
    pub jobs: u64,
    /// Chain id of the newest record.
    pub chain_id: String,
}

impl Packed for Counters {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.u64(self.records).u64(self.jobs).text(&self.chain_id);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self { records: input.u64()?, jobs: input.u64()?, chain_id: input.text()? })
    }
}

/// The worker has terms of its own under the job: a principal or a payout split.
const HAS_TERMS: u8 = 1;
/// An offer waits under the job.
const HAS_OFFER: u8 = 2;

/// The hot part of a job. Format, state and end reason come first: peers read them raw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Where it stands.
    pub state: JobState,
    /// Why it ended.
    pub ended: Option<EndReason>,
    /// Who took it.
    pub worker: Option<Addr>,
    /// The worker has terms of its own (see [`Taken`]).
    pub has_terms: bool,
    /// An offer of one side waits.
    pub has_offer: bool,
    /// Number of submissions so far, at most 2.
    pub submissions: u8,
    /// Worker's part of the price, set at the end.
    pub worker_bps: u16,
    /// Seconds by which it was extended so far.
    pub extended: u32,
    /// When the present state ends; not stored once ended.
    pub deadline: Deadline,
}

/// The deadline of a job that waits for nothing.
const NO_DEADLINE: Deadline = Deadline { at: 0, min_height: 0, idle: 0 };

impl Head {
    /// A job just posted.
    pub fn posted(deadline: Deadline) -> Self {
        Self {
            state: JobState::Open,
            ended: None,
            worker: None,
            has_terms: false,
            has_offer: false,
            submissions: 0,
            worker_bps: 0,
            extended: 0,
            deadline,
        }
    }
}

/// Most bytes of the three numbers are zero, and a head is rewritten by every transition.
fn write_deadline(out: &mut Writer, deadline: &Deadline) {
    out.short_u64(deadline.at).short_u64(deadline.min_height).short_u64(deadline.idle);
}

fn read_deadline(input: &mut Reader<'_>) -> Option<Deadline> {
    Some(Deadline {
        at: input.short_u64()?,
        min_height: input.short_u64()?,
        idle: input.short_u64()?,
    })
}

impl Packed for Head {
    const FORMAT: u8 = axiom_types::ledger::raw::JOB_FORMAT;

    fn write(&self, out: &mut Writer) {
        let terms = if self.has_terms { HAS_TERMS } else { 0 };
        let offer = if self.has_offer { HAS_OFFER } else { 0 };
        out.u8(self.state.code()).u8(self.ended.map_or(0, EndReason::code));
        out.opt_addr(self.worker.as_ref()).u8(terms | offer);
        out.u8(self.submissions).u16(self.worker_bps).u32(self.extended);
        if self.state != JobState::Settled {
            write_deadline(out, &self.deadline);
        }
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        let state = JobState::from_code(input.u8()?)?;
        let ended = EndReason::from_code(input.u8()?);
        let worker = input.opt_addr()?;
        let flags = input.u8()?;
        Some(Self {
            state,
            ended,
            worker,
            has_terms: flags & HAS_TERMS != 0,
            has_offer: flags & HAS_OFFER != 0,
            submissions: input.u8()?,
            worker_bps: input.u16()?,
            extended: input.u32()?,
            deadline: match state {
                JobState::Settled => NO_DEADLINE,
                _ => read_deadline(input)?,
            },
        })
    }
}

/// What one side offers.
#[cw_serde]
#[derive(Json)]
pub struct Offer {
    /// Who.
    pub by: Addr,
    /// What.
    pub agreement: Agreement,
}

/// A job as handlers see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Its number.
    pub id: u64,
    /// The hot part.
    pub head: Head,
    /// The cold part.
    pub spec: Spec,
}

// ---- settings and peers ----

/// Settings in force.
pub fn load_settings(storage: &dyn Storage) -> StdResult<Settings> {
    SETTINGS.load(storage)
}

/// Replaces the settings.
pub fn save_settings(storage: &mut dyn Storage, settings: &Settings) -> StdResult<()> {
    SETTINGS.save(storage, settings)
}

/// A peer set by number.
pub fn load_peers(storage: &dyn Storage, set: u32) -> StdResult<PeerSet> {
    PEERS.load(storage, set)
}

/// Stores a peer set.
pub fn save_peers(storage: &mut dyn Storage, set: u32, peers: &PeerSet) -> StdResult<()> {
    PEERS.save(storage, set, peers)
}

// ---- counters and records ----

/// How many jobs and records there are.
pub fn load_counters(storage: &dyn Storage) -> StdResult<Counters> {
    COUNTERS.load(storage)
}

/// Stores the counters.
pub fn save_counters(storage: &mut dyn Storage, counters: &Counters) -> StdResult<()> {
    COUNTERS.save(storage, counters)
}

/// The chain id of records from `first` on.
pub fn save_chain(storage: &mut dyn Storage, first: u64, chain_id: &String) -> StdResult<()> {
    CHAINS.save(storage, first, chain_id)
}

/// The chain id under which a record was made.
pub fn load_chain(storage: &dyn Storage, seq: u64) -> StdResult<String> {
    use cosmwasm_std::{Order, StdError};
    use cw_storage_plus::Bound;

    let upto = Some(Bound::inclusive(seq));
    let newest = CHAINS.range(storage, None, upto, Order::Descending).next().transpose()?;
    newest.map(|(_, id)| id).ok_or_else(|| StdError::not_found("chain id of a record"))
}

/// The stored part of a record.
pub fn may_load_tail(storage: &dyn Storage, seq: u64) -> StdResult<Option<Tail>> {
    RECORDS.may_load(storage, seq)
}

/// Stores a record, once.
pub fn save_tail(storage: &mut dyn Storage, seq: u64, tail: &Tail) -> StdResult<()> {
    RECORDS.save(storage, seq, tail)
}

// ---- jobs ----

/// The hot part of a job, if there is such a job.
pub fn may_load_head(storage: &dyn Storage, id: u64) -> StdResult<Option<Head>> {
    HEADS.may_load(storage, id)
}

/// A job.
pub fn load_job(storage: &dyn Storage, id: u64) -> Result<Job, ContractError> {
    let head = may_load_head(storage, id)?.ok_or(ContractError::UnknownJob { job: id })?;
    Ok(Job { id, head, spec: SPECS.load(storage, id)? })
}

/// Stores the hot part of a job.
pub fn save_head(storage: &mut dyn Storage, job: &Job) -> StdResult<()> {
    HEADS.save(storage, job.id, &job.head)
}

/// Stores the cold part of a job, once.
pub fn save_spec(storage: &mut dyn Storage, job: &Job) -> StdResult<()> {
    SPECS.save(storage, job.id, &job.spec)
}

/// What acceptance fixed: the payees, the worker alone if nothing else was stored. Nobody before acceptance.
pub fn load_taken(storage: &dyn Storage, job: &Job) -> StdResult<Taken> {
    let mut taken = match job.head.has_terms {
        true => TAKEN.load(storage, job.id)?,
        false => Taken::default(),
    };
    if let (Some(worker), true) = (&job.head.worker, taken.payees.is_empty()) {
        taken.payees.push((worker.clone(), axiom_types::bounds::BPS));
    }
    Ok(taken)
}

/// Stores what acceptance fixed, if it is more than the worker's address.
pub fn save_taken(storage: &mut dyn Storage, id: u64, taken: &Taken) -> StdResult<()> {
    TAKEN.save(storage, id, taken)
}

/// Reason of the newest rejection.
pub fn may_load_rejection(storage: &dyn Storage, id: u64) -> StdResult<Option<String>> {
    REJECTIONS.may_load(storage, id)
}

/// Stores the reason of a rejection.
pub fn save_rejection(storage: &mut dyn Storage, id: u64, reason: &String) -> StdResult<()> {
    REJECTIONS.save(storage, id, reason)
}

/// The offer that waits under a job.
pub fn may_load_offer(storage: &dyn Storage, job: &Job) -> StdResult<Option<Offer>> {
    match job.head.has_offer {
        true => OFFERS.may_load(storage, job.id),
        false => Ok(None),
    }
}

/// Stores an offer in place of an earlier one.
pub fn save_offer(storage: &mut dyn Storage, id: u64, offer: &Offer) -> StdResult<()> {
    OFFERS.save(storage, id, offer)
}

/// Forgets the offer under a job; writes nothing if there is none.
pub fn clear_offer(storage: &mut dyn Storage, job: &mut Job) {
    if job.head.has_offer {
        OFFERS.remove(storage, job.id);
        job.head.has_offer = false;
    }
}
