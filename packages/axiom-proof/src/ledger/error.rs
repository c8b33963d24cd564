//! What can be wrong with events and archives.

use crate::error::SourceError;

/// Why events do not tell the story of one ledger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// Records are missing at the beginning.
    #[error("the first record is number {found}: the {found} before it are missing. The node has pruned them: export with the records of the contract, or from a node that keeps all transactions")]
    Pruned {
        /// The first record that is there.
        found: u64,
    },
    /// Records are missing.
    #[error("record {expected} is missing, the next one is {found}: lines were taken out, or the node keeps not all transactions")]
    Gap {
        /// The record expected.
        expected: u64,
        /// The record found.
        found: u64,
    },
    /// A record comes again, or too late.
    #[error("record {found} comes after record {}: lines were doubled or put in another order", .expected.saturating_sub(1))]
    Repeated {
        /// The record expected.
        expected: u64,
        /// The record found.
        found: u64,
    },
    /// An event stands before one that came earlier.
    #[error("the event {n} of transaction {tx} in block {height} stands in the wrong place: lines were doubled, taken out or put in another order")]
    Order {
        /// Height of its block.
        height: u64,
        /// Index of its transaction.
        tx: u32,
        /// Its number.
        n: u32,
    },
    /// The bytes of a record are not those of a record.
    #[error("the bytes of record {seq} are not those of an execution record")]
    Bytes {
        /// Its number.
        seq: u64,
    },
    /// Two things that must agree differ.
    #[error("{of}: the {what} is {found}, expected {expected}")]
    Differs {
        /// Of which record or job.
        of: String,
        /// What differs.
        what: &'static str,
        /// What was found.
        found: String,
        /// What it should be.
        expected: String,
    },
    /// A transition that is impossible.
    #[error("job {job} is {state} and cannot be {transition}")]
    Impossible {
        /// The job.
        job: u64,
        /// Its state.
        state: String,
        /// The transition of the record.
        transition: &'static str,
    },
    /// A record without the event that belongs to it.
    #[error(
        "record {seq} ({transition}) stands without its event {expected}: a line was taken out"
    )]
    NoEvent {
        /// The record.
        seq: u64,
        /// Its transition.
        transition: &'static str,
        /// The event that belongs to it.
        expected: &'static str,
    },
    /// An event without its record.
    #[error("the event {kind} of job {job} stands without its record: a line was taken out")]
    NoRecord {
        /// The event.
        kind: &'static str,
        /// The job.
        job: u64,
    },
    /// An attribute is missing or malformed.
    #[error("the attribute {key:?} of {kind} {why}")]
    Attribute {
        /// The event.
        kind: String,
        /// The attribute.
        key: String,
        /// What is wrong.
        why: String,
    },
}

/// Why an archive cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The chain could not be asked.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The file could not be read or written.
    #[error("the archive {path}: {why}. Check the path and the space left")]
    Io {
        /// Its path.
        path: String,
        /// What the system said.
        why: String,
    },
    /// The file is no archive.
    #[error("this is no archive of a ledger: {why}. Expected JSON lines of the format `axiom-ledger-1`, as `ledger export` writes them")]
    NotAnArchive {
        /// What is wrong.
        why: String,
    },
    /// The archive is of another ledger or chain.
    #[error("the archive is of {found}, not of {expected}. Name another file")]
    OtherLedger {
        /// Ledger and chain of the archive.
        found: String,
        /// Ledger and chain that were asked for.
        expected: String,
    },
    /// A line that is no line of an archive.
    #[error("line {line} is damaged: {why}. Get the archive anew, or export it again")]
    Line {
        /// Its number, from 1.
        line: u64,
        /// What is wrong.
        why: String,
    },
    /// A line that does not fit those before.
    #[error("line {line}: {why}")]
    Replay {
        /// Its number, from 1.
        line: u64,
        /// What is wrong.
        #[source]
        why: ReplayError,
    },
    /// The archive ends without its last line.
    #[error("the archive ends after line {lines} without its last line: the file was cut off, or its export did not finish. Run the export again with the same file, it goes on where it stopped")]
    Unfinished {
        /// Lines found.
        lines: u64,
    },
    /// The checksum or a count is wrong.
    #[error("the {what} of the archive is {found}, its last line says {expected}: the file was changed. Get it anew, or export it again")]
    Damaged {
        /// What differs.
        what: &'static str,
        /// By the file.
        found: String,
        /// By its last line.
        expected: String,
    },
    /// Something follows the last line.
    #[error("something follows after the last line, number {line}: the file was changed. Get it anew, or export it again")]
    AfterEnd {
        /// Number of the last line.
        line: u64,
    },
    /// The chain has records that its events do not show.
    #[error("the ledger had {records} records before the export, and the events show {found}: the node keeps not all transactions, or lags behind. Export from another node, or with the records of the contract")]
    Incomplete {
        /// Records by the ledger's word.
        records: u64,
        /// Records found.
        found: u64,
    },
}
