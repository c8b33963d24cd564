//! The published cw3-flex-multisig on contribution-tracker: earned weight proposes, votes and executes.

use anyhow::{ensure, Context, Result};
use axiom_chain::{Chain, ChainExt, Success};
use axiom_client::NodeChain;
use axiom_devnet::Line;
use axiom_suite::{call, spend, JobBuilder, Suite, DENOM};
use axiom_types::common::Reference;
use axiom_types::dao::{self, Vote};
use axiom_types::tracker::{AdminMsg, ExecuteMsg, HookStatus, QueryMsg};
use cosmwasm_std::{coin, Addr, CosmosMsg, Uint128};
use serde_json::{json, Value};

use super::Scenario;
use crate::peers;
use crate::world::World;

/// What the multisig pays.
const PAID: u128 = 500;

/// Its scenarios.
pub fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario {
            name: "cw3-flex-0.70",
            shows: "cw3-flex-multisig with contribution-tracker as its group: propose, vote, execute, hook",
            play: |world| play(world, Line::V070),
        },
        Scenario {
            name: "cw3-flex-0.60",
            shows: "the same on wasmd v0.60.8",
            play: |world| play(world, Line::V060),
        },
    ]
}

fn play(world: &mut World, line: Line) -> Result<()> {
    let mut s = world.found(line, "cw3-flex")?;
    earn(&mut s, 60);
    let founder = s.addr("founder");
    let msg = peers::multisig(&s.at.tracker, "0.52");
    let flex = peers::create(&mut s.chain, &founder, "cw3_flex_multisig", &msg)?;
    s.chain.give(flex.as_str(), coin(PAID, DENOM));
    weights_agree(&s, &flex)?;
    let proposals = vec![
        vec![hook(&s, &flex)],
        vec![award(&s, "ben", 10_000)],
        vec![award(&s, "dave", 50_000)],
    ];
    let decided = decided(&mut s, proposals)?;
    let _ = s.dao().execute("stranger", decided[0]).should_succeed();

    let start = proposed_beside_an_award(&mut s, &flex, decided[1])?;
    let done = s.dao().execute("stranger", decided[2]).should_succeed();
    told(&s, &flex, &done)?;
    weights_agree(&s, &flex)?;
    voted(&mut s, &flex, start)?;
    executed(&mut s, &flex)?;
    world.check_codes(&s)
}

/// The worker earns so many points in the domain that votes, by a job; answers the gas of its approval.
pub fn earn(s: &mut Suite<NodeChain>, points: u128) -> u64 {
    let job = JobBuilder::voluntary(1, points).build();
    let job = s.ledger().handed_in("app", "worker", job);
    let done = s.ledger().approve("app", job).should_succeed();
    assert!(u128::from(s.weight("worker")) >= points, "weight is counted at the landmark");
    done.gas.total
}

/// The message with which governance-dao lets a contract hear of changes of weight.
pub fn hook(s: &Suite<NodeChain>, listener: &Addr) -> CosmosMsg {
    call(&s.at.tracker, &ExecuteMsg::AddHook { addr: listener.to_string() })
}

/// The message with which governance-dao gives points in the domain that votes.
pub fn award(s: &Suite<NodeChain>, who: &str, points: u128) -> CosmosMsg {
    let (account, points) = (s.addr(who).to_string(), Uint128::new(points));
    let reference = Reference { kind: format!("award-{who}"), id: 1 };
    let msg = AdminMsg::Award { domain: 1, account, points, reference };
    call(&s.at.tracker, &ExecuteMsg::Admin(msg))
}

/// Brings proposals through on the track that may do everything, all in one voting period; answers their numbers.
pub fn decided(s: &mut Suite<NodeChain>, proposals: Vec<Vec<CosmosMsg>>) -> Result<Vec<u64>> {
    let mut ids = vec![];
    for msgs in proposals {
        let id = s.dao().proposed("alice", 3, msgs);
        for voter in ["alice", "ben"] {
            let _ = s.dao().vote(voter, id, Vote::Yes).should_succeed();
        }
        ids.push(id);
    }
    let last = *ids.last().context("there is a proposal")?;
    let ready_at = s.dao().stage(last).ready_at;
    let now = s.now();
    s.wait(ready_at.saturating_sub(now));
    Ok(ids)
}

/// The members and weights that the tracker tells, in its order.
pub fn members(s: &Suite<NodeChain>) -> Result<Vec<(Addr, u64)>> {
    let list: Value = s.chain.query(&s.at.tracker, &json!({ "list_members": { "limit": 30 } }));
    pairs(&list["members"])
}

fn pairs(list: &Value) -> Result<Vec<(Addr, u64)>> {
    let pair = |entry: &Value| {
        let addr = entry["addr"].as_str()?;
        Some((Addr::unchecked(addr), entry["weight"].as_u64()?))
    };
    let list = list.as_array().context("not a list")?;
    list.iter().map(pair).collect::<Option<_>>().context("not a list of members")
}

