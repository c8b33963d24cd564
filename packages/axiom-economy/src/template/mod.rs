//! Templates: an economy as data.
//!
//! A template is a JSON object: `template` (1, the version of the format), `title`, `family`, `about`, `variables`
//! (each with `about` and perhaps a `default`), `founding` (the founding message of governance-dao without codes, their
//! checksums and the salt, which the plan puts in) and `then`: calls of the founder's in the founding transaction, and
//! after them proposals to the members. A plain founding message is a template too.
//!
//! A text `$NAME` stands for a variable; if it is the whole text, the variable may be a number, a list or an object.
//! Always there: `$FOUNDER`, `$DENOM`, `$OWNER` (governance-dao, or who owns the economy without it) and the addresses
//! `$REGISTRY`, `$TRACKER`, `$DISTRIBUTOR`, `$LEDGER`, `$DAO`. `$$` is a dollar.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{json, Map, Value};
use sha2::{Digest, Sha256};

use crate::error::EconomyError;

mod checks;
mod filled;
mod set;
mod words;

pub use filled::{Call, Filled, Proposal};
pub use set::Override;

/// Names and texts of the templates that are built in.
const BUILT_IN: [(&str, &str); 6] = [
    ("default", include_str!("../../../../economies/default.json")),
    ("agent-gigs", include_str!("../../../../economies/agent-gigs.json")),
    ("model-cooperative", include_str!("../../../../economies/model-cooperative.json")),
    ("reputation", include_str!("../../../../economies/reputation.json")),
    ("flash-collaboration", include_str!("../../../../economies/flash-collaboration.json")),
    (
        "infrastructure-contribution",
        include_str!("../../../../economies/infrastructure-contribution.json"),
    ),
];

/// A variable of a template.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// What it stands for.
    pub about: String,
    /// Its value unless another one is given.
    pub default: Option<Value>,
}

/// A template whose form is right; what it founds is checked once its words are filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// Its name, or its file.
    pub name: String,
    /// Title of the economy, for people.
    pub title: String,
    /// Family of economies that it belongs to.
    pub family: Option<String>,
    /// What happens in it.
    pub about: Option<String>,
    /// SHA-256 of its text, as hex.
    pub digest: String,
    /// Its variables by name.
    pub variables: BTreeMap<String, Variable>,
    document: Value,
}

impl Template {
    /// Names of the templates that are built in.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.into_iter().map(|(name, _)| name)
    }

    /// A template by its name, or from a file.
    ///
    /// # Errors
    /// [`EconomyError::NoTemplate`] if there is neither; as [`Template::parse`].
    pub fn find(name: &str) -> Result<Self, EconomyError> {
        if let Some((name, text)) = BUILT_IN.into_iter().find(|(own, _)| *own == name) {
            return Self::parse(name, text);
        }
        let path = Path::new(name);
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(name, &text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let known = Self::names().collect::<Vec<_>>().join(", ");
                Err(EconomyError::NoTemplate { name: name.to_string(), known })
            }
            Err(error) => {
                Err(EconomyError::Unreadable { path: name.to_string(), why: error.to_string() })
            }
        }
    }

    /// A template from its text.
    ///
    /// # Errors
    /// [`EconomyError::NotJson`]; [`EconomyError::Template`] if its form is wrong.
    pub fn parse(name: &str, text: &str) -> Result<Self, EconomyError> {
        let document: Value =
            serde_json::from_str(text).map_err(|error| EconomyError::NotJson {
                name: name.to_string(),
                why: error.to_string(),
                next: "a template to start from is economies/default.json",
            })?;
        let document = match document.get("template") {
            Some(_) => document,
            None => wrapped(name, document)?,
        };
        let problems = checks::form(&document);
        if !problems.is_empty() {
            return Err(EconomyError::Template { name: name.to_string(), problems });
        }
        let text_of = |key: &str| document.get(key).and_then(Value::as_str).map(str::to_string);
        Ok(Self {
            name: name.to_string(),
            title: text_of("title").unwrap_or_default(),
            family: text_of("family"),
            about: text_of("about"),
            digest: hex::encode(Sha256::digest(text)),
            variables: variables(&document),
            document,
        })
    }

    /// The template as JSON, in the long form.
    pub fn document(&self) -> &Value {
        &self.document
    }
}

/// A plain founding message in the long form.
fn wrapped(name: &str, founding: Value) -> Result<Value, EconomyError> {
    if !founding.is_object() {
        let found = match founding {
            Value::Array(_) => "a list",
            _ => "one plain value",
        };
        let problems = vec![format!("expected an object with fields, found {found}")];
        return Err(EconomyError::Template { name: name.to_string(), problems });
    }
    let title = founding.get("name").and_then(Value::as_str).unwrap_or(name);
    Ok(json!({ "template": 1, "title": title, "founding": founding }))
}

fn variables(document: &Value) -> BTreeMap<String, Variable> {
    let empty = Map::new();
    let all = document.get("variables").and_then(Value::as_object).unwrap_or(&empty);
    let variable = |(name, value): (&String, &Value)| {
        let about = value.get("about").and_then(Value::as_str).unwrap_or_default().to_string();
        let default = value.get("default").filter(|value| !value.is_null()).cloned();
        (name.clone(), Variable { about, default })
    };
    all.iter().map(variable).collect()
}
