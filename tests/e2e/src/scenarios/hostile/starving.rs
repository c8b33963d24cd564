//! A caller who sends little gas cannot make a leg fail: the whole message fails, or every leg succeeds. The same with
//! listeners that burn all they are given.

use axiom_chain::{AnyChain, Chain, Outcome};
use axiom_client::messages::from_cosmos;
use axiom_client::{Gas, NodeChain, TxOptions};
use axiom_suite::{call, JobBuilder, DENOM};
use axiom_types::ledger::{ExecuteMsg, JobState};
use axiom_types::tracker;
use cosmwasm_std::{CosmosMsg, WasmMsg};
use saboteur::Behaviour;

use super::{execute, found, note, ready, saboteur, Town};

const PRICE: u128 = 10_000;
/// Limits tried in each row.
const STEPS: u64 = 24;
/// Jobs brought along in one transaction.
const BATCH: usize = 8;

/// Runs it; answers the economy for a last look.
pub fn run(chain: AnyChain) -> Town {
    let mut s = found(chain, "hostile-starving");
    let _ = s.distributor().deposit_for_work("app", 400 * PRICE, DENOM).should_succeed();
    search(&mut s, "nobody listens", 0);

    let hooks: Vec<_> = (0..4).map(|_| saboteur(&mut s.chain, Behaviour::Loop {})).collect();
    let msg = |addr: String| tracker::ExecuteMsg::AddHook { addr };
    let add = hooks.iter().map(|hook| call(&s.at.tracker, &msg(hook.to_string()))).collect();
    let ids = ready(&mut s, vec![add]);
    execute(&mut s, ids[0]);
    search(&mut s, "four listeners that never end", 1_200_000);
    s
}

/// Approves with limits from far too little to more than all limits of legs together, then closely around the least
/// that was enough.
fn search(s: &mut Town, what: &str, burnt: u64) {
    let most = 2_600_000 + burnt;
    let row: Vec<u64> = (1..=STEPS).map(|step| 100_000 + step * (most - 100_000) / STEPS).collect();
    let mut jobs = Jobs::default();
    let (mut enough, mut too_little) = (u64::MAX, 0);
    let mut probe = |s: &mut Town, gas: u64| {
        let passed = approve(s, &mut jobs, gas);
        match passed {
            true => enough = enough.min(gas),
            false => too_little = too_little.max(gas),
        }
        (enough, too_little)
    };
    for gas in row {
        probe(s, gas);
    }
    let (mut least, mut most_refused) = probe(s, most);
    // By halves down to a thousand: the edge itself.
    while least > most_refused && least - most_refused > 1_000 {
        (least, most_refused) = probe(s, most_refused + (least - most_refused) / 2);
    }
    // And closely above it, where what remains for the last messages is least.
    for step in 1..=8 {
        (least, most_refused) = probe(s, least + step * 700);
    }
    note(&format!("{what}: refused with up to {most_refused} gas, done with as little as {least}"));
    assert!(least <= most, "{what}: the message passes with {most} gas");
}

/// One approval within a limit. True if it passed, with every leg; false if nothing happened.
fn approve(s: &mut Town, jobs: &mut Jobs, gas: u64) -> bool {
    let job = jobs.next(s);
    let before = figures(s);
    let outcome = within(s, "app", &ExecuteMsg::Approve { job }, gas);
    let used = outcome.gas().total;
    match outcome.into_result() {
        Ok(_) => {
            assert!(
                s.ledger().pending(job).is_empty(),
                "a leg is pending at {gas} gas, {used} used"
            );
            assert_eq!(s.ledger().job(job).state, JobState::Settled);
            let (balance, points) = (before.0 + PRICE - PRICE / 20, before.1 + PRICE / 1_000);
            assert_eq!(figures(s), (balance, points), "at {gas} gas");
            let key = axiom_types::ledger::raw::result_key(job);
            assert!(s.registry().cell(1, &key).is_some(), "the result is published at {gas} gas");
            true
        }
        Err(failure) => {
            assert!(failure.text.contains("gas"), "{gas} gas: {failure}");
            assert_eq!(s.ledger().job(job).state, JobState::InReview);
            assert_eq!(figures(s), before, "at {gas} gas");
            jobs.again(job);
            false
        }
    }
}

fn figures(s: &Town) -> (u128, u128) {
    (s.balance_of("worker", DENOM), s.score("worker", 1).lifetime.u128())
}

/// Sends a message to the ledger with a gas limit of its own.
fn within(s: &mut Town, who: &str, msg: &ExecuteMsg, gas: u64) -> Outcome {
    let (sender, msg) = (s.addr(who), call(&s.at.ledger, msg));
    let node = s.chain.as_any_mut().downcast_mut::<NodeChain>();
    let node = node.expect("limits of gas are for a node to show");
    let packed = from_cosmos(sender.as_str(), &msg).expect("a call can be packed");
    let options = TxOptions { gas: Gas::Limit(gas), ..TxOptions::default() };
    let sent = node.send(sender.as_str(), &[packed], vec![msg], &options);
    sent.unwrap_or_else(|error| panic!("{error}"))
}

/// Jobs whose work is handed in, a few at a time.
#[derive(Default)]
struct Jobs(Vec<u64>);

impl Jobs {
    fn next(&mut self, s: &mut Town) -> u64 {
        if self.0.is_empty() {
            self.0 = handed_in(s);
        }
        self.0.pop().expect("there are jobs")
    }

    fn again(&mut self, job: u64) {
        self.0.push(job);
    }
}

fn handed_in(s: &mut Town) -> Vec<u64> {
    let job = JobBuilder::paid(PRICE).domain(Some(1)).build();
    let first = s.ledger().posted("app", job.clone());
    let posts = vec![ExecuteMsg::PostJob(job); BATCH - 1];
    together(s, "app", posts);
    let jobs: Vec<u64> = (first..first + BATCH as u64).collect();
    let work = jobs.iter().flat_map(|job| {
        let submission = axiom_suite::submission("work");
        [ExecuteMsg::Accept { job: *job }, ExecuteMsg::Submit { job: *job, submission }]
    });
    together(s, "worker", work.collect());
    jobs
}

/// Several messages to the ledger in one transaction.
pub fn together(s: &mut Town, who: &str, msgs: Vec<ExecuteMsg>) {
    let sender = s.addr(who);
    let msgs: Vec<CosmosMsg<_>> = msgs.iter().map(|msg| call(&s.at.ledger, msg)).collect();
    assert!(msgs.iter().all(|msg| matches!(msg, CosmosMsg::Wasm(WasmMsg::Execute { .. }))));
    let _ = s.chain.execute_multi(sender.as_str(), msgs).should_succeed();
}
