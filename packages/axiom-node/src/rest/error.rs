//! Why a request is refused, in the words and numbers of the gateway.

use serde_json::{json, Value};

use crate::error::{NodeError, Refusal};

/// A request that is refused. Each text says what is wrong and what was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RestError {
    /// A path that is none of those that are served.
    #[error(
        "{method} {path} is not served by this development chain. Served are paths below {served}"
    )]
    Path {
        /// Such as `GET`.
        method: String,
        /// The path without its query.
        path: String,
        /// Beginnings of those that are served.
        served: String,
    },
    /// A path that is served for the other method.
    #[error("{path} is asked by {expected}, not by {method}")]
    Method {
        /// Such as `GET`.
        method: String,
        /// The path without its query.
        path: String,
        /// The method that is expected.
        expected: &'static str,
    },
    /// Percent signs that stand for nothing.
    #[error("{0}")]
    Encoding(String),
    /// A body that is no JSON object.
    #[error("the body should be a JSON object: {0}")]
    Body(String),
    /// An address of another chain, or none.
    #[error("{given:?} is no address of this chain: {why}. Expected is one such as {prefix}1...", prefix = axiom_chain::PREFIX)]
    Address {
        /// What was given.
        given: String,
        /// What is wrong with it.
        why: String,
    },
    /// A hash of a transaction that is none.
    #[error("{0:?} is no hash of a transaction. Expected are 64 hexadecimal digits")]
    Hash(String),
    /// Bytes that are no base64.
    #[error("{field} should be base64, of the standard or the URL alphabet: {why}")]
    Base64 {
        /// The field.
        field: String,
        /// What is wrong with it.
        why: String,
    },
    /// A way to broadcast that is not supported.
    #[error("{0} is not supported. Expected is BROADCAST_MODE_SYNC or BROADCAST_MODE_ASYNC")]
    Mode(String),
    /// A value of the wrong kind.
    #[error("{field} should be {expected}, but is {found}")]
    Field {
        /// The field.
        field: String,
        /// What was expected.
        expected: String,
        /// What was found, shortened.
        found: String,
    },
    /// A field that the message does not have.
    #[error("{field} is no field that is known here. Expected is one of: {known}")]
    Unknown {
        /// The field.
        field: String,
        /// Those that the message has.
        known: String,
    },
    /// What is asked for is not there.
    #[error("{0}")]
    Missing(String),
    /// The application was asked wrongly.
    #[error("{0}")]
    Invalid(String),
    /// The application does not serve it.
    #[error("{0}")]
    Unserved(String),
    /// The application failed, or refuses.
    #[error("{0}")]
    Failed(String),
    /// The server is being stopped.
    #[error("the server is being stopped")]
    Stopping,
}

impl RestError {
    /// A value of the wrong kind.
    pub fn field(field: &str, expected: impl Into<String>, found: &Value) -> Self {
        let found = found.to_string();
        let mut short: String = found.chars().take(80).collect();
        if short.len() < found.len() {
            short.push_str("...");
        }
        Self::Field { field: field.to_string(), expected: expected.into(), found: short }
    }

    /// Code of gRPC and status of HTTP.
    fn codes(&self) -> (u8, u16) {
        match self {
            Self::Path { .. } | Self::Method { .. } | Self::Unserved(_) => (12, 501),
            Self::Missing(_) => (5, 404),
            Self::Failed(_) => (2, 500),
            Self::Stopping => (14, 503),
            _ => (3, 400),
        }
    }

    /// Status of HTTP and the body that the gateway answers.
    pub fn answer(&self) -> (u16, Value) {
        let (code, status) = self.codes();
        (status, json!({ "code": code, "message": self.to_string(), "details": [] }))
    }
}

impl From<NodeError> for RestError {
    fn from(error: NodeError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<Refusal> for RestError {
    /// Refusals of query services name a code of gRPC, in a text of the SDK around it.
    fn from(refusal: Refusal) -> Self {
        let service = refusal.log.strip_prefix("rpc error: code = ");
        if let Some((code, text)) = service.and_then(|rest| rest.split_once(" desc = ")) {
            let text = text.rsplit_once(": ").map_or(text, |(text, _)| text).to_string();
            return match code {
                "NotFound" => Self::Missing(text),
                "InvalidArgument" => Self::Invalid(text),
                _ => Self::Failed(text),
            };
        }
        let text = refusal.log;
        match (refusal.codespace, refusal.code) {
            ("sdk", 6) => Self::Unserved(text),
            ("sdk", 7 | 18) | ("wasm", 17) => Self::Invalid(text),
            ("sdk", 22 | 38) | ("wasm", 22 | 28) => Self::Missing(text),
            _ => Self::Failed(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_keep_their_words_without_those_around_them() {
        let cases = [
            (Refusal::not_found("tx not found: AB"), 404, "tx not found: AB"),
            (Refusal::invalid_argument("invalid denom"), 400, "invalid denom"),
            (Refusal::sdk(7, "no address"), 400, "no address: invalid address"),
            (Refusal::wasm(22, "no such contract: address a"), 404, "no such contract: address a"),
            (
                Refusal::wasm(9, "x: query wasm contract failed"),
                500,
                "x: query wasm contract failed",
            ),
        ];
        for (refusal, status, text) in cases {
            let (found, body) = RestError::from(refusal).answer();
            assert_eq!((found, body["message"].as_str()), (status, Some(text)));
            assert_eq!(body["details"], json!([]));
        }
    }
}
