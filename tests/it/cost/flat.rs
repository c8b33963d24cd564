//! Nothing gets dearer by there being more of it: from ten to a hundred thousand members, jobs,
//! records, participants, balances, ballots, what lies above the fixed price grows by a fifth at
//! most.

use std::collections::BTreeMap;
use std::time::Instant;

use axiom_local::{GasReport, Outcome};
use axiom_merkle::{verify, Hash, Proof};
use axiom_suite::{JobBuilder, DAY};
use axiom_types::asset::Asset;
use axiom_types::common::Reference;
use axiom_types::dao::{self, Stage, Vote};
use axiom_types::distributor::{self, EscrowResponse, PoolMembersResponse};
use axiom_types::ledger::{self, JobFilter, JobPosted, JobState, JobsResponse};
use axiom_types::proof::{InclusionProof, RootResponse};
use axiom_types::registry::{self, ParticipantsResponse};
use axiom_types::tracker::{self, LeaderboardResponse};
use cosmwasm_std::{HexBinary, Uint128};

use super::seed::{
    actor, cell_key, cell_leaf, record_leaf, report, total_weight, world, World, ACTORS, HELD,
    SHARES,
};

const FEW: u64 = 10;
/// A hundred thousand; a million under `make soak`.
const MANY: u64 = if option_env!("AXIOM_BIG").is_some() { 1_000_000 } else { 100_000 };
/// Gas that a proof may need.
const PROOF_GAS: u64 = 3_000_000;

/// The dearest operation of each kind, above the fixed price.
type Dearest = BTreeMap<&'static str, u64>;

#[test]
fn costs_are_flat_and_proofs_short_among_a_hundred_thousand() {
    let begun = Instant::now();
    let few = measured(&mut world(FEW));
    let mut w = world(MANY);
    println!("seeded after {:?}", begun.elapsed());
    the_crowd_is_there(&w);
    let many = measured(&mut w);
    let mut grown = vec![];
    for (name, small) in &few {
        let big = many[name];
        println!("{name}: {small} among {FEW}, {big} among {MANY}");
        if big * 10 > small * 12 {
            grown.push(format!("{name}: {small} among {FEW}, {big} among {MANY}"));
        }
    }
    assert_eq!(few.len(), 10, "kinds of operations");
    assert!(grown.is_empty(), "these grow with the size:\n{}", grown.join("\n"));
    cells_are_proved(&w);
    records_are_proved(&w);
    println!("done after {:?}", begun.elapsed());
}

fn note(dearest: &mut Dearest, name: &'static str, gas: u64) {
    let slot = dearest.entry(name).or_insert(0);
    *slot = gas.max(*slot);
}

#[track_caller]
fn above(outcome: Outcome) -> u64 {
    let GasReport { above, .. } = outcome.should_succeed().gas;
    above
}

/// 64 operations of each kind, one after the other.
fn measured(w: &mut World) -> Dearest {
    let mut dearest = Dearest::new();
    for number in 0..ACTORS {
        let key = format!("new/{number:06}");
        let gas = above(w.s.registry().write("app", w.space, &key, 0, &[9; 64]));
        note(&mut dearest, "write a cell", gas);
    }
    let job_ids: Vec<u64> = (0..ACTORS).map(|number| job(w, &mut dearest, number)).collect();
    for id in &job_ids {
        let gas = above(w.s.ledger().approve("app", *id));
        note(&mut dearest, "settle", gas);
        assert!(w.s.ledger().pending(*id).is_empty(), "every leg of job {id} went through");
    }
    votes(w, &mut dearest);
    for number in 0..ACTORS {
        let lifetime = w.s.score(&actor(number), 1).lifetime;
        let gas = above(report(&mut w.s, &actor(number), 1_000 + number));
        note(&mut dearest, "report", gas);
        let minted = w.s.score(&actor(number), 1).lifetime - lifetime;
        assert_eq!(minted, Uint128::one(), "the report of actor {number} counts");
    }
    w.s.wait(7 * DAY);
    for (name, pool) in [("claim by standing", w.standing), ("claim by table", w.table)] {
        for number in 0..ACTORS {
            let before = w.s.wallet(&actor(number), "uaxm");
            let gas = above(w.s.distributor().claim(&actor(number), pool, true));
            note(&mut dearest, name, gas);
            assert!(w.s.wallet(&actor(number), "uaxm") > before, "{name} pays actor {number}");
        }
    }
    dearest
}

/// Posts, accepts and hands in; answers the job.
fn job(w: &mut World, dearest: &mut Dearest, number: u64) -> u64 {
    let new = JobBuilder::paid(1_000).capability("code").build();
    let posted = w.s.ledger().post("app", new).should_succeed();
    note(dearest, "post", posted.gas.above);
    let id = posted.data_as::<JobPosted>().job;
    note(dearest, "accept", above(w.s.ledger().accept(&actor(number), id)));
    note(dearest, "submit", above(w.s.ledger().submit(&actor(number), id)));
    id
}

