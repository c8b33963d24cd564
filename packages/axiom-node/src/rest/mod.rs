//! The REST gateway of the Cosmos SDK, as far as wallets and clients need it: paths below
//! `/cosmos/` and `/cosmwasm/`, on the port of the JSON-RPC.
//!
//! A path stands for a query of gRPC ([`route::ROUTES`]). Its fields, those behind the question mark
//! and those of a body become the request in protobuf, and its answer becomes JSON as the gateway
//! writes it: names in snake case, numbers of 64 bits as texts, bytes as base64, messages of any type
//! with `@type`, moments as RFC 3339, and every field, also where it is empty. Only
//! `POST /cosmos/tx/v1beta1/txs` changes something.

use cosmrs::proto::cosmos::base::abci::v1beta1::TxResponse;
use cosmrs::proto::cosmos::tx::v1beta1 as tx;
use prost::Message;
use serde_json::Value;

use crate::error::Refusal;
use crate::node::Node;
use crate::tx::hash_of;

mod error;
mod from_json;
mod route;
mod shape;
mod shapes;
mod to_json;

pub(crate) use error::RestError;

/// A request.
pub(crate) struct Asked {
    /// `GET` or `POST`.
    pub method: String,
    /// The path with what follows a question mark.
    pub target: String,
    /// The body.
    pub body: Vec<u8>,
}

/// Whether a path is one of the gateway.
pub(crate) fn is_rest(target: &str) -> bool {
    target.starts_with("/cosmos/") || target.starts_with("/cosmwasm/")
}

impl Node {
    /// Answers a request of the REST gateway.
    pub(crate) fn rest(&mut self, asked: &Asked) -> Result<Value, RestError> {
        let (path, query) = asked.target.split_once('?').unwrap_or((&asked.target, ""));
        let (route, fields) = route::find(&asked.method, path)?;
        let request = match route.method {
            "POST" => {
                let body: Value = serde_json::from_slice(&asked.body)
                    .map_err(|error| RestError::Body(error.to_string()))?;
                let object = body.as_object();
                let object = object.ok_or_else(|| RestError::Body("it is none".to_string()))?;
                from_json::from_json(route.asks, object, "")?
            }
            _ => route::request(route, fields, query)?,
        };
        let answer = self.guarded(|node| match route.call {
            route::BROADCAST => broadcast(node, &request),
            call => Ok(node.query(call, &request)?),
        })?;
        to_json::to_json(route.says, &answer)
    }
}

/// Hands a transaction in. Both ways to do it answer when it is in its block: there is nothing to
/// wait for.
fn broadcast(node: &mut Node, request: &[u8]) -> Result<Vec<u8>, RestError> {
    let asked = tx::BroadcastTxRequest::decode(request)
        .map_err(|error| RestError::Failed(error.to_string()))?;
    match tx::BroadcastMode::try_from(asked.mode) {
        Ok(tx::BroadcastMode::Sync | tx::BroadcastMode::Async) => {}
        Ok(other) => return Err(RestError::Mode(other.as_str_name().to_string())),
        Err(_) => return Err(RestError::Mode(format!("mode {}", asked.mode))),
    }
    if asked.tx_bytes.is_empty() {
        return Err(RestError::Invalid("tx_bytes: the signed transaction is missing".to_string()));
    }
    let hash = hash_of(&asked.tx_bytes);
    let refusal = match node.file.height_of(&hash) {
        Some(_) => Some(Refusal::module("sdk", 19, "tx already in mempool")),
        None => node.hand_in(&asked.tx_bytes)?.result.err(),
    };
    let mut response = TxResponse { txhash: hex::encode_upper(hash), ..TxResponse::default() };
    if let Some(refusal) = refusal {
        response.code = refusal.code;
        response.codespace = refusal.codespace.to_string();
        response.raw_log = refusal.log;
    }
    Ok(tx::BroadcastTxResponse { tx_response: Some(response) }.encode_to_vec())
}

#[cfg(test)]
mod tests {
    use cosmrs::proto::cosmos::{authz, base, feegrant};
    use cosmrs::proto::Timestamp;
    use cosmrs::Any;
    use serde_json::json;
    use tendermint_proto::google::protobuf::Duration;

    use super::*;

    const ANY: shape::Shape = shape::Shape { name: "", fields: &[shape::packed(1, "any")] };

    /// Any message as JSON.
    fn shown(any: &Any) -> Value {
        let mut whole = Vec::new();
        prost::encoding::message::encode(1, any, &mut whole);
        to_json::to_json(&ANY, &whole).unwrap()["any"].clone()
    }

    /// The message in such JSON.
    fn read(any: &Value) -> Result<Any, RestError> {
        let whole = from_json::from_json(&ANY, json!({ "any": any }).as_object().unwrap(), "")?;
        #[derive(Clone, PartialEq, prost::Message)]
        struct Whole {
            #[prost(message, optional, tag = "1")]
            any: Option<Any>,
        }
        Ok(Whole::decode(whole.as_slice()).unwrap().any.unwrap())
    }

