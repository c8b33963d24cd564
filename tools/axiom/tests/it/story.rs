//! The whole story of an economy through the command, with every figure.

use std::io::{BufRead, BufReader};
use std::time::Duration;

use crate::world::{event, number, says, World, PASSWORD};

const HASH: &str = "5e884898da28047151d0e56f8dc6292773603d0d6aabbddc8a11ef721d1542d8";

/// Posts a job of alice for ben; the balance pays 10 axm at most.
fn post(world: &World, title: &str, price: &str) -> u64 {
    let line = format!(
        "tx distributor deposit --funds 10axm --allowances controller=@ledger,amount=10axm --from alice + ledger post-job \
         --title '{title}' --assignment.direct.worker @ben --reward.paid.amount {price} --reward.paid.domain 2"
    );
    let done = world.ok(&line);
    number(&event(&done, "axiom_ledger_job_posted")["job"])
}

fn hand_in(world: &World, job: u64) {
    world.ok(&format!("tx ledger accept --job {job} --from ben"));
    world.ok(&format!(
        "tx ledger submit --job {job} --submission.output.uri https://work.example/1 --submission.output.sha256 {HASH} \
         --from ben"
    ));
}

/// Titles of the jobs in one of the lists of `axiom me`.
fn list(world: &World, who: &str, list: &str) -> Vec<String> {
    let me = world.ok(&format!("me {who}"));
    let jobs = me["work"][list].as_array().unwrap().clone();
    jobs.iter().map(|job| job["title"].as_str().unwrap().to_string()).collect()
}

#[test]
fn a_newcomer_with_a_key_goes_from_nothing_to_pay_in_the_wallet() {
    let world = World::new("newcomer");
    let password = [("AXIOM_PASSWORD", PASSWORD)];
    let run = |line: &str| world.run_with(&password, &format!("--output json {line}")).json();
    let zoe = run("keys add zoe --show-words");
    let address = zoe["address"].as_str().unwrap();
    assert!(address.starts_with("wasm1"), "{address}");
    // A key without coins is told where to get some.
    let error =
        world.run_with(&password, "--output json tx distributor deposit --funds 1axm").failed(2);
    says(&error, &["no economy is known", "axiom economy new"]);
    run("faucet --amount 5axm");
    assert_eq!(world.ok("economy list").as_array().unwrap().len(), 0);
    run("economy new mine --title 'The first of mine'");
    let fee = 5_000_000 - world.wallet("@zoe", "uaxm");
    assert!((1..200_000).contains(&fee), "founding cost {fee}");
    let listed = world.ok("economy list");
    assert_eq!(listed[0]["economy"], "mine");
    assert_eq!(listed[0]["complete"], true);
    assert_eq!(listed[0]["name"], "The first of mine");
    // The founder has all the weight, and nothing to do yet.
    let me = run("me");
    assert_eq!(me["account"], address);
    assert_eq!(me["weight"]["own"], me["weight"]["total"]);
    assert_eq!(me["registration"], serde_json::Value::Null);
    run("tx registry register --kind developer --profile.name Zoe --profile.capabilities rust --profile.capabilities cosmwasm");
    let me = run("me");
    assert_eq!(me["registration"]["kind"], "developer");
    assert_eq!(
        me["registration"]["profile"]["capabilities"],
        serde_json::json!(["rust", "cosmwasm"])
    );
}

