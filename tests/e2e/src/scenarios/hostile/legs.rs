//! A saboteur in place of each peer of execution-ledger: put there by vote, and taken away by vote.
//!
//! The same twelve jobs are done in a twin economy that nobody disturbs. After the repair every figure has to be equal.

use std::collections::BTreeMap;

use axiom_chain::{AnyChain, Chain};
use axiom_suite::{JobBuilder, DENOM};
use axiom_types::asset::Asset;
use axiom_types::dao::Target;
use axiom_types::ledger::raw::result_key;
use axiom_types::ledger::{EndReason, JobState, Leg};
use axiom_types::{distributor, registry, tracker};
use cosmwasm_std::Addr;
use saboteur::{control, Behaviour, Cw2, MigrateControl, Script};

use super::{execute, found, note, ready, script, solvent, tell, upgrade, Town, MALLORY};

/// Price of a job, in base units.
const PRICE: u128 = 20_000;
/// Answers and texts of hostile peers, in bytes.
const LONG: u32 = 65_536;

/// A leg and the contract that it calls.
struct Peer {
    leg: Leg,
    target: Target,
    name: &'static str,
    at: Addr,
    code: u64,
}

fn peers(s: &Town) -> [Peer; 3] {
    [
        Peer {
            leg: Leg::Money,
            target: Target::Distributor {},
            name: distributor::CONTRACT_NAME,
            at: s.at.distributor.clone(),
            code: s.codes.distributor,
        },
        Peer {
            leg: Leg::Score,
            target: Target::Tracker {},
            name: tracker::CONTRACT_NAME,
            at: s.at.tracker.clone(),
            code: s.codes.tracker,
        },
        Peer {
            leg: Leg::Result,
            target: Target::Registry {},
            name: registry::CONTRACT_NAME,
            at: s.at.registry.clone(),
            code: s.codes.registry,
        },
    ]
}

