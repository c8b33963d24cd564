//! `axiom demo`: real commands on an embedded chain of its own, every figure compared with an independent computation.

use std::path::{Path, PathBuf};
use std::process::Command;

use axiom_demo::Teller;
use axiom_oracle::decay::Clock;
use axiom_oracle::money;
use clap::Args;
use serde_json::Value;

use crate::fail::{Done, Fail, Kind};
use crate::global::Global;

/// What the job pays, in base units.
const PRICE: u128 = 10_000_000;
/// The fee of the default template and the one that is voted, in basis points.
const FEE: u32 = 500;
const NEW_FEE: u32 = 300;
/// Points that alice's jobs may mint a week.
const BUDGET: u128 = 100;
/// Half-life of score in the domain `work`: 90 days.
const HALF_LIFE: u64 = 7_776_000;

#[derive(Args)]
pub struct Demo {
    /// Folder of the demo's chain and files; what is there from an earlier run is replaced.
    #[arg(long, default_value = "target/demo")]
    folder: PathBuf,
    /// Tells the long story instead: every mechanism and the dark side, in memory; with --chain devnet on a node.
    #[arg(long)]
    story: bool,
}

/// Plays the demo; fails on a figure that is not as computed.
pub fn run(wanted: &Demo, global: &Global) -> Done {
    if wanted.story {
        return crate::story::story(true, global);
    }
    let stage = Stage::new(&wanted.folder)?;
    let mut teller = Teller::stdout();
    teller.line("AxiomOS: an economy in a terminal");
    teller.line("Real commands, which you can repeat. A line with a tick is a figure that was asked from the economy and");
    teller.line("equals what an independent reference computed.");
    stage.play(&mut teller)?;
    let report = teller.report().clone();
    for fault in report.broken.iter().chain(&report.mismatches) {
        teller.line(&format!("  {}", fault.text));
    }
    if !report.is_clean() {
        return Err(Fail::new(Kind::Check, "the demo did not go as computed"));
    }
    teller.line(&format!("\n{} figures checked, none differs. Go on from here:", report.checks));
    teller.line(&format!("  cd {} && export AXIOM_HOME=$PWD/home", stage.folder.display()));
    teller.line("  axiom me @ben      (from a clone without `make install`: cargo run -q -p axiom -- me @ben)");
    teller.line("\nThe long story, every mechanism and the dark side (axiom demo --story):");
    crate::story::story(false, global)
}

/// Where the commands run.
struct Stage {
    program: PathBuf,
    folder: PathBuf,
}

impl Stage {
    fn new(folder: &Path) -> Done<Self> {
        let folder = std::path::absolute(folder)?;
        // Only what an earlier demo made is removed.
        for own in ["home", "deployments"] {
            let path = folder.join(own);
            if path.exists() {
                std::fs::remove_dir_all(&path)?;
            }
        }
        std::fs::create_dir_all(&folder)?;
        Ok(Self { program: std::env::current_exe()?, folder })
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(&self.folder).args(words).env("AXIOM_HOME", self.folder.join("home"));
        for other in ["AXIOM_CHAIN", "AXIOM_NODE", "AXIOM_ECONOMY", "AXIOM_FROM", "AXIOM_MNEMONIC"]
        {
            command.env_remove(other);
        }
        command
    }

    /// Runs a command and shows it with what it answers.
    fn run(&self, teller: &mut Teller, words: &[&str]) -> Done {
        let quoted: Vec<String> = words
            .iter()
            .map(
                |word| if word.contains(' ') { format!("\"{word}\"") } else { (*word).to_string() },
            )
            .collect();
        teller.line(&format!("\n  $ axiom {}", quoted.join(" ")));
        let output = self.command(words).output()?;
        let told = String::from_utf8_lossy(&output.stdout);
        for line in told.lines().take(14) {
            let line: String = line.chars().take(150).collect();
            teller.line(&format!("    {line}"));
        }
        if told.lines().count() > 14 {
            teller.line("    …");
        }
        if !output.status.success() {
            let error = String::from_utf8_lossy(&output.stderr);
            teller.broke(error.trim());
            return Err(Fail::new(
                Kind::Check,
                format!("axiom {} failed: {}", words.join(" "), error.trim()),
            ));
        }
        Ok(())
    }

