//! Messages of value-distributor about balances and escrows.

use axiom_types::asset::Asset;
use axiom_types::common::{Payout, Reference};
use axiom_types::distributor::{Allowance, EscrowMsg, ExecuteMsg, ReceiveMsg, Withdrawal};
use cosmwasm_std::{coin, to_json_binary, Binary, Coin, Uint128};
use cw20::Cw20ExecuteMsg;

use super::Act;
use crate::properties::model::money::{Escrow, EscrowKey};
use crate::properties::rng::Rng;
use crate::properties::violation::Violation;
use crate::properties::world::World;

pub fn send(
    w: &mut World,
    label: &'static str,
    sender: &str,
    msg: &ExecuteMsg,
    funds: &[Coin],
) -> Result<Option<axiom_local::Success>, Violation> {
    let contract = w.s.at.distributor.clone();
    w.send(label, sender, &contract, msg, funds)
}

pub fn dead(w: &World) -> bool {
    w.broken.contains(w.s.at.distributor.as_str())
}

pub fn closed(w: &World) -> bool {
    dead(w) || w.m.paused(w.s.at.distributor.as_str(), w.now())
}

/// Whether a token's contract fails.
pub fn token_dead(w: &World) -> bool {
    w.broken.contains(w.token.as_str())
}

pub fn deposit(w: &mut World, rng: &mut Rng) -> Act {
    let (sender, now) = (rng.pick(&w.actors).unwrap_or_default(), w.now());
    if closed(w) {
        return Ok(false);
    }
    let wanted = rng.some(&w.assets, 2);
    let coins: Vec<(Asset, u128)> = wanted
        .into_iter()
        .filter(|a| matches!(a, Asset::Native(_)) && !w.m.frozen(a, now))
        .map(|a| (a, rng.range(1, 300_000)))
        .collect();
    let other = rng.chance(25).then(|| rng.pick(&w.actors)).flatten();
    let owner = other.clone().unwrap_or_else(|| sender.clone());
    let mut allowances = vec![];
    if owner == sender {
        let controllers = [w.s.at.ledger.to_string(), rng.pick(&w.actors).unwrap_or_default()];
        for controller in controllers {
            if rng.chance(40) {
                let asset = rng.pick(&w.assets).unwrap_or_else(|| w.assets[0].clone());
                let amount = rng.pick(&[0u128, 1, 50_000, 9_000_000]).unwrap_or(0);
                allowances.push((controller, asset, amount));
            }
        }
    }
    if coins.is_empty() && allowances.is_empty() {
        return Ok(false);
    }
    let msg = ExecuteMsg::Deposit {
        on_behalf_of: other,
        allowances: allowances
            .iter()
            .map(|(controller, asset, amount)| Allowance {
                controller: controller.clone(),
                asset: asset.clone(),
                amount: Uint128::new(*amount),
            })
            .collect(),
    };
    let mut funds: Vec<Coin> = coins.iter().map(|(a, n)| coin(*n, a.to_string())).collect();
    funds.sort_by(|a, b| a.denom.cmp(&b.denom));
    if send(w, "distributor.deposit", &sender, &msg, &funds)?.is_some() {
        for (asset, amount) in coins {
            w.m.money.credit(&owner, &asset, amount);
        }
        for (controller, asset, amount) in allowances {
            w.m.money.set_allowance(&sender, &controller, &asset, amount);
        }
        w.touched.owners.insert(owner);
    }
    Ok(true)
}

/// Sends tokens with a message for the distributor.
pub fn send_tokens(
    w: &mut World,
    sender: &str,
    amount: u128,
    msg: Binary,
) -> Result<Option<axiom_local::Success>, Violation> {
    let token = w.token.clone();
    let contract = w.s.at.distributor.to_string();
    let send = Cw20ExecuteMsg::Send { contract, amount: Uint128::new(amount), msg };
    w.send("distributor.receive", sender, &token, &send, &[])
}

