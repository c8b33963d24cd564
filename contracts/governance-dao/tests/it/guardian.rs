//! The guardian: what it may, how long, and what it takes from the clock.

use axiom_kit::KitError;
use axiom_local::Account;
use axiom_types::asset::{Asset, AssetError};
use axiom_types::common::PauseStatus;
use axiom_types::dao::{
    AdminMsg, ExecuteMsg, GuardianAct, GuardianAction, GuardianResponse, GuardianSetup, Part,
    QueryMsg, Stage, Target, Vote,
};
use axiom_types::distributor::FreezeTarget;
use governance_dao::{ContractError, GuardianError};
use serde_json::json;

use crate::world::{empty, raw, world, World, DAY, PARAMETERS, STRICT};

const MONTH: u64 = 30 * DAY;

fn pause(target: Target, seconds: u64) -> ExecuteMsg {
    ExecuteMsg::GuardianPause { target, seconds }
}

fn freeze(target: FreezeTarget, seconds: u64) -> ExecuteMsg {
    ExecuteMsg::GuardianFreeze { target, seconds }
}

fn release(what: GuardianAct) -> ExecuteMsg {
    ExecuteMsg::GuardianRelease { what }
}

fn gus(w: &mut World, msg: &ExecuteMsg) -> axiom_local::Outcome {
    let gus = w.gus.clone();
    w.tell(&gus, msg)
}

fn status(w: &World) -> PauseStatus {
    w.chain.query(&w.dao, &QueryMsg::Pause {})
}

fn record(w: &World) -> GuardianResponse {
    w.chain.query(&w.dao, &QueryMsg::Guardian {})
}

#[test]
fn a_pause_of_each_layer() {
    for (target, word) in [
        (Target::Registry {}, "registry"),
        (Target::Ledger {}, "ledger"),
        (Target::Tracker {}, "tracker"),
        (Target::Distributor {}, "distributor"),
    ] {
        let mut w = world();
        let now = w.chain.now().seconds();
        let done = gus(&mut w, &pause(target, 100)).should_succeed();
        assert_eq!(done.attribute("axiom_dao_guardian_acted", "target"), Some(word));
        let contract = match word {
            "registry" => w.registry(),
            "ledger" => w.ledger(),
            "tracker" => w.tracker(),
            _ => w.distributor(),
        };
        let expected = json!({"admin": {"guard": {"pause": {"seconds": 100}}}});
        assert_eq!(w.last_told(&contract), expected);
        let found = record(&w);
        let act = GuardianAction { target: word.to_string(), from: now, until: now + 100 };
        assert_eq!(found.pause, Some(act));
        assert_eq!(found.may_pause_at, now + 100 + MONTH);
        assert_eq!(found.may_freeze_at, 0);
        gus(&mut w, &release(GuardianAct::Pause)).should_succeed();
        assert_eq!(w.last_told(&contract), json!({"admin": {"guard": {"unpause": {}}}}));
        assert!(!status(&w).paused);
    }
}

#[test]
fn a_freeze_of_an_asset_or_a_pool() {
    for (target, word) in [
        (FreezeTarget::Asset(Asset::native("uaxm")), "asset:nuaxm"),
        (FreezeTarget::Pool(7), "pool:7"),
    ] {
        let mut w = world();
        let distributor = w.distributor();
        gus(&mut w, &freeze(target.clone(), 259_200)).should_succeed();
        let wire = serde_json::to_value(&target).unwrap();
        let expected = json!({"admin": {"freeze": {"target": wire, "seconds": 259_200}}});
        assert_eq!(w.last_told(&distributor), expected);
        assert_eq!(record(&w).freeze.unwrap().target, word);
        let done = gus(&mut w, &release(GuardianAct::Freeze)).should_succeed();
        assert_eq!(done.attribute("axiom_dao_guardian_released", "target"), Some(word));
        let expected = json!({"admin": {"unfreeze": {"target": wire}}});
        assert_eq!(w.last_told(&distributor), expected);
    }
}

