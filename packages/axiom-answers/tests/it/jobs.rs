//! One job in each of its states.

use axiom_answers::{AnswerError, ContractName, JobAction, JobAnswer, Move, Role, Split, Who};
use axiom_local::Fault;
use axiom_suite::{submission, Suite, DAY};
use axiom_types::ledger::{Agreement, EndReason, JobState, Leg, OnSilence};
use axiom_types::record::Transition;
use axiom_types::rule::Rule;
use rstest::rstest;

use crate::play::{asked, at, axm, bare, job, n, until, with_money};

fn ask(s: &Suite, job: u64) -> JobAnswer {
    asked(s, |a| a.job(job)).unwrap()
}

fn by(s: &Suite, who: &str, role: Role, action: JobAction) -> Move {
    Move { who: Who::Account { account: at(s, who), role }, action }
}

#[test]
fn an_offered_job() {
    let mut s = with_money(1_000);
    let id = s.ledger().posted("app", job(1_000).to("worker").build());
    let posted = s.ledger().job(id);
    let answer = ask(&s, id);
    assert_eq!((answer.job, answer.state, answer.ended), (id, JobState::Open, None));
    assert_eq!(answer.posted, posted.posted);
    assert_eq!(answer.parties.client, at(&s, "app"));
    assert_eq!(answer.parties.offered_to, Some(at(&s, "worker")));
    assert_eq!(answer.parties.worker, None);
    assert_eq!(answer.parties.arbiter, s.at.dao.to_string());
    let money = answer.money.unwrap();
    assert_eq!((money.asset, money.price, money.in_escrow), (axm(), n(1_000), n(1_000)));
    assert_eq!((money.fee_bps, money.fee_recipient), (500, s.at.dao.to_string()));
    assert_eq!(money.payees, vec![]);
    let full = Split { paid: n(950), fee: n(50), refunded: n(0) };
    assert_eq!(money.if_approved, Some(full));
    assert_eq!(money.if_nobody_acts, Some(Split { paid: n(0), fee: n(0), refunded: n(1_000) }));
    assert_eq!(money.settled, None);
    assert!(money.backstop.is_some_and(|at| at > s.now()));
    let next = answer.next.unwrap();
    assert_eq!(next.due.at, posted.deadline.unwrap());
    assert_eq!(next.due.height, posted.deadline_height);
    assert!(!next.due.passed && !next.due.waits_for_blocks && !next.clock_stopped);
    assert_eq!((next.outcome.reason, next.outcome.worker_bps), (EndReason::NotAccepted, 0));
    assert_eq!(
        answer.moves,
        vec![
            by(&s, "worker", Role::OfferedTo, JobAction::Accept),
            by(&s, "worker", Role::OfferedTo, JobAction::Decline),
            by(&s, "app", Role::Client, JobAction::Cancel),
        ]
    );
    let steps = answer.steps.unwrap();
    assert_eq!(steps.rows.len(), 1);
    assert_eq!(steps.rows[0].transition, Transition::Posted);
    assert_eq!((steps.rows[0].record, steps.rows[0].actor.clone()), (0, at(&s, "app")));
    assert_eq!(steps.rows[0].leaf, s.ledger().record(0).leaf.to_hex());
}

/// Before the last second only the people concerned can act, at it only time.
#[rstest]
#[case::a_second_before(1, false)]
#[case::at_the_second(0, true)]
fn the_border_of_a_deadline(#[case] before: u64, #[case] over: bool) {
    let mut s = with_money(1_000);
    let id = s.ledger().posted("app", job(1_000).to("worker").build());
    let deadline = s.ledger().job(id).deadline.unwrap();
    until(&mut s, deadline - before);
    let answer = ask(&s, id);
    assert_eq!(answer.next.unwrap().due.passed, over);
    let expire = Move { who: Who::Anyone {}, action: JobAction::Expire };
    assert_eq!(answer.moves.contains(&expire), over);
    assert_eq!(answer.moves.len(), if over { 1 } else { 3 });
    // What was answered is what the ledger does.
    let outcome = s.ledger().accept("worker", id);
    assert_eq!(outcome.is_ok(), !over);
    if over {
        let _ = s.ledger().expire("stranger", id).should_succeed();
        let ended = ask(&s, id);
        assert_eq!((ended.ended, ended.next), (Some(EndReason::NotAccepted), None));
        assert_eq!(ended.moves, vec![]);
    }
}

