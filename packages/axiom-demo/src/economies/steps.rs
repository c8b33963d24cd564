//! Steps that the scenes share. Messages of one person that follow each other go in one transaction.

use std::collections::BTreeMap;

use anyhow::Result;
use axiom_chain::{Chain, ChainExt, Success};
use axiom_suite::{call, submission, DENOM};
use axiom_types::dao::{Proposed, Vote};
use axiom_types::distributor::{self, Claim};
use axiom_types::ledger::{ExecuteMsg, NewJob};
use axiom_types::registry::ParticipantKind;
use cosmwasm_std::{coin, CosmosMsg, Uint128};

use crate::reference::Settled;
use crate::stage::{data, done, Stage};

/// Registers somebody and checks that it is there.
pub fn register(s: &mut Stage, who: &str, kind: ParticipantKind, skills: &[&str]) -> Result<()> {
    done(s.suite.registry().register(who, kind, skills))?;
    let observed = s.participant(who)?.map_or("nothing", |found| found.kind.name());
    s.check(&format!("{who} is registered as"), "", observed, kind.name());
    Ok(())
}

/// Messages of the ledger in one transaction.
pub fn to_ledger(s: &mut Stage, who: &str, msgs: &[ExecuteMsg]) -> Result<Success> {
    let (sender, ledger) = (s.address(who), s.suite.at.ledger.clone());
    let msgs = msgs.iter().map(|msg| call(&ledger, msg)).collect();
    done(s.suite.chain.execute_multi(&sender, msgs))
}

/// Posts jobs; in an economy of its own they are numbered from 1.
pub fn post(s: &mut Stage, client: &str, jobs: Vec<NewJob>) -> Result<()> {
    let msgs: Vec<ExecuteMsg> = jobs.into_iter().map(ExecuteMsg::PostJob).collect();
    to_ledger(s, client, &msgs).map(|_| ())
}

/// Takes jobs and hands the work in.
pub fn hand_in(s: &mut Stage, worker: &str, jobs: &[u64]) -> Result<()> {
    let steps = |job: &u64| {
        let job = *job;
        [ExecuteMsg::Accept { job }, ExecuteMsg::Submit { job, submission: submission("work") }]
    };
    let msgs: Vec<ExecuteMsg> = jobs.iter().flat_map(steps).collect();
    to_ledger(s, worker, &msgs).map(|_| ())
}

/// Approves jobs.
pub fn approve(s: &mut Stage, client: &str, jobs: &[u64]) -> Result<()> {
    let msgs: Vec<ExecuteMsg> = jobs.iter().map(|job| ExecuteMsg::Approve { job: *job }).collect();
    to_ledger(s, client, &msgs).map(|_| ())
}

/// A job that was settled in the newest transaction, with what it measured in points.
pub struct Work<'a> {
    /// The job.
    pub job: u64,
    /// The domain in which it counts.
    pub domain: u32,
    /// Who decided.
    pub client: &'a str,
    /// Who did it.
    pub worker: &'a str,
    /// Points measured.
    pub measure: u128,
}

/// Tells the reference of a settled job and checks what was recorded of it; answers the points that it minted.
pub fn credited(s: &mut Stage, work: &Work<'_>) -> Result<u128> {
    let settled = Settled {
        domain: work.domain,
        client: work.client,
        worker: work.worker,
        measure: work.measure,
        payees: &[(work.worker, 10_000)],
        time: s.last_time(),
    };
    let minted = s.reference.settle(&settled);
    let recorded = s.contribution(work.job)?.map_or(0, |found| found.minted.u128());
    let label = format!("points of job {} for {}", work.job, work.worker);
    s.check(&label, "points", recorded, minted);
    Ok(minted)
}

/// What a worker gets of a price: the fee taken off.
pub fn net(s: &Stage, price: u128) -> u128 {
    s.reference.parts(price, &[("worker", 10_000)]).parts.first().copied().unwrap_or_default()
}

/// Funds a pool with coins from a wallet; answers when its epoch of a domain closes.
pub fn fund(s: &mut Stage, who: &str, pool: u64, amount: u128, domain: u32) -> Result<u64> {
    let msg = distributor::ExecuteMsg::FundPool { pool, amount: Uint128::new(amount) };
    let (sender, contract) = (s.address(who), s.suite.at.distributor.clone());
    done(s.suite.chain.execute(sender, contract, &msg, &[coin(amount, DENOM)]))?;
    Ok(s.reference.epoch_close(domain, s.last_time()))
}

/// Claims for several people in one transaction, which a stranger sends; rows name who, the pool, and what is expected.
/// Everybody gains the sum of what is expected.
pub fn claim(s: &mut Stage, rows: &[(&str, u64, u128)]) -> Result<()> {
    let mut due: BTreeMap<&str, u128> = BTreeMap::new();
    let mut before = BTreeMap::new();
    let mut msgs = vec![];
    for (who, pool, expected) in rows {
        *due.entry(who).or_default() += expected;
        before.insert(*who, s.balance(who)?);
        let msg = distributor::ExecuteMsg::Claim {
            claims: vec![Claim { pool: *pool, epochs: None }],
            on_behalf_of: Some(s.address(who)),
            withdraw: false,
        };
        msgs.push(call(&s.suite.at.distributor, &msg));
    }
    let sender = s.address("stranger");
    done(s.suite.chain.execute_multi(&sender, msgs))?;
    for ((who, before), expected) in before.into_iter().zip(due.into_values()) {
        let gain = s.balance(who)?.wrapping_sub(before);
        s.check(&format!("claimed by {who}"), "uaxm", gain, expected);
    }
    Ok(())
}

/// Somebody proposes, voters say yes, and a stranger executes as soon as it can be; answers the proposal.
pub fn decide(
    s: &mut Stage,
    proposer: &str,
    track: u32,
    msgs: Vec<CosmosMsg>,
    voters: &[&str],
) -> Result<u64> {
    let proposed = done(s.suite.dao().propose(proposer, track, msgs))?;
    let id = data::<Proposed>(&proposed)?.proposal_id;
    for voter in voters {
        done(s.suite.dao().vote(voter, id, Vote::Yes))?;
    }
    // One after the other: voting and timelock each demand blocks of their own.
    let voting_ends = s.stage_of(id)?.voting_ends;
    s.wait_until(voting_ends);
    let ready_at = s.stage_of(id)?.ready_at;
    s.wait_until(ready_at);
    done(s.suite.dao().execute("stranger", id))?;
    s.check("the members' decision is", "", s.standing_of(id)?, "executed".to_string());
    Ok(id)
}

/// All that value-distributor owes is there, and nothing else.
pub fn solvent(s: &mut Stage) -> Result<()> {
    let held = s.holdings(&crate::ask::axm())?;
    let owed = held.balances + held.escrowed + held.pooled + held.in_flight;
    s.check("owed in this economy, and held for it", "uaxm", owed.u128(), held.real.u128());
    Ok(())
}
