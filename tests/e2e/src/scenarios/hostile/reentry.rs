//! Every message of ours sent from within a call of ours: from a listener while a job settles, from a token while it
//! is paid out, from a contract that a proposal calls.
//!
//! Two saboteurs are alike. One sends the messages while we are at work, the other the same ones afterwards. Each
//! message is accepted from both or refused to both; in the end both own the same, and what we were at work on came
//! out exact.

use std::collections::BTreeSet;

use axiom_chain::{AnyChain, Chain, ChainExt, Init, Success};
use axiom_suite::{call, JobBuilder, DENOM};
use axiom_types::asset::Asset;
use axiom_types::dao::{CallRule, Stage, Target};
use axiom_types::distributor::{self, Withdrawal};
use axiom_types::ledger::{ExecuteMsg as LedgerMsg, JobState};
use axiom_types::tracker::{self, Holder, NewGrant};
use cosmwasm_std::{to_json_binary, Addr, Binary, CosmosMsg, Uint128};
use saboteur::{Behaviour, Call, Script};
use serde_json::json;

use super::samples::{all, Hints, Sample};
use super::starving::together;
use super::{
    execute, note, paid, plain, plan, ready, saboteur, script, sends, solvent, tell, Town, MALLORY,
};

/// The five, by the names of their schemas.
pub const CONTRACTS: [&str; 5] = [
    "state-registry",
    "execution-ledger",
    "contribution-tracker",
    "value-distributor",
    "governance-dao",
];

const PRICE: u128 = 10_000;
/// What each saboteur deposits.
const DEPOSIT: u128 = 2_000_000;
/// Messages sent by one call of a listener or token, whose gas is limited.
const AT_ONCE: usize = 2;

/// Two saboteurs in the same position.
struct Pair {
    /// Sends while we are at work.
    inside: Addr,
    /// Sends afterwards.
    after: Addr,
}

impl Pair {
    fn new(chain: &mut AnyChain) -> Self {
        let mut one = || saboteur(chain, Behaviour::Ok {});
        Self { inside: one(), after: one() }
    }

    fn both(&self) -> [Addr; 2] {
        [self.inside.clone(), self.after.clone()]
    }
}

/// Gives a saboteur coins, a balance, and lets the ledger draw from it.
fn fund(s: &mut Town, one: &Addr) {
    let mallory = s.addr(MALLORY);
    let coins = cosmwasm_std::coin(2 * DEPOSIT, DENOM);
    let _ = s.chain.bank_send(&mallory, one, &[coins]).should_succeed();
    let deposit = distributor::ExecuteMsg::Deposit {
        on_behalf_of: None,
        allowances: vec![distributor::Allowance {
            controller: s.at.ledger.to_string(),
            asset: Asset::native(DENOM),
            amount: Uint128::new(DEPOSIT),
        }],
    };
    let deposit = paid(&s.at.distributor.clone(), &deposit, DEPOSIT);
    let _ = sends(s, one, vec![deposit]).should_succeed();
}

/// Runs it; answers the economy for a last look.
pub fn run(chain: AnyChain) -> Town {
    let mut plan = plan(chain, "hostile-reentry");
    let pairs = [(); 3].map(|()| Pair::new(&mut plan.chain));
    let [listener, receiver, called] = &pairs;
    let target = Target::Contract { address: called.inside.to_string() };
    let rule = CallRule { target, method: "go".to_string() };
    let mut s = plan.tweak(|msg| msg.tracks[2].calls.push(rule)).build();
    for one in pairs.iter().flat_map(Pair::both) {
        fund(&mut s, &one);
    }
    let token = zoo(&mut s);
    let listing = distributor::AdminMsg::ListToken { address: token.to_string() };
    let listing = distributor::ExecuteMsg::Admin(listing);
    let mut settings = vec![
        call(&s.at.tracker, &tracker::ExecuteMsg::AddHook { addr: listener.inside.to_string() }),
        call(&s.at.distributor, &listing),
    ];
    settings.extend(listener.both().map(|one| grant(&s, &one)));
    let go = call(&called.inside, &json!({"go": {}}));
    let ids = ready(&mut s, vec![settings, vec![go]]);
    execute(&mut s, ids[0]);

    while_a_proposal_is_executed(&mut s, called, ids[1]);
    while_a_token_is_paid_out(&mut s, receiver, &token);
    while_a_job_settles(&mut s, listener);
    s
}

