//! Messages of execution-ledger and contribution-tracker.

use axiom_local::{Code, ContractWrapper, GasReport, Init, Outcome};
use axiom_suite::{JobBuilder, Suite, DAY, DENOM};
use axiom_types::asset::Asset;
use axiom_types::common::{GuardMsg, Reference, Share};
use axiom_types::distributor;
use axiom_types::ledger::raw::JOB_KIND;
use axiom_types::ledger::{Agreement, JobPosted, JobState, Leg, NewJob};
use axiom_types::registry::ParticipantKind;
use axiom_types::tracker::{AdminMsg, ExecuteMsg, Measure, Report, Reported};
use cosmwasm_std::{
    to_json_binary, Binary, Deps, DepsMut, Empty, Env, MessageInfo, Response, StdResult, Uint128,
};

use super::scenes::{award, cost};
use super::sheet::{Sheet, ACCEPT, LIFE, POST, SETTLE, SUBMIT};

/// execution-ledger.
pub fn ledger(sheet: &mut Sheet) -> Suite {
    let mut s = Suite::found();
    sheet.part("execution-ledger");
    for (who, kind) in [("alice", ParticipantKind::User), ("agent", ParticipantKind::Agent)] {
        let _ = s.registry().register(who, kind, &["code"]).should_succeed();
    }
    s.registry().bind("alice", "agent", &[("alice", 7_000), ("agent", 3_000)]);
    let _ = s.distributor().deposit_for_work("app", 10_000_000, DENOM).should_succeed();
    life(&mut s, sheet);
    voluntary(&mut s, sheet);
    dispute(&mut s, sheet);
    together(&mut s, sheet);
    late(&mut s, sheet);
    failing(&mut s, sheet);
    s
}

fn paid() -> NewJob {
    JobBuilder::paid(100_000).build()
}

#[track_caller]
fn post(s: &mut Suite, job: NewJob) -> (u64, GasReport) {
    let success = s.ledger().post("app", job).should_succeed();
    (success.data_as::<JobPosted>().job, success.gas)
}

/// The second job of its kind: score, balances and the result's space are there already.
fn life(s: &mut Suite, sheet: &mut Sheet) {
    let before = s.ledger().handed_in("app", "agent", paid());
    let _ = s.ledger().approve("app", before).should_succeed();
    let (lifetime, balance) = (s.score("agent", 2).lifetime, s.balance_of("agent", DENOM));
    let (job, posted) = post(s, paid());
    let steps = [
        ("post a paid job, escrow drawn from the balance", posted),
        (ACCEPT, cost(s.ledger().accept("agent", job))),
        (SUBMIT, cost(s.ledger().submit("agent", job))),
        (SETTLE, cost(s.ledger().approve("app", job))),
        ("", cost(s.distributor().withdraw("agent", &Asset::native(DENOM), None))),
    ];
    assert!(s.ledger().pending(job).is_empty(), "every leg went through");
    assert_eq!(s.score("agent", 2).lifetime - lifetime, Uint128::new(30), "3 of 10 of 100 points");
    assert_eq!(balance, 28_500, "3 of 10 of 100,000 less the fee of 5 %");
    assert_eq!(s.balance_of("agent", DENOM), 0);
    for (message, gas) in steps.iter().filter(|(message, _)| !message.is_empty()) {
        sheet.gas(message, gas);
    }
    let total = steps.iter().map(|(_, gas)| gas.total).sum();
    let fixed = steps.iter().map(|(_, gas)| gas.fixed).sum();
    sheet.row(LIFE, total, fixed);
    let wanted = JobBuilder::paid(100_000).capability("code").build();
    let (job, gas) = post(s, wanted);
    sheet.gas(POST, &gas);
    sheet.add("accept, worker paid itself", s.ledger().accept("alice", job));
}

fn voluntary(s: &mut Suite, sheet: &mut Sheet) {
    award(s, "worker", 1, 5);
    let (job, gas) = post(s, JobBuilder::voluntary(1, 10).build());
    sheet.gas("post a voluntary job", &gas);
    let _ = s.ledger().accept("worker", job).should_succeed();
    let _ = s.ledger().submit("worker", job).should_succeed();
    let approve = s.ledger().approve("app", job);
    sheet.add("approve and settle a voluntary job of the voting domain", approve);
    assert_eq!(s.score("worker", 1).lifetime, Uint128::new(15));
}

fn dispute(s: &mut Suite, sheet: &mut Sheet) {
    let job = JobBuilder::paid(100_000).arbiter("arbiter").build();
    let job = s.ledger().handed_in("app", "agent", job);
    sheet.add("reject", s.ledger().reject("app", job));
    sheet.add("submit again", s.ledger().submit("agent", job));
    sheet.add("reject again, the arbiter's turn", s.ledger().reject("app", job));
    let decide = s.ledger().arbitrate("arbiter", job, 5_000);
    sheet.add("arbitrate and settle", decide);
    assert!(s.ledger().pending(job).is_empty());
}

fn together(s: &mut Suite, sheet: &mut Sheet) {
    let direct = || JobBuilder::paid(10_000).to("worker").build();
    let (job, _) = post(s, direct());
    sheet.add("decline", s.ledger().decline("worker", job));
    let (job, _) = post(s, direct());
    sheet.add("cancel", s.ledger().cancel("app", job));
    let (job, _) = post(s, direct());
    let _ = s.ledger().accept("worker", job).should_succeed();
    let longer = Agreement::Extend { seconds: DAY };
    sheet.add("offer an agreement", s.ledger().agree("worker", job, longer.clone()));
    sheet.add("agree to extend", s.ledger().agree("app", job, longer));
    let dissolve = Agreement::Dissolve { worker_bps: 2_500 };
    let _ = s.ledger().agree("worker", job, dissolve.clone()).should_succeed();
    sheet.add("agree to dissolve", s.ledger().agree("app", job, dissolve));
    assert_eq!(s.ledger().job(job).state, JobState::Settled);
}

