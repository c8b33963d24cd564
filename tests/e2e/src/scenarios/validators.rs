//! Four validators, one of which is killed in the middle of the story.

use std::time::{Duration, Instant};

use anyhow::{bail, ensure, Context, Result};
use axiom_chain::{Account, Chain, ChainExt};
use axiom_client::{Client, Config, NodeChain, Question};
use axiom_demo::story::found::found;
use axiom_demo::{play as play_scene, Scene, Stage, Teller, PARTS};
use axiom_devnet::{Devnet, Options};
use cosmwasm_std::coin;

use super::Scenario;
use crate::world::{connect, connect_for_story, World};

const VALIDATORS: usize = 4;
/// The one that is killed.
const VICTIM: usize = 3;
/// Those that are played: work, score, pay, a vote, proofs, silence, junk and claims. The rest is played on one node.
const SCENES: [&str; 12] = [
    "people",
    "context",
    "work",
    "demand",
    "voice",
    "withdraw",
    "pool",
    "vote",
    "verify",
    "silent-reviewer",
    "junk",
    "double-claim",
];
/// Scenes between its death and its return: the first and the last of them.
const WITHOUT: [&str; 2] = ["work", "vote"];
/// How long it may take to catch up.
const RETURN: Duration = Duration::from_secs(120);

/// Its scenarios.
pub fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario {
            name: "validators",
            shows: "the story goes on while one of four validators is killed; restarted, it answers every query alike",
            play: four,
        },
        Scenario {
            name: "killed-in-transaction",
            shows: "a node is killed with a transaction under way: the client says so, and the run goes on",
            play: killed,
        },
    ]
}

fn four(world: &mut World) -> Result<()> {
    let options = Options { validators: VALIDATORS, ..Options::for_tests("e2e-four") };
    let mut devnet = Devnet::up(&options)?;
    let chain = connect_for_story(&devnet, world.library())?;
    let mut stage = found(Box::new(chain), "axiom", Teller::quiet())?;
    world.check_codes(&stage.suite)?;
    let mut down_at = 0;
    for key in SCENES {
        let mut scenes = PARTS.iter().flat_map(|part| part.scenes);
        let scene = scenes.find(|scene| scene.key == key).with_context(|| format!("no {key}"))?;
        if scene.key == WITHOUT[0] {
            devnet.kill_validator(VICTIM)?;
            down_at = stage.suite.chain.height();
            println!("      validator {VICTIM} is killed at block {down_at}");
        }
        tell(&mut stage, scene)?;
        if scene.key == WITHOUT[1] {
            ensure!(!devnet.status()[VICTIM].running, "the killed validator runs");
            let height = stage.suite.chain.height();
            println!("      {} blocks came without it", height - down_at);
            devnet.restart_validator(VICTIM)?;
        }
    }
    let report = stage.teller.report();
    ensure!(report.is_clean(), "the story differs: {report:?}");
    let height = stage.suite.chain.height();
    caught_up(&devnet, height)?;
    let chain = stage.suite.chain.as_any().downcast_ref::<NodeChain>().context("no node")?;
    let contracts = stage.suite.at.all().map(|(_, at)| at.to_string());
    let [one, other] = [0, VICTIM].map(|index| {
        let config = Config::new(devnet.rpc(index), chain.client().config().gas_price.clone());
        Client::connect(config.chain_id(devnet.chain_id()))
    });
    alike(&one?, &other?, height, &chain.asked(), &contracts)?;
    drop(stage);
    devnet.delete()
}

fn tell(stage: &mut Stage, scene: &Scene) -> Result<()> {
    play_scene(stage, scene);
    let broken = stage.teller.report().broken.last().map(|fault| fault.text.clone());
    match broken {
        Some(text) => bail!("scene {} broke off: {text}", scene.key),
        None => Ok(()),
    }
}

