//! The log against a plain list of snapshots: several changes in one block, blocks of one time, deep histories.

use std::cell::Cell;
use std::collections::BTreeMap;

use axiom_types::common::Reference;
use axiom_types::tracker::raw::{self, Subject};
use axiom_types::tracker::*;
use contribution_tracker::contract::{execute, instantiate, query};
use cosmwasm_std::testing::{
    message_info, mock_dependencies, mock_env, MockApi, MockQuerier, MockStorage,
};
use cosmwasm_std::{
    from_json, Addr, Binary, ContractResult, Empty, Env, OwnedDeps, Querier, QuerierResult,
    QuerierWrapper, QueryRequest, Storage, SystemResult, Timestamp, Uint128, Uint256, WasmQuery,
};
use proptest::prelude::*;
use serde::de::DeserializeOwned;

const HALF: u64 = 90 * 86_400;
const EPOCH: u64 = 3_600;
const VOTE: u32 = 1;
const START: u64 = 1_700_000_000;
const NAMES: [&str; 4] = ["ann", "ben", "cat", "dan"];

struct Chain {
    deps: OwnedDeps<MockStorage, MockApi, MockQuerier>,
    env: Env,
    next: u64,
    /// Smart queries by readers.
    smart: Cell<u32>,
}

/// What another contract sees.
impl Querier for Chain {
    fn raw_query(&self, bin: &[u8]) -> QuerierResult {
        let answer = match from_json::<QueryRequest<Empty>>(bin).unwrap() {
            QueryRequest::Wasm(WasmQuery::Raw { key, .. }) => {
                Binary::from(self.deps.storage.get(&key).unwrap_or_default())
            }
            QueryRequest::Wasm(WasmQuery::Smart { msg, .. }) => {
                self.smart.set(self.smart.get() + 1);
                query(self.deps.as_ref(), self.env.clone(), from_json(msg).unwrap()).unwrap()
            }
            other => panic!("{other:?}"),
        };
        SystemResult::Ok(ContractResult::Ok(answer))
    }
}

impl Chain {
    fn new() -> Self {
        let mut deps = mock_dependencies();
        let mut env = mock_env();
        env.block.height = 10;
        env.block.time = Timestamp::from_seconds(START);
        let domain = |name: &str| NewDomain {
            name: name.to_string(),
            half_life: HALF,
            epoch_length: EPOCH,
            rates: vec![],
        };
        let msg = InstantiateMsg {
            owner: None,
            registry: None,
            domains: vec![domain("standing"), domain("code")],
            voting_domain: VOTE,
            weight_shift: 40,
            genesis: vec![GenesisMember { address: addr("ann").into(), points: Uint128::new(100) }],
        };
        instantiate(deps.as_mut(), env.clone(), message_info(&addr("owner"), &[]), msg).unwrap();
        Self { deps, env, next: 1, smart: Cell::new(0) }
    }

    fn advance(&mut self, blocks: u64, seconds: u64) {
        self.env.block.height += blocks;
        self.env.block.time = self.env.block.time.plus_seconds(seconds);
    }

    /// Awards points, or takes them if negative.
    fn change(&mut self, name: &str, n: i64) -> bool {
        self.next += 1;
        let reference = Reference { kind: "vote".to_string(), id: self.next };
        let account = addr(name).into_string();
        let points = Uint128::from(n.unsigned_abs());
        let msg = ExecuteMsg::Admin(match n > 0 {
            true => AdminMsg::Award { domain: VOTE, account, points, reference },
            false => AdminMsg::Penalise { domain: VOTE, account, points, reference },
        });
        let info = message_info(&addr("owner"), &[]);
        execute(self.deps.as_mut(), self.env.clone(), info, msg).is_ok()
    }

    fn ask<T: DeserializeOwned>(&self, msg: QueryMsg) -> T {
        from_json(query(self.deps.as_ref(), self.env.clone(), msg).unwrap()).unwrap()
    }

    /// What is true now, by the live answers: units, weight, lifetime per account.
    fn now(&self) -> Live {
        let mut live = Live::default();
        for name in NAMES {
            let account = addr(name).into_string();
            let member = QueryMsg::Member { addr: account.clone(), at_height: None };
            let Some(weight) = self.ask::<cw4::MemberResponse>(member).weight else {
                continue;
            };
            let score: ScoreResponse = self.ask(QueryMsg::Score { domain: VOTE, account });
            live.insert(name, (score.units, weight, score.lifetime));
        }
        live
    }
}

type Live = BTreeMap<&'static str, (Uint256, u64, Uint128)>;

