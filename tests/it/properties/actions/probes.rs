//! Messages that must be refused, each for one reason, and must change nothing.

use axiom_suite::{spend, submission};
use axiom_types::common::{GuardMsg, Payout, Reference};
use axiom_types::dao::{AdminMsg as DaoAdmin, ExecuteMsg as DaoMsg, Stage, Vote};
use axiom_types::distributor::{AdminMsg, Claim, EscrowMsg, ExecuteMsg, FreezeTarget, Withdrawal};
use axiom_types::ledger::{AdminMsg as LedgerAdmin, ExecuteMsg as LedgerMsg, JobState, Leg};
use axiom_types::registry::{CellContent, CellWrite, ExecuteMsg as RegistryMsg};
use axiom_types::tracker::{AdminMsg as TrackerAdmin, ExecuteMsg as TrackerMsg};
use cosmwasm_std::{coin, to_json_binary, Addr, Coin, Uint128, WasmMsg};
use serde::Serialize;

use super::{trespasses, Act};
use crate::properties::rng::Rng;
use crate::properties::violation::{holds, names};
use crate::properties::world::{address, World};

/// A message that must be refused: its sender, the call, and why.
pub struct Probe {
    sender: String,
    call: WasmMsg,
    why: &'static str,
}

pub fn probe_of(
    why: &'static str,
    sender: &str,
    contract: &Addr,
    msg: &impl Serialize,
    funds: &[Coin],
) -> Option<Probe> {
    let call = WasmMsg::Execute {
        contract_addr: contract.to_string(),
        msg: to_json_binary(msg).ok()?,
        funds: funds.to_vec(),
    };
    Some(Probe { sender: sender.to_string(), call, why })
}

pub fn probe(w: &mut World, rng: &mut Rng) -> Act {
    let drawn = match rng.chance(50) {
        true => draw(w, rng),
        false => trespasses::draw(w, rng),
    };
    let Some(probe) = drawn else {
        return Ok(false);
    };
    let before = w.s.chain.state_digest();
    let outcome = w.s.chain.execute_multi(&probe.sender, vec![probe.call.clone().into()]);
    let (accepted, after) = (outcome.is_ok(), w.s.chain.state_digest());
    *w.stats.checks.entry(names::I4).or_default() += 1;
    holds(names::I4, !accepted && before == after, || {
        let changed = if before == after { "" } else { ", and it changed state" };
        format!("{} was accepted: {accepted}{changed}; {:?}", probe.why, probe.call)
    })?;
    Ok(true)
}

fn draw(w: &World, rng: &mut Rng) -> Option<Probe> {
    let stranger = address("stranger");
    let actor = rng.pick(&w.actors)?;
    let at = &w.s.at;
    match rng.below(16) {
        0..=2 => of_jobs(w, rng, &stranger),
        3 => {
            let settings = w.s.chain.query(&at.ledger, &axiom_types::ledger::QueryMsg::Settings {});
            let msg = LedgerMsg::Admin(LedgerAdmin::UpdateSettings { settings });
            probe_of("settings of a ledger by an actor", &actor, &at.ledger, &msg, &[])
        }
        4 => {
            let target = FreezeTarget::Asset(w.assets[0].clone());
            let msg = ExecuteMsg::Admin(AdminMsg::Freeze { target, seconds: 600 });
            probe_of("a freeze by an actor", &actor, &at.distributor, &msg, &[])
        }
        5 => {
            let reference = Reference { kind: "merit".to_string(), id: rng.next() >> 20 };
            let points = Uint128::new(1_000);
            let award =
                TrackerAdmin::Award { domain: 1, account: actor.clone(), points, reference };
            probe_of("an award by an actor", &actor, &at.tracker, &TrackerMsg::Admin(award), &[])
        }
        6 => {
            let msg = DaoMsg::Admin(DaoAdmin::SetGuardian { guardian: None });
            probe_of("governance by an actor", &actor, &at.dao, &msg, &[])
        }
        7 => {
            let msg = RegistryMsg::Admin(axiom_types::registry::AdminMsg::Guard(GuardMsg::Pause {
                seconds: 60,
            }));
            probe_of("a pause by an actor", &actor, &at.registry, &msg, &[])
        }
        8 => {
            let withdrawals =
                vec![Withdrawal { asset: w.assets[0].clone(), amount: None, to: None }];
            let msg = ExecuteMsg::Withdraw { withdrawals };
            probe_of("a withdrawal of nothing", &stranger, &at.distributor, &msg, &[])
        }
        9 => of_escrows(w, rng, &stranger),
        10 => of_pools(w, rng, &stranger),
        11..=13 => of_proposals(w, rng, &stranger),
        14 => {
            let msg = RegistryMsg::Leave {};
            let who = rng.pick(&w.m.people.persons.keys().cloned().collect::<Vec<_>>())?;
            probe_of("coins where none are taken", &who, &at.registry, &msg, &[coin(1, "uaxm")])
        }
        _ => of_spaces(w, rng, &stranger),
    }
}

