//! Where nodes and devnets live on disk, and how files there are written.

use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{bail, Context, Result};

/// The environment variable that names the folder for nodes and devnets.
pub const HOME_VARIABLE: &str = "AXIOM_DEVNET_HOME";

/// The folder that holds built nodes (`node/<version>`) and devnets (`devnet/<name>`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    root: PathBuf,
}

impl Home {
    /// That of `AXIOM_DEVNET_HOME`; without it the `.axiom` of the project that the current folder is in, or of the current
    /// folder itself.
    ///
    /// # Errors
    /// If the current folder cannot be read.
    pub fn find() -> Result<Self> {
        if let Some(root) = std::env::var_os(HOME_VARIABLE).filter(|root| !root.is_empty()) {
            return Ok(Self::at(std::path::absolute(PathBuf::from(root))?));
        }
        let current = std::env::current_dir().context("the current folder cannot be read")?;
        let project = current
            .ancestors()
            .find(|folder| folder.join(".axiom").is_dir() || folder.join(".git").exists());
        Ok(Self::at(project.unwrap_or(&current).join(".axiom")))
    }

    /// In a folder of choice, by its absolute path.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of all built nodes.
    pub fn nodes(&self) -> PathBuf {
        self.root.join("node")
    }

    /// The folder of all devnets.
    pub fn devnets(&self) -> PathBuf {
        self.root.join("devnet")
    }

    /// The folder of one devnet.
    ///
    /// # Errors
    /// If the name is not made of letters, digits, `-` and `_`, at most 32 of them.
    pub fn devnet(&self, name: &str) -> Result<PathBuf> {
        let fine = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if name.is_empty() || name.len() > 32 || !name.chars().all(fine) {
            bail!("'{name}' cannot name a devnet: take 1 to 32 letters, digits, '-' or '_'");
        }
        Ok(self.devnets().join(name))
    }

    /// Deletes the files of a devnet that does not run; whether there were any.
    ///
    /// # Errors
    /// If the name cannot be one, or a file cannot be deleted.
    pub fn delete_devnet(&self, name: &str) -> Result<bool> {
        crate::memory::delete(&self.devnet(name)?)
    }

    /// Names of the devnets that exist, sorted.
    pub fn devnet_names(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.devnets()) else { return Vec::new() };
        let mut names: Vec<String> = entries
            .flatten()
            .filter(|entry| entry.path().join(crate::record::RECORD_FILE).is_file())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort();
        names
    }
}

/// Writes a file so that readers see the old or the new content, never half of it.
pub(crate) fn write_atomic(path: &Path, content: &[u8]) -> Result<()> {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let turn = COUNTER.fetch_add(1, Ordering::Relaxed);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let temporary = path.with_file_name(format!(".{name}.{}.{turn}", std::process::id()));
    let write = || -> std::io::Result<()> {
        File::create(&temporary)?.write_all(content)?;
        fs::rename(&temporary, path)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&temporary);
        disk_error(error, path)
    })
}

/// An input or output error with the file it concerns and, if the disk is full, what to do.
pub(crate) fn disk_error(error: std::io::Error, path: &Path) -> anyhow::Error {
    let hint = match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            "; the disk is full: free some space and run the command again"
        }
        std::io::ErrorKind::PermissionDenied => {
            "; make it writable, or name another folder in AXIOM_DEVNET_HOME"
        }
        _ => "",
    };
    anyhow::anyhow!("{}: {error}{hint}", path.display())
}

/// Makes a folder and those above it.
pub(crate) fn make_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).map_err(|error| disk_error(error, path))
}

/// Takes the lock of a file, which others wait for; dropped with the answer. `waiting` is called once if it has to
/// wait.
pub(crate) fn lock(path: &Path, limit: Duration, waiting: impl FnOnce()) -> Result<File> {
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(|error| disk_error(error, path))?;
    let start = Instant::now();
    let mut waiting = Some(waiting);
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(disk_error(error, path)),
            Err(TryLockError::WouldBlock) if start.elapsed() >= limit => bail!(
                "{} has been held by another process for {} s; wait until that one is done, or stop it",
                path.display(),
                limit.as_secs()
            ),
            Err(TryLockError::WouldBlock) => {
                if let Some(tell) = waiting.take() {
                    tell();
                }
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    /// `/dev/full` refuses every write as a full disk does.
    #[test]
    fn a_full_disk_is_told_with_the_next_step() {
        let full = Path::new("/dev/full");
        let Ok(mut file) = File::options().write(true).open(full) else { return };
        let error = disk_error(file.write_all(b"x").unwrap_err(), full).to_string();
        assert!(error.contains("the disk is full: free some space"), "{error}");
    }

    #[test]
    fn a_file_in_place_of_a_folder_is_named() {
        let folder = Folder::new("home-file");
        fs::write(folder.0.join("node"), "no folder").unwrap();
        let error = make_folder(&Home::at(&folder.0).nodes().join("1")).unwrap_err().to_string();
        assert!(error.contains(&folder.0.join("node/1").display().to_string()), "{error}");
    }

    #[test]
    fn names_of_devnets_are_plain_words() {
        let home = Home::at("/somewhere");
        assert_eq!(home.devnet("a-1_B").unwrap(), Path::new("/somewhere/devnet/a-1_B"));
        for name in ["", "..", "a/b", "a b", &"x".repeat(33)] {
            let error = home.devnet(name).unwrap_err().to_string();
            assert!(error.contains("cannot name a devnet"), "{error}");
        }
    }

    #[test]
    fn the_second_waits_and_says_so() {
        let folder = Folder::new("home-lock");
        let file = folder.0.join("deep/.lock");
        let first = lock(&file, Duration::ZERO, || panic!("nobody holds it")).unwrap();
        let mut waited = false;
        let error = lock(&file, Duration::from_millis(60), || waited = true).unwrap_err();
        assert!(waited && error.to_string().contains("stop it"), "{error}");
        drop(first);
        // A process that another test starts just now holds the open file too, until it runs its own program.
        lock(&file, Duration::from_secs(30), || {}).unwrap();
    }

    #[test]
    fn readers_see_whole_files_only() {
        let folder = Folder::new("home-atomic");
        let file = folder.0.join("a.json");
        for content in ["one", "two"] {
            write_atomic(&file, content.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), content);
        }
        assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1, "nothing else is left");
        let error = write_atomic(&folder.0.join("no/a.json"), b"x").unwrap_err().to_string();
        assert!(error.contains("no/a.json"), "{error}");
    }
}
