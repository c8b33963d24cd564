//! `gas.json`: what was measured, beside what is modelled, and what must hold between them.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::sheet::Sheet;
use crate::targets::{about, EXCEPTIONS, PEERS, TARGETS};
use crate::text::digits;

/// The file, in the root of the repository.
pub const FILE: &str = "gas.json";
/// The line of wasmd whose figures are compared with model and targets.
pub const MAIN_LINE: &str = "0.70";

/// Everything that is committed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    /// Gas of the peers' messages, measured in the same run.
    pub peers: BTreeMap<String, u64>,
    /// Our messages.
    pub rows: Vec<Entry>,
}

/// One message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Contract.
    pub part: String,
    /// Message.
    pub message: String,
    /// Gas on a node, by its line (`0.70`, `0.60`).
    pub measured: BTreeMap<String, u64>,
    /// Gas by the list of prices.
    pub model: u64,
    /// Gas that it cannot do without.
    pub floor: u64,
    /// Gas that we allow ourselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<u64>,
    /// The cheapest peer that does the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peer: Option<Peer>,
}

/// A peer's message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peer {
    /// Which.
    pub message: String,
    /// Its gas.
    pub gas: u64,
}

impl Entry {
    /// Gas on the main line; none if it was not measured yet.
    pub fn main(&self) -> Option<u64> {
        self.measured.get(MAIN_LINE).copied()
    }

    /// Whether it is more than a tenth above its target.
    pub fn is_over(&self) -> bool {
        matches!((self.main(), self.target), (Some(gas), Some(target)) if gas * 10 > target * 11)
    }
}

impl Book {
    /// The committed file; an empty book if there is none.
    ///
    /// # Errors
    /// If it cannot be read or is no such file.
    pub fn load(root: &Path) -> Result<Self> {
        let file = root.join(FILE);
        if !file.exists() {
            return Ok(Self::default());
        }
        let text = std::fs::read_to_string(&file).with_context(|| format!("reading {FILE}"))?;
        serde_json::from_str(&text).with_context(|| {
            format!(
                "{FILE} is damaged: take it from the last commit, or delete it and run `make gas`"
            )
        })
    }

