//! What each message that people use costs: scenes that send them on any chain, the figures that a node measured
//! (`gas.json`), the model beside them, floor, target and peers, and the rules that must hold between all of these.
//!
//! On a node: [`measure`], then [`report`]. Without one: [`refreshed`] puts the present model beside the committed
//! measurements.

mod book;
mod scenes;
mod sheet;
pub mod targets;
mod text;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use axiom_chain::Chain;
use axiom_local::LocalChain;

pub use book::{Book, Entry, Peer, FILE, MAIN_LINE};
pub use scenes::{all, Ran};
pub use sheet::{Row, Sheet};
pub use text::{digits, document, table, DOCUMENT};

/// Every scene on the embedded chain: the model.
pub fn model() -> Ran<LocalChain> {
    all(LocalChain::new("axiom-local-1"), &mut |_| {})
}

/// Every scene on a chain, with a line of progress on stderr for each contract that begins with `name`. A scene that goes
/// wrong panics with what the chain said.
pub fn measure<C: Chain>(chain: C, name: &str) -> Ran<C> {
    all(chain, &mut |part| eprintln!("{name}: {part} ..."))
}

/// A run on a node, to be compared.
pub struct Run<'a> {
    /// Root of the repository.
    pub root: &'a Path,
    /// Line of wasmd that ran, `0.70` or `0.60`.
    pub line: &'a str,
    /// What was measured.
    pub sheet: &'a Sheet,
    /// Gas of the peers' messages in the same run, by the names of [`targets::PEERS`]; may be empty.
    pub peers: &'a BTreeMap<String, u64>,
    /// Whether the new figures are to be written.
    pub update: bool,
}

/// What is to be said about a run.
pub struct Report {
    /// The table for a terminal.
    pub table: String,
    /// What must not be, one text each. Empty: all is well.
    pub problems: Vec<String>,
}

/// Compares a run with the committed figures, with the model and with the targets; writes `gas.json` and `docs/gas.md` if
/// asked.
///
/// # Errors
/// Files that cannot be read or written.
pub fn report(run: &Run<'_>) -> Result<Report> {
    let committed = Book::load(run.root)?;
    let model = model().sheet;
    let is_main = run.line == MAIN_LINE;
    // Peers stand beside figures of the main line, so only its runs bring new ones.
    let none = BTreeMap::new();
    let peers = if is_main { run.peers } else { &none };
    let book = committed.clone().with_peers(peers).with_model(&model);
    let book = book.with_measured(run.line, run.sheet);
    let mut problems = Vec::new();
    if run.update {
        write(run.root, &book)?;
    } else {
        let known = committed.with_model(&model);
        let mut changes = known.changes(run.line, run.sheet);
        changes.extend(known.peer_changes(peers));
        problems.extend(changes.into_iter().map(|change| {
            format!("{change}: more than 1 % apart; if that is meant, run `make gas UPDATE=1` and commit")
        }));
    }
    if is_main {
        problems.extend(book.problems(run.root));
    }
    Ok(Report { table: table(&book, run.line), problems })
}

/// The committed measurements beside the present model.
///
/// # Errors
/// If `gas.json` cannot be read.
pub fn refreshed(root: &Path) -> Result<Book> {
    Ok(Book::load(root)?.with_model(&model().sheet))
}

fn write(root: &Path, book: &Book) -> Result<()> {
    for (path, text) in [(FILE, book.json()?), (DOCUMENT, document(book))] {
        std::fs::write(root.join(path), text).with_context(|| format!("writing {path}"))?;
    }
    Ok(())
}