/// A budget in the domain that votes.
fn grant(s: &Town, one: &Addr) -> CosmosMsg {
    let many = Uint128::new(100_000);
    let grant = NewGrant {
        domain: 1,
        ledger: s.at.ledger.to_string(),
        holder: Holder::Address { address: one.to_string() },
        per_client: many,
        total: many,
        per_pair: many,
        last_epoch: None,
    };
    let msg = tracker::ExecuteMsg::Admin(tracker::AdminMsg::GrantBudget { grant });
    call(&s.at.tracker, &msg)
}

fn hints(own: &Addr, asset: &Asset, numbers: &[(&'static str, u64)]) -> Hints {
    let asset = serde_json::to_value(asset).expect("an asset serialises");
    Hints { address: own.to_string(), numbers: numbers.to_vec(), asset }
}

/// The samples of these contracts as calls whose failure goes no further.
fn calls(s: &Town, samples: &[Sample]) -> Vec<Call> {
    let all = s.at.all();
    let address = |sample: &Sample| {
        let found = all.iter().find(|(name, _)| *name == sample.contract);
        found.expect("it is one of the five").1.clone()
    };
    let call = |sample| Call { swallow: true, ..plain(&address(sample), &sample.msg) };
    samples.iter().map(call).collect()
}

fn once(calls: Vec<Call>) -> Script {
    script(Behaviour::Call { calls, times: Some(1) })
}

/// What became of the calls of a saboteur, in order: none if accepted, or why not.
fn outcomes(done: &Success, own: &Addr) -> Vec<Option<String>> {
    let mut found = vec![];
    for event in done.events_of("saboteur_called") {
        let of = |key: &str| {
            let attribute = event.attributes.iter().find(|attribute| attribute.key == key);
            attribute.map(|attribute| attribute.value.clone()).unwrap_or_default()
        };
        if of("_contract_address") == own.as_str() {
            found.push(Some(of("outcome")).filter(|text| text != "accepted"));
        }
    }
    found
}

/// Asserts that each message met the same inside and after, and that all of them were understood. Answers how many
/// were accepted.
fn same(samples: &[Sample], inside: &[Option<String>], after: &[Option<String>]) -> usize {
    assert_eq!(inside.len(), samples.len(), "every message was sent");
    assert_eq!(after.len(), samples.len(), "every message was sent again");
    for ((sample, inside), after) in samples.iter().zip(inside).zip(after) {
        let name = format!("{} {}", sample.contract, sample.name);
        assert_eq!(
            inside.is_none(),
            after.is_none(),
            "{name}: from within {inside:?}, afterwards {after:?}"
        );
        for text in [inside, after].into_iter().flatten() {
            assert!(!text.to_lowercase().contains("parsing"), "{name} was not understood: {text}");
        }
    }
    inside.iter().filter(|outcome| outcome.is_none()).count()
}

/// Asserts that both own the same.
fn alike(s: &mut Town, pair: &Pair, assets: &[Asset]) {
    let [inside, after] = pair.both().map(|one| {
        let held = assets.iter().map(|asset| s.asset_balance(one.as_str(), asset));
        let held: Vec<_> = held.collect();
        (held, s.wallet(one.as_str(), DENOM), s.score(one.as_str(), 1).lifetime)
    });
    assert_eq!(inside, after, "both own the same");
    for asset in assets {
        solvent(s, asset);
    }
}

fn names(samples: &[Sample]) -> BTreeSet<String> {
    samples.iter().map(|sample| format!("{} {}", sample.contract, sample.name)).collect()
}

/// Every message of all five, from a contract that a proposal calls.
fn while_a_proposal_is_executed(s: &mut Town, pair: &Pair, proposal: u64) {
    let coins = Asset::native(DENOM);
    let [inside, after] = pair.both().map(|one| {
        let post = LedgerMsg::PostJob(JobBuilder::paid(PRICE).build());
        let done = sends(s, &one, vec![plain(&s.at.ledger.clone(), &post)]).should_succeed();
        let [job] = posted(&done)[..] else { panic!("one job was posted") };
        let numbers = [("job", job), ("proposal_id", proposal)];
        let hints = hints(&one, &coins, &numbers);
        CONTRACTS.map(|contract| all(contract, &hints)).concat()
    });
    tell(s, &pair.inside, once(calls(s, &inside)));
    let done = execute(s, proposal);
    assert_eq!(s.dao().stage(proposal).stage, Stage::Executed);
    let again = sends(s, &pair.after, calls(s, &after)).should_succeed();
    let (first, second) = (outcomes(&done, &pair.inside), outcomes(&again, &pair.after));
    let accepted = same(&inside, &first, &second);
    assert!(accepted >= 5, "{accepted} accepted: the samples are too poor to show anything");
    alike(s, pair, &[coins]);
    note(&format!(
        "{} messages of five contracts while a proposal is executed: {accepted} accepted, as afterwards; {} gas",
        names(&inside).len(),
        done.gas.total
    ));
}

/// A zoo token of mallory, of which heidi holds some.
fn zoo(s: &mut Town) -> Addr {
    let code = s.chain.store_named("zoo-token");
    let msg = zoo_token::InstantiateMsg::new(s.addr("heidi"), 1_000_000);
    let (mallory, init) = (s.addr(MALLORY), Init::new(code, "zoo", &msg));
    s.chain.instantiate(mallory, init).should_succeed().contract()
}

/// Every message of the distributor and the ledger, from a token that the distributor is paying out.
fn while_a_token_is_paid_out(s: &mut Town, pair: &Pair, token: &Addr) {
    let asset = Asset::cw20(token.as_str());
    let vd = s.at.distributor.clone();
    let heidi = s.addr("heidi");
    let send = zoo_token::ExecuteMsg::Send {
        contract: vd.to_string(),
        amount: Uint128::new(100_000),
        msg: Binary::default(),
    };
    let _ = s.chain.execute(&heidi, token, &send, &[]).should_succeed();
    let [inside, after] = pair.both().map(|one| {
        let give = distributor::ExecuteMsg::Transfer {
            to: one.to_string(),
            asset: asset.clone(),
            amount: Uint128::new(1_000),
        };
        let _ = s.distributor().send("heidi", &give).should_succeed();
        let hints = hints(&one, &asset, &[]);
        ["value-distributor", "execution-ledger"].map(|contract| all(contract, &hints)).concat()
    });
    let (mut accepted, mut most) = (0, 0);
    for (inside, after) in inside.chunks(AT_ONCE).zip(after.chunks(AT_ONCE)) {
        tell(s, &pair.inside, once(calls(s, inside)));
        let call = zoo_token::Call {
            contract: pair.inside.to_string(),
            msg: to_json_binary(&json!({"go": {}})).expect("a message serialises"),
            swallow: false,
        };
        let temper = zoo_token::Temper::Calls { calls: vec![call], moves: true, times: Some(1) };
        let mallory = s.addr(MALLORY);
        let temper = zoo_token::ExecuteMsg::Become { temper };
        let _ = s.chain.execute(&mallory, token, &temper, &[]).should_succeed();
        let before = (s.asset_balance("heidi", &asset), truth(s, token, "heidi"));
        let take = Withdrawal { asset: asset.clone(), amount: Some(Uint128::new(10)), to: None };
        let take = distributor::ExecuteMsg::Withdraw { withdrawals: vec![take] };
        let done = s.distributor().send("heidi", &take).should_succeed();
        let now = (s.asset_balance("heidi", &asset), truth(s, token, "heidi"));
        assert_eq!(now, (before.0 - 10, before.1 + 10), "the payment came out exact");
        let again = sends(s, &pair.after, calls(s, after)).should_succeed();
        let (first, second) = (outcomes(&done, &pair.inside), outcomes(&again, &pair.after));
        accepted += same(inside, &first, &second);
        most = most.max(done.gas.total);
    }
    assert!(accepted >= 1, "none was accepted: the samples are too poor to show anything");
    alike(s, pair, &[Asset::native(DENOM), asset]);
    note(&format!(
        "{} messages of two contracts while a token is paid out: {accepted} accepted, as afterwards; at most {most} gas",
        names(&inside).len()
    ));
}

fn truth(s: &Town, token: &Addr, who: &str) -> u128 {
    let question = zoo_token::QueryMsg::Truth { address: s.addr(who).to_string() };
    s.chain.query::<cw20::BalanceResponse>(token, &question).balance.u128()
}

/// Every message of the ledger, the tracker and the distributor, from a listener of the tracker while the listener's
/// own job settles.
fn while_a_job_settles(s: &mut Town, pair: &Pair) {
    let coins = Asset::native(DENOM);
    let sample = |one: &Addr, job| {
        let hints = hints(one, &coins, &[("job", job)]);
        let of = |contract| all(contract, &hints);
        ["execution-ledger", "contribution-tracker", "value-distributor"].map(of).concat()
    };
    let count = sample(&pair.inside, 1).len();
    let rounds = count.div_ceil(AT_ONCE);
    let jobs = pair.both().map(|one| handed_in(s, &one, rounds));
    let (mut accepted, mut most) = (0, 0);
    for (round, (first, second)) in jobs[0].iter().zip(&jobs[1]).enumerate() {
        let part = |samples: Vec<Sample>| -> Vec<Sample> {
            samples.into_iter().skip(round * AT_ONCE).take(AT_ONCE).collect()
        };
        let inside = part(sample(&pair.inside, *first));
        let after = part(sample(&pair.after, *second));
        tell(s, &pair.inside, once(calls(s, &inside)));
        let done = approved(s, &pair.inside, *first);
        let _ = approved(s, &pair.after, *second);
        let again = sends(s, &pair.after, calls(s, &after)).should_succeed();
        let (inner, outer) = (outcomes(&done, &pair.inside), outcomes(&again, &pair.after));
        accepted += same(&inside, &inner, &outer);
        most = most.max(done.gas.total);
    }
    assert!(accepted >= 1, "none was accepted: the samples are too poor to show anything");
    alike(s, pair, &[coins]);
    note(&format!(
        "{count} messages of three contracts while a job settles: {accepted} accepted, as afterwards; at most {most} gas"
    ));
}

/// A saboteur approves its own job; asserts that money, points and result came out exact.
fn approved(s: &mut Town, client: &Addr, job: u64) -> Success {
    let figures = |s: &Town| (s.balance_of("worker", DENOM), s.score("worker", 1).lifetime.u128());
    let before = figures(s);
    let approve = plain(&s.at.ledger.clone(), &LedgerMsg::Approve { job });
    let done = sends(s, client, vec![approve]).should_succeed();
    assert_eq!(done.count_of("axiom_tracker_hook_failed"), 0, "the listener has gas enough");
    assert_eq!(s.ledger().pending(job), []);
    assert_eq!(s.ledger().job(job).state, JobState::Settled);
    let points = PRICE / 1_000;
    assert_eq!(figures(s), (before.0 + PRICE - PRICE / 20, before.1 + points));
    done
}

/// Jobs of a saboteur whose work is handed in.
fn handed_in(s: &mut Town, client: &Addr, count: usize) -> Vec<u64> {
    let ledger = s.at.ledger.clone();
    let post = LedgerMsg::PostJob(JobBuilder::paid(PRICE).domain(Some(1)).build());
    let mut jobs = vec![];
    while jobs.len() < count {
        let some = (count - jobs.len()).min(10);
        let done = sends(s, client, vec![plain(&ledger, &post); some]).should_succeed();
        jobs.extend(posted(&done));
    }
    for some in jobs.chunks(10) {
        let work = some.iter().flat_map(|job| {
            let submission = axiom_suite::submission("work");
            [LedgerMsg::Accept { job: *job }, LedgerMsg::Submit { job: *job, submission }]
        });
        together(s, "worker", work.collect());
    }
    jobs
}

/// Numbers of the jobs posted in a transaction.
fn posted(done: &Success) -> Vec<u64> {
    let number = |event: &cosmwasm_std::Event| {
        let job = event.attributes.iter().find(|attribute| attribute.key == "job");
        job.and_then(|job| job.value.parse().ok()).expect("a posted job has a number")
    };
    done.events_of("axiom_ledger_job_posted").map(number).collect()
}
