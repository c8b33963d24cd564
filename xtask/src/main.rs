//! Chores of the repository: generated files and the rules that a compiler cannot check.
//!
//! `cargo xtask <command>`; without a command it lists them.

mod events;
mod generated;
mod lines;
mod readme;
mod schema;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{bail, Result};

const HELP: &str = "\
usage: cargo xtask <command>

  generate   writes every generated file: schema/*.json, docs/events.md
  drift      fails if a generated file is not what `generate` would write
  lines      fails if a production file has more than 400 lines or a function more than 60
  readme     fails if the README has 120 lines or shows a command that `make ci` does not run
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let files = || -> Result<Vec<generated::File>> {
        let mut all = schema::files()?;
        all.push(events::file());
        Ok(all)
    };
    match std::env::args().nth(1).as_deref() {
        Some("generate") => generated::write(&root(), &files()?),
        Some("drift") => generated::check(&root(), &files()?),
        Some("lines") => lines::check(&root()),
        Some("readme") => readme::check(&root()),
        None => {
            print!("{HELP}");
            Ok(())
        }
        Some(other) => bail!("no command '{other}'\n{HELP}"),
    }
}

fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map_or(here.clone(), PathBuf::from)
}
