//! Devnets of tests lie in memory: a node waits for its disk several times in each block.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use sha2::{Digest, Sha256};

use crate::home::{disk_error, make_folder};

/// Where Linux keeps files in memory.
const MEMORY: &str = "/dev/shm";
/// Beginning of the names of folders there.
const PREFIX: &str = "axiom-devnet-";
/// Room that has to be left, in bytes: otherwise a devnet lies on disk.
const ROOM: u64 = 2 << 30;

/// Makes the folder of a devnet, in memory if that is wanted and there is room: the folder is a link then.
pub(crate) fn make(folder: &Path, in_memory: bool) -> Result<()> {
    if !in_memory || !has_room(Path::new(MEMORY)) {
        return make_folder(folder);
    }
    let target = place(folder);
    let _ = fs::remove_dir_all(&target);
    make_folder(&target)?;
    if let Some(above) = folder.parent() {
        make_folder(above)?;
    }
    std::os::unix::fs::symlink(&target, folder).map_err(|error| disk_error(error, folder))
}

/// Deletes the folder of a devnet wherever it lies; whether there was one.
pub(crate) fn delete(folder: &Path) -> Result<bool> {
    let removed = match fs::read_link(folder) {
        Ok(target) => {
            if is_ours(&target) {
                remove(fs::remove_dir_all(&target), &target)?;
            }
            fs::remove_file(folder)
        }
        Err(_) => fs::remove_dir_all(folder),
    };
    remove(removed, folder)
}

fn remove(result: std::io::Result<()>, path: &Path) -> Result<bool> {
    match result {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(disk_error(error, path)),
    }
}

/// The folder in memory for a folder on disk, always the same.
fn place(folder: &Path) -> PathBuf {
    let digest = Sha256::digest(folder.as_os_str().as_encoded_bytes());
    let short: String = digest[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    Path::new(MEMORY).join(format!("{PREFIX}{short}"))
}

fn is_ours(target: &Path) -> bool {
    let name = target.file_name().and_then(OsStr::to_str).unwrap_or_default();
    target.parent() == Some(Path::new(MEMORY)) && name.starts_with(PREFIX)
}

fn has_room(disk: &Path) -> bool {
    rustix::fs::statvfs(disk).is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) > ROOM)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    #[test]
    fn a_folder_in_memory_goes_with_its_link() {
        let folder = Folder::new("memory");
        let devnet = folder.0.join("devnet/x");
        assert!(!delete(&devnet).unwrap());
        make(&devnet, true).unwrap();
        fs::write(devnet.join("a"), "a").unwrap();
        let target = fs::read_link(&devnet).ok();
        assert_eq!(target.is_some(), has_room(Path::new(MEMORY)));
        assert!(delete(&devnet).unwrap());
        assert!(!devnet.exists() && target.is_none_or(|target| !target.exists()));
        make(&devnet, false).unwrap();
        assert!(fs::read_link(&devnet).is_err());
        assert!(delete(&devnet).unwrap());
    }

    #[test]
    fn only_what_was_made_here_is_deleted_behind_a_link() {
        let folder = Folder::new("memory-other");
        let (other, link) = (folder.0.join("other"), folder.0.join("link"));
        fs::create_dir(&other).unwrap();
        std::os::unix::fs::symlink(&other, &link).unwrap();
        assert!(delete(&link).unwrap());
        assert!(other.exists() && !link.exists());
    }
}
