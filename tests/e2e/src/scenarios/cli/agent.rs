//! An agent acts in somebody's name, within what it was allowed, and pays no fees.

use anyhow::{Context, Result};

use super::{attribute, fee, same, test_account, Town};

/// Granted, used, refused where it goes too far, and taken back.
pub fn act(town: &mut Town) -> Result<()> {
    let mine = town.me.does("keys show me")?;
    let mine = mine["address"].as_str().context("no address")?.to_string();
    let agent = test_account("agent");
    let alone = "--from agent --authz-granter @me";
    let as_agent = format!("{alone} --fee-granter @me");
    let post = "tx ledger post-job --title Dance --assignment.direct.worker @ben --reward.paid.amount 0.4axm \
                --reward.paid.asset.native uaxm";
    town.me.fails(4, "", &format!("{post} {alone}"))?;
    town.me.fails(2, "expected contract/message", "agent grant @agent --allow everything")?;
    town.me.does(
        "agent grant @agent --allow ledger/post_job --allow ledger/cancel --calls 2 --fees 1axm",
    )?;

    let (purse, wallet, balance) =
        (town.wallet(&mine)?, town.wallet(&agent)?, town.balance("@me")?);
    let done = town.me.does(&format!("{post} {as_agent}"))?;
    same("the client", attribute(&done, "axiom_ledger_job_posted", "client")?, mine.clone())?;
    same("the agent's wallet", town.wallet(&agent)?, wallet)?;
    same("my wallet", town.wallet(&mine)?, purse - fee(&done)?)?;
    same("my balance", town.balance("@me")?, balance - 400_000)?;

    let job = attribute(&done, "axiom_ledger_job_posted", "job")?;
    town.me.fails(4, "unauthorized", &format!("tx registry leave {as_agent}"))?;
    town.me.fails(4, "unauthorized", &format!("tx ledger expire --job {job} {as_agent}"))?;
    town.me.does(&format!("tx ledger cancel --job {job} {as_agent}"))?;
    same("my balance after the cancel", town.balance("@me")?, balance)?;
    // Both calls are used up.
    town.me.fails(4, "", &format!("{post} {as_agent}"))?;

    town.me.does("agent grant @agent --allow ledger/post_job --fees 1axm --calls 5")?;
    town.me.does("agent revoke @agent")?;
    let said = town.me.fails(4, "no such fee grant", &format!("{post} {as_agent}"))?;
    same("strange characters", said.err.chars().filter(|c| *c == '\u{fffd}').count(), 0)?;
    // With fees of its own it may not act either.
    town.me.does("faucet --to @agent --amount 1axm")?;
    town.me.fails(4, "authorization not found", &format!("{post} {alone}")).map(|_| ())
}
