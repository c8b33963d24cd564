//! The file: one redb database, one commit for each transaction.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use axiom_local::Backing;
use cosmwasm_std::{Order as Direction, Record};
use redb::{Builder, Database, DatabaseError, ReadableTable, StorageError};

use crate::disk::{
    cannot_open, fill, is_missing, open_database, read_tables, Beside, Changes, Tables, CACHE,
};
use crate::error::NodeError;

/// Pause between two looks at a locked file.
const LOOK: Duration = Duration::from_millis(20);

/// How long a locked file is waited for, and who is told.
pub struct Patience<'a> {
    /// Longest wait.
    pub longest: Duration,
    /// Called once when the wait begins.
    pub waits: &'a mut dyn FnMut(),
}

/// The open file.
pub(crate) struct ChainFile {
    path: PathBuf,
    tables: RefCell<Option<Tables>>,
    database: RefCell<Option<Database>>,
    trouble: RefCell<Option<NodeError>>,
}

impl ChainFile {
    /// Opens a file. If there is none, one is made beside its place, `begin` fills it, and then it is
    /// put there whole: whoever comes first does it.
    pub fn open(
        path: &Path,
        patience: &mut Patience<'_>,
        begin: &dyn Fn(&Rc<Self>) -> Result<(), NodeError>,
    ) -> Result<Rc<Self>, NodeError> {
        let begun = Instant::now();
        let mut told = false;
        loop {
            if is_missing(path)? {
                if let Some(file) = Self::make(path, begin)? {
                    return Ok(file);
                }
            }
            match open_database(path) {
                Ok(database) => {
                    let file = Self::over(path, database);
                    file.refresh()?;
                    return Ok(Rc::new(file));
                }
                Err(DatabaseError::DatabaseAlreadyOpen) => {
                    if !std::mem::replace(&mut told, true) && !patience.longest.is_zero() {
                        (patience.waits)();
                    }
                    let waited = begun.elapsed();
                    if waited >= patience.longest {
                        let (file, waited) = (path.to_path_buf(), waited.as_secs());
                        return Err(NodeError::Locked { file, waited });
                    }
                    std::thread::sleep(LOOK.min(patience.longest - waited));
                }
                Err(error) => return Err(cannot_open(path, error)),
            }
        }
    }

    fn over(path: &Path, database: Database) -> Self {
        Self {
            path: path.to_path_buf(),
            tables: RefCell::new(None),
            database: RefCell::new(Some(database)),
            trouble: RefCell::new(None),
        }
    }

