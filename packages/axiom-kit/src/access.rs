//! Access tables: each message of a contract, who may send it, and which gate it passes.
//!
//! A contract holds one total table; a test compares its names with the variants of the message type
//! ([`message_names`]) and its text ([`golden`]) with a committed file.

use cosmwasm_std::{Env, MessageInfo, Storage};

use crate::error::KitError;
use crate::{ownership, pause};

/// Who may send a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody.
    Anyone,
    /// The owner of the contract.
    Owner,
    /// The one to whom ownership was offered; checked by the ownership step itself.
    PendingOwner,
    /// A role that only the handler can tell, e.g. `the job's client`; checked by the handler.
    Named(&'static str),
    /// The contract, by a message to itself.
    Itself,
}

impl Who {
    /// Words for the golden file.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::Owner => "the owner",
            Self::PendingOwner => "the pending owner",
            Self::Named(who) => who,
            Self::Itself => "the contract itself",
        }
    }
}

/// Whether a pause refuses a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Never refused: an exit, or what ends an open state.
    Always,
    /// Refused while the contract is paused: an entry.
    WhenOpen,
}

impl Gate {
    /// Words for the golden file.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::WhenOpen => "when open",
        }
    }
}

/// One row of an access table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Message by its wire name; groups with a dot, e.g. `admin.update_settings`.
    pub message: &'static str,
    /// Who may send it.
    pub who: Who,
    /// Under which grant: what the sender was given, in words.
    pub grant: &'static str,
    /// Whether a pause refuses it.
    pub gate: Gate,
}

/// Checks sender and gate of a message. [`Who::Named`] and [`Who::PendingOwner`] are the handler's to check.
///
/// # Errors
/// [`KitError::NotOwner`], [`KitError::NotItself`], [`KitError::Paused`].
pub fn enforce(
    rule: &Rule,
    storage: &dyn Storage,
    env: &Env,
    info: &MessageInfo,
) -> Result<(), KitError> {
    match rule.who {
        Who::Owner => ownership::assert_owner(storage, &info.sender)?,
        Who::Itself if info.sender != env.contract.address => {
            return Err(KitError::NotItself { sender: info.sender.to_string() });
        }
        Who::Itself | Who::Anyone | Who::PendingOwner | Who::Named(_) => {}
    }
    match rule.gate {
        Gate::Always => Ok(()),
        Gate::WhenOpen => pause::ensure_open(storage, env.block.time.seconds()),
    }
}

/// The table as stable JSON text, one row a line, in the order of the table.
pub fn golden(contract: &str, table: &[Rule]) -> String {
    let rows: Vec<String> = table
        .iter()
        .map(|rule| {
            format!(
                "    {{\"message\": {}, \"who\": {}, \"grant\": {}, \"gate\": {}}}",
                quoted(rule.message),
                quoted(rule.who.words()),
                quoted(rule.grant),
                quoted(rule.gate.words()),
            )
        })
        .collect();
    format!(
        "{{\n  \"contract\": {},\n  \"messages\": [\n{}\n  ]\n}}\n",
        quoted(contract),
        rows.join(",\n")
    )
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Test support: names of all messages of an enum from its schema, in order; variants named in `groups`
/// (`admin`, `guard`) are replaced by their own messages behind a dot.
#[cfg(not(target_arch = "wasm32"))]
pub fn message_names(root: &schemars::schema::RootSchema, groups: &[&str]) -> Vec<String> {
    let mut names = vec![];
    expand(root, &root.schema, groups, "", &mut names);
    names
}

#[cfg(not(target_arch = "wasm32"))]
fn expand(
    root: &schemars::schema::RootSchema,
    schema: &schemars::schema::SchemaObject,
    groups: &[&str],
    before: &str,
    names: &mut Vec<String>,
) {
    use schemars::schema::Schema;

    for value in schema.enum_values.iter().flatten() {
        names.push(format!("{before}{}", value.as_str().unwrap_or_default()));
    }
    for (name, inner) in schema.object.iter().flat_map(|o| &o.properties) {
        match (groups.contains(&name.as_str()), inner) {
            (true, Schema::Object(inner)) => {
                expand(root, behind(root, inner), groups, &format!("{before}{name}."), names);
            }
            _ => names.push(format!("{before}{name}")),
        }
    }
    for part in schema.subschemas.iter().flat_map(|s| s.one_of.iter().flatten()) {
        if let Schema::Object(part) = part {
            expand(root, part, groups, before, names);
        }
    }
}

/// Follows a reference to a definition, if the schema is one.
#[cfg(not(target_arch = "wasm32"))]
fn behind<'a>(
    root: &'a schemars::schema::RootSchema,
    schema: &'a schemars::schema::SchemaObject,
) -> &'a schemars::schema::SchemaObject {
    use schemars::schema::Schema;

    let wrapped = schema.subschemas.iter().flat_map(|s| s.all_of.iter().flatten()).next();
    let reference = match (&schema.reference, wrapped) {
        (Some(reference), _) => Some(reference),
        (None, Some(Schema::Object(inner))) => inner.reference.as_ref(),
        _ => None,
    };
    let name = reference.and_then(|r| r.strip_prefix("#/definitions/"));
    match name.and_then(|name| root.definitions.get(name)) {
        Some(Schema::Object(found)) => found,
        _ => schema,
    }
}

#[cfg(test)]
mod tests;
