//! Random walks over participants and bindings: whatever happens, the indices tell the truth.

use std::collections::BTreeMap;
use std::panic::{catch_unwind, AssertUnwindSafe};

use axiom_local::{Fault, StorageFault};
use axiom_types::registry::{BindingOffer, ExecuteMsg, ParticipantKind, QueryMsg};
use cosmwasm_std::Addr;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rstest::rstest;
use state_registry::ContractError;

use crate::support::*;

const NAMES: [&str; 4] = ["ada", "bot", "eve", "pal"];

/// Who acts, or which of the open offers or bindings it is about.
#[derive(Debug, Clone)]
enum Step {
    Join(usize, usize),
    Leave(usize),
    Offer(usize, usize),
    /// One of the open offers, by its agent; else somebody who has none.
    Accept(usize),
    /// One of the bindings, by the agent, the principal, or somebody.
    Unbind(usize, usize),
    /// Somebody's own lease, once it may be renewed, or another's.
    Renew(usize, usize),
    Profile(usize, usize),
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let who = || 0..NAMES.len();
    prop_oneof![
        4 => (who(), 0..6usize).prop_map(|(a, k)| Step::Join(a, k)),
        1 => who().prop_map(Step::Leave),
        6 => (who(), 1..NAMES.len()).prop_map(|(a, b)| Step::Offer(a, (a + b) % NAMES.len())),
        6 => any::<usize>().prop_map(Step::Accept),
        2 => (any::<usize>(), 0..3usize).prop_map(|(n, by)| Step::Unbind(n, by)),
        2 => (who(), 0..NAMES.len() * 2).prop_map(|(a, b)| Step::Renew(a, b)),
        2 => (who(), 0..3usize).prop_map(|(a, n)| Step::Profile(a, n)),
        1 => (1..LEASE).prop_map(Step::Wait),
    ]
}

/// (agent, principal) of one of the open offers.
fn an_offer(world: &World, n: usize) -> Option<(&'static str, &'static str)> {
    let pairs = NAMES.iter().flat_map(|agent| NAMES.map(|principal| (*agent, principal)));
    let open: Vec<_> = pairs
        .filter(|(agent, principal)| {
            let msg = QueryMsg::Offer { principal: text(principal), agent: text(agent) };
            world.ask::<Option<BindingOffer>>(&msg).is_some()
        })
        .collect();
    open.get(n.checked_rem(open.len())?).copied()
}

/// (agent, principal) of one of the bindings; the principal may have left.
fn a_binding(world: &World, n: usize) -> Option<(&'static str, &'static str)> {
    let bound = |agent: &&'static str| {
        let principal = world.entry(agent)?.principal?;
        Some((*agent, *NAMES.iter().find(|name| addr(name) == principal)?))
    };
    let bound: Vec<_> = NAMES.iter().filter_map(bound).collect();
    bound.get(n.checked_rem(bound.len())?).copied()
}

/// Lets time pass until somebody's lease may be renewed.
fn wait_for_the_window(world: &mut World, who: &str) {
    if let Some(entry) = world.entry(who) {
        let wait = (entry.expires - WINDOW).saturating_sub(world.now());
        world.chain.halt(wait);
    }
}

fn message(world: &mut World, step: &Step) -> Option<(&'static str, ExecuteMsg)> {
    let abilities = &["a", "b"][..];
    Some(match step {
        Step::Join(a, k) => (NAMES[*a], register(ParticipantKind::ALL[*k])),
        Step::Leave(a) => (NAMES[*a], ExecuteMsg::Leave {}),
        Step::Offer(a, b) => (NAMES[*a], offer(NAMES[*b])),
        Step::Accept(n) => {
            let (agent, principal) = an_offer(world, *n).unwrap_or(("ada", "bot"));
            (agent, accept(principal))
        }
        Step::Unbind(n, by) => {
            let (agent, principal) = a_binding(world, *n).unwrap_or(("ada", "bot"));
            ([agent, principal, NAMES[n % NAMES.len()]][*by], unbind(agent))
        }
        Step::Renew(a, b) => {
            let whom = NAMES.get(*b).unwrap_or(&NAMES[*a]);
            wait_for_the_window(world, whom);
            (NAMES[*a], renew(&[whom]))
        }
        Step::Profile(a, n) => {
            let profile = profile(&abilities[..*n]);
            (NAMES[*a], ExecuteMsg::UpdateProfile { profile })
        }
        Step::Wait(seconds) => {
            world.chain.halt(*seconds);
            return None;
        }
    })
}

