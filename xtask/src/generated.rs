//! Files that are generated, committed, and checked for drift.

use std::fs;
use std::path::Path;

use anyhow::{bail, Context, Result};

/// A generated file.
pub struct File {
    /// Path from the root of the repository.
    pub path: String,
    /// What it must hold.
    pub text: String,
}

/// Writes the files that differ and names them.
pub fn write(root: &Path, files: &[File]) -> Result<()> {
    for file in files {
        let path = root.join(&file.path);
        if fs::read_to_string(&path).is_ok_and(|old| old == file.text) {
            continue;
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, &file.text).with_context(|| format!("cannot write {}", file.path))?;
        println!("wrote {}", file.path);
    }
    Ok(())
}

/// Fails with the names of the files that differ.
pub fn check(root: &Path, files: &[File]) -> Result<()> {
    let stale: Vec<&str> = files
        .iter()
        .filter(|file| !fs::read_to_string(root.join(&file.path)).is_ok_and(|old| old == file.text))
        .map(|file| file.path.as_str())
        .collect();
    if stale.is_empty() {
        println!("{} generated files are up to date", files.len());
        return Ok(());
    }
    bail!("out of date: {}; run `make schema` and commit the result", stale.join(", "));
}
