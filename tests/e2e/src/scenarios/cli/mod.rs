//! The `axiom` command on a node, as a person runs it: an economy is founded (and the founding killed), worked in,
//! governed, upgraded, proved and audited.

mod agent;
mod apart;
mod found;
mod govern;
mod prove;
mod work;

use std::time::Instant;

use anyhow::{ensure, Context, Result};
use axiom_client::{Client, Config, Signer};
use axiom_devnet::{Devnet, Options};
use axiom_keys::Secret;
use serde_json::Value;

use super::Scenario;
use crate::axiom::Person;
use crate::world::World;

/// Name of the economy.
const ECONOMY: &str = "village";
/// Voters besides alice, ben and carol; a founding knows 50 in all.
const VOTERS: usize = 47;

/// Its scenario.
pub fn scenarios() -> Vec<Scenario> {
    vec![Scenario {
        name: "cli",
        shows: "the axiom command founds, is killed and goes on, works, votes, upgrades, proves and audits",
        play,
    }]
}

/// What the parts of the scenario share.
struct Town<'a> {
    world: &'a World,
    devnet: Devnet,
    /// An own way to the chain, to see what the program did.
    client: Client,
    me: Person,
    voters: Vec<Voter>,
}

/// A key that is only in the environment of the program, as words.
struct Voter {
    words: String,
    address: String,
}

impl Voter {
    fn new() -> Result<Self> {
        let secret = Secret::generate()?;
        let signer = Signer::from_secret(&secret.key().to_bytes(), axiom_chain::PREFIX)?;
        let words = secret.words().context("a new key has no words")?.to_string();
        Ok(Self { words, address: signer.address().to_string() })
    }
}

/// A part of the scenario.
type Part = fn(&mut Town) -> Result<()>;

fn play(world: &mut World) -> Result<()> {
    let devnet = Devnet::up(&Options { api: true, ..Options::for_tests("e2e-cli") })?;
    let config = Config::new(devnet.rpc(0), "0.025uaxm".parse()?).chain_id(devnet.chain_id());
    let place = world.root().join("target/e2e-cli");
    let mut town = Town {
        client: Client::connect(config)?,
        me: Person::arrives(world.root(), &place)?,
        voters: (0..VOTERS).map(|_| Voter::new()).collect::<Result<_>>()?,
        devnet,
        world,
    };
    let parts: [(&str, Part); 8] = [
        ("chains and keys", found::settle),
        ("founding", found::found),
        ("work", work::work),
        ("agent", agent::act),
        ("votes", govern::vote),
        ("proofs", prove::prove),
        ("signed elsewhere", apart::sign_apart),
        ("upgrades", govern::upgrade),
    ];
    for (name, part) in parts {
        let begun = Instant::now();
        part(&mut town).context(name)?;
        println!("      {name}: {:.1} s", begun.elapsed().as_secs_f32());
    }
    town.devnet.delete()?;
    Ok(std::fs::remove_dir_all(place)?)
}

impl Town<'_> {
    /// What an account holds in its wallet, in uaxm.
    fn wallet(&self, address: &str) -> Result<u128> {
        Ok(self.client.balance(address, "uaxm")?)
    }

    /// What an account holds inside the value-distributor, in uaxm.
    fn balance(&self, account: &str) -> Result<u128> {
        let answer = self.me.does_words(&[
            "q",
            "distributor",
            "balance",
            "--owner",
            account,
            "--asset",
            r#"{"native":"uaxm"}"#,
        ])?;
        number(&answer, "")
    }

    /// Moves the clock of the chain.
    fn advance(&self, span: &str) -> Result<()> {
        // The program finds the devnet by the checkout that the working folder lies in.
        let said = self.me.says(&["devnet", "advance", span, "--name", "e2e-cli"])?;
        ensure!(said.code == Some(0), "the clock does not move: {}", said.err);
        Ok(())
    }
}

/// The fee of a transaction, which is that of its limit of gas.
fn fee(done: &Value) -> Result<u128> {
    Ok((number(done, "/gas_wanted")? * 25).div_ceil(1_000))
}

/// The address of a test account.
fn test_account(name: &str) -> String {
    axiom_chain::Account::named(name).address.to_string()
}

/// Writes a value to a file of the working folder.
fn write(town: &Town, name: &str, value: &Value) -> Result<()> {
    Ok(std::fs::write(town.me.file(name), serde_json::to_vec_pretty(value)?)?)
}

/// A number that stands in an answer as a number or as a text.
fn number(answer: &Value, at: &str) -> Result<u128> {
    let found = answer.pointer(at).with_context(|| format!("no {at} in {answer}"))?;
    let text = found.as_str().map_or_else(|| found.to_string(), str::to_string);
    text.parse().with_context(|| format!("{at} is {text}, no number"))
}

/// An attribute of the first event of a name in the answer of a transaction.
fn attribute(done: &Value, event: &str, key: &str) -> Result<String> {
    let mut events = done["events"].as_array().into_iter().flatten();
    let found =
        events.find(|one| one["event"] == event).and_then(|one| one["attributes"][key].as_str());
    Ok(found.with_context(|| format!("no {event}.{key} in {done}"))?.to_string())
}

/// Two figures that have to be the same.
fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Result<()> {
    ensure!(found == expected, "{what}: {found:?}, expected {expected:?}");
    Ok(())
}
