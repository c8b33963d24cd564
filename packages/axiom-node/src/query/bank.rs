//! Balances and coins.

use std::collections::BTreeMap;

use axiom_client::messages::coins as to_proto;
use cosmrs::proto::cosmos::bank::v1beta1 as bank;
use cosmrs::proto::cosmos::base::query::v1beta1::{PageRequest, PageResponse};
use cosmwasm_std::{Coin, Order, Uint128};

use super::{answer, page, request, Answer};
use crate::ante::decode;
use crate::error::Refusal;
use crate::genesis::Denom;
use crate::node::Node;
use crate::{keys, state};

pub(super) fn query(node: &Node, method: &str, data: &[u8]) -> Answer {
    match method {
        "Balance" => answer(request(data).and_then(|asked| balance(node, &asked))),
        "AllBalances" => answer(request(data).and_then(|asked| all_balances(node, asked))),
        "SpendableBalances" => answer(request(data).and_then(|asked| spendable(node, asked))),
        "SpendableBalanceByDenom" => {
            answer(request(data).and_then(|asked| spendable_one(node, &asked)))
        }
        "TotalSupply" => answer(request(data).map(|asked| total_supply(node, asked))),
        "SupplyOf" => answer(request(data).map(|asked| supply_of(node, &asked))),
        "DenomMetadata" => answer(request(data).and_then(|asked| metadata_of(node, &asked))),
        "DenomsMetadata" => answer(request(data).map(|asked| all_metadata(node, asked))),
        "Params" => answer(Ok(bank::QueryParamsResponse {
            params: Some(bank::Params { default_send_enabled: true, ..bank::Params::default() }),
        })),
        _ => None,
    }
}

fn balance(
    node: &Node,
    asked: &bank::QueryBalanceRequest,
) -> Result<bank::QueryBalanceResponse, Refusal> {
    Ok(bank::QueryBalanceResponse { balance: Some(owned(node, &asked.address, &asked.denom)?) })
}

fn spendable_one(
    node: &Node,
    asked: &bank::QuerySpendableBalanceByDenomRequest,
) -> Result<bank::QuerySpendableBalanceByDenomResponse, Refusal> {
    let balance = Some(owned(node, &asked.address, &asked.denom)?);
    Ok(bank::QuerySpendableBalanceByDenomResponse { balance })
}

fn owned(
    node: &Node,
    address: &str,
    denom: &str,
) -> Result<cosmrs::proto::cosmos::base::v1beta1::Coin, Refusal> {
    decode(address).map_err(|refusal| Refusal::invalid_argument(refusal.log))?;
    if denom.is_empty() {
        return Err(Refusal::invalid_argument("invalid denom"));
    }
    let amount = node.chain.balance(address, denom).to_string();
    Ok(cosmrs::proto::cosmos::base::v1beta1::Coin { denom: denom.to_string(), amount })
}

/// Coins as the bank keeps them; none are owned where the record cannot be read.
fn coins_in(record: &[u8]) -> Vec<Coin> {
    cosmwasm_std::from_json(record).unwrap_or_default()
}

fn coins_of(node: &Node, address: &str) -> Result<Vec<Coin>, Refusal> {
    decode(address).map_err(|refusal| Refusal::invalid_argument(refusal.log))?;
    let key = [keys::BALANCES, address.as_bytes()].concat();
    let mut coins = node.chain.storage().get(&key).map(|record| coins_in(&record));
    if let Some(coins) = &mut coins {
        coins.sort_by(|a, b| a.denom.cmp(&b.denom));
    }
    Ok(coins.unwrap_or_default())
}

fn some(list: Vec<Coin>, wanted: Option<PageRequest>) -> (Vec<Coin>, Option<PageResponse>) {
    let from = wanted.as_ref().map(|wanted| wanted.key.clone()).unwrap_or_default();
    let behind = move |coin: &Coin| coin.denom.as_bytes() >= from.as_slice();
    page(wanted, list.into_iter().filter(behind), |coin| coin.denom.clone().into_bytes())
}

