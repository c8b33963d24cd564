//! Create_space, set_writers, offer_space, take_space.

use axiom_types::registry::{ExecuteMsg, ParticipantKind, SpaceCreated, WriterRule};
use state_registry::ContractError;

use crate::support::*;

#[test]
fn spaces_are_numbered_from_one() {
    let mut world = World::new();
    for space in 1..=3 {
        // Nobody has to be registered for it.
        let done = world.ok("nan", &create(WriterRule::Owner {}));
        assert_eq!(done.data_as::<SpaceCreated>(), SpaceCreated { space });
        let event = |key| done.attribute("axiom_registry_space_opened", key);
        assert_eq!(event("space"), Some(&*space.to_string()));
        assert_eq!(event("owner"), Some(&*text("nan")));
        let found = world.space(space);
        assert_eq!((found.space, found.name.as_str(), found.owner), (space, "notes", addr("nan")));
        assert_eq!((found.offered_to, found.leaves), (None, 0));
        assert_eq!(found.writers, WriterRule::Owner {});
    }
}

#[test]
fn writers_are_replaced() {
    let mut world = World::settled();
    let most = WriterRule::List { addresses: (0..32).map(|i| text(&format!("w{i}"))).collect() };
    let rules = [
        WriterRule::Owner {},
        WriterRule::List { addresses: vec![] },
        most,
        WriterRule::Registered { kind: None },
        WriterRule::Registered { kind: Some(ParticipantKind::Agent) },
    ];
    for writers in rules {
        let msg = ExecuteMsg::SetWriters { space: 1, writers: writers.clone() };
        let done = world.ok("ada", &msg);
        assert_eq!(done.attribute("axiom_registry_writers_set", "space"), Some("1"));
        let space = world.space(1);
        assert_eq!((space.writers, space.name.as_str(), space.leaves), (writers, "notes", 1));
    }
}

#[test]
fn a_writer_rule_lets_in_whom_it_names() {
    let mut world = World::settled();
    let start = world.chain.snapshot();
    let agents = WriterRule::Registered { kind: Some(ParticipantKind::Agent) };
    let table: [(WriterRule, &[&str]); 5] = [
        (WriterRule::Owner {}, &["ada"]),
        (WriterRule::List { addresses: vec![] }, &["ada"]),
        (WriterRule::List { addresses: vec![text("nan"), text("eve")] }, &["ada", "nan", "eve"]),
        (WriterRule::Registered { kind: None }, &["ada", "bot", "eve", "pal"]),
        (agents, &["ada", "bot"]),
    ];
    for (writers, allowed) in table {
        world.ok("ada", &ExecuteMsg::SetWriters { space: 1, writers });
        for who in ["ada", "bot", "eve", "pal", "nan", "owner"] {
            let msg = write(1, vec![cell(who, 0, "mine")]);
            if allowed.contains(&who) {
                world.ok(who, &msg);
                assert_eq!(world.cell(1, who).unwrap().writer, addr(who));
            } else {
                let refusal = ContractError::NotWriter { space: 1, sender: addr(who) };
                world.refused(who, &msg, &refusal);
            }
        }
        world.chain.restore(&start);
    }
}

#[test]
fn a_registered_writer_needs_a_lease_that_runs() {
    let mut world = World::settled();
    world.ok("bot", &write(2, vec![cell("k", 0, "one")]));
    world.chain.halt(LEASE);
    let refusal = ContractError::NotWriter { space: 2, sender: addr("bot") };
    let again = write(2, vec![cell("k", 1, "two")]);
    world.refused("bot", &again, &refusal);
    world.ok("ada", &write(2, vec![cell("own", 0, "the owner needs no lease")]));
    world.ok("bot", &renew(&[]));
    world.ok("bot", &again);
}

#[test]
fn a_space_changes_hands_in_two_steps() {
    let mut world = World::settled();
    let to = |name: Option<&str>| ExecuteMsg::OfferSpace { space: 1, new_owner: name.map(text) };
    // A newer offer replaces the one to pal.
    let done = world.ok("ada", &to(Some("eve")));
    assert_eq!(done.attribute("axiom_registry_space_offered", "new_owner"), Some(&*text("eve")));
    let before = world.space(1);
    assert_eq!((&before.owner, &before.offered_to), (&addr("ada"), &Some(addr("eve"))));
    let take = ExecuteMsg::TakeSpace { space: 1 };
    let not = |name| ContractError::NotOfferedTo { space: 1, sender: addr(name) };
    world.refused("pal", &take, &not("pal"));

    let done = world.ok("eve", &take);
    assert_eq!(done.attribute("axiom_registry_space_taken", "owner"), Some(&*text("eve")));
    let after = world.space(1);
    assert_eq!((&after.owner, &after.offered_to), (&addr("eve"), &None));
    assert_eq!((after.writers, after.leaves), (before.writers, before.leaves));
    // The offer is used up, and the former owner is a stranger now.
    world.refused("eve", &take, &not("eve"));
    let refusal = ContractError::NotWriter { space: 1, sender: addr("ada") };
    world.refused("ada", &write(1, vec![cell("k", 1, "two")]), &refusal);
    world.ok("eve", &write(1, vec![cell("k", 1, "two")]));
}

#[test]
fn an_offer_is_withdrawn() {
    let mut world = World::settled();
    let withdraw = ExecuteMsg::OfferSpace { space: 1, new_owner: None };
    let done = world.ok("ada", &withdraw);
    assert_eq!(done.count_of("axiom_registry_space_offered"), 1);
    assert_eq!(done.attribute("axiom_registry_space_offered", "new_owner"), None);
    assert_eq!(world.space(1).offered_to, None);
    let refusal = ContractError::NotOfferedTo { space: 1, sender: addr("pal") };
    world.refused("pal", &ExecuteMsg::TakeSpace { space: 1 }, &refusal);
    world.refused("ada", &withdraw, &ContractError::NothingOffered { space: 1 });
}

#[test]
fn other_spaces_are_other_worlds() {
    let mut world = World::settled();
    world.ok("ada", &write(2, vec![cell("k", 0, "other")]));
    assert_eq!((world.space(1).leaves, world.space(2).leaves), (1, 1));
    assert_ne!(world.cell(1, "k").unwrap().hash, world.cell(2, "k").unwrap().hash);
}
