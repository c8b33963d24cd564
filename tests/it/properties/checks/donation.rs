//! I8: what everybody is owed, weighs and has decided, as the contracts tell it.

use axiom_types::dao::{self, StageResponse};
use axiom_types::distributor::{self, ClaimableResponse, HoldingsResponse, PoolResponse};
use axiom_types::tracker;
use cosmwasm_std::Uint128;

use crate::properties::world::World;

/// Answers that coins sent unasked may not change.
pub fn answers(w: &World) -> Vec<(String, String)> {
    let mut out = vec![];
    let (chain, at) = (&w.s.chain, &w.s.at);
    for owner in w.actors.iter().chain([&at.dao.to_string()]) {
        for asset in &w.assets {
            let msg = distributor::QueryMsg::Balance { owner: owner.clone(), asset: asset.clone() };
            let found: Uint128 = chain.query(&at.distributor, &msg);
            out.push((format!("balance of {owner} in {asset}"), found.to_string()));
        }
        let msg = tracker::QueryMsg::VotingPowerAtHeight { address: owner.clone(), height: None };
        let found: tracker::VotingPowerAtHeightResponse = chain.query(&at.tracker, &msg);
        out.push((format!("power of {owner}"), found.power.to_string()));
        for pool in w.m.pools.keys() {
            let msg = distributor::QueryMsg::Claimable { pool: *pool, account: owner.clone() };
            let found = chain.try_query::<ClaimableResponse>(&at.distributor, &msg);
            let words = found.map_or_else(|e| e.text, |found| format!("{found:?}"));
            out.push((format!("claim of {owner} on pool {pool}"), words));
        }
    }
    for asset in &w.assets {
        let msg = distributor::QueryMsg::Holdings { asset: asset.clone() };
        let found: HoldingsResponse = chain.query(&at.distributor, &msg);
        out.push((format!("what is owed of {asset}"), found.tracked.to_string()));
    }
    for pool in w.m.pools.keys() {
        let found: PoolResponse =
            chain.query(&at.distributor, &distributor::QueryMsg::Pool { pool: *pool });
        out.push((format!("pool {pool}"), format!("{found:?}")));
    }
    for id in w.m.proposals.keys() {
        let found: StageResponse = chain.query(&at.dao, &dao::QueryMsg::Stage { proposal_id: *id });
        out.push((format!("proposal {id}"), format!("{found:?}")));
    }
    out
}
