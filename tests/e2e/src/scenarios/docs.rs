//! The commands of the documents, run as they stand there: what a reader does from top to bottom.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{ensure, Context, Result};

use super::Scenario;
use crate::axiom;
use crate::world::World;

/// A document whose blocks marked `sh` are one script.
struct Document {
    /// Its file.
    path: &'static str,
    /// What its commands must have told, in this order.
    told: &'static [&'static str],
    /// The devnets that they start.
    devnets: &'static [&'static str],
    /// Files and folders that they leave behind.
    leaves: &'static [&'static str],
}

const DEPLOY: Document = Document {
    path: "docs/deploy.md",
    told: &[
        "governance-dao",
        "kept in deployments/axiom-devnet-first-1/first.json",
        "governance-dao",
        "proposal-1.json",
        "every validator has voted yes on proposal 5",
        "governance-dao",
        "kept in deployments/axiom-devnet-closed-1/first.json",
    ],
    devnets: &["first", "closed"],
    leaves: &["target/proposals"],
};

const QUICKSTART: Document = Document {
    path: "docs/quickstart.md",
    told: &[
        "kept in deployments/axiom-local-1/first.json",
        "axiom_tracker_budget_granted",
        "axiom_ledger_job_settled",
        "approved, the worker got 100 %",
        "withdrawal",
        "it agrees with itself",
        "0 differences",
        "kept in deployments/axiom-devnet-quick-1/quick.json",
        "axiom_ledger_job_settled",
        "it holds, by what you trust",
    ],
    devnets: &["quick"],
    leaves: &["page.txt", "record.json", "ledger.jsonl", "validators.json"],
};

/// Their scenarios.
pub fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario {
            name: "docs-deploy",
            shows: "the commands of docs/deploy.md found an economy, also where uploading is for nobody",
            play: |world| play(world, &DEPLOY),
        },
        Scenario {
            name: "docs-quickstart",
            shows: "the commands of docs/quickstart.md, on the embedded chain and on a devnet",
            play: |world| play(world, &QUICKSTART),
        },
    ]
}

fn play(world: &mut World, document: &Document) -> Result<()> {
    let root = world.root();
    let text = std::fs::read_to_string(root.join(document.path))
        .with_context(|| format!("{} cannot be read", document.path))?;
    let script = script(&text);
    let program = axiom::program(root)?;
    let own = Own::begin(root)?;
    clear(root, &program, document)?;
    let outcome = run(root, &program, &own, &script);
    clear(root, &program, document)?;
    let told = outcome?;
    let mut rest = told.as_str();
    for part in document.told {
        let at = rest.find(part).with_context(|| format!("{part:?} was not told in:\n{told}"))?;
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    let commands = script.lines().filter(|line| !line.is_empty()).count() - 1;
    println!("      {} lines of {} ran", commands, document.path);
    Ok(())
}

/// The lines of the blocks that are marked `sh`.
fn script(text: &str) -> String {
    let mut inside = false;
    let mut script = String::from("set -euo pipefail\n");
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```sh";
        } else if inside {
            script.push_str(line);
            script.push('\n');
        }
    }
    script
}

/// A person who has just arrived: a fresh `AXIOM_HOME`, and no `deployments/` in the checkout. What was there of it
/// comes back at the end; after a run that was killed, with the next one.
struct Own {
    place: PathBuf,
    deployments: PathBuf,
}

impl Own {
    fn begin(root: &Path) -> Result<Self> {
        let own = Self { place: root.join("target/docs"), deployments: root.join("deployments") };
        std::fs::create_dir_all(&own.place)?;
        own.restore()?;
        if own.deployments.exists() {
            std::fs::rename(&own.deployments, own.kept())?;
        }
        Ok(own)
    }

    fn home(&self) -> PathBuf {
        self.place.join("home")
    }

    fn kept(&self) -> PathBuf {
        self.place.join("deployments")
    }

    fn restore(&self) -> Result<()> {
        remove(&self.home())?;
        if self.kept().exists() {
            remove(&self.deployments)?;
            std::fs::rename(self.kept(), &self.deployments)?;
        }
        Ok(())
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        let new = remove(&self.deployments);
        if let Err(error) = new.and_then(|()| self.restore()) {
            println!("      deployments/ is not as it was: {error:#}");
        }
    }
}

fn remove(path: &Path) -> Result<()> {
    match path {
        folder if folder.is_dir() => Ok(std::fs::remove_dir_all(folder)?),
        file if file.exists() => Ok(std::fs::remove_file(file)?),
        _ => Ok(()),
    }
}

/// Answers what was told on stdout.
fn run(root: &Path, program: &Path, own: &Own, script: &str) -> Result<String> {
    let beside = program.parent().context("the program lies in no folder")?;
    let installed = own.place.join("installed");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = [installed.join("bin"), beside.to_path_buf()];
    let path = std::env::join_paths(folders.into_iter().chain(std::env::split_paths(&path)))?;
    let mut bash = Command::new("bash");
    axiom::without_settings(&mut bash);
    let output = bash
        .args(["-c", script])
        .current_dir(root)
        .env("PATH", path)
        .env("AXIOM_HOME", own.home())
        .env("CARGO_INSTALL_ROOT", installed)
        .stdin(Stdio::null())
        .output()
        .context("bash cannot be run")?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "the commands failed:\n{told}\n{errors}");
    Ok(told)
}

/// Without the chains that the commands start, and what they leave.
fn clear(root: &Path, program: &Path, document: &Document) -> Result<()> {
    for name in document.devnets {
        let reset = Command::new(program)
            .args(["devnet", "reset", "--name", name])
            .current_dir(root)
            .output()
            .context("axiom cannot be run")?;
        let errors = String::from_utf8_lossy(&reset.stderr);
        ensure!(reset.status.success(), "devnet {name} cannot be reset: {errors}");
    }
    document.leaves.iter().try_for_each(|path| remove(&root.join(path)))
}