/// What the multisig knows of weights is what the tracker answers by query and by raw key.
fn weights_agree(s: &Suite<NodeChain>, flex: &Addr) -> Result<()> {
    let members = members(s)?;
    let list: Value = s.chain.query(flex, &json!({ "list_voters": { "limit": 30 } }));
    let voters = pairs(&list["voters"])?;
    ensure!(voters == members, "voters {voters:?}, members {members:?}");
    for (addr, weight) in &members {
        let voter: Value = s.chain.query(flex, &json!({ "voter": { "address": addr } }));
        ensure!(voter["weight"].as_u64() == Some(*weight), "{addr} has {voter}, not {weight}");
    }
    let sum: u64 = members.iter().map(|(_, weight)| weight).sum();
    let told: Value = s.chain.query(&s.at.tracker, &json!({ "total_weight": {} }));
    let threshold: Value = s.chain.query(flex, &json!({ "threshold": {} }));
    let seen = &threshold["absolute_percentage"]["total_weight"];
    ensure!(told["weight"] == json!(sum) && *seen == json!(sum), "{sum}: {told}, {threshold}");
    let stranger = json!({ "voter": { "address": s.addr("stranger") } });
    let voter: Value = s.chain.query(flex, &stranger);
    ensure!(voter["weight"].is_null(), "a stranger has weight: {voter}");
    Ok(())
}

/// Carol proposes, and in the same transaction ben is awarded points; answers the height.
fn proposed_beside_an_award(s: &mut Suite<NodeChain>, flex: &Addr, award: u64) -> Result<u64> {
    let sum: u64 = members(s)?.iter().map(|(_, weight)| weight).sum();
    let before = s.weight("ben");
    let payment = spend(&s.addr("heidi"), PAID, DENOM);
    let propose = call(flex, &peers::proposal("for the bridge", &[payment]));
    let execute = call(&s.at.dao, &dao::ExecuteMsg::Execute { proposal_id: award });
    let carol = s.addr("carol");
    let done = s.chain.execute_multi(carol.as_str(), vec![propose, execute]).should_succeed();
    ensure!(s.weight("ben") >= before + 10_000, "ben was not awarded his points");
    told(s, flex, &done)?;
    let proposal = state(s, flex);
    let total = &proposal["threshold"]["absolute_percentage"]["total_weight"];
    ensure!(*total == json!(sum), "{total} in the proposal, {sum} before it");
    Ok(done.height)
}

/// The tracker called the multisig with a change of weight, and it took it.
fn told(s: &Suite<NodeChain>, flex: &Addr, done: &Success) -> Result<()> {
    let called = |key: &str, value: &str| key == "_contract_address" && value == flex.as_str();
    let calls = done
        .events_of("execute")
        .filter(|event| event.attributes.iter().any(|a| called(&a.key, &a.value)));
    ensure!(calls.count() >= 1, "the multisig was not told of the change");
    let states: Vec<HookStatus> = s.chain.query(&s.at.tracker, &QueryMsg::HookStates {});
    let sound = states.len() == 1 && states[0].addr == *flex && states[0].failures == 0;
    ensure!(sound && !states[0].quarantined, "the hook is not sound: {states:?}");
    Ok(())
}

fn state(s: &Suite<NodeChain>, flex: &Addr) -> Value {
    s.chain.query(flex, &json!({ "proposal": { "proposal_id": 1 } }))
}

/// Weight counts as it was before the proposal's block: carol's 200 and ben's 300 are too few, the worker's decide.
fn voted(s: &mut Suite<NodeChain>, flex: &Addr, start: u64) -> Result<()> {
    let dave = s.addr("dave");
    let late = s.chain.execute(dave, flex, &peers::yes(1), &[]);
    let _ = late.should_fail_containing("Unauthorized");
    for (who, status) in [("ben", "open"), ("worker", "passed")] {
        let who = s.addr(who);
        let done = peers::send(&mut s.chain, &who, flex, &peers::yes(1), &[])?;
        let state = state(s, flex);
        ensure!(state["status"] == json!(status), "{who} voted, and it is not {status}: {state}");
        println!("      a vote costs {} gas", done.gas.total);
    }
    let list: Value = s.chain.query(flex, &json!({ "list_votes": { "proposal_id": 1 } }));
    let votes = list["votes"].as_array().context("not a list of votes")?;
    ensure!(votes.len() == 3, "not three votes: {votes:?}");
    for vote in votes {
        let voter = &vote["voter"];
        let member = json!({ "member": { "addr": voter, "at_height": start } });
        let member: Value = s.chain.query(&s.at.tracker, &member);
        ensure!(vote["weight"] == member["weight"], "{voter}: {vote}, {member} at {start}");
    }
    Ok(())
}

/// Anybody executes what has passed, once; heidi is paid.
fn executed(s: &mut Suite<NodeChain>, flex: &Addr) -> Result<()> {
    let before = s.wallet("heidi", DENOM);
    let stranger = s.addr("stranger");
    let done = peers::send(&mut s.chain, &stranger, flex, &peers::execution(1), &[])?;
    ensure!(s.wallet("heidi", DENOM) == before + PAID, "heidi was not paid");
    ensure!(s.chain.balance(flex.as_str(), DENOM) == 0, "the multisig kept what it paid");
    ensure!(state(s, flex)["status"] == json!("executed"), "the proposal is not executed");
    let again = s.chain.execute(&stranger, flex, &peers::execution(1), &[]);
    let _ = again.should_fail();
    println!("      executing costs {} gas", done.gas.total);
    Ok(())
}
