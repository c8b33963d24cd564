//! How long a command takes on a chain with many jobs: open the file, ask or send, close it.
//!
//! `cargo run --release -p axiom-node --example speed [jobs]`; 10,000 jobs without a number. Fails if
//! a query takes 100 ms or a transaction 200 ms in the middle of several tries.

use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{ensure, Result};
use axiom_chain::{json, Account, Chain};
use axiom_client::{messages, Client, Config, Library, NodeChain, NodeConfig, Signer, TxOptions};
use axiom_node::{Genesis, LocalTransport, Node, NodeClock, CHAIN_FILE};
use axiom_suite::{Builder, JobBuilder};
use axiom_types::ledger;
use cosmwasm_std::{coin, WasmMsg};

/// Jobs posted by one transaction.
const AT_ONCE: usize = 50;
const TRIES: usize = 15;

fn main() -> Result<()> {
    let jobs = std::env::args().nth(1).map_or(Ok(10_000), |number| number.parse())?;
    let folder = std::env::temp_dir().join(format!("axiom-node-speed-{}", std::process::id()));
    let result = measure(&folder, jobs);
    std::fs::remove_dir_all(&folder)?;
    result
}

fn config() -> Result<Config> {
    Ok(Config::new("local", "0.025uaxm".parse()?))
}

fn open(folder: &std::path::Path) -> Result<(LocalTransport, Client)> {
    let transport = Node::open(folder, &Genesis::default())?.transport();
    Ok((transport.clone(), Client::over(transport, config()?)?))
}

fn measure(folder: &std::path::Path, jobs: usize) -> Result<()> {
    let begun = Instant::now();
    let contract = fill(folder, jobs)?;
    let size = std::fs::metadata(folder.join(CHAIN_FILE))?.len();
    println!("{jobs} jobs in {:.1} s, {} KiB", begun.elapsed().as_secs_f32(), size / 1024);
    let app = Account::named("app");
    let ask = ledger::QueryMsg::Job { job: jobs as u64 };
    let query = middle(|| {
        let (_, client) = open(folder)?;
        let _: ledger::JobResponse = client.query(&contract, &ask)?;
        Ok(())
    })?;
    println!("open and query: {} ms", query.as_millis());
    let post = ledger::ExecuteMsg::PostJob(JobBuilder::voluntary(1, 10).build());
    let post = messages::execute(app.as_ref(), &contract, &json(&post), &[]);
    let sent = middle(|| {
        let (_, client) = open(folder)?;
        client.send(&Signer::from(&app), std::slice::from_ref(&post), &TxOptions::default())?;
        Ok(())
    })?;
    println!("open and transaction, simulated first: {} ms", sent.as_millis());
    ensure!(query < Duration::from_millis(100), "a query takes too long");
    ensure!(sent < Duration::from_millis(200), "a transaction takes too long");
    Ok(())
}

/// The middle of several tries.
fn middle(mut run: impl FnMut() -> Result<()>) -> Result<Duration> {
    let mut all = Vec::new();
    for _ in 0..TRIES {
        let begun = Instant::now();
        run()?;
        all.push(begun.elapsed());
    }
    all.sort();
    Ok(all[TRIES / 2])
}

/// Founds an economy and posts jobs. Answers the address of its execution-ledger.
fn fill(folder: &std::path::Path, jobs: usize) -> Result<String> {
    let (transport, client) = open(folder)?;
    let nowhere = Library::new("no-wasm-here", "no-wasm-here");
    let mut settings = NodeConfig::devnet("local", "axiom-local-1", nowhere);
    settings.client = config()?;
    settings.gas_limit = 200_000_000;
    let clock = Rc::new(NodeClock::take(transport.clone())?);
    let mut chain = NodeChain::with(client, settings, clock)?;
    for code in transport.with(|node| node.codes().to_vec()) {
        chain.adopt_named(&code.name, code.id);
    }
    chain.know(&Account::named("app"));
    chain.give(Account::named("app").as_ref(), coin(1_000_000_000_000, "uaxm"));
    let mut suite = Builder::on(chain).salt("speed").build();
    let contract = suite.at.ledger.to_string();
    let app = suite.addr("app");
    let post = ledger::ExecuteMsg::PostJob(JobBuilder::voluntary(1, 10).build());
    let message =
        WasmMsg::Execute { contract_addr: contract.clone(), msg: json(&post), funds: vec![] };
    let mut left = jobs;
    while left > 0 {
        let count = left.min(AT_ONCE);
        let sent = suite.chain.execute_multi(app.as_str(), vec![message.clone().into(); count]);
        sent.into_result()?;
        left -= count;
    }
    Ok(contract)
}
