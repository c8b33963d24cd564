//! House rule: at most 400 production lines a file and 60 lines a function where contracts run.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{bail, Result};

/// Where contracts run, what is built into them, and this program.
const FOLDERS: [&str; 5] =
    ["contracts", "packages/axiom-types", "packages/axiom-kit", "packages/axiom-merkle", "xtask"];
const MAX_FILE: usize = 400;
const MAX_FUNCTION: usize = 60;
/// Message and event declarations are lists, not code; they may be longer.
const DECLARATIONS: [&str; 2] = ["msg.rs", "events.rs"];
/// Dispatch over every variant of a message type is a list too: one arm each, and no branch beside the match.
const DISPATCH: [&str; 2] = ["fn answer", "fn dispatch"];
const MAX_DISPATCH: usize = 100;

/// Walks contracts and the packages that they use.
pub fn check(root: &Path) -> Result<()> {
    let mut faults = vec![];
    let mut seen = 0usize;
    for folder in FOLDERS {
        for path in sources(&root.join(folder)) {
            seen += 1;
            let text = fs::read_to_string(&path)?;
            let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            faults.extend(file_faults(&name, &text));
        }
    }
    if faults.is_empty() {
        println!(
            "{seen} production files within {MAX_FILE} lines, functions within {MAX_FUNCTION}"
        );
        return Ok(());
    }
    bail!("too long:\n  {}", faults.join("\n  "));
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    let Ok(entries) = fs::read_dir(folder) else {
        return found;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().to_string();
        if path.is_dir() {
            if name != "tests" && name != "target" {
                found.extend(sources(&path));
            }
        } else if name.ends_with(".rs") && name != "tests.rs" {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn file_faults(name: &str, text: &str) -> Vec<String> {
    let production: Vec<&str> =
        text.lines().take_while(|line| line.trim() != "#[cfg(test)]").collect();
    let mut faults = vec![];
    let declares = DECLARATIONS.iter().any(|end| name.ends_with(end));
    if !declares && production.len() > MAX_FILE {
        faults.push(format!("{name}: {} lines", production.len()));
    }
    let mut open: Option<(String, usize, usize)> = None;
    for (at, line) in production.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        if let Some((function, start, depth)) = &open {
            if line.trim_start().starts_with('}') && indent == *depth {
                let length = at - start + 1;
                let lists = DISPATCH.iter().any(|name| format!("fn {function}") == *name);
                if length > if lists { MAX_DISPATCH } else { MAX_FUNCTION } {
                    faults.push(format!("{name}:{}: fn {function} has {length} lines", start + 1));
                }
                open = None;
            }
        } else if let Some(function) = function_name(line) {
            if !line.trim_end().ends_with('}') && !line.trim_end().ends_with(';') {
                open = Some((function, at, indent));
            }
        }
    }
    faults
}

fn function_name(line: &str) -> Option<String> {
    let start = line.trim_start();
    let rest = ["pub fn ", "pub(crate) fn ", "pub(super) fn ", "fn ", "pub const fn ", "const fn "]
        .iter()
        .find_map(|head| start.strip_prefix(head))?;
    Some(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
}
