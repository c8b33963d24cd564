//! Devnets themselves: side by side, moved through time, without their keeper, from a damaged cache.

use std::fs;
use std::time::Duration;

use anyhow::{bail, ensure, Context, Result};
use axiom_client::{Client, Config};
use axiom_devnet::{Devnet, Home, Line, Node, Options};

use super::Scenario;
use crate::world::World;

const YEAR: u64 = 365 * 86_400;
const SOON: Duration = Duration::from_secs(30);

/// Its scenarios.
pub fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario {
            name: "devnets",
            shows: "two side by side, a clock moved by a year, a keeper of time that dies",
            play: side_by_side,
        },
        Scenario {
            name: "damaged-cache",
            shows: "a half-written node is noticed and built again",
            play: damaged_cache,
        },
    ]
}

fn side_by_side(_: &mut World) -> Result<()> {
    let mut one = Devnet::up(&Options::for_tests("e2e-one"))?;
    let other = Devnet::up(&Options { line: Line::V060, ..Options::for_tests("e2e-other") })?;
    ensure!(one.rpc(0) != other.rpc(0), "both listen at {}", one.rpc(0));
    let price = "0.025stake".parse()?;
    match Client::connect(Config::new(other.rpc(0), price).chain_id(one.chain_id())) {
        Err(error) => {
            let text = error.to_string();
            ensure!(text.contains("Nothing was signed: correct the RPC URL"), "{text}");
        }
        Ok(_) => bail!("a node of another chain was taken"),
    }

    let before = other.head(0)?.time_ns;
    let target = one.clock().advance_by(YEAR)?;
    let block = one.wait_time(target, SOON)?;
    ensure!(other.head(0)?.time_ns < before + 1_000_000_000, "the other clock has moved too");
    println!("      block {} is a year later, the other devnet stands still", block.height);

    one.kill_keeper()?;
    let last = one.head(0)?.height + 1;
    std::thread::sleep(Duration::from_secs(2));
    let still = one.head(0)?;
    ensure!(still.height <= last, "blocks came without a keeper of time");
    one.restart_keeper()?;
    let next = one.wait_height(still.height + 2, SOON)?;
    ensure!(next.time_ns > still.time_ns, "time went back");
    one.restart_validator(0)?;
    one.wait_height(next.height + 2, SOON)?;
    println!("      blocks stopped with the keeper at {} and went on with it", still.height);
    one.delete()?;
    other.delete()
}

fn damaged_cache(world: &mut World) -> Result<()> {
    let line = Line::V070;
    let whole = Node::prepare(line)?;
    let folder = world.root().canonicalize()?.join("target/e2e-damaged");
    let home = Home::at(&folder);
    let kept = home.nodes().join(line.version());
    fs::create_dir_all(kept.join("bin"))?;
    fs::copy(whole.folder().join("manifest.json"), kept.join("manifest.json"))?;
    let program = fs::read(whole.program())?;
    let half = program.get(..program.len() / 2).context("an empty program")?;
    fs::write(kept.join("bin/wasmd"), half)?;
    ensure!(Node::ready(&home, line).is_none(), "half a program passes for a whole one");
    let node = Node::prepare_in(&home, line)?;
    let output = node.command().arg("version").env("HOME", &folder).output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    ensure!(said.contains(line.version()), "the node that was built says {said:?}");
    fs::remove_dir_all(&folder)?;
    Ok(())
}
