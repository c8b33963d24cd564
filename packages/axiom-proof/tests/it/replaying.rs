//! What is rebuilt from events against what the chain answers.

use std::collections::BTreeMap;

use axiom_local::LocalChain;
use axiom_proof::ledger::{
    compare, export, replay, replay_file, ArchiveError, ExportOptions, Exported, Gap, Replay,
    ReplayError,
};
use axiom_proof::{Embedded, EventSource, Place, Source, SourceError, TxEvents};
use axiom_suite::{Suite, DENOM};
use axiom_types::ledger::{Agreement, EndReason, JobState, JobsResponse, Leg, QueryMsg};
use cosmwasm_std::{Uint128, Uint256};

use crate::fixtures::data;
use crate::scratch::Scratch;
use crate::story::{everything, paid, play, LATE};

pub fn exported(s: &Suite, path: &std::path::Path) -> Exported {
    let source = Embedded(&s.chain);
    export(&source, s.at.ledger.as_str(), path, &ExportOptions::default(), &mut |_| {}).unwrap()
}

/// Exports, replays the file alone, and asserts that the chain tells the same.
fn replayed(s: &mut Suite) -> Replay {
    let scratch = Scratch::new();
    let path = scratch.file("ledger.jsonl");
    let done = exported(s, &path);
    let found = replay_file(&path).unwrap();
    assert_eq!(found, done.replay);
    assert_eq!(found.root, s.ledger().root());
    let compared = compare(&Embedded(&s.chain), &found).unwrap();
    assert_eq!(compared.differences, []);
    assert_eq!((compared.jobs, compared.newer_records), (found.jobs.len() as u64, 0));
    found
}

#[test]
fn every_end_is_rebuilt_with_its_money() {
    let mut s = everything();
    let found = replayed(&mut s);
    for (job, rebuilt) in &found.jobs {
        let told = s.ledger().job(*job);
        assert_eq!((rebuilt.state, rebuilt.ended), (told.state, told.ended), "job {job}");
        assert_eq!(rebuilt.worker, told.worker.map(String::from));
        assert_eq!(rebuilt.settled.as_ref().map(|settled| settled.worker_bps), told.worker_bps);
    }
    let reasons: BTreeMap<&str, u64> = EndReason::ALL.map(|(_, name)| (name, 1)).into();
    let mut expected = reasons;
    expected.insert("approved", 3);
    expected.insert("reviewer_absent", 2);
    let stats = &found.statistics;
    assert_eq!(stats.by_reason, expected);
    let states = [("open", 2), ("accepted", 1), ("in_review", 1), ("disputed", 1), ("settled", 13)];
    assert_eq!(stats.by_state, BTreeMap::from(states));
    assert_eq!((stats.jobs, stats.records), (18, found.root.leaves));
    assert_eq!(stats.by_transition.values().sum::<u64>(), stats.records);
    assert_eq!((stats.clients, stats.workers, stats.offers), (1, 2, 2));
    assert_eq!((stats.legs_failed, stats.legs_retried, stats.legs_pending), (2, 1, 1));
    assert_eq!((stats.points, stats.unknown_terms), (Uint256::from(12u8), 0));
    assert_eq!(found.gaps, []);
    // The whole price of every ended job went somewhere; one payout still waits in its escrow.
    let money = &stats.money[DENOM];
    assert_eq!(money.posted, money.paid + money.fee + money.refunded + money.open);
    assert_eq!(money.open, Uint256::from(501u32 + 502 + 503 + 504));
    let held = s.balance_of("worker", DENOM) + s.balance_of("agent", DENOM);
    let waiting = found.jobs.values().find(|job| !job.pending.is_empty()).unwrap();
    let waiting = waiting.settled.as_ref().unwrap();
    assert_eq!(money.paid, Uint256::from(held) + Uint256::from(waiting.paid));
    assert_eq!(money.fee, Uint256::from(s.balance_of("dao", DENOM)) + Uint256::from(waiting.fee));
}

/// Small random numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}

