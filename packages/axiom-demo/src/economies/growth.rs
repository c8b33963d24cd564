//! Two weeks in an economy of gigs: five kinds of participants work in the first; in the second demand comes from outside,
//! and four times as much is paid for work.

use anyhow::Result;
use axiom_suite::{call, JobBuilder};
use axiom_types::distributor::ExecuteMsg;
use axiom_types::registry::ParticipantKind;
use cosmwasm_std::Uint128;

use super::steps::{approve, claim, credited, decide, hand_in, post, register, solvent, Work};
use super::FOUNDER;
use crate::stage::Stage;

/// Name of the economy and the scene; its template is that of agent gigs.
pub const NAME: &str = "growth";
/// Who works in the first week.
pub const KINDS: [(&str, ParticipantKind); 5] = [
    ("carol", ParticipantKind::User),
    ("dave", ParticipantKind::Developer),
    ("app", ParticipantKind::Application),
    ("agent", ParticipantKind::Agent),
    ("heidi", ParticipantKind::Partner),
];
/// Who comes in the second week.
pub const NEWCOMER: &str = "worker";
/// Who stays and works in both weeks.
pub const VETERAN: &str = "carol";
/// Who rests in the second week.
pub const RESTING: &str = "dave";
/// What the founder pays for a gig, in uaxm.
pub const GIG: u128 = 20_000;
/// What a client from outside pays in the second week, in uaxm. It has no budget, so no score is made.
pub const DEMAND: u128 = 400_000;
/// Paid for work in each week, in uaxm.
pub const VOLUME: [u128; 2] = [5 * GIG, 2 * GIG + DEMAND];

/// Plays both weeks.
pub fn play(s: &mut Stage) -> Result<()> {
    s.found_side(NAME)?;
    s.inside(NAME, |s| {
        first_week(s)?;
        second_week(s)?;
        solvent(s)
    })
}

fn first_week(s: &mut Stage) -> Result<()> {
    for (who, kind) in KINDS {
        register(s, who, kind, &["gigs"])?;
    }
    s.deposit_for_work(FOUNDER, 7 * GIG)?;
    let gig = |(who, _): (&str, ParticipantKind)| JobBuilder::paid(GIG).to(who).build();
    post(s, FOUNDER, KINDS.map(gig).to_vec())?;
    for (job, (who, _)) in (1..).zip(KINDS) {
        hand_in(s, who, &[job])?;
    }
    approve(s, FOUNDER, &[1, 2, 3, 4, 5])?;
    for (job, (who, _)) in (1..).zip(KINDS) {
        settled(s, job, who)?;
    }
    let close = rewards(s, 0)?;
    s.note("growth: first close", close);
    s.wait_until(close);
    let rows = KINDS.map(|(who, _)| (who, 1, reward(s, who, 0, close)));
    claim(s, &rows)
}

fn second_week(s: &mut Stage) -> Result<()> {
    s.say("In the second week a client from outside brings demand. A newcomer does its gig and one of the founder's; carol goes on, the others rest.");
    register(s, NEWCOMER, ParticipantKind::Agent, &["gigs"])?;
    s.deposit_for_work("client", DEMAND)?;
    let gigs = [NEWCOMER, VETERAN].map(|who| JobBuilder::paid(GIG).to(who).build());
    post(s, FOUNDER, gigs.to_vec())?;
    post(s, "client", vec![JobBuilder::paid(DEMAND).to(NEWCOMER).build()])?;
    hand_in(s, NEWCOMER, &[6, 8])?;
    hand_in(s, VETERAN, &[7])?;
    approve(s, FOUNDER, &[6, 7])?;
    settled(s, 6, NEWCOMER)?;
    settled(s, 7, VETERAN)?;
    approve(s, "client", &[8])?;
    let measure = s.reference.measure(2, DEMAND);
    credited(s, &Work { job: 8, domain: 2, client: "client", worker: NEWCOMER, measure })?;
    let close = rewards(s, 1)?;
    s.note("growth: second close", close);
    s.wait_until(close);
    let mut rows = KINDS.map(|(who, _)| (who, 1, reward(s, who, 1, close))).to_vec();
    rows.push((NEWCOMER, 1, reward(s, NEWCOMER, 1, close)));
    claim(s, &rows)?;
    let pool = s.pool(1)?;
    let left = pool.funded.u128().wrapping_sub(pool.claimed.u128());
    s.check("of all rewards only dust is left", "", left < rows.len() as u128 * 2, true);
    Ok(())
}

/// Points of one of the founder's gigs.
fn settled(s: &mut Stage, job: u64, worker: &str) -> Result<()> {
    let measure = s.reference.measure(2, GIG);
    credited(s, &Work { job, domain: 2, client: FOUNDER, worker, measure })?;
    Ok(())
}

/// Fees of a week: each price was one of a gig of its own.
pub fn fees(s: &Stage, week: usize) -> u128 {
    let fee = |price: u128| s.reference.parts(price, &[("worker", 10_000)]).fee;
    match week {
        0 => 5 * fee(GIG),
        _ => 2 * fee(GIG) + fee(DEMAND),
    }
}

/// What somebody gets of the fees of a week.
pub fn reward(s: &Stage, who: &str, week: usize, close: u64) -> u128 {
    s.reference.payout(2, who, fees(s, week), close)
}

/// The members decide that the fees of the week go to whoever has standing; answers when the week closes.
fn rewards(s: &mut Stage, week: usize) -> Result<u64> {
    let fees = fees(s, week);
    s.check("fees of the week in the treasury", "uaxm", s.balance("dao")?, fees);
    let msg = ExecuteMsg::FundPool { pool: 1, amount: Uint128::new(fees) };
    let fund = call(&s.suite.at.distributor, &msg);
    decide(s, FOUNDER, 2, vec![fund], &[FOUNDER])?;
    s.check("left in the treasury", "uaxm", s.balance("dao")?, 0);
    Ok(s.reference.epoch_close(2, s.last_time()))
}