pub fn deposit_tokens(w: &mut World, rng: &mut Rng) -> Act {
    let asset = w.assets[2].clone();
    if closed(w) || token_dead(w) || w.m.frozen(&asset, w.now()) {
        return Ok(false);
    }
    let sender = rng.pick(&w.actors).unwrap_or_default();
    let amount = rng.range(1, 200_000);
    let (owner, msg) = if rng.chance(50) {
        (sender.clone(), Binary::default())
    } else {
        let owner = rng.pick(&w.actors).unwrap_or_default();
        let msg = ReceiveMsg::Deposit { on_behalf_of: Some(owner.clone()) };
        (owner, to_json_binary(&msg).unwrap_or_default())
    };
    if send_tokens(w, &sender, amount, msg)?.is_some() {
        w.m.money.credit(&owner, &asset, amount);
        w.touched.owners.insert(owner);
    }
    Ok(true)
}

/// Somebody with a balance in an asset that is not frozen.
pub fn holder(w: &World, rng: &mut Rng) -> Option<(String, Asset, u128)> {
    let now = w.now();
    let fits = |((owner, asset), _): &(&(String, Asset), &u128)| {
        w.actors.contains(owner) && !w.m.frozen(asset, now)
    };
    let held: Vec<_> = w.m.money.balances.iter().filter(fits).collect();
    let held: Vec<_> = held.into_iter().map(|((o, a), n)| (o.clone(), a.clone(), *n)).collect();
    rng.pick(&held)
}

pub fn transfer(w: &mut World, rng: &mut Rng) -> Act {
    let (Some((from, asset, held)), false) = (holder(w, rng), dead(w)) else {
        return Ok(false);
    };
    let others: Vec<String> = w.actors.iter().filter(|a| **a != from).cloned().collect();
    let Some(to) = rng.pick(&others) else {
        return Ok(false);
    };
    let amount = rng.range(1, held.min(500_000));
    let msg =
        ExecuteMsg::Transfer { to: to.clone(), asset: asset.clone(), amount: Uint128::new(amount) };
    if send(w, "distributor.transfer", &from, &msg, &[])?.is_some() {
        w.m.money.debit(&from, &asset, amount)?;
        w.m.money.credit(&to, &asset, amount);
        w.touched.owners.insert(to);
    }
    Ok(true)
}

/// Whether a transfer to a wallet arrives.
pub fn arrives(w: &World, asset: &Asset, to: &str) -> bool {
    match asset {
        Asset::Native(_) => !w.refused.contains(to),
        Asset::Cw20(_) => !token_dead(w),
    }
}

pub fn withdraw(w: &mut World, rng: &mut Rng) -> Act {
    let (Some((who, first, _)), false) = (holder(w, rng), dead(w)) else {
        return Ok(false);
    };
    let now = w.now();
    let to = rng.chance(30).then(|| rng.pick(&w.actors)).flatten();
    let receiver = to.clone().unwrap_or_else(|| who.clone());
    let mut assets = vec![first];
    if rng.chance(40) {
        let more = rng.pick(&w.assets).unwrap_or_else(|| w.assets[0].clone());
        if !assets.contains(&more) {
            assets.push(more);
        }
    }
    let mut items = vec![];
    let mut left = vec![];
    for asset in assets {
        let held = w.m.money.balance(&who, &asset);
        let amount = if rng.chance(20) { None } else { Some(rng.range(1, held.clamp(1, 400_000))) };
        let goes = held > 0 && !w.m.frozen(&asset, now);
        if goes && arrives(w, &asset, &receiver) {
            left.push((asset.clone(), amount.unwrap_or(held)));
        }
        let amount = amount.map(Uint128::new);
        items.push(Withdrawal { asset, amount, to: to.clone() });
    }
    let msg = ExecuteMsg::Withdraw { withdrawals: items };
    if send(w, "distributor.withdraw", &who, &msg, &[])?.is_some() {
        for (asset, amount) in left {
            w.m.money.debit(&who, &asset, amount)?;
        }
    }
    Ok(true)
}

