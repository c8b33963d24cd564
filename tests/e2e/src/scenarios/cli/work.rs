//! Register, deposit, post, accept, submit, approve, withdraw; a pool that is funded and claimed.

use anyhow::{ensure, Context, Result};
use serde_json::{json, Value};

use super::{attribute, fee, number, same, test_account, Town};

/// What comes out of a job of 1.5 axm with a fee of 5 %.
const PRICE: u128 = 1_500_000;
const FEE: u128 = 75_000;
const PAID: u128 = PRICE - FEE;

/// A job from its money to the wallet of who did it, every figure to the base unit; then a pool.
pub fn work(town: &mut Town) -> Result<()> {
    let mine = town.me.does("keys show me")?;
    let mine = mine["address"].as_str().context("no address")?.to_string();
    town.me.does("tx registry register --kind user --profile.name Me")?;
    town.me.does("tx registry register --kind agent --profile.name Ben --from ben")?;
    town.me.fails(2, "kind", "tx registry register --kind robot --profile.name Me")?;
    posted(town, &mine)?;
    done(town)?;
    withdrawn(town)?;
    told(town)?;
    pool(town)
}

/// Deposit, allowance and job in one transaction.
fn posted(town: &Town, mine: &str) -> Result<()> {
    let before = town.wallet(mine)?;
    let line = "tx distributor deposit --funds 10axm --allowances controller=@ledger,asset.native=uaxm,amount=2axm \
                + ledger post-job --title Sing --assignment.direct.worker @ben --reward.paid.amount 1.5axm \
                --reward.paid.asset.native uaxm";
    let plan = town.me.does(&line.replace("deposit", "deposit --dry-run"))?;
    same("messages of the plan", plan["messages"].as_array().map(Vec::len), Some(2))?;
    same("what a dry run costs", town.wallet(mine)?, before)?;
    let done = town.me.does(line)?;
    same("the job", attribute(&done, "axiom_ledger_job_posted", "job")?.as_str(), "1")?;
    same("my wallet", town.wallet(mine)?, before - 10_000_000 - fee(&done)?)?;
    same("my balance", town.balance("@me")?, 10_000_000 - PRICE)
}

/// Accepted, handed in, approved.
fn done(town: &Town) -> Result<()> {
    let hash = "ab".repeat(32);
    let of_ben = |what: &str| -> Result<bool> {
        let answer = town.me.does("me @ben")?;
        let jobs =
            answer["work"][what].as_array().with_context(|| format!("no {what}: {answer}"))?;
        Ok(jobs.iter().any(|job| job["job"] == 1))
    };
    ensure!(of_ben("offered")?, "ben is not told of his offer");
    town.me.does("tx ledger accept --job 1 --from ben")?;
    ensure!(of_ben("to_submit")?, "ben is not told what to hand in");
    town.me.does(&format!(
        "tx ledger submit --job 1 --submission.output.uri ipfs://song --submission.output.sha256 {hash} --from ben"
    ))?;
    town.me.fails(
        4,
        "expected the job's client or reviewer",
        "tx ledger approve --job 1 --from carol",
    )?;
    town.me.fails(4, "job 9 is unknown", "tx ledger approve --job 9")?;
    let done = town.me.does("tx ledger approve --job 1")?;
    let settled = |key: &str| attribute(&done, "axiom_ledger_job_settled", key);
    same("what is paid", settled("paid")?, PAID.to_string())?;
    same("what is kept", settled("fee")?, FEE.to_string())?;
    same("ben's balance", town.balance("@ben")?, PAID)?;
    same("the treasury", town.balance("@dao")?, FEE)?;
    let shown = town.me.does("job show 1")?;
    ensure!(shown.to_string().contains("approved"), "the job is not approved: {shown}");
    Ok(())
}

fn withdrawn(town: &Town) -> Result<()> {
    let ben = test_account("ben");
    let line = r#"tx distributor withdraw --withdrawals {"asset":{"native":"uaxm"}} --from ben"#;
    let before = town.wallet(&ben)?;
    let plan = town.me.does(&format!("{line} --dry-run"))?;
    same("the plan is a plan", &plan["dry_run"], &json!(true))?;
    same("ben's balance after a dry run", town.balance("@ben")?, PAID)?;
    let done = town.me.does(line)?;
    same("ben's wallet", town.wallet(&ben)?, before + PAID - fee(&done)?)?;
    same("ben's balance", town.balance("@ben")?, 0)?;
    town.me.fails(4, "nothing of uaxm to withdraw", line).map(|_| ())
}

/// What happened, as it is told afterwards.
fn told(town: &Town) -> Result<()> {
    let history = town.me.does("history @ben")?;
    let rows = history["rows"].as_array().context("no rows")?;
    let row = |row: &Value| (row["kind"].clone(), row["direction"].clone(), row["amount"].clone());
    let found: Vec<_> = rows.iter().map(row).collect();
    let paid = json!(PAID.to_string());
    let expected = vec![
        (json!("score"), json!("in"), json!("10000")),
        (json!("payment"), json!("in"), paid.clone()),
        (json!("withdrawal"), json!("out"), paid),
    ];
    same("ben's history", found, expected)?;
    let table = town.me.says(&["history", "@ben", "--csv"])?;
    same("lines of the table", table.out.lines().count(), 4)?;
    let seen = town.me.does("watch --once --from-block 1 --event job_settled")?;
    same("the event that is watched", &seen["attributes"]["paid"], &json!(PAID.to_string()))
}

/// A pool pays by the standing at the end of an epoch of thirty days.
fn pool(town: &Town) -> Result<()> {
    let made = town.me.does(
        "tx distributor create-pool --pool.name Commons --pool.asset.native uaxm --pool.kind.standing.domain 1 \
         --pool.kind.standing.tracker @tracker",
    )?;
    let pool = attribute(&made, "axiom_distributor_pool_opened", "pool")?;
    town.me
        .does(&format!("tx distributor fund-pool --pool {pool} --amount 1000000 --funds 1axm"))?;
    let claims = json!([{ "pool": 1 }]).to_string();
    let claim = format!(
        "tx distributor claim --claims {} --withdraw true --from alice",
        &claims[1..claims.len() - 1]
    );
    same("what is claimable before", &town.me.does("claimable @alice")?["totals"], &json!([]))?;
    town.advance("30d")?;
    let epoch = town.me.does("q tracker epoch --domain 1 --epoch 0 --account @alice")?;
    let (units, all) = (number(&epoch, "/units")?, number(&epoch, "/total_units")?);
    let part = 1_000_000 * (units >> 20) / (all >> 20);
    same("alice's part", part, 1_000_000 * 30_000 / 97_000)?;
    let totals = town.me.does("claimable @alice")?["totals"].clone();
    same("what is claimable", &totals[0]["amount"], &json!(part.to_string()))?;
    let alice = test_account("alice");
    let before = town.wallet(&alice)?;
    let done = town.me.does(&claim)?;
    same("alice's wallet", town.wallet(&alice)?, before + part - fee(&done)?)?;
    same("what is claimable after", &town.me.does("claimable @alice")?["totals"], &json!([]))
}
