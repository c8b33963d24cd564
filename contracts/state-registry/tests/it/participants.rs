//! Register, update_profile, renew, leave.

use axiom_types::registry::{ExecuteMsg, ParticipantKind};
use rstest::rstest;
use state_registry::ContractError;

use crate::support::*;

#[test]
fn each_kind_registers() {
    let mut world = World::new();
    for kind in ParticipantKind::ALL {
        let (who, now) = (kind.name(), world.now());
        let done = world.ok(who, &register(kind));
        assert_eq!(done.count_of("axiom_registry_registered"), 1);
        let event = |key| done.attribute("axiom_registry_registered", key);
        assert_eq!(event("participant"), Some(text(who).as_str()));
        assert_eq!(event("kind"), Some(kind.name()));
        assert_eq!(event("expires"), Some((now + LEASE).to_string().as_str()));

        let entry = world.entry(who).unwrap();
        assert_eq!((entry.address, entry.kind, entry.live), (addr(who), kind, true));
        assert_eq!((entry.expires, entry.profile), (now + LEASE, profile(&["code/review"])));
        assert_eq!((entry.principal, entry.route), (None, vec![]));
        assert_eq!(world.of_kind(kind), [addr(who)]);
    }
    let names: Vec<_> = ParticipantKind::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(world.able("code/review"), sorted(&names));
}

#[test]
fn an_expired_entry_is_reused_in_place() {
    let mut world = World::settled();
    let expires = world.entry("bot").unwrap().expires;
    let left = expires - world.now();
    world.chain.halt(left - 1);
    let again =
        ExecuteMsg::Register { kind: ParticipantKind::DataNetwork, profile: profile(&["weather"]) };
    let live = ContractError::Live { participant: addr("bot"), expires };
    world.refused("bot", &again, &live);
    // The refused message took a block.
    assert!(world.now() >= expires);
    assert!(!world.entry("bot").unwrap().live);

    let now = world.now();
    world.ok("bot", &again);
    let entry = world.entry("bot").unwrap();
    assert_eq!((entry.kind, entry.live), (ParticipantKind::DataNetwork, true));
    assert_eq!((entry.expires, entry.profile), (now + LEASE, profile(&["weather"])));
    // The binding that the agent consented to outlives its lease.
    assert_eq!((entry.principal, entry.route), (Some(addr("ada")), route()));
    assert_eq!(world.agents_of("ada"), [addr("bot")]);
    // Old kind and capability are forgotten.
    assert!(world.of_kind(ParticipantKind::Agent).is_empty());
    assert_eq!(world.of_kind(ParticipantKind::DataNetwork), [addr("bot")]);
    assert_eq!(world.able("code/review"), sorted(&["ada", "eve", "pal"]));
    assert_eq!(world.able("weather"), [addr("bot")]);
}

#[test]
fn a_profile_is_replaced_also_after_the_lease() {
    let mut world = World::settled();
    let before = world.entry("ada").unwrap();
    for capabilities in [&["code/review", "proof"][..], &["proof"], &[]] {
        world.chain.halt(LEASE);
        let new = profile(capabilities);
        let done = world.ok("ada", &ExecuteMsg::UpdateProfile { profile: new.clone() });
        let event = "axiom_registry_profile_updated";
        assert_eq!(done.attribute(event, "participant"), Some(text("ada").as_str()));
        let after = world.entry("ada").unwrap();
        assert_eq!(after.profile, new);
        assert_eq!((after.kind, after.expires), (before.kind, before.expires));
        for capability in ["code/review", "proof"] {
            let listed = world.able(capability).contains(&addr("ada"));
            assert_eq!(listed, capabilities.contains(&capability), "{capability}");
        }
    }
}

/// Seconds before the end of ada's lease at which she renews.
#[rstest]
#[case(WINDOW + 1, false)]
#[case(WINDOW, true)]
#[case(1, true)]
#[case(0, true)]
fn a_lease_is_renewed_in_its_window(#[case] before_end: u64, #[case] good: bool) {
    let mut world = World::settled();
    let expires = world.entry("ada").unwrap().expires;
    let wait = expires - before_end - world.now();
    world.chain.halt(wait);
    let now = world.now();
    if good {
        let done = world.ok("ada", &renew(&[]));
        assert_eq!(done.count_of("axiom_registry_renewed"), 1);
        assert_eq!(world.entry("ada").unwrap().expires, now + LEASE);
    } else {
        let possible_at = expires - WINDOW;
        let early = ContractError::TooEarly { participant: addr("ada"), possible_at };
        world.refused("ada", &renew(&[]), &early);
    }
}

