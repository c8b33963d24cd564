//! The catalogue of events.

use axiom_types::event::EventInfo;
use axiom_types::{dao, distributor, ledger, registry, tracker};

use crate::generated::File;

/// `docs/events.md`.
pub fn file() -> File {
    let mut text = String::from(
        "# Events\n\n\
         Generated from the types; `make schema` writes it. Each state change emits exactly one typed event.\n\
         The chain puts `wasm-` before the name and adds `_contract_address`. An attribute marked optional in its\n\
         words is left out when there is nothing to say. Amounts are base units, times are unix seconds.\n",
    );
    for (contract, events) in catalogue() {
        text.push_str(&format!("\n## {contract}\n"));
        events.iter().for_each(|event| push(&mut text, event));
    }
    File { path: "docs/events.md".to_string(), text }
}

/// Events of each contract.
pub fn catalogue() -> [(&'static str, &'static [EventInfo]); 5] {
    [
        ("state-registry", registry::events::ALL),
        ("execution-ledger", ledger::events::ALL),
        ("contribution-tracker", tracker::events::ALL),
        ("value-distributor", distributor::events::ALL),
        ("governance-dao", dao::events::ALL),
    ]
}

fn push(text: &mut String, event: &EventInfo) {
    text.push_str(&format!("\n### `{}`\n\n{}\n\n", event.name, event.doc.trim()));
    text.push_str("| attribute | meaning |\n|---|---|\n");
    for (key, doc) in event.keys {
        text.push_str(&format!("| `{key}` | {} |\n", doc.trim()));
    }
}
