//! What is wrong with a JSON value, and where.

use serde_json::Value;

use crate::shape::{bits_of, choices, resolve, takes_null, text_kind, type_of, TextKind};

/// Something that does not fit its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where, such as `tracker.create.settings.domains[1].half_life`; empty for the whole.
    pub path: String,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub found: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

/// Everything in `value` that does not fit `schema`, whose definitions it uses; empty if it fits.
pub fn check(schema: &Value, value: &Value) -> Vec<Problem> {
    let mut work = Work { root: schema, problems: Vec::new() };
    work.node(schema, value, "");
    work.problems
}

/// ": did you mean …?" if one of the names is near.
pub fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> String {
    let near = |other: &&str| distance(name, other) <= (other.len() / 3).max(1);
    match names.filter(near).min_by_key(|other| distance(name, other)) {
        Some(other) => format!("; did you mean {other}?"),
        None => String::new(),
    }
}

/// How many letters have to be put in, taken out or changed (Levenshtein 1966).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, a) in one.chars().enumerate() {
        let mut last = above + 1;
        let mut diagonal = above;
        for (at, b) in other.iter().enumerate() {
            let up = row[at + 1];
            let next = (diagonal + usize::from(a != *b)).min(last + 1).min(up + 1);
            row[at] = last;
            diagonal = up;
            last = next;
        }
        row[other.len()] = last;
    }
    row[other.len()]
}

struct Work<'a> {
    root: &'a Value,
    problems: Vec<Problem>,
}

impl<'a> Work<'a> {
    fn wrong(&mut self, path: &str, expected: impl Into<String>, found: &Value) {
        let (path, expected) = (path.to_string(), expected.into());
        self.problems.push(Problem { path, expected, found: shown(found) });
    }

    fn node(&mut self, node: &'a Value, value: &Value, path: &str) {
        if value.is_null() && takes_null(node) {
            return;
        }
        let (node, name) = resolve(node, self.root);
        let kind = text_kind(name);
        if kind != TextKind::Plain {
            return self.text(kind, value, path);
        }
        if node.get("oneOf").is_some() {
            return self.choice(node, value, path);
        }
        match type_of(node) {
            "string" => self.string(node, value, path),
            "integer" => self.number(bits_of(node), value, path),
            "boolean" if !value.is_boolean() => self.wrong(path, "true or false", value),
            "array" => self.list(node, value, path),
            "object" => self.object(node, value, path),
            _ => {}
        }
    }

    fn string(&mut self, node: &Value, value: &Value, path: &str) {
        let names = node.get("enum").and_then(Value::as_array);
        match (value.as_str(), names) {
            (None, _) => self.wrong(path, "a text", value),
            (Some(_), Some(names)) if !names.contains(value) => {
                let all: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
                self.wrong(path, format!("one of {}", all.join(", ")), value);
            }
            _ => {}
        }
    }

    fn text(&mut self, kind: TextKind, value: &Value, path: &str) {
        let expected = match kind {
            TextKind::Integer { bits } => format!("a whole number of up to {bits} bits as a text"),
            TextKind::Base64 => "bytes in base64".to_string(),
            TextKind::Hex => "hexadecimal digits".to_string(),
            TextKind::Time => "nanoseconds since 1970 as a text".to_string(),
            TextKind::Plain => "a text".to_string(),
        };
        let fits = |text: &str| match kind {
            TextKind::Integer { bits: 64 } | TextKind::Time => text.parse::<u64>().is_ok(),
            TextKind::Integer { .. } => text.parse::<u128>().is_ok(),
            TextKind::Base64 => {
                base64::Engine::decode(&base64::prelude::BASE64_STANDARD, text).is_ok()
            }
            TextKind::Hex => hex::decode(text).is_ok(),
            TextKind::Plain => true,
        };
        if !value.as_str().is_some_and(fits) {
            self.wrong(path, expected, value);
        }
    }

    fn number(&mut self, bits: u32, value: &Value, path: &str) {
        let fits = |number: u64| bits >= 64 || number >> bits == 0;
        if !value.as_u64().is_some_and(fits) {
            let largest = if bits >= 64 { u64::MAX } else { (1 << bits) - 1 };
            self.wrong(path, format!("a whole number from 0 to {largest}"), value);
        }
    }

    fn list(&mut self, node: &'a Value, value: &Value, path: &str) {
        let Some(items) = value.as_array() else {
            return self.wrong(path, "a list", value);
        };
        if let Some(inner) = node.get("items") {
            for (at, item) in items.iter().enumerate() {
                self.node(inner, item, &format!("{path}[{at}]"));
            }
        }
    }

    fn object(&mut self, node: &'a Value, value: &Value, path: &str) {
        let Some(object) = value.as_object() else {
            return self.wrong(path, "an object with fields", value);
        };
        let properties = node.get("properties").and_then(Value::as_object);
        let known = |name: &str| properties.and_then(|all| all.get(name));
        for (name, inner) in object {
            match known(name) {
                Some(schema) => self.node(schema, inner, &at(path, name)),
                None => {
                    let names = properties.into_iter().flat_map(|all| all.keys());
                    let hint = nearest(name, names.map(String::as_str));
                    self.wrong(&at(path, name), format!("no such field{hint}"), inner);
                }
            }
        }
        let required = node.get("required").and_then(Value::as_array).into_iter().flatten();
        for name in required.filter_map(Value::as_str) {
            if !object.contains_key(name) {
                let expected = expected_of(known(name), self.root);
                let problem = Problem { path: at(path, name), expected, found: "nothing".into() };
                self.problems.push(problem);
            }
        }
    }

    fn choice(&mut self, node: &'a Value, value: &Value, path: &str) {
        let all = choices(node);
        let list = || all.iter().map(|one| one.0).collect::<Vec<_>>().join(", ");
        let chosen = match value {
            Value::String(name) => Some((name.as_str(), None)),
            Value::Object(one) if one.len() == 1 => {
                one.iter().next().map(|(name, inner)| (name.as_str(), Some(inner)))
            }
            _ => None,
        };
        let Some((name, inner)) = chosen else {
            return self.wrong(path, format!("one of {}", list()), value);
        };
        match (all.iter().find(|one| one.0 == name).map(|one| one.2), inner) {
            (Some(None), None) => {}
            (Some(Some(schema)), Some(inner)) => self.node(schema, inner, &at(path, name)),
            (Some(None), Some(_)) => self.wrong(path, format!("{name:?} as a text"), value),
            (Some(Some(_)), None) => {
                self.wrong(path, format!("an object {{\"{name}\": …}}"), value);
            }
            (None, _) => {
                let hint = nearest(name, all.iter().map(|one| one.0));
                self.wrong(path, format!("one of {}{hint}", list()), value);
            }
        }
    }
}

fn expected_of(node: Option<&Value>, root: &Value) -> String {
    let Some(node) = node else { return "a value".to_string() };
    let about = node.get("description").and_then(Value::as_str).unwrap_or_default();
    let first = about.lines().next().unwrap_or_default();
    if !first.is_empty() {
        return format!("a value: {first}");
    }
    match resolve(node, root).1 {
        "" => "a value".to_string(),
        name => format!("a value of type {name}"),
    }
}

fn at(path: &str, name: &str) -> String {
    crate::flag::join(path, name)
}

/// A value, shortened.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