#[test]
fn a_principal_renews_its_agents_in_one_batch() {
    let mut world = World::settled();
    world.ok("eve", &accept("ada"));
    world.chain.halt(10 * LEASE);
    let now = world.now();
    let done = world.ok("ada", &renew(&["bot", "ada", "eve"]));
    let renewed: Vec<_> = done.events_of("axiom_registry_renewed").cloned().collect();
    assert_eq!(renewed.len(), 3);
    assert_eq!(renewed[0].attributes[1].value, text("bot"), "in the order asked for");
    for who in ["ada", "bot", "eve"] {
        let entry = world.entry(who).unwrap();
        assert_eq!((entry.expires, entry.live), (now + LEASE, true));
    }
    assert!(!world.entry("pal").unwrap().live);
    assert_eq!(world.entry("bot").unwrap().route, route(), "a renewal leaves the rest alone");
}

#[test]
fn one_bad_renewal_fails_the_batch() {
    let mut world = World::settled();
    world.chain.halt(LEASE);
    world.ok("bot", &renew(&[]));
    let possible_at = world.entry("bot").unwrap().expires - WINDOW;
    let early = ContractError::TooEarly { participant: addr("bot"), possible_at };
    world.refused("ada", &renew(&["ada", "bot"]), &early);
    let stranger = |name| ContractError::NotYours { participant: addr(name), sender: addr("ada") };
    world.refused("ada", &renew(&["ada", "pal"]), &stranger("pal"));
    // Being the agent gives no right over the principal.
    let upwards = ContractError::NotYours { participant: addr("ada"), sender: addr("bot") };
    world.refused("bot", &renew(&["ada"]), &upwards);
    let nobody = ContractError::NotRegistered { participant: addr("nan") };
    world.refused("ada", &renew(&["ada", "nan"]), &nobody);
    world.ok("ada", &renew(&["ada"]));
}

#[test]
fn fifty_leases_are_renewed_at_once() {
    let mut world = World::new();
    world.join("ada", ParticipantKind::User);
    let names: Vec<_> = (0..50).map(|i| format!("bot{i}")).collect();
    for name in &names {
        world.join(name, ParticipantKind::Agent);
        world.bind("ada", name);
    }
    world.chain.halt(LEASE);
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let done = world.ok("ada", &renew(&names));
    assert_eq!(done.count_of("axiom_registry_renewed"), 50);
    assert!(names.iter().all(|name| world.entry(name).unwrap().live));
}

#[test]
fn leaving_takes_everything_along() {
    let mut world = World::new();
    let empty = world.chain.dump_contract(&world.registry);
    world.join("ada", ParticipantKind::User);
    let done = world.ok("ada", &ExecuteMsg::Leave {});
    assert_eq!(done.count_of("axiom_registry_left"), 1);
    assert_eq!(done.count_of("axiom_registry_unbound"), 0);
    assert_eq!(world.chain.dump_contract(&world.registry), empty);
    assert_eq!(world.entry("ada"), None);

    // The same with a binding: the agent's side goes with the agent.
    world.join("ada", ParticipantKind::User);
    let before = world.chain.dump_contract(&world.registry);
    world.join("bot", ParticipantKind::Agent);
    world.bind("ada", "bot");
    let done = world.ok("bot", &ExecuteMsg::Leave {});
    assert_eq!(done.attribute("axiom_registry_unbound", "principal"), Some(text("ada").as_str()));
    assert_eq!(done.attribute("axiom_registry_left", "participant"), Some(text("bot").as_str()));
    assert_eq!(world.chain.dump_contract(&world.registry), before);

    // Whoever left may come back, as a newcomer.
    world.join("bot", ParticipantKind::Agent);
    assert_eq!(world.entry("bot").unwrap().principal, None);
}

#[test]
fn agents_of_a_principal_that_left_keep_their_route() {
    let mut world = World::settled();
    world.ok("ada", &ExecuteMsg::Leave {});
    let entry = world.entry("bot").unwrap();
    assert_eq!((entry.principal, entry.route), (Some(addr("ada")), route()));
    assert_eq!(world.agents_of("ada"), [addr("bot")]);
    // An offer of somebody who left cannot be accepted.
    let left = ContractError::NotRegistered { participant: addr("ada") };
    world.refused("eve", &accept("ada"), &left);
    // Either side can still end the binding.
    let start = world.chain.snapshot();
    for who in ["ada", "bot"] {
        world.ok(who, &unbind("bot"));
        assert_eq!(world.entry("bot").unwrap().principal, None);
        world.chain.restore(&start);
    }
}
