//! How a command fails: what is said, the next step, and the exit code.

use axiom_client::ClientError;
use axiom_keys::KeyError;
use serde_json::json;

use crate::out;

/// What kind of failure it is; decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Anything that is none of the others.
    Failed,
    /// A wrong command, flag or value. Nothing was sent.
    Usage,
    /// The node cannot be reached, lies, lags or belongs to another chain.
    Node,
    /// The chain or a contract refused.
    Refused,
    /// A transaction was handed in and may or may not be included.
    InDoubt,
    /// A key, a password or a confirmation is missing.
    Permission,
    /// A check did not pass.
    Check,
}

/// All kinds with their exit codes and meanings, for the manual.
pub const CODES: [(Kind, u8, &str); 7] = [
    (Kind::Failed, 1, "something failed: the text says what and what to do"),
    (Kind::Usage, 2, "a wrong command, flag or value; nothing was sent"),
    (Kind::Node, 3, "the node cannot be reached, lies, lags behind or belongs to another chain"),
    (Kind::Refused, 4, "the chain or a contract refused"),
    (Kind::InDoubt, 5, "a transaction was handed in and may still be included: look for its hash"),
    (Kind::Permission, 6, "a key, a password or a confirmation is missing"),
    (Kind::Check, 7, "a check did not pass"),
];

impl Kind {
    /// The exit code.
    pub fn code(self) -> u8 {
        CODES.iter().find(|(kind, ..)| *kind == self).map_or(1, |(_, code, _)| *code)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Usage => "usage",
            Self::Node => "node",
            Self::Refused => "refused",
            Self::InDoubt => "in_doubt",
            Self::Permission => "permission",
            Self::Check => "check",
        }
    }
}

/// Why a command failed.
#[derive(Debug)]
pub struct Fail {
    /// Its kind.
    pub kind: Kind,
    /// What is wrong and what was expected.
    pub text: String,
    /// The next step, if the text does not say it.
    pub hint: Option<String>,
}

/// What commands answer.
pub type Done<T = ()> = Result<T, Fail>;

impl Fail {
    /// A failure of a kind.
    pub fn new(kind: Kind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), hint: None }
    }

    /// A wrong command, flag or value.
    pub fn usage(text: impl Into<String>) -> Self {
        Self::new(Kind::Usage, text)
    }

    /// With the next step.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// For people: one line, and one for the hint.
    pub fn text(&self) -> String {
        match &self.hint {
            Some(hint) => format!("error: {}\nhint: {hint}", self.text),
            None => format!("error: {}", self.text),
        }
    }

    /// For programs.
    pub fn json(&self) -> serde_json::Value {
        let (kind, exit) = (self.kind.name(), self.kind.code());
        json!({ "error": { "kind": kind, "exit": exit, "text": self.text, "hint": self.hint } })
    }
}

impl From<anyhow::Error> for Fail {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<ClientError>() {
            Ok(known) => known.into(),
            Err(other) => Self::new(Kind::Failed, format!("{other:#}")),
        }
    }
}

impl From<std::io::Error> for Fail {
    fn from(error: std::io::Error) -> Self {
        Self::new(Kind::Failed, error.to_string())
    }
}

impl From<KeyError> for Fail {
    fn from(error: KeyError) -> Self {
        let kind = match error {
            KeyError::WrongPassword { .. }
            | KeyError::OnlyWatched { .. }
            | KeyError::NoKeychain { .. }
            | KeyError::NoSuchKey { .. } => Kind::Permission,
            KeyError::File { .. } | KeyError::Damaged { .. } | KeyError::NoRandom { .. } => {
                Kind::Failed
            }
            _ => Kind::Usage,
        };
        let hint = match &error {
            KeyError::NoKeychain { .. } => {
                Some("without one: axiom keys add, and a password of your own".to_string())
            }
            KeyError::NoSuchKey { .. } => Some(format!(
                "axiom keys add <name>; development chains also have public test keys: {}",
                crate::who::TEST_ACCOUNTS.join(", ")
            )),
            _ => None,
        };
        Self { kind, text: error.to_string(), hint }
    }
}

impl From<ClientError> for Fail {
    fn from(error: ClientError) -> Self {
        use ClientError as E;
        let kind = match &error {
            E::Unreachable { .. }
            | E::TimedOut { .. }
            | E::Http { .. }
            | E::Malformed { .. }
            | E::WrongChain { .. }
            | E::CatchingUp { .. }
            | E::Lagging { .. }
            | E::WentBack { .. }
            | E::Node { .. }
            | E::NoIndex
            | E::NoSimulation => Kind::Node,
            E::Query { .. }
            | E::Refused(_)
            | E::Expired { .. }
            | E::NoAccount { .. }
            | E::UploadClosed { .. } => Kind::Refused,
            E::NotIncluded { .. } | E::Uncertain { .. } => Kind::InDoubt,
            E::Unsupported { .. } | E::Invalid { .. } => Kind::Usage,
            E::File { .. } => Kind::Failed,
        };
        let text = out::clean(&error.to_string());
        let hint = crate::hints::of(&text);
        Self { kind, text, hint }
    }
}
