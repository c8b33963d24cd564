//! Each of the five migrated by vote to a second build: every question that can be asked gets the same answer before
//! and after, and the economy goes on.

use std::collections::BTreeSet;

use axiom_local::LocalChain;
use axiom_suite::{call, spend, Codes, JobBuilder, Suite, DAY, DENOM, NEXT_VERSION};
use axiom_types::dao::{self, AdminMsg, GuardianAct, Stage, Target, Vote};
use axiom_types::registry::{ParticipantKind, WriterRule};
use axiom_types::{distributor, tracker};
use cosmwasm_std::{Addr, Binary, CosmosMsg, HexBinary};
use serde_json::{json, Value};

/// An economy in which there is something to answer: people, a bond, shared entries, jobs in several states, a settled
/// one, pools of both kinds, a hook, proposals, a running pause and a freeze.
fn lived_in() -> Suite {
    let mut s = Suite::found();
    let _ = s.registry().register("worker", ParticipantKind::User, &["code"]).should_succeed();
    let _ = s.registry().register("agent", ParticipantKind::Agent, &["code"]).should_succeed();
    s.registry().bind("worker", "agent", &[("worker", 6_000), ("agent", 4_000)]);
    let _ = s.registry().offer_binding("worker", "erin", &[("worker", 10_000)]).should_succeed();
    let space = s.registry().create_space("app", WriterRule::Registered { kind: None });
    let _ = s.registry().write("agent", space, "brief", 0, b"one").should_succeed();
    let _ = s.registry().write("agent", space, "brief", 1, b"two").should_succeed();
    let _ = s.distributor().deposit_for_work("app", 500_000, DENOM).should_succeed();
    let done = s.ledger().handed_in("app", "agent", JobBuilder::paid(100_000).build());
    let _ = s.ledger().approve("app", done).should_succeed();
    s.ledger().handed_in("app", "erin", JobBuilder::paid(50_000).build());
    s.ledger().posted("app", JobBuilder::paid(20_000).capability("code").build());
    let table = s.distributor().table_pool("app", 30 * DAY, &[("erin", 2), ("frank", 1)], DENOM);
    let standing = s.distributor().standing_pool("app", 2, DENOM);
    for pool in [table, standing] {
        let _ = s.distributor().fund("app", pool, 9_000).should_succeed();
    }
    let token = s.token(&["erin"]);
    let dao = s.at.dao.to_string();
    let list = distributor::AdminMsg::ListToken { address: token.to_string() };
    let _ = s.distributor().send(&dao, &distributor::ExecuteMsg::Admin(list)).should_succeed();
    let hook = tracker::ExecuteMsg::AddHook { addr: s.addr("stranger").to_string() };
    let _ = s.tracker().send(&dao, &hook).should_succeed();
    let treasury = s.at.dao.clone();
    s.chain.mint(&treasury, cosmwasm_std::coin(10_000, DENOM));
    let to = s.addr("heidi");
    let _ = s.dao().pass(2, vec![spend(&to, 10, DENOM)]).should_succeed();
    s
}

/// Acts whose effect is still running when the upgrade is executed.
fn running(s: &mut Suite) {
    let pause = dao::ExecuteMsg::GuardianPause { target: Target::Registry {}, seconds: 14 * DAY };
    let _ = s.dao().send("guardian", &pause).should_succeed();
    let target = distributor::FreezeTarget::Pool(1);
    let freeze = dao::ExecuteMsg::GuardianFreeze { target, seconds: 3 * DAY };
    let _ = s.dao().send("guardian", &freeze).should_succeed();
    let open = s.dao().proposed("carol", 1, vec![]);
    let _ = s.dao().vote("carol", open, Vote::No).should_succeed();
}

