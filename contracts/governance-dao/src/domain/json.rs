//! The shape of a message whose type is not known. A key that is there twice is refused: two readers could take different
//! ones.

use std::collections::BTreeSet;

use axiom_types::json::Tree;

/// Reads a message; none if it is not JSON, or holds a key twice in one object.
pub fn parse(bytes: &[u8]) -> Option<Tree> {
    Tree::parse(bytes).ok().filter(clear)
}

/// True if no object holds a key twice. The reader bounds the depth.
fn clear(tree: &Tree) -> bool {
    match tree {
        Tree::List(items) => items.iter().all(clear),
        Tree::Object(fields) => {
            let mut seen = BTreeSet::new();
            fields.iter().all(|(key, value)| seen.insert(key.as_ref()) && clear(value))
        }
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::Negative(_) | Tree::Text(_) => true,
    }
}

/// The only key of an object and its value; none for anything else.
pub fn single(tree: &Tree) -> Option<(&str, &Tree)> {
    match tree {
        Tree::Object(fields) => match fields.as_slice() {
            [(key, value)] => Some((key, value)),
            _ => None,
        },
        _ => None,
    }
}

/// A text in an object.
pub fn text<'a>(tree: &'a Tree, key: &str) -> Option<&'a str> {
    let Tree::Object(fields) = tree else {
        return None;
    };
    match fields.iter().find(|(name, _)| name == key) {
        Some((_, Tree::Text(text))) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
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
        assert_eq!(parse(text.as_bytes()).is_some(), ok, "{text}");
    }

    #[test]
    fn a_deep_text_is_refused_and_not_followed() {
        let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
        assert!(parse(deep.as_bytes()).is_none());
    }

    #[test]
    fn keys_are_found() {
        let json = parse(br#"{"send":{"to":"ann","n":1}}"#).unwrap();
        let (key, inner) = single(&json).unwrap();
        assert_eq!(key, "send");
        assert_eq!(text(inner, "to"), Some("ann"));
        assert_eq!(text(inner, "n"), None);
        assert_eq!(text(inner, "x"), None);
        assert_eq!(single(inner), None);
        assert_eq!(single(&Tree::Null), None);
        assert_eq!(text(&Tree::Null, "x"), None);
    }
}