/// What is done to a job's leg, and whether the ledger sees it fail. A peer that says ok without doing anything cannot
/// be told from one that did it.
fn modes() -> [(&'static str, Behaviour, bool); 4] {
    [
        ("loops", Behaviour::Loop {}, true),
        ("panics", Behaviour::Panic {}, true),
        ("fails with 64 KiB of text", Behaviour::Error { bytes: LONG }, true),
        ("says ok with 64 KiB of data", Behaviour::Data { bytes: LONG }, false),
    ]
}

/// Runs it; answers the economy for a last look.
pub fn run(chain: AnyChain) -> Town {
    let mut twin = founded(chain, "hostile-legs-twin");
    let expected: Vec<Figures> = (0..3)
        .map(|_| {
            for job in jobs(&mut twin) {
                let _ = twin.ledger().approve("app", job).should_succeed();
            }
            figures(&mut twin)
        })
        .collect();

    let mut s = founded(twin.chain, "hostile-legs");
    let peers = peers(&s);
    let proposals = peers.iter().flat_map(|peer| [broken(&mut s, peer), repaired(&s, peer)]);
    let proposals: Vec<_> = proposals.map(|msg| vec![msg]).collect();
    let ids = ready(&mut s, proposals);
    let mut lost = Figures::new();
    for ((peer, pair), expected) in peers.iter().zip(ids.chunks(2)).zip(expected) {
        let [broken, repaired] = pair else { unreachable!("two proposals a peer") };
        let silent = disturbed(&mut s, peer, *broken, *repaired);
        for (what, amount) in silently_lost(peer.leg, silent) {
            *lost.entry(what).or_default() += amount;
        }
        let mut seen = figures(&mut s);
        for (what, amount) in &lost {
            *seen.entry(what.clone()).or_default() += amount;
        }
        assert_eq!(seen, expected, "after {} was repaired", peer.name);
    }
    s
}

fn founded(chain: AnyChain, salt: &str) -> Town {
    let mut s = found(chain, salt);
    let _ = s.distributor().deposit_for_work("app", 20 * PRICE, DENOM).should_succeed();
    s
}

/// Four jobs whose work is handed in.
fn jobs(s: &mut Town) -> [u64; 4] {
    modes().map(|_| s.ledger().handed_in("app", "worker", JobBuilder::paid(PRICE).build()))
}

fn broken(s: &mut Town, peer: &Peer) -> cosmwasm_std::CosmosMsg {
    let code = s.chain.store_named("saboteur");
    let cw2 = Cw2 { contract: peer.name.to_string(), version: "0.0.1".to_string() };
    let owner = Some(s.addr(MALLORY).to_string());
    let msg = control(MigrateControl { script: Script::default(), owner, cw2: Some(cw2) });
    upgrade(s, peer.target.clone(), code, &msg)
}

fn repaired(s: &Town, peer: &Peer) -> cosmwasm_std::CosmosMsg {
    upgrade(s, peer.target.clone(), peer.code, &serde_json::json!({}))
}

/// Approves a job in each mode while the peer is broken, repairs it and retries. Answers the job whose peer said ok
/// without doing anything.
fn disturbed(s: &mut Town, peer: &Peer, broken: u64, repaired: u64) -> u64 {
    let jobs = jobs(s);
    execute(s, broken);
    let mut silent = 0;
    let mut pending = vec![];
    for (job, (mode, behaviour, fails)) in jobs.into_iter().zip(modes()) {
        tell(s, &peer.at, script(behaviour));
        let before = apart(s, peer.leg, job);
        let done = s.ledger().approve("app", job).should_succeed();
        note(&format!("{} {mode}: approved for {} gas", peer.name, done.gas.total));
        let found = s.ledger().job(job);
        assert_eq!((found.state, found.ended), (JobState::Settled, Some(EndReason::Approved)));
        let paid = [before[0] + PRICE - PRICE / 20, before[1] + PRICE / 1_000, 1];
        for (at, leg) in Leg::ALL.into_iter().enumerate().filter(|(_, leg)| *leg != peer.leg) {
            assert_eq!(apart(s, peer.leg, job)[at], paid[at], "{mode}: {leg:?} is done at once");
        }
        let legs = s.ledger().pending(job);
        if !fails {
            assert!(legs.is_empty(), "a peer that says ok has done it");
            silent = job;
            continue;
        }
        let [leg] = legs.as_slice() else { panic!("one leg is pending, not {legs:?}") };
        assert_eq!((leg.leg, &leg.peer), (peer.leg, &peer.at), "{mode}");
        assert!(leg.reason.chars().count() <= 60, "{mode}: {}", leg.reason);
        assert_eq!(done.attribute("axiom_ledger_leg_failed", "reason"), Some(leg.reason.as_str()));
        note(&format!("{} {mode}: pending because of {:?}", peer.name, leg.reason));
        // Still broken: all is undone and the leg stays. A leg that never ends takes all the gas that is given.
        if mode != "loops" {
            let _ = s.ledger().retry("stranger", job, peer.leg).should_fail();
            assert_eq!(s.ledger().pending(job).len(), 1);
        }
        pending.push(job);
    }
    execute(s, repaired);
    for job in pending {
        let _ = s.ledger().retry("stranger", job, peer.leg).should_succeed();
        assert!(s.ledger().pending(job).is_empty());
        s.ledger().retry("stranger", job, peer.leg).should_fail_containing("is not pending");
    }
    s.ledger().retry("stranger", silent, peer.leg).should_fail_containing("is not pending");
    solvent(s, &Asset::native(DENOM));
    silent
}

/// What each leg does, in the order of [`Leg::ALL`]: the worker's balance, its points, entries of the job. Nothing is told
/// of the broken leg, as nobody can be asked for it.
fn apart(s: &mut Town, broken: Leg, job: u64) -> [u128; 3] {
    Leg::ALL.map(|leg| match leg {
        _ if leg == broken => 0,
        Leg::Money => s.balance_of("worker", DENOM),
        Leg::Score => s.score("worker", 2).lifetime.u128(),
        Leg::Result => u128::from(s.registry().cell(1, &result_key(job)).is_some()),
    })
}

type Figures = BTreeMap<String, u128>;

/// What an undisturbed run has more, by the leg that was not done.
fn silently_lost(leg: Leg, job: u64) -> Vec<(String, u128)> {
    let fee = PRICE / 20;
    match leg {
        Leg::Money => {
            vec![("worker".to_string(), PRICE - fee), ("dao".to_string(), fee)]
        }
        Leg::Score => vec![("points".to_string(), PRICE / 1_000)],
        Leg::Result => vec![(result_key(job), 1)],
    }
}

/// All that the jobs changed.
fn figures(s: &mut Town) -> Figures {
    let mut all = Figures::new();
    for who in ["app", "worker", "dao"] {
        all.insert(who.to_string(), s.balance_of(who, DENOM));
    }
    all.insert("points".to_string(), s.score("worker", 2).lifetime.u128());
    for job in 1..=12 {
        let published = s.registry().cell(1, &result_key(job)).is_some();
        all.insert(result_key(job), u128::from(published));
    }
    all
}
