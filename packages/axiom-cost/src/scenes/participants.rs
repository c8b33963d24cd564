//! Messages of state-registry.

use axiom_chain::Chain;
use axiom_suite::{profile, Suite, DAY};
use axiom_types::registry::{
    CellContent, CellWrite, ExecuteMsg, ParticipantKind, SpaceCreated, WriterRule,
};
use cosmwasm_std::Binary;

use super::{cost, economy, warm};
use crate::sheet::Sheet;

/// state-registry.
pub fn registry<C: Chain>(chain: C, sheet: &mut Sheet) -> Suite<C> {
    let mut s = economy(chain, sheet, "registry").build();
    warm(&mut s.chain, sheet, &["alice", "ben"]);
    let agents: Vec<String> = (0..10).map(|number| format!("agent-{number}")).collect();
    let names: Vec<&str> = agents.iter().map(String::as_str).collect();
    warm(&mut s.chain, sheet, &names);
    participants(&mut s, sheet, &names);
    spaces(&mut s, sheet);
    let leave = s.registry().send("ben", &ExecuteMsg::Leave {});
    sheet.add("leave", leave);
    s
}

fn participants<C: Chain>(s: &mut Suite<C>, sheet: &mut Sheet, agents: &[&str]) {
    let register = s.registry().register("alice", ParticipantKind::User, &["review"]);
    sheet.add("register", register);
    let msg = ExecuteMsg::UpdateProfile { profile: profile("alice", &["review", "design"]) };
    sheet.add("change the profile, one capability more", s.registry().send("alice", &msg));
    let _ = s.registry().register("ben", ParticipantKind::User, &[]).should_succeed();
    for agent in agents {
        let _ = s.registry().register(agent, ParticipantKind::Agent, &["code"]).should_succeed();
    }
    let route = |agent| [("alice", 7_000), (agent, 3_000)];
    let first = agents[0];
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
    let many = cost(s.registry().renew("alice", &agents[1..]));
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

fn spaces<C: Chain>(s: &mut Suite<C>, sheet: &mut Sheet) {
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
