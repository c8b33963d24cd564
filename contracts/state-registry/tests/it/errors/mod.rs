//! Every refusal, provoked by a real message, query or migration. The variants seen are those of the enum.

mod bindings;
mod cells;
mod participants;
mod queries_and_admin;
mod spaces;

use std::collections::BTreeSet;

use axiom_kit::mmr::KitMmrError;
use axiom_kit::KitError;
use axiom_local::Failure;
use axiom_types::bounds::{MAX_CELL_TTL, MAX_LEASE, MAX_PAUSE, MIN_LEASE};
use axiom_types::common::{GuardMsg, Link, Share};
use axiom_types::registry::{
    AdminMsg, CellContent, CellWrite, ExecuteMsg, ParticipantKind, Profile, QueryMsg, Settings,
    WriterRule,
};
use cosmwasm_std::coin;
use state_registry::ContractError;

use crate::support::*;

/// Names of all variants, and the name of one value; a variant that is not listed here does not compile.
macro_rules! variants {
    ($($name:ident $fields:tt),* $(,)?) => {
        const ALL: &[&str] = &[$(stringify!($name)),*];
        fn name(error: &ContractError) -> &'static str {
            match error { $(ContractError::$name $fields => stringify!($name)),* }
        }
    };
}

variants! {
    Kit(_), Range(_), Live { .. }, NotRegistered { .. }, LeaseEnded { .. }, NotYours { .. },
    TooEarly { .. }, LeaseOutOfRange { .. }, WindowTooLong { .. }, SelfBinding { .. },
    PrincipalIsAgent { .. }, AgentIsPrincipal { .. }, NoOffer { .. }, RouteDiffers { .. },
    NotBound { .. }, NotPartyToBinding { .. }, NoSpace { .. }, NotSpaceOwner { .. },
    OwnsSpaceAlready { .. }, NothingOffered { .. }, NotOfferedTo { .. }, NotWriter { .. },
    BadCellKey { .. }, ValueTooLong { .. }, BadTtl { .. }, VersionConflict { .. },
    LeavesAhead { .. }, CounterFull { .. },
}

enum Act {
    Say(&'static str, ExecuteMsg),
    Ask(QueryMsg),
    Pay(ExecuteMsg),
    Migrate,
}
use Act::{Ask, Migrate, Pay, Say};

/// Plays one refusal in a settled world and checks that nothing changed.
fn play(label: &str, prepare: fn(&mut World), act: Act, expected: &ContractError) {
    let mut world = World::settled();
    prepare(&mut world);
    let before = world.chain.state_digest();
    let failure: Failure = match act {
        Say(who, msg) => world.run(who, &msg).should_fail(),
        Ask(msg) => world.ask_refused(&msg),
        Pay(msg) => {
            world.chain.mint(addr("ada"), coin(5, "uaxm"));
            let chain = &mut world.chain;
            chain.execute(addr("ada"), &world.registry, &msg, &[coin(5, "uaxm")]).should_fail()
        }
        Migrate => {
            let code_id = world.code_id;
            let msg = axiom_types::common::MigrateMsg {};
            world.chain.migrate(addr("owner"), &world.registry, code_id, &msg).should_fail()
        }
    };
    assert_eq!(failure.error::<ContractError>(), Some(expected), "{label}: {failure}");
    assert_eq!(failure.text, expected.to_string(), "{label}");
    if !matches!(expected, ContractError::Kit(KitError::FundsSent { .. })) {
        assert_eq!(world.chain.state_digest(), before, "{label} changed something");
    }
}

fn as_is(_: &mut World) {}

fn an_age_later(world: &mut World) {
    world.chain.halt(LEASE);
}

type Case = (&'static str, fn(&mut World), Act, ContractError);

fn bad_profile(change: fn(&mut Profile)) -> ExecuteMsg {
    let mut profile = profile(&[]);
    change(&mut profile);
    ExecuteMsg::UpdateProfile { profile }
}

fn with_route(route: Vec<Share>) -> ExecuteMsg {
    ExecuteMsg::OfferBinding { agent: text("pal"), route }
}

fn expiry(who: &str) -> u64 {
    World::settled().entry(who).unwrap().expires
}

#[test]
fn every_variant_is_returned() {
    let mut seen = BTreeSet::new();
    let cases = [
        participants::cases(),
        bindings::cases(),
        spaces::cases(),
        cells::cases(),
        queries_and_admin::cases(),
    ]
    .into_iter()
    .flatten();
    for (label, prepare, act, expected) in cases {
        play(label, prepare, act, &expected);
        seen.insert(name(&expected));
        let words = expected.to_string();
        let kit = matches!(expected, ContractError::Kit(_));
        assert!(kit || words.contains("expected"), "{label} does not say what was expected");
    }
    assert_eq!(seen, ALL.iter().copied().collect());
}