/// Every query of a contract, at least once; `info` apart, as its version is what changes.
fn questions(s: &Suite, name: &str, upgrade: u64) -> Vec<Value> {
    let at = |who: &str| s.addr(who).to_string();
    let asset = json!({"native": DENOM});
    let job = json!({"kind": "job", "id": 2});
    let (last, all) = (upgrade - 1, json!(30));
    let list = match name {
        "state-registry" => json!([
            {"ownership": {}}, {"settings": {}}, {"pause": {}},
            {"participant": {"address": at("agent")}}, {"participant": {"address": at("heidi")}},
            {"participants": {}}, {"participants": {"kind": "agent", "live": true}},
            {"by_capability": {"capability": "code"}}, {"agents": {"principal": at("worker")}},
            {"offer": {"principal": at("worker"), "agent": at("erin")}},
            {"space": {"space": 1}}, {"space": {"space": 2}}, {"spaces": {}},
            {"cell": {"space": 2, "key": "brief"}}, {"cells": {"space": 2}},
            {"cell": {"space": 1, "key": "job/1"}}, {"cells": {"space": 1}},
            {"context_root": {"space": 2}}, {"context_root": {"space": 2, "leaves": 1}},
            {"proof": {"space": 2, "index": 0}},
        ]),
        "execution-ledger" => json!([
            {"ownership": {}}, {"settings": {}}, {"peers": {}}, {"pause": {}},
            {"job": {"job": 1}}, {"job": {"job": 2}}, {"job": {"job": 3}}, {"jobs": {}},
            {"jobs": {"by": {"client": {"client": at("app")}}}},
            {"jobs": {"by": {"worker": {"worker": at("erin")}}}},
            {"jobs": {"by": {"capability": {"capability": "code"}}}},
            {"pending_legs": {"job": 1}}, {"all_pending_legs": {}},
            {"record": {"seq": 0}}, {"records": {}}, {"root": {}}, {"proof": {"seq": 0}},
        ]),
        "contribution-tracker" => json!([
            {"ownership": {}}, {"settings": {}}, {"pause": {}}, {"domain": {"domain": 2}}, {"domains": {}},
            {"score": {"domain": 2, "account": at("agent")}}, {"scores": {"account": at("alice")}},
            {"members": {"domain": 1}}, {"members": {"domain": 2}},
            {"standing_at_height": {"domain": 2, "account": at("agent"), "height": s.chain.height()}},
            {"standing_at_height": {"domain": 2, "account": at("agent"), "height": 2}},
            {"standing_at_time": {"domain": 1, "account": null, "time": s.now()}},
            {"epoch": {"domain": 2, "epoch": 0, "account": at("agent")}},
            {"grant": {"grant": 1}}, {"grants": {}},
            {"budget": {"domain": 2, "ledger": at("ledger"), "client": at("app"), "worker": at("agent")}},
            {"contribution": {"reporter": at("ledger"), "reference": {"kind": "job", "id": 1}, "role": "worker"}},
            {"headroom": {}}, {"hook_states": {}}, {"admin": {}}, {"total_weight": {}},
            {"member": {"addr": at("alice")}}, {"list_members": {}}, {"hooks": {}},
            {"voting_power_at_height": {"address": at("ben")}}, {"total_power_at_height": {}}, {"dao": {}},
        ]),
        "value-distributor" => json!([
            {"ownership": {}}, {"pause": {}}, {"frozen": {"target": {"pool": 1}}},
            {"balance": {"owner": at("agent"), "asset": asset}}, {"balances": {"owner": at("app")}},
            {"allowance": {"owner": at("app"), "controller": at("ledger"), "asset": asset}},
            {"escrow": {"controller": at("ledger"), "reference": job}}, {"escrows": {"controller": at("ledger")}},
            {"pool": {"pool": 1}}, {"pool": {"pool": 2}}, {"pools": {}},
            {"claimable": {"pool": 1, "account": at("erin")}}, {"claimable": {"pool": 2, "account": at("agent")}},
            {"epoch_fund": {"pool": 2, "epoch": 0}}, {"pool_members": {"pool": 1}},
            {"holdings": {"asset": asset}}, {"tokens": {}},
        ]),
        _ => json!([
            {"economy": {}}, {"track": {"track": 3}}, {"tracks": {}},
            {"window": {"track": 2, "asset": asset}}, {"stage": {"proposal_id": 1}}, {"stage": {"proposal_id": last}},
            {"outcomes": {"proposal_id": 1}}, {"guardian": {}}, {"pause": {}}, {"threshold": {}},
            {"proposal": {"proposal_id": 1}}, {"list_proposals": {"limit": last}},
            {"reverse_proposals": {"start_before": upgrade, "limit": all}},
            {"vote": {"proposal_id": 1, "voter": at("alice")}}, {"vote": {"proposal_id": upgrade, "voter": at("ben")}},
            {"list_votes": {"proposal_id": upgrade}}, {"voter": {"address": at("alice")}}, {"list_voters": {}},
        ]),
    };
    let list = list.as_array().unwrap().clone();
    assert_eq!(asked(&list), askable(name), "every query of {name} is asked");
    list
}

