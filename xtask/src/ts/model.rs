//! What a schema says, in the form that the generator needs.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{bail, ensure, Context, Result};
use serde_json::Value;

use super::text::pascal;

/// One message or question of a contract.
pub struct Method {
    /// Its name on the wire.
    pub wire: String,
    /// What it does.
    pub doc: Option<String>,
    /// What it takes: an object or a reference to a type.
    pub arguments: Value,
}

impl Method {
    /// True if the message has no fields.
    pub fn is_bare(&self) -> bool {
        self.arguments.get("$ref").is_none() && fields(&self.arguments).next().is_none()
    }
}

/// A contract as its schema tells.
pub struct Contract {
    /// Full name: `execution-ledger`.
    pub name: String,
    /// Short word: `ledger`.
    pub short: String,
    /// Named types: schema by TypeScript name.
    pub types: BTreeMap<String, Value>,
    /// Types that only answers hold: their optional fields are always there.
    pub answered: BTreeSet<String>,
    /// Messages.
    pub execute: Vec<Method>,
    /// Questions.
    pub query: Vec<Method>,
    /// Answer of each question, as a reference or an inline schema.
    pub answers: BTreeMap<String, Value>,
}

impl Contract {
    /// Reads the schema of a contract.
    pub fn read(name: &str, short: &str, schema: &Value) -> Result<Self> {
        let mut found = Self {
            name: name.to_string(),
            short: short.to_string(),
            types: BTreeMap::new(),
            answered: BTreeSet::new(),
            execute: methods(&schema["execute"])?,
            query: methods(&schema["query"])?,
            answers: BTreeMap::new(),
        };
        let mut said = BTreeSet::new();
        for part in ["instantiate", "execute", "query", "migrate"] {
            said.extend(found.take(&schema[part])?);
            if part != "query" || found.query.iter().any(|method| !method.is_bare()) {
                said.insert(found.root(&schema[part])?);
            }
        }
        let answers = schema["responses"].as_object().context("no responses")?;
        for (question, answer) in answers {
            let inside = found.take(answer)?;
            found.answered.extend(inside);
            let root = found.answer(answer)?;
            found.answers.insert(question.clone(), root);
        }
        found.answered.retain(|name| !said.contains(name));
        Ok(found)
    }

    /// Takes the definitions of a part, and tells their names.
    fn take(&mut self, part: &Value) -> Result<BTreeSet<String>> {
        let mut names = BTreeSet::new();
        for (name, schema) in part["definitions"].as_object().into_iter().flatten() {
            let name = pascal(name);
            self.name_type(&name, schema.clone())?;
            names.insert(name);
        }
        Ok(names)
    }

    fn name_type(&mut self, name: &str, schema: Value) -> Result<()> {
        if let Some(other) = self.types.insert(name.to_string(), schema.clone()) {
            ensure!(other == schema, "two types are called {name}");
        }
        Ok(())
    }

    fn root(&mut self, part: &Value) -> Result<String> {
        let name = pascal(part["title"].as_str().context("a part without a title")?);
        self.name_type(&name, without_frame(part))?;
        Ok(name)
    }

    fn answer(&mut self, part: &Value) -> Result<Value> {
        if part.get("properties").is_none() && part.get("oneOf").is_none() {
            return Ok(without_frame(part));
        }
        let name = self.root(part)?;
        self.answered.insert(name.clone());
        Ok(serde_json::json!({ "$ref": format!("#/definitions/{name}") }))
    }
}

fn without_frame(part: &Value) -> Value {
    let mut schema = part.clone();
    if let Some(fields) = schema.as_object_mut() {
        for key in ["definitions", "$schema", "title"] {
            fields.remove(key);
        }
    }
    schema
}

fn methods(part: &Value) -> Result<Vec<Method>> {
    let variants = part["oneOf"].as_array().context("messages that are no enum")?;
    variants.iter().map(method).collect()
}

fn method(variant: &Value) -> Result<Method> {
    let Some((wire, arguments)) = only_field(variant) else {
        bail!("a message that is no struct variant: {variant}");
    };
    let doc = variant["description"].as_str().or_else(|| arguments["description"].as_str());
    let doc = doc.map(str::to_string);
    Ok(Method { wire: wire.to_string(), doc, arguments: arguments.clone() })
}

/// The field of an object that has exactly one.
pub fn only_field(schema: &Value) -> Option<(&str, &Value)> {
    let mut all = fields(schema);
    all.next().filter(|_| all.next().is_none())
}

/// Fields of an object and their schemas.
pub fn fields(schema: &Value) -> impl Iterator<Item = (&str, &Value)> {
    schema["properties"].as_object().into_iter().flatten().map(|(key, field)| (key.as_str(), field))
}

/// The TypeScript name that a schema refers to.
pub fn reference(schema: &Value) -> Option<String> {
    schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/definitions/")).map(pascal)
}

/// Alternatives of a schema.
pub fn alternatives(schema: &Value) -> Option<&Vec<Value>> {
    ["oneOf", "anyOf", "allOf"].into_iter().find_map(|key| schema[key].as_array())
}

/// True for whole numbers of 64 bits.
pub fn is_wide(schema: &Value) -> bool {
    matches!(schema["format"].as_str(), Some("uint64" | "int64"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_message_that_is_a_bare_word_is_refused() {
        let part = json!({ "oneOf": [{ "type": "string", "enum": ["info"] }] });
        let error = methods(&part).map(|_| ()).unwrap_err();
        assert!(error.to_string().contains("no struct variant"), "{error}");
    }

    #[test]
    fn two_types_of_one_name_are_refused() {
        let part = |kind: &str| json!({ "title": "X", "type": kind });
        let schema = json!({
            "instantiate": part("string"),
            "execute": { "title": "X", "oneOf": [] },
            "query": { "title": "Q", "oneOf": [] },
            "migrate": part("string"),
            "responses": {},
        });
        let error = Contract::read("a", "a", &schema).map(|_| ()).unwrap_err();
        assert!(error.to_string().contains("two types are called X"), "{error}");
    }
}
