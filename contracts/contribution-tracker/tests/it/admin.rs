//! Owner's messages, ownership, migration.

use axiom_kit::KitError;
use axiom_types::asset::Asset;
use axiom_types::common::{GuardMsg, MigrateMsg, PauseStatus};
use axiom_types::tracker::*;
use contribution_tracker::contract;
use contribution_tracker::ContractError;
use cosmwasm_std::{Addr, Uint256};

use crate::support::*;

#[test]
fn a_domain_is_added_with_a_landmark_of_its_own() {
    let mut world = World::new();
    world.chain.advance_seconds(DAY);
    let now = world.chain.now().seconds();
    let done = world.admin(AdminMsg::AddDomain { domain: domain("data", DAY) });
    assert_eq!(done.attribute("axiom_tracker_domain_added", "domain"), Some("3"));
    let found: DomainResponse = world.ask(&QueryMsg::Domain { domain: 3 });
    assert_eq!((found.landmark, found.epoch_start, found.epoch), (now, now, 0));
    world.award(3, "bob", 5);
    assert_eq!(world.lifetime(3, "bob"), 5);
    assert_eq!(world.weight("bob"), None);
    let again = AdminMsg::AddDomain { domain: domain("data", DAY) };
    let error = KitError::Duplicate { field: "domains", value: "data".to_string() };
    world.refused("owner", &ExecuteMsg::Admin(again), &error.into());
    for n in 4..=32 {
        world.admin(AdminMsg::AddDomain { domain: domain(&format!("d{n}"), DAY) });
    }
    let more = AdminMsg::AddDomain { domain: domain("more", DAY) };
    let error = KitError::TooMany { field: "domains", len: 33, max: 32 };
    world.refused("owner", &ExecuteMsg::Admin(more), &error.into());
}

#[test]
fn rates_are_replaced_as_a_whole() {
    let mut world = World::new();
    let token = Asset::cw20(world.listener.to_string());
    let rates = vec![Rate { asset: token, points: points(2), per: points(3) }];
    let done = world.admin(AdminMsg::SetRates { domain: CODE, rates: rates.clone() });
    assert_eq!(done.attribute("axiom_tracker_rates_set", "domain"), Some("2"));
    let found: DomainResponse = world.ask(&QueryMsg::Domain { domain: CODE });
    assert_eq!(found.rates, rates);
    let other: DomainResponse = world.ask(&QueryMsg::Domain { domain: VOTE });
    assert_eq!(other.rates, [rate()], "the other domain keeps its own");
    world.admin(AdminMsg::SetRates { domain: CODE, rates: vec![] });
    let found: DomainResponse = world.ask(&QueryMsg::Domain { domain: CODE });
    assert_eq!(found.rates, []);
}

#[test]
fn the_registry_can_be_changed() {
    let mut world = World::new();
    let registry = Some(text("other"));
    world.admin(AdminMsg::SetRegistry { registry });
    let settings: SettingsResponse = world.ask(&QueryMsg::Settings {});
    assert_eq!(settings.registry, Some(addr("other")));
    let bad = ExecuteMsg::Admin(AdminMsg::SetRegistry { registry: Some("x".to_string()) });
    let error = KitError::BadAddress { address: "x".to_string() };
    world.refused("owner", &bad, &error.into());
}

#[test]
fn an_award_votes_at_once_and_a_penalty_takes_no_more_than_is_left() {
    let mut world = World::new();
    let done = world.award(VOTE, "cat", 30);
    assert_eq!(done.attribute("axiom_tracker_recorded", "role"), Some("award"));
    assert_eq!(done.attribute("axiom_tracker_recorded", "client"), Some(text("owner").as_str()));
    assert_eq!(done.attribute("axiom_tracker_standing_changed", "weight"), Some("30"));
    assert_eq!((world.weight("cat"), world.total_weight()), (Some(30), 180));

    let before = world.score(VOTE, "ann").units;
    let done = world.penalise(VOTE, "ann", 40);
    assert_eq!(done.attribute("axiom_tracker_penalised", "points"), Some("40"));
    let told = |key| done.attribute("axiom_tracker_penalised", key);
    assert_eq!((told("kind"), told("id")), (Some("job"), Some("3")));
    assert_eq!(done.count_of("axiom_tracker_standing_changed"), 1);
    let ann = world.score(VOTE, "ann");
    assert!(ann.units < before);
    assert_eq!((world.weight("ann"), ann.lifetime), (Some(59), points(100)));

    let done = world.penalise(VOTE, "ann", 1_000);
    assert_eq!(done.attribute("axiom_tracker_penalised", "points"), Some("59"));
    assert_eq!(world.weight("ann"), Some(0), "she stays listed");
    assert_eq!((world.score(VOTE, "ann").units, world.total_weight()), (Uint256::zero(), 80));
    let total: DomainResponse = world.ask(&QueryMsg::Domain { domain: VOTE });
    let members = world.score(VOTE, "ben").units + world.score(VOTE, "cat").units;
    assert_eq!(total.total_units, members);
    assert_eq!(total.lifetime, points(180));
}

