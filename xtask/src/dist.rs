//! `cargo xtask dist`: Wasm that every chain since CosmWasm 1.4 accepts, the same bytes wherever it is built.
//!
//! Cargo builds with the profile `wasm`, Binaryen lowers and shrinks, each file is checked to be Wasm of the first
//! version. Binaryen is skipped for a file whose input and flags have not changed.
//!
//! What was measured, all else alike. Bytes:
//!
//! | `opt-level` | Binaryen | execution-ledger | state-registry |
//! |---|---|---|---|
//! | `"z"` | `-Oz` in both passes (what is done) | 465,907 | 350,604 |
//! | `"z"` | `-Os`, then `-Oz` | | 350,629 |
//! | `"z"` | nothing, then `-Oz` | | 350,879 |
//! | `"z"`, `-inline-threshold=50` | `-Oz` in both passes | 475,529 | 353,595 |
//!
//! And on an earlier, larger state of the same contracts:
//!
//! | `opt-level` | Binaryen | execution-ledger | state-registry |
//! |---|---|---|---|
//! | `"z"` | `-Oz` in both passes | 619,090 | 430,054 |
//! | `"z"` | `-Os`, then `-Oz --converge` | | 430,041 |
//! | `"s"` | `-Oz` in both passes | 630,501 | 429,088 |
//! | `"z"`, `target-cpu=mvp` | `-Oz` in both passes | | 433,383 |
//!
//! An inline threshold of 5 is what `"z"` has anyway; 0 makes both larger. `--converge` takes half as long again for
//! a few bytes. The largest contract decides what fits, so `"z"` alone stays.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use anyhow::{anyhow, bail, Context, Result};

use crate::binaryen::Binaryen;
use crate::compile::Job;
use crate::gate;
use crate::hash::sha256;
use crate::manifest::{self, Entry};

/// The contracts of an economy.
pub const CONTRACTS: [&str; 5] = [
    "contribution-tracker",
    "execution-ledger",
    "governance-dao",
    "state-registry",
    "value-distributor",
];
/// Published crates that the tests on a node meet, by the workspace that builds them.
const PEERS: [(&str, &[&str]); 2] = [
    ("cw-plus", &["cw20-base", "cw3-flex-multisig", "cw4-group"]),
    (
        "dao-dao",
        &["dao-dao-core", "dao-proposal-single", "dao-rewards-distributor", "dao-voting-cw4"],
    ),
];
/// Where the Wasm of the tests on a node lies.
const TESTS: &str = "target/e2e-wasm";
/// At most so many runs of Binaryen at once; each takes up to 600 MB of memory.
const PARALLEL: usize = 4;

/// One call of Cargo and what becomes of its files.
struct Batch<'a> {
    job: Job<'a>,
    /// Package, and the name of its file.
    files: Vec<(String, String)>,
}

/// Runs the command with its options.
///
/// # Errors
/// An unknown option, anything that does not build, drift with `--check`.
pub fn run(root: &Path, options: &[String]) -> Result<()> {
    let mut check = false;
    let mut sets = vec![];
    for option in options {
        match option.as_str() {
            "--check" => check = true,
            "--next" | "--fixtures" | "--peers" => sets.push(option.as_str()),
            other => bail!("dist does not know '{other}': --check, --next, --fixtures, --peers"),
        }
    }
    let _turn = turn(root)?;
    if check {
        return compare(root);
    }
    if sets.is_empty() {
        return artifacts(root);
    }
    for set in sets {
        let batches = match set {
            "--next" => vec![next(root)],
            "--fixtures" => vec![fixtures(root)?],
            _ => peers(root),
        };
        for batch in batches {
            place(&batch, root, TESTS)?;
        }
    }
    Ok(())
}

/// One build at a time: two would take each other's files.
fn turn(root: &Path) -> Result<fs::File> {
    let folder = root.join("target/dist");
    fs::create_dir_all(&folder).context("cannot create target/dist")?;
    let file = fs::File::create(folder.join("lock.txt"))
        .context("cannot write target/dist/lock.txt: is the disk full?")?;
    if file.try_lock().is_err() {
        eprintln!("dist: waits for another build in this folder");
        file.lock().context("cannot lock target/dist/lock.txt")?;
    }
    Ok(file)
}

fn artifacts(root: &Path) -> Result<()> {
    let entries = place(&contracts(root, None), root, "artifacts")?;
    manifest::write(root, &entries)?;
    print!("{}", manifest::table(root, &entries));
    Ok(())
}

fn compare(root: &Path) -> Result<()> {
    let entries: Vec<_> = build(&contracts(root, None), root)?.into_iter().map(|b| b.1).collect();
    let lines = manifest::differences(&manifest::checksums(root)?, &entries);
    if lines.is_empty() {
        println!("{} files build to their committed checksums", entries.len());
        return Ok(());
    }
    bail!(
        "the build differs from what is committed:\n  {}\n\
         If the sources changed, run `cargo xtask dist` and commit artifacts/*.txt",
        lines.join("\n  ")
    );
}

/// Builds the five in a checkout, with another home of Cargo if one is given.
///
/// # Errors
/// As Cargo and Binaryen report.
pub fn five(root: &Path, home: PathBuf) -> Result<Vec<Entry>> {
    let batch = contracts(root, Some(home));
    Ok(build(&batch, root)?.into_iter().map(|(_, entry)| entry).collect())
}

