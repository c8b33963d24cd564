//! `cargo xtask twice`: two checkouts in folders of other names and depth, with empty target folders and empty homes of
//! Cargo, must build the same bytes, and those that are committed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{bail, Context, Result};

use crate::compile::cargo_home;
use crate::dist;
use crate::manifest::{self, Entry};

/// Copies the checkout twice, builds both, compares.
///
/// # Errors
/// No git, a build that fails, or bytes that differ; the copies are kept then.
pub fn run(root: &Path) -> Result<()> {
    let files = files(root)?;
    let base = std::env::temp_dir().join(format!("axiom-twice-{}", std::process::id()));
    let places = [base.join("a"), base.join("a-second-place/that-lies/deeper")];
    let mut built: Vec<Vec<Entry>> = vec![];
    for place in &places {
        eprintln!("twice: builds in {}", place.display());
        let checkout = place.join("checkout");
        copy(root, &files, &checkout)?;
        built.push(dist::five(&checkout, home(place)?)?);
    }
    let mut lines = vec![];
    for (one, two) in built[0].iter().zip(&built[1]) {
        if one != two {
            lines.push(format!("{}: {} and {}", one.name, one.sha256, two.sha256));
        }
    }
    lines.extend(manifest::differences(&manifest::checksums(root)?, &built[0]));
    if !lines.is_empty() {
        println!("FAIL");
        bail!("not the same bytes (see {}):\n  {}", base.display(), lines.join("\n  "));
    }
    fs::remove_dir_all(&base).with_context(|| format!("cannot remove {}", base.display()))?;
    for Entry { name, sha256, .. } in &built[0] {
        println!("{sha256}  {name}");
    }
    println!("PASS: two folders, two homes of Cargo, the committed checksums: the same bytes");
    Ok(())
}

/// What git knows or would add.
fn files(root: &Path) -> Result<Vec<PathBuf>> {
    let output = Command::new("git")
        .current_dir(root)
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .context("cannot start git: install it, then run this again")?;
    if !output.status.success() {
        bail!("git ls-files failed: run this in a git checkout");
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let names = text.split('\0').filter(|name| !name.is_empty());
    Ok(names.map(PathBuf::from).filter(|path| root.join(path).is_file()).collect())
}

fn copy(root: &Path, files: &[PathBuf], to: &Path) -> Result<()> {
    for file in files {
        let target = to.join(file);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot create {}", folder.display()))?;
        }
        fs::copy(root.join(file), &target)
            .with_context(|| format!("cannot write {}", target.display()))?;
    }
    Ok(())
}

/// An empty home of Cargo; only its settings (where crates come from) are taken over.
fn home(place: &Path) -> Result<PathBuf> {
    let home = place.join("home-of-cargo");
    fs::create_dir_all(&home).with_context(|| format!("cannot create {}", home.display()))?;
    let settings = cargo_home()?.join("config.toml");
    if settings.is_file() {
        fs::copy(settings, home.join("config.toml")).context("cannot copy Cargo's settings")?;
    }
    Ok(home)
}
