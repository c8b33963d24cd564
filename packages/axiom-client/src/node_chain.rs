//! A node as the chain of a story.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use axiom_chain::{Account, Chain, Clock, Failure, Outcome, Success, Tx, BLOCK_SECONDS};
use cosmrs::Any;
use cosmwasm_std::{coin, CodeInfoResponse, Coin, CosmosMsg};
use sha2::{Digest, Sha256};

use crate::client::{Client, Config};
use crate::error::ClientError;
use crate::library::Library;
use crate::messages::{bank_send, store_code, InstantiateAccess};
use crate::tx::{Gas, GasPrice, Signer, TxDone, TxOptions};

mod as_chain;

use as_chain::{failure, success};

/// Longest wait for a block after the clock was moved.
const BLOCKS_COME_WITHIN: Duration = Duration::from_secs(120);
/// Pause between two looks at the newest block.
const LOOK: Duration = Duration::from_millis(8);
/// Longest such pause.
const LONGEST_LOOK: Duration = Duration::from_millis(250);
/// The account that stores codes.
const CODE_CREATOR: &str = "code creator";

/// How a node is used as the chain of a story.
#[derive(Clone, Debug)]
pub struct NodeConfig {
    /// The client's settings; its gas price names the denom of the fees.
    pub client: Config,
    /// Where Wasm files are.
    pub library: Library,
    /// Whose coins are given away, and who pays for setting up.
    pub faucet: Account,
    /// Gas limit of every transaction: enough for each, so that those that fail do so in a block.
    pub gas_limit: u64,
    /// Most blocks that are waited for when time passes.
    pub blocks_per_wait: u64,
    /// Whether accounts send a first transaction before the one of the story: the first costs
    /// more gas, as the chain stores the key with it.
    pub warm: bool,
}

impl NodeConfig {
    /// For a devnet: fees of 0.025 `stake`, the account `faucet`, 20 million gas, at most 210
    /// blocks of waiting, accounts warmed up.
    pub fn devnet(rpc: &str, chain_id: &str, library: Library) -> Self {
        let price =
            GasPrice { amount: cosmwasm_std::Decimal::permille(25), denom: "stake".to_string() };
        Self {
            client: Config::new(rpc, price).chain_id(chain_id),
            library,
            faucet: Account::named("faucet"),
            gas_limit: 20_000_000,
            blocks_per_wait: 210,
            warm: true,
        }
    }
}

/// A node behind the trait of all chains.
///
/// Each transaction runs in a block; afterwards the clock is moved by [`BLOCK_SECONDS`] and the
/// call returns once a block has the new time. Setting up (giving coins, storing codes, the first
/// transaction of an account) moves no time and is not remembered. Calls of the trait that cannot
/// answer an error panic with its text.
pub struct NodeChain {
    client: Client,
    clock: Rc<dyn Clock>,
    config: NodeConfig,
    known: BTreeMap<String, Known>,
    codes: BTreeMap<[u8; 32], u64>,
    named: BTreeMap<String, u64>,
    infos: RefCell<BTreeMap<u64, CodeInfoResponse>>,
    asked: RefCell<BTreeSet<Question>>,
    txs: Vec<Tx>,
    height: u64,
    now: u64,
}

/// A query: the contract, and the message as JSON.
pub type Question = (String, Vec<u8>);

/// An account that can sign.
struct Known {
    account: Account,
    /// Fees that it surely still owns; none before its first transaction.
    fees: Option<u128>,
}

impl NodeChain {
    /// Connects, and waits for a block with the clock's time.
    ///
    /// # Errors
    /// As [`Client::connect`]; if no block with the clock's time comes.
    pub fn connect(config: NodeConfig, clock: Rc<dyn Clock>) -> Result<Self, ClientError> {
        let client = Client::connect(config.client.clone())?;
        Self::with(client, config, clock)
    }

    /// The same with a client that is connected already; `config.client` does not matter.
    ///
    /// # Errors
    /// If no block with the clock's time comes.
    pub fn with(
        client: Client,
        config: NodeConfig,
        clock: Rc<dyn Clock>,
    ) -> Result<Self, ClientError> {
        let faucet = config.faucet.clone();
        let mut chain = Self {
            client,
            clock,
            config,
            known: BTreeMap::new(),
            codes: BTreeMap::new(),
            named: BTreeMap::new(),
            infos: RefCell::default(),
            asked: RefCell::default(),
            txs: Vec::new(),
            height: 0,
            now: 0,
        };
        chain.know(&faucet);
        chain.know(&Account::named(CODE_CREATOR));
        chain.wait_for(chain.clock.now(), 1)?;
        Ok(chain)
    }

