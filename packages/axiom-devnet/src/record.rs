//! What is written down about a devnet: where it listens, what runs, and with which keys.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};
use serde::{Deserialize, Serialize};

use crate::home::{write_atomic, HOME_VARIABLE};
use crate::line::Line;

/// Name of the file in the folder of a devnet.
pub(crate) const RECORD_FILE: &str = "devnet.json";
/// Layout of the file.
const FORMAT: u32 = 1;

/// A devnet as it was started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Layout of this record.
    pub format: u32,
    /// Name of the devnet.
    pub name: String,
    /// Id of its chain.
    pub chain_id: String,
    /// The line of wasmd that it runs.
    pub line: Line,
    /// Version of wasmd.
    pub version: String,
    /// Nanoseconds since 1970 of its first block.
    pub genesis_ns: u64,
    /// Whether its clock stands still until it is moved.
    pub manual_time: bool,
    /// Milliseconds of pause after each block.
    pub block_millis: u64,
    /// Who may store code: `everybody` or `nobody`.
    pub upload: String,
    /// Prices of gas of which a transaction pays one.
    pub gas_prices: String,
    /// Its nodes, one for each validator.
    pub nodes: Vec<NodeRecord>,
    /// The process that keeps the time, if it is one of its own.
    pub keeper_pid: Option<u32>,
    /// The process that started it and ends it with itself, if it does not run in the background.
    pub owner_pid: Option<u32>,
    /// Test accounts with coins. Their keys can be derived by anybody.
    pub keys: Vec<KeyRecord>,
}

/// One node of a devnet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeRecord {
    /// Its folder, within that of the devnet.
    pub home: PathBuf,
    /// URL of its RPC server.
    pub rpc: String,
    /// Port of its RPC server; REST and gRPC, where asked for, listen two and three above.
    pub rpc_port: u16,
    /// Port on which other nodes reach it.
    pub p2p_port: u16,
    /// Its process, if it was started.
    pub pid: Option<u32>,
    /// What it wrote, within the folder of the devnet.
    pub log: PathBuf,
}

/// A test account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRecord {
    /// The name that its key is derived from.
    pub name: String,
    /// Its address.
    pub address: String,
}

impl Record {
    /// Layout that is written.
    pub(crate) const FORMAT: u32 = FORMAT;

    /// The record of the devnet in a folder.
    ///
    /// # Errors
    /// If there is none, or it is damaged.
    pub fn read(folder: &Path) -> Result<Self> {
        let file = folder.join(RECORD_FILE);
        let text = match fs::read(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let name = folder.file_name().unwrap_or_default().to_string_lossy();
                let all = folder.parent().unwrap_or(folder).display();
                bail!(
                    "there is no devnet '{name}' in {all}; `axiom devnet up --name {name}` starts one, {HOME_VARIABLE} \
                     names the folder of others"
                );
            }
            Err(error) => return Err(crate::home::disk_error(error, &file)),
        };
        let record: Self = serde_json::from_slice(&text).with_context(|| {
            format!("{} is damaged; `axiom devnet reset` starts anew", file.display())
        })?;
        if record.format != FORMAT {
            bail!(
                "{} was written by another version; `axiom devnet reset` starts anew",
                file.display()
            );
        }
        Ok(record)
    }

    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        write_atomic(&folder.join(RECORD_FILE), &serde_json::to_vec_pretty(self)?)
    }
}
