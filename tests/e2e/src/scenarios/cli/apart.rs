//! Transactions that are made here and signed elsewhere: by wasmd's own key ring, and by axiom without a network. And
//! the proof of a shared entry.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{ensure, Context, Result};
use axiom_devnet::{Line, Node};
use serde_json::{json, Value};

use super::{attribute, same, write, Town};

/// A grant and its end, each drafted; the one signed by wasmd, the other by axiom on a machine without a network.
pub fn sign_apart(town: &mut Town) -> Result<()> {
    let account = town.me.does("tx account @me")?;
    let draft = town.me.does(
        "agent grant @agent --allow registry/create_space --calls 3 --fees 1axm --generate-only --gas 400000",
    )?;
    write(town, "grant.json", &draft)?;
    let ring = Ring::of(town)?;
    let signed = ring.sign(town, "grant.json", &account)?;
    write(town, "signed.json", &signed)?;
    town.me.does("tx broadcast signed.json")?;
    let open = "tx registry create-space --name songs --writers owner --from agent --authz-granter @me --fee-granter @me";
    let done = town.me.does(open)?;
    let mine = account["address"].as_str().context("no address")?;
    same("the owner", attribute(&done, "axiom_registry_space_opened", "owner")?.as_str(), mine)?;

    let draft = town.me.does("agent revoke @agent --generate-only --gas 400000")?;
    write(town, "revoke.json", &draft)?;
    let account = town.me.does("tx account @me")?;
    town.me.set("AXIOM_NODE", "http://127.0.0.1:1");
    let signed = town.me.does(&format!(
        "tx sign revoke.json --yes --account-number {} --sequence {}",
        account["account_number"], account["sequence"]
    ))?;
    town.me.set("AXIOM_NODE", "");
    write(town, "signed.json", &signed)?;
    town.me.does("tx broadcast signed.json")?;
    town.me.fails(4, "", open)?;
    entry(town)
}

/// The key of the person in wasmd's key ring, in a folder of its own.
struct Ring {
    program: PathBuf,
    home: PathBuf,
}

impl Ring {
    fn of(town: &Town) -> Result<Self> {
        let home = axiom_devnet::Home::find()?;
        let node = Node::prepare_in(&home, Line::V070)?;
        let ring = Self { program: node.program().to_path_buf(), home: town.me.file("ring") };
        let words = town.me.says(&["keys", "export", "me", "--yes"])?;
        ensure!(words.code == Some(0), "the key is not exported: {}", words.err);
        ring.run(&["keys", "add", "me", "--recover"], &words.out)?;
        Ok(ring)
    }

    /// The draft, signed without a network.
    fn sign(&self, town: &Town, file: &str, account: &Value) -> Result<Value> {
        let file = town.me.file(file).display().to_string();
        let (number, sequence) =
            (account["account_number"].to_string(), account["sequence"].to_string());
        let words = [
            "tx",
            "sign",
            &file,
            "--from",
            "me",
            "--offline",
            "--account-number",
            &number,
            "--sequence",
            &sequence,
            "--chain-id",
            town.devnet.chain_id(),
            "--output",
            "json",
        ];
        let said = self.run(&words, "")?;
        serde_json::from_str(&said).with_context(|| format!("wasmd signs no JSON: {said}"))
    }

    fn run(&self, words: &[&str], input: &str) -> Result<String> {
        let mut child = Command::new(&self.program)
            .args(words)
            .args(["--keyring-backend", "test", "--home"])
            .arg(&self.home)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        child.stdin.take().context("no standard input")?.write_all(input.as_bytes())?;
        let output = child.wait_with_output()?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        ensure!(output.status.success(), "wasmd {}: {told}", words.join(" "));
        Ok(String::from_utf8(output.stdout)?)
    }
}

/// An entry, proven by a validator set that is trusted.
fn entry(town: &mut Town) -> Result<()> {
    let made = town.me.does("tx registry create-space --name prices --writers owner")?;
    let space = attribute(&made, "axiom_registry_space_opened", "space")?;
    town.me.does(&format!(
        "tx registry write-cells --space {space} \
         --writes key=axm,expected_version=0,content.inline.data=text:7"
    ))?;
    town.me.does(&format!("cell prove {space} axm --file cell.json"))?;
    let trusted = town.me.does("record trust")?;
    write(town, "validators.json", &trusted)?;
    let report = town.me.does("cell verify cell.json --validators validators.json")?;
    same("the entry holds by what is trusted", &report["trusted"], &json!(true))?;
    let mut file: Value = serde_json::from_slice(&std::fs::read(town.me.file("cell.json"))?)?;
    file["subject"]["cell"]["version"] = json!(2);
    write(town, "forged.json", &file)?;
    town.me
        .fails(7, "does not hold", "cell verify forged.json --validators validators.json")
        .map(|_| ())
}
