//! `axiom demo` and `axiom mission`.

use std::rc::Rc;
use std::time::Instant;

use axiom_client::{Library, NodeChain, NodeConfig};
use axiom_demo::mission::{self, Verdict};
use axiom_demo::{Stage, Teller};
use axiom_devnet::{Devnet, Options};

use crate::chains;
use crate::fail::{Done, Fail, Kind};
use crate::global::Global;

/// Plays the story: in memory, or with `--chain devnet` on a node of its own, whose clock moves as the story wants.
fn perform(teller: Teller, global: &Global) -> Done<(Stage, Option<Devnet>)> {
    let on_node = global.chain.as_deref().is_some_and(|name| name.starts_with(chains::DEVNET));
    if !on_node {
        return Ok((axiom_demo::perform(teller, |_| {})?, None));
    }
    let library = Library::of_project(std::env::current_dir()?);
    eprintln!("starting a node for the story; it is gone afterwards");
    let devnet = Devnet::up(&Options::for_tests("story"))?;
    let config = NodeConfig::devnet(devnet.rpc(0), devnet.chain_id(), library);
    // The story never waits for more than a hundred blocks at once.
    let config = NodeConfig { blocks_per_wait: 105, ..config };
    let chain = NodeChain::connect(config, Rc::new(devnet.clock()))?;
    Ok((axiom_demo::perform_on(Box::new(chain), teller, |_| {})?, Some(devnet)))
}

fn end(devnet: Option<Devnet>) -> Done {
    match devnet {
        Some(devnet) => Ok(devnet.delete()?),
        None => Ok(()),
    }
}

/// Plays the long story, told or in silence; fails on a mismatch.
pub fn story(told: bool, global: &Global) -> Done {
    let start = Instant::now();
    let mut teller = if told { Teller::stdout() } else { Teller::quiet() };
    teller.line("AxiomOS: the story of one economy");
    teller.line("Five contracts on an embedded chain. Each line with a tick is a figure that was asked from");
    teller.line(
        "the economy after its transaction and equals what an independent reference computed.",
    );
    let (stage, devnet) = perform(teller, global)?;
    let report = stage.teller.report().clone();
    let txs = stage.suite.chain.txs().len();
    let mut teller = Teller::stdout();
    teller.line(&format!(
        "\n{} figures checked, {} mismatches, {} scenes broken off; {txs} transactions over {} days in {:.1} s",
        report.checks,
        report.mismatches.len(),
        report.broken.len(),
        stage.day(),
        start.elapsed().as_secs_f32(),
    ));
    for fault in report.broken.iter().chain(&report.mismatches) {
        teller.line(&format!("  scene {}: {}", fault.scene, fault.text));
    }
    end(devnet)?;
    match report.is_clean() {
        true => Ok(()),
        false => Err(Fail::new(Kind::Check, "the story did not go as computed")),
    }
}

/// Judges every line of the mission; fails on one that was shown to be wrong.
pub fn mission(global: &Global) -> Done {
    let (mut stage, devnet) = perform(Teller::quiet(), global)?;
    let lines = mission::judge(&mut stage);
    let mut teller = Teller::stdout();
    teller.line("AxiomOS: the mission, line by line");
    teller.line(
        "The story has just been played; PASS was seen in it, NOT BUILT has nothing to run yet.",
    );
    teller.line("`axiom demo --story` plays the scenes named here.");
    mission::print(&lines, &mut teller);
    end(devnet)?;
    match lines.iter().filter(|line| line.verdict == Verdict::Fail).count() {
        0 => Ok(()),
        wrong => Err(Fail::new(Kind::Check, format!("{wrong} lines of the mission fail"))),
    }
}