fn caught_up(devnet: &Devnet, height: u64) -> Result<()> {
    let start = Instant::now();
    loop {
        match devnet.head(VICTIM) {
            Ok(head) if head.height > height && !head.catching_up => return Ok(()),
            _ if start.elapsed() > RETURN => bail!("validator {VICTIM} has not caught up"),
            _ => std::thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// Every query of the story, and everything that the contracts store, at one height from two nodes.
fn alike(
    one: &Client,
    other: &Client,
    height: u64,
    asked: &[Question],
    contracts: &[String],
) -> Result<()> {
    let mut answered = 0;
    for (contract, msg) in asked {
        let ask = |client: &Client| {
            let answer = client.smart(contract, msg.clone(), Some(height));
            answer.map(|answer| String::from_utf8_lossy(&answer).into_owned())
        };
        let text = String::from_utf8_lossy(msg);
        match (ask(one), ask(other)) {
            (Ok(one), Ok(other)) => {
                ensure!(one == other, "{text}: {one} and {other}");
                answered += 1;
            }
            (Err(one), Err(other)) => {
                ensure!(one.to_string() == other.to_string(), "{text}: {one} and {other}");
            }
            (one, other) => bail!("{text}: {one:?} and {other:?}"),
        }
    }
    ensure!(answered >= 40, "only {answered} queries were answered");
    let mut records = 0;
    for contract in contracts {
        let [mut one, mut other] =
            [one.all_state(contract, Some(height))?, other.all_state(contract, Some(height))?];
        one.sort();
        other.sort();
        ensure!(!one.is_empty() && one == other, "the state of {contract} differs");
        records += one.len();
    }
    println!(
        "      {answered} queries and {records} records of block {height} are alike on both nodes"
    );
    Ok(())
}

/// The only validator dies with a transaction under way.
fn killed(world: &mut World) -> Result<()> {
    let mut devnet = Devnet::up(&Options::for_tests("e2e-killed"))?;
    let mut chain = connect(&devnet, world.library())?;
    let (alice, ben) = (Account::named("alice"), Account::named("ben"));
    chain.know(&alice);
    let gift = [coin(5, "uaxm")];
    let _ = chain.bank_send(&alice, &ben, &gift).should_succeed();
    let before = chain.balance(ben.as_ref(), "uaxm");

    // No blocks without the keeper of time: the transaction is taken, and is in no block when the node dies.
    devnet.kill_keeper()?;
    let signer = axiom_client::Signer::from(&alice);
    let message = axiom_client::messages::bank_send(alice.as_ref(), ben.as_ref(), &gift);
    let signed = chain.client().hand_in(&signer, &[message], &chain.options())?;
    let from = chain.height();
    devnet.kill_validator(0)?;
    let error = match chain.client().wait(&signed, from, 0) {
        Err(error) => error.to_string(),
        Ok(done) => bail!("a dead node put the transaction into block {}", done.height),
    };
    ensure!(
        error.contains("cannot reach the node") && error.contains("axiom devnet up"),
        "{error}"
    );
    println!("      {error}");

    devnet.restart_keeper()?;
    devnet.restart_validator(0)?;
    devnet.wait_height(from + 2, Duration::from_secs(30))?;
    // The node has forgotten it: handing the same transaction in once more is safe, it can be included once only.
    chain.client().broadcast(&signed)?;
    let done = chain.client().wait(&signed, from, 0)?;
    ensure!(chain.balance(ben.as_ref(), "uaxm") == before + 5, "ben was not paid once");
    if chain.client().broadcast(&signed).is_ok() {
        let again = chain.client().rpc().tx(&signed.hash)?.map(|found| found.height);
        ensure!(again == Some(done.height), "the transaction was included twice");
    }
    let _ = chain.bank_send(&alice, &ben, &gift).should_succeed();
    ensure!(chain.balance(ben.as_ref(), "uaxm") == before + 10, "the run does not go on");
    println!("      handed in again after the restart: in block {}, paid once", done.height);
    devnet.delete()
}
