//! Tracks, layers, ownership.

use axiom_kit::KitError;
use axiom_local::Init;
use axiom_types::dao::{AdminMsg, Origin, QueryMsg, Target, Track, TrackResponse};
use axiom_types::tracker;
use governance_dao::{ContractError, TrackError};
use serde_json::json;

use crate::world::{track, tracks, world, World, DAY, PARAMETERS, STRICT};

fn set(track: u32, config: Track) -> AdminMsg {
    AdminMsg::SetTrack { track, config }
}

#[test]
pub fn tracks_are_replaced_and_added() {
    let mut w = world();
    let changed = Track { quorum_bps: 3_000, ..track("parameters") };
    let done = w.admin(set(PARAMETERS, changed.clone())).should_succeed();
    assert_eq!(done.attribute("axiom_dao_track_set", "name"), Some("parameters"));
    let found: TrackResponse = w.chain.query(&w.dao, &QueryMsg::Track { track: PARAMETERS });
    assert_eq!(found.config, changed);
    w.admin(set(4, track("fourth"))).should_succeed();
    let all: Vec<TrackResponse> = w.chain.query(&w.dao, &QueryMsg::Tracks {});
    let names: Vec<_> = all.iter().map(|row| row.config.name.as_str()).collect();
    assert_eq!(names, ["parameters", "treasury", "constitution", "fourth"]);
    w.admin(set(6, track("sixth")))
        .should_fail_with(&ContractError::UnknownTrack { track: 6, count: 4 });
    w.admin(set(0, track("none")))
        .should_fail_with(&ContractError::UnknownTrack { track: 0, count: 4 });
    let failed = w.chain.try_query::<TrackResponse>(&w.dao, &QueryMsg::Track { track: 9 });
    let expected = ContractError::UnknownTrack { track: 9, count: 4 };
    assert_eq!(failed.unwrap_err().error::<ContractError>(), Some(&expected));
}

#[test]
fn no_track_outgrows_the_strict_one() {
    let mut w = world();
    let refused = |field| {
        ContractError::Track(TrackError::NotStrictest {
            strict: "constitution".to_string(),
            track: "parameters".to_string(),
            field,
        })
    };
    let slow = Track { timelock: 172_801, ..track("parameters") };
    w.admin(set(PARAMETERS, slow)).should_fail_with(&refused("timelock"));
    let sure = Track { threshold_bps: 6_001, ..track("parameters") };
    w.admin(set(PARAMETERS, sure)).should_fail_with(&refused("threshold"));
    let strict = tracks().remove(2);
    let lax = Track { strict: false, ..strict.clone() };
    w.admin(set(STRICT, lax)).should_fail_with(&ContractError::Track(TrackError::NoStrict {}));
    let easy = Track { quorum_bps: 1, ..strict };
    w.admin(set(STRICT, easy)).should_fail_with(&refused("quorum"));
    let foreign = Track {
        calls: vec![crate::world::call(Target::Contract { address: "x".to_string() }, "y")],
        ..track("parameters")
    };
    let bad = KitError::BadAddress { address: "x".to_string() };
    w.admin(set(PARAMETERS, foreign)).should_fail_with(&ContractError::Kit(bad));
}

#[test]
fn a_slower_track_waits_for_a_longer_arbitration() {
    let mut w = world();
    let strict = tracks().remove(2);
    let slow = Track { voting_period: 2 * DAY, ..strict.clone() };
    let (seconds, needed) = (3 * DAY, 4 * DAY);
    let short = ContractError::ArbitrationTooShort { seconds, needed };
    w.admin(set(STRICT, slow.clone())).should_fail_with(&short);
    let just = Track { voting_period: DAY, ..strict };
    w.admin(set(STRICT, just)).should_succeed();
    // Without a ledger nobody waits for this arbiter.
    w.admin(peer(Target::Ledger {}, None)).should_succeed();
    w.admin(set(STRICT, slow)).should_succeed();
}

#[test]
fn a_ledger_whose_disputes_end_before_a_vote_is_no_layer() {
    let mut w = world();
    let ledger = w.ledger();
    w.admin(peer(Target::Ledger {}, None)).should_succeed();
    let slow = Track { voting_period: 2 * DAY, ..tracks().remove(2) };
    w.admin(set(STRICT, slow)).should_succeed();
    let (seconds, needed) = (3 * DAY, 4 * DAY);
    let short = ContractError::ArbitrationTooShort { seconds, needed };
    w.admin(peer(Target::Ledger {}, Some(ledger.to_string()))).should_fail_with(&short);
}

#[test]
fn the_strict_track_stays_within_reach() {
    let mut w = world();
    let strict = |proposer_weight| Track { proposer_weight, ..tracks().remove(2) };
    let far = TrackError::Range {
        track: "constitution".to_string(),
        field: "proposer_weight",
        value: 101,
        min: 1,
        max: 100,
    };
    w.admin(set(STRICT, strict(101))).should_fail_with(&ContractError::Track(far));
    w.admin(set(STRICT, strict(100))).should_succeed();
}

