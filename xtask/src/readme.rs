//! The README's commands are those that the continuous integration runs.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{bail, Result};

const MAX_LINES: usize = 120;

/// Fails if the README is too long, or names a command that `make ci` does not run.
pub fn check(root: &Path) -> Result<()> {
    let readme = fs::read_to_string(root.join("README.md"))?;
    let makefile = fs::read_to_string(root.join("Makefile"))?;
    let lines = readme.lines().count();
    if lines >= MAX_LINES {
        bail!("README.md has {lines} lines: fewer than {MAX_LINES} are allowed");
    }
    let run = reached_from(&makefile, "ci");
    let commands = commands(&readme);
    for command in &commands {
        match command.strip_prefix("make ") {
            Some(target) if run.contains(target) => {}
            _ => bail!("README.md shows `{command}`, which `make ci` does not run"),
        }
    }
    println!("README.md: {lines} lines, {} commands, each run by `make ci`", commands.len());
    Ok(())
}

/// The lines of the README's shell blocks.
fn commands(readme: &str) -> Vec<String> {
    let mut inside = false;
    let mut found = vec![];
    for line in readme.lines() {
        if line.starts_with("```") {
            inside = line == "```sh";
        } else if inside && !line.trim().is_empty() {
            found.push(line.trim().to_string());
        }
    }
    found
}

/// Targets that a target reaches: its prerequisites and what its recipe makes.
fn reached_from(makefile: &str, target: &str) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut open = vec![target.to_string()];
    while let Some(next) = open.pop() {
        if seen.insert(next.clone()) {
            open.extend(steps(makefile, &next));
        }
    }
    seen
}

fn steps(makefile: &str, target: &str) -> Vec<String> {
    let mut found = vec![];
    let mut inside = false;
    for line in makefile.lines() {
        if let Some(rest) = line.strip_prefix(&format!("{target}:")) {
            inside = true;
            let prerequisites = rest.split("##").next().unwrap_or_default();
            found.extend(prerequisites.split_whitespace().map(str::to_string));
        } else if inside && line.starts_with('\t') {
            if let Some((_, call)) = line.split_once("$(call step,") {
                let name = call.split([',', ')']).next();
                found.extend(name.map(str::to_string));
            } else if let Some((_, call)) = line.split_once("$(MAKE)") {
                let name = call.split_whitespace().find(|word| !word.starts_with('-'));
                found.extend(name.map(str::to_string));
            }
        } else {
            inside = false;
        }
    }
    found
}
