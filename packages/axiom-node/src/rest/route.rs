//! The paths that are served, and the queries behind them.

use serde_json::{Map, Value};

use super::error::RestError;
use super::from_json::from_json;
use super::shape::{Kind, Shape};
use super::shapes::{common, queries as q, txs};
use crate::ante::decode;

/// The call that hands a transaction in.
pub(super) const BROADCAST: &str = "/cosmos.tx.v1beta1.Service/BroadcastTx";

/// A path. Parts in braces are fields of the request; one with a star takes the whole rest.
pub(super) struct Route {
    pub method: &'static str,
    pub path: &'static str,
    /// The method of gRPC.
    pub call: &'static str,
    /// What it takes.
    pub asks: &'static Shape,
    /// What it answers.
    pub says: &'static Shape,
}

const fn get(
    path: &'static str,
    call: &'static str,
    asks: &'static Shape,
    says: &'static Shape,
) -> Route {
    Route { method: "GET", path, call, asks, says }
}

const fn post(
    path: &'static str,
    call: &'static str,
    asks: &'static Shape,
    says: &'static Shape,
) -> Route {
    Route { method: "POST", path, call, asks, says }
}

/// All of them; the first that fits is taken.
#[rustfmt::skip] // One line for each path.
pub(super) static ROUTES: &[Route] = &[
    get("/cosmos/base/tendermint/v1beta1/node_info", "/cosmos.base.tendermint.v1beta1.Service/GetNodeInfo", &common::EMPTY, &q::NODE_INFO),
    get("/cosmos/base/tendermint/v1beta1/syncing", "/cosmos.base.tendermint.v1beta1.Service/GetSyncing", &common::EMPTY, &q::SYNCING),
    get("/cosmos/base/tendermint/v1beta1/blocks/latest", "/cosmos.base.tendermint.v1beta1.Service/GetLatestBlock", &common::EMPTY, &q::A_BLOCK),
    get("/cosmos/base/tendermint/v1beta1/blocks/{height}", "/cosmos.base.tendermint.v1beta1.Service/GetBlockByHeight", &q::OF_HEIGHT, &q::A_BLOCK),
    get("/cosmos/base/node/v1beta1/config", "/cosmos.base.node.v1beta1.Service/Config", &common::EMPTY, &q::CONFIG),
    get("/cosmos/consensus/v1/params", "/cosmos.consensus.v1.Query/Params", &common::EMPTY, &q::CONSENSUS_PARAMS),
    get("/cosmos/auth/v1beta1/accounts", "/cosmos.auth.v1beta1.Query/Accounts", &q::OF_PAGE, &q::ACCOUNTS),
    get("/cosmos/auth/v1beta1/accounts/{address}", "/cosmos.auth.v1beta1.Query/Account", &q::OF_ADDRESS, &q::ACCOUNT),
    get("/cosmos/auth/v1beta1/account_info/{address}", "/cosmos.auth.v1beta1.Query/AccountInfo", &q::OF_ADDRESS, &q::ACCOUNT_INFO),
    get("/cosmos/auth/v1beta1/params", "/cosmos.auth.v1beta1.Query/Params", &common::EMPTY, &q::AUTH_PARAMS),
    get("/cosmos/auth/v1beta1/bech32", "/cosmos.auth.v1beta1.Query/Bech32Prefix", &common::EMPTY, &q::BECH32),
    get("/cosmos/bank/v1beta1/balances/{address}", "/cosmos.bank.v1beta1.Query/AllBalances", &q::OF_ADDRESS, &q::BALANCES),
    get("/cosmos/bank/v1beta1/balances/{address}/by_denom", "/cosmos.bank.v1beta1.Query/Balance", &q::BALANCE_OF, &q::BALANCE),
    get("/cosmos/bank/v1beta1/spendable_balances/{address}", "/cosmos.bank.v1beta1.Query/SpendableBalances", &q::OF_ADDRESS, &q::BALANCES),
    get("/cosmos/bank/v1beta1/spendable_balances/{address}/by_denom", "/cosmos.bank.v1beta1.Query/SpendableBalanceByDenom", &q::BALANCE_OF, &q::BALANCE),
    get("/cosmos/bank/v1beta1/supply", "/cosmos.bank.v1beta1.Query/TotalSupply", &q::OF_PAGE, &q::SUPPLY),
    get("/cosmos/bank/v1beta1/supply/by_denom", "/cosmos.bank.v1beta1.Query/SupplyOf", &q::OF_DENOM, &q::SUPPLY_OF),
    get("/cosmos/bank/v1beta1/denoms_metadata", "/cosmos.bank.v1beta1.Query/DenomsMetadata", &q::OF_PAGE, &q::DENOMS),
    get("/cosmos/bank/v1beta1/denoms_metadata/{denom*}", "/cosmos.bank.v1beta1.Query/DenomMetadata", &q::OF_DENOM, &q::DENOM),
    get("/cosmos/bank/v1beta1/params", "/cosmos.bank.v1beta1.Query/Params", &common::EMPTY, &q::BANK_PARAMS),
    get("/cosmos/authz/v1beta1/grants", "/cosmos.authz.v1beta1.Query/Grants", &q::GRANTS_OF, &q::GRANTS),
    get("/cosmos/authz/v1beta1/grants/granter/{granter}", "/cosmos.authz.v1beta1.Query/GranterGrants", &q::OF_GRANTER, &q::GRANTS_BETWEEN),
    get("/cosmos/authz/v1beta1/grants/grantee/{grantee}", "/cosmos.authz.v1beta1.Query/GranteeGrants", &q::OF_GRANTEE, &q::GRANTS_BETWEEN),
    get("/cosmos/feegrant/v1beta1/allowance/{granter}/{grantee}", "/cosmos.feegrant.v1beta1.Query/Allowance", &q::GRANTS_OF, &q::ALLOWANCE),
    get("/cosmos/feegrant/v1beta1/allowances/{grantee}", "/cosmos.feegrant.v1beta1.Query/Allowances", &q::OF_GRANTEE, &q::ALLOWANCES),
    post("/cosmos/tx/v1beta1/simulate", "/cosmos.tx.v1beta1.Service/Simulate", &txs::SIMULATE, &txs::SIMULATED),
    post("/cosmos/tx/v1beta1/txs", BROADCAST, &txs::BROADCAST, &txs::BROADCASTED),
    get("/cosmos/tx/v1beta1/txs/{hash}", "/cosmos.tx.v1beta1.Service/GetTx", &txs::GET_TX, &txs::GOT_TX),
    get("/cosmwasm/wasm/v1/contract/{address}", "/cosmwasm.wasm.v1.Query/ContractInfo", &q::OF_ADDRESS, &q::CONTRACT),
    get("/cosmwasm/wasm/v1/contract/{address}/history", "/cosmwasm.wasm.v1.Query/ContractHistory", &q::OF_ADDRESS, &q::HISTORY),
    get("/cosmwasm/wasm/v1/contract/{address}/state", "/cosmwasm.wasm.v1.Query/AllContractState", &q::OF_ADDRESS, &q::STATE),
    get("/cosmwasm/wasm/v1/contract/{address}/smart/{query_data*}", "/cosmwasm.wasm.v1.Query/SmartContractState", &q::STATE_OF, &q::SMART),
    get("/cosmwasm/wasm/v1/contract/{address}/raw/{query_data*}", "/cosmwasm.wasm.v1.Query/RawContractState", &q::STATE_OF, &q::RAW),
    get("/cosmwasm/wasm/v1/code", "/cosmwasm.wasm.v1.Query/Codes", &q::OF_PAGE, &q::CODES),
    get("/cosmwasm/wasm/v1/code/{code_id}", "/cosmwasm.wasm.v1.Query/Code", &q::OF_CODE, &q::CODE),
    get("/cosmwasm/wasm/v1/code/{code_id}/contracts", "/cosmwasm.wasm.v1.Query/ContractsByCode", &q::OF_CODE, &q::CONTRACTS),
    get("/cosmwasm/wasm/v1/code-info/{code_id}", "/cosmwasm.wasm.v1.Query/CodeInfo", &q::OF_CODE, &q::SHORT_CODE),
    get("/cosmwasm/wasm/v1/codes/params", "/cosmwasm.wasm.v1.Query/Params", &common::EMPTY, &q::WASM_PARAMS),
];