#[test]
pub fn only_the_guardian_acts() {
    let mut w = world();
    for sender in [w.ann.clone(), w.founder.clone()] {
        for msg in [
            pause(Target::Ledger {}, 1),
            freeze(FreezeTarget::Pool(1), 1),
            release(GuardianAct::Pause),
        ] {
            let expected = ContractError::NotGuardian { sender: sender.address.clone() };
            w.tell(&sender, &msg).should_fail_with(&expected);
        }
    }
    gus(&mut w, &pause(Target::Ledger {}, 60)).should_succeed();
    gus(&mut w, &freeze(FreezeTarget::Pool(1), 1)).should_succeed();
    let ann = w.ann.clone();
    let expected = ContractError::NotGuardian { sender: ann.address.clone() };
    w.tell(&ann, &release(GuardianAct::Pause)).should_fail_with(&expected);
    gus(&mut w, &release(GuardianAct::Pause)).should_succeed();
}

#[test]
pub fn targets_and_lengths() {
    let mut w = world();
    let layer = |target: &str| ContractError::NotALayer { target: target.to_string() };
    gus(&mut w, &pause(Target::Dao {}, 1)).should_fail_with(&layer("dao"));
    let other = Target::Contract { address: "x".to_string() };
    gus(&mut w, &pause(other, 1)).should_fail_with(&layer("x"));
    for (seconds, max) in [(0, 1_209_600), (1_209_601, 1_209_600)] {
        let expected = ContractError::Guardian(GuardianError::Length { seconds, max });
        gus(&mut w, &pause(Target::Ledger {}, seconds)).should_fail_with(&expected);
    }
    for (seconds, max) in [(0, 259_200), (259_201, 259_200)] {
        let expected = ContractError::Guardian(GuardianError::Length { seconds, max });
        gus(&mut w, &freeze(FreezeTarget::Pool(1), seconds)).should_fail_with(&expected);
    }
    let bad = FreezeTarget::Asset(Asset::native("1"));
    let expected = KitError::Asset(AssetError::BadDenom { denom: "1".to_string() });
    gus(&mut w, &freeze(bad, 1)).should_fail_with(&ContractError::Kit(expected));
    for what in [GuardianAct::Pause, GuardianAct::Freeze] {
        gus(&mut w, &release(what))
            .should_fail_with(&ContractError::Guardian(GuardianError::Idle {}));
    }
}

#[test]
pub fn what_the_economy_lacks_cannot_be_paused() {
    let mut w = empty();
    let mut msg = w.founding();
    msg.distributor = Part::Omit {};
    w.found(&msg).should_succeed();
    let missing = ContractError::LayerMissing { layer: "distributor".to_string() };
    gus(&mut w, &pause(Target::Distributor {}, 1)).should_fail_with(&missing);
    gus(&mut w, &freeze(FreezeTarget::Pool(1), 1)).should_fail_with(&missing);
}

#[test]
fn a_layer_of_somebody_else_refuses_by_itself() {
    let mut w = world();
    let mine = axiom_types::registry::InstantiateMsg {
        owner: None,
        settings: axiom_types::registry::Settings { lease_seconds: DAY, renewal_window: 1 },
    };
    let init = axiom_local::Init::new(w.codes.registry, "mine", &mine);
    let registry = w.chain.instantiate(&w.founder, init).should_succeed().contract();
    let target = Target::Registry {};
    w.admin(AdminMsg::SetPeer { target, address: Some(registry.to_string()) }).should_succeed();
    let before = w.chain.state_digest();
    gus(&mut w, &pause(Target::Registry {}, 1)).should_fail_containing("not the owner");
    assert_eq!(w.chain.state_digest(), before);
}

#[test]
fn one_at_a_time_and_none_again_within_a_month() {
    let mut w = world();
    let start = w.chain.now().seconds();
    gus(&mut w, &pause(Target::Ledger {}, DAY)).should_succeed();
    let until = start + DAY;
    let running = ContractError::Guardian(GuardianError::Running { until });
    gus(&mut w, &pause(Target::Tracker {}, 1)).should_fail_with(&running);
    // A freeze is another kind.
    gus(&mut w, &freeze(FreezeTarget::Pool(1), 60)).should_succeed();
    w.wait_until(until);
    let cooling =
        ContractError::Guardian(GuardianError::Cooling { ended: until, free: until + MONTH });
    gus(&mut w, &pause(Target::Ledger {}, 1)).should_fail_with(&cooling);
    gus(&mut w, &release(GuardianAct::Pause))
        .should_fail_with(&ContractError::Guardian(GuardianError::Idle {}));
    w.wait_until(until + MONTH);
    gus(&mut w, &pause(Target::Ledger {}, 1)).should_succeed();
}

