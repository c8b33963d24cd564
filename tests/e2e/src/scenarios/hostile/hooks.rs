//! Listeners of contribution-tracker that loop, panic or answer too much: what they are told of stands, the leg of the
//! settlement is never pending, they end in quarantine, and the others are told.

use axiom_chain::{AnyChain, ChainExt, Success};
use axiom_suite::{call, JobBuilder, DENOM};
use axiom_types::tracker::{ExecuteMsg, HookStatus, QueryMsg};
use cosmwasm_std::Addr;
use saboteur::Behaviour;

use super::{execute, found, note, ready, saboteur, script, tell, told, Town};

const PRICE: u128 = 10_000;
/// Points of a job.
const POINTS: u128 = 10;
const LONG: u32 = 65_536;

/// Runs it; answers the economy for a last look.
pub fn run(chain: AnyChain) -> Town {
    let mut s = found(chain, "hostile-hooks");
    let hooks: Vec<Addr> = (0..4).map(|_| saboteur(&mut s.chain, Behaviour::Loop {})).collect();
    let add = |hook: &Addr| call(&s.at.tracker, &ExecuteMsg::AddHook { addr: hook.to_string() });
    let proposal = hooks.iter().map(add).collect();
    let ids = ready(&mut s, vec![proposal]);
    execute(&mut s, ids[0]);
    let _ = s.distributor().deposit_for_work("app", 20 * PRICE, DENOM).should_succeed();

    // All four never end: the leg has gas for that.
    let done = credit(&mut s);
    note(&format!("four listeners that never end: {} gas", done.gas.total));
    states(&s, &hooks, [(1, false); 4]);

    // Three are hostile in their own ways, one listens.
    tell(&mut s, &hooks[1], script(Behaviour::Panic {}));
    tell(&mut s, &hooks[2], script(Behaviour::Record {}));
    tell(&mut s, &hooks[3], script(Behaviour::Error { bytes: 50_000 }));
    let done = credit(&mut s);
    note(&format!("one loops, one panics, one fails with 50 kB: {} gas", done.gas.total));
    states(&s, &hooks, [(2, false), (2, false), (0, false), (2, false)]);
    credit(&mut s);
    states(&s, &hooks, [(3, true), (3, true), (0, false), (3, true)]);
    heard(&s, &hooks[2], 2);

    // In quarantine they are not called; the one that listens still is.
    let done = credit(&mut s);
    note(&format!("three in quarantine: {} gas", done.gas.total));
    assert_eq!(done.count_of("axiom_tracker_hook_failed"), 0);
    heard(&s, &hooks[2], 3);

    // A synchronisation that fails lifts nothing. One that succeeds does, whatever is answered.
    sync(&mut s, &hooks[0]);
    states(&s, &hooks, [(3, true), (3, true), (0, false), (3, true)]);
    tell(&mut s, &hooks[0], script(Behaviour::Data { bytes: LONG }));
    tell(&mut s, &hooks[1], script(Behaviour::Attributes { count: 4, bytes: 16_384 }));
    tell(&mut s, &hooks[3], script(Behaviour::Record {}));
    for hook in [&hooks[0], &hooks[1], &hooks[3]] {
        sync(&mut s, hook);
    }
    states(&s, &hooks, [(0, false); 4]);
    let done = credit(&mut s);
    note(&format!("one answers 64 KiB, one has 64 KiB of attributes: {} gas", done.gas.total));
    states(&s, &hooks, [(0, false); 4]);
    heard(&s, &hooks[2], 4);
    heard(&s, &hooks[3], 2);
    s
}

/// The worker earns points in the domain that votes; asserts that all of it stands.
fn credit(s: &mut Town) -> Success {
    let figures = |s: &Town| {
        let points = s.score("worker", 1).lifetime.u128();
        (s.balance_of("worker", DENOM), points, s.weight("worker"))
    };
    let before = figures(s);
    let job = JobBuilder::paid(PRICE).domain(Some(1)).build();
    let job = s.ledger().handed_in("app", "worker", job);
    let done = s.ledger().approve("app", job).should_succeed();
    assert_eq!(s.ledger().pending(job), [], "no leg is pending");
    let after = figures(s);
    assert_eq!((after.0, after.1), (before.0 + PRICE - PRICE / 20, before.1 + POINTS));
    assert!(after.2 > before.2, "the weight grows");
    done
}

fn sync(s: &mut Town, hook: &Addr) {
    let members = vec![s.addr("alice").to_string(), s.addr("ben").to_string()];
    let msg = ExecuteMsg::SyncHook { addr: hook.to_string(), members };
    let _ = s.tracker().send("stranger", &msg).should_succeed();
}

/// Asserts failures in a row and quarantine of each.
fn states(s: &Town, hooks: &[Addr], expected: [(u32, bool); 4]) {
    let all: Vec<HookStatus> = s.chain.query(&s.at.tracker, &QueryMsg::HookStates {});
    assert_eq!(
        all.iter().map(|hook| &hook.addr).collect::<Vec<_>>(),
        hooks.iter().collect::<Vec<_>>()
    );
    let found: Vec<_> = all.iter().map(|hook| (hook.failures, hook.quarantined)).collect();
    assert_eq!(found, expected);
}

/// Asserts how many changes a listener has heard of, the last of them about the worker, or a synchronisation.
fn heard(s: &Town, hook: &Addr, times: u32) {
    let heard = told(s, hook).heard;
    assert_eq!(heard.messages, times);
    let last = heard.last_message.unwrap_or_default();
    let worker = s.addr("worker");
    assert!(
        last.starts_with(r#"{"member_changed_hook":"#) && last.contains(worker.as_str()),
        "{last}"
    );
    assert!(last.contains(&format!("\"new\":{}", s.weight("worker"))), "{last}");
}
