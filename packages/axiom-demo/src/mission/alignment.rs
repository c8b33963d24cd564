//! What two weeks of growth show of value and alignment, seen from inside that economy.

use anyhow::{Context, Result};
use axiom_chain::Chain;
use axiom_types::distributor::{self, EpochFundResponse};

use super::Seen;
use crate::economies::growth::{
    fees, reward, DEMAND, GIG, KINDS, NEWCOMER, RESTING, VETERAN, VOLUME,
};
use crate::economies::steps::net;
use crate::stage::Stage;
use crate::teller::grouped;

/// When each week closed.
fn closes(s: &Stage) -> Result<[u64; 2]> {
    Ok([s.noted("growth: first close")?, s.noted("growth: second close")?])
}

fn text_of(figure: u128) -> String {
    grouped(&figure.to_string())
}

/// What the ledger's settlements of a week paid to workers and as fees.
fn settled(s: &Stage, from: u64, to: u64) -> Result<[u128; 2]> {
    let mut sums = [0; 2];
    let ledger = s.suite.at.ledger.as_str();
    for tx in s.suite.chain.txs().iter().filter(|tx| (from..to).contains(&tx.time)) {
        for event in tx.events_of("axiom_ledger_job_settled") {
            let value = |key: &str| {
                event.attributes.iter().find(|one| one.key == key).map(|one| one.value.as_str())
            };
            if value("_contract_address") != Some(ledger) {
                continue;
            }
            for (sum, key) in sums.iter_mut().zip(["paid", "fee"]) {
                *sum += value(key).context("a settlement without a figure")?.parse::<u128>()?;
            }
        }
    }
    Ok(sums)
}

pub(super) fn connected(s: &Stage) -> Result<Seen> {
    let ends = closes(s)?;
    let mut right = true;
    let mut texts = vec![];
    for (week, volume) in VOLUME.into_iter().enumerate() {
        let from = if week == 0 { s.reference.founded } else { ends[0] };
        let [paid, fee] = settled(s, from, ends[week])?;
        let msg = distributor::QueryMsg::EpochFund { pool: 1, epoch: week as u64 };
        let fund: EpochFundResponse = s.ask(&s.suite.at.distributor, &msg)?;
        let holders = KINDS.iter().map(|(who, _)| *who).chain([NEWCOMER]);
        let due: u128 = holders.map(|who| reward(s, who, week, ends[week])).sum();
        right &= paid + fee == volume && fee == fees(s, week) && fund.claimed.u128() == due;
        // Only dust of rounding is not distributed.
        right &= fee - due <= KINDS.len() as u128;
        texts.push(format!("{} = {} + {}", text_of(volume), text_of(paid), text_of(fee)));
    }
    let text = format!(
        "paid for work = to who did it + to all standing, in uaxm: {}; then {}",
        texts[0], texts[1]
    );
    Seen::new(text, right && VOLUME[1] > 4 * VOLUME[0])
}

pub(super) fn benefit(s: &Stage) -> Result<Seen> {
    let ends = closes(s)?;
    let rewards = [0, 1].map(|week| reward(s, RESTING, week, ends[week]));
    let balance = s.balance(RESTING)?;
    let text = format!(
        "{RESTING} did one gig in the first week and rested: {} uaxm of that week's fees, {} of the next, when work grew from {} to {}",
        text_of(rewards[0]),
        text_of(rewards[1]),
        text_of(VOLUME[0]),
        text_of(VOLUME[1])
    );
    let right = balance == net(s, GIG) + rewards[0] + rewards[1];
    Seen::new(text, right && rewards[1] > rewards[0] && rewards[0] > 0)
}

pub(super) fn stayed(s: &Stage) -> Result<Seen> {
    let ends = closes(s)?;
    let first = reward(s, VETERAN, 0, ends[0]);
    let [old, new] = [VETERAN, NEWCOMER].map(|who| reward(s, who, 1, ends[1]));
    let mut right = s.balance(VETERAN)? == 2 * net(s, GIG) + first + old;
    right &= s.balance(NEWCOMER)? == net(s, GIG) + net(s, DEMAND) + new;
    let text = format!(
        "the same gig in the second week brought {VETERAN}, there since the first, {} uaxm of its fees, and a newcomer {}",
        text_of(old),
        text_of(new)
    );
    Seen::new(text, right && new > 0 && old > new + new / 2)
}

pub(super) fn everybody(s: &Stage) -> Result<Seen> {
    let ends = closes(s)?;
    let mut right = true;
    let mut texts = vec![];
    for (who, kind) in KINDS {
        let gigs = if who == VETERAN { 2 } else { 1 };
        let shares: u128 = [0, 1].iter().map(|week| reward(s, who, *week, ends[*week])).sum();
        let due = gigs * net(s, GIG) + shares;
        let found = s.participant(who)?.context("somebody is not registered")?;
        right &= found.kind == kind && s.balance(who)? == due && shares > 0;
        texts.push(format!("{} {}", kind.name(), text_of(due)));
    }
    Seen::new(format!("uaxm by pay and rewards: {}", texts.join(", ")), right)
}
