//! The state of a chain kept aside, and put back.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::disk::{self, Lock};
use crate::error::NodeError;
use crate::node::{Node, CHAIN_FILE};

/// Where snapshots are, below the chain's folder.
const FOLDER: &str = "snapshots";
/// Longest name.
const LONGEST: usize = 40;

/// A snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was made.
    pub made: SystemTime,
}

impl Node {
    /// Keeps the state aside under a name, in the place of an older one of that name.
    ///
    /// # Errors
    /// If the name is none, or the folder cannot be written.
    pub fn save(&self, name: &str) -> Result<(), NodeError> {
        let place = place(self.folder(), name)?;
        let folder = self.folder().join(FOLDER);
        std::fs::create_dir_all(&folder)
            .map_err(|error| NodeError::file("make the folder", &folder, &error))?;
        // Between two calls nothing is written, so a copy is what a power cut would leave: whole.
        copy(self.file.path(), &place)
    }
}

/// Puts a snapshot in the place of the chain, whatever is there: also a damaged file.
///
/// # Errors
/// If there is no snapshot of that name, another process has the chain, or the folder cannot be
/// written. Then nothing was changed.
pub fn restore(folder: impl AsRef<Path>, name: &str) -> Result<(), NodeError> {
    let folder = folder.as_ref();
    let place = place(folder, name)?;
    if !place.is_file() {
        let names: Vec<String> = snapshots(folder)?.into_iter().map(|saved| saved.name).collect();
        let there = if names.is_empty() { "none".to_string() } else { names.join(", ") };
        return Err(NodeError::Invalid(format!(
            "there is no snapshot {name:?}; there is: {there}"
        )));
    }
    let chain = folder.join(CHAIN_FILE);
    let lock = Lock::take(&chain)?;
    let done = copy(&place, &chain);
    drop(lock);
    done
}

/// Removes the chain; the next opening begins a new one. Snapshots stay.
///
/// # Errors
/// If another process has the chain, or the folder cannot be written.
pub fn reset(folder: impl AsRef<Path>) -> Result<(), NodeError> {
    let chain = folder.as_ref().join(CHAIN_FILE);
    let lock = Lock::take(&chain)?;
    let done = match std::fs::remove_file(&chain) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(NodeError::file("remove", &chain, &error))
        }
        _ => Ok(()),
    };
    drop(lock);
    done
}

/// The snapshots of a chain, by name.
///
/// # Errors
/// If the folder cannot be read.
pub fn snapshots(folder: impl AsRef<Path>) -> Result<Vec<Saved>, NodeError> {
    let folder = folder.as_ref().join(FOLDER);
    let failed = |error: std::io::Error| NodeError::file("read", &folder, &error);
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut all = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let file = entry.file_name().to_string_lossy().into_owned();
        let Some(name) = file.strip_suffix(".redb").filter(|name| check(name).is_ok()) else {
            continue;
        };
        let data = entry.metadata().map_err(failed)?;
        let made = data.modified().map_err(failed)?;
        all.push(Saved { name: name.to_string(), bytes: data.len(), made });
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

fn place(folder: &Path, name: &str) -> Result<PathBuf, NodeError> {
    check(name)?;
    Ok(folder.join(FOLDER).join(format!("{name}.redb")))
}

fn check(name: &str) -> Result<(), NodeError> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || name.len() > LONGEST || !name.chars().all(fits) || name.starts_with('-') {
        return Err(NodeError::Invalid(format!(
            "{name:?} is no name of a snapshot: use up to {LONGEST} small letters, digits and '-'"
        )));
    }
    Ok(())
}

/// Copies a database beside its place, sees to it that it opens, and puts it there.
fn copy(from: &Path, to: &Path) -> Result<(), NodeError> {
    let beside = to.with_extension(format!("copy-{}", std::process::id()));
    let result = std::fs::copy(from, &beside)
        .map_err(|error| NodeError::file("copy to", &beside, &error))
        .and_then(|_| disk::check(&beside, from))
        .and_then(|()| {
            std::fs::rename(&beside, to).map_err(|error| NodeError::file("write", to, &error))
        });
    if result.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    result
}
