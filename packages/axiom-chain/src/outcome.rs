//! What became of a transaction. It has to be looked at.

use std::fmt::{Debug, Display};

use cosmwasm_std::{Addr, Binary, Event};

use crate::price::GasReport;

/// The result of one transaction.
#[must_use = "say whether it should succeed or fail"]
#[derive(Debug)]
pub struct Outcome {
    result: Result<Success, Failure>,
}

/// A transaction that was accepted.
#[derive(Clone, Debug)]
pub struct Success {
    /// All events in order, those of submessages included. A contract's own events have types
    /// with the prefix `wasm-` and `_contract_address` as first attribute.
    pub events: Vec<Event>,
    /// What the last message answered, unwrapped.
    pub data: Option<Binary>,
    /// Height of the block it ran in.
    pub height: u64,
    /// What it cost: measured on a node, estimated on the embedded chain.
    pub gas: GasReport,
}

/// A transaction or query that was refused. It changed nothing.
pub struct Failure {
    /// The text of the contract (or module) that failed, nothing around it.
    pub text: String,
    /// Height of the block it ran in.
    pub height: u64,
    /// What it cost up to the failure: measured on a node, estimated on the embedded chain.
    pub gas: Box<GasReport>,
    source: anyhow::Error,
}

/// A contract panicked, or the chain's own code under it did. Its text is the one that a reply sees on wasmd.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("codespace: wasm, code: 29")]
pub struct ContractPanic {
    /// What was said, with the place in the code.
    pub message: String,
}

impl From<Result<Success, Failure>> for Outcome {
    fn from(result: Result<Success, Failure>) -> Self {
        Self { result }
    }
}

impl Outcome {
    /// Whether it was accepted.
    pub fn is_ok(&self) -> bool {
        self.result.is_ok()
    }

    /// The result to work with; for code that is no test.
    pub fn into_result(self) -> Result<Success, Failure> {
        self.result
    }

    /// The typed error, if it failed with one of that type.
    pub fn error<E>(&self) -> Option<&E>
    where
        E: Display + Debug + Send + Sync + 'static,
    {
        self.result.as_ref().err()?.error()
    }

    /// The text of the failure, if it failed.
    pub fn error_text(&self) -> Option<&str> {
        self.result.as_ref().err().map(|failure| failure.text.as_str())
    }

    /// What it cost, accepted or not.
    pub fn gas(&self) -> &GasReport {
        match &self.result {
            Ok(success) => &success.gas,
            Err(failure) => &failure.gas,
        }
    }

    /// Asserts that it was accepted.
    #[track_caller]
    pub fn should_succeed(self) -> Success {
        match self.result {
            Ok(success) => success,
            Err(failure) => panic!("should have succeeded, but failed: {failure}"),
        }
    }

    /// Asserts that it was refused.
    #[track_caller]
    pub fn should_fail(self) -> Failure {
        match self.result {
            Ok(success) => panic!(
                "should have failed, but succeeded with events:\n{}",
                listed(&success.events)
            ),
            Err(failure) => failure,
        }
    }

    /// Asserts that it was refused with exactly this typed error.
    #[track_caller]
    pub fn should_fail_with<E>(self, expected: &E) -> Failure
    where
        E: PartialEq + Display + Debug + Send + Sync + 'static,
    {
        let failure = self.should_fail();
        match failure.error::<E>() {
            Some(error) if error == expected => {}
            Some(error) => panic!("should have failed with {expected:?}, but with {error:?}"),
            None => panic!("should have failed with {expected:?}, but: {failure}"),
        }
        failure
    }

    /// Asserts that it was refused with a text that contains this one. A panic of a contract is
    /// never what was meant, unless its code is asked for.
    #[track_caller]
    pub fn should_fail_containing(self, part: &str) -> Failure {
        let failure = self.should_fail();
        assert!(
            failure.text.contains(part),
            "should have failed with a text containing {part:?}, but: {failure}"
        );
        failure
    }
}

impl Success {
    /// The events of that type, in order; the prefix `wasm-` may be left out.
    pub fn events_of<'a>(&'a self, ty: &'a str) -> impl Iterator<Item = &'a Event> {
        events_of(&self.events, ty)
    }

    /// How many events of that type there are.
    pub fn count_of(&self, ty: &str) -> usize {
        self.events_of(ty).count()
    }

    /// The attribute of the first event of that type that has it.
    pub fn attribute(&self, ty: &str, key: &str) -> Option<&str> {
        attribute(&self.events, ty, key)
    }

    /// The contract that was created (the first, if there are several).
    #[track_caller]
    pub fn contract(&self) -> Addr {
        match self.attribute("instantiate", "_contract_address") {
            Some(address) => Addr::unchecked(address),
            None => panic!("no contract was created"),
        }
    }

    /// The answered data, decoded from JSON.
    #[track_caller]
    pub fn data_as<T: serde::de::DeserializeOwned>(&self) -> T {
        let data = self.data.as_ref().expect("the transaction answered data");
        cosmwasm_std::from_json(data).expect("the data is of that type")
    }
}

impl Failure {
    /// A refusal with a plain text, and its cause with everything that is known of it.
    pub fn new(height: u64, gas: GasReport, text: String, source: anyhow::Error) -> Self {
        Self { text, height, gas: Box::new(gas), source }
    }

    /// The typed error, if it is of that type. Errors of contracts are those that their entry
    /// points return, panics are [`ContractPanic`]. A node tells texts only: there it is none.
    pub fn error<E>(&self) -> Option<&E>
    where
        E: Display + Debug + Send + Sync + 'static,
    {
        self.source.downcast_ref::<E>()
    }

    /// What the contract said, if it panicked.
    pub fn panic(&self) -> Option<&str> {
        self.error::<ContractPanic>().map(|panic| panic.message.as_str())
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} [{:?}]", self.text, self.source.root_cause())
    }
}

impl Debug for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Display::fmt(self, f)
    }
}

impl std::error::Error for Failure {}

/// The events of that type, in order; the prefix `wasm-` may be left out.
pub fn events_of<'a>(events: &'a [Event], ty: &'a str) -> impl Iterator<Item = &'a Event> + 'a {
    events.iter().filter(move |event| {
        event.ty == ty || event.ty.strip_prefix("wasm-").is_some_and(|own| own == ty)
    })
}

/// The attribute of the first event of that type that has it; the prefix `wasm-` may be left out.
pub fn attribute<'a>(events: &'a [Event], ty: &str, key: &str) -> Option<&'a str> {
    events
        .iter()
        .filter(|event| event.ty == ty || event.ty.strip_prefix("wasm-") == Some(ty))
        .flat_map(|event| &event.attributes)
        .find(|attribute| attribute.key == key)
        .map(|attribute| attribute.value.as_str())
}

fn listed(events: &[Event]) -> String {
    let line = |event: &Event| {
        let pairs = event.attributes.iter();
        let pairs: Vec<_> = pairs.map(|a| format!("{}={}", a.key, a.value)).collect();
        format!("  {} {}", event.ty, pairs.join(" "))
    };
    events.iter().map(line).collect::<Vec<_>>().join("\n")
}
