//! `axiom record` and `axiom ledger`: proofs, exports and replays.

use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axiom_economy::{Replayed, Replayer};
use axiom_proof::ledger::{self, ExportOptions};
use axiom_proof::{Expectation, Node, ProofError, ProofFile, Trust, TrustedHeader, TrustedSet};
use clap::{Args, Subcommand};
use serde_json::{json, Value};

use crate::fail::{Done, Fail, Kind};
use crate::global::Global;
use crate::out;
use crate::progress::Bar;
use crate::session::Session;

/// Longest wait for the next block.
const NEXT_BLOCK: Duration = Duration::from_secs(30);

#[derive(Subcommand)]
pub enum Record {
    /// Fetches a record with its proof into a file that can be verified anywhere.
    Prove(Prove),
    /// Verifies such a file, without any network.
    Verify(Verify),
    /// Fetches a validator set or a header, to be trusted after it was compared with another source.
    Trust(Fetch),
}

#[derive(Subcommand)]
pub enum Cell {
    /// Fetches the newest write of an entry with its proof into a file that can be verified anywhere.
    Prove(ProveCell),
    /// Verifies such a file, without any network.
    Verify(Verify),
}

#[derive(Args)]
pub struct Prove {
    /// Number of the record; axiom job show tells those of a job.
    record: u64,
    #[command(flatten)]
    proving: Proving,
}

#[derive(Args)]
pub struct ProveCell {
    /// Number of the space.
    space: u64,
    /// Key of the entry.
    key: String,
    #[command(flatten)]
    proving: Proving,
}

#[derive(Args)]
pub struct Proving {
    /// The file; standard output if not given.
    #[arg(long)]
    file: Option<PathBuf>,
    /// Without the way from the root to a signed header of the chain.
    #[arg(long)]
    root_only: bool,
    /// Height of the header that the reader trusts.
    #[arg(long)]
    from_header: Option<u64>,
}

#[derive(Args)]
pub struct Verify {
    /// The file.
    file: PathBuf,
    /// A validator set that you trust: the file of `axiom record trust`.
    #[arg(long, conflicts_with = "header")]
    validators: Option<PathBuf>,
    /// A header that you trust: the file of `axiom record trust --header`.
    #[arg(long)]
    header: Option<PathBuf>,
    /// The root that you know, hexadecimal; with --leaves.
    #[arg(long, requires = "leaves", conflicts_with_all = ["validators", "header"])]
    root: Option<String>,
    /// How many records, or writes of the space, there were under that root.
    #[arg(long)]
    leaves: Option<u64>,
    /// The ledger or registry that you mean.
    #[arg(long, visible_aliases = ["ledger", "registry"])]
    contract: Option<String>,
    /// The job that you mean.
    #[arg(long)]
    job: Option<u64>,
}

#[derive(Args)]
pub struct Fetch {
    /// The height; the newest but one if not given.
    #[arg(long)]
    height: Option<u64>,
    /// A header, in place of a validator set.
    #[arg(long)]
    header: bool,
    /// For how long it is trusted, shorter than the chain's unbonding period.
    #[arg(long, default_value = "14d")]
    period: String,
}

#[derive(Subcommand)]
pub enum Ledger {
    /// Writes all events of the ledger into an archive; run again, it goes on where it stopped.
    Export {
        /// The file.
        file: PathBuf,
    },
    /// Takes over an archive that somebody else exported, if it holds.
    Import {
        /// Their file.
        from: PathBuf,
        /// Where to keep it.
        to: PathBuf,
    },
    /// Rebuilds root, jobs and statistics from an archive alone, and compares them with the chain.
    Replay {
        /// The file.
        file: PathBuf,
        /// Without asking the chain.
        #[arg(long)]
        offline: bool,
    },
}

/// Calls of a node that have no method of their own.
type Ask<'a> = Box<dyn Fn(&str, &Value) -> Result<Value, axiom_client::ClientError> + 'a>;

fn node(session: &Session) -> Node<'_, Ask<'_>> {
    let rpc = session.client.rpc();
    let ask: Ask = Box::new(move |method, params| rpc.ask(method, params));
    Node { client: &session.client, rpc: ask }
}

fn failed(error: impl std::fmt::Display) -> Fail {
    Fail::new(Kind::Failed, error.to_string())
}

/// Runs a command about records.
pub fn record(command: &Record, global: &Global) -> Done {
    match command {
        Record::Prove(wanted) => prove(wanted, global),
        Record::Verify(wanted) => verify(wanted, global),
        Record::Trust(wanted) => trust(wanted, global),
    }
}

