//! Messages of state-registry and governance-dao.

use axiom_local::Outcome;
use axiom_suite::{call, profile, spend, Suite, DAY, DENOM};
use axiom_types::asset::Asset;
use axiom_types::dao::{self, Proposed, Target, Vote};
use axiom_types::distributor::FreezeTarget;
use axiom_types::ledger;
use axiom_types::registry::{
    CellContent, CellWrite, ExecuteMsg, ParticipantKind, SpaceCreated, WriterRule,
};
use cosmwasm_std::{coin, Binary, CosmosMsg};

use super::scenes::{award, cost};
use super::sheet::Sheet;

/// state-registry.
pub fn registry(sheet: &mut Sheet) -> Suite {
    let mut s = Suite::found();
    sheet.part("state-registry");
    participants(&mut s, sheet);
    spaces(&mut s, sheet);
    let leave = s.registry().send("ben", &ExecuteMsg::Leave {});
    sheet.add("leave", leave);
    s
}

fn participants(s: &mut Suite, sheet: &mut Sheet) {
    let agents: Vec<String> = (0..10).map(|i| format!("agent-{i}")).collect();
    let register = s.registry().register("alice", ParticipantKind::User, &["review"]);
    sheet.add("register", register);
    let msg = ExecuteMsg::UpdateProfile { profile: profile("alice", &["review", "design"]) };
    sheet.add("change the profile, one capability more", s.registry().send("alice", &msg));
    let _ = s.registry().register("ben", ParticipantKind::User, &[]).should_succeed();
    for agent in &agents {
        let _ = s.registry().register(agent, ParticipantKind::Agent, &["code"]).should_succeed();
    }
    let route = |agent| [("alice", 7_000), (agent, 3_000)];
    let first = agents[0].as_str();
    let offer = s.registry().offer_binding("alice", first, &route(first));
    sheet.add("offer a binding, two payees", offer);
    let accept = s.registry().accept_binding(first, "alice", &route(first));
    sheet.add("accept a binding", accept);
    for agent in &agents[1..] {
        s.registry().bind("alice", agent, &route(agent));
    }
    s.wait(70 * DAY);
    sheet.add("renew a lease", s.registry().renew("alice", &[]));
    let one = cost(s.registry().renew("alice", &[first]));
    let rest: Vec<&str> = agents[1..].iter().map(String::as_str).collect();
    let many = cost(s.registry().renew("alice", &rest));
    sheet.further("renew, each further lease in a batch", &one, &many, 9);
    let _ = s.registry().renew("ben", &[]).should_succeed();
    sheet.add("end a binding", s.registry().unbind("alice", first));
}

fn cell(key: &str) -> CellWrite {
    CellWrite {
        key: key.to_string(),
        expected_version: 0,
        content: CellContent::Inline { data: Binary::from([7; 64]) },
        ttl: None,
    }
}

fn spaces(s: &mut Suite, sheet: &mut Sheet) {
    let msg = ExecuteMsg::CreateSpace {
        name: "newsroom".to_string(),
        writers: WriterRule::Registered { kind: None },
    };
    let created = sheet.add("open a space", s.registry().send("alice", &msg));
    let space = created.data_as::<SpaceCreated>().space;
    // The range stands at 16 leaves, so that no single write pays for a tall merge.
    let writes = (0..16).map(|i| cell(&format!("seed/{i}"))).collect();
    let seeded = ExecuteMsg::WriteCells { space, writes };
    let _ = s.registry().send("alice", &seeded).should_succeed();
    let one = s.registry().write("alice", space, "note/00", 0, &[7; 64]);
    let one = sheet.add("write a cell of 64 B", one).gas;
    let writes = (1..16).map(|i| cell(&format!("note/{i:02}"))).collect();
    let batch = ExecuteMsg::WriteCells { space, writes };
    let many = cost(s.registry().send("alice", &batch));
    sheet.further("write a cell, each further one in a batch", &one, &many, 15);
    let other = s.registry().write("ben", space, "note/00", 1, &[8; 64]);
    sheet.add("write a cell as a registered participant", other);
    let large = s.registry().write("alice", space, "large", 0, &[7; 4_096]);
    sheet.add("write a cell of 4,096 B", large);
    let writers = WriterRule::List { addresses: vec![s.addr("ben").to_string()] };
    let msg = ExecuteMsg::SetWriters { space, writers };
    sheet.add("change who may write", s.registry().send("alice", &msg));
    let msg = ExecuteMsg::OfferSpace { space, new_owner: Some(s.addr("ben").to_string()) };
    sheet.add("offer a space", s.registry().send("alice", &msg));
    sheet.add("take a space", s.registry().send("ben", &ExecuteMsg::TakeSpace { space }));
}

