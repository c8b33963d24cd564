//! What is answered as possible is what the contracts take, and nothing else: every action by every account in every
//! state, tried and undone.

use axiom_answers::{JobAction, JobLine, MyWork, ProposalAction};
use axiom_suite::{rejection, submission, Suite, DAY, DENOM};
use axiom_types::dao::{self, Vote};
use axiom_types::ledger::{Agreement, ExecuteMsg, JobState};
use rstest::rstest;

use crate::play::{asked, at, job, until, with_money};

const PEOPLE: [&str; 6] = ["app", "worker", "reviewer", "arbiter", "alice", "stranger"];

const OFFER: Agreement = Agreement::Dissolve { worker_bps: 100 };
const OTHER_WORDS: Agreement = Agreement::Extend { seconds: 3_600 };

const ACTIONS: [JobAction; 10] = [
    JobAction::Accept,
    JobAction::Decline,
    JobAction::Cancel,
    JobAction::Submit,
    JobAction::Approve,
    JobAction::Reject,
    JobAction::Arbitrate,
    JobAction::Agree,
    JobAction::AnswerOffer,
    JobAction::Expire,
];

fn message(action: JobAction, job: u64) -> ExecuteMsg {
    match action {
        JobAction::Accept => ExecuteMsg::Accept { job },
        JobAction::Decline => ExecuteMsg::Decline { job },
        JobAction::Cancel => ExecuteMsg::Cancel { job },
        JobAction::Submit => ExecuteMsg::Submit { job, submission: submission("tried") },
        JobAction::Approve => ExecuteMsg::Approve { job },
        JobAction::Reject => ExecuteMsg::Reject { job, reason: rejection() },
        JobAction::Arbitrate => ExecuteMsg::Arbitrate { job, worker_bps: 1, reason: rejection() },
        JobAction::Agree => ExecuteMsg::Agree { job, agreement: OTHER_WORDS },
        JobAction::AnswerOffer => ExecuteMsg::Agree { job, agreement: OFFER },
        JobAction::Expire => ExecuteMsg::Expire { job },
        JobAction::RetryLeg => ExecuteMsg::RetryLeg { job, leg: axiom_types::ledger::Leg::Money },
    }
}

/// The job in whichever list it is; none if it is in no list.
fn find(work: MyWork, job: u64) -> Option<JobLine> {
    let MyWork { offered, open, to_submit, to_review, to_arbitrate, waiting, to_expire, .. } = work;
    let lists = [offered, open, to_submit, to_review, to_arbitrate, waiting, to_expire];
    lists.into_iter().flatten().find(|line| line.job == job)
}

/// A job in a state, with an offer of the client where there can be one.
fn played(s: &mut Suite, state: JobState, direct: bool, offer: bool) -> u64 {
    let new = job(1_000).reviewer("reviewer").arbiter("arbiter");
    let new = if direct { new.to("worker") } else { new };
    let id = s.ledger().posted("app", new.build());
    let reach = |s: &mut Suite| {
        if state == JobState::Open {
            return;
        }
        let _ = s.ledger().accept("worker", id).should_succeed();
        if state == JobState::Accepted {
            return;
        }
        let _ = s.ledger().submit("worker", id).should_succeed();
        if state == JobState::InReview {
            return;
        }
        let _ = s.ledger().reject("app", id).should_succeed();
        if state == JobState::Rework {
            return;
        }
        let _ = s.ledger().submit("worker", id).should_succeed();
        let _ = s.ledger().reject("reviewer", id).should_succeed();
    };
    reach(s);
    assert_eq!(s.ledger().job(id).state, state);
    if offer && state != JobState::Open {
        let _ = s.ledger().agree("app", id, OFFER).should_succeed();
    }
    id
}

#[rstest]
fn jobs(
    #[values(
        JobState::Open,
        JobState::Accepted,
        JobState::InReview,
        JobState::Rework,
        JobState::Disputed
    )]
    state: JobState,
    #[values(true, false)] direct: bool,
    #[values(true, false)] offer: bool,
    #[values(1, 0)] before: u64,
) {
    let mut s = with_money(1_000);
    let id = played(&mut s, state, direct, offer);
    let deadline = s.ledger().job(id).deadline.unwrap();
    until(&mut s, deadline - before);
    for who in PEOPLE {
        let account = at(&s, who);
        let me = asked(&s, |a| a.me(&account)).unwrap();
        let actions = find(me.work, id).map_or(vec![], |line| line.actions);
        for action in ACTIONS {
            // Without an offer the same words are a first offer.
            let action_told = match action {
                JobAction::AnswerOffer if !offer || state == JobState::Open => continue,
                JobAction::AnswerOffer if who == "app" => continue,
                other => other,
            };
            let snapshot = s.chain.snapshot();
            let taken = s.ledger().send(who, &message(action, id)).is_ok();
            s.chain.restore(&snapshot);
            let told = actions.contains(&action_told);
            assert_eq!(told, taken, "{who} {action:?} in {state:?}, told {actions:?}");
        }
    }
}

#[rstest]
fn proposals(#[values("voting", "queued", "ready", "expired", "defeated")] stage: &str) {
    let mut s = Suite::found();
    let id = s.dao().proposed("alice", 1, vec![]);
    if stage != "defeated" {
        let _ = s.dao().vote("ben", id, Vote::Yes).should_succeed();
    }
    let at_stage = s.dao().stage(id);
    match stage {
        "voting" => until(&mut s, at_stage.voting_ends - 1),
        "queued" | "defeated" => until(&mut s, at_stage.voting_ends),
        "ready" => until(&mut s, at_stage.ready_at),
        _ => until(&mut s, at_stage.expires_at),
    }
    for who in ["alice", "ben", "carol", "stranger"] {
        let account = at(&s, who);
        let me = asked(&s, |a| a.me(&account)).unwrap();
        let actions = me.proposals.rows.first().map_or(vec![], |row| row.actions.clone());
        let tried = [
            (ProposalAction::Vote, dao::ExecuteMsg::Vote { proposal_id: id, vote: Vote::Yes }),
            (ProposalAction::Cancel, dao::ExecuteMsg::Cancel { proposal_id: id }),
            (ProposalAction::Execute, dao::ExecuteMsg::Execute { proposal_id: id }),
            (ProposalAction::Close, dao::ExecuteMsg::Close { proposal_id: id }),
        ];
        for (action, msg) in tried {
            let snapshot = s.chain.snapshot();
            let taken = s.dao().send(who, &msg).is_ok();
            s.chain.restore(&snapshot);
            let told = actions.contains(&action);
            assert_eq!(told, taken, "{who} {action:?} in {stage}, told {actions:?}");
        }
    }
}

/// While the ledger is paused nothing is accepted, and everything else goes on.
#[test]
fn a_paused_ledger() {
    let mut s = with_money(1_000);
    let _ = s.distributor().deposit("client", 1, DENOM).should_succeed();
    let id = s.ledger().posted("app", job(1_000).to("worker").build());
    let target = dao::Target::Ledger {};
    let msg = dao::ExecuteMsg::GuardianPause { target, seconds: DAY };
    let _ = s.dao().send("guardian", &msg).should_succeed();
    let account = at(&s, "worker");
    let work = asked(&s, |a| a.me(&account)).unwrap().work;
    assert!(work.paused);
    assert_eq!(work.offered[0].actions, [JobAction::Decline]);
    let _ = s.ledger().accept("worker", id).should_fail();
    let _ = s.ledger().decline("worker", id).should_succeed();
}