fn votes(w: &mut World, dearest: &mut Dearest) {
    for number in 0..ACTORS {
        let gas = above(w.s.dao().vote(&actor(number), w.proposal, Vote::Abstain));
        note(dearest, "vote", gas);
    }
    assert_eq!(w.s.dao().stage(w.proposal).abstain, ACTORS * weight(w));
    // On a proposal of the crowd's too, eight batches of eight.
    let id = w.s.dao().proposed("alice", 1, vec![]);
    let each = 8;
    for batch in 0..ACTORS / each {
        let names = (batch * each..(batch + 1) * each).map(actor);
        let votes = names.map(|who| w.s.dao().signed_vote(&who, id, Vote::Yes)).collect();
        let gas = above(w.s.dao().relay("stranger", id, votes));
        note(dearest, "vote by signature, a batch of 8", gas);
    }
    assert_eq!(w.s.dao().stage(id).yes, ACTORS * weight(w));
}

/// Weight of an actor before the reports.
fn weight(w: &World) -> u64 {
    w.s.weight(&actor(0))
}

// ---- the seeds are what the contracts see ----

fn the_crowd_is_there(w: &World) {
    let mut sorted = w.crowd.clone();
    sorted.sort();
    let near_end = sorted[sorted.len() - 20].to_string();
    let after: Vec<String> = sorted[sorted.len() - 19..].iter().map(ToString::to_string).collect();
    let crowd_only = |page: Vec<String>| -> Vec<String> {
        page.into_iter().filter(|addr| after.contains(addr)).collect()
    };
    let (start_after, limit) = (Some(near_end), Some(30));

    let msg = tracker::QueryMsg::ListMembers { start_after: start_after.clone(), limit };
    let page: cw4::MemberListResponse = w.s.chain.query(&w.s.at.tracker, &msg);
    assert_eq!(crowd_only(page.members.into_iter().map(|m| m.addr).collect()), after);
    assert!(total_weight(w) > 5 * MANY);
    for domain in [1, 2] {
        let start_after = start_after.clone();
        let msg = tracker::QueryMsg::Members { domain, start_after, limit };
        let page: LeaderboardResponse = w.s.chain.query(&w.s.at.tracker, &msg);
        let page = page.members.into_iter().map(|m| m.account.to_string()).collect();
        assert_eq!(crowd_only(page), after);
    }
    let msg = tracker::QueryMsg::StandingAtHeight { domain: 1, account: None, height: u64::MAX };
    let total: tracker::Standing = w.s.chain.query(&w.s.at.tracker, &msg);
    assert!(u64::from(total.seq) > MANY, "entries of the total: {}", total.seq);

    for capability in [None, Some("code".to_string())] {
        let (live, start_after) = (Some(true), start_after.clone());
        let msg = match capability {
            None => registry::QueryMsg::Participants { kind: None, live, start_after, limit },
            Some(capability) => {
                registry::QueryMsg::ByCapability { capability, live, start_after, limit }
            }
        };
        let page: ParticipantsResponse = w.s.chain.query(&w.s.at.registry, &msg);
        let page = page.participants.into_iter().map(|p| p.address.to_string()).collect();
        assert_eq!(crowd_only(page), after);
    }
    money_is_there(w, start_after, &after);
    work_is_there(w);
}

fn money_is_there(w: &World, start_after: Option<String>, after: &[String]) {
    let at = &w.s.at.distributor;
    let limit = Some(30);
    for owner in after {
        let (owner, asset) = (owner.clone(), Asset::native("uaxm"));
        let msg = distributor::QueryMsg::Balance { owner, asset };
        assert_eq!(w.s.chain.query::<Uint128>(at, &msg).u128(), HELD);
    }
    let msg = distributor::QueryMsg::PoolMembers { pool: w.table, start_after, limit };
    let page: PoolMembersResponse = w.s.chain.query(at, &msg);
    let page = page.members.iter().filter(|m| m.shares.u128() == SHARES).count();
    assert!(page >= after.len(), "{page} members of the table pool on its last page");
    let reference = Reference { kind: "job".to_string(), id: MANY - 1 };
    let msg = distributor::QueryMsg::Escrow { controller: w.s.at.ledger.to_string(), reference };
    let escrow: Option<EscrowResponse> = w.s.chain.query(at, &msg);
    assert_eq!(escrow.unwrap().amount.u128(), 1_000);
    let msg = distributor::QueryMsg::Holdings { asset: Asset::native("uaxm") };
    let held: distributor::HoldingsResponse = w.s.chain.query(at, &msg);
    assert_eq!(held.surplus, Some(Uint128::zero()), "every seeded unit is backed");
}