    /// The file's text.
    ///
    /// # Errors
    /// Never in practice.
    pub fn json(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// The same measurements beside the present model, with its rows in its order.
    #[must_use]
    pub fn with_model(&self, model: &Sheet) -> Self {
        let entry = |row: &crate::sheet::Row| {
            let old = self.rows.iter().find(|entry| entry.message == row.message);
            let target = about(row.message);
            Entry {
                part: row.part.to_string(),
                message: row.message.to_string(),
                measured: old.map(|old| old.measured.clone()).unwrap_or_default(),
                model: row.total,
                floor: row.floor,
                target: target.and_then(|target| target.gas),
                peer: target.and_then(|target| self.best(target.peers)),
            }
        };
        Self { peers: self.peers.clone(), rows: model.rows().iter().map(entry).collect() }
    }

    /// With the figures of a run on a node; those of other lines stay.
    #[must_use]
    pub fn with_measured(mut self, line: &str, run: &Sheet) -> Self {
        for entry in &mut self.rows {
            match run.find(&entry.message) {
                Some(row) => entry.measured.insert(line.to_string(), row.total),
                None => entry.measured.remove(line),
            };
        }
        self
    }

    /// With figures of peers in place of those that they had.
    #[must_use]
    pub fn with_peers(mut self, peers: &BTreeMap<String, u64>) -> Self {
        self.peers.extend(peers.iter().map(|(message, gas)| (message.clone(), *gas)));
        self
    }

    /// Gas of a peer's message: as measured here, else as it was first measured.
    fn peer(&self, message: &str) -> Option<u64> {
        let first = || PEERS.iter().find(|(name, _)| *name == message).map(|(_, gas)| *gas);
        self.peers.get(message).copied().or_else(first)
    }

    fn best(&self, peers: &[&str]) -> Option<Peer> {
        let found = peers.iter().filter_map(|message| Some((self.peer(message)?, *message)));
        let (gas, message) = found.min()?;
        Some(Peer { message: message.to_string(), gas })
    }

    /// Every rule that the book breaks, one text each: not measured, model off by more than 5 %, over its target,
    /// an exception that names no file or is not needed, a target without a row.
    pub fn problems(&self, root: &Path) -> Vec<String> {
        let mut found: Vec<String> = self.rows.iter().filter_map(problem).collect();
        for target in TARGETS {
            if !self.rows.iter().any(|entry| entry.message == target.message) {
                found
                    .push(format!("{}: it has a target, but no scene measures it", target.message));
            }
        }
        for (message, adr) in EXCEPTIONS {
            if !root.join(adr).is_file() {
                found.push(format!("{message}: its exception names {adr}, which is not there"));
            }
            let needed = self.rows.iter().find(|entry| entry.message == *message);
            if needed.is_some_and(|entry| entry.main().is_some() && !entry.is_over()) {
                found.push(format!(
                    "{message}: it needs its exception no longer; take it off the list"
                ));
            }
        }
        found
    }

    /// Rows in which a run on a node differs from the committed figures by more than 1 %.
    pub fn changes(&self, line: &str, run: &Sheet) -> Vec<String> {
        let change = |entry: &Entry| {
            let before = entry.measured.get(line).copied();
            let now = run.find(&entry.message).map(|row| row.total);
            match (before, now) {
                (Some(before), Some(now)) if now.abs_diff(before) * 100 > before => Some(format!(
                    "{}: {} now, {} committed",
                    entry.message,
                    digits(now),
                    digits(before)
                )),
                (None, Some(now)) => {
                    Some(format!("{}: {} now, nothing committed", entry.message, digits(now)))
                }
                (_, None) => Some(format!("{}: the run has no such row", entry.message)),
                _ => None,
            }
        };
        self.rows.iter().filter_map(change).collect()
    }

    /// The same for messages of peers.
    pub fn peer_changes(&self, peers: &BTreeMap<String, u64>) -> Vec<String> {
        let change = |(message, now): (&String, &u64)| {
            let before = self.peers.get(message).copied().unwrap_or_default();
            let is_near = now.abs_diff(before) * 100 <= before;
            let (now, before) = (digits(*now), digits(before));
            (!is_near).then(|| format!("{message}: {now} now, {before} committed"))
        };
        peers.iter().filter_map(change).collect()
    }
}

fn problem(entry: &Entry) -> Option<String> {
    let Entry { message, model, .. } = entry;
    let Some(measured) = entry.main() else {
        return Some(format!("{message}: not measured on a node; run `make gas UPDATE=1`"));
    };
    let apart = |gas: &u64| model.abs_diff(*gas) * 20 > *gas;
    if let Some((line, gas)) = entry.measured.iter().find(|(_, gas)| apart(gas)) {
        let (model, gas) = (digits(*model), digits(*gas));
        return Some(format!(
            "{message}: the model says {model}, wasmd {line} {gas}: more than 5 % apart; run `make gas UPDATE=1` if the contract changed, else mend the list of prices"
        ));
    }
    let excepted = EXCEPTIONS.iter().any(|(name, _)| name == message);
    if entry.is_over() && !excepted {
        let target = digits(entry.target.unwrap_or_default());
        let measured = digits(measured);
        return Some(format!(
            "{message}: {measured} is more than a tenth above the target of {target}; make it cheaper, or say why not in an ADR and name it in the exceptions"
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(message: &str, measured: u64, model: u64, target: Option<u64>) -> Entry {
        let measured = [(MAIN_LINE.to_string(), measured)].into();
        let message = message.to_string();
        Entry { message, measured, model, target, ..Entry::default() }
    }

    #[test]
    fn each_rule_is_told() {
        assert_eq!(problem(&entry("m", 100_000, 95_000, Some(91_000))), None, "at both limits");
        assert!(problem(&entry("m", 100_000, 94_999, None)).unwrap().contains("more than 5 %"));
        assert!(problem(&entry("m", 100_000, 105_001, None)).unwrap().contains("more than 5 %"));
        let over = problem(&entry("m", 100_002, 100_000, Some(90_910))).unwrap();
        assert!(over.contains("above the target of 90,910"), "{over}");
        let unmeasured = Entry { message: "m".to_string(), ..Entry::default() };
        assert!(problem(&unmeasured).unwrap().contains("run `make gas UPDATE=1`"));
        let mut older = entry("m", 100_000, 100_000, None);
        older.measured.insert("0.60".to_string(), 105_300);
        assert!(problem(&older).unwrap().contains("wasmd 0.60 105,300: more than 5 %"));
    }

    #[test]
    fn a_run_is_compared_within_one_percent() {
        let rows = vec![
            entry("a", 10_000, 0, None),
            entry("b", 10_000, 0, None),
            entry("gone", 10_000, 0, None),
        ];
        let book = Book { rows, ..Book::default() };
        let mut run = Sheet::default();
        run.row("a", 10_100, 0);
        run.row("b", 9_899, 0);
        let told = book.changes(MAIN_LINE, &run);
        assert_eq!(
            told,
            ["b: 9,899 now, 10,000 committed", "gone: the run has no such row"].map(String::from)
        );
        assert_eq!(book.changes("0.60", &run)[0], "a: 10,100 now, nothing committed");
    }

    #[test]
    fn the_cheapest_peer_is_named_and_a_measurement_counts() {
        let vote = ["cw3-flex: vote, 100 B", "DAO DAO: vote, 100 B"];
        let mut book = Book::default();
        assert_eq!(book.best(&vote).unwrap().gas, 225_500);
        book = book.with_peers(&[("DAO DAO: vote, 100 B".to_string(), 200_000)].into());
        let best = book.best(&vote).unwrap();
        assert_eq!((best.message.as_str(), best.gas), (vote[1], 200_000));
        let run = |gas| [(vote[1].to_string(), gas)].into();
        assert_eq!(book.peer_changes(&run(202_000)), Vec::<String>::new());
        let told = book.peer_changes(&run(202_001));
        assert_eq!(told, ["DAO DAO: vote, 100 B: 202,001 now, 200,000 committed"]);
        assert_eq!(book.best(&[]), None);
    }

    #[test]
    fn the_text_reads_back() {
        let rows = vec![entry("a", 10_000, 9_900, Some(9_000))];
        let book = Book { rows, ..Book::default() };
        let back: Book = serde_json::from_str(&book.json().unwrap()).unwrap();
        assert_eq!(back, book);
    }
}
