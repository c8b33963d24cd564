//! The nodes on which scenarios are played, and the Wasm that is stored on them.

use std::collections::btree_map::{BTreeMap, Entry};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Instant;

use anyhow::{ensure, Context, Result};
use axiom_chain::Chain;
use axiom_client::{Library, NodeChain, NodeConfig};
use axiom_devnet::{Devnet, Line, Options};
use axiom_suite::{Builder, Economy, Suite};
use cosmwasm_std::HexBinary;

/// Devnets by line, started when they are first needed, and stopped with this value.
pub struct World {
    root: PathBuf,
    nets: BTreeMap<Line, Devnet>,
    keep: bool,
}

impl World {
    /// Without a node.
    pub fn new(keep: bool) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("..");
        Self { root, nets: BTreeMap::new(), keep }
    }

    /// Root of the checkout.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the Wasm is.
    pub fn library(&self) -> Library {
        Library::of_project(&self.root)
    }

    /// The devnet of a line, one validator and a clock that is moved by hand; started if it does not run.
    pub fn devnet(&mut self, line: Line) -> Result<&Devnet> {
        let place = match self.nets.entry(line) {
            Entry::Occupied(running) => return Ok(running.into_mut()),
            Entry::Vacant(place) => place,
        };
        let begun = Instant::now();
        let name = format!("e2e-{}", line.version().replace('.', "-"));
        let devnet = Devnet::up(&Options { line, ..Options::for_tests(name) })?;
        let seconds = begun.elapsed().as_secs_f32();
        println!("      wasmd {} is up after {seconds:.1} s", line.version());
        Ok(place.insert(devnet))
    }

    /// A line's devnet as the chain of a story.
    pub fn chain(&mut self, line: Line) -> Result<NodeChain> {
        let library = self.library();
        let devnet = self.devnet(line)?;
        connect(devnet, library)
    }

    /// An economy of its own on a line's devnet; each needs another salt.
    pub fn found(&mut self, line: Line, salt: &str) -> Result<Suite<NodeChain>> {
        let builder = Builder::on(self.chain(line)?).salt(salt);
        let suite = builder.try_build().map_err(|failure| anyhow::anyhow!("{failure}"))?;
        self.check_codes(&suite)?;
        Ok(suite)
    }

    /// Checks that the contracts of an economy run the codes of `artifacts/checksums.txt`.
    pub fn check_codes<C: Chain>(&self, suite: &Suite<C>) -> Result<()> {
        self.check_economy(&suite.chain, &suite.at)
    }

    /// [`World::check_codes`] for an economy that is known by its addresses.
    pub fn check_economy<C: Chain>(&self, chain: &C, economy: &Economy) -> Result<()> {
        let committed = self.checksums()?;
        for (name, address) in economy.all() {
            let expected =
                committed.get(name).with_context(|| format!("{name} has no checksum"))?;
            let code = chain.contract_info(address.as_str()).map(|info| info.code_id);
            let info = code.and_then(|id| chain.code_info(id));
            let info = info.with_context(|| format!("{name} at {address} has no code"))?;
            let found = HexBinary::from(info.checksum.as_slice()).to_hex();
            ensure!(
                found == *expected,
                "{name} on the chain is {found}, artifacts/checksums.txt says {expected}: run `make dist`"
            );
        }
        Ok(())
    }

    /// The committed checksums by contract.
    pub fn checksums(&self) -> Result<BTreeMap<String, String>> {
        let path = self.root.join("artifacts/checksums.txt");
        let text = std::fs::read_to_string(&path)
            .context("artifacts/checksums.txt cannot be read; run `make dist`")?;
        let line = |line: &str| {
            let mut words = line.split_whitespace();
            let (sum, name) = (words.next()?, words.last()?);
            Some((name.strip_suffix(".wasm")?.to_string(), sum.to_string()))
        };
        let sums: BTreeMap<_, _> = text.lines().filter_map(line).collect();
        ensure!(sums.len() >= 5, "artifacts/checksums.txt names {} files, not five", sums.len());
        Ok(sums)
    }

    /// Says where the logs of the nodes are.
    pub fn tell_where_the_logs_are(&self) {
        for (line, devnet) in &self.nets {
            println!("log of wasmd {}: below {}", line.version(), devnet.folder().display());
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        for (_, devnet) in std::mem::take(&mut self.nets) {
            let ended = if self.keep { devnet.down() } else { devnet.delete() };
            if let Err(error) = ended {
                println!("      a devnet is not ended: {error:#}");
            }
        }
    }
}

/// A devnet as the chain of a story, through its first validator.
pub fn connect(devnet: &Devnet, library: Library) -> Result<NodeChain> {
    let config = NodeConfig::devnet(devnet.rpc(0), devnet.chain_id(), library);
    Ok(NodeChain::connect(config, Rc::new(devnet.clock()))?)
}

/// The same for the story, which never waits for more than a hundred blocks at once: for half as many blocks.
pub fn connect_for_story(devnet: &Devnet, library: Library) -> Result<NodeChain> {
    let config = NodeConfig::devnet(devnet.rpc(0), devnet.chain_id(), library);
    let config = NodeConfig { blocks_per_wait: 105, ..config };
    Ok(NodeChain::connect(config, Rc::new(devnet.clock()))?)
}
