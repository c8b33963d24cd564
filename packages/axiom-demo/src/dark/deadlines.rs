//! Deadlines and disputes.

use anyhow::Result;
use axiom_oracle::money;
use axiom_suite::{call, JobBuilder};
use axiom_types::ledger::ExecuteMsg;

use crate::stage::{done, refused, Stage};
use crate::story::work::credit;

const PRICE: u128 = 60_000;
const ALL: [(&str, u16); 1] = [("worker", 10_000)];

/// Waits until the present state of a job can be ended, minus some seconds.
fn wait_for_deadline(s: &mut Stage, job: u64, less: u64) -> Result<()> {
    let deadline = s.job(job)?.deadline.unwrap_or(0);
    s.wait_until(deadline.saturating_sub(less));
    Ok(())
}

/// Work is handed in and nobody decides; time alone pays the worker.
pub fn silent_reviewer(s: &mut Stage) -> Result<()> {
    s.deposit_for_work("client", PRICE)?;
    let before = s.balance("worker")?;
    let job = s.handed_in("client", "worker", JobBuilder::paid(PRICE).build())?;
    s.note("silent job", job);
    wait_for_deadline(s, job, 60)?;
    let text = refused(s.suite.ledger().expire("stranger", job))?;
    s.say(&format!("A minute too early the stranger who wants to end it is refused: {text}."));
    wait_for_deadline(s, job, 0)?;
    done(s.suite.ledger().expire("stranger", job))?;
    credit(s, 2, "client", "worker", PRICE, &ALL);
    s.check("the job ended because of", "", s.ending(job)?, "reviewer_absent".to_string());
    let expected = s.reference.parts(PRICE, &ALL).parts[0];
    s.check(
        "paid to the worker by time alone",
        "uaxm",
        s.balance("worker")?.wrapping_sub(before),
        expected,
    );
    Ok(())
}

/// A job is taken and nothing is handed in; the client has its money back.
pub fn no_submission(s: &mut Stage) -> Result<()> {
    s.deposit_for_work("client", PRICE)?;
    let before = [s.balance("client")?, s.balance("worker")?];
    let job = s.post("client", JobBuilder::paid(PRICE).build())?;
    s.note("unsubmitted job", job);
    done(s.suite.ledger().accept("worker", job))?;
    s.check(
        "the client's money is locked",
        "uaxm",
        before[0].wrapping_sub(s.balance("client")?),
        PRICE,
    );
    wait_for_deadline(s, job, 0)?;
    let text = refused(s.suite.ledger().submit("worker", job))?;
    s.say(&format!("The worker comes too late: {text}."));
    done(s.suite.ledger().expire("stranger", job))?;
    s.check("the job ended because of", "", s.ending(job)?, "not_submitted".to_string());
    s.check("balance of the client, as before", "uaxm", s.balance("client")?, before[0]);
    s.check("paid to the worker", "uaxm", s.balance("worker")?.wrapping_sub(before[1]), 0);
    Ok(())
}

/// Rejected twice; the arbiter that both knew from the start decides.
pub fn junk(s: &mut Stage) -> Result<()> {
    let worker_bps: u16 = 1_000;
    s.deposit_for_work("client", PRICE)?;
    let before = [s.balance("client")?, s.balance("worker")?, s.balance("dao")?];
    let job = disputed(s, JobBuilder::paid(PRICE).arbiter("arbiter"))?;
    s.note("disputed job", job);
    let text = refused(s.suite.ledger().arbitrate("client", job, 0))?;
    s.say(&format!("The client would like to decide by itself: {text}."));
    done(s.suite.ledger().arbitrate("arbiter", job, worker_bps))?;
    credit(s, 2, "client", "worker", PRICE / 10, &ALL);
    settled(s, job, before, worker_bps.into())
}

fn disputed(s: &mut Stage, job: JobBuilder) -> Result<u64> {
    let job = s.handed_in("client", "worker", job.build())?;
    done(s.suite.ledger().reject("client", job))?;
    s.check("rejected once, the job is", "", s.ending(job)?, "rework".to_string());
    done(s.suite.ledger().submit("worker", job))?;
    done(s.suite.ledger().reject("client", job))?;
    s.check("rejected twice, the job is", "", s.ending(job)?, "disputed".to_string());
    Ok(job)
}

/// Checks client, worker and treasury after a decision; `before` are their balances with the price unspent.
fn settled(s: &mut Stage, job: u64, before: [u128; 3], worker_bps: u128) -> Result<()> {
    let gross = money::split(PRICE, &[worker_bps, 10_000 - worker_bps])[0];
    let parts = s.reference.parts(gross, &ALL);
    s.check("the job ended because of", "", s.ending(job)?, "arbitrated".to_string());
    s.check(
        "paid to the worker",
        "uaxm",
        s.balance("worker")?.wrapping_sub(before[1]),
        parts.parts[0],
    );
    s.check("fee on that part alone", "uaxm", s.balance("dao")?.wrapping_sub(before[2]), parts.fee);
    s.check(
        "given back to the client",
        "uaxm",
        (s.balance("client")? + PRICE).wrapping_sub(before[0]),
        PRICE - gross,
    );
    Ok(())
}

/// Nobody was named arbiter, so governance-dao decides by an ordinary proposal on the strict track.
pub fn dao_arbiter(s: &mut Stage) -> Result<()> {
    let worker_bps = 5_000;
    s.deposit_for_work("client", PRICE)?;
    let before = [s.balance("client")?, s.balance("worker")?, s.balance("dao")?];
    let job = disputed(s, JobBuilder::paid(PRICE))?;
    let arbiter = s.job(job)?.arbiter;
    s.check("arbiter if nobody is named", "", s.name(arbiter), "governance-dao".to_string());
    let msg = ExecuteMsg::Arbitrate { job, worker_bps, reason: "half of it is usable".to_string() };
    let msgs = vec![call(&s.suite.at.ledger.clone(), &msg)];
    s.decree(3, msgs)?;
    credit(s, 2, "client", "worker", PRICE / 2, &ALL);
    settled(s, job, before, worker_bps.into())
}
