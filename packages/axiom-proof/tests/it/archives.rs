//! Archives: gone on with, cut, damaged, forged, imported.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use axiom_proof::ledger::{
    compare, export, import, replay, replay_file, ArchiveError, End, ExportOptions, Line, Progress,
    Replay, ReplayError,
};
use axiom_proof::Embedded;
use axiom_suite::{Suite, DENOM};
use axiom_types::ledger::EndReason;
use serde_json::{json, Value};
use sha2::{Digest, Sha256};

use crate::replaying::exported;
use crate::scratch::Scratch;
use crate::story::{everything, play};

/// The text of an archive of everything that can happen.
fn whole(s: &Suite) -> String {
    let scratch = Scratch::new();
    exported(s, &scratch.file("ledger.jsonl"));
    std::fs::read_to_string(scratch.file("ledger.jsonl")).unwrap()
}

/// Lines but the last, with a last line that fits them: what a forger who knows the format writes.
fn sealed(lines: &[String], records: u64) -> String {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let end = |sha256: [u8; 32], len: usize| {
        let end =
            End { lines: lines.len() as u64, records, height: 1, sha256: sha256[..len].into() };
        format!("{text}{}\n", serde_json::to_string(&Line::End(end)).unwrap())
    };
    end(Sha256::digest(end([0; 32], 0)).into(), 32)
}

fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    lines.pop();
    lines
}

fn read(text: &str) -> Result<Replay, ArchiveError> {
    replay(text.as_bytes())
}

fn records(lines: &[String]) -> u64 {
    lines.iter().filter(|line| line.contains("record_made")).count() as u64
}

#[test]
fn an_export_goes_on_wherever_it_was_killed() {
    let mut s = Suite::found();
    let _ = s.distributor().deposit_for_work("client", 100_000, DENOM).should_succeed();
    for reason in [EndReason::Approved, EndReason::Arbitrated] {
        play(&mut s, reason, 1_000);
    }
    let text = whole(&s);
    let first = text.find('\n').unwrap() + 1;
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let cuts = (first..text.len()).step_by(307).chain(ends.iter().flat_map(|at| [*at, at + 1]));
    let scratch = Scratch::new();
    let path = scratch.file("ledger.jsonl");
    for cut in cuts.filter(|cut| *cut >= first) {
        std::fs::write(&path, &text[..cut]).unwrap();
        if cut < text.len() {
            let error = replay_file(&path).unwrap_err();
            assert!(matches!(error, ArchiveError::Unfinished { .. }), "cut at {cut}: {error}");
        }
        let done = exported(&s, &path);
        assert!(std::fs::read_to_string(&path).unwrap() == text, "cut at {cut}");
        assert!(done.filled == 0 && (cut < first + 2_000 || done.kept > 1), "cut at {cut}");
    }
}

#[test]
fn a_finished_archive_takes_what_came_since() {
    let mut s = everything();
    let scratch = Scratch::new();
    let (grown, anew) = (scratch.file("grown.jsonl"), scratch.file("anew.jsonl"));
    let first = exported(&s, &grown);
    let again = exported(&s, &grown);
    assert_eq!((again.events, again.kept, &again.replay), (0, first.events + 1, &first.replay));
    play(&mut s, EndReason::ArbiterAbsent, 4_321);
    let mut told = Vec::new();
    let ledger = s.at.ledger.as_str();
    let options = ExportOptions::default();
    let progress = &mut |step: Progress| told.push((step.records, step.of));
    let done = export(&Embedded(&s.chain), ledger, &grown, &options, progress).unwrap();
    assert_eq!(told.last(), Some(&(done.replay.root.leaves, done.replay.root.leaves)));
    assert_eq!(done.kept, again.kept);
    assert_eq!(done.replay, exported(&s, &anew).replay);
    assert!(std::fs::read(&grown).unwrap() == std::fs::read(&anew).unwrap());
}

