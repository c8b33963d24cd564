//! The `axiom` program as a person runs it: a home and a working folder of its own, answers in JSON, exit codes.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{bail, ensure, Context, Result};
use serde_json::Value;

/// Variables that change what the program does, beyond what a scenario says.
const SETTINGS: [&str; 9] = [
    "AXIOM_HOME",
    "AXIOM_CHAIN",
    "AXIOM_NODE",
    "AXIOM_ECONOMY",
    "AXIOM_FROM",
    "AXIOM_PASSWORD",
    "AXIOM_MNEMONIC",
    "CARGO_INSTALL_ROOT",
    "NO_COLOR",
];

/// Takes away what the person who runs the scenarios has chosen for himself.
pub fn without_settings(command: &mut Command) {
    for name in SETTINGS {
        command.env_remove(name);
    }
}

/// Builds the program if it is not there as it should be, and tells where it is.
pub fn program(root: &Path) -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let build = Command::new(cargo)
        .args(["build", "--locked", "--quiet", "--package", "axiom"])
        .current_dir(root)
        .output()
        .context("cargo cannot be run")?;
    let errors = String::from_utf8_lossy(&build.stderr);
    ensure!(build.status.success(), "axiom does not build:\n{errors}");
    // This program lies in target/<profile>.
    let own = std::env::current_exe()?;
    let target = own.ancestors().nth(2).context("this program lies in no target folder")?;
    Ok(target.join("debug").join("axiom"))
}

/// What a run of the program said.
pub struct Said {
    /// Its exit code; none if it was killed.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Said {
    /// The answer as JSON.
    pub fn json(&self) -> Result<Value> {
        serde_json::from_str(&self.out).with_context(|| format!("no JSON: {}", self.out))
    }
}

/// Somebody at a terminal.
pub struct Person {
    program: PathBuf,
    home: PathBuf,
    work: PathBuf,
    variables: Vec<(&'static str, String)>,
}

impl Person {
    /// With a fresh home and a fresh working folder in `place`, which lies inside of the checkout.
    pub fn arrives(root: &Path, place: &Path) -> Result<Self> {
        let program = program(root)?;
        if place.exists() {
            std::fs::remove_dir_all(place)?;
        }
        let (home, work) = (place.join("home"), place.join("work"));
        std::fs::create_dir_all(&work)?;
        Ok(Self { program, home, work, variables: vec![] })
    }

    /// Sets a variable of the environment from now on.
    pub fn set(&mut self, name: &'static str, value: impl Into<String>) {
        self.variables.retain(|(known, _)| *known != name);
        self.variables.push((name, value.into()));
    }

    /// A file in the working folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.work.join(name)
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        without_settings(&mut command);
        command.args(words).current_dir(&self.work).env("AXIOM_HOME", &self.home);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null());
        command
    }

    /// Runs it with these words.
    pub fn says(&self, words: &[&str]) -> Result<Said> {
        let output = self.command(words).output().context("axiom cannot be run")?;
        Ok(Said {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }

    /// As [`Person::says`], for programs, with a variable besides; the words lie between blanks.
    pub fn says_as(&self, name: &str, value: &str, line: &str) -> Result<Said> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut command = self.command(&words);
        let output = command.args(["--output", "json"]).env(name, value).output()?;
        Ok(Said {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }

    /// Runs a line whose words lie between blanks; it has to go well. Answers its JSON, null if it says nothing.
    pub fn does(&self, line: &str) -> Result<Value> {
        self.does_words(&line.split_whitespace().collect::<Vec<_>>())
    }

    /// The same with words that may hold blanks.
    pub fn does_words(&self, words: &[&str]) -> Result<Value> {
        let said = self.in_json(words)?;
        let line = words.join(" ");
        ensure!(said.code == Some(0), "axiom {line}: exit code {:?}: {}", said.code, said.err);
        match said.out.trim() {
            "" => Ok(Value::Null),
            _ => said.json().with_context(|| format!("axiom {line}")),
        }
    }

    /// Runs a line that has to fail with this exit code and a text that tells this. Answers what it said.
    pub fn fails(&self, code: i32, text: &str, line: &str) -> Result<Said> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let said = self.in_json(&words)?;
        ensure!(
            said.code == Some(code),
            "axiom {line}: exit code {:?}, not {code}: {}{}",
            said.code,
            said.out,
            said.err
        );
        ensure!(said.err.contains(text), "axiom {line} does not say {text:?}: {}", said.err);
        Ok(said)
    }

    fn in_json(&self, words: &[&str]) -> Result<Said> {
        // Before the message: what follows `+` belongs to the last one.
        let all: Vec<&str> =
            ["--output", "json"].into_iter().chain(words.iter().copied()).collect();
        self.says(&all)
    }

    /// Runs a line and kills it some time after it said `at` on standard error. Answers whether it was still running.
    pub fn is_killed(&self, line: &str, at: &str, after: Duration) -> Result<bool> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut command = self.command(&words);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let lines = BufReader::new(child.stderr.take().context("no standard error")?).lines();
        let mut told = vec![];
        for line in lines {
            told.push(line?);
            if told.last().is_some_and(|line| line.contains(at)) {
                std::thread::sleep(after);
                let runs = child.try_wait()?.is_none();
                // SIGKILL, which nobody can answer.
                let _ = child.kill();
                child.wait()?;
                return Ok(runs);
            }
        }
        child.wait()?;
        bail!("axiom {line} never said {at:?}: {}", told.join("\n"))
    }

    /// Starts a line in the background.
    pub fn starts(&self, line: &str) -> Result<std::process::Child> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut command = self.command(&words);
        Ok(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?)
    }
}
