//! One proposal in each of its stages.

use axiom_answers::{Answers, Budget, ContractName, ProposalAction, ProposalAnswer, Source, Tally};
use axiom_chain::{Account, Chain};
use axiom_suite::{call, spend, Builder, Suite, DAY, DENOM, HOUR};
use axiom_types::dao::{ExecuteMsg, Proposed, Stage, Vote};
use axiom_types::tracker::GenesisMember;
use axiom_types::{distributor, ledger, tracker};
use cosmwasm_std::CosmosMsg;
use rstest::rstest;
use serde_json::json;

use crate::play::{asked, at, axm, bare, n, until};

fn ask(s: &Suite, id: u64) -> ProposalAnswer {
    asked(s, |a| a.proposal(id)).unwrap()
}

fn settings(s: &Suite) -> ledger::SettingsMsg {
    axiom_chain::ChainExt::query(&s.chain, &s.at.ledger, &ledger::QueryMsg::Settings {})
}

fn new_fee(s: &Suite, fee_bps: u16) -> CosmosMsg {
    let settings = ledger::SettingsMsg { fee_bps, ..settings(s) };
    let admin = ledger::AdminMsg::UpdateSettings { settings };
    call(&s.at.ledger, &ledger::ExecuteMsg::Admin(admin))
}

#[test]
fn through_all_stages() {
    let mut s = Suite::found();
    let msg = new_fee(&s, 300);
    let id = s.dao().proposed("alice", 1, vec![msg]);
    let stage = s.dao().stage(id);
    let answer = ask(&s, id);
    assert_eq!((answer.proposal, answer.stage, answer.closed), (id, Stage::Voting, false));
    assert_eq!((answer.title.as_str(), answer.track), ("A proposal", 1));
    assert_eq!(answer.track_name.as_deref(), Some("parameters"));
    assert_eq!(answer.proposer, at(&s, "alice"));
    assert_eq!(
        answer.tally,
        Tally {
            yes: 0,
            no: 0,
            abstain: 0,
            total: 1_000,
            quorum_bps: 2_000,
            threshold_bps: 5_000,
            quorum_missing: 200,
            quorum_reached: false,
            threshold_reached: false,
            passes: false,
        }
    );
    assert_eq!(answer.actions, [ProposalAction::Vote, ProposalAction::Cancel]);
    let due = answer.next.due.unwrap();
    assert_eq!((due.at, due.height), (stage.voting_ends, Some(stage.start_height + 100)));
    assert!(answer.next.text.ends_with("it fails: weight 200 is missing for the quorum"));
    let message = &answer.messages[0];
    assert_eq!(message.contract, Some(ContractName::Ledger));
    assert_eq!(message.method, "admin.update_settings");
    assert_eq!(message.text, "change the ledger's settings for jobs posted from then on");
    assert_eq!(message.changes.len(), 1);
    assert_eq!(message.changes[0].field, "fee_bps");
    assert_eq!((&message.changes[0].from, &message.changes[0].to), (&json!(500), &json!(300)));

    let _ = s.dao().vote("alice", id, Vote::Yes).should_succeed();
    let signed = vec![s.dao().signed_vote("carol", id, Vote::No)];
    let _ = s.dao().relay("stranger", id, signed).should_succeed();
    let answer = ask(&s, id);
    assert_eq!((answer.tally.yes, answer.tally.no, answer.tally.passes), (500, 200, true));
    let mut votes: Vec<_> =
        answer.votes.rows.iter().map(|row| (row.voter.clone(), row.vote, row.weight)).collect();
    votes.sort_by_key(|row| row.2);
    assert_eq!(votes, [(at(&s, "carol"), "no", 200), (at(&s, "alice"), "yes", 500)]);
    assert!(answer.next.text.contains("it passes"), "{}", answer.next.text);

    until(&mut s, stage.voting_ends);
    let queued = ask(&s, id);
    assert_eq!((queued.stage, queued.actions.clone()), (Stage::Queued, vec![]));
    assert_eq!(queued.next.due.unwrap().at, stage.ready_at);
    until(&mut s, stage.ready_at);
    let ready = ask(&s, id);
    assert_eq!((ready.stage, ready.actions.clone()), (Stage::Ready, vec![ProposalAction::Execute]));
    assert_eq!(ready.next.due.unwrap().at, stage.expires_at);
    let _ = s.dao().execute("stranger", id).should_succeed();
    let done = ask(&s, id);
    assert_eq!((done.stage, done.closed, done.next.due), (Stage::Executed, true, None));
    // What it changed is no change any more.
    assert_eq!((done.actions.clone(), done.messages[0].changes.len()), (vec![], 0));
    assert_eq!(settings(&s).fee_bps, 300);
}

