//! What the stored head of a proposal tells beyond the dao's answers.

use axiom_types::dao::raw::PROPOSALS;
use axiom_types::packed::Reader;
use cosmwasm_std::storage_keys::namespace_with_key;

use crate::ask::Answered;
use crate::error::AnswerError;
use crate::source::Source;

/// The format that is known.
const FORMAT: u8 = 1;

/// Facts from a stored head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HeadFacts {
    /// Block that must have been reached before voting ends.
    pub(crate) voting_height: u64,
    /// True once an end was written down.
    pub(crate) marked: bool,
}

/// Reads the head; none for an unknown proposal or format.
pub(crate) fn read(source: &dyn Source, dao: &str, proposal: u64) -> Answered<Option<HeadFacts>> {
    let key = namespace_with_key(&[PROPOSALS.as_bytes()], &proposal.to_be_bytes());
    let bytes = source.raw(dao, &key);
    let bytes = bytes.map_err(|error| AnswerError::chain("a stored proposal", error))?;
    Ok(bytes.as_deref().and_then(decode))
}

fn decode(bytes: &[u8]) -> Option<HeadFacts> {
    let mut input = Reader::new(bytes);
    if input.u8()? != FORMAT {
        return None;
    }
    // Track, revision and source; proposer; block of the proposal.
    input.raw(12)?;
    input.addr()?;
    input.u64()?;
    // End of voting: time, block, paused time when it began.
    input.u64()?;
    let voting_height = input.u64()?;
    input.u64()?;
    // Timelock and grace; quorum, threshold and total weight.
    input.raw(28)?;
    let marked = input.u8()? != 0;
    // Number of messages.
    input.u8()?;
    input.is_empty().then_some(HeadFacts { voting_height, marked })
}
