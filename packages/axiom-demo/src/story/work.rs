//! Paid and voluntary work.

use anyhow::{Context, Result};
use axiom_suite::{link, submission, JobBuilder};
use axiom_types::ledger::{raw, Submission};
use axiom_types::registry::CellContent;
use axiom_types::rule::Rule;

use crate::ask::axm;
use crate::reference::Settled;
use crate::stage::{done, Stage};
use crate::story::people::{ROUTE, SKILL};

/// Price of the first job, in uaxm.
pub const PRICE: u128 = 400_000;
const SECOND_PRICE: u128 = 300_000;
const USER_PRICE: u128 = 50_001;
const DEPOSIT: u128 = 1_000_000;

/// One paid job from posting to approval, with everything that the approval moves.
pub fn play(s: &mut Stage) -> Result<()> {
    let before = s.balance("app")?;
    s.deposit_for_work("app", DEPOSIT)?;
    let funded = before + DEPOSIT;
    s.check("balance of the application", "uaxm", s.balance("app")?, funded);
    let gate = Rule::Capability { name: SKILL.to_string() };
    let job = s.post("app", JobBuilder::paid(PRICE).capability(SKILL).gate(gate).build())?;
    s.note("job", job);
    s.check("its balance once the job is posted", "uaxm", s.balance("app")?, funded - PRICE);
    let locked = s.escrow(job)?.map_or(0, |escrow| escrow.amount.u128());
    s.check("locked in escrow", "uaxm", locked, PRICE);

    s.say("The agent accepts: who is paid is fixed now. It hands in the hash of its output and of what it read.");
    done(s.suite.ledger().accept("agent", job))?;
    let payees: Vec<String> =
        s.job(job)?.payees.iter().map(|p| format!("{} {}", s.name(&p.account), p.bps)).collect();
    let expected: Vec<String> = ROUTE.iter().map(|(who, bps)| format!("{who} {bps}")).collect();
    s.check("payees", "bps", payees.join(", "), expected.join(", "));
    let context_root = s.noted_root("context root")?.root;
    let work = Submission { context_root: Some(context_root), ..submission("summary") };
    done(s.suite.ledger().submit_work("agent", job, work))?;
    s.check("the job is", "", s.ending(job)?, "in_review".to_string());
    approve(s, job)
}

fn approve(s: &mut Stage, job: u64) -> Result<()> {
    s.say("The application approves. One transaction releases the money, records the contribution, publishes the result.");
    let before = [s.balance("dao")?, s.balance("alice")?, s.balance("agent")?];
    done(s.suite.ledger().approve("app", job))?;
    s.note_tx("approval");
    for (label, ty) in [
        ("money released, in this transaction", "axiom_ledger_job_settled"),
        ("contributions recorded, in this transaction", "axiom_tracker_recorded"),
        ("results published, in this transaction", "axiom_registry_cell_written"),
    ] {
        s.check(label, "", s.events_in("approval", ty)?, 1);
    }
    let parts = s.reference.parts(PRICE, &ROUTE);
    let after = [s.balance("dao")?, s.balance("alice")?, s.balance("agent")?];
    let gains: Vec<u128> = after.iter().zip(before).map(|(a, b)| a.wrapping_sub(b)).collect();
    let expected = [parts.fee, parts.parts[0], parts.parts[1]];
    for (label, (gain, expected)) in
        ["protocol fee to the treasury", "payout split: alice", "payout split: agent"]
            .into_iter()
            .zip(gains.into_iter().zip(expected))
    {
        s.check(label, "uaxm", gain, expected);
    }
    s.check("left in escrow", "uaxm", s.escrow(job)?.map_or(0, |e| e.amount.u128()), 0);
    let minted = credit(s, 2, "app", "agent", PRICE, &ROUTE);
    let recorded = s.contribution(job)?.map_or(0, |c| c.minted.u128());
    s.check("contribution of the job in domain code", "points", recorded, minted);
    s.say("Score decays from its first second on and is rounded down, so a moment later it shows a point less.");
    for who in ["alice", "agent"] {
        score(s, who, 2)?;
    }
    let published = result(s, job)?;
    s.check(
        "published result is the output handed in",
        "",
        published == link("summary").sha256.to_hex(),
        true,
    );
    Ok(())
}

