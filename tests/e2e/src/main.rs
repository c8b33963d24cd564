//! The suite on real wasmd nodes, with the Wasm that is shipped: scenarios that pass or fail.
//!
//! `axiom-e2e list` tells what there is, `axiom-e2e run` plays it, `axiom-e2e run upgrades story` only what has such a
//! word in its name. Nodes are started as they are needed and stopped at the end; see `axiom-devnet`.

mod axiom;
mod gas;
mod peers;
mod runner;
mod scenarios;
mod world;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The suite on real nodes.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Lists the scenarios.
    List,
    /// Plays scenarios; fails if one of them fails.
    Run {
        /// Words of names; all scenarios if there are none.
        names: Vec<String>,
        /// Keeps the nodes' folders for looking at their logs.
        #[arg(long)]
        keep: bool,
    },
    /// Measures the gas of every message that people use, and compares it with `gas.json`.
    Gas(gas::Args),
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::List => {
            for scenario in scenarios::all() {
                println!("{:<28} {}", scenario.name, scenario.shows);
            }
            ExitCode::SUCCESS
        }
        Command::Gas(args) => gas::run(&args),
        Command::Run { names, keep } => runner::run(&names, keep),
    }
}