fn addr(name: &str) -> Addr {
    MockApi::default().addr_make(name)
}

fn sum(live: &Live) -> (Uint256, u64, Uint128) {
    live.values().fold(Default::default(), |(u, w, l), (units, weight, lifetime)| {
        (u + units, w + weight, l + lifetime)
    })
}

fn told(standing: Option<Standing>) -> Option<(Uint256, u64, Uint128)> {
    standing.map(|s| (s.units, s.weight, s.lifetime))
}

/// Blocks in order: changes, then blocks and seconds until the next.
type Blocks = Vec<(Vec<(usize, i64)>, u64, u64)>;

fn blocks(count: std::ops::Range<usize>) -> impl Strategy<Value = Blocks> {
    let change = (0..NAMES.len(), prop_oneof![3 => 1..200i64, 1 => -200..0i64]);
    let gap = prop_oneof![2 => Just(0u64), 3 => 1..10u64, 1 => 1_000..5_000u64];
    prop::collection::vec((prop::collection::vec(change, 0..4), 1..4u64, gap), count)
}

/// Plays the blocks; returns (height, time, state at the end of the block) of each, and checks totals on the way.
fn play(chain: &mut Chain, blocks: &Blocks) -> Vec<(u64, u64, Live)> {
    let mut history = vec![(chain.env.block.height, START, chain.now())];
    for (changes, gap, seconds) in blocks {
        chain.advance(*gap, *seconds);
        for (who, n) in changes {
            chain.change(NAMES[*who], *n);
        }
        let (height, time) = (chain.env.block.height, chain.env.block.time.seconds());
        let live = chain.now();
        let total: DomainResponse = chain.ask(QueryMsg::Domain { domain: VOTE });
        let weight: cw4::TotalWeightResponse = chain.ask(QueryMsg::TotalWeight { at_height: None });
        assert_eq!((total.total_units, weight.weight, total.lifetime), sum(&live));
        history.push((height, time, live));
    }
    chain.advance(1, 1);
    history
}

/// Readers, smart and raw, against the snapshots.
fn check(chain: &Chain, history: &[(u64, u64, Live)]) {
    let tracker = addr("tracker");
    let querier = QuerierWrapper::<Empty>::new(chain);
    let empty = Live::new();
    let before = |wanted: &dyn Fn(&(u64, u64, Live)) -> bool| {
        history.iter().rev().find(|entry| wanted(entry)).map_or(&empty, |(_, _, live)| live)
    };
    let heights = history.iter().flat_map(|(h, _, _)| [*h, h + 1]).chain([0, u64::MAX]);
    for height in heights {
        let live = before(&|(h, _, _)| *h < height);
        for name in NAMES {
            let (account, expected) = (addr(name), live.get(name).copied());
            let found =
                raw::at_height(&querier, &tracker, VOTE, Subject::Account(&account), height);
            assert_eq!(told(found.unwrap()), expected, "{name} at height {height}");
            let smart: Standing = chain.ask(QueryMsg::StandingAtHeight {
                domain: VOTE,
                account: Some(account.to_string()),
                height,
            });
            assert_eq!(told((smart.seq > 0).then_some(smart)), expected);
            let at_height = Some(height);
            let member = QueryMsg::Member { addr: account.to_string(), at_height };
            let weight = chain.ask::<cw4::MemberResponse>(member).weight;
            assert_eq!(weight, expected.map(|(_, weight, _)| weight));
        }
        let total = raw::at_height(&querier, &tracker, VOTE, Subject::Total, height).unwrap();
        let total = told(total).unwrap_or_default();
        assert_eq!(total, sum(live), "total at height {height}");
        let msg = QueryMsg::TotalWeight { at_height: Some(height) };
        assert_eq!(chain.ask::<cw4::TotalWeightResponse>(msg).weight, total.1);
    }
    let times = history.iter().flat_map(|(_, t, _)| [*t, t + 1]).chain([0, u64::MAX]);
    for time in times {
        let live = before(&|(_, t, _)| *t < time);
        for name in NAMES {
            let (account, expected) = (addr(name), live.get(name).copied());
            let found = raw::at_time(&querier, &tracker, VOTE, Subject::Account(&account), time);
            assert_eq!(told(found.unwrap()), expected, "{name} at time {time}");
        }
        let total = raw::at_time(&querier, &tracker, VOTE, Subject::Total, time).unwrap();
        assert_eq!(told(total).unwrap_or_default(), sum(live), "total at time {time}");
    }
    check_epochs(chain, &|end| before(&|(_, t, _)| *t < end).clone());
}