#[test]
fn a_decision_counts_once_in_its_role() {
    let mut world = World::new();
    let reference = world.fresh();
    let decision = |role: &str| {
        let (account, points, reference) = (text("ann"), points(3), reference.clone());
        ExecuteMsg::Admin(match role {
            "award" => AdminMsg::Award { domain: VOTE, account, points, reference },
            _ => AdminMsg::Penalise { domain: VOTE, account, points, reference },
        })
    };
    for role in ["award", "penalty"] {
        world.ok("owner", &decision(role));
        let (kind, id) = (reference.kind.clone(), reference.id);
        let error = ContractError::AlreadyRecorded { kind, id, role: role.to_string() };
        world.refused("owner", &decision(role), &error);
        let found: Option<ContributionResponse> = world.ask(&QueryMsg::Contribution {
            reporter: text("owner"),
            reference: reference.clone(),
            role: role.to_string(),
        });
        assert_eq!(found.unwrap().minted, points(3));
    }
}

#[test]
fn a_pause_lapses_or_is_ended() {
    let mut world = World::new();
    let pause = |seconds| AdminMsg::Guard(GuardMsg::Pause { seconds });
    let status = |world: &World| world.ask::<PauseStatus>(&QueryMsg::Pause {}).paused;
    let done = world.admin(pause(100));
    assert!(done.attribute("axiom_tracker_pause_set", "until").is_some());
    assert!(status(&world));
    let done = world.admin(AdminMsg::Guard(GuardMsg::Unpause {}));
    assert_eq!(done.attribute("axiom_tracker_pause_set", "until"), None);
    assert!(!status(&world));
    let unpause = ExecuteMsg::Admin(AdminMsg::Guard(GuardMsg::Unpause {}));
    world.refused("owner", &unpause, &KitError::NotPaused {}.into());
    world.admin(pause(100));
    world.chain.advance_seconds(100);
    assert!(!status(&world));
    let long = ExecuteMsg::Admin(pause(1_209_601));
    let error = KitError::PauseTooLong { seconds: 1_209_601, max: 1_209_600 };
    world.refused("owner", &long, &error.into());
    world.refused("owner", &ExecuteMsg::Admin(pause(0)), &KitError::PauseEmpty {}.into());
}

#[test]
fn ownership_moves_in_two_steps_and_can_be_given_up() {
    use cw_ownable::Action;
    let mut world = World::new();
    let update = ExecuteMsg::UpdateOwnership;
    let offer = update(Action::TransferOwnership { new_owner: text("heir"), expiry: None });
    world.ok("owner", &offer);
    assert_eq!(world.ask::<Addr>(&QueryMsg::Dao {}), addr("owner"));
    world.ok("heir", &update(Action::AcceptOwnership));
    assert_eq!(world.ask::<Addr>(&QueryMsg::Dao {}), addr("heir"));
    let sender = text("owner");
    world.refused("owner", &offer, &KitError::NotOwner { sender }.into());
    world.ok("heir", &update(Action::RenounceOwnership));
    world.ask_refused(&QueryMsg::Dao {}, &ContractError::NoOwner {});
    assert_eq!(world.ask::<cw4::AdminResponse>(&QueryMsg::Admin {}).admin, None);
}

#[test]
fn a_migration_goes_forward_only() {
    let mut world = World::new();
    let (tracker, code_id) = (world.tracker.clone(), world.code_id);
    let mut migrate = |name: &str, version: &str| {
        world.chain.seed(&tracker, |storage| {
            cw2::set_contract_version(storage, name, version).unwrap();
        });
        world.chain.migrate(addr("owner"), &tracker, code_id, &MigrateMsg {})
    };
    let this = contract::VERSION.to_string();
    let error = KitError::NotNewer { found: this.clone(), this: this.clone() };
    migrate(contract::NAME, &this).should_fail_with(&ContractError::from(error));
    let (expected, found) = (contract::NAME.to_string(), "other".to_string());
    let error = KitError::WrongContract { expected, found };
    migrate("other", "0.0.1").should_fail_with(&ContractError::from(error));
    let done = migrate(contract::NAME, "0.0.1").should_succeed();
    assert_eq!(done.attribute("axiom_tracker_migrated", "from"), Some("0.0.1"));
    assert_eq!(world.weight("ann"), Some(100));
}

#[test]
fn headroom_is_told() {
    let mut world = World::new();
    let found: HeadroomResponse = world.ask(&QueryMsg::Headroom {});
    assert_eq!((found.half_lives_used, found.half_lives_left), (0, 100));
    assert_eq!(found.weight_doublings_left, 56, "150 is below 2^8");
    world.chain.advance_seconds(3 * HALF);
    let found: HeadroomResponse = world.ask(&QueryMsg::Headroom {});
    assert_eq!((found.half_lives_used, found.half_lives_left), (3, 97));
}
