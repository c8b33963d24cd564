//! What an account can do now, and what ends when.

use axiom_answers::{
    Answers, Budget, Deadline, JobAction, Me, ProposalAction, Role, Source, Subject,
};
use axiom_chain::Chain;
use axiom_suite::{Suite, DAY, DENOM, FUNDS};
use axiom_types::dao::{Stage, Vote};
use axiom_types::ledger::JobState;
use axiom_types::registry::ParticipantKind;
use axiom_types::rule::Rule;
use rstest::rstest;

use crate::play::{asked, at, bare, job, n, until, with_money};

fn me(s: &Suite, who: &str) -> Me {
    let account = at(s, who);
    asked(s, |a| a.me(&account)).unwrap()
}

fn numbers(lines: &[axiom_answers::JobLine]) -> Vec<u64> {
    lines.iter().map(|line| line.job).collect()
}

#[test]
fn a_stranger_has_nothing_but_open_doors() {
    let mut s = with_money(1_000);
    let open = s.ledger().posted("app", job(100).build());
    let gated = job(100).gate(Rule::Registered { kind: None }).build();
    let _ = s.ledger().posted("app", gated);
    let _ = s.ledger().posted("app", job(100).to("worker").build());
    let answer = me(&s, "stranger");
    assert_eq!(answer.account, at(&s, "stranger"));
    assert_eq!((answer.contract, answer.left_out.clone()), (None, vec![]));
    assert_eq!(answer.registration, None);
    assert_eq!(answer.binding_offers.unwrap().rows, vec![]);
    assert_eq!(numbers(&answer.work.open), [open]);
    assert_eq!(answer.work.open[0].actions, [JobAction::Accept]);
    assert_eq!(answer.work.open[0].roles, []);
    for list in [&answer.work.offered, &answer.work.waiting, &answer.work.to_expire] {
        assert_eq!(numbers(list), Vec::<u64>::new());
    }
    assert!(!answer.work.more && !answer.work.paused);
    assert_eq!(answer.weight.own, 0);
    assert_eq!(answer.weight.total, 1_000);
    assert_eq!(answer.claimable.pools, vec![]);
    assert_eq!(answer.balances.internal.rows, vec![]);
    assert_eq!(answer.balances.wallet.len(), 1);
    assert_eq!(answer.balances.wallet[0].amount, n(FUNDS));
    assert!(!answer.balances.wallet_complete);
    assert!(answer.scores.iter().all(|score| score.score.is_zero()));
    assert_eq!(answer.deadlines, vec![]);
}

/// Each part in a job finds it in its own list, with what it can do.
#[test]
fn every_part_of_a_job() {
    let mut s = with_money(10_000);
    let new = || job(1_000).reviewer("reviewer").arbiter("arbiter");
    let offered = s.ledger().posted("app", new().to("worker").build());
    let taken = s.ledger().posted("app", new().build());
    let _ = s.ledger().accept("worker", taken).should_succeed();
    let review = s.ledger().handed_in("app", "worker", new().build());
    let dispute = s.ledger().handed_in("app", "worker", new().build());
    let _ = s.ledger().reject("app", dispute).should_succeed();
    let rework = s.ledger().handed_in("app", "worker", new().build());
    let _ = s.ledger().reject("app", rework).should_succeed();
    let _ = s.ledger().submit("worker", dispute).should_succeed();
    let _ = s.ledger().reject("reviewer", dispute).should_succeed();

    let worker = me(&s, "worker").work;
    assert_eq!(numbers(&worker.offered), [offered]);
    assert_eq!(worker.offered[0].actions, [JobAction::Accept, JobAction::Decline]);
    assert_eq!(worker.offered[0].roles, [Role::OfferedTo]);
    assert_eq!(numbers(&worker.to_submit), [taken, rework]);
    assert_eq!(worker.to_submit[0].actions, [JobAction::Submit, JobAction::Agree]);
    assert_eq!(numbers(&worker.waiting), [review, dispute]);
    assert_eq!(worker.waiting[0].actions, [JobAction::Agree]);

    let app = me(&s, "app").work;
    assert_eq!(numbers(&app.to_review), [review]);
    assert_eq!(app.to_review[0].actions, [JobAction::Approve, JobAction::Reject, JobAction::Agree]);
    assert_eq!(numbers(&app.waiting), [offered, taken, dispute, rework]);
    assert_eq!(app.waiting[0].actions, [JobAction::Cancel]);

    let reviewer = me(&s, "reviewer").work;
    assert_eq!(numbers(&reviewer.to_review), [review]);
    assert_eq!(reviewer.to_review[0].actions, [JobAction::Approve, JobAction::Reject]);
    assert_eq!(numbers(&reviewer.waiting), [offered, taken, dispute, rework]);

    let arbiter = me(&s, "arbiter").work;
    assert_eq!(numbers(&arbiter.to_arbitrate), [dispute]);
    assert_eq!(arbiter.to_arbitrate[0].actions, [JobAction::Arbitrate]);
    assert_eq!(arbiter.to_arbitrate[0].state, JobState::Disputed);
    assert_eq!(
        arbiter.to_arbitrate[0].if_nobody_acts.as_ref().unwrap().text,
        "the arbiter is silent: the worker gets 50 % of the price"
    );
    assert_eq!(numbers(&arbiter.open), Vec::<u64>::new());
}

