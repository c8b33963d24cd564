//! What front ends use, on a node: the TypeScript client, and the example page in a browser.

use std::path::Path;
use std::process::Command;

use anyhow::{ensure, Context, Result};
use axiom_devnet::{Devnet, Options};

use super::Scenario;
use crate::axiom::{program, without_settings, Person};
use crate::world::World;

/// Its scenarios.
pub fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario {
            name: "clients-ts",
            shows: "the story by the TypeScript client; the same that passes on the embedded chain",
            play: client,
        },
        Scenario {
            name: "clients-page",
            shows: "the example page in a browser; the same that passes on the embedded chain",
            play: page,
        },
    ]
}

fn client(world: &mut World) -> Result<()> {
    let folder = world.root().join("clients/ts");
    if !folder.join("node_modules").is_dir() {
        npm(&folder, &["ci", "--no-fund", "--no-audit"], &[])?;
    }
    in_town(world, "e2e-ts", |variables| npm(&folder, &["run", "story"], variables).map(drop))
}

fn page(world: &mut World) -> Result<()> {
    let folder = world.root().join("examples/dapp");
    ensure!(folder.join("dist/index.html").is_file(), "the page is not built: make page");
    in_town(world, "e2e-page", |variables| {
        let told = npm(&folder, &["run", "--silent", "e2e"], variables)?;
        // How many steps passed, or why it was skipped.
        println!("      {}", told.trim_end().lines().last().unwrap_or_default());
        Ok(())
    })
}

/// Starts a chain, whose clock runs as that of any chain on which pages are used; its founder has coins. What is
/// played gets the variables by which the node and the command are found.
fn in_town(
    world: &World,
    name: &str,
    play: impl FnOnce(&[(&str, String)]) -> Result<()>,
) -> Result<()> {
    let devnet = Devnet::up(&Options { api: true, in_memory: true, ..Options::named(name) })?;
    let place = world.root().join("target").join(name);
    let me = Person::arrives(world.root(), &place)?;
    me.does(&format!(
        "chain add town --id {} --rpc {} --gas-price 0.025uaxm --denom uaxm=axm:6 --denom uusd=usd:6",
        devnet.chain_id(),
        devnet.rpc(0)
    ))?;
    me.does("chain use town")?;
    me.does("faucet --to @founder")?;
    play(&[
        ("AXIOM_RPC", devnet.rpc(0).to_string()),
        ("AXIOM_BIN", program(world.root())?.display().to_string()),
        ("AXIOM_HOME", place.join("home").display().to_string()),
        ("AXIOM_ARTIFACTS", world.root().join("artifacts").display().to_string()),
    ])?;
    devnet.delete()?;
    Ok(std::fs::remove_dir_all(place)?)
}

/// Runs npm and answers what it told.
fn npm(folder: &Path, words: &[&str], variables: &[(&str, String)]) -> Result<String> {
    let mut command = Command::new("npm");
    without_settings(&mut command);
    command.args(words).current_dir(folder);
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    let output = command.output().context("npm cannot be run: install Node.js")?;
    let told = [output.stdout, output.stderr].concat();
    let told = String::from_utf8_lossy(&told).into_owned();
    ensure!(output.status.success(), "npm {}:\n{told}", words.join(" "));
    Ok(told)
}