#[rstest]
#[case::last_second(1, Stage::Voting)]
#[case::the_end(0, Stage::Defeated)]
fn the_border_of_voting(#[case] before: u64, #[case] expected: Stage) {
    let mut s = Suite::found();
    let id = s.dao().proposed("alice", 1, vec![]);
    let _ = s.dao().vote("carol", id, Vote::Yes).should_succeed();
    let _ = s.dao().vote("ben", id, Vote::No).should_succeed();
    let ends = s.dao().stage(id).voting_ends;
    until(&mut s, ends - before);
    let answer = ask(&s, id);
    assert_eq!(answer.stage, expected);
    assert!(answer.tally.quorum_reached && !answer.tally.threshold_reached);
    let over = expected == Stage::Defeated;
    assert_eq!(answer.actions.contains(&ProposalAction::Close), over);
    assert_eq!(s.dao().vote("alice", id, Vote::Yes).is_ok(), !over);
}

/// A chain that stood still: the time has come and the blocks have not.
#[test]
fn voting_waits_for_blocks() {
    let mut s = Suite::found();
    let id = s.dao().proposed("alice", 1, vec![]);
    s.chain.halt(4 * DAY);
    let answer = ask(&s, id);
    assert_eq!(answer.stage, Stage::Voting);
    assert!(answer.next.due.unwrap().waits_for_blocks);
}

/// What the tally says of itself is what the dao makes of it, at each border.
#[rstest]
#[case::tie(&[("alice", Vote::Yes), ("ben", Vote::No), ("carol", Vote::No)])]
#[case::more_yes(&[("alice", Vote::Yes), ("ben", Vote::No)])]
#[case::just_the_quorum(&[("carol", Vote::Yes)])]
#[case::abstentions_take_part(&[("carol", Vote::Yes), ("alice", Vote::Abstain)])]
#[case::nobody(&[])]
#[case::all_abstain(&[("alice", Vote::Abstain), ("ben", Vote::Abstain)])]
fn the_tally_tells_the_outcome(#[case] votes: &[(&str, Vote)], #[values(1, 3)] track: u32) {
    let mut s = Suite::found();
    let id = s.dao().proposed("alice", track, vec![]);
    for (who, vote) in votes {
        let _ = s.dao().vote(who, id, *vote).should_succeed();
    }
    let passes = ask(&s, id).tally.passes;
    s.wait(8 * DAY);
    let stage = s.dao().stage(id).stage;
    assert_eq!(stage != Stage::Defeated, passes, "{stage:?}");
}

