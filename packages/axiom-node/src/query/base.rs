//! What the node says of itself.

use cosmrs::proto::cosmos::base::node::v1beta1 as base_node;
use cosmrs::proto::cosmos::base::tendermint::v1beta1 as base;
use cosmrs::proto::Timestamp;
use tendermint_proto::v0_38::p2p::{DefaultNodeInfo, DefaultNodeInfoOther};

use super::{answer, Answer};
use crate::node::Node;
use crate::rpc::{MONIKER, VERSION};

pub(super) fn query(node: &Node, method: &str) -> Answer {
    match method {
        "Config" => answer(Ok(base_node::ConfigResponse {
            minimum_gas_price: node.genesis().gas_price(),
            ..base_node::ConfigResponse::default()
        })),
        "GetNodeInfo" => answer(Ok(node_info(node))),
        "GetSyncing" => answer(Ok(base::GetSyncingResponse { syncing: false })),
        "GetLatestBlock" => answer(Ok(latest_block(node))),
        _ => None,
    }
}

fn node_info(node: &Node) -> base::GetNodeInfoResponse {
    let info = DefaultNodeInfo {
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
        ..base::VersionInfo::default()
    };
    base::GetNodeInfoResponse { default_node_info: Some(info), application_version: Some(version) }
}

fn latest_block(node: &Node) -> base::GetLatestBlockResponse {
    let block = node.block();
    let time = Timestamp {
        seconds: i64::try_from(block.time.seconds()).unwrap_or(i64::MAX),
        nanos: i32::try_from(block.time.subsec_nanos()).unwrap_or_default(),
    };
    let header = base::Header {
        chain_id: block.chain_id,
        height: i64::try_from(block.height).unwrap_or(i64::MAX),
        time: Some(time),
        ..base::Header::default()
    };
    let sdk_block = Some(base::Block { header: Some(header), ..base::Block::default() });
    base::GetLatestBlockResponse { sdk_block, ..base::GetLatestBlockResponse::default() }
}
