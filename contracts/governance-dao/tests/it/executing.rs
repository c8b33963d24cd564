//! Execution: all or none, messages that may fail, replies.

use axiom_kit::KitError;
use axiom_types::dao::{MessageOutcome, QueryMsg, Stage};
use cosmwasm_std::testing::{mock_dependencies, mock_env};
use cosmwasm_std::{Binary, Reply, SubMsgResponse, SubMsgResult};
use governance_dao::{contract, ContractError};

use crate::world::{raw, send, world, World, DENOM, PARAMETERS, STRICT, TREASURY};

const SETTINGS: &str = r#"{"admin":{"update_settings":{}}}"#;
const FAIL: &str = r#"{"fail":{}}"#;

fn outcomes(w: &World, proposal_id: u64) -> Vec<MessageOutcome> {
    w.chain.query(&w.dao, &QueryMsg::Outcomes { proposal_id })
}

#[test]
fn anybody_executes_once() {
    let mut w = world();
    let ben = w.ben.clone();
    let id = w.propose(TREASURY, vec![send(&ben, 5, DENOM)]);
    let early = |stage| ContractError::WrongStage { proposal: id, stage, expected: "ready" };
    w.execute(id).should_fail_with(&early(Stage::Voting));
    let ann = w.ann.clone();
    w.vote(&ann, id, axiom_types::dao::Vote::Yes).should_succeed();
    w.wait_until(w.stage(id).voting_ends);
    w.execute(id).should_fail_with(&early(Stage::Queued));
    w.wait_until(w.stage(id).ready_at);
    let done = w.execute(id).should_succeed();
    assert_eq!(done.attribute("axiom_dao_proposal_closed", "stage"), Some("executed"));
    assert_eq!(w.chain.balance(&ben, DENOM), 5);
    assert!(done.gas.total < 161_000, "{}", done.gas.total);
    w.execute(id).should_fail_with(&early(Stage::Executed));
    assert_eq!(w.chain.balance(&ben, DENOM), 5);
    w.execute(9).should_fail_with(&ContractError::UnknownProposal { proposal: 9 });
    assert_eq!(outcomes(&w, id), []);
}

#[test]
fn a_statement_is_executed_too() {
    let mut w = world();
    w.run(1, vec![]).should_succeed();
    assert_eq!(w.stage(1).stage, Stage::Executed);
}

#[test]
fn one_failure_undoes_all_and_the_proposal_stays_ready() {
    let mut w = world();
    let (ledger, registry) = (w.ledger(), w.registry());
    let msgs = vec![raw(&registry, r#"{"admin":{"x":{}}}"#), raw(&ledger, FAIL)];
    let id = w.propose(PARAMETERS, msgs);
    w.pass(id);
    let before = w.chain.state_digest();
    w.execute(id).should_fail_containing("told to fail");
    assert_eq!(w.chain.state_digest(), before);
    assert_eq!(w.stage(id).stage, Stage::Ready);
    assert_eq!(w.log(&registry), vec![]);
}

#[test]
fn what_may_fail_fails_alone_and_its_outcome_is_kept() {
    let mut w = world();
    let (ledger, registry) = (w.ledger(), w.registry());
    let msgs =
        vec![raw(&ledger, FAIL), raw(&ledger, SETTINGS), raw(&registry, r#"{"admin":{"x":{}}}"#)];
    let id = w.propose_with(PARAMETERS, msgs, Some(vec![1, 0]));
    let query = QueryMsg::Outcomes { proposal_id: id };
    let early = w.chain.try_query::<Vec<MessageOutcome>>(&w.dao, &query).unwrap_err();
    assert_eq!(
        early.error::<ContractError>(),
        Some(&ContractError::WrongStage {
            proposal: id,
            stage: Stage::Voting,
            expected: "executed"
        })
    );
    w.pass(id);
    let done = w.execute(id).should_succeed();
    assert_eq!(done.count_of("axiom_dao_message_failed"), 1);
    assert_eq!(w.log(&ledger).len(), 1);
    assert_eq!(w.log(&registry).len(), 1);
    let found = outcomes(&w, id);
    let reason = found[0].reason.clone().unwrap();
    assert!(reason.chars().count() <= 60, "{reason}");
    assert_eq!(done.attribute("axiom_dao_message_failed", "reason"), Some(reason.as_str()));
    assert_eq!(
        found,
        [
            MessageOutcome { index: 0, ok: false, reason: Some(reason) },
            MessageOutcome { index: 1, ok: true, reason: None },
        ]
    );
}

#[test]
fn a_panic_of_what_may_fail_is_caught() {
    let mut w = world();
    let ledger = w.ledger();
    let id = w.propose_with(PARAMETERS, vec![raw(&ledger, SETTINGS)], Some(vec![0]));
    w.pass(id);
    w.chain.set_fault(&ledger, axiom_local::Fault::panic("boom"));
    w.execute(id).should_succeed();
    assert!(!outcomes(&w, id)[0].ok);
}

#[allow(deprecated)]
fn reply(id: u64, result: SubMsgResult) -> Reply {
    Reply { id, payload: Binary::default(), gas_used: 0, result }
}

#[test]
fn replies_that_nobody_asked_for() {
    let mut deps = mock_dependencies();
    let good = || {
        #[allow(deprecated)]
        SubMsgResult::Ok(SubMsgResponse { events: vec![], data: None, msg_responses: vec![] })
    };
    for id in [0, 3, 0x0101, 0xff] {
        let error = contract::reply(deps.as_mut(), mock_env(), reply(id, good())).unwrap_err();
        assert_eq!(error, ContractError::Kit(KitError::UnknownReply { id }));
    }
    // A success where a failure was expected changes nothing.
    let done = contract::reply(deps.as_mut(), mock_env(), reply(0x0001_0002, good())).unwrap();
    assert_eq!(done, cosmwasm_std::Response::new());
}

#[test]
fn proposals_can_call_back_into_the_dao() {
    let mut w = world();
    // A proposal that executes itself finds itself executed.
    let id = w.propose(3, vec![raw(&w.dao.clone(), r#"{"execute":{"proposal_id":1}}"#)]);
    w.pass(id);
    w.execute(id).should_fail_with(&ContractError::WrongStage {
        proposal: id,
        stage: Stage::Executed,
        expected: "ready",
    });
    assert_eq!(w.stage(id).stage, Stage::Ready);
}

#[test]
fn what_is_being_executed_can_be_neither_executed_closed_nor_voted_on() {
    let mut w = world();
    let dao = w.dao.clone();
    let again = [
        r#"{"execute":{"proposal_id":1}}"#,
        r#"{"close":{"proposal_id":1}}"#,
        r#"{"vote":{"proposal_id":1,"vote":"no"}}"#,
        r#"{"cancel":{"proposal_id":1}}"#,
    ];
    let msgs = again.iter().map(|json| raw(&dao, json)).collect();
    let id = w.propose_with(STRICT, msgs, Some(vec![0, 1, 2, 3]));
    w.pass(id);
    let before = w.stage(id);
    w.execute(id).should_succeed();
    let found = outcomes(&w, id);
    assert_eq!(found.len(), 4);
    assert!(found.iter().all(|row| !row.ok), "{found:?}");
    let after = w.stage(id);
    assert_eq!(after.stage, Stage::Executed);
    assert_eq!((after.yes, after.no, after.abstain), (before.yes, before.no, before.abstain));
}
