//! A flag for every field of a message.

use crate::contract::Message;
use crate::shape::{Field, Shape, TextKind};

/// How deep the fields of fields get flags of their own; what is deeper is written as JSON.
const DEPTH: usize = 4;

/// A flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// The path of the field, such as `reward.paid.amount`.
    pub name: String,
    /// What it means.
    pub about: String,
    /// What it takes.
    pub takes: Takes,
    /// Whether it can be given several times.
    pub repeat: bool,
    /// Whether the message needs it (or flags below it).
    pub required: bool,
}

/// What a flag takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// One of these names.
    Names(Vec<String>),
    /// A text.
    Text(TextKind),
    /// A number; also a span such as `3d`, in seconds.
    Number,
    /// A point in time: Unix seconds, or a date.
    Moment,
    /// True or false.
    Bool,
    /// JSON, or `@file` with JSON in it; for a type of this name. Names of variants that carry nothing, too.
    Json {
        /// The type.
        name: String,
        /// Names that are enough.
        names: Vec<String>,
        /// Names of its fields, which can be written as `name=value,name=value`.
        fields: Vec<String>,
    },
}

/// The flags of a message, required ones first.
pub fn flags(message: &Message) -> Vec<Flag> {
    let mut all = Vec::new();
    for field in &message.fields {
        spread(field, "", 0, &mut all);
    }
    all
}

/// Puts a field's name behind the path that leads to it.
pub(crate) fn join(path: &str, name: &str) -> String {
    match (path.is_empty(), name.is_empty()) {
        (true, _) => name.to_string(),
        (_, true) => path.to_string(),
        _ => format!("{path}.{name}"),
    }
}

fn spread(field: &Field, above: &str, depth: usize, all: &mut Vec<Flag>) {
    let name = join(above, &field.name);
    let shape = match &field.shape {
        Shape::List(item) => item,
        shape => shape,
    };
    let repeat = matches!(field.shape, Shape::List(_));
    if !name.is_empty() {
        let about = field.about.clone();
        let takes = takes(shape);
        all.push(Flag { name: name.clone(), about, takes, repeat, required: field.required });
    }
    if repeat || depth >= DEPTH {
        return;
    }
    match shape {
        Shape::Fields { fields, .. } => {
            for inner in fields {
                let mut inner = inner.clone();
                inner.required &= field.required;
                spread(&inner, &name, depth + 1, all);
            }
        }
        Shape::Choice { variants, .. } if !shape.is_plain() => {
            for variant in variants.iter().filter(|variant| !variant.is_name()) {
                if let Some(shape) = variant.shape.clone() {
                    let (name_of, about) = (variant.name.clone(), variant.about.clone());
                    let inner = Field { name: name_of, about, required: false, shape };
                    spread(&inner, &name, depth + 1, all);
                }
            }
        }
        _ => {}
    }
}

fn takes(shape: &Shape) -> Takes {
    match shape {
        Shape::Text(kind) => Takes::Text(*kind),
        Shape::Number { moment: true, .. } => Takes::Moment,
        Shape::Number { .. } => Takes::Number,
        Shape::Bool => Takes::Bool,
        Shape::Choice { name, variants } => {
            let names =
                variants.iter().filter(|one| one.is_name()).map(|one| one.name.clone()).collect();
            match shape.is_plain() {
                true => Takes::Names(names),
                false => Takes::Json { name: name.clone(), names, fields: Vec::new() },
            }
        }
        Shape::Fields { name, fields } => {
            let fields = fields.iter().map(|field| field.name.clone()).collect();
            Takes::Json { name: name.clone(), names: Vec::new(), fields }
        }
        Shape::Again(name) => {
            Takes::Json { name: name.clone(), names: Vec::new(), fields: Vec::new() }
        }
        Shape::List(_) | Shape::Any => {
            Takes::Json { name: String::new(), names: Vec::new(), fields: Vec::new() }
        }
    }
}
