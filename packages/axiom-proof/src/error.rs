//! What can go wrong while proofs are fetched and read. Why a proof is refused: [`crate::Refusal`].

use axiom_client::ClientError;

/// A chain that could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A contract refused a query.
    #[error("the contract {contract} refused the query: {said}. Check that the address is that of the contract you mean")]
    Refused {
        /// The contract.
        contract: String,
        /// What it said.
        said: String,
    },
    /// The node failed, or the chain refused.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// An answer of another form than expected.
    #[error("{what} cannot be understood: {why}. Check that the address is that of the contract you mean, and that the node is one of CometBFT")]
    Answer {
        /// What was asked for.
        what: String,
        /// What is wrong with it.
        why: String,
    },
}

impl SourceError {
    pub(crate) fn answer(what: impl Into<String>, why: impl ToString) -> Self {
        Self::Answer { what: what.into(), why: why.to_string() }
    }
}

/// A proof that could not be made or read.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// The chain could not be asked.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The file is not of this format.
    #[error("this is no proof file: {why}. Expected JSON of the format `axiom-proof-1`, as `record prove` writes it")]
    NotAProofFile {
        /// What is wrong.
        why: String,
    },
    /// A file of trust is not of its form.
    #[error("this is no file of a trusted {what}: {why}")]
    NotATrustFile {
        /// `validator set` or `header`.
        what: &'static str,
        /// What is wrong.
        why: String,
    },
    /// No such shared entry.
    #[error("the space {space} of {contract} has no entry {key:?}. Look at its entries with the query `cells`")]
    NoCell {
        /// The registry.
        contract: String,
        /// The space.
        space: u64,
        /// The key.
        key: String,
    },
    /// The root asked for is older than the record.
    #[error("the range had {leaves} leaves then, and leaf {index} came later. Ask for a proof against a later root")]
    TooEarly {
        /// Leaves of that root.
        leaves: u64,
        /// The leaf.
        index: u64,
    },
    /// The node has no block after the state that was proved.
    #[error("the node has no header of height {height} yet, which carries the app hash of the state that was proved. Wait for the next block and try again")]
    NoHeaderYet {
        /// The height whose header is wanted.
        height: u64,
    },
    /// The node does not prove.
    #[error("the node gave no proof for a key of {contract}: {why}. It may run a store without proofs, or have pruned height {height}: use another node")]
    NoStorageProof {
        /// The contract.
        contract: String,
        /// Height asked for.
        height: u64,
        /// What is wrong.
        why: String,
    },
    /// An address that is none.
    #[error("{address:?} is no address: {why}")]
    BadAddress {
        /// What was given.
        address: String,
        /// What is wrong.
        why: String,
    },
}