    /// The client underneath.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The clock by which blocks are stamped.
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Every query of a contract that was made through this value, each once.
    pub fn asked(&self) -> Vec<Question> {
        self.asked.borrow().iter().cloned().collect()
    }

    /// Forgets the transactions and queries, for long runs.
    pub fn forget_history(&mut self) {
        self.txs.clear();
        self.asked.borrow_mut().clear();
    }

    /// The same chain through another node of it: afterwards all calls go there.
    ///
    /// # Errors
    /// As [`Client::connect`].
    pub fn use_node(&mut self, rpc: &str) -> Result<(), ClientError> {
        let mut config = self.client.config().clone();
        config.rpc.url = rpc.to_string();
        config.chain_id = Some(self.client.chain_id().to_string());
        self.client = Client::connect(config)?;
        self.wait_for(self.now, self.height)
    }

    // ---- sending ----

    /// One transaction of any messages, as [`Chain::execute_multi`] is one of a story's: measured
    /// in a block, five seconds pass. `messages` are what is remembered of it, `packed` what is
    /// sent, both in the same order.
    ///
    /// # Errors
    /// What the chain refuses is in the outcome; an error is a chain that was lost.
    pub fn send(
        &mut self,
        sender: &str,
        packed: &[Any],
        messages: Vec<CosmosMsg>,
        options: &TxOptions,
    ) -> Result<Outcome, ClientError> {
        self.prepare(sender)?;
        let result = self.send_once(sender, packed, options)?;
        let height = result.as_ref().map_or_else(|failure| failure.height, |done| done.height);
        let time = self.client.rpc().block_time(height)?.0;
        self.txs.push(Tx::new(sender, messages, time, &result));
        self.clock_by(BLOCK_SECONDS)?;
        self.wait_for(self.clock.now(), height + 1)?;
        Ok(result.into())
    }

    fn send_once(
        &mut self,
        sender: &str,
        packed: &[Any],
        options: &TxOptions,
    ) -> Result<Result<Success, Failure>, ClientError> {
        let known = self.known_mut(sender)?;
        let signer = Signer::from(&known.account);
        match self.client.send(&signer, packed, options) {
            Ok(done) => Ok(Ok(success(done))),
            Err(ClientError::Refused(failed)) => {
                Ok(Err(failure(*failed, self.client.seen_height())))
            }
            Err(error) => Err(error),
        }
    }

    /// The limit of gas that leaves every failure to a block.
    pub fn options(&self) -> TxOptions {
        TxOptions { gas: Gas::Limit(self.config.gas_limit), ..TxOptions::default() }
    }

    fn known_mut(&mut self, address: &str) -> Result<&mut Known, ClientError> {
        self.known.get_mut(address).ok_or_else(|| {
            ClientError::invalid(format!(
                "{address} cannot sign: its key is not known. Call `know` with its account first"
            ))
        })
    }

    fn fee(&self) -> u128 {
        self.client.config().gas_price.fee(self.config.gas_limit).amount.u128()
    }

    /// Sees to it that an account can pay its next transaction, and is warm.
    fn prepare(&mut self, address: &str) -> Result<(), ClientError> {
        let fee = self.fee();
        let faucet = self.config.faucet.address.to_string();
        let denom = self.client.config().gas_price.denom.clone();
        let known = self.known_mut(address)?;
        let first = known.fees.is_none();
        if known.fees.unwrap_or(0) < 2 * fee {
            let owned = self.client.balance(address, &denom)?;
            let needed = 1_000 * fee;
            if owned < 2 * fee && address != faucet {
                self.prepare(&faucet)?;
                self.set_up(&faucet, bank_send(&faucet, address, &[coin(needed, &denom)]))?;
            }
            // Coins of the fee's denom may be spent otherwise: they are looked at again soon.
            let sure = self.client.balance(address, &denom)?.min(needed) / 4;
            self.known_mut(address)?.fees = Some(sure);
        }
        if first && self.config.warm && self.client.account(address)?.sequence == 0 {
            self.set_up(address, bank_send(address, address, &[coin(1, &denom)]))?;
        }
        let known = self.known_mut(address)?;
        known.fees = known.fees.map(|fees| fees.saturating_sub(fee));
        Ok(())
    }

    /// A transaction that no story tells: it moves no time and must succeed.
    fn set_up(&mut self, sender: &str, message: Any) -> Result<TxDone, ClientError> {
        let options = self.options();
        let signer = Signer::from(&self.known_mut(sender)?.account);
        let done = self.client.send(&signer, &[message], &options)?;
        self.wait_for(self.now, done.height)?;
        Ok(done)
    }

