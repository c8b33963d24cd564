//! The commands of docs/deploy.md, run as they stand there.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{ensure, Context, Result};

use super::Scenario;
use crate::world::World;

/// What the commands must have told, in this order.
const TOLD: [&str; 6] = [
    "\"governance-dao\": \"wasm1",
    "governance-dao        ",
    "proposal-1.json",
    "every validator has voted yes on proposal 5",
    "only the chain's governance",
    "\"governance-dao\": \"wasm1",
];

/// Its scenarios.
pub fn scenarios() -> Vec<Scenario> {
    vec![Scenario {
        name: "deploy-docs",
        shows:
            "the commands of docs/deploy.md found an economy, also where uploading is for nobody",
        play,
    }]
}

fn play(world: &mut World) -> Result<()> {
    let root = world.root();
    let text = std::fs::read_to_string(root.join("docs/deploy.md"))?;
    let script = script(&text);
    reset(root)?;
    let outcome = run(root, &script);
    reset(root)?;
    let told = outcome?;
    let mut rest = told.as_str();
    for part in TOLD {
        let at = rest.find(part).with_context(|| format!("{part:?} was not told in:\n{told}"))?;
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
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

/// Answers what was told on stdout.
fn run(root: &Path, script: &str) -> Result<String> {
    let output = Command::new("bash")
        .args(["-c", script])
        .current_dir(root)
        .stdin(Stdio::null())
        .output()
        .context("bash cannot be run")?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "the commands failed:\n{told}\n{errors}");
    Ok(told)
}

/// Without the chains that the commands start.
fn reset(root: &Path) -> Result<()> {
    let script = "cargo run -q -p axiom -- devnet reset --name first || true\n\
                  cargo run -q -p axiom -- devnet reset --name closed || true\n\
                  rm -rf target/proposals";
    run(root, script).map(|_| ())
}
