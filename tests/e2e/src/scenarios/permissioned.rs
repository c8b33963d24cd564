//! A chain on which nobody may store code: its governance stores it, and an economy is founded from known code ids.

use std::process::Command;
use std::time::Duration;

use anyhow::{bail, ensure, Context, Result};
use axiom_chain::Account;
use axiom_client::messages::submit_proposal;
use axiom_client::{governance_account, CodeProposal, Library, NodeChain, Signer, CONTRACTS};
use axiom_devnet::{Devnet, Line, Node, Options, Upload};
use axiom_suite::{Builder, Codes};
use cosmwasm_std::coin;
use serde_json::Value;

use super::Scenario;
use crate::world::{connect, World};

/// Its scenarios.
pub fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario {
            name: "permissioned-0.70",
            shows: "uploading is for nobody: governance stores the codes, an economy is founded from their ids",
            play: |world| play(world, Line::V070),
        },
        Scenario {
            name: "permissioned-0.60",
            shows: "the same on wasmd v0.60.8",
            play: |world| play(world, Line::V060),
        },
    ]
}

fn play(world: &mut World, line: Line) -> Result<()> {
    let name = format!("e2e-nobody-{}", line.version().replace('.', "-"));
    let options = Options { line, upload: Upload::Nobody, ..Options::for_tests(name) };
    let devnet = Devnet::up(&options)?;
    let mut chain = connect(&devnet, world.library())?;
    let refusal = match chain.try_store_named(CONTRACTS[0]) {
        Err(error) => error.to_string(),
        Ok(id) => bail!("a code was stored by an ordinary account: code {id}"),
    };
    for part in ["lets only its governance store code", "axiom codes proposal"] {
        ensure!(refusal.contains(part), "the refusal does not say {part:?}: {refusal}");
    }
    ensure!(chain.client().codes()?.is_empty(), "the refusal left a code behind");
    println!("      refused: {refusal}");

    for (at, part) in proposals(&world.library())?.iter().enumerate() {
        // Some by the client, some as the file that the chain's own program takes.
        let (id, gas) = match at % 2 {
            0 => by_program(&devnet, line, part)?,
            _ => by_client(&chain, part)?,
        };
        devnet.vote(id, "yes")?;
        let size = part.transaction_bytes();
        println!("      proposal {id}: {} codes, about {size} bytes, {gas} gas", part.codes.len());
    }
    chain.try_advance(options.voting_seconds + 1)?;
    let codes = adopted(&mut chain, &world.library())?;
    let builder = Builder::with_codes(chain, codes).salt("permissioned");
    let suite = builder.try_build().map_err(|failure| anyhow::anyhow!("{failure}"))?;
    world.check_codes(&suite)?;
    let of_governance = governance_account(axiom_chain::PREFIX)?;
    for code in suite.chain.client().codes()? {
        ensure!(code.creator == of_governance, "code {} is of {}", code.code_id, code.creator);
    }
    println!("      founded from the code ids that governance gave");
    drop(suite);
    devnet.delete()
}

/// The proposals that `axiom codes proposal` writes.
fn proposals(library: &Library) -> Result<Vec<CodeProposal>> {
    let codes = CONTRACTS.iter().map(|name| Ok((name.to_string(), library.read(name)?)));
    let all = CodeProposal {
        title: "Store the contracts of AxiomOS".to_string(),
        prefix: axiom_chain::PREFIX.to_string(),
        deposit: vec![coin(10_000_000, "stake")],
        codes: codes.collect::<Result<_>>()?,
    };
    Ok(all.split(400_000)?)
}

/// Submits with the client; answers the number of the proposal, and the gas.
fn by_client(chain: &NodeChain, part: &CodeProposal) -> Result<(u64, u64)> {
    let alice = Signer::from(&Account::named("alice"));
    let message = submit_proposal(alice.address(), &part.to_chain_proposal()?);
    let mut options = chain.options();
    options.gas = axiom_client::Gas::Limit(90_000_000);
    let done = chain.client().send(&alice, &[message], &options)?;
    let id = done.attribute("submit_proposal", "proposal_id").context("no proposal was made")?;
    Ok((id.parse()?, done.gas_used))
}

/// Submits the JSON with wasmd's own command line, as the key of the validator.
fn by_program(devnet: &Devnet, line: Line, part: &CodeProposal) -> Result<(u64, u64)> {
    let file = devnet.folder().join("proposal.json");
    std::fs::write(&file, serde_json::to_vec(&part.to_json()?)?)?;
    let home = devnet.folder().join(&devnet.record().nodes[0].home);
    let node = Node::prepare(line)?;
    let mut submit = node.command();
    submit.args(["tx", "gov", "submit-proposal"]).arg(&file).args(["--from", "node0", "--yes"]);
    submit.args(["--keyring-backend", "test", "--gas", "90000000", "--fees", "2250000stake"]);
    submit.args(["--chain-id", devnet.chain_id(), "--node", devnet.rpc(0), "--output", "json"]);
    let answer = json_of(submit.arg("--home").arg(&home))?;
    ensure!(answer["code"] == 0, "wasmd refuses the proposal: {answer}");
    let hash = answer["txhash"].as_str().context("wasmd tells no hash")?.to_string();
    let height = devnet.head(0)?.height;
    devnet.wait_height(height + 2, Duration::from_secs(20))?;
    let mut question = node.command();
    question.args(["query", "tx", &hash, "--node", devnet.rpc(0), "--output", "json"]);
    let tx = json_of(question.arg("--home").arg(&home))?;
    let events = tx["events"].as_array().into_iter().flatten();
    let mut attributes = events
        .filter(|event| event["type"] == "submit_proposal")
        .flat_map(|event| event["attributes"].as_array().into_iter().flatten());
    let id = attributes.find(|attribute| attribute["key"] == "proposal_id");
    let id = id.and_then(|id| id["value"].as_str()).with_context(|| {
        format!("no proposal was made: {}", tx["raw_log"].as_str().unwrap_or_default())
    })?;
    let gas = tx["gas_used"].as_str().unwrap_or_default();
    Ok((id.parse()?, gas.parse()?))
}

fn json_of(command: &mut Command) -> Result<Value> {
    let output = command.output()?;
    let errors = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).with_context(|| format!("wasmd says: {errors}"))
}

/// The code ids on the chain, found by checksum, of a chain that then knows them.
fn adopted(chain: &mut NodeChain, library: &Library) -> Result<Codes> {
    let mut id = |name: &str| -> Result<u64> {
        let checksum = library.read(name)?.checksum;
        let codes = chain.client().codes()?;
        let code = codes.iter().find(|code| code.checksum == checksum);
        let code_id = code.with_context(|| format!("{name} was not stored"))?.code_id;
        chain.adopt(code_id, checksum)?;
        Ok(code_id)
    };
    Ok(Codes {
        registry: id("state-registry")?,
        ledger: id("execution-ledger")?,
        tracker: id("contribution-tracker")?,
        distributor: id("value-distributor")?,
        dao: id("governance-dao")?,
        // No token in this economy.
        cw20: 0,
    })
}