fn contracts(root: &Path, home: Option<PathBuf>) -> Batch<'_> {
    let mut batch = batch(root, &CONTRACTS, |name| format!("{name}.wasm"));
    batch.job.home = home;
    batch
}

/// The second builds: what an upgrade migrates to.
fn next(root: &Path) -> Batch<'_> {
    let mut batch = batch(root, &CONTRACTS, |name| format!("{name}-next.wasm"));
    batch.job.features = CONTRACTS.iter().map(|name| format!("{name}/next")).collect();
    batch
}

/// Every crate under `fixtures/`.
fn fixtures(root: &Path) -> Result<Batch<'_>> {
    let mut names = vec![];
    let entries = fs::read_dir(root.join("fixtures")).context("there is no folder fixtures/")?;
    for entry in entries {
        let entry = entry?;
        if entry.path().join("Cargo.toml").is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Ok(batch(root, &names, |name| format!("{name}.wasm")))
}

fn batch<'a>(root: &'a Path, names: &[&str], file: impl Fn(&str) -> String) -> Batch<'a> {
    Batch {
        job: Job {
            root,
            workspace: root.to_path_buf(),
            target: root.join("target/dist"),
            home: None,
            profile: "wasm",
            packages: names.iter().map(|name| name.to_string()).collect(),
            features: vec![],
        },
        files: names.iter().map(|name| (name.to_string(), file(name))).collect(),
    }
}

fn peers(root: &Path) -> Vec<Batch<'_>> {
    let one = |(workspace, names): &(&str, &[&str])| {
        let mut batch = batch(root, names, |name| format!("{}.wasm", name.replace('-', "_")));
        batch.job.workspace = root.join("peers").join(workspace);
        batch.job.target = root.join("target/peers").join(workspace);
        batch.job.profile = "release";
        batch
    };
    PEERS.iter().map(one).collect()
}

/// Builds, then copies the files to a folder.
fn place(batch: &Batch<'_>, root: &Path, folder: &str) -> Result<Vec<Entry>> {
    let built = build(batch, root)?;
    let folder = root.join(folder);
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    for (path, entry) in &built {
        // Renamed as the last step: who reads the folder meanwhile never sees half a file.
        let part = folder.join(format!("{}.part", entry.name));
        fs::copy(path, &part).with_context(|| format!("cannot write {}", part.display()))?;
        fs::rename(&part, folder.join(&entry.name))
            .with_context(|| format!("cannot write {}", entry.name))?;
    }
    Ok(built.into_iter().map(|(_, entry)| entry).collect())
}

fn build(batch: &Batch<'_>, root: &Path) -> Result<Vec<(PathBuf, Entry)>> {
    let binaryen = Binaryen::ready(&crate::root())?;
    batch.job.run()?;
    let folder = root.join("target/dist/lowered");
    fs::create_dir_all(&folder).context("cannot create target/dist/lowered")?;
    let queue: Mutex<VecDeque<_>> = Mutex::new(batch.files.iter().cloned().collect());
    let results = Mutex::new(vec![]);
    let workers = std::thread::available_parallelism().map_or(2, |n| n.get().min(PARALLEL));
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| loop {
                let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                let Some((package, name)) = next else { break };
                let lowered = lower(&binaryen, &batch.job.output(&package), &folder, &name);
                results.lock().unwrap_or_else(PoisonError::into_inner).push(lowered);
            });
        }
    });
    let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut built = results.into_iter().collect::<Result<Vec<_>>>()?;
    built.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(built)
}

/// Lowers one file unless that was done before; tells its path.
fn lower(binaryen: &Binaryen, input: &Path, folder: &Path, name: &str) -> Result<(PathBuf, Entry)> {
    let start = Instant::now();
    let raw = fs::read(input).with_context(|| format!("cargo left no {}", input.display()))?;
    let output = folder.join(name);
    let stamp_file = folder.join(format!("{name}.stamp"));
    let stamp = |result: &[u8]| {
        format!(
            "input {}\nflags {}\noutput {}\n",
            sha256(&raw),
            binaryen.settings(),
            sha256(result)
        )
    };
    let known = fs::read_to_string(&stamp_file).unwrap_or_default();
    if let Some(bytes) = fs::read(&output).ok().filter(|bytes| stamp(bytes) == known) {
        return Ok((output, Entry::of(name, &bytes)));
    }
    binaryen.lower(input, &output)?;
    let bytes =
        fs::read(&output).with_context(|| format!("Binaryen left no {}", output.display()))?;
    let faults = gate::first_version(&bytes);
    if !faults.is_empty() {
        return Err(anyhow!("{name} is not fit for a chain:\n  {}", faults.join("\n  ")));
    }
    fs::write(&stamp_file, stamp(&bytes))
        .with_context(|| format!("cannot write {}", stamp_file.display()))?;
    let seconds = start.elapsed().as_secs();
    eprintln!("dist: {name}: {} bytes lowered to {} in {seconds} s", raw.len(), bytes.len());
    Ok((output, Entry::of(name, &bytes)))
}
