//! TypeScript types out of a schema.

use anyhow::{bail, Result};
use serde_json::Value;

use super::model::{alternatives, fields, is_wide, reference, Contract};
use super::text::{comment, quoted};

/// Every named type of a contract.
pub fn text(contract: &Contract) -> Result<String> {
    let mut text = String::new();
    for (name, schema) in &contract.types {
        let whole = contract.answered.contains(name);
        text.push_str(&comment(schema["description"].as_str(), 0));
        text.push_str(&declaration(name, schema, whole)?);
        text.push('\n');
    }
    Ok(text)
}

fn declaration(name: &str, schema: &Value, whole: bool) -> Result<String> {
    let writer = Writer { whole };
    if fields(schema).next().is_some() {
        return Ok(format!("export interface {name} {}\n", writer.object(schema, 0)?));
    }
    let kind = writer.expression(schema, 0)?;
    let gap = if kind.starts_with('\n') { "" } else { " " };
    Ok(format!("export type {name} ={gap}{kind};\n"))
}

/// The TypeScript type of a schema inside of a line.
pub fn expression(schema: &Value, whole: bool) -> Result<String> {
    Writer { whole }.expression(schema, 0)
}

struct Writer {
    /// Whether optional fields are always there, as in answers.
    whole: bool,
}

impl Writer {
    fn expression(&self, schema: &Value, indent: usize) -> Result<String> {
        if let Some(name) = reference(schema) {
            return Ok(name);
        }
        if let Some(all) = alternatives(schema) {
            return self.union(all, indent);
        }
        if let Some(words) = schema["enum"].as_array() {
            let words: Vec<String> = words.iter().map(Value::to_string).collect();
            return Ok(words.join(" | "));
        }
        match &schema["type"] {
            Value::String(kind) => self.plain(kind, schema, indent),
            Value::Array(kinds) => {
                let kinds = kinds.iter().filter_map(Value::as_str);
                let kinds: Result<Vec<String>> =
                    kinds.map(|kind| self.plain(kind, schema, indent)).collect();
                Ok(kinds?.join(" | "))
            }
            _ => bail!("a schema that the generator does not know: {schema}"),
        }
    }

    fn plain(&self, kind: &str, schema: &Value, indent: usize) -> Result<String> {
        Ok(match kind {
            "string" => "string".to_string(),
            "boolean" => "boolean".to_string(),
            "null" => "null".to_string(),
            "integer" if is_wide(schema) => "bigint".to_string(),
            "integer" => "number".to_string(),
            "array" => format!("Array<{}>", self.expression(&schema["items"], indent)?),
            "object" if fields(schema).next().is_none() => "{ [key: string]: never }".to_string(),
            "object" => self.object(schema, indent)?,
            other => bail!("a type that the generator does not know: {other}"),
        })
    }

    fn union(&self, all: &[Value], indent: usize) -> Result<String> {
        if let [one] = all {
            return self.expression(one, indent);
        }
        let documented = all.iter().any(|one| one["description"].is_string());
        let inner = indent + 2;
        let parts: Result<Vec<(String, String)>> = all
            .iter()
            .map(|one| {
                let doc = comment(one["description"].as_str(), inner);
                Ok((doc, self.expression(one, inner)?))
            })
            .collect();
        let parts = parts?;
        if !documented && parts.iter().all(|(_, part)| !part.contains('\n')) {
            let parts: Vec<String> = parts.into_iter().map(|(_, part)| part).collect();
            return Ok(parts.join(" | "));
        }
        let pad = " ".repeat(inner);
        let parts = parts.iter().map(|(doc, part)| format!("\n{doc}{pad}| {part}"));
        Ok(parts.collect())
    }

    fn object(&self, schema: &Value, indent: usize) -> Result<String> {
        let pad = " ".repeat(indent + 2);
        let mut text = String::from("{\n");
        for (key, field) in fields(schema) {
            text.push_str(&comment(field["description"].as_str(), indent + 2));
            let kind = self.expression(field, indent + 2)?;
            let free = !self.whole && !is_required(schema, key);
            let mark = if free { "?" } else { "" };
            text.push_str(&format!("{pad}{}{mark}: {kind};\n", property(key)));
        }
        Ok(text + &" ".repeat(indent) + "}")
    }
}

fn property(key: &str) -> String {
    let plain = key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if plain {
        key.to_string()
    } else {
        quoted(key)
    }
}

/// Whether an object must have a field.
pub fn is_required(schema: &Value, key: &str) -> bool {
    schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_of_64_bits_are_bigint_and_smaller_ones_number() {
        let wide = json!({ "type": "integer", "format": "uint64" });
        let maybe = json!({ "type": ["integer", "null"], "format": "uint64" });
        let small = json!({ "type": "integer", "format": "uint32" });
        assert_eq!(expression(&wide, false).unwrap(), "bigint");
        assert_eq!(expression(&maybe, false).unwrap(), "bigint | null");
        assert_eq!(expression(&small, false).unwrap(), "number");
    }

    #[test]
    fn optional_fields_may_be_left_out_of_messages_only() {
        let schema = json!({
            "type": "object", "required": ["a"],
            "properties": {
                "a": { "type": "string", "description": "First." },
                "b": { "type": ["string", "null"] },
            },
        });
        let said = expression(&schema, false).unwrap();
        assert_eq!(said, "{\n  /** First. */\n  a: string;\n  b?: string | null;\n}");
        let answered = expression(&schema, true).unwrap();
        assert!(answered.contains("  b: string | null;"), "{answered}");
    }

    #[test]
    fn what_the_generator_does_not_know_is_refused() {
        assert!(expression(&json!({}), false).is_err());
        assert!(expression(&json!({ "type": "tuple" }), false).is_err());
    }
}