#[test]
fn any_changed_byte_is_noticed() {
    let text = whole(&everything()).into_bytes();
    assert!(replay(text.as_slice()).is_ok());
    for at in (0..text.len()).step_by(1_499).chain((text.len() - 200..text.len()).step_by(3)) {
        let mut changed = text.clone();
        changed[at] = if changed[at] == b'1' { b'2' } else { b'1' };
        assert!(replay(changed.as_slice()).is_err(), "byte {at}");
    }
    // The checksum alone notices what no rule does: the hash of a transaction, a text of no meaning.
    let text = String::from_utf8(text).unwrap();
    let error = read(&text.replacen("out of order", "OUT OF ORDER", 1)).unwrap_err();
    assert!(matches!(error, ArchiveError::Damaged { what: "checksum", .. }), "{error}");
    let error = read(&format!("{text}\n")).unwrap_err();
    assert!(matches!(error, ArchiveError::AfterEnd { .. }), "{error}");
}

/// Events whose absence changes nothing that is rebuilt.
const FREE: [&str; 4] = ["agreement_offered", "peers_set", "space_ready", "pause_set"];

#[test]
fn a_line_taken_out_doubled_or_moved_is_noticed_although_the_checksum_fits() {
    let s = everything();
    let all = lines(&whole(&s));
    assert!(read(&sealed(&all, records(&all))).is_ok());
    for at in 1..all.len() {
        let mut fewer = all.clone();
        let gone = fewer.remove(at);
        let result = read(&sealed(&fewer, records(&fewer)));
        match result {
            Err(error) => assert!(matches!(error, ArchiveError::Replay { .. }), "{gone}: {error}"),
            Ok(found) => {
                let free = FREE.iter().any(|kind| gone.contains(kind));
                // The fee that was in force, and the failure of a leg, are found by asking the chain.
                let compared = compare(&Embedded(&s.chain), &found).unwrap();
                let fee = gone.contains("settings_updated");
                assert!(free || fee || !compared.differences.is_empty(), "{gone}");
            }
        }
        if at % 3 != 0 {
            continue;
        }
        let mut doubled = all.clone();
        doubled.insert(at, all[at].clone());
        let error = read(&sealed(&doubled, records(&doubled))).unwrap_err();
        let order = matches!(error, ArchiveError::Replay { why: ReplayError::Order { .. }, .. });
        assert!(order, "doubled {at}: {error}");
        if at + 1 < all.len() {
            let mut swapped = all.clone();
            swapped.swap(at, at + 1);
            let error = read(&sealed(&swapped, records(&all))).unwrap_err();
            assert!(matches!(error, ArchiveError::Replay { .. }), "swapped {at}: {error}");
        }
    }
}

#[test]
fn a_whole_transaction_taken_out_is_a_gap() {
    let all = lines(&whole(&everything()));
    let place = |line: &String| {
        let value: Value = serde_json::from_str(line).unwrap();
        value["event"]["height"].as_u64()
    };
    let heights: BTreeSet<u64> = all.iter().filter_map(place).collect();
    let first_record =
        all.iter().find(|line| line.contains("record_made")).and_then(place).unwrap();
    for height in heights.into_iter().filter(|height| *height >= first_record) {
        let (out, rest): (Vec<_>, Vec<_>) =
            all.iter().cloned().partition(|line| place(line) == Some(height));
        let error = match read(&sealed(&rest, records(&rest))) {
            Err(error) => error.to_string(),
            Ok(_) => {
                let last = rest.iter().filter_map(place).max() < Some(height);
                let silent = records(&out) == 0;
                assert!(last || silent, "height {height}");
                continue;
            }
        };
        let expected =
            if height == first_record { "first record is number 1" } else { "is missing" };
        // Or a line before the next record speaks of what went with it.
        let spoken = ["leg tried again", "side that offers"].iter().any(|of| error.contains(of));
        assert!(error.contains(expected) || spoken, "height {height}: {error}");
    }
}

