//! JSON-RPC over HTTP: single calls, batches, and calls written as a path.

use serde_json::{json, Map, Value};

use crate::error::RpcError;
use crate::events::base64;

/// Most calls of a batch.
const LARGEST_BATCH: usize = 100;

/// A call, and what its answer is told with.
#[derive(Debug, PartialEq)]
pub(crate) struct Call {
    pub id: Value,
    pub method: String,
    pub params: Value,
}

/// What was sent.
#[derive(Debug, PartialEq)]
pub(crate) enum Sent {
    /// One call, or why it is none.
    One(Result<Call, (Value, RpcError)>),
    /// Several.
    Batch(Vec<Result<Call, (Value, RpcError)>>),
}

/// Reads the body of a request.
pub(crate) fn read(body: &[u8]) -> Sent {
    let wrong = |error| Sent::One(Err((Value::Null, error)));
    match serde_json::from_slice::<Value>(body) {
        Err(error) => wrong(RpcError::parse(error.to_string())),
        Ok(Value::Array(list)) if list.is_empty() => wrong(RpcError::request("the batch is empty")),
        Ok(Value::Array(list)) if list.len() > LARGEST_BATCH => {
            let said = format!("a batch may have up to {LARGEST_BATCH} calls");
            wrong(RpcError::request(said))
        }
        Ok(Value::Array(list)) => Sent::Batch(list.into_iter().map(call).collect()),
        Ok(one) => Sent::One(call(one)),
    }
}

fn call(mut value: Value) -> Result<Call, (Value, RpcError)> {
    let id = value.get("id").cloned().unwrap_or(Value::Null);
    let wrong = |what: &str| (id.clone(), RpcError::request(what));
    let Some(method) = value.get("method").and_then(Value::as_str).map(str::to_string) else {
        return Err(wrong("a call is an object with jsonrpc, id, method and params"));
    };
    let params = match value.get_mut("params").map(Value::take) {
        None | Some(Value::Null) => json!({}),
        Some(Value::Array(list)) if list.is_empty() => json!({}),
        Some(params @ Value::Object(_)) => params,
        Some(_) => return Err(wrong("parameters are an object with names")),
    };
    Ok(Call { id, method, params })
}

/// An answer to a call.
pub(crate) fn answer(id: &Value, result: Result<Value, RpcError>) -> Value {
    match result {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
        Err(RpcError { code, message, data }) => {
            let error = json!({ "code": code, "message": message, "data": data });
            json!({ "jsonrpc": "2.0", "id": id, "error": error })
        }
    }
}

/// A call that is written as a path, such as `/abci_query?path="/a"&data=0x00`.
pub(crate) fn from_target(target: &str) -> Result<Call, RpcError> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut params = Map::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (plain(name)?, plain(value)?);
        let value = parameter(&name, &value)?;
        params.insert(name, value);
    }
    let method = path.trim_matches('/').to_string();
    Ok(Call { id: json!(-1), method, params: Value::Object(params) })
}

/// A parameter as a JSON body would have it: bytes come as `0x` and hexadecimal, or as a text.
fn parameter(name: &str, value: &str) -> Result<Value, RpcError> {
    let wrong = |why: &str| RpcError::params(format!("{name}={value}: {why}"));
    let quoted = value.strip_prefix('"').map(|rest| rest.strip_suffix('"').ok_or(rest));
    let text = match quoted {
        Some(Ok(text)) => Some(text),
        Some(Err(_)) => return Err(wrong("the closing quotation mark is missing")),
        None => None,
    };
    let bytes = match (text, value.strip_prefix("0x")) {
        (Some(text), _) => Some(text.as_bytes().to_vec()),
        (None, Some(digits)) => {
            Some(hex::decode(digits).map_err(|_| wrong("behind 0x stand hexadecimal digits"))?)
        }
        (None, None) => None,
    };
    Ok(match (name, bytes) {
        ("tx" | "hash", Some(bytes)) => base64(&bytes).into(),
        ("data", Some(bytes)) => hex::encode(bytes).into(),
        ("hash", None) => {
            let digits = hex::decode(value).map_err(|_| wrong("a hash is hexadecimal"))?;
            base64(&digits).into()
        }
        ("prove", _) => Value::Bool(value == "true"),
        (_, _) => text.unwrap_or(value).into(),
    })
}

/// A part of a query without its percent signs.
pub(crate) fn plain(text: &str) -> Result<String, RpcError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = [rest.next(), rest.next()].map(|digit| digit.unwrap_or(b'?'));
                let byte = hex::decode(digits).ok().and_then(|bytes| bytes.first().copied());
                bytes.push(byte.ok_or_else(|| {
                    RpcError::params(format!("{text}: behind a % stand two hexadecimal digits"))
                })?);
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).map_err(|_| RpcError::params(format!("{text} is no UTF-8")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_as_paths_become_those_of_a_body() {
        let target = "/abci_query?path=%22/a.B/C%22&data=0x0aff&height=5&prove=false";
        let call = from_target(target).unwrap();
        assert_eq!(call.method, "abci_query");
        let params = json!({ "path": "/a.B/C", "data": "0aff", "height": "5", "prove": false });
        assert_eq!(call.params, params);
        let call = from_target("/tx?hash=0x00FF&prove=true").unwrap();
        assert_eq!(call.params, json!({ "hash": "AP8=", "prove": true }));
        let call = from_target("/tx_search?query=\"a.b=%27c+d%27\"&page=1").unwrap();
        assert_eq!(call.params, json!({ "query": "a.b='c d'", "page": "1" }));
        assert_eq!(from_target("/status").unwrap().params, json!({}));
        for wrong in ["/tx?hash=xyz", "/tx?hash=0xz", "/a?b=%4", "/a?b=%ff", "/a?b=\"c"] {
            assert_eq!(from_target(wrong).unwrap_err().code, -32602, "{wrong}");
        }
    }

    #[test]
    fn wrong_bodies_keep_their_id() {
        assert!(matches!(read(b"{"), Sent::One(Err((_, error))) if error.code == -32700));
        assert!(matches!(read(b"[]"), Sent::One(Err((_, error))) if error.code == -32600));
        let no_method = read(br#"{"id":7}"#);
        assert!(
            matches!(no_method, Sent::One(Err((id, error))) if id == 7 && error.code == -32600)
        );
        let Sent::Batch(list) = read(br#"[{"id":1,"method":"a"},3]"#) else {
            panic!("a batch");
        };
        let call = Call { id: json!(1), method: "a".to_string(), params: json!({}) };
        assert_eq!(list[0], Ok(call));
        assert!(list[1].is_err());
        let many = format!("[{}1]", "1,".repeat(100));
        assert!(matches!(read(many.as_bytes()), Sent::One(Err(_))));
    }
}
