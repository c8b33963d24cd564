//! Offer_binding, accept_binding, unbind.

use axiom_types::registry::{BindingOffer, ExecuteMsg, ParticipantKind, QueryMsg};
use state_registry::ContractError;

use crate::support::*;

fn offered(world: &World, principal: &str, agent: &str) -> Option<BindingOffer> {
    world.ask(&QueryMsg::Offer { principal: text(principal), agent: text(agent) })
}

#[test]
fn an_offer_changes_nothing_before_it_is_accepted() {
    let mut world = World::settled();
    let before = world.entry("pal");
    let done = world.ok("ada", &offer("pal"));
    let event = |key| done.attribute("axiom_registry_binding_offered", key);
    assert_eq!((event("agent"), event("principal")), (Some(&*text("pal")), Some(&*text("ada"))));
    assert_eq!(world.entry("pal"), before);
    assert_eq!(world.agents_of("ada"), [addr("bot")]);
    let expected = BindingOffer { principal: addr("ada"), agent: addr("pal"), route: route() };
    assert_eq!(offered(&world, "ada", "pal"), Some(expected));
    assert_eq!(offered(&world, "pal", "ada"), None);

    let done = world.ok("pal", &accept("ada"));
    let event = |key| done.attribute("axiom_registry_bound", key);
    assert_eq!((event("agent"), event("principal")), (Some(&*text("pal")), Some(&*text("ada"))));
    assert_eq!(done.count_of("axiom_registry_unbound"), 0);
    let entry = world.entry("pal").unwrap();
    assert_eq!((entry.principal, entry.route), (Some(addr("ada")), route()));
    assert_eq!(world.agents_of("ada"), sorted(&["bot", "pal"]));
    assert_eq!(offered(&world, "ada", "pal"), None, "an offer is used up");
    let none = ContractError::NoOffer { principal: addr("ada"), agent: addr("pal") };
    world.refused("pal", &accept("ada"), &none);
}

#[test]
fn an_offer_may_stand_before_its_agent_registers() {
    let mut world = World::settled();
    world.ok("ada", &offer("zoe"));
    let nobody = ContractError::NotRegistered { participant: addr("zoe") };
    world.refused("zoe", &accept("ada"), &nobody);
    world.join("zoe", ParticipantKind::Application);
    world.ok("zoe", &accept("ada"));
    assert_eq!(world.agents_of("ada"), sorted(&["bot", "zoe"]));
}

#[test]
fn a_newer_offer_replaces_the_older() {
    let mut world = World::settled();
    let other = vec![share("ada", 10_000)];
    let newer = ExecuteMsg::OfferBinding { agent: text("eve"), route: other.clone() };
    world.ok("ada", &newer);
    // The agent saw the older one: it gets no other route than it agreed to.
    let differs = ContractError::RouteDiffers { principal: addr("ada") };
    world.refused("eve", &accept("ada"), &differs);
    let principal = text("ada");
    world.ok("eve", &ExecuteMsg::AcceptBinding { principal, route: other.clone() });
    assert_eq!(world.entry("eve").unwrap().route, other);
}

#[test]
fn the_order_of_payees_counts() {
    let mut world = World::settled();
    let principal = text("ada");
    let route = route().into_iter().rev().collect();
    let differs = ContractError::RouteDiffers { principal: addr("ada") };
    world.refused("eve", &ExecuteMsg::AcceptBinding { principal, route }, &differs);
}

#[test]
fn a_new_binding_replaces_the_old_one() {
    let mut world = World::settled();
    world.ok("pal", &offer("bot"));
    let done = world.ok("bot", &accept("pal"));
    assert_eq!(done.attribute("axiom_registry_unbound", "principal"), Some(&*text("ada")));
    assert_eq!(done.attribute("axiom_registry_bound", "principal"), Some(&*text("pal")));
    assert_eq!(world.entry("bot").unwrap().principal, Some(addr("pal")));
    assert!(world.agents_of("ada").is_empty());
    assert_eq!(world.agents_of("pal"), [addr("bot")]);
}

#[test]
fn a_new_route_under_the_same_principal_is_one_binding() {
    let mut world = World::settled();
    let route = vec![share("bot", 9_999), share("eve", 1)];
    world.ok("ada", &ExecuteMsg::OfferBinding { agent: text("bot"), route: route.clone() });
    let principal = text("ada");
    let done = world.ok("bot", &ExecuteMsg::AcceptBinding { principal, route: route.clone() });
    assert_eq!(done.count_of("axiom_registry_unbound"), 0);
    assert_eq!(world.entry("bot").unwrap().route, route);
    assert_eq!(world.agents_of("ada"), [addr("bot")]);
    world.ok("bot", &unbind("bot"));
    assert!(world.agents_of("ada").is_empty());
    // Counted once, hence free to become an agent itself.
    world.ok("pal", &offer("ada"));
    world.ok("ada", &accept("pal"));
}

#[test]
fn no_chain_and_no_circle() {
    let mut world = World::settled();
    // Downwards: a bound agent is nobody's principal.
    let below = ContractError::PrincipalIsAgent { principal: addr("bot"), bound_to: addr("ada") };
    world.refused("bot", &offer("pal"), &below);
    // Upwards: a principal is nobody's agent.
    world.ok("pal", &offer("ada"));
    let above = ContractError::AgentIsPrincipal { agent: addr("ada"), agents: 1 };
    world.refused("ada", &accept("pal"), &above);
    world.ok("eve", &accept("ada"));
    let above = ContractError::AgentIsPrincipal { agent: addr("ada"), agents: 2 };
    world.refused("ada", &accept("pal"), &above);
    // An offer made before its maker was bound.
    world.ok("pal", &offer("zoe"));
    world.join("zoe", ParticipantKind::Agent);
    world.ok("ada", &offer("pal"));
    world.ok("pal", &accept("ada"));
    let late = ContractError::PrincipalIsAgent { principal: addr("pal"), bound_to: addr("ada") };
    world.refused("zoe", &accept("pal"), &late);
    // Once the way is free, the same message succeeds.
    world.ok("pal", &unbind("pal"));
    world.ok("zoe", &accept("pal"));
}

#[test]
fn leases_must_run_when_a_binding_is_made() {
    let mut world = World::settled();
    world.chain.halt(LEASE);
    let ended = |world: &World, who| ContractError::LeaseEnded {
        participant: addr(who),
        expired: world.entry(who).unwrap().expires,
    };
    let refusal = ended(&world, "ada");
    world.refused("ada", &offer("pal"), &refusal);
    let refusal = ended(&world, "eve");
    world.refused("eve", &accept("ada"), &refusal);
    world.ok("eve", &renew(&[]));
    let refusal = ended(&world, "ada");
    world.refused("eve", &accept("ada"), &refusal);
    world.ok("ada", &renew(&[]));
    world.ok("eve", &accept("ada"));
    // To end one, no lease is needed.
    world.chain.halt(2 * LEASE);
    world.ok("ada", &unbind("eve"));
}

#[test]
fn either_side_ends_a_binding() {
    for who in ["ada", "bot"] {
        let mut world = World::settled();
        let done = world.ok(who, &unbind("bot"));
        let event = |key| done.attribute("axiom_registry_unbound", key);
        assert_eq!(
            (event("agent"), event("principal")),
            (Some(&*text("bot")), Some(&*text("ada")))
        );
        let entry = world.entry("bot").unwrap();
        assert_eq!((entry.principal, entry.route), (None, vec![]));
        assert!(world.agents_of("ada").is_empty());
        let bound = ContractError::NotBound { agent: addr("bot") };
        world.refused(who, &unbind("bot"), &bound);
    }
}
