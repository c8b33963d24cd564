//! I9: whoever claims first, everybody gets the same.

use std::collections::BTreeMap;

use axiom_types::distributor::{Claim, ExecuteMsg};

use crate::properties::actions::worth;
use crate::properties::violation::{names, same, Check};
use crate::properties::world::World;

/// I9: everybody claims everything in one block, in one order and in the other; the balances are the same.
pub fn i9_order(w: &mut World) -> Check {
    let now = w.now();
    let distributor = w.s.at.distributor.to_string();
    if w.broken.contains(&distributor) {
        return Ok(());
    }
    let mut due = vec![];
    for who in &w.actors {
        let open = w.m.pools.iter().filter(|(number, pool)| {
            !w.m.pool_frozen(**number, now)
                && !w.m.frozen(&pool.asset, now)
                && worth(w, **number, who)
        });
        let pools: Vec<u64> = open.map(|(number, _)| *number).collect();
        if !pools.is_empty() {
            due.push((who.clone(), pools));
        }
    }
    if due.len() < 2 {
        return Ok(());
    }
    *w.stats.checks.entry(names::I9).or_default() += 1;
    let forwards = claimed(w, &due);
    due.reverse();
    let backwards = claimed(w, &due);
    same(names::I9, || "balances after claims in two orders".to_string(), forwards, backwards)
}

/// Balances after these claims, one after the other in one block; the state is as before afterwards.
fn claimed(w: &mut World, due: &[(String, Vec<u64>)]) -> BTreeMap<String, u128> {
    let snapshot = w.s.chain.snapshot();
    let distributor = w.s.at.distributor.clone();
    w.in_one_block(|w| {
        for (who, pools) in due {
            let claims = pools.iter().map(|pool| Claim { pool: *pool, epochs: None }).collect();
            let msg = ExecuteMsg::Claim { claims, on_behalf_of: None, withdraw: false };
            let _ = w.s.chain.execute(who, &distributor, &msg, &[]).is_ok();
        }
    });
    let mut out = BTreeMap::new();
    for who in w.actors.clone() {
        for asset in w.assets.clone() {
            out.insert(format!("{who} {asset}"), w.s.asset_balance(&who, &asset));
        }
    }
    w.s.chain.restore(&snapshot);
    out
}
