//! What the finished story shows of the coordination economy.

use anyhow::{Context, Result};
use axiom_chain::Chain;
use axiom_types::dao::{self, TrackResponse};
use axiom_types::distributor::{self, EpochFundResponse};
use axiom_types::ledger::{self, JobFilter, JobsResponse};

use super::Seen;
use crate::ask::axm;
use crate::dark::claims;
use crate::stage::Stage;
use crate::story::people::ROUTE;
use crate::story::pool::{FUND, HOLDERS};
use crate::story::treasury::{GIFT, NEW_QUORUM, WISH};
use crate::story::vote::NEW_FEE;
use crate::teller::grouped;

pub(super) fn one_framework(s: &Stage) -> Result<Seen> {
    let paid = s.contribution(s.noted("job")?)?.context("paid work is not recorded")?;
    let voluntary =
        s.contribution(s.noted("voluntary job")?)?.context("voluntary work is not recorded")?;
    let text = format!(
        "paid work ({} points in code) and voluntary work ({} in governance) in one log",
        paid.minted, voluntary.minted
    );
    let credited: u128 = ROUTE.iter().map(|(who, _)| s.reference.lifetime(1, who)).sum();
    let given = u128::from(crate::later::founding_votes(s, "alice"));
    let ok = (paid.domain, voluntary.domain) == (2, 1)
        && voluntary.minted.u128() == credited.wrapping_sub(given);
    Seen::new(text, ok)
}

pub(super) fn linked(s: &Stage) -> Result<Seen> {
    let pool = s.noted("pool")?;
    let msg = distributor::QueryMsg::EpochFund { pool, epoch: 0 };
    let fund: EpochFundResponse = s.ask(&s.suite.at.distributor, &msg)?;
    let close = s.reference.epoch_close(2, s.reference.founded);
    let parts: Vec<u128> =
        HOLDERS.iter().map(|who| s.reference.payout(2, who, FUND, close)).collect();
    let paid: u128 = parts.iter().sum();
    let shown: Vec<String> = parts.iter().map(|part| grouped(&part.to_string())).collect();
    let text = format!(
        "{} = {} uaxm, by units at the close",
        shown.join(" + "),
        grouped(&fund.claimed.to_string())
    );
    let all = fund.total_units == Some(fund.claimed_units);
    Seen::new(text, fund.claimed.u128() == paid && all)
}

pub(super) fn together(s: &Stage) -> Result<Seen> {
    let credited = s.events_in("approval", "axiom_tracker_standing_changed")?;
    let text = format!("the context of job 1 was written by app, grace and agent; its score credited to {credited} accounts");
    Seen::new(
        text,
        credited == ROUTE.len() && s.events_in("approval", "axiom_tracker_recorded")? == 1,
    )
}

fn jobs(s: &Stage, by: JobFilter) -> Result<usize> {
    let msg = ledger::QueryMsg::Jobs { by: Some(by), start_after: None, limit: Some(100) };
    Ok(s.ask::<JobsResponse>(&s.suite.at.ledger, &msg)?.jobs.len())
}

pub(super) fn everybody(s: &Stage) -> Result<Seen> {
    let client = |who| JobFilter::Client { client: s.address(who) };
    let worker = JobFilter::Worker { worker: s.address("agent") };
    let (app, agent, user) = (jobs(s, client("app"))?, jobs(s, worker)?, jobs(s, client("dave"))?);
    let price = s.cell(s.noted("space")?, "price/axm")?.context("no price")?;
    let writer = s.name(price.writer);
    let text = format!("app posted {app} jobs, agent did {agent}, {writer} wrote {} prices, user dave asked for {user}", price.version);
    Seen::new(text, app > 0 && agent > 0 && user > 0 && writer == "grace")
}

pub(super) fn allocation(s: &Stage) -> Result<Seen> {
    let pool = s.pool(s.noted("voters' pool")?)?;
    let again = s.claimable("ben", pool.pool)?.amount;
    let text = format!(
        "ben took {} of {} uaxm by his standing, once; {again} left for him",
        grouped(&pool.claimed.to_string()),
        grouped(&pool.funded.to_string())
    );
    let part = pool.claimed.u128() < pool.funded.u128() && !pool.claimed.is_zero();
    Seen::new(text, part && pool.funded.u128() == claims::FUND && again.is_zero())
}

pub(super) fn accounted(s: &Stage) -> Result<Seen> {
    let held = s.holdings(&axm())?;
    let sum = held.balances + held.escrowed + held.pooled + held.in_flight;
    let text = format!(
        "{} uaxm held = {} in balances + {} in escrows + {} in pools",
        grouped(&held.real.to_string()),
        grouped(&held.balances.to_string()),
        grouped(&held.escrowed.to_string()),
        grouped(&held.pooled.to_string())
    );
    let bank = s.suite.chain.balance(s.suite.at.distributor.as_str(), axiom_suite::DENOM);
    Seen::new(text, held.tracked == sum && held.tracked.u128() == bank && held.real.u128() == bank)
}

pub(super) fn chosen(s: &Stage) -> Result<Seen> {
    let (upkeep, party) = (s.standing_of(s.noted("upkeep")?)?, s.standing_of(s.noted("party")?)?);
    let ok = (upkeep.as_str(), party.as_str()) == ("executed", "defeated");
    Seen::new(format!("upkeep {upkeep}, the party {party}"), ok)
}

pub(super) fn spent(s: &Stage) -> Result<Seen> {
    let left = s.wallet("dao");
    let text = format!(
        "{} of {} uaxm passed on by vote",
        grouped(&(GIFT - left.min(GIFT)).to_string()),
        grouped(&GIFT.to_string())
    );
    Seen::new(text, left == GIFT - WISH)
}

pub(super) fn fee(s: &Stage) -> Result<Seen> {
    let before = s.job(s.noted("job")?)?.fee_bps;
    let after = s.job(s.noted("job at the new fee")?)?.fee_bps;
    let word = s.standing_of(s.noted("fee proposal")?)?;
    let text = format!("an agent's proposal, {word}: fee {before} bps before, {after} bps after");
    Seen::new(text, word == "executed" && after == NEW_FEE && before != after)
}

pub(super) fn evolves(s: &Stage) -> Result<Seen> {
    let found: TrackResponse = s.ask(&s.suite.at.dao, &dao::QueryMsg::Track { track: 2 })?;
    let before = s.founding.tracks[1].quorum_bps;
    let text = format!(
        "quorum of the treasury track {before} bps before, {} bps after the vote",
        found.config.quorum_bps
    );
    Seen::new(text, found.config.quorum_bps == NEW_QUORUM && before != NEW_QUORUM)
}
