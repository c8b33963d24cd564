//! Votes that are signed without gas and sent by somebody else in one go.

use axiom_client::Signer;
use axiom_keys::Secret;
use serde_json::{json, Value};

use crate::world::{event, number, says, World};

/// With the founder they are fifty, which is as many as an economy may begin with.
const VOTERS: usize = 49;

/// People with a key of their own, 10 points each.
fn voters() -> Vec<(String, String)> {
    let one = |_| {
        let secret = Secret::generate().unwrap();
        let signer = Signer::from_secret(&secret.key().to_bytes(), "wasm").unwrap();
        (secret.words().unwrap().to_string(), signer.address().to_string())
    };
    (0..VOTERS).map(one).collect()
}

/// An economy in which they have 490 of 590 points.
fn founded(voters: &[(String, String)]) -> World {
    let world = World::new("votes");
    let genesis: Vec<Value> = voters
        .iter()
        .map(|(_, address)| json!({ "address": address, "points": "10" }))
        .chain([json!({ "address": "$FOUNDER", "points": "100" })])
        .collect();
    let template = std::fs::read_to_string("../../economies/default.json").unwrap();
    let mut template: Value = serde_json::from_str(&template).unwrap();
    template["tracker"]["create"]["settings"]["genesis"] = json!(genesis);
    world.write("many.json", template.to_string());
    world.ok("economy new many --template many.json --from founder");
    assert_eq!(number(&world.ok("me @founder")["weight"]["total"]), 590);
    world.ok("propose set ledger fee_bps 250 --from founder");
    world
}

fn sign(world: &World, words: &str, vote: &str) -> String {
    let line = format!("sign dao vote --proposal-id 1 --vote {vote} --valid 2d");
    let ran = world.run_with(&[("AXIOM_MNEMONIC", words)], &line).went_well();
    assert!(
        ran.err.contains(&format!("vote: {vote}")),
        "the text that is signed is shown: {}",
        ran.err
    );
    ran.out.trim().to_string()
}

/// A line with another value somewhere.
fn other(line: &str, path: &str, value: Value) -> String {
    let mut signed: Value = serde_json::from_str(line).unwrap();
    *signed.pointer_mut(path).unwrap() = value;
    signed.to_string()
}

#[test]
fn fifty_signed_votes_are_relayed_with_wrong_late_doubled_and_malformed_ones_between_them() {
    let voters = voters();
    let world = founded(&voters);
    let late = world
        .run("sign dao vote --proposal-id 1 --vote no --valid 1h --from founder")
        .went_well()
        .out;
    let stranger = world.run("sign dao vote --proposal-id 1 --vote no --from ben").went_well().out;
    let good: Vec<String> = std::thread::scope(|scope| {
        let parts = voters.chunks(VOTERS / 4 + 1).enumerate().map(|(part, voters)| {
            let world = &world;
            scope.spawn(move || {
                let vote = if part == 3 { "no" } else { "yes" };
                voters.iter().map(|(words, _)| sign(world, words, vote)).collect::<Vec<_>>()
            })
        });
        let parts: Vec<_> = parts.collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    });
    let of_founder =
        world.run("sign dao vote --proposal-id 1 --vote yes --from founder").went_well().out;
    let good: Vec<String> = good.into_iter().chain([of_founder.trim().to_string()]).collect();
    world.ok("local advance 2h");
    let first = &good[0];
    let forged = other(&good[1], "/signed/signature", json!("A".repeat(86) + "=="));
    let turned = other(&good[2], "/signed/vote", json!("no"));
    let mut lines = vec![
        "no JSON at all".to_string(),                      // 1
        other(first, "/chain_id", json!("axiom-local-2")), // 2
        other(first, "/contract", json!("wasm1other")),    // 3
        late.trim().to_string(),                           // 4
        turned,                                            // 5
        other(first, "/axiom_signed", json!(2)),           // 6
        forged,                                            // 7
        stranger.trim().to_string(),                       // 8
        String::new(),                                     // 9
        first[..first.len() / 2].to_string(),              // 10
    ];
    lines.extend(good.iter().cloned()); // 11 to 60
    lines.push(first.clone()); // 61
    lines.push(other(&good[3], "/proposal_id", json!(7))); // 62
    world.write("votes.jsonl", lines.join("\n"));
    let before = world.height();
    let report = world.ok("relay votes.jsonl --from carol");
    let of = |line: u64| {
        let all = report["actions"].as_array().unwrap();
        let found = all.iter().find(|one| one["line"] == line);
        found.map(|one| (one["state"].as_str().unwrap(), one["text"].as_str().unwrap()))
    };
    let counts = ["counted", "refused", "skipped"].map(|name| number(&report[name]));
    assert_eq!(counts, [50, 3, 8], "{report:#}");
    let expected = [
        (1, "skipped", "no signed action"),
        (2, "skipped", "axiom-local-2"),
        (3, "skipped", "wasm1other"),
        (4, "skipped", "valid until"),
        (5, "skipped", "something else than its vote"),
        (6, "skipped", "format 2"),
        (7, "refused", "signature"),
        (8, "refused", ""),
        (10, "skipped", "no signed action"),
        (61, "refused", ""),
        (62, "skipped", "something else"),
    ];
    for (line, state, text) in expected {
        let (found, why) = of(line).unwrap();
        assert!(
            found == state && why.contains(text) && !why.is_empty(),
            "line {line}: {found}: {why}"
        );
    }
    assert!((11..=60).all(|line| of(line).unwrap().0 == "counted"));
    assert_eq!(of(9), None);
    assert!(world.height() - before <= 3, "batches, not one by one");
    let shown = world.ok("proposal show 1");
    let tally = &shown["tally"];
    assert_eq!(
        [&tally["yes"], &tally["no"], &tally["abstain"]].map(number),
        [490, 100, 0],
        "{shown:#}"
    );

    // Again: nothing of it counts any more, and that is a failure.
    let ran = world.run("--output json relay votes.jsonl --from carol");
    let error = ran.failed(4);
    says(&error, &["nothing"]);
    assert_eq!(number(&world.ok("proposal show 1")["tally"]["yes"]), 490);
    world.ok("local advance 4d");
    let done = world.ok("tx dao execute --proposal-id 1 --from carol");
    assert_eq!(event(&done, "axiom_ledger_settings_updated")["fee_bps"], "250");
    says(&world.fails(2, "relay nowhere.jsonl --from carol"), &["nowhere.jsonl"]);
    says(
        &world
            .fails(2, "sign dao vote --proposal-id 1 --vote yes --valid 2020-01-01 --from founder"),
        &["over already"],
    );
}
