//! What is shown: tables for people, JSON for programs, both kept in files.
//! `UPDATE_GOLDEN=1 cargo test -p axiom` writes them anew.

use serde_json::Value;

use crate::world::{says, World};

const HASH: &str = "5e884898da28047151d0e56f8dc6292773603d0d6aabbddc8a11ef721d1542d8";

/// Compares with a file of `golden/`.
#[track_caller]
fn same(name: &str, shown: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, shown).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == shown,
        "{name} differs; UPDATE_GOLDEN=1 writes it anew.\n--- kept\n{kept}\n--- shown\n{shown}"
    );
}

/// An economy in the middle of its work: all times, addresses and hashes are those of the embedded chain, always the same.
fn busy() -> World {
    let world = World::founded("busy");
    world.ok(
        "tx distributor deposit --allowances controller=@ledger,amount=10axm --from alice + ledger post-job --title 'Read the paper' \
         --assignment.direct.worker @ben --reward.paid.amount 1axm --reward.paid.domain 2 + ledger post-job --title 'Write the code' \
         --assignment.direct.worker @ben --reward.paid.amount 2.5axm",
    );
    world.ok("tx ledger accept --job 1 --from ben");
    world.ok(&format!(
        "tx ledger submit --job 1 --submission.output.uri https://work.example/1 --submission.output.sha256 {HASH} --from ben"
    ));
    world.ok("tx ledger approve --job 1 --from alice");
    world.ok("propose set ledger fee_bps 300 --from founder");
    world.ok("tx dao vote --proposal-id 1 --vote yes --from founder");
    world
}

#[test]
fn answers_look_as_they_did() {
    let world = busy();
    let questions = [
        ("me-ben", "me @ben"),
        ("me-founder", "me @founder"),
        ("job-1", "job show 1"),
        ("job-2", "job show 2"),
        ("proposal-1", "proposal show 1"),
        ("participant-carol", "participant show @carol"),
        ("claimable-ben", "claimable @ben"),
        ("history-ben", "history @ben"),
        ("economy-show", "economy show"),
        ("economy-verify", "economy verify"),
        ("economy-list", "economy list"),
        ("q-ledger-settings", "q ledger settings"),
        ("q-ledger-jobs", "q ledger jobs"),
        ("q-registry-participant", "q registry participant --address @ben"),
        ("q-distributor-balances", "q distributor balances --owner @alice"),
        ("q-tracker-domains", "q tracker domains"),
        ("q-dao-tracks", "q dao tracks"),
        ("chain-list", "chain list"),
    ];
    for (name, line) in questions {
        let shown = world.run(line).went_well();
        same(&format!("{name}.txt"), &shown.out);
        let shown = world.run(&format!("--output json {line}")).went_well();
        let _: Value =
            serde_json::from_str(&shown.out).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(shown.err, "", "{line}: programs are told nothing beside the answer");
        same(&format!("{name}.json"), &shown.out);
    }
}

#[test]
fn errors_look_as_they_did() {
    let world = busy();
    let cases = [
        ("unknown-job", "job show 9"),
        ("missing-fields", "tx ledger post-job --from alice"),
        ("unknown-message", "tx ledger post-jb"),
        ("wrong-type", "tx ledger accept --job x --from ben"),
        ("no-money", "tx distributor deposit --funds 5000000000axm --from alice"),
        ("no-terminal", "local reset"),
        ("no-chain", "--chain nope me @ben"),
        ("node-down", "--node http://127.0.0.1:1 me @ben"),
    ];
    for (name, line) in cases {
        let people = world.run(line);
        same(&format!("error-{name}.txt"), &people.err);
        let programs = world.run(&format!("--output json {line}"));
        assert_eq!((people.out.as_str(), programs.out.as_str()), ("", ""), "{line}");
        assert_eq!(people.code, programs.code, "{line}");
        assert!(people.failed_in_words(programs.code).starts_with("error: "));
        assert_eq!(programs.err.lines().count(), 1, "one line: {}", programs.err);
        let error: Value = serde_json::from_str(&programs.err).unwrap();
        same(
            &format!("error-{name}.json"),
            &(serde_json::to_string_pretty(&error).unwrap() + "\n"),
        );
    }
}

#[test]
fn a_transaction_prints_one_value_and_nothing_else_in_json() {
    let world = World::founded("one-value");
    for line in [
        "tx distributor deposit --funds 1axm --from alice",
        "--output=json tx distributor deposit --funds 1axm --from alice",
        "faucet --to @ben",
        "propose text --title Hello --description World --from founder",
        "economy new next --from ben",
        "audit",
        "doctor",
        "local advance 1h",
        "local status",
        "codes list",
        "economy templates",
        "record prove 0",
    ] {
        let ran = match line.strip_prefix("--output=json ") {
            Some(line) => world.run(&format!("{line} --output=json")),
            None => world.run(&format!("--output json {line}")),
        };
        if line.starts_with("record") {
            says(&ran.failed(4), &["0"]);
            continue;
        }
        let ran = ran.went_well();
        let _: Value = serde_json::from_str(&ran.out)
            .unwrap_or_else(|error| panic!("{line}: {error}: {}", ran.out));
        assert_eq!(ran.err, "", "{line}");
        assert!(!ran.out.contains('\u{1b}'));
    }
    // Without NO_COLOR there is no colour in a pipe either, and forced colours of help heed it.
    for (name, value) in [("NO_COLOR", "1"), ("CLICOLOR", "0")] {
        let ran = world.run_with(&[(name, value)], "me @ben").went_well();
        assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'));
    }
    // A reader that goes away is no error, and no panic.
    let mut child = world.command("q tracker domains").spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(
        (ended.status.code(), String::from_utf8_lossy(&ended.stderr).into_owned()),
        (Some(0), String::new())
    );
}