#[test]
fn the_cooldown_counts_from_the_true_end() {
    let mut w = world();
    gus(&mut w, &pause(Target::Ledger {}, 14 * DAY)).should_succeed();
    w.chain.advance_seconds(DAY);
    let ended = w.chain.now().seconds();
    gus(&mut w, &release(GuardianAct::Pause)).should_succeed();
    assert_eq!(record(&w).may_pause_at, ended + MONTH);
    assert_eq!(record(&w).pause.unwrap().until, ended);
}

#[test]
fn a_vote_forgives() {
    let mut w = world();
    gus(&mut w, &pause(Target::Ledger {}, 60)).should_succeed();
    gus(&mut w, &freeze(FreezeTarget::Pool(1), 60)).should_succeed();
    let forgive = w.to_itself(AdminMsg::ForgiveGuardian {});
    let done = w.run(PARAMETERS, vec![forgive]).should_succeed();
    assert_eq!(done.count_of("axiom_dao_guardian_forgiven"), 1);
    gus(&mut w, &pause(Target::Ledger {}, 60)).should_succeed();
    gus(&mut w, &freeze(FreezeTarget::Pool(1), 60)).should_succeed();
    // Forgiven once.
    w.chain.advance_seconds(60);
    gus(&mut w, &pause(Target::Ledger {}, 60)).should_fail();
}

#[test]
fn its_time_ends() {
    let mut w = world();
    let sunset = record(&w).sunset.unwrap();
    w.wait_until(sunset - 10);
    gus(&mut w, &pause(Target::Ledger {}, 60)).should_succeed();
    w.wait_until(sunset);
    let over = ContractError::Guardian(GuardianError::Sunset { sunset });
    gus(&mut w, &freeze(FreezeTarget::Pool(1), 60)).should_fail_with(&over);
    gus(&mut w, &release(GuardianAct::Pause)).should_fail_with(&over);
}

#[test]
pub fn a_vote_names_and_removes() {
    let mut w = world();
    let (old, new) = (w.gus.clone(), Account::named("new guardian"));
    gus(&mut w, &pause(Target::Ledger {}, DAY)).should_succeed();
    let setup = |sunset| {
        let guardian = Some(GuardianSetup { address: new.to_string(), sunset });
        AdminMsg::SetGuardian { guardian }
    };
    let max = 63_072_000;
    let bad = ContractError::Guardian(GuardianError::BadSunset { seconds: 0, max });
    w.admin(setup(0)).should_fail_with(&bad);
    let done = w.admin(setup(DAY)).should_succeed();
    assert_eq!(done.attribute("axiom_dao_guardian_set", "guardian"), Some(new.address.as_str()));
    let gone = ContractError::NotGuardian { sender: old.address.clone() };
    w.tell(&old, &pause(Target::Ledger {}, 1)).should_fail_with(&gone);
    // The new one starts without the old one's cooldown.
    w.tell(&new, &pause(Target::Ledger {}, 1)).should_succeed();
    w.admin(AdminMsg::SetGuardian { guardian: None }).should_succeed();
    assert_eq!((record(&w).address, record(&w).sunset), (None, None));
    let gone = ContractError::NotGuardian { sender: new.address.clone() };
    w.tell(&new, &pause(Target::Ledger {}, 1)).should_fail_with(&gone);
    w.admin(AdminMsg::ForgiveGuardian {}).should_fail_with(&ContractError::NoGuardian {});
}

