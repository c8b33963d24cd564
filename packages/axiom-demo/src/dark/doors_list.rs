//! The doors: messages that a stranger must not get through.

use anyhow::{Context, Result};
use axiom_types::common::Share;
use axiom_types::{dao, distributor, ledger, registry, tracker};
use cosmwasm_std::Addr;
use serde::de::DeserializeOwned;
use serde_json::{json, Value};

use crate::stage::Stage;

/// What the messages are aimed at.
pub struct Targets {
    /// A job offered to somebody else.
    pub offered: u64,
    /// A job that somebody else has accepted.
    pub accepted: u64,
    /// A job that waits for its client.
    pub in_review: u64,
    /// A job that waits for its arbiter.
    pub disputed: u64,
    /// A pool of somebody else.
    pub pool: u64,
    /// A space of somebody else.
    pub space: u64,
    /// A proposal in its voting period.
    pub proposal: u64,
}

/// Name and address of a contract, and its doors.
pub type Doors = (&'static str, Addr, Vec<Value>);

/// Every door.
///
/// # Errors
/// If a setting that a message repeats cannot be read, or a contract does not know a message.
pub fn doors(s: &Stage, t: &Targets) -> Result<Vec<Doors>> {
    let at = s.suite.at.clone();
    Ok(vec![
        ("state-registry", at.registry, known::<registry::ExecuteMsg>(of_registry(s, t))?),
        ("execution-ledger", at.ledger, known::<ledger::ExecuteMsg>(of_ledger(s, t)?)?),
        ("contribution-tracker", at.tracker, known::<tracker::ExecuteMsg>(of_tracker(s))?),
        (
            "value-distributor",
            at.distributor,
            known::<distributor::ExecuteMsg>(of_distributor(s, t))?,
        ),
        ("governance-dao", at.dao, known::<dao::ExecuteMsg>(of_dao(s, t))?),
    ])
}

/// Makes sure that each message is one that the contract understands, so that none is refused for its form.
fn known<M: DeserializeOwned>(doors: Vec<Value>) -> Result<Vec<Value>> {
    for door in &doors {
        cosmwasm_std::from_json::<M>(door.to_string())
            .with_context(|| format!("no door: {door}"))?;
    }
    Ok(doors)
}

/// Doors that every contract has.
fn common(s: &Stage) -> Vec<Value> {
    let me = s.address("stranger");
    vec![
        json!({"admin": {"guard": {"pause": {"seconds": 60}}}}),
        json!({"admin": {"guard": {"unpause": {}}}}),
        json!({"update_ownership": {"transfer_ownership": {"new_owner": me, "expiry": null}}}),
        json!({"update_ownership": "accept_ownership"}),
        json!({"update_ownership": "renounce_ownership"}),
    ]
}

fn of_registry(s: &Stage, t: &Targets) -> Vec<Value> {
    let (me, space) = (s.address("stranger"), t.space);
    let profile = json!({"name": "stranger", "metadata": null, "endpoints": [], "tags": [], "capabilities": []});
    let route = [Share { account: me.clone(), bps: 10_000 }];
    let write = json!({"key": "loot", "expected_version": 0, "content": {"inline": {"data": "bG9vdA=="}}, "ttl": null});
    let mut doors = vec![
        json!({"update_profile": {"profile": profile}}),
        json!({"renew": {"participants": [s.address("agent")]}}),
        json!({"leave": {}}),
        json!({"offer_binding": {"agent": s.address("agent"), "route": route}}),
        json!({"accept_binding": {"principal": s.address("alice"), "route": route}}),
        json!({"unbind": {"agent": s.address("agent")}}),
        json!({"set_writers": {"space": space, "writers": {"owner": {}}}}),
        json!({"offer_space": {"space": space, "new_owner": me}}),
        json!({"take_space": {"space": space}}),
        json!({"write_cells": {"space": space, "writes": [write]}}),
        json!({"admin": {"update_settings": {"settings": {"lease_seconds": 7200, "renewal_window": 60}}}}),
    ];
    doors.extend(common(s));
    doors
}

fn of_ledger(s: &Stage, t: &Targets) -> Result<Vec<Value>> {
    let work = json!({"output": {"uri": "ipfs://x", "sha256": "00".repeat(32)}, "context_root": null, "evidence": null});
    let posted = serde_json::to_value(axiom_suite::JobBuilder::paid(1_000).build())?;
    let settings = serde_json::to_value(s.ledger_settings()?)?;
    let peers = json!({"registry": null, "tracker": null, "distributor": null});
    let agreement = json!({"dissolve": {"worker_bps": 0}});
    let mut doors = vec![
        json!({"post_job": posted}),
        json!({"accept": {"job": t.offered}}),
        json!({"decline": {"job": t.offered}}),
        json!({"cancel": {"job": t.offered}}),
        json!({"submit": {"job": t.accepted, "submission": work}}),
        json!({"agree": {"job": t.accepted, "agreement": agreement}}),
        json!({"approve": {"job": t.in_review}}),
        json!({"reject": {"job": t.in_review, "reason": "no"}}),
        json!({"expire": {"job": t.in_review}}),
        json!({"retry_leg": {"job": t.in_review, "leg": "money"}}),
        json!({"arbitrate": {"job": t.disputed, "worker_bps": 10_000, "reason": "mine"}}),
        json!({"admin": {"update_settings": {"settings": settings}}}),
        json!({"admin": {"set_peers": {"peers": peers}}}),
    ];
    doors.extend(common(s));
    Ok(doors)
}

fn of_tracker(s: &Stage) -> Vec<Value> {
    let me = s.address("stranger");
    let reference = json!({"kind": "loot", "id": 1});
    let grant = json!({
        "domain": 2, "ledger": me, "holder": {"address": {"address": me}},
        "per_client": "1000", "total": "1000", "per_pair": "1000", "last_epoch": null
    });
    let domain =
        json!({"name": "loot", "half_life": 7_776_000, "epoch_length": 86_400, "rates": []});
    let mut doors = vec![
        json!({"update_members": {"remove": [], "add": [{"addr": me, "weight": 1000}]}}),
        json!({"update_admin": {"admin": me}}),
        json!({"add_hook": {"addr": me}}),
        json!({"remove_hook": {"addr": me}}),
        json!({"sync_hook": {"addr": me, "members": [me]}}),
        json!({"admin": {"set_registry": {"registry": null}}}),
        json!({"admin": {"add_domain": {"domain": domain}}}),
        json!({"admin": {"set_rates": {"domain": 2, "rates": []}}}),
        json!({"admin": {"grant_budget": {"grant": grant}}}),
        json!({"admin": {"revoke_budget": {"grant": 1}}}),
        json!({"admin": {"award": {"domain": 1, "account": me, "points": "1000", "reference": reference}}}),
        json!({"admin": {"penalise": {"domain": 1, "account": s.address("ben"), "points": "1000", "reference": reference}}}),
    ];
    doors.extend(common(s));
    doors
}

fn of_distributor(s: &Stage, t: &Targets) -> Vec<Value> {
    let (me, asset) = (s.address("stranger"), json!({"native": "uaxm"}));
    let job = json!({"kind": "job", "id": t.in_review});
    let mut doors = vec![
        json!({"transfer": {"to": me, "asset": asset, "amount": "1"}}),
        json!({"withdraw": {"withdrawals": [{"asset": asset, "amount": "1", "to": null}]}}),
        json!({"receive": {"sender": me, "amount": "1000", "msg": ""}}),
        json!({"fund_pool": {"pool": t.pool, "amount": "1"}}),
        json!({"set_shares": {"pool": t.pool, "shares": [{"account": me, "shares": "1"}]}}),
        json!({"claim": {"claims": [{"pool": t.pool, "epochs": null}], "on_behalf_of": null, "withdraw": false}}),
        json!({"reclaim_escrow": {"controller": s.suite.at.ledger, "reference": job}}),
        json!({"escrow": {"release": {"reference": job, "payouts": [{"account": me, "amount": "1"}]}}}),
        json!({"escrow": {"open": {
            "reference": job, "payer": s.address("client"), "asset": asset, "amount": "1",
            "backstop": s.suite.now() + 1_000
        }}}),
        json!({"admin": {"list_token": {"address": me}}}),
        json!({"admin": {"delist_token": {"address": me}}}),
        json!({"admin": {"sweep_surplus": {"asset": asset, "to": me}}}),
        json!({"admin": {"freeze": {"target": {"asset": asset}, "seconds": 60}}}),
        json!({"admin": {"unfreeze": {"target": {"asset": asset}}}}),
    ];
    doors.extend(common(s));
    doors
}

fn of_dao(s: &Stage, t: &Targets) -> Vec<Value> {
    let (me, id) = (s.address("stranger"), t.proposal);
    let signed = s.signed_vote("stranger", id);
    let admin = |msg: Value| json!({ "admin": msg });
    let track = serde_json::to_value(&s.founding.tracks[2]).unwrap_or_default();
    vec![
        json!({"propose": {
            "title": "Mine", "description": "All of it.", "msgs": [], "earliest": null, "latest": null,
            "track": 1, "may_fail": null
        }}),
        json!({"vote": {"proposal_id": id, "vote": "yes"}}),
        json!({"vote_signed": {"proposal_id": id, "votes": [signed]}}),
        json!({"execute": {"proposal_id": id}}),
        json!({"close": {"proposal_id": id}}),
        json!({"cancel": {"proposal_id": id}}),
        json!({"guardian_pause": {"target": {"ledger": {}}, "seconds": 60}}),
        json!({"guardian_freeze": {"target": {"pool": t.pool}, "seconds": 60}}),
        json!({"guardian_release": {"what": "pause"}}),
        admin(json!({"set_track": {"track": 1, "config": track}})),
        admin(json!({"set_guardian": {"guardian": {"address": me, "sunset": 1000}}})),
        admin(json!({"forgive_guardian": {}})),
        admin(json!({"set_peer": {"target": {"ledger": {}}, "address": null}})),
        admin(json!({"accept_ownership": {"contract": s.suite.at.ledger}})),
        admin(
            json!({"upgrade": {"target": {"ledger": {}}, "code_id": 1, "checksum": "00".repeat(32), "msg": "e30="}}),
        ),
        admin(json!({"self_check": {}})),
    ]
}
