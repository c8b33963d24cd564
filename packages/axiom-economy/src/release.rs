//! What a release consists of: the version of the contracts and the checksums of their Wasm.

use std::collections::BTreeMap;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::error::EconomyError;
use crate::role::Role;

const CHECKSUMS: &str = include_str!("../../../artifacts/checksums.txt");
const SIZES: &str = include_str!("../../../artifacts/sizes.txt");

/// Contracts of one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Version that the contracts say they have, `0.1.0`.
    pub version: String,
    /// SHA-256 of the Wasm of each, 32 bytes.
    pub checksums: BTreeMap<Role, Vec<u8>>,
}

impl Release {
    /// The release that this program was built with: the committed checksums.
    pub fn committed() -> Self {
        let row = |line: &str| {
            let mut words = line.split_whitespace();
            let checksum = hex::decode(words.next()?).ok()?;
            let role = Role::find(words.next()?.strip_suffix(".wasm")?)?;
            Some((role, checksum))
        };
        let version = env!("CARGO_PKG_VERSION").to_string();
        Self { version, checksums: CHECKSUMS.lines().filter_map(row).collect() }
    }

    /// The checksum of a contract.
    ///
    /// # Errors
    /// [`EconomyError::NoChecksum`] if the release has no such contract.
    pub fn checksum(&self, role: Role) -> Result<&[u8], EconomyError> {
        let found = self.checksums.get(&role);
        found.map(Vec::as_slice).ok_or(EconomyError::NoChecksum { contract: role })
    }

    /// The contract of a checksum, if it is one of this release.
    pub fn role_of(&self, checksum: &[u8]) -> Option<Role> {
        self.checksums.iter().find(|(_, own)| own.as_slice() == checksum).map(|(role, _)| *role)
    }
}

/// Bytes of the Wasm of a contract, as committed; for estimates.
pub(crate) fn size_of(role: Role) -> u64 {
    let row = |line: &str| {
        let mut words = line.split_whitespace();
        let size = words.next()?.parse().ok()?;
        (Role::find(words.next()?.strip_suffix(".wasm")?)? == role).then_some(size)
    };
    SIZES.lines().find_map(row).unwrap_or(500_000)
}

/// Where the Wasm of the contracts comes from.
pub trait WasmSource {
    /// The Wasm of a contract of the release.
    ///
    /// # Errors
    /// [`EconomyError::NoArtifact`] if it is not there, [`EconomyError::ChangedArtifact`] if it is another one.
    fn wasm(&self, role: Role, release: &Release) -> Result<Vec<u8>, EconomyError>;
}

/// A folder with a file for each contract, such as `artifacts`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder(pub PathBuf);

impl WasmSource for Folder {
    fn wasm(&self, role: Role, release: &Release) -> Result<Vec<u8>, EconomyError> {
        let path = self.0.join(format!("{role}.wasm"));
        let bytes = std::fs::read(&path).map_err(|error| EconomyError::NoArtifact {
            contract: role,
            path: path.display().to_string(),
            why: error.to_string(),
        })?;
        let (expected, found): (_, [u8; 32]) =
            (release.checksum(role)?, Sha256::digest(&bytes).into());
        if found == expected {
            return Ok(bytes);
        }
        Err(EconomyError::ChangedArtifact {
            path: path.display().to_string(),
            expected: hex::encode(expected),
            found: hex::encode(found),
        })
    }
}
