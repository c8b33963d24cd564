//! Execution records: one per transition, frozen bytes, proofs against every root from their own on.

use axiom_kit::mmr;
use axiom_local::{Entry, Fault, FaultAction, Tamper};
use axiom_oracle::record::Record as Reference;
use axiom_types::ledger::*;
use axiom_types::proof::{InclusionProof, RootResponse};
use axiom_types::record::{Record, RecordHashes, Transition};
use cosmwasm_std::{Addr, BlockInfo, HexBinary};
use execution_ledger::ContractError;

use crate::world::{hash, open, World};

fn all(world: &World) -> Vec<RecordResponse> {
    let (mut rows, mut from) = (vec![], None);
    loop {
        let page: RecordsResponse = world.ask(&QueryMsg::Records { from, limit: Some(4) });
        rows.extend(page.records);
        from = page.next;
        if from.is_none() {
            return rows;
        }
    }
}

fn array(hex: &HexBinary) -> [u8; 32] {
    hex.as_slice().try_into().unwrap()
}

/// The same record as an outsider writes it.
fn reference(record: &Record) -> Reference {
    let h = &record.hashes;
    let hashes = [&h.context_root, &h.input_hash, &h.procedure_hash, &h.output_hash, &h.evidence];
    Reference {
        chain_id: record.chain_id.clone(),
        ledger: record.ledger.to_string(),
        seq: record.seq,
        kind: record.kind.clone(),
        id: record.id,
        actor: record.actor.to_string(),
        client: record.client.to_string(),
        payer: record.payer.to_string(),
        transition: record.transition.name().to_string(),
        hashes: hashes.map(|hash| hash.as_ref().map(array)),
        height: record.height,
        time: record.time,
    }
}

/// A long life, with every kind of actor; returns its transitions.
fn history(world: &mut World) -> Vec<(Transition, Addr)> {
    use Transition as T;
    let (client, worker, reviewer, arbiter, stranger) = (
        world.client.clone(),
        world.worker.clone(),
        world.reviewer.clone(),
        world.arbiter.clone(),
        world.stranger.clone(),
    );
    let first = world.job_in(JobState::Accepted);
    for who in [&client, &worker] {
        world.agree(who, first, Agreement::Extend { seconds: 60 }).should_succeed();
    }
    world.submit(first, 1).should_succeed();
    let reason = "no".to_string();
    world.send(&reviewer, ExecuteMsg::Reject { job: first, reason }).should_succeed();
    world.submit(first, 2).should_succeed();
    world.reject(first).should_succeed();
    world.arbitrate(first, 100).should_succeed();
    let second = world.post(open(axiom_types::rule::Rule::Anyone {}));
    world.send(&stranger, ExecuteMsg::Accept { job: second }).should_succeed();
    for who in [&client, &stranger] {
        world.agree(who, second, Agreement::Dissolve { worker_bps: 0 }).should_succeed();
    }
    let third = world.job_in(JobState::Open);
    world.send(&worker, ExecuteMsg::Decline { job: third }).should_succeed();
    let fourth = world.job_in(JobState::Open);
    world.send(&client, ExecuteMsg::Cancel { job: fourth }).should_succeed();
    let fifth = world.job_in(JobState::InReview);
    world.send(&reviewer, ExecuteMsg::Approve { job: fifth }).should_succeed();
    let sixth = world.job_in(JobState::Open);
    world.chain.halt(1_000_000);
    world.expire(sixth).should_succeed();
    let by = |t: T, who: &axiom_local::Account| (t, who.address.clone());
    vec![
        by(T::Posted, &client),
        by(T::Accepted, &worker),
        by(T::Extended, &worker),
        by(T::Submitted, &worker),
        by(T::Rejected, &reviewer),
        by(T::Resubmitted, &worker),
        by(T::Disputed, &client),
        by(T::Arbitrated, &arbiter),
        by(T::Posted, &client),
        by(T::Accepted, &stranger),
        by(T::Dissolved, &stranger),
        by(T::Posted, &client),
        by(T::Declined, &worker),
        by(T::Posted, &client),
        by(T::Cancelled, &client),
        by(T::Posted, &client),
        by(T::Accepted, &worker),
        by(T::Submitted, &worker),
        by(T::Approved, &reviewer),
        by(T::Posted, &client),
        by(T::Expired, &stranger),
    ]
}