/// A gate is asked as the ledger asks it: what is open in the list can be taken, what is not, not.
#[rstest]
#[case::anyone(Rule::Anyone {}, true)]
#[case::of_the_kind(Rule::Registered { kind: Some(ParticipantKind::Agent) }, true)]
#[case::of_another_kind(Rule::Registered { kind: Some(ParticipantKind::User) }, false)]
#[case::with_the_capability(Rule::Capability { name: "rust".to_string() }, true)]
#[case::without_the_capability(Rule::Capability { name: "go".to_string() }, false)]
#[case::too_little_score(Rule::MinScore { tracker: None, domain: 2, min: n(1) }, false)]
#[case::enough_score(Rule::MinScore { tracker: None, domain: 1, min: n(0) }, true)]
#[case::unknown_domain(Rule::MinScore { tracker: None, domain: 9, min: n(1) }, false)]
#[case::no_score_yet(Rule::Not { rule: Box::new(Rule::MinScore { tracker: None, domain: 1, min: n(1) }) }, true)]
#[case::two_of_three(
    Rule::AtLeast {
        count: 2,
        rules: vec![
            Rule::Registered { kind: None },
            Rule::Capability { name: "go".to_string() },
            Rule::Capability { name: "rust".to_string() },
        ],
    },
    true
)]
fn gates(#[case] gate: Rule, #[case] admitted: bool) {
    let mut s = with_money(1_000);
    let _ = s.registry().register("agent", ParticipantKind::Agent, &["rust"]).should_succeed();
    let id = s.ledger().posted("app", job(100).gate(gate).build());
    assert_eq!(numbers(&me(&s, "agent").work.open), if admitted { vec![id] } else { vec![] });
    assert_eq!(s.ledger().accept("agent", id).is_ok(), admitted);
}

/// The reviewer meets the gate and still cannot take the job.
#[test]
fn who_judges_cannot_take() {
    let mut s = with_money(1_000);
    let id = s.ledger().posted("app", job(100).reviewer("reviewer").arbiter("arbiter").build());
    for judge in ["reviewer", "arbiter"] {
        assert_eq!(numbers(&me(&s, judge).work.open), Vec::<u64>::new());
        let _ = s.ledger().accept(judge, id).should_fail();
    }
    // The client may, though such work earns no score; it stays in the client's own list.
    assert_eq!(numbers(&me(&s, "app").work.waiting), [id]);
    assert_eq!(me(&s, "app").work.waiting[0].actions, [JobAction::Accept, JobAction::Cancel]);
}

