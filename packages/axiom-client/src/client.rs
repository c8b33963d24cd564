//! The connection to one chain, and what it refuses.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use cosmwasm_std::Decimal;

use crate::answers::Status;
use crate::error::ClientError;
use crate::rpc::{Rpc, RpcConfig};
use crate::transport::Transport;
use crate::tx::GasPrice;

/// How a chain is reached and paid.
#[derive(Clone, Debug)]
pub struct Config {
    /// The node.
    pub rpc: RpcConfig,
    /// The chain that the node has to belong to; any if none.
    pub chain_id: Option<String>,
    /// Prefix of addresses.
    pub prefix: String,
    /// Price of gas.
    pub gas_price: GasPrice,
    /// What a simulation's gas is multiplied by.
    pub gas_adjustment: Decimal,
    /// Longest wait for a transaction to be in a block.
    pub timeout: Duration,
    /// How old the newest block may be when a connection is made, by this machine's clock; any
    /// age if none (chains with a clock of their own).
    pub max_age: Option<Duration>,
    /// By how many blocks a later answer may come from an earlier height: nodes behind one URL
    /// differ a little.
    pub height_slack: u64,
}

impl Config {
    /// For a node and a price: prefix `wasm`, adjustment 1.4, a minute to wait, five blocks of
    /// slack, no check of chain and age.
    pub fn new(url: impl Into<String>, gas_price: GasPrice) -> Self {
        Self {
            rpc: RpcConfig::new(url),
            chain_id: None,
            prefix: axiom_chain::PREFIX.to_string(),
            gas_price,
            gas_adjustment: Decimal::percent(140),
            timeout: Duration::from_secs(60),
            max_age: None,
            height_slack: 5,
        }
    }

    /// With this chain only.
    pub fn chain_id(mut self, chain_id: impl Into<String>) -> Self {
        self.chain_id = Some(chain_id.into());
        self
    }
}

/// A client of one chain.
pub struct Client {
    rpc: Rpc,
    config: Config,
    chain_id: String,
    highest: AtomicU64,
}

impl Client {
    /// Connects: asks the node for its chain and state.
    ///
    /// # Errors
    /// If the node cannot be reached, belongs to another chain, is catching up, or lags.
    pub fn connect(config: Config) -> Result<Self, ClientError> {
        let rpc = Rpc::new(config.rpc.clone())?;
        Self::at(rpc, config)
    }

    /// The same over any transport; of the settings of the node only its repetitions matter.
    ///
    /// # Errors
    /// As [`Client::connect`].
    pub fn over(transport: impl Transport + 'static, config: Config) -> Result<Self, ClientError> {
        let rpc = Rpc::over(transport, &config.rpc);
        Self::at(rpc, config)
    }

    fn at(rpc: Rpc, config: Config) -> Result<Self, ClientError> {
        let status = rpc.status()?;
        let chain_id = config.chain_id.clone().unwrap_or_else(|| status.chain_id.clone());
        let client = Self { rpc, config, chain_id, highest: AtomicU64::new(0) };
        client.check(&status)?;
        // The status may be ahead of what can be asked by a block.
        client.highest.store(status.height.saturating_sub(1), Ordering::Relaxed);
        client.rpc.take_broken();
        Ok(client)
    }

    /// The chain.
    pub fn chain_id(&self) -> &str {
        &self.chain_id
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The calls of the node itself.
    pub fn rpc(&self) -> &Rpc {
        &self.rpc
    }

    /// The node's state, checked as on connecting.
    ///
    /// # Errors
    /// As [`Client::connect`], and if its height went back.
    pub fn status(&self) -> Result<Status, ClientError> {
        let status = self.rpc.status()?;
        self.check(&status)?;
        self.saw_height(status.height)?;
        Ok(status)
    }

    fn check(&self, status: &Status) -> Result<(), ClientError> {
        if status.chain_id != self.chain_id {
            return Err(ClientError::WrongChain {
                expected: self.chain_id.clone(),
                found: status.chain_id.clone(),
            });
        }
        if status.catching_up {
            let (height, time) = (status.height, status.time_text.clone());
            return Err(ClientError::CatchingUp { height, time });
        }
        let Some(allowed) = self.config.max_age else {
            return Ok(());
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let behind = now.saturating_sub(status.time);
        if behind > allowed.as_secs() {
            let (height, allowed) = (status.height, allowed.as_secs());
            return Err(ClientError::Lagging { height, behind, allowed });
        }
        Ok(())
    }

    /// Notes the height of an answer.
    pub(crate) fn saw_height(&self, now: u64) -> Result<(), ClientError> {
        if now == 0 {
            return Ok(());
        }
        let seen = self.highest.fetch_max(now, Ordering::Relaxed);
        if now.saturating_add(self.config.height_slack) < seen {
            return Err(ClientError::WentBack { seen, now });
        }
        Ok(())
    }

    pub(crate) fn included_at(&self, height: u64) {
        self.highest.fetch_max(height, Ordering::Relaxed);
    }

    /// The highest block that an answer came from.
    pub fn seen_height(&self) -> u64 {
        self.highest.load(Ordering::Relaxed)
    }
}
