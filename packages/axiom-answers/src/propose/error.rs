//! Why an intent is no proposal.

use super::TrackRefusal;
use crate::economy::ContractName;
use crate::error::AnswerError;

/// Why an intent is no proposal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProposeError {
    /// The chain could not be asked, or the contract is not there.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// A title or description that the dao would refuse.
    #[error("the {field} has {bytes} bytes: expected 1 to {max}, not blank, without control and hidden signs")]
    BadText {
        /// `title` or `description`.
        field: &'static str,
        /// Most bytes.
        max: usize,
        /// Bytes given.
        bytes: usize,
    },
    /// Nothing to pay.
    #[error("an amount of zero: expected at least one base unit")]
    ZeroAmount {},
    /// A malformed asset.
    #[error("{why}")]
    BadAsset {
        /// What is wrong and what is expected.
        why: String,
    },
    /// A setting that there is not.
    #[error("the {contract} has no setting '{field}': expected one of {}", known.join(", "))]
    UnknownField {
        /// Whose.
        contract: ContractName,
        /// What was asked for.
        field: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A value that does not fit.
    #[error("'{field}' cannot be {value}: {expected}")]
    BadValue {
        /// Which setting.
        field: String,
        /// What was given.
        value: String,
        /// What is expected.
        expected: String,
    },
    /// A value that is there already.
    #[error("'{field}' is {value} already: nothing to propose")]
    Unchanged {
        /// Which setting.
        field: String,
        /// Its value.
        value: String,
    },
    /// A domain that there is not.
    #[error("there is no domain '{domain}': expected one of {}", known.join(", "))]
    UnknownDomain {
        /// What was asked for.
        domain: String,
        /// Numbers and names.
        known: Vec<String>,
    },
    /// A code that is not on the chain.
    #[error("there is no code {code_id} on this chain. Store it first, or check the number")]
    UnknownCode {
        /// Its id.
        code_id: u64,
    },
    /// The contract runs this code.
    #[error("the {contract} runs code {code_id} already: nothing to upgrade")]
    SameCode {
        /// Which.
        contract: ContractName,
        /// Its code.
        code_id: u64,
    },
    /// A contract that the dao cannot migrate.
    #[error("the {contract} can be migrated by {}, not by this economy's dao: ask its admin", admin.as_deref().unwrap_or("nobody"))]
    NotAdmin {
        /// Which.
        contract: ContractName,
        /// Who can.
        admin: Option<String>,
    },
    /// A track that there is not.
    #[error("there is no track {track}: expected one of {known:?}")]
    UnknownTrack {
        /// What was asked for.
        track: u32,
        /// Their numbers.
        known: Vec<u32>,
    },
    /// The track that was asked for does not admit it.
    #[error("{refusal}. {}", better_text(*better))]
    TrackRefuses {
        /// Why.
        refusal: Box<TrackRefusal>,
        /// The easiest track that does.
        better: Option<u32>,
    },
    /// No track admits it.
    #[error("no track admits this. Closest is {closest}. Propose to change that track first (`set dao track.{}...`), or change the proposal", closest.track)]
    NoTrack {
        /// The track that comes closest.
        closest: Box<TrackRefusal>,
    },
}

fn better_text(track: Option<u32>) -> String {
    match track {
        Some(track) => format!("Track {track} admits it"),
        None => "No other track admits it".to_string(),
    }
}
