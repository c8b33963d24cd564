//! Records and entries on the embedded chain.

use axiom_proof::{
    bundle_cell, bundle_record, record_from_bytes, verify, verify_record, Embedded, Expectation,
    ProofError, ProofFile, Refusal, SourceError, StepName, Subject, Trust,
};
use axiom_suite::{Suite, DENOM};
use axiom_types::ledger::{EndReason, QueryMsg, RecordResponse};
use axiom_types::registry::WriterRule;
use serde_json::{json, Value};

use crate::story::play;

/// Three jobs, thirteen records.
fn some() -> Suite {
    let mut s = Suite::found();
    let _ = s.distributor().deposit_for_work("client", 100_000, DENOM).should_succeed();
    for reason in [EndReason::Approved, EndReason::Arbitrated, EndReason::Declined] {
        play(&mut s, reason, 1_000);
    }
    s
}

fn bundled(s: &Suite, seq: u64) -> ProofFile {
    bundle_record(&Embedded(&s.chain), s.at.ledger.as_str(), seq, None).unwrap()
}

#[test]
fn every_record_is_proved_against_the_root_and_no_other() {
    let mut s = some();
    let root = s.ledger().root();
    assert_eq!(root.leaves, 13);
    for seq in 0..root.leaves {
        let file = bundled(&s, seq);
        // Through its text, as a reader gets it.
        let file = ProofFile::from_json(file.to_json().unwrap().as_bytes()).unwrap();
        let meant = Expectation {
            chain_id: Some("axiom-local-1".to_string()),
            contract: Some(s.at.ledger.to_string()),
            index: Some(seq),
            ..Expectation::default()
        };
        let report = verify(&file, &meant, &Trust::Root(root.clone()), 0).unwrap();
        assert_eq!(report.record, Some(s.ledger().record(seq).record));
        assert!(report.trusted && report.header_height.is_none());
        let steps: Vec<_> = report.steps.iter().map(|step| step.step.name()).collect();
        let expected = ["chain", "contract", "subject", "bytes", "leaf", "place", "path", "trust"];
        assert_eq!(steps, expected);
        // Bytes, proof and root alone.
        let RecordResponse { record, bytes, .. } = s.ledger().record(seq);
        assert_eq!(verify_record(&bytes, &file.proof, &root).unwrap(), record);
        assert_eq!(record_from_bytes(&bytes), Some(record));
    }
    // Against an earlier root, and not against one before the record.
    let early = bundle_record(&Embedded(&s.chain), s.at.ledger.as_str(), 3, Some(5)).unwrap();
    let then = s.chain.query(&s.at.ledger, &QueryMsg::Root { leaves: Some(5) });
    assert!(verify(&early, &Expectation::default(), &Trust::Root(then), 0).is_ok());
    let refused = verify(&early, &Expectation::default(), &Trust::Root(root), 0).unwrap_err();
    assert_eq!(refused.step, StepName::Trust);
    let error = bundle_record(&Embedded(&s.chain), s.at.ledger.as_str(), 5, Some(5)).unwrap_err();
    assert!(matches!(error, ProofError::TooEarly { leaves: 5, index: 5 }), "{error}");
}

/// Places of all texts and numbers.
fn places(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, inner)| places(inner, format!("{at}/{key}"), found));
        }
        Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(n, inner)| places(inner, format!("{at}/{n}"), found));
        }
        _ => found.push(at),
    }
}

/// Something else of the same kind.
fn other(value: &Value) -> Value {
    match value {
        Value::Null => json!("ab".repeat(32)),
        Value::Number(number) => json!(number.as_u64().unwrap() + 1),
        Value::String(text) if text == "accepted" => json!("posted"),
        Value::String(text) if text.len() >= 64 && text.chars().all(|c| c.is_ascii_hexdigit()) => {
            let first = if text.starts_with('0') { '1' } else { '0' };
            json!(format!("{first}{}", &text[1..]))
        }
        Value::String(text) => json!(format!("{text}x")),
        _ => json!("x"),
    }
}

