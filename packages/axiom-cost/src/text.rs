//! `docs/gas.md`, and the table for a terminal.

use std::fmt::Write;

use crate::book::{Book, Entry, MAIN_LINE};
use crate::targets::EXCEPTIONS;

/// The document, from the root of the repository.
pub const DOCUMENT: &str = "docs/gas.md";

const INTRO: &str = "\
# What messages cost

Gas of whole transactions with this one message, measured on a node with the released Wasm files and with accounts that had \
sent before. `make gas` measures again and compares; `make gas UPDATE=1` writes the new figures to `gas.json` and to this file.

- **0.70**, **0.60**: measured on wasmd v0.70.3 and v0.60.8. A row that says *each further* is what one more item adds to \
the message.
- **model**: what the embedded chain says. It counts what a transaction does (calls, storage, queries, replies, sends, \
events, bytes) and prices it by one list of primitives for all messages (`packages/axiom-chain/src/price.rs`). It must \
stay within 5 % of the node in every row.
- **floor**: what the message cannot do without, at the same prices: its bytes, the transaction, each code loaded once, \
every call, reply, query, walk over a range, signature and bank send as counted; each key that it looks at read once, each key \
that it changes written once. Not in it: events, checks of addresses, reading a key again, writing it twice or unchanged.
- **target**: what we allow ourselves; a row more than a tenth above it needs an ADR.
- **peer**: the cheapest of cw-plus 2.0 and DAO DAO 2.6 that does the same, on the same node.
";

/// The document about a book.
pub fn document(book: &Book) -> String {
    let mut out = INTRO.to_string();
    let mut part = "";
    for entry in &book.rows {
        if entry.part != part {
            part = &entry.part;
            let _ = write!(out, "\n## {part}\n\n");
            out.push_str(
                "| Message | 0.70 | 0.60 | Model | Floor | % of floor | Target | % of target | Peer |\n",
            );
            out.push_str("|---|---:|---:|---:|---:|---:|---:|---:|---|\n");
        }
        out.push_str(&line(entry));
    }
    if !EXCEPTIONS.is_empty() {
        out.push_str("\n## Above their target\n\n");
        for (message, adr) in EXCEPTIONS {
            let _ = writeln!(out, "- {message}: `{adr}`");
        }
    }
    out.push_str(&peers(book));
    out
}

fn line(entry: &Entry) -> String {
    let of = |line: &str| entry.measured.get(line).map_or(String::new(), |gas| digits(*gas));
    let part = |whole: Option<u64>| match (entry.main(), whole) {
        (Some(gas), Some(whole)) if whole > 0 => (gas * 100).div_ceil(whole).to_string(),
        _ => String::new(),
    };
    let peer = entry.peer.as_ref();
    let peer = peer.map_or(String::new(), |peer| format!("{} {}", peer.message, digits(peer.gas)));
    format!(
        "| {} | {} | {} | {} | {} | {} | {} | {} | {peer} |\n",
        entry.message,
        of(MAIN_LINE),
        of("0.60"),
        digits(entry.model),
        digits(entry.floor),
        part(Some(entry.floor)),
        entry.target.map_or(String::new(), digits),
        part(entry.target),
    )
}

fn peers(book: &Book) -> String {
    let mut out = "\n## The peers\n\n".to_string();
    if book.peers.is_empty() {
        out.push_str("Measured once on wasmd v0.70.3, not in the run of this table.\n\n");
    } else {
        out.push_str(
            "Measured in the same run on wasmd v0.70.3, from their published crates, with groups of four members and rules \
             that let anybody execute.\n\n",
        );
    }
    out.push_str("| Message | Gas |\n|---|---:|\n");
    for (message, first) in crate::targets::PEERS {
        let measured = book.peers.get(*message);
        if measured.is_some() || book.peers.is_empty() {
            let _ = writeln!(out, "| {message} | {} |", digits(*measured.unwrap_or(first)));
        }
    }
    for (message, gas) in &book.peers {
        if !crate::targets::PEERS.iter().any(|(name, _)| name == message) {
            let _ = writeln!(out, "| {message} | {} |", digits(*gas));
        }
    }
    out
}

/// The table for a terminal: measured, model, floor, target and peer of every row of a run.
pub fn table(book: &Book, line: &str) -> String {
    let mut out = String::new();
    let mut part = "";
    for entry in &book.rows {
        if entry.part != part {
            part = &entry.part;
            let _ = writeln!(
                out,
                "\n{part:<58} {:>10} {:>7} {:>7} {:>8}  peer",
                "gas", "model", "floor", "target"
            );
        }
        let Some(gas) = entry.measured.get(line).copied() else { continue };
        let percent = |other: Option<u64>| match other {
            Some(other) if other > 0 => format!("{:.0} %", gas as f64 * 100.0 / other as f64),
            _ => String::new(),
        };
        let apart = (entry.model as f64 / gas.max(1) as f64 - 1.0) * 100.0;
        let peer = entry.peer.as_ref();
        let peer =
            peer.map_or(String::new(), |peer| format!("{} {}", peer.message, digits(peer.gas)));
        let _ = writeln!(
            out,
            "{:<58} {:>10} {:>+5.1} % {:>7} {:>8}  {peer}",
            entry.message,
            digits(gas),
            apart,
            percent(Some(entry.floor)),
            percent(entry.target),
        );
    }
    out
}

/// A number with its thousands apart.
pub fn digits(number: u64) -> String {
    let text = number.to_string();
    let mut out = String::new();
    for (at, digit) in text.chars().enumerate() {
        if at > 0 && (text.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        let cases = [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")];
        for (number, text) in cases {
            assert_eq!(digits(number), text);
        }
    }

    #[test]
    fn a_row_tells_what_it_was_measured_against() {
        let entry = Entry {
            message: "vote".to_string(),
            measured: [(MAIN_LINE.to_string(), 133_000)].into(),
            model: 132_000,
            floor: 128_000,
            target: Some(140_000),
            peer: Some(crate::book::Peer { message: "cw3-flex: vote".to_string(), gas: 225_500 }),
            ..Entry::default()
        };
        let expected =
            "| vote | 133,000 |  | 132,000 | 128,000 | 104 | 140,000 | 95 | cw3-flex: vote 225,500 |\n";
        assert_eq!(line(&entry), expected);
    }
}
