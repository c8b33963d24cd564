//! A change of the protocol fee by vote.

use anyhow::Result;
use axiom_oracle::vote::{passes, Rule, Tally};
use axiom_suite::{call, JobBuilder, DAY};
use axiom_types::dao::{Proposed, Stage as Standing, StageResponse, Vote};
use axiom_types::ledger::{AdminMsg, ExecuteMsg, SettingsMsg};

use crate::ask::stage_word;
use crate::stage::{data, done, refused, Stage};

/// The fee that is voted for, in basis points.
pub const NEW_FEE: u16 = 300;
const PRICE: u128 = 100_000;

/// Proposal, votes in person and by signature, timelock, execution by anybody, and the next job.
pub fn play(s: &mut Stage) -> Result<()> {
    let settings = SettingsMsg { fee_bps: NEW_FEE, ..s.ledger_settings()? };
    let msg = ExecuteMsg::Admin(AdminMsg::UpdateSettings { settings });
    let msgs = vec![call(&s.suite.at.ledger.clone(), &msg)];
    let total = s.reference.total_weight();
    let made = done(s.suite.dao().propose("agent", 1, msgs))?;
    let id = data::<Proposed>(&made)?.proposal_id;
    s.note("fee proposal", id);
    let found = s.stage_of(id)?;
    s.check("proposed by", "", s.name(&found.proposer), "agent".to_string());
    s.check("votes that exist at that block", "votes", found.total, total);
    s.check(
        "votes that the agent has earned",
        "votes",
        s.weight("agent")?,
        s.reference.weight("agent"),
    );

    s.say("Alice votes in person. Ben and carol sign at home; a stranger carries both signatures in one batch.");
    done(s.suite.dao().vote("alice", id, Vote::Yes))?;
    let signed = vec![
        s.suite.dao().signed_vote("ben", id, Vote::Yes),
        s.suite.dao().signed_vote("carol", id, Vote::No),
    ];
    done(s.suite.dao().relay("stranger", id, signed))?;
    s.note_tx("relay");
    s.check("ballots in the batch", "", s.events_in("relay", "axiom_dao_vote_cast")?, 2);
    let tally = Tally {
        yes: u128::from(s.reference.weight("alice")) + u128::from(s.reference.weight("ben")),
        no: s.reference.weight("carol").into(),
        abstain: 0,
        total: total.into(),
    };
    count(s, id, &tally)?;
    carry_out(s, id, &tally)
}

/// Checks the votes of a proposal.
pub fn count(s: &mut Stage, id: u64, tally: &Tally) -> Result<StageResponse> {
    let found = s.stage_of(id)?;
    s.check("votes for", "votes", u128::from(found.yes), tally.yes);
    s.check("votes against", "votes", u128::from(found.no), tally.no);
    Ok(found)
}

/// Waits until voting has ended and checks that the outcome is what the reference says; answers whether it passed.
pub fn decide(s: &mut Stage, id: u64, tally: &Tally, quorum_bps: u16) -> Result<bool> {
    let ends = s.stage_of(id)?.voting_ends;
    s.wait_until(ends);
    let rule = Rule { quorum: (quorum_bps.into(), 10_000), threshold: (1, 2), above: true };
    let passed = passes(tally, &rule);
    let expected = if passed { Standing::Queued } else { Standing::Defeated };
    s.check("when voting ends it is", "", s.standing_of(id)?, stage_word(expected));
    Ok(passed)
}

fn carry_out(s: &mut Stage, id: u64, tally: &Tally) -> Result<()> {
    decide(s, id, tally, s.founding.tracks[0].quorum_bps)?;
    let text = refused(s.suite.dao().execute("stranger", id))?;
    s.say(&format!("Too early to execute: {text}."));
    let lock = s.founding.tracks[0].timelock;
    s.suite.wait(lock);
    s.check(
        &format!("{} day later it is", lock / DAY),
        "",
        s.standing_of(id)?,
        "ready".to_string(),
    );
    done(s.suite.dao().execute("stranger", id))?;
    s.reference.fee_bps = NEW_FEE.into();
    s.check("executed by a stranger, it is", "", s.standing_of(id)?, "executed".to_string());
    let fee = u32::from(s.ledger_settings()?.fee_bps);
    s.check("protocol fee of a new job", "bps", fee, s.reference.fee_bps);

    let before = s.balance("dao")?;
    s.deposit_for_work("app", PRICE)?;
    let job = s.performed("app", "worker", JobBuilder::paid(PRICE).build())?;
    super::work::credit(s, 2, "app", "worker", PRICE, &[("worker", 10_000)]);
    s.note("job at the new fee", job);
    let fee = s.reference.parts(PRICE, &[("worker", 10_000)]).fee;
    s.check("the next job pays the treasury", "uaxm", s.balance("dao")?.wrapping_sub(before), fee);
    Ok(())
}
