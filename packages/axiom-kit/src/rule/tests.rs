#![allow(clippy::arithmetic_side_effects)]

use std::cell::RefCell;

use axiom_types::packed::Packed;
use axiom_types::registry::ParticipantKind;
use axiom_types::tracker::raw::{head_key, DomainClock, Subject, CLOCKS};
use axiom_types::tracker::Standing;
use cosmwasm_std::storage_keys::namespace_with_key;
use cosmwasm_std::testing::{MockApi, MockQuerier};
use cosmwasm_std::{Binary, ContractResult, SystemError, SystemResult, Uint256, WasmQuery};
use rstest::rstest;

use super::*;

fn yes() -> Rule {
    Rule::Anyone {}
}

fn no() -> Rule {
    Rule::Not { rule: Box::new(yes()) }
}

fn nested(levels: usize) -> Rule {
    (1..levels).fold(yes(), |rule, _| Rule::Not { rule: Box::new(rule) })
}

fn members(names: &[&str]) -> Rule {
    Rule::Member {
        addresses: names.iter().map(|n| MockApi::default().addr_make(n).into()).collect(),
    }
}

#[rstest]
#[case::leaf(yes(), Ok(()))]
#[case::four_levels(nested(4), Ok(()))]
#[case::five_levels(nested(5), Err(KitError::RuleTooDeep { max: 4 }))]
#[case::a_hundred_levels(nested(100), Err(KitError::RuleTooDeep { max: 4 }))]
#[case::sixteen(Rule::Any { rules: vec![yes(); 16] }, Ok(()))]
#[case::seventeen(Rule::Any { rules: vec![yes(); 17] }, Err(KitError::RuleTooWide { max: 16 }))]
#[case::seventeen_in_branches(
    Rule::All { rules: vec![Rule::Any { rules: vec![yes(); 9] }, Rule::Any { rules: vec![yes(); 8] }] },
    Err(KitError::RuleTooWide { max: 16 })
)]
#[case::empty_all(Rule::All { rules: vec![] }, Err(KitError::Empty { field: "rules" }))]
#[case::empty_any(Rule::Any { rules: vec![] }, Err(KitError::Empty { field: "rules" }))]
#[case::empty_some(Rule::AtLeast { count: 0, rules: vec![] }, Err(KitError::Empty { field: "rules" }))]
#[case::none_of_two(
    Rule::AtLeast { count: 0, rules: vec![yes(); 2] },
    Err(KitError::RuleCount { count: 0, parts: 2 })
)]
#[case::two_of_two(Rule::AtLeast { count: 2, rules: vec![yes(); 2] }, Ok(()))]
#[case::three_of_two(
    Rule::AtLeast { count: 3, rules: vec![yes(); 2] },
    Err(KitError::RuleCount { count: 3, parts: 2 })
)]
#[case::slug(Rule::Capability { name: "code".to_string() }, Ok(()))]
#[case::no_slug(
    Rule::Capability { name: "Code!".to_string() },
    Err(KitError::NotSlug { field: "capability", value: "Code!".to_string() })
)]
#[case::score(Rule::MinScore { tracker: None, domain: 1, min: Uint128::MAX }, Ok(()))]
#[case::bad_tracker(
    Rule::MinScore { tracker: Some("x".to_string()), domain: 1, min: Uint128::one() },
    Err(KitError::BadAddress { address: "x".to_string() })
)]
#[case::members(members(&["a", "b"]), Ok(()))]
#[case::no_members(members(&[]), Err(KitError::Empty { field: "addresses" }))]
#[case::bad_member(
    Rule::Member { addresses: vec!["x".to_string()] },
    Err(KitError::BadAddress { address: "x".to_string() })
)]
#[case::many_members(
    Rule::Member { addresses: vec!["x".to_string(); 33] },
    Err(KitError::TooMany { field: "addresses", len: 33, max: 32 })
)]
#[case::bad_leaf_deep_inside(
    Rule::All { rules: vec![yes(), Rule::Not { rule: Box::new(members(&[])) }] },
    Err(KitError::Empty { field: "addresses" })
)]
fn checker(#[case] rule: Rule, #[case] wanted: Result<(), KitError>) {
    assert_eq!(check(&rule, &MockApi::default()), wanted);
}

#[test]
fn a_member_named_twice_is_refused() {
    let found = check(&members(&["a", "b", "a"]), &MockApi::default());
    assert!(matches!(found, Err(KitError::Duplicate { field: "addresses", .. })), "{found:?}");
}

