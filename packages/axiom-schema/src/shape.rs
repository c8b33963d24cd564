//! What a value has to look like, read from a JSON schema of a contract.

use serde_json::Value;

/// What a value has to look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text.
    Text(TextKind),
    /// A whole number of so many bits, not negative.
    Number {
        /// 8, 16, 32 or 64.
        bits: u32,
        /// Whether it is a point in time, in Unix seconds: a span would mean a day in 1970.
        moment: bool,
    },
    /// True or false.
    Bool,
    /// Any number of values.
    List(Box<Shape>),
    /// An object with named fields.
    Fields {
        /// Name of the type; empty if it has none.
        name: String,
        /// Its fields.
        fields: Vec<Field>,
    },
    /// One of several.
    Choice {
        /// Name of the type; empty if it has none.
        name: String,
        /// What can be chosen.
        variants: Vec<Variant>,
    },
    /// A type within itself, by name: written as JSON.
    Again(String),
    /// Anything.
    Any,
}

/// What a text stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// Itself.
    Plain,
    /// A whole number of up to 128 bits, in decimal digits.
    Integer {
        /// 64 or 128.
        bits: u32,
    },
    /// Bytes in base64.
    Base64,
    /// Bytes in hexadecimal.
    Hex,
    /// Nanoseconds since 1970.
    Time,
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it means.
    pub about: String,
    /// Whether it must be there.
    pub required: bool,
    /// What it looks like.
    pub shape: Shape,
}

/// One thing that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// What it means.
    pub about: String,
    /// What it carries; none if it is its name alone.
    pub shape: Option<Shape>,
}

impl Shape {
    /// The shape that a part of a schema describes; `root` holds the definitions.
    pub fn read(node: &Value, root: &Value) -> Self {
        Reader { root, within: Vec::new() }.shape(node)
    }

    /// Whether it is written as one plain value, not as JSON.
    pub fn is_plain(&self) -> bool {
        match self {
            Self::Text(_) | Self::Number { .. } | Self::Bool => true,
            Self::Choice { variants, .. } => variants.iter().all(Variant::is_name),
            _ => false,
        }
    }
}

impl Variant {
    /// Whether its name alone chooses it.
    pub fn is_name(&self) -> bool {
        match &self.shape {
            None => true,
            Some(Shape::Fields { fields, .. }) => fields.is_empty(),
            Some(_) => false,
        }
    }
}

/// The part of a schema that a node stands for, behind references; none for `null`. With the name of the type.
pub(crate) fn resolve<'a>(node: &'a Value, root: &'a Value) -> (&'a Value, &'a str) {
    let (mut node, mut name) = (node, "");
    // Definitions refer to each other a few levels deep at most; a circle would be an error of the generator.
    for _ in 0..16 {
        let inner = node.get("allOf").and_then(|all| all.get(0)).unwrap_or(node);
        let inner = without_null(inner).unwrap_or(inner);
        let Some(reference) = inner.get("$ref").and_then(Value::as_str) else {
            return (inner, name);
        };
        name = reference.rsplit('/').next().unwrap_or_default();
        let Some(found) = root.get("definitions").and_then(|all| all.get(name)) else {
            return (inner, name);
        };
        node = found;
    }
    (node, name)
}

/// Of `anyOf [x, null]`: x.
fn without_null(node: &Value) -> Option<&Value> {
    let options = node.get("anyOf")?.as_array()?;
    options.iter().find(|option| option.get("type").and_then(Value::as_str) != Some("null"))
}

/// Whether `null` stands for "nothing" here.
pub(crate) fn takes_null(node: &Value) -> bool {
    let listed = |types: &Vec<Value>| types.iter().any(|one| one == "null");
    let own = node.get("type").and_then(Value::as_array).is_some_and(listed);
    let options = node.get("anyOf").and_then(Value::as_array);
    own || options
        .is_some_and(|all| all.iter().any(|option| option.get("type") == Some(&"null".into())))
}

/// The type of a node that is not `null`.
pub(crate) fn type_of(node: &Value) -> &str {
    match node.get("type") {
        Some(Value::String(name)) => name,
        Some(Value::Array(all)) => {
            all.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or_default()
        }
        _ => "",
    }
}

