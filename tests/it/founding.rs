//! Founding with the real five: every set of layers, created, adopted or left out, works or fails clearly.

use axiom_local::Account;
use axiom_suite::{call, Builder, Suite, DENOM};
use axiom_types::dao::{self, EconomyResponse, GuardianAct, Origin, Part, Stage, Target};
use axiom_types::tracker::GenesisMember;
use axiom_types::{ledger, registry};
use cosmwasm_std::Uint128;

fn economy(s: &Suite) -> EconomyResponse {
    s.chain.query(&s.at.dao, &dao::QueryMsg::Economy {})
}

fn decides(s: &mut Suite) {
    let id = s.dao().ready(3, vec![]);
    let _ = s.dao().execute("stranger", id).should_succeed();
    assert_eq!(s.dao().stage(id).stage, Stage::Executed);
}

#[test]
fn every_set_of_layers_that_is_left_out() {
    for left_out in 0..8u8 {
        let [no_registry, no_ledger, no_distributor] = [1, 2, 4].map(|bit| left_out & bit != 0);
        let mut builder = Builder::new().tweak(|msg| {
            if no_registry {
                msg.registry = Part::Omit {};
            }
            if no_ledger {
                msg.ledger = Part::Omit {};
            }
            if no_distributor {
                msg.distributor = Part::Omit {};
            }
        });
        if no_ledger {
            let before = builder.chain.state_digest();
            builder.try_found().should_fail_containing("grant 0 names the ledger");
            assert_eq!(builder.chain.state_digest(), before);
            builder = builder.tracker(|tracker| tracker.grants.clear());
        }
        let mut s = builder.build();
        let found = economy(&s);
        assert_eq!(found.registry.is_none(), no_registry);
        assert_eq!(found.ledger.is_none(), no_ledger);
        assert_eq!(found.distributor.is_none(), no_distributor);
        decides(&mut s);
        for (target, missing) in [
            (Target::Registry {}, no_registry),
            (Target::Ledger {}, no_ledger),
            (Target::Distributor {}, no_distributor),
        ] {
            let pause = dao::ExecuteMsg::GuardianPause { target, seconds: 60 };
            let outcome = s.dao().send("guardian", &pause);
            if missing {
                outcome.should_fail_containing("this economy has no");
                continue;
            }
            let _ = outcome.should_succeed();
            let release = dao::ExecuteMsg::GuardianRelease { what: GuardianAct::Pause };
            let _ = s.dao().send("guardian", &release).should_succeed();
            break;
        }
    }
}

/// A second economy adopts what a first one founded, one layer at a time and all together; the owner is told, and
/// stays.
#[test]
fn each_layer_is_adopted_and_stays_with_its_owner() {
    for adopted in ["registry", "tracker", "distributor", "ledger", "all"] {
        let first = Suite::found();
        let (at, chain) = (first.at.clone(), first.chain);
        let is = |name: &str| adopted == name || adopted == "all";
        let mut builder = Builder::on(chain).salt("second").tweak(|msg| {
            if is("registry") {
                msg.registry = Part::Adopt { address: at.registry.to_string() };
            }
            if is("tracker") {
                msg.tracker = Part::Adopt { address: at.tracker.to_string() };
            }
            if is("distributor") {
                msg.distributor = Part::Adopt { address: at.distributor.to_string() };
            }
            if is("ledger") {
                msg.ledger = Part::Adopt { address: at.ledger.to_string() };
            }
        });
        let mut s = {
            let _ = builder.try_found().should_succeed();
            let predicted = builder.predicted();
            let at = axiom_suite::Economy::read(&builder.chain, &predicted);
            Suite {
                chain: builder.chain,
                codes: builder.codes,
                at,
                founding_gas: first.founding_gas,
            }
        };
        let found = economy(&s);
        for (name, layer) in [
            ("registry", found.registry.clone().unwrap()),
            ("tracker", found.tracker.clone()),
            ("distributor", found.distributor.clone().unwrap()),
            ("ledger", found.ledger.clone().unwrap()),
        ] {
            let (origin, owner) = match is(name) {
                true => (Origin::Adopted, &at.dao),
                false => (Origin::Founded, &s.at.dao),
            };
            assert_eq!(
                (layer.origin, layer.owner.as_deref()),
                (origin, Some(owner.as_str())),
                "{adopted}: {name}"
            );
        }
        decides(&mut s);
        refused_by_an_adopted_layer(&mut s, adopted);
    }
}

