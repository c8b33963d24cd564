//! Accounts.

use axiom_client::messages::any;
use cosmrs::proto::cosmos::auth::v1beta1 as auth;
use prost::Message;

use super::{answer, page, request, start, Answer};
use crate::ante::decode;
use crate::error::Refusal;
use crate::node::Node;
use crate::state;

/// Before every account.
const ACCOUNTS: &[u8] = b"\x01a";

pub(super) fn query(node: &Node, method: &str, data: &[u8]) -> Answer {
    match method {
        "Account" => answer(request(data).and_then(|asked| account(node, &asked))),
        "Accounts" => answer(request(data).map(|asked| accounts(node, asked))),
        "AccountInfo" => answer(request(data).and_then(|asked| info(node, &asked))),
        "Params" => answer(Ok(params())),
        "Bech32Prefix" => answer(Ok(auth::Bech32PrefixResponse {
            bech32_prefix: axiom_chain::PREFIX.to_string(),
        })),
        "ModuleAccountByName" => answer(request(data).and_then(|asked| module(node, &asked))),
        _ => None,
    }
}

fn found(node: &Node, address: &str) -> Result<auth::BaseAccount, Refusal> {
    decode(address).map_err(|refusal| Refusal::invalid_argument(refusal.log))?;
    state::account(&node.chain, address)
        .ok_or_else(|| Refusal::not_found(format!("account {address} not found")))
}

fn account(
    node: &Node,
    asked: &auth::QueryAccountRequest,
) -> Result<auth::QueryAccountResponse, Refusal> {
    let account = Some(any(&found(node, &asked.address)?));
    Ok(auth::QueryAccountResponse { account })
}

fn info(
    node: &Node,
    asked: &auth::QueryAccountInfoRequest,
) -> Result<auth::QueryAccountInfoResponse, Refusal> {
    let info = Some(found(node, &asked.address)?);
    Ok(auth::QueryAccountInfoResponse { info })
}

fn accounts(node: &Node, asked: auth::QueryAccountsRequest) -> auth::QueryAccountsResponse {
    let (from, order) = start(&asked.pagination);
    let all = state::below(node.chain.storage(), ACCOUNTS, from, order);
    let (some, pagination) = page(asked.pagination.clone(), all, |(key, _)| key.clone());
    let account = |(_, value): (Vec<u8>, Vec<u8>)| {
        any(&auth::BaseAccount::decode(value.as_slice()).unwrap_or_default())
    };
    auth::QueryAccountsResponse { accounts: some.into_iter().map(account).collect(), pagination }
}

/// Of the modules only the one that fees go to has an account here.
fn module(
    node: &Node,
    asked: &auth::QueryModuleAccountByNameRequest,
) -> Result<auth::QueryModuleAccountByNameResponse, Refusal> {
    let missing = || Refusal::not_found(format!("account {} not found", asked.name));
    if asked.name != "fee_collector" {
        return Err(missing());
    }
    let address = crate::ante::fee_collector();
    let base_account = Some(state::account(&node.chain, &address).ok_or_else(missing)?);
    let (name, permissions) = (asked.name.clone(), Vec::new());
    let account = Some(any(&auth::ModuleAccount { base_account, name, permissions }));
    Ok(auth::QueryModuleAccountByNameResponse { account })
}

fn params() -> auth::QueryParamsResponse {
    let params = auth::Params {
        max_memo_characters: 256,
        tx_sig_limit: 7,
        tx_size_cost_per_byte: 10,
        sig_verify_cost_ed25519: 590,
        sig_verify_cost_secp256k1: 1_000,
    };
    auth::QueryParamsResponse { params: Some(params) }
}