/// A path that was found, and the fields in it.
type Found = (&'static Route, Vec<(&'static str, String)>);

/// Finds what a path is for.
pub(super) fn find(method: &str, path: &str) -> Result<Found, RestError> {
    let mut other = None;
    for route in ROUTES {
        match fields(route.path, path) {
            Some(fields) if route.method == method => return Ok((route, fields)),
            Some(_) => other = Some(route.method),
            None => {}
        }
    }
    let (method, path) = (method.to_string(), path.chars().take(120).collect());
    Err(match other {
        Some(expected) => RestError::Method { method, path, expected },
        None => RestError::Path { method, path, served: served() },
    })
}

/// Beginnings of the paths that are served: up to their version.
fn served() -> String {
    let mut all: Vec<String> = Vec::new();
    for route in ROUTES {
        let parts: Vec<&str> = route.path.split('/').collect();
        let version = parts.iter().position(|part| matches!(*part, "v1" | "v1beta1"));
        let start = parts.get(..=version.unwrap_or_default()).unwrap_or_default().join("/");
        if !all.contains(&start) {
            all.push(start);
        }
    }
    all.join(", ")
}

/// The fields in a path, if it is of this form.
fn fields(form: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let mut found = Vec::new();
    let mut rest = Some(path);
    for part in form.split('/') {
        let name = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
        if let Some(name) = name.and_then(|name| name.strip_suffix('*')) {
            found.push((name, rest.take()?.to_string()));
            break;
        }
        let (here, behind) = match rest?.split_once('/') {
            Some((here, behind)) => (here, Some(behind)),
            None => (rest?, None),
        };
        match name {
            Some(_) if here.is_empty() => return None,
            Some(name) => found.push((name, here.to_string())),
            None if part != here => return None,
            None => {}
        }
        rest = behind;
    }
    rest.is_none().then_some(found)
}

