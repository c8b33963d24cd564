//! What people get wrong: a clear line, an exit code, nothing sent.

use crate::world::{says, World};

#[test]
fn messages_and_fields_that_do_not_fit_are_told_by_name() {
    let world = World::founded("fields");
    let height = world.height();
    let cases = [
        // Unknown, with the nearest.
        ("tx ledger post-jb --title x", vec!["post-jb", "post-job"]),
        ("tx leger accept --job 1", vec!["leger", "ledger"]),
        ("q ledger jbs", vec!["jbs", "jobs"]),
        ("tx ledger accept --jop 1", vec!["--jop", "--job"]),
        ("tx ledger accept --job 1 --from", vec!["--from"]),
        ("frobnicate", vec!["frobnicate"]),
        // All that is missing, at once.
        ("tx ledger post-job --from alice", vec!["--assignment", "--reward", "--title"]),
        ("tx registry register --from alice", vec!["--kind", "--profile"]),
        // The wrong type, with its place.
        ("tx ledger accept --job x --from ben", vec!["--job", "\"x\""]),
        ("tx ledger accept --raw '{\"job\":\"x\"}' --from ben", vec!["accept.job", "\"x\""]),
        ("tx ledger accept --raw '{\"accept\":{\"job\":-1}}' --from ben", vec!["accept.job", "-1"]),
        ("tx ledger accept --raw '{\"job\":1,\"extra\":2}' --from ben", vec!["extra"]),
        ("tx ledger accept --raw '{' --from ben", vec!["no JSON"]),
        ("tx ledger accept --raw @nowhere.json --from ben", vec!["nowhere.json"]),
        ("tx ledger accept --raw '{\"job\":1}' --job 1 --from ben", vec!["--raw", "--job"]),
        ("tx registry register --kind wizard --profile.name x --from ben", vec!["wizard", "user"]),
        ("tx ledger submit --job 1 --submission.output.uri x --submission.output.sha256 zz --from ben", vec!["sha256", "zz"]),
        ("tx distributor withdraw --withdrawals asset=uaxm,amount=1axm,too=x --from ben", vec!["too"]),
        ("tx ledger post-job --title x --assignment.direct.worker @ben --assignment.open.gate anyone --reward.voluntary.points 1 \
          --reward.voluntary.domain 2 --from alice", vec!["assignment"]),
        // After a plus sign.
        ("tx ledger accept --job 1 --from ben + ledger acept --job 2", vec!["after '+'", "acept"]),
        ("tx ledger accept --job 1 --from ben + keys list", vec!["after '+'"]),
        ("me @ben + ledger accept --job 2", vec!["axiom tx only"]),
        // Names and amounts.
        ("tx distributor transfer --to @nobody --amount 1axm --from alice", vec!["@nobody", "keys add --watch"]),
        ("me @nobody", vec!["@nobody"]),
        ("me wasm1notanaddress", vec!["wasm1notanaddress"]),
        ("tx distributor deposit --funds 1.1234567axm --from alice", vec!["6 decimals", "1.1234567axm"]),
        ("tx distributor deposit --funds 1.5foo --from alice", vec!["foo is not known"]),
        ("tx distributor deposit --funds 5 --from alice", vec!["1.5axm", "\"5\""]),
        ("tx distributor deposit --funds 1axm,2uaxm --from alice", vec!["given twice"]),
        ("tx distributor deposit --funds 1axm --gas-price cheap --from alice", vec!["cheap"]),
        ("tx distributor deposit --funds 1axm --generate-only --from alice", vec!["--gas"]),
        ("local advance soon", vec!["soon", "3d"]),
        ("local advance 0s", vec!["no time passes"]),
        ("proposal show first", vec!["first"]),
        ("propose set moon fee_bps 1 --from founder", vec!["moon", "ledger"]),
        ("propose set ledger fee_bip 1 --from founder", vec!["fee_bip", "fee_bps"]),
        ("propose spend --to @ben --amount much --from founder", vec!["much"]),
        ("propose text --from founder", vec!["title"]),
        ("--economy nope me @ben", vec!["nope", "there are: first"]),
        ("--chain nope me @ben", vec!["nope", "local, devnet"]),
    ];
    for (line, parts) in cases {
        says(&world.fails(2, line), &parts);
    }
    assert_eq!(world.height(), height, "something was sent");
}