fn check_epochs(chain: &Chain, at: &dyn Fn(u64) -> Live) {
    let now = chain.env.block.time.seconds();
    for epoch in 0..(now - START) / EPOCH {
        let (start, end) = (START + epoch * EPOCH, START + (epoch + 1) * EPOCH);
        let (opened, closed) = (at(start), at(end));
        for name in NAMES {
            let account = Some(addr(name).into_string());
            let found: EpochResponse = chain.ask(QueryMsg::Epoch { domain: VOTE, epoch, account });
            assert_eq!((found.start, found.end), (start, end));
            let own = closed.get(name).copied().unwrap_or_default();
            let gained = own.2 - opened.get(name).copied().unwrap_or_default().2;
            assert_eq!((found.units, found.gained), (own.0, gained));
            let total = sum(&closed);
            let gained = total.2 - sum(&opened).2;
            assert_eq!((found.total_units, found.total_gained), (total.0, gained));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn readers_equal_snapshots_at_every_height_and_time(blocks in blocks(1..40)) {
        let mut chain = Chain::new();
        let history = play(&mut chain, &blocks);
        check(&chain, &history);
    }
}

#[test]
fn deep_histories_are_read_by_the_smart_query() {
    let mut chain = Chain::new();
    let blocks: Blocks = (0..40).map(|n| (vec![(0, 1 + n)], 1, 5)).collect();
    let history = play(&mut chain, &blocks);
    let querier = QuerierWrapper::<Empty>::new(&chain);
    let (tracker, ann) = (addr("tracker"), addr("ann"));
    let newest = history.last().map(|(height, _, _)| *height).unwrap();
    for (back, asks) in [(0, 0), (7, 0), (8, 1), (30, 1)] {
        chain.smart.set(0);
        let height = newest - back;
        raw::at_height(&querier, &tracker, VOTE, Subject::Account(&ann), height).unwrap().unwrap();
        assert_eq!(chain.smart.get(), asks, "{back} entries back");
    }
    check(&chain, &history);
}

#[test]
fn a_closed_block_and_a_closed_epoch_never_change() {
    let mut chain = Chain::new();
    let first: Blocks = vec![(vec![(0, 5), (1, 7), (0, -3)], 1, 0), (vec![(1, 9)], 1, EPOCH - 1)];
    play(&mut chain, &first);
    // The epoch has just closed: this block is the first of the next one.
    let close =
        QueryMsg::Epoch { domain: VOTE, epoch: 0, account: Some(addr("ben").into_string()) };
    let height = chain.env.block.height;
    let at = |chain: &Chain| -> (EpochResponse, Vec<Standing>) {
        let standings = (0..=height).map(|height| {
            let account = Some(addr("ben").into_string());
            chain.ask(QueryMsg::StandingAtHeight { domain: VOTE, account, height })
        });
        (chain.ask(close.clone()), standings.collect())
    };
    let before = at(&chain);
    assert_eq!(before.0.gained, Uint128::new(16));
    for n in 0..20 {
        assert!(chain.change("ben", 1 + n));
        assert!(chain.change("ben", -1));
        assert_eq!(at(&chain), before);
        chain.advance(1, 100);
    }
    assert_eq!(at(&chain), before);
}

#[test]
fn one_entry_a_block_and_its_time_of_entry() {
    let mut chain = Chain::new();
    chain.advance(1, 50);
    for _ in 0..3 {
        assert!(chain.change("ben", 10));
    }
    chain.advance(1, 0);
    assert!(chain.change("ben", 1));
    let querier = QuerierWrapper::<Empty>::new(&chain);
    let (tracker, ben) = (addr("tracker"), addr("ben"));
    let head = raw::standing(&querier, &tracker, VOTE, &ben).unwrap().unwrap();
    assert_eq!((head.seq, head.height, head.time), (2, 12, START + 50));
    assert_eq!((head.since, head.lifetime.u128()), (START + 50, 31));
    let first = raw::at_height(&querier, &tracker, VOTE, Subject::Account(&ben), 12);
    let first = first.unwrap().unwrap();
    assert_eq!((first.seq, first.height, first.lifetime.u128()), (1, 11, 30));
    let clock = raw::domain_clock(&querier, &tracker, VOTE).unwrap().unwrap();
    assert_eq!((clock.landmark, clock.half_life, clock.epoch_length), (START, HALF, EPOCH));
    assert_eq!(raw::domain_clock(&querier, &tracker, 9).unwrap(), None);
    assert_eq!(raw::standing(&querier, &tracker, VOTE, &addr("nan")).unwrap(), None);
}
