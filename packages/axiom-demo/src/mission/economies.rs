//! What the economies of the templates show, each seen from inside.

use anyhow::{Context, Result};
use axiom_oracle::money;
use axiom_suite::DAY;
use axiom_types::ledger::EndReason;
use axiom_types::registry::{self, ParticipantKind};

use super::Seen;
use crate::economies::steps::net;
use crate::economies::{cooperative, flash, gigs, reputation, FOUNDER};
use crate::stage::Stage;
use crate::story::people::able;
use crate::teller::grouped;

/// Figures in threes with a sign between them.
fn joined(figures: &[u128], sign: &str) -> String {
    let texts: Vec<String> = figures.iter().map(|one| grouped(&one.to_string())).collect();
    texts.join(sign)
}

/// Whether the economy was founded from the template of that title.
fn is_of(s: &Stage, name: &str, title: &str) -> Result<bool> {
    Ok(s.title_of(name)? == title)
}

pub(super) fn gigs(s: &Stage) -> Result<Seen> {
    let close = s.noted("gigs: close")?;
    let mut balances = vec![];
    let mut right = is_of(s, gigs::NAME, "Gig-Style Agent Economies")?;
    for (who, price) in gigs::GIGS {
        let due = net(s, price) + s.reference.payout(2, who, gigs::REWARDS, close);
        right &= s.balance(who)? == due;
        balances.push(due);
    }
    let (open, assigned) = (s.job(1)?, s.job(2)?);
    let worker = |job: &axiom_types::ledger::JobResponse| {
        job.worker.as_ref().map_or("nobody".to_string(), |who| s.name(who))
    };
    let takers = [worker(&open), worker(&assigned)];
    right &=
        takers == ["agent", "worker"] && open.posted.capability.as_deref() == Some("translate");
    right &= open.ended == Some(EndReason::Approved);
    right &= assigned.ended == Some(EndReason::ReviewerAbsent);
    let text = format!(
        "one gig taken by an advertised capability, one assigned and paid though its client fell silent; {} uaxm by work and weekly rewards",
        joined(&balances, " and ")
    );
    Seen::new(text, right)
}

pub(super) fn cooperative(s: &Stage) -> Result<Seen> {
    s.noted("cooperative: stranger refused")?;
    let close = s.noted("cooperative: close")?;
    let proposal = s.stage_of(s.noted("cooperative: decision")?)?;
    let mut right = is_of(s, cooperative::NAME, "Model Cooperatives")?;
    let mut paid = vec![];
    for (pool, share) in (1..).zip(money::split(cooperative::REVENUE, &cooperative::POLICY)) {
        let claims = cooperative::CLAIMS.iter().filter(|(_, of)| *of == pool);
        let due: u128 = claims.map(|(who, of)| cooperative::due(s, who, *of, close)).sum();
        let found = s.pool(pool)?;
        right &= found.funded.u128() == share && found.claimed.u128() == due;
        paid.push(due);
    }
    let entry = s.cell(cooperative::SPACE, cooperative::ENTRY)?.context("no entry of a member")?;
    let proposer = s.name(&proposal.proposer);
    let votes = s.weight("dave")?;
    right &= s.name(&entry.writer) == "grace" && entry.version == 1;
    right &= proposer == "dave" && votes > 0 && proposal.yes == votes + s.weight(FOUNDER)?;
    right &= crate::ask::stage_word(proposal.stage) == "executed";
    let text = format!(
        "{proposer}, with {votes} of {} votes by work, proposed how revenue is shared, and the members decided: {} uaxm to training, tuning, governance; only they write into the model's space",
        proposal.total,
        joined(&paid, " + ")
    );
    Seen::new(text, right)
}

pub(super) fn reputation(s: &Stage) -> Result<Seen> {
    let close = s.noted("reputation: close")?;
    let minted = |job: u64| -> Result<u128> {
        Ok(s.contribution(job)?.context("a contribution is not recorded")?.minted.u128())
    };
    let half = reputation::DISPUTED * u128::from(reputation::QUALITY) / 10_000;
    let gated = s.job(s.noted("reputation: gated job")?)?;
    let taker = gated.worker.map_or("nobody".to_string(), |who| s.name(who));
    let given = minted(s.noted("reputation: peer job")?)?;
    let mut right = is_of(s, reputation::NAME, "Reputation-Based Contribution Economies")?;
    right &= [minted(1)?, minted(2)?, minted(3)?] == [60, 20, half];
    right &= taker == "dave" && given == reputation::GIFT.1;
    let mut paid = vec![];
    for who in reputation::PEOPLE {
        let due = s.reference.payout(2, who, reputation::BUDGET, close);
        right &= s.balance(who)? == due && due > 0;
        paid.push(due);
    }
    let text = format!(
        "60 + 20 points for two contributions, {half} of {} for one half usable; reputation opened a job, gave {given} points to a peer, and shared {} uaxm",
        reputation::DISPUTED,
        joined(&paid, " + ")
    );
    Seen::new(text, right)
}

pub(super) fn flash(s: &Stage) -> Result<Seen> {
    let hours = s.noted("swarm: hours")?;
    let mut right = is_of(s, flash::NAME, "Flash Collaboration Economies")?;
    right &= hours < flash::HOURS && s.noted("swarm: sent since")? == 0;
    let mut parts = vec![];
    for ((who, share), (_, price)) in flash::TABLE.into_iter().zip(flash::JOBS) {
        let worked = if who == "frank" { 0 } else { net(s, price) };
        right &= s.balance(who)? == worked + flash::part(share);
        right &= s.score(who, 2)?.score.is_zero();
        parts.push(flash::part(share));
    }
    let all = registry::QueryMsg::Participants {
        kind: Some(ParticipantKind::Agent),
        live: None,
        start_after: None,
        limit: None,
    };
    let once: registry::ParticipantsResponse = s.ask(&s.suite.at.registry, &all)?;
    let live = able(s, flash::SKILL)?;
    right &= once.participants.len() == flash::TABLE.len() && live.is_empty();
    let text = format!(
        "done and paid in less than {} hours, bounty by the table: {} uaxm; {} days later, without anybody's doing, none of {} registrations is live and no score is left",
        hours + 1,
        joined(&parts, " + "),
        flash::LATER / DAY,
        once.participants.len()
    );
    Seen::new(text, right)
}