pub fn escrow_open(w: &mut World, rng: &mut Rng) -> Act {
    let now = w.now();
    let fits = |((owner, controller, asset), left): &(&(String, String, Asset), &u128)| {
        **left > 0
            && w.actors.contains(controller)
            && w.m.money.balance(owner, asset) > 0
            && !w.m.frozen(asset, now)
    };
    let allowed: Vec<_> = w.m.money.allowances.iter().filter(fits).collect();
    let allowed: Vec<_> = allowed.into_iter().map(|(key, left)| (key.clone(), *left)).collect();
    let (Some(((payer, controller, asset), left)), false) = (rng.pick(&allowed), closed(w)) else {
        return Ok(false);
    };
    let amount = rng.range(1, left.min(w.m.money.balance(&payer, &asset)));
    let id = rng.next() >> 16;
    let backstop = now + 600 + rng.below(2_000_000);
    let reference = Reference { kind: "deal".to_string(), id };
    let open = EscrowMsg::Open {
        reference,
        payer: payer.clone(),
        asset: asset.clone(),
        amount: Uint128::new(amount),
        backstop,
    };
    let height = w.s.chain.height();
    if send(w, "distributor.escrow.open", &controller, &ExecuteMsg::Escrow(open), &[])?.is_some() {
        let idle = w.m.idle(w.s.at.distributor.as_str(), now) + w.m.frozen_seconds(&asset, now);
        let escrow = Escrow {
            payer: payer.clone(),
            asset,
            amount,
            backstop,
            min_height: height + 100,
            idle,
        };
        w.m.money.open((controller, "deal".to_string(), id), escrow)?;
        w.touched.owners.insert(payer);
    }
    Ok(true)
}

pub fn escrow_release(w: &mut World, rng: &mut Rng) -> Act {
    let now = w.now();
    let deals = w.m.money.escrows.iter().filter(|((controller, _, _), escrow)| {
        w.actors.contains(controller) && !w.m.frozen(&escrow.asset, now)
    });
    let deals: Vec<_> = deals.map(|(key, escrow)| (key.clone(), escrow.clone())).collect();
    let (Some((key, escrow)), false) = (rng.pick(&deals), dead(w)) else {
        return Ok(false);
    };
    let mut left = escrow.amount;
    let mut payouts = vec![];
    for to in rng.some(&w.actors, 4) {
        let amount = rng.range(0, left / 2 + 1).min(left);
        if amount > 0 {
            left -= amount;
            payouts.push((to, amount));
        }
    }
    let release = EscrowMsg::Release {
        reference: Reference { kind: key.1.clone(), id: key.2 },
        payouts: payouts
            .iter()
            .map(|(to, n)| Payout { account: to.clone(), amount: Uint128::new(*n) })
            .collect(),
    };
    if send(w, "distributor.escrow.release", &key.0, &ExecuteMsg::Escrow(release), &[])?.is_some() {
        w.m.money.close(&key, &payouts)?;
        w.touched.owners.extend(payouts.into_iter().map(|(to, _)| to));
        w.touched.owners.insert(escrow.payer);
    }
    Ok(true)
}

/// Whether the backstop of an escrow has passed.
pub fn backstop_passed(w: &World, escrow: &Escrow) -> bool {
    let now = w.now();
    let idle = w.m.idle(w.s.at.distributor.as_str(), now) + w.m.frozen_seconds(&escrow.asset, now);
    now >= escrow.backstop + (idle - escrow.idle) && w.s.chain.height() >= escrow.min_height
}

pub fn reclaim(w: &mut World, rng: &mut Rng) -> Act {
    let now = w.now();
    let due =
        w.m.money
            .escrows
            .iter()
            .filter(|(_, escrow)| backstop_passed(w, escrow) && !w.m.frozen(&escrow.asset, now));
    let due: Vec<EscrowKey> = due.map(|(key, _)| key.clone()).collect();
    let (Some(key), false) = (rng.pick(&due), dead(w)) else {
        return Ok(false);
    };
    let anybody = rng.pick(&w.actors).unwrap_or_default();
    reclaim_key(w, &key, &anybody)
}

/// Gives an escrow back to its payer.
pub fn reclaim_key(w: &mut World, key: &EscrowKey, sender: &str) -> Act {
    let reference = Reference { kind: key.1.clone(), id: key.2 };
    let msg = ExecuteMsg::ReclaimEscrow { controller: key.0.clone(), reference };
    if send(w, "distributor.reclaim_escrow", sender, &msg, &[])?.is_some() {
        w.m.money.close(key, &[])?;
    }
    Ok(true)
}