/// A random message of somebody to some job; most are refused, as they should be.
fn anything(s: &mut Suite, dice: &mut Dice, jobs: &mut u64) {
    let who = ["client", "worker", "agent", "arbiter"][dice.below(4) as usize];
    // One of the newest four, so that some get far.
    let job = *jobs - dice.below((*jobs).clamp(1, 4)).min(*jobs);
    let _ = match dice.below(13) {
        0 => {
            let amount = u128::from(1 + dice.below(9_999));
            let posted = s.ledger().post("client", paid(amount).build());
            *jobs += u64::from(posted.is_ok());
            posted
        }
        1..=3 => s.ledger().accept(["worker", "agent"][dice.below(2) as usize], job),
        4..=6 => s.ledger().submit(["worker", "agent"][dice.below(2) as usize], job),
        7 => s.ledger().approve("client", job),
        8 | 9 => s.ledger().reject("client", job),
        10 => s.ledger().arbitrate("arbiter", job, dice.below(10_001) as u16),
        11 => {
            let end = Agreement::Dissolve { worker_bps: 5_000 };
            let _ = s.ledger().agree("client", job, end.clone());
            s.ledger().agree(who, job, end)
        }
        _ => {
            if dice.below(4) == 0 {
                s.wait(LATE);
            }
            s.ledger().expire(who, job)
        }
    };
}

#[test]
fn random_sequences_are_rebuilt() {
    let mut reached = std::collections::BTreeSet::new();
    for seed in 1..=4 {
        let mut s = Suite::found();
        let _ = s.distributor().deposit_for_work("client", 10_000_000, DENOM).should_succeed();
        let (mut dice, mut jobs) = (Dice(seed), 0);
        for step in 0..300 {
            anything(&mut s, &mut dice, &mut jobs);
            if step == 150 {
                // The fee of jobs that are there stays what it was.
                let (ledger, dao) = (s.at.ledger.clone(), s.at.dao.clone());
                let msg = QueryMsg::Settings {};
                let mut settings: axiom_types::ledger::SettingsMsg = s.chain.query(&ledger, &msg);
                settings.fee_bps = 1_234;
                let admin = axiom_types::ledger::AdminMsg::UpdateSettings { settings };
                let msg = axiom_types::ledger::ExecuteMsg::Admin(admin);
                let _ = s.chain.execute(&dao, &ledger, &msg, &[]).should_succeed();
            }
        }
        let found = replayed(&mut s);
        reached.extend(found.statistics.by_reason.keys().copied());
        let fees: std::collections::BTreeSet<_> = found.jobs.values().map(|j| j.fee_bps).collect();
        assert_eq!(fees, [Some(500), Some(1_234)].into());
    }
    assert!(reached.len() >= 6, "the sequences reach only {reached:?}");
}

#[test]
fn what_the_ledger_did_after_the_archive_is_no_difference() {
    let mut s = everything();
    let scratch = Scratch::new();
    let before = exported(&s, &scratch.file("ledger.jsonl")).replay;
    let waits = before.jobs.iter().find(|(_, job)| job.state == JobState::Open).unwrap();
    let _ = s.ledger().accept("worker", *waits.0).should_succeed();
    let new = play(&mut s, EndReason::Cancelled, 77);
    let compared = compare(&Embedded(&s.chain), &before).unwrap();
    assert_eq!((compared.differences.as_slice(), compared.newer_records), ([].as_slice(), 3));
    assert_eq!(compared.moved_on, [*waits.0, new].into());
    assert_eq!(compared.jobs, before.jobs.len() as u64 - 1);
}

