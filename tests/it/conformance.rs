//! Other people's contracts and types on ours: cw4 readers, cw3-flex-multisig, the cw3 and DAO DAO answers.

use axiom_local::{Code, ContractWrapper, Init};
use axiom_suite::{spend, JobBuilder, Suite, DAY, DENOM};
use axiom_types::common::Reference;
use axiom_types::dao::{self, Stage};
use axiom_types::tracker::{self, AdminMsg, VotingPowerAtHeightResponse};
use cosmwasm_std::{Addr, Decimal, Uint128};
use cw3::{
    ProposalListResponse, ProposalResponse, Status, Vote, VoteListResponse, VoterListResponse,
};
use cw3_flex_multisig::msg as flex;
use cw4::{Cw4Contract, MemberListResponse, MemberResponse, TotalWeightResponse};
use cw_utils::{Duration, Threshold};
use serde_json::json;

fn group(s: &Suite) -> Cw4Contract {
    Cw4Contract(s.at.tracker.clone())
}

fn award(s: &mut Suite, who: &str, points: u128, id: u64) {
    let (account, points, reference) = decided(s, who, points, id);
    by_dao(s, AdminMsg::Award { domain: 1, account, points, reference });
}

fn penalise(s: &mut Suite, who: &str, points: u128, id: u64) {
    let (account, points, reference) = decided(s, who, points, id);
    by_dao(s, AdminMsg::Penalise { domain: 1, account, points, reference });
}

fn decided(s: &Suite, who: &str, points: u128, id: u64) -> (String, Uint128, Reference) {
    let reference = Reference { kind: "vote".to_string(), id };
    (s.addr(who).to_string(), Uint128::new(points), reference)
}

fn by_dao(s: &mut Suite, msg: AdminMsg) {
    let dao = s.at.dao.to_string();
    let _ = s.tracker().send(&dao, &tracker::ExecuteMsg::Admin(msg)).should_succeed();
}

/// The raw keys, read by the `cw4` crate: the total, members, a member of no weight, and nobody.
#[test]
fn cw4_raw_keys_answer_the_crates_own_helper() {
    let mut s = Suite::found();
    penalise(&mut s, "carol", 1_000_000, 1);
    let querier = s.chain.querier();
    let (alice, carol, stranger) = (s.addr("alice"), s.addr("carol"), s.addr("stranger"));
    let raw = group(&s);
    assert_eq!(raw.total_weight(&querier).unwrap(), 800);
    assert_eq!(raw.is_member(&querier, &alice, None).unwrap(), Some(500));
    assert_eq!(
        raw.is_member(&querier, &carol, None).unwrap(),
        Some(0),
        "penalised to zero, still listed"
    );
    assert_eq!(raw.is_member(&querier, &stranger, None).unwrap(), None);
    assert_eq!(s.chain.query_raw(&s.at.tracker, b"total").unwrap(), b"800");
    let mut key = vec![0, 7];
    key.extend_from_slice(b"members");
    key.extend_from_slice(alice.as_bytes());
    assert_eq!(s.chain.query_raw(&s.at.tracker, &key).unwrap(), b"500");
}

/// Member and total at height 0, at the founding, at a change, now, next and beyond every block.
#[test]
fn cw4_heights_from_zero_to_the_future() {
    let mut s = Suite::found();
    let founded = s.chain.height() - 1;
    award(&mut s, "dave", 70, 1);
    let changed = s.chain.height() - 1;
    let now = s.chain.height();
    let at = |s: &Suite, height: Option<u64>| -> (u64, Option<u64>) {
        let total: TotalWeightResponse =
            s.chain.query(&s.at.tracker, &tracker::QueryMsg::TotalWeight { at_height: height });
        let addr = s.addr("dave").to_string();
        let member: MemberResponse =
            s.chain.query(&s.at.tracker, &tracker::QueryMsg::Member { addr, at_height: height });
        (total.weight, member.weight)
    };
    assert_eq!(at(&s, Some(0)), (0, None));
    assert_eq!(
        at(&s, Some(founded)),
        (0, None),
        "at the start of the founding block nobody had weight"
    );
    assert_eq!(at(&s, Some(founded + 1)), (1_000, None));
    assert_eq!(at(&s, Some(changed)), (1_000, None), "a change counts from the next block on");
    for later in [Some(changed + 1), Some(now), Some(now + 1), Some(u64::MAX), None] {
        assert_eq!(at(&s, later), (1_070, Some(70)), "at {later:?}");
    }
}

