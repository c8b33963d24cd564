//! Reading archives.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::error::ArchiveError;
use super::line::{End, Header, Line, FORMAT};
use super::outcome::Replay;
use super::replayer::Replayer;

/// Longest line that is read, bytes; an event has some hundred.
const LONGEST_LINE: u64 = 1 << 20;

/// Lines one after the other, with the checksum of what was read.
pub(crate) struct Lines<R> {
    inner: R,
    hash: Sha256,
    /// Lines read.
    pub line: u64,
    /// Bytes read.
    pub offset: u64,
}

impl<R: BufRead> Lines<R> {
    pub fn new(inner: R) -> Self {
        Self { inner, hash: Sha256::new(), line: 0, offset: 0 }
    }

    /// The first line.
    pub fn header(&mut self) -> Result<Header, ArchiveError> {
        let no = |why: String| ArchiveError::NotAnArchive { why };
        let Some(bytes) = self.bytes()? else {
            return Err(no("it has no whole line".to_string()));
        };
        let value: serde_json::Value = serde_json::from_slice(&bytes)
            .map_err(|error| no(format!("its first line: {error}")))?;
        match value.get("format").and_then(serde_json::Value::as_str) {
            Some(FORMAT) => {}
            Some(other) => return Err(no(format!("its format is {other:?}"))),
            None => return Err(no("its first line names no format".to_string())),
        }
        self.took(&bytes);
        serde_json::from_value(value).map_err(|error| no(format!("its first line: {error}")))
    }

    /// The next line; none at the end of the file, also if the last line is cut off.
    pub fn next(&mut self) -> Result<Option<Line>, ArchiveError> {
        let Some(bytes) = self.bytes()? else {
            return Ok(None);
        };
        let line: Line = self.parse(&bytes)?;
        if let Line::End(end) = &line {
            self.check(end)?;
        }
        self.took(&bytes);
        Ok(Some(line))
    }

    /// The checksum of what was read.
    pub fn hash(&self) -> Sha256 {
        self.hash.clone()
    }

    /// Fails if anything follows.
    pub fn nothing_more(&mut self) -> Result<(), ArchiveError> {
        let mut one = [0u8; 1];
        match self.inner.read(&mut one).map_err(|error| self.io(error))? {
            0 => Ok(()),
            _ => Err(ArchiveError::AfterEnd { line: self.line }),
        }
    }

    fn took(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.line += 1;
        self.offset += bytes.len() as u64;
    }

    fn io(&self, error: std::io::Error) -> ArchiveError {
        ArchiveError::Line { line: self.line + 1, why: error.to_string() }
    }

    /// A whole line with its line feed; none at the end, or if it is cut off.
    fn bytes(&mut self) -> Result<Option<Vec<u8>>, ArchiveError> {
        let mut bytes = Vec::new();
        let read = (&mut self.inner).take(LONGEST_LINE).read_until(b'\n', &mut bytes);
        read.map_err(|error| self.io(error))?;
        if bytes.len() as u64 == LONGEST_LINE {
            let why = format!("it is longer than {LONGEST_LINE} bytes");
            return Err(ArchiveError::Line { line: self.line + 1, why });
        }
        Ok(bytes.ends_with(b"\n").then_some(bytes))
    }

    fn parse<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, ArchiveError> {
        serde_json::from_slice(bytes)
            .map_err(|error| ArchiveError::Line { line: self.line + 1, why: error.to_string() })
    }

    /// Checks the last line against those before, which were read.
    fn check(&self, end: &End) -> Result<(), ArchiveError> {
        let found = end.checksum(self.hash())?;
        let lines = (self.line.to_string(), end.lines.to_string());
        let sums = (found.to_string(), end.sha256.to_string());
        for (what, (found, expected)) in [("number of lines", lines), ("checksum", sums)] {
            if found != expected {
                return Err(ArchiveError::Damaged { what, found, expected });
            }
        }
        Ok(())
    }
}

/// Applies a line that is not the last.
pub(crate) fn apply(replayer: &mut Replayer, line: &Line, at: u64) -> Result<(), ArchiveError> {
    let applied = match line {
        Line::Event(event) => replayer.event(event),
        Line::Record(record) => replayer.record(record),
        Line::End(_) => Ok(()),
    };
    applied.map_err(|why| ArchiveError::Replay { line: at, why })
}

/// Checks that the last line counts the records that were found.
pub(crate) fn count(replayer: &Replayer, end: &End) -> Result<(), ArchiveError> {
    match replayer.records() == end.records {
        true => Ok(()),
        false => Err(ArchiveError::Damaged {
            what: "number of records",
            found: replayer.records().to_string(),
            expected: end.records.to_string(),
        }),
    }
}

/// Rebuilds a ledger from an archive alone.
///
/// # Errors
/// The first line that is damaged or does not fit those before, with its number; an archive that ends too early or
/// whose checksum is wrong.
pub fn replay(archive: impl BufRead) -> Result<Replay, ArchiveError> {
    let mut lines = Lines::new(archive);
    let mut replayer = Replayer::new(lines.header()?);
    while let Some(line) = lines.next()? {
        if let Line::End(end) = &line {
            count(&replayer, end)?;
            lines.nothing_more()?;
            let at = lines.line;
            return replayer.finish().map_err(|why| ArchiveError::Replay { line: at, why });
        }
        apply(&mut replayer, &line, lines.line)?;
    }
    Err(ArchiveError::Unfinished { lines: lines.line })
}

/// As [`replay()`], from a file.
///
/// # Errors
/// As [`replay()`], and if the file cannot be read.
pub fn replay_file(path: &Path) -> Result<Replay, ArchiveError> {
    let file = File::open(path).map_err(|error| io(path, error))?;
    replay(BufReader::new(file))
}

/// Takes over an archive that somebody else exported: replays it and, if it holds and is of the ledger that is meant,
/// copies it to `to`, in one piece or not at all.
///
/// # Errors
/// As [`replay_file`]; [`ArchiveError::OtherLedger`].
pub fn import(
    from: &Path,
    to: &Path,
    (chain_id, ledger): (&str, &str),
) -> Result<Replay, ArchiveError> {
    let found = replay_file(from)?;
    same_ledger(&found.header, (chain_id, ledger))?;
    let mut name = to.as_os_str().to_owned();
    name.push(".part");
    let part = Path::new(&name);
    std::fs::copy(from, part).map_err(|error| io(part, error))?;
    // What was copied is what counts, should the file have changed meanwhile.
    let copied = replay_file(part).and_then(|copied| {
        std::fs::rename(part, to).map_err(|error| io(to, error))?;
        Ok(copied)
    });
    if copied.is_err() {
        // Best effort: the error that matters is the one above.
        let _ = std::fs::remove_file(part);
    }
    copied
}

pub(crate) fn same_ledger(
    header: &Header,
    (chain_id, ledger): (&str, &str),
) -> Result<(), ArchiveError> {
    if header.chain_id == chain_id && header.ledger == ledger {
        return Ok(());
    }
    Err(ArchiveError::OtherLedger {
        found: format!("{} on {}", header.ledger, header.chain_id),
        expected: format!("{ledger} on {chain_id}"),
    })
}

pub(crate) fn io(path: &Path, error: impl ToString) -> ArchiveError {
    ArchiveError::Io { path: path.display().to_string(), why: error.to_string() }
}