/// Bits of a number.
pub(crate) fn bits_of(node: &Value) -> u32 {
    let format = node.get("format").and_then(Value::as_str).unwrap_or("uint64");
    format.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(64)
}

/// Variants of a `oneOf`: name, text and, unless the name is all, what it carries.
pub(crate) fn choices(node: &Value) -> Vec<(&str, &str, Option<&Value>)> {
    let mut all = Vec::new();
    for option in node.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
        let about = option.get("description").and_then(Value::as_str).unwrap_or_default();
        if let Some(names) = option.get("enum").and_then(Value::as_array) {
            all.extend(names.iter().filter_map(Value::as_str).map(|name| (name, about, None)));
        } else if let Some((name, inner)) =
            option.get("properties").and_then(Value::as_object).and_then(|one| one.iter().next())
        {
            all.push((name, about, Some(inner)));
        }
    }
    all
}

/// The kind of text that a type of this name is.
pub(crate) fn text_kind(name: &str) -> TextKind {
    match name {
        "Uint128" => TextKind::Integer { bits: 128 },
        "Uint64" => TextKind::Integer { bits: 64 },
        "Binary" => TextKind::Base64,
        "HexBinary" => TextKind::Hex,
        "Timestamp" => TextKind::Time,
        _ => TextKind::Plain,
    }
}

/// What a field's text says of its number: "Unix seconds …" is a point in time.
fn in_time(mut field: Field) -> Field {
    if let Shape::Number { moment, .. } = &mut field.shape {
        *moment = field.about.to_lowercase().starts_with("unix seconds");
    }
    field
}

struct Reader<'a> {
    root: &'a Value,
    within: Vec<&'a str>,
}

impl<'a> Reader<'a> {
    fn shape(&mut self, node: &'a Value) -> Shape {
        let (node, name) = resolve(node, self.root);
        if !name.is_empty() {
            if self.within.contains(&name) {
                return Shape::Again(name.to_string());
            }
            self.within.push(name);
        }
        let shape = self.named(node, name);
        if !name.is_empty() {
            self.within.pop();
        }
        shape
    }

    fn named(&mut self, node: &'a Value, name: &'a str) -> Shape {
        let kind = text_kind(name);
        if kind != TextKind::Plain {
            return Shape::Text(kind);
        }
        if node.get("oneOf").is_some() {
            let variants = choices(node).into_iter().map(|(name, about, inner)| Variant {
                name: name.to_string(),
                about: about.to_string(),
                shape: inner.map(|inner| self.shape(inner)),
            });
            return Shape::Choice { name: name.to_string(), variants: variants.collect() };
        }
        match type_of(node) {
            "string" if node.get("enum").is_some() => self.names(node, name),
            "string" => Shape::Text(TextKind::Plain),
            "integer" => Shape::Number { bits: bits_of(node), moment: false },
            "boolean" => Shape::Bool,
            "array" => {
                Shape::List(Box::new(node.get("items").map_or(Shape::Any, |item| self.shape(item))))
            }
            "object" => Shape::Fields { name: name.to_string(), fields: self.fields(node) },
            _ => Shape::Any,
        }
    }

    /// An enumeration of plain names.
    fn names(&self, node: &Value, name: &str) -> Shape {
        let all = node.get("enum").and_then(Value::as_array).into_iter().flatten();
        let variant =
            |name: &str| Variant { name: name.to_string(), about: String::new(), shape: None };
        let variants = all.filter_map(Value::as_str).map(variant).collect();
        Shape::Choice { name: name.to_string(), variants }
    }

    fn fields(&mut self, node: &'a Value) -> Vec<Field> {
        let required = |name: &str| {
            let all = node.get("required").and_then(Value::as_array);
            all.is_some_and(|all| all.iter().any(|one| one == name))
        };
        let Some(properties) = node.get("properties").and_then(Value::as_object) else {
            return Vec::new();
        };
        let mut fields: Vec<Field> = properties
            .iter()
            .map(|(name, inner)| Field {
                name: name.clone(),
                about: inner
                    .get("description")
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_string(),
                required: required(name) && !takes_null(inner),
                shape: self.shape(inner),
            })
            .map(in_time)
            .collect();
        fields.sort_by_key(|field| !field.required);
        fields
    }
}