/// Facts of one account, with a log of what was asked.
#[derive(Default)]
struct Known {
    participant: Option<Participant>,
    capabilities: Vec<&'static str>,
    scores: Vec<(Option<&'static str>, u32, u128)>,
    now: u64,
    asked: RefCell<Vec<&'static str>>,
}

impl Facts for Known {
    fn participant(&self, _: &Addr) -> StdResult<Option<Participant>> {
        self.asked.borrow_mut().push("participant");
        Ok(self.participant.clone())
    }
    fn capability(&self, name: &str, _: &Addr) -> StdResult<bool> {
        self.asked.borrow_mut().push("capability");
        Ok(self.capabilities.contains(&name))
    }
    fn score(&self, tracker: Option<&str>, domain: u32, _: &Addr) -> StdResult<Uint128> {
        self.asked.borrow_mut().push("score");
        let found = self.scores.iter().find(|(t, d, _)| *t == tracker && *d == domain);
        Ok(Uint128::new(found.map_or(0, |(_, _, score)| *score)))
    }
    fn now(&self) -> u64 {
        self.now
    }
}

/// An agent whose lease ends at 100, capable of `code`, with 50 points in domain 1 and 7 in that of tracker `t`.
fn agent(now: u64) -> Known {
    Known {
        participant: Some(Participant {
            kind: ParticipantKind::Agent,
            expires: 100,
            principal: None,
            route: vec![],
        }),
        capabilities: vec!["code"],
        scores: vec![(None, 1, 50), (Some("t"), 1, 7)],
        now,
        asked: RefCell::default(),
    }
}

fn registered(kind: Option<ParticipantKind>) -> Rule {
    Rule::Registered { kind }
}

fn capable(name: &str) -> Rule {
    Rule::Capability { name: name.to_string() }
}

fn score(tracker: Option<&str>, domain: u32, min: u128) -> Rule {
    Rule::MinScore { tracker: tracker.map(String::from), domain, min: Uint128::new(min) }
}

#[rstest]
#[case::anyone(yes(), 99, true)]
#[case::not(no(), 99, false)]
#[case::registered(registered(None), 99, true)]
#[case::lease_over(registered(None), 100, false)]
#[case::right_kind(registered(Some(ParticipantKind::Agent)), 99, true)]
#[case::wrong_kind(registered(Some(ParticipantKind::User)), 99, false)]
#[case::capable(capable("code"), 99, true)]
#[case::incapable(capable("music"), 99, false)]
#[case::capable_but_lease_over(capable("code"), 100, false)]
#[case::score_met(score(None, 1, 50), 99, true)]
#[case::score_missed(score(None, 1, 51), 99, false)]
#[case::score_elsewhere(score(None, 2, 1), 99, false)]
#[case::zero_score_is_met_by_all(score(None, 2, 0), 99, true)]
#[case::named_tracker_met(score(Some("t"), 1, 7), 99, true)]
#[case::named_tracker_missed(score(Some("t"), 1, 8), 99, false)]
#[case::member(members(&["anna", "ben"]), 99, true)]
#[case::no_member(members(&["ben"]), 99, false)]
#[case::all(Rule::All { rules: vec![yes(), yes()] }, 99, true)]
#[case::not_all(Rule::All { rules: vec![yes(), no()] }, 99, false)]
#[case::any(Rule::Any { rules: vec![no(), yes()] }, 99, true)]
#[case::not_any(Rule::Any { rules: vec![no(), no()] }, 99, false)]
#[case::two_of_three(Rule::AtLeast { count: 2, rules: vec![yes(), no(), yes()] }, 99, true)]
#[case::one_of_three(Rule::AtLeast { count: 2, rules: vec![no(), no(), yes()] }, 99, false)]
fn evaluator(#[case] rule: Rule, #[case] now: u64, #[case] wanted: bool) {
    let anna = MockApi::default().addr_make("anna");
    assert_eq!(eval(&rule, &anna, &agent(now)), Ok(wanted));
}

#[rstest]
#[case::all_stops_at_false(Rule::All { rules: vec![no(), score(None, 1, 1)] }, &[])]
#[case::any_stops_at_true(Rule::Any { rules: vec![yes(), score(None, 1, 1)] }, &[])]
#[case::enough_are_true(
    Rule::AtLeast { count: 1, rules: vec![score(None, 1, 1), registered(None), yes()] },
    &["score"]
)]
#[case::too_few_are_left(
    Rule::AtLeast { count: 2, rules: vec![no(), score(None, 1, 99), registered(None)] },
    &["score"]
)]
#[case::no_lease_no_capability(
    Rule::All { rules: vec![capable("code")] },
    &["participant"]
)]
fn no_more_is_asked_than_needed(#[case] rule: Rule, #[case] wanted: &[&str]) {
    let anna = MockApi::default().addr_make("anna");
    let mut facts = agent(100);
    facts.scores = vec![(None, 1, 50)];
    eval(&rule, &anna, &facts).unwrap();
    assert_eq!(facts.asked.borrow().as_slice(), wanted);
}

