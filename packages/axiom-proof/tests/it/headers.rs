//! Roots against headers: answers of a real node of four validators, one of whom slept, and what forgers make of them.

use axiom_proof::{
    verify, verify_root, Expectation, ProofError, ProofFile, Refusal, Refused, Report, StepName,
    Trust, TrustedHeader, TrustedSet,
};
use axiom_types::proof::RootResponse;
use cosmwasm_std::HexBinary;
use serde_json::{json, Value};

use crate::fixtures::{proof, read, PERIOD};

fn set() -> TrustedSet {
    TrustedSet::from_json(&read("trusted-set.json")).unwrap()
}

fn header() -> TrustedHeader {
    TrustedHeader::from_json(&read("trusted-header.json")).unwrap()
}

/// A minute after the header of the data was made.
fn now() -> u64 {
    let header = proof("record.json").anchor.unwrap().header.header;
    u64::try_from(header.time.unix_timestamp()).unwrap() + 60
}

fn by(file: &ProofFile, trust: Trust) -> Result<Report, Refused> {
    verify(file, &Expectation::default(), &trust, now())
}

/// The file after a change of its JSON.
fn changed(change: impl FnOnce(&mut Value)) -> ProofFile {
    let mut value: Value = serde_json::from_slice(&read("record.json")).unwrap();
    change(&mut value);
    ProofFile::from_json(value.to_string().as_bytes()).unwrap()
}

/// A change at one place, checked with the trusted set.
fn put(place: &str, new: Value) -> Refused {
    let file = changed(|value| {
        *value.pointer_mut(place).unwrap_or_else(|| panic!("no {place}")) = new;
    });
    by(&file, Trust::ValidatorSet(set())).unwrap_err()
}

/// Another byte at the end of a hexadecimal or base64 text.
fn flipped(place: &str) -> Refused {
    let value: Value = serde_json::from_slice(&read("record.json")).unwrap();
    let text = value.pointer(place).unwrap().as_str().unwrap();
    let (at, old) = text.char_indices().filter(|(_, c)| *c != '=').nth_back(3).unwrap();
    let new = if old == '7' { '6' } else { '7' };
    put(place, json!(format!("{}{new}{}", &text[..at], &text[at + 1..])))
}

fn names(report: &Report) -> Vec<StepName> {
    report.steps.iter().map(|step| step.step).collect()
}

#[test]
fn a_record_of_a_real_node_is_proved_up_to_its_validators() {
    use StepName as N;
    let file = proof("record.json");
    let report = by(&file, Trust::ValidatorSet(set())).unwrap();
    let all = [
        N::Chain,
        N::Contract,
        N::Subject,
        N::Bytes,
        N::Leaf,
        N::Place,
        N::Path,
        N::Header,
        N::Validators,
        N::Commit,
        N::Trust,
        N::Store,
        N::Storage,
        N::Root,
    ];
    assert_eq!(names(&report), all);
    assert_eq!(report.header_height, Some(file.anchor.unwrap().height + 1));
    assert_eq!((report.record.unwrap().seq, report.trusted), (4, true));
    assert_eq!(report.records_then, Some(11));
    // And from a header some blocks before.
    let report = by(&proof("record.json"), Trust::Header(header())).unwrap();
    assert_eq!(names(&report), all);
    // A report and a refusal can be written down.
    let text = serde_json::to_value(&report.steps[9]).unwrap();
    assert_eq!(text["step"], "commit");
    let refused = serde_json::to_value(put("/anchor/height", json!(3))).unwrap();
    assert_eq!(refused["step"], "header");
    assert!(refused["refusal"].as_str().unwrap().contains("height 3"), "{refused}");
}

#[test]
fn an_entry_of_a_real_node_is_proved_too() {
    let file = proof("cell.json");
    let report = by(&file, Trust::ValidatorSet(set())).unwrap();
    assert!(report.trusted && report.record.is_none());
    // The ledger's leaves are no space's: with another space the keys are others.
    let mut value: Value = serde_json::from_slice(&read("cell.json")).unwrap();
    *value.pointer_mut("/subject/cell/space").unwrap() = json!(1);
    let file = ProofFile::from_json(value.to_string().as_bytes()).unwrap();
    let refused = by(&file, Trust::ValidatorSet(set())).unwrap_err();
    assert_eq!(refused.step, StepName::Storage);
}

