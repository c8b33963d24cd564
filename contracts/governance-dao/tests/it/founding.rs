//! Founding: what comes to be, and that nothing is left when it fails.

use axiom_kit::KitError;
use axiom_local::{Account, Init};
use axiom_types::dao::{
    EconomyResponse, GuardianSetup, InstantiateMsg, Origin, Part, QueryMsg, Track, TrackResponse,
};
use axiom_types::{distributor, ledger, tracker};
use cosmwasm_std::{Addr, Uint128};
use governance_dao::{ContractError, GuardianError, TrackError};

use crate::world::{self, empty, world, World, DAY};

#[test]
fn four_contracts_owned_and_administered_by_the_dao() {
    let mut w = empty();
    let msg = w.founding();
    let done = w.found(&msg).should_succeed();
    assert_eq!(done.contract(), w.dao);
    let economy = w.economy();
    assert_eq!(economy.name, "test economy");
    assert_eq!(economy.voting_domain, 1);
    for (layer, code, letter) in [
        (economy.registry.clone().unwrap(), w.codes.registry, b'r'),
        (economy.tracker.clone(), w.codes.tracker, b't'),
        (economy.distributor.clone().unwrap(), w.codes.distributor, b'd'),
        (economy.ledger.clone().unwrap(), w.codes.ledger, b'l'),
    ] {
        let salt = [b"first".as_slice(), &[letter]].concat();
        assert_eq!(layer.address, w.chain.predict_address(code, &w.dao, &salt));
        assert_eq!(layer.origin, Origin::Founded);
        assert_eq!(layer.owner.as_deref(), Some(w.dao.as_str()));
        let info = w.chain.contract_info(&layer.address).unwrap();
        assert_eq!(info.admin.as_ref(), Some(&w.dao));
        assert_eq!(init(&w, &layer.address)["owner"], w.dao.as_str());
    }
    assert_eq!(w.chain.contract_info(&w.dao).unwrap().admin.as_ref(), Some(&w.dao));
    assert_eq!(done.count_of("axiom_dao_founded"), 1);
    assert_eq!(done.attribute("axiom_dao_founded", "ledger"), Some(w.ledger().as_str()));
}

fn init(w: &World, contract: &Addr) -> serde_json::Value {
    w.chain.query(contract, &serde_json::json!({"init": {}}))
}