fn of_jobs(w: &World, rng: &mut Rng, stranger: &str) -> Option<Probe> {
    let ids: Vec<u64> = w.m.jobs.keys().copied().collect();
    let (id, at) = (rng.pick(&ids)?, w.moment());
    let job = &w.m.jobs[&id];
    let ledger = &w.s.at.ledger;
    let reason = "no".to_string();
    match job.state {
        JobState::Settled => {
            let wells =
                [Leg::Money, Leg::Score, Leg::Result].map(|leg| !job.pending.contains(&leg.code()));
            if wells[0] && rng.chance(50) {
                let msg = LedgerMsg::RetryLeg { job: id, leg: Leg::Money };
                return probe_of("a leg that went through, again", stranger, ledger, &msg, &[]);
            }
            let msg = LedgerMsg::Approve { job: id };
            probe_of("a settled job approved", &job.client, ledger, &msg, &[])
        }
        _ if !job.late(at) && rng.chance(50) => {
            let msg = LedgerMsg::Expire { job: id };
            probe_of("a deadline ahead", stranger, ledger, &msg, &[])
        }
        JobState::Open => {
            let msg = LedgerMsg::Cancel { job: id };
            probe_of("a job cancelled by a stranger", stranger, ledger, &msg, &[])
        }
        JobState::Accepted | JobState::Rework => {
            let msg = LedgerMsg::Submit { job: id, submission: submission("work") };
            probe_of("work of a stranger", stranger, ledger, &msg, &[])
        }
        JobState::InReview if rng.chance(50) => {
            let msg = LedgerMsg::Reject { job: id, reason };
            probe_of("a rejection by a stranger", stranger, ledger, &msg, &[])
        }
        JobState::InReview => {
            let msg = LedgerMsg::Approve { job: id };
            probe_of("an approval by a stranger", stranger, ledger, &msg, &[])
        }
        JobState::Disputed => {
            let msg = LedgerMsg::Arbitrate { job: id, worker_bps: 10_000, reason };
            probe_of("a verdict by a stranger", stranger, ledger, &msg, &[])
        }
    }
}

fn of_escrows(w: &World, rng: &mut Rng, stranger: &str) -> Option<Probe> {
    let open: Vec<_> = w.m.money.escrows.keys().cloned().collect();
    let key = rng.pick(&open)?;
    let distributor = &w.s.at.distributor;
    let reference = Reference { kind: key.1.clone(), id: key.2 };
    if rng.chance(50) && !super::backstop_passed(w, &w.m.money.escrows[&key]) {
        let msg = ExecuteMsg::ReclaimEscrow { controller: key.0, reference };
        return probe_of("a backstop ahead", stranger, distributor, &msg, &[]);
    }
    let payouts = vec![Payout { account: stranger.to_string(), amount: Uint128::one() }];
    let msg = ExecuteMsg::Escrow(EscrowMsg::Release { reference, payouts });
    probe_of("an escrow of another controller", stranger, distributor, &msg, &[])
}

fn of_pools(w: &World, rng: &mut Rng, stranger: &str) -> Option<Probe> {
    let pool = rng.pick(&w.m.pools.keys().copied().collect::<Vec<_>>())?;
    let distributor = &w.s.at.distributor;
    if rng.chance(50) {
        let claims = vec![Claim { pool, epochs: None }];
        let msg = ExecuteMsg::Claim { claims, on_behalf_of: None, withdraw: false };
        return probe_of("a claim of a stranger", stranger, distributor, &msg, &[]);
    }
    let shares = vec![axiom_types::distributor::PoolShare {
        account: stranger.to_string(),
        shares: Uint128::new(9),
    }];
    let msg = ExecuteMsg::SetShares { pool, shares };
    probe_of("shares set by a stranger", stranger, distributor, &msg, &[])
}

fn of_proposals(w: &World, rng: &mut Rng, stranger: &str) -> Option<Probe> {
    let (dao, at) = (&w.s.at.dao, w.clock());
    if rng.chance(20) {
        let msg = DaoMsg::Propose {
            title: "mine".to_string(),
            description: "mine".to_string(),
            msgs: vec![spend(&Addr::unchecked(stranger), 1, "uaxm")],
            earliest: None,
            latest: None,
            track: Some(2),
            may_fail: None,
        };
        return probe_of("a proposal of a stranger", stranger, dao, &msg, &[]);
    }
    let ids: Vec<u64> = w.m.proposals.keys().copied().collect();
    let id = rng.pick(&ids)?;
    let proposal = &w.m.proposals[&id];
    let voted = rng.pick(&proposal.ballots.keys().cloned().collect::<Vec<_>>());
    match (voted, proposal.stage(at)) {
        (Some(voter), _) if rng.chance(40) => {
            let msg = DaoMsg::Vote { proposal_id: id, vote: Vote::Yes };
            probe_of("a second vote", &voter, dao, &msg, &[])
        }
        (_, Stage::Ready) => {
            let msg = DaoMsg::Vote { proposal_id: id, vote: Vote::Yes };
            probe_of("a vote after the end", &w.actors[0], dao, &msg, &[])
        }
        (_, Stage::Voting) if rng.chance(50) => {
            let msg = DaoMsg::Vote { proposal_id: id, vote: Vote::Yes };
            probe_of("a vote without weight", stranger, dao, &msg, &[])
        }
        _ => {
            let msg = DaoMsg::Execute { proposal_id: id };
            probe_of("an execution that is not due", stranger, dao, &msg, &[])
        }
    }
}

fn of_spaces(w: &World, rng: &mut Rng, stranger: &str) -> Option<Probe> {
    let space = rng.pick(&w.m.people.spaces.keys().copied().collect::<Vec<_>>())?;
    let registry = &w.s.at.registry;
    let owner = w.m.people.spaces[&space].owner.clone();
    let (sender, expected_version, why) = match rng.chance(50) && w.actors.contains(&owner) {
        true => (owner, 999, "a version that nobody saw"),
        false => (stranger.to_string(), 0, "a write by a stranger"),
    };
    let data = b"x".to_vec().into();
    let write = CellWrite {
        key: "a".to_string(),
        expected_version,
        content: CellContent::Inline { data },
        ttl: None,
    };
    let msg = RegistryMsg::WriteCells { space, writes: vec![write] };
    probe_of(why, &sender, registry, &msg, &[])
}
