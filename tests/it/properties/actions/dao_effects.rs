//! What proposals do: their messages, when they can be executed, and what they change in the reference.

use axiom_local::Success;
use axiom_suite::{spend, DAY, DENOM};
use axiom_types::asset::Asset;
use axiom_types::common::Reference;
use axiom_types::dao::{AdminMsg as DaoAdmin, ExecuteMsg as DaoMsg};
use axiom_types::distributor::{
    AdminMsg as DistributorAdmin, ExecuteMsg as DistributorMsg, PoolCreated,
};
use axiom_types::ledger::{
    AdminMsg as LedgerAdmin, ExecuteMsg as LedgerMsg, QueryMsg, SettingsMsg,
};
use axiom_types::tracker::{
    AdminMsg as TrackerAdmin, ExecuteMsg as TrackerMsg, Holder, NewGrant, Rate,
};
use cosmwasm_std::{Addr, CosmosMsg, Uint128};

use super::pools::{new_pool, opened};
use crate::properties::model::score::Grant;
use crate::properties::model::votes::Effect;
use crate::properties::rng::Rng;
use crate::properties::setup::holder;
use crate::properties::violation::{names, same, Check};
use crate::properties::world::{call, World};

/// Something to propose, and the track that it needs.
pub fn draw(w: &World, rng: &mut Rng) -> (u32, Effect) {
    let who = rng.pick(&w.actors).unwrap_or_default();
    match rng.below(16) {
        0..=1 => (1, Effect::Fee(rng.below(1_200) as u16)),
        2 => {
            let rate = |asset: &Asset, per| Rate {
                asset: asset.clone(),
                points: Uint128::one(),
                per: Uint128::new(per),
            };
            let rates = vec![rate(&w.assets[0], rng.range(500, 2_000)), rate(&w.assets[2], 700)];
            (1, Effect::Rates(2, rates))
        }
        3..=4 => (3, Effect::Grant(new_grant(w, who, rng))),
        5 => {
            let open = w.m.score.grants.iter().filter(|(_, g)| !g.ended);
            let open: Vec<u64> = open.map(|(id, _)| *id).collect();
            (1, rng.pick(&open).map_or(Effect::Statement, Effect::Revoke))
        }
        6..=7 => {
            (2, Effect::Spend { to: who, amount: rng.range(1, 200_000), denom: DENOM.to_string() })
        }
        8..=9 => (
            2,
            Effect::Transfer { to: who, amount: rng.range(1, 20_000), asset: w.assets[0].clone() },
        ),
        10 => (2, Effect::Pool(new_pool(w, rng))),
        11 => {
            (3, Effect::Award { domain: 1, who, points: rng.range(1, 300), id: rng.next() >> 16 })
        }
        12 => (
            3,
            Effect::Penalise { domain: 1, who, points: rng.range(1, 300), id: rng.next() >> 16 },
        ),
        13 => {
            let mut track = w.m.tracks[&1].clone();
            track.quorum_bps = 1_000 + rng.below(3_000) as u16;
            track.threshold_bps = 5_000 + rng.below(1_600) as u16;
            track.timelock = rng.pick(&[DAY / 2, DAY, 2 * DAY]).unwrap_or(DAY);
            (3, Effect::Track(1, Box::new(track)))
        }
        14 => {
            let asset = rng.pick(&w.assets).unwrap_or_else(|| w.assets[0].clone());
            (3, Effect::Surplus { asset, to: w.s.at.dao.to_string() })
        }
        _ => (rng.pick(&[1, 2, 3]).unwrap_or(1), Effect::Statement),
    }
}

fn new_grant(w: &World, who: String, rng: &mut Rng) -> NewGrant {
    let holder = if rng.chance(60) {
        Holder::Address { address: who }
    } else {
        Holder::MinScore { domain: 1, min: Uint128::new(rng.range(0, 200)) }
    };
    NewGrant {
        domain: rng.pick(&[1, 2]).unwrap_or(2),
        ledger: w.s.at.ledger.to_string(),
        holder,
        per_client: Uint128::new(rng.range(10, 300)),
        total: Uint128::new(rng.range(50, 900)),
        per_pair: Uint128::new(rng.range(5, 150)),
        last_epoch: None,
    }
}