/// What the DAO does not own it can neither pause nor change, and nothing is left of the attempt.
fn refused_by_an_adopted_layer(s: &mut Suite, adopted: &str) {
    let (target, contract) = match adopted {
        "tracker" => (Target::Tracker {}, s.at.tracker.clone()),
        "distributor" => (Target::Distributor {}, s.at.distributor.clone()),
        "ledger" => (Target::Ledger {}, s.at.ledger.clone()),
        _ => (Target::Registry {}, s.at.registry.clone()),
    };
    let pause = dao::ExecuteMsg::GuardianPause { target, seconds: 60 };
    let before = s.chain.state_digest();
    s.dao().send("guardian", &pause).should_fail_containing("not the owner");
    assert_eq!(s.chain.state_digest(), before);
    let guard = axiom_types::common::GuardMsg::Pause { seconds: 60 };
    let msg = registry::ExecuteMsg::Admin(registry::AdminMsg::Guard(guard));
    let id = s.dao().ready(3, vec![call(&contract, &msg)]);
    s.dao().execute("stranger", id).should_fail_containing("not the owner");
}

#[test]
fn founders_up_to_fifty_each_once() {
    let members = |count: usize| -> Vec<GenesisMember> {
        let member = |n: usize| GenesisMember {
            address: Account::named(format!("founder {n}")).address.to_string(),
            points: Uint128::new(10),
        };
        (0..count).map(member).collect()
    };
    let s = Builder::new().tracker(|tracker| tracker.genesis = members(50)).build();
    assert_eq!(s.weight("founder 49"), 10);
    for (genesis, why) in [
        (members(51), "tracker.genesis"),
        ([members(2), members(2)].concat(), "genesis"),
        (vec![], "no weight"),
    ] {
        let mut builder = Builder::new().tracker(|tracker| tracker.genesis = genesis);
        let before = builder.chain.state_digest();
        builder.try_found().should_fail_containing(why);
        assert_eq!(builder.chain.state_digest(), before);
    }
}

/// Points that make no voting weight would found an economy that nobody could ever change.
#[test]
fn founders_without_weight_found_nothing() {
    let mut builder = Builder::new().tracker(|tracker| tracker.weight_shift = 60);
    let before = builder.chain.state_digest();
    builder.try_found().should_fail_containing("the voters have no weight");
    assert_eq!(builder.chain.state_digest(), before);
    let mut far = Builder::new().tweak(|msg| {
        msg.tracks.iter_mut().for_each(|track| track.proposer_weight = 1_001);
    });
    far.try_found().should_fail_containing(
        "proposer_weight of track 'constitution' is 1001: expected 1 to 1000",
    );
}

/// Nobody else can found at the address, nor take it beforehand with the same salt.
#[test]
fn the_same_salt_in_other_hands_is_another_address() {
    let mut builder = Builder::new();
    let predicted = builder.predicted();
    let thief = Account::named("thief");
    let elsewhere = builder.chain.predict_address(builder.codes.dao, &thief, b"axiom");
    assert_ne!(elsewhere, predicted);
    let msg = builder.msg.clone();
    let init = axiom_local::Init::new(builder.codes.dao, "economy", &msg).admin(predicted.as_str());
    builder.chain.instantiate2(&thief, init, b"axiom").should_fail_containing("expected");
    let _ = builder.try_found().should_succeed();
    builder.try_found().should_fail();
}

/// A slower track than the real ledger's arbitration allows: both change in one proposal, in this order only.
#[test]
fn tracks_and_arbitration_change_together() {
    let mut s = Suite::found();
    let (dao_addr, ledger_addr) = (s.at.dao.clone(), s.at.ledger.clone());
    let mut strict: dao::TrackResponse =
        s.chain.query(&dao_addr, &dao::QueryMsg::Track { track: 3 });
    strict.config.voting_period = 20 * axiom_suite::DAY;
    let slow = dao::ExecuteMsg::Admin(dao::AdminMsg::SetTrack { track: 3, config: strict.config });
    let mut settings: ledger::SettingsMsg =
        s.chain.query(&ledger_addr, &ledger::QueryMsg::Settings {});
    settings.min_default_arbitration = 30 * axiom_suite::DAY;
    settings.default_windows.arbitrate = 30 * axiom_suite::DAY;
    let longer = ledger::ExecuteMsg::Admin(ledger::AdminMsg::UpdateSettings { settings });
    let (slow, longer) = (call(&dao_addr, &slow), call(&ledger_addr, &longer));
    for msgs in [vec![slow.clone()], vec![slow.clone(), longer.clone()]] {
        let id = s.dao().ready(3, msgs);
        s.dao()
            .execute("stranger", id)
            .should_fail_containing("an arbitration window of 1036800 seconds");
    }
    let _ = s.dao().pass(3, vec![longer, slow]).should_succeed();
    assert_eq!(s.balance_of("dao", DENOM), 0);
}
