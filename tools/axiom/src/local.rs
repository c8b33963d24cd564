//! `axiom local`: the embedded chain, kept in a file.

use std::time::{Duration, UNIX_EPOCH};

use axiom_client::{Client, ClientError, Config, Transport};
use axiom_node::{Genesis, Node, NodeError, Opening, Reached, Server};
use clap::{Args, Subcommand};
use serde_json::{json, Value};

use crate::fail::{Done, Fail, Kind};
use crate::global::Global;
use crate::home::Home;
use crate::out;

/// How long another process that works with the chain is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Subcommand)]
pub enum Command {
    /// Tells where the chain is and how it is doing.
    Status,
    /// Lets time pass, blocks included.
    Advance {
        /// How far: for example 30s, 12h, 3d.
        span: String,
    },
    /// Keeps and brings back states of the chain.
    #[command(subcommand)]
    Snapshot(Snapshot),
    /// Deletes the chain; the next command begins a new one. Snapshots stay.
    Reset(Reset),
    /// Serves the chain as the RPC of a node, for wallets and programs, until it is stopped.
    Serve(Serve),
}

#[derive(Subcommand)]
pub enum Snapshot {
    /// Keeps the state under a name.
    Save {
        /// The name.
        name: String,
        /// In the place of an older one of that name.
        #[arg(long)]
        replace: bool,
    },
    /// Goes back to a state; what happened since is lost.
    Restore {
        /// The name.
        name: String,
        /// Asks nothing.
        #[arg(long, short)]
        yes: bool,
    },
    /// Lists the states that are kept.
    List,
}

#[derive(Args)]
pub struct Reset {
    /// Asks nothing.
    #[arg(long, short)]
    yes: bool,
}

#[derive(Args)]
pub struct Serve {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:26657")]
    listen: String,
}

impl From<NodeError> for Fail {
    fn from(error: NodeError) -> Self {
        let kind = match &error {
            NodeError::Locked { .. } => Kind::Node,
            _ => Kind::Failed,
        };
        Self::new(kind, error.to_string())
    }
}

fn reach(home: &Home) -> Done<Reached> {
    let waits = &mut || eprintln!("another process works with the embedded chain: waiting for it");
    let opening = Opening { patience: PATIENCE, waits, extra: Vec::new() };
    Ok(axiom_node::open_or_connect(home.local(), &Genesis::default(), opening)?)
}

/// Opens the embedded chain, or asks the server that has it.
pub fn connect(home: &Home, config: Config) -> Done<Client> {
    Ok(Client::over(reach(home)?, config)?)
}

fn call(chain: &Reached, method: &str, params: &Value) -> Done<Value> {
    chain.call(method, params).map_err(|error: ClientError| error.into())
}

/// Runs a command.
pub fn run(command: &Command, global: &Global) -> Done {
    let (home, out) = (global.home()?, global.out());
    match command {
        Command::Status => {
            let info = call(&reach(&home)?, "axiom_info", &json!({}))?;
            let mut value = info.clone();
            value["folder"] = json!(home.local().display().to_string());
            out.show(&value, || {
                let mut lines = moment(&info);
                lines.push(("folder".into(), home.local().display().to_string()));
                let names = |list: &str| -> String {
                    let all = info[list].as_array().into_iter().flatten();
                    all.filter_map(|one| one["name"].as_str().or(one["display"].as_str()))
                        .collect::<Vec<_>>()
                        .join(", ")
                };
                lines.push((
                    "accounts".into(),
                    format!("{} (public test keys: --from alice)", names("accounts")),
                ));
                lines.push(("coins".into(), names("denoms")));
                lines.push(("codes".into(), names("codes")));
                out::pairs(&lines)
            });
            Ok(())
        }
        Command::Advance { span } => {
            let seconds = axiom_schema::seconds_of(span).map_err(Fail::usage)?;
            if seconds == 0 {
                return Err(Fail::usage("no time passes in 0 s: expected a span such as 3d"));
            }
            let chain = reach(&home)?;
            call(&chain, "axiom_advance", &json!({ "seconds": seconds.to_string() }))?;
            let info = call(&chain, "axiom_info", &json!({}))?;
            let value = json!({ "chain_id": info["chain_id"], "height": info["height"], "time": info["time"] });
            out.show(&value, || out::pairs(&moment(&info)));
            Ok(())
        }
        Command::Snapshot(command) => snapshot(command, &home, global),
        Command::Reset(reset) => {
            crate::who::confirm("delete the embedded chain with everything on it?", reset.yes)?;
            axiom_node::reset(home.local())?;
            out.note("the next command begins a new chain");
            Ok(())
        }
        Command::Serve(serve) => serve_chain(serve, &home),
    }
}

/// Where the chain stands.
fn moment(info: &Value) -> Vec<(String, String)> {
    let text =
        |name: &str| info[name].as_str().map_or_else(|| info[name].to_string(), str::to_string);
    let time = text("time").parse().map_or_else(|_| text("time"), axiom_answers::date_text);
    vec![
        ("chain id".into(), text("chain_id")),
        ("height".into(), text("height")),
        ("time".into(), time),
    ]
}

fn snapshot(command: &Snapshot, home: &Home, global: &Global) -> Done {
    let out = global.out();
    match command {
        Snapshot::Save { name, replace } => {
            let taken = axiom_node::snapshots(home.local())?.iter().any(|one| one.name == *name);
            if taken && !replace {
                return Err(Fail::usage(format!("there is a snapshot {name} already"))
                    .hint("take another name; or give that one up: --replace"));
            }
            let node = match reach(home)? {
                Reached::Here(node) => node,
                Reached::Served(_) => return Err(served()),
            };
            node.with(|node| node.save(name))?;
            out.show(&json!({ "snapshot": name }), || {
                format!("kept as {name}; back to it: axiom local snapshot restore {name}")
            });
            Ok(())
        }
        Snapshot::Restore { name, yes } => {
            crate::who::confirm(&format!("go back to {name}? What happened since is lost"), *yes)?;
            axiom_node::restore(home.local(), name)?;
            out.show(&json!({ "snapshot": name }), || format!("the chain is as it was at {name}"));
            Ok(())
        }
        Snapshot::List => {
            let all = axiom_node::snapshots(home.local())?;
            let row = |one: &axiom_node::Saved| {
                let made = one.made.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
                (one.name.clone(), made)
            };
            let rows: Vec<(String, u64)> = all.iter().map(row).collect();
            let json: Vec<Value> =
                rows.iter().map(|(name, made)| json!({ "name": name, "made": made })).collect();
            out.show(&json!(json), || match rows.as_slice() {
                [] => "none yet: axiom local snapshot save <name>".to_string(),
                rows => {
                    let text = rows
                        .iter()
                        .map(|(name, made)| vec![name.clone(), axiom_answers::date_text(*made)]);
                    out::rows(&["snapshot", "made"], &text.collect::<Vec<_>>())
                }
            });
            Ok(())
        }
    }
}

fn served() -> Fail {
    Fail::new(Kind::Node, "the chain is being served").hint("stop `axiom local serve` first")
}

fn serve_chain(serve: &Serve, home: &Home) -> Done {
    let server = Server::bind(&serve.listen)?;
    let waits = &mut || eprintln!("another process works with the embedded chain: waiting for it");
    let opening = Opening { patience: PATIENCE, waits, extra: Vec::new() };
    let mut node = Node::open_with(home.local(), &Genesis::default(), opening)?;
    out::print_line(server.banner(&node).trim_end());
    server.run(&mut node)?;
    Ok(())
}
