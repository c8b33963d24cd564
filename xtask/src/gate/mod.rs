//! `cargo xtask gate`: what a chain of CosmWasm 1.4 or later would refuse, and what this project refuses, before upload.
//!
//! Refused: anything beyond the first version of Wasm, floats, imports that the VM does not offer, missing exports,
//! capabilities beyond CosmWasm 1.4, anything but one plain memory, a start function, and too large a file.

mod instructions;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};
use wasmparser::{Validator, WasmFeatures};

use crate::dist::CONTRACTS;
use crate::manifest::{self, Entry};

/// The most bytes of a contract. Chains accept 800 KiB; the rest is room for an upgrade.
pub const LIMIT: u64 = 600_000;

/// Entry points of every contract of the five.
const ENTRY_POINTS: [&str; 4] = ["instantiate", "execute", "query", "migrate"];
/// Sends no submessages and has no `reply`.
const WITHOUT_REPLY: &str = "state-registry";

/// Checks files, or the five in `artifacts/`; prints a table of sizes.
///
/// # Errors
/// A file that cannot be read, or every fault of every file.
pub fn run(root: &Path, files: &[String]) -> Result<()> {
    let paths: Vec<PathBuf> = if files.is_empty() {
        CONTRACTS.iter().map(|name| root.join(format!("artifacts/{name}.wasm"))).collect()
    } else {
        files.iter().map(PathBuf::from).collect()
    };
    let (mut entries, mut lines) = (vec![], vec![]);
    for path in &paths {
        let bytes = fs::read(path)
            .with_context(|| format!("cannot read {}: run `cargo xtask dist`", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for fault in faults(&bytes, &exports_of(&name)) {
            lines.push(format!("{name}: {fault}"));
        }
        entries.push(Entry::of(&name, &bytes));
    }
    print!("{}", manifest::table(root, &entries));
    if lines.is_empty() {
        println!("{} files pass the gate", entries.len());
        return Ok(());
    }
    bail!("the gate refuses:\n  {}", lines.join("\n  "));
}

/// Entry points that a file of this name must export.
fn exports_of(file: &str) -> Vec<&'static str> {
    let name = file.trim_end_matches(".wasm").trim_end_matches("-next");
    if !CONTRACTS.contains(&name) {
        return vec!["instantiate"];
    }
    let mut names = ENTRY_POINTS.to_vec();
    if name != WITHOUT_REPLY {
        names.push("reply");
    }
    names
}

/// Everything that is wrong with a contract which must export these entry points.
pub fn faults(bytes: &[u8], exports: &[&str]) -> Vec<String> {
    let mut found = first_version(bytes);
    if found.is_empty() {
        found.extend(instructions::floats(bytes));
        found.extend(rules::faults(bytes, exports));
    }
    let size = bytes.len() as u64;
    if size > LIMIT {
        found.push(format!("{size} bytes, more than {LIMIT}"));
    }
    found
}

/// What goes beyond the first version of Wasm (with exported mutable globals, which chains accept); floats may stand.
pub fn first_version(bytes: &[u8]) -> Vec<String> {
    let later = instructions::later(bytes);
    if !later.is_empty() {
        return later;
    }
    let allowed = WasmFeatures::MUTABLE_GLOBAL | WasmFeatures::FLOATS | WasmFeatures::GC_TYPES;
    match Validator::new_with_features(allowed).validate_all(bytes) {
        Ok(_) => vec![],
        Err(error) => {
            let (text, at) = (error.message(), error.offset());
            vec![format!("not Wasm of the first version: {text} (at byte {at})")]
        }
    }
}

#[cfg(test)]
mod tests;