fn all_balances(
    node: &Node,
    asked: bank::QueryAllBalancesRequest,
) -> Result<bank::QueryAllBalancesResponse, Refusal> {
    let (balances, pagination) = some(coins_of(node, &asked.address)?, asked.pagination);
    Ok(bank::QueryAllBalancesResponse { balances: to_proto(&balances), pagination })
}

fn spendable(
    node: &Node,
    asked: bank::QuerySpendableBalancesRequest,
) -> Result<bank::QuerySpendableBalancesResponse, Refusal> {
    let (balances, pagination) = some(coins_of(node, &asked.address)?, asked.pagination);
    Ok(bank::QuerySpendableBalancesResponse { balances: to_proto(&balances), pagination })
}

/// All coins there are: the bank keeps no sum, so every balance is read.
fn supply(node: &Node) -> Vec<Coin> {
    let mut sums: BTreeMap<String, Uint128> = BTreeMap::new();
    let storage = node.chain.storage();
    for (_, record) in state::below(storage, keys::BALANCES, None, Order::Ascending) {
        for coin in coins_in(&record) {
            let sum = sums.entry(coin.denom).or_default();
            *sum = sum.saturating_add(coin.amount);
        }
    }
    sums.into_iter().map(|(denom, amount)| Coin { denom, amount }).collect()
}

fn total_supply(
    node: &Node,
    asked: bank::QueryTotalSupplyRequest,
) -> bank::QueryTotalSupplyResponse {
    let (supply, pagination) = some(supply(node), asked.pagination);
    bank::QueryTotalSupplyResponse { supply: to_proto(&supply), pagination }
}

fn supply_of(node: &Node, asked: &bank::QuerySupplyOfRequest) -> bank::QuerySupplyOfResponse {
    let found = supply(node).into_iter().find(|coin| coin.denom == asked.denom);
    let coin = found.unwrap_or(Coin { denom: asked.denom.clone(), amount: Uint128::zero() });
    bank::QuerySupplyOfResponse { amount: to_proto(&[coin]).pop() }
}

fn metadata(denom: &Denom) -> bank::Metadata {
    let unit = |name: &str, exponent: u32| bank::DenomUnit {
        denom: name.to_string(),
        exponent,
        aliases: Vec::new(),
    };
    bank::Metadata {
        description: denom.description.clone(),
        denom_units: vec![unit(&denom.base, 0), unit(&denom.display, denom.exponent)],
        base: denom.base.clone(),
        display: denom.display.clone(),
        name: denom.display.clone(),
        symbol: denom.display.to_uppercase(),
        ..bank::Metadata::default()
    }
}

fn metadata_of(
    node: &Node,
    asked: &bank::QueryDenomMetadataRequest,
) -> Result<bank::QueryDenomMetadataResponse, Refusal> {
    let found = node.genesis().denoms.iter().find(|denom| denom.base == asked.denom);
    let found = found
        .ok_or_else(|| Refusal::not_found(format!("client metadata for denom {}", asked.denom)))?;
    Ok(bank::QueryDenomMetadataResponse { metadata: Some(metadata(found)) })
}

fn all_metadata(
    node: &Node,
    asked: bank::QueryDenomsMetadataRequest,
) -> bank::QueryDenomsMetadataResponse {
    let from = asked.pagination.as_ref().map(|page| page.key.clone()).unwrap_or_default();
    let mut all: Vec<bank::Metadata> = node.genesis().denoms.iter().map(metadata).collect();
    all.sort_by(|a, b| a.base.cmp(&b.base));
    let behind = all.into_iter().filter(|one| one.base.as_bytes() >= from.as_slice());
    let (metadatas, pagination) =
        page(asked.pagination, behind, |one| one.base.clone().into_bytes());
    bank::QueryDenomsMetadataResponse { metadatas, pagination }
}
