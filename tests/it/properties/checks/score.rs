//! I26, I27, ring gain and decay: weights, their past, and where score comes from.

use std::collections::BTreeMap;

use axiom_oracle::BigUint;
use axiom_types::tracker::{QueryMsg, ScoreResponse, Standing};
use cosmwasm_std::Uint256;

use crate::properties::model::history::Row;
use crate::properties::violation::{holds, names, same, Check};
use crate::properties::world::World;

fn standing(w: &World, domain: u32, account: Option<&str>, height: u64) -> Standing {
    let account = account.map(str::to_string);
    w.s.chain.query(&w.s.at.tracker, &QueryMsg::StandingAtHeight { domain, account, height })
}

/// I26 now: members' weights sum to the total, as a cw4 reader sees them.
pub fn i26_total_now(w: &mut World) -> Check {
    *w.stats.checks.entry(names::I26).or_default() += 1;
    let tracker = &w.s.at.tracker;
    let total = w.s.chain.query_raw(tracker, b"total");
    let total: u64 = total.and_then(|raw| serde_json::from_slice(&raw).ok()).unwrap_or(u64::MAX);
    let mut sum = 0u64;
    for who in w.m.history.members(1) {
        let mut key = vec![0, 7];
        key.extend_from_slice(b"members");
        key.extend_from_slice(who.as_bytes());
        let weight = w.s.chain.query_raw(tracker, &key);
        sum += weight.and_then(|raw| serde_json::from_slice::<u64>(&raw).ok()).unwrap_or(0);
    }
    same(names::I26, || "sum of members' weights now".to_string(), sum, total)
}

/// I26 at every height at which something changed, and just after: members sum to the total, in weight and in units.
pub fn i26_totals(w: &mut World) -> Check {
    for domain in w.m.score.domains.keys() {
        let members = w.m.history.members(*domain);
        let heights = w.m.history.heights(*domain);
        // The newest, and some of the older ones; over a run all are looked at while they are new.
        for height in heights.iter().rev().take(4).flat_map(|height| [*height, height + 1]) {
            let total = standing(w, *domain, None, height);
            let (mut weight, mut units) = (0u64, Uint256::zero());
            for who in &members {
                let row = standing(w, *domain, Some(who), height);
                weight += row.weight;
                units += row.units;
            }
            let what = || format!("sum of members of domain {domain} at height {height}");
            same(names::I26, what, (weight, units), (total.weight, total.units))?;
        }
    }
    Ok(())
}

/// I27: what a block or an epoch left behind is answered as it was seen then, for ever.
pub fn i27_past(w: &mut World) -> Check {
    *w.stats.checks.entry(names::I27).or_default() += 1;
    let now = w.now();
    for (number, domain) in &w.m.score.domains {
        let heights = w.m.history.heights(*number);
        let some = [heights.first(), heights.get(heights.len() / 2), heights.last()];
        let members = w.m.history.members(*number);
        let members = members.iter().map(|who| Some(who.as_str())).chain([None]);
        for who in members {
            let subject = (*number, who.map(str::to_string));
            for height in some.into_iter().flatten().map(|height| height + 1) {
                let found = seen(&standing(w, *number, who, height));
                let expected = w.m.history.at_height(&subject, height).cloned();
                let what = || format!("standing of {who:?} in domain {number} at height {height}");
                same(names::I27, what, found, expected)?;
            }
            if let Some(closed) = domain.epoch(now).checked_sub(1) {
                let time = domain.end_of(closed);
                let account = who.map(str::to_string);
                let msg = QueryMsg::StandingAtTime { domain: *number, account, time };
                let found: Standing = w.s.chain.query(&w.s.at.tracker, &msg);
                let expected = w.m.history.at_time(&subject, time).cloned();
                let what =
                    || format!("standing of {who:?} in domain {number} at the close of {closed}");
                same(names::I27, what, seen(&found), expected)?;
            }
        }
    }
    Ok(())
}

fn seen(found: &Standing) -> Option<Row> {
    (found.seq > 0).then(|| Row {
        height: found.height,
        time: found.time,
        units: found.units,
        weight: found.weight,
        lifetime: found.lifetime.u128(),
    })
}

/// Ring gain: whatever anybody does with whom, a budget mints no more in an epoch than was ever granted there at once,
/// and nobody's lifetime holds anything but genesis, awards and such mintings.
pub fn ring_gain(w: &mut World) -> Check {
    *w.stats.checks.entry(names::RING).or_default() += 1;
    let score = &w.m.score;
    for ((book, epoch), spent) in &score.spent {
        let caps = score.grants.values().filter(|g| g.book() == *book).map(|g| g.total);
        let most = caps.max().unwrap_or(0);
        holds(names::RING, *spent <= most, || {
            format!("{book:?} minted {spent} of {most} in epoch {epoch}")
        })?;
    }
    let mut lifetimes: BTreeMap<u32, u128> = BTreeMap::new();
    for ((domain, who), points) in &score.lifetime {
        let found = answer(w, *domain, who).lifetime.u128();
        same(
            names::RING,
            || format!("points ever earned by {who} in domain {domain}"),
            found,
            *points,
        )?;
        *lifetimes.entry(*domain).or_default() += points;
    }
    for (domain, sum) in lifetimes {
        let found = standing(w, domain, None, u64::MAX).lifetime.u128();
        same(names::RING, || format!("points ever minted in domain {domain}"), found, sum)?;
    }
    Ok(())
}

fn answer(w: &World, domain: u32, who: &str) -> ScoreResponse {
    w.s.chain.query(&w.s.at.tracker, &QueryMsg::Score { domain, account: who.to_string() })
}

/// Units follow the reference decay: never above it, and below by at most `2^-120` and one unit a gain; the score
/// likewise.
pub fn decay(w: &mut World) -> Check {
    *w.stats.checks.entry(names::DECAY).or_default() += 1;
    let now = w.now();
    for ((domain, who), exact) in &w.m.score.units {
        let found = answer(w, *domain, who);
        let units = BigUint::from_bytes_be(&found.units.to_be_bytes());
        let gains = w.m.score.gains.get(&(*domain, who.clone())).copied().unwrap_or(0);
        // A penalty is rounded down as well and can leave up to as much above.
        let slack = (exact >> 100u32) + 2 * gains;
        let near = units <= exact + &slack && *exact <= &units + &slack;
        holds(names::DECAY, near, || {
            format!("units of {who} in domain {domain}: {units}, exactly {exact}")
        })?;
        let score = w.m.score.score(*domain, who, now);
        let off = found.score.u128().abs_diff(score);
        holds(names::DECAY, off <= 1, || {
            format!("score of {who}: {}, exactly {score}", found.score)
        })?;
    }
    Ok(())
}
