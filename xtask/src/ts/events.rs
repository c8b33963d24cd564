//! The catalogue of events as types.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use axiom_types::event::EventInfo;

use super::text::{comment, quoted};
use super::CONTRACTS;
use crate::events::catalogue;

/// Names, attributes and types of every event.
pub fn text(root: &Path) -> Result<String> {
    let mut rows = String::new();
    let mut table = String::new();
    for (contract, events) in catalogue() {
        let (_, short) = CONTRACTS.iter().find(|(name, _)| *name == contract).context(contract)?;
        let path = root.join(format!("packages/axiom-types/src/{short}/events.rs"));
        let source = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let optional = optional(&source);
        for event in events {
            push(&mut rows, event, &optional);
            let keys: Vec<String> = event.keys.iter().map(|(key, _)| quoted(key)).collect();
            table.push_str(&format!(
                "  {}: {{ contract: \"{contract}\", attributes: [{}] }},\n",
                event.name,
                keys.join(", ")
            ));
        }
    }
    Ok(format!(
        "/** Attributes of each event, by its name without the chain's `wasm-`. Each value is a text, as on the chain. */\n\
         export interface EventAttributes {{\n{rows}}}\n\n\
         /** Name of an event. */\n\
         export type EventName = keyof EventAttributes;\n\n\
         /** Contract and attribute keys of each event, in order. */\n\
         export const eventCatalogue: {{\n  \
         readonly [N in EventName]: {{ readonly contract: string; readonly attributes: readonly string[] }};\n}} = {{\n{table}}};\n"
    ))
}

fn push(text: &mut String, event: &EventInfo, optional: &BTreeSet<(String, String)>) {
    text.push_str(&comment(Some(event.doc), 2));
    text.push_str(&format!("  {}: {{\n", event.name));
    for (key, doc) in event.keys {
        text.push_str(&comment(Some(doc), 4));
        let free = optional.contains(&(event.name.to_string(), (*key).to_string()));
        let mark = if free { "?" } else { "" };
        text.push_str(&format!("    {key}{mark}: string;\n"));
    }
    text.push_str("  };\n");
}

/// Event and key of each attribute that may be left out. The catalogue does not tell them, its source does.
fn optional(source: &str) -> BTreeSet<(String, String)> {
    let mut event = String::new();
    let mut found = BTreeSet::new();
    for line in source.lines().map(str::trim) {
        if let Some((_, rest)) = line.split_once(" = \"") {
            event = rest.split('"').next().unwrap_or_default().to_string();
        } else if let Some((key, kind)) = line.split_once(": ") {
            if kind.starts_with("Option<") {
                found.insert((event.clone(), key.to_string()));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_that_may_be_left_out_are_found() {
        let source =
            "Made = \"axiom_x_made\" {\n  /// Whose: yes.\n  by: Addr,\n  to: Option<Addr>,\n}";
        let found: Vec<_> = optional(source).into_iter().collect();
        assert_eq!(found, [("axiom_x_made".to_string(), "to".to_string())]);
    }
}
