//! Migration, and replies that were never asked for.

use axiom_kit::KitError;
use axiom_types::common::MigrateMsg;
use axiom_types::distributor::CONTRACT_NAME;
use cosmwasm_std::testing::{mock_dependencies, mock_env};
use cosmwasm_std::{Binary, Reply, SubMsgResponse, SubMsgResult};
use value_distributor::{contract, ContractError};

use crate::world::{heard, vd_code, World, GOLD};

#[test]
fn only_an_older_version_of_this_contract_migrates() {
    let mut world = World::new();
    world.deposit("ann", 5, GOLD);
    let code = world.chain.store_code(vd_code("next"));
    let owner = world.owner.clone();
    let vd = world.vd.clone();
    let version = env!("CARGO_PKG_VERSION").to_string();
    world.chain.migrate(&owner, &vd, code, &MigrateMsg {}).should_fail_with(&ContractError::Kit(
        KitError::NotNewer { found: version.clone(), this: version },
    ));
    world.chain.seed(&vd, |s| cw2::set_contract_version(s, CONTRACT_NAME, "0.0.9").unwrap());
    let before = (world.gold("ann"), world.balances("ann"));
    let done = world.chain.migrate(&owner, &vd, code, &MigrateMsg {}).should_succeed();
    assert_eq!(done.attribute("axiom_distributor_migrated", "from"), Some("0.0.9"));
    assert_eq!((world.gold("ann"), world.balances("ann")), before);
    world.chain.seed(&vd, |s| cw2::set_contract_version(s, "other", "0.0.9").unwrap());
    let outcome = world.chain.migrate(&owner, &vd, code, &MigrateMsg {});
    assert!(matches!(outcome.error(), Some(ContractError::Kit(KitError::WrongContract { .. }))));
}

fn reply(id: u64) -> ContractError {
    let mut deps = mock_dependencies();
    #[allow(deprecated)]
    let response = SubMsgResponse { events: vec![], data: None, msg_responses: vec![] };
    let result = SubMsgResult::Ok(response);
    let msg = Reply { id, payload: Binary::default(), gas_used: 0, result };
    heard(contract::reply(deps.as_mut(), mock_env(), msg)).unwrap_err()
}

#[test]
pub fn unknown_replies_are_errors() {
    assert_eq!(reply(9), ContractError::Kit(KitError::UnknownReply { id: 9 }));
    assert_eq!(reply(0), ContractError::Kit(KitError::UnknownReply { id: 0 }));
    assert_eq!(reply((4 << 8) | 1), ContractError::NoTransfer { sequence: 4 });
}
