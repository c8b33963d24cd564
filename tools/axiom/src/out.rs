//! What is shown: tables for people, JSON for programs.

use std::io::Write;

use clap::ValueEnum;
use comfy_table::{presets, ContentArrangement, Table};
use serde_json::Value;

/// How answers are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// For programs: stable names, one value.
    Json,
}

/// Where answers go. No colour is used, so `NO_COLOR` has nothing to switch off; help texts of clap heed it.
#[derive(Clone, Copy, Debug)]
pub struct Out {
    format: Format,
}

impl Out {
    /// In a format.
    pub fn new(format: Format) -> Self {
        Self { format }
    }

    /// Whether programs read it.
    pub fn is_json(self) -> bool {
        self.format == Format::Json
    }

    /// Shows an answer: as JSON, or with the text that people get.
    pub fn show(self, value: &Value, text: impl FnOnce() -> String) {
        match self.format {
            Format::Json => print_line(&serde_json::to_string_pretty(value).unwrap_or_default()),
            Format::Table => print_line(clean(text().trim_end()).as_str()),
        }
    }

    /// Shows any value, for people as a table.
    pub fn value(self, value: &Value) {
        self.show(value, || table(value));
    }

    /// Something that is told while a command runs; programs that read JSON do not see it in the answer.
    pub fn note(self, text: &str) {
        if !self.is_json() {
            eprintln!("{}", clean(text));
        }
    }
}

/// What can be shown: texts that others put on a chain may hold signs that a terminal would obey, or that turn the
/// order of letters around.
pub fn clean(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let strange =
        |c: char| c == char::REPLACEMENT_CHARACTER || turns(c) || (c.is_control() && c != '\n');
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match strange(c) {
            false => shown.push(c),
            true if shown.ends_with('…') => {}
            true => shown.push('…'),
        }
    }
    shown
}

/// The same in one line.
pub fn clean_line(text: &str) -> String {
    clean(&text.replace('\n', "\u{fffd}"))
}

/// Prints a line; a reader that has gone away is no error.
pub fn print_line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Any JSON value for people: objects as lines, lists of objects as columns.
pub fn table(value: &Value) -> String {
    match value {
        Value::Object(_) => lines("", value),
        Value::Array(items) if items.is_empty() => "none".to_string(),
        Value::Array(items) if items.iter().all(Value::is_object) => columns(items),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join("\n"),
        other => cell(other),
    }
}

/// Names and values beneath each other.
pub fn pairs(pairs: &[(String, String)]) -> String {
    let width = pairs.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let line = |(name, text): &(String, String)| {
        let indented = text.replace('\n', &format!("\n{}", " ".repeat(width + 2)));
        format!("{name:<width$}  {indented}").trim_end().to_string()
    };
    pairs.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Rows under headings.
pub fn rows(headings: &[&str], rows: &[Vec<String>]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(headings.iter().map(|name| (*name).to_string()));
    for row in rows {
        table.add_row(row.clone());
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let text = table.to_string();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn lines(prefix: &str, value: &Value) -> String {
    let mut all = Vec::new();
    collect(prefix, value, &mut all);
    if all.is_empty() {
        return "empty".to_string();
    }
    pairs(&all)
}

fn collect(prefix: &str, value: &Value, all: &mut Vec<(String, String)>) {
    let named =
        |name: &str| if prefix.is_empty() { name.to_string() } else { format!("{prefix}.{name}") };
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, inner) in fields {
                collect(&named(name), inner, all);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            all.push((prefix.to_string(), format!("{} entries", items.len())));
            all.push((String::new(), columns(items)));
        }
        Value::Null => {}
        other => all.push((prefix.to_string(), cell(other))),
    }
}

fn columns(items: &[Value]) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut flat = Vec::new();
    for item in items {
        let mut cells = Vec::new();
        flatten("", item, &mut cells);
        for (name, _) in &cells {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        flat.push(cells);
    }
    let row = |cells: &Vec<(String, String)>| {
        let of = |name: &String| cells.iter().find(|(own, _)| own == name);
        names.iter().map(|name| of(name).map_or(String::new(), |(_, text)| text.clone())).collect()
    };
    let all: Vec<Vec<String>> = flat.iter().map(row).collect();
    rows(&names.iter().map(String::as_str).collect::<Vec<_>>(), &all)
}

fn flatten(prefix: &str, value: &Value, all: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                let named =
                    if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
                flatten(&named, inner, all);
            }
        }
        Value::Null => {}
        other => {
            all.push((if prefix.is_empty() { "value" } else { prefix }.to_string(), cell(other)))
        }
    }
}

/// One value in a line.
fn cell(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "-".to_string(),
        Value::Array(items) if items.is_empty() => "none".to_string(),
        Value::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => {
            items.iter().map(cell).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_not_shown() {
        let text = "\u{fffd}\u{1b}[2J does not allow to pay fees for \u{fffd}\u{0}:\nnot found";
        assert_eq!(clean(text), "…[2J does not allow to pay fees for …:\nnot found");
        assert_eq!(clean("a\u{202e}b\u{9b}c"), "a…b…c");
        assert_eq!(clean_line("one\ndone in block 9"), "one…done in block 9");
    }
}
