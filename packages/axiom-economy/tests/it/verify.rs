//! Verification: a sound economy passes, and each planted fault is found by its name.

use axiom_economy::{verify, EconomyError, Report, Role, Site, Verdict};
use axiom_local::{Fault, LocalChain};
use axiom_types::dao::Target;
use axiom_types::{dao, ledger, registry};
use cosmwasm_std::{CosmosMsg, WasmMsg};
use cw_ownable::Action;

use crate::world::{chain, founded, ground, now, release, wanted, who};

fn sound(chain: &mut LocalChain) -> Site {
    Site::of(&founded(chain, "default", &wanted("roads"))).unwrap()
}

fn checked(chain: &mut LocalChain, site: &Site) -> Report {
    verify(&ground(chain), site, &now()).unwrap()
}

/// The names of the checks that failed.
fn failed(report: &Report) -> Vec<&str> {
    report.failed().map(|check| check.name.as_str()).collect()
}

fn wasm(chain: &mut LocalChain, sender: &str, msg: WasmMsg) {
    let _ = chain.execute_multi(sender, vec![CosmosMsg::Wasm(msg)]).should_succeed();
}

#[test]
fn a_sound_economy_passes_and_its_governance_dao_tells_the_same() {
    let (mut chain, _) = chain();
    let site = sound(&mut chain);
    let report = checked(&mut chain, &site);
    assert!(report.is_ok(), "{:?}", failed(&report));
    for name in [
        "state-registry: contract",
        "value-distributor: code",
        "execution-ledger: kind",
        "governance-dao: admin",
        "contribution-tracker: owner",
        "governance-dao: layer ledger",
        "execution-ledger: peer distributor",
        "execution-ledger: arbiter",
        "contribution-tracker: peer registry",
        "state-registry: space of the ledger",
    ] {
        let check = report.check(name).unwrap_or_else(|| panic!("there is no check {name}"));
        assert_eq!(check.verdict, Verdict::Ok, "{name}: {}", check.why);
    }
    let budgets = report.check("contribution-tracker: budgets").unwrap();
    assert_eq!(budgets.verdict, Verdict::Note, "the default template grants none");
    let read = Site::read(&ground(&mut chain), site.address(Role::Dao).unwrap()).unwrap();
    assert_eq!(read.places, site.places);
    assert!(checked(&mut chain, &read).is_ok());
    let error = Site::read(&ground(&mut chain), &who("alice")).unwrap_err();
    assert!(matches!(error, EconomyError::Ground(_)), "{error}");
}

#[test]
fn every_template_founds_a_sound_economy() {
    for template in axiom_economy::Template::names() {
        let (mut chain, _) = chain();
        let site = Site::of(&founded(&mut chain, template, &wanted("roads"))).unwrap();
        let report = checked(&mut chain, &site);
        assert!(report.is_ok(), "{template}: {:?}", failed(&report));
    }
}

#[test]
fn a_foreign_admin_fails() {
    let (mut chain, _) = chain();
    let site = sound(&mut chain);
    for role in [Role::Distributor, Role::Dao] {
        let contract_addr = site.address(role).unwrap().to_string();
        let msg = WasmMsg::UpdateAdmin { contract_addr, admin: who("thief") };
        wasm(&mut chain, &site.owner, msg);
    }
    let contract_addr = site.address(Role::Ledger).unwrap().to_string();
    wasm(&mut chain, &site.owner, WasmMsg::ClearAdmin { contract_addr });
    let report = checked(&mut chain, &site);
    assert_eq!(
        failed(&report),
        ["value-distributor: admin", "execution-ledger: admin", "governance-dao: admin"]
    );
    let why = &report.check("value-distributor: admin").unwrap().why;
    assert!(why.contains(&who("thief")) && why.contains(&site.owner), "{why}");
    assert!(report.check("execution-ledger: admin").unwrap().why.contains("nobody may migrate"));
}

#[test]
fn another_code_fails_unless_it_is_the_release_that_is_asked_for() {
    let (mut chain, codes) = chain();
    let next = codes.store_next(&mut chain);
    let site = sound(&mut chain);
    let contract_addr = site.address(Role::Tracker).unwrap().to_string();
    let msg = b"{}".into();
    wasm(
        &mut chain,
        &site.owner,
        WasmMsg::Migrate { contract_addr, new_code_id: next.tracker, msg },
    );
    let report = checked(&mut chain, &site);
    assert_eq!(failed(&report), ["contribution-tracker: code"]);
    let why = &report.check("contribution-tracker: code").unwrap().why;
    assert!(why.contains(&hex::encode(now().checksum(Role::Tracker).unwrap())), "{why}");
    let later = verify(&ground(&mut chain), &site, &release(axiom_suite::NEXT_VERSION)).unwrap();
    assert_eq!(later.check("contribution-tracker: code").unwrap().verdict, Verdict::Ok);
    assert_eq!(later.failed().count(), 4);
}

