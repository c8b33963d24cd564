//! A devnet: its nodes, their timekeeper, and their end.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{bail, Context, Result};

use crate::clock::DevnetClock;
use crate::home::Home;
use crate::keeper::{Keeper, SOCKET};
use crate::memory;
use crate::node::Node;
use crate::options::{KeptBy, Options};
use crate::process;
use crate::record::{NodeRecord, Record};
use crate::rpc::{self, Head};
use crate::time::{format_time, SECOND};

/// How long a node may take to end by itself.
const FAREWELL: Duration = Duration::from_secs(10);

/// A devnet that runs. Dropped, it ends, unless it is [detached](Devnet::detach) or was only
/// [attached](Devnet::attach).
pub struct Devnet {
    pub(crate) folder: PathBuf,
    pub(crate) record: Record,
    pub(crate) node: Node,
    pub(crate) kept_by: KeptBy,
    pub(crate) keeper: Option<Keeper>,
    pub(crate) owned: bool,
}

/// What a node is doing.
#[derive(Clone, Debug)]
pub struct NodeStatus {
    /// What is written down about it.
    pub record: NodeRecord,
    /// Whether its process runs.
    pub running: bool,
    /// How far it is, if it answers.
    pub head: Option<Head>,
}

impl Devnet {
    /// Starts a devnet as the options say, building its node first if need be; answers when blocks flow.
    ///
    /// # Errors
    /// If the options are wrong, the node cannot be built, a port is in use, or no blocks come: with the last lines of
    /// the node's log.
    pub fn up(options: &Options) -> Result<Self> {
        Self::up_in(&Home::find()?, options)
    }

    /// As [`Devnet::up`], with its files in a folder of choice.
    ///
    /// # Errors
    /// As [`Devnet::up`].
    pub fn up_in(home: &Home, options: &Options) -> Result<Self> {
        options.check()?;
        let node = Node::prepare_in(home, options.line)?;
        crate::setup::start(home, node, options)
    }

    /// A handle to a devnet that runs in the background; dropped, it does not end it.
    ///
    /// # Errors
    /// If there is none of that name.
    pub fn attach(home: &Home, name: &str) -> Result<Self> {
        let folder = home.devnet(name)?;
        let record = Record::read(&folder)?;
        let node = Node::of(home, record.line);
        let kept_by = KeptBy::Process(Vec::new());
        Ok(Self { folder, record, node, kept_by, keeper: None, owned: false })
    }

    /// Refuses if it was made with other options: another line, number of validators, chain id, kind of clock, or upload
    /// access.
    ///
    /// # Errors
    /// Then, naming the first that differs.
    pub fn check(&self, options: &Options) -> Result<()> {
        crate::setup::check_same(&self.record, options)
    }

    /// What is written down about it.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Id of its chain.
    pub fn chain_id(&self) -> &str {
        &self.record.chain_id
    }

    /// URL of the RPC server of a validator's node.
    ///
    /// # Panics
    /// If there are fewer validators.
    pub fn rpc(&self, validator: usize) -> &str {
        &self.record.nodes[validator].rpc
    }

    /// Its clock.
    pub fn clock(&self) -> DevnetClock {
        DevnetClock::of(&self.folder)
    }

    /// How far a validator's node is.
    ///
    /// # Errors
    /// If it does not answer.
    pub fn head(&self, validator: usize) -> Result<Head> {
        rpc::head(self.at(validator)?.rpc_port)
    }

    /// What its nodes are doing.
    pub fn status(&self) -> Vec<NodeStatus> {
        let status = |node: &NodeRecord| {
            let running = node.pid.is_some_and(|pid| process::is_running(pid, &self.home_of(node)));
            let head = if running { rpc::head(node.rpc_port).ok() } else { None };
            NodeStatus { record: node.clone(), running, head }
        };
        self.record.nodes.iter().map(status).collect()
    }

    /// Whether its timekeeper runs.
    pub fn keeps_time(&self) -> bool {
        let process =
            self.record.keeper_pid.is_some_and(|pid| process::is_running(pid, &self.folder));
        process || self.keeper.is_some()
    }

    /// Whether any process of it runs.
    pub fn is_running(&self) -> bool {
        self.keeps_time() || self.status().iter().any(|node| node.running)
    }

    /// Waits until the first node that runs has a block of that height.
    ///
    /// # Errors
    /// If none comes in that time.
    pub fn wait_height(&self, height: u64, patience: Duration) -> Result<Head> {
        self.wait(patience, &format!("no block {height}"), |head| head.height >= height)
    }

    /// Waits until the first node that runs has a block of that time, in unix seconds, or a later one.
    ///
    /// # Errors
    /// If none comes within that span.
    pub fn wait_time(&self, unix_seconds: u64, patience: Duration) -> Result<Head> {
        let ns = unix_seconds.saturating_mul(SECOND);
        self.wait(patience, &format!("no block of {}", format_time(ns)), |head| head.time_ns >= ns)
    }

    fn wait(&self, patience: Duration, what: &str, fine: impl Fn(&Head) -> bool) -> Result<Head> {
        let start = Instant::now();
        loop {
            let mut heads = (0..self.record.nodes.len()).filter_map(|index| self.head(index).ok());
            if let Some(head) = heads.find(|head| fine(head)) {
                return Ok(head);
            }
            if start.elapsed() >= patience {
                let log = self.folder.join(&self.record.nodes[0].log);
                bail!("{what} came within {} s; see {}", patience.as_secs(), log.display());
            }
            std::thread::sleep(Duration::from_millis(4));
        }
    }