/// Fields absent, null and set; unknown fields.
#[test]
fn cw4_queries_take_every_spelling_of_at_height() {
    let s = Suite::found();
    let addr = s.addr("alice").to_string();
    let height = s.chain.height();
    for query in [
        json!({"member": {"addr": addr}}),
        json!({"member": {"addr": addr, "at_height": null}}),
        json!({"member": {"addr": addr, "at_height": height}}),
        json!({"member": {"addr": addr, "at_height": height, "unknown": 1}}),
    ] {
        let answer: MemberResponse = s.chain.query(&s.at.tracker, &query);
        assert_eq!(answer.weight, Some(500), "{query}");
    }
    for query in [json!({"total_weight": {}}), json!({"total_weight": {"at_height": null}})] {
        let answer: TotalWeightResponse = s.chain.query(&s.at.tracker, &query);
        assert_eq!(answer.weight, 1_000, "{query}");
    }
    let list: MemberListResponse = s.chain.query(&s.at.tracker, &json!({"list_members": {}}));
    assert_eq!(list.members.iter().map(|m| m.weight).sum::<u64>(), 1_000);
    assert!(list.members.windows(2).all(|pair| pair[0].addr < pair[1].addr));
}

/// The same for the proposal that cw3 clients send.
#[test]
fn cw3_propose_with_and_without_latest() {
    let mut s = Suite::found();
    let dao = s.at.dao.clone();
    let alice = s.addr("alice");
    let plain = json!({"propose": {"title": "t", "description": "d", "msgs": []}});
    let _ = s.chain.execute(&alice, &dao, &plain, &[]).should_succeed();
    let nulls = json!({"propose": {"title": "t", "description": "d", "msgs": [], "earliest": null, "latest": null}});
    let _ = s.chain.execute(&alice, &dao, &nulls, &[]).should_succeed();
    let latest =
        json!({"propose": {"title": "t", "description": "d", "msgs": [], "latest": {"never": {}}}});
    assert!(
        !s.chain.execute(&alice, &dao, &latest, &[]).is_ok(),
        "the track says when voting ends"
    );
}

fn flex_multisig(s: &mut Suite) -> Addr {
    let code = s.chain.store_code(Code::new(
        "cw3-flex-multisig",
        "2.0.0",
        Box::new(ContractWrapper::new(
            cw3_flex_multisig::contract::execute,
            cw3_flex_multisig::contract::instantiate,
            cw3_flex_multisig::contract::query,
        )),
    ));
    let msg = flex::InstantiateMsg {
        group_addr: s.at.tracker.to_string(),
        threshold: Threshold::AbsolutePercentage { percentage: Decimal::percent(60) },
        max_voting_period: Duration::Time(7 * DAY),
        executor: None,
        proposal_deposit: None,
    };
    let founder = s.addr("founder");
    s.chain.instantiate(&founder, Init::new(code, "flex", &msg)).should_succeed().contract()
}

fn flex_status(s: &Suite, flex_addr: &Addr, proposal_id: u64) -> Status {
    let answer: ProposalResponse =
        s.chain.query(flex_addr, &flex::QueryMsg::Proposal { proposal_id });
    answer.status
}

