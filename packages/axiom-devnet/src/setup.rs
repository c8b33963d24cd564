//! From options to a running devnet: files, ports, processes, the first blocks.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{bail, Context, Result};
use serde_json::Value;

use crate::clock::{DevnetClock, Setting};
use crate::config::{configure, GAS_PRICES};
use crate::devnet::Devnet;
use crate::home::{disk_error, lock, write_atomic, Home};
use crate::node::Node;
use crate::options::{Clock, Existing, KeptBy, Options, Upload};
use crate::process;
use crate::record::{NodeRecord, Record};
use crate::time::{wall_ns, SECOND};
use crate::{genesis, memory, ports};

/// Blocks after which a devnet is said to run.
const FIRST_BLOCKS: u64 = 2;

/// Starts a devnet with a node that is there.
pub(crate) fn start(home: &Home, node: Node, options: &Options) -> Result<Devnet> {
    let folder = home.devnet(&options.name)?;
    // Held until all ports are in use, so that two devnets that start at once do not choose the same.
    let starting = lock(&home.devnets().join(".starting"), Duration::from_secs(300), || {})?;
    if let Some(record) = previous(home, options)? {
        return resume(folder, record, node, options);
    }
    memory::delete(&folder)?;
    let made = make(home, &folder, &node, options);
    let mut devnet = match made {
        Ok(record) => handle(folder, record, node, options),
        Err(error) => {
            let _ = memory::delete(&folder);
            return Err(error.context(format!("devnet {}", options.name)));
        }
    };
    launch(&mut devnet, options)?;
    drop(starting);
    Ok(devnet)
}

fn handle(folder: PathBuf, record: Record, node: Node, options: &Options) -> Devnet {
    let kept_by = options.kept_by.clone();
    Devnet { folder, record, node, kept_by, keeper: None, owned: true }
}

/// The devnet of that name, stopped, if it shall go on; one that shall be replaced is ended.
fn previous(home: &Home, options: &Options) -> Result<Option<Record>> {
    if !home.devnet(&options.name)?.join(crate::record::RECORD_FILE).exists() {
        return Ok(None);
    }
    let old = match (Devnet::attach(home, &options.name), options.existing) {
        (Ok(old), _) => old,
        (Err(_), Existing::Replace) => return Ok(None),
        (Err(error), Existing::Resume) => return Err(error),
    };
    let name = &options.name;
    match options.existing {
        Existing::Replace => {
            not_of_another(&old)?;
            old.down()?;
            Ok(None)
        }
        Existing::Resume if old.is_running() => bail!(
            "devnet {name} runs already; `axiom devnet status --name {name}` tells about it, `axiom devnet down \
             --name {name}` ends it"
        ),
        Existing::Resume => {
            check_same(old.record(), options)?;
            Ok(Some(old.record().clone()))
        }
    }
}

/// Refuses to take a devnet away from a process that still works with it.
fn not_of_another(old: &Devnet) -> Result<()> {
    let owner = old.record().owner_pid.filter(|pid| *pid != std::process::id());
    match owner {
        Some(owner) if process::exists(owner) && old.status().iter().any(|node| node.running) => bail!(
            "devnet {} belongs to process {owner}, which still runs; wait until that one is done, or stop it",
            old.record().name
        ),
        _ => Ok(()),
    }
}

/// Refuses to go on with a devnet under other options.
pub(crate) fn check_same(record: &Record, options: &Options) -> Result<()> {
    let manual = matches!(options.clock, Clock::Manual { .. });
    let differs = [
        ("line", record.line.to_string(), options.line.to_string()),
        ("number of validators", record.nodes.len().to_string(), options.validators.to_string()),
        ("chain id", record.chain_id.clone(), options.chain_id.clone()),
        ("manual time", record.manual_time.to_string(), manual.to_string()),
        ("upload access", record.upload.clone(), upload(options).to_string()),
    ];
    for (what, is, wanted) in differs {
        if is != wanted {
            let name = &options.name;
            bail!(
                "devnet {name} exists with another {what}: {is}, not {wanted}; `axiom devnet reset --name {name}` \
                 deletes it, or take another --name"
            );
        }
    }
    Ok(())
}

fn upload(options: &Options) -> &'static str {
    match options.upload {
        Upload::Everybody => "everybody",
        Upload::Nobody => "nobody",
    }
}

