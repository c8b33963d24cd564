//! A message out of the values that were given to flags.

use std::collections::BTreeMap;

use serde_json::{json, Map, Value};

use crate::contract::Message;
use crate::flag::join;
use crate::shape::{Field, Shape, TextKind, Variant};
use crate::value::{self, ValueError, Words};

/// Values by the name of the flag, in the order in which they were given.
pub type Given = BTreeMap<String, Vec<String>>;

/// The message, as the object that the contract takes.
///
/// # Errors
/// Everything that is wrong or missing, each with its flag.
pub fn assemble(
    message: &Message,
    given: &Given,
    words: &dyn Words,
) -> Result<Value, Vec<ValueError>> {
    let mut work = Work { given, words, errors: Vec::new(), denoms: BTreeMap::new() };
    let inner = match message.fields.as_slice() {
        [only] if only.name.is_empty() => work.value(&only.shape, "").unwrap_or_default(),
        fields => Value::Object(work.fields(fields, "")),
    };
    if work.errors.is_empty() {
        Ok(json!({ message.name.clone(): inner }))
    } else {
        Err(work.errors)
    }
}

/// One value of a shape, as people write it.
///
/// # Errors
/// A sentence that says what was expected and what was found.
pub fn value_from_text(shape: &Shape, text: &str, words: &dyn Words) -> Result<Value, String> {
    let given = Given::new();
    Work { given: &given, words, errors: Vec::new(), denoms: BTreeMap::new() }
        .plain(shape, "", text)
}

struct Work<'a> {
    given: &'a Given,
    words: &'a dyn Words,
    errors: Vec<ValueError>,
    /// Denoms that came with amounts, by the path of the object that the amount is in.
    denoms: BTreeMap<String, String>,
}

