//! Upgrades of the suite and of the DAO itself.

use axiom_kit::KitError;
use axiom_local::{Code, ContractWrapper};
use axiom_types::dao::{AdminMsg, ExecuteMsg, MigrateMsg, Target};
use cosmwasm_std::{DepsMut, Empty, Env, MessageInfo, Response, StdError, StdResult};
use governance_dao::ContractError;

use crate::fakes;
use crate::world::{dao_code, entry as contract, world, World};

fn upgrade(w: &World, target: Target, code_id: u64) -> AdminMsg {
    AdminMsg::Upgrade { target, code_id, checksum: w.checksum(code_id), msg: b"{}".into() }
}

fn version(w: &World, contract: &cosmwasm_std::Addr) -> cw2::ContractVersion {
    w.chain.read(contract, |storage| cw2::get_contract_version(storage).unwrap())
}

#[test]
fn a_layer_is_migrated_to_approved_code() {
    let mut w = world();
    let code = w.chain.store_code(Code { checksum: [9; 32], ..fakes::ledger_code() });
    let ledger = w.ledger();
    let done = w.admin(upgrade(&w, Target::Ledger {}, code)).should_succeed();
    assert_eq!(done.attribute("axiom_dao_upgraded", "contract"), Some(ledger.as_str()));
    assert_eq!(done.count_of("axiom_dao_self_checked"), 0);
    assert_eq!(w.chain.contract_info(&ledger).unwrap().code_id, code);
    assert_eq!(version(&w, &ledger).version, "0.2.0");
}

#[test]
fn refused_upgrades() {
    let mut w = world();
    let code = w.codes.ledger;
    let wrong = AdminMsg::Upgrade {
        target: Target::Ledger {},
        code_id: code,
        checksum: vec![7; 32].into(),
        msg: b"{}".into(),
    };
    let found = w.checksum(code).to_hex();
    let expected = KitError::WrongCode { code_id: code, expected: "07".repeat(32), found };
    w.admin(wrong).should_fail_with(&ContractError::Kit(expected));
    // The DAO is not the admin of a stranger.
    let stranger = w.stranger();
    let target = Target::Contract { address: stranger.to_string() };
    w.admin(upgrade(&w, target, code)).should_fail();
    let target = Target::Registry {};
    w.admin(AdminMsg::SetPeer { target: target.clone(), address: None }).should_succeed();
    let missing = ContractError::LayerMissing { layer: "registry".to_string() };
    w.admin(upgrade(&w, target, code)).should_fail_with(&missing);
}

/// Makes the state look older, so that the same code is newer.
fn age(w: &mut World) {
    let dao = w.dao.clone();
    w.chain.seed(&dao, |storage| {
        cw2::set_contract_version(storage, axiom_types::dao::CONTRACT_NAME, "0.0.9").unwrap();
    });
}

fn store(w: &mut World, wrapper: Box<dyn axiom_local::Contract<cosmwasm_std::Empty>>) -> u64 {
    w.chain.store_code(Code { contract: wrapper, checksum: [9; 32], ..dao_code() })
}

#[test]
fn the_dao_migrates_itself_and_proves_that_it_can_go_on() {
    let mut w = world();
    let open = w.propose(1, vec![]);
    age(&mut w);
    let code = w.chain.store_code(Code { checksum: [9; 32], ..dao_code() });
    let done = w.admin(upgrade(&w, Target::Dao {}, code)).should_succeed();
    assert_eq!(done.count_of("axiom_dao_migrated"), 1);
    assert_eq!(done.attribute("axiom_dao_self_checked", "proposals"), Some("2"));
    assert_eq!(w.chain.contract_info(&w.dao).unwrap().code_id, code);
    assert_eq!(version(&w, &w.dao).version, env!("CARGO_PKG_VERSION"));
    assert_eq!(w.stage(open).proposal_id, open);
    w.run(1, vec![]).should_succeed();
}

#[test]
fn the_same_version_and_other_contracts_are_refused() {
    let mut w = world();
    let code = w.chain.store_code(Code { checksum: [9; 32], ..dao_code() });
    let this = env!("CARGO_PKG_VERSION").to_string();
    let expected = KitError::NotNewer { found: this.clone(), this };
    w.admin(upgrade(&w, Target::Dao {}, code)).should_fail_with(&ContractError::Kit(expected));
    let target = Target::Ledger {};
    let expected = KitError::WrongContract {
        expected: axiom_types::dao::CONTRACT_NAME.to_string(),
        found: axiom_types::ledger::CONTRACT_NAME.to_string(),
    };
    w.admin(upgrade(&w, target, code)).should_fail_with(&ContractError::Kit(expected));
}

fn migrate_to_a_stranger(deps: DepsMut<'_>, _: Env, _: Empty) -> StdResult<Response> {
    cw2::set_contract_version(deps.storage, "crates.io:stranger", "0.2.0")?;
    Ok(Response::new())
}

fn migrate_without_totals(deps: DepsMut<'_>, _: Env, _: Empty) -> StdResult<Response> {
    let total = axiom_types::tracker::raw::head_key(1, axiom_types::tracker::raw::Subject::Total);
    deps.storage.remove(&total);
    Ok(Response::new())
}

fn nothing(_: DepsMut<'_>, _: Env, _: MessageInfo, _: Empty) -> StdResult<Response> {
    Ok(Response::new())
}

