//! Instantiate, settings, pause, ownership, migrate, and the answers about the contract itself.

use axiom_kit::KitError;
use axiom_local::Init;
use axiom_types::common::{GuardMsg, InfoResponse, MigrateMsg, PauseStatus};
use axiom_types::registry::{
    AdminMsg, ExecuteMsg, InstantiateMsg, ParticipantKind, QueryMsg, Settings,
};
use cosmwasm_std::coin;
use cw_ownable::{Action, Ownership};
use state_registry::{contract, ContractError};

use crate::support::*;

fn admin(msg: AdminMsg) -> ExecuteMsg {
    ExecuteMsg::Admin(msg)
}

fn owner(world: &World) -> Ownership<String> {
    world.ask(&QueryMsg::Ownership {})
}

#[test]
fn a_registry_is_created() {
    let mut world = World::new();
    assert_eq!(world.ask::<Settings>(&QueryMsg::Settings {}), settings());
    assert_eq!(owner(&world).owner, Some(text("owner")));
    let info = world.ask::<InfoResponse>(&QueryMsg::Info {}).info;
    assert_eq!(
        (info.contract.as_str(), info.version.as_str()),
        ("crates.io:axiom-state-registry", contract::VERSION)
    );
    let pause = PauseStatus { paused: false, until: None, paused_seconds: 0 };
    assert_eq!(world.ask::<PauseStatus>(&QueryMsg::Pause {}), pause);

    // Another owner than the sender.
    let msg = InstantiateMsg { owner: Some(text("ada")), settings: settings() };
    let init = Init::new(world.code_id, "second", &msg);
    let done = world.chain.instantiate(addr("owner"), init).should_succeed();
    assert_eq!(done.attribute("axiom_registry_settings_updated", "lease_seconds"), Some("100000"));
    let second = done.contract();
    let found: Ownership<String> = world.chain.query(&second, &QueryMsg::Ownership {});
    assert_eq!(found.owner, Some(text("ada")));
}

#[test]
fn bad_beginnings_are_refused() {
    let mut world = World::new();
    let table: [(Option<&str>, Settings, ContractError); 3] = [
        (Some("Ada"), settings(), KitError::BadAddress { address: "Ada".into() }.into()),
        (
            None,
            Settings { lease_seconds: 1, renewal_window: 0 },
            ContractError::LeaseOutOfRange { seconds: 1, min: 3_600, max: 31_536_000 },
        ),
        (
            None,
            Settings { lease_seconds: 3_600, renewal_window: 4_000 },
            ContractError::WindowTooLong { window: 4_000, lease_seconds: 3_600 },
        ),
    ];
    for (owner, settings, expected) in table {
        let msg = InstantiateMsg { owner: owner.map(str::to_string), settings };
        let init = Init::new(world.code_id, "bad", &msg);
        world.chain.instantiate(addr("owner"), init).should_fail_with(&expected);
    }
    world.chain.mint(addr("owner"), coin(3, "uaxm"));
    let msg = InstantiateMsg { owner: None, settings: settings() };
    let coins = [coin(3, "uaxm")];
    let init = Init::new(world.code_id, "bad", &msg).funds(&coins);
    let expected = ContractError::from(KitError::FundsSent { coins: "3uaxm".into() });
    world.chain.instantiate(addr("owner"), init).should_fail_with(&expected);
}

#[test]
fn new_settings_meet_new_leases() {
    let mut world = World::settled();
    let before = world.entry("ada").unwrap().expires;
    let new = Settings { lease_seconds: 7_200, renewal_window: 0 };
    let msg = admin(AdminMsg::UpdateSettings { settings: new.clone() });
    let done = world.ok("owner", &msg);
    assert_eq!(done.attribute("axiom_registry_settings_updated", "lease_seconds"), Some("7200"));
    assert_eq!(done.attribute("axiom_registry_settings_updated", "renewal_window"), Some("0"));
    assert_eq!(world.ask::<Settings>(&QueryMsg::Settings {}), new);
    assert_eq!(world.entry("ada").unwrap().expires, before, "a running lease keeps its end");
    let now = world.now();
    world.join("nan", ParticipantKind::User);
    assert_eq!(world.entry("nan").unwrap().expires, now + 7_200);
}