fn late(s: &mut Suite, sheet: &mut Sheet) {
    let (unsubmitted, _) = post(s, paid());
    let _ = s.ledger().accept("agent", unsubmitted).should_succeed();
    let unseen = s.ledger().handed_in("app", "agent", paid());
    s.wait(8 * DAY);
    let refund = s.ledger().expire("stranger", unsubmitted);
    sheet.add("expire: nothing handed in, refund", refund);
    let pay = s.ledger().expire("stranger", unseen);
    sheet.add("expire: nobody reviewed, settle", pay);
    assert!(s.ledger().pending(unseen).is_empty());
    // A job that waits in dispute and for an offer, for the storage keys.
    let job = s.ledger().handed_in("app", "agent", paid());
    let _ = s.ledger().agree("agent", job, Agreement::Extend { seconds: DAY }).should_succeed();
}

fn guard(s: &mut Suite, msg: GuardMsg) -> Outcome {
    s.tracker().send("dao", &ExecuteMsg::Admin(AdminMsg::Guard(msg)))
}

fn failing(s: &mut Suite, sheet: &mut Sheet) {
    let approve = |s: &mut Suite| {
        let job = s.ledger().handed_in("app", "agent", paid());
        let _ = guard(s, GuardMsg::Pause { seconds: 3_600 }).should_succeed();
        (job, s.ledger().approve("app", job))
    };
    let (job, outcome) = approve(s);
    sheet.add("approve and settle, the tracker paused", outcome);
    assert_eq!(s.ledger().pending(job).len(), 1, "one leg waits");
    let _ = guard(s, GuardMsg::Unpause {}).should_succeed();
    let retry = s.ledger().retry("stranger", job, Leg::Score);
    sheet.add("retry a failed leg", retry);
    assert!(s.ledger().pending(job).is_empty());
    let (left, outcome) = approve(s);
    let _ = outcome.should_succeed();
    assert_eq!(s.ledger().pending(left).len(), 1, "left for the storage keys");

    let (forgotten, _) = post(s, paid());
    s.wait(2 * 365 * DAY);
    let reclaim = distributor::ExecuteMsg::ReclaimEscrow {
        controller: s.at.ledger.to_string(),
        reference: Reference { kind: JOB_KIND.to_string(), id: forgotten },
    };
    sheet.add("take an escrow back after its backstop", s.distributor().send("stranger", &reclaim));
    let _ = post(s, JobBuilder::paid(100_000).capability("code").build());
}

/// contribution-tracker.
pub fn tracker(sheet: &mut Sheet) -> Suite {
    let mut s = Suite::found();
    sheet.part("contribution-tracker");
    let workers: Vec<String> = (0..8).map(|i| format!("worker {i}")).collect();
    for worker in &workers {
        award(&mut s, worker, 1, 5);
        award(&mut s, worker, 2, 5);
    }
    let code = report(&mut s, 2, &workers[..1], 1);
    sheet.add("report, one member of another domain", code);
    let one = report(&mut s, 1, &workers[..1], 2);
    let one = sheet.add("report, one member of the voting domain", one);
    assert_eq!(one.data_as::<Reported>().minted, Uint128::new(8));
    let many = cost(report(&mut s, 1, &workers, 3));
    sheet.further("report, each further member", &one.gas, &many, 8);
    assert_eq!(s.score(&workers[7], 1).lifetime, Uint128::new(6), "5 and an eighth of 8");
    hooks(&mut s, sheet, &workers);
    s
}

fn report(s: &mut Suite, domain: u32, workers: &[String], id: u64) -> Outcome {
    let part = 10_000 / workers.len() as u16;
    let share = |who: &String| Share { account: s.addr(who).to_string(), bps: part };
    let report = Report {
        reference: Reference { kind: "review".to_string(), id },
        role: "worker".to_string(),
        domain,
        client: s.addr("app").to_string(),
        client_principal: None,
        worker: s.addr(&workers[0]).to_string(),
        worker_principal: None,
        shares: workers.iter().map(share).collect(),
        measure: Measure::Stated { points: Uint128::new(8) },
        evidence: None,
    };
    s.tracker().report("app", report)
}

/// A receiver of hooks that takes every message.
fn receiver(s: &mut Suite) -> String {
    fn run(_: DepsMut, _: Env, _: MessageInfo, _: Empty) -> StdResult<Response> {
        Ok(Response::new())
    }
    fn ask(_: Deps, _: Env, _: Empty) -> StdResult<Binary> {
        to_json_binary(&Empty {})
    }
    let code = Code::new("receiver", "1", Box::new(ContractWrapper::new(run, run, ask)));
    let code = s.chain.store_code(code);
    let founder = s.addr("founder");
    let init = Init::new(code, "receiver", &Empty {});
    s.chain.instantiate(&founder, init).should_succeed().contract().to_string()
}

fn hooks(s: &mut Suite, sheet: &mut Sheet, workers: &[String]) {
    let addr = receiver(s);
    let add = ExecuteMsg::AddHook { addr: addr.clone() };
    let _ = s.tracker().send("dao", &add).should_succeed();
    let called = report(s, 1, &workers[..1], 4);
    sheet.add("report, one member, one weight hook", called);
    let members = workers.iter().map(|who| s.addr(who).to_string()).collect();
    let sync = ExecuteMsg::SyncHook { addr, members };
    sheet.add("synchronise a hook, 8 members", s.tracker().send("stranger", &sync));
}
