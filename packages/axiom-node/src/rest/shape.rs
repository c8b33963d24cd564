//! How the messages of a chain are described: numbers, names and kinds of their fields.

/// A message.
pub(super) struct Shape {
    /// Its full name, by which packed messages are found; empty for those that are never packed.
    pub name: &'static str,
    /// Its fields, in the order of the gateway's JSON.
    pub fields: &'static [Field],
}

/// A field of a message.
#[derive(Clone, Copy)]
pub(super) struct Field {
    pub number: u32,
    /// In snake case.
    pub name: &'static str,
    pub kind: Kind,
    /// Whether there may be several.
    pub list: bool,
    /// Whether it is one of several that exclude each other: it is left out where it is not set.
    pub choice: bool,
}

/// What a field holds.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Text,
    /// Bytes, in JSON as base64.
    Bytes,
    /// Bytes, in JSON as hexadecimal capitals.
    Hex,
    /// Bytes that are JSON themselves, and stand in JSON as it.
    Json,
    Flag,
    /// A number of up to 32 bits.
    Small,
    /// A number of 64 bits without sign, in JSON as a text.
    Wide,
    /// A number of 64 bits with sign, in JSON as a text.
    Signed,
    /// A number with names. Where a number has several, the first is the one that is written.
    Names(&'static [(i64, &'static str)]),
    Is(&'static Shape),
    /// Any message, with its type.
    Packed,
    /// A moment, in JSON as RFC 3339.
    Time,
    /// Seconds and nanoseconds, in JSON such as `3600s`.
    Span,
}

impl Shape {
    /// The field of a name, in snake or in camel case.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name || camel(field.name) == name)
    }
}

/// `gas_limit` as `gasLimit`.
fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let mut all = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let mut letters = part.chars();
        all.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        all.push_str(letters.as_str());
    }
    all
}

const fn field(number: u32, name: &'static str, kind: Kind) -> Field {
    Field { number, name, kind, list: false, choice: false }
}

pub(super) const fn text(number: u32, name: &'static str) -> Field {
    field(number, name, Kind::Text)
}

pub(super) const fn bytes(number: u32, name: &'static str) -> Field {
    field(number, name, Kind::Bytes)
}

pub(super) const fn hex(number: u32, name: &'static str) -> Field {
    field(number, name, Kind::Hex)
}

pub(super) const fn json(number: u32, name: &'static str) -> Field {
    field(number, name, Kind::Json)
}

pub(super) const fn flag(number: u32, name: &'static str) -> Field {
    field(number, name, Kind::Flag)
}

pub(super) const fn small(number: u32, name: &'static str) -> Field {
    field(number, name, Kind::Small)
}

pub(super) const fn wide(number: u32, name: &'static str) -> Field {
    field(number, name, Kind::Wide)
}

pub(super) const fn signed(number: u32, name: &'static str) -> Field {
    field(number, name, Kind::Signed)
}

pub(super) const fn names(
    number: u32,
    name: &'static str,
    list: &'static [(i64, &'static str)],
) -> Field {
    field(number, name, Kind::Names(list))
}

pub(super) const fn is(number: u32, name: &'static str, shape: &'static Shape) -> Field {
    field(number, name, Kind::Is(shape))
}

pub(super) const fn packed(number: u32, name: &'static str) -> Field {
    field(number, name, Kind::Packed)
}

pub(super) const fn time(number: u32, name: &'static str) -> Field {
    field(number, name, Kind::Time)
}

pub(super) const fn span(number: u32, name: &'static str) -> Field {
    field(number, name, Kind::Span)
}

impl Field {
    /// Several of them.
    pub const fn many(mut self) -> Self {
        self.list = true;
        self
    }

    /// One of those that exclude each other.
    pub const fn choice(mut self) -> Self {
        self.choice = true;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_both_spellings() {
        static SHAPE: Shape = Shape { name: "", fields: &[text(1, "denom"), wide(2, "gas_limit")] };
        for (name, number) in [("denom", 1), ("gas_limit", 2), ("gasLimit", 2)] {
            assert_eq!(SHAPE.field(name).map(|field| field.number), Some(number), "{name}");
        }
        assert!(SHAPE.field("GasLimit").is_none());
    }
}