/// Something else of the same kind.
fn other(text: &str) -> String {
    match text {
        "in_review" | "rework" => "disputed".to_string(),
        "disputed" => "rework".to_string(),
        "approved" => "dissolved".to_string(),
        "money" => "score".to_string(),
        text if text.len() >= 64 && text.chars().all(|c| c.is_ascii_hexdigit()) => {
            let last = if text.ends_with('0') { '1' } else { '0' };
            format!("{}{last}", &text[..text.len() - 1])
        }
        text if text.chars().all(|c| c.is_ascii_digit()) => {
            (text.parse::<u128>().unwrap() + 1).to_string()
        }
        text => format!("{text}x"),
    }
}

#[test]
fn a_changed_attribute_is_noticed_although_the_checksum_fits() {
    let s = everything();
    let all = lines(&whole(&s));
    let mut unnoticed = BTreeSet::new();
    let mut tried = BTreeMap::new();
    for at in 1..all.len() {
        let value: Value = serde_json::from_str(&all[at]).unwrap();
        let kind = value["event"]["kind"].as_str().unwrap().to_string();
        for (key, old) in value["event"]["attributes"].as_object().unwrap() {
            // The first three of each kind, each of another job or step.
            let times: &mut u32 = tried.entry(format!("{kind}.{key}")).or_default();
            *times += 1;
            if *times > 3 {
                continue;
            }
            let mut forged = value.clone();
            forged["event"]["attributes"][key] = json!(other(old.as_str().unwrap()));
            let mut changed = all.clone();
            changed[at] = forged.to_string();
            let Ok(found) = read(&sealed(&changed, records(&changed))) else {
                continue;
            };
            let compared = compare(&Embedded(&s.chain), &found).unwrap();
            if compared.differences.is_empty() {
                unnoticed.insert(format!("{}.{key}", kind.trim_start_matches("axiom_ledger_")));
            }
        }
    }
    assert!(tried.len() > 40, "{tried:?}");
    // What nothing is rebuilt from; the README tells of them.
    let known = [
        "deadline_extended.deadline",
        "leg_failed.peer",
        "leg_failed.reason",
        "peers_set.distributor",
        "peers_set.registry",
        "peers_set.tracker",
        "space_ready.space",
    ];
    assert_eq!(unnoticed.iter().map(String::as_str).collect::<Vec<_>>(), known);
}

#[test]
fn attributes_that_are_missing_or_malformed_are_named() {
    let all = lines(&whole(&everything()));
    let mut tried = BTreeSet::new();
    for at in 1..all.len() {
        let value: Value = serde_json::from_str(&all[at]).unwrap();
        let kind = value["event"]["kind"].as_str().unwrap();
        if !tried.insert(kind.to_string()) {
            continue;
        }
        let optional = ["worker", "asset", "amount", "points", "capability"];
        if FREE.iter().any(|free| kind.ends_with(free)) {
            continue;
        }
        for key in value["event"]["attributes"].as_object().unwrap().keys() {
            if optional.contains(&key.as_str()) || kind.ends_with("leg_failed") && key != "leg" {
                continue;
            }
            let mut changed = all.clone();
            let mut forged = value.clone();
            forged["event"]["attributes"].as_object_mut().unwrap().remove(key);
            changed[at] = forged.to_string();
            let error = read(&sealed(&changed, records(&changed))).unwrap_err();
            let ArchiveError::Replay { line, why: ReplayError::Attribute { key: named, .. } } =
                &error
            else {
                panic!("{kind}.{key}: {error}");
            };
            assert_eq!((*line, named), (at as u64 + 1, key));
        }
    }
}