#[test]
fn miswired_peers_fail_in_both_directions() {
    let (mut chain, _) = chain();
    let site = sound(&mut chain);
    let second = Site::of(&founded(&mut chain, "default", &wanted("second"))).unwrap();
    let peers = ledger::PeersMsg {
        registry: site.address(Role::Registry).map(str::to_string),
        tracker: second.address(Role::Tracker).map(str::to_string),
        distributor: None,
    };
    let msg = ledger::ExecuteMsg::Admin(ledger::AdminMsg::SetPeers { peers });
    let ledger = site.address(Role::Ledger).unwrap();
    let _ = chain.execute(&site.owner, ledger, &msg, &[]).should_succeed();
    let registry = second.address(Role::Registry).unwrap().to_string();
    let msg =
        axiom_types::tracker::ExecuteMsg::Admin(axiom_types::tracker::AdminMsg::SetRegistry {
            registry: Some(registry.clone()),
        });
    let tracker = site.address(Role::Tracker).unwrap();
    let _ = chain.execute(&site.owner, tracker, &msg, &[]).should_succeed();
    let address = Some(registry);
    let msg =
        dao::ExecuteMsg::Admin(dao::AdminMsg::SetPeer { target: Target::Registry {}, address });
    let _ = chain.execute(&site.owner, &site.owner, &msg, &[]).should_succeed();
    let report = checked(&mut chain, &site);
    assert_eq!(
        failed(&report),
        [
            "governance-dao: layer registry",
            "execution-ledger: peer tracker",
            "execution-ledger: peer distributor",
            "contribution-tracker: peer registry",
        ]
    );
    let why = &report.check("execution-ledger: peer distributor").unwrap().why;
    assert!(why.starts_with("it works with none: expected wasm1"), "{why}");
}

#[test]
fn a_changed_owner_fails_and_an_offer_is_told() {
    let (mut chain, _) = chain();
    let site = sound(&mut chain);
    let offer = registry::ExecuteMsg::UpdateOwnership(Action::TransferOwnership {
        new_owner: who("thief"),
        expiry: None,
    });
    for role in [Role::Registry, Role::Distributor] {
        let contract = site.address(role).unwrap();
        let _ = chain.execute(&site.owner, contract, &offer, &[]).should_succeed();
    }
    let accept = registry::ExecuteMsg::UpdateOwnership(Action::AcceptOwnership);
    let contract = site.address(Role::Registry).unwrap();
    let _ = chain.execute(who("thief"), contract, &accept, &[]).should_succeed();
    let give_up = registry::ExecuteMsg::UpdateOwnership(Action::RenounceOwnership);
    let contract = site.address(Role::Ledger).unwrap();
    let _ = chain.execute(&site.owner, contract, &give_up, &[]).should_succeed();
    let report = checked(&mut chain, &site);
    assert_eq!(failed(&report), ["state-registry: owner", "execution-ledger: owner"]);
    assert!(report.check("execution-ledger: owner").unwrap().why.contains("nobody owns it"));
    let pending = report.check("value-distributor: pending owner").unwrap();
    assert_eq!(pending.verdict, Verdict::Note);
    assert!(pending.why.contains(&who("thief")), "{}", pending.why);
}

/// What does not answer fails its checks and hides no other.
#[test]
fn silent_and_missing_contracts_fail_their_checks() {
    let (mut chain, _) = chain();
    let mut site = sound(&mut chain);
    chain.set_fault(site.address(Role::Ledger).unwrap(), Fault::Silent);
    let report = checked(&mut chain, &site);
    assert_eq!(failed(&report), ["execution-ledger: owner", "execution-ledger: peers"]);
    chain.set_fault(&site.owner, Fault::Silent);
    let report = checked(&mut chain, &site);
    assert!(failed(&report).contains(&"governance-dao: layers"));
    chain.clear_faults();

    site.places.get_mut(&Role::Registry).unwrap().address = who("alice");
    let report = checked(&mut chain, &site);
    assert_eq!(
        failed(&report),
        [
            "state-registry: contract",
            "governance-dao: layer registry",
            "execution-ledger: peer registry",
            "state-registry: space of the ledger",
            "contribution-tracker: peer registry",
        ]
    );
    let tracker = site.address(Role::Tracker).unwrap().to_string();
    site.places.get_mut(&Role::Registry).unwrap().address = tracker;
    let report = checked(&mut chain, &site);
    assert!(failed(&report).contains(&"state-registry: kind"));
}

#[test]
fn another_chain_is_refused() {
    let (mut chain, _) = chain();
    let site = sound(&mut chain);
    let mut other = LocalChain::new("other-1");
    let error = verify(&ground(&mut other), &site, &now()).unwrap_err();
    assert!(matches!(&error, EconomyError::OtherChain { .. }), "{error}");
    assert!(error.to_string().contains("axiom-local-1, and this is other-1"), "{error}");
}