/// Each kind of message in plain words.
#[test]
fn messages_in_plain_words() {
    let mut s = Suite::found();
    let (ben, dao) = (s.addr("ben"), s.at.dao.to_string());
    let grant = tracker::NewGrant {
        domain: 2,
        ledger: s.at.ledger.to_string(),
        holder: tracker::Holder::Address { address: ben.to_string() },
        per_client: n(10),
        total: n(20),
        per_pair: n(5),
        last_epoch: Some(9),
    };
    let grant = tracker::ExecuteMsg::Admin(tracker::AdminMsg::GrantBudget { grant });
    let transfer =
        distributor::ExecuteMsg::Transfer { to: ben.to_string(), asset: axm(), amount: n(7) };
    let forgive = ExecuteMsg::Admin(axiom_types::dao::AdminMsg::ForgiveGuardian {});
    let retry = ledger::ExecuteMsg::RetryLeg { job: 4, leg: ledger::Leg::Score };
    let msgs = vec![
        spend(&ben, 55, DENOM),
        call(&s.at.distributor, &transfer),
        call(&s.at.tracker, &grant),
        call(&s.at.dao, &forgive),
        call(&s.at.ledger, &retry),
    ];
    // A treasury's spending rule is on track 2; a strict track may do the rest.
    let plain = axiom_answers::plain_messages(&asked(&s, |a| a.economy().clone()), &msgs, &[4]);
    let texts: Vec<_> = plain.iter().map(|row| row.text.clone()).collect();
    assert_eq!(
        texts,
        [
            format!("pay 55 uaxm from the treasury's wallet to {ben}"),
            format!("move 7 uaxm from the treasury's balance to the balance of {ben}"),
            format!(
                "let {ben} mint points in domain 2 by way of ledger until epoch 9: per epoch 10 each, 20 together, 5 \
                 between one client and one worker"
            ),
            "let the guardian act again at once".to_string(),
            "call `retry_leg` of ledger with {\"retry_leg\":{\"job\":4,\"leg\":\"score\"}}".to_string(),
        ]
    );
    assert_eq!((plain[0].amounts[0].amount, plain[0].amounts[0].asset.clone()), (n(55), axm()));
    assert_eq!((plain[1].amounts.len(), plain[2].amounts.len()), (1, 0));
    assert_eq!(plain[0].address, Some(ben.to_string()));
    assert_eq!(plain[3].address, Some(dao));
    assert_eq!(
        plain.iter().map(|row| row.may_fail).collect::<Vec<_>>(),
        [false, false, false, false, true]
    );
    // The same by way of a proposal.
    let id = s.dao().proposed("alice", 3, msgs[2..4].to_vec());
    let told: Vec<_> = ask(&s, id).messages.into_iter().map(|row| row.text).collect();
    assert_eq!(told, texts[2..4]);
}

#[test]
fn outcomes_of_messages_that_may_fail() {
    let mut s = Suite::found();
    let good = new_fee(&s, 100);
    let bad = new_fee(&s, 9_999);
    let propose = ExecuteMsg::Propose {
        title: "Two fees".to_string(),
        description: "One is too high.".to_string(),
        msgs: vec![bad, good],
        earliest: None,
        latest: None,
        track: Some(1),
        may_fail: Some(vec![0]),
    };
    let id = s.dao().send("alice", &propose).should_succeed().data_as::<Proposed>().proposal_id;
    assert_eq!(
        ask(&s, id).messages.iter().map(|row| row.may_fail).collect::<Vec<_>>(),
        [true, false]
    );
    for who in ["alice", "ben"] {
        let _ = s.dao().vote(who, id, Vote::Yes).should_succeed();
    }
    s.wait(4 * DAY + HOUR);
    let _ = s.dao().execute("stranger", id).should_succeed();
    let outcomes = ask(&s, id).outcomes;
    assert_eq!(outcomes.len(), 1);
    assert!(!outcomes[0].ok && outcomes[0].reason.is_some());
}

#[test]
fn ends_and_their_marks() {
    let mut s = Suite::found();
    let taken_back = s.dao().proposed("alice", 1, vec![]);
    let msg = ExecuteMsg::Cancel { proposal_id: taken_back };
    let _ = s.dao().send("alice", &msg).should_succeed();
    let answer = ask(&s, taken_back);
    assert_eq!((answer.stage, answer.closed, answer.actions), (Stage::Cancelled, true, vec![]));
    let forgotten = s.dao().ready(1, vec![]);
    let expires = s.dao().stage(forgotten).expires_at;
    until(&mut s, expires - 1);
    assert_eq!(ask(&s, forgotten).stage, Stage::Ready);
    until(&mut s, expires);
    let answer = ask(&s, forgotten);
    assert_eq!((answer.stage, answer.closed), (Stage::Expired, false));
    assert_eq!(answer.actions, [ProposalAction::Close]);
    let msg = ExecuteMsg::Close { proposal_id: forgotten };
    let _ = s.dao().send("stranger", &msg).should_succeed();
    let answer = ask(&s, forgotten);
    assert_eq!((answer.closed, answer.actions), (true, vec![]));
}

