//! What a built node consists of, so that a half-written or damaged one is noticed.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::time::UNIX_EPOCH;

use anyhow::{bail, Context, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::home::{disk_error, write_atomic};
use crate::line::Line;

/// Name of the manifest in the folder of a node; it is written last.
const FILE: &str = "manifest.json";

/// What a built node consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Version of wasmd.
    version: String,
    /// Hash of the module that it was built from.
    module_sum: String,
    /// The Go that built it.
    go: String,
    files: Vec<Part>,
}

/// One file of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Part {
    path: String,
    bytes: u64,
    /// Nanoseconds since 1970 of its last change.
    changed: u64,
    sha256: String,
}

impl Manifest {
    /// Writes down what lies in a folder.
    pub fn write(folder: &Path, line: Line, go: &str, files: &[String]) -> Result<()> {
        let files = files.iter().map(|path| Part::of(folder, path)).collect::<Result<_>>()?;
        let pins = line.pins();
        let manifest = Self {
            version: pins.version.into(),
            module_sum: pins.sum.into(),
            go: go.into(),
            files,
        };
        write_atomic(&folder.join(FILE), &serde_json::to_vec_pretty(&manifest)?)
    }

    /// Whether a folder holds the whole node of a line. Files are hashed only if size or time have changed.
    pub fn check(folder: &Path, line: Line) -> Result<()> {
        let text = fs::read(folder.join(FILE)).context("its manifest is missing")?;
        let manifest: Self = serde_json::from_slice(&text).context("its manifest is damaged")?;
        let pins = line.pins();
        if manifest.version != pins.version || manifest.module_sum != pins.sum {
            bail!("it was built from {}", manifest.version);
        }
        if !manifest.files.iter().any(|part| part.path == super::PROGRAM) {
            bail!("its manifest names no program");
        }
        let library = format!("lib/{}", super::toolchain::library_here()?);
        if !manifest.files.iter().any(|part| part.path == library) {
            bail!("it was built for another kind of machine: {library} is not part of it");
        }
        for part in &manifest.files {
            let path = folder.join(&part.path);
            let (bytes, changed) =
                stamp(&path).with_context(|| format!("{} is missing", part.path))?;
            if (bytes, changed) != (part.bytes, part.changed) && hash(&path)? != part.sha256 {
                bail!("{} has changed", part.path);
            }
        }
        Ok(())
    }
}

impl Part {
    fn of(folder: &Path, path: &str) -> Result<Self> {
        let file = folder.join(path);
        let (bytes, changed) = stamp(&file)?;
        Ok(Self { path: path.into(), bytes, changed, sha256: hash(&file)? })
    }
}

fn stamp(file: &Path) -> Result<(u64, u64)> {
    let metadata = fs::metadata(file).map_err(|error| disk_error(error, file))?;
    let changed = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok((metadata.len(), u64::try_from(changed.as_nanos()).unwrap_or_default()))
}

fn hash(file: &Path) -> Result<String> {
    let mut input = File::open(file).map_err(|error| disk_error(error, file))?;
    let mut hasher = Sha256::new();
    let mut chunk = vec![0; 1 << 20];
    loop {
        let count = input.read(&mut chunk).map_err(|error| disk_error(error, file))?;
        if count == 0 {
            break;
        }
        hasher.update(&chunk[..count]);
    }
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    fn library() -> String {
        format!("lib/{}", super::super::toolchain::library_here().unwrap())
    }

    fn built(name: &str) -> Folder {
        let folder = Folder::new(name);
        for part in ["bin", "lib"] {
            fs::create_dir_all(folder.0.join(part)).unwrap();
        }
        fs::write(folder.0.join("bin/wasmd"), "program").unwrap();
        fs::write(folder.0.join(library()), "library").unwrap();
        let files = ["bin/wasmd".to_string(), library()];
        Manifest::write(&folder.0, Line::V070, "go1.26.8", &files).unwrap();
        folder
    }

    fn fault(folder: &Folder) -> String {
        format!("{:#}", Manifest::check(&folder.0, Line::V070).unwrap_err())
    }

    #[test]
    fn a_whole_node_is_known_again() {
        let folder = built("manifest-whole");
        Manifest::check(&folder.0, Line::V070).unwrap();
        // The same content with another time: hashed, and found the same.
        fs::write(folder.0.join(library()), "library").unwrap();
        Manifest::check(&folder.0, Line::V070).unwrap();
        let of_another_line = Manifest::check(&folder.0, Line::V060).unwrap_err();
        assert!(of_another_line.to_string().contains("it was built from 0.70.3"));
    }

    #[test]
    fn every_damage_is_noticed() {
        let folder = built("manifest-damage");
        fs::write(folder.0.join(library()), "Library").unwrap();
        assert_eq!(fault(&folder), format!("{} has changed", library()));
        fs::remove_file(folder.0.join(library())).unwrap();
        assert!(fault(&folder).starts_with(&format!("{} is missing", library())));
        fs::write(folder.0.join(FILE), "{\"version\"").unwrap();
        assert!(fault(&folder).starts_with("its manifest is damaged"));
        fs::remove_file(folder.0.join(FILE)).unwrap();
        assert!(fault(&folder).starts_with("its manifest is missing"));
        Manifest::write(&folder.0, Line::V070, "go1.26.8", &[]).unwrap();
        assert_eq!(fault(&folder), "its manifest names no program");
    }

    #[test]
    fn a_node_of_another_architecture_is_noticed() {
        let folder = built("manifest-machine");
        fs::write(folder.0.join("lib/libwasmvm.other.so"), "library").unwrap();
        let files = ["bin/wasmd".to_string(), "lib/libwasmvm.other.so".to_string()];
        Manifest::write(&folder.0, Line::V070, "go1.26.8", &files).unwrap();
        let text = fault(&folder);
        assert!(text.starts_with("it was built for another kind of machine"), "{text}");
    }
}
