//! I1, I3, I6: money is there, adds up, and is paid once.

use axiom_types::asset::Asset;
use axiom_types::common::Reference;
use axiom_types::distributor::{raw, EscrowResponse, HoldingsResponse, QueryMsg};
use cosmwasm_std::{Addr, Uint128};

use crate::properties::violation::{holds, names, same, Check};
use crate::properties::world::World;

fn holdings(w: &World, asset: &Asset) -> HoldingsResponse {
    w.s.chain.query(&w.s.at.distributor, &QueryMsg::Holdings { asset: asset.clone() })
}

/// I1: what the distributor really holds covers what it owes, and the difference is the surplus that was sent unasked.
pub fn i1_solvency(w: &mut World) -> Check {
    for asset in w.assets.clone() {
        let found = holdings(w, &asset);
        let real = w.wallet(w.s.at.distributor.as_str(), &asset);
        let surplus = w.m.money.surplus.get(&asset).copied().unwrap_or(0);
        let what = |what: &'static str| {
            let asset = asset.clone();
            move || format!("{what} of {asset}")
        };
        *w.stats.checks.entry(names::I1).or_default() += 1;
        holds(names::I1, found.tracked.u128() <= real, || {
            format!("{asset}: {real} held, {} owed", found.tracked)
        })?;
        same(names::I1, what("real holdings"), found.real.u128(), real)?;
        same(names::I1, what("surplus"), found.surplus, Some(Uint128::new(surplus)))?;
        same(names::I1, what("holdings and surplus"), found.tracked.u128() + surplus, real)?;
        let pooled: u128 = w.m.pools.values().filter(|p| p.asset == asset).map(|p| p.held()).sum();
        let parts =
            [found.balances, found.escrowed, found.pooled, found.in_flight].map(|n| n.u128());
        let expected = [w.m.money.in_balances(&asset), w.m.money.in_escrows(&asset), pooled, 0];
        same(names::I3, what("balances, escrows, pools, transfers under way"), parts, expected)?;
    }
    Ok(())
}

/// I3: each balance is what the reference says.
pub fn i3_balances<'a>(w: &World, owners: impl Iterator<Item = &'a str>) -> Check {
    let querier = w.s.chain.querier();
    for owner in owners {
        let address = Addr::unchecked(owner);
        for asset in &w.assets {
            let found = raw::balance(&querier, &w.s.at.distributor, &address, asset);
            let found = found.map_or(u128::MAX, |n| n.u128());
            let what = || format!("balance of {owner} in {asset}");
            same(names::I3, what, found, w.m.money.balance(owner, asset))?;
        }
    }
    Ok(())
}

/// I3: of each asset there is as much as ever, all wallets and contracts together.
pub fn i3_conservation(w: &mut World) -> Check {
    *w.stats.checks.entry(names::I3).or_default() += 1;
    for (asset, supply) in &w.supply {
        same(names::I3, || format!("supply of {asset}"), w.everywhere(asset), *supply)?;
    }
    Ok(())
}

/// I3: nobody may draw more than the reference says.
pub fn i3_allowances(w: &World) -> Check {
    for ((owner, controller, asset), left) in &w.m.money.allowances {
        let msg = QueryMsg::Allowance {
            owner: owner.clone(),
            controller: controller.clone(),
            asset: asset.clone(),
        };
        let found: Uint128 = w.s.chain.query(&w.s.at.distributor, &msg);
        same(names::I3, || format!("allowance of {controller} by {owner}"), found.u128(), *left)?;
    }
    Ok(())
}

/// I6: no escrow ended twice, each that ended paid out exactly what it held, and each that did not is still there.
pub fn i6_paid_once(w: &mut World) -> Check {
    *w.stats.checks.entry(names::I6).or_default() += 1;
    for (key, times) in &w.escrow_ends {
        holds(names::I6, *times == 1, || format!("escrow {key:?} ended {times} times"))?;
    }
    for (key, closed) in &w.m.money.closed {
        same(
            names::I6,
            || format!("paid and refunded of {key:?}"),
            closed.paid + closed.refunded,
            closed.locked,
        )?;
        same(names::I6, || format!("open escrow {key:?}"), escrow(w, key), None)?;
    }
    for (key, open) in &w.m.money.escrows {
        let found = escrow(w, key);
        same(names::I6, || format!("open escrow {key:?}"), found, Some(open.amount))?;
    }
    Ok(())
}

/// Base units in an open escrow.
pub fn escrow(w: &World, key: &(String, String, u64)) -> Option<u128> {
    let reference = Reference { kind: key.1.clone(), id: key.2 };
    let msg = QueryMsg::Escrow { controller: key.0.clone(), reference };
    let found: Option<EscrowResponse> = w.s.chain.query(&w.s.at.distributor, &msg);
    found.map(|escrow| escrow.amount.u128())
}