#[rstest]
#[case::a_second_before(1)]
#[case::at_the_second(0)]
fn an_expired_job_is_everybodys(#[case] before: u64) {
    let mut s = with_money(1_000);
    let id = s.ledger().handed_in("app", "worker", job(1_000).build());
    let deadline = s.ledger().job(id).deadline.unwrap();
    until(&mut s, deadline - before);
    let over = before == 0;
    let expire = |who| numbers(&me(&s, who).work.to_expire);
    for who in ["stranger", "app", "worker"] {
        assert_eq!(expire(who), if over { vec![id] } else { vec![] });
    }
    let app = me(&s, "app");
    assert_eq!(numbers(&app.work.to_review), if over { vec![] } else { vec![id] });
    assert_eq!(app.deadlines.len(), usize::from(!over));
    assert_eq!(s.ledger().expire("stranger", id).is_ok(), over);
}

#[test]
fn one_sorted_list_of_deadlines() {
    let mut s = with_money(3_000);
    let _ = s.registry().register("alice", ParticipantKind::User, &[]).should_succeed();
    let late = s.ledger().posted("app", job(1_000).to("alice").build());
    let taken = s.ledger().posted("app", job(1_000).build());
    let _ = s.ledger().accept("alice", taken).should_succeed();
    let proposal = s.dao().proposed("ben", 1, vec![]);
    let stage = s.dao().stage(proposal);
    let answer = me(&s, "alice");
    let subjects: Vec<_> = answer.deadlines.iter().map(|row| row.subject.clone()).collect();
    assert_eq!(
        subjects,
        [
            Subject::Job { job: late },
            Subject::Proposal { proposal },
            Subject::Job { job: taken },
            Subject::Registration { account: at(&s, "alice") },
        ]
    );
    let ends: Vec<_> = answer.deadlines.iter().map(|row| row.at).collect();
    let expires = s.registry().participant("alice").unwrap().expires;
    let job_end = |s: &mut Suite, id| s.ledger().job(id).deadline.unwrap();
    let expected = [job_end(&mut s, late), stage.voting_ends, job_end(&mut s, taken), expires];
    assert_eq!(ends, expected);
    let mine: Vec<_> = answer.deadlines.iter().map(|row| row.mine).collect();
    assert_eq!(mine, [true, true, true, false]);
    let Deadline { text, height, .. } = &answer.deadlines[0];
    assert_eq!(text, "accept or decline; else nobody takes it: the client is refunded");
    assert_eq!(*height, s.ledger().job(late).deadline_height);
    assert_eq!(answer.deadlines[1].text, "vote; then voting ends");
    assert_eq!(answer.deadlines[1].height, Some(stage.start_height + 100));
}

#[rstest]
#[case::a_second_before(1, false)]
#[case::from_then_on(0, true)]
fn renewal_is_due(#[case] before: u64, #[case] due: bool) {
    let mut s = Suite::found();
    let _ = s.registry().register("agent", ParticipantKind::Agent, &["rust"]).should_succeed();
    let expires = s.registry().participant("agent").unwrap().expires;
    until(&mut s, expires - 30 * DAY - before);
    let answer = me(&s, "agent");
    let registration = answer.registration.unwrap();
    assert_eq!((registration.expires, registration.live), (expires, true));
    assert_eq!(registration.renewal_from, expires - 30 * DAY);
    assert_eq!(registration.renewal_due, due);
    assert_eq!(answer.deadlines[0].mine, due);
    assert_eq!(s.registry().renew("agent", &[]).is_ok(), due);
}

#[test]
fn an_expired_registration_is_shown_and_has_no_deadline() {
    let mut s = Suite::found();
    let _ = s.registry().register("agent", ParticipantKind::Agent, &[]).should_succeed();
    s.wait(91 * DAY);
    let answer = me(&s, "agent");
    let registration = answer.registration.unwrap();
    assert!(!registration.live && registration.renewal_due);
    assert_eq!(answer.deadlines, vec![]);
}