    /// Ends a validator's node at once, as a crash would.
    ///
    /// # Errors
    /// If there is no such validator, or it cannot be ended.
    pub fn kill_validator(&mut self, validator: usize) -> Result<()> {
        let node = self.at(validator)?.clone();
        if let Some(pid) = node.pid {
            process::kill(pid, &self.home_of(&node))?;
        }
        self.record.nodes[validator].pid = None;
        self.record.write(&self.folder)
    }

    /// Starts a validator's node again, ending it first if it runs. It catches up by itself.
    ///
    /// # Errors
    /// If there is no such validator, or it does not start.
    pub fn restart_validator(&mut self, validator: usize) -> Result<()> {
        let node = self.at(validator)?.clone();
        if let Some(pid) = node.pid {
            process::stop(pid, &self.home_of(&node), FAREWELL)?;
        }
        let pid = self.start_node(&node)?;
        self.record.nodes[validator].pid = Some(pid);
        self.record.write(&self.folder)
    }

    /// Ends the timekeeper; no blocks come until it is [started again](Devnet::restart_keeper).
    ///
    /// # Errors
    /// If its process cannot be ended.
    pub fn kill_keeper(&mut self) -> Result<()> {
        self.keeper = None;
        if let Some(pid) = self.record.keeper_pid.take() {
            process::kill(pid, &self.folder)?;
        }
        self.record.write(&self.folder)
    }

    /// Starts the timekeeper again, ending it first if it runs.
    ///
    /// # Errors
    /// If it does not start.
    pub fn restart_keeper(&mut self) -> Result<()> {
        self.kill_keeper()?;
        match &self.kept_by {
            KeptBy::Thread => self.keeper = Some(Keeper::start(&self.folder)?),
            KeptBy::Process(line) => {
                let (program, arguments) =
                    line.split_first().context("no program keeps the time")?;
                let mut command = Command::new(program);
                command.args(arguments).arg(&self.folder);
                let log = self.folder.join("keeper.log");
                self.record.keeper_pid = Some(process::spawn(&mut command, &log, true)?);
            }
        }
        self.record.write(&self.folder)
    }

    /// Starts whatever of it does not run; whether there was anything. For handles that were [attached](Devnet::attach)
    /// the keeper's command line has to be told.
    ///
    /// # Errors
    /// If something does not start.
    pub fn heal(&mut self, kept_by: KeptBy) -> Result<bool> {
        self.kept_by = kept_by;
        let mut healed = false;
        if !self.keeps_time() {
            self.restart_keeper()?;
            healed = true;
        }
        for (index, node) in self.status().iter().enumerate() {
            if !node.running {
                self.restart_validator(index)?;
                healed = true;
            }
        }
        Ok(healed)
    }

    /// Ends it: its nodes, then its timekeeper. Its files stay.
    ///
    /// # Errors
    /// If a process cannot be ended.
    pub fn down(mut self) -> Result<()> {
        self.owned = false;
        self.stop()
    }

    /// Ends it and deletes its files.
    ///
    /// # Errors
    /// If a process cannot be ended or a file cannot be deleted.
    pub fn delete(mut self) -> Result<()> {
        self.owned = false;
        self.stop()?;
        memory::delete(&self.folder).map(|_| ())
    }

    /// Lets it run on in the background.
    ///
    /// # Errors
    /// If its timekeeper is a thread of this process: it would stand still.
    pub fn detach(mut self) -> Result<Record> {
        if self.keeper.is_some() {
            bail!("a devnet whose time is kept by this process cannot outlive it; start it with KeptBy::Process");
        }
        self.owned = false;
        Ok(self.record.clone())
    }

    pub(crate) fn stop(&mut self) -> Result<()> {
        let mut result = Ok(());
        for index in 0..self.record.nodes.len() {
            let node = self.record.nodes[index].clone();
            if let Some(pid) = node.pid {
                let stopped = process::stop(pid, &self.home_of(&node), FAREWELL);
                result = result.and(stopped);
            }
            self.record.nodes[index].pid = None;
        }
        self.record.owner_pid = None;
        result.and(self.kill_keeper())
    }

    /// Starts a node's process.
    pub(crate) fn start_node(&self, node: &NodeRecord) -> Result<u32> {
        let home = self.home_of(node);
        // A node that was killed leaves its socket behind and would not start over it.
        let _ = fs::remove_file(home.join(SOCKET));
        let mut command = self.node.command();
        command.current_dir(&home).args(["start", "--log_no_color", "--home"]).arg(&home);
        if std::env::var_os("GOGC").is_none() {
            // Fewer collections for some 100 MB more: a fifth of an idle node's time went there.
            command.env("GOGC", "300");
        }
        let background = matches!(self.kept_by, KeptBy::Process(_));
        process::spawn(&mut command, &self.folder.join(&node.log), background)
    }

    pub(crate) fn home_of(&self, node: &NodeRecord) -> PathBuf {
        self.folder.join(&node.home)
    }

    fn at(&self, validator: usize) -> Result<&NodeRecord> {
        let count = self.record.nodes.len();
        self.record.nodes.get(validator).with_context(|| {
            format!("there is no validator {validator}: this devnet has {count}, counted from 0")
        })
    }
}

impl Drop for Devnet {
    fn drop(&mut self) {
        if self.owned {
            if let Err(error) = self.stop() {
                eprintln!("devnet {}: {error:#}", self.record.name);
            }
        }
    }
}