impl Work<'_> {
    fn is_given(&self, path: &str) -> bool {
        let below = format!("{path}.");
        self.given.keys().any(|name| name == path || name.starts_with(&below))
    }

    fn wrong(&mut self, path: &str, text: impl Into<String>) {
        self.errors.push(ValueError { path: format!("--{path}"), text: text.into() });
    }

    fn fields(&mut self, fields: &[Field], path: &str) -> Map<String, Value> {
        let mut object = Map::new();
        for field in fields {
            let inner = join(path, &field.name);
            match self.value(&field.shape, &inner) {
                Some(value) => {
                    object.insert(field.name.clone(), value);
                }
                // A list that nothing was put into is empty; the contract says if that is too little.
                None if field.required && matches!(field.shape, Shape::List(_)) => {
                    object.insert(field.name.clone(), json!([]));
                }
                None if field.required && !self.is_given(&inner) => {
                    // An amount may bring its asset with it.
                    let brought = ["asset", "denom"].contains(&field.name.as_str())
                        && fields.iter().any(|other| self.brings(other, path));
                    if !brought {
                        self.missing(field, &inner);
                    }
                }
                None => {}
            }
        }
        self.bring(fields, path, &mut object);
        object
    }

    /// Whether a field is an amount given with its denom.
    fn brings(&self, field: &Field, path: &str) -> bool {
        let given = self.given.get(&join(path, &field.name));
        matches!(field.shape, Shape::Text(TextKind::Integer { .. }))
            && given.is_some_and(|all| all.iter().any(|text| text.contains(char::is_alphabetic)))
    }

    fn missing(&mut self, field: &Field, path: &str) {
        let about = field.about.lines().next().unwrap_or_default();
        let need = match &field.shape {
            Shape::Choice { variants, .. } if !about.is_empty() => {
                format!("is needed ({}): {about}", names(variants))
            }
            Shape::Choice { variants, .. } => format!("is needed: {}", names(variants)),
            _ if about.is_empty() => "is needed".to_string(),
            _ => format!("is needed: {about}"),
        };
        self.wrong(path, need);
    }

    /// Puts the denom that came with an amount where the object wants it.
    fn bring(&mut self, fields: &[Field], path: &str, object: &mut Map<String, Value>) {
        let Some(denom) = self.denoms.remove(path) else { return };
        let Some(field) = fields.iter().find(|one| one.name == "asset" || one.name == "denom")
        else {
            self.wrong(
                path,
                format!("there is no asset beside the amount in {denom}: give base units"),
            );
            return;
        };
        let wanted = match field.name.as_str() {
            "asset" => json!({ "native": denom }),
            _ => json!(denom),
        };
        match object.get(&field.name) {
            None => {
                object.insert(field.name.clone(), wanted);
            }
            Some(found) if *found == wanted => {}
            Some(found) => {
                let text = format!("the amount is in {denom}, but the asset is {found}");
                self.wrong(&join(path, &field.name), text);
            }
        }
    }

    /// The value at a path; none if nothing was given there or it is wrong (which is noted).
    fn value(&mut self, shape: &Shape, path: &str) -> Option<Value> {
        let texts = self.given.get(path).cloned();
        let prefix = format!("{path}.");
        let below = !path.is_empty() && self.given.keys().any(|name| name.starts_with(&prefix));
        match (shape, texts) {
            (Shape::List(item), Some(texts)) => Some(self.list(item, path, &texts)),
            (_, Some(_)) if below => {
                self.wrong(path, "was given whole and in parts: give one of both");
                None
            }
            (_, Some(texts)) => match texts.as_slice() {
                [text] => self.one(shape, path, text),
                _ => {
                    self.wrong(path, "was given twice: give it once");
                    None
                }
            },
            (Shape::Fields { fields, .. }, None) if path.is_empty() || below => {
                Some(Value::Object(self.fields(fields, path)))
            }
            (Shape::Choice { variants, .. }, None) if path.is_empty() || below => {
                self.chosen(variants, path)
            }
            _ => None,
        }
    }

    fn list(&mut self, item: &Shape, path: &str, texts: &[String]) -> Value {
        let mut all = Vec::new();
        for text in texts {
            // A whole list at once.
            let whole = text.trim_start().starts_with('[')
                || (text.starts_with('@') && !matches!(item, Shape::Text(_)));
            if whole {
                match self.json(text) {
                    Ok(Value::Array(items)) => all.extend(items),
                    Ok(other) => all.push(other),
                    Err(text) => self.wrong(path, text),
                }
            } else if let Some(value) = self.one(item, path, text) {
                all.push(value);
            }
        }
        Value::Array(all)
    }

    /// The one variant whose flags were given.
    fn chosen(&mut self, variants: &[Variant], path: &str) -> Option<Value> {
        let given: Vec<&Variant> =
            variants.iter().filter(|one| self.is_given(&join(path, &one.name))).collect();
        match given.as_slice() {
            [] => None,
            [one] => {
                let shape = one.shape.as_ref()?;
                let inner = self.value(shape, &join(path, &one.name))?;
                Some(json!({ one.name.clone(): inner }))
            }
            several => {
                let list: Vec<&str> = several.iter().map(|one| one.name.as_str()).collect();
                self.wrong(
                    path,
                    format!("is one of several, but these were given: {}", list.join(", ")),
                );
                None
            }
        }
    }

    fn one(&mut self, shape: &Shape, path: &str, text: &str) -> Option<Value> {
        match self.plain(shape, path, text) {
            Ok(value) => Some(value),
            Err(text) => {
                self.wrong(path, text);
                None
            }
        }
    }

    fn plain(&mut self, shape: &Shape, path: &str, text: &str) -> Result<Value, String> {
        match shape {
            Shape::Text(kind) => {
                let (value, denom) = value::text(text, *kind, self.words)?;
                if let Some(denom) = denom {
                    let above = path.rsplit_once('.').map_or("", |(above, _)| above);
                    self.denoms.insert(above.to_string(), denom);
                }
                Ok(value)
            }
            Shape::Number { bits, moment } => value::number(text, *bits, *moment),
            Shape::Bool => value::boolean(text),
            Shape::Choice { name, .. } if name == "Asset" && !is_json(text) => Ok(self.asset(text)),
            Shape::Choice { variants, .. } if !is_json(text) => {
                let one = variants.iter().find(|one| one.name == text.replace('-', "_"));
                match one {
                    Some(Variant { name, shape: None, .. }) => Ok(json!(name)),
                    Some(one) if one.is_name() => Ok(json!({ one.name.clone(): {} })),
                    Some(one) => Err(format!("{} needs more: give --{path}.{0}…", one.name)),
                    None => Err(format!("expected {}, found {text:?}", names(variants))),
                }
            }
            Shape::Fields { name, .. } if name == "Coin" && !is_json(text) => {
                let (amount, denom) = self.words.amount(text)?;
                Ok(json!({ "denom": denom, "amount": amount.to_string() }))
            }
            Shape::Fields { fields, .. } if !is_json(text) && text.contains('=') => {
                self.pairs(fields, text)
            }
            _ => self.json(text),
        }
    }

    /// An object as `name=value,name=value`.
    fn pairs(&self, fields: &[Field], text: &str) -> Result<Value, String> {
        let mut given = Given::new();
        for pair in text.split(',') {
            let (name, value) = pair.split_once('=').ok_or_else(|| {
                format!("expected name=value with commas between, or JSON; found {pair:?}")
            })?;
            let name = name.trim().replace('-', "_");
            let top = name.split('.').next().unwrap_or_default();
            if fields.iter().all(|field| field.name != top) {
                let all: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
                return Err(format!("there is no {name}; there are: {}", all.join(", ")));
            }
            given.entry(name).or_default().push(value.trim().to_string());
        }
        let (words, errors, denoms) = (self.words, Vec::new(), BTreeMap::new());
        let mut inner = Work { given: &given, words, errors, denoms };
        let object = inner.fields(fields, "");
        match inner.errors.first() {
            Some(error) => Err(format!("{}: {}", error.path.trim_start_matches("--"), error.text)),
            None => Ok(Value::Object(object)),
        }
    }

    /// A denom as people write it, or `cw20:` and an address.
    fn asset(&self, text: &str) -> Value {
        match text.strip_prefix("cw20:") {
            Some(address) => json!({ "cw20": address }),
            None => json!({ "native": self.words.denom(text.trim_start_matches("native:")) }),
        }
    }

    fn json(&self, text: &str) -> Result<Value, String> {
        let content = match text.strip_prefix('@') {
            Some(path) => String::from_utf8(self.words.file(path)?)
                .map_err(|_| format!("{path} holds no text"))?,
            None => text.to_string(),
        };
        serde_json::from_str(&content)
            .map_err(|error| format!("expected JSON or @file with JSON in it: {error}"))
    }
}

fn is_json(text: &str) -> bool {
    text.starts_with(['{', '[', '"', '@'])
}

fn names(variants: &[Variant]) -> String {
    let all: Vec<&str> = variants.iter().map(|one| one.name.as_str()).collect();
    match all.as_slice() {
        [one] => (*one).to_string(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
        [] => String::new(),
    }
}
