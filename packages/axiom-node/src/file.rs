//! The file: one redb database, one commit for each transaction.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axiom_local::{Backing, Writes};
use cosmwasm_std::{Order as Direction, Record};
use redb::{
    Builder, Database, DatabaseError, ReadOnlyTable, ReadableDatabase, ReadableTable, StorageError,
    TableDefinition,
};

use crate::error::NodeError;

/// Everything that the chain stores.
const STATE: TableDefinition<&[u8], &[u8]> = TableDefinition::new("state");
/// What became of a transaction, by its height.
const TXS: TableDefinition<u64, &[u8]> = TableDefinition::new("txs");
/// Heights of transactions by their hash.
const HASHES: TableDefinition<&[u8], u64> = TableDefinition::new("hashes");
/// Heights of transactions by the attributes of their events.
const INDEX: TableDefinition<&[u8], ()> = TableDefinition::new("index");
/// Blocks whose time does not follow from those around them: seconds and nanoseconds.
const BLOCKS: TableDefinition<u64, (u64, u32)> = TableDefinition::new("blocks");
/// What the chain is: JSON by name.
const META: TableDefinition<&str, &[u8]> = TableDefinition::new("meta");

/// Memory for pages of the file.
const CACHE: usize = 64 << 20;
/// Pause between two looks at a locked file.
const LOOK: Duration = Duration::from_millis(20);

/// Everything that one block changes.
#[derive(Default)]
pub(crate) struct Changes {
    /// The state.
    pub state: Writes,
    /// Heights with time: seconds and nanoseconds.
    pub blocks: Vec<(u64, (u64, u32))>,
    /// The transaction.
    pub tx: Option<StoredTx>,
    /// What the chain is.
    pub meta: Vec<(&'static str, Vec<u8>)>,
}

/// A transaction to be stored.
pub(crate) struct StoredTx {
    pub height: u64,
    pub hash: [u8; 32],
    /// Its result in protobuf.
    pub bytes: Vec<u8>,
    /// Keys of the index.
    pub index: Vec<Vec<u8>>,
}

/// How long a locked file is waited for, and who is told.
pub struct Patience<'a> {
    /// Longest wait.
    pub longest: Duration,
    /// Called once when the wait begins.
    pub waits: &'a mut dyn FnMut(),
}

struct Tables {
    state: ReadOnlyTable<&'static [u8], &'static [u8]>,
    txs: ReadOnlyTable<u64, &'static [u8]>,
    hashes: ReadOnlyTable<&'static [u8], u64>,
    index: ReadOnlyTable<&'static [u8], ()>,
    blocks: ReadOnlyTable<u64, (u64, u32)>,
    meta: ReadOnlyTable<&'static str, &'static [u8]>,
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

/// A file that is not in its place yet; removed with this value.
struct Beside(PathBuf);

impl Beside {
    fn of(path: &Path) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        Self(path.with_extension(format!("new-{}-{count}", std::process::id())))
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn is_missing(path: &Path) -> Result<bool, NodeError> {
    match std::fs::metadata(path) {
        Ok(data) if data.is_file() => Ok(false),
        Ok(_) => Err(NodeError::damaged(path, "it is no file")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(NodeError::file("read", path, &error)),
    }
}

/// Sees to it that a copy of a database opens; a copy of a damaged one is told of as `original`.
pub(crate) fn check(copy: &Path, original: &Path) -> Result<(), NodeError> {
    let database = open_database(copy).map_err(|error| cannot_open(original, error))?;
    read_tables(&database).map_err(|error| NodeError::damaged(original, error))?;
    Ok(())
}

/// The right to put something else in a chain's place: nobody has it open.
pub(crate) struct Lock {
    _database: Option<Database>,
}

impl Lock {
    /// A damaged file cannot be in use.
    pub fn take(path: &Path) -> Result<Self, NodeError> {
        if is_missing(path)? {
            return Ok(Self { _database: None });
        }
        match open_database(path) {
            Ok(database) => Ok(Self { _database: Some(database) }),
            Err(DatabaseError::DatabaseAlreadyOpen) => {
                Err(NodeError::Locked { file: path.to_path_buf(), waited: 0 })
            }
            Err(error) => match cannot_open(path, error) {
                NodeError::Damaged { .. } | NodeError::Other { .. } => Ok(Self { _database: None }),
                error => Err(error),
            },
        }
    }
}

fn open_database(path: &Path) -> Result<Database, DatabaseError> {
    Builder::new().set_cache_size(CACHE).open(path)
}

fn cannot_open(path: &Path, error: DatabaseError) -> NodeError {
    use std::io::ErrorKind;
    match error {
        DatabaseError::Storage(StorageError::Io(error))
            if !matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::UnexpectedEof) =>
        {
            NodeError::file("open", path, &error)
        }
        DatabaseError::UpgradeRequired(version) => NodeError::Other {
            file: path.to_path_buf(),
            found: format!("a database of the old format {version}"),
            expected: "one that this version reads".to_string(),
        },
        other => NodeError::damaged(path, other),
    }
}

fn read_tables(database: &Database) -> Result<Tables, redb::Error> {
    let read = database.begin_read()?;
    Ok(Tables {
        state: read.open_table(STATE)?,
        txs: read.open_table(TXS)?,
        hashes: read.open_table(HASHES)?,
        index: read.open_table(INDEX)?,
        blocks: read.open_table(BLOCKS)?,
        meta: read.open_table(META)?,
    })
}

fn fill(write: &redb::WriteTransaction, changes: &Changes) -> Result<(), redb::Error> {
    let mut state = write.open_table(STATE)?;
    for (key, value) in &changes.state {
        match value {
            Some(value) => state.insert(key.as_slice(), value.as_slice())?,
            None => state.remove(key.as_slice())?,
        };
    }
    let mut blocks = write.open_table(BLOCKS)?;
    for (height, time) in &changes.blocks {
        blocks.insert(height, time)?;
    }
    let mut meta = write.open_table(META)?;
    for (name, value) in &changes.meta {
        meta.insert(name, value.as_slice())?;
    }
    let mut txs = write.open_table(TXS)?;
    let mut hashes = write.open_table(HASHES)?;
    let mut index = write.open_table(INDEX)?;
    if let Some(tx) = &changes.tx {
        txs.insert(tx.height, tx.bytes.as_slice())?;
        hashes.insert(tx.hash.as_slice(), tx.height)?;
        for key in &tx.index {
            index.insert(key.as_slice(), ())?;
        }
    }
    Ok(())
}
