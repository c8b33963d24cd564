//! The cw4 group, with the helpers of the `cw4` crate, and the DAO DAO voting module.

use axiom_types::tracker::*;
use cosmwasm_std::{from_json, to_json_binary};
use cw4::{Cw4Contract, Cw4QueryMsg, MemberResponse};
use serde_json::json;

use crate::support::*;

#[test]
fn raw_reads_of_the_cw4_helpers() {
    let mut world = World::new();
    world.penalise(VOTE, "ben", 1_000);
    let group = Cw4Contract::new(world.tracker.clone());
    let querier = world.chain.querier();
    assert_eq!(group.total_weight(&querier).unwrap(), 100);
    assert_eq!(group.is_member(&querier, &addr("ann"), None).unwrap(), Some(100));
    assert_eq!(group.is_member(&querier, &addr("ben"), None).unwrap(), Some(0));
    assert_eq!(group.is_member(&querier, &addr("nan"), None).unwrap(), None);
    assert_eq!(group.is_voting_member(&querier, &addr("ben"), None).unwrap(), None);
    assert_eq!(group.admin(&querier).unwrap(), Some(text("owner")));
    assert_eq!(group.hooks(&querier).unwrap(), Vec::<String>::new());
    let mut members: Vec<_> = [("ann", 100), ("ben", 0)].map(|(n, w)| (text(n), w)).to_vec();
    members.sort();
    let listed = group.list_members(&querier, None, None).unwrap();
    assert_eq!(listed.into_iter().map(|m| (m.addr, m.weight)).collect::<Vec<_>>(), members);
    // Byte for byte.
    assert_eq!(world.chain.query_raw(&world.tracker, b"total"), Some(b"100".to_vec()));
    let key = [b"\x00\x07members", addr("ann").as_bytes()].concat();
    assert_eq!(world.chain.query_raw(&world.tracker, &key), Some(b"100".to_vec()));
    assert_eq!(cw4::member_key(addr("ann").as_str()), key);
}

#[test]
fn heights_mean_the_start_of_a_block() {
    let mut world = World::new();
    let founded = world.chain.height() - 1;
    let changed = world.chain.height();
    world.award(VOTE, "ann", 50);
    world.award(VOTE, "cat", 7);
    let at = |name: &str, at_height| {
        let msg = QueryMsg::Member { addr: text(name), at_height };
        world.ask::<MemberResponse>(&msg).weight
    };
    for (height, ann, total) in [
        (Some(0), None, 0),
        (Some(founded), None, 0),
        (Some(founded + 1), Some(100), 150),
        (Some(changed), Some(100), 150),
        (Some(changed + 1), Some(150), 200),
        (Some(changed + 2), Some(150), 207),
        (Some(u64::MAX), Some(150), 207),
        (None, Some(150), 207),
    ] {
        assert_eq!(at("ann", height), ann, "at {height:?}");
        let msg = QueryMsg::TotalWeight { at_height: height };
        assert_eq!(world.ask::<cw4::TotalWeightResponse>(&msg).weight, total, "at {height:?}");
        let msg = QueryMsg::VotingPowerAtHeight { address: text("ann"), height };
        let power: VotingPowerAtHeightResponse = world.ask(&msg);
        assert_eq!(power.power.u128(), u128::from(ann.unwrap_or(0)));
        assert_eq!(power.height, height.unwrap_or(world.chain.height()));
        let power: TotalPowerAtHeightResponse = world.ask(&QueryMsg::TotalPowerAtHeight { height });
        assert_eq!(power.power.u128(), u128::from(total));
    }
    assert_eq!(at("cat", Some(changed + 1)), None, "no member yet");
    assert_eq!(at("nan", None), None);
}

#[test]
fn a_member_without_weight_is_listed() {
    let mut world = World::new();
    // Points at founding weigh one each; half of one later weighs nothing.
    let msg = InstantiateMsg { weight_shift: 41, ..init(None) };
    let init = axiom_local::Init::new(world.code_id, "tracker", &msg);
    world.tracker = world.chain.instantiate(addr("owner"), init).should_succeed().contract();
    world.award(VOTE, "cat", 1);
    assert_eq!((world.weight("cat"), world.total_weight()), (Some(0), 75));
    assert_eq!(world.chain.query_raw(&world.tracker, b"total"), Some(b"75".to_vec()));
}

#[test]
fn pages_of_members_are_those_of_cw_plus() {
    let mut world = World::new();
    for n in 0..33 {
        world.award(VOTE, &format!("m{n}"), 1);
    }
    let page = |start_after, limit| {
        let msg = QueryMsg::ListMembers { start_after, limit };
        world.ask::<cw4::MemberListResponse>(&msg).members
    };
    assert_eq!(page(None, None).len(), 10);
    let first = page(None, Some(100));
    assert_eq!(first.len(), 30);
    let rest = page(first.last().map(|m| m.addr.clone()), Some(30));
    assert_eq!(rest.len(), 5);
    let all: Vec<String> = first.into_iter().chain(rest).map(|m| m.addr).collect();
    assert!(all.is_sorted());
}

#[test]
fn the_wire_form_is_that_of_cw4() {
    let ours =
        |msg: &QueryMsg| -> serde_json::Value { from_json(to_json_binary(msg).unwrap()).unwrap() };
    let theirs = |msg: &Cw4QueryMsg| -> serde_json::Value {
        from_json(to_json_binary(msg).unwrap()).unwrap()
    };
    let (addr, at_height) = (text("ann"), Some(5));
    let pairs = [
        (QueryMsg::Admin {}, Cw4QueryMsg::Admin {}),
        (QueryMsg::Hooks {}, Cw4QueryMsg::Hooks {}),
        (QueryMsg::TotalWeight { at_height }, Cw4QueryMsg::TotalWeight { at_height }),
        (
            QueryMsg::Member { addr: addr.clone(), at_height },
            Cw4QueryMsg::Member { addr: addr.clone(), at_height },
        ),
        (
            QueryMsg::ListMembers { start_after: Some(addr.clone()), limit: None },
            Cw4QueryMsg::ListMembers { start_after: Some(addr), limit: None },
        ),
    ];
    for (own, cw4) in pairs {
        assert_eq!(ours(&own), theirs(&cw4));
    }
    // A height that is absent, null, or set; fields that nobody knows.
    let world = World::new();
    let ask =
        |msg: serde_json::Value| -> serde_json::Value { world.chain.query(&world.tracker, &msg) };
    for msg in [
        json!({"total_weight": {}}),
        json!({"total_weight": {"at_height": null}}),
        json!({"total_weight": {"at_height": 1_000}}),
        json!({"total_weight": {"at_height": null, "unknown": 1}}),
    ] {
        assert_eq!(ask(msg), json!({"weight": 150}));
    }
    assert_eq!(ask(json!({"member": {"addr": text("nan")}})), json!({"weight": null}));
}
