//! What `artifacts/` says of the built files: `checksums.txt` as `sha256sum --check` reads it, `sizes.txt` beside it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{bail, Context, Result};

use crate::hash::sha256;

/// Lines of `sha256  name`, sorted by name; committed.
pub const CHECKSUMS: &str = "artifacts/checksums.txt";
/// Lines of `bytes  name`, sorted by name; committed, so that a change of size shows in a review.
pub const SIZES: &str = "artifacts/sizes.txt";
/// A contract of the five should stay below this many bytes.
pub const AIM: u64 = 350_000;

/// A built file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// File name.
    pub name: String,
    /// SHA-256 in lower-case hex.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

impl Entry {
    /// Describes a file's content.
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        Self { name: name.to_string(), sha256: sha256(bytes), size: bytes.len() as u64 }
    }
}

/// Writes both lists.
///
/// # Errors
/// The folder cannot be written.
pub fn write(root: &Path, entries: &[Entry]) -> Result<()> {
    let mut sorted = entries.to_vec();
    sorted.sort();
    let (mut checksums, mut sizes) = (String::new(), String::new());
    for Entry { name, sha256, size } in &sorted {
        let _ = writeln!(checksums, "{sha256}  {name}");
        let _ = writeln!(sizes, "{size}  {name}");
    }
    for (path, text) in [(CHECKSUMS, checksums), (SIZES, sizes)] {
        fs::write(root.join(path), text).with_context(|| format!("cannot write {path}"))?;
    }
    Ok(())
}

/// The committed checksums by file name.
///
/// # Errors
/// No such file, or a line that is not `sha256  name`.
pub fn checksums(root: &Path) -> Result<BTreeMap<String, String>> {
    let text = fs::read_to_string(root.join(CHECKSUMS))
        .with_context(|| format!("cannot read {CHECKSUMS}: run `cargo xtask dist`"))?;
    parse(&text).with_context(|| format!("{CHECKSUMS} is damaged: run `cargo xtask dist`"))
}

fn parse(text: &str) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for line in text.lines() {
        let Some((hash, name)) = line.split_once("  ") else {
            bail!("not `sha256  name`: {line}");
        };
        if hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            bail!("no SHA-256 in: {line}");
        }
        found.insert(name.to_string(), hash.to_string());
    }
    Ok(found)
}

/// What differs between what is committed and what was built, one line a file.
pub fn differences(committed: &BTreeMap<String, String>, built: &[Entry]) -> Vec<String> {
    let mut lines = vec![];
    for entry in built {
        match committed.get(&entry.name) {
            Some(hash) if *hash == entry.sha256 => {}
            Some(hash) => {
                lines.push(format!("{}: committed {hash}, built {}", entry.name, entry.sha256))
            }
            None => lines.push(format!("{}: not in {CHECKSUMS}", entry.name)),
        }
    }
    for name in committed.keys().filter(|name| built.iter().all(|entry| entry.name != **name)) {
        lines.push(format!("{name}: in {CHECKSUMS}, but not built"));
    }
    lines
}

/// Sizes at the last commit; empty where there is no git or no such file.
fn last_sizes(root: &Path) -> BTreeMap<String, u64> {
    let output =
        Command::new("git").current_dir(root).args(["show", &format!("HEAD:{SIZES}")]).output();
    let text = output.ok().filter(|output| output.status.success());
    let text = text.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let lines = text.iter().flat_map(|text| text.lines());
    lines
        .filter_map(|line| line.split_once("  "))
        .filter_map(|(size, name)| Some((name.to_string(), size.parse().ok()?)))
        .collect()
}

/// A table of sizes: bytes, share of the aim, change since the last commit.
pub fn table(root: &Path, entries: &[Entry]) -> String {
    render(entries, &last_sizes(root))
}

fn render(entries: &[Entry], last: &BTreeMap<String, u64>) -> String {
    let head = ("file", "bytes", "of 350 KB", "since last commit");
    let mut text = format!("{:<30} {:>9} {:>10} {:>18}\n", head.0, head.1, head.2, head.3);
    for Entry { name, size, .. } in entries {
        let change = match last.get(name) {
            Some(before) if before == size => "same".to_string(),
            Some(before) => format!("{:+}", i128::from(*size) - i128::from(*before)),
            None => "new".to_string(),
        };
        let share = format!("{} %", size * 100 / AIM);
        let _ = writeln!(text, "{name:<30} {size:>9} {share:>10} {change:>18}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, sign: &str, size: u64) -> Entry {
        Entry { name: name.into(), sha256: sign.repeat(64), size }
    }

    #[test]
    fn every_kind_of_drift_is_named() {
        let committed = parse(&format!(
            "{}  same.wasm\n{}  other.wasm\n{}  gone.wasm\n",
            "a".repeat(64),
            "b".repeat(64),
            "c".repeat(64)
        ));
        let built =
            [entry("same.wasm", "a", 1), entry("other.wasm", "d", 1), entry("new.wasm", "e", 1)];
        let lines = differences(&committed.unwrap(), &built);
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(lines[0].starts_with("other.wasm: committed bbbb"), "{}", lines[0]);
        assert_eq!(lines[1], "new.wasm: not in artifacts/checksums.txt");
        assert_eq!(lines[2], "gone.wasm: in artifacts/checksums.txt, but not built");
    }

    #[test]
    fn a_damaged_list_is_refused() {
        assert_eq!(parse("nonsense").unwrap_err().to_string(), "not `sha256  name`: nonsense");
        assert_eq!(parse("ab  x.wasm").unwrap_err().to_string(), "no SHA-256 in: ab  x.wasm");
    }

    #[test]
    fn the_table_compares_with_the_aim_and_the_last_commit() {
        let last = [("a.wasm".to_string(), 350_000), ("b.wasm".to_string(), 200)].into();
        let built =
            [entry("a.wasm", "a", 350_000), entry("b.wasm", "b", 150), entry("c.wasm", "c", 9)];
        let text = render(&built, &last);
        let rows: Vec<Vec<&str>> =
            text.lines().skip(1).map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(rows[0], ["a.wasm", "350000", "100", "%", "same"]);
        assert_eq!(rows[1], ["b.wasm", "150", "0", "%", "-50"]);
        assert_eq!(rows[2], ["c.wasm", "9", "0", "%", "new"]);
    }
}
