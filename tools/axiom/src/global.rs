//! Options of every command.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::fail::Done;
use crate::home::Home;
use crate::out::{Format, Out};

/// Options of every command.
#[derive(Args, Clone, Debug, Default)]
pub struct Global {
    /// The chain: local (embedded), devnet, devnet:<name>, or one that was added.
    #[arg(
        long,
        global = true,
        value_name = "NAME",
        env = "AXIOM_CHAIN",
        help_heading = "Everywhere"
    )]
    pub chain: Option<String>,
    /// RPC URL of another node of that chain.
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "AXIOM_NODE",
        help_heading = "Everywhere"
    )]
    pub node: Option<String>,
    /// The economy: its name in deployments/, or the address of its governance-dao.
    #[arg(
        long,
        global = true,
        value_name = "NAME|ADDRESS",
        env = "AXIOM_ECONOMY",
        help_heading = "Everywhere"
    )]
    pub economy: Option<String>,
    /// How long an answer of the node is waited for, such as 10s; 30s if not given.
    #[arg(
        long,
        global = true,
        value_name = "SPAN",
        env = "AXIOM_NODE_TIMEOUT",
        value_parser = span,
        help_heading = "Everywhere"
    )]
    pub node_timeout: Option<Duration>,
    /// How answers are written.
    #[arg(long, global = true, value_enum, default_value = "table", help_heading = "Everywhere")]
    pub output: Format,
    /// The folder of keys, chains and the embedded chain; ~/.axiom if not given.
    #[arg(long, global = true, value_name = "FOLDER", help_heading = "Everywhere")]
    pub home: Option<PathBuf>,
}

fn span(text: &str) -> Result<Duration, String> {
    match axiom_schema::seconds_of(text)? {
        0 => Err("expected a span of a second or more, such as 10s".into()),
        seconds => Ok(Duration::from_secs(seconds)),
    }
}

impl Global {
    /// The person's folder.
    pub fn home(&self) -> Done<Home> {
        match &self.home {
            Some(folder) => Ok(Home::at(std::path::absolute(folder)?)),
            None => Home::find(),
        }
    }

    /// Where answers go.
    pub fn out(&self) -> Out {
        Out::new(self.output)
    }

    /// Name of the chain that is used.
    pub fn chain_name(&self) -> Done<String> {
        match self.chain.as_ref().filter(|name| !name.is_empty()) {
            Some(name) => Ok(name.clone()),
            None => Ok(self.home()?.config()?.chain),
        }
    }
}