fn no_answer(_: cosmwasm_std::Deps<'_>, _: Env, _: Empty) -> StdResult<cosmwasm_std::Binary> {
    Err(StdError::generic_err("nothing to ask"))
}

#[test]
fn a_layer_stays_what_it_is() {
    let mut w = world();
    let wrapper =
        ContractWrapper::new(nothing, nothing, no_answer).with_migrate(migrate_to_a_stranger);
    let code = store(&mut w, Box::new(wrapper));
    for (target, contract, expected) in [
        (Target::Ledger {}, w.ledger(), axiom_types::ledger::CONTRACT_NAME),
        (Target::Registry {}, w.registry(), axiom_types::registry::CONTRACT_NAME),
        (Target::Tracker {}, w.tracker(), axiom_types::tracker::CONTRACT_NAME),
        (Target::Distributor {}, w.distributor(), axiom_types::distributor::CONTRACT_NAME),
    ] {
        let wrong = ContractError::WrongKind {
            contract: contract.clone(),
            expected,
            found: "crates.io:stranger".to_string(),
        };
        let by_address = Target::Contract { address: contract.to_string() };
        for target in [target, by_address] {
            w.admin(upgrade(&w, target, code)).should_fail_with(&wrong);
        }
        assert_ne!(w.chain.contract_info(&contract).unwrap().code_id, code);
    }
}

#[test]
fn an_upgrade_of_the_tracker_keeps_the_voters() {
    let mut w = world();
    let wrapper =
        ContractWrapper::new(nothing, nothing, no_answer).with_migrate(migrate_without_totals);
    let code = store(&mut w, Box::new(wrapper));
    w.admin(upgrade(&w, Target::Tracker {}, code)).should_fail_with(&ContractError::NoVoters {});
    w.run(1, vec![]).should_succeed();
}

fn cannot_execute(_: DepsMut<'_>, _: Env, _: MessageInfo, _: ExecuteMsg) -> StdResult<Response> {
    Err(StdError::generic_err("this build cannot execute"))
}

fn migrate_to_nothing(deps: DepsMut<'_>, _: Env, _: MigrateMsg) -> StdResult<Response> {
    cw2::set_contract_version(deps.storage, axiom_types::dao::CONTRACT_NAME, "9.9.9")?;
    Ok(Response::new())
}

fn migrate_to_another(deps: DepsMut<'_>, _: Env, _: MigrateMsg) -> StdResult<Response> {
    cw2::set_contract_version(deps.storage, "crates.io:another", env!("CARGO_PKG_VERSION"))?;
    Ok(Response::new())
}

fn migrate_and_lose(deps: DepsMut<'_>, _: Env, _: MigrateMsg) -> StdResult<Response> {
    deps.storage.remove(b"e");
    Ok(Response::new())
}

fn undone(code: impl FnOnce(&mut World) -> u64, check: impl FnOnce(axiom_local::Failure)) {
    let mut w = world();
    age(&mut w);
    let code = code(&mut w);
    let msg = w.to_itself(upgrade(&w, Target::Dao {}, code));
    let id = w.propose(3, vec![msg]);
    w.pass(id);
    let before = w.chain.state_digest();
    check(w.execute(id).should_fail());
    assert_eq!(w.chain.state_digest(), before);
    assert_eq!(w.chain.contract_info(&w.dao).unwrap().code_id, w.codes.dao);
    w.run(1, vec![]).should_succeed();
}

#[test]
fn a_build_that_cannot_execute_is_undone() {
    let code = |w: &mut World| {
        let wrapper = ContractWrapper::new(cannot_execute, contract::instantiate, contract::query)
            .with_migrate(contract::migrate);
        store(w, Box::new(wrapper))
    };
    undone(code, |failure| assert!(failure.text.contains("cannot execute"), "{failure}"));
}

fn checked(what: &'static str) -> impl FnOnce(axiom_local::Failure) {
    move |failure| {
        assert_eq!(failure.error::<ContractError>(), Some(&ContractError::SelfCheck { what }));
    }
}

#[test]
pub fn a_build_of_another_version_than_its_state_is_undone() {
    let code = |w: &mut World| {
        let wrapper =
            ContractWrapper::new(contract::execute, contract::instantiate, contract::query)
                .with_migrate(migrate_to_nothing);
        store(w, Box::new(wrapper))
    };
    undone(code, checked("the state is of another version"));
}

#[test]
fn a_build_that_changes_the_name_is_undone() {
    let code = |w: &mut World| {
        let wrapper =
            ContractWrapper::new(contract::execute, contract::instantiate, contract::query)
                .with_migrate(migrate_to_another);
        store(w, Box::new(wrapper))
    };
    undone(code, checked("the state is of another contract"));
}

#[test]
pub fn a_build_that_loses_its_state_is_undone() {
    let code = |w: &mut World| {
        let wrapper =
            ContractWrapper::new(contract::execute, contract::instantiate, contract::query)
                .with_migrate(migrate_and_lose);
        store(w, Box::new(wrapper))
    };
    undone(code, |failure| {
        assert!(matches!(failure.error(), Some(ContractError::Std(_))), "{failure}");
    });
}

#[test]
fn nobody_else_migrates_anything() {
    let mut w = world();
    for sender in [w.founder.clone(), w.ann.clone(), w.gus.clone()] {
        for contract in [w.dao.clone(), w.ledger(), w.tracker(), w.registry(), w.distributor()] {
            let code = w.codes.ledger;
            w.chain.migrate(&sender, &contract, code, &MigrateMsg {}).should_fail();
        }
    }
}