/// A chain that stood still has the time but not the blocks: nobody can end the state yet.
#[test]
fn a_halted_chain_waits_for_blocks() {
    let mut s = with_money(1_000);
    let id = s.ledger().posted("app", job(1_000).to("worker").build());
    s.chain.halt(3 * DAY);
    let due = ask(&s, id).next.unwrap().due;
    assert!(due.waits_for_blocks && !due.passed);
    let _ = s.ledger().expire("stranger", id).should_fail();
    let missing = due.height.unwrap() - s.chain.height();
    s.chain.advance_blocks(missing - 1);
    assert!(!ask(&s, id).next.unwrap().due.passed);
    s.chain.advance_blocks(1);
    assert!(ask(&s, id).next.unwrap().due.passed);
    let _ = s.ledger().expire("stranger", id).should_succeed();
}

#[test]
fn a_pause_closes_the_door_and_stops_the_clock() {
    let mut s = with_money(1_000);
    let open = s.ledger().posted("app", job(500).build());
    let gate = |s: &Suite| ask(s, open).moves;
    let accept = Move { who: Who::Gate { gate: Rule::Anyone {} }, action: JobAction::Accept };
    assert_eq!(gate(&s), vec![accept, by(&s, "app", Role::Client, JobAction::Cancel)]);
    let before = ask(&s, open).next.unwrap().due.at;
    let target = axiom_types::dao::Target::Ledger {};
    let msg = axiom_types::dao::ExecuteMsg::GuardianPause { target, seconds: DAY };
    let _ = s.dao().send("guardian", &msg).should_succeed();
    let next = ask(&s, open).next.unwrap();
    assert!(next.clock_stopped);
    assert_eq!(next.due.at - before, 5);
    assert_eq!(gate(&s), vec![by(&s, "app", Role::Client, JobAction::Cancel)]);
    s.wait(DAY);
    let later = ask(&s, open).next.unwrap();
    assert!(!later.clock_stopped);
    assert_eq!(later.due.at - before, DAY);
}

#[test]
fn through_both_rejections_to_the_arbiter() {
    let mut s = with_money(1_000);
    let new = job(1_000).reviewer("reviewer").arbiter("arbiter").build();
    let id = s.ledger().posted("app", new);
    let _ = s.ledger().accept("worker", id).should_succeed();
    let accepted = ask(&s, id);
    assert_eq!(accepted.state, JobState::Accepted);
    let agree = |s: &Suite| {
        vec![
            by(s, "app", Role::Client, JobAction::Agree),
            by(s, "worker", Role::Worker, JobAction::Agree),
        ]
    };
    let mut expected = vec![by(&s, "worker", Role::Worker, JobAction::Submit)];
    expected.extend(agree(&s));
    assert_eq!(accepted.moves, expected);
    let payees = accepted.money.unwrap().payees;
    assert_eq!((payees[0].account.clone(), payees[0].bps), (at(&s, "worker"), 10_000));

    let _ = s.ledger().submit("worker", id).should_succeed();
    let review = ask(&s, id);
    let mut expected = vec![
        by(&s, "app", Role::Client, JobAction::Approve),
        by(&s, "app", Role::Client, JobAction::Reject),
        by(&s, "reviewer", Role::Reviewer, JobAction::Approve),
        by(&s, "reviewer", Role::Reviewer, JobAction::Reject),
    ];
    expected.extend(agree(&s));
    assert_eq!(review.moves, expected);
    assert_eq!(review.submission, Some(submission("work")));
    let outcome = review.next.unwrap().outcome;
    assert_eq!((outcome.reason, outcome.worker_bps), (EndReason::ReviewerAbsent, 10_000));
    assert_eq!(outcome.text, "nobody reviews it: silence approves, and the worker is paid in full");

    let _ = s.ledger().reject("reviewer", id).should_succeed();
    let rework = ask(&s, id);
    assert_eq!((rework.state, rework.rejection.is_some()), (JobState::Rework, true));
    assert_eq!(rework.next.unwrap().outcome.reason, EndReason::NotReworked);
    let _ = s.ledger().submit("worker", id).should_succeed();
    let _ = s.ledger().reject("app", id).should_succeed();
    let disputed = ask(&s, id);
    assert_eq!(disputed.moves[0], by(&s, "arbiter", Role::Arbiter, JobAction::Arbitrate));
    let next = disputed.next.unwrap();
    assert_eq!((next.outcome.reason, next.outcome.worker_bps), (EndReason::ArbiterAbsent, 5_000));
    assert!(next.outcome.assumed);
    assert_eq!(next.outcome.text, "the arbiter is silent: the worker gets 50 % of the price");

    let done = s.ledger().arbitrate("arbiter", id, 3_333).should_succeed();
    let ended = ask(&s, id);
    assert_eq!((ended.ended, ended.worker_bps), (Some(EndReason::Arbitrated), Some(3_333)));
    let split = ended.money.unwrap().settled.unwrap();
    let told = |key| done.attribute("axiom_ledger_job_settled", key).unwrap().parse().unwrap();
    assert_eq!(
        split,
        Split { paid: n(told("paid")), fee: n(told("fee")), refunded: n(told("refunded")) }
    );
    assert_eq!(split, Split { paid: n(316), fee: n(17), refunded: n(667) });
    let steps: Vec<_> = ended.steps.unwrap().rows.iter().map(|step| step.transition).collect();
    use Transition as T;
    assert_eq!(
        steps,
        [
            T::Posted,
            T::Accepted,
            T::Submitted,
            T::Rejected,
            T::Resubmitted,
            T::Disputed,
            T::Arbitrated
        ]
    );
}

