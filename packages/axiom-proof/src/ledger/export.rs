//! Writing archives, and going on with them.

use std::fs::{File, OpenOptions};
use std::io::{BufReader, Seek, SeekFrom, Write};
use std::path::Path;

use axiom_types::ledger::{QueryMsg, RecordResponse, RecordsResponse};
use axiom_types::proof::RootResponse;
use cosmwasm_std::HexBinary;
use sha2::{Digest, Sha256};

use super::archive::{apply, count, io, same_ledger, Lines};
use super::error::ArchiveError;
use super::line::{text, End, EventLine, Header, Line, RecordLine, FORMAT};
use super::outcome::Replay;
use super::replayer::Replayer;
use crate::source::{ask, is_of, EventSource, Place, TxEvents};

/// Records asked for at once; contracts give no more.
const PAGE: u64 = 100;
/// What the chain puts before the types of contracts' events.
const PREFIX: &str = "wasm-";
/// How a ledger's own events begin.
const OURS: &str = "axiom_ledger_";

/// How an export deals with what a node does not have.
#[derive(Clone, Debug)]
pub struct ExportOptions {
    /// Records whose events are gone are read from the contract. Without it a gap is an error.
    pub fill: bool,
    /// Former ids of the chain, which old records name; for a new archive.
    pub former_chain_ids: Vec<String>,
}

impl Default for ExportOptions {
    fn default() -> Self {
        Self { fill: true, former_chain_ids: Vec::new() }
    }
}

/// How far an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Records in the archive.
    pub records: u64,
    /// Records that the ledger had when the export began.
    pub of: u64,
    /// Block reached.
    pub height: u64,
}

/// A finished export.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    /// The ledger as the whole archive tells it.
    pub replay: Replay,
    /// Lines that the archive had before and kept.
    pub kept: u64,
    /// Events added.
    pub events: u64,
    /// Records added from the contract, because their events were gone.
    pub filled: u64,
    /// Height up to which events were read.
    pub height: u64,
}

/// Writes all events of a ledger into an archive, or goes on with one that is there, finished or not. Each event is
/// replayed before it is written, so that no archive is written that could not be read; what was written before an
/// error is kept and the next export goes on from there.
///
/// # Errors
/// If the chain cannot be asked or tells events that do not fit together ([`ArchiveError::Replay`]); if its events
/// have gaps that are not to be filled; if the file is damaged, of another ledger, or used by another export.
pub fn export(
    source: &impl EventSource,
    ledger: &str,
    path: &Path,
    options: &ExportOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<Exported, ArchiveError> {
    // Records first, height after: all of them are in events up to that height.
    let root: RootResponse = ask(source, ledger, &QueryMsg::Root { leaves: None })?;
    let to = source.height()?;
    let header = Header {
        format: FORMAT.to_string(),
        chain_id: source.chain_id(),
        ledger: ledger.to_string(),
        former_chain_ids: options.former_chain_ids.clone(),
    };
    let (mut writer, mut after) = Writer::open(path, header)?;
    loop {
        let page = source.transactions(ledger, after, to)?;
        let Some(last) = page.last() else {
            break;
        };
        after = Some(last.place);
        for tx in &page {
            writer.transaction(source, tx, options.fill)?;
        }
        let (records, height) = (writer.replayer.records(), last.place.height);
        progress(Progress { records, of: root.leaves, height });
    }
    let found = writer.replayer.records();
    if found < root.leaves {
        if !options.fill {
            return Err(ArchiveError::Incomplete { records: root.leaves, found });
        }
        writer.fill(source, root.leaves)?;
    }
    let exported = writer.end(to)?;
    let records = exported.replay.root.leaves;
    progress(Progress { records, of: root.leaves.max(records), height: to });
    Ok(exported)
}

struct Writer<'a> {
    path: &'a Path,
    file: File,
    header: Header,
    replayer: Replayer,
    hash: Sha256,
    lines: u64,
    kept: u64,
    events: u64,
    filled: u64,
    /// Height of the last line of the archive that was gone on with.
    height: u64,
    /// Where to go on in an archive that was there; it stays as it is until there is something to write.
    cut: Option<u64>,
}