/// The published multisig on earned weight: propose, vote, weight change between them and in the proposal's own block, execute.
#[test]
fn cw3_flex_multisig_runs_on_earned_weight() {
    let mut s = Suite::found();
    let multisig = flex_multisig(&mut s);
    s.chain.mint(&multisig, cosmwasm_std::coin(500, DENOM));
    let receiver = s.addr("heidi");
    let before = s.wallet("heidi", DENOM);
    let propose = flex::ExecuteMsg::Propose {
        title: "pay heidi".to_string(),
        description: "for the bridge".to_string(),
        msgs: vec![spend(&receiver, 500, DENOM)],
        latest: None,
    };
    let (carol, ben, alice) = (s.addr("carol"), s.addr("ben"), s.addr("alice"));
    let dao = s.at.dao.to_string();
    let award_same_block = tracker::ExecuteMsg::Admin(AdminMsg::Award {
        domain: 1,
        account: ben.to_string(),
        points: Uint128::new(10_000),
        reference: Reference { kind: "vote".to_string(), id: 7 },
    });
    let tracker_addr = s.at.tracker.clone();
    s.chain.in_one_block(|chain| {
        let _ = chain.execute(&carol, &multisig, &propose, &[]).should_succeed();
        let _ = chain.execute(&dao, &tracker_addr, &award_same_block, &[]).should_succeed();
    });
    award(&mut s, "dave", 50_000, 8);
    let vote = flex::ExecuteMsg::Vote { proposal_id: 1, vote: Vote::Yes };
    assert!(
        !s.chain.execute(s.addr("dave"), &multisig, &vote, &[]).is_ok(),
        "weight earned after the proposal does not vote on it"
    );
    let _ = s.chain.execute(&ben, &multisig, &vote, &[]).should_succeed();
    assert_eq!(
        flex_status(&s, &multisig, 1),
        Status::Open,
        "carol 200 and ben 300 of 1,000: what ben earned in the proposal's own block does not count"
    );
    let _ = s.chain.execute(&alice, &multisig, &vote, &[]).should_succeed();
    assert_eq!(flex_status(&s, &multisig, 1), Status::Passed);
    let run = flex::ExecuteMsg::Execute { proposal_id: 1 };
    let _ = s.chain.execute(&carol, &multisig, &run, &[]).should_succeed();
    assert_eq!(s.wallet("heidi", DENOM), before + 500);
}

/// The multisig as a hook receiver: it accepts `member_changed_hook` from the group, and the weight change goes through.
#[test]
fn cw3_flex_multisig_receives_hooks() {
    let mut s = Suite::found();
    let multisig = flex_multisig(&mut s);
    let dao = s.at.dao.to_string();
    let msg = tracker::ExecuteMsg::AddHook { addr: multisig.to_string() };
    let _ = s.tracker().send(&dao, &msg).should_succeed();
    award(&mut s, "dave", 5, 1);
    let states: Vec<tracker::HookStatus> =
        s.chain.query(&s.at.tracker, &tracker::QueryMsg::HookStates {});
    assert_eq!((states.len(), states[0].failures, states[0].quarantined), (1, 0, false));
    assert_eq!(s.weight("dave"), 5);
}