#[test]
fn each_is_told_what_it_needs() {
    let w = world();
    let ledger: ledger::InstantiateMsg = serde_json::from_value(init(&w, &w.ledger())).unwrap();
    assert_eq!(ledger.peers.registry, Some(w.registry().to_string()));
    assert_eq!(ledger.peers.tracker, Some(w.tracker().to_string()));
    assert_eq!(ledger.peers.distributor, Some(w.distributor().to_string()));
    assert_eq!(ledger.settings.fee_recipient, w.dao.as_str());
    assert_eq!(ledger.settings.default_arbiter, w.dao.as_str());
    assert_eq!(ledger.settings.fee_bps, 500);
    let tracker: tracker::InstantiateMsg = serde_json::from_value(init(&w, &w.tracker())).unwrap();
    assert_eq!(tracker.registry, Some(w.registry().to_string()));
    assert_eq!(tracker.genesis.len(), 3);
    let log = w.log(&w.tracker());
    let expected = tracker::ExecuteMsg::Admin(tracker::AdminMsg::GrantBudget {
        grant: world::grant(w.ledger().as_str(), &w.ann),
    });
    assert_eq!(log, vec![(w.dao.to_string(), serde_json::to_value(expected).unwrap())]);
    let tracks: Vec<TrackResponse> = w.chain.query(&w.dao, &QueryMsg::Tracks {});
    assert_eq!(tracks.iter().map(|row| row.track).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(tracks.into_iter().map(|row| row.config).collect::<Vec<_>>(), world::tracks());
}

#[test]
fn the_whole_tells_its_version() {
    let w = world();
    let info: axiom_types::common::InfoResponse = w.chain.query(&w.dao, &QueryMsg::Info {});
    assert_eq!(info.info.contract, axiom_types::dao::CONTRACT_NAME);
}

#[test]
fn layers_can_be_left_out() {
    let mut w = empty();
    let mut msg = w.founding();
    msg.registry = Part::Omit {};
    msg.distributor = Part::Omit {};
    msg.ledger = Part::Omit {};
    msg.guardian = None;
    let Part::Create { settings, .. } = &mut msg.tracker else { unreachable!() };
    settings.grants = vec![world::grant(w.founder.address.as_str(), &w.ann)];
    let done = w.found(&msg).should_succeed();
    assert_eq!(done.count_of("axiom_dao_founded"), 1);
    let economy: EconomyResponse = w.economy();
    assert_eq!((economy.registry, economy.ledger, economy.distributor), (None, None, None));
    let tracker: tracker::InstantiateMsg =
        serde_json::from_value(init(&w, &w.economy().tracker.address)).unwrap();
    assert_eq!(tracker.registry, None);
}

/// Four contracts of somebody else.
fn existing(w: &mut World) -> InstantiateMsg {
    let registry = axiom_types::registry::InstantiateMsg {
        owner: None,
        settings: axiom_types::registry::Settings { lease_seconds: DAY, renewal_window: 1 },
    };
    let setup = w.tracker_setup();
    let tracker = tracker::InstantiateMsg {
        owner: None,
        registry: None,
        domains: setup.domains,
        voting_domain: 4,
        weight_shift: 40,
        genesis: setup.genesis,
    };
    let distributor = distributor::InstantiateMsg { owner: None, tokens: vec![] };
    let registry = create(w, w.codes.registry, &registry);
    let tracker = create(w, w.codes.tracker, &tracker);
    let distributor = create(w, w.codes.distributor, &distributor);
    let ledger_settings = world::ledger_setup();
    let ledger = ledger::InstantiateMsg {
        owner: None,
        peers: ledger::PeersMsg { registry: None, tracker: None, distributor: None },
        settings: ledger::SettingsMsg {
            fee_bps: 0,
            fee_recipient: "x".to_string(),
            default_arbiter: "x".to_string(),
            default_windows: ledger_settings.default_windows,
            min_default_arbitration: 1,
            arbiter_silence_bps: 1,
            min_blocks: 1,
        },
    };
    let ledger = create(w, w.codes.ledger, &ledger);
    InstantiateMsg {
        registry: Part::Adopt { address: registry },
        tracker: Part::Adopt { address: tracker },
        distributor: Part::Adopt { address: distributor },
        ledger: Part::Adopt { address: ledger },
        ..w.founding()
    }
}

fn create(w: &mut World, code: u64, msg: &impl cosmwasm_schema::serde::Serialize) -> String {
    let cat = w.cat.clone();
    let init = Init::new(code, "mine", msg).admin(cat.address.as_str());
    w.chain.instantiate(&cat, init).should_succeed().contract().into_string()
}

#[test]
fn all_four_can_be_adopted_and_the_dao_checks_itself() {
    let mut w = empty();
    let msg = existing(&mut w);
    let done = w.found(&msg).should_succeed();
    assert_eq!(done.count_of("axiom_dao_founded"), 1);
    assert_eq!(done.count_of("axiom_dao_self_checked"), 1);
    let economy = w.economy();
    assert_eq!(economy.voting_domain, 4);
    assert_eq!(economy.tracker.origin, Origin::Adopted);
    assert_eq!(Part::<()>::Adopt { address: economy.tracker.address.to_string() }, address(&msg));
    assert_eq!(
        w.chain.contract_info(economy.tracker.address).unwrap().admin,
        Some(w.cat.address.clone())
    );
    let id = w.propose(1, vec![]);
    assert_eq!(w.stage(id).total, 100);
}

fn address(msg: &InstantiateMsg) -> Part<()> {
    match &msg.tracker {
        Part::Adopt { address } => Part::Adopt { address: address.clone() },
        _ => unreachable!(),
    }
}

#[test]
fn all_adopted_with_a_foreign_admin_fails() {
    let mut w = empty();
    let msg = existing(&mut w);
    let cat = w.cat.to_string();
    let before = w.chain.state_digest();
    w.found_with_admin(&msg, Some(&cat)).should_fail_with(&ContractError::WrongAdmin {
        contract: w.dao.clone(),
        expected: w.dao.clone(),
        found: cat,
    });
    assert_eq!(w.chain.state_digest(), before);
}

/// Founds with a changed message: fails so, and leaves nothing behind.
fn fails(
    change: impl FnOnce(&World, &mut InstantiateMsg),
    expected: impl FnOnce(&World) -> ContractError,
) {
    let mut w = empty();
    let mut msg = w.founding();
    change(&w, &mut msg);
    let before = w.chain.state_digest();
    let expected = expected(&w);
    w.found(&msg).should_fail_with(&expected);
    assert_eq!(w.chain.state_digest(), before);
}

#[test]
fn a_wrong_checksum_fails() {
    fails(
        |_, msg| {
            let Part::Create { checksum, .. } = &mut msg.ledger else { unreachable!() };
            *checksum = vec![7; 32].into();
        },
        |w| {
            ContractError::Kit(KitError::WrongCode {
                code_id: w.codes.ledger,
                expected: "07".repeat(32),
                found: w.checksum(w.codes.ledger).to_hex(),
            })
        },
    );
}

#[test]
fn an_unknown_code_fails() {
    let mut w = empty();
    let mut msg = w.founding();
    let Part::Create { code_id, .. } = &mut msg.tracker else { unreachable!() };
    *code_id = 99;
    let before = w.chain.state_digest();
    w.found(&msg).should_fail();
    assert_eq!(w.chain.state_digest(), before);
}

#[test]
fn a_used_salt_fails() {
    let mut w = empty();
    let msg = w.founding();
    w.found(&msg).should_succeed();
    // Another founding by another salt of the wallet gives other addresses; the same one fails on the chain.
    let before = w.chain.state_digest();
    w.found(&msg).should_fail_containing("already exists");
    assert_eq!(w.chain.state_digest(), before);
}

#[test]
pub fn a_foreign_admin_fails() {
    for admin in [None, Some("founder")] {
        let mut w = empty();
        let msg = w.founding();
        let admin = admin.map(|name| Account::named(name).to_string());
        let before = w.chain.state_digest();
        w.found_with_admin(&msg, admin.as_deref()).should_fail_with(&ContractError::WrongAdmin {
            contract: w.dao.clone(),
            expected: w.dao.clone(),
            found: admin.clone().unwrap_or_default(),
        });
        assert_eq!(w.chain.state_digest(), before);
    }
}

#[test]
pub fn code_of_another_kind_fails() {
    // Its message does not fit.
    let mut w = empty();
    let mut msg = w.founding();
    let Part::Create { settings, .. } = msg.ledger.clone() else { unreachable!() };
    msg.ledger = w.create(w.codes.tracker, settings);
    let before = w.chain.state_digest();
    w.found(&msg).should_fail();
    assert_eq!(w.chain.state_digest(), before);

    // It takes any message: found out by its name in the last reply.
    let mut msg = w.founding();
    let Part::Create { settings, .. } = msg.ledger.clone() else { unreachable!() };
    msg.ledger = w.create(w.codes.stranger, settings);
    let contract = w.chain.predict_address(w.codes.stranger, &w.dao, b"firstl");
    w.found(&msg).should_fail_with(&ContractError::WrongKind {
        contract,
        expected: ledger::CONTRACT_NAME,
        found: "crates.io:stranger".to_string(),
    });
    assert_eq!(w.chain.state_digest(), before);
}

#[test]
fn an_adopted_contract_of_another_kind_fails() {
    let mut w = empty();
    let stranger = w.stranger();
    let before = w.chain.state_digest();
    for (address, found) in [(stranger, "crates.io:stranger"), (w.cat.address.clone(), "nothing")] {
        let mut msg = w.founding();
        msg.registry = Part::Adopt { address: address.to_string() };
        w.found(&msg).should_fail_with(&ContractError::WrongKind {
            contract: address,
            expected: axiom_types::registry::CONTRACT_NAME,
            found: found.to_string(),
        });
    }
    assert_eq!(w.chain.state_digest(), before);
}

#[test]
fn an_adopted_tracker_without_voters_fails() {
    let mut w = empty();
    let mut msg = existing(&mut w);
    let setup = w.tracker_setup();
    let tracker = tracker::InstantiateMsg {
        owner: None,
        registry: None,
        domains: setup.domains,
        voting_domain: 1,
        weight_shift: 40,
        genesis: vec![],
    };
    let address = create(&mut w, 3, &tracker);
    msg.tracker = Part::Adopt { address };
    w.found(&msg).should_fail_with(&ContractError::NoVoters {});
}

#[test]
pub fn without_a_tracker_or_voters_there_is_no_economy() {
    fails(|_, msg| msg.tracker = Part::Omit {}, |_| ContractError::TrackerNeeded {});
    fails(
        |_, msg| {
            let Part::Create { settings, .. } = &mut msg.tracker else { unreachable!() };
            settings.genesis.clear();
        },
        |_| ContractError::NoVoters {},
    );
    fails(
        |_, msg| {
            let Part::Create { settings, .. } = &mut msg.tracker else { unreachable!() };
            settings.genesis.iter_mut().for_each(|member| member.points = Uint128::zero());
        },
        |_| ContractError::NoVoters {},
    );
}

#[test]
fn points_that_make_no_weight_are_no_voters() {
    // 60 points shifted by 47 bits beyond the first 40 are nothing.
    fails(
        |_, msg| {
            let Part::Create { settings, .. } = &mut msg.tracker else { unreachable!() };
            settings.weight_shift = 47;
        },
        |_| ContractError::NoVoters {},
    );
}

#[test]
fn the_strict_track_is_within_reach_of_the_founders() {
    let far = TrackError::Range {
        track: "constitution".to_string(),
        field: "proposer_weight",
        value: 101,
        min: 1,
        max: 100,
    };
    fails(|_, msg| msg.tracks[2].proposer_weight = 101, |_| ContractError::Track(far.clone()));
    let mut w = empty();
    let mut msg = existing(&mut w);
    msg.tracks[2].proposer_weight = u64::MAX;
    let before = w.chain.state_digest();
    w.found(&msg).should_fail();
    assert_eq!(w.chain.state_digest(), before);
}

#[test]
fn a_name_is_one_line() {
    fails(
        |_, msg| msg.name = "one\ntwo".to_string(),
        |_| ContractError::Kit(KitError::BadText { field: "name", len: 7, max: 64 }),
    );
}

#[test]
pub fn a_grant_to_the_own_ledger_needs_one() {
    fails(|_, msg| msg.ledger = Part::Omit {}, |_| ContractError::NoLedgerForGrant { index: 0 });
}

#[test]
pub fn the_arbiter_must_have_time_for_a_proposal() {
    fails(
        |_, msg| {
            let Part::Create { settings, .. } = &mut msg.ledger else { unreachable!() };
            settings.min_default_arbitration = 3 * DAY - 1;
        },
        |_| ContractError::ArbitrationTooShort { seconds: 3 * DAY - 1, needed: 3 * DAY },
    );
}

#[test]
pub fn bounds_of_the_message() {
    for len in [0, 61] {
        fails(|_, msg| msg.salt = vec![1; len].into(), |_| ContractError::Salt { len, max: 60 });
    }
    fails(
        |_, msg| msg.name = "x".repeat(65),
        |_| ContractError::Kit(KitError::BadText { field: "name", len: 65, max: 64 }),
    );
    fails(
        |_, msg| msg.tracks = vec![],
        |_| ContractError::Track(TrackError::Count { count: 0, max: 8 }),
    );
    fails(
        |w, msg| {
            let Part::Create { settings, .. } = &mut msg.tracker else { unreachable!() };
            settings.grants = vec![world::grant("ledger", &w.ann); 9];
        },
        |_| ContractError::Kit(KitError::TooMany { field: "tracker.grants", len: 9, max: 8 }),
    );
    fails(
        |_, msg| msg.guardian = Some(GuardianSetup { address: "GUS".to_string(), sunset: 1 }),
        |_| ContractError::Kit(KitError::BadAddress { address: "GUS".to_string() }),
    );
    for sunset in [0, 63_072_001] {
        fails(
            |w, msg| msg.guardian = Some(GuardianSetup { address: w.gus.to_string(), sunset }),
            |_| {
                let max = 63_072_000;
                ContractError::Guardian(GuardianError::BadSunset { seconds: sunset, max })
            },
        );
    }
    let bad =
        |address: &str| ContractError::Kit(KitError::BadAddress { address: address.to_string() });
    fails(
        |_, msg| {
            let target = axiom_types::dao::Target::Contract { address: "nobody".to_string() };
            let calls = vec![world::call(target, "x")];
            msg.tracks[2] = Track { calls, ..msg.tracks[2].clone() };
        },
        |_| bad("nobody"),
    );
    fails(
        |_, msg| {
            msg.tracks[2].spending =
                vec![world::spend(axiom_types::asset::Asset::cw20("nobody"), 1)];
        },
        |_| bad("nobody"),
    );
}

#[test]
fn founding_takes_no_coins() {
    let mut w = empty();
    let msg = w.founding();
    let coins = [cosmwasm_std::coin(5, "uaxm")];
    w.chain.mint(&w.founder, coins[0].clone());
    let admin = w.dao.to_string();
    let init =
        Init { admin: Some(&admin), funds: &coins, ..Init::new(w.codes.dao, "economy", &msg) };
    let failed = w.chain.instantiate2(&w.founder, init, world::SALT);
    failed
        .should_fail_with(&ContractError::Kit(KitError::FundsSent { coins: "5uaxm".to_string() }));
}
