//! Votes of the validators on proposals of the chain's own governance.

use std::time::{Duration, Instant};

use anyhow::{bail, Context, Result};
use serde_json::Value;

use crate::devnet::Devnet;
use crate::record::NodeRecord;
use crate::rpc;

/// How long a vote may take to get into a block.
const PATIENCE: Duration = Duration::from_secs(30);

impl Devnet {
    /// Votes with every validator on a proposal of the chain's governance: `yes`, `no`, `abstain`, `no_with_veto`.
    /// Answers when the votes are in blocks; the proposal is decided when its time is over.
    ///
    /// # Errors
    /// What the chain says when a vote is refused.
    pub fn vote(&self, proposal: u64, option: &str) -> Result<()> {
        let nodes = self.status();
        let Some(port) = nodes.iter().find(|node| node.running).map(|node| node.record.rpc_port)
        else {
            bail!("devnet {} does not run; `axiom devnet up` starts it", self.record().name);
        };
        for (index, node) in self.record().nodes.iter().enumerate() {
            self.vote_of(index, node, port, &[&proposal.to_string(), option])
                .with_context(|| format!("the vote of validator {index} was refused"))?;
        }
        Ok(())
    }

    fn vote_of(&self, index: usize, node: &NodeRecord, port: u16, vote: &[&str]) -> Result<()> {
        let output = self
            .node
            .command()
            .args(["tx", "gov", "vote"])
            .args(vote)
            .args(["--from", &format!("node{index}"), "--keyring-backend", "test", "--yes"])
            .args(["--chain-id", self.chain_id(), "--node", &format!("tcp://127.0.0.1:{port}")])
            .args(["--gas", "400000", "--fees", "20000stake", "--output", "json", "--home"])
            .arg(self.home_of(node))
            .output()?;
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        if !output.status.success() || answer["code"] != 0 {
            let errors = String::from_utf8_lossy(&output.stderr);
            let reason = errors.lines().find(|line| line.contains("rror")).unwrap_or_default();
            bail!("{}{reason}", answer["raw_log"].as_str().unwrap_or_default());
        }
        let hash = answer["txhash"].as_str().context("wasmd tells no hash")?;
        let start = Instant::now();
        loop {
            match rpc::outcome(port, hash)? {
                Some((0, _)) => return Ok(()),
                Some((code, log)) => bail!("code {code}: {log}"),
                None if start.elapsed() >= PATIENCE => {
                    bail!("transaction {hash} is in no block after {} s", PATIENCE.as_secs())
                }
                None => std::thread::sleep(Duration::from_millis(50)),
            }
        }
    }
}
