//! Proofs of records, and the ledger replayed from its events.
//!
//! **Proofs.** [`bundle_record`] and [`bundle_cell`] fetch everything that shows one execution record of an
//! execution-ledger, or one shared entry of a state-registry, into a [`ProofFile`] (format `axiom-proof-1`);
//! [`verify`] checks such a file without any network, and tells every step that it checked. What the file is
//! measured against is the reader's own [`Trust`]: a root it knows, a validator set it knows, or a header it knows.
//! On a real chain [`anchor_file`] adds the way from the root to a signed header:
//!
//! ```text
//! record -> leaf -> root of the mountain range -> peaks in the contract's storage
//!        -> root of the wasm store (ICS-23) -> app hash (ICS-23) -> header -> commit by more than 2/3
//! ```
//!
//! **Replay.** [`ledger::export`] writes the events of one ledger into an archive of JSON lines;
//! [`ledger::replay`] rebuilds from it, without any node, the root, each job's state and end, and the statistics;
//! [`ledger::compare`] asks a chain for the same and lists every difference.

pub mod anchor;
mod bundle;
mod error;
mod file;
pub mod ledger;
mod parts;
mod report;
mod source;
mod verify;

pub use anchor::{anchor_file, Anchor, Trust, TrustedHeader, TrustedSet};
pub use bundle::{bundle_cell, bundle_record};
pub use error::{ProofError, SourceError};
pub use file::{Cell, ProofFile, Subject, FORMAT};
pub use parts::record_from_bytes;
pub use report::{Refusal, Refused, Report, Step, StepName};
pub use source::{Embedded, EventSource, Node, Place, RawRpc, Source, TxEvents};
pub use verify::{verify, verify_record, verify_root, Expectation};
