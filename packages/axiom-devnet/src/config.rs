//! The two configuration files of a node, changed key by key so that everything else stays as wasmd wrote it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{bail, Context, Result};

use crate::home::{disk_error, write_atomic};
use crate::keeper::SOCKET;
use crate::options::Options;
use crate::record::NodeRecord;

/// Prices of gas of which a transaction pays one.
pub(crate) const GAS_PRICES: &str = "0.025stake,0.025uaxm";
/// A hundred years: how far ahead of this machine's clock a block may be.
const TOLERANCE: &str = "876000h0m0s";

/// A TOML file whose values can be changed.
struct Toml {
    lines: Vec<String>,
}

impl Toml {
    fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).map_err(|error| disk_error(error, file))?;
        Ok(Self { lines: text.lines().map(ToString::to_string).collect() })
    }

    /// Gives a key of a section (`""`: before all sections) a value, written as TOML writes it; false if the file does
    /// not have the key.
    fn try_set(&mut self, section: &str, key: &str, value: &str) -> bool {
        let mut current = String::new();
        for line in &mut self.lines {
            let text = line.trim();
            if let Some(name) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                current = name.to_string();
            } else if current == section
                && text.split_once('=').is_some_and(|(name, _)| name.trim() == key)
            {
                *line = format!("{key} = {value}");
                return true;
            }
        }
        false
    }

    fn set(&mut self, section: &str, key: &str, value: &str) -> Result<()> {
        if !self.try_set(section, key, value) {
            bail!("wasmd's configuration has no {section}.{key}: this line of wasmd is not known");
        }
        Ok(())
    }

    fn write(&self, file: &Path) -> Result<()> {
        write_atomic(file, (self.lines.join("\n") + "\n").as_bytes())
    }
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn millis(time: Duration) -> String {
    format!("\"{}ms\"", time.as_millis())
}

/// Writes what a node has to know into its configuration. `peers`: `id@host:port` of the other nodes.
pub(crate) fn configure(
    home: &Path,
    node: &NodeRecord,
    options: &Options,
    peers: &str,
) -> Result<()> {
    comet(home, node, options, peers).context("config.toml")?;
    app(home, node, options).context("app.toml")
}

fn comet(home: &Path, node: &NodeRecord, options: &Options, peers: &str) -> Result<()> {
    let file = home.join("config/config.toml");
    let mut toml = Toml::read(&file)?;
    let fast = options.block_time < Duration::from_millis(200);
    // Relative to the home, where the node is started: a socket's path has to be short.
    toml.set("", "priv_validator_laddr", &quoted(&format!("unix://{SOCKET}")))?;
    toml.set("", "log_level", &quoted(if fast { "error" } else { "info" }))?;
    toml.set("rpc", "laddr", &quoted(&format!("tcp://127.0.0.1:{}", node.rpc_port)))?;
    toml.set("rpc", "cors_allowed_origins", "[\"*\"]")?;
    toml.set("rpc", "pprof_laddr", "\"\"")?;
    // Codes are longer than wallets' transactions.
    toml.set("rpc", "max_body_bytes", "4000000")?;
    toml.set("mempool", "max_tx_bytes", "2097152")?;
    toml.set("p2p", "laddr", &quoted(&format!("tcp://127.0.0.1:{}", node.p2p_port)))?;
    toml.set("p2p", "persistent_peers", &quoted(peers))?;
    toml.set("p2p", "pex", "false")?;
    toml.set("p2p", "addr_book_strict", "false")?;
    toml.set("p2p", "allow_duplicate_ip", "true")?;
    // Longer than a proposal takes; blocks of a validator that is absent are waited for so long.
    let patience = if fast { 150 } else { 300 };
    for (step, time) in [("propose", patience), ("prevote", 300), ("precommit", 300)] {
        toml.set("consensus", &format!("timeout_{step}"), &format!("\"{time}ms\""))?;
        toml.set("consensus", &format!("timeout_{step}_delta"), "\"100ms\"")?;
    }
    toml.set("consensus", "timeout_commit", &millis(options.block_time))?;
    toml.set("consensus", "peer_gossip_sleep_duration", if fast { "\"5ms\"" } else { "\"20ms\"" })?;
    toml.set("consensus", "create_empty_blocks", "true")?;
    // Only newer lines compare a block's time with the clock of the machine.
    toml.try_set("consensus", "block_time_tolerance", &quoted(TOLERANCE));
    toml.write(&file)
}

fn app(home: &Path, node: &NodeRecord, options: &Options) -> Result<()> {
    let file = home.join("config/app.toml");
    let mut toml = Toml::read(&file)?;
    let api = if options.api { "true" } else { "false" };
    toml.set("", "minimum-gas-prices", &quoted(GAS_PRICES))?;
    // Made for chains with millions of entries; a devnet would only fill memory with it.
    toml.set("", "iavl-cache-size", "50000")?;
    toml.set("telemetry", "enabled", "false")?;
    toml.set("api", "enable", api)?;
    toml.set("api", "enabled-unsafe-cors", "true")?;
    toml.set("api", "address", &quoted(&format!("tcp://127.0.0.1:{}", node.rpc_port + 2)))?;
    toml.set("grpc", "enable", api)?;
    toml.set("grpc", "address", &quoted(&format!("127.0.0.1:{}", node.rpc_port + 3)))?;
    toml.set("grpc-web", "enable", "false")?;
    toml.write(&file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    #[test]
    fn a_key_changes_in_its_section_only() {
        let folder = Folder::new("toml");
        let file = folder.0.join("a.toml");
        let text = "# laddr = \"no\"\nname = \"x\"\n[rpc]\n  laddr = \"a\"\n[p2p]\nladdr = \"b\"\nladdress = 1\n";
        fs::write(&file, text).unwrap();
        let mut toml = Toml::read(&file).unwrap();
        toml.set("p2p", "laddr", "\"c\"").unwrap();
        toml.set("", "name", "\"y\"").unwrap();
        assert!(!toml.try_set("", "laddr", "1"));
        toml.write(&file).unwrap();
        let expected = text.replace("\"b\"", "\"c\"").replace("\"x\"", "\"y\"");
        assert_eq!(fs::read_to_string(&file).unwrap(), expected);
        let error = toml.set("rpc", "port", "1").unwrap_err().to_string();
        assert!(error.contains("no rpc.port"), "{error}");
    }
}