#[test]
fn work_is_posted_done_paid_and_proven() {
    let world = World::founded("work");
    let before = world.wallet("@alice", "uaxm");
    assert_eq!(world.balance("@alice", "uaxm"), 10_000_000);
    let job = post(&world, "Read the paper", "1axm");
    assert_eq!(job, 1);
    let spent = before - world.wallet("@alice", "uaxm") - 10_000_000;
    assert!((1..20_000).contains(&spent), "the fee was {spent}");
    // 10 were there, 10 came, 1 is in escrow.
    assert_eq!(world.balance("@alice", "uaxm"), 19_000_000);
    assert_eq!(list(&world, "@ben", "offered"), ["Read the paper"]);
    assert_eq!(list(&world, "@carol", "offered"), Vec::<String>::new());
    hand_in(&world, job);
    assert_eq!(list(&world, "@ben", "offered"), Vec::<String>::new());
    assert_eq!(list(&world, "@ben", "waiting"), ["Read the paper"]);
    assert_eq!(list(&world, "@alice", "to_review"), ["Read the paper"]);
    let done = world.ok(&format!("tx ledger approve --job {job} --from alice"));
    let settled = event(&done, "axiom_ledger_job_settled");
    assert_eq!(
        (settled["paid"].as_str(), settled["fee"].as_str()),
        (Some("950000"), Some("50000"))
    );
    assert_eq!(world.balance("@ben", "uaxm"), 950_000);
    assert_eq!(world.balance("@dao", "uaxm"), 50_000);
    let before = world.wallet("@ben", "uaxm");
    let done = world.ok(
        "tx distributor withdraw --withdrawals asset=uaxm,amount=0.95axm --fee 6000uaxm --from ben",
    );
    assert_eq!(event(&done, "axiom_distributor_withdrawn")["amount"], "950000");
    assert_eq!(world.wallet("@ben", "uaxm"), before + 950_000 - 6_000);
    assert_eq!(world.balance("@ben", "uaxm"), 0);

    // What happened can be read, and followed.
    let history = world.text("history @ben --csv");
    let rows: Vec<Vec<&str>> = history.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows[0][4..8], ["kind", "direction", "amount", "asset"]);
    assert_eq!(rows[1][4..8], ["payment", "in", "950000", "uaxm"]);
    assert_eq!(rows[2][4..8], ["withdrawal", "out", "950000", "uaxm"]);
    assert_eq!(rows.len(), 3);
    let watched = world
        .run("--output json watch --once --from-block 1 --event job_posted --event job_settled")
        .went_well();
    let names: Vec<String> = watched
        .out
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["event"]
                .as_str()
                .unwrap()
                .to_string()
        })
        .collect();
    assert_eq!(names, ["job_posted", "job_settled"]);
    proofs(&world);
}

/// Of the four records of the first job.
fn proofs(world: &World) {
    let root = world.ok("q ledger root");
    let (root, leaves) = (root["root"].as_str().unwrap().to_string(), number(&root["leaves"]));
    assert_eq!(leaves, 4);
    world.ok("record prove 3 --file p.json");
    let verified = world.ok(&format!("record verify p.json --root {root} --leaves 4 --job 1"));
    assert_eq!(verified["trusted"], true);
    assert_eq!(world.ok("record verify p.json")["trusted"], false);
    let wrong = root.replace(|c: char| c.is_ascii_digit(), "0");
    let error = world.fails(7, &format!("record verify p.json --root {wrong} --leaves 4"));
    says(&error, &["the proof does not hold"]);
    world.fails(7, &format!("record verify p.json --root {root} --leaves 3"));
    world.fails(7, "record verify p.json --job 2");
    world.fails(7, "record verify p.json --ledger wasm10g20sn8ds238gj02wqdytrwhcr43egkh3jx6r8unr0vtlkkn6y6sy6a36t");
    says(&world.fails(2, "record verify p.json --root zz --leaves 4"), &["not hexadecimal"]);
    world.fails(2, "record verify nowhere.json");
    says(&world.fails(4, "record prove 99"), &["99"]);
    // A bit of another letter in the record itself.
    let proof = world.read("p.json");
    let bytes =
        proof.find("010d6178696f6d").expect("a record begins with its version and the chain id");
    world.write("t.json", format!("{}010d6178696f6e{}", &proof[..bytes], &proof[bytes + 14..]));
    world.fails(7, &format!("record verify t.json --root {root} --leaves 4"));
    world.write("half.json", &proof[..proof.len() / 2]);
    world.fails(2, "record verify half.json");
    says(&world.fails(2, "record trust"), &["no validators", "axiom q ledger root"]);

    // The whole ledger, on and on.
    let exported = world.ok("ledger export ledger.jsonl");
    assert_eq!((number(&exported["records"]), exported["root"].as_str()), (4, Some(root.as_str())));
    assert_eq!(number(&exported["kept"]), 0);
    let replayed = world.ok("ledger replay ledger.jsonl");
    assert_eq!(replayed["root"]["root"], root.as_str());
    assert_eq!(replayed["statistics"]["money"]["uaxm"]["paid"], "950000");
    assert_eq!(replayed["compared"]["differences"].as_array().unwrap().len(), 0);
    world.ok("ledger import ledger.jsonl mine.jsonl");
    assert_eq!(
        world.ok("ledger replay mine.jsonl --offline")["root"]["leaves"],
        replayed["root"]["leaves"]
    );
    let archive = world.read("ledger.jsonl");
    world.write("tampered.jsonl", archive.replace("950000", "950001"));
    world.fails(1, "ledger import tampered.jsonl taken.jsonl");
    assert!(!world.path("taken.jsonl").exists(), "what does not hold was kept");
    world.fails(7, "ledger replay tampered.jsonl --offline");
    let cut: Vec<&str> = archive.lines().filter(|line| !line.contains("submitted")).collect();
    world.write("cut.jsonl", cut.join("\n") + "\n");
    world.fails(7, "ledger replay cut.jsonl --offline");
    world.fails(2, "ledger replay nowhere.jsonl --offline");

    // It goes on where it stopped.
    let second = post(world, "Read it again", "2axm");
    assert_eq!(second, 2);
    let exported = world.ok("ledger export ledger.jsonl");
    assert_eq!(number(&exported["records"]), 5);
    assert!(number(&exported["kept"]) > 0, "{exported}");
    assert_eq!(world.ok("ledger replay ledger.jsonl")["compared"]["jobs"], 2);
}