impl<'a> Writer<'a> {
    /// Opens an archive, or begins one. Answers also the place after which events are still to be read.
    fn open(path: &'a Path, header: Header) -> Result<(Self, Option<Place>), ArchiveError> {
        let file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
        let file = file.map_err(|error| io(path, error))?;
        file.try_lock().map_err(|error| match error {
            std::fs::TryLockError::WouldBlock => io(path, "another export is writing it"),
            std::fs::TryLockError::Error(error) => io(path, error),
        })?;
        let empty = file.metadata().map_err(|error| io(path, error))?.len() == 0;
        if empty {
            let replayer = Replayer::new(header.clone());
            let mut new = Self::at(path, file, (header, replayer));
            let first = text(&new.header)?;
            new.write(&first, 1)?;
            return Ok((new, None));
        }
        let found = Kept::read(&file)?;
        same_ledger(&found.header, (&header.chain_id, &header.ledger))?;
        let mut old = Self::at(path, file, (found.header, found.replayer));
        (old.hash, old.lines, old.kept) = (found.hash, found.lines, found.lines);
        (old.height, old.cut) = (found.height, Some(found.bytes));
        Ok((old, found.after))
    }

    fn at(path: &'a Path, file: File, (header, replayer): (Header, Replayer)) -> Self {
        let hash = Sha256::new();
        let (lines, kept, events, filled, height) = (0, 0, 0, 0, 0);
        Self { path, file, header, replayer, hash, lines, kept, events, filled, height, cut: None }
    }

    /// Writes the ledger's events of a transaction, after the records that are missing before them.
    fn transaction(
        &mut self,
        source: &impl EventSource,
        tx: &TxEvents,
        fill: bool,
    ) -> Result<(), ArchiveError> {
        let events = events(tx, &self.header.ledger);
        if fill && !events.is_empty() {
            match events.iter().find_map(Replayer::record_in) {
                Some(first) => self.fill(source, first)?,
                None => self.fill_older(source, tx.place.height)?,
            }
        }
        let mut block = String::new();
        let lines = events.len() as u64;
        for (n, event) in events.into_iter().enumerate() {
            let at = self.lines + 1 + n as u64;
            let line = Line::Event(event);
            apply(&mut self.replayer, &line, at)?;
            block.push_str(&text(&line)?);
        }
        self.events += lines;
        self.write(&block, lines)
    }

    /// Writes the records before `to` that the archive does not have.
    fn fill(&mut self, source: &impl EventSource, to: u64) -> Result<(), ArchiveError> {
        while self.replayer.records() < to {
            let from = self.replayer.records();
            let limit = u32::try_from((to - from).min(PAGE)).unwrap_or(u32::MAX);
            let msg = QueryMsg::Records { from: Some(from), limit: Some(limit) };
            let page: RecordsResponse = ask(source, &self.header.ledger, &msg)?;
            if page.records.is_empty() {
                return Err(ArchiveError::Incomplete { records: to, found: from });
            }
            self.records(page.records)?;
        }
        Ok(())
    }

    /// Writes the records of blocks before `height` that the archive does not have: an event without a record may speak
    /// of a job whose records are gone.
    fn fill_older(&mut self, source: &impl EventSource, height: u64) -> Result<(), ArchiveError> {
        loop {
            let msg = QueryMsg::Records { from: Some(self.replayer.records()), limit: None };
            let page: RecordsResponse = ask(source, &self.header.ledger, &msg)?;
            let rows = page.records.len();
            let older = page.records.into_iter().take_while(|row| row.record.height < height);
            let older: Vec<_> = older.collect();
            let all = older.len() == rows && page.next.is_some();
            self.records(older)?;
            if !all {
                return Ok(());
            }
        }
    }

    fn records(&mut self, rows: Vec<RecordResponse>) -> Result<(), ArchiveError> {
        let mut block = String::new();
        let lines = rows.len() as u64;
        for (n, row) in rows.into_iter().enumerate() {
            let line = Line::Record(RecordLine { seq: row.record.seq, bytes: row.bytes });
            apply(&mut self.replayer, &line, self.lines + 1 + n as u64)?;
            block.push_str(&text(&line)?);
        }
        if lines > 0 {
            self.filled += lines;
            self.write(&block, lines)?;
        }
        Ok(())
    }

