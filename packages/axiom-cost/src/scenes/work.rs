//! Messages of execution-ledger.

use axiom_chain::{Chain, GasReport};
use axiom_suite::{JobBuilder, Suite, DAY, DENOM};
use axiom_types::asset::Asset;
use axiom_types::common::Reference;
use axiom_types::dao::{self, GuardianAct, Target};
use axiom_types::distributor;
use axiom_types::ledger::raw::JOB_KIND;
use axiom_types::ledger::{Agreement, JobPosted, JobState, Leg, NewJob};
use axiom_types::registry::ParticipantKind;
use cosmwasm_std::Uint128;

use super::{cost, credit, economy, lift, warm};
use crate::sheet::Sheet;
use crate::targets::{ACCEPT, LIFE, POST, SETTLE, SUBMIT};

/// execution-ledger.
pub fn ledger<C: Chain>(chain: C, sheet: &mut Sheet) -> Suite<C> {
    let builder = economy(chain, sheet, "ledger");
    let mut s = builder.tracker(|setup| setup.grants.iter_mut().for_each(lift)).build();
    let senders = ["app", "alice", "agent", "worker", "arbiter", "stranger", "guardian"];
    warm(&mut s.chain, sheet, &senders);
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
    forgotten(&mut s, sheet);
    s
}

fn paid() -> NewJob {
    JobBuilder::paid(100_000).build()
}

#[track_caller]
fn post<C: Chain>(s: &mut Suite<C>, job: NewJob) -> (u64, GasReport) {
    let success = s.ledger().post("app", job).should_succeed();
    (success.data_as::<JobPosted>().job, success.gas)
}

/// The second job of its kind: score, balances and the result's space are there already.
fn life<C: Chain>(s: &mut Suite<C>, sheet: &mut Sheet) {
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
    let floor = steps.iter().map(|(_, gas)| gas.floor).sum();
    sheet.row(LIFE, total, floor);
    let wanted = JobBuilder::paid(100_000).capability("code").build();
    let (job, gas) = post(s, wanted);
    sheet.gas(POST, &gas);
    sheet.add("accept, worker paid itself", s.ledger().accept("alice", job));
}

fn voluntary<C: Chain>(s: &mut Suite<C>, sheet: &mut Sheet) {
    credit(s, "worker", 1, 5);
    let (job, gas) = post(s, JobBuilder::voluntary(1, 10).build());
    sheet.gas("post a voluntary job", &gas);
    let _ = s.ledger().accept("worker", job).should_succeed();
    let _ = s.ledger().submit("worker", job).should_succeed();
    let approve = s.ledger().approve("app", job);
    sheet.add("approve and settle a voluntary job of the voting domain", approve);
    assert_eq!(s.score("worker", 1).lifetime, Uint128::new(15));
}

fn dispute<C: Chain>(s: &mut Suite<C>, sheet: &mut Sheet) {
    let job = JobBuilder::paid(100_000).arbiter("arbiter").build();
    let job = s.ledger().handed_in("app", "agent", job);
    sheet.add("reject", s.ledger().reject("app", job));
    sheet.add("submit again", s.ledger().submit("agent", job));
    sheet.add("reject again, the arbiter's turn", s.ledger().reject("app", job));
    let decide = s.ledger().arbitrate("arbiter", job, 5_000);
    sheet.add("arbitrate and settle", decide);
    assert!(s.ledger().pending(job).is_empty());
}

fn together<C: Chain>(s: &mut Suite<C>, sheet: &mut Sheet) {
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

fn late<C: Chain>(s: &mut Suite<C>, sheet: &mut Sheet) {
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

fn failing<C: Chain>(s: &mut Suite<C>, sheet: &mut Sheet) {
    let job = s.ledger().handed_in("app", "agent", paid());
    let left = s.ledger().handed_in("app", "agent", paid());
    let pause = dao::ExecuteMsg::GuardianPause { target: Target::Tracker {}, seconds: 3_600 };
    let _ = s.dao().send("guardian", &pause).should_succeed();
    sheet.add("approve and settle, the tracker paused", s.ledger().approve("app", job));
    let _ = s.ledger().approve("app", left).should_succeed();
    assert_eq!(s.ledger().pending(job).len(), 1, "one leg waits");
    let release = dao::ExecuteMsg::GuardianRelease { what: GuardianAct::Pause };
    let _ = s.dao().send("guardian", &release).should_succeed();
    let retry = s.ledger().retry("stranger", job, Leg::Score);
    sheet.add("retry a failed leg", retry);
    assert!(s.ledger().pending(job).is_empty());
    assert_eq!(s.ledger().pending(left).len(), 1, "left for the storage keys");
}

fn forgotten<C: Chain>(s: &mut Suite<C>, sheet: &mut Sheet) {
    let (job, _) = post(s, paid());
    s.wait(2 * 365 * DAY);
    let reclaim = distributor::ExecuteMsg::ReclaimEscrow {
        controller: s.at.ledger.to_string(),
        reference: Reference { kind: JOB_KIND.to_string(), id: job },
    };
    sheet.add("take an escrow back after its backstop", s.distributor().send("stranger", &reclaim));
    let _ = post(s, JobBuilder::paid(100_000).capability("code").build());
}