/// The request of a route in protobuf, from the fields of its path and of the query behind it.
pub(super) fn request(
    route: &Route,
    path: Vec<(&'static str, String)>,
    query: &str,
) -> Result<Vec<u8>, RestError> {
    let mut object = Map::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        // A space in base64 was a plus.
        add(route.asks, &mut object, &plain(name)?, plain(value)?);
    }
    for (name, value) in path {
        object.insert(name.to_string(), plain(&value.replace('+', "%2B"))?.into());
    }
    check(&object)?;
    from_json(route.asks, &object, "")
}

fn plain(text: &str) -> Result<String, RestError> {
    crate::jsonrpc::plain(text).map_err(|error| RestError::Encoding(error.data))
}

/// Adds a parameter such as `pagination.limit`. Those that are not known are passed over, as the
/// gateway does.
fn add(shape: &Shape, object: &mut Map<String, Value>, name: &str, text: String) {
    let (name, behind) = name.split_once('.').map_or((name, None), |(a, b)| (a, Some(b)));
    let Some(field) = shape.field(name) else {
        return;
    };
    match (field.kind, behind) {
        (Kind::Is(inner), Some(behind)) => {
            let inside = object.entry(field.name).or_insert_with(|| Map::new().into());
            if let Some(inside) = inside.as_object_mut() {
                add(inner, inside, behind, text);
            }
        }
        (Kind::Is(_), None) | (_, Some(_)) => {}
        (Kind::Bytes, None) => {
            object.insert(field.name.to_string(), text.replace(' ', "+").into());
        }
        (_, None) => {
            object.insert(field.name.to_string(), text.into());
        }
    }
}

/// Checks addresses and hashes, so that errors say what was expected.
fn check(object: &Map<String, Value>) -> Result<(), RestError> {
    for (name, given) in object {
        let given = given.as_str().unwrap_or_default().to_string();
        match name.as_str() {
            "address" | "granter" | "grantee" => {
                if let Err(refusal) = decode(&given) {
                    let why = refusal.log.trim_end_matches(": invalid address").to_string();
                    return Err(RestError::Address { given, why });
                }
            }
            "hash" if hex::decode(&given).map_or(0, |bytes| bytes.len()) != 32 => {
                return Err(RestError::Hash(given));
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_apart() {
        let of = |form, path| {
            let found = fields(form, path)?;
            Some(
                found
                    .into_iter()
                    .map(|(name, value)| format!("{name}={value}"))
                    .collect::<Vec<_>>(),
            )
        };
        let cases = [
            ("/a/b", "/a/b", Some(vec![])),
            ("/a/b", "/a/b/", None),
            ("/a/b", "/a", None),
            ("/a/{x}", "/a/1", Some(vec!["x=1"])),
            ("/a/{x}", "/a/", None),
            ("/a/{x}/c", "/a/1/c", Some(vec!["x=1"])),
            ("/a/{x}/c", "/a/1", None),
            ("/a/{x}/c/{y*}", "/a/1/c/d/e=", Some(vec!["x=1", "y=d/e="])),
            ("/a/{y*}", "/a/", Some(vec!["y="])),
            ("/a/{y*}", "/a", None),
        ];
        for (form, path, expected) in cases {
            let expected = expected.map(|all| all.into_iter().map(str::to_string).collect());
            assert_eq!(of(form, path), expected, "{form} {path}");
        }
    }

    #[test]
    fn every_field_in_a_path_is_one_of_its_request() {
        for route in ROUTES {
            for part in route.path.split('/').filter_map(|part| part.strip_prefix('{')) {
                let name = part.trim_end_matches(['*', '}']);
                assert!(route.asks.field(name).is_some(), "{}: {name}", route.path);
            }
        }
    }
}
