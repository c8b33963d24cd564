//! The stored part of records, and submissions.

use axiom_kit::store::PackedMap;
use axiom_types::common::Link;
use axiom_types::ledger::Submission;
use axiom_types::packed::{Packed, Reader, Writer};
use axiom_types::record::Transition;
use cosmwasm_std::{Addr, HexBinary, StdResult, Storage};

/// (job u64, number u8 from 1) -> [`StoredSubmission`]; written by submit; at most 2 per job.
const SUBMISSIONS: PackedMap<'_, (u64, u8), StoredSubmission> = PackedMap::new("u");

/// What a worker handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSubmission {
    /// Where the output is.
    pub uri: String,
    /// Its hash.
    pub output: [u8; 32],
    /// Context root acted on.
    pub context_root: Option<[u8; 32]>,
    /// Hash of the evidence.
    pub evidence: Option<[u8; 32]>,
}

impl StoredSubmission {
    /// In the form of messages.
    pub fn to_msg(&self) -> Submission {
        Submission {
            output: Link { uri: self.uri.clone(), sha256: HexBinary::from(self.output) },
            context_root: self.context_root.map(HexBinary::from),
            evidence: self.evidence.map(HexBinary::from),
        }
    }
}

impl Packed for StoredSubmission {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        // A URI may be 256 bytes long, one more than a short text holds.
        super::spec::write_long(out, &self.uri);
        out.raw(&self.output);
        out.opt_hash(self.context_root.as_ref()).opt_hash(self.evidence.as_ref());
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            uri: super::spec::read_long(input)?,
            output: input.hash()?,
            context_root: input.opt_hash()?,
            evidence: input.opt_hash()?,
        })
    }
}

/// A submission of a job by number; none for number 0.
pub fn load_submission(
    storage: &dyn Storage,
    id: u64,
    number: u8,
) -> StdResult<Option<StoredSubmission>> {
    match number {
        0 => Ok(None),
        _ => SUBMISSIONS.load(storage, (id, number)).map(Some),
    }
}

/// Stores a submission, once.
pub fn save_submission(
    storage: &mut dyn Storage,
    id: u64,
    number: u8,
    submission: &StoredSubmission,
) -> StdResult<()> {
    SUBMISSIONS.save(storage, (id, number), submission)
}

/// Who acted, in one byte where the job knows the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActorCode {
    /// The job's client.
    Client,
    /// The worker that took it, or to whom it was offered.
    Worker,
    /// The reviewer it names.
    Reviewer,
    /// Its arbiter.
    Arbiter,
    /// Somebody else.
    Other(Addr),
}

/// What a record stores besides what its job knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tail {
    /// What happened.
    pub transition: Transition,
    /// To which job.
    pub job: u64,
    /// Who acted.
    pub actor: ActorCode,
    /// Number of the submission that was the newest; 0 for none.
    pub submission: u8,
    /// Hash of a reason that was given.
    pub reason: Option<[u8; 32]>,
    /// Block height.
    pub height: u64,
    /// Unix seconds of the block.
    pub time: u64,
}

impl Packed for Tail {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.u8(self.transition.code()).u64(self.job);
        match &self.actor {
            ActorCode::Client => out.u8(0),
            ActorCode::Worker => out.u8(1),
            ActorCode::Reviewer => out.u8(2),
            ActorCode::Arbiter => out.u8(3),
            ActorCode::Other(address) => out.u8(4).addr(address),
        };
        out.u8(self.submission).opt_hash(self.reason.as_ref());
        out.u64(self.height).u64(self.time);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            transition: Transition::from_code(input.u8()?)?,
            job: input.u64()?,
            actor: match input.u8()? {
                0 => ActorCode::Client,
                1 => ActorCode::Worker,
                2 => ActorCode::Reviewer,
                3 => ActorCode::Arbiter,
                4 => ActorCode::Other(input.addr()?),
                _ => return None,
            },
            submission: input.u8()?,
            reason: input.opt_hash()?,
            height: input.u64()?,
            time: input.u64()?,
        })
    }
}