#[test]
fn the_guardian_stops_the_clock() {
    let mut s = Suite::found();
    let id = s.dao().proposed("alice", 1, vec![]);
    let target = axiom_types::dao::Target::Ledger {};
    let msg = ExecuteMsg::GuardianPause { target, seconds: HOUR };
    let _ = s.dao().send("guardian", &msg).should_succeed();
    let paused = ask(&s, id);
    assert!(paused.clock_stopped);
    s.wait(2 * HOUR);
    let after = ask(&s, id);
    assert!(!after.clock_stopped);
    assert_eq!(after.voting_ends - paused.voting_ends, HOUR - 5);
}

/// Forty relayed votes and forty proposals take two pages each, and the first says that there are more.
#[test]
fn more_than_a_page() {
    let members: Vec<_> = (0..40).map(|number| format!("member {number}")).collect();
    let mut s = Builder::new()
        .tracker(|setup| {
            setup.genesis = members
                .iter()
                .map(|name| GenesisMember {
                    address: Account::named(name).address.to_string(),
                    points: n(100),
                })
                .collect();
        })
        .build();
    s.give("member 0");
    let first = s.dao().proposed("member 0", 1, vec![]);
    let votes = members.iter().map(|name| s.dao().signed_vote(name, first, Vote::Yes));
    let votes: Vec<_> = votes.collect();
    let _ = s.dao().relay("stranger", first, votes).should_succeed();
    for _ in 1..40 {
        let _ = s.dao().proposed("member 0", 1, vec![]);
    }
    let (voter, other) = (at(&s, "member 7"), at(&s, "stranger"));
    let chain: &dyn Chain = &s.chain;
    let source: &dyn Source = &chain;
    let answers =
        |pages| Answers::of_dao(source, s.at.dao.as_str()).unwrap().with_budget(Budget { pages });
    for (pages, rows, more) in [(1, 30, true), (2, 40, false)] {
        let answers = answers(pages);
        let proposal = answers.proposal(first).unwrap();
        assert_eq!((proposal.votes.rows.len(), proposal.votes.more), (rows, more));
        assert!(proposal.votes.rows.iter().all(|row| (row.vote, row.weight) == ("yes", 100)));
        let mine = answers.me(&voter).unwrap().proposals;
        assert_eq!((mine.rows.len(), mine.more), (rows, more));
        assert_eq!(mine.rows[0].proposal, 40);
        assert_eq!(mine.rows[0].actions, [ProposalAction::Vote]);
        let members = answers.health().unwrap().members;
        assert_eq!((members.counted, members.more), (rows as u64, more));
    }
    let all = answers(2).me(&voter).unwrap().proposals.rows;
    assert_eq!((all[39].proposal, all[39].voted), (first, Some("yes")));
    assert_eq!(all.iter().filter(|row| row.voted.is_some()).count(), 1);
    let strange = answers(2).me(&other).unwrap().proposals.rows;
    assert!(strange.iter().all(|row| row.weight == 0 && row.actions.is_empty()));
}

#[test]
fn unknown_and_bare() {
    let s = Suite::found();
    let error = asked(&s, |a| a.proposal(7)).unwrap_err();
    assert!(error.refusal().unwrap().contains('7'), "{error}");
    let mut s = bare();
    let id = s.dao().proposed("ben", 1, vec![]);
    assert_eq!(ask(&s, id).stage, Stage::Voting);
}
