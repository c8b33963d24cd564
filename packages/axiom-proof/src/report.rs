//! What a verification checked, and why one was refused.

use axiom_types::proof::RootResponse;
use axiom_types::record::Record;
use serde::Serialize;

/// A check, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepName {
    /// The file is about the chain that is meant, and so is the record.
    Chain,
    /// The file is about the contract that is meant, and so is the record.
    Contract,
    /// The file is about the record or entry that is meant.
    Subject,
    /// The canonical bytes are those of the record.
    Bytes,
    /// The leaf is the hash of the bytes.
    Leaf,
    /// The proof is for this leaf's index and this root's number of leaves.
    Place,
    /// The path leads from the leaf to the root of the file.
    Path,
    /// The header belongs to the chain and to the height after the state that was proved.
    Header,
    /// The validators of the file are those that the header names.
    Validators,
    /// More than two thirds of their voting power signed the header.
    Commit,
    /// What the reader trusts vouches for these validators, this header or this root.
    Trust,
    /// The store of the contracts is in the header's app hash.
    Store,
    /// The peaks of the range are in the contract's storage in that store.
    Storage,
    /// The peaks make the root of the file.
    Root,
}

impl StepName {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chain => "chain",
            Self::Contract => "contract",
            Self::Subject => "subject",
            Self::Bytes => "bytes",
            Self::Leaf => "leaf",
            Self::Place => "place",
            Self::Path => "path",
            Self::Header => "header",
            Self::Validators => "validators",
            Self::Commit => "commit",
            Self::Trust => "trust",
            Self::Store => "store",
            Self::Storage => "storage",
            Self::Root => "root",
        }
    }
}

/// A check that was passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Which.
    pub step: StepName,
    /// What was found, for people.
    pub found: String,
}

/// A proof that holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// What was checked, in order.
    pub steps: Vec<Step>,
    /// Chain of the file.
    pub chain_id: String,
    /// Ledger or registry.
    pub contract: String,
    /// The record that was proved; none for a shared entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<Record>,
    /// The root that it stands under.
    pub root: RootResponse,
    /// Height of the header that the root was measured against; none if it was not measured against a header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_height: Option<u64>,
    /// Records that the ledger had in the state of that header: more than the root's leaves if the root is an earlier one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records_then: Option<u64>,
    /// Whether the reader's own trust vouches for the root. If not, the file was only found to agree with itself.
    pub trusted: bool,
}

/// A proof that does not hold, with what was checked before.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
#[error("{} failed: {refusal}", .step.name())]
pub struct Refused {
    /// The check that failed.
    pub step: StepName,
    /// Why.
    #[serde(serialize_with = "as_text")]
    pub refusal: Box<Refusal>,
    /// What was checked before it.
    pub passed: Vec<Step>,
}

fn as_text<S: serde::Serializer>(refusal: &Refusal, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&refusal.to_string())
}

/// Why a proof is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Two things that must be equal differ.
    #[error("the {what} is {found}, expected {expected}")]
    Differs {
        /// What differs.
        what: &'static str,
        /// In the file.
        found: String,
        /// What it should be.
        expected: String,
    },
    /// Something is not of its form.
    #[error("the {what} is malformed: {why}")]
    Malformed {
        /// What.
        what: &'static str,
        /// What is wrong.
        why: String,
    },
    /// The leaf, the path or the proof is wrong.
    #[error("{0}: the record, its place or a hash of the path was changed")]
    Path(#[from] axiom_merkle::VerifyError),
    /// The trust needs a header, and the file has none.
    #[error(
        "the file ties its root to no header. Fetch the proof anew from a node, with its header"
    )]
    NoAnchor,
    /// The header is not the one after the state that was proved.
    #[error("the state of height {state} was proved, and the header is that of height {header}, expected {}", .state.saturating_add(1))]
    HeightMismatch {
        /// Height of the state.
        state: u64,
        /// Height of the header.
        header: u64,
    },
    /// An ICS-23 proof does not hold.
    #[error("the storage proof of {what} does not hold: the value, its key or the proof was changed, or it is of another state")]
    StorageProof {
        /// Of what.
        what: String,
    },
    /// The proofs leave out a peak, or bring one too many.
    #[error("the file proves the nodes {found:?}, expected the peaks {expected:?}")]
    OtherNodes {
        /// Positions in the file.
        found: Vec<u64>,
        /// Positions of the peaks.
        expected: Vec<u64>,
    },
    /// The header names other validators.
    #[error("the validators of the file have the hash {found}, expected {expected} by the header")]
    OtherValidators {
        /// Hash of the file's list.
        found: String,
        /// Hash in the header.
        expected: String,
    },
    /// The commit is for another header.
    #[error("the commit is for the block {commit}, and the header has the hash {header}: the header was changed, or it is the commit of another block")]
    OtherCommit {
        /// Hash that was signed.
        commit: String,
        /// Hash of the header.
        header: String,
    },
    /// A signature is forged.
    #[error("the signature of the validator {validator} does not hold: it was forged, or signs something else")]
    BadSignature {
        /// Address of the validator.
        validator: String,
    },
    /// Too little voting power signed.
    #[error(
        "validators with {signed} of {total} voting power signed, expected more than two thirds"
    )]
    TooFewSigned {
        /// Voting power that signed.
        signed: u64,
        /// All of it.
        total: u64,
    },
    /// The commit is wrong in another way.
    #[error("the commit does not hold: {why}")]
    Commit {
        /// What is wrong.
        why: String,
    },
    /// The trusted validators are not those that signed.
    #[error("the header was signed by the validators {found}, and you trust {expected}: the set has changed since. Trust a newer set that you checked, or a header within its trusting period")]
    OtherTrustedSet {
        /// Hash of those who signed.
        found: String,
        /// Hash that is trusted.
        expected: String,
    },
    /// Too few of those who are trusted signed.
    #[error("of the validators that you trust, {signed} of {total} voting power signed, expected more than a third: the set has changed since. Trust a newer header that you checked")]
    NotEnoughTrust {
        /// Trusted voting power that signed.
        signed: u64,
        /// All trusted voting power.
        total: u64,
    },
    /// The trust is too old.
    #[error("what you trust expired at {expired} (now it is {now}, Unix seconds): validators that left since could forge. Trust a newer header or set that you checked")]
    Expired {
        /// Unix seconds at which it expired.
        expired: i64,
        /// Now, Unix seconds.
        now: i64,
    },
    /// The header is older than the trust.
    #[error("the header is of height {header}, before the trusted one of {trusted}. Fetch the proof anew, or trust an earlier header")]
    BeforeTrust {
        /// Height of the header.
        header: u64,
        /// Height that is trusted.
        trusted: u64,
    },
    /// The header lies ahead of the reader's clock.
    #[error("the header is of {header} and now it is {now} (Unix seconds): the clock of this machine is wrong, or the header is forged")]
    FromTheFuture {
        /// Time of the header, Unix seconds.
        header: i64,
        /// Now, Unix seconds.
        now: i64,
    },
    /// The file brings no trusted header with it.
    #[error("the file does not bring the header of height {height} that you trust. Fetch the proof anew and name that height")]
    NoBase {
        /// Height that is trusted.
        height: u64,
    },
}
