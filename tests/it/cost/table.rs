//! `docs/gas.md`: every message that people use.

use std::fmt::Write;

use super::sheet::{target, Row, Sheet, EXCEPTIONS, TARGETS};
use super::{golden, repository, scenes};

const INTRO: &str = "\
# What messages cost

Modelled, not yet measured on a node: the embedded chain counts what each transaction does (calls, \
storage, queries, replies, sends, events, bytes of the message) and prices it by one list of \
primitives that were measured on wasmd v0.70.3 (`packages/axiom-local/src/price.rs`; each price \
reproduces its primitive within 5 %). Figures of whole messages from a real node follow.

- **total**: the modelled price of a transaction with this one message. A row that says *each \
further* is what one more item adds to the message.
- **fixed**: the transaction itself and the code of each contract that it loads. No contract can \
save this.
- **above**: total less fixed: storage, queries, replies, events, bytes, bank sends.
- **target**: what we allow ourselves; a row more than a tenth above it needs an ADR.
- **peer**: the same on the same node with the cheapest of cw-plus 2.0 and DAO DAO 2.5 that can do \
it, measured there.

This file is written by a test: `UPDATE_GOLDEN=1 cargo test -p axiom-tests --test it golden`.
";

#[test]
fn golden_gas_table() {
    let (sheet, _) = scenes::all();
    for (message, _, _) in TARGETS {
        let rows = sheet.rows().filter(|row| row.message == *message).count();
        assert_eq!(rows, 1, "rows of the target {message:?}");
    }
    let over = over_target(&sheet);
    golden("docs/gas.md", &document(&sheet));
    assert!(over.is_empty(), "above their targets by more than a tenth:\n{}", over.join("\n"));
    for (message, adr) in EXCEPTIONS {
        assert!(repository(adr).is_file(), "{message:?} names {adr}, which is not there");
        let row = sheet.rows().find(|row| row.message == *message);
        let needed = row.is_some_and(is_over);
        assert!(needed, "{message:?} needs its exception no longer");
    }
}

fn is_over(row: &Row) -> bool {
    target(row.message).is_some_and(|(target, _)| row.total * 10 > target * 11)
}

fn over_target(sheet: &Sheet) -> Vec<String> {
    let excepted = |row: &&Row| EXCEPTIONS.iter().any(|(message, _)| *message == row.message);
    sheet
        .rows()
        .filter(|row| is_over(row) && !excepted(row))
        .map(|row| {
            let limit = target(row.message).map_or(0, |(target, _)| target);
            format!("{}: {} against {}", row.message, digits(row.total), digits(limit))
        })
        .collect()
}

fn document(sheet: &Sheet) -> String {
    let mut out = INTRO.to_string();
    for part in &sheet.parts {
        write!(out, "\n## {}\n\n", part.title).unwrap();
        out.push_str("| Message | Total | Fixed | Above | Target | % of target | Peer |\n");
        out.push_str("|---|---:|---:|---:|---:|---:|---|\n");
        for row in &part.rows {
            out.push_str(&line(row));
        }
    }
    if !EXCEPTIONS.is_empty() {
        out.push_str("\n## Above their target\n\n");
        for (message, adr) in EXCEPTIONS {
            writeln!(out, "- {message}: `{adr}`").unwrap();
        }
    }
    out
}

fn line(row: &Row) -> String {
    let Row { message, total, fixed } = row;
    let fixed_text = if *fixed == 0 { String::new() } else { digits(*fixed) };
    let (limit, part, peer) = match target(message) {
        Some((limit, peer)) => (digits(limit), (total * 100).div_ceil(limit).to_string(), peer),
        None => (String::new(), String::new(), ""),
    };
    let (total_text, above) = (digits(*total), digits(total - fixed));
    format!("| {message} | {total_text} | {fixed_text} | {above} | {limit} | {part} | {peer} |\n")
}

fn digits(number: u64) -> String {
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

#[test]
fn thousands_are_separated() {
    let cases = [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")];
    for (number, text) in cases {
        assert_eq!(digits(number), text);
    }
}