#[test]
fn without_trust_a_file_only_agrees_with_itself() {
    let report = by(&proof("record.json"), Trust::Nothing).unwrap();
    assert!(!report.trusted);
    assert!(!names(&report).contains(&StepName::Trust));
    assert!(names(&report).contains(&StepName::Commit));
}

#[test]
fn the_root_of_a_replayed_ledger_is_proved_alone() {
    let file = proof("record.json");
    let anchor = file.anchor.as_ref().unwrap();
    let at = (file.chain_id.as_str(), file.contract.as_str());
    let trust = Trust::ValidatorSet(set());
    let report = verify_root(at, &file.root, anchor, (&trust, now())).unwrap();
    assert_eq!(report.root, file.root);
    // The root of a forged archive.
    let forged = RootResponse { root: HexBinary::from([7; 32]), ..file.root.clone() };
    let refused = verify_root(at, &forged, anchor, (&trust, now())).unwrap_err();
    assert_eq!(refused.step, StepName::Root);
    // More records than the ledger counts.
    let more = RootResponse { leaves: 15, ..file.root.clone() };
    let refused = verify_root(at, &more, anchor, (&trust, now())).unwrap_err();
    assert!(matches!(*refused.refusal, Refusal::OtherNodes { .. }), "{refused}");
    // Another contract has nothing there.
    let other = proof("cell.json").contract;
    let refused = verify_root((at.0, &other), &file.root, anchor, (&trust, now())).unwrap_err();
    assert_eq!(refused.step, StepName::Storage);
    let no_address =
        verify_root((at.0, "nobody"), &file.root, anchor, (&trust, now())).unwrap_err();
    assert!(matches!(*no_address.refusal, Refusal::Malformed { what: "contract", .. }));
}

#[test]
fn a_forged_storage_is_noticed() {
    let store = flipped("/anchor/store");
    assert_eq!(store.step, StepName::Store);
    assert!(matches!(*store.refusal, Refusal::StorageProof { .. }));
    // Value, proof, position, a peak taken away, a peak of another position, the ledger's count.
    for place in [
        "/anchor/peaks/0/value",
        "/anchor/peaks/1/value",
        "/anchor/peaks/0/proof",
        "/anchor/count/value",
        "/anchor/count/proof",
    ] {
        let refused = flipped(place);
        assert_eq!(refused.step, StepName::Storage, "{place}: {refused}");
        assert!(matches!(*refused.refusal, Refusal::StorageProof { .. }), "{place}: {refused}");
    }
    let other = put("/anchor/peaks/0/position", json!(15));
    assert!(matches!(*other.refusal, Refusal::OtherNodes { .. }), "{other}");
    let fewer = changed(|value| {
        value["anchor"]["peaks"].as_array_mut().unwrap().pop();
    });
    let fewer = by(&fewer, Trust::ValidatorSet(set())).unwrap_err();
    assert!(matches!(*fewer.refusal, Refusal::OtherNodes { .. }), "{fewer}");
    let swapped = changed(|value| {
        let peaks = value["anchor"]["peaks"].as_array_mut().unwrap();
        let (first, second) = (peaks[0]["value"].clone(), peaks[0]["proof"].clone());
        (peaks[0]["value"], peaks[0]["proof"]) =
            (peaks[1]["value"].clone(), peaks[1]["proof"].clone());
        (peaks[1]["value"], peaks[1]["proof"]) = (first, second);
    });
    let swapped = by(&swapped, Trust::ValidatorSet(set())).unwrap_err();
    assert_eq!(swapped.step, StepName::Storage, "a value under another key");
    let no_count = changed(|value| {
        value["anchor"].as_object_mut().unwrap().remove("count");
    });
    let no_count = by(&no_count, Trust::ValidatorSet(set())).unwrap_err();
    assert!(matches!(*no_count.refusal, Refusal::Malformed { what: "ledger's count", .. }));
}