fn peer(target: Target, address: Option<String>) -> AdminMsg {
    AdminMsg::SetPeer { target, address }
}

#[test]
fn layers_are_replaced_and_switched_off() {
    let mut w = world();
    let mine = axiom_types::registry::InstantiateMsg {
        owner: None,
        settings: axiom_types::registry::Settings { lease_seconds: 9_999, renewal_window: 1 },
    };
    let init = Init::new(w.codes.registry, "mine", &mine);
    let registry = w.chain.instantiate(&w.founder, init).should_succeed().contract();
    let done = w.admin(peer(Target::Registry {}, Some(registry.to_string()))).should_succeed();
    assert_eq!(done.attribute("axiom_dao_peer_set", "layer"), Some("registry"));
    let layer = w.economy().registry.unwrap();
    assert_eq!((layer.address, layer.origin), (registry.clone(), Origin::Adopted));
    for target in [Target::Registry {}, Target::Ledger {}, Target::Distributor {}] {
        w.admin(peer(target, None)).should_succeed();
    }
    let economy = w.economy();
    assert_eq!((economy.registry, economy.ledger, economy.distributor), (None, None, None));
    w.admin(peer(Target::Ledger {}, Some(registry.to_string()))).should_fail_with(
        &ContractError::WrongKind {
            contract: registry,
            expected: axiom_types::ledger::CONTRACT_NAME,
            found: axiom_types::registry::CONTRACT_NAME.to_string(),
        },
    );
    w.admin(peer(Target::Tracker {}, None)).should_fail_with(&ContractError::TrackerNeeded {});
    let dao = ContractError::NotALayer { target: "dao".to_string() };
    w.admin(peer(Target::Dao {}, None)).should_fail_with(&dao);
}

fn new_tracker(w: &mut World, voters: bool) -> cosmwasm_std::Addr {
    let setup = w.tracker_setup();
    let msg = tracker::InstantiateMsg {
        owner: None,
        registry: None,
        domains: setup.domains,
        voting_domain: 2,
        weight_shift: 40,
        genesis: if voters { setup.genesis[..1].to_vec() } else { vec![] },
    };
    let init = Init::new(w.codes.tracker, "tracker", &msg);
    w.chain.instantiate(&w.founder, init).should_succeed().contract()
}

#[test]
fn a_new_tracker_gives_power_to_new_proposals() {
    let mut w = world();
    let ben = w.ben.clone();
    let empty = new_tracker(&mut w, false);
    w.admin(peer(Target::Tracker {}, Some(empty.to_string())))
        .should_fail_with(&ContractError::NoVoters {});
    let change = new_tracker(&mut w, true);
    let change = w.to_itself(peer(Target::Tracker {}, Some(change.to_string())));
    let change = w.propose(STRICT, vec![change]);
    let old = {
        w.pass(change);
        w.propose(PARAMETERS, vec![])
    };
    w.execute(change).should_succeed();
    assert_eq!(w.economy().voting_domain, 2);
    // ben has weight in the old tracker alone.
    w.vote(&ben, old, axiom_types::dao::Vote::Yes).should_succeed();
    assert_eq!((w.stage(old).yes, w.stage(old).total), (30, 100));
    let new = w.propose(PARAMETERS, vec![]);
    assert_eq!(w.stage(new).total, 60);
    w.vote(&ben, new, axiom_types::dao::Vote::Yes).should_fail_with(&ContractError::NoWeight {
        voter: ben.address.clone(),
        height: w.stage(new).start_height,
    });
}

#[test]
fn ownership_that_was_offered_is_taken() {
    let mut w = world();
    let offered = w.stranger();
    let msg = w.to_itself(AdminMsg::AcceptOwnership { contract: offered.to_string() });
    let done = w.run(PARAMETERS, vec![msg]).should_succeed();
    assert_eq!(done.attribute("axiom_dao_ownership_taken", "contract"), Some(offered.as_str()));
    let expected = vec![(w.dao.to_string(), json!({"update_ownership": "accept_ownership"}))];
    assert_eq!(w.log(&offered), expected);
    let msg = AdminMsg::AcceptOwnership { contract: "x".to_string() };
    let bad = KitError::BadAddress { address: "x".to_string() };
    w.admin(msg).should_fail_with(&ContractError::Kit(bad));
}

#[test]
fn the_self_check_can_be_asked_for() {
    let mut w = world();
    let done = w.admin(AdminMsg::SelfCheck {}).should_succeed();
    assert_eq!(done.attribute("axiom_dao_self_checked", "proposals"), Some("1"));
}