#[test]
fn a_pause_is_set_replaced_and_ended() {
    let mut world = World::new();
    let status = |world: &World| world.ask::<PauseStatus>(&QueryMsg::Pause {});
    let pause = |seconds| admin(AdminMsg::Guard(GuardMsg::Pause { seconds }));
    let start = world.now();
    for seconds in [1_000, 10] {
        let until = world.now() + seconds;
        let done = world.ok("owner", &pause(seconds));
        assert_eq!(done.attribute("axiom_registry_pause_set", "until"), Some(&*until.to_string()));
        assert_eq!((status(&world).paused, status(&world).until), (true, Some(until)));
    }
    let done = world.ok("owner", &admin(AdminMsg::Guard(GuardMsg::Unpause {})));
    assert_eq!(done.count_of("axiom_registry_pause_set"), 1);
    assert_eq!(done.attribute("axiom_registry_pause_set", "until"), None);
    let after = status(&world);
    assert_eq!((after.paused, after.until), (false, None));
    // Two messages passed between the first pause and its end, five seconds a block.
    assert_eq!(after.paused_seconds, world.now() - 5 - start);
}

#[test]
fn ownership_is_handed_over_in_two_steps() {
    let mut world = World::new();
    let update = ExecuteMsg::UpdateOwnership;
    let to_ada = Action::TransferOwnership { new_owner: text("ada"), expiry: None };
    let done = world.ok("owner", &update(to_ada));
    assert_eq!(done.attribute("axiom_ownership_updated", "pending_owner"), Some(&*text("ada")));
    assert_eq!(owner(&world).pending_owner, Some(text("ada")));
    let settle = admin(AdminMsg::UpdateSettings { settings: settings() });
    world.refused("ada", &settle, &KitError::NotOwner { sender: text("ada") }.into());
    let accept = update(Action::AcceptOwnership);
    let not_pending = KitError::Ownership(cw_ownable::OwnershipError::NotPendingOwner);
    world.refused("eve", &accept, &not_pending.into());
    world.ok("ada", &accept);
    assert_eq!(owner(&world).owner, Some(text("ada")));
    world.refused("owner", &settle, &KitError::NotOwner { sender: text("owner") }.into());
    world.ok("ada", &settle);
    world.ok("ada", &update(Action::RenounceOwnership));
    assert_eq!(owner(&world).owner, None);
    world.refused("ada", &settle, &KitError::NotOwner { sender: text("ada") }.into());
}

fn set_stored(world: &mut World, name: &str, version: &str) {
    let registry = world.registry.clone();
    world
        .chain
        .seed(&registry, |storage| cw2::set_contract_version(storage, name, version))
        .unwrap();
}

#[test]
fn a_migration_goes_forward_and_keeps_everything() {
    let mut world = World::settled();
    let whole = world.chain.dump_contract(&world.registry);
    set_stored(&mut world, contract::NAME, "0.0.9");
    let code_id = world.chain.store_code(code());
    let msg = MigrateMsg {};
    let (chain, registry) = (&mut world.chain, &world.registry);
    let done = chain.migrate(addr("owner"), registry, code_id, &msg).should_succeed();
    let event = |key| done.attribute("axiom_registry_migrated", key);
    assert_eq!((event("from"), event("to")), (Some("0.0.9"), Some(contract::VERSION)));
    assert_eq!(chain.dump_contract(registry), whole);
}

#[test]
fn other_migrations_are_refused() {
    let this = contract::VERSION.to_string();
    let newer = |found: &str| KitError::NotNewer { found: found.into(), this: this.clone() };
    let other =
        || KitError::WrongContract { expected: contract::NAME.into(), found: "axiom:other".into() };
    let table = [
        (contract::NAME, contract::VERSION, newer(contract::VERSION)),
        (contract::NAME, "9.0.0", newer("9.0.0")),
        ("axiom:other", "0.0.1", other()),
        (contract::NAME, "latest", KitError::BadVersion { version: "latest".into() }),
    ];
    for (name, version, expected) in table {
        let mut world = World::new();
        set_stored(&mut world, name, version);
        let code_id = world.code_id;
        let (chain, registry) = (&mut world.chain, &world.registry);
        let outcome = chain.migrate(addr("owner"), registry, code_id, &MigrateMsg {});
        outcome.should_fail_with(&ContractError::from(expected));
    }
}