    fn allowance() -> feegrant::v1beta1::PeriodicAllowance {
        let coin = base::v1beta1::Coin { denom: "uaxm".to_string(), amount: "5".to_string() };
        feegrant::v1beta1::PeriodicAllowance {
            basic: None,
            period: Some(Duration { seconds: 90, nanos: 500_000_000 }),
            period_spend_limit: vec![coin],
            period_can_spend: vec![],
            period_reset: Some(Timestamp { seconds: 1_767_225_600, nanos: 250_000_000 }),
        }
    }

    #[test]
    fn messages_are_written_with_every_field_and_read_again() {
        let packed = axiom_client::messages::any(&allowance());
        let grant = feegrant::v1beta1::MsgGrantAllowance {
            granter: "a".to_string(),
            grantee: String::new(),
            allowance: Some(packed),
        };
        let written = shown(&axiom_client::messages::any(&grant));
        let expected = json!({
            "@type": "/cosmos.feegrant.v1beta1.MsgGrantAllowance", "granter": "a", "grantee": "",
            "allowance": {
                "@type": "/cosmos.feegrant.v1beta1.PeriodicAllowance", "basic": null,
                "period": "90.500000000s", "period_spend_limit": [{ "denom": "uaxm", "amount": "5" }],
                "period_can_spend": [], "period_reset": "2026-01-01T00:00:00.25Z",
            },
        });
        assert_eq!(written, expected);
        let again: feegrant::v1beta1::MsgGrantAllowance =
            Message::decode(read(&written).unwrap().value.as_slice()).unwrap();
        let inner = again.allowance.unwrap();
        let inner = feegrant::v1beta1::PeriodicAllowance::decode(inner.value.as_slice()).unwrap();
        assert_eq!((again.granter.as_str(), inner), ("a", allowance()));
    }

    #[test]
    fn unknown_messages_are_shown_as_bytes_and_not_read() {
        let any = Any { type_url: "/a.B".to_string(), value: vec![1, 2] };
        assert_eq!(shown(&any), json!({ "@type": "/a.B", "value": "AQI=" }));
        assert!(matches!(read(&shown(&any)), Err(RestError::Field { .. })));
    }

    #[test]
    fn wrong_values_are_named_with_their_place() {
        let grant = |name: &str, value: Value| {
            let mut grant = json!({
                "@type": "/cosmos.authz.v1beta1.MsgGrant",
                "grant": { "expiration": "2026-01-01T00:00:00Z" },
            });
            grant["grant"][name] = value;
            read(&grant)
        };
        let read = grant("expiration", json!("2026-01-01T00:00:01Z")).unwrap();
        let read = authz::v1beta1::MsgGrant::decode(read.value.as_slice()).unwrap();
        let expiration = read.grant.unwrap().expiration.unwrap();
        assert_eq!((expiration.seconds, expiration.nanos), (1_767_225_601, 0));
        for (name, value, said) in [
            ("expiration", json!("soon"), "any.grant.expiration should be a moment such as"),
            ("expiration", json!(5), "any.grant.expiration should be a moment such as"),
            ("authorization", json!([]), "any.grant.authorization should be an object, but is []"),
            ("until", json!(1), "any.grant.until is no field that is known here"),
        ] {
            let text = grant(name, value).unwrap_err().to_string();
            assert!(text.contains(said), "{text}");
        }
    }

    #[test]
    fn numbers_keep_to_their_size() {
        let keys = |threshold: Value| {
            let ty = "/cosmos.crypto.multisig.LegacyAminoPubKey";
            read(&json!({ "@type": ty, "threshold": threshold, "public_keys": [] }))
        };
        assert_eq!(shown(&keys(json!("4294967295")).unwrap())["threshold"], 4_294_967_295_u64);
        for wrong in [json!(4_294_967_296_u64), json!(-1), json!(1.5), json!("x")] {
            assert!(matches!(keys(wrong), Err(RestError::Field { .. })));
        }
    }

    #[test]
    fn broken_and_deep_messages_are_refused() {
        for bytes in [&b"\x0a\x05\x01"[..], b"\x0b", b"\xff"] {
            assert!(matches!(to_json::to_json(&ANY, bytes), Err(RestError::Failed(_))));
        }
        let mut any = Any { type_url: "/a.B".to_string(), value: vec![] };
        for _ in 0..80 {
            let exec = authz::v1beta1::MsgExec { grantee: String::new(), msgs: vec![any] };
            any = axiom_client::messages::any(&exec);
        }
        let mut whole = Vec::new();
        prost::encoding::message::encode(1, &any, &mut whole);
        let refused = to_json::to_json(&ANY, &whole).unwrap_err().to_string();
        assert!(refused.contains("more than 64 times"), "{refused}");
    }
}
