//! The audit; a record proven by a validator set that is trusted; the ledger exported and replayed.

use anyhow::{ensure, Context, Result};
use serde_json::{json, Value};

use super::{same, write, Town};

/// A change to a file, with what it is.
type Tampering = (&'static str, fn(&mut Value));

/// What a forger would try.
const FORGED: [Tampering; 5] = [
    ("another actor", |file| file["subject"]["record"]["record"]["actor"] = json!("wasm1forger")),
    ("another place", |file| file["proof"]["index"] = json!(2)),
    ("another count", |file| file["root"]["leaves"] = json!(99)),
    ("another root", |file| file["root"]["root"] = json!("00".repeat(32))),
    ("another chain", |file| file["chain_id"] = json!("other-1")),
];

/// Audited, proven, replayed.
pub fn prove(town: &mut Town) -> Result<()> {
    audited(town)?;
    proven(town)?;
    replayed(town)
}

fn audited(town: &Town) -> Result<()> {
    let audit = town.me.does("audit")?;
    let solvency = audit["solvency"].as_array().context("no solvency")?;
    ensure!(
        !solvency.is_empty() && solvency.iter().all(|row| row["ok"] == true),
        "not solvent: {audit}"
    );
    same("the replay of the audit", &audit["replay"]["ok"], &json!(true))?;
    same("legs that wait", &audit["pending"], &json!([]))
}

/// Verified without the node, whose address leads nowhere.
fn proven(town: &mut Town) -> Result<()> {
    town.me.does("record prove 3 --file record.json")?;
    let trusted = town.me.does("record trust")?;
    write(town, "validators.json", &trusted)?;
    town.me.set("AXIOM_NODE", "http://127.0.0.1:1");
    let line = "record verify record.json --validators validators.json --job 1";
    let report = town.me.does(line)?;
    same("it holds by what is trusted", &report["trusted"], &json!(true))?;
    same("the record", &report["record"]["transition"], &json!("approved"))?;
    let alone = town.me.does("record verify record.json")?;
    same("it holds by nothing", &alone["trusted"], &json!(false))?;

    let mut other = trusted;
    other["validators_hash"] = json!("11".repeat(32));
    write(town, "others.json", &other)?;
    town.me.fails(7, "does not hold", "record verify record.json --validators others.json")?;
    town.me.fails(7, "does not hold", "record verify record.json --job 2")?;
    let text = std::fs::read(town.me.file("record.json"))?;
    for (what, forge) in FORGED {
        let mut file: Value = serde_json::from_slice(&text)?;
        forge(&mut file);
        write(town, "forged.json", &file)?;
        town.me
            .fails(7, "does not hold", "record verify forged.json --validators validators.json")
            .context(what)?;
    }
    std::fs::write(town.me.file("clipped.json"), &text[..text.len() / 2])?;
    town.me.fails(2, "", "record verify clipped.json --validators validators.json")?;
    town.me.fails(3, "127.0.0.1:1", "q ledger root")?;
    town.me.set("AXIOM_NODE", "");
    Ok(())
}

fn replayed(town: &Town) -> Result<()> {
    let root = town.me.does("q ledger root")?;
    let done = town.me.does("ledger export ledger.jsonl")?;
    same("the root of the export", &done["root"], &root["root"])?;
    let replay = town.me.does("ledger replay ledger.jsonl")?;
    same("differences", &replay["compared"]["differences"], &json!([]))?;
    let money = &replay["statistics"]["money"]["uaxm"];
    // Two jobs were paid, one was taken back: fees of 75,000 and 10,000.
    let expected =
        [("posted", "2300000"), ("paid", "1815000"), ("fee", "85000"), ("refunded", "400000")];
    for (key, value) in expected {
        same(key, &money[key], &json!(value))?;
    }
    let again = town.me.does("ledger export ledger.jsonl")?;
    same("the root of what is kept", &again["root"], &done["root"])?;
    ensure!(again["kept"].as_u64() >= done["events"].as_u64(), "exported anew: {again}");
    let text = std::fs::read_to_string(town.me.file("ledger.jsonl"))?;
    std::fs::write(town.me.file("forged.jsonl"), text.replacen("approved", "declined", 1))?;
    town.me.fails(7, "", "ledger replay forged.jsonl --offline").map(|_| ())
}