#[test]
fn votes_direct_relayed_and_not_at_all() {
    let mut s = Suite::found();
    let id = s.dao().proposed("alice", 1, vec![]);
    let one = |s: &Suite, who| me(s, who).proposals.rows.remove(0);
    let fresh = one(&s, "ben");
    assert_eq!((fresh.proposal, fresh.stage, fresh.weight), (id, Stage::Voting, 300));
    assert_eq!((fresh.voted, fresh.actions.clone()), (None, vec![ProposalAction::Vote]));
    assert_eq!(fresh.track_name.as_deref(), Some("parameters"));
    assert_eq!(one(&s, "alice").actions, [ProposalAction::Vote, ProposalAction::Cancel]);
    assert_eq!((one(&s, "stranger").weight, one(&s, "stranger").actions), (0, vec![]));

    let _ = s.dao().vote("alice", id, Vote::Yes).should_succeed();
    let signed = s.dao().signed_vote("ben", id, Vote::No);
    let _ = s.dao().relay("stranger", id, vec![signed]).should_succeed();
    assert_eq!((one(&s, "alice").voted, one(&s, "ben").voted), (Some("yes"), Some("no")));
    assert_eq!((one(&s, "ben").weight, one(&s, "ben").actions), (300, vec![]));
    assert_eq!(one(&s, "alice").actions, [ProposalAction::Cancel]);

    let stage = s.dao().stage(id);
    until(&mut s, stage.voting_ends - 1);
    assert_eq!(one(&s, "carol").actions, [ProposalAction::Vote]);
    until(&mut s, stage.voting_ends);
    assert_eq!((one(&s, "carol").stage, one(&s, "carol").actions), (Stage::Queued, vec![]));
    until(&mut s, stage.ready_at);
    assert_eq!(one(&s, "stranger").actions, [ProposalAction::Execute]);
    let _ = s.dao().execute("stranger", id).should_succeed();
    assert_eq!(me(&s, "stranger").proposals.rows, vec![]);
}

/// A member who came after the proposal counts nothing in it.
#[test]
fn weight_is_that_of_the_proposals_start() {
    let mut s = Suite::found();
    let id = s.dao().proposed("alice", 1, vec![]);
    let vote = axiom_suite::JobBuilder::voluntary(1, 50).build();
    let job = s.ledger().handed_in("app", "dave", vote);
    let _ = s.ledger().approve("app", job).should_succeed();
    assert!(s.weight("dave") > 0);
    let answer = me(&s, "dave");
    assert_eq!(answer.weight.own, s.weight("dave"));
    assert_eq!((answer.proposals.rows[0].proposal, answer.proposals.rows[0].weight), (id, 0));
    assert_eq!(answer.proposals.rows[0].actions, vec![]);
}

#[test]
fn a_defeated_proposal_can_be_closed_once() {
    let mut s = Suite::found();
    let id = s.dao().proposed("alice", 1, vec![]);
    s.wait(4 * DAY);
    let answer = me(&s, "stranger");
    assert_eq!(answer.proposals.rows[0].stage, Stage::Defeated);
    assert_eq!(answer.proposals.rows[0].actions, [ProposalAction::Close]);
    let msg = axiom_types::dao::ExecuteMsg::Close { proposal_id: id };
    let _ = s.dao().send("stranger", &msg).should_succeed();
    assert_eq!(me(&s, "stranger").proposals.rows, vec![]);
}

#[test]
fn offers_to_be_a_principal() {
    let mut s = Suite::found();
    for (who, kind) in [("ben", ParticipantKind::User), ("agent", ParticipantKind::Agent)] {
        let _ = s.registry().register(who, kind, &[]).should_succeed();
    }
    let route = [("ben", 4_000), ("agent", 6_000)];
    let _ = s.registry().offer_binding("ben", "agent", &route).should_succeed();
    let offers = me(&s, "agent").binding_offers.unwrap().rows;
    assert_eq!(offers.len(), 1);
    assert_eq!(offers[0].principal, s.addr("ben"));
    assert_eq!(offers[0].route, s.registry().route(&route));
    let _ = s.registry().accept_binding("agent", "ben", &route).should_succeed();
    assert_eq!(me(&s, "agent").binding_offers.unwrap().rows, vec![]);
    let registration = me(&s, "agent").registration.unwrap();
    assert_eq!(registration.principal, Some(at(&s, "ben")));
}

#[test]
fn an_economy_without_the_others() {
    let mut s = bare();
    let id = s.dao().proposed("alice", 1, vec![]);
    let answer = me(&s, "alice");
    let left: Vec<_> = answer.left_out.iter().map(|name| name.word()).collect();
    assert_eq!(left, ["registry", "ledger", "distributor"]);
    assert!(answer.claimable.left_out);
    assert_eq!(answer.work, axiom_answers::MyWork::default());
    assert_eq!((answer.weight.own, answer.proposals.rows[0].proposal), (500, id));
    assert_eq!(answer.scores[0].score, n(499));
    assert_eq!(answer.deadlines.len(), 1);
}