/// Whether the step was accepted; none for a step that is no message.
fn play(world: &mut World, step: &Step) -> Option<bool> {
    let (who, msg) = message(world, step)?;
    let before = world.chain.state_digest();
    let outcome = world.run(who, &msg);
    if !outcome.is_ok() {
        assert!(outcome.error::<ContractError>().is_some(), "{outcome:?}");
        assert_eq!(world.chain.state_digest(), before, "a refusal changes nothing");
    }
    Some(outcome.is_ok())
}

fn check(world: &World) {
    let mut agents: BTreeMap<Addr, Vec<Addr>> = BTreeMap::new();
    let mut everybody = vec![];
    for name in NAMES {
        let Some(entry) = world.entry(name) else {
            continue;
        };
        everybody.push((entry.address.clone(), entry.kind, entry.profile.capabilities));
        assert_eq!(entry.principal.is_none(), entry.route.is_empty());
        if let Some(principal) = entry.principal {
            agents.entry(principal).or_default().push(entry.address);
        }
    }
    for name in NAMES {
        // Agents and their number agree with what the agents themselves say.
        let mut expected = agents.get(&addr(name)).cloned().unwrap_or_default();
        expected.sort();
        assert_eq!(world.agents_of(name), expected);
        let key = [b"\0\x01n", addr(name).as_bytes()].concat();
        let count = world.chain.query_raw(&world.registry, &key);
        let count = count.map_or(0, |bytes| u32::from_be_bytes(bytes[1..].try_into().unwrap()));
        assert_eq!(count as usize, expected.len());
        // One level deep: no principal is anybody's agent.
        let bound = world.entry(name).is_some_and(|entry| entry.principal.is_some());
        assert!(expected.is_empty() || !bound, "{name} is principal and agent");
    }
    for kind in ParticipantKind::ALL {
        let mut expected: Vec<_> =
            everybody.iter().filter(|e| e.1 == kind).map(|e| e.0.clone()).collect();
        expected.sort();
        assert_eq!(world.of_kind(kind), expected);
    }
    for capability in ["a", "b", "code/review"] {
        let has = |list: &Vec<String>| list.iter().any(|c| c == capability);
        let mut expected: Vec<_> =
            everybody.iter().filter(|e| has(&e.2)).map(|e| e.0.clone()).collect();
        expected.sort();
        assert_eq!(world.able(capability), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() })]

    #[test]
    fn indices_agree_and_bindings_stay_flat(steps in prop::collection::vec(step(), 1..60)) {
        let mut world = World::new();
        for step in &steps {
            play(&mut world, step);
            check(&world);
        }
    }
}

/// The same 32 walks of 60 steps on every run.
fn fixed_walks() -> Vec<Vec<Step>> {
    let mut runner = TestRunner::deterministic();
    let walks = prop::collection::vec(prop::collection::vec(step(), 60), 32);
    walks.new_tree(&mut runner).unwrap().current()
}

#[test]
fn the_walks_get_somewhere() {
    let mut accepted: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for walk in fixed_walks() {
        let mut world = World::new();
        for step in &walk {
            let played = play(&mut world, step);
            check(&world);
            let Some(good) = played else { continue };
            let name = format!("{step:?}").split('(').next().unwrap().to_string();
            let count = accepted.entry(name).or_default();
            *count = (count.0 + u32::from(good), count.1 + 1);
        }
    }
    println!("accepted of tried: {accepted:?}");
    assert_eq!(accepted.len(), 7, "each message");
    assert!(accepted.values().all(|(good, _)| *good >= 20), "{accepted:?}");
    let (good, tried) = accepted.values().fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    assert!(good * 100 >= tried * 30, "{good} of {tried}");
}

/// An index row that the contract means to remove and that stays is noticed, whichever index it is.
#[rstest]
#[case::kinds(b"\0\x01k")]
#[case::capabilities(b"\0\x01c")]
#[case::agents(b"\0\x01a")]
#[case::counts(b"\0\x01n")]
fn a_planted_fault_is_noticed(#[case] namespace: &'static [u8]) {
    let noticed = fixed_walks().into_iter().any(|walk| {
        let mut world = World::new();
        let fault = StorageFault::new().ignore_remove(move |key| key.starts_with(namespace));
        world.chain.set_fault(&world.registry, Fault::Storage(fault));
        let run = AssertUnwindSafe(|| {
            for step in &walk {
                play(&mut world, step);
                check(&world);
            }
        });
        catch_unwind(run).is_err()
    });
    assert!(noticed);
}