fn key(value: &Value) -> String {
    value.as_object().unwrap().keys().next().unwrap().clone()
}

fn asked(list: &[Value]) -> BTreeSet<String> {
    list.iter().map(key).collect()
}

/// The queries in a contract's committed schema, without `info`.
fn askable(name: &str) -> BTreeSet<String> {
    let path = format!("{}/../schema/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let queries = schema["query"]["oneOf"].as_array().unwrap();
    let name = |query: &Value| query["required"][0].as_str().unwrap().to_string();
    queries.iter().map(name).filter(|name| name != "info").collect()
}

fn answers(chain: &LocalChain, contract: &Addr, questions: &[Value]) -> Vec<(String, Value)> {
    questions.iter().map(|q| (q.to_string(), chain.query::<Value>(contract, q))).collect()
}

fn upgrade(s: &Suite, target: Target, code_id: u64) -> CosmosMsg {
    let checksum = HexBinary::from(s.chain.code_info(code_id).unwrap().checksum.as_slice());
    let msg = AdminMsg::Upgrade { target, code_id, checksum, msg: Binary::from(b"{}") };
    call(&s.at.dao, &dao::ExecuteMsg::Admin(msg))
}

fn targets(s: &Suite, codes: Codes) -> [(&'static str, Addr, Target, u64); 5] {
    let at = s.at.clone();
    [
        ("state-registry", at.registry, Target::Registry {}, codes.registry),
        ("execution-ledger", at.ledger, Target::Ledger {}, codes.ledger),
        ("contribution-tracker", at.tracker, Target::Tracker {}, codes.tracker),
        ("value-distributor", at.distributor, Target::Distributor {}, codes.distributor),
        ("governance-dao", at.dao, Target::Dao {}, codes.dao),
    ]
}

fn version(s: &Suite, contract: &Addr) -> String {
    let info: axiom_types::common::InfoResponse = s.chain.query(contract, &json!({"info": {}}));
    info.info.version
}

#[test]
fn a_second_build_of_each_answers_as_the_first_did() {
    let mut s = lived_in();
    let next = s.codes.store_next(&mut s.chain);
    // All are ready before the guardian acts: while it has something running, no vote comes to its end.
    let rows = targets(&s, next).map(|(name, contract, target, code_id)| {
        let msg = upgrade(&s, target, code_id);
        (name, contract, s.dao().ready(3, vec![msg]))
    });
    running(&mut s);
    for (name, contract, id) in rows {
        let list = questions(&s, name, id);
        assert_ne!(version(&s, &contract), NEXT_VERSION);
        let kept = s.chain.dump_contract(&contract);
        // In one block, so that no clock runs between the answers.
        let dao = s.at.dao.clone();
        let (stranger, run) = (s.addr("stranger"), dao::ExecuteMsg::Execute { proposal_id: id });
        let (before, after) = s.chain.in_one_block(|chain| {
            let before = answers(chain, &contract, &list);
            let done = chain.execute(&stranger, &dao, &run, &[]).should_succeed();
            let checked = usize::from(name == "governance-dao");
            assert_eq!(done.count_of("axiom_dao_self_checked"), checked, "{name}");
            (before, answers(chain, &contract, &list))
        });
        for (old, new) in before.iter().zip(&after) {
            assert_eq!(old, new, "{name}");
        }
        assert_eq!(version(&s, &contract), NEXT_VERSION, "{name}");
        let changed: Vec<_> = s
            .chain
            .dump_contract(&contract)
            .into_iter()
            .filter(|(key, value)| kept.get(key) != Some(value))
            .map(|(key, _)| String::from_utf8_lossy(&key).into_owned())
            .collect();
        let allowed = if name == "governance-dao" { 2 } else { 1 };
        assert_eq!(
            changed.len(),
            allowed,
            "{name}: its version, and of the DAO the proposal's end: {changed:?}"
        );
    }
    goes_on(&mut s);
}

/// After all five were migrated the loop runs as before: work is approved, paid, credited, and a vote decides.
fn goes_on(s: &mut Suite) {
    for what in [GuardianAct::Pause, GuardianAct::Freeze] {
        let _ =
            s.dao().send("guardian", &dao::ExecuteMsg::GuardianRelease { what }).should_succeed();
    }
    let before = s.score("erin", 2).lifetime;
    let _ = s.distributor().deposit_for_work("app", 10_000, DENOM).should_succeed();
    let job = s.ledger().handed_in("app", "erin", JobBuilder::paid(10_000).build());
    let _ = s.ledger().approve("app", job).should_succeed();
    assert!(s.ledger().pending(job).is_empty());
    assert_eq!(s.balance_of("erin", DENOM), 9_500);
    assert!(s.score("erin", 2).lifetime > before);
    let id = s.dao().ready(1, vec![]);
    let _ = s.dao().execute("stranger", id).should_succeed();
    assert_eq!(s.dao().stage(id).stage, Stage::Executed);
}

/// A second build runs once: its own second run is refused, and so is the way back to the first.
#[test]
fn no_second_run_and_no_way_back() {
    let mut s = Suite::found();
    let next = s.codes.store_next(&mut s.chain);
    let first = s.codes;
    for (name, contract, target, code_id) in targets(&s, next) {
        let msg = upgrade(&s, target, code_id);
        let _ = s.dao().pass(3, vec![msg]).should_succeed();
        assert_eq!(s.chain.contract_info(&contract).unwrap().code_id, code_id, "{name}");
    }
    for codes in [next, first] {
        for (name, contract, target, code_id) in targets(&s, codes) {
            let msg = upgrade(&s, target, code_id);
            let id = s.dao().ready(3, vec![msg]);
            let before = s.chain.state_digest();
            let failure = s.dao().execute("stranger", id).should_fail();
            assert!(failure.text.contains(NEXT_VERSION), "{name}: {}", failure.text);
            assert_eq!(s.chain.state_digest(), before, "{name}");
            assert_eq!(version(&s, &contract), NEXT_VERSION, "{name}");
        }
    }
}

/// A contract of another layer is refused by the version check of its code.
#[test]
fn code_of_another_layer_is_refused() {
    let mut s = Suite::found();
    let next = s.codes.store_next(&mut s.chain);
    let all = targets(&s, next);
    for (at, (name, _, target, _)) in all.iter().enumerate() {
        let (other, _, _, code_id) = &all[(at + 1) % all.len()];
        let msg = upgrade(&s, target.clone(), *code_id);
        let id = s.dao().ready(3, vec![msg]);
        let before = s.chain.state_digest();
        let failure = s.dao().execute("stranger", id).should_fail();
        assert!(failure.text.contains(other), "{name}: {}", failure.text);
        assert_eq!(s.chain.state_digest(), before, "{name}");
    }
}
