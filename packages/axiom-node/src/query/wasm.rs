//! Contracts and codes.

use axiom_chain::{Account, Chain, ContractPanic};
use cosmrs::proto::cosmwasm::wasm::v1 as wasm;
use cosmwasm_std::Order;

use super::{answer, page, request, start, Answer};
use crate::ante::decode;
use crate::codes::{KnownCode, CREATOR};
use crate::error::Refusal;
use crate::node::Node;
use crate::{history, keys, state};

pub(super) fn query(node: &Node, method: &str, data: &[u8]) -> Answer {
    match method {
        "ContractInfo" => answer(request(data).and_then(|asked| contract_info(node, asked))),
        "ContractHistory" => answer(request(data).and_then(|asked| contract_history(node, asked))),
        "ContractsByCode" => answer(request(data).map(|asked| contracts_by_code(node, asked))),
        "AllContractState" => answer(request(data).and_then(|asked| all_state(node, asked))),
        "RawContractState" => answer(request(data).and_then(|asked| raw(node, &asked))),
        "SmartContractState" => answer(request(data).and_then(|asked| smart(node, asked))),
        "Code" => answer(request(data).and_then(|asked| code(node, &asked))),
        "CodeInfo" => answer(request(data).and_then(|asked| short_code(node, &asked))),
        "Codes" => answer(request(data).map(|asked| codes(node, asked))),
        "Params" => answer(Ok(wasm::QueryParamsResponse {
            params: Some(wasm::Params {
                code_upload_access: Some(everybody()),
                instantiate_default_permission: wasm::AccessType::Everybody.into(),
            }),
        })),
        _ => None,
    }
}

fn everybody() -> wasm::AccessConfig {
    wasm::AccessConfig { permission: wasm::AccessType::Everybody.into(), addresses: Vec::new() }
}

/// Whether there is such a contract.
fn known(node: &Node, address: &str) -> Result<axiom_chain::ContractInfo, Refusal> {
    decode(address)?;
    node.chain
        .contract_info(address)
        .ok_or_else(|| Refusal::wasm(22, format!("no such contract: address {address}")))
}

fn contract_info(
    node: &Node,
    asked: wasm::QueryContractInfoRequest,
) -> Result<wasm::QueryContractInfoResponse, Refusal> {
    let info = known(node, &asked.address)?;
    let created = history::history(&node.chain, &asked.address).into_iter().next();
    let contract_info = Some(wasm::ContractInfo {
        code_id: info.code_id,
        creator: info.creator.to_string(),
        admin: info.admin.map(String::from).unwrap_or_default(),
        label: info.label,
        created: created.and_then(|entry| entry.updated),
        ..wasm::ContractInfo::default()
    });
    Ok(wasm::QueryContractInfoResponse { address: asked.address, contract_info })
}

fn contract_history(
    node: &Node,
    asked: wasm::QueryContractHistoryRequest,
) -> Result<wasm::QueryContractHistoryResponse, Refusal> {
    known(node, &asked.address)?;
    let entries = history::history(&node.chain, &asked.address);
    let from = asked.pagination.as_ref().and_then(|page| page.key.as_slice().try_into().ok());
    let from = usize::try_from(u64::from_be_bytes(from.unwrap_or_default())).unwrap_or(usize::MAX);
    let numbered = entries.into_iter().enumerate().skip(from);
    let key =
        |entry: &(usize, wasm::ContractCodeHistoryEntry)| (entry.0 as u64).to_be_bytes().to_vec();
    let (some, pagination) = page(asked.pagination, numbered, key);
    let entries = some.into_iter().map(|(_, entry)| entry).collect();
    Ok(wasm::QueryContractHistoryResponse { entries, pagination })
}

fn contracts_by_code(
    node: &Node,
    asked: wasm::QueryContractsByCodeRequest,
) -> wasm::QueryContractsByCodeResponse {
    let prefix = keys::of_code(asked.code_id, None);
    let (from, order) = start(&asked.pagination);
    let all = state::below(node.chain.storage(), &prefix, from, order);
    let (some, pagination) = page(asked.pagination.clone(), all, |(key, _)| key.clone());
    let name = |(_, value): (Vec<u8>, Vec<u8>)| String::from_utf8_lossy(&value).into_owned();
    wasm::QueryContractsByCodeResponse {
        contracts: some.into_iter().map(name).collect(),
        pagination,
    }
}