    /// Asks for a figure; nothing is shown.
    fn ask(&self, words: &[&str], pointer: &str) -> Done<String> {
        let mut words = words.to_vec();
        words.extend(["--output", "json"]);
        let output = self.command(&words).output()?;
        let value: Value = serde_json::from_slice(&output.stdout).map_err(|_| {
            Fail::new(
                Kind::Check,
                format!(
                    "axiom {}: {}",
                    words.join(" "),
                    String::from_utf8_lossy(&output.stderr).trim()
                ),
            )
        })?;
        let found = value.pointer(pointer).cloned().unwrap_or_default();
        Ok(found.as_str().map_or_else(|| found.to_string(), str::to_string))
    }

    /// Asks for a number.
    fn number(&self, words: &[&str], pointer: &str) -> Done<u128> {
        let text = self.ask(words, pointer)?;
        text.parse().map_err(|_| {
            Fail::new(Kind::Check, format!("axiom {}: {pointer} is {text}", words.join(" ")))
        })
    }

    fn balance(&self, owner: &str) -> Done<u128> {
        self.number(&["q", "distributor", "balance", "--owner", owner, "--asset", "axm"], "")
    }

    fn time(&self) -> Done<u64> {
        let now = self.number(&["local", "status"], "/time")?;
        u64::try_from(now).map_err(|_| Fail::new(Kind::Check, "the chain's time is out of range"))
    }

    fn play(&self, teller: &mut Teller) -> Done {
        self.found(teller)?;
        self.budget(teller)?;
        let settled = self.work(teller)?;
        self.score(teller, settled)?;
        self.govern(teller)?;
        self.check(teller)
    }

    fn found(&self, teller: &mut Teller) -> Done {
        teller.part("Found");
        self.run(teller, &["economy", "new", "first", "--from", "founder"])?;
        let members = self.number(
            &["q", "tracker", "score", "--domain", "1", "--account", "@founder"],
            "/score",
        )?;
        teller.check("the founder's points", "points", members, 1_000);
        Ok(())
    }

    fn budget(&self, teller: &mut Teller) -> Done {
        teller.part("Decide: alice's jobs may mint 100 points a week");
        let points = BUDGET.to_string();
        self.run(
            teller,
            &[
                "propose", "grant", "--to", "@alice", "--domain", "work", "--points", &points,
                "--from", "founder",
            ],
        )?;
        self.pass(teller, "1")
    }

    /// Votes for a proposal, lets its time pass and executes it.
    fn pass(&self, teller: &mut Teller, proposal: &str) -> Done {
        self.run(
            teller,
            &["tx", "dao", "vote", "--proposal-id", proposal, "--vote", "yes", "--from", "founder"],
        )?;
        self.run(teller, &["local", "advance", "4d"])?;
        self.run(teller, &["tx", "dao", "execute", "--proposal-id", proposal, "--from", "ben"])?;
        let stage = self.ask(&["q", "dao", "stage", "--proposal-id", proposal], "/stage")?;
        teller.check("the proposal is executed", "", stage == "executed", true);
        Ok(())
    }