/// Every cw3 answer parses in every state.
#[test]
fn cw3_answers_parse_in_every_state() {
    let mut s = Suite::found();
    let treasury = s.at.dao.clone();
    s.chain.mint(&treasury, cosmwasm_std::coin(10_000, DENOM));
    let to = s.addr("heidi");
    let executed = s.dao().ready(2, vec![spend(&to, 10, DENOM)]);
    let _ = s.dao().execute("stranger", executed).should_succeed();
    let cancelled = s.dao().proposed("alice", 1, vec![]);
    let _ =
        s.dao().send("alice", &dao::ExecuteMsg::Cancel { proposal_id: cancelled }).should_succeed();
    let defeated = s.dao().proposed("alice", 1, vec![]);
    let expired = s.dao().proposed("alice", 1, vec![]);
    let _ = s.dao().vote("alice", expired, Vote::Yes).should_succeed();
    s.wait(40 * DAY);
    let queued = s.dao().proposed("alice", 1, vec![]);
    let _ = s.dao().vote("alice", queued, Vote::Yes).should_succeed();
    s.wait(3 * DAY);
    let open = s.dao().proposed("alice", 1, vec![]);
    let states = [
        (executed, Stage::Executed, Status::Executed),
        (cancelled, Stage::Cancelled, Status::Rejected),
        (defeated, Stage::Defeated, Status::Rejected),
        (expired, Stage::Expired, Status::Rejected),
        (queued, Stage::Queued, Status::Passed),
        (open, Stage::Voting, Status::Open),
    ];
    for (id, stage, status) in states {
        assert_eq!(s.dao().stage(id).stage, stage, "proposal {id}");
        let answer: ProposalResponse =
            s.chain.query(&s.at.dao, &dao::QueryMsg::Proposal { proposal_id: id });
        assert_eq!((answer.id, answer.status), (id, status));
        let votes: VoteListResponse = s.chain.query(
            &s.at.dao,
            &dao::QueryMsg::ListVotes { proposal_id: id, start_after: None, limit: None },
        );
        assert!(votes.votes.iter().all(|v| v.proposal_id == id && v.weight > 0));
    }
    s.wait(DAY);
    assert_eq!(s.dao().stage(queued).stage, Stage::Ready);
    let voters: VoterListResponse =
        s.chain.query(&s.at.dao, &dao::QueryMsg::ListVoters { start_after: None, limit: None });
    assert_eq!(voters.voters.iter().map(|v| v.weight).sum::<u64>(), 1_000);
}

/// Pages of more than thirty, both ways, without gap or repeat.
#[test]
fn cw3_lists_page_both_ways() {
    let mut s = Suite::found();
    for _ in 0..35 {
        s.dao().proposed("alice", 1, vec![]);
    }
    let mut up: Vec<u64> = vec![];
    loop {
        let msg =
            dao::QueryMsg::ListProposals { start_after: up.last().copied(), limit: Some(100) };
        let page: ProposalListResponse = s.chain.query(&s.at.dao, &msg);
        assert!(page.proposals.len() <= 30);
        if page.proposals.is_empty() {
            break;
        }
        up.extend(page.proposals.iter().map(|p| p.id));
    }
    assert_eq!(up, (1..=35).collect::<Vec<u64>>());
    let mut down: Vec<u64> = vec![];
    loop {
        let msg =
            dao::QueryMsg::ReverseProposals { start_before: down.last().copied(), limit: None };
        let page: ProposalListResponse = s.chain.query(&s.at.dao, &msg);
        assert!(page.proposals.len() <= 10);
        if page.proposals.is_empty() {
            break;
        }
        down.extend(page.proposals.iter().map(|p| p.id));
    }
    up.reverse();
    assert_eq!(down, up);
}

/// DAO DAO's voting-module queries: strangers have zero power, and a height is always answered.
#[test]
fn dao_dao_voting_module_queries() {
    let mut s = Suite::found();
    let job = s.ledger().handed_in("app", "worker", JobBuilder::voluntary(1, 20).build());
    let _ = s.ledger().approve("app", job).should_succeed();
    let power = |s: &Suite, who: &str, height: Option<u64>| -> (u128, u64) {
        let address = s.addr(who).to_string();
        let msg = tracker::QueryMsg::VotingPowerAtHeight { address, height };
        let answer: VotingPowerAtHeightResponse = s.chain.query(&s.at.tracker, &msg);
        (answer.power.u128(), answer.height)
    };
    let now = s.chain.height();
    assert_eq!(power(&s, "stranger", None), (0, now));
    assert_eq!(power(&s, "worker", None).0, u128::from(s.weight("worker")));
    assert!(
        s.weight("worker") >= 20,
        "weight is counted at the landmark, so later work weighs a little more"
    );
    assert_eq!(power(&s, "alice", Some(now + 5)), (500, now + 5));
    let dao: Addr = s.chain.query(&s.at.tracker, &tracker::QueryMsg::Dao {});
    assert_eq!(dao, s.at.dao);
}