/// Notes in the reference that a paid job was settled in the newest transaction; answers the points it mints.
pub fn credit(
    s: &mut Stage,
    domain: u32,
    client: &str,
    worker: &str,
    price: u128,
    payees: &[(&str, u16)],
) -> u128 {
    let work = Settled {
        domain,
        client,
        worker,
        measure: s.reference.measure(domain, price),
        payees,
        time: s.last_time(),
    };
    s.reference.settle(&work)
}

/// Checks somebody's score against the reference.
pub fn score(s: &mut Stage, who: &str, domain: u32) -> Result<()> {
    let observed = s.score(who, domain)?.score.u128();
    let expected = s.reference.score(domain, who, s.suite.now());
    let name = if domain == 1 { "governance" } else { "code" };
    s.check(&format!("score of {who} in domain {name}"), "points", observed, expected);
    Ok(())
}

/// Hash of the result that a job published, as hex.
pub fn result(s: &Stage, job: u64) -> Result<String> {
    let space = s.job(job)?.peers.space.context("the ledger has no space")?;
    let cell = s.cell(space, &raw::result_key(job))?.context("no result was published")?;
    match cell.content {
        CellContent::Linked(link) => Ok(link.sha256.to_hex()),
        CellContent::Inline { .. } => Ok(String::new()),
    }
}

/// A second worker, and a user who asks for work without any budget.
pub fn demand(s: &mut Stage) -> Result<()> {
    let before = s.balance("worker")?;
    s.deposit_for_work("app", SECOND_PRICE)?;
    let job = s.performed("app", "worker", JobBuilder::paid(SECOND_PRICE).build())?;
    credit(s, 2, "app", "worker", SECOND_PRICE, &[("worker", 10_000)]);
    let first = s.reference.parts(SECOND_PRICE, &[("worker", 10_000)]).parts[0];
    s.check("paid to the worker", "uaxm", s.balance("worker")?.wrapping_sub(before), first);
    score(s, "worker", 2)?;
    s.note("second job", job);

    s.say(
        "Dave, a user, pays for work too. Nobody granted him a budget, so his money moves and no score is made: \
         money cannot buy score.",
    );
    s.deposit_for_work("dave", USER_PRICE)?;
    let job = s.performed("dave", "worker", JobBuilder::paid(USER_PRICE).build())?;
    s.note("user's job", job);
    let minted = credit(s, 2, "dave", "worker", USER_PRICE, &[("worker", 10_000)]);
    let second = s.reference.parts(USER_PRICE, &[("worker", 10_000)]).parts[0];
    s.check(
        "paid to the worker by dave, fee rounded up",
        "uaxm",
        s.balance("worker")?.wrapping_sub(before).wrapping_sub(first),
        second,
    );
    let recorded = s.contribution(job)?.map_or(u128::MAX, |c| c.minted.u128());
    s.check("score made by dave's money", "points", recorded, minted);
    Ok(())
}

/// Voluntary work in the domain that votes.
pub fn voice(s: &mut Stage) -> Result<()> {
    let points = 60;
    let job = s.performed("app", "agent", JobBuilder::voluntary(1, points).build())?;
    s.note("voluntary job", job);
    let work = Settled {
        domain: 1,
        client: "app",
        worker: "agent",
        measure: points,
        payees: &ROUTE,
        time: s.last_time(),
    };
    let minted = s.reference.settle(&work);
    let recorded = s.contribution(job)?.map_or(0, |c| c.minted.u128());
    s.check("contribution in domain governance", "points", recorded, minted);
    for who in ["alice", "agent"] {
        let (observed, expected) = (s.weight(who)?, s.reference.weight(who));
        s.check(&format!("votes of {who} now"), "votes", observed, expected);
    }
    let (observed, expected) = (s.total_weight()?, s.reference.total_weight());
    s.check("all votes", "votes", observed, expected);
    Ok(())
}

/// The fixed shares leave for the wallets of their owners.
pub fn withdraw(s: &mut Stage) -> Result<()> {
    let parts = s.reference.parts(PRICE, &ROUTE);
    for ((who, _), expected) in ROUTE.iter().zip(parts.parts) {
        let before = s.wallet(who);
        done(s.suite.distributor().withdraw(who, &axm(), None))?;
        let gain = s.wallet(who).wrapping_sub(before);
        s.check(&format!("arrived in the wallet of {who}"), "uaxm", gain, expected);
        s.check(&format!("left in the balance of {who}"), "uaxm", s.balance(who)?, 0);
    }
    Ok(())
}
