//! Flash Collaboration Economies: a swarm comes together for an urgent task, shares a bounty by a table, and is gone.

use anyhow::Result;
use axiom_chain::Chain;
use axiom_oracle::money;
use axiom_suite::{call, JobBuilder, DAY, DENOM, HOUR};
use axiom_types::distributor::ExecuteMsg;
use axiom_types::registry::ParticipantKind;
use cosmwasm_std::{coin, Uint128};

use super::steps::{
    approve, claim, credited, hand_in, net, post, register, solvent, to_ledger, Work,
};
use super::FOUNDER;
use crate::stage::{done, Stage};
use crate::story::people::able;

/// Name of the template, the economy and the scene.
pub const NAME: &str = "flash-collaboration";
/// The bounty, in uaxm.
pub const BOUNTY: u128 = 9_001;
/// The table by which it is shared.
pub const TABLE: [(&str, u128); 3] = [("dave", 5), ("erin", 3), ("frank", 1)];
/// Jobs of the task: who is asked, and the price in uaxm.
pub const JOBS: [(&str, u128); 3] = [("dave", 12_000), ("erin", 7_001), ("frank", 3_000)];
/// What the swarm can do.
pub const SKILL: &str = "firefight";
/// In so many hours the task is done and paid.
pub const HOURS: u64 = 4;
/// After so many days without anybody's doing nothing is left of the swarm.
pub const LATER: u64 = 95 * DAY;

/// Three jobs within hours, a bounty, and the end of the swarm.
pub fn play(s: &mut Stage) -> Result<()> {
    s.found_side(NAME)?;
    s.inside(NAME, scene)
}

fn scene(s: &mut Stage) -> Result<()> {
    for (who, _) in TABLE {
        register(s, who, ParticipantKind::Agent, &[SKILL])?;
    }
    let whole: u128 = JOBS.iter().map(|(_, price)| price).sum();
    s.deposit_for_work(FOUNDER, whole)?;
    let job = |(who, price): (&str, u128)| JobBuilder::paid(price).to(who).build();
    post(s, FOUNDER, JOBS.map(job).to_vec())?;
    let posted = s.last_time();
    hand_in(s, "dave", &[1])?;
    hand_in(s, "erin", &[2])?;
    approve(s, FOUNDER, &[1])?;
    worked(s, 1)?;
    s.say("One job is approved, one waits for an answer that does not come, one nobody takes. Hours end both.");
    for job in [2, 3] {
        let deadline = s.job(job)?.deadline.unwrap_or(0);
        s.wait_until(deadline);
    }
    to_ledger(s, "stranger", &[2, 3].map(|job| axiom_types::ledger::ExecuteMsg::Expire { job }))?;
    worked(s, 2)?;
    let refund = s.balance(FOUNDER)?;
    s.check("the founder has back what nobody took", "uaxm", refund, JOBS[2].1);

    bounty(s)?;
    let hours = s.last_time().saturating_sub(posted) / HOUR;
    s.note("swarm: hours", hours);
    s.check(&format!("all in less than {HOURS} hours"), "", hours < HOURS, true);
    solvent(s)?;
    gone(s)
}

/// Checks pay and points of a job that was settled in the newest transaction.
fn worked(s: &mut Stage, job: u64) -> Result<()> {
    let Some((_, (worker, price))) = (1..).zip(JOBS).find(|(number, _)| *number == job) else {
        return Ok(());
    };
    s.check(&format!("paid to {worker}"), "uaxm", s.balance(worker)?, net(s, price));
    let measure = s.reference.measure(2, price);
    credited(s, &Work { job, domain: 2, client: FOUNDER, worker, measure })?;
    Ok(())
}

/// The table is set and the bounty paid in, in one transaction; everybody's part is due at once.
fn bounty(s: &mut Stage) -> Result<()> {
    s.say("The founder sets the table and pays the bounty in.");
    let contract = s.suite.at.distributor.clone();
    let shares = s.suite.distributor().shares(&TABLE);
    let set = call(&contract, &ExecuteMsg::SetShares { pool: 1, shares });
    let fund = cosmwasm_std::WasmMsg::Execute {
        contract_addr: contract.to_string(),
        msg: cosmwasm_std::to_json_binary(&ExecuteMsg::FundPool {
            pool: 1,
            amount: Uint128::new(BOUNTY),
        })?,
        funds: vec![coin(BOUNTY, DENOM)],
    };
    let sender = s.address(FOUNDER);
    done(s.suite.chain.execute_multi(&sender, vec![set, fund.into()]))?;
    s.suite.wait(5);
    let rows = TABLE.map(|(who, share)| (who, 1, part(share)));
    claim(s, &rows)
}

/// What a share of the bounty is.
pub fn part(share: u128) -> u128 {
    let total: u128 = TABLE.iter().map(|(_, share)| share).sum();
    money::pro_rata(BOUNTY, &share.into(), &total.into())
}

/// Nobody does anything, and nothing is left.
fn gone(s: &mut Stage) -> Result<()> {
    s.check(
        "live members that can do the task",
        "",
        able(s, SKILL)?,
        "dave, erin, frank".to_string(),
    );
    let sent = s.suite.chain.txs().len();
    s.suite.wait(LATER);
    s.say("Three months pass. Nobody sends anything: registrations lapse and score decays by themselves.");
    s.check("live members that can do the task", "", able(s, SKILL)?, String::new());
    for (who, _) in TABLE {
        let expected = s.reference.score(2, who, s.suite.now());
        s.check(&format!("score of {who}"), "points", s.score(who, 2)?.score.u128(), expected);
    }
    s.note("swarm: sent since", (s.suite.chain.txs().len() - sent) as u64);
    Ok(())
}
