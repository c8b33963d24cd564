//! Binaryen's part of the Wasm build: instructions that chains refuse are replaced by ones that every chain accepts.
//!
//! Rust since 1.82 writes encodings of reference types and since 1.87 `memory.copy` and `memory.fill`; its prebuilt
//! library holds them too, so no flag of the compiler avoids them. The first pass reads those and lowers them, the
//! second forbids everything beyond the first version of Wasm and makes the file small.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{bail, Context, Result};

use crate::hash::sha256;

const MANIFEST: &str = "xtask/binaryen/package.json";
const LOCK: &str = "xtask/binaryen/package-lock.json";

/// First major version of Node.js that runs Binaryen.
const OLDEST_NODE: u32 = 18;

/// Reads what the compiler writes, and lowers it.
const FIRST: [&str; 13] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-multivalue",
    "--enable-reference-types",
    "-Oz",
    "--llvm-memory-copy-fill-lowering",
    "--llvm-nontrapping-fptoint-lowering",
    "--signext-lowering",
    "--disable-reference-types",
    "--disable-multivalue",
];
/// Allows nothing that was lowered, and makes the file small.
const SECOND: [&str; 5] =
    ["--mvp-features", "-Oz", "--strip-debug", "--strip-producers", "--strip-target-features"];

/// An installed Binaryen.
pub struct Binaryen {
    program: PathBuf,
    settings: String,
}

impl Binaryen {
    /// Installs the pinned version under `target/` unless it is there.
    ///
    /// # Errors
    /// No Node.js, no npm, no network; each with the next step.
    pub fn ready(root: &Path) -> Result<Self> {
        let lock = fs::read(root.join(LOCK)).with_context(|| format!("cannot read {LOCK}"))?;
        let folder = root.join("target/binaryen");
        let program = folder.join("node_modules/binaryen/bin/wasm-opt");
        let done = folder.join("installed.txt");
        let wanted = sha256(&lock);
        let version = run("node", Command::new("node").arg("--version"))?;
        node_is_new_enough(&String::from_utf8_lossy(&version.stdout))?;
        if !program.is_file() || fs::read_to_string(&done).ok().as_deref() != Some(&wanted) {
            eprintln!("dist: installing Binaryen from npm into target/binaryen");
            fs::create_dir_all(&folder).context("cannot create target/binaryen")?;
            for file in [MANIFEST, LOCK] {
                let name = Path::new(file).file_name().unwrap_or_default();
                fs::copy(root.join(file), folder.join(name))
                    .with_context(|| format!("cannot copy {file}"))?;
            }
            let args = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
            run("npm", Command::new("npm").args(args).current_dir(&folder))?;
            fs::write(&done, &wanted).context("cannot write target/binaryen/installed.txt")?;
        }
        let flags = [FIRST.as_slice(), SECOND.as_slice()].concat().join(" ");
        Ok(Self { program, settings: sha256(format!("{wanted} {flags}").as_bytes()) })
    }

    /// Changes whenever the version or a flag does.
    pub fn settings(&self) -> &str {
        &self.settings
    }

    /// Lowers one file.
    ///
    /// # Errors
    /// What Binaryen says of the file, or that the disk is full.
    pub fn lower(&self, input: &Path, output: &Path) -> Result<()> {
        let between = output.with_extension("between");
        let pass = |from: &Path, to: &Path, flags: &[&str]| {
            let mut command = Command::new("node");
            command.arg(&self.program).arg(from).arg("-o").arg(to).args(flags);
            run("wasm-opt", &mut command)
                .with_context(|| format!("cannot lower {}", input.display()))
        };
        pass(input, &between, &FIRST)?;
        pass(&between, output, &SECOND)?;
        fs::remove_file(&between).with_context(|| format!("cannot remove {}", between.display()))
    }
}

/// Runs to the end; the error holds the last lines that the program wrote.
fn run(name: &str, command: &mut Command) -> Result<Output> {
    let output = match command.output() {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => bail!("{}", missing(name)),
        Err(error) => return Err(error).with_context(|| format!("cannot start {name}")),
    };
    if output.status.success() {
        return Ok(output);
    }
    let text = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let last = lines.get(lines.len().saturating_sub(8)..).unwrap_or_default().join("\n  ");
    bail!("{name} failed ({}):\n  {last}\n  {}", output.status, next_step(name));
}

/// Binaryen's programs are modules of a kind that older ones do not read.
fn node_is_new_enough(version: &str) -> Result<()> {
    let version = version.trim();
    let major = version.trim_start_matches('v').split('.').next().unwrap_or_default();
    match major.parse::<u32>() {
        Ok(major) if major >= OLDEST_NODE => Ok(()),
        _ => bail!(
            "Node.js is {version}, too old for Binaryen: \
             install Node.js 20 or later with npm, then run this again"
        ),
    }
}

fn missing(name: &str) -> String {
    format!(
        "{name} is not installed: Binaryen, which lowers the Wasm, comes from npm. \
         Install Node.js 20 or later with npm, then run this again"
    )
}

fn next_step(name: &str) -> &'static str {
    match name {
        "npm" => "check that the npm registry can be reached and the disk is not full, then run this again",
        "wasm-opt" => "if the disk is full make room; if the file is damaged remove target/dist; then run this again",
        _ => "install Node.js 20 or later, then run this again",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_not_there_is_named_with_the_next_step() {
        let error = run("node", &mut Command::new("no-such-program-anywhere")).unwrap_err();
        let text = error.to_string();
        assert!(text.starts_with("node is not installed"), "{text}");
        assert!(
            text.ends_with("Install Node.js 20 or later with npm, then run this again"),
            "{text}"
        );
    }

    #[test]
    fn a_program_that_fails_is_quoted_with_the_next_step() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo no space left >&2; exit 3"]);
        let text = run("npm", &mut command).unwrap_err().to_string();
        assert!(text.contains("no space left"), "{text}");
        assert!(text.contains("the disk is not full, then run this again"), "{text}");
    }

    #[test]
    fn an_old_node_is_told_from_a_new_one() {
        for version in ["v18.0.0", "v20.20.2\n", "v132.1.0"] {
            node_is_new_enough(version).unwrap();
        }
        for version in ["v16.20.0\n", "", "unknown"] {
            let text = node_is_new_enough(version).unwrap_err().to_string();
            assert!(text.contains("too old for Binaryen: install Node.js 20"), "{text}");
        }
    }

    #[test]
    fn the_lock_file_pins_by_hash_and_names_no_registry() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let lock = fs::read_to_string(root.join(LOCK)).unwrap();
        assert!(lock.contains("\"integrity\": \"sha512-"));
        assert!(!lock.contains("\"resolved\"") && !lock.contains("://"), "{lock}");
    }
}