#[test]
fn silence_can_mean_a_refund() {
    let mut s = with_money(1_000);
    let new = job(1_000).on_silence(OnSilence::RefundClient).build();
    let id = s.ledger().handed_in("app", "worker", new);
    let answer = ask(&s, id);
    let outcome = answer.next.unwrap().outcome;
    assert_eq!((outcome.reason, outcome.worker_bps), (EndReason::ReviewerAbsent, 0));
    assert_eq!(answer.money.unwrap().if_nobody_acts.unwrap().refunded, n(1_000));
}

#[test]
fn a_job_that_names_what_the_arbiters_silence_means() {
    let mut s = with_money(1_000);
    let new = job(1_000).arbiter("arbiter").arbiter_silence(2_550).build();
    let id = s.ledger().handed_in("app", "worker", new);
    let _ = s.ledger().reject("app", id).should_succeed();
    let _ = s.ledger().submit("worker", id).should_succeed();
    let _ = s.ledger().reject("app", id).should_succeed();
    let outcome = ask(&s, id).next.unwrap().outcome;
    assert_eq!((outcome.worker_bps, outcome.assumed), (2_550, false));
    assert_eq!(outcome.text, "the arbiter is silent: the worker gets 25.50 % of the price");
}

#[test]
fn an_offer_waits_for_the_other_side() {
    let mut s = with_money(1_000);
    let id = s.ledger().posted("app", job(1_000).build());
    let _ = s.ledger().accept("worker", id).should_succeed();
    let words = Agreement::Dissolve { worker_bps: 1_000 };
    let _ = s.ledger().agree("app", id, words.clone()).should_succeed();
    let answer = ask(&s, id);
    assert_eq!(answer.offer.unwrap().agreement, words);
    let answers = |who, role| by(&s, who, role, JobAction::AnswerOffer);
    assert!(answer.moves.contains(&answers("worker", Role::Worker)));
    assert!(!answer.moves.contains(&answers("app", Role::Client)));
}

#[test]
fn a_failed_leg_can_be_tried_again_by_anybody() {
    let mut s = with_money(1_000);
    let id = s.ledger().handed_in("app", "worker", job(1_000).build());
    let distributor = s.at.distributor.clone();
    s.chain.set_fault(&distributor, Fault::fail("out of order"));
    let _ = s.ledger().approve("app", id).should_succeed();
    s.chain.clear_faults();
    let answer = ask(&s, id);
    assert_eq!(answer.state, JobState::Settled);
    assert_eq!(answer.failed_legs.len(), 1);
    assert_eq!(answer.failed_legs[0].leg, Leg::Money);
    assert_eq!(answer.money.unwrap().in_escrow, n(1_000));
    assert_eq!(answer.moves, vec![Move { who: Who::Anyone {}, action: JobAction::RetryLeg }]);
    let _ = s.ledger().retry("stranger", id, Leg::Money).should_succeed();
    let mended = ask(&s, id);
    assert_eq!((mended.failed_legs, mended.moves), (vec![], vec![]));
    assert_eq!(mended.money.unwrap().in_escrow, n(0));
}

#[test]
fn voluntary_work_has_no_money() {
    let mut s = Suite::found();
    let id = s.ledger().posted("app", axiom_suite::JobBuilder::voluntary(2, 40).build());
    assert_eq!(ask(&s, id).money, None);
}

#[test]
fn what_there_is_not() {
    let s = Suite::found();
    let error = asked(&s, |a| a.job(99)).unwrap_err();
    assert!(error.refusal().unwrap().contains("99"), "{error}");
    let s = bare();
    let error = asked(&s, |a| a.job(1)).unwrap_err();
    assert_eq!(error, AnswerError::LeftOut { contract: ContractName::Ledger });
    assert!(error.to_string().contains("no execution-ledger"), "{error}");
}

/// An address that is no governance-dao is told from one that is.
#[test]
fn another_contract_is_no_dao() {
    let s = Suite::found();
    let chain: &dyn axiom_chain::Chain = &s.chain;
    let tracker = s.at.tracker.as_str();
    let error = axiom_answers::Economy::read(&chain, tracker).unwrap_err();
    assert!(error.to_string().contains("`economy`"), "{error}");
}