#[test]
fn every_transition_makes_one_record_that_never_changes() {
    let mut world = World::new();
    let expected = history(&mut world);
    let rows = all(&world);
    let found: Vec<_> =
        rows.iter().map(|row| (row.record.transition, row.record.actor.clone())).collect();
    assert_eq!(found, expected);
    for (_, code, _) in Transition::ALL {
        assert!(expected.iter().any(|(t, _)| t.code() == code), "transition {code} not seen");
    }
    for (seq, row) in rows.iter().enumerate() {
        assert_eq!(row.record.seq, seq as u64);
        assert_eq!(row.record.client, world.client.address);
        assert_eq!(row.record.payer, world.client.address);
        assert_eq!(row.record.ledger, world.ledger);
        // Bytes and leaf as an outsider computes them.
        let theirs = reference(&row.record);
        assert_eq!(row.bytes.as_slice(), theirs.bytes());
        assert_eq!(array(&row.leaf), theirs.leaf());
        let one: RecordResponse = world.ask(&QueryMsg::Record { seq: seq as u64 });
        assert_eq!(one, *row);
    }
    // What came later changed none of them.
    world.job_in(JobState::Disputed);
    assert_eq!(all(&world)[..rows.len()], rows[..]);
}

#[test]
fn every_record_is_proved_against_every_root_from_its_own_on() {
    let mut world = World::new();
    history(&mut world);
    let rows = all(&world);
    let count = rows.len() as u64;
    for leaves in 1..=count {
        let root: RootResponse = world.ask(&QueryMsg::Root { leaves: Some(leaves) });
        assert_eq!(root.leaves, leaves);
        for row in &rows[..leaves as usize] {
            let seq = row.record.seq;
            let proof: InclusionProof = world.ask(&QueryMsg::Proof { seq, leaves: Some(leaves) });
            mmr::verify(&array(&root.root), &array(&row.leaf), &proof).unwrap();
            let mut other = array(&row.leaf);
            other[0] ^= 1;
            mmr::verify(&array(&root.root), &other, &proof).unwrap_err();
        }
    }
    let newest: InclusionProof = world.ask(&QueryMsg::Proof { seq: 0, leaves: None });
    assert_eq!(newest.leaves, count);
}

#[test]
fn events_carry_the_record() {
    let mut world = World::new();
    let job = world.job_in(JobState::InReview);
    let told = world.approve(job).should_succeed();
    let name = "axiom_ledger_record_made";
    assert_eq!(told.count_of(name), 1);
    let row: RecordResponse = world.ask(&QueryMsg::Record { seq: 3 });
    assert_eq!(told.attribute(name, "seq"), Some("3"));
    assert_eq!(told.attribute(name, "job"), Some("1"));
    assert_eq!(told.attribute(name, "transition"), Some("approved"));
    assert_eq!(told.attribute(name, "actor"), Some(world.client.as_ref()));
    assert_eq!(told.attribute(name, "bytes"), Some(row.bytes.to_hex().as_str()));
    assert_eq!(told.attribute(name, "leaf"), Some(row.leaf.to_hex().as_str()));
}

#[test]
fn a_record_names_what_was_acted_on() {
    let mut world = World::new();
    let job = world.job_in(JobState::Rework);
    world.submit(job, 20).should_succeed();
    let rows = all(&world);
    let [posted, _, submitted, rejected, resubmitted] = rows.as_slice() else { panic!() };
    let inputs = RecordHashes {
        input_hash: Some(hash(2)),
        procedure_hash: Some(hash(3)),
        ..RecordHashes::default()
    };
    assert_eq!(posted.record.hashes, inputs);
    let first = RecordHashes {
        context_root: Some(hash(11)),
        output_hash: Some(hash(10)),
        evidence: Some(hash(12)),
        ..inputs.clone()
    };
    assert_eq!(submitted.record.hashes, first);
    let reason = <[u8; 32]>::from(<sha2::Sha256 as sha2::Digest>::digest("not what was asked"));
    assert_eq!(
        rejected.record.hashes,
        RecordHashes { evidence: Some(HexBinary::from(reason)), ..first }
    );
    assert_eq!(resubmitted.record.hashes.output_hash, Some(hash(20)));
}