#[test]
fn a_change_of_anything_in_the_file_is_refused() {
    let mut s = some();
    let root = s.ledger().root();
    let value = serde_json::to_value(bundled(&s, 1)).unwrap();
    let mut all = Vec::new();
    places(&value, String::new(), &mut all);
    let mut steps = Vec::new();
    for place in &all {
        let mut forged = value.clone();
        let old = forged.pointer(place).unwrap().clone();
        *forged.pointer_mut(place).unwrap() = other(&old);
        let Ok(file) = ProofFile::from_json(forged.to_string().as_bytes()) else {
            assert_eq!(place, "/format");
            continue;
        };
        let result = verify(&file, &Expectation::default(), &Trust::Root(root.clone()), 0);
        match result {
            // When it was fetched is only told to people.
            Ok(_) => assert_eq!(place, "/height"),
            Err(refused) => steps.push((place.clone(), refused.step)),
        }
    }
    assert_eq!(steps.len(), all.len() - 2);
    let step = |place: &str| steps.iter().find(|(at, _)| at == place).unwrap().1;
    assert_eq!(step("/chain_id"), StepName::Chain);
    assert_eq!(step("/contract"), StepName::Contract);
    assert_eq!(step("/subject/record/record/actor"), StepName::Bytes);
    assert_eq!(step("/subject/record/leaf"), StepName::Leaf);
    assert_eq!(step("/proof/index"), StepName::Place);
    assert_eq!(step("/proof/leaves"), StepName::Place);
    assert_eq!(step("/proof/path/0"), StepName::Path);
    assert_eq!(step("/proof/peaks/1"), StepName::Path);
    assert_eq!(step("/root/root"), StepName::Path);
}

#[test]
fn a_forger_who_is_consistent_meets_the_root() {
    let mut s = some();
    let root = s.ledger().root();
    let mut file = bundled(&s, 1);
    // Another actor, with bytes and leaf to match.
    let Subject::Record(found) = &mut file.subject else { panic!("a record") };
    found.record.actor = s.addr("stranger");
    found.bytes = found.record.bytes().unwrap().into();
    found.leaf = axiom_merkle::leaf_hash(&found.bytes).into();
    let refused = verify(&file, &Expectation::default(), &Trust::Nothing, 0).unwrap_err();
    assert_eq!(refused.step, StepName::Path);
    assert!(refused.to_string().contains("record, its place or a hash of the path"), "{refused}");
    // One sibling less, one peak more.
    let mut short = bundled(&s, 1);
    short.proof.path.pop();
    let refused =
        verify(&short, &Expectation::default(), &Trust::Root(root.clone()), 0).unwrap_err();
    assert!(matches!(
        *refused.refusal,
        Refusal::Path(axiom_merkle::VerifyError::PathLength { .. })
    ));
    let mut long = bundled(&s, 1);
    long.proof.peaks.push(vec![0; 32].into());
    let refused =
        verify(&long, &Expectation::default(), &Trust::Root(root.clone()), 0).unwrap_err();
    assert!(matches!(*refused.refusal, Refusal::Path(axiom_merkle::VerifyError::PeakCount { .. })));
    let mut odd = bundled(&s, 1);
    odd.proof.path[0] = vec![0; 31].into();
    let refused = verify(&odd, &Expectation::default(), &Trust::Root(root), 0).unwrap_err();
    assert!(matches!(*refused.refusal, Refusal::Malformed { what: "hash of the path", .. }));
}

#[test]
fn what_is_not_meant_is_refused() {
    let s = some();
    let file = bundled(&s, 1);
    let refuse = |meant: Expectation| verify(&file, &meant, &Trust::Nothing, 0).unwrap_err();
    let none = Expectation::default;
    let cases = [
        (Expectation { chain_id: Some("another-1".to_string()), ..none() }, StepName::Chain),
        (Expectation { contract: Some(s.at.dao.to_string()), ..none() }, StepName::Contract),
        (Expectation { index: Some(2), ..none() }, StepName::Subject),
        (Expectation { job: Some(2), ..none() }, StepName::Subject),
    ];
    for (meant, step) in cases {
        let refused = refuse(meant);
        assert_eq!(refused.step, step, "{refused}");
        assert!(matches!(*refused.refusal, Refusal::Differs { .. }));
    }
    assert!(verify(&file, &Expectation { job: Some(1), ..none() }, &Trust::Nothing, 0).is_ok());
    // A chain that was renamed since.
    let mut renamed = file.clone();
    renamed.chain_id = "axiom-local-2".to_string();
    assert!(verify(&renamed, &none(), &Trust::Nothing, 0).is_err());
    let former = Expectation { former_chain_ids: vec!["axiom-local-1".to_string()], ..none() };
    assert!(verify(&renamed, &former, &Trust::Nothing, 0).is_ok());
    // A header is trusted, and the embedded chain has none.
    let trust = Trust::ValidatorSet(axiom_proof::TrustedSet {
        chain_id: file.chain_id.clone(),
        height: 1,
        validators_hash: vec![0; 32].into(),
        trusted_until: None,
    });
    let refused = verify(&file, &none(), &trust, 0).unwrap_err();
    assert_eq!((refused.step, *refused.refusal), (StepName::Header, Refusal::NoAnchor));
}

