//! The contracts and their messages.

use std::sync::OnceLock;

use serde_json::Value;

use crate::check::nearest;
use crate::shape::{Field, Shape};

/// Names of the five contracts.
pub const NAMES: [&str; 5] = [
    "state-registry",
    "execution-ledger",
    "contribution-tracker",
    "value-distributor",
    "governance-dao",
];

const SCHEMAS: [&str; 5] = [
    include_str!("../../../schema/state-registry.json"),
    include_str!("../../../schema/execution-ledger.json"),
    include_str!("../../../schema/contribution-tracker.json"),
    include_str!("../../../schema/value-distributor.json"),
    include_str!("../../../schema/governance-dao.json"),
];

/// What a message is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Creates a contract.
    Instantiate,
    /// Changes its state.
    Execute,
    /// Asks it.
    Query,
    /// Moves it to another code.
    Migrate,
}

impl Kind {
    fn key(self) -> &'static str {
        match self {
            Self::Instantiate => "instantiate",
            Self::Execute => "execute",
            Self::Query => "query",
            Self::Migrate => "migrate",
        }
    }
}

/// A contract with its schema.
#[derive(Debug)]
pub struct Contract {
    name: &'static str,
    schema: Value,
}

/// One message of a contract.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its name, the key of its JSON object.
    pub name: String,
    /// What it does, who may send it, its errors.
    pub about: String,
    /// Its fields.
    pub fields: Vec<Field>,
}

impl Contract {
    /// The contract of a name; short names are those of the layers: `registry`, `ledger`, `tracker`, `distributor`, `dao`.
    pub fn find(name: &str) -> Option<&'static Self> {
        static READ: [OnceLock<Contract>; 5] = [const { OnceLock::new() }; 5];
        let at = NAMES.iter().position(|full| is_called(full, name))?;
        Some(READ[at].get_or_init(|| Contract {
            name: NAMES[at],
            // The files are generated and a test reads every one of them.
            schema: serde_json::from_str(SCHEMAS[at]).unwrap_or(Value::Null),
        }))
    }

    /// Its full name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The part of its schema for that kind; `null` if it takes no such messages.
    pub fn schema(&self, kind: Kind) -> &Value {
        self.schema.get(kind.key()).unwrap_or(&Value::Null)
    }

    /// The schema of the answer to a query.
    pub fn answer(&self, query: &str) -> Option<&Value> {
        self.schema.get("responses")?.get(query)
    }

    /// The version that the schema is of.
    pub fn version(&self) -> &str {
        self.schema.get("contract_version").and_then(Value::as_str).unwrap_or_default()
    }

    /// Names and short texts of all messages of a kind, as the schema orders them. Cheap: no shapes are read.
    pub fn names(&self, kind: Kind) -> Vec<(&str, &str)> {
        variants(self.schema(kind))
            .filter_map(|variant| Some((name_of(variant)?, about(variant))))
            .collect()
    }

    /// All messages of a kind, as the schema orders them.
    pub fn messages(&self, kind: Kind) -> Vec<Message> {
        let schema = self.schema(kind);
        variants(schema).filter_map(|variant| message(variant, schema)).collect()
    }

    /// One message.
    ///
    /// # Errors
    /// If there is none of that name: the text names the nearest.
    pub fn message(&self, kind: Kind, name: &str) -> Result<Message, String> {
        let schema = self.schema(kind);
        let name = name.replace('-', "_");
        let found = variants(schema).find(|variant| name_of(variant) == Some(&name));
        found.and_then(|variant| message(variant, schema)).ok_or_else(|| {
            let names = self.names(kind);
            let hint = nearest(&name, names.iter().map(|(name, _)| *name));
            format!("{} has no {} message {name}{hint}", self.name, kind.key())
        })
    }
}

/// `value-distributor` is called `distributor` too.
fn is_called(full: &str, name: &str) -> bool {
    full == name || full.split('-').next_back() == Some(name)
}

fn variants(schema: &Value) -> impl Iterator<Item = &Value> {
    schema.get("oneOf").and_then(Value::as_array).into_iter().flatten()
}

fn name_of(variant: &Value) -> Option<&str> {
    variant.get("required")?.get(0)?.as_str()
}

fn about(variant: &Value) -> &str {
    variant.get("description").and_then(Value::as_str).unwrap_or_default()
}

fn message(variant: &Value, schema: &Value) -> Option<Message> {
    let name = name_of(variant)?;
    let inner = variant.get("properties")?.get(name)?;
    let fields = match Shape::read(inner, schema) {
        Shape::Fields { fields, .. } => fields,
        // A message that is one type, such as cw20's `receive`: its one nameless field is spread by that type.
        shape => vec![Field { name: String::new(), about: String::new(), required: true, shape }],
    };
    Some(Message { name: name.to_string(), about: about(variant).to_string(), fields })
}
