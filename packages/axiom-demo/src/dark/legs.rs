//! A settlement of which one part fails.

use anyhow::{Context, Result};
use axiom_suite::{JobBuilder, DAY};
use axiom_types::dao::{ExecuteMsg, Target};
use axiom_types::ledger::Leg;

use crate::stage::{done, refused, Stage};
use crate::story::work::{credit, score};

const PRICE: u128 = 50_000;
const ALL: [(&str, u16); 1] = [("worker", 10_000)];

/// The tracker refuses reports while a job is approved: money and result go through, the score waits.
pub fn paused_tracker(s: &mut Stage) -> Result<()> {
    s.deposit_for_work("app", PRICE)?;
    let job = s.handed_in("app", "worker", JobBuilder::paid(PRICE).build())?;
    s.note("job with a pending leg", job);
    let msg = ExecuteMsg::GuardianPause { target: Target::Tracker {}, seconds: DAY };
    done(s.suite.dao().send("guardian", &msg))?;
    let lapses = s.last_time() + DAY;
    let (money, points) = (s.balance("worker")?, s.score("worker", 2)?.lifetime.u128());
    done(s.suite.ledger().approve("app", job))?;
    s.note_tx("half settled");
    s.check("the job is", "", s.ending(job)?, "approved".to_string());
    let expected = s.reference.parts(PRICE, &ALL).parts[0];
    s.check(
        "paid to the worker all the same",
        "uaxm",
        s.balance("worker")?.wrapping_sub(money),
        expected,
    );
    let pending = s.pending(job)?;
    s.check("legs of the settlement that are pending", "", pending.len(), 1);
    let leg = pending.first().context("no leg is pending")?;
    s.check("it is the leg", "", leg.leg.name(), "score");
    s.check("because of", "", s.name(&leg.peer), "contribution-tracker".to_string());
    s.say(&format!("Kept as its reason, cut to 60 letters: \"{}\"", leg.reason));
    let text = refused(s.suite.ledger().retry("stranger", job, Leg::Score))?;
    s.say(&format!("A retry during the pause changes nothing: {text}."));
    s.check("points of the worker so far", "points", s.score("worker", 2)?.lifetime.u128(), points);

    s.wait_until(lapses);
    s.say("The pause lapses by itself. A stranger tries the leg again.");
    done(s.suite.ledger().retry("stranger", job, Leg::Score))?;
    let minted = credit(s, 2, "app", "worker", PRICE, &ALL);
    s.check("legs pending", "", s.pending(job)?.len(), 0);
    let gain = s.score("worker", 2)?.lifetime.u128().wrapping_sub(points);
    s.check("points gained by the worker", "points", gain, minted);
    score(s, "worker", 2)?;
    let text = refused(s.suite.ledger().retry("stranger", job, Leg::Score))?;
    s.say(&format!("And once more, for a second helping: {text}."));
    Ok(())
}
