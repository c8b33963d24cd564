//! Changes to a template, one value at a time.

use std::str::FromStr;

use serde_json::Value;

use crate::error::EconomyError;
use crate::template::words;

/// One change: `NAME=value` gives a variable a value, `path=value` changes what stands at a path such as
/// `founding.tracks[0].quorum_bps`; `founding.` may be left out. The value is JSON, or else a text; where a text stood,
/// a plain number stays a text. The index after the last item of a list adds one.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    given: String,
    path: Vec<Segment>,
    value: String,
}

#[derive(Clone, Debug, PartialEq)]
enum Segment {
    Field(String),
    Item(usize),
}

impl Override {
    /// The variable that is given a value, if it is one.
    pub(crate) fn variable(&self) -> Option<&str> {
        match self.path.as_slice() {
            [Segment::Field(name)] if words::is_name(name) => Some(name),
            _ => None,
        }
    }

    /// The value given, where another one stood.
    pub(crate) fn value(&self, stood: Option<&Value>) -> Value {
        from_text(&self.value, stood)
    }

    /// Changes a template in the long form.
    pub(crate) fn apply(&self, document: &mut Value) -> Result<(), EconomyError> {
        let mut path = self.path.clone();
        let head = |segment: &Segment| matches!(segment, Segment::Field(name) if matches!(name.as_str(), "founding" | "then" | "title" | "family" | "about"));
        if !path.first().is_some_and(head) {
            path.insert(0, Segment::Field("founding".to_string()));
        }
        let Some((last, way)) = path.split_last() else {
            return Err(self.wrong("expected a path before the ="));
        };
        let mut at = document;
        let mut gone = String::new();
        for segment in way {
            at = self.step(at, segment, &gone)?;
            gone.push_str(&segment.shown(&gone));
        }
        match (last, at) {
            (Segment::Field(name), Value::Object(fields)) => {
                let value = from_text(&self.value, fields.get(name));
                fields.insert(name.clone(), value);
            }
            (Segment::Item(index), Value::Array(items)) if *index <= items.len() => {
                let value = from_text(&self.value, items.get(*index));
                match items.get_mut(*index) {
                    Some(item) => *item = value,
                    None => items.push(value),
                }
            }
            (segment, found) => return Err(self.no_way(segment, found, &gone)),
        }
        Ok(())
    }

    fn step<'a>(
        &self,
        at: &'a mut Value,
        segment: &Segment,
        gone: &str,
    ) -> Result<&'a mut Value, EconomyError> {
        let there = match (segment, &*at) {
            (Segment::Field(name), Value::Object(fields)) => fields.contains_key(name),
            (Segment::Item(index), Value::Array(items)) => *index < items.len(),
            _ => false,
        };
        if !there {
            return Err(self.no_way(segment, at, gone));
        }
        let inner = match segment {
            Segment::Field(name) => at.get_mut(name),
            Segment::Item(index) => at.get_mut(*index),
        };
        inner.ok_or_else(|| self.wrong("expected a path of the template"))
    }

    fn no_way(&self, segment: &Segment, found: &Value, gone: &str) -> EconomyError {
        let whole = if gone.is_empty() { "the template" } else { gone };
        self.wrong(&match (segment, found) {
            (Segment::Field(name), Value::Object(fields)) => {
                let hint = axiom_schema::nearest(name, fields.keys().map(String::as_str));
                format!("{whole} has no field {name}{hint}")
            }
            (Segment::Item(index), Value::Array(items)) => format!(
                "{whole} has {} items, and [{index}] is none of them; [{}] adds one",
                items.len(),
                items.len()
            ),
            (Segment::Field(name), _) => format!("{whole} is no object, and has no field {name}"),
            (Segment::Item(index), _) => format!("{whole} is no list, and has no item [{index}]"),
        })
    }

    fn wrong(&self, why: &str) -> EconomyError {
        EconomyError::Set { given: self.given.clone(), why: why.to_string() }
    }
}

impl Segment {
    fn shown(&self, before: &str) -> String {
        match self {
            Self::Field(name) if before.is_empty() => name.clone(),
            Self::Field(name) => format!(".{name}"),
            Self::Item(index) => format!("[{index}]"),
        }
    }
}

impl FromStr for Override {
    type Err = EconomyError;

    fn from_str(given: &str) -> Result<Self, EconomyError> {
        let wrong =
            |why: &str| EconomyError::Set { given: given.to_string(), why: why.to_string() };
        let expected = "expected path=value, such as founding.tracks[0].quorum_bps=3000";
        let (path, value) = given.split_once('=').ok_or_else(|| wrong(expected))?;
        let mut segments = vec![];
        for part in path.split('.') {
            let (name, mut indices) = match part.find('[') {
                Some(at) => part.split_at(at),
                None => (part, ""),
            };
            if name.is_empty() {
                return Err(wrong(expected));
            }
            segments.push(Segment::Field(name.to_string()));
            while !indices.is_empty() {
                let inner = indices.strip_prefix('[').and_then(|rest| rest.split_once(']'));
                let (index, rest) = inner.ok_or_else(|| wrong(expected))?;
                let index = index.parse().map_err(|_| wrong("expected a whole number in [ ]"))?;
                segments.push(Segment::Item(index));
                indices = rest;
            }
        }
        let (given, value) = (given.to_string(), value.to_string());
        Ok(Self { given, path: segments, value })
    }
}

/// JSON, or else a text; a text where a text stood, unless it is JSON of several values.
fn from_text(text: &str, stood: Option<&Value>) -> Value {
    let plain = || Value::from(text);
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Number(_) | Value::Bool(_)) if stood.is_some_and(Value::is_string) => plain(),
        Ok(value) => value,
        Err(_) => plain(),
    }
}
