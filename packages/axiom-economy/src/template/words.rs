//! Words that stand for values.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::role::Role;

/// Words that a template cannot define: addresses that the plan knows.
pub fn is_fixed(name: &str) -> bool {
    matches!(name, "FOUNDER" | "OWNER") || Role::ALL.iter().any(|role| role.variable() == name)
}

/// Whether a text can be the name of a variable.
pub fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// Replaces the words in a value; notes those without a value, each with the first path at which it stands.
pub struct Filler<'a> {
    /// Values by name.
    pub words: &'a BTreeMap<String, Value>,
    /// Names without a value, and where.
    pub open: BTreeMap<String, String>,
}

impl Filler<'_> {
    /// Replaces the words in a value that stands at a path.
    pub fn fill(&mut self, value: &Value, path: &str) -> Value {
        match value {
            Value::String(text) => self.text(text, path),
            Value::Array(items) => {
                let filled = items.iter().enumerate();
                filled.map(|(at, item)| self.fill(item, &format!("{path}[{at}]"))).collect()
            }
            Value::Object(fields) => Value::Object(
                fields
                    .iter()
                    .map(|(name, inner)| {
                        (name.clone(), self.fill(inner, &format!("{path}.{name}")))
                    })
                    .collect(),
            ),
            other => other.clone(),
        }
    }

    fn text(&mut self, text: &str, path: &str) -> Value {
        if let Some(name) = text.strip_prefix('$').filter(|name| is_name(name)) {
            return self.value(name, path).unwrap_or_else(|| Value::from(text));
        }
        let mut filled = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            let (before, after) = rest.split_at(at);
            filled.push_str(before);
            let after = after.strip_prefix('$').unwrap_or(after);
            if let Some(further) = after.strip_prefix('$') {
                filled.push('$');
                rest = further;
                continue;
            }
            let end = after
                .find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'))
                .unwrap_or(after.len());
            let (name, further) = after.split_at(end);
            match is_name(name).then(|| self.value(name, path)).flatten() {
                Some(Value::String(word)) => filled.push_str(&word),
                Some(other) => filled.push_str(&other.to_string()),
                None => {
                    filled.push('$');
                    filled.push_str(name);
                }
            }
            rest = further;
        }
        filled.push_str(rest);
        Value::from(filled)
    }

    fn value(&mut self, name: &str, path: &str) -> Option<Value> {
        let found = self.words.get(name).cloned();
        if found.is_none() {
            self.open.entry(name.to_string()).or_insert_with(|| path.to_string());
        }
        found
    }
}
