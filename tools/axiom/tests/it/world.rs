//! A person's folder and working folder, and the real command in them.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::OnceLock;

use serde_json::Value;

/// The password of keys in these tests.
pub const PASSWORD: &str = "correct-horse-9";

/// A home and a working folder of one test, removed at its end.
pub struct World {
    root: PathBuf,
}

/// What a command left behind.
#[derive(Debug)]
pub struct Ran {
    /// Exit code; -1 if it was killed.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    line: String,
}

/// A name that no other process or test uses.
fn fresh(name: &str) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("axiom-it-{}-{number}-{name}", std::process::id()))
}

impl World {
    /// Nothing there yet.
    pub fn new(name: &str) -> Self {
        let root = fresh(name);
        std::fs::create_dir_all(root.join("work")).unwrap();
        std::fs::create_dir_all(root.join("home")).unwrap();
        Self { root }
    }

    /// With an economy of the default template that `founder` founded, called `first`, with `ben` and
    /// `carol` registered and 10 axm of `alice` paid in.
    pub fn founded(name: &str) -> Self {
        static FOUNDED: OnceLock<Vec<(PathBuf, Vec<u8>)>> = OnceLock::new();
        let files = FOUNDED.get_or_init(|| {
            let first = Self::new("first");
            first.ok("economy new first --from founder");
            for who in ["ben", "carol"] {
                first.ok(&format!(
                    "tx registry register --kind user --profile.name {who} --from {who}"
                ));
            }
            first.ok("tx distributor deposit --funds 10axm --from alice");
            let mut files = Vec::new();
            collect(&first.root, &first.root, &mut files);
            files
        });
        let world = Self::new(name);
        for (path, content) in files {
            let path = world.root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        world
    }

    /// The person's folder.
    pub fn home(&self) -> PathBuf {
        self.root.join("home")
    }

    /// The file of the embedded chain.
    pub fn chain_file(&self) -> PathBuf {
        let files = std::fs::read_dir(self.home().join("local")).unwrap();
        let mut files = files.map(|entry| entry.unwrap().path());
        files.find(|path| path.extension().is_some_and(|end| end == "redb")).unwrap()
    }

    /// A file of the working folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join("work").join(name)
    }

    /// Writes a file into the working folder.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// The text of a file in the working folder.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The command, ready to run: nothing of this machine's settings, no standard input.
    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_axiom"));
        let own =
            std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("AXIOM_"));
        for (name, _) in own {
            command.env_remove(name);
        }
        command
            .args(words(line))
            .current_dir(self.root.join("work"))
            .env("AXIOM_HOME", self.home())
            .env("HOME", &self.root)
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs it to its end.
    pub fn run(&self, line: &str) -> Ran {
        Ran::of(line, self.command(line).output().unwrap())
    }

    /// Runs it with variables.
    pub fn run_with(&self, variables: &[(&str, &str)], line: &str) -> Ran {
        let mut command = self.command(line);
        command.envs(variables.iter().copied());
        Ran::of(line, command.output().unwrap())
    }

    /// Runs it with a password and a standard input.
    pub fn run_fed(&self, input: &str, line: &str) -> Ran {
        let mut command = self.command(line);
        let mut child = command
            .env("AXIOM_PASSWORD", PASSWORD)
            .env("RUST_LOG", "trace")
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that fails early may not read it.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Ran::of(line, child.wait_with_output().unwrap())
    }

    /// Runs it in JSON mode; it has to go well and to print one value, or nothing.
    pub fn ok(&self, line: &str) -> Value {
        self.run(&json_mode(line)).json()
    }

    /// Runs it for people; it has to go well.
    pub fn text(&self, line: &str) -> String {
        self.run(line).went_well().out
    }

    /// Runs it in JSON mode; it has to fail with this exit code. Answers what it says about it.
    pub fn fails(&self, code: i32, line: &str) -> Value {
        self.run(&json_mode(line)).failed(code)
    }

    /// Base units of a wallet.
    pub fn wallet(&self, who: &str, denom: &str) -> u128 {
        let me = self.ok(&format!("participant show {who}"));
        amount_of(&me["balances"]["wallet"], denom)
    }

    /// Base units of a balance at the value-distributor.
    pub fn balance(&self, who: &str, denom: &str) -> u128 {
        let me = self.ok(&format!("participant show {who}"));
        let rows = me["balances"]["internal"]["rows"].as_array().unwrap().clone();
        let found = rows.iter().find(|row| row["asset"]["native"] == *denom);
        found.map_or(0, |row| row["amount"].as_str().unwrap().parse().unwrap())
    }

    /// Height of the chain.
    pub fn height(&self) -> u64 {
        number(&self.ok("local status")["height"])
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.root);
    }
}