#[test]
fn a_forged_header_is_noticed() {
    // Every field of the header is under its hash.
    for field in [
        "app_hash",
        "validators_hash",
        "next_validators_hash",
        "last_commit_hash",
        "data_hash",
        "consensus_hash",
        "last_results_hash",
        "evidence_hash",
        "proposer_address",
    ] {
        let refused = flipped(&format!("/anchor/header/header/{field}"));
        let expected = match field {
            "validators_hash" => matches!(*refused.refusal, Refusal::OtherValidators { .. }),
            _ => matches!(*refused.refusal, Refusal::OtherCommit { .. }),
        };
        assert!(refused.step == StepName::Validators && expected, "{field}: {refused}");
    }
    let time = put("/anchor/header/header/time", json!("2026-11-21T00:00:00Z"));
    assert!(matches!(*time.refusal, Refusal::OtherCommit { .. }), "{time}");
    let chain = put("/anchor/header/header/chain_id", json!("another-1"));
    assert_eq!(chain.step, StepName::Header);
    let height = put("/anchor/height", json!(5));
    assert!(matches!(*height.refusal, Refusal::HeightMismatch { state: 5, .. }), "{height}");
}

#[test]
fn a_commit_of_another_chain_or_block_is_noticed() {
    // Everything says another chain, as a forger of the whole file would write it: the signatures are for the first.
    let text = String::from_utf8(read("record.json")).unwrap();
    let file = ProofFile::from_json(
        text.replace("axiom-devnet-proof-1", "axiom-devnet-forge-1").as_bytes(),
    )
    .unwrap();
    let refused = by(&file, Trust::Nothing).unwrap_err();
    assert_eq!(refused.step, StepName::Bytes, "the bytes of the record name the chain");
    let block = flipped("/anchor/header/commit/block_id/hash");
    assert!(matches!(*block.refusal, Refusal::OtherCommit { .. }), "{block}");
    let parts = flipped("/anchor/header/commit/block_id/parts/hash");
    assert!(matches!(*parts.refusal, Refusal::BadSignature { .. }), "{parts}");
    let round = put("/anchor/header/commit/round", json!(1));
    assert!(matches!(*round.refusal, Refusal::BadSignature { .. }), "{round}");
}

/// Places of the three signatures.
fn signed() -> Vec<usize> {
    let value: Value = serde_json::from_slice(&read("record.json")).unwrap();
    let list =
        value.pointer("/anchor/header/commit/signatures").unwrap().as_array().unwrap().clone();
    (0..list.len()).filter(|at| list[*at]["block_id_flag"] == 2).collect()
}

#[test]
fn forged_and_missing_signatures_are_noticed() {
    let at = signed();
    assert_eq!(at.len(), 3, "three of four signed");
    for one in &at {
        let refused = flipped(&format!("/anchor/header/commit/signatures/{one}/signature"));
        assert!(matches!(*refused.refusal, Refusal::BadSignature { .. }), "{refused}");
        let absent = json!({ "block_id_flag": 1, "validator_address": "",
            "timestamp": "0001-01-01T00:00:00Z", "signature": "" });
        let refused = put(&format!("/anchor/header/commit/signatures/{one}"), absent);
        let few = Refusal::TooFewSigned { signed: 200, total: 400 };
        assert_eq!((refused.step, *refused.refusal), (StepName::Commit, few));
    }
    // One that signs twice does not count twice.
    let doubled = changed(|value| {
        let list = value.pointer_mut("/anchor/header/commit/signatures").unwrap();
        list[at[1]] = list[at[0]].clone();
    });
    let refused = by(&doubled, Trust::ValidatorSet(set())).unwrap_err();
    assert!(
        matches!(&*refused.refusal, Refusal::Commit { why } if why.contains("twice")),
        "{refused}"
    );
    let nobody = changed(|value| {
        *value.pointer_mut("/anchor/header/commit/signatures").unwrap() = json!([]);
    });
    let refused = by(&nobody, Trust::ValidatorSet(set())).unwrap_err();
    assert!(matches!(*refused.refusal, Refusal::Commit { .. }), "{refused}");
}

