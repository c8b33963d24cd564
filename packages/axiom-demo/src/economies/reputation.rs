//! Reputation-Based Contribution Economies: reputation counts how often, how well and how much somebody contributed, and
//! is what doors, voices and money are had for.

use anyhow::Result;
use axiom_suite::{rejection, submission, JobBuilder};
use axiom_types::ledger::ExecuteMsg;
use axiom_types::registry::ParticipantKind;
use axiom_types::rule::Rule;
use cosmwasm_std::Uint128;

use super::steps::{claim, credited, fund, hand_in, post, register, solvent, to_ledger, Work};
use super::FOUNDER;
use crate::stage::{done, refused, Stage};

/// Name of the template, the economy and the scene.
pub const NAME: &str = "reputation";
/// The week's budget, in uaxm.
pub const BUDGET: u128 = 7_777;
/// Reputation that opens the gated job and the right to recognise others.
pub const GATE: u128 = 50;
/// Points for a contribution whose quality is disputed.
pub const DISPUTED: u128 = 40;
/// What the arbiter finds usable of it, in basis points.
pub const QUALITY: u16 = 5_000;
/// What dave wants to give erin, and what one peer may give another in a week.
pub const GIFT: (u128, u128) = (40, 30);
/// Who contributes.
pub const PEOPLE: [&str; 2] = ["dave", "erin"];

/// Contributions are recognised, disputed, gated and passed on; a budget is shared by reputation.
pub fn play(s: &mut Stage) -> Result<()> {
    s.found_side(NAME)?;
    s.inside(NAME, scene)
}

fn scene(s: &mut Stage) -> Result<()> {
    for who in PEOPLE {
        register(s, who, ParticipantKind::User, &["work"])?;
    }
    let voluntary = |points, who: &str| JobBuilder::voluntary(2, points).to(who);
    let jobs = vec![
        voluntary(60, "dave").build(),
        voluntary(20, "dave").build(),
        voluntary(DISPUTED, "erin").arbiter("arbiter").build(),
    ];
    post(s, FOUNDER, jobs)?;
    hand_in(s, "dave", &[1, 2])?;
    hand_in(s, "erin", &[3])?;
    let reject = ExecuteMsg::Reject { job: 3, reason: rejection() };
    let both = [1, 2].map(|job| ExecuteMsg::Approve { job });
    to_ledger(s, FOUNDER, &[both.to_vec(), vec![reject]].concat())?;
    s.say("Dave's two contributions are recognised, a large and a small one.");
    for (job, measure) in [(1, 60), (2, 20)] {
        credited(s, &Work { job, domain: 2, client: FOUNDER, worker: "dave", measure })?;
    }
    quality(s)?;
    door(s)?;
    peers(s)?;
    for who in PEOPLE {
        let found = s.score(who, 2)?;
        let lifetime = s.reference.lifetime(2, who);
        s.check(&format!("reputation of {who}"), "points", found.lifetime.u128(), lifetime);
    }

    let close = fund(s, "client", 1, BUDGET, 2)?;
    s.note("reputation: close", close);
    s.say("Somebody puts a budget in; it is shared by reputation.");
    s.wait_until(close);
    let rows = PEOPLE.map(|who| (who, 1, s.reference.payout(2, who, BUDGET, close)));
    claim(s, &rows)?;
    solvent(s)
}

/// A contribution is rejected twice, and an arbiter finds half of it usable.
fn quality(s: &mut Stage) -> Result<()> {
    let again = submission("work-again");
    done(s.suite.ledger().submit_work("erin", 3, again))?;
    done(s.suite.ledger().reject(FOUNDER, 3))?;
    done(s.suite.ledger().arbitrate("arbiter", 3, QUALITY))?;
    s.say("Erin's is rejected twice; an arbiter finds half of it usable, and half counts.");
    let measure = DISPUTED * u128::from(QUALITY) / 10_000;
    credited(s, &Work { job: 3, domain: 2, client: FOUNDER, worker: "erin", measure })?;
    Ok(())
}

/// A job that reputation opens.
fn door(s: &mut Stage) -> Result<()> {
    let gate = Rule::MinScore { tracker: None, domain: 2, min: Uint128::new(GATE) };
    let job = s.post(FOUNDER, JobBuilder::voluntary(2, 20).gate(gate).build())?;
    let text = refused(s.suite.ledger().accept("erin", job))?;
    s.note("reputation: gated job", job);
    s.say(&format!("A job is for {GATE} points or more. Erin is refused: {text}."));
    hand_in(s, "dave", &[job])?;
    done(s.suite.ledger().approve(FOUNDER, job))?;
    credited(s, &Work { job, domain: 2, client: FOUNDER, worker: "dave", measure: 20 })?;
    Ok(())
}

/// Whoever has enough may recognise others, within a cap for each pair.
fn peers(s: &mut Stage) -> Result<()> {
    let (wish, cap) = GIFT;
    let job = s.post("dave", JobBuilder::voluntary(2, wish).to("erin").build())?;
    s.note("reputation: peer job", job);
    hand_in(s, "erin", &[job])?;
    done(s.suite.ledger().approve("dave", job))?;
    s.say(&format!("Dave has earned a voice: he recognises erin with {wish} points; {cap} is what a pair may make in a week."));
    let work = Work { job, domain: 2, client: "dave", worker: "erin", measure: wish };
    let minted = credited(s, &work)?;
    s.check("that is the cap of a pair", "points", minted, cap);
    Ok(())
}