impl Ran {
    pub fn of(line: &str, output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            line: line.to_string(),
        }
    }

    /// It has to have gone well.
    #[track_caller]
    pub fn went_well(self) -> Self {
        assert_eq!(self.code, 0, "axiom {}\n{}\n{}", self.line, self.out, self.err);
        self
    }

    /// The value that it printed.
    #[track_caller]
    pub fn json(self) -> Value {
        let ran = self.went_well();
        if ran.out.trim().is_empty() {
            return Value::Null;
        }
        serde_json::from_str(&ran.out)
            .unwrap_or_else(|error| panic!("axiom {}: {error}\n{}", ran.line, ran.out))
    }

    /// What it says about its failure with this exit code, in JSON mode.
    #[track_caller]
    pub fn failed(self, code: i32) -> Value {
        assert_eq!(self.code, code, "axiom {}\n{}\n{}", self.line, self.out, self.err);
        let last = self.err.lines().last().unwrap_or_default();
        let error: Value = serde_json::from_str(last)
            .unwrap_or_else(|error| panic!("axiom {}: {error}\n{}", self.line, self.err));
        assert_eq!(error["error"]["exit"], code, "{error}");
        if !self.out.trim().is_empty() {
            let _: Value = serde_json::from_str(&self.out)
                .unwrap_or_else(|error| panic!("axiom {}: {error}\n{}", self.line, self.out));
        }
        error["error"].clone()
    }

    /// Fails in words: one line that begins with `error:`, perhaps one that begins with `hint:`.
    #[track_caller]
    pub fn failed_in_words(self, code: i32) -> String {
        assert_eq!(self.code, code, "axiom {}\n{}\n{}", self.line, self.out, self.err);
        let lines: Vec<&str> = self.err.lines().collect();
        assert!(lines.iter().any(|line| line.starts_with("error: ")), "{}", self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self.err
    }
}

/// What a failure says, with its hint.
pub fn told(error: &Value) -> String {
    let part = |name: &str| error[name].as_str().unwrap_or_default().to_string();
    format!("{} | {}", part("text"), part("hint"))
}

/// Asserts that a failure says all of these.
#[track_caller]
pub fn says(error: &Value, parts: &[&str]) {
    let text = told(error);
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in: {text}");
    }
}

/// A number that is written as such or as text.
#[track_caller]
pub fn number(value: &Value) -> u64 {
    match value {
        Value::String(text) => text.parse().unwrap(),
        other => other.as_u64().unwrap_or_else(|| panic!("no number: {other}")),
    }
}

fn amount_of(coins: &Value, denom: &str) -> u128 {
    let found = coins.as_array().unwrap().iter().find(|coin| coin["denom"] == *denom).cloned();
    found.map_or(0, |coin| coin["amount"].as_str().unwrap().parse().unwrap())
}

/// The first of the events of a name in the answer to a transaction.
#[track_caller]
pub fn event(done: &Value, name: &str) -> Value {
    let events = done["events"].as_array().unwrap_or_else(|| panic!("no events in {done}"));
    let found = events.iter().find(|event| event["event"] == *name);
    found.unwrap_or_else(|| panic!("no {name} in {done}"))["attributes"].clone()
}

/// In JSON mode; before the first `+`.
fn json_mode(line: &str) -> String {
    format!("--output json {line}")
}

/// Words of a line; what stands between single quotes is one.
pub fn words(line: &str) -> Vec<String> {
    let (mut all, mut word, mut quoted, mut begun) = (Vec::new(), String::new(), false, false);
    for c in line.chars() {
        match c {
            '\'' => {
                quoted = !quoted;
                begun = true;
            }
            c if c.is_whitespace() && !quoted => {
                if begun {
                    all.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            c => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        all.push(word);
    }
    all
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            files.push((
                path.strip_prefix(root).unwrap().to_path_buf(),
                std::fs::read(&path).unwrap(),
            ));
        }
    }
}
