//! The node: a chain in a folder, one block for each transaction.

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use axiom_chain::{Account, BLOCK_SECONDS};
use axiom_local::{catch_panics, LocalChain};
use cosmwasm_std::{BlockInfo, Timestamp};
use serde_json::Value;

use crate::codes::{self, BuiltIn, KnownCode};
use crate::disk::{self, Changes, StoredTx};
use crate::error::{NodeError, RpcError};
use crate::file::{ChainFile, Patience};
use crate::genesis::Genesis;
use crate::{rpc, state};

/// Name of the file in its folder.
pub const CHAIN_FILE: &str = "chain.redb";
/// What this version writes; a higher one is not read.
const FORMAT: u32 = 1;
/// Longest wait for a locked file, where nobody says another.
const PATIENCE: Duration = Duration::from_secs(5);
/// No time later than this, Unix seconds: 2200-01-01.
const LATEST: u64 = 7_258_118_400;
/// Longest time between two transactions, seconds.
const SLOWEST: u64 = 86_400;
/// The height of the first block.
const FIRST: u64 = 1;

/// How a chain is opened.
pub struct Opening<'a> {
    /// How long another process that has the file is waited for.
    pub patience: Duration,
    /// Called once if it has to be waited.
    pub waits: &'a mut dyn FnMut(),
    /// Codes besides the built-in ones, for tests.
    pub extra: Vec<BuiltIn>,
}

/// A development chain: one file, no validators, blocks only where something happens.
pub struct Node {
    folder: PathBuf,
    pub(crate) file: Rc<ChainFile>,
    pub(crate) chain: LocalChain,
    pub(crate) genesis: Genesis,
    pub(crate) codes: Vec<KnownCode>,
    pub(crate) pace: u64,
    /// What a server on this node is known by; empty without.
    pub(crate) instance: String,
}

impl Node {
    /// Opens the chain of a folder; begins it if there is none. Another process that has it is
    /// waited for up to five seconds.
    ///
    /// # Errors
    /// If the file is locked, damaged, of another chain, or cannot be written.
    pub fn open(folder: impl AsRef<Path>, genesis: &Genesis) -> Result<Self, NodeError> {
        let opening = Opening { patience: PATIENCE, waits: &mut || {}, extra: Vec::new() };
        Self::open_with(folder, genesis, opening)
    }

