//! How fast and large the command is. A benchmark, run by hand on a quiet machine: nothing else depends on its figures.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{ensure, Context, Result};

/// Largest binary, bytes.
const LARGEST: u64 = 30 << 20;
/// Longest help.
const HELP: Duration = Duration::from_millis(50);
const TRIES: usize = 15;

/// Builds for release and measures; fails if a bound is missed.
pub fn run(root: &Path) -> Result<()> {
    cargo(root, &["build", "--release", "--locked", "--package", "axiom"])?;
    let program = root.join("target/release/axiom");
    let size = std::fs::metadata(&program).context("cannot read the binary")?.len();
    println!("binary: {:.1} MiB (at most {} MiB)", size as f64 / 1_048_576.0, LARGEST >> 20);
    let mut slowest = Duration::ZERO;
    for words in
        [&["--help"][..], &["tx", "ledger", "post-job", "--help"], &["economy", "new", "--help"]]
    {
        let took = middle(&program, words)?;
        println!(
            "axiom {}: {} ms (at most {} ms)",
            words.join(" "),
            took.as_millis(),
            HELP.as_millis()
        );
        slowest = slowest.max(took);
    }
    // Query and transaction with 10,000 jobs in the file; it fails by itself above 100 and 200 ms.
    cargo(
        root,
        &["run", "--release", "--locked", "--package", "axiom-node", "--example", "speed"],
    )?;
    ensure!(size <= LARGEST, "the binary is too large");
    ensure!(slowest <= HELP, "help takes too long");
    Ok(())
}

fn cargo(root: &Path, words: &[&str]) -> Result<()> {
    let status = Command::new(env!("CARGO")).current_dir(root).args(words).status()?;
    ensure!(status.success(), "cargo {} failed", words.join(" "));
    Ok(())
}

/// The middle of several tries.
fn middle(program: &Path, words: &[&str]) -> Result<Duration> {
    let mut all = Vec::new();
    for _ in 0..TRIES {
        let begun = Instant::now();
        let status = Command::new(program).args(words).stdout(Stdio::null()).status()?;
        ensure!(status.success(), "{} {} failed", program.display(), words.join(" "));
        all.push(begun.elapsed());
    }
    all.sort();
    all.get(TRIES / 2).copied().context("nothing was measured")
}
