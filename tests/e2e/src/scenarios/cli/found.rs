//! A chain is added, a key made; the economy is founded, with the founding killed on the way.

use std::time::{Duration, Instant};

use anyhow::{ensure, Context, Result};
use serde_json::{json, Value};

use super::{same, test_account, Town, ECONOMY};

/// How long founding may take in all, killed and resumed.
const PATIENCE: Duration = Duration::from_secs(60);
/// Where the founding is killed: what it has said, and how many milliseconds later.
const KILLS: [(&str, u64); 5] =
    [("[1/6]", 30), ("[2/6]", 0), ("block ", 0), ("[4/6]", 120), ("[6/6]", 15)];

/// The chain by its RPC, a key in a file, coins from the faucet, and a doctor who finds nothing.
pub fn settle(town: &mut Town) -> Result<()> {
    let (rpc, id) = (town.devnet.rpc(0).to_string(), town.devnet.chain_id().to_string());
    let add = |name: &str, id: &str| {
        format!("chain add {name} --id {id} --rpc {rpc} --gas-price 0.025uaxm --denom uaxm=axm:6")
    };
    town.me.does(&add("town", &id))?;
    town.me.does(&add("other", "other-1"))?;
    town.me.does("chain use town")?;
    town.me.fails(3, "other-1", "faucet --to @alice --chain other")?;
    town.me.fails(2, "there is no chain nowhere", "faucet --chain nowhere")?;

    town.me.fails(6, "a password is needed", "keys add me --show-words")?;
    town.me.set("AXIOM_PASSWORD", "correct horse battery");
    let key = town.me.does("keys add me --show-words")?;
    let me = key["address"].as_str().context("the key has no address")?.to_string();
    town.me.does("keys use me")?;
    town.me.fails(7, "one thing is wrong", "doctor")?;
    town.me.does("faucet")?;
    same("the faucet's gift", town.wallet(&me)?, 1_000_000_000)?;
    let found = town.me.does("doctor")?;
    let rows = found.as_array().context("the doctor tells no list")?;
    let good = |what: &str| rows.iter().any(|row| row["what"] == what && row["state"] == "good");
    for what in ["chain", "node", "height", "upload", "gas", "key", "balance"] {
        ensure!(good(what), "{what} is not good: {found}");
    }
    let wrong = town.me.says_as("AXIOM_PASSWORD", "wrong horse", "tx registry leave")?;
    ensure!(wrong.code == Some(6), "a wrong password: {:?} {}", wrong.code, wrong.err);
    Ok(())
}

/// The default template with fifty holders of score.
fn template(town: &Town) -> Result<String> {
    let text = std::fs::read_to_string(town.world.root().join("economies/default.json"))?;
    let mut template: Value = serde_json::from_str(&text)?;
    let named = [("alice", "30000"), ("ben", "10000"), ("carol", "10000")];
    let named =
        named.map(|(name, points)| json!({ "address": test_account(name), "points": points }));
    let voter = |voter: &super::Voter| json!({ "address": voter.address, "points": "1000" });
    let all: Vec<Value> = named.into_iter().chain(town.voters.iter().map(voter)).collect();
    same("holders of score", all.len(), 50)?;
    *template.pointer_mut("/tracker/create/settings/genesis").context("no genesis")? = json!(all);
    std::fs::write(town.me.file("village.json"), serde_json::to_vec_pretty(&template)?)?;
    let artifacts = town.world.root().join("artifacts").canonicalize()?;
    Ok(format!(
        "economy new {ECONOMY} --template village.json --from deployer --artifacts {}",
        artifacts.display()
    ))
}

/// Killed at several moments and run again, it stands; nothing is stored or founded twice.
pub fn found(town: &mut Town) -> Result<()> {
    let line = template(town)?;
    let plan = town.me.does(&format!("{line} --dry-run"))?;
    same("steps of the plan", plan["steps"].as_array().map(Vec::len), Some(6))?;
    same("codes after a dry run", town.client.codes()?.len(), 0)?;
    let begun = Instant::now();
    killed_before_a_block(town, &line)?;
    let mut running = 0;
    for (at, after) in KILLS {
        running += usize::from(town.me.is_killed(&line, at, Duration::from_millis(after))?);
    }
    let done = town.me.does(&line)?;
    let took = begun.elapsed();
    ensure!(took < PATIENCE, "founding took {took:?}");
    ensure!(running >= 3, "only {running} of {} runs were killed while they ran", KILLS.len());
    println!(
        "      founded after {running} kills and a stop before the block in {:.1} s",
        took.as_secs_f32()
    );
    stands_once(town, &done)?;

    let (deployer, spent) = (test_account("deployer"), town.wallet(&test_account("deployer"))?);
    same("what a second founding answers", &town.me.does(&line)?["contracts"], &done["contracts"])?;
    same("what a second founding costs", town.wallet(&deployer)?, spent)?;
    stands_once(town, &done)?;
    let report = town.me.does("economy verify")?;
    let checks = report["checks"].as_array().context("no checks")?;
    ensure!(
        checks.len() >= 10 && checks.iter().all(|check| check["verdict"] != "fail"),
        "{report}"
    );
    let found = town.me.does("doctor")?;
    let economy =
        found.as_array().and_then(|rows| rows.iter().find(|row| row["what"] == "economy"));
    same("the economy to the doctor", economy.map(|row| &row["state"]), Some(&json!("good")))?;
    Ok(())
}

/// Without the keeper of time no block comes: the first transaction is handed in, the program dies, and the next run
/// finds no code on the chain while the transaction is still under way.
fn killed_before_a_block(town: &mut Town, line: &str) -> Result<()> {
    town.devnet.kill_keeper()?;
    let words = line.replace("economy new", "--output table economy new");
    town.me.is_killed(&words, "[1/6]", Duration::from_millis(1_500))?;
    same("codes before a block", town.client.codes()?.len(), 0)?;
    let mut second = town.me.starts(line)?;
    std::thread::sleep(Duration::from_millis(1_500));
    town.devnet.restart_keeper()?;
    std::thread::sleep(Duration::from_millis(700));
    let _ = second.kill();
    second.wait()?;
    Ok(())
}

/// Every code and every contract is there once, as `artifacts/checksums.txt` says.
fn stands_once(town: &Town, done: &Value) -> Result<()> {
    let codes = town.client.codes()?;
    let committed = town.world.checksums()?;
    same("codes on the chain", codes.len(), 5)?;
    let contracts = done["contracts"].as_object().context("no contracts")?;
    same("contracts", contracts.len(), 5)?;
    for (name, address) in contracts {
        let address = address.as_str().context("an address is no text")?;
        let info = town.client.contract_info(address)?.context("a contract is not there")?;
        let code = codes.iter().find(|code| code.code_id == info.code_id).context("no code")?;
        let expected = committed.get(name.as_str()).context("no checksum")?;
        let sum = cosmwasm_std::HexBinary::from(code.checksum.as_slice()).to_hex();
        same(&format!("checksum of {name}"), &sum, expected)?;
        let of_code = town.client.contracts_of(info.code_id)?;
        same(&format!("contracts of the code of {name}"), of_code, vec![address.to_string()])?;
    }
    Ok(())
}
