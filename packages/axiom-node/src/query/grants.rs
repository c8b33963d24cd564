//! Grants and allowances.

use cosmrs::proto::cosmos::authz::v1beta1 as authz;
use cosmrs::proto::cosmos::base::query::v1beta1::{PageRequest, PageResponse};
use cosmrs::proto::cosmos::feegrant::v1beta1 as feegrant;
use prost::Message;

use super::{answer, page, request, start, Answer};
use crate::error::Refusal;
use crate::node::Node;
use crate::{keys, state};

pub(super) fn query(node: &Node, service: &str, method: &str, data: &[u8]) -> Answer {
    match (service, method) {
        ("cosmos.authz.v1beta1.Query", "Grants") => {
            answer(request(data).and_then(|asked| grants(node, asked)))
        }
        ("cosmos.authz.v1beta1.Query", "GranterGrants") => {
            answer(request(data).map(|asked| by_granter(node, asked)))
        }
        ("cosmos.authz.v1beta1.Query", "GranteeGrants") => {
            answer(request(data).map(|asked| by_grantee(node, asked)))
        }
        ("cosmos.feegrant.v1beta1.Query", "Allowance") => {
            answer(request(data).and_then(|asked| allowance(node, &asked)))
        }
        ("cosmos.feegrant.v1beta1.Query", "Allowances") => {
            answer(request(data).map(|asked| allowances(node, asked)))
        }
        _ => None,
    }
}

type Records = (Vec<(Vec<u8>, Vec<u8>)>, Option<PageResponse>);

fn some(node: &Node, prefix: &[u8], wanted: Option<PageRequest>) -> Records {
    let (from, order) = start(&wanted);
    let all = state::below(node.chain.storage(), prefix, from, order);
    page(wanted.clone(), all, |(key, _)| key.clone())
}

fn grants(
    node: &Node,
    asked: authz::QueryGrantsRequest,
) -> Result<authz::QueryGrantsResponse, Refusal> {
    let authz::QueryGrantsRequest { granter, grantee, msg_type_url, pagination } = asked;
    if !msg_type_url.is_empty() {
        let key = keys::grant(&[&granter, &grantee, &msg_type_url]);
        let grant: authz::Grant = state::load(node.chain.storage(), &key).ok_or_else(|| {
            Refusal::not_found(format!("authorization not found for {msg_type_url} type"))
        })?;
        return Ok(authz::QueryGrantsResponse { grants: vec![grant], pagination: None });
    }
    let (some, pagination) = some(node, &keys::grant(&[&granter, &grantee]), pagination);
    let grants = some.iter().filter_map(|(_, value)| authz::Grant::decode(value.as_slice()).ok());
    Ok(authz::QueryGrantsResponse { grants: grants.collect(), pagination })
}

/// A grant with those whom it is between.
fn between(granter: &str, grantee: &str, grant: authz::Grant) -> authz::GrantAuthorization {
    authz::GrantAuthorization {
        granter: granter.to_string(),
        grantee: grantee.to_string(),
        authorization: grant.authorization,
        expiration: grant.expiration,
    }
}

fn by_granter(
    node: &Node,
    asked: authz::QueryGranterGrantsRequest,
) -> authz::QueryGranterGrantsResponse {
    let (some, pagination) = some(node, &keys::grant(&[&asked.granter]), asked.pagination);
    let grant = |(key, value): &(Vec<u8>, Vec<u8>)| {
        let parts = keys::parts(key);
        let grant = authz::Grant::decode(value.as_slice()).ok()?;
        Some(between(&asked.granter, parts.get(1)?, grant))
    };
    let grants = some.iter().filter_map(grant).collect();
    authz::QueryGranterGrantsResponse { grants, pagination }
}

fn by_grantee(
    node: &Node,
    asked: authz::QueryGranteeGrantsRequest,
) -> authz::QueryGranteeGrantsResponse {
    let (some, pagination) = some(node, &keys::grant_to(&[&asked.grantee]), asked.pagination);
    let grant = |(key, _): &(Vec<u8>, Vec<u8>)| {
        let parts = keys::parts(key);
        let (granter, ty) = (parts.get(1)?, parts.get(2)?);
        let key = keys::grant(&[granter, &asked.grantee, ty]);
        let grant = state::load::<authz::Grant>(node.chain.storage(), &key)?;
        Some(between(granter, &asked.grantee, grant))
    };
    let grants = some.iter().filter_map(grant).collect();
    authz::QueryGranteeGrantsResponse { grants, pagination }
}

fn allowance(
    node: &Node,
    asked: &feegrant::QueryAllowanceRequest,
) -> Result<feegrant::QueryAllowanceResponse, Refusal> {
    let key = keys::allowance(&[&asked.grantee, &asked.granter]);
    let allowance: Option<feegrant::Grant> = state::load(node.chain.storage(), &key);
    match allowance {
        Some(_) => Ok(feegrant::QueryAllowanceResponse { allowance }),
        None => Err(Refusal::not_found("fee-grant not found")),
    }
}

fn allowances(
    node: &Node,
    asked: feegrant::QueryAllowancesRequest,
) -> feegrant::QueryAllowancesResponse {
    let (some, pagination) = some(node, &keys::allowance(&[&asked.grantee]), asked.pagination);
    let all = some.iter().filter_map(|(_, value)| feegrant::Grant::decode(value.as_slice()).ok());
    feegrant::QueryAllowancesResponse { allowances: all.collect(), pagination }
}