#[test]
fn a_forged_list_of_validators_is_noticed() {
    // More power for one who signed, so that two would do.
    let power = put("/anchor/validators/1/power", json!("900"));
    assert!(matches!(*power.refusal, Refusal::OtherValidators { .. }), "{power}");
    // The address of one over the key of another.
    let value: Value = serde_json::from_slice(&read("record.json")).unwrap();
    let other = value.pointer("/anchor/validators/2/address").unwrap().clone();
    let address = put("/anchor/validators/1/address", other);
    assert!(matches!(*address.refusal, Refusal::Malformed { what: "list of validators", .. }));
    // So much power that sums overflow.
    let flood = put("/anchor/validators/1/power", json!(i64::MAX.to_string()));
    assert!(matches!(*flood.refusal, Refusal::Malformed { what: "list of validators", .. }));
    let nobody = put("/anchor/validators", json!([]));
    assert_eq!(nobody.step, StepName::Validators);
}

#[test]
fn trust_in_others_or_in_the_past_does_not_help() {
    let file = proof("record.json");
    let other = TrustedSet { validators_hash: HexBinary::from([1; 32]), ..set() };
    let refused = by(&file, Trust::ValidatorSet(other)).unwrap_err();
    assert!(matches!(*refused.refusal, Refusal::OtherTrustedSet { .. }), "{refused}");
    let elsewhere = TrustedSet { chain_id: "another-1".to_string(), ..set() };
    let refused = by(&file, Trust::ValidatorSet(elsewhere)).unwrap_err();
    assert_eq!(refused.step, StepName::Trust);
    let until = TrustedSet { trusted_until: Some(now() - 1), ..set() };
    let refused = by(&file, Trust::ValidatorSet(until)).unwrap_err();
    assert!(matches!(*refused.refusal, Refusal::Expired { .. }), "{refused}");
    let still = TrustedSet { trusted_until: Some(now()), ..set() };
    assert!(by(&file, Trust::ValidatorSet(still)).is_ok());
}

#[test]
fn a_trusted_header_must_be_in_the_file_fresh_and_earlier() {
    let file = proof("record.json");
    let at = |trust: TrustedHeader, now: u64| {
        verify(&file, &Expectation::default(), &Trust::Header(trust), now)
    };
    let forged = TrustedHeader { hash: HexBinary::from([9; 32]), ..header() };
    assert_eq!(at(forged, now()).unwrap_err().step, StepName::Trust);
    let elsewhere = TrustedHeader { chain_id: "another-1".to_string(), ..header() };
    assert_eq!(at(elsewhere, now()).unwrap_err().step, StepName::Trust);
    let later = TrustedHeader { height: header().height + 1, ..header() };
    assert!(matches!(*at(later, now()).unwrap_err().refusal, Refusal::NoBase { .. }));
    let late = at(header(), now() + PERIOD).unwrap_err();
    assert!(matches!(*late.refusal, Refusal::Expired { .. }), "{late}");
    let early = at(header(), now() - 3_600).unwrap_err();
    assert!(matches!(*early.refusal, Refusal::FromTheFuture { .. }), "{early}");
    let refused = by(&proof("cell.json"), Trust::Header(header())).unwrap_err();
    assert!(
        matches!(*refused.refusal, Refusal::NoBase { .. }),
        "the file brings no trusted header"
    );
    let validators = changed(|value| {
        value.pointer_mut("/anchor/base/next_validators").unwrap().as_array_mut().unwrap().pop();
    });
    let refused = by(&validators, Trust::Header(header())).unwrap_err();
    assert!(matches!(*refused.refusal, Refusal::Differs { .. }), "{refused}");
}

/// The file with another trusted header inside, and trust in that header.
fn rebased(change: impl FnOnce(&mut ProofFile)) -> Result<Report, Refused> {
    let mut file = proof("record.json");
    change(&mut file);
    let base = &file.anchor.as_ref().unwrap().base.as_ref().unwrap().header;
    let hash = HexBinary::from(base.hash().as_bytes());
    let trusted = TrustedHeader { hash, height: base.height.value(), ..header() };
    by(&file, Trust::Header(trusted))
}

