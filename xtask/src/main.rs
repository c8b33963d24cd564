//! Chores of the repository: generated files and the rules that a compiler cannot check.
//!
//! `cargo xtask <command>`; without a command it lists them.

mod bench;
mod binaryen;
mod compile;
mod dist;
mod events;
mod gate;
mod generated;
mod hash;
mod lines;
mod manifest;
mod readme;
mod schema;
mod ts;
mod twice;
mod vectors;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{bail, Result};

const HELP: &str = "\
usage: cargo xtask <command>

  generate   writes every generated file: schema/*.json, docs/events.md, 
             clients/ts/src/generated, clients/vectors.json
  drift      fails if a generated file is not what `generate` would write
  lines      fails if a production file has more than 400 lines or a function more than 60
  dist       builds the five contracts to artifacts/*.wasm and writes artifacts/checksums.txt and sizes.txt
             --check      only compares a build with the committed checksums
             --next       builds the second builds for the tests of upgrades to target/e2e-wasm
             --fixtures   builds fixtures/* there
             --peers      builds the published contracts of peers/* there
  gate       fails if a file of artifacts/ (or a file named after it) is nothing that every chain accepts
  twice      fails if two checkouts in other folders do not build the same bytes; takes minutes
  bench      builds the command for release and measures it: size, help, query and transaction with 10,000 jobs
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
        let client = ts::files(&root(), &all)?;
        all.push(events::file());
        all.extend(client);
        all.push(vectors::file()?);
        Ok(all)
    };
    let arguments: Vec<String> = std::env::args().skip(2).collect();
    match std::env::args().nth(1).as_deref() {
        Some("bench") => bench::run(&root()),
        Some("dist") => dist::run(&root(), &arguments),
        Some("gate") => gate::run(&root(), &arguments),
        Some("twice") => twice::run(&root()),
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
