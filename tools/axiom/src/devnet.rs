//! `axiom devnet`: a local wasmd chain from the command line.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{bail, Context, Result};
use axiom_devnet::{
    format_time, parse_span, parse_time, ClockMode, Devnet, Existing, Home, Keeper, KeptBy, Line,
    Node, Options, Ports, Upload, DEFAULT_NAME,
};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use crate::out::Out;

mod show;

/// How long to wait for a block of a time that was set.
const PATIENCE: Duration = Duration::from_secs(120);

#[derive(Subcommand)]
pub enum Command {
    /// Starts a devnet, or goes on with one that was stopped; returns when blocks flow.
    Up(Up),
    /// Tells how a devnet is doing.
    Status {
        #[command(flatten)]
        which: Which,
    },
    /// Moves the clock of a devnet ahead; returns when a block with that time is there.
    Advance {
        /// How far: for example 30s, 12h, 3d.
        #[arg(value_parser = parse_span)]
        span: Duration,
        #[command(flatten)]
        which: Which,
    },
    /// Lets all validators vote on a proposal of the chain's own governance.
    Vote {
        /// Number of the proposal.
        proposal: u64,
        /// yes, no, abstain or no_with_veto.
        #[arg(default_value = "yes")]
        option: String,
        #[command(flatten)]
        which: Which,
    },
    /// Stops a devnet; it can go on later.
    Down {
        #[command(flatten)]
        which: Which,
    },
    /// Stops a devnet and deletes its files.
    Reset {
        #[command(flatten)]
        which: Which,
    },
    /// Prints the RPC URL of a devnet, for commands that want one.
    Rpc {
        #[command(flatten)]
        which: Which,
    },
    /// Builds the node and starts nothing.
    Prepare {
        /// Line of wasmd: 0.70 or 0.60.
        #[arg(long, default_value = "0.70")]
        line: Line,
    },
    /// Keeps the time of a devnet; `up` starts this by itself.
    #[command(hide = true)]
    Keeper {
        /// Folder of the devnet.
        #[arg(long)]
        home: PathBuf,
    },
}

#[derive(Args)]
pub struct Which {
    /// Name of the devnet.
    #[arg(long, default_value = DEFAULT_NAME)]
    name: String,
}

#[derive(Clone, Copy, ValueEnum)]
enum Who {
    /// Anybody.
    Everybody,
    /// Nobody but the chain's governance.
    Nobody,
}

#[derive(Args)]
pub struct Up {
    #[command(flatten)]
    which: Which,
    /// Number of validators.
    #[arg(long, default_value_t = 1)]
    validators: usize,
    /// Line of wasmd: 0.70 or 0.60.
    #[arg(long, default_value = "0.70")]
    line: Line,
    /// Pause after each block.
    #[arg(long, default_value = "500ms", value_parser = parse_span)]
    block_time: Duration,
    /// A clock that stands still until `axiom devnet advance` moves it.
    #[arg(long)]
    manual_time: bool,
    /// Time of the first block with --manual-time.
    #[arg(long, default_value = "2026-01-01T00:00:00Z", requires = "manual_time")]
    genesis_time: String,
    /// Who may store code.
    #[arg(long, value_enum, default_value = "everybody")]
    upload: Who,
    /// How long a vote of the chain's governance lasts.
    #[arg(long, default_value = "30s", value_parser = parse_span)]
    voting_period: Duration,
    /// First port; ten for each validator. Without it, free ports from 26657 on.
    #[arg(long)]
    port: Option<u16>,
    /// Without the gRPC and REST servers, by which clients simulate transactions.
    #[arg(long)]
    no_api: bool,
    /// Id of the chain.
    #[arg(long)]
    chain_id: Option<String>,
}

/// Runs a command.
pub fn run(command: Command, out: Out) -> Result<()> {
    let home = Home::find()?;
    match command {
        Command::Up(up) => start(&home, &up, out.is_json()),
        Command::Status { which } => {
            let devnet = Devnet::attach(&home, &which.name)?;
            show::status(&devnet, out.is_json())
        }
        Command::Advance { span, which } => advance(&home, &which.name, span, out),
        Command::Vote { proposal, option, which } => {
            running(&home, &which.name)?.vote(proposal, &option)?;
            out.show(&json!({ "proposal": proposal, "option": option }), || {
                format!("every validator has voted {option} on proposal {proposal}")
            });
            Ok(())
        }
        Command::Down { which } => down(&home, &which.name, out),
        Command::Reset { which } => reset(&home, &which.name, out),
        Command::Rpc { which } => {
            let devnet = running(&home, &which.name)?;
            out.show(&json!({ "rpc": devnet.rpc(0) }), || devnet.rpc(0).to_string());
            Ok(())
        }
        Command::Prepare { line } => {
            let node = Node::prepare_in(&home, line)?;
            let (version, program) = (line.version(), node.program().display().to_string());
            out.show(&json!({ "version": version, "program": program }), || {
                format!("wasmd v{version} is ready: {program}")
            });
            Ok(())
        }
        Command::Keeper { home } => {
            Keeper::start(&home)?.serve();
            Ok(())
        }
    }
}

