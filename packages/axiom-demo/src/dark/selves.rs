//! People who trade with themselves.

use anyhow::{Context, Result};
use axiom_suite::{call, JobBuilder};
use axiom_types::tracker::{AdminMsg, ExecuteMsg, Holder, NewGrant};
use cosmwasm_std::{CosmosMsg, Uint128};

use crate::reference::Caps;
use crate::stage::Stage;
use crate::story::people::ROUTE;
use crate::story::work::credit;

const PRICE: u128 = 100_000;
const HER_CAPS: Caps = Caps { per_client: 500, total: 500, per_pair: 500 };
const FIRST_CAPS: Caps = Caps { per_client: 100, total: 100, per_pair: 60 };
const RULE_CAPS: Caps = Caps { per_client: 40, total: 80, per_pair: 40 };
const RULE_MIN: u128 = 50;
const RING: [&str; 5] = ["ring 1", "ring 2", "ring 3", "ring 4", "ring 5"];

fn grant(s: &Stage, domain: u32, holder: Holder, caps: Caps) -> CosmosMsg {
    let grant = NewGrant {
        domain,
        ledger: s.suite.at.ledger.to_string(),
        holder,
        per_client: Uint128::new(caps.per_client),
        total: Uint128::new(caps.total),
        per_pair: Uint128::new(caps.per_pair),
        last_epoch: None,
    };
    let msg = ExecuteMsg::Admin(AdminMsg::GrantBudget { grant });
    call(&s.suite.at.tracker, &msg)
}

fn address_of(s: &Stage, who: &str) -> Holder {
    Holder::Address { address: s.address(who) }
}

/// Alice pays her own agent for work.
pub fn both_sides(s: &mut Stage) -> Result<()> {
    if s.participant("agent")?.and_then(|agent| agent.principal).is_none() {
        crate::story::people::play(s)?;
    }
    s.say("The members grant alice a budget in domain code. She posts a job, and her own agent does it.");
    let msgs = vec![grant(s, 2, address_of(s, "alice"), HER_CAPS)];
    s.decree(1, msgs)?;
    s.reference.grant(2, "alice", HER_CAPS);
    let household = |s: &Stage| -> Result<u128> {
        Ok(s.balance("alice")? + s.balance("agent")? + s.wallet("alice") + s.wallet("agent"))
    };
    let (money, treasury) = (household(s)?, s.balance("dao")?);
    let before = ["alice", "agent"].map(|who| s.reference.lifetime(2, who));
    s.deposit_for_work("alice", PRICE)?;
    let job = s.performed("alice", "agent", JobBuilder::paid(PRICE).to("agent").build())?;
    s.note("own job", job);
    let minted = credit(s, 2, "alice", "agent", PRICE, &ROUTE);
    let fee = s.reference.parts(PRICE, &ROUTE).fee;
    s.check("what the two own together is less by", "uaxm", money.wrapping_sub(household(s)?), fee);
    s.check("fee to the treasury", "uaxm", s.balance("dao")?.wrapping_sub(treasury), fee);
    let recorded = s.contribution(job)?.context("no contribution was recorded")?;
    s.check("score made", "points", recorded.minted.u128(), minted);
    for (who, before) in ["alice", "agent"].into_iter().zip(before) {
        let lifetime = s.score(who, 2)?.lifetime.u128();
        s.check(
            &format!("points that {who} has ever earned, as before"),
            "points",
            lifetime,
            before,
        );
    }
    Ok(())
}

/// Everybody in the ring pays the next one; the money goes round.
fn round(s: &mut Stage) -> Result<()> {
    for (at, client) in RING.iter().enumerate() {
        let worker = RING[(at + 1) % RING.len()];
        s.deposit_for_work(client, PRICE)?;
        s.performed(client, worker, JobBuilder::paid(PRICE).to(worker).build())?;
        credit(s, 2, client, worker, PRICE, &[(worker, 10_000)]);
    }
    Ok(())
}

/// Points that the ring has gained, by the tracker.
pub fn gained(s: &Stage) -> Result<u128> {
    let each = RING.iter().map(|who| Ok(s.score(who, 2)?.lifetime.u128()));
    each.sum()
}

fn expected(s: &Stage) -> u128 {
    RING.iter().map(|who| s.reference.lifetime(2, who)).sum()
}

/// What the budgets of the ring allow in all in one epoch.
pub fn allowed() -> u128 {
    FIRST_CAPS.total + RULE_CAPS.total
}

/// Five accounts of one person post jobs to each other, without a budget and with one.
pub fn ring(s: &mut Stage) -> Result<()> {
    let worth = s.reference.measure(2, PRICE) * RING.len() as u128;
    s.say(&format!(
        "Each pays the next 100,000 uaxm, which honest work would make {worth} points. Without a granted budget \
         the ring turns for nothing."
    ));
    round(s)?;
    s.check("gained by the ring", "points", gained(s)?, expected(s));

    s.say(&format!(
        "Now the members are fooled: they grant the first account {} points an epoch, and {} to everybody with \
         a score of {RULE_MIN} together.",
        FIRST_CAPS.total, RULE_CAPS.total
    ));
    let rule = Holder::MinScore { domain: 2, min: Uint128::new(RULE_MIN) };
    let msgs = vec![grant(s, 2, address_of(s, "ring 1"), FIRST_CAPS), grant(s, 2, rule, RULE_CAPS)];
    s.decree(1, msgs)?;
    s.reference.grant(2, "ring 1", FIRST_CAPS);
    s.reference.grant_by_score(2, 2, RULE_MIN, RULE_CAPS);
    // Both rounds in one epoch: begin with a fresh one.
    let close = s.reference.epoch_close(2, s.suite.now());
    s.wait_until(close);
    round(s)?;
    round(s)?;
    s.check("gained by the ring in two rounds", "points", gained(s)?, expected(s));
    s.check("more than was granted", "", gained(s)? > allowed(), false);
    s.note("ring", 1);
    Ok(())
}
