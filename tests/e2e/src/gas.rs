//! `axiom-e2e gas`: measures every message that people use on nodes of both lines, compares with the committed figures,
//! with the model and with the targets, and writes the new figures if asked.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use anyhow::{anyhow, Result};
use axiom_cost::{measure, report, Run, Sheet};
use axiom_devnet::Line;

use crate::peers;
use crate::world::World;

/// What `axiom-e2e gas` is told.
#[derive(clap::Args)]
pub struct Args {
    /// Writes `gas.json` and `docs/gas.md`.
    #[arg(long)]
    update: bool,
    /// Only this line of wasmd, 0.70 or 0.60; both if it is left out.
    #[arg(long)]
    line: Option<Line>,
    /// Keeps the nodes' folders for looking at their logs.
    #[arg(long)]
    keep: bool,
}

/// Measures; fails if something is not as it must be.
pub fn run(args: &Args) -> ExitCode {
    match compared(args) {
        Ok(problems) if problems.is_empty() => ExitCode::SUCCESS,
        Ok(problems) => {
            eprintln!("\n{} problems:", problems.len());
            for problem in problems {
                eprintln!("- {problem}");
            }
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("gas: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn compared(args: &Args) -> Result<Vec<String>> {
    // The main line comes last: its table is the one that is read.
    let lines = match args.line {
        Some(line) => vec![line],
        None => vec![Line::V060, Line::V070],
    };
    let keep = args.keep;
    let measuring = |line| (line, thread::spawn(move || measured(line, keep)));
    let running: Vec<_> = lines.into_iter().map(measuring).collect();
    let mut problems = vec![];
    for (line, run) in running {
        let measured = run.join().map_err(|_| anyhow!("a scene broke off on wasmd {line}"))??;
        let (root, name) = (&World::new(keep).root().to_path_buf(), line.to_string());
        let Measured { sheet, peers } = &measured;
        let run = Run { root, line: &name, sheet, peers, update: args.update };
        let told = report(&run)?;
        println!("\nwasmd {}{}", line.version(), told.table);
        problems.extend(told.problems.into_iter().map(|text| format!("wasmd {line}: {text}")));
    }
    Ok(problems)
}

/// What a node told.
struct Measured {
    sheet: Sheet,
    peers: BTreeMap<String, u64>,
}

/// Measures everything on a node of its own.
fn measured(line: Line, keep: bool) -> Result<Measured> {
    let begun = Instant::now();
    let mut world = World::new(keep);
    let mut ran = measure(world.chain(line)?, &format!("gas on {line}"));
    // What was measured is what is shipped.
    for economy in &ran.economies {
        world.check_economy(&ran.chain, economy)?;
    }
    eprintln!("gas on {line}: peers ...");
    let peers = peers::measure(&mut ran.chain)?;
    let (rows, seconds) = (ran.sheet.rows().len() + peers.len(), begun.elapsed().as_secs());
    eprintln!("gas on {line}: {rows} figures in {seconds} s");
    Ok(Measured { sheet: ran.sheet, peers })
}
