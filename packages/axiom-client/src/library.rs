//! Wasm files by the names that stories use.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::ClientError;

/// Names of the contracts whose Wasm is in `artifacts`.
pub const CONTRACTS: [&str; 5] = [
    "state-registry",
    "execution-ledger",
    "contribution-tracker",
    "value-distributor",
    "governance-dao",
];

/// Where Wasm files are.
#[derive(Clone, Debug)]
pub struct Library {
    artifacts: PathBuf,
    tests: PathBuf,
}

/// A Wasm file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WasmFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// SHA-256 of its bytes.
    pub checksum: [u8; 32],
    /// Where it was.
    pub path: PathBuf,
}

impl Library {
    /// Of a checkout: `artifacts` and `target/e2e-wasm` under its root.
    pub fn of_project(root: impl AsRef<Path>) -> Self {
        let root = root.as_ref();
        Self { artifacts: root.join("artifacts"), tests: root.join("target").join("e2e-wasm") }
    }

    /// Of two folders: one with the five contracts, one with all else.
    pub fn new(artifacts: impl Into<PathBuf>, tests: impl Into<PathBuf>) -> Self {
        Self { artifacts: artifacts.into(), tests: tests.into() }
    }

    /// Where a name is looked for: the five contracts in `artifacts`, `<name>@next` as
    /// `<name>-next.wasm` and all others as `<name>.wasm` among the tests' files.
    pub fn path(&self, name: &str) -> PathBuf {
        if CONTRACTS.contains(&name) {
            return self.artifacts.join(format!("{name}.wasm"));
        }
        if let Some(contract) = name.strip_suffix("@next") {
            return self.tests.join(format!("{contract}-next.wasm"));
        }
        let plain = self.tests.join(format!("{name}.wasm"));
        let crate_like = self.tests.join(format!("{}.wasm", name.replace('-', "_")));
        if !plain.is_file() && crate_like.is_file() {
            return crate_like;
        }
        plain
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If it is not there: with the command that makes it.
    pub fn read(&self, name: &str) -> Result<WasmFile, ClientError> {
        let path = self.path(name);
        let bytes = std::fs::read(&path).map_err(|error| ClientError::File {
            path: path.display().to_string(),
            why: error.to_string(),
            next: if CONTRACTS.contains(&name) {
                "Build the contracts: `make dist`".to_string()
            } else {
                "Build the Wasm of the tests: `make e2e` does it first".to_string()
            },
        })?;
        let checksum = Sha256::digest(&bytes).into();
        Ok(WasmFile { bytes, checksum, path })
    }
}