/// The messages of a proposal.
pub fn messages(w: &World, effect: &Effect) -> Vec<CosmosMsg> {
    let at = &w.s.at;
    let tracker = |msg: TrackerAdmin| call(&at.tracker, &TrackerMsg::Admin(msg));
    let one = match effect {
        Effect::Statement => return vec![],
        Effect::Fee(bps) => {
            let mut settings: SettingsMsg = w.s.chain.query(&at.ledger, &QueryMsg::Settings {});
            settings.fee_bps = *bps;
            call(&at.ledger, &LedgerMsg::Admin(LedgerAdmin::UpdateSettings { settings }))
        }
        Effect::Rates(domain, rates) => {
            tracker(TrackerAdmin::SetRates { domain: *domain, rates: rates.clone() })
        }
        Effect::Grant(grant) => tracker(TrackerAdmin::GrantBudget { grant: grant.clone() }),
        Effect::Revoke(grant) => tracker(TrackerAdmin::RevokeBudget { grant: *grant }),
        Effect::Spend { to, amount, denom } => spend(&Addr::unchecked(to), *amount, denom),
        Effect::Transfer { to, amount, asset } => {
            let (to, asset, amount) = (to.clone(), asset.clone(), Uint128::new(*amount));
            call(&at.distributor, &DistributorMsg::Transfer { to, asset, amount })
        }
        Effect::Pool(pool) => {
            call(&at.distributor, &DistributorMsg::CreatePool { pool: pool.clone() })
        }
        Effect::Award { domain, who, points, id } => tracker(TrackerAdmin::Award {
            domain: *domain,
            account: who.clone(),
            points: Uint128::new(*points),
            reference: Reference { kind: "merit".to_string(), id: *id },
        }),
        Effect::Penalise { domain, who, points, id } => tracker(TrackerAdmin::Penalise {
            domain: *domain,
            account: who.clone(),
            points: Uint128::new(*points),
            reference: Reference { kind: "fault".to_string(), id: *id },
        }),
        Effect::Track(track, config) => {
            let set = DaoAdmin::SetTrack { track: *track, config: (**config).clone() };
            call(&at.dao, &DaoMsg::Admin(set))
        }
        Effect::Surplus { asset, to } => {
            let sweep = DistributorAdmin::SweepSurplus { asset: asset.clone(), to: to.clone() };
            call(&at.distributor, &DistributorMsg::Admin(sweep))
        }
    };
    vec![one]
}

/// Whether the messages can go through now.
pub fn executable(w: &World, effect: &Effect) -> bool {
    let (at, now) = (&w.s.at, w.now());
    let well = |contract: &Addr| !w.broken.contains(contract.as_str());
    let open = |contract: &Addr| well(contract) && !w.m.paused(contract.as_str(), now);
    match effect {
        Effect::Statement | Effect::Track(..) => true,
        Effect::Fee(_) => well(&at.ledger),
        Effect::Rates(..) | Effect::Grant(_) | Effect::Award { .. } => well(&at.tracker),
        Effect::Revoke(id) => {
            well(&at.tracker) && w.m.score.grants.get(id).is_some_and(|g| !g.ended)
        }
        Effect::Penalise { domain, who, .. } => {
            well(&at.tracker) && w.m.score.score(*domain, who, now) > 0
        }
        Effect::Spend { to, .. } => !w.refused.contains(to),
        Effect::Transfer { amount, asset, .. } => {
            well(&at.distributor)
                && !w.m.frozen(asset, now)
                && w.m.money.balance(at.dao.as_str(), asset) >= *amount
        }
        Effect::Pool(_) => open(&at.distributor) && well(&at.tracker) && w.m.pools.len() < 9,
        Effect::Surplus { asset, .. } => {
            well(&at.distributor) && w.m.money.surplus.get(asset).copied().unwrap_or(0) > 0
        }
    }
}

/// What an executed proposal has changed; it ran at `now`.
pub fn apply(w: &mut World, effect: &Effect, success: &Success, now: u64) -> Check {
    let dao = w.s.at.dao.to_string();
    match effect {
        Effect::Statement | Effect::Spend { .. } => {}
        Effect::Fee(bps) => w.m.ledger.fee_bps = *bps,
        Effect::Rates(domain, rates) => {
            let rates = rates.iter().map(|r| (r.asset.clone(), r.points.u128(), r.per.u128()));
            if let Some(domain) = w.m.score.domains.get_mut(domain) {
                domain.rates = rates.collect();
            }
        }
        Effect::Grant(new) => {
            let id = success.attribute("axiom_tracker_budget_granted", "grant");
            let grant = Grant {
                domain: new.domain,
                ledger: new.ledger.clone(),
                holder: holder(&new.holder),
                per_client: new.per_client.u128(),
                total: new.total.u128(),
                per_pair: new.per_pair.u128(),
                ended: false,
            };
            w.m.score.grant(id.and_then(|id| id.parse().ok()).unwrap_or(0), grant);
        }
        Effect::Revoke(id) => {
            if let Some(grant) = w.m.score.grants.get_mut(id) {
                grant.ended = true;
            }
        }
        Effect::Transfer { to, amount, asset } => {
            w.m.money.debit(&dao, asset, *amount)?;
            w.m.money.credit(to, asset, *amount);
            w.touched.owners.extend([dao, to.clone()]);
        }
        Effect::Pool(new) => {
            let number = success.attribute("axiom_distributor_pool_opened", "pool");
            let number = number.and_then(|n| n.parse().ok());
            let number = number
                .or_else(|| success.data.as_ref().map(|_| success.data_as::<PoolCreated>().pool));
            opened(w, number.unwrap_or(0), &dao, new, now);
        }
        Effect::Award { domain, who, points, id } => {
            w.m.score.gain(*domain, who, *points, now);
            w.m.score.records.insert((dao, "merit".to_string(), *id, "award".to_string()), *points);
        }
        Effect::Penalise { domain, who, points, .. } => w.m.score.lose(*domain, who, *points, now),
        Effect::Track(number, track) => {
            w.m.tracks.insert(*number, (**track).clone());
        }
        Effect::Surplus { asset, to } => {
            let amount = w.m.money.surplus.remove(asset).unwrap_or(0);
            let swept = success.attribute("axiom_distributor_surplus_swept", "amount");
            let swept = swept.and_then(|n| n.parse().ok());
            same(names::I1, || format!("surplus of {asset} swept"), swept, Some(amount))?;
            w.m.money.credit(to, asset, amount);
            w.touched.owners.insert(to.clone());
        }
    }
    Ok(())
}