fn start(home: &Home, up: &Up, json: bool) -> Result<()> {
    let name = &up.which.name;
    let options = options(up)?;
    if let Ok(mut devnet) = Devnet::attach(home, name) {
        if devnet.is_running() {
            return join(&mut devnet, &options, json);
        }
    }
    let began = Instant::now();
    let devnet = Devnet::up_in(home, &options)?;
    eprintln!("blocks flow after {:.1} s", began.elapsed().as_secs_f32());
    devnet.detach()?;
    show::status(&Devnet::attach(home, name)?, json)
}

/// Starts what is missing of a devnet that runs.
fn join(devnet: &mut Devnet, options: &Options, json: bool) -> Result<()> {
    let name = &options.name;
    devnet.check(options)?;
    if devnet.heal(options.kept_by.clone())? {
        eprintln!("devnet {name} runs already; what was missing of it is started");
        let height =
            devnet.status().iter().filter_map(|node| Some(node.head.as_ref()?.height)).max();
        devnet.wait_height(height.unwrap_or_default() + 1, PATIENCE)?;
    } else {
        eprintln!("devnet {name} runs already");
    }
    show::status(devnet, json)
}

fn options(up: &Up) -> Result<Options> {
    let mut options = Options::named(&up.which.name);
    options.line = up.line;
    options.validators = up.validators;
    options.block_time = up.block_time;
    if up.manual_time {
        let genesis_time = parse_time(&up.genesis_time)? / 1_000_000_000;
        options.clock = ClockMode::Manual { genesis_time };
    }
    options.upload = match up.upload {
        Who::Everybody => Upload::Everybody,
        Who::Nobody => Upload::Nobody,
    };
    options.voting_seconds = up.voting_period.as_secs();
    options.ports = up.port.map_or(Ports::Free, Ports::From);
    options.api = !up.no_api;
    if let Some(chain_id) = &up.chain_id {
        options.chain_id.clone_from(chain_id);
    }
    options.existing = Existing::Resume;
    let program = std::env::current_exe().context("the path of this program is not known")?;
    let keeper = [program.into_os_string(), "devnet".into(), "keeper".into(), "--home".into()];
    options.kept_by = KeptBy::Process(keeper.map(OsString::from).to_vec());
    Ok(options)
}

/// A handle to a devnet that has to run.
fn running(home: &Home, name: &str) -> Result<Devnet> {
    let devnet = Devnet::attach(home, name)?;
    if !devnet.is_running() {
        bail!("devnet {name} does not run; `axiom devnet up --name {name}` goes on with it");
    }
    Ok(devnet)
}

fn advance(home: &Home, name: &str, span: Duration, out: Out) -> Result<()> {
    let devnet = running(home, name)?;
    if span.as_secs() == 0 || span.subsec_millis() != 0 {
        bail!("the clock moves by whole seconds; write for example 30s or 3d");
    }
    let target = devnet.clock().advance_by(span.as_secs())?;
    let head = devnet.wait_time(target, PATIENCE)?;
    let time = format_time(head.time_ns);
    out.show(&json!({ "height": head.height, "time": time }), || {
        format!("block {} is of {time}", head.height)
    });
    Ok(())
}

fn down(home: &Home, name: &str, out: Out) -> Result<()> {
    let devnet = Devnet::attach(home, name)?;
    let ran = devnet.is_running();
    devnet.down()?;
    out.show(&json!({ "devnet": name, "ran": ran }), || {
        format!(
            "devnet {name} {}; `axiom devnet up` goes on with it, `axiom devnet reset` deletes it",
            if ran { "is stopped" } else { "was not running" }
        )
    });
    Ok(())
}

fn reset(home: &Home, name: &str, out: Out) -> Result<()> {
    if let Ok(devnet) = Devnet::attach(home, name) {
        devnet.down()?;
    }
    let deleted = home.delete_devnet(name)?;
    out.show(&json!({ "devnet": name, "deleted": deleted }), || match deleted {
        true => format!("devnet {name} is deleted; `axiom devnet up` starts anew"),
        false => format!("there is no devnet {name}"),
    });
    Ok(())
}