/// governance-dao.
pub fn dao(sheet: &mut Sheet) -> Suite {
    let mut s = Suite::found();
    sheet.part("governance-dao");
    let treasury = s.at.dao.clone();
    s.chain.mint(&treasury, coin(1_000_000, DENOM));
    for voter in voters().iter().map(String::as_str).chain(["dave"]) {
        award(&mut s, voter, 1, 5);
    }
    votes(&mut s, sheet);
    signed(&mut s, sheet);
    ends(&mut s, sheet);
    guardian(&mut s, sheet);
    s
}

fn voters() -> Vec<String> {
    (0..101).map(|i| format!("voter {i}")).collect()
}

fn propose(s: &mut Suite, track: u32, description: usize, msgs: Vec<CosmosMsg>) -> Outcome {
    let msg = dao::ExecuteMsg::Propose {
        title: "A proposal".to_string(),
        description: "x".repeat(description),
        msgs,
        earliest: None,
        latest: None,
        track: Some(track),
        may_fail: None,
    };
    s.dao().send("alice", &msg)
}

fn votes(s: &mut Suite, sheet: &mut Sheet) {
    let payment = spend(&s.addr("heidi"), 10, DENOM);
    let short = propose(s, 2, 100, vec![payment.clone()]);
    let short = sheet.add("propose a bank send, description of 100 B", short);
    let short = short.data_as::<Proposed>().proposal_id;
    let long = propose(s, 2, 10_000, vec![payment]);
    let long = sheet.add("propose a bank send, description of 10 kB", long);
    let long = long.data_as::<Proposed>().proposal_id;
    let cases = [
        ("vote, score unchanged", "alice", 0),
        ("vote, after 3 changes of score", "ben", 3),
        ("vote, after 8 changes of score", "carol", 8),
        ("vote, after 9 changes of score, by the smart query", "dave", 9),
    ];
    for (message, who, changes) in cases {
        for _ in 0..changes {
            award(s, who, 1, 1);
        }
        sheet.add(message, s.dao().vote(who, short, Vote::Yes));
    }
    sheet.add("vote, description of 10 kB", s.dao().vote("alice", long, Vote::No));
    let tally = s.dao().stage(short);
    assert_eq!((tally.yes, tally.no), (1_005, 0), "weights of the proposal's start");
}

fn signed(s: &mut Suite, sheet: &mut Sheet) {
    let id = propose(s, 1, 100, vec![]).should_succeed().data_as::<Proposed>().proposal_id;
    let names = voters();
    let sign = |s: &mut Suite, who: &String| s.dao().signed_vote(who, id, Vote::Yes);
    let single = vec![sign(s, &names[100])];
    let hundred: Vec<_> = names[..100].iter().map(|who| sign(s, who)).collect();
    let one = sheet.add("vote by signature, alone", s.dao().relay("stranger", id, single)).gas;
    let many = s.dao().relay("stranger", id, hundred);
    let many = sheet.add("vote by signature, a batch of 100", many).gas;
    let further = "vote by signature, each further one in a batch of 100";
    sheet.further(further, &one, &many, 100);
    assert_eq!(s.dao().stage(id).yes, 505, "each of the 101 votes counts");
}

fn ends(s: &mut Suite, sheet: &mut Sheet) {
    let payment = spend(&s.addr("heidi"), 10, DENOM);
    let before = s.wallet("heidi", DENOM);
    let id = s.dao().ready(2, vec![payment]);
    sheet.add("execute a bank send", s.dao().execute("stranger", id));
    assert_eq!(s.wallet("heidi", DENOM), before + 10);
    let settings: ledger::SettingsMsg = s.chain.query(&s.at.ledger, &ledger::QueryMsg::Settings {});
    let settings = ledger::SettingsMsg { fee_bps: 300, ..settings };
    let change = ledger::ExecuteMsg::Admin(ledger::AdminMsg::UpdateSettings { settings });
    let change = call(&s.at.ledger, &change);
    let id = s.dao().ready(1, vec![change]);
    sheet.add("execute a change of the ledger's fee", s.dao().execute("stranger", id));
    let id = s.dao().proposed("alice", 1, vec![]);
    let cancel = dao::ExecuteMsg::Cancel { proposal_id: id };
    sheet.add("cancel a proposal", s.dao().send("alice", &cancel));
    let id = s.dao().proposed("alice", 1, vec![]);
    s.wait(4 * DAY);
    let close = dao::ExecuteMsg::Close { proposal_id: id };
    sheet.add("close a defeated proposal", s.dao().send("stranger", &close));
}

fn guardian(s: &mut Suite, sheet: &mut Sheet) {
    let msg = dao::ExecuteMsg::GuardianPause { target: Target::Ledger {}, seconds: 3_600 };
    sheet.add("guardian pauses a contract", s.dao().send("guardian", &msg));
    let msg = dao::ExecuteMsg::GuardianRelease { what: dao::GuardianAct::Pause };
    sheet.add("guardian ends its pause", s.dao().send("guardian", &msg));
    let target = FreezeTarget::Asset(Asset::native(DENOM));
    let msg = dao::ExecuteMsg::GuardianFreeze { target, seconds: 3_600 };
    sheet.add("guardian freezes an asset", s.dao().send("guardian", &msg));
}