    /// None if another process has put one there meanwhile.
    fn make(
        path: &Path,
        begin: &dyn Fn(&Rc<Self>) -> Result<(), NodeError>,
    ) -> Result<Option<Rc<Self>>, NodeError> {
        let beside = Beside::of(path);
        let made = Builder::new().set_cache_size(CACHE).create(&beside.0);
        let file = Rc::new(Self::over(path, made.map_err(|error| cannot_open(path, error))?));
        file.commit(Changes::default())?;
        begin(&file)?;
        match std::fs::hard_link(&beside.0, path) {
            Ok(()) => Ok(Some(file)),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(None),
            // A disk without hard links.
            Err(_) => match std::fs::rename(&beside.0, path) {
                Ok(()) => Ok(Some(file)),
                Err(error) => Err(NodeError::file("make", path, &error)),
            },
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps everything that a block changed, or nothing of it.
    pub fn commit(&self, changes: Changes) -> Result<(), NodeError> {
        let result = self.try_commit(changes);
        if result.is_err() {
            // After an error the database refuses everything: it has to be opened again.
            self.tables.replace(None);
            self.database.replace(None);
        }
        result?;
        self.refresh()
    }

    fn try_commit(&self, changes: Changes) -> Result<(), NodeError> {
        let failed = |error: redb::Error| self.failed("write to", error);
        let database = self.database.borrow();
        let database = database.as_ref().ok_or_else(|| self.closed())?;
        let write = database.begin_write().map_err(|error| failed(error.into()))?;
        fill(&write, &changes).map_err(failed)?;
        write.commit().map_err(|error| failed(error.into()))
    }

    /// Opens the file again after an error closed it.
    pub fn heal(&self) -> Result<(), NodeError> {
        if self.database.borrow().is_some() {
            return Ok(());
        }
        let database = open_database(&self.path).map_err(|error| cannot_open(&self.path, error))?;
        self.database.replace(Some(database));
        self.refresh()
    }

    /// Reads from now on what was committed last.
    fn refresh(&self) -> Result<(), NodeError> {
        let database = self.database.borrow();
        let database = database.as_ref().ok_or_else(|| self.closed())?;
        let tables = read_tables(database).map_err(|error| self.unreadable(error))?;
        self.tables.replace(Some(tables));
        Ok(())
    }

    fn closed(&self) -> NodeError {
        let error = std::io::Error::other("it was closed after an error");
        NodeError::file("use", &self.path, &error)
    }

    fn failed(&self, what: &'static str, error: redb::Error) -> NodeError {
        match error {
            redb::Error::Io(error) => NodeError::file(what, &self.path, &error),
            redb::Error::Corrupted(why) => NodeError::damaged(&self.path, why),
            other => NodeError::file(what, &self.path, &std::io::Error::other(other.to_string())),
        }
    }

    fn unreadable(&self, error: redb::Error) -> NodeError {
        match error {
            redb::Error::Io(_) => self.failed("read", error),
            other => NodeError::damaged(&self.path, other),
        }
    }

    /// The error of a read that could not answer it, if there was one.
    pub fn take_trouble(&self) -> Option<NodeError> {
        self.trouble.take()
    }

    fn note(&self, error: StorageError) {
        self.trouble.replace(Some(self.unreadable(error.into())));
    }

    /// Reads, and notes what goes wrong.
    fn read<T>(&self, read: impl FnOnce(&Tables) -> Result<Option<T>, StorageError>) -> Option<T> {
        let tables = self.tables.borrow();
        let Some(tables) = tables.as_ref() else {
            self.trouble.replace(Some(self.closed()));
            return None;
        };
        read(tables).unwrap_or_else(|error| {
            self.note(error);
            None
        })
    }

    /// What the chain is, by name.
    pub fn meta(&self, name: &str) -> Option<Vec<u8>> {
        self.read(|tables| Ok(tables.meta.get(name)?.map(|value| value.value().to_vec())))
    }

    /// The transaction of a block.
    pub fn tx(&self, height: u64) -> Option<Vec<u8>> {
        self.read(|tables| Ok(tables.txs.get(height)?.map(|value| value.value().to_vec())))
    }

    /// The height of the transaction of a hash.
    pub fn height_of(&self, hash: &[u8]) -> Option<u64> {
        self.read(|tables| Ok(tables.hashes.get(hash)?.map(|value| value.value())))
    }

    /// The known blocks around a height: the last at or before it, and the first at or after it.
    pub fn blocks_around(&self, height: u64) -> Option<(Known, Known)> {
        let known = |found: redb::Range<'_, u64, (u64, u32)>, last: bool| {
            let mut found = found;
            let entry = if last { found.next_back() } else { found.next() };
            let entry = entry.transpose()?;
            Ok(entry.map(|(height, time)| (height.value(), time.value())))
        };
        let before = self.read(|tables| known(tables.blocks.range(..=height)?, true))?;
        let after = self.read(|tables| known(tables.blocks.range(height..)?, false))?;
        Some((before, after))
    }

    /// The newest block.
    pub fn last_block(&self) -> Option<Known> {
        self.read(|tables| {
            let last = tables.blocks.last()?;
            Ok(last.map(|(height, time)| (height.value(), time.value())))
        })
    }

    /// Heights of transactions between two, both included.
    pub fn tx_heights(&self, from: u64, to: u64) -> Vec<u64> {
        let all = self.read(|tables| {
            let found = tables.txs.range(from..=to)?;
            let heights: Result<Vec<u64>, StorageError> =
                found.map(|entry| Ok(entry?.0.value())).collect();
            heights.map(Some)
        });
        all.unwrap_or_default()
    }

    /// Whether there is a transaction between two heights, both included.
    pub fn has_tx(&self, from: u64, to: u64) -> bool {
        let first = self.read(|tables| tables.txs.range(from..=to)?.next().transpose());
        first.is_some()
    }

    /// Keys of the index from `start` (included) to `end` (excluded).
    pub fn index(&self, start: &[u8], end: &[u8]) -> Vec<Vec<u8>> {
        let all = self.read(|tables| {
            let found = tables.index.range(start..end)?;
            let keys: Result<Vec<Vec<u8>>, StorageError> =
                found.map(|entry| Ok(entry?.0.value().to_vec())).collect();
            keys.map(Some)
        });
        all.unwrap_or_default()
    }
}

/// A height whose time is known: seconds and nanoseconds.
pub(crate) type Known = (u64, (u64, u32));

impl Backing for ChainFile {
    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.read(|tables| Ok(tables.state.get(key)?.map(|value| value.value().to_vec())))
    }

    fn range<'a>(
        &'a self,
        start: Option<&[u8]>,
        end: Option<&[u8]>,
        order: Direction,
    ) -> Box<dyn Iterator<Item = Record> + 'a> {
        use std::ops::Bound;
        let bounds = (
            start.map_or(Bound::Unbounded, Bound::Included),
            end.map_or(Bound::Unbounded, Bound::Excluded),
        );
        let found = self.read(|tables| tables.state.range::<&[u8]>(bounds).map(Some));
        let Some(mut found) = found else {
            return Box::new(std::iter::empty());
        };
        Box::new(std::iter::from_fn(move || {
            let entry = match order {
                Direction::Ascending => found.next()?,
                Direction::Descending => found.next_back()?,
            };
            match entry {
                Ok((key, value)) => Some((key.value().to_vec(), value.value().to_vec())),
                Err(error) => {
                    self.note(error);
                    None
                }
            }
        }))
    }
}
