//! Messages of value-distributor about pools.

use std::collections::BTreeMap;

use axiom_suite::DAY;
use axiom_types::asset::Asset;
use axiom_types::distributor::{ExecuteMsg, NewPool, PoolCreated, PoolKind, PoolShare, ReceiveMsg};
use cosmwasm_std::{coin, to_json_binary, Uint128};

use super::distributor::{closed, send, send_tokens, token_dead};
use super::Act;
use crate::properties::model::pools::{Kind, Standing, Table};
use crate::properties::model::Pool;
use crate::properties::rng::Rng;
use crate::properties::world::World;

/// A new pool of either kind.
pub fn new_pool(w: &World, rng: &mut Rng) -> NewPool {
    let asset = rng.pick(&w.assets).unwrap_or_else(|| w.assets[0].clone());
    let kind = if rng.chance(55) {
        let domain = rng.pick(&[1, 2]).unwrap_or(1);
        PoolKind::Standing { tracker: w.s.at.tracker.to_string(), domain }
    } else {
        let members = if rng.chance(80) { rng.some(&w.actors, 5) } else { vec![] };
        let shares = members.into_iter();
        let shares =
            shares.map(|account| PoolShare { account, shares: Uint128::new(rng.range(1, 50)) });
        let shares = shares.collect();
        PoolKind::Table { period: rng.pick(&[1, DAY, 9 * DAY + 7]).unwrap_or(DAY), shares }
    };
    let residual_to = rng.chance(30).then(|| rng.pick(&w.actors)).flatten();
    NewPool { name: "a pool".to_string(), asset, kind, residual_to }
}

/// Tells the reference of a pool that was opened at `now`.
pub fn opened(w: &mut World, number: u64, owner: &str, new: &NewPool, now: u64) {
    let kind = match &new.kind {
        PoolKind::Standing { domain, .. } => Kind::Standing(Standing {
            domain: *domain,
            created_epoch: w.m.score.domains[domain].epoch(now),
            cursors: BTreeMap::new(),
            paid: BTreeMap::new(),
        }),
        PoolKind::Table { period, shares } => {
            let mut table = Table::new(*period);
            table.settle(now);
            for share in shares {
                table.set(&share.account, share.shares.u128());
            }
            Kind::Table(table)
        }
    };
    let pool = Pool {
        owner: owner.to_string(),
        asset: new.asset.clone(),
        residual_to: new.residual_to.clone().unwrap_or_else(|| owner.to_string()),
        funded: 0,
        claimed: 0,
        swept: 0,
        kind,
    };
    w.m.pools.insert(number, pool);
    w.touched.pools.insert(number);
}

pub fn create(w: &mut World, rng: &mut Rng) -> Act {
    let tracker_dead = w.broken.contains(w.s.at.tracker.as_str());
    if closed(w) || tracker_dead || w.m.pools.len() > 7 {
        return Ok(false);
    }
    let owner = rng.pick(&w.actors).unwrap_or_default();
    let (new, now) = (new_pool(w, rng), w.now());
    let msg = ExecuteMsg::CreatePool { pool: new.clone() };
    if let Some(success) = send(w, "distributor.create_pool", &owner, &msg, &[])? {
        let number = success.data_as::<PoolCreated>().pool;
        opened(w, number, &owner, &new, now);
    }
    Ok(true)
}

pub fn halted(w: &World, number: u64) -> bool {
    let now = w.now();
    w.m.pool_frozen(number, now) || w.m.frozen(&w.m.pools[&number].asset, now)
}

pub fn some_pool(w: &World, rng: &mut Rng, fits: impl Fn(u64, &Pool) -> bool) -> Option<u64> {
    let pools = w.m.pools.iter().filter(|(n, pool)| fits(**n, pool) && !halted(w, **n));
    rng.pick(&pools.map(|(n, _)| *n).collect::<Vec<_>>())
}

pub fn fund(w: &mut World, rng: &mut Rng) -> Act {
    let (Some(number), false) = (some_pool(w, rng, |_, _| true), closed(w)) else {
        return Ok(false);
    };
    let (asset, now) = (w.m.pools[&number].asset.clone(), w.now());
    let sender = rng.pick(&w.actors).unwrap_or_default();
    let amount = rng.pick(&[1u128, 7, 1_000, 123_457]).unwrap_or(1) * rng.range(1, 9);
    let outside = rng.chance(40);
    let accepted = match &asset {
        Asset::Cw20(_) if outside => {
            if token_dead(w) {
                return Ok(false);
            }
            let msg = to_json_binary(&ReceiveMsg::FundPool { pool: number }).unwrap_or_default();
            send_tokens(w, &sender, amount, msg)?.is_some()
        }
        _ => {
            let held = w.m.money.balance(&sender, &asset);
            let coins = match &asset {
                Asset::Native(denom) if outside || held < amount => vec![coin(amount, denom)],
                _ => vec![],
            };
            if coins.is_empty() && held < amount {
                return Ok(false);
            }
            let msg = ExecuteMsg::FundPool { pool: number, amount: Uint128::new(amount) };
            let accepted = send(w, "distributor.fund_pool", &sender, &msg, &coins)?.is_some();
            if accepted && coins.is_empty() {
                w.m.money.debit(&sender, &asset, amount)?;
            }
            accepted
        }
    };
    if accepted {
        if let Some(pool) = w.m.pools.get_mut(&number) {
            pool.funded += amount;
            if let Kind::Table(table) = &mut pool.kind {
                table.fund(amount, now);
            }
        }
        w.touched.pools.insert(number);
    }
    Ok(true)
}

pub fn set_shares(w: &mut World, rng: &mut Rng) -> Act {
    let now = w.now();
    let ours =
        |_: u64, pool: &Pool| matches!(pool.kind, Kind::Table(_)) && w.actors.contains(&pool.owner);
    let (Some(number), false) = (some_pool(w, rng, ours), closed(w)) else {
        return Ok(false);
    };
    let Some((owner, Kind::Table(table))) =
        w.m.pools.get(&number).map(|pool| (pool.owner.clone(), pool.kind.clone()))
    else {
        return Ok(false);
    };
    let mut rows = vec![];
    for who in rng.some(&w.actors, 3) {
        let known = table.members.contains_key(&who);
        let shares = if known && rng.chance(40) { 0 } else { rng.range(1, 50) };
        rows.push((who, shares));
    }
    let shares = rows
        .iter()
        .map(|(account, n)| PoolShare { account: account.clone(), shares: Uint128::new(*n) });
    let msg = ExecuteMsg::SetShares { pool: number, shares: shares.collect() };
    if send(w, "distributor.set_shares", &owner, &msg, &[])?.is_some() {
        if let Some(Kind::Table(table)) = w.m.pools.get_mut(&number).map(|pool| &mut pool.kind) {
            table.settle(now);
            for (who, n) in rows {
                table.set(&who, n);
            }
        }
        w.touched.pools.insert(number);
    }
    Ok(true)
}