#[test]
fn every_kind_of_difference_is_listed() {
    let mut s = everything();
    let found = replayed(&mut s);
    let first = s.ledger().record(3).record.id;
    let differs = |change: &dyn Fn(&mut Replay)| {
        let mut changed = found.clone();
        change(&mut changed);
        let compared = compare(&Embedded(&s.chain), &changed).unwrap();
        compared.differences.iter().map(|one| (one.what, one.job)).collect::<Vec<_>>()
    };
    let job = |change: &'static dyn Fn(&mut axiom_proof::ledger::Job)| {
        differs(&|replay| change(replay.jobs.get_mut(&1).unwrap()))
    };
    assert_eq!(job(&|j| j.state = JobState::Open), [("state", Some(1))]);
    assert_eq!(job(&|j| j.ended = Some(EndReason::Dissolved)), [("reason of the end", Some(1))]);
    assert_eq!(job(&|j| j.client = "x".to_string()), [("client", Some(1))]);
    assert_eq!(job(&|j| j.worker = None), [("worker", Some(1))]);
    assert_eq!(job(&|j| j.offered_to = Some("x".to_string())), [("offered to", Some(1))]);
    assert_eq!(job(&|j| j.capability = Some("x".to_string())), [("capability", Some(1))]);
    assert_eq!(job(&|j| j.output_hash = None), [("hash of the output", Some(1))]);
    assert_eq!(job(&|j| j.asset = None), [("asset", Some(1))]);
    assert_eq!(job(&|j| j.amount = Some(Uint128::new(1))), [("price", Some(1))]);
    assert_eq!(job(&|j| j.points = Some(Uint128::new(1))), [("points", Some(1))]);
    assert_eq!(job(&|j| j.fee_bps = Some(1)), [("fee in basis points", Some(1))]);
    assert_eq!(job(&|j| j.settled.as_mut().unwrap().worker_bps = 1), [("worker's part", Some(1))]);
    assert_eq!(job(&|j| j.settled.as_mut().unwrap().paid = Uint128::MAX), [("paid", Some(1))]);
    assert_eq!(job(&|j| j.settled.as_mut().unwrap().fee = Uint128::MAX), [("fee", Some(1))]);
    let refund = job(&|j| j.settled.as_mut().unwrap().refunded = Uint128::MAX);
    assert_eq!(refund, [("refund", Some(1))]);
    assert_eq!(job(&|j| _ = j.pending.insert(Leg::Score.name())), [("failed legs", Some(1))]);
    assert_eq!(differs(&|r| _ = r.jobs.remove(&2)), [("job", Some(2))]);
    let more = differs(&|r| _ = r.jobs.insert(99, r.jobs[&1].clone()));
    assert_eq!(more, [("job", Some(99))]);
    let chain = differs(&|r| r.header.chain_id = "another-1".to_string());
    assert_eq!(chain, [("chain", None)]);
    let root = differs(&|r| {
        r.root.root = vec![0; 32].into();
        r.leaves[3] = [0; 32];
    });
    assert_eq!(root, [("root", None), ("first record that differs, its leaf", Some(first))]);
    assert_eq!(differs(&|r| r.root.leaves += 1), [("number of records", None)]);
}

/// Of which heights transactions are kept.
type Keeps = fn(u64) -> bool;

/// A node that pruned everything before a height, or lost a transaction.
struct Pruned<'a> {
    chain: Embedded<'a, LocalChain>,
    keeps: Keeps,
}

impl Source for Pruned<'_> {
    fn chain_id(&self) -> String {
        self.chain.chain_id()
    }
    fn height(&self) -> Result<u64, SourceError> {
        self.chain.height()
    }
    fn smart(&self, contract: &str, msg: Vec<u8>) -> Result<Vec<u8>, SourceError> {
        self.chain.smart(contract, msg)
    }
}

impl EventSource for Pruned<'_> {
    fn transactions(
        &self,
        contract: &str,
        after: Option<Place>,
        to: u64,
    ) -> Result<Vec<TxEvents>, SourceError> {
        let mut all = self.chain.transactions(contract, after, to)?;
        all.retain(|tx| (self.keeps)(tx.place.height));
        Ok(all)
    }
}

/// Three jobs; the heights of their records.
fn three() -> (Suite, Vec<u64>) {
    let mut s = Suite::found();
    let _ = s.distributor().deposit_for_work("client", 100_000, DENOM).should_succeed();
    for reason in [EndReason::Approved, EndReason::Dissolved, EndReason::Cancelled] {
        play(&mut s, reason, 1_000);
    }
    let heights = (0..s.ledger().root().leaves).map(|seq| s.ledger().record(seq).record.height);
    let heights = heights.collect();
    (s, heights)
}

fn export_pruned(s: &Suite, keeps: Keeps, fill: bool) -> Result<Exported, ArchiveError> {
    let scratch = Scratch::new();
    let path = scratch.file("ledger.jsonl");
    let source = Pruned { chain: Embedded(&s.chain), keeps };
    let options = ExportOptions { fill, ..ExportOptions::default() };
    let done = export(&source, s.at.ledger.as_str(), &path, &options, &mut |_| {})?;
    assert_eq!(replay_file(&path).unwrap(), done.replay);
    assert_eq!(compare(&source, &done.replay).unwrap().differences, []);
    Ok(done)
}