#[test]
fn bytes_that_are_no_record_are_refused() {
    let mut s = some();
    let root = s.ledger().root();
    let file = bundled(&s, 0);
    let bytes = s.ledger().record(0).bytes.to_vec();
    for end in 0..bytes.len() {
        assert_eq!(record_from_bytes(&bytes[..end]), None, "cut to {end}");
    }
    let longer = [bytes.as_slice(), &[0]].concat();
    assert_eq!(record_from_bytes(&longer), None);
    let refused = verify_record(&longer, &file.proof, &root).unwrap_err();
    assert_eq!(refused.step, StepName::Bytes);
    // A record of another number under this proof.
    let next = s.ledger().record(1).bytes;
    assert_eq!(verify_record(&next, &file.proof, &root).unwrap_err().step, StepName::Place);
}

#[test]
fn an_entry_is_proved_and_changed_ones_are_refused() {
    let mut s = Suite::found();
    let space = s.registry().create_space("app", WriterRule::Owner {});
    for n in 0..5u8 {
        let _ = s.registry().write("app", space, &format!("key {n}"), 0, &[n]).should_succeed();
    }
    let _ = s.registry().write("app", space, "key 1", 1, b"again").should_succeed();
    let root = s.registry().root(space);
    let source = Embedded(&s.chain);
    let registry = s.at.registry.as_str();
    let file = bundle_cell(&source, registry, space, "key 1").unwrap();
    let trust = Trust::Root(root);
    let meant = Expectation { index: Some(5), ..Expectation::default() };
    let report = verify(&file, &meant, &trust, 0).unwrap();
    assert!(report.record.is_none() && report.trusted);
    let forge = |change: &dyn Fn(&mut axiom_proof::Cell)| {
        let mut forged = file.clone();
        let Subject::Cell(cell) = &mut forged.subject else { panic!("an entry") };
        change(cell);
        verify(&forged, &Expectation::default(), &trust, 0).unwrap_err().step
    };
    assert_eq!(forge(&|cell| cell.key = "key 2".to_string()), StepName::Leaf);
    assert_eq!(forge(&|cell| cell.version = 1), StepName::Leaf);
    assert_eq!(forge(&|cell| cell.hash = vec![1; 32].into()), StepName::Leaf);
    assert_eq!(forge(&|cell| cell.hash = vec![1; 31].into()), StepName::Bytes);
    assert_eq!(forge(&|cell| cell.key = "k".repeat(300)), StepName::Bytes);
    assert_eq!(forge(&|cell| cell.leaf = vec![1; 32].into()), StepName::Leaf);
    assert_eq!(forge(&|cell| cell.index = 1), StepName::Place);
    let job = Expectation { job: Some(1), ..Expectation::default() };
    assert_eq!(verify(&file, &job, &trust, 0).unwrap_err().step, StepName::Subject);
    let error = bundle_cell(&source, registry, space, "nothing").unwrap_err();
    assert!(matches!(error, ProofError::NoCell { .. }), "{error}");
}

#[test]
fn what_a_chain_refuses_is_told_in_its_words() {
    let s = some();
    let source = Embedded(&s.chain);
    let error = bundle_record(&source, s.at.ledger.as_str(), 99, None).unwrap_err();
    assert!(matches!(&error, ProofError::Source(SourceError::Refused { .. })), "{error}");
    assert!(error.to_string().contains("99"), "{error}");
    assert!(bundle_record(&source, s.at.dao.as_str(), 0, None).is_err(), "no ledger");
}

#[test]
fn files_are_read_strictly() {
    let s = some();
    let good: Value = serde_json::to_value(bundled(&s, 0)).unwrap();
    let mut unknown = good.clone();
    unknown["more"] = json!(1);
    let mut missing = good.clone();
    missing.as_object_mut().unwrap().remove("root");
    let mut later = good;
    later["format"] = json!("axiom-proof-2");
    for (bad, said) in [
        ("".to_string(), "no JSON"),
        ("[]".to_string(), "names no format"),
        (later.to_string(), "\"axiom-proof-2\""),
        (missing.to_string(), "root"),
        (unknown.to_string(), "more"),
    ] {
        let error = ProofFile::from_json(bad.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(said) && error.contains("axiom-proof-1"), "{said}: {error}");
    }
    let huge = vec![b' '; (8 << 20) + 1];
    assert!(ProofFile::from_json(&huge).unwrap_err().to_string().contains("at most"));
}