const LANDMARK: u64 = 1_000_000;
const HALF_LIFE: u64 = 7_776_000;

/// A chain with a registry in which anna is an agent capable of `code`, and a tracker in which she got 80 points in
/// domain 1 at the landmark.
fn chain() -> MockQuerier {
    let anna = MockApi::default().addr_make("anna");
    let clock = Clock { landmark: LANDMARK, half_life: HALF_LIFE };
    let standing = Standing {
        seq: 1,
        height: 5,
        time: LANDMARK,
        era: 0,
        units: clock.units(Uint128::new(80), LANDMARK).unwrap(),
        weight: 80,
        lifetime: Uint128::new(80),
        since: LANDMARK,
    };
    assert!(standing.units > Uint256::zero());
    let of_domain = DomainClock {
        landmark: LANDMARK,
        half_life: HALF_LIFE,
        epoch_start: LANDMARK,
        epoch_length: 3_600,
        era: 0,
        parent: 0,
    };
    let participant = Participant {
        kind: ParticipantKind::Agent,
        expires: LANDMARK + 10 * HALF_LIFE,
        principal: None,
        route: vec![],
    };
    let entries = [
        ("registry", namespace_with_key(&[b"p"], anna.as_bytes()), participant.pack()),
        ("registry", namespace_with_key(&[b"c", b"code"], anna.as_bytes()), vec![1]),
        (
            "tracker",
            namespace_with_key(&[CLOCKS.as_bytes()], &1u32.to_be_bytes()),
            of_domain.pack(),
        ),
        ("tracker", head_key(1, Subject::Account(&anna)), standing.pack()),
    ];
    let mut querier = MockQuerier::new(&[]);
    querier.update_wasm(move |query| match query {
        WasmQuery::Raw { contract_addr, key } => {
            let found = entries.iter().find(|(c, k, _)| c == contract_addr && k == key.as_slice());
            let bytes = found.map_or(vec![], |(_, _, value)| value.clone());
            SystemResult::Ok(ContractResult::Ok(Binary::from(bytes)))
        }
        _ => SystemResult::Err(SystemError::Unknown {}),
    });
    querier
}

fn facts(mock: &MockQuerier, peers: bool, now: u64) -> ChainFacts<'_> {
    let peer = |name: &str| peers.then(|| Addr::unchecked(name));
    ChainFacts {
        querier: QuerierWrapper::new(mock),
        registry: peer("registry"),
        tracker: peer("tracker"),
        now,
    }
}

#[rstest]
#[case::registered(registered(Some(ParticipantKind::Agent)), 0, true)]
#[case::capable(capable("code"), 0, true)]
#[case::incapable(capable("music"), 0, false)]
#[case::score_now(score(None, 1, 80), 0, true)]
#[case::more_than_score(score(None, 1, 81), 0, false)]
#[case::half_after_one_half_life(score(None, 1, 40), 1, true)]
#[case::no_more_than_half(score(None, 1, 41), 1, false)]
#[case::named_tracker(score(Some("tracker"), 1, 80), 0, true)]
#[case::tracker_that_is_not_there(score(Some("nowhere"), 1, 1), 0, false)]
#[case::unknown_domain(score(None, 2, 1), 0, false)]
fn facts_from_the_chain(#[case] rule: Rule, #[case] half_lives: u64, #[case] wanted: bool) {
    let (mock, anna) = (chain(), MockApi::default().addr_make("anna"));
    let now = LANDMARK + half_lives * HALF_LIFE;
    assert_eq!(eval(&rule, &anna, &facts(&mock, true, now)), Ok(wanted));
    let stranger = MockApi::default().addr_make("stranger");
    assert_eq!(eval(&rule, &stranger, &facts(&mock, true, now)), Ok(false));
}

#[test]
fn without_peers_nobody_is_registered_and_every_score_is_zero() {
    let (mock, anna) = (chain(), MockApi::default().addr_make("anna"));
    let alone = facts(&mock, false, LANDMARK);
    assert_eq!(alone.participant(&anna), Ok(None));
    assert_eq!(alone.capability("code", &anna), Ok(false));
    assert_eq!(alone.score(None, 1, &anna), Ok(Uint128::zero()));
    assert_eq!(alone.score(Some("tracker"), 1, &anna), Ok(Uint128::new(80)));
}