    /// A job from posting to settlement; answers when it was settled.
    fn work(&self, teller: &mut Teller) -> Done<u64> {
        teller.part("Work: a job is posted, taken, handed in and approved");
        self.run(
            teller,
            &[
                "tx",
                "distributor",
                "deposit",
                "--funds",
                "10axm",
                "--allowances",
                "controller=@ledger,amount=10axm",
                "+",
                "ledger",
                "post-job",
                "--title",
                "Translate a page",
                "--assignment.open.gate",
                "anyone",
                "--reward.paid.amount",
                "10axm",
                "--reward.paid.domain",
                "2",
                "--from",
                "alice",
            ],
        )?;
        self.run(teller, &["tx", "ledger", "accept", "--job", "1", "--from", "ben"])?;
        std::fs::write(self.folder.join("page.txt"), "La traduction\n")?;
        self.run(
            teller,
            &[
                "tx",
                "ledger",
                "submit",
                "--job",
                "1",
                "--submission.output.uri",
                "https://example.org/page.txt",
                "--submission.output.sha256",
                "sha256:page.txt",
                "--from",
                "ben",
            ],
        )?;
        self.run(teller, &["me", "@alice"])?;
        self.run(teller, &["tx", "ledger", "approve", "--job", "1", "--from", "alice"])?;
        // The approval ran in the block before the one that is open now.
        let settled = self.time()?.saturating_sub(axiom_chain::BLOCK_SECONDS);
        teller.check("ben's balance", "uaxm", self.balance("@ben")?, money::net(PRICE, FEE));
        teller.check(
            "the treasury's balance",
            "uaxm",
            self.balance("@dao")?,
            money::fee(PRICE, FEE),
        );
        teller.check("alice's balance", "uaxm", self.balance("@alice")?, 0);
        self.run(teller, &["job", "show", "1"])?;
        Ok(settled)
    }

    fn score(&self, teller: &mut Teller, settled: u64) -> Done {
        teller.part("Score decays by itself; money leaves by a claim");
        let landmark = self.number(&["q", "tracker", "domain", "--domain", "2"], "/landmark")?;
        let landmark = u64::try_from(landmark).unwrap_or_default();
        let clock = Clock { landmark, half_life: HALF_LIFE };
        let units = clock.units(BUDGET, settled);
        self.run(teller, &["local", "advance", "45d"])?;
        let score = ["q", "tracker", "score", "--domain", "2", "--account", "@ben"];
        let expected = clock.score(&units, self.time()?);
        teller.check(
            "ben's score after 45 days",
            "points",
            self.number(&score, "/score")?,
            expected,
        );
        teller.check(
            "ben's score of a lifetime",
            "points",
            self.number(&score, "/lifetime")?,
            BUDGET,
        );
        self.run(
            teller,
            &[
                "tx",
                "distributor",
                "withdraw",
                "--withdrawals",
                "asset=axm,amount=9.5axm",
                "--from",
                "ben",
            ],
        )?;
        teller.check("ben's balance", "uaxm", self.balance("@ben")?, 0);
        Ok(())
    }

    fn govern(&self, teller: &mut Teller) -> Done {
        teller.part("Govern: a lower fee, from the next job on");
        let fee = NEW_FEE.to_string();
        self.run(teller, &["propose", "set", "ledger", "fee_bps", &fee, "--from", "founder"])?;
        self.run(teller, &["proposal", "show", "2"])?;
        self.pass(teller, "2")?;
        let found = self.number(&["q", "ledger", "settings"], "/fee_bps")?;
        teller.check("the fee", "basis points", found, u128::from(NEW_FEE));
        Ok(())
    }

    fn check(&self, teller: &mut Teller) -> Done {
        teller.part("Check: proofs, replay, audit");
        self.run(teller, &["record", "prove", "3", "--file", "record.json"])?;
        let root = self.ask(&["q", "ledger", "root"], "/root")?;
        self.run(teller, &["record", "verify", "record.json", "--root", &root, "--leaves", "4"])?;
        let _ = std::fs::remove_file(self.folder.join("ledger.jsonl"));
        self.run(teller, &["ledger", "export", "ledger.jsonl"])?;
        let replayed =
            self.ask(&["ledger", "replay", "ledger.jsonl", "--offline"], "/root/root")?;
        teller.check("the root replayed from events is the ledger's", "", replayed == root, true);
        self.run(teller, &["history", "@ben"])?;
        self.run(teller, &["audit"])
    }
}
