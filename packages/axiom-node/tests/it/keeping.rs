//! What is kept, and by whom.

use crate::world::{address, client, pay, send, Folder};

#[test]
fn a_chain_that_is_opened_again_goes_on_where_it_was() {
    let folder = Folder::new();
    let (height, hash, info) = {
        let (_, client) = folder.connect();
        let done = send(&client, "alice", &[pay("alice", "ben", 5, "uusd")]);
        assert_eq!(done.height, 2);
        (client.status().unwrap().height, done.hash, client.account(&address("alice")).unwrap())
    };
    let (_, client) = folder.connect();
    assert_eq!(client.status().unwrap().height, height);
    assert_eq!(client.balance(&address("ben"), "uusd").unwrap(), 1_000_000_000_000_005);
    assert_eq!(client.account(&address("alice")).unwrap(), info);
    assert_eq!((info.sequence, info.number > 0), (1, true));
    let found = client.find_tx(&hash).unwrap().unwrap();
    assert_eq!((found.height, found.result.code), (2, 0));
    send(&client, "alice", &[pay("alice", "ben", 5, "uusd")]);
    assert_eq!(client.account(&address("alice")).unwrap().sequence, 2);
}

#[test]
fn a_simulation_writes_nothing() {
    let folder = Folder::new();
    let transport = folder.open().transport();
    let client = client(transport.clone());
    let before = std::fs::read(folder.path().join("chain.redb")).unwrap();
    let signer = crate::world::signer("alice");
    let gas = client.simulate(&signer, &[pay("alice", "ben", 5, "uusd")], &Default::default());
    // A bank send with two addresses, by an account that has sent nothing yet.
    assert_eq!(gas.unwrap(), 68_900 + 2 * 14 + 13_100);
    assert_eq!(client.status().unwrap().height, 1);
    assert_eq!(client.account(&address("alice")).unwrap().sequence, 0);
    assert_eq!(client.balance(&address("alice"), "uaxm").unwrap(), 1_000_000_000_000_000);
    assert_eq!(std::fs::read(folder.path().join("chain.redb")).unwrap(), before);
}

#[test]
fn time_stands_still_at_rest_and_goes_as_far_as_it_is_told() {
    let folder = Folder::new();
    let (transport, client) = folder.connect();
    let begun = client.status().unwrap().time;
    let now = || client.status().unwrap().time - begun;
    assert_eq!((now(), now()), (0, 0));
    send(&client, "alice", &[pay("alice", "ben", 5, "uusd")]);
    assert_eq!(now(), 5);
    transport.with(|node| node.advance(60)).unwrap();
    assert_eq!((now(), client.status().unwrap().height), (65, 2 + 12));
    transport.with(|node| node.set_pace(0)).unwrap();
    send(&client, "alice", &[pay("alice", "ben", 5, "uusd")]);
    assert_eq!((now(), client.status().unwrap().height), (65, 15));
    let late = transport.with(|node| node.advance(u64::MAX)).unwrap_err().to_string();
    assert!(late.contains("year 2199"), "{late}");
    let slow = transport.with(|node| node.set_pace(86_401)).unwrap_err().to_string();
    assert!(slow.contains("up to 86400 seconds"), "{slow}");
    assert_eq!(now(), 65);
    drop((transport, client));
    // The pace is kept.
    let (_, client) = folder.connect();
    send(&client, "alice", &[pay("alice", "ben", 5, "uusd")]);
    assert_eq!(client.status().unwrap().time - begun, 65);
}

#[test]
fn accounts_come_to_be_when_they_receive_something() {
    let folder = Folder::new();
    let (_, client) = folder.connect();
    let dora = address("dora");
    let missing = client.account(&dora).unwrap_err().to_string();
    assert!(missing.contains("is not on the chain"), "{missing}");
    send(&client, "alice", &[pay("alice", "dora", 5, "uaxm")]);
    let number = client.account(&dora).unwrap().number;
    assert!(number > client.account(&address("agent")).unwrap().number);
    assert_eq!(client.balances(&dora).unwrap(), [cosmwasm_std::coin(5, "uaxm")]);
    let wrong = client.balance("nobody", "uaxm").unwrap_err().to_string();
    assert!(wrong.contains("bech32"), "{wrong}");
}

#[test]
fn coins_have_their_metadata_and_their_sum() {
    use cosmrs::proto::cosmos::bank::v1beta1 as bank;
    let folder = Folder::new();
    let (_, client) = folder.connect();
    let asked = bank::QueryDenomMetadataRequest { denom: "uaxm".to_string() };
    let answer: bank::QueryDenomMetadataResponse =
        client.grpc("/cosmos.bank.v1beta1.Query/DenomMetadata", &asked, None).unwrap();
    let metadata = answer.metadata.unwrap();
    assert_eq!((metadata.display.as_str(), metadata.denom_units[1].exponent), ("axm", 6));
    let asked = bank::QueryDenomMetadataRequest { denom: "none".to_string() };
    let answer: Result<bank::QueryDenomMetadataResponse, _> =
        client.grpc("/cosmos.bank.v1beta1.Query/DenomMetadata", &asked, None);
    assert!(answer.unwrap_err().to_string().contains("none"));
    send(&client, "alice", &[pay("alice", "dora", 5, "uaxm")]);
    let answer: bank::QueryTotalSupplyResponse = client
        .grpc(
            "/cosmos.bank.v1beta1.Query/TotalSupply",
            &bank::QueryTotalSupplyRequest::default(),
            None,
        )
        .unwrap();
    let sums: Vec<_> =
        answer.supply.iter().map(|coin| (coin.denom.as_str(), coin.amount.as_str())).collect();
    assert_eq!(sums, [("uaxm", "7000000000000000"), ("uusd", "7000000000000000")]);
}
