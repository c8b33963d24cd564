//! The bytes that a validator signs: the canonical form of votes, vote extensions and proposals.

use prost::Message;
use tendermint_proto::google::protobuf::Timestamp;
use tendermint_proto::v0_38::types::{
    BlockId, CanonicalBlockId, CanonicalPartSetHeader, CanonicalProposal, CanonicalVote,
    CanonicalVoteExtension, Proposal, Vote,
};

/// Bytes that are signed for a vote.
pub(super) fn vote(chain_id: &str, vote: &Vote) -> Vec<u8> {
    CanonicalVote {
        r#type: vote.r#type,
        height: vote.height,
        round: i64::from(vote.round),
        block_id: block_id(vote.block_id.as_ref()),
        timestamp: Some(vote.timestamp.unwrap_or(ZERO)),
        chain_id: chain_id.into(),
    }
    .encode_length_delimited_to_vec()
}

/// Bytes that are signed for the extension of a precommit.
pub(super) fn extension(chain_id: &str, vote: &Vote) -> Vec<u8> {
    CanonicalVoteExtension {
        extension: vote.extension.clone(),
        height: vote.height,
        round: i64::from(vote.round),
        chain_id: chain_id.into(),
    }
    .encode_length_delimited_to_vec()
}

/// Bytes that are signed for a proposal.
pub(super) fn proposal(chain_id: &str, proposal: &Proposal) -> Vec<u8> {
    CanonicalProposal {
        r#type: proposal.r#type,
        height: proposal.height,
        round: i64::from(proposal.round),
        pol_round: i64::from(proposal.pol_round),
        block_id: block_id(proposal.block_id.as_ref()),
        timestamp: Some(proposal.timestamp.unwrap_or(ZERO)),
        chain_id: chain_id.into(),
    }
    .encode_length_delimited_to_vec()
}

/// Whether a vote is for no block.
pub(super) fn is_nil(block_id: Option<&BlockId>) -> bool {
    self::block_id(block_id).is_none()
}

const ZERO: Timestamp = Timestamp { seconds: 0, nanos: 0 };

fn block_id(block_id: Option<&BlockId>) -> Option<CanonicalBlockId> {
    let block_id = block_id?;
    let (total, hash) = match &block_id.part_set_header {
        Some(header) => (header.total, header.hash.clone()),
        None => (0, Vec::new()),
    };
    if block_id.hash.is_empty() && total == 0 && hash.is_empty() {
        return None;
    }
    let part_set_header = Some(CanonicalPartSetHeader { total, hash });
    Some(CanonicalBlockId { hash: block_id.hash.clone(), part_set_header })
}
