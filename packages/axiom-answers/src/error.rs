//! Why a question has no answer.

use crate::economy::ContractName;
use crate::source::SourceError;

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The chain or a contract did not answer.
    #[error("{contract} did not answer {question}: {source}")]
    Source {
        /// The contract, or `the chain`.
        contract: String,
        /// What was asked.
        question: String,
        /// What it said.
        source: SourceError,
    },
    /// An answer of another shape: most likely another contract, or another version.
    #[error("{contract} answered {question} with something else than expected ({why}). Check the address, and that this build knows the contract's version")]
    BadAnswer {
        /// The contract.
        contract: String,
        /// What was asked.
        question: String,
        /// What is wrong with it.
        why: String,
    },
    /// Not an address of this chain.
    #[error("'{address}' is no address of this chain: expected one that begins with {prefix}1 and passes its checksum")]
    BadAddress {
        /// What was given, cut to 90 characters.
        address: String,
        /// Prefix of the chain's addresses.
        prefix: String,
    },
    /// The question is about a contract that this economy does not have.
    #[error("this economy has no {}: it was founded without one. A proposal on a strict track (`set_peer`) can put one in place", contract.full())]
    LeftOut {
        /// Which.
        contract: ContractName,
    },
}

impl AnswerError {
    pub(crate) fn chain(question: &str, source: SourceError) -> Self {
        let (contract, question) = ("the chain".to_string(), question.to_string());
        Self::Source { contract, question, source }
    }

    /// What a contract said when it refused the question.
    pub fn refusal(&self) -> Option<&str> {
        match self {
            Self::Source { source: SourceError::Refused { text }, .. } => Some(text),
            _ => None,
        }
    }
}