/// Runs a command about shared entries.
pub fn cell(command: &Cell, global: &Global) -> Done {
    let wanted = match command {
        Cell::Prove(wanted) => wanted,
        Cell::Verify(wanted) => return verify(wanted, global),
    };
    let session = Session::open(global)?;
    let registry = session.contract("state-registry")?;
    let node = node(&session);
    let file = axiom_proof::bundle_cell(&node, &registry, wanted.space, &wanted.key);
    let root = format!("axiom q registry context-root --space {}", wanted.space);
    proven(&session, &node, file, &wanted.proving, &root)
}

fn prove(wanted: &Prove, global: &Global) -> Done {
    let session = Session::open(global)?;
    let ledger = session.contract("execution-ledger")?;
    let node = node(&session);
    let file = axiom_proof::bundle_record(&node, &ledger, wanted.record, None);
    proven(&session, &node, file, &wanted.proving, "axiom q ledger root")
}

/// Writes a proof; `root` is the command that tells the root it is under.
fn proven(
    session: &Session,
    node: &Node<'_, Ask<'_>>,
    file: Result<ProofFile, ProofError>,
    wanted: &Proving,
    root: &str,
) -> Done {
    let mut file = file.map_err(|error| Fail::new(Kind::Refused, error.to_string()))?;
    let embedded = session.is_embedded();
    if !wanted.root_only && !embedded {
        let _bar = Bar::wait(session.out, "waiting for the next signed header");
        anchor(&mut file, &node.rpc, wanted.from_header)?;
    }
    let text = file.to_json().map_err(failed)?;
    match &wanted.file {
        None => out::print_line(text.trim_end()),
        Some(path) => {
            crate::home::write_whole(path, text.as_bytes())?;
            let next = match embedded || wanted.root_only {
                true => format!("the root, from a source that you trust: {root}; verify by it: axiom record verify {} --root <root> --leaves <leaves>", path.display()),
                false => format!("verify it: axiom record trust > validators.json; axiom record verify {} --validators validators.json", path.display()),
            };
            session.out.note(&next);
        }
    }
    Ok(())
}

/// Adds the way to a signed header; the header that carries the newest state comes a block later.
fn anchor(file: &mut ProofFile, rpc: &Ask, from_header: Option<u64>) -> Done {
    let begun = Instant::now();
    loop {
        match axiom_proof::anchor_file(file, rpc, from_header) {
            Err(ProofError::NoHeaderYet { .. }) if begun.elapsed() < NEXT_BLOCK => {
                std::thread::sleep(Duration::from_millis(300));
            }
            done => return done.map_err(failed),
        }
    }
}

fn read(path: &std::path::Path) -> Done<Vec<u8>> {
    std::fs::read(path).map_err(|error| Fail::usage(format!("{}: {error}", path.display())))
}