#[test]
fn what_the_chain_refuses_is_one_line_and_a_next_step() {
    let world = World::founded("refused");
    let height = world.height();
    let cases = [
        (
            "tx distributor deposit --funds 5000000000axm --from alice",
            vec!["insufficient funds", "axiom faucet"],
        ),
        ("tx distributor deposit --funds 1foo --from alice", vec!["insufficient funds"]),
        (
            "tx distributor deposit --funds 1axm --fee 1uaxm --from alice",
            vec!["insufficient fee", "--gas-price"],
        ),
        ("tx ledger accept --job 9 --from ben", vec!["job 9 is unknown"]),
        ("tx ledger admin pause --from ben", vec![]),
        ("q ledger job --job 9", vec!["job 9 is unknown"]),
        ("job show 9", vec!["job 9 is unknown"]),
        ("proposal show 9", vec!["9"]),
        (
            "tx distributor withdraw --withdrawals asset=uaxm,amount=99axm --from ben",
            vec!["0 of uaxm", "99000000"],
        ),
        (
            "tx distributor deposit --funds 1axm --from alice --fee-granter @ben",
            vec!["does not allow to pay fees"],
        ),
        (
            "tx distributor deposit --funds 1axm --from alice --authz-granter @ben",
            vec!["authorization not found"],
        ),
        ("--economy wasm1qnprs445uwql8l3ka68gxptvp4lcjjsulwc557 me @ben", vec!["governance-dao"]),
    ];
    for (line, parts) in cases {
        let code = if line.contains("admin") { 2 } else { 4 };
        says(&world.fails(code, line), &parts);
    }
    assert_eq!(world.height(), height, "something was sent");

    // Too little gas is found out in a block; its fee is gone, and nothing else.
    let before = world.wallet("@alice", "uaxm");
    says(
        &world.fails(4, "tx distributor deposit --funds 1axm --from alice --gas 1000"),
        &["out of gas", "--gas"],
    );
    let after = world.wallet("@alice", "uaxm");
    assert_eq!(before - after, 25);
    assert_eq!(world.balance("@alice", "uaxm"), 10_000_000);
    // One of two messages fails: neither happened.
    let both = "tx distributor deposit --funds 1axm --from alice + ledger accept --job 9";
    world.fails(4, both);
    world.fails(4, &both.replace("--from", "--gas 900000 --from"));
    assert_eq!(world.balance("@alice", "uaxm"), 10_000_000);
}

#[test]
fn nobody_is_asked_where_there_is_no_terminal() {
    let world = World::founded("asked");
    let height = world.height();
    says(&world.fails(6, "keys add zoe --show-words"), &["no terminal", "AXIOM_PASSWORD"]);
    says(&world.fails(6, "local reset"), &["no terminal", "--yes"]);
    says(
        &world.fails(6, "tx distributor deposit --funds 1axm"),
        &["no key to sign with", "--from alice"],
    );
    says(&world.fails(6, "tx distributor deposit --funds 1axm --from nobody"), &["no key nobody"]);
    says(&world.fails(2, "me"), &["whose?"]);
    assert_eq!(world.height(), height);
    assert_eq!(world.ok("keys list"), serde_json::json!([]));
}

#[test]
fn templates_that_do_not_fit_are_told_with_the_path() {
    let world = World::new("templates");
    let good: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string("../../economies/default.json").unwrap())
            .unwrap();
    let with = |pointer: &str, value: serde_json::Value| {
        let mut template = good.clone();
        *template.pointer_mut(pointer).unwrap() = value;
        template.to_string()
    };
    let mut misspelled = good.clone();
    misspelled["tracker"]["create"]["settings"]["genisis"] = serde_json::json!([]);
    let cases = [
        (with("/tracks/0/quorum_bps", "many".into()), vec!["tracks[0].quorum_bps", "many"]),
        (
            with("/ledger/create/settings/fee_bps", serde_json::Value::Null),
            vec!["ledger.create.settings.fee_bps"],
        ),
        (misspelled.to_string(), vec!["genisis", "genesis"]),
        (with("/name", "$SURNAME".into()), vec!["SURNAME"]),
        ("{\"name\": ".to_string(), vec!["no JSON", "line 1"]),
        ("[]".to_string(), vec!["t.json"]),
        (String::new(), vec!["t.json"]),
    ];
    for (template, parts) in cases {
        world.write("t.json", &template);
        says(&world.fails(2, "economy new it --template t.json --from founder"), &parts);
    }
    let flags = [
        ("new it --template nope", vec!["nope", "agent-gigs"]),
        ("new it --template ./nope.json", vec!["nope.json"]),
        ("new it --set fee", vec!["fee"]),
        ("new it --set ledger.create.settings.fee_bip=3", vec!["fee_bip", "fee_bps"]),
        ("new it --set ledger.create.settings.fee_bps=lots", vec!["fee_bps", "lots"]),
        ("new it --set tracks[7].quorum_bps=1", vec!["tracks"]),
        ("new Bad_Name", vec!["Bad_Name", "a-z"]),
        ("new ''", vec!["name of an economy"]),
        ("new ../it", vec!["../it"]),
        ("new it --salt ''", vec!["salt"]),
        ("new it --owner nobody", vec!["nobody"]),
        ("new it --adopt registry", vec!["registry=wasm1"]),
        ("new it --adopt moon=@alice", vec!["moon"]),
        ("new it --adopt registry=@alice", vec!["state-registry"]),
    ];
    for (line, parts) in flags {
        says(&world.fails(2, &format!("economy {line} --from founder")), &parts);
    }
    // What the chain refuses: a fee above the bound.
    let error =
        world.fails(4, "economy new it --set ledger.create.settings.fee_bps=9999 --from founder");
    says(&error, &["fee_bps"]);
    assert!(
        !world.path("deployments").join("axiom-local-1/it.json").exists(),
        "a deployment of nothing"
    );
    assert_eq!(world.ok("local status")["height"].as_str().unwrap(), "1", "something was sent");
}
