//! Proposals without JSON, fifty signed votes in one batch, direct votes, and an upgrade of all five.

use std::time::Duration;

use anyhow::{ensure, Context, Result};
use axiom_suite::NEXT_VERSION;
use serde_json::{json, Value};

use super::{attribute, number, same, Town};
use crate::world::connect;

/// The contracts as proposals name them, with their second builds.
const NEXT: [(&str, &str); 5] = [
    ("registry", "state-registry@next"),
    ("tracker", "contribution-tracker@next"),
    ("distributor", "value-distributor@next"),
    ("ledger", "execution-ledger@next"),
    ("dao", "governance-dao@next"),
];
/// Blocks that pass before a proposal can be executed at the earliest.
const BLOCKS: u64 = 100;

/// Another fee, by votes that fifty people signed and one sent.
pub fn vote(town: &mut Town) -> Result<()> {
    town.me.fails(2, "fee_pbs", "propose set ledger fee_pbs 250 --from alice")?;
    let made = town.me.does("propose set ledger fee_bps 250 --from alice")?;
    let id = attribute(&made, "axiom_dao_proposal_made", "proposal_id")?;
    let batch = signed(town, &id)?;
    relayed(town, &batch)?;
    let shown = town.me.does(&format!("proposal show {id}"))?;
    same("votes for it", &shown["tally"]["yes"], &shown["tally"]["total"])?;
    same("votes", shown["votes"]["rows"].as_array().map_or(0, Vec::len), 50)?;
    same("what would change", &shown["messages"][0]["changes"][0]["to"], &json!(250))?;
    town.me.fails(4, "expected ready", &format!("tx dao execute --proposal-id {id}"))?;
    passes(town, ["259201s", "86401s"])?;
    town.me.does(&format!("tx dao execute --proposal-id {id}"))?;
    same("the fee", &town.me.does("q ledger settings")?["fee_bps"], &json!(250))?;
    paid_by_the_new_fee(town)
}

/// Everybody's vote, signed without gas, one a line.
fn signed(town: &Town, id: &str) -> Result<Vec<String>> {
    let line = format!("sign dao vote --proposal-id {id} --vote yes");
    let mut all = vec![];
    for name in ["alice", "ben", "carol"] {
        all.push(town.me.does(&format!("{line} --from {name}"))?.to_string());
    }
    for voter in &town.voters {
        let said = town.me.says_as("AXIOM_MNEMONIC", &voter.words, &line)?;
        ensure!(said.code == Some(0), "a vote is not signed: {}", said.err);
        ensure!(!said.err.contains(&voter.words), "the words of a key are told");
        let vote = said.json()?;
        same("the signer", vote["signer"].as_str(), Some(voter.address.as_str()))?;
        all.push(vote.to_string());
    }
    Ok(all)
}

/// All fifty in one transaction, which somebody without a vote pays; what is wrong among them is told and left out.
fn relayed(town: &Town, batch: &[String]) -> Result<()> {
    let first = batch.first().context("nobody signed")?;
    let mut foreign: Value = serde_json::from_str(first)?;
    foreign["chain_id"] = json!("other-1");
    let mut turned: Value = serde_json::from_str(first)?;
    turned["signed"]["vote"] = json!("no");
    let wrong = ["junk".to_string(), foreign.to_string(), turned.to_string()];
    std::fs::write(town.me.file("wrong.jsonl"), wrong.join("\n"))?;
    town.me.fails(4, "nothing of it counted", "relay wrong.jsonl")?;
    let all: Vec<&str> = batch.iter().chain(&wrong).chain([first]).map(String::as_str).collect();
    std::fs::write(town.me.file("votes.jsonl"), all.join("\n"))?;
    let told = town.me.does("relay votes.jsonl")?;
    same("votes that count", number(&told, "/counted")?, 50)?;
    same("lines that are skipped", number(&told, "/skipped")?, 3)?;
    same("votes that are refused", number(&told, "/refused")?, 1)?;
    let actions = told["actions"].as_array().context("no actions")?;
    let hashes: std::collections::BTreeSet<_> = actions
        .iter()
        .filter(|one| one["state"] == "counted")
        .map(|one| one["text"].to_string())
        .collect();
    same("transactions of the batch", hashes.len(), 1)
}

/// Voting and timelock, and the blocks that have to pass besides.
fn passes(town: &Town, spans: [&str; 2]) -> Result<()> {
    for span in spans {
        town.advance(span)?;
        let height = town.devnet.head(0)?.height;
        town.devnet.wait_height(height + BLOCKS + 1, Duration::from_secs(60))?;
    }
    Ok(())
}

fn paid_by_the_new_fee(town: &Town) -> Result<()> {
    let posted = town.me.does(
        "tx distributor deposit --allowances controller=@ledger,asset.native=uaxm,amount=400000 \
         + ledger post-job --title Again --assignment.direct.worker @ben --reward.paid.amount 0.4axm \
         --reward.paid.asset.native uaxm",
    )?;
    let job = attribute(&posted, "axiom_ledger_job_posted", "job")?;
    let hash = "cd".repeat(32);
    town.me.does(&format!(
        "tx ledger accept --job {job} --from ben + ledger submit --job {job} --submission.output.uri ipfs://again \
         --submission.output.sha256 {hash}"
    ))?;
    let done = town.me.does(&format!("tx ledger approve --job {job}"))?;
    same("the new fee", attribute(&done, "axiom_ledger_job_settled", "fee")?.as_str(), "10000")?;
    same("ben's balance", town.balance("@ben")?, 390_000)
}

/// All five move to their second builds, by direct votes, in one transaction.
pub fn upgrade(town: &mut Town) -> Result<()> {
    let mut chain = connect(&town.devnet, town.world.library())?;
    let mut ids = vec![];
    for (contract, code) in NEXT {
        let code = chain.try_store_named(code)?;
        let made =
            town.me.does(&format!("propose upgrade {contract} --code-id {code} --from alice"))?;
        ids.push(attribute(&made, "axiom_dao_proposal_made", "proposal_id")?);
    }
    let all = |one: &dyn Fn(&str) -> String| {
        let each: Vec<String> = ids.iter().map(|id| one(id)).collect();
        each.join(" + ")
    };
    for voter in ["alice", "ben", "carol"] {
        let votes = all(&|id| format!("dao vote --proposal-id {id} --vote yes"));
        town.me.does(&format!("tx {votes}").replacen(
            "--vote yes",
            &format!("--vote yes --from {voter}"),
            1,
        ))?;
    }
    passes(town, ["604801s", "259201s"])?;
    town.me.does(&format!("tx {}", all(&|id| format!("dao execute --proposal-id {id}"))))?;
    for (contract, _) in NEXT {
        let info = town.me.does(&format!("q {contract} info"))?;
        ensure!(info.to_string().contains(NEXT_VERSION), "{contract} is not upgraded: {info}");
    }
    // What stands there now is another release than this program's.
    town.me.fails(7, "checks did not pass", "economy verify")?;
    same("ben's balance after the upgrade", town.balance("@ben")?, 390_000)?;
    let done = town
        .me
        .does(r#"tx distributor withdraw --withdrawals {"asset":{"native":"uaxm"}} --from ben"#)?;
    same(
        "what is withdrawn",
        attribute(&done, "axiom_distributor_withdrawn", "amount")?.as_str(),
        "390000",
    )
}
