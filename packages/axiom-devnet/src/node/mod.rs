//! The node: wasmd, built from the Go module proxy and kept with its library.

mod build;
mod manifest;
mod toolchain;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::home::{lock, Home};
use crate::line::Line;
use manifest::Manifest;

/// How long to wait for another build of the same node.
const PATIENCE: Duration = Duration::from_secs(3600);

/// A built node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its line.
    pub line: Line,
    folder: PathBuf,
}

impl Node {
    /// The node of a line, built if it is not there or damaged; tells its progress on standard error.
    ///
    /// # Errors
    /// If a tool is missing or too old, the disk is full, the module proxy cannot be reached, or what it gives is not
    /// what is pinned; each with what to do.
    pub fn prepare(line: Line) -> Result<Self> {
        Self::prepare_in(&Home::find()?, line)
    }

    /// As [`Node::prepare`], in a folder of choice.
    ///
    /// # Errors
    /// As [`Node::prepare`].
    pub fn prepare_in(home: &Home, line: Line) -> Result<Self> {
        let node = Self::of(home, line);
        if Manifest::check(&node.folder, line).is_ok() {
            return Ok(node);
        }
        let progress = Progress::start(line);
        let lock_file = home.nodes().join(format!("{}.lock", line.version()));
        let _lock = lock(&lock_file, PATIENCE, || {
            progress.tell("another process builds this node; waiting")
        })?;
        match Manifest::check(&node.folder, line) {
            Ok(()) => return Ok(node),
            Err(fault) if node.folder.exists() => {
                progress.tell(&format!("what is kept is damaged ({fault:#}); building again"));
            }
            Err(_) => progress.tell("not built yet; the first time takes some five minutes"),
        }
        build::build(home, &node, &progress)?;
        progress.tell(&format!("ready in {}", node.folder.display()));
        Ok(node)
    }

    /// The node of a line if it is there and whole; nothing is built.
    pub fn ready(home: &Home, line: Line) -> Option<Self> {
        let node = Self::of(home, line);
        Manifest::check(&node.folder, line).ok().map(|()| node)
    }

    pub(crate) fn of(home: &Home, line: Line) -> Self {
        Self { line, folder: home.nodes().join(line.version()) }
    }

    /// Where the program lies.
    pub fn program(&self) -> PathBuf {
        self.folder.join(PROGRAM)
    }

    /// Its folder, with `bin` and `lib`.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A call of the program. It takes the library beside it.
    pub fn command(&self) -> Command {
        call(&self.folder)
    }
}

/// The program within the folder of a node.
const PROGRAM: &str = "bin/wasmd";

/// A call of the program in a folder, with the library beside it.
fn call(folder: &Path) -> Command {
    let mut command = Command::new(folder.join(PROGRAM));
    command.env("LD_LIBRARY_PATH", folder.join("lib"));
    command
}

/// Tells on standard error what is done, with the seconds since the start.
struct Progress {
    line: Line,
    start: Instant,
}

impl Progress {
    fn start(line: Line) -> Self {
        Self { line, start: Instant::now() }
    }

    fn tell(&self, what: &str) {
        let seconds = self.start.elapsed().as_secs();
        eprintln!("wasmd v{} [{seconds:>3} s] {what}", self.line.version());
    }
}
