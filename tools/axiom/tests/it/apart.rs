//! Transactions whose key is elsewhere: grants, whole foundings, a machine without a network; and proofs of entries.

use crate::world::{event, number, says, World};

/// Nobody answers there.
const NOWHERE: &str = "--node http://127.0.0.1:1";

/// Signs a file as somebody on a machine without a network, and sends it.
fn sign_and_send(world: &World, file: &str, who: &str) -> serde_json::Value {
    let account = world.ok(&format!("tx account @{who}"));
    let (number, sequence) = (&account["account_number"], &account["sequence"]);
    let line = format!(
        "{NOWHERE} tx sign {file} --from {who} --account-number {number} --sequence {sequence}"
    );
    world.write("signed.json", world.run(&line).went_well().out);
    world.ok("tx broadcast signed.json")
}

#[test]
fn a_grant_is_made_signed_without_a_network_and_sent() {
    let world = World::founded("apart-grant");
    let grant = "--output json agent grant @ben --allow value-distributor/withdraw --calls 2 --fees 1axm --until 5d \
                 --from @alice --generate-only --gas 300000";
    world.write("grant.json", world.run(grant).went_well().out);
    says(&world.fails(2, "tx sign grant.json --from ben"), &["is sent by", "--from"]);
    let unsigned: serde_json::Value = serde_json::from_str(&world.read("grant.json")).unwrap();
    let types: Vec<&str> = unsigned["body"]["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["@type"].as_str().unwrap())
        .collect();
    assert_eq!(
        types,
        ["/cosmos.authz.v1beta1.MsgGrant", "/cosmos.feegrant.v1beta1.MsgGrantAllowance"]
    );
    let withdraw = "tx distributor withdraw --withdrawals asset=uaxm,amount=1000000 --from ben --authz-granter @alice --fee-granter @alice";
    says(&world.fails(4, withdraw), &["grant"]);
    sign_and_send(&world, "grant.json", "alice");
    let before = world.balance("@alice", "uaxm");
    world.ok(withdraw);
    assert_eq!(before - world.balance("@alice", "uaxm"), 1_000_000);

    let revoke = "--output json agent revoke @ben --from @alice --generate-only --gas 300000";
    world.write("revoke.json", world.run(revoke).went_well().out);
    sign_and_send(&world, "revoke.json", "alice");
    says(&world.fails(4, withdraw), &["grant"]);
    // Without the two numbers the chain is asked, and nobody answers.
    world.fails(3, &format!("{NOWHERE} tx sign grant.json --from alice"));
    says(&world.fails(2, "tx sign grant.json --from alice --sequence 4"), &["--account-number"]);
}

#[test]
fn an_economy_is_founded_by_a_key_that_is_elsewhere() {
    let world = World::new("apart-founding");
    says(&world.fails(2, "economy new first --from @founder --generate-only"), &["--gas"]);
    let new = "--output json economy new first --from @founder --generate-only --gas 3000000";
    world.write("next.json", world.run(new).went_well().out);
    let done = sign_and_send(&world, "next.json", "founder");
    assert!(event(&done, "axiom_dao_founded").is_object(), "{done}");
    // Again: nothing is left to be signed, and the file knows what is there.
    assert_eq!(world.run(new).went_well().out, "");
    assert_eq!(world.ok("economy list")[0]["complete"], true);
    world.ok("economy verify");
}

#[test]
fn shared_entries_are_proven_and_verified() {
    let world = World::founded("apart-cells");
    world.ok("tx registry create-space --name prices --from alice --writers owner");
    let spaces = world.ok("q registry spaces")["spaces"].clone();
    let space = spaces.as_array().unwrap().last().unwrap()["space"].clone();
    world.ok(&format!(
        "tx registry write-cells --space {space} --writes 'key=axm,expected_version=0,content.inline.data=text:hello' --from alice"
    ));
    world.ok(&format!("cell prove {space} axm --file cell.json"));
    let root = world.ok(&format!("q registry context-root --space {space}"));
    let (root, leaves) = (root["root"].as_str().unwrap(), number(&root["leaves"]));
    let verified = world.ok(&format!("cell verify cell.json --root {root} --leaves {leaves}"));
    assert_eq!(verified["trusted"], true);
    let other = "ab".repeat(32);
    world.fails(7, &format!("cell verify cell.json --root {other} --leaves {leaves}"));
    says(&world.fails(4, &format!("cell prove {space} nothing")), &["nothing"]);
}

#[test]
fn what_is_kept_is_not_overwritten_unasked() {
    let world = World::founded("apart-kept");
    world.ok("local snapshot save good");
    says(&world.fails(2, "local snapshot save good"), &["already", "--replace"]);
    world.ok("local snapshot save good --replace");
    let add = "chain add shop --id shop-1 --gas-price 1uaxm --rpc";
    world.ok(&format!("{add} http://127.0.0.1:1"));
    world.ok(&format!("{add} http://127.0.0.1:1"));
    says(&world.fails(2, &format!("{add} http://127.0.0.1:2")), &["already", "--replace"]);
    world.ok(&format!("{add} http://127.0.0.1:2 --replace"));
    assert_eq!(world.ok("chain show shop")["profile"]["rpc"], "http://127.0.0.1:2");
}