#[test]
fn records_keep_the_chain_id_under_which_they_were_made() {
    let mut world = World::new();
    let job = world.job_in(JobState::Accepted);
    let before = all(&world);
    let ledger = world.ledger.clone();
    let renamed = Fault::hook(|call| match call.entry {
        Entry::Execute | Entry::Query => {
            let block = BlockInfo { chain_id: "axiom-test-2".into(), ..call.block.clone() };
            FaultAction::Run(Tamper::new().block(block))
        }
        _ => FaultAction::Pass,
    });
    world.chain.set_fault(&ledger, renamed);
    world.submit(job, 1).should_succeed();
    world.approve(job).should_succeed();
    let after = all(&world);
    assert_eq!(after[..2], before[..]);
    let ids: Vec<_> = after.iter().map(|row| row.record.chain_id.as_str()).collect();
    assert_eq!(ids, ["axiom-test-1", "axiom-test-1", "axiom-test-2", "axiom-test-2"]);
    let root: RootResponse = world.ask(&QueryMsg::Root { leaves: None });
    for row in after {
        let seq = row.record.seq;
        let proof: InclusionProof = world.ask(&QueryMsg::Proof { seq, leaves: None });
        mmr::verify(&array(&root.root), &array(&row.leaf), &proof).unwrap();
    }
}

#[test]
pub fn questions_beyond_the_range() {
    let mut world = World::new();
    world.job_in(JobState::Accepted);
    let refused = |msg: &QueryMsg, error: ContractError| {
        let failure = world.chain.try_query::<serde_json::Value>(&world.ledger, msg).unwrap_err();
        let text = error.to_string();
        assert!(failure.to_string().contains(&text), "{failure} does not say {text}");
    };
    refused(&QueryMsg::Record { seq: 2 }, ContractError::UnknownRecord { seq: 2, records: 2 });
    let many = mmr::KitMmrError::TooManyLeaves { leaves: 3, max: 2 };
    refused(&QueryMsg::Root { leaves: Some(3) }, many.clone().into());
    refused(&QueryMsg::Proof { seq: 0, leaves: Some(3) }, many.into());
    let beyond = mmr::KitMmrError::IndexOutOfRange { index: 1, leaves: 1 };
    refused(&QueryMsg::Proof { seq: 1, leaves: Some(1) }, beyond.into());
    let page: RecordsResponse = world.ask(&QueryMsg::Records { from: Some(9), limit: None });
    assert_eq!((page.records.len(), page.next), (0, None));
}

/// Frozen: an auditor who stored a record verifies it for ever. Computed with `hashlib` from the published layout.
#[test]
fn frozen_vectors() {
    let addr = |text: &str| Addr::unchecked(text);
    let full = Record {
        chain_id: "axiom-1".into(),
        ledger: addr("wasm1ledger"),
        seq: 258,
        kind: "job".into(),
        id: 7,
        actor: addr("wasm1ann"),
        client: addr("wasm1ben"),
        payer: addr("wasm1cat"),
        transition: Transition::Approved,
        hashes: RecordHashes {
            context_root: Some(hash(1)),
            input_hash: None,
            procedure_hash: Some(hash(3)),
            output_hash: Some(hash(4)),
            evidence: None,
        },
        height: 1_000,
        time: 1_767_225_600,
    };
    let bare = Record {
        seq: 0,
        id: 1,
        transition: Transition::Posted,
        hashes: RecordHashes::default(),
        ..full.clone()
    };
    for (record, bytes, leaf) in [(full, FULL_BYTES, FULL_LEAF), (bare, BARE_BYTES, BARE_LEAF)] {
        let found = record.bytes().unwrap();
        assert_eq!(HexBinary::from(found.clone()).to_hex(), bytes);
        assert_eq!(HexBinary::from(axiom_merkle::leaf_hash(&found)).to_hex(), leaf);
    }
}

const FULL_BYTES: &str = "01076178696f6d2d310b7761736d316c65646765720000000000000102036a6f620000000000000007087761736d31616e6e087761736d3162656e087761736d3163617406010101010101010101010101010101010101010101010101010101010101010101000103030303030303030303030303030303030303030303030303030303030303030104040404040404040404040404040404040404040404040404040404040404040000000000000003e8000000006955b900";
const FULL_LEAF: &str = "6e9bc8e579592ad271bd8d55fd0ae5f0df2350edb81fbecadfcefc2f4375913b";
const BARE_BYTES: &str = "01076178696f6d2d310b7761736d316c65646765720000000000000000036a6f620000000000000001087761736d31616e6e087761736d3162656e087761736d3163617401000000000000000000000003e8000000006955b900";
const BARE_LEAF: &str = "ca9013e427e1028321fae10632007c92ae9d15f98b1eee31f77a257d5f708f42";