fn work_is_there(w: &World) {
    let last: ledger::JobResponse =
        w.s.chain.query(&w.s.at.ledger, &ledger::QueryMsg::Job { job: MANY });
    assert_eq!((last.job, last.state), (MANY, JobState::Open));
    for by in [
        None,
        Some(JobFilter::State { state: JobState::Open }),
        Some(JobFilter::Client { client: w.s.addr("app").to_string() }),
        Some(JobFilter::Worker { worker: w.s.addr("worker").to_string() }),
        Some(JobFilter::Capability { capability: "code".to_string() }),
    ] {
        let (start_after, limit) = (Some(MANY - 5), Some(30));
        let msg = ledger::QueryMsg::Jobs { by, start_after, limit };
        let page: JobsResponse = w.s.chain.query(&w.s.at.ledger, &msg);
        assert_eq!(page.jobs.len(), 5, "{msg:?}");
    }
    let msg = ledger::QueryMsg::Root { leaves: None };
    let root: RootResponse = w.s.chain.query(&w.s.at.ledger, &msg);
    assert_eq!(root.leaves, MANY);
    let msg = registry::QueryMsg::ContextRoot { space: w.space, leaves: None };
    let root: RootResponse = w.s.chain.query(&w.s.at.registry, &msg);
    assert_eq!(root.leaves, MANY);

    let msg = dao::QueryMsg::Stage { proposal_id: MANY };
    let stage: dao::StageResponse = w.s.chain.query(&w.s.at.dao, &msg);
    assert_eq!(stage.stage, Stage::Voting);
    let mut sorted = w.crowd.clone();
    sorted.sort();
    let msg = dao::QueryMsg::ListVotes {
        proposal_id: w.proposal,
        start_after: Some(sorted[sorted.len() - 11].to_string()),
        limit: Some(30),
    };
    let page: cw3::VoteListResponse = w.s.chain.query(&w.s.at.dao, &msg);
    assert_eq!(page.votes.len(), 10, "ballots of the last of the crowd");
}

// ---- proofs ----

/// Earlier sizes against which proofs are made, and leaves of them.
const SIZES: [u64; 7] = [1, 2, 1_023, 65_536, 77_777, 99_999, MANY];

fn leaves_of(size: u64) -> [u64; 4] {
    [0, size / 3, size / 2, size - 1]
}

fn hash(hex: &HexBinary) -> Hash {
    hex.as_slice().try_into().unwrap()
}

/// Asks for a proof, checks what it costs and that it holds, for that leaf alone.
fn proved(
    w: &World,
    contract: &cosmwasm_std::Addr,
    ask: &impl serde::Serialize,
    root: &Hash,
    leaf: &Hash,
) -> u64 {
    let (found, gas): (InclusionProof, GasReport) = w.s.chain.query_gas(contract, ask).unwrap();
    assert!(gas.total < PROOF_GAS, "a proof for {}", gas.total);
    let hashes = |list: &[HexBinary]| list.iter().map(hash).collect();
    let proof = Proof {
        index: found.index,
        leaves: found.leaves,
        path: hashes(&found.path),
        peaks: hashes(&found.peaks),
    };
    verify(root, leaf, &proof).unwrap();
    let other = axiom_merkle::leaf_hash(leaf);
    assert!(verify(root, &other, &proof).is_err(), "another leaf is refused");
    gas.total
}

fn cells_are_proved(w: &World) {
    let space = w.space;
    let mut dearest = 0;
    for size in SIZES {
        let msg = registry::QueryMsg::ContextRoot { space, leaves: Some(size) };
        let root: RootResponse = w.s.chain.query(&w.s.at.registry, &msg);
        for index in leaves_of(size) {
            let msg = registry::QueryMsg::Proof { space, index, leaves: Some(size) };
            let gas = proved(w, &w.s.at.registry, &msg, &hash(&root.root), &cell_leaf(index));
            dearest = dearest.max(gas);
        }
    }
    let msg = registry::QueryMsg::Cell { space, key: cell_key(77_777) };
    let cell: Option<registry::CellResponse> = w.s.chain.query(&w.s.at.registry, &msg);
    let cell = cell.unwrap();
    assert_eq!((cell.index, hash(&cell.leaf)), (77_777, cell_leaf(77_777)));
    println!("dearest proof of a cell: {dearest}");
}

fn records_are_proved(w: &World) {
    let ask = |seq: u64| -> ledger::RecordResponse {
        w.s.chain.query(&w.s.at.ledger, &ledger::QueryMsg::Record { seq })
    };
    let first = ask(0).record;
    let mut dearest = 0;
    for size in SIZES {
        let msg = ledger::QueryMsg::Root { leaves: Some(size) };
        let root: RootResponse = w.s.chain.query(&w.s.at.ledger, &msg);
        for seq in leaves_of(size) {
            let leaf = record_leaf(&first, seq);
            assert_eq!(hash(&ask(seq).leaf), leaf, "record {seq}");
            let msg = ledger::QueryMsg::Proof { seq, leaves: Some(size) };
            dearest = dearest.max(proved(w, &w.s.at.ledger, &msg, &hash(&root.root), &leaf));
        }
    }
    println!("dearest proof of a record: {dearest}");
}
