//! An economy in which every question has something to tell.

use axiom_chain::Chain;
use axiom_types::common::GuardMsg;
use axiom_types::dao::{self, GuardianAct, Stage, Target, Vote};
use axiom_types::registry::{self, ParticipantKind, WriterRule};
use axiom_types::{distributor, ledger, tracker};
use cosmwasm_std::{coin, CosmosMsg};
use serde_json::json;

use crate::builder::DAY;
use crate::jobs::JobBuilder;
use crate::proposals::{call, spend};
use crate::suite::{Suite, DENOM, DENOM_2};

/// Fills an economy: people and agents, shared entries, jobs in several states, settled ones, pools of both kinds,
/// tokens, hooks, pauses that are over and proposals that were executed. More than one of everything that is listed.
pub fn live_in<C: Chain>(s: &mut Suite<C>) {
    people(s);
    work(s);
    let table = s.distributor().table_pool("app", 30 * DAY, &[("erin", 2), ("frank", 1)], DENOM);
    let standing = s.distributor().standing_pool("app", 2, DENOM);
    for pool in [table, standing] {
        let _ = s.distributor().fund("app", pool, 9_000).should_succeed();
    }
    let settings = settings(s);
    let _ = s.dao().pass(3, settings).should_succeed();
    spends(s);
}

fn people<C: Chain>(s: &mut Suite<C>) {
    let _ = s.registry().register("worker", ParticipantKind::User, &["code"]).should_succeed();
    for agent in ["agent", "dave"] {
        let _ = s.registry().register(agent, ParticipantKind::Agent, &["code"]).should_succeed();
        s.registry().bind("worker", agent, &[("worker", 6_000), (agent, 4_000)]);
    }
    let _ = s.registry().offer_binding("worker", "erin", &[("worker", 10_000)]).should_succeed();
    let space = s.registry().create_space("app", WriterRule::Registered { kind: None });
    for (key, version, data) in [("brief", 0, b"one"), ("brief", 1, b"two"), ("notes", 0, b"new")] {
        let _ = s.registry().write("agent", space, key, version, data).should_succeed();
    }
}

/// Jobs 1 and 2 settle, 3 is in review, 4 waits for a worker.
fn work<C: Chain>(s: &mut Suite<C>) {
    let _ = s.distributor().deposit_for_work("app", 500_000, DENOM).should_succeed();
    let _ = s.distributor().deposit("app", 1_000, DENOM_2).should_succeed();
    for worker in ["agent", "worker"] {
        let done = s.ledger().handed_in("app", worker, JobBuilder::paid(100_000).build());
        let _ = s.ledger().approve("app", done).should_succeed();
    }
    s.ledger().handed_in("app", "erin", JobBuilder::paid(50_000).build());
    s.ledger().posted("app", JobBuilder::paid(20_000).capability("code").build());
}

/// Two tokens, two hooks, and a second's pause of each layer.
fn settings<C: Chain>(s: &mut Suite<C>) -> Vec<CosmosMsg> {
    let mut all = vec![];
    for _ in 0..2 {
        let token = s.token(&["erin"]);
        let list = distributor::AdminMsg::ListToken { address: token.to_string() };
        all.push(call(&s.at.distributor, &distributor::ExecuteMsg::Admin(list)));
    }
    for who in ["stranger", "heidi"] {
        let addr = s.addr(who).to_string();
        all.push(call(&s.at.tracker, &tracker::ExecuteMsg::AddHook { addr }));
    }
    let pause = || GuardMsg::Pause { seconds: 1 };
    let (at, guard) = (&s.at, registry::AdminMsg::Guard(pause()));
    all.push(call(&at.registry, &registry::ExecuteMsg::Admin(guard)));
    let guard = ledger::AdminMsg::Guard(pause());
    all.push(call(&at.ledger, &ledger::ExecuteMsg::Admin(guard)));
    let guard = tracker::AdminMsg::Guard(pause());
    all.push(call(&at.tracker, &tracker::ExecuteMsg::Admin(guard)));
    let guard = distributor::AdminMsg::Guard(pause());
    all.push(call(&at.distributor, &distributor::ExecuteMsg::Admin(guard)));
    all
}

