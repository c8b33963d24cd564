//! What the node says of itself.

use cosmrs::proto::cosmos::base::node::v1beta1 as base_node;
use cosmrs::proto::cosmos::base::tendermint::v1beta1 as base;
use cosmrs::proto::Timestamp;
use tendermint_proto::v0_38::p2p::{DefaultNodeInfo, DefaultNodeInfoOther, ProtocolVersion};
use tendermint_proto::v0_38::types;
use tendermint_proto::v0_38::version::Consensus;

use super::{answer, request, Answer};
use crate::blocks::{digest, hash};
use crate::error::Refusal;
use crate::http::LARGEST_BODY;
use crate::node::Node;
use crate::rpc::{MONIKER, VERSION};

/// The version of the Cosmos SDK whose answers those of the application are like.
const SDK_VERSION: &str = "v0.53.0";
/// Version of the blocks.
const BLOCK_VERSION: u64 = 11;

pub(super) fn query(node: &Node, method: &str, data: &[u8]) -> Answer {
    match method {
        "Config" => answer(Ok(base_node::ConfigResponse {
            minimum_gas_price: node.genesis().gas_price(),
            ..base_node::ConfigResponse::default()
        })),
        "GetNodeInfo" => answer(Ok(node_info(node))),
        "GetSyncing" => answer(Ok(base::GetSyncingResponse { syncing: false })),
        "GetLatestBlock" => answer(latest_block(node)),
        "GetBlockByHeight" => answer(request(data).and_then(|asked| block_at(node, &asked))),
        _ => None,
    }
}

fn node_info(node: &Node) -> base::GetNodeInfoResponse {
    let info = DefaultNodeInfo {
        protocol_version: Some(ProtocolVersion { p2p: 8, block: BLOCK_VERSION, app: 0 }),
        default_node_id: hash(node, "node", 0).chars().take(40).collect(),
        network: node.genesis().chain_id.clone(),
        version: VERSION.to_string(),
        moniker: MONIKER.to_string(),
        other: Some(DefaultNodeInfoOther { tx_index: "on".to_string(), ..Default::default() }),
        ..DefaultNodeInfo::default()
    };
    let version = base::VersionInfo {
        name: "axiom".to_string(),
        app_name: "axiom development chain".to_string(),
        version: env!("CARGO_PKG_VERSION").to_string(),
        cosmos_sdk_version: SDK_VERSION.to_string(),
        ..base::VersionInfo::default()
    };
    base::GetNodeInfoResponse { default_node_info: Some(info), application_version: Some(version) }
}

// ---- blocks ----

fn latest_block(node: &Node) -> Result<base::GetLatestBlockResponse, Refusal> {
    let height = node.block().height;
    let block = block(node, height)?;
    Ok(base::GetLatestBlockResponse {
        block_id: Some(id(node, height)),
        sdk_block: Some(sdk_block(&block)),
        block: Some(block),
    })
}

fn block_at(
    node: &Node,
    asked: &base::GetBlockByHeightRequest,
) -> Result<base::GetBlockByHeightResponse, Refusal> {
    let newest = node.block().height;
    let height = u64::try_from(asked.height).unwrap_or_default();
    if height == 0 || height > newest {
        return Err(Refusal::invalid_argument(format!(
            "there is no block {}. Expected is a height from 1 to {newest}",
            asked.height
        )));
    }
    let block = block(node, height)?;
    Ok(base::GetBlockByHeightResponse {
        block_id: Some(id(node, height)),
        sdk_block: Some(sdk_block(&block)),
        block: Some(block),
    })
}

fn number(height: u64) -> i64 {
    i64::try_from(height).unwrap_or(i64::MAX)
}

fn id(node: &Node, height: u64) -> types::BlockId {
    if height == 0 {
        return types::BlockId::default();
    }
    let hash = digest(node, "block", height).to_vec();
    let parts = types::PartSetHeader { total: 1, hash: hash.clone() };
    types::BlockId { hash, part_set_header: Some(parts) }
}

fn block(node: &Node, height: u64) -> Result<types::Block, Refusal> {
    let txs = match node.file.tx(height) {
        Some(_) => {
            let stored = node.stored_tx(height);
            let stored = stored.map_err(|error| Refusal::sdk(1, error.data))?;
            vec![stored.tx.to_vec()]
        }
        None => Vec::new(),
    };
    let before = id(node, height.saturating_sub(1));
    let last_commit = types::Commit {
        height: number(height.saturating_sub(1)),
        block_id: Some(before.clone()),
        ..types::Commit::default()
    };
    Ok(types::Block {
        header: Some(header(node, height, before)),
        data: Some(types::Data { txs }),
        evidence: Some(types::EvidenceList::default()),
        last_commit: Some(last_commit),
    })
}

fn header(node: &Node, height: u64, last: types::BlockId) -> types::Header {
    let (seconds, nanos) = node.time_of(height).unwrap_or_default();
    let time = Timestamp {
        seconds: i64::try_from(seconds).unwrap_or(i64::MAX),
        nanos: i32::try_from(nanos).unwrap_or_default(),
    };
    let of = |what: &str| digest(node, what, height).to_vec();
    types::Header {
        version: Some(Consensus { block: BLOCK_VERSION, app: 0 }),
        chain_id: node.genesis().chain_id.clone(),
        height: number(height),
        time: Some(time),
        last_block_id: Some(last),
        last_commit_hash: of("commit"),
        data_hash: of("data"),
        validators_hash: of("validators"),
        next_validators_hash: of("validators"),
        consensus_hash: of("consensus"),
        app_hash: of("app"),
        last_results_hash: of("results"),
        evidence_hash: of("evidence"),
        proposer_address: digest(node, "proposer", 0).into_iter().take(20).collect(),
    }
}

/// A block as the application tells it. Its proposer has no address there: nobody is a validator.
fn sdk_block(block: &types::Block) -> base::Block {
    let header = block.header.clone().map(|header| base::Header {
        version: header.version,
        chain_id: header.chain_id,
        height: header.height,
        time: header.time,
        last_block_id: header.last_block_id,
        last_commit_hash: header.last_commit_hash,
        data_hash: header.data_hash,
        validators_hash: header.validators_hash,
        next_validators_hash: header.next_validators_hash,
        consensus_hash: header.consensus_hash,
        app_hash: header.app_hash,
        last_results_hash: header.last_results_hash,
        evidence_hash: header.evidence_hash,
        proposer_address: String::new(),
    });
    let (data, evidence) = (block.data.clone(), block.evidence.clone());
    base::Block { header, data, evidence, last_commit: block.last_commit.clone() }
}

// ---- consensus ----

/// The answer to `Params` of the consensus.
#[derive(Clone, PartialEq, prost::Message)]
struct ConsensusParams {
    #[prost(message, optional, tag = "1")]
    params: Option<types::ConsensusParams>,
}

pub(super) fn consensus(method: &str) -> Answer {
    (method == "Params").then(|| answer(Ok(consensus_params())))?
}

/// A block here has one transaction, whose gas nothing limits but what it offers.
fn consensus_params() -> ConsensusParams {
    let block = types::BlockParams { max_bytes: number(LARGEST_BODY as u64), max_gas: -1 };
    let params = types::ConsensusParams {
        block: Some(block),
        evidence: Some(types::EvidenceParams::default()),
        validator: Some(types::ValidatorParams::default()),
        version: Some(types::VersionParams::default()),
        abci: Some(types::AbciParams::default()),
    };
    ConsensusParams { params: Some(params) }
}
