//! The story by the TypeScript client, on a node.

use std::process::Command;

use anyhow::{ensure, Context, Result};
use axiom_devnet::{Devnet, Options};

use super::Scenario;
use crate::axiom::{program, without_settings, Person};
use crate::world::World;

/// Its scenario.
pub fn scenarios() -> Vec<Scenario> {
    vec![Scenario {
        name: "clients-ts",
        shows: "the story by the TypeScript client; the same that passes on the embedded chain",
        play,
    }]
}

fn play(world: &mut World) -> Result<()> {
    // Its clock runs, as that of any chain on which pages are used.
    let devnet = Devnet::up(&Options { api: true, in_memory: true, ..Options::named("e2e-ts") })?;
    let place = world.root().join("target/e2e-ts");
    let me = Person::arrives(world.root(), &place)?;
    me.does(&format!(
        "chain add town --id {} --rpc {} --gas-price 0.025uaxm --denom uaxm=axm:6",
        devnet.chain_id(),
        devnet.rpc(0)
    ))?;
    me.does("chain use town")?;
    me.does("faucet --to @founder")?;
    let client = world.root().join("clients/ts");
    if !client.join("node_modules").is_dir() {
        npm(&client, &["ci", "--no-fund", "--no-audit"], &[])?;
    }
    let variables = [
        ("AXIOM_RPC", devnet.rpc(0).to_string()),
        ("AXIOM_BIN", program(world.root())?.display().to_string()),
        ("AXIOM_HOME", place.join("home").display().to_string()),
        ("AXIOM_ARTIFACTS", world.root().join("artifacts").display().to_string()),
    ];
    npm(&client, &["run", "story"], &variables)?;
    devnet.delete()?;
    Ok(std::fs::remove_dir_all(place)?)
}

fn npm(folder: &std::path::Path, words: &[&str], variables: &[(&str, String)]) -> Result<()> {
    let mut command = Command::new("npm");
    without_settings(&mut command);
    command.args(words).current_dir(folder);
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    let output = command.output().context("npm cannot be run: install Node.js")?;
    let told = [output.stdout, output.stderr].concat();
    let told = String::from_utf8_lossy(&told);
    ensure!(output.status.success(), "npm {}:\n{told}", words.join(" "));
    Ok(())
}