/// Two payments of the treasury, which may fail; the second does.
fn spends<C: Chain>(s: &mut Suite<C>) {
    let treasury = s.at.dao.to_string();
    s.chain.give(&treasury, coin(10_000, DENOM));
    let to = s.addr("heidi");
    let msg = dao::ExecuteMsg::Propose {
        title: "Two payments".to_string(),
        description: "The treasury has enough for one of them.".to_string(),
        msgs: vec![spend(&to, 10, DENOM), spend(&to, 20_000, DENOM)],
        earliest: None,
        latest: None,
        track: Some(2),
        may_fail: Some(vec![0, 1]),
    };
    let done = s.dao().send("alice", &msg).should_succeed();
    let id = done.data_as::<dao::Proposed>().proposal_id;
    for voter in ["alice", "ben"] {
        let _ = s.dao().vote(voter, id, Vote::Yes).should_succeed();
    }
    let ready_at = s.dao().stage(id).ready_at;
    let now = s.now();
    s.wait(ready_at.saturating_sub(now));
    let _ = s.dao().execute("stranger", id).should_succeed();
}

/// What is under way while the upgrades are executed: a pause and a freeze, jobs 5 and 6 with pending legs because of
/// the pause, an open proposal.
pub fn running<C: Chain>(s: &mut Suite<C>) {
    let job = || JobBuilder::paid(20_000).build();
    let jobs = [(); 2].map(|()| s.ledger().handed_in("app", "worker", job()));
    let pause = dao::ExecuteMsg::GuardianPause { target: Target::Registry {}, seconds: 14 * DAY };
    let _ = s.dao().send("guardian", &pause).should_succeed();
    let target = distributor::FreezeTarget::Pool(1);
    let freeze = dao::ExecuteMsg::GuardianFreeze { target, seconds: 3 * DAY };
    let _ = s.dao().send("guardian", &freeze).should_succeed();
    for job in jobs {
        let _ = s.ledger().approve("app", job).should_succeed();
        assert_eq!(s.ledger().pending(job).len(), 1, "the result waits for the pause to end");
    }
    let open = s.dao().proposed("carol", 1, vec![]);
    let _ = s.dao().vote("carol", open, Vote::No).should_succeed();
}

/// After all five were migrated the loop runs as before: work is approved, paid, credited, what was pending is done,
/// and a vote decides.
pub fn goes_on<C: Chain>(s: &mut Suite<C>) {
    for what in [GuardianAct::Pause, GuardianAct::Freeze] {
        let _ =
            s.dao().send("guardian", &dao::ExecuteMsg::GuardianRelease { what }).should_succeed();
    }
    let pending: serde_json::Value =
        axiom_chain::ChainExt::query(&s.chain, &s.at.ledger, &json!({"all_pending_legs": {}}));
    let jobs = pending["legs"].as_array().expect("a list of legs");
    assert!(!jobs.is_empty(), "legs are pending");
    for job in jobs.iter().filter_map(|leg| leg["job"].as_u64()) {
        let _ = s.ledger().retry("stranger", job, ledger::Leg::Result).should_succeed();
        assert!(s.ledger().pending(job).is_empty());
    }
    let before = (s.score("erin", 2).lifetime, s.balance_of("erin", DENOM));
    let _ = s.distributor().deposit_for_work("app", 10_000, DENOM).should_succeed();
    let job = s.ledger().handed_in("app", "erin", JobBuilder::paid(10_000).build());
    let _ = s.ledger().approve("app", job).should_succeed();
    assert!(s.ledger().pending(job).is_empty());
    assert_eq!(s.balance_of("erin", DENOM), before.1 + 9_500);
    assert!(s.score("erin", 2).lifetime > before.0);
    let id = s.dao().ready(1, vec![]);
    let _ = s.dao().execute("stranger", id).should_succeed();
    assert_eq!(s.dao().stage(id).stage, Stage::Executed);
}
