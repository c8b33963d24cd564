//! `axiom`: the suite from the command line.

mod codes;
mod deploy;
mod devnet;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use axiom_demo::mission::{self, Verdict};
use axiom_demo::Teller;
use clap::{Parser, Subcommand};

/// AxiomOS from the command line.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Tells the story of one economy and checks every figure; fails on a mismatch.
    Demo,
    /// Runs the story and tells which lines of the mission it has shown; fails on a line that was shown to be wrong.
    Mission,
    /// A local wasmd chain: starts and stops it, and moves its clock.
    #[command(subcommand)]
    Devnet(devnet::Command),
    /// Stores the five contracts on a chain, as far as they are not there, and founds an economy.
    Deploy(deploy::Deploy),
    /// The Wasm of the five contracts on a chain: what is stored, and proposals that store it.
    #[command(subcommand)]
    Codes(codes::Command),
}

fn main() -> ExitCode {
    let clean = match Cli::parse().command {
        Command::Demo => demo(),
        Command::Mission => run_mission(),
        Command::Devnet(command) => devnet::run(command).map(|()| true),
        Command::Deploy(wanted) => deploy::run(&wanted).map(|()| true),
        Command::Codes(command) => codes::run(command).map(|()| true),
    };
    match clean {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn demo() -> Result<bool> {
    let start = Instant::now();
    let mut teller = Teller::stdout();
    teller.line("AxiomOS: the story of one economy");
    teller.line("Five contracts on an embedded chain. Each line with a tick is a figure that was asked from");
    teller.line(
        "the economy after its transaction and equals what an independent reference computed.",
    );
    let mut stage = axiom_demo::perform(teller, |_| {})?;
    let report = stage.teller.report().clone();
    let txs = stage.suite.chain.txs().len();
    let seconds = start.elapsed().as_secs_f32();
    stage.teller.line(&format!(
        "\n{} figures checked, {} mismatches, {} scenes broken off; {txs} transactions over {} days in {seconds:.1} s",
        report.checks,
        report.mismatches.len(),
        report.broken.len(),
        stage.day(),
    ));
    for fault in report.broken.iter().chain(&report.mismatches) {
        stage.teller.line(&format!("  scene {}: {}", fault.scene, fault.text));
    }
    Ok(report.is_clean())
}

fn run_mission() -> Result<bool> {
    let stage = axiom_demo::perform(Teller::quiet(), |_| {})?;
    let lines = mission::judge(&stage);
    let mut teller = Teller::stdout();
    teller.line("AxiomOS: the mission, line by line");
    teller.line(
        "The story has just been played; PASS was seen in it, NOT BUILT has nothing to run yet.",
    );
    teller.line("`axiom demo` plays the scenes named here.");
    mission::print(&lines, &mut teller);
    Ok(lines.iter().all(|line| line.verdict != Verdict::Fail))
}