#[test]
fn its_time_shifts_deadlines_once_for_both() {
    let mut w = world();
    let ann = w.ann.clone();
    let id = w.propose(1, vec![]);
    w.vote(&ann, id, Vote::Yes).should_succeed();
    let before = w.stage(id);
    let begun = w.chain.now().seconds();
    w.chain.in_one_block(|_| {});
    gus(&mut w, &pause(Target::Ledger {}, 10 * DAY)).should_succeed();
    let from = w.chain.now().seconds() - 5;
    assert!(from >= begun);
    w.wait_until(from + DAY);
    gus(&mut w, &freeze(FreezeTarget::Pool(1), DAY)).should_succeed();
    w.wait_until(from + 2 * DAY);
    let running = status(&w);
    assert_eq!(
        running,
        PauseStatus { paused: true, until: Some(from + 10 * DAY), paused_seconds: 2 * DAY }
    );
    // Voting is open all the while: it is no entry, and its end moves along.
    assert_eq!(w.stage(id).stage, Stage::Voting);
    w.wait_until(from + 4 * DAY);
    gus(&mut w, &release(GuardianAct::Pause)).should_succeed();
    let after = w.stage(id);
    assert_eq!(status(&w).paused_seconds, 4 * DAY);
    assert_eq!(after.voting_ends, before.voting_ends + 4 * DAY);
    assert_eq!(after.ready_at, before.ready_at + 4 * DAY);
    assert_eq!(after.expires_at, before.expires_at + 4 * DAY);
    w.wait_until(after.voting_ends - 5);
    assert_eq!(w.stage(id).stage, Stage::Voting);
    w.wait_until(after.voting_ends);
    assert_eq!(w.stage(id).stage, Stage::Queued);
    // A proposal made afterwards is not shifted by what was before it.
    let now = w.chain.now().seconds();
    let later = w.propose(1, vec![]);
    assert_eq!(w.stage(later).voting_ends, now + DAY);
}

/// A strict proposal that calls a layer and is ready before the guardian acts: while it has something running, no vote
/// comes to its end.
fn ready(w: &mut World, layer: &cosmwasm_std::Addr, json: &str) -> u64 {
    let id = w.propose(STRICT, vec![raw(layer, json)]);
    w.pass(id);
    id
}

#[test]
fn what_a_vote_has_halted_is_not_cut_short() {
    let mut w = world();
    let (ledger, distributor) = (w.ledger(), w.distributor());
    let id = ready(&mut w, &ledger, r#"{"admin":{"guard":{"pause":{"seconds":864000}}}}"#);
    let until = w.chain.now().seconds() + 864_000;
    w.execute(id).should_succeed();
    let running = ContractError::Guardian(GuardianError::Running { until });
    gus(&mut w, &pause(Target::Ledger {}, 1)).should_fail_with(&running);
    gus(&mut w, &pause(Target::Registry {}, 1)).should_succeed();
    let freezing = r#"{"admin":{"freeze":{"target":{"pool":1},"seconds":259200}}}"#;
    let id = ready(&mut w, &distributor, freezing);
    let until = w.chain.now().seconds() + 259_200;
    w.execute(id).should_succeed();
    let running = ContractError::Guardian(GuardianError::Running { until });
    gus(&mut w, &freeze(FreezeTarget::Pool(1), 1)).should_fail_with(&running);
    gus(&mut w, &freeze(FreezeTarget::Pool(2), 1)).should_succeed();
}

#[test]
fn a_release_ends_its_own_act_and_no_other() {
    let (free, longer) = (
        r#"{"admin":{"guard":{"unpause":{}}}}"#,
        r#"{"admin":{"guard":{"pause":{"seconds":864000}}}}"#,
    );
    for json in [free, longer] {
        let mut w = world();
        let ledger = w.ledger();
        let id = ready(&mut w, &ledger, json);
        gus(&mut w, &pause(Target::Ledger {}, DAY)).should_succeed();
        w.execute(id).should_succeed();
        gus(&mut w, &release(GuardianAct::Pause)).should_succeed();
        let told: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!(w.last_told(&ledger), told, "nothing was sent to it");
        assert!(!status(&w).paused, "its own time ends");
    }
    let (free, longer) = (
        r#"{"admin":{"unfreeze":{"target":{"pool":1}}}}"#,
        r#"{"admin":{"freeze":{"target":{"pool":1},"seconds":250000}}}"#,
    );
    for json in [free, longer] {
        let mut w = world();
        let distributor = w.distributor();
        let id = ready(&mut w, &distributor, json);
        gus(&mut w, &freeze(FreezeTarget::Pool(1), 60)).should_succeed();
        w.execute(id).should_succeed();
        gus(&mut w, &release(GuardianAct::Freeze)).should_succeed();
        let told: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!(w.last_told(&distributor), told, "nothing was sent to it");
        assert!(!status(&w).paused, "its own time ends");
    }
}
