//! Where whole numbers of 64 bits are in the answers of a contract.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use serde_json::Value;

use super::model::{alternatives, fields, is_wide, reference, Contract};

/// The table of shapes, and the shape of each answer.
pub fn text(contract: &Contract) -> Result<String> {
    let table = table(contract);
    let met = met(contract);
    let mut text = String::from(
        "/** Where whole numbers of 64 bits are, by the types of answers. `1` is such a number; types without any are left out. */\n\
         export const shapes: ShapeTable = {\n",
    );
    for (name, shape) in table.iter().filter(|(name, _)| met.contains(*name)) {
        text.push_str(&format!("  {name}: {shape},\n"));
    }
    text.push_str("};\n\nconst answers: { readonly [question: string]: Shape } = {\n");
    for (question, schema) in &contract.answers {
        let known = |name: &str| table.contains_key(name);
        if let Some(shape) = shape(schema, &known) {
            text.push_str(&format!("  {question}: {shape},\n"));
        }
    }
    Ok(text + "};\n")
}

/// Types that answers hold, through others too.
fn met(contract: &Contract) -> BTreeSet<String> {
    let mut met = BTreeSet::new();
    let mut open: Vec<&Value> = contract.answers.values().collect();
    while let Some(schema) = open.pop() {
        match reference(schema) {
            Some(name) => {
                open.extend(contract.types.get(&name).filter(|_| met.insert(name.clone())));
            }
            None => match schema {
                Value::Object(inner) => open.extend(inner.values()),
                Value::Array(inner) => open.extend(inner),
                _ => {}
            },
        }
    }
    met
}

/// Shapes of the types that hold such a number, through others too.
fn table(contract: &Contract) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    // A type that refers to itself is known only after it was found: so until nothing changes.
    loop {
        let known = |name: &str| found.contains_key(name);
        let next: BTreeMap<String, String> = contract
            .types
            .iter()
            .filter_map(|(name, schema)| Some((name.clone(), shape(schema, &known)?)))
            .collect();
        if next == found {
            return found;
        }
        found = next;
    }
}

/// The shape of a schema; none if no such number is in it.
fn shape(schema: &Value, known: &dyn Fn(&str) -> bool) -> Option<String> {
    if let Some(name) = reference(schema) {
        return known(&name).then(|| format!("\"{name}\""));
    }
    if is_wide(schema) {
        return Some("1".to_string());
    }
    if let Some(all) = alternatives(schema) {
        return union(all, known);
    }
    if !schema["items"].is_null() {
        return shape(&schema["items"], known).map(|inner| format!("[{inner}]"));
    }
    object([schema].into_iter(), known)
}

/// Variants of an enum have one field each, so that their fields together say which is which.
fn union(all: &[Value], known: &dyn Fn(&str) -> bool) -> Option<String> {
    let plain = |one: &&Value| fields(one).next().is_none();
    let single = all.iter().filter(plain).find_map(|one| shape(one, known));
    single.or_else(|| object(all.iter(), known))
}

fn object<'s>(
    all: impl Iterator<Item = &'s Value>,
    known: &dyn Fn(&str) -> bool,
) -> Option<String> {
    let inner: Vec<String> = all
        .flat_map(fields)
        .filter_map(|(key, field)| Some(format!("{key}: {}", shape(field, known)?)))
        .collect();
    (!inner.is_empty()).then(|| format!("{{ {} }}", inner.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_shape_names_only_the_way_to_wide_numbers() {
        let wide = json!({ "type": "integer", "format": "uint64" });
        let schema = json!({ "properties": {
            "a": { "type": "string" },
            "b": { "type": "array", "items": wide },
            "c": { "anyOf": [{ "$ref": "#/definitions/Known" }, { "type": "null" }] },
            "d": { "$ref": "#/definitions/Other" },
            "e": { "oneOf": [{ "enum": ["x"] }, { "properties": { "y": wide } }] },
        }});
        let found = shape(&schema, &|name| name == "Known");
        assert_eq!(found.as_deref(), Some("{ b: [1], c: \"Known\", e: { y: 1 } }"));
    }
}