    /// [`Node::open`] with another patience, and with further codes.
    ///
    /// # Errors
    /// As [`Node::open`].
    pub fn open_with(
        folder: impl AsRef<Path>,
        genesis: &Genesis,
        opening: Opening<'_>,
    ) -> Result<Self, NodeError> {
        genesis.check()?;
        let folder = folder.as_ref().to_path_buf();
        std::fs::create_dir_all(&folder)
            .map_err(|error| NodeError::file("make the folder", &folder, &error))?;
        let path = folder.join(CHAIN_FILE);
        let mut patience = Patience { longest: opening.patience, waits: opening.waits };
        let file = ChainFile::open(&path, &mut patience, &|file| begin(file, genesis))?;
        let kept = kept(&file, genesis)?;
        let mut chain = LocalChain::over(file.clone(), newest(&file, &kept.genesis)?);
        let codes = register(&mut chain, kept.codes.clone(), opening.extra)?;
        if codes != kept.codes {
            let meta = vec![("codes", json(&codes)?)];
            file.commit(Changes { meta, ..Changes::default() })?;
        }
        let (genesis, pace, instance) = (kept.genesis, kept.pace, String::new());
        Ok(Self { folder, file, chain, genesis, codes, pace, instance })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How the chain began.
    pub fn genesis(&self) -> &Genesis {
        &self.genesis
    }

    /// Its codes, by id.
    pub fn codes(&self) -> &[KnownCode] {
        &self.codes
    }

    /// The newest block.
    pub fn block(&self) -> BlockInfo {
        self.chain.block()
    }

    /// Answers a call of the JSON-RPC of CometBFT 0.38, or one of the node's own (`axiom_info`,
    /// `axiom_advance`, `axiom_pace`). `params` is an object.
    ///
    /// # Errors
    /// If there is no such method, its parameters are wrong, or the node does not have what is asked
    /// for. Transactions and queries that the application refuses are answers with a code.
    pub fn call(&mut self, method: &str, params: &Value) -> Result<Value, RpcError> {
        self.guarded(|node| rpc::dispatch(node, method, params))
    }

    /// Does what a client asks for. It can fail, and keeps nothing but what was committed.
    pub(crate) fn guarded<T, E: From<NodeError>>(
        &mut self,
        run: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.file.heal()?;
        let caught = catch_panics(|| Ok(run(self)));
        let result = caught.unwrap_or_else(|panic| Err(self.after_panic(&panic).into()));
        // What a call did not keep was a simulation, a query, or failed.
        self.chain.take_pending();
        match self.file.take_trouble() {
            Some(trouble) => Err(trouble.into()),
            None => result,
        }
    }

    /// A page of the file that cannot be read makes the database panic: one call fails, no more.
    fn after_panic(&mut self, panic: &anyhow::Error) -> NodeError {
        if let Ok(block) = newest(&self.file, &self.genesis) {
            self.chain.set_block(block);
        }
        let why = format!("{} (nothing of this call was kept)", disk::panic_text(panic));
        NodeError::damaged(self.file.path(), why)
    }

    /// Lets time pass: a block for every five seconds, at least one.
    ///
    /// # Errors
    /// If it is too much, or the file cannot be written.
    pub fn advance(&mut self, seconds: u64) -> Result<(), NodeError> {
        let mut block = self.chain.block();
        if block.time.seconds().saturating_add(seconds) > LATEST {
            return Err(NodeError::Invalid(
                "a development chain ends with the year 2199: let less time pass".to_string(),
            ));
        }
        block.height += (seconds / BLOCK_SECONDS).max(1);
        block.time = block.time.plus_seconds(seconds);
        self.file.heal()?;
        self.keep(block, Changes::default())
    }

    /// From now on a transaction's block comes so many seconds after the one before; at zero both
    /// have the same time, for who moves the time himself.
    ///
    /// # Errors
    /// If it is more than a day, or the file cannot be written.
    pub fn set_pace(&mut self, seconds: u64) -> Result<(), NodeError> {
        if seconds > SLOWEST {
            return Err(NodeError::Invalid(format!(
                "a transaction may take up to {SLOWEST} seconds, not {seconds}"
            )));
        }
        let meta = vec![("pace", json(&seconds)?)];
        self.file.heal()?;
        self.file.commit(Changes { meta, ..Changes::default() })?;
        self.pace = seconds;
        Ok(())
    }

    /// The block in which the next transaction runs.
    pub(crate) fn next_block(&self) -> BlockInfo {
        let mut block = self.chain.block();
        block.height += 1;
        block.time = block.time.plus_seconds(self.pace);
        block
    }

    /// Keeps a block with everything that was written since the last.
    pub(crate) fn keep(&mut self, block: BlockInfo, mut changes: Changes) -> Result<(), NodeError> {
        // What could not be read was taken for missing.
        if let Some(trouble) = self.file.take_trouble() {
            self.chain.take_pending();
            return Err(trouble);
        }
        let time = (block.time.seconds(), block.time.subsec_nanos() as u32);
        changes.blocks.push((block.height, time));
        changes.state = self.chain.take_pending();
        self.file.commit(changes)?;
        self.chain.set_block(block);
        Ok(())
    }

    /// The same with a transaction.
    pub(crate) fn keep_tx(&mut self, block: BlockInfo, tx: StoredTx) -> Result<(), NodeError> {
        self.keep(block, Changes { tx: Some(tx), ..Changes::default() })
    }

    /// Time of a block: Unix seconds and nanoseconds; none if there is no such block.
    pub(crate) fn time_of(&self, height: u64) -> Option<(u64, u32)> {
        if height < FIRST || height > self.chain.block().height {
            return None;
        }
        let (before, after) = self.file.blocks_around(height)?;
        if before.0 == height {
            return Some(before.1);
        }
        // Blocks between two known ones are spread evenly.
        let nanos =
            |(seconds, nanos): (u64, u32)| u128::from(seconds) * 1_000_000_000 + u128::from(nanos);
        let (from, to) = (nanos(before.1), nanos(after.1));
        let (done, all) = (u128::from(height - before.0), u128::from(after.0 - before.0).max(1));
        let at = from + to.saturating_sub(from) * done / all;
        let seconds = u64::try_from(at / 1_000_000_000).unwrap_or(u64::MAX);
        Some((seconds, (at % 1_000_000_000) as u32))
    }
}

/// What a file says of its chain.
struct Kept {
    genesis: Genesis,
    codes: Vec<KnownCode>,
    pace: u64,
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, NodeError> {
    serde_json::to_vec(value).map_err(|error| NodeError::Invalid(error.to_string()))
}

/// Fills a new file.
fn begin(file: &Rc<ChainFile>, genesis: &Genesis) -> Result<(), NodeError> {
    let block = BlockInfo {
        height: FIRST,
        time: Timestamp::from_seconds(genesis.time),
        chain_id: genesis.chain_id.clone(),
    };
    let mut chain = LocalChain::over(file.clone(), block);
    // The number zero is that of whom fees go to: with it, a client would take a wrong signature
    // for a node without blocks.
    state::ensure_account(&mut chain, &crate::ante::fee_collector());
    for (address, coins) in &genesis.balances {
        state::ensure_account(&mut chain, address);
        for coin in coins {
            chain.mint(address, coin.clone());
        }
    }
    file.commit(Changes {
        state: chain.take_pending(),
        blocks: vec![(FIRST, (genesis.time, 0))],
        tx: None,
        meta: vec![
            ("format", json(&FORMAT)?),
            ("genesis", json(genesis)?),
            ("codes", json(&Vec::<KnownCode>::new())?),
            ("pace", json(&genesis.pace)?),
        ],
    })
}

fn kept(file: &ChainFile, expected: &Genesis) -> Result<Kept, NodeError> {
    fn part<T: serde::de::DeserializeOwned>(file: &ChainFile, name: &str) -> Result<T, NodeError> {
        let bytes = file.meta(name);
        if let Some(trouble) = file.take_trouble() {
            return Err(trouble);
        }
        let bytes = bytes.ok_or_else(|| {
            NodeError::damaged(file.path(), format!("it is a database without {name}"))
        })?;
        serde_json::from_slice(&bytes)
            .map_err(|error| NodeError::damaged(file.path(), format!("{name}: {error}")))
    }
    let other = |found: String, expected: String| NodeError::Other {
        file: file.path().to_path_buf(),
        found,
        expected,
    };
    let format: u32 = part(file, "format")?;
    if format > FORMAT {
        let found = format!("a chain in the format {format} of a newer program");
        return Err(other(found, format!("one in the format {FORMAT}")));
    }
    let genesis: Genesis = part(file, "genesis")?;
    if genesis.chain_id != expected.chain_id {
        let found = format!("the chain {:?}", genesis.chain_id);
        return Err(other(found, format!("{:?}", expected.chain_id)));
    }
    Ok(Kept { genesis, codes: part(file, "codes")?, pace: part(file, "pace")? })
}

/// The newest block of a file.
fn newest(file: &ChainFile, genesis: &Genesis) -> Result<BlockInfo, NodeError> {
    let (height, (seconds, nanos)) = file
        .last_block()
        .ok_or_else(|| NodeError::damaged(file.path(), "it is a database without blocks"))?;
    let time = Timestamp::from_seconds(seconds).plus_nanos(u64::from(nanos));
    Ok(BlockInfo { height, time, chain_id: genesis.chain_id.clone() })
}

/// Registers the codes of a chain under the ids they have, and behind them those that are new to it.
fn register(
    chain: &mut LocalChain,
    mut known: Vec<KnownCode>,
    extra: Vec<BuiltIn>,
) -> Result<Vec<KnownCode>, NodeError> {
    let shelf = codes::shelf();
    let creator = Account::named(codes::CREATOR).address;
    let make = |name: &str| {
        let other = extra.iter().find(|code| code.name == name);
        other.map_or_else(|| codes::built_in(&shelf, name), |code| Some((code.make)()))
    };
    let wanted = codes::names().into_iter().chain(extra.iter().map(|code| code.name.clone()));
    for name in wanted {
        let Some(code) = make(&name) else {
            continue;
        };
        let checksum = hex::encode(code.checksum);
        if !known.iter().any(|known| known.name == name && known.checksum == checksum) {
            known.push(KnownCode { id: known.len() as u64 + 1, name, checksum });
        }
    }
    for code in &known {
        let mut native = make(&code.name).unwrap_or_else(|| codes::gone(&code.name));
        if let Some(checksum) = code.digest() {
            native = native.with_checksum(checksum);
        }
        let stored = chain.store_code_as(creator.as_str(), code.id, native);
        stored.map_err(|error| NodeError::Invalid(format!("code {}: {error}", code.id)))?;
    }
    Ok(known)
}
