//! Execution records: the canonical bytes behind each leaf of a ledger's mountain range.
//!
//! The encoding is frozen by test vectors: an auditor who stored a record must verify it for ever.
//! Layout, in order: format `01`; chain id, ledger (u8 length + text); seq (u64); kind (u8 length + text);
//! id (u64); actor, client, payer (u8 length + text); transition (u8); context root, input hash, procedure hash,
//! output hash, evidence (each `00`, or `01` + 32 bytes); height (u64); time in unix seconds (u64).
//! Integers are big endian. Leaf = SHA-256(`00` + bytes).

use crate::json::Json;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Addr, HexBinary};

use crate::packed::Writer;

/// What happened to a job.
#[cw_serde]
#[derive(Json, Eq, Copy)]
pub enum Transition {
    /// Posted by its client.
    Posted,
    /// Accepted by its worker.
    Accepted,
    /// Declined by the worker it was offered to.
    Declined,
    /// Cancelled by its client before acceptance.
    Cancelled,
    /// First submission.
    Submitted,
    /// Approved by the client or the reviewer.
    Approved,
    /// First rejection: the worker may submit again.
    Rejected,
    /// Second submission.
    Resubmitted,
    /// Second rejection: the arbiter decides.
    Disputed,
    /// Decided by the arbiter.
    Arbitrated,
    /// A waiting state ended by time alone.
    Expired,
    /// Client and worker moved the deadline.
    Extended,
    /// Client and worker ended the job together.
    Dissolved,
}

impl Transition {
    /// Every transition with its frozen code and its name in events.
    pub const ALL: [(Self, u8, &'static str); 13] = [
        (Self::Posted, 1, "posted"),
        (Self::Accepted, 2, "accepted"),
        (Self::Declined, 3, "declined"),
        (Self::Cancelled, 4, "cancelled"),
        (Self::Submitted, 5, "submitted"),
        (Self::Approved, 6, "approved"),
        (Self::Rejected, 7, "rejected"),
        (Self::Resubmitted, 8, "resubmitted"),
        (Self::Disputed, 9, "disputed"),
        (Self::Arbitrated, 10, "arbitrated"),
        (Self::Expired, 11, "expired"),
        (Self::Extended, 12, "extended"),
        (Self::Dissolved, 13, "dissolved"),
    ];

    /// The frozen code.
    pub fn code(self) -> u8 {
        Self::ALL.iter().find(|(t, _, _)| *t == self).map_or(0, |(_, code, _)| *code)
    }

    /// The transition behind a code.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.iter().find(|(_, c, _)| *c == code).map(|(t, _, _)| *t)
    }

    /// Name in events.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(t, _, _)| *t == self).map_or("", |(_, _, name)| *name)
    }
}

/// The hashes that a record names.
#[cw_serde]
#[derive(Json, Default, Eq)]
pub struct RecordHashes {
    /// Root of the shared context that was acted on.
    pub context_root: Option<HexBinary>,
    /// Hash of the input.
    pub input_hash: Option<HexBinary>,
    /// Hash of the procedure.
    pub procedure_hash: Option<HexBinary>,
    /// Hash of the output.
    pub output_hash: Option<HexBinary>,
    /// Hash of the evidence, such as the text of a rejection.
    pub evidence: Option<HexBinary>,
}

/// One execution record.
#[cw_serde]
#[derive(Json, Eq)]
pub struct Record {
    /// Chain on which it was made.
    pub chain_id: String,
    /// Ledger that made it.
    pub ledger: Addr,
    /// Number of the record, which is the index of its leaf.
    pub seq: u64,
    /// Kind of thing; `job`.
    pub kind: String,
    /// Number of the thing.
    pub id: u64,
    /// Who acted.
    pub actor: Addr,
    /// Who decides.
    pub client: Addr,
    /// Whose balance pays.
    pub payer: Addr,
    /// What happened.
    pub transition: Transition,
    /// Hashes named.
    pub hashes: RecordHashes,
    /// Block height.
    pub height: u64,
    /// Unix seconds of the block.
    pub time: u64,
}

impl Record {
    /// The canonical bytes; `None` if a hash is not 32 bytes long.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let mut out = Writer::new();
        out.u8(1).text(&self.chain_id).addr(&self.ledger).u64(self.seq);
        out.text(&self.kind).u64(self.id);
        out.addr(&self.actor).addr(&self.client).addr(&self.payer);
        out.u8(self.transition.code());
        let h = &self.hashes;
        for hash in [&h.context_root, &h.input_hash, &h.procedure_hash, &h.output_hash, &h.evidence]
        {
            match hash {
                None => out.opt_hash(None),
                Some(hex) => out.opt_hash(Some(&crate::common::hash32(hex)?)),
            };
        }
        out.u64(self.height).u64(self.time);
        Some(out.into_bytes())
    }
}