#[test]
fn a_pruned_node_does_not_matter_for_root_and_states() {
    let (mut s, heights) = three();
    let whole = replayed(&mut s);
    assert_eq!((heights[3], heights[6], heights.len()), (6, 10, 9), "the cases stand on these");
    // Everything gone; the first job gone; a transaction in the middle gone; the end gone.
    // And what is left may begin with an offer, which makes no record.
    let cases: [(Keeps, u64, Vec<Gap>); 5] = [
        (|height| height > 8, 6, vec![Gap { from: 0, to: 5 }]),
        (|_| false, 9, vec![Gap { from: 0, to: 8 }]),
        (|height| height > 6, 4, vec![Gap { from: 0, to: 3 }]),
        (|height| height != 6, 1, vec![Gap { from: 3, to: 3 }]),
        (|height| height < 10, 3, vec![Gap { from: 6, to: 8 }]),
    ];
    for (keeps, filled, gaps) in cases {
        let done = export_pruned(&s, keeps, true).unwrap();
        assert_eq!((done.filled, &done.replay.gaps), (filled, &gaps));
        assert_eq!(done.replay.root, whole.root);
        for (id, job) in &done.replay.jobs {
            let known = &whole.jobs[id];
            assert_eq!(
                (job.state, job.ended, &job.worker),
                (known.state, known.ended, &known.worker)
            );
        }
        let (part, all) = (&done.replay.statistics, &whole.statistics);
        assert_eq!((&part.by_state, &part.by_reason), (&all.by_state, &all.by_reason));
        assert_eq!(part.by_transition, all.by_transition);
        // It is told which figures are not whole.
        assert!(
            part.unknown_terms > 0
                || done.replay.jobs.values().any(|j| j.ended.is_some() && j.settled.is_none())
        );
    }
    let refused = |keeps| export_pruned(&s, keeps, false).unwrap_err();
    let first = refused(|height| height > 6);
    assert!(
        matches!(first, ArchiveError::Replay { why: ReplayError::Pruned { found: 4 }, .. }),
        "{first}"
    );
    let middle = refused(|height| height != 6);
    let gap = ReplayError::Gap { expected: 3, found: 4 };
    assert!(matches!(&middle, ArchiveError::Replay { why, .. } if *why == gap), "{middle}");
    let end = refused(|height| height < 10);
    assert!(matches!(end, ArchiveError::Incomplete { records: 9, found: 6 }), "{end}");
}

#[test]
fn a_leg_that_failed_before_what_is_left_can_be_tried_again_after_it() {
    let s = everything();
    let retried = |tx: &&axiom_chain::Tx| tx.events_of("axiom_ledger_leg_retried").next().is_some();
    let height = s.chain.txs().iter().find(retried).unwrap().height;
    assert!(height == 8_705 + 1, "the case stands on this: {height}");
    let done = export_pruned(&s, |height| height > 8_705, true).unwrap();
    assert_eq!((done.replay.statistics.legs_failed, done.replay.statistics.legs_retried), (1, 1));
    assert_eq!(done.replay.gaps.len(), 1);
}

#[test]
fn the_archive_of_a_real_node_is_replayed() {
    let found = replay_file(&data("ledger.jsonl")).unwrap();
    assert_eq!((found.root.leaves, found.jobs.len()), (11, 3));
    // The same root that the proof of a record was made against.
    assert_eq!(found.root, crate::fixtures::proof("record.json").root);
    let ends: Vec<_> = found.jobs.values().map(|job| (job.state, job.ended)).collect();
    let expected = [
        (JobState::Settled, Some(EndReason::Approved)),
        (JobState::Settled, Some(EndReason::Cancelled)),
        (JobState::InReview, None),
    ];
    assert_eq!(ends, expected);
    assert_eq!(found.statistics.points, Uint256::from(21u8));
    let text = serde_json::to_value(&found).unwrap();
    assert_eq!(text["jobs"]["1"]["ended"], "approved");
}

#[test]
fn an_empty_ledger_has_an_archive_too() {
    let mut s = Suite::found();
    let found = replayed(&mut s);
    assert_eq!((found.root.leaves, found.jobs.len()), (0, 0));
    let jobs: JobsResponse =
        s.chain.query(&s.at.ledger, &QueryMsg::Jobs { by: None, start_after: None, limit: None });
    assert!(jobs.jobs.is_empty());
    assert!(replay(&b""[..]).is_err());
}
