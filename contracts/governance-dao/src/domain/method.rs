//! The method that a message calls, one level or two deep.

use std::fmt;

use axiom_types::json::Tree;

use super::json::single;

/// Messages that hold further messages. A rule has to name what is inside.
pub const GROUPS: [&str; 2] = ["admin", "escrow"];

/// A method: `name`, or `name.nested` if its content is itself a single key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// Top-level key.
    pub name: String,
    /// Only key below it, if there is exactly one.
    pub nested: Option<String>,
}

impl Method {
    /// The method of a message; none unless it is an object of one key, and for a group one with one key inside.
    pub fn of(message: &Tree) -> Option<Self> {
        let (name, content) = single(message)?;
        let nested = single(content).map(|(key, _)| key.to_string());
        if is_group(name) && nested.is_none() {
            return None;
        }
        Some(Self { name: name.to_string(), nested })
    }

    /// True if this is `group.nested`.
    pub fn is(&self, group: &str, nested: &str) -> bool {
        self.name == group && self.nested.as_deref() == Some(nested)
    }

    /// True if a rule admits it: `name` for a message that is no group, `group.nested`, `group.*`.
    pub fn admitted_by(&self, rule: &str) -> bool {
        match rule.split_once('.') {
            None => self.name == rule && !is_group(rule),
            Some((group, "*")) => self.name == group && self.nested.is_some(),
            Some((group, nested)) => self.is(group, nested),
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.nested {
            Some(nested) if is_group(&self.name) => write!(f, "{}.{nested}", self.name),
            _ => f.write_str(&self.name),
        }
    }
}

fn is_group(name: &str) -> bool {
    GROUPS.contains(&name)
}

/// True if a text has the form of a rule's method: `method`, `group.method` or `group.*`, of at most 64 bytes,
/// and no group without what is inside.
pub fn is_rule(text: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    text.len() <= axiom_types::bounds::MAX_NAME_LEN
        && match text.split_once('.') {
            None => word(text) && !is_group(text),
            Some((group, nested)) => word(group) && (nested == "*" || word(nested)),
        }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(r#"{"approve":{"job":1}}"#, "approve", true)]
    #[case(r#"{"approve":{"job":1}}"#, "approve.job", true)]
    #[case(r#"{"approve":{"job":1}}"#, "reject", false)]
    #[case(r#"{"approve":{"job":1,"why":2}}"#, "approve.job", false)]
    #[case(r#"{"admin":{"set_peers":{}}}"#, "admin", false)]
    #[case(r#"{"admin":{"set_peers":{}}}"#, "admin.set_peers", true)]
    #[case(r#"{"admin":{"set_peers":{}}}"#, "admin.*", true)]
    #[case(r#"{"admin":{"set_peers":{}}}"#, "admin.guard", false)]
    #[case(r#"{"update_ownership":"accept_ownership"}"#, "update_ownership", true)]
    #[case(r#"{"update_ownership":"accept_ownership"}"#, "update_ownership.*", false)]
    #[case(r#"{"\u0061dmin":{"guard":{}}}"#, "admin.guard", true)]
    fn rules(#[case] message: &str, #[case] rule: &str, #[case] admitted: bool) {
        let json = Tree::parse(message.as_bytes()).unwrap();
        assert_eq!(Method::of(&json).unwrap().admitted_by(rule), admitted);
    }

    #[rstest]
    #[case(r#""vote""#)]
    #[case("{}")]
    #[case(r#"{"a":1,"b":2}"#)]
    #[case(r#"{"admin":{}}"#)]
    #[case(r#"{"admin":"self_check"}"#)]
    #[case(r#"{"admin":{"a":1,"b":2}}"#)]
    #[case("[]")]
    #[case("1")]
    fn not_a_method(#[case] message: &str) {
        let json = Tree::parse(message.as_bytes()).unwrap();
        assert_eq!(Method::of(&json), None);
    }

    #[rstest]
    #[case("transfer", true)]
    #[case("admin.update_settings", true)]
    #[case("admin.*", true)]
    #[case("admin", false)]
    #[case("escrow", false)]
    #[case("*", false)]
    #[case("*.*", false)]
    #[case("admin.", false)]
    #[case(".x", false)]
    #[case("a.b.c", false)]
    #[case("Transfer", false)]
    #[case("", false)]
    fn rule_form(#[case] text: &str, #[case] ok: bool) {
        assert_eq!(is_rule(text), ok);
    }

    #[test]
    fn names() {
        let of = |text: &[u8]| Method::of(&Tree::parse(text).unwrap()).unwrap().to_string();
        assert_eq!(of(br#"{"approve":{"job":1}}"#), "approve");
        assert_eq!(of(br#"{"admin":{"guard":{}}}"#), "admin.guard");
    }
}
