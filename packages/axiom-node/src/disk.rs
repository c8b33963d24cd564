//! The tables of the file, and what may stand in its place.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use axiom_local::Writes;
use redb::{
    Builder, Database, DatabaseError, ReadOnlyTable, ReadableDatabase, StorageError,
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
pub(crate) const CACHE: usize = 64 << 20;
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

/// What is read from the file, as it was committed last.
pub(crate) struct Tables {
    pub state: ReadOnlyTable<&'static [u8], &'static [u8]>,
    pub txs: ReadOnlyTable<u64, &'static [u8]>,
    pub hashes: ReadOnlyTable<&'static [u8], u64>,
    pub index: ReadOnlyTable<&'static [u8], ()>,
    pub blocks: ReadOnlyTable<u64, (u64, u32)>,
    pub meta: ReadOnlyTable<&'static str, &'static [u8]>,
}

/// A file that is not in its place yet; removed with this value.
pub(crate) struct Beside(pub PathBuf);

impl Beside {
    pub fn of(path: &Path) -> Self {
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

/// Whether nothing is there.
pub(crate) fn is_missing(path: &Path) -> Result<bool, NodeError> {
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

/// Opens a database that is there.
pub(crate) fn open_database(path: &Path) -> Result<Database, DatabaseError> {
    Builder::new().set_cache_size(CACHE).open(path)
}

/// Why a database cannot be opened.
pub(crate) fn cannot_open(path: &Path, error: DatabaseError) -> NodeError {
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

/// Everything as it was committed last.
pub(crate) fn read_tables(database: &Database) -> Result<Tables, redb::Error> {
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

/// Writes what a block changed.
pub(crate) fn fill(write: &redb::WriteTransaction, changes: &Changes) -> Result<(), redb::Error> {
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