fn verify(wanted: &Verify, global: &Global) -> Done {
    let file = ProofFile::from_json(&read(&wanted.file)?)
        .map_err(|error| Fail::usage(error.to_string()))?;
    let usage = |error: axiom_proof::ProofError| Fail::usage(error.to_string());
    let trust = match (&wanted.validators, &wanted.header, &wanted.root) {
        (Some(path), _, _) => {
            Trust::ValidatorSet(TrustedSet::from_json(&read(path)?).map_err(usage)?)
        }
        (_, Some(path), _) => Trust::Header(TrustedHeader::from_json(&read(path)?).map_err(usage)?),
        (_, _, Some(root)) => {
            let mut known = file.root.clone();
            known.root = cosmwasm_std::HexBinary::from_hex(root)
                .map_err(|_| Fail::usage(format!("--root {root:?} is not hexadecimal")))?;
            known.leaves = wanted.leaves.unwrap_or(known.leaves);
            Trust::Root(known)
        }
        _ => Trust::Nothing,
    };
    let expected = Expectation {
        contract: wanted.contract.clone(),
        job: wanted.job,
        ..Expectation::default()
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let steps_text = |steps: &[axiom_proof::Step]| {
        steps
            .iter()
            .map(|step| format!("✓ {:<14}{}", step.step.name(), step.found))
            .collect::<Vec<_>>()
            .join("\n")
    };
    match axiom_proof::verify(&file, &expected, &trust, now) {
        Ok(report) => {
            let value = serde_json::to_value(&report).unwrap_or_default();
            global.out().show(&value, || {
                let end = match report.trusted {
                    true => "it holds, by what you trust",
                    false => "it agrees with itself; name what you trust (--validators, --header or --root) to know more",
                };
                format!("{}\n{end}", steps_text(&report.steps))
            });
            Ok(())
        }
        Err(refused) => {
            let value = serde_json::to_value(&refused).unwrap_or_default();
            global.out().show(&value, || format!("{}\n✗ {refused}", steps_text(&refused.passed)));
            Err(Fail::new(Kind::Check, "the proof does not hold"))
        }
    }
}

fn trust(wanted: &Fetch, global: &Global) -> Done {
    let session = Session::open(global)?;
    if session.is_embedded() {
        return Err(Fail::usage("the embedded chain has no validators and no headers")
            .hint("records of it are verified against their root: axiom q ledger root"));
    }
    let node = node(&session);
    let height = match wanted.height {
        Some(height) => height,
        None => session.client.status()?.height.saturating_sub(1),
    };
    let period = axiom_schema::seconds_of(&wanted.period).map_err(Fail::usage)?;
    // By this machine's clock, as it is looked at when a proof is verified.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let until = now.saturating_add(period);
    let value = match wanted.header {
        true => {
            json!(axiom_proof::anchor::trusted_header(&node.rpc, height, period).map_err(failed)?)
        }
        false => {
            let mut set = axiom_proof::anchor::trusted_set(&node.rpc, height).map_err(failed)?;
            set.trusted_until = Some(until);
            json!(set)
        }
    };
    out::print_line(&serde_json::to_string_pretty(&value).unwrap_or_default());
    session.out.note("compare it with another source before you trust it");
    Ok(())
}

/// Runs a command about the whole ledger.
pub fn ledger(command: &Ledger, global: &Global) -> Done {
    match command {
        Ledger::Export { file } => export(file, global),
        Ledger::Import { from, to } => {
            let session = Session::open(global)?;
            let ledger = session.contract("execution-ledger")?;
            let replay =
                ledger::import(from, to, (session.client.chain_id(), &ledger)).map_err(failed)?;
            session.out.note(&format!("{} holds: {} records", to.display(), replay.root.leaves));
            Ok(())
        }
        Ledger::Replay { file, offline } => replay(file, *offline, global),
    }
}

fn export(file: &std::path::Path, global: &Global) -> Done {
    let session = Session::open(global)?;
    let ledger = session.contract("execution-ledger")?;
    let out = session.out;
    let bar = Bar::steps(out, 0);
    let mut progress = |at: ledger::Progress| {
        bar.reached(at.records, at.of);
        bar.line(&format!("{} of {} records, block {}", at.records, at.of, at.height));
    };
    let done =
        ledger::export(&node(&session), &ledger, file, &ExportOptions::default(), &mut progress)
            .map_err(failed)?;
    drop(bar);
    let value = json!({
        "file": file.display().to_string(), "records": done.replay.root.leaves, "events": done.events,
        "kept": done.kept, "filled": done.filled, "height": done.height, "root": done.replay.root.root,
    });
    session.out.value(&value);
    Ok(())
}

fn replay(file: &std::path::Path, offline: bool, global: &Global) -> Done {
    let replay =
        ledger::replay_file(file).map_err(|error| Fail::new(Kind::Check, error.to_string()))?;
    let mut value = serde_json::to_value(&replay).map_err(failed)?;
    let head = vec![
        ("ledger".to_string(), replay.header.ledger.clone()),
        ("records".into(), replay.root.leaves.to_string()),
        ("root".into(), replay.root.root.to_string()),
    ];
    let statistics = serde_json::to_value(&replay.statistics).map_err(failed)?;
    let mut text = format!("{}\n{}", out::pairs(&head), out::table(&statistics));
    let mut differences = 0;
    if !offline {
        let session = Session::open(global)?;
        let found = ledger::compare(&node(&session), &replay).map_err(failed)?;
        differences = found.differences.len();
        value["compared"] = serde_json::to_value(&found).map_err(failed)?;
        text +=
            &format!("\n\n{} jobs compared with the chain, {differences} differences", found.jobs);
        for one in &found.differences {
            let of = one.job.map_or(String::new(), |job| format!(" of job {job}"));
            text += &format!(
                "\n✗ {}{of}: replayed {}, on the chain {}",
                one.what, one.replayed, one.chain
            );
        }
    }
    global.out().show(&value, || text);
    match differences {
        0 => Ok(()),
        _ => Err(Fail::new(Kind::Check, "the chain tells something else than its events")),
    }
}

/// The replay for an audit.
pub struct Replaying<'a> {
    /// The chain.
    pub session: &'a Session,
}

impl Replayer for Replaying<'_> {
    fn replay(&mut self, ledger: &str) -> Result<Replayed, String> {
        // In the person's own folder, where nobody else puts files; what a killed audit left is not gone on with.
        let place = self.session.home.scratch(&format!("audit-{}.jsonl", std::process::id()))?;
        let _ = std::fs::remove_file(&place);
        let done = ledger::export(
            &node(self.session),
            ledger,
            &place,
            &ExportOptions::default(),
            &mut |_| {},
        );
        let _ = std::fs::remove_file(&place);
        let done = done.map_err(|error| error.to_string())?;
        Ok(Replayed { records: done.replay.root.leaves, root: done.replay.root.root.to_string() })
    }
}
