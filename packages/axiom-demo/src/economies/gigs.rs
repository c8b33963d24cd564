//! Gig-Style Agent Economies: agents advertise, take gigs or are assigned to them, and are paid.

use anyhow::Result;
use axiom_suite::JobBuilder;
use axiom_types::registry::ParticipantKind;
use axiom_types::rule::Rule;

use super::steps::{approve, claim, credited, fund, hand_in, net, register, solvent, Work};
use super::FOUNDER;
use crate::stage::{done, refused, Stage};
use crate::story::people::able;

/// Name of the template, the economy and the scene.
pub const NAME: &str = "agent-gigs";
/// Price of the gig that an agent takes by its capability, in uaxm.
pub const TRANSLATION: u128 = 10_000;
/// Price of the gig to which an agent is assigned, in uaxm.
pub const AUDIT: u128 = 20_001;
/// The week's rewards, in uaxm.
pub const REWARDS: u128 = 30_001;
/// Who does gigs, and the price of the gig.
pub const GIGS: [(&str, u128); 2] = [("agent", TRANSLATION), ("worker", AUDIT)];

/// Two gigs, one paid by approval and one by silence, and the week's rewards by standing.
pub fn play(s: &mut Stage) -> Result<()> {
    s.found_side(NAME)?;
    s.inside(NAME, scene)
}

fn scene(s: &mut Stage) -> Result<()> {
    register(s, "agent", ParticipantKind::Agent, &["translate"])?;
    register(s, "worker", ParticipantKind::Agent, &["audit"])?;
    s.check("advertised as able to translate", "", able(s, "translate")?, "agent".to_string());

    s.deposit_for_work(FOUNDER, TRANSLATION + AUDIT)?;
    let gate = Rule::Capability { name: "translate".to_string() };
    let job = JobBuilder::paid(TRANSLATION).capability("translate").gate(gate).build();
    let translation = s.post(FOUNDER, job)?;
    let text = refused(s.suite.ledger().accept("worker", translation))?;
    s.say(&format!("A gig is open to whoever can translate. The other agent is refused: {text}."));
    hand_in(s, "agent", &[translation])?;
    approve(s, FOUNDER, &[translation])?;
    settled(s, translation, 0)?;

    let audit = s.post(FOUNDER, JobBuilder::paid(AUDIT).to("worker").build())?;
    hand_in(s, "worker", &[audit])?;
    s.say("The other is assigned to a gig by name. Its client never answers; time alone pays it.");
    let deadline = s.job(audit)?.deadline.unwrap_or(0);
    s.wait_until(deadline);
    done(s.suite.ledger().expire("stranger", audit))?;
    settled(s, audit, 1)?;

    s.say("Rewards of the week come on top, by standing.");
    let close = fund(s, FOUNDER, 1, REWARDS, 2)?;
    s.note("gigs: close", close);
    s.wait_until(close);
    let rows = GIGS.map(|(who, _)| (who, 1, s.reference.payout(2, who, REWARDS, close)));
    claim(s, &rows)?;
    solvent(s)
}

/// Checks the pay and the points of a gig that was settled in the newest transaction.
fn settled(s: &mut Stage, job: u64, at: usize) -> Result<()> {
    let (worker, price) = GIGS[at];
    s.check(&format!("paid to {worker}"), "uaxm", s.balance(worker)?, net(s, price));
    let measure = s.reference.measure(2, price);
    credited(s, &Work { job, domain: 2, client: FOUNDER, worker, measure })?;
    Ok(())
}