    fn end(mut self, height: u64) -> Result<Exported, ArchiveError> {
        let height = height.max(self.height);
        let (lines, records) = (self.lines, self.replayer.records());
        let mut end = End { lines, records, height, sha256: HexBinary::default() };
        end.sha256 = end.checksum(self.hash.clone())?;
        self.write(&text(&Line::End(end))?, 1)?;
        self.file.sync_all().map_err(|error| io(self.path, error))?;
        let Self { replayer, kept, events, filled, .. } = self;
        let replay = replayer.finish().map_err(|why| ArchiveError::Replay { line: lines, why })?;
        Ok(Exported { replay, kept, events, filled, height })
    }

    fn write(&mut self, block: &str, lines: u64) -> Result<(), ArchiveError> {
        if let Some(bytes) = self.cut.take() {
            let cut =
                self.file.set_len(bytes).and_then(|()| self.file.seek(SeekFrom::Start(bytes)));
            cut.map_err(|error| io(self.path, error))?;
        }
        self.file.write_all(block.as_bytes()).map_err(|error| io(self.path, error))?;
        self.hash.update(block.as_bytes());
        self.lines += lines;
        Ok(())
    }
}

/// The ledger's own events of a transaction.
fn events(tx: &TxEvents, ledger: &str) -> Vec<EventLine> {
    let ours = tx.events.iter().filter(|event| is_of(event, ledger));
    let named = ours.filter_map(|event| {
        let kind = event.ty.strip_prefix(PREFIX).filter(|kind| kind.starts_with(OURS))?;
        Some((kind, &event.attributes))
    });
    let mut lines = Vec::new();
    for (n, (kind, attributes)) in named.enumerate() {
        let told = attributes.iter().filter(|pair| !EXTRA.contains(&pair.key.as_str()));
        lines.push(EventLine {
            height: tx.place.height,
            tx: tx.place.index,
            n: u32::try_from(n).unwrap_or(u32::MAX),
            hash: tx.hash.clone(),
            kind: kind.to_string(),
            attributes: told.map(|pair| (pair.key.clone(), pair.value.clone())).collect(),
        });
    }
    lines
}

/// Attributes that chains add to a contract's events.
const EXTRA: [&str; 2] = ["_contract_address", "msg_index"];

/// What can be kept of an archive that is there.
struct Kept {
    header: Header,
    replayer: Replayer,
    hash: Sha256,
    lines: u64,
    bytes: u64,
    after: Option<Place>,
    height: u64,
}

/// Lines that are certainly whole once another transaction follows them.
#[derive(Default)]
struct Pending {
    lines: Vec<Line>,
    tx: Option<Place>,
}

impl Kept {
    /// Reads a finished archive whole; of another, everything up to its last transaction, which may not be whole.
    fn read(file: &File) -> Result<Self, ArchiveError> {
        let mut lines = Lines::new(BufReader::new(file));
        let header = lines.header()?;
        let replayer = Replayer::new(header.clone());
        let (hash, at, bytes) = (lines.hash(), lines.line, lines.offset);
        let mut kept = Self { header, replayer, hash, lines: at, bytes, after: None, height: 0 };
        let mut pending = Pending::default();
        loop {
            let before = (lines.hash(), lines.line, lines.offset);
            match lines.next()? {
                None => return Ok(kept),
                Some(Line::End(end)) => {
                    kept.keep(&mut pending, before)?;
                    count(&kept.replayer, &end)?;
                    lines.nothing_more()?;
                    kept.height = end.height;
                    kept.after = Some(Place { height: end.height, index: u32::MAX });
                    return Ok(kept);
                }
                Some(Line::Record(record)) => {
                    if pending.tx.is_some() {
                        kept.keep(&mut pending, before)?;
                    }
                    pending.lines.push(Line::Record(record));
                }
                Some(Line::Event(event)) => {
                    let place = Place { height: event.height, index: event.tx };
                    if pending.tx.is_some_and(|tx| tx != place) {
                        kept.keep(&mut pending, before)?;
                    }
                    pending.tx = Some(place);
                    pending.lines.push(Line::Event(event));
                }
            }
        }
    }

    fn keep(
        &mut self,
        pending: &mut Pending,
        (hash, line, bytes): (Sha256, u64, u64),
    ) -> Result<(), ArchiveError> {
        let first = self.lines + 1;
        for (n, one) in pending.lines.drain(..).enumerate() {
            apply(&mut self.replayer, &one, first + n as u64)?;
        }
        self.after = pending.tx.take().or(self.after);
        (self.hash, self.lines, self.bytes) = (hash, line, bytes);
        Ok(())
    }
}