fn resume(folder: PathBuf, record: Record, node: Node, options: &Options) -> Result<Devnet> {
    let mut devnet = handle(folder, record, node, options);
    // Some of it may be about to end.
    devnet.stop()?;
    for node in &devnet.record.nodes {
        if std::net::TcpListener::bind(("127.0.0.1", node.rpc_port)).is_err() {
            bail!(
                "port {} of devnet {} is in use by another program; stop that one, or delete the devnet with \
                 `axiom devnet reset --name {}`",
                node.rpc_port,
                options.name,
                options.name
            );
        }
    }
    launch(&mut devnet, options)?;
    Ok(devnet)
}

/// Makes all files of a devnet.
fn make(home: &Home, folder: &Path, node: &Node, options: &Options) -> Result<Record> {
    memory::make(folder, options.in_memory)?;
    let rpc_ports = ports::choose(home, &options.name, options.ports, options.validators)?;
    init(folder, node, options)?;
    let genesis_ns = match options.clock {
        // A node waits for its first block's time: it has to be past.
        Clock::Real => (wall_ns() / SECOND - 1) * SECOND,
        Clock::Manual { genesis_time } => genesis_time * SECOND,
    };
    let clock = match options.clock {
        Clock::Real => Setting::Real { offset_ns: 0 },
        Clock::Manual { .. } => Setting::Manual { target_ns: genesis_ns },
    };
    DevnetClock::of(folder).write(clock)?;
    let nodes: Vec<NodeRecord> = rpc_ports.iter().enumerate().map(describe).collect();
    let first = folder.join(&nodes[0].home).join("config/genesis.json");
    let text = fs::read(&first).map_err(|error| disk_error(error, &first))?;
    let mut genesis: Value = serde_json::from_slice(&text)?;
    genesis::patch(&mut genesis, options, genesis_ns)?;
    let genesis = serde_json::to_vec_pretty(&genesis)?;
    let addresses: Vec<String> =
        nodes.iter().map(|node| address(folder, node)).collect::<Result<_>>()?;
    for (index, node) in nodes.iter().enumerate() {
        let home = folder.join(&node.home);
        write_atomic(&home.join("config/genesis.json"), &genesis)?;
        let mut peers = addresses.clone();
        peers.remove(index);
        configure(&home, node, options, &peers.join(","))?;
    }
    let record = Record {
        format: Record::FORMAT,
        name: options.name.clone(),
        chain_id: options.chain_id.clone(),
        line: options.line,
        version: options.line.version().into(),
        genesis_ns,
        manual_time: matches!(options.clock, Clock::Manual { .. }),
        block_millis: u64::try_from(options.block_time.as_millis())?,
        upload: upload(options).into(),
        gas_prices: GAS_PRICES.into(),
        nodes,
        keeper_pid: None,
        owner_pid: None,
        keys: genesis::keys(options),
    };
    record.write(folder)?;
    Ok(record)
}