    /// Gives coins from the faucet.
    ///
    /// # Errors
    /// If the faucet has too little, or the node is lost.
    pub fn try_give(&mut self, to: &str, amount: Coin) -> Result<(), ClientError> {
        let faucet = self.config.faucet.address.to_string();
        self.prepare(&faucet)?;
        self.set_up(&faucet, bank_send(&faucet, to, &[amount])).map(|_| ())
    }

    /// Stores a code by its name, see [`Library::path`]. What this value stored before has the
    /// same id.
    ///
    /// # Errors
    /// If the file is not there, the chain refuses it, or says another checksum than the file's.
    pub fn try_store_named(&mut self, name: &str) -> Result<u64, ClientError> {
        if let Some(id) = self.named.get(name) {
            return Ok(*id);
        }
        let file = self.config.library.read(name)?;
        self.try_store(&file.bytes)
    }

    /// Stores a code.
    ///
    /// # Errors
    /// As [`NodeChain::try_store_named`].
    pub fn try_store(&mut self, wasm: &[u8]) -> Result<u64, ClientError> {
        let checksum: [u8; 32] = Sha256::digest(wasm).into();
        if let Some(id) = self.codes.get(&checksum) {
            return Ok(*id);
        }
        let creator = Account::named(CODE_CREATOR).address.to_string();
        self.prepare(&creator)?;
        let message = store_code(&creator, wasm, &InstantiateAccess::ChainDefault);
        let stored = self.set_up(&creator, message);
        let done = stored.map_err(|error| self.client.why_not_stored(&creator, error))?;
        let id = done.code_id().ok_or_else(|| ClientError::malformed("no code id was told"))?;
        self.adopt(id, checksum)?;
        Ok(id)
    }

    /// Makes a code that is on the chain already known: [`Chain::store_named`] answers its id for
    /// the Wasm of this checksum.
    ///
    /// # Errors
    /// If the chain has no such code, or with another checksum.
    pub fn adopt(&mut self, code_id: u64, checksum: [u8; 32]) -> Result<(), ClientError> {
        let told = self.client.code_info(code_id)?.map(|info| info.checksum);
        if told.as_deref() != Some(&checksum[..]) {
            return Err(ClientError::invalid(format!(
                "code {code_id} has the checksum {} on the chain, not {}: use the id of the code \
                 that was built",
                told.map_or("of no code".to_string(), hex::encode),
                hex::encode(checksum)
            )));
        }
        self.codes.insert(checksum, code_id);
        Ok(())
    }

    /// Makes a code that is on the chain already known by a name: [`Chain::store_named`] answers
    /// its id without looking for a file.
    pub fn adopt_named(&mut self, name: &str, code_id: u64) {
        self.named.insert(name.to_string(), code_id);
    }

    // ---- blocks and time ----

    fn clock_by(&self, seconds: u64) -> Result<(), ClientError> {
        self.clock.advance(seconds).map_err(|error| {
            ClientError::invalid(format!("the clock of the chain cannot be moved: {error:#}"))
        })
    }

    /// Waits until a block of at least this time and height can be asked.
    fn wait_for(&mut self, time: u64, height: u64) -> Result<(), ClientError> {
        let start = Instant::now();
        let mut looked_at = 0;
        loop {
            let newest = self.client.rpc().app_height()?;
            if newest >= height.max(1) && newest != looked_at {
                looked_at = newest;
                let now = self.client.rpc().block_time(newest)?.0;
                if now >= time {
                    self.client.saw_height(newest)?;
                    (self.height, self.now) = (newest, now);
                    return Ok(());
                }
            }
            if start.elapsed() > BLOCKS_COME_WITHIN {
                return Err(ClientError::invalid(format!(
                    "no block of time {time} and height {height} came within {} s (newest: \
                     {newest}). Check that the validators run and follow the clock",
                    BLOCKS_COME_WITHIN.as_secs()
                )));
            }
            // Looking costs the node as much as a block: not for each of many that are waited for.
            let missing = u32::try_from(height.saturating_sub(newest)).unwrap_or(u32::MAX);
            sleep(LOOK.saturating_mul(missing).clamp(LOOK, LONGEST_LOOK));
        }
    }

    /// Lets time pass: at most so many blocks are waited for as the settings say.
    ///
    /// # Errors
    /// If the clock cannot be moved or no blocks come.
    pub fn try_advance(&mut self, seconds: u64) -> Result<(), ClientError> {
        if seconds == 0 {
            return Ok(());
        }
        let blocks = (seconds / BLOCK_SECONDS).clamp(1, self.config.blocks_per_wait.max(1));
        let height = self.height;
        self.clock_by(seconds)?;
        self.wait_for(self.clock.now(), height + blocks)
    }
}