#[test]
fn watching_leaves_the_chain_to_others_and_shows_what_they_do() {
    let world = World::founded("watch");
    let mut watching = world.command("--output json watch --event deposited").spawn().unwrap();
    let mut lines = BufReader::new(watching.stdout.take().unwrap()).lines();
    // Watching begins at some moment; deposits are made until one was seen.
    let (send, seen) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        let _ = send.send(lines.next());
    });
    let line = (0..40).find_map(|_| {
        world.ok("tx distributor deposit --funds 1axm --from ben");
        seen.recv_timeout(Duration::from_millis(300)).ok()
    });
    let _ = watching.kill();
    watching.wait().unwrap();
    reader.join().unwrap();
    let line = line.expect("nothing was shown").unwrap().unwrap();
    let event: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!((&event["event"], &event["contract"]), (&"deposited".into(), &"distributor".into()));
}

#[test]
fn the_members_change_a_setting_and_upgrade_a_contract() {
    let world = World::founded("govern");
    let error = world.fails(4, "propose set ledger fee_bps 300 --from ben");
    says(&error, &["weight of 0", "10"]);
    let made = world.ok("propose set ledger fee_bps 300 --from founder");
    assert_eq!(event(&made, "axiom_dao_proposal_made")["proposal_id"], "1");
    let shown = world.ok("proposal show 1");
    assert_eq!(shown["stage"], "voting");
    assert!(shown.to_string().contains("fee_bps"), "{shown}");
    let me = world.ok("me @founder");
    assert_eq!(me["proposals"]["rows"][0]["voted"], serde_json::Value::Null);
    says(&world.fails(4, "tx dao execute --proposal-id 1 --from ben"), &["expected ready"]);
    world.ok("tx dao vote --proposal-id 1 --vote yes --from founder");
    assert_eq!(world.ok("me @founder")["proposals"]["rows"][0]["voted"], "yes");
    world.fails(4, "tx dao vote --proposal-id 1 --vote yes --from ben");
    // Passed, but the timelock runs.
    world.ok("local advance 3d");
    world.fails(4, "tx dao execute --proposal-id 1 --from ben");
    world.ok("local advance 1d");
    let done = world.ok("tx dao execute --proposal-id 1 --from ben");
    assert_eq!(event(&done, "axiom_ledger_settings_updated")["fee_bps"], "300");
    assert_eq!(world.ok("q ledger settings")["fee_bps"], 300);
    assert_eq!(world.ok("proposal show 1")["stage"], "executed");
    world.fails(4, "tx dao execute --proposal-id 1 --from ben");

    // The registry moves to the next build, by a vote of the constitution.
    let codes = world.ok("codes list")["codes"].as_array().unwrap().len();
    assert_eq!(codes, 11);
    let before = world.ok("q registry info");
    world.fails(2, "propose upgrade registry --code-id 99 --from founder");
    world.ok("propose upgrade registry --code-id 7 --from founder");
    world.ok("tx dao vote --proposal-id 2 --vote yes --from founder");
    world.ok("local advance 10d");
    world.ok("tx dao execute --proposal-id 2 --from carol");
    let after = world.ok("q registry info");
    assert_ne!(before, after, "the version moved");
    assert_eq!(world.ok("participant show @ben")["registration"]["profile"]["name"], "ben");
    // The new code is no code of this release: verify says so, and nothing else is wrong.
    let ran = world.run("--output json economy verify");
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let failed: Vec<&str> = report["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|check| check["verdict"] == "fail")
        .map(|check| check["name"].as_str().unwrap())
        .collect();
    assert_eq!((ran.code, failed), (7, vec!["state-registry: code"]));
}

#[test]
fn fees_and_rewards_of_an_economy_of_agents_are_claimed() {
    let world = World::new("gigs");
    world.ok("economy new gigs --template agent-gigs --set FEE_BPS=1000 --from founder");
    world.ok("tx registry register --kind agent --profile.name Ben --from ben");
    world.ok(
        "tx distributor deposit --funds 3axm --allowances controller=@ledger,amount=1axm --from founder + ledger post-job \
         --title Translate --assignment.open.gate.registered.kind agent --reward.paid.amount 0.5axm --reward.paid.domain 2",
    );
    assert_eq!(list(&world, "@ben", "open"), ["Translate"]);
    hand_in(&world, 1);
    let done = world.ok("tx ledger approve --job 1 --from founder");
    assert_eq!(event(&done, "axiom_tracker_recorded")["minted"], "500");
    assert_eq!(world.balance("@ben", "uaxm"), 450_000);
    assert_eq!(world.balance("@dao", "uaxm"), 50_000);
    world.ok("tx distributor fund-pool --pool 1 --amount 700001 --from founder");
    let none = world.ok("claimable @ben");
    assert_eq!(none["pools"].as_array().unwrap().len(), 0, "the epoch is not over");
    world.ok("local advance 8d");
    let claimable = world.ok("claimable @ben");
    assert_eq!(claimable["totals"][0]["amount"], "700001");
    assert!(world.text("me @ben").contains("0.700001 axm"));
    let claim = &claimable["messages"][0]["msg"];
    let before = world.balance("@ben", "uaxm");
    world.ok(&format!("tx distributor claim --raw '{claim}' --from ben"));
    assert_eq!(world.balance("@ben", "uaxm"), before + 700_001);
    assert_eq!(world.ok("claimable @ben")["pools"].as_array().unwrap().len(), 0);
    world.fails(4, &format!("tx distributor claim --raw '{claim}' --from ben"));
    // Spending of the treasury, by the track that may.
    world.ok("propose spend --to @carol --amount 0.05axm --from founder");
    world.ok("tx dao vote --proposal-id 1 --vote yes --from founder");
    world.ok("local advance 4d");
    world.ok("tx dao execute --proposal-id 1 --from founder");
    assert_eq!((world.balance("@carol", "uaxm"), world.balance("@dao", "uaxm")), (50_000, 0));
    let verified = world.ok("economy verify");
    assert!(verified["checks"].as_array().unwrap().len() > 30);
    let audit = world.ok("audit");
    assert_eq!(audit["solvency"][0]["ok"], true);
    assert_eq!(audit["replay"]["ok"], true);
    assert_eq!(audit["pending"].as_array().unwrap().len(), 0);
}

#[test]
fn a_look_sends_nothing_and_a_plan_for_another_signer_is_only_printed() {
    let world = World::founded("look");
    let height = world.height();
    let look = world.ok("tx distributor deposit --funds 1axm --from alice --dry-run");
    assert_eq!(look["dry_run"], true);
    assert_eq!(event(&look, "axiom_distributor_deposited")["amount"], "1000000");
    let (used, limit) = (number(&look["gas_used"]), number(&look["gas_limit"]));
    assert_eq!(limit, (used * 14).div_ceil(10));
    assert_eq!(look["fee"][0]["amount"], limit.div_ceil(40).to_string());
    let twice = world.ok("tx distributor deposit --funds 1axm --from alice --dry-run --gas-adjustment 2 --gas-price 0.1uaxm");
    assert_eq!(number(&twice["gas_limit"]), used * 2);
    assert_eq!(twice["fee"][0]["amount"], (used * 2).div_ceil(10).to_string());
    let plan = world.ok("economy new second --from ben --dry-run");
    assert_eq!(plan["economy"], "second");
    assert!(!world.path("deployments/axiom-local-1/second.json").exists());
    let unsigned = world.ok("tx distributor deposit --funds 1axm --from @alice --generate-only --gas 200000 --memo hello --timeout-height 99");
    assert_eq!(unsigned["body"]["memo"], "hello");
    assert_eq!(unsigned["body"]["timeout_height"], "99");
    assert_eq!(
        unsigned["body"]["messages"][0]["msg"]["deposit"]["allowances"],
        serde_json::json!([])
    );
    assert_eq!(unsigned["auth_info"]["fee"]["amount"][0]["amount"], "5000");
    assert_eq!(unsigned["signatures"], serde_json::json!([]));
    assert_eq!(world.height(), height, "something was sent");
    let handed_in = world.ok("tx distributor deposit --funds 1axm --from alice --no-wait");
    assert_eq!(handed_in["included"], false);
    assert_eq!(world.height(), height + 1);
    says(
        &world.fails(
            4,
            &format!("tx distributor deposit --funds 1axm --from alice --timeout-height {height}"),
        ),
        &["height"],
    );
    assert_eq!(world.balance("@alice", "uaxm"), 11_000_000);
}

#[test]
fn a_transaction_is_made_signed_and_sent_in_three_places() {
    let world = World::founded("three-places");
    let height = world.height();
    let made = world.run("--output json tx distributor deposit --funds 2axm --from alice --generate-only --gas 250000");
    world.write("unsigned.json", made.went_well().out);
    says(&world.fails(2, "tx broadcast unsigned.json"), &["not signed", "axiom tx sign"]);
    let signed = world.run("tx sign unsigned.json --from alice").went_well().out;
    world.write("signed.json", &signed);
    says(&world.fails(2, "tx sign unsigned.json --from ben"), &["is sent by", "--from"]);
    says(&world.fails(2, "tx sign signed.json --from alice"), &["names its signers already"]);
    world.write("more.json", signed.replace("2000000", "3000000"));
    says(&world.fails(4, "tx broadcast more.json"), &["signature"]);
    world.write("half.json", &signed[..signed.len() / 2]);
    says(&world.fails(2, "tx broadcast half.json"), &["half.json", "no JSON"]);
    says(&world.fails(2, "tx sign nowhere.json --from alice"), &["nowhere.json"]);
    says(&world.fails(6, "tx sign unsigned.json --from nobody"), &["nobody"]);
    assert_eq!(world.height(), height);
    let done = world.ok("tx broadcast signed.json");
    assert_eq!(event(&done, "axiom_distributor_deposited")["amount"], "2000000");
    assert_eq!(world.balance("@alice", "uaxm"), 12_000_000);
    let hash = done["hash"].as_str().unwrap();
    let found = world.ok(&format!("tx wait {hash}"));
    assert_eq!((&found["hash"], &found["height"]), (&done["hash"], &done["height"]));
    // Again it is the same transaction, not another one.
    let again = world.ok("tx broadcast signed.json");
    assert_eq!((&again["hash"], &again["height"]), (&done["hash"], &done["height"]));
    assert_eq!(world.balance("@alice", "uaxm"), 12_000_000);
    let nothing = "AB".repeat(32);
    says(&world.fails(5, &format!("tx wait {nothing} --timeout 1s")), &["in no block", &nothing]);
    says(&world.fails(2, "tx wait zz"), &["zz"]);
    // One that failed in its block is told as such.
    let failed = world.fails(4, "tx distributor deposit --funds 1axm --from alice --gas 1000");
    let mut words = failed["text"].as_str().unwrap().split(|c: char| !c.is_ascii_hexdigit());
    let hash = words.find(|word| word.len() == 64).unwrap();
    says(&world.run(&format!("--output json tx wait {hash}")).failed(4), &["out of gas"]);
}
