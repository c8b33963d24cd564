//! The shape of a JSON message, read without knowing its type. A key that is there twice is refused: two readers could
//! take different ones.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A JSON value. Numbers are whole and of at most 64 bits, as the contracts' own reader has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    /// `null`, a truth value or a number.
    Other,
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object, in order, each key once.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The only key of an object and its value; none for anything else.
    pub fn single(&self) -> Option<(&str, &Json)> {
        match self {
            Self::Object(entries) => match entries.as_slice() {
                [(key, value)] => Some((key, value)),
                _ => None,
            },
            Self::Other | Self::Text(_) | Self::List(_) => None,
        }
    }

    /// A text in an object.
    pub fn text(&self, key: &str) -> Option<&str> {
        let Self::Object(entries) = self else {
            return None;
        };
        match entries.iter().find(|(name, _)| name == key) {
            Some((_, Self::Text(text))) => Some(text),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_any(Shape)
    }
}

struct Shape;

impl<'de> Visitor<'de> for Shape {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value, each key once")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_string()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let mut found = vec![];
        while let Some(value) = list.next_element()? {
            found.push(value);
        }
        Ok(Json::List(found))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut seen = std::collections::BTreeSet::new();
        let mut found = vec![];
        while let Some(key) = map.next_key::<String>()? {
            if !seen.insert(key.clone()) {
                return Err(A::Error::custom("a key is there twice"));
            }
            found.push((key, map.next_value()?));
        }
        Ok(Json::Object(found))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
    use cosmwasm_std::from_json;
    use rstest::rstest;

    #[rstest]
    #[case(r#"{"a":1}"#, true)]
    #[case(r#"{"a":{"b":[{"c":null},true,"x",-3]}}"#, true)]
    #[case(r#"{"a":1,"a":2}"#, false)]
    #[case(r#"{"a":1,"\u0061":2}"#, false)]
    #[case(r#"{"a":{"b":{"c":1,"c":2}}}"#, false)]
    #[case(r#"{"a":[{"c":1,"c":2}]}"#, false)]
    #[case(r#"{"a":1.5}"#, false)]
    #[case(r#"{"a":1"#, false)]
    #[case(r#"{"a":1} {"b":1}"#, false)]
    #[case("", false)]
    fn reads(#[case] text: &str, #[case] ok: bool) {
        assert_eq!(from_json::<Json>(text.as_bytes()).is_ok(), ok, "{text}");
    }

    #[test]
    fn a_deep_text_is_refused_and_not_followed() {
        let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
        assert!(from_json::<Json>(deep.as_bytes()).is_err());
    }

    #[test]
    fn keys_are_found() {
        let json: Json = from_json(br#"{"send":{"to":"ann","n":1}}"#).unwrap();
        let (key, inner) = json.single().unwrap();
        assert_eq!(key, "send");
        assert_eq!(inner.text("to"), Some("ann"));
        assert_eq!(inner.text("n"), None);
        assert_eq!(inner.text("x"), None);
        assert_eq!(inner.single(), None);
        assert_eq!(Json::Other.single(), None);
        assert_eq!(Json::Other.text("x"), None);
    }
}