/// More jobs than a page has: the budget is kept, and the answer says so.
#[test]
fn more_than_a_hundred_jobs() {
    let mut s = with_money(10_000);
    for _ in 0..105 {
        let _ = s.ledger().posted("app", job(10).build());
    }
    let account = at(&s, "worker");
    let chain: &dyn Chain = &s.chain;
    let source: &dyn Source = &chain;
    let answers = |pages| {
        let answers = Answers::of_dao(source, s.at.dao.as_str()).unwrap();
        answers.with_budget(Budget { pages }).me(&account).unwrap()
    };
    let (one, two) = (answers(1), answers(2));
    assert_eq!((one.work.open.len(), one.work.more), (100, true));
    assert_eq!((two.work.open.len(), two.work.more), (105, false));
    let health = |pages| {
        let answers = Answers::of_dao(source, s.at.dao.as_str()).unwrap();
        answers.with_budget(Budget { pages }).health().unwrap()
    };
    let open = |pages| health(pages).jobs.unwrap().open;
    assert_eq!((open(1).counted, open(1).more), (100, true));
    assert_eq!((open(2).counted, open(2).more), (105, false));
}

#[test]
fn an_economy_at_a_glance() {
    let mut s = with_money(1_000);
    let _ = s.registry().register("agent", ParticipantKind::Agent, &[]).should_succeed();
    let _ = s.ledger().handed_in("app", "worker", job(500).build());
    let _ = s.distributor().standing_pool("app", 2, DENOM);
    let _ = s.dao().proposed("alice", 1, vec![]);
    let health = asked(&s, |a| a.health()).unwrap();
    assert_eq!(health.economy.name, "First Light");
    assert_eq!(health.contracts.len(), 5);
    assert!(health.contracts.iter().all(|row| row.version == "0.1.0"));
    assert!(health.contracts.iter().all(|row| row.paused_until.is_none()));
    assert_eq!((health.participants.counted, health.members.counted), (1, 3));
    assert_eq!((health.total_weight, health.pools.counted), (1_000, 1));
    assert_eq!(health.open_proposals.counted, 1);
    let jobs = health.jobs.unwrap();
    assert_eq!((jobs.in_review.counted, jobs.open.counted, jobs.failed_legs.counted), (1, 0, 0));
    assert_eq!(health.guardian.unwrap().address, Some(s.addr("guardian")));
    let health = asked(&bare(), |a| a.health()).unwrap();
    assert_eq!((health.jobs, health.contracts.len()), (None, 2));
}

#[test]
fn who_an_account_is() {
    let mut s = with_money(2_000);
    for (who, kind) in [("ben", ParticipantKind::User), ("agent", ParticipantKind::Agent)] {
        let _ = s.registry().register(who, kind, &["rust"]).should_succeed();
    }
    s.registry().bind("ben", "agent", &[("ben", 10_000)]);
    let id = s.ledger().handed_in("app", "worker", job(2_000).build());
    let _ = s.ledger().approve("app", id).should_succeed();
    let who = |name: &str| {
        let account = at(&s, name);
        asked(&s, |a| a.participant(&account)).unwrap()
    };
    let ben = who("ben");
    assert_eq!(ben.agents.rows, [at(&s, "agent")]);
    assert_eq!((ben.weight.own, ben.weight.total), (300, 1_000));
    assert_eq!(ben.registration.unwrap().kind, ParticipantKind::User);
    let worker = who("worker");
    assert_eq!(worker.registration, None);
    assert_eq!(worker.scores[1].name, "code");
    assert_eq!((worker.scores[1].lifetime, worker.scores[1].votes), (n(2), false));
    assert_eq!(worker.balances.internal.rows[0].amount, n(1_900));
    let dao = who("dao");
    assert_eq!(dao.contract, Some(axiom_answers::ContractName::Dao));
    assert_eq!(dao.balances.internal.rows[0].amount, n(100));
}