#[test]
fn what_is_no_archive_is_told_so() {
    let good = whole(&everything());
    let header = good.lines().next().unwrap();
    for (text, said) in [
        (String::new(), "no whole line"),
        ("{}\n".to_string(), "names no format"),
        ("nonsense\n".to_string(), "first line"),
        (header.replace("axiom-ledger-1", "axiom-ledger-9") + "\n", "axiom-ledger-9"),
        (header.replace("ledger\"", "logbook\"") + "\n", "logbook"),
    ] {
        let error = read(&text).unwrap_err();
        assert!(matches!(error, ArchiveError::NotAnArchive { .. }), "{error}");
        assert!(error.to_string().contains(said), "{said}: {error}");
    }
    let error = read(&format!("{header}\nnonsense\n")).unwrap_err();
    assert!(matches!(error, ArchiveError::Line { line: 2, .. }), "{error}");
    let long = format!("{header}\n{}\n", " ".repeat(1 << 20));
    assert!(read(&long).unwrap_err().to_string().contains("longer than"));
    let error = replay_file(Path::new("/nowhere/ledger.jsonl")).unwrap_err();
    assert!(matches!(error, ArchiveError::Io { .. }), "{error}");
}

#[test]
fn an_archive_of_another_ledger_is_left_alone() {
    let s = everything();
    let scratch = Scratch::new();
    let (path, copy) = (scratch.file("ledger.jsonl"), scratch.file("copy.jsonl"));
    exported(&s, &path);
    let before = std::fs::read(&path).unwrap();
    let other = s.at.dao.as_str();
    let (chain, ledger) = ("axiom-local-1", s.at.ledger.as_str());
    for (chain, ledger) in [(chain, other), ("another-1", ledger)] {
        let error = import(&path, &copy, (chain, ledger)).unwrap_err();
        assert!(matches!(error, ArchiveError::OtherLedger { .. }), "{error}");
        assert!(!copy.exists());
    }
    // Another economy on another chain does not go on with it.
    let elsewhere = axiom_suite::Builder::on(axiom_local::LocalChain::new("axiom-local-2")).build();
    let source = Embedded(&elsewhere.chain);
    let options = ExportOptions::default();
    let ledger_2 = elsewhere.at.ledger.as_str();
    let error = export(&source, ledger_2, &path, &options, &mut |_| {}).unwrap_err();
    assert!(matches!(error, ArchiveError::OtherLedger { .. }), "{error}");
    assert!(std::fs::read(&path).unwrap() == before, "nothing was changed");
    // The right one is taken over whole.
    let found = import(&path, &copy, (chain, ledger)).unwrap();
    assert!(std::fs::read(&copy).unwrap() == before);
    assert_eq!(found, replay_file(&copy).unwrap());
    let names: Vec<_> = std::fs::read_dir(copy.parent().unwrap()).unwrap().collect();
    assert_eq!(names.len(), 2, "nothing is left behind");
    // A damaged one is neither imported nor gone on with.
    std::fs::write(&path, &before[..before.len() / 2]).unwrap();
    assert!(import(&path, &copy, (chain, ledger)).is_err());
    let mut damaged = before.clone();
    damaged[before.len() / 2] ^= 1;
    std::fs::write(&path, &damaged).unwrap();
    let source = Embedded(&s.chain);
    assert!(export(&source, ledger, &path, &options, &mut |_| {}).is_err());
    assert!(std::fs::read(&path).unwrap() == damaged);
    assert!(std::fs::read(&copy).unwrap() == before);
}

#[test]
fn two_exports_do_not_write_one_file() {
    let s = everything();
    let scratch = Scratch::new();
    let path = scratch.file("ledger.jsonl");
    exported(&s, &path);
    let held = std::fs::File::open(&path).unwrap();
    held.lock().unwrap();
    let source = Embedded(&s.chain);
    let options = ExportOptions::default();
    let error = export(&source, s.at.ledger.as_str(), &path, &options, &mut |_| {}).unwrap_err();
    assert!(error.to_string().contains("another export is writing it"), "{error}");
    held.unlock().unwrap();
    drop(held);
}