#[test]
fn a_set_that_has_changed_since_the_trusted_header_is_not_enough() {
    // The reader trusts a header after which only the sleeper was to be validator.
    let refused = rebased(|file| {
        let anchor = file.anchor.as_mut().unwrap();
        let asleep: Vec<_> =
            anchor.header.commit.signatures.iter().map(|s| s.is_absent()).collect();
        let sleeper = asleep.iter().position(|absent| *absent).unwrap();
        let base = anchor.base.as_mut().unwrap();
        base.next_validators = vec![anchor.validators[sleeper].clone()];
        let set = tendermint::validator::Set::without_proposer(base.next_validators.clone());
        base.header.next_validators_hash = set.hash();
    });
    let refused = refused.unwrap_err();
    assert_eq!(*refused.refusal, Refusal::NotEnoughTrust { signed: 0, total: 100 });
    // The trusted header may be the very header, and not a later one.
    assert!(rebased(|file| {
        let anchor = file.anchor.as_mut().unwrap();
        let base = anchor.base.as_mut().unwrap();
        base.header = anchor.header.header.clone();
    })
    .is_ok());
    let after = rebased(|file| {
        let anchor = file.anchor.as_mut().unwrap();
        let base = anchor.base.as_mut().unwrap();
        base.header.height = anchor.header.header.height.increment();
    });
    assert!(matches!(*after.unwrap_err().refusal, Refusal::BeforeTrust { .. }));
}

#[test]
fn files_of_trust_are_read_strictly() {
    for bad in ["", "{}", r#"{"chain_id":"a","height":1,"validators_hash":"00"}"#] {
        let error = TrustedSet::from_json(bad.as_bytes()).unwrap_err();
        assert!(
            matches!(error, ProofError::NotATrustFile { what: "validator set", .. }),
            "{error}"
        );
    }
    let short = r#"{"chain_id":"a","height":1,"hash":"00","trusting_period":1}"#;
    let error = TrustedHeader::from_json(short.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("1 bytes, expected 32"), "{error}");
    assert!(TrustedHeader::from_json(br#"{"chain_id":"a"}"#).is_err());
}

/// Places of all texts and numbers below one.
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

#[test]
fn nonsense_at_any_place_is_refused_and_never_more() {
    let good: Value = serde_json::from_slice(&read("record.json")).unwrap();
    let mut all = Vec::new();
    places(&good["anchor"], "/anchor".to_string(), &mut all);
    assert!(all.len() > 80, "{}", all.len());
    let odd = [
        json!(null),
        json!(""),
        json!(0),
        json!("0"),
        json!(-1),
        json!(u64::MAX),
        json!(i64::MAX),
        json!(u64::MAX.to_string()),
        json!(i64::MAX.to_string()),
        json!("9999-12-31T23:59:59Z"),
        json!("0001-01-01T00:00:00Z"),
        json!("AAAA"),
        json!("00"),
        json!([]),
        json!({}),
        json!("ff".repeat(32)),
        json!("A".repeat(88)),
    ];
    // Neither the signer that was asleep nor names of validators are under any signature.
    let free = |place: &str| {
        let asleep = good.pointer(place.rsplit_once('/').unwrap().0).unwrap();
        place.ends_with("/name") || asleep["block_id_flag"] == 1
    };
    let mut read_on = 0;
    for place in &all {
        for new in &odd {
            let mut value = good.clone();
            *value.pointer_mut(place).unwrap() = new.clone();
            let Ok(file) = ProofFile::from_json(value.to_string().as_bytes()) else {
                continue;
            };
            read_on += 1;
            let same = file == proof("record.json");
            // What is only there for trust by a header is looked at only then.
            let trust = match place.starts_with("/anchor/base") {
                true => Trust::Header(header()),
                false => Trust::ValidatorSet(set()),
            };
            assert!(by(&file, trust).is_err() || same || free(place), "{place}: {new}");
        }
    }
    assert!(read_on > 100, "{read_on}");
}