fn all_state(
    node: &Node,
    asked: wasm::QueryAllContractStateRequest,
) -> Result<wasm::QueryAllContractStateResponse, Refusal> {
    known(node, &asked.address)?;
    let (from, order) = start(&asked.pagination);
    let (some, pagination) = node.chain.read(&asked.address, |storage| {
        let records = match (order, from) {
            (Order::Descending, Some(from)) => {
                storage.range(None, Some(&[from, &[0]].concat()), order)
            }
            _ => storage.range(from, None, order),
        };
        page(asked.pagination.clone(), records, |(key, _)| key.clone())
    });
    let model = |(key, value): (Vec<u8>, Vec<u8>)| wasm::Model { key, value };
    Ok(wasm::QueryAllContractStateResponse {
        models: some.into_iter().map(model).collect(),
        pagination,
    })
}

fn raw(
    node: &Node,
    asked: &wasm::QueryRawContractStateRequest,
) -> Result<wasm::QueryRawContractStateResponse, Refusal> {
    known(node, &asked.address)?;
    let data = node.chain.query_raw(&asked.address, &asked.query_data).unwrap_or_default();
    Ok(wasm::QueryRawContractStateResponse { data })
}

fn smart(
    node: &Node,
    asked: wasm::QuerySmartContractStateRequest,
) -> Result<wasm::QuerySmartContractStateResponse, Refusal> {
    known(node, &asked.address)?;
    match node.chain.smart(&asked.address, asked.query_data.into()) {
        Ok(data) => Ok(wasm::QuerySmartContractStateResponse { data: data.to_vec() }),
        Err(failure) => Err(match failure.error::<ContractPanic>() {
            Some(panic) => Refusal::wasm(29, format!("{}: wasmvm error", panic.message)),
            None => Refusal::wasm(9, format!("{}: query wasm contract failed", failure.text)),
        }),
    }
}

// ---- codes ----

fn creator() -> String {
    Account::named(CREATOR).address.to_string()
}

fn found(node: &Node, code_id: u64) -> Result<&KnownCode, Refusal> {
    if code_id == 0 {
        return Err(Refusal::wasm(17, "code id: invalid"));
    }
    let found = node.codes().iter().find(|code| code.id == code_id);
    found.ok_or_else(|| Refusal::wasm(28, format!("code id {code_id}: no such code")))
}

fn info(code: &KnownCode) -> wasm::CodeInfoResponse {
    wasm::CodeInfoResponse {
        code_id: code.id,
        creator: creator(),
        data_hash: hex::decode(&code.checksum).unwrap_or_default(),
        instantiate_permission: Some(everybody()),
    }
}

/// The Wasm itself is not there: contracts run as native builds.
fn code(node: &Node, asked: &wasm::QueryCodeRequest) -> Result<wasm::QueryCodeResponse, Refusal> {
    let code_info = Some(info(found(node, asked.code_id)?));
    Ok(wasm::QueryCodeResponse { code_info, data: Vec::new() })
}

/// The answer to `CodeInfo`, which nodes have since wasmd 0.54.
#[derive(Clone, PartialEq, prost::Message)]
struct ShortCode {
    #[prost(uint64, tag = "1")]
    code_id: u64,
    #[prost(string, tag = "2")]
    creator: String,
    #[prost(bytes = "vec", tag = "3")]
    checksum: Vec<u8>,
    #[prost(message, optional, tag = "4")]
    permission: Option<wasm::AccessConfig>,
}

fn short_code(node: &Node, asked: &wasm::QueryCodeRequest) -> Result<ShortCode, Refusal> {
    let info = info(found(node, asked.code_id)?);
    Ok(ShortCode {
        code_id: info.code_id,
        creator: info.creator,
        checksum: info.data_hash,
        permission: info.instantiate_permission,
    })
}

fn codes(node: &Node, asked: wasm::QueryCodesRequest) -> wasm::QueryCodesResponse {
    let from = asked.pagination.as_ref().and_then(|page| page.key.as_slice().try_into().ok());
    let from = u64::from_be_bytes(from.unwrap_or_default());
    let behind = node.codes().iter().filter(|code| code.id >= from);
    let (some, pagination) = page(asked.pagination, behind, |code| code.id.to_be_bytes().to_vec());
    wasm::QueryCodesResponse { code_infos: some.into_iter().map(info).collect(), pagination }
}