/// Lets wasmd make keys, genesis and configuration of all validators.
fn init(folder: &Path, node: &Node, options: &Options) -> Result<()> {
    let output = node
        .command()
        .args(["testnet", "init-files", "--v", &options.validators.to_string()])
        .args(["--chain-id", &options.chain_id, "--keyring-backend", "test", "--single-host"])
        .args(["--starting-ip-address", "127.0.0.1", "--node-daemon-home", "home"])
        .args(["--minimum-gas-prices", GAS_PRICES, "--output-dir"])
        .arg(folder)
        .output()
        .context("wasmd does not run")?;
    if !output.status.success() {
        bail!("wasmd could not make its files: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}

fn describe((index, port): (usize, &u16)) -> NodeRecord {
    NodeRecord {
        home: PathBuf::from(format!("node{index}/home")),
        rpc: format!("http://127.0.0.1:{port}"),
        rpc_port: *port,
        p2p_port: port + 1,
        pid: None,
        log: PathBuf::from(format!("node{index}.log")),
    }
}

/// `id@host:port` of a node: its id is the first 20 bytes of the SHA-256 of its public key.
fn address(folder: &Path, node: &NodeRecord) -> Result<String> {
    use base64::prelude::{Engine, BASE64_STANDARD};
    use sha2::{Digest, Sha256};
    let file = folder.join(&node.home).join("config/node_key.json");
    let text = fs::read(&file).map_err(|error| disk_error(error, &file))?;
    let value: Value = serde_json::from_slice(&text)?;
    let key = value["priv_key"]["value"].as_str().context("node_key.json has no key")?;
    let key = BASE64_STANDARD.decode(key)?;
    let public = key.get(32..).context("the key of node_key.json is too short")?;
    let id: String =
        Sha256::digest(public)[..20].iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("{id}@127.0.0.1:{}", node.p2p_port))
}

/// Starts keeper and nodes and waits for the first blocks.
fn launch(devnet: &mut Devnet, options: &Options) -> Result<()> {
    if matches!(options.kept_by, KeptBy::Thread) {
        devnet.record.owner_pid = Some(std::process::id());
    }
    devnet.restart_keeper()?;
    let before = devnet.head(0).map_or(0, |head| head.height);
    for index in 0..devnet.record.nodes.len() {
        devnet.restart_validator(index)?;
    }
    let start = Instant::now();
    let mut first = None;
    loop {
        let status = devnet.status();
        if let Some(node) = status.iter().find(|node| !node.running) {
            bail!(fault(devnet, &node.record, "ended before the first blocks"));
        }
        let heads: Option<Vec<u64>> =
            status.iter().map(|node| Some(node.head.as_ref()?.height)).collect();
        if let Some(lowest) = heads.and_then(|heads| heads.into_iter().min()) {
            let goal = *first.get_or_insert(lowest.max(before)) + 1;
            if lowest >= goal.max(FIRST_BLOCKS) {
                return Ok(());
            }
        }
        if start.elapsed() >= options.patience {
            let what = format!("made no blocks within {} s", options.patience.as_secs());
            bail!(fault(devnet, &status[0].record, &what));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn fault(devnet: &Devnet, node: &NodeRecord, what: &str) -> String {
    let log = devnet.folder().join(&node.log);
    let tail = process::tail(&log, 12);
    let hint = if tail.contains("address already in use") {
        "\nA port is in use: stop the program that holds it, or take other ports."
    } else if tail.contains("no space left on device") {
        "\nThe disk is full: free some space and start again."
    } else {
        ""
    };
    format!(
        "the node of devnet {} {what}. The end of {}:\n{tail}{hint}",
        devnet.record.name,
        log.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::Line;
    use crate::testing::Folder;
    use std::process::Command;

    /// A devnet on record: a process that looks like its node, and an owner.
    fn recorded(home: &Home, owner: u32) -> (Options, u32) {
        let options = Options::for_tests("x");
        let folder = home.devnet("x").unwrap();
        std::fs::create_dir_all(&folder).unwrap();
        let node = describe((0, &26_657));
        let program = folder.join(&node.home);
        std::fs::create_dir_all(&program).unwrap();
        let mut sleeper = Command::new("sh");
        sleeper.args(["-c", "sleep 60", "sh"]).arg(&program);
        let pid = process::spawn(&mut sleeper, &folder.join("log"), true).unwrap();
        let record = Record {
            format: Record::FORMAT,
            name: "x".into(),
            chain_id: options.chain_id.clone(),
            line: Line::V070,
            version: Line::V070.version().into(),
            genesis_ns: 0,
            manual_time: true,
            block_millis: 10,
            upload: upload(&options).into(),
            gas_prices: GAS_PRICES.into(),
            nodes: vec![NodeRecord { pid: Some(pid), ..node }],
            keeper_pid: None,
            owner_pid: Some(owner),
            keys: vec![],
        };
        record.write(&folder).unwrap();
        (options, pid)
    }

    #[test]
    fn a_devnet_that_another_process_works_with_is_left_alone() {
        let folder = Folder::new("owned");
        let home = Home::at(&folder.0);
        let mut owner = Command::new("sleep").arg("60").spawn().unwrap();
        let (options, node) = recorded(&home, owner.id());
        let error = previous(&home, &options).unwrap_err().to_string();
        assert!(error.contains(&format!("belongs to process {}", owner.id())), "{error}");
        let running = || Devnet::attach(&home, "x").unwrap().is_running();
        assert!(running() && error.contains("wait until that one is done"), "{error}");
        owner.kill().unwrap();
        owner.wait().unwrap();
        assert!(previous(&home, &options).unwrap().is_none());
        assert!(!running() && !process::exists(node), "it was ended for the next");
    }
}
